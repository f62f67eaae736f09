"""The evidence of a measured series: a constant level with autocorrelated errors."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaln

from allegiance.graph.analysis.ar_filter import FilteredSums, filtered_sums
from allegiance.graph.analysis.level_posteriors import StudentLevels
from allegiance.graph.analysis.segment_sums import (
    between,
    blank,
    check_options,
    floats,
    one_category,
)
from allegiance.graph.model.errors import InputError

_ROUNDING = 1e-12  # a range this small beside the largest value is rounding, not change
_REPEATS = 1e-6  # a median step this small beside the range: most values repeat
_MEASURED = 0.5  # at most so much of the variance of steps is taken for errors of measurement


@dataclass(frozen=True, slots=True, eq=False)
class ArGaussian:
    """Evidence of a constant level with AR(1) errors that start afresh in each segment.

    -(n/2) ln 2pi + ln(1-phi^2)/2 + ln(k0/kn)/2 + a0 ln b0 - an ln bn + lnG(an) - lnG(a0), where
    kn = k0 + sum x^2, an = a0 + n/2, bn = b0 + (sum z^2 - (sum xz)^2/kn)/2, x_1 = sqrt(1-phi^2),
    x_t = 1 - phi, z_1 = x_1 d_1, z_t = d_t - phi d_{t-1}, d = values less their mean, b0 = s^2
    and s = median|step| / (.6745 sqrt 2). One phi, unknown, holds for the whole series.
    The variance is the segment's own: where only the spread changes, that is a change as well.

    nan is no data: values g items apart are tied by phi^g, and a segment needs ``min_length``
    values that are there. Where most values repeat (median step below 1e-6 of the range) s is
    sqrt(mean step^2 / 2), von Neumann's; a constant series takes s = 1, which changes no answer.

    Parameters
    ----------
    values
        Shape (n,): one value for each year or period, nan where there is none.
    phis
        Autocorrelations inside (-1, 1), equally likely beforehand.
    k0, a0
        Weight of the level's prior, in items, and shape of the variance's prior.
    min_length
        The fewest values of a segment.
    errors
        Shape (n,): the standard error of each value, in its unit; nan where it is not known, which
        weighs as 0. See Notes.

    corrected
        Whether b0 is s^2 (1 + phi): steps of autocorrelated errors are small, so that s^2 alone is
        too low by that for the variance of their innovations.

    Notes
    -----
    With errors e_t each value is the level, the AR(1) error and a measurement error. Those of a
    segment have the covariance sigma^2 ((1 - w) V + diag(e_t^2 / b0)). V is that of the AR(1)
    error, sigma^2 the segment's own in units of s^2, with the prior as above, and w, at most .5, is
    median(e_t^2) / s^2: the share of the steps that measurement explains. So the errors say how
    much each year weighs beside the others; how wide a segment spreads, its values say. The totals
    come from Kalman's filter, exactly. Without errors, or where all are 0, nothing changes.

    References
    ----------
    Fearnhead (2005), Exact Bayesian curve fitting and signal segmentation, IEEE Transactions on
    Signal Processing 53: 2160-2166.
    """

    values: ArrayLike
    phis: tuple[float, ...] = (0.0, 0.2, 0.4, 0.6, 0.8)
    k0: float = 0.1
    a0: float = 1.0
    min_length: int = 3
    errors: ArrayLike | None = None
    corrected: bool = False

    def __post_init__(self) -> None:
        values = floats(self.values, 1, what="Values")
        if np.isinf(values).any() or np.isnan(values).all():
            msg = "Values must be finite, or nan where there is none, and not all of them nan."
            raise InputError(msg)
        if not self.phis or not all(-1 < phi < 1 for phi in self.phis):
            msg = f"phis must be one or more numbers inside (-1, 1), not {self.phis}."
            raise InputError(msg)
        check_options(self.min_length, k0=self.k0, a0=self.a0)
        object.__setattr__(self, "values", values)
        if self.errors is not None:
            object.__setattr__(self, "errors", _checked_errors(self.errors, values.shape))

    def matrix(self) -> NDArray[np.float64]:
        """Log evidences, shape (number of phis, n + 1, n + 1)."""
        series = self._series()
        found = np.stack([self._layer(model, series) for model in range(len(self.phis))])
        return found[:, series.before[:, None], series.before]

    def levels(
        self, begins: NDArray[np.intp], ends: NDArray[np.intp], *, model: int = 0, category: int = 0
    ) -> StudentLevels:
        """Posterior of the level in segments [begin, end): a Student t each, given one phi.

        It has 2 an degrees of freedom, centre m + s sum xz/kn and scale s sqrt(bn / (an kn)), with
        z and bn in units of s. Few values and a large phi draw it towards the mean m.
        """
        one_category(category, 1)
        series = self._series()
        start, end = series.before[begins], series.before[ends]
        sums = self._sums(model, series, start, end)
        an = self.a0 + (end - start) / 2
        return StudentLevels(
            series.mean + series.scale * sums.xz / sums.kn,
            series.scale * np.sqrt(sums.bn / (an * sums.kn)),
            2 * an,
        )

    def without(self, item: int) -> Self:
        """The same, had that item no value."""
        values = np.array(self.values, dtype=np.float64)
        values[item] = np.nan
        return replace(self, values=values)

    def _series(self) -> _Series:
        values = np.asarray(self.values, dtype=np.float64)
        if self.errors is None:
            return _Series.of(values)
        widths = np.array([self._width(model) for model in range(len(self.phis))])
        errors = np.asarray(self.errors, dtype=np.float64)
        return _Series.of(values, errors, np.array(self.phis), widths)

    def _width(self, model: int) -> float:
        """b0 in units of s^2."""
        return 1.0 + self.phis[model] * self.corrected

    def _layer(self, model: int, series: _Series) -> NDArray[np.float64]:
        """Matrix of one phi over the values that are there."""
        found, start, end = blank(len(series.level), self.min_length)
        sums, n = self._sums(model, series, start, end), end - start
        an = self.a0 + n / 2
        found[start, end] = (
            (sums.opening + np.log(self.k0 / sums.kn)) / 2
            - n * (math.log(2 * math.pi) / 2 + math.log(series.scale))
            - sums.log_spread
            + self.a0 * math.log(self._width(model))
            - an * np.log(sums.bn)
            + gammaln(an)
            - math.lgamma(self.a0)
        )
        return found

    def _sums(
        self, model: int, series: _Series, start: NDArray[np.intp], end: NDArray[np.intp]
    ) -> _Sums:
        if series.filtered is not None:
            xx, xz, zz, log_spread = series.filtered.of(model, start, end)
            return _Sums.of(self.k0 + xx, xz, zz, log_spread, 0.0, self._width(model))
        level, phi = series.level, self.phis[model]
        tie, first = phi**series.gaps, 1.0 - phi**2
        spread = np.sqrt((1.0 - tie**2) / first)  # of a value given the one before it
        x = (1.0 - tie) / spread
        z = (level - tie * np.roll(level, 1)) / spread
        table = np.stack([x * x, x * z, z * z, np.log(spread)], 1)
        terms = between(table, np.minimum(start + 1, len(level)), end)
        opening = level[np.minimum(start, len(level) - 1)]
        kn = self.k0 + first + terms[:, 0]
        xz = first * opening + terms[:, 1]
        zz = first * opening**2 + terms[:, 2]
        return _Sums.of(kn, xz, zz, terms[:, 3], math.log(first), self._width(model))


@dataclass(frozen=True, slots=True, eq=False)
class _Sums:
    """Totals of segments, in units of s.

    ``log_spread`` leaves out the first value where ``opening`` holds the log of its precision.
    """

    kn: NDArray[np.float64]
    xz: NDArray[np.float64]
    bn: NDArray[np.float64]
    log_spread: NDArray[np.float64]
    opening: float

    @classmethod
    def of(
        cls,
        kn: NDArray[np.float64],
        xz: NDArray[np.float64],
        zz: NDArray[np.float64],
        log_spread: NDArray[np.float64],
        opening: float,
        b0: float,
    ) -> _Sums:
        return cls(kn, xz, b0 + np.maximum(zz - xz**2 / kn, 0.0) / 2, log_spread, opening)


@dataclass(frozen=True, slots=True, eq=False)
class _Series:
    """The values that are there, less their mean and in units of s.

    ``gaps`` are the items from each to the one before it; ``before`` (n + 1,) how many values
    stand before each item; ``filtered`` holds the totals where values have errors.
    """

    level: NDArray[np.float64]
    mean: float
    scale: float
    gaps: NDArray[np.intp]
    before: NDArray[np.intp]
    filtered: FilteredSums | None

    @classmethod
    def of(
        cls,
        values: NDArray[np.float64],
        errors: NDArray[np.float64] | None = None,
        phis: NDArray[np.float64] | None = None,
        widths: NDArray[np.float64] | None = None,
    ) -> _Series:
        there = ~np.isnan(values)
        level, scale = _standardised(values[there])
        gaps = np.diff(np.flatnonzero(there), prepend=-1)
        before = np.concatenate([[0], np.cumsum(there)])
        filtered = None
        if errors is not None and phis is not None and widths is not None:
            noise = np.nan_to_num(errors[there]) ** 2 / scale**2
            if noise.any():
                left = 1.0 - min(float(np.median(noise)), _MEASURED)
                seen = noise / widths[:, None]
                filtered = filtered_sums(level, seen, gaps=gaps, phis=phis, innovation=left)
        return cls(level, float(values[there].mean()), scale, gaps, before, filtered)


def _checked_errors(errors: ArrayLike, shape: tuple[int, ...]) -> NDArray[np.float64]:
    found = floats(errors, 1, what="Errors")
    if found.shape != shape or not (np.isnan(found) | ((found >= 0) & np.isfinite(found))).all():
        msg = f"Errors must be finite and 0 or more, or nan, and {shape[0]} as the values are."
        raise InputError(msg)
    return found


def _standardised(values: NDArray[np.float64]) -> tuple[NDArray[np.float64], float]:
    """Values less their mean in units of s, and s itself."""
    spread = float(np.ptp(values))
    if spread <= _ROUNDING * float(np.abs(values).max()):
        return np.zeros_like(values), 1.0
    steps = np.abs(np.diff(values))
    scale = float(np.median(steps)) / (0.6745 * math.sqrt(2))
    if scale <= _REPEATS * spread:
        scale = math.sqrt(float(np.mean(steps**2)) / 2)
    return (values - values.mean()) / scale, scale
