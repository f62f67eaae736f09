"""Rates with their intervals: the share of promises kept, and how many events came in a time."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

LEVEL: Final = 0.95


@dataclass(frozen=True, slots=True)
class KeptRate:
    """The share kept of what is settled, in [0, 1], with its interval; nan where nothing is.

    ``if_broken`` and ``if_kept`` are the share if every promise that is overdue were broken, or
    kept: the outcomes that nobody recorded cannot push it beyond these two.
    """

    kept: int
    settled: int
    overdue: int
    share: float
    low: float
    high: float
    if_broken: float
    if_kept: float

    def to_dict(self) -> dict[str, Any]:
        """The rate as plain values."""
        return {
            "kept": self.kept,
            "settled": self.settled,
            "share": self.share,
            "low": self.low,
            "high": self.high,
            "if_overdue_broken": self.if_broken,
            "if_overdue_kept": self.if_kept,
        }


def kept_rate(kept: int, settled: int, *, overdue: int = 0, level: float = LEVEL) -> KeptRate:
    """The share ``kept`` of ``settled``, in [0, 1], with its Jeffreys interval.

    See `jeffreys_interval`. What is open does not count; of it, ``overdue`` give the two bounds
    kept / (settled + overdue) and (kept + overdue) / (settled + overdue) (Manski 1995). All are
    nan where they would divide by nothing.

    References
    ----------
    Manski (1995), Identification Problems in the Social Sciences, chapter 2.

    Examples
    --------
    >>> rate = kept_rate(1, 2, overdue=2)
    >>> rate.share, rate.if_broken, rate.if_kept
    (0.5, 0.25, 0.75)
    """
    low, high = jeffreys_interval(kept, settled, level=level)
    known = settled + overdue
    return KeptRate(
        kept,
        settled,
        overdue,
        kept / settled if settled else math.nan,
        low,
        high,
        kept / known if known else math.nan,
        (kept + overdue) / known if known else math.nan,
    )


def jeffreys_interval(successes: int, trials: int, *, level: float = LEVEL) -> tuple[float, float]:
    """The equal-tailed interval of a share, from 0 to 1; (nan, nan) without trials.

    The quantiles of Beta(successes + 1/2, failures + 1/2), the posterior of the Jeffreys prior,
    with 0 for no success and 1 for no failure (Brown, Cai and DasGupta 2001, 3.1 and 4.1.2).

    References
    ----------
    Brown, Cai and DasGupta (2001), Interval Estimation for a Binomial Proportion,
    Statistical Science 16: 101-133.

    Examples
    --------
    >>> [round(end, 4) for end in jeffreys_interval(5, 10)]
    [0.2235, 0.7765]
    """
    from scipy.special import betaincinv

    if not trials:
        return math.nan, math.nan
    tail, failures = (1 - level) / 2, trials - successes
    shape = successes + 0.5, failures + 0.5
    low = float(betaincinv(*shape, tail)) if successes else 0.0
    high = float(betaincinv(*shape, 1 - tail)) if failures else 1.0
    return low, high


def rate_ratio_interval(
    before: tuple[int, float], after: tuple[int, float], *, level: float = LEVEL
) -> tuple[float, float]:
    """The equal-tailed interval of a rate after over one before; (nan, nan) without time.

    Each side is (events, time). With Jeffreys priors the rates are Gamma(events + 1/2, time), and
    p / (1 - p) times time before over time after is their ratio, with p of the distribution
    Beta(events after + 1/2, events before + 1/2): exact for Poisson counts (Price and Bonett 2000).

    References
    ----------
    Price and Bonett (2000), Estimating the ratio of two Poisson rates, Computational Statistics
    and Data Analysis 34: 345-356.

    Examples
    --------
    >>> low, high = rate_ratio_interval((4, 2.0), (4, 2.0))
    >>> round(low * high, 12)
    1.0
    """
    from scipy.special import betaincinv

    (first, time_before), (last, time_after) = before, after
    if time_before <= 0 or time_after <= 0:
        return math.nan, math.nan
    tail = (1 - level) / 2
    ends = (betaincinv(last + 0.5, first + 0.5, share) for share in (tail, 1 - tail))
    low, high = (float(p / (1 - p)) * time_before / time_after for p in ends)
    return low, high


def mean_difference_interval(
    before: Sequence[float], after: Sequence[float], *, level: float = LEVEL
) -> tuple[float, float]:
    """The interval of a mean after less one before; (nan, nan) below two values on a side.

    Welch's t interval: the variances may differ, the values are taken for independent.

    References
    ----------
    Welch (1947), The generalization of Student's problem, Biometrika 34: 28-35.

    Examples
    --------
    Equal sizes and variances: 2.776 (4 degrees of freedom) times sqrt(1/3 + 1/3).

    >>> [round(end, 3) for end in mean_difference_interval([0, 1, 2], [10, 11, 12])]
    [7.733, 12.267]
    """
    from scipy.special import stdtrit

    sides = [before, after]
    if min(len(side) for side in sides) < 2:
        return math.nan, math.nan
    means = [math.fsum(side) / len(side) for side in sides]
    errors = [
        math.fsum((value - mean) ** 2 for value in side) / (len(side) - 1) / len(side)
        for side, mean in zip(sides, means, strict=True)
    ]
    difference, error = means[1] - means[0], math.fsum(errors)
    if error <= 0:
        return difference, difference
    # As shares, for the square of a tiny error is 0.
    parts = ((e / error) ** 2 / (len(side) - 1) for e, side in zip(errors, sides, strict=True))
    freedom = 1 / math.fsum(parts)
    reach = float(stdtrit(freedom, 1 - (1 - level) / 2)) * math.sqrt(error)
    return difference - reach, difference + reach
