"""Shares of patrons in what an actor gets: the values, and how amounts become shares."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from allegiance.graph.analysis.leverage.amounts import Amount
from allegiance.graph.analysis.leverage.concentration import Concentration
from allegiance.graph.analysis.leverage.settings import Span

# What shares are of: amounts of one indicator and unit, shares that a source states, or
# statements (each counts its belief).
Basis = Literal["amounts", "stated", "statements"]


@dataclass(frozen=True, slots=True)
class Share:
    """One patron's share in [0, 1] with its range, and what it is a share by.

    ``amount`` is None where shares are of statements or stated as such. ``measures`` and
    ``statements`` are the ids behind it.
    """

    patron: str
    share: float
    low: float
    high: float
    amount: Amount | None
    measures: tuple[str, ...]
    statements: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """The share as plain values."""
        return {
            "patron": self.patron,
            "share": self.share,
            "low": self.low,
            "high": self.high,
            "amount": self.amount and self.amount.to_dict(),
            "measures": list(self.measures),
            "statements": list(self.statements),
        }


@dataclass(frozen=True, slots=True)
class Dependence:
    """Who gave an actor how much of one thing: shares, the largest first, and how concentrated.

    Where only one patron has a figure, or someone gave some and nobody says how much
    (``uncounted``), nobody knows the whole: there are no ``shares``, ``concentration`` is None, and
    ``amounts`` holds what is known. ``years`` are those of the span that figures are of.
    ``left_out`` are the ids of measures that cannot be placed in the span (no dates, too far from
    the day, a rate).
    """

    kind: str
    channel: str
    basis: Basis
    indicator: str
    unit: str
    span: Span
    shares: tuple[Share, ...]
    concentration: Concentration | None
    amounts: tuple[tuple[str, Amount], ...] = ()
    uncounted: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    years: tuple[int, ...] = ()

    @property
    def rest(self) -> float:
        """What share is nobody's known: 1 less the shares."""
        return max(1 - math.fsum(share.share for share in self.shares), 0.0)

    def share_of(self, patron: str) -> tuple[float, float, float] | None:
        """Share, low and high of one patron; None where it is not known.

        Of whom a complete row does not name it is 0; if a rest is nobody's known, not known.
        """
        for share in self.shares:
            if share.patron == patron:
                return share.share, share.low, share.high
        unknown = not self.shares or self.rest > 1e-9
        return None if unknown else (0.0, 0.0, 0.0)

    def to_dict(self) -> dict[str, Any]:
        """The dependence as plain values; what is not known is None."""
        return {
            "kind": self.kind,
            "channel": self.channel,
            "by": self.basis,
            "indicator": self.indicator,
            "unit": self.unit,
            "from": self.span.start.isoformat(),
            "until": self.span.day.isoformat(),
            "shares": [share.to_dict() for share in self.shares],
            "rest": self.rest if self.shares else None,
            "concentration": self.concentration and self.concentration.to_dict(),
            "amounts": [{"patron": name, **amount.to_dict()} for name, amount in self.amounts],
            "uncounted": list(self.uncounted),
            "left_out": list(self.left_out),
            "years": list(self.years),
        }


def shares_of(amounts: Mapping[str, Amount]) -> list[Share]:
    """Each one's share of amounts in one unit, with the range that theirs allow.

    A share is lowest where its own amount is least and the others' most, and the reverse. There
    is none where only one has a figure, or all are 0.
    """
    total = math.fsum(a.value for a in amounts.values())
    if len(amounts) < 2 or not total > 0:
        return []
    return [_share(patron, amounts, total) for patron in amounts]


def _share(patron: str, amounts: Mapping[str, Amount], total: float) -> Share:
    mine = amounts[patron]
    others = [amount for name, amount in amounts.items() if name != patron]
    share = mine.value / total
    low = min(_part(mine.low, sum(amount.high for amount in others)), share)
    high = max(_part(mine.high, math.fsum(amount.low for amount in others)), share)
    return Share(patron, share, low, high, mine, mine.measures, mine.statements)


def _part(mine: float, others: float) -> float:
    if math.isinf(others):
        return 0.0
    if math.isinf(mine):
        return 1.0
    return mine / (mine + others) if mine + others > 0 else 0.0


def counted_measures(found: Iterable[Dependence]) -> frozenset[str]:
    """The ids of the measures by which something was given, and how much."""
    listed = list(found)
    amounts = {n for d in listed for _, a in d.amounts if a.high > 0 for n in a.measures}
    return frozenset(amounts | {n for d in listed for s in d.shares for n in s.measures})


def in_order(shares: Iterable[Share]) -> tuple[Share, ...]:
    """Shares, the largest first."""
    return tuple(sorted(shares, key=lambda s: (-s.share, s.patron)))
