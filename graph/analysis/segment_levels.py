"""Levels of a segmented series: before and after each change, their difference, and by item.

Given the model and the place of a change, the segment that ends there and the one that begins
there are independent. So the distribution of the difference is a mixture, over models and
places, of convolutions, and is worked out on a grid; nothing is sampled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from allegiance.graph.analysis.levels import Estimate
from allegiance.graph.analysis.segment_evidence import LevelEvidence, LevelPosterior

# The least likely segments, so much of all together, are left out, and the rest scaled up.
_NEGLIGIBLE: Final = 1e-3
# A grid spans all but so much of a distribution's tails, and has so many cells.
_TAIL: Final = 1e-5
_CELLS: Final = 512
# The ends of a grid are found by so many halvings: they need not be exact.
_HALVINGS: Final = 12


@dataclass(frozen=True, slots=True)
class LevelChange:
    """The level on either side of one change, in units of the series.

    Attributes
    ----------
    before, after
        The levels, each with a mean and a credible interval.
    difference
        After less before, the size of the change; as the two depend on the same date, its interval
        does not follow from theirs.
    probability_up
        P(after > before), 0 to 1.
    """

    before: Estimate
    after: Estimate
    difference: Estimate
    probability_up: float


def level_change(
    before: NDArray[np.float64],
    after: NDArray[np.float64],
    evidence: LevelEvidence,
    *,
    level: float,
    category: int,
) -> LevelChange:
    """The levels around one change, from P(segment) on both its sides.

    Parameters
    ----------
    before, after
        Shape (g, p, n + 1, n + 1): the probability of each group, model and segment that ends at
        the change, and that begins there. Given a group, the model and the place of the change,
        the two are independent.
    """
    sides = (
        _Mixture.of(before, evidence, category, at_end=True),
        _Mixture.of(after, evidence, category, at_end=False),
    )
    spans = [side.span() for side in sides]
    width = max(high - low for low, high in spans) / _CELLS
    steps = width * np.arange(_CELLS + 1, dtype=np.float64)
    edges = [np.asarray(low + steps) for low, _ in spans]
    cells = [np.diff(side.below(e), axis=1) for side, e in zip(sides, edges, strict=True)]
    means, tails = [side.mean for side in sides], ((1 - level) / 2, (1 + level) / 2)
    ends = [
        np.interp(tails, np.append(0.0, (side.weights @ mass).cumsum()), e)
        for side, mass, e in zip(sides, cells, edges, strict=True)
    ]
    masses = _difference_masses(*sides, cells[0], cells[1])
    apart = edges[1][0] - edges[0][0] + width * (np.arange(len(masses) + 1) - len(masses) / 2)
    below = np.append(0.0, masses.cumsum())
    size = np.interp(tails, below, apart)
    return LevelChange(
        Estimate(means[0], *ends[0].tolist()),
        Estimate(means[1], *ends[1].tolist()),
        Estimate(means[1] - means[0], *size.tolist()),
        float(np.clip(1 - np.interp(0.0, apart, below), 0.0, 1.0)),
    )


def level_series(
    marginal: NDArray[np.float64], evidence: LevelEvidence, *, level: float, category: int
) -> NDArray[np.float64]:
    """Mean, low and high of the level at each item, shape (n, 3).

    ``marginal`` (p, n + 1, n + 1) is the probability of each model and segment.
    """
    mixture = _Mixture.of(marginal[None], evidence, category, at_end=True)
    items = np.arange(marginal.shape[1] - 1)[:, None]
    within = (mixture.begins <= items) & (items < mixture.ends)
    weights = within * mixture.weights
    weights /= weights.sum(axis=1, keepdims=True)
    edges = np.linspace(*mixture.span(), _CELLS + 1)
    below = weights @ mixture.below(edges)
    tails = ((1 - level) / 2, (1 + level) / 2)
    quantiles = [np.interp(tails, row, edges) for row in below]
    return np.column_stack([weights @ mixture.means, np.array(quantiles)])


@dataclass(frozen=True, slots=True, eq=False)
class _Mixture:
    """Levels of segments, each with its probability; ``places`` number model and date.

    ``shares`` (g, s) are the probabilities by group, ``weights`` (s,) their sums.
    """

    shares: NDArray[np.float64]
    weights: NDArray[np.float64]
    begins: NDArray[np.intp]
    ends: NDArray[np.intp]
    places: NDArray[np.intp]
    parts: Sequence[LevelPosterior]

    @classmethod
    def of(
        cls,
        probability: NDArray[np.float64],
        evidence: LevelEvidence,
        category: int,
        *,
        at_end: bool,
    ) -> _Mixture:
        total = probability.sum(axis=0)
        ranked = np.sort(total, axis=None)
        least = ranked[int(np.searchsorted(ranked.cumsum(), _NEGLIGIBLE * ranked.sum()))]
        models, begins, ends = np.nonzero(total >= least)
        parts = [
            evidence.levels(
                begins[models == model], ends[models == model], model=int(model), category=category
            )
            for model in np.unique(models)
        ]
        shares = probability[:, models, begins, ends]
        shares /= shares.sum()
        places = models * total.shape[1] + (ends if at_end else begins)
        return cls(shares, shares.sum(axis=0), begins, ends, places, parts)

    @property
    def means(self) -> NDArray[np.float64]:
        return np.concatenate([part.mean for part in self.parts])

    @property
    def mean(self) -> float:
        return float(self.weights @ self.means)

    def below(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.concatenate([part.below(points) for part in self.parts])

    def span(self) -> tuple[float, float]:
        """A low and a high level that all but the tails lie between."""
        shares = np.array([_TAIL, 1 - _TAIL])
        parts = np.stack([np.concatenate([p.quantile(s) for p in self.parts]) for s in shares])
        outer = np.array([parts[0].min(), parts[1].max()])
        inner = outer[::-1].copy()
        for _ in range(_HALVINGS):
            middle = (outer + inner) / 2
            enclosed = (self.weights @ self.below(middle) < shares) == [True, False]
            outer, inner = np.where(enclosed, middle, outer), np.where(enclosed, inner, middle)
        return float(outer[0]), float(outer[1])


def _difference_masses(
    before: _Mixture,
    after: _Mixture,
    cells_before: NDArray[np.float64],
    cells_after: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Probability of each difference in cells, after less before, shape (2 x cells + 1,).

    The one in the middle is that of equal cells.
    ``cells_before`` and ``cells_after`` spread each segment's level over cells of one width. In
    each group and at each place of the change the two sides are convolved.
    """
    places, cells = np.intersect1d(before.places, after.places), cells_before.shape[1]
    first = _by_place(before, places, cells_before)
    second = _by_place(after, places, cells_after)
    held = (first.sum(axis=1) > 0) & (second.sum(axis=1) > 0)
    first, second = first[held], second[held]
    waves = np.fft.rfft(second, 2 * cells) * np.conj(np.fft.rfft(first, 2 * cells))
    waves /= first.sum(axis=1, keepdims=True)
    circle = np.maximum(np.fft.irfft(waves.sum(axis=0), 2 * cells), 0.0)
    masses = np.concatenate([[0.0], circle[cells + 1 :], circle[:cells], [0.0]])
    return np.asarray(masses / masses.sum())


def _by_place(
    side: _Mixture, places: NDArray[np.intp], cells: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Shape (groups x places, cells): the probability of each, spread over the level's cells."""
    chosen = side.places[None, :] == places[:, None]
    weights = (chosen[None, :, :] * side.shares[:, None, :]).reshape(-1, len(cells))
    return np.asarray(weights @ cells)
