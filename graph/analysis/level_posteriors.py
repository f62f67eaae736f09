"""Posterior distributions of the levels of segments: one for each segment, as arrays."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc, betaincinv, gammainc, gammaincinv, stdtr, stdtrit

_FEW: Final = 16
# Where Student's distribution is tabulated: close in the middle, wide apart in the tails.
_STEPS: Final = np.sinh(np.linspace(-7, 7, 4001))


class LevelPosterior(Protocol):
    """Distributions of the levels of s segments."""

    @property
    def mean(self) -> NDArray[np.float64]:
        """Shape (s,): the mean level of each segment."""

    def below(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Shape (s, g): P(level <= point) of each segment at each of the g points."""

    def quantile(self, share: float) -> NDArray[np.float64]:
        """Shape (s,): the level that the given share lies below."""


@dataclass(frozen=True, slots=True, eq=False)
class BetaLevels:
    """Shares: beta distributions (a, b) on [0, 1]."""

    a: NDArray[np.float64]
    b: NDArray[np.float64]

    @property
    def mean(self) -> NDArray[np.float64]:
        """The share a / (a + b)."""
        return self.a / (self.a + self.b)

    def below(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Regularised incomplete beta function."""
        inside = np.clip(points, 0.0, 1.0)
        return np.asarray(betainc(self.a[:, None], self.b[:, None], inside[None, :]))

    def quantile(self, share: float) -> NDArray[np.float64]:
        """Its inverse."""
        return np.asarray(betaincinv(self.a, self.b, share))


@dataclass(frozen=True, slots=True, eq=False)
class GammaLevels:
    """Rates: gamma distributions (shape, rate) above 0."""

    shape: NDArray[np.float64]
    rate: NDArray[np.float64]

    @property
    def mean(self) -> NDArray[np.float64]:
        """Shape / rate."""
        return self.shape / self.rate

    def below(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Regularised incomplete gamma function."""
        events = self.rate[:, None] * np.maximum(points, 0.0)[None, :]
        return np.asarray(gammainc(self.shape[:, None], events))

    def quantile(self, share: float) -> NDArray[np.float64]:
        """Its inverse."""
        return np.asarray(gammaincinv(self.shape, share) / self.rate)


@dataclass(frozen=True, slots=True, eq=False)
class StudentLevels:
    """Levels of a measure: Student t distributions with a centre and a scale."""

    centre: NDArray[np.float64]
    scale: NDArray[np.float64]
    degrees: NDArray[np.float64]

    @property
    def mean(self) -> NDArray[np.float64]:
        """The centre: there is more than one degree of freedom."""
        return self.centre

    def below(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Student's cumulative distribution; for many points off a table, to 1e-6."""
        steps = (points[None, :] - self.centre[:, None]) / self.scale[:, None]
        if len(points) <= _FEW:
            return np.asarray(stdtr(self.degrees[:, None], steps))
        found = np.empty_like(steps)
        for degrees in np.unique(self.degrees):
            rows = self.degrees == degrees
            found[rows] = np.interp(steps[rows], _STEPS, _student_table(float(degrees)))
        return found

    def quantile(self, share: float) -> NDArray[np.float64]:
        """Its inverse."""
        return np.asarray(self.centre + self.scale * stdtrit(self.degrees, share))


@lru_cache(maxsize=256)
def _student_table(degrees: float) -> NDArray[np.float64]:
    return np.asarray(stdtr(degrees, _STEPS))
