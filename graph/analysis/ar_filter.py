"""A level with AR(1) errors seen through measurement errors of known size: Kalman's filter."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class FilteredSums:
    """Totals of segments [i, j) for p autocorrelations, shape (p, n + 1, n + 1) each.

    ``xx``, ``xz``, ``zz`` sum the products of the standardised innovations of a constant 1 and of
    the values, ``log_spread`` the logs of their standard deviations; 0 where j <= i.
    """

    xx: NDArray[np.float64]
    xz: NDArray[np.float64]
    zz: NDArray[np.float64]
    log_spread: NDArray[np.float64]

    def of(
        self, model: int, start: NDArray[np.intp], end: NDArray[np.intp]
    ) -> tuple[NDArray[np.float64], ...]:
        """Totals xx, xz, zz and log spread of segments [start, end), for one phi."""
        return tuple(
            total[model, start, end] for total in (self.xx, self.xz, self.zz, self.log_spread)
        )


def filtered_sums(
    values: NDArray[np.float64],
    noise: NDArray[np.float64],
    *,
    gaps: NDArray[np.intp],
    phis: NDArray[np.float64],
    innovation: float,
) -> FilteredSums:
    """Totals of all segments of one series, each filtered from its own first value on.

    The errors before measurement are stationary AR(1) with variance ``innovation`` of a step, and
    independent from segment to segment. Without measurement noise they are the totals that
    :class:`~allegiance.graph.analysis.ar_evidence.ArGaussian` has in closed form.

    Parameters
    ----------
    values, gaps
        Shape (n,): the values, and how many items lie between each and the one before it.
    noise
        Shape (p, n): the variance with which each was measured, for each phi.
    phis
        Shape (p,): autocorrelations inside (-1, 1).

    References
    ----------
    Harvey (1989), Forecasting, structural time series models and the Kalman filter, chapter 3.
    """
    n = len(values)
    # Axes: totals xx, xz, zz, log spread; phi; first value; end.
    totals = np.zeros((4, len(phis), n + 1, n + 1))
    still = np.full((len(phis), 1), innovation) / (1.0 - phis[:, None] ** 2)
    variance, mean = np.empty((len(phis), 0)), np.empty((2, len(phis), 0))
    for item in range(n):
        tie = phis[:, None] ** int(gaps[item])
        # All segments under way, and the one that begins here, of which nothing is known yet.
        variance = np.hstack([tie**2 * variance + (1.0 - tie**2) * still, still])
        mean = np.concatenate([tie * mean, np.zeros((2, len(phis), 1))], axis=2)
        spread = variance + noise[:, item, None]
        surprise = np.array([1.0, values[item]])[:, None, None] - mean
        x, z = surprise / np.sqrt(spread)
        step = np.stack([x * x, x * z, z * z, np.log(spread) / 2])
        open_ = slice(0, item + 1)
        totals[:, :, open_, item + 1] = totals[:, :, open_, item] + step
        gain = variance / spread
        mean = mean + gain * surprise
        variance = gain * noise[:, item, None]
    return FilteredSums(*totals)
