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

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from allegiance.graph.analysis.segment_evidence import SegmentEvidence, check_whole, evidence_of
from allegiance.graph.model.errors import InputError


@dataclass(frozen=True, slots=True)
class DateSet:
    """When one change happened: the fewest items that hold it with the probability asked for.

    A change at item t lies just before it: t is the first item of the new level.

    Attributes
    ----------
    mode, low, high
        Index of the likeliest item, and of the first and the last item of the set.
    members
        Indices of the set, ascending; there may be gaps between them.
    mass
        Posterior probability of the set, at least the level asked for.
    mode_label, low_label, high_label
        The same as labels of the series, None where it has none.
    """

    mode: int
    low: int
    high: int
    members: tuple[int, ...]
    mass: float
    mode_label: object = None
    low_label: object = None
    high_label: object = None


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
    _tables: _Tables = field(repr=False)

    @property
    def probability(self) -> float:
        """P(any change), 0 to 1."""
        return min(float(self.counts[1:].sum()), 1.0)

    @property
    def dates(self) -> tuple[DateSet, ...]:
        """80% date sets for the likeliest number of changes above 0; empty where none has room."""
        return self.date_sets()

    def date_sets(self, level: float = 0.8, changes: int | None = None) -> tuple[DateSet, ...]:
        """Highest-posterior-density set of the date of each change, in order.

        Parameters
        ----------
        level
            The least posterior mass of a set, in (0, 1].
        changes
            Exactly how many changes to suppose; by default the likeliest number above 0.

        Returns
        -------
        tuple of DateSet
            One for each change; of equally likely items the earlier enters first.
        """
        if not 0 < level <= 1:
            msg = f"level must lie in (0, 1], not {level}."
            raise InputError(msg)
        if changes is None:
            if self.prior_probability == 0:
                return ()
            changes = 1 + int(self.counts[1:].argmax())
        return tuple(self._date_set(row, level) for row in self.change_posterior(changes))

    def change_posterior(self, changes: int) -> NDArray[np.float64]:
        """P(the j-th change lies just before item t | exactly ``changes`` changes).

        Returns
        -------
        ndarray
            Shape (changes, n): a row for each change; each row sums to 1.
        """
        log_evidence, tables = self._log_evidence_of(changes), self._tables
        heads, tails = tables.heads[:, 1 : changes + 1], tables.tails[:, changes:0:-1]
        return np.asarray(np.exp(heads + tails - log_evidence).sum(axis=0)[:, :-1])

    def segment_marginal(self) -> NDArray[np.float64]:
        """P(items i..j-1 are one of the segments), shape (n + 1, n + 1), over all k."""
        tables = self._tables
        found = np.zeros(tables.matrices.shape[1:])
        for before in range(len(tables.log_weights)):
            head, tail = tables.heads[:, before], tables.continuations(before, least=0)
            found += tables.segments(head, tail, tables.log_total)
        return found

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
        log_evidence, tables = self._log_evidence_of(changes), self._tables
        if not 1 <= order <= changes:
            msg = f"order must lie between 1 and {changes}, not {order}."
            raise InputError(msg)
        heads, tails, rest = tables.heads, tables.tails, changes - order
        return (
            tables.segments(heads[:, order - 1], tails[:, rest + 1], log_evidence),
            tables.segments(heads[:, order], tails[:, rest], log_evidence),
        )

    def probability_within(self, low: int, high: int) -> float:
        """P(at least one change just before an item t, low <= t <= high), over all k, 0 to 1."""
        if low > high:
            msg = f"The range is empty: low {low} lies after high {high}."
            raise InputError(msg)
        tables, n = self._tables, len(self.change_marginal)
        closed = slice(min(max(low, 1), n), min(max(high + 1, 1), n))
        heads = _heads(tables.matrices, len(tables.log_weights) - 1, closed=closed)
        without = _log_sum(_log_joint(heads, tables.log_weights), axis=0)
        return float(np.clip(-np.expm1(without - tables.log_total), 0.0, 1.0))

    def _log_evidence_of(self, changes: int) -> float:
        room = np.isfinite(self._tables.log_weights)
        if not (1 <= changes < len(room) and room[changes]):
            msg = (
                f"{changes} changes were not weighed: the length of the series and max_changes"
                f" leave room for {int(np.flatnonzero(room)[-1])} at most, and 1 at least is asked."
            )
            raise InputError(msg)
        return float(_log_sum(self._tables.heads[:, changes + 1, -1], axis=0))

    def _date_set(self, posterior: NDArray[np.float64], level: float) -> DateSet:
        # Rounded, so that the last bits of a float do not decide between equals.
        ranked = np.argsort(-np.round(posterior, 12), kind="stable")
        enough = np.cumsum(posterior[ranked]) >= level - 1e-12
        members = np.sort(ranked[: 1 + int(enough.argmax())])
        mass = min(float(posterior[members].sum()), 1.0)
        places = (int(ranked[0]), int(members[0]), int(members[-1]))
        names = () if self.labels is None else tuple(self.labels[t] for t in places)
        return DateSet(*places, tuple(members.tolist()), mass, *names)


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
    matrices = _stack(evidence_of(data).matrix())
    names = _names(data, labels, matrices.shape[1] - 1)
    heads, log_prior, log_weights = _forward(matrices, max_changes, rho)
    mirrored = matrices[:, ::-1, ::-1].transpose(0, 2, 1)
    tails = _heads(mirrored, len(log_weights) - 1)[:, :, ::-1]
    log_joint = _log_joint(heads, log_weights)
    tables = _Tables(matrices, heads, tails, log_weights, float(_log_sum(log_joint, axis=0)))
    counts, marginal = np.zeros(max_changes + 1), tables.change_marginal()
    counts[: len(log_joint)] = np.exp(log_joint - tables.log_total)
    for array in (counts, marginal):
        array.setflags(write=False)
    log_bayes_factor = _log_odds(log_joint) - _log_odds(log_prior)
    return Segmentation(counts, marginal, _any(log_prior), log_bayes_factor, names, tables)


