"""How likely a vote is for a state at an ideal point: an ordered probit, with its derivatives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import log_ndtr, ndtr

from allegiance.graph.model.errors import InputError

Floats = NDArray[np.float64]
_LOG_DENSITY: Final = -0.5 * float(np.log(2 * np.pi))


def vote_probabilities(
    theta: ArrayLike, *, slope: ArrayLike, low: ArrayLike, high: ArrayLike
) -> Floats:
    """The probabilities of yes, abstention and no, each in 0..1 and 1 together, on the last axis.

    With z = slope x theta + e, e standard normal, a state says yes if z < low, abstains if
    low <= z < high, and says no otherwise (Bailey, Strezhnev and Voeten 2017). The arguments are
    broadcast; a nan among them gives nan.

    Raises
    ------
    InputError
        If a low cutpoint lies above its high one.

    References
    ----------
    Bailey, Strezhnev and Voeten (2017), Estimating dynamic state preferences from United Nations
    voting data, Journal of Conflict Resolution 61: 430-456.

    Examples
    --------
    Phi(-.3 - .5), Phi(.4 - .5) - Phi(-.3 - .5), and the rest:

    >>> vote_probabilities(0.5, slope=1, low=-0.3, high=0.4).round(6).tolist()
    [0.211855, 0.248317, 0.539828]
    """
    cuts = (np.asarray(low, dtype=np.float64), np.asarray(high, dtype=np.float64))
    if np.any(cuts[0] > cuts[1]):
        msg = "The cutpoint between yes and abstention must not lie above that between it and no."
        raise InputError(msg)
    score = np.asarray(slope, dtype=np.float64) * np.asarray(theta, dtype=np.float64)
    yes, no = ndtr(cuts[0] - score), ndtr(score - cuts[1])
    # The tail on whose side the cutpoints lie tells small probabilities apart.
    middle = np.where(cuts[0] > score, ndtr(score - cuts[0]) - no, ndtr(cuts[1] - score) - yes)
    return np.stack(np.broadcast_arrays(yes, middle, no), axis=-1)


@dataclass(frozen=True, slots=True)
class VoteTerms:
    """Log probabilities of votes and their derivatives by the two cutpoints, an entry a vote.

    ``low`` and ``high`` are first derivatives; ``low_low``, ``low_high`` and ``high_high`` second
    ones with their sign turned. Those by the score slope x theta follow: it moves both cutpoints
    the other way.
    """

    log: Floats
    low: Floats
    high: Floats
    low_low: Floats
    low_high: Floats
    high_high: Floats

    @property
    def score(self) -> Floats:
        """First derivative by the score."""
        return -(self.low + self.high)

    @property
    def information(self) -> Floats:
        """Second derivative by the score, its sign turned: 0 or more."""
        return self.low_low + self.high_high + 2 * self.low_high


def vote_terms(low: Floats, high: Floats, *, counts: tuple[int, int, int]) -> VoteTerms:
    """Log probabilities of votes and their derivatives, yes votes first, then abstentions, then no.

    Parameters
    ----------
    low, high
        Each vote's cutpoints less its score.
    counts
        How many votes are yes, abstentions and no.
    """
    size = sum(counts)
    log, d_low, d_high, h_ll, h_lh, h_hh = np.zeros((6, size))
    yes, middle, no = _parts(counts)
    log[yes], d_low[yes], h_ll[yes] = _tail(low[yes])
    log[no], falling, h_hh[no] = _tail(-high[no])
    d_high[no] = -falling
    between = _between(low[middle], high[middle])
    for whole, part in zip((log, d_low, d_high, h_ll, h_lh, h_hh), between, strict=True):
        whole[middle] = part
    return VoteTerms(log, d_low, d_high, h_ll, h_lh, h_hh)


def _parts(counts: tuple[int, int, int]) -> tuple[slice, slice, slice]:
    first, second = counts[0], counts[0] + counts[1]
    return slice(0, first), slice(first, second), slice(second, None)


def _tail(z: Floats) -> tuple[Floats, Floats, Floats]:
    """Log of Phi(z), its first derivative, and its second with the sign turned."""
    log = log_ndtr(z)
    slope = np.exp(_LOG_DENSITY - z * z / 2 - log)
    return log, slope, slope * (z + slope)


def _between(low: Floats, high: Floats) -> tuple[Floats, ...]:
    """The same for Phi(high) - Phi(low), taken in the left tail, where it is exact."""
    turned = low > 0
    a, b = np.where(turned, -high, low), np.where(turned, -low, high)
    top = log_ndtr(b)
    log = top + np.log1p(-np.exp(np.minimum(log_ndtr(a) - top, -1e-12)))
    at_a, at_b = np.exp(_LOG_DENSITY - a * a / 2 - log), np.exp(_LOG_DENSITY - b * b / 2 - log)
    rising, falling = np.where(turned, at_a, at_b), np.where(turned, at_b, at_a)
    return (
        log,
        -falling,
        rising,
        falling * (falling - low),
        -rising * falling,
        rising * (rising + high),
    )
