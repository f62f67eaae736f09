"""Knox's statistic: pairs of acts that are near in space and follow each other in time."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Flags = NDArray[np.bool_]
LEVEL: Final = 0.95


@dataclass(frozen=True, slots=True)
class KnoxTest:
    """Pairs observed beside those of shuffled acts.

    ``ratio`` is observed over expected, at least 0; ``low`` and ``high`` are observed over the
    97.5% and the 2.5% quantile of the shuffles, inf where that is 0. ``p`` is two-sided, in (0, 1].
    nan where no shuffle has a pair.
    """

    observed: int
    expected: float
    ratio: float
    low: float
    high: float
    p: float

    @property
    def raised(self) -> bool:
        """Whether there are more pairs than chance would bring."""
        return self.low > 1 and self.p < 1 - LEVEL

    @property
    def lowered(self) -> bool:
        """Whether there are fewer."""
        return self.high < 1 and self.p < 1 - LEVEL

    def to_dict(self) -> dict[str, Any]:
        """The test as plain values; None for nan and inf."""
        named = {name: getattr(self, name) for name in self.__slots__}
        return {k: v if math.isfinite(v) else None for k, v in named.items()}


def acts_before(acts: Flags, window: int) -> NDArray[np.int32]:
    """How many acts each state had in the ``window`` years before each year: (states, years).

    >>> acts_before(np.array([[True, False, True, False]]), 2).tolist()
    [[0, 1, 1, 1]]
    """
    summed = np.zeros((acts.shape[0], acts.shape[1] + 1), dtype=np.int32)
    np.cumsum(acts, axis=1, out=summed[:, 1:])
    year = np.arange(acts.shape[1])
    return summed[:, year] - summed[:, np.maximum(year - window, 0)]


def knox_pairs(acts: Flags, nearness: Flags, windows: Sequence[int]) -> list[int]:
    """The near pairs of acts within each of ``windows`` years, at least 0.

    sum over years t and states i, j of acts[i, t] nearness[t, i, j] (acts of j in the ``window``
    years before t). Acts of one year are no pair, for a year does not say which came first. 0
    without acts.

    References
    ----------
    Knox (1964), The detection of space-time interactions. Applied Statistics 13(1): 25-30.

    Examples
    --------
    Two neighbours; the second acts a year, and four years, after the first:

    >>> acts = np.array([[True, False, False, False, False], [False, True, False, False, True]])
    >>> near = np.repeat(~np.eye(2, dtype=bool)[None], 5, axis=0)
    >>> knox_pairs(acts, near, [1, 3, 5])
    [1, 1, 2]
    """
    states, years = np.nonzero(acts)
    near = nearness[years, states].astype(bool, copy=False)
    return [int(acts_before(acts, w).T[years][near].sum()) for w in windows]


def knox_test(observed: int, shuffled: Iterable[int]) -> KnoxTest:
    """The number of pairs beside those of shuffled acts.

    p = min(1, 2 min(p+, p-)) with p+ = (1 + shuffles with at least as many) / (1 + shuffles), and
    p- alike for at most as many (Phipson and Smyth 2010).

    Examples
    --------
    >>> test = knox_test(6, [2, 3, 3, 4])
    >>> test.expected, test.ratio, test.p
    (3.0, 2.0, 0.4)
    """
    null = np.array(list(shuffled), dtype=float)
    expected = float(null.mean()) if null.size else math.nan
    if not expected > 0:
        return KnoxTest(observed, expected, math.nan, math.nan, math.nan, math.nan)
    tail = (1 - LEVEL) / 2
    least, most = np.quantile(null, [tail, 1 - tail]).tolist()
    above, below = int((null >= observed).sum()), int((null <= observed).sum())
    return KnoxTest(
        observed,
        expected,
        observed / expected,
        observed / most if most > 0 else math.inf,
        observed / least if least > 0 else math.inf,
        min(1.0, 2 * (1 + min(above, below)) / (1 + null.size)),
    )