def change_probability(
    matrix: NDArray[np.float64], *, max_changes: int = 4, rho: float = 0.5
) -> float:
    """P(any change), 0 to 1, from the matrix of an evidence: the short way, for many runs.

    The same number as :func:`segment` gives, with the same options.
    """
    heads, _, log_weights = _forward(_stack(matrix), max_changes, rho)
    return _any(_log_joint(heads, log_weights))


@dataclass(frozen=True, slots=True, eq=False)
class _Tables:
    """The dynamic programme's tables, in logs: p models, n items, at most K changes.

    ``heads[:, a, t]`` sums over all ways to cut items 0..t-1 into a segments, ``tails[:, b, t]``
    over all ways to cut items t..n-1 into b. ``log_weights[k]`` is ln(rho^k / places of k
    changes), -inf where there is no place. ``log_total`` is the log evidence of everything.
    """

    matrices: NDArray[np.float64]
    heads: NDArray[np.float64]
    tails: NDArray[np.float64]
    log_weights: NDArray[np.float64]
    log_total: float

    def continuations(self, changes: int, *, least: int) -> NDArray[np.float64]:
        """Weighed log sums (p, n + 1) over all tails of ``least`` segments or more.

        ``changes`` changes lie before a tail of the least length; each segment more adds one.
        """
        weights = self.log_weights[changes:, None]
        return _log_sum(self.tails[:, least : least + len(weights)] + weights, axis=1)

    def change_marginal(self) -> NDArray[np.float64]:
        """P(a change just before item t), shape (n,)."""
        found = np.zeros(self.matrices.shape[1])
        for before in range(1, len(self.log_weights)):
            log = self.heads[:, before] + self.continuations(before, least=1)
            found += np.exp(log - self.log_total).sum(axis=0)
        return found[:-1]

    def segments(
        self, head: NDArray[np.float64], tail: NDArray[np.float64], log_evidence: float
    ) -> NDArray[np.float64]:
        """P(a segment [i, j)) between a head that ends at i and a tail that begins at j."""
        log = head[:, :, None] + self.matrices + tail[:, None, :]
        return np.asarray(np.exp(log - log_evidence).sum(axis=0))


