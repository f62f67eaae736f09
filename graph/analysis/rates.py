"""Rates with their intervals: the share of promises kept, and how many events came in a time."""

from __future__ import annotations

import math
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
