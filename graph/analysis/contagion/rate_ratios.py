"""The rate of acts after an act nearby over the rate without one, year against like year."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from allegiance.graph.analysis.contagion.knox import acts_before
from allegiance.graph.analysis.contagion.panel import Panel

# Of the normal distribution, for an interval of 95%.
_Z: Final = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Stratum:
    """Acts and state-years of one stratum, exposed to an act nearby and not."""

    exposed_acts: int
    exposed_years: int
    other_acts: int
    other_years: int


@dataclass(frozen=True, slots=True)
class RateRatio:
    """Acts and state-years, exposed and not, and the ratio of their rates with its 95% interval.

    At least 0; nan where no stratum compares exposed and other state-years with an act on both
    sides of the ratio.
    """

    exposed_acts: int
    exposed_years: int
    other_acts: int
    other_years: int
    ratio: float
    low: float
    high: float

    @property
    def raised(self) -> bool:
        """Whether the exposed act more often."""
        return self.low > 1

    @property
    def lowered(self) -> bool:
        """Whether the exposed act less often."""
        return self.high < 1

    def to_dict(self) -> dict[str, Any]:
        """The ratio as plain values; None for nan."""
        named = {name: getattr(self, name) for name in self.__slots__}
        return {k: v if math.isfinite(v) else None for k, v in named.items()}


def mantel_haenszel(strata: Iterable[Stratum]) -> RateRatio:
    """The ratio of rates over strata, at least 0, with its 95% interval; nan without both sides.

    With a acts in s exposed years and b in r others of a stratum, n = s + r:
    ratio = sum(a r / n) / sum(b s / n), and the variance of its logarithm is
    sum((a + b) s r / n^2) / (sum(a r / n) sum(b s / n)).

    References
    ----------
    Greenland and Robins (1985), Estimation of a common effect parameter from sparse follow-up data.
    Biometrics 41(1): 55-68.

    Examples
    --------
    By hand: 4 in 10 against 2 in 20: (4 x 20 / 30) / (2 x 10 / 30) = 80 / 20.

    >>> found = mantel_haenszel([Stratum(4, 10, 2, 20)])
    >>> found.ratio, round(found.low, 3), round(found.high, 3)
    (4.0, 0.733, 21.838)
    """
    listed = list(strata)
    upper = lower = spread = 0.0
    for one in listed:
        total = one.exposed_years + one.other_years
        if not total:
            continue
        upper += one.exposed_acts * one.other_years / total
        lower += one.other_acts * one.exposed_years / total
        both = one.exposed_acts + one.other_acts
        spread += both * one.exposed_years * one.other_years / total**2
    sums = (
        sum(one.exposed_acts for one in listed),
        sum(one.exposed_years for one in listed),
        sum(one.other_acts for one in listed),
        sum(one.other_years for one in listed),
    )
    if upper <= 0 or lower <= 0:
        return RateRatio(*sums, math.nan, math.nan, math.nan)
    ratio, error = upper / lower, math.sqrt(spread / (upper * lower))
    return RateRatio(*sums, ratio, ratio * math.exp(-_Z * error), ratio * math.exp(_Z * error))


def exposure_strata(panel: Panel, window: int) -> list[Stratum]:
    """The state-years of a panel by year and by whether the state itself acted in the window.

    A state-year is exposed if a state that is near it then acted in the ``window`` years before.
    State-years with nobody near cannot be exposed, and are left out; so are the first ``window``
    years of the panel, of which what came before is not known.
    """
    own = acts_before(panel.acts, window)
    strata = []
    for index in range(window, panel.acts.shape[1]):
        near = panel.nearness[index] & panel.at_risk[:, index]
        exposed = near @ (own[:, index] > 0)
        counted = panel.at_risk[:, index] & near.any(axis=1)
        for recent in (False, True):
            alike = counted & ((own[:, index] > 0) == recent)
            yes, no = alike & exposed, alike & ~exposed
            acts = panel.acts[:, index]
            counts = ((yes & acts), yes, (no & acts), no)
            strata.append(Stratum(*(int(np.count_nonzero(mask)) for mask in counts)))
    return strata
