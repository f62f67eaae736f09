"""When a series changed its level, how often and how surely: exact Bayesian segmentation.

All ways to cut n items into at most ``max_changes`` + 1 segments are weighed by dynamic
programming; nothing is sampled. P(k changes | data) is proportional to rho^k x the mean, over the
places that k changes can take, of the product of the segments' evidences.

References
----------
Barry and Hartigan (1993), A Bayesian analysis for change point problems, Journal of the American
Statistical Association 88: 309-319. Fearnhead (2006), Exact and efficient Bayesian inference for
multiple changepoint problems, Statistics and Computing 16: 203-213.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from allegiance.graph.analysis.segment_evidence import LevelEvidence, SegmentEvidence, evidence_of
from allegiance.graph.analysis.segment_levels import LevelChange, level_change, level_series
from allegiance.graph.analysis.segment_tables import (
    SegmentTables,
    any_share,
    forward,
    heads_of,
    log_joint_of,
    log_odds,
    log_sum,
    stacked,
)
from allegiance.graph.analysis.segment_windows import (
    ChangeWindow,
    DateSet,
    nearest_change,
    nearest_sides,
    windows_around,
)
from allegiance.graph.model.errors import InputError

__all__ = ["ChangeWindow", "DateSet", "Segmentation", "change_probability", "segment"]


@dataclass(frozen=True, slots=True, eq=False)
class Segmentation:
    """What :func:`segment` finds. All is posterior, and averaged over the models of the evidence.

    Attributes
    ----------
    counts
        P(k changes), k = 0..max_changes; 0 where k changes have no room.
    change_marginal
        Shape (n,): P(a change just before item t), 0 at t = 0. The sum is the expected k.
    prior_probability
        P(any change) before the data: .484 for max_changes 4 and rho .5.
    log_bayes_factor
        ln of the posterior odds of any change over its prior odds; nan where none has room.
    labels
        Labels of the items, or None.
    """

    counts: NDArray[np.float64]
    change_marginal: NDArray[np.float64]
    prior_probability: float
    log_bayes_factor: float
    labels: tuple[object, ...] | None
    _tables: SegmentTables = field(repr=False)
    _evidence: SegmentEvidence = field(repr=False)

    @property
    def probability(self) -> float:
        """P(any change), 0 to 1."""
        return min(float(self.counts[1:].sum()), 1.0)

    @property
    def dates(self) -> tuple[DateSet, ...]:
        """80% date sets, one for each window; empty where no change has room."""
        return self.date_sets()

    @property
    def windows(self) -> tuple[ChangeWindow, ...]:
        """A window for each change of the likeliest number above 0; empty where none has room.

        A window holds the items nearer to its change than to its neighbours; together they hold all
        items at which a change may lie. Its mode is the item where a change is likeliest, whatever
        the number of changes. :meth:`probability_within` tells how likely one is there.
        """
        supposed = self._likeliest()
        if not supposed:
            return ()
        return windows_around(self.change_posterior(supposed), self.change_marginal)

    def window_posterior(self, window: ChangeWindow) -> NDArray[np.float64]:
        """P(the change of a window lies just before item t | one at least does), shape (n,).

        Which one is meant if there are several: the one nearest to the mode, of two equally near
        the earlier. P(nearest = t) sums P(segment [i, t)) over all i that span every item of the
        window nearer to the mode, and so on the other side; over t these sum to
        P(at least one change in the window).

        Examples
        --------
        One act for a side, then two for the other. A change before item 1 has the weight
        .5/2 x 1/2 x 3/8 = 3/64 (two places for one change), before item 2
        .5/2 x 1/8 x 1/2 = 1/64, both .25 x 1/8 = 2/64. The mode is 1, and the nearest lies at 2
        only where there is none at 1: with 1/64 of the 6/64.

        >>> found = segment([[1, 0], [0, 1], [0, 1]], max_changes=2)
        >>> found.window_posterior(found.windows[0]).round(4).tolist()
        [0.0, 0.8333, 0.1667]
        """
        found = nearest_change(self._tables, window)
        return np.asarray(found / found.sum())

    def window_segments(
        self, window: ChangeWindow
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """P(items i..j-1 lie between the change of a window and its neighbour | one is there).

        Each (n + 1, n + 1), summing to 1: for the segment that ends at that change, and for the
        one that begins there.
        """
        before, after = (side.sum(axis=(0, 1)) for side in nearest_sides(self._tables, window))
        return before / before.sum(), after / after.sum()

    def date_sets(self, level: float = 0.8, changes: int | None = None) -> tuple[DateSet, ...]:
        """Highest-posterior-density set of the date of each change, in order.

        Parameters
        ----------
        level
            The least posterior mass of a set, in (0, 1].
        changes
            Exactly how many changes to suppose: then a set is of the first change, the second and
            so on. By default no number is supposed, and a set is of the change of each of
            :attr:`windows`, given that there is one.

        Returns
        -------
        tuple of DateSet
            One for each change; of equally likely items the earlier enters first.
        """
        if not 0 < level <= 1:
            msg = f"level must lie in (0, 1], not {level}."
            raise InputError(msg)
        rows = (
            [self.window_posterior(window) for window in self.windows]
            if changes is None
            else self.change_posterior(changes)
        )
        return tuple(DateSet.of(row, level).labelled(self.labels) for row in rows)

    def change_posterior(self, changes: int) -> NDArray[np.float64]:
        """P(the j-th change lies just before item t | exactly ``changes`` changes).

        Returns
        -------
        ndarray
            Shape (changes, n): a row for each change; each row sums to 1.
        """
        self._check_room(changes)
        tables = self._tables
        log_evidence = tables.log_evidence_of(changes)
        heads, tails = tables.heads[:, 1 : changes + 1], tables.tails[:, changes:0:-1]
        return np.asarray(np.exp(heads + tails - log_evidence).sum(axis=0)[:, :-1])

    def segment_marginal(self) -> NDArray[np.float64]:
        """P(items i..j-1 are one of the segments), shape (n + 1, n + 1), over all k."""
        return np.asarray(self._tables.segment_marginal().sum(axis=0))

    def adjacent_segments(
        self, changes: int, order: int
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """P(items i..j-1 lie between the order-th change and its neighbour | ``changes`` changes).

        Parameters
        ----------
        changes
            Exactly how many changes to suppose.
        order
            Which of them, from 1.

        Returns
        -------
        before, after : ndarray
            Each (n + 1, n + 1), summing to 1: for the segment that ends at that change, and for
            the one that begins there.
        """
        self._check_room(changes)
        if not 1 <= order <= changes:
            msg = f"order must lie between 1 and {changes}, not {order}."
            raise InputError(msg)
        before, after = self._tables.sides(changes, order)
        return before.sum(axis=(0, 1)), after.sum(axis=(0, 1))

    def levels(
        self, level: float = 0.8, changes: int | None = None, *, category: int = 0
    ) -> tuple[LevelChange, ...]:
        """The level before and after each change and their difference, in order.

        They are averaged over all dates and models. What a level is
        depends on the evidence: the mean of a measure (ArGaussian), the share of one category
        (BetaBinomial, DirichletMultinomial), a rate for one unit of exposure (GammaPoisson).

        Parameters
        ----------
        level
            Posterior mass of the credible intervals, with equal tails, in (0, 1).
        changes
            Exactly how many changes to suppose; by default none is, and the change is that of each
            of :attr:`windows`, as in :meth:`date_sets`.
        category
            For shares: the column of the counts, from 0.

        Returns
        -------
        tuple of LevelChange
            One for each change; empty where none has room.
        """
        evidence, tables = self._level_evidence(level), self._tables
        if changes is None:
            found = (nearest_sides(tables, window) for window in self.windows)
        else:
            self._check_room(changes)
            found = (tables.sides(changes, order) for order in range(1, changes + 1))
        return tuple(level_change(*s, evidence, level=level, category=category) for s in found)

    def level_series(self, level: float = 0.8, *, category: int = 0) -> NDArray[np.float64]:
        """The level at each item, shape (n, 3): mean, low, high; averaged over everything.

        For ``level`` and ``category`` see :meth:`levels`. An item without data has the level of
        the segments that may hold it.
        """
        evidence, marginal = self._level_evidence(level), self._tables.segment_marginal()
        return level_series(marginal, evidence, level=level, category=category)

    def probability_within(self, low: int, high: int) -> float:
        """P(at least one change just before an item t, low <= t <= high), over all k, 0 to 1."""
        tables = self._tables
        without = _log_without(tables.matrices, tables.log_weights, low, high)
        return float(np.clip(-np.expm1(without - tables.log_total), 0.0, 1.0))

    def _likeliest(self) -> int:
        """The likeliest number of changes above 0; 0 where none has room."""
        return 1 + int(self.counts[1:].argmax()) if self.probability > 0 else 0

    def _check_room(self, changes: int) -> None:
        room = np.isfinite(self._tables.log_weights)
        if not (1 <= changes < len(room) and room[changes]):
            msg = (
                f"{changes} changes were not weighed: the length of the series and max_changes"
                f" leave room for {int(np.flatnonzero(room)[-1])} at most, and 1 at least is asked."
            )
            raise InputError(msg)

    def _level_evidence(self, level: float) -> LevelEvidence:
        if not 0 < level < 1:
            msg = f"level must lie in (0, 1), not {level}."
            raise InputError(msg)
        if not isinstance(self._evidence, LevelEvidence):
            msg = f"{type(self._evidence).__name__} knows no levels: give it a method levels."
            raise InputError(msg)
        return self._evidence


def segment(
    data: SegmentEvidence | ArrayLike,
    *,
    max_changes: int = 4,
    rho: float = 0.5,
    labels: Iterable[object] | None = None,
) -> Segmentation:
    """Posterior of the number and the dates of a series' changes of level.

    Parameters
    ----------
    data
        A :class:`SegmentEvidence`; or one value for each year or period, nan where there is
        none (ArGaussian); or counts, a row for each item, of two columns (BetaBinomial) or of
        more (DirichletMultinomial). A pandas index becomes the labels.
    max_changes
        The most changes that are weighed.
    rho
        Prior odds of k + 1 changes against k.
    labels
        Names of the items, such as their dates, one each; by default those of the data.

    Raises
    ------
    InputError
        Data or options that cannot be used; the message says which and why.

    Notes
    -----
    A series that is too short for one segment is one segment, without a test: P(any) is 0, as
    is its prior.

    Examples
    --------
    Two acts, each for another side: as one segment their evidence is 1/8, as two 1/2 x 1/2, and
    with rho .5 the odds of a change are .5 x (1/4) / (1/8) = 1.

    >>> round(segment([[1, 0], [0, 1]]).probability, 6)
    0.5
    """
    evidence = evidence_of(data)
    matrices = stacked(evidence.matrix())
    names = _names(data, labels, matrices.shape[1] - 1)
    heads, log_prior, log_weights = forward(matrices, max_changes, rho)
    mirrored = matrices[:, ::-1, ::-1].transpose(0, 2, 1)
    tails = heads_of(mirrored, len(log_weights) - 1)[:, :, ::-1]
    log_joint = log_joint_of(heads, log_weights)
    tables = SegmentTables(matrices, heads, tails, log_weights, float(log_sum(log_joint, axis=0)))
    counts, marginal = np.zeros(max_changes + 1), tables.change_marginal()
    counts[: len(log_joint)] = np.exp(log_joint - tables.log_total)
    for array in (counts, marginal):
        array.setflags(write=False)
    log_bayes_factor = log_odds(log_joint) - log_odds(log_prior)
    return Segmentation(
        counts, marginal, any_share(log_prior), log_bayes_factor, names, tables, evidence
    )


def change_probability(
    matrix: NDArray[np.float64],
    *,
    max_changes: int = 4,
    rho: float = 0.5,
    within: tuple[int, int] | None = None,
) -> float:
    """P(any change), 0 to 1, from the matrix of an evidence: the short way, for many runs.

    The same number as :func:`segment` gives, with the same options; with ``within`` that of
    :meth:`Segmentation.probability_within` those two items.
    """
    matrices = stacked(matrix)
    heads, _, log_weights = forward(matrices, max_changes, rho)
    log_joint = log_joint_of(heads, log_weights)
    if within is None:
        return any_share(log_joint)
    without = _log_without(matrices, log_weights, *within)
    return float(np.clip(-np.expm1(without - float(log_sum(log_joint, axis=0))), 0.0, 1.0))


def _log_without(
    matrices: NDArray[np.float64], log_weights: NDArray[np.float64], low: int, high: int
) -> float:
    """Log of prior x evidence of all cuts without a change just before an item low..high."""
    if low > high:
        msg = f"The range is empty: low {low} lies after high {high}."
        raise InputError(msg)
    n = matrices.shape[1] - 1
    closed = slice(min(max(low, 1), n), min(max(high + 1, 1), n))
    heads = heads_of(matrices, len(log_weights) - 1, closed=closed)
    return float(log_sum(log_joint_of(heads, log_weights), axis=0))


def _names(data: object, labels: Iterable[object] | None, n: int) -> tuple[object, ...] | None:
    """Labels as given, or else those of a pandas index, or else None."""
    if labels is None:
        labels = getattr(data, "index", None)
        if labels is None or callable(labels):  # a list has a method of that name
            return None
    found = tuple(labels)
    if len(found) != n:
        msg = f"There are {n} items but {len(found)} labels: give one each."
        raise InputError(msg)
    return found
