"""Levels of tilt with their uncertainty, from the counts of segments.

Within a segment the shares of acts follow a Dirichlet distribution; the tilt between two poles is
the share towards the second (with it, or against the first) less the share towards the first. Its
distribution over several possible segments is their mixture. For two poles this is exact; for
more, a beta distribution on [-1, 1] with the same mean and variance stands in for each segment.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc, betaincinv, betaln

# Segments less likely than this do not move a quantile that anyone reads.
NEGLIGIBLE: Final = 1e-6
# A band is read off a grid of so many cells at least; an estimate is sought in so many steps at
# most, until they are shorter than this.
_CELLS: Final = 400
_STEPS: Final = 60
_CLOSE: Final = 1e-13


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean with the ends of its credible interval."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Axis:
    """Two of m poles by position, and the prior mass of each of the categories.

    Between exactly two poles the categories are merged into two sides before counting.
    """

    first: int
    second: int
    prior: float = 0.5

    def parameters(self, counts: NDArray[np.float64]) -> tuple[NDArray[np.float64], ...]:
        """Dirichlet parameters (towards first, towards second, rest) of counts (..., poles, 2)."""
        towards_first = counts[..., self.first, 0] + counts[..., self.second, 1]
        towards_second = counts[..., self.second, 0] + counts[..., self.first, 1]
        if counts.shape[-2] == 2:
            nothing = np.zeros_like(towards_first)
            return towards_first + self.prior, towards_second + self.prior, nothing
        rest = counts.sum(axis=(-2, -1)) - towards_first - towards_second
        others = 2 * (counts.shape[-2] - 2) * self.prior
        return towards_first + 2 * self.prior, towards_second + 2 * self.prior, rest + others


def mixture(
    weights: NDArray[np.float64], counts: NDArray[np.float64], axis: Axis, *, level: float = 0.8
) -> Estimate:
    """The tilt over segments with probabilities ``weights`` (s,) and ``counts`` (s, poles, 2)."""
    weights, alpha, beta, mean = _mixed(weights, counts, axis)
    # Segments that differ by periods without mass alone have one distribution.
    sides, place = np.unique(np.stack([alpha, beta]), axis=1, return_inverse=True)
    merged = np.zeros(sides.shape[1])
    np.add.at(merged, place.ravel(), weights)
    tails = np.array([(1 - level) / 2, (1 + level) / 2])
    low, high = _tails(merged, sides[0], sides[1], tails)
    return Estimate(mean, float(2 * low - 1), float(2 * high - 1))


def mixture_mean(weights: NDArray[np.float64], counts: NDArray[np.float64], axis: Axis) -> Estimate:
    """The same with the mean alone, ``low`` and ``high`` nan: they take most of the time."""
    return Estimate(_mixed(weights, counts, axis)[-1], math.nan, math.nan)


def _mixed(
    weights: NDArray[np.float64], counts: NDArray[np.float64], axis: Axis
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], float]:
    """Weights that sum to 1, the parameters of the betas, and the mean of their mixture."""
    alpha, beta = _matched(*axis.parameters(counts))
    weights = weights / weights.sum()
    return weights, alpha, beta, float(weights @ (2 * alpha / (alpha + beta) - 1))


def band(
    marginal: NDArray[np.float64], counts: NDArray[np.float64], axis: Axis, *, level: float = 0.8
) -> NDArray[np.float64]:
    """The tilt in each period, shape (bins, 3): mean, low, high.

    ``marginal`` (n + 1, n + 1) holds the probability that periods i..j-1 are one segment;
    ``counts`` (n, poles, 2) the mass in each period.
    """
    n = len(counts)
    begins, ends = np.nonzero(marginal > NEGLIGIBLE)
    sums = segment_counts(counts, begins, ends)
    within = (begins[None, :] <= np.arange(n)[:, None]) & (np.arange(n)[:, None] < ends[None, :])
    weights = within * marginal[begins, ends][None, :]
    weights /= weights.sum(axis=1, keepdims=True)
    # Segments that differ by periods without mass alone have one distribution.
    sides, place = np.unique(_matched(*axis.parameters(sums)), axis=1, return_inverse=True)
    alpha, beta = sides
    merged = np.zeros((len(alpha), n))
    np.add.at(merged, place, weights.T)
    weights = merged.T
    means = weights @ (2 * alpha / (alpha + beta) - 1)
    tails = np.array([(1 - level) / 2, (1 + level) / 2])
    return np.column_stack([means, _quantiles(weights, alpha, beta, tails)])


def _tails(
    weights: NDArray[np.float64],
    alpha: NDArray[np.float64],
    beta: NDArray[np.float64],
    tails: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Where a mixture of betas on [0, 1] reaches the ``tails``, to 1e-12.

    Newton's steps from where the one beta of its mean and variance does; a step that would leave
    what is known to hold the answer is a halving of that instead.
    """
    total = alpha + beta
    mean = weights @ (alpha / total)
    square = weights @ (alpha * (alpha + 1) / (total * (total + 1)))
    size = (mean - square) / (square - mean**2)
    found: NDArray[np.float64] = betaincinv(mean * size, (1 - mean) * size, tails)
    low, high = np.zeros_like(tails), np.ones_like(tails)
    alpha, beta = alpha[:, None], beta[:, None]
    scale = betaln(alpha, beta)
    for _ in range(_STEPS):
        found = np.where((low < found) & (found < high), found, (low + high) / 2)
        gap = weights @ betainc(alpha, beta, found[None, :]) - tails
        low, high = np.where(gap < 0, found, low), np.where(gap < 0, high, found)
        logs = (alpha - 1) * np.log(found) + (beta - 1) * np.log1p(-found) - scale
        step = gap / (weights @ np.exp(logs))
        if (abs(step) < _CLOSE).all():
            break
        found = found - step
    return found


