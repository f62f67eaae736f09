"""Windows around the changes of a segmentation: which change is meant, and when it happened.

"The first change" is whichever comes first: where it is open how many changes there are, or which
of them is real, its date and levels mix those of its neighbours. A window is a run of items, and
the change that is meant is the one in it **nearest to its mode**, the likeliest item. That the
nearest one lies at t says that no item of the window nearer to the mode than t is a change: one
segment spans them all. So its probability is a sum over segments, exactly, and over the items of a
window these add up to P(at least one change there).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from allegiance.graph.analysis.segment_tables import SegmentTables, log_sum


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

    @classmethod
    def of(cls, posterior: NDArray[np.float64], level: float) -> DateSet:
        """The set of a posterior over items, shape (n,), which sums to 1."""
        # Rounded, so that the last bits of a float do not decide between equals.
        ranked = np.argsort(-posterior.round(12), kind="stable")
        enough = posterior[ranked].cumsum() >= level - 1e-12
        members = np.sort(ranked[: 1 + int(enough.argmax())])
        return cls(
            mode=int(ranked[0]),
            low=int(members[0]),
            high=int(members[-1]),
            members=tuple(members.tolist()),
            mass=min(float(posterior[members].sum()), 1.0),
        )

    def labelled(self, labels: tuple[object, ...] | None) -> DateSet:
        """The same with the labels of its items."""
        if labels is None:
            return self
        return replace(
            self,
            mode_label=labels[self.mode],
            low_label=labels[self.low],
            high_label=labels[self.high],
        )


@dataclass(frozen=True, slots=True)
class ChangeWindow:
    """The items first..last that belong to one change, and the likeliest of them, its mode."""

    first: int
    last: int
    mode: int

    def spans(self, n: int) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Which segments [i, j) may end, and begin, at the change nearest to the mode.

        Each (n + 1, n + 1). Of two changes equally near the earlier one counts.

        Examples
        --------
        In the window 2..6 with the mode 4 a change at 5 is the nearest if there is none at 4 or
        at 3: the segment that ends there begins at 2 or before.

        >>> ends, _ = ChangeWindow(2, 6, 4).spans(8)
        >>> ends[:, 5].nonzero()[0].tolist()
        [0, 1, 2]
        """
        items = np.arange(n + 1)
        inside = (self.first <= items) & (items <= self.last)
        mirrored = 2 * self.mode - items
        begins = np.where(items > self.mode, np.maximum(mirrored, self.first), n + 1)
        ends = np.where(items < self.mode, np.minimum(mirrored, self.last + 1), 0)
        return (
            np.asarray(inside[None, :] & (items[:, None] < begins[None, :])),
            np.asarray(inside[:, None] & (items[None, :] >= ends[:, None])),
        )


def windows_around(
    posterior: NDArray[np.float64], marginal: NDArray[np.float64]
) -> tuple[ChangeWindow, ...]:
    """A window for each row of ``posterior`` (changes, n): the items nearer to it than to others.

    The cuts lie midway between the modes of the rows, in order; an item in the middle belongs to
    the earlier window. The mode of a window is the item of it with the highest ``marginal`` (n,).
    """
    modes = _ascending_modes(posterior)
    cuts = [0, *((a + b) // 2 for a, b in pairwise(modes)), len(marginal) - 1]
    found = []
    for low, high in pairwise(cuts):
        within = marginal[low + 1 : high + 1]
        mode = low + 1 + int((within / within.max()).round(12).argmax())
        found.append(ChangeWindow(low + 1, high, mode))
    return tuple(found)


def nearest_change(tables: SegmentTables, window: ChangeWindow) -> NDArray[np.float64]:
    """P(the change of ``window`` nearest to its mode lies just before item t), shape (n,).

    0 outside the window; the sum is P(at least one change in the window).
    """
    items = np.arange(tables.matrices.shape[1] - 1)
    marginal = tables.segment_marginal().sum(axis=0)
    ends, begins = window.spans(len(items))
    before = np.where(ends, marginal, 0.0).sum(axis=0)[:-1]
    after = np.where(begins, marginal, 0.0).sum(axis=1)[:-1]
    return np.asarray(np.where(items > window.mode, before, after))


def nearest_sides(
    tables: SegmentTables, window: ChangeWindow
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """P(a segment [i, j) ends, or begins, at the change nearest to the mode of ``window``).

    Each (K, p, n + 1, n + 1), for each number of changes up to it and each model: given these
    and its place, the two sides are independent. Both sum to P(at least one in the window).
    """
    spans = [
        np.where(span, tables.matrices, -np.inf)
        for span in window.spans(tables.matrices.shape[1] - 1)
    ]
    sides: tuple[list[NDArray[np.float64]], ...] = ([], [])
    for order in range(1, len(tables.log_weights)):
        former = tables.heads[:, order - 1, :, None] + spans[0] - tables.log_total
        latter = spans[1] + tables.continuations(order, least=0)[:, None, :]
        sides[0].append(np.exp(former + log_sum(latter, axis=2)[:, None, :]))
        sides[1].append(np.exp(latter + log_sum(former, axis=1)[:, :, None]))
    return np.array(sides[0]), np.array(sides[1])


def _ascending_modes(posterior: NDArray[np.float64]) -> list[int]:
    """Columns t1 < t2 < ..., the likeliest of each row of ``posterior``.

    Each date alone can be likeliest where another one is: then those whose product of
    probabilities is largest.
    """
    alone = [int(row.round(12).argmax()) for row in posterior]
    if all(one < other for one, other in pairwise(alone)):
        return alone
    with np.errstate(divide="ignore"):
        rows = np.log(posterior)
    score, origins = rows[0], []
    for row in rows[1:]:
        best = [int(score[: max(t, 1)].argmax()) for t in range(len(row))]
        origins.append(best)
        score = row + np.concatenate([[-np.inf], score[best[1:]]])
    modes = [int(score.argmax())]
    for best in reversed(origins):
        modes.append(best[modes[-1]])
    return modes[::-1]