def _forward(
    matrices: NDArray[np.float64], max_changes: int, rho: float
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Heads, log prior ln rho^k of each k that has room, and that less the log of its places."""
    check_whole(max_changes, "max_changes", least=0)
    if not 0 < rho < math.inf:
        msg = f"rho, the prior odds of one change more, must be finite and above 0, not {rho}."
        raise InputError(msg)
    most = min(int(max_changes), matrices.shape[1] - 2)
    admitted = np.where(np.isfinite(matrices).any(axis=0, keepdims=True), 0.0, -np.inf)
    places = _heads(admitted, most)[0, 1:, -1]
    room = np.isfinite(places)
    if not room.any():
        msg = f"The evidence admits no cut into {most + 1} segments or fewer: raise max_changes."
        raise InputError(msg)
    log_prior = np.where(room, np.arange(most + 1) * math.log(rho), -np.inf)
    return _heads(matrices, most), log_prior, log_prior - np.where(room, places, 0.0)


def _heads(
    matrices: NDArray[np.float64], most: int, *, closed: slice | None = None
) -> NDArray[np.float64]:
    """Log sums (p, most + 2, n + 1) over the ways to cut the first t items into a segments.

    No segment may end at the items of ``closed``. For the last a only t = n is filled in.
    """
    found = np.full((len(matrices), most + 2, matrices.shape[1]), -np.inf)
    found[:, 0, 0] = 0.0
    found[:, 1] = matrices[:, 0]
    for a in range(2, most + 2):
        if closed is not None:
            found[:, a - 1, closed] = -np.inf
        ends = slice(None) if a <= most else slice(-1, None)
        found[:, a, ends] = _log_sum(found[:, a - 1, :, None] + matrices[:, :, ends], axis=1)
    return found


def _log_joint(heads: NDArray[np.float64], log_weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Log of prior x evidence of each number of changes."""
    return log_weights + _log_sum(heads[:, 1:, -1], axis=0)


def _log_sum(terms: NDArray[np.float64], axis: int) -> NDArray[np.float64]:
    """Log of the sum of exponentials, -inf for none."""
    top = terms.max(axis=axis, keepdims=True, initial=-np.inf)
    top[np.isneginf(top)] = 0.0
    with np.errstate(divide="ignore"):
        total = np.log(np.exp(terms - top).sum(axis=axis))
    return np.asarray(total + top.squeeze(axis))


def _log_odds(log_joint: NDArray[np.float64]) -> float:
    return float(_log_sum(log_joint[1:], axis=0)) - float(log_joint[0])


def _any(log_joint: NDArray[np.float64]) -> float:
    """Share of all that lies in one change or more."""
    return float(np.exp(_log_sum(log_joint[1:], axis=0) - _log_sum(log_joint, axis=0)))


def _stack(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """Matrices of all models, (p, n + 1, n + 1), checked; too short a series is one segment."""
    found = np.array(matrix, dtype=np.float64, ndmin=3)
    if found.ndim != 3 or not len(found) or found.shape[1] != found.shape[2] or found.shape[1] < 2:
        msg = f"An evidence matrix is (n + 1, n + 1) or (p, n + 1, n + 1), not {np.shape(matrix)}."
        raise InputError(msg)
    low = np.tril_indices(found.shape[1])
    if np.isnan(found).any() or np.isposinf(found).any() or np.isfinite(found[:, *low]).any():
        msg = "An evidence matrix holds numbers where j > i, or -inf, and -inf everywhere else."
        raise InputError(msg)
    if not np.isfinite(found).any():
        found[:, 0, -1] = 0.0
    return found


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