def _quantiles(
    weights: NDArray[np.float64],
    alpha: NDArray[np.float64],
    beta: NDArray[np.float64],
    tails: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Where each row of ``weights`` (n, s), a mixture of betas, reaches the ``tails``: (n, tails).

    With x = sin(angle)^2 a beta density is smooth in the angle down to the prior of 1/2, and the
    midpoint rule gives its distribution at a fraction of what the incomplete beta function costs.
    """
    cells = max(_CELLS, int(16 * np.sqrt((alpha + beta).max())))
    angles = (np.arange(cells) + 0.5) * np.pi / (2 * cells)
    waves = np.multiply.outer(2 * alpha - 1, np.log(np.sin(angles)))
    waves += np.multiply.outer(2 * beta - 1, np.log(np.cos(angles)))
    waves -= betaln(alpha, beta)[:, None]
    cdf = np.zeros((len(weights), cells + 1))
    np.cumsum(weights @ np.exp(waves), axis=1, out=cdf[:, 1:])
    cdf /= cdf[:, -1:]
    tilts = -np.cos(np.linspace(0, np.pi, cells + 1))
    return np.array([np.interp(tails, row, tilts) for row in cdf])


def segment_counts(
    counts: NDArray[np.float64], begins: NDArray[np.intp], ends: NDArray[np.intp]
) -> NDArray[np.float64]:
    """The counts of segments [begin, end), shape (segments, poles, 2)."""
    total = np.concatenate([np.zeros((1, *counts.shape[1:])), counts.cumsum(axis=0)])
    found: NDArray[np.float64] = np.maximum(total[ends] - total[begins], 0.0)
    return found


def _matched(
    first: NDArray[np.float64], second: NDArray[np.float64], rest: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Parameters of the beta distribution of (tilt + 1) / 2 with the same mean and variance."""
    total = first + second + rest
    mean = (second - first) / total
    spread = (second * (total - second) + first * (total - first) + 2 * first * second) / (
        total**2 * (total + 1)
    )
    centre = (mean + 1) / 2
    size = centre * (1 - centre) / (spread / 4) - 1
    return centre * size, (1 - centre) * size
