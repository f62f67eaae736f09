"""How concentrated the shares of several providers are."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from allegiance.graph.model.errors import InputError

_ROUNDING: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Concentration:
    """How concentrated shares are: the Herfindahl index H, and what it amounts to.

    ``herfindahl`` lies in [1/n, 1] where the shares sum to 1, ``normalised`` in [0, 1] (nan for
    one provider alone), ``effective`` is 1/H: as many equal providers would be as concentrated.
    ``high`` is H if all that is not assigned came from one more provider; else equal to H.
    """

    providers: int
    herfindahl: float
    high: float
    normalised: float
    effective: float

    @property
    def least_effective(self) -> float:
        """The effective number if all that is not assigned came from one more provider."""
        return 1 / self.high

    def to_dict(self) -> dict[str, Any]:
        """The concentration as plain values, None where there is none."""
        return {
            "providers": self.providers,
            "herfindahl": self.herfindahl,
            "herfindahl_high": self.high,
            "normalised": None if math.isnan(self.normalised) else self.normalised,
            "effective": self.effective,
            "effective_low": self.least_effective,
        }


def concentration(shares: Iterable[float]) -> Concentration | None:
    """How concentrated ``shares`` of one whole are; None where there is none above 0.

    H = sum s^2, normalised (H - 1/n) / (1 - 1/n), effective number 1/H, with n the number of
    shares above 0. Shares that sum to less than 1 leave a rest: then H counts it as spread over
    very many, ``high`` as one provider's, and ``normalised`` is nan, as nobody knows n.

    Raises
    ------
    InputError
        If a share is below 0 or they sum to more than 1.

    References
    ----------
    Hirschman (1964), The paternity of an index, American Economic Review 54: 761; Laakso and
    Taagepera (1979), Effective number of parties, Comparative Political Studies 12: 3-27.

    Examples
    --------
    >>> found = concentration([0.6, 0.2, 0.1, 0.1])
    >>> round(found.herfindahl, 6), round(found.normalised, 6), round(found.effective, 6)
    (0.42, 0.226667, 2.380952)
    """
    given = sorted(shares)
    total = math.fsum(given)
    if given and not (given[0] >= 0 and total <= 1 + _ROUNDING):
        message = f"Shares are at least 0 and sum to at most 1, not {given}."
        raise InputError(message)
    held = [share for share in given if share > 0]
    if not held:
        return None
    rest = max(1 - total, 0.0) if total < 1 - _ROUNDING else 0.0
    h = math.fsum(share * share for share in held)
    n = len(held)
    whole = rest == 0 and n > 1
    normalised = max((h - 1 / n) / (1 - 1 / n), 0.0) if whole else math.nan
    return Concentration(n, h, h + rest * rest, normalised, 1 / h)
