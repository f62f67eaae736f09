"""How an actor depends on each of its patrons: their shares of what it gets."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from allegiance.graph.analysis.leverage.amounts import (
    Amount,
    add,
    amount_of,
    compete,
    flow_of,
    presence_of,
    stock_of,
)
from allegiance.graph.analysis.leverage.concentration import Concentration, concentration
from allegiance.graph.analysis.leverage.kinds import GIVEN, Kind, is_rate, share_scale
from allegiance.graph.analysis.leverage.ledger import Entry, Ledger
from allegiance.graph.analysis.leverage.settings import DEFAULT, LeverageSettings, Span
from allegiance.graph.model.rollup import Rollup
from allegiance.graph.model.statements import Measure

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


def find_dependences(
    ledger: Ledger,
    span: Span,
    *,
    settings: LeverageSettings = DEFAULT,
) -> list[Dependence]:
    """The dependences of the ledger's actor in ``span``, by kind: measured first.

    Units are never added up: each indicator and unit is a dependence of its own.
    """
    found: list[Dependence] = []
    for kind in GIVEN:
        entries = [e for e in ledger.given if e.counted == kind]
        rows: dict[tuple[str, str], list[Entry]] = {}
        for entry in entries:
            if isinstance(entry.thing, Measure):
                key = (entry.thing.indicator, entry.thing.quantity.unit)
                rows.setdefault(key, []).append(entry)
        for (indicator, unit), row in sorted(rows.items()):
            table = _Row(ledger.rollup, kind, indicator, unit, span, settings)
            dependence = table.read(row, entries)
            if dependence.shares or any(amount.high > 0 for _, amount in dependence.amounts):
                found.append(dependence)
        by_statements = _by_statements(kind, entries, span)
        if by_statements is not None:
            found.append(by_statements)
    return found


@dataclass(frozen=True, slots=True)
class _Row:
    """Reads the measures of one indicator and unit."""

    rollup: Rollup
    kind: Kind
    indicator: str
    unit: str
    span: Span
    settings: LeverageSettings

    def read(self, row: list[Entry], entries: list[Entry]) -> Dependence:
        scale = share_scale(self.unit)
        if scale is not None:
            return self._stated(row, scale)
        known: dict[str, Amount] = {}
        uncounted = self._givers(entries)
        if not is_rate(self.unit):
            for patron in sorted({e.patron for e in row}):
                amount, whole = self._amount(patron, row, entries)
                if amount is not None:
                    known[patron] = amount
                    uncounted -= {patron} if whole else set()
        used = {name for amount in known.values() for name in amount.measures}
        gone = {p for p, amount in known.items() if amount.high == 0}
        left_out = {e.thing.id for e in row if e.patron not in gone} - used
        return self._dependence(
            [] if uncounted else shares_of(known),
            "amounts",
            known=known,
            uncounted=tuple(sorted(uncounted)),
            left_out=tuple(sorted(left_out)),
            years=tuple(y for y in self.span.years if any(_is_of(e, y, used) for e in row)),
        )

    def _amount(
        self, patron: str, row: list[Entry], entries: list[Entry]
    ) -> tuple[Amount | None, bool]:
        """What a patron gave itself and through its clients, and whether that is the whole.

        A total of its own may hold what is told of its clients.
        """
        names: dict[str, list[Entry]] = {}
        for e in row:
            if e.patron == patron and isinstance(e.thing, Measure):
                names.setdefault(e.thing.provider, []).append(e)
        found = {
            name: amount
            for name in sorted(names)
            if (amount := self._amount_of(name, names[name], entries)) is not None
        }
        own = [amount for name, amount in found.items() if name == patron]
        parts = [amount for name, amount in found.items() if name != patron]
        if not found:
            return None, False
        if not parts:
            return own[0], True
        whole = add(parts)
        if own:
            return add([*own, whole], overlapping=True), True
        return self._with_unseen(whole, patron, set(found), entries)

    def _amount_of(self, name: str, row: list[Entry], entries: list[Entry]) -> Amount | None:
        if self.kind.form == "flow":
            return flow_of(row, self.span)
        ties = presence_of(self.rollup, name, entries)
        reach = self.settings.reach_days
        return stock_of(row, self.span.day, reach_days=reach, presence=ties)

    def _with_unseen(
        self, amount: Amount, patron: str, counted: set[str], entries: list[Entry]
    ) -> tuple[Amount, bool]:
        """What is told of clients alone: no upper end where others of the patron's are there."""
        ties = presence_of(self.rollup, patron, entries)
        unseen = [
            tie
            for tie in ties
            if tie.holds_on(self.span.day) and not counted & self.rollup.family(tie.subject)
        ]
        if self.kind.form == "flow" or not unseen:
            return amount, True
        return replace(amount, high=math.inf), False

    def _givers(self, entries: list[Entry]) -> set[str]:
        """The patrons that gave some of the kind by what statements say."""
        return {e.patron for e in entries if e.mass_in(self.span) > 0}

    def _stated(self, row: list[Entry], scale: float) -> Dependence:
        """Shares that sources state: of the latest figure of each patron in the span."""
        latest: dict[str, list[Amount]] = {}
        for patron in sorted({e.patron for e in row}):
            inside = [e for e in row if e.patron == patron and self._is_inside(e)]
            last = max((e.order[0] for e in inside), default=None)
            found = [
                amount_of(e.thing.quantity, e.thing.id).times(1 / scale)
                for e in inside
                if e.order[0] == last and isinstance(e.thing, Measure)
            ]
            if found and all(0 <= amount.value <= 1 for amount in found):
                latest[patron] = found
        stated = {patron: compete(found) for patron, found in latest.items()}
        total = math.fsum(amount.value for amount in stated.values())
        shares = (
            [
                Share(p, a.value, min(a.low, 1.0), min(a.high, 1.0), None, a.measures, ())
                for p, a in stated.items()
            ]
            if total <= 1
            else []
        )
        used = {name for share in shares for name in share.measures}
        left_out = tuple(sorted({e.thing.id for e in row} - used))
        years = tuple(y for y in self.span.years if any(_is_of(e, y, used) for e in row))
        return self._dependence(shares, "stated", left_out=left_out, years=years)

    def _is_inside(self, entry: Entry) -> bool:
        first, last = entry.thing.start, entry.thing.end or entry.thing.start
        if first is None or last is None:
            return False
        return first.earliest <= self.span.day and self.span.start <= last.latest

    def _dependence(
        self,
        shares: Iterable[Share],
        basis: Basis,
        *,
        known: Mapping[str, Amount] | None = None,
        uncounted: tuple[str, ...] = (),
        left_out: tuple[str, ...] = (),
        years: tuple[int, ...] = (),
    ) -> Dependence:
        ordered = _ordered(shares)
        return Dependence(
            kind=self.kind.name,
            channel=self.kind.channel,
            basis=basis,
            indicator=self.indicator,
            unit=self.unit,
            span=self.span,
            shares=ordered,
            concentration=concentration(s.share for s in ordered),
            amounts=tuple(sorted((known or {}).items())),
            uncounted=uncounted,
            left_out=left_out,
            years=years,
        )


def counted_measures(found: Iterable[Dependence]) -> frozenset[str]:
    """The ids of the measures by which something was given, and how much."""
    listed = list(found)
    amounts = {n for d in listed for _, a in d.amounts if a.high > 0 for n in a.measures}
    return frozenset(amounts | {n for d in listed for s in d.shares for n in s.measures})


def _is_of(entry: Entry, year: int, used: set[str]) -> bool:
    """Whether a measure that counts is of days in a year."""
    first, last = entry.thing.start, entry.thing.end or entry.thing.start
    if first is None or last is None or entry.thing.id not in used:
        return False
    return first.earliest.year <= year <= last.latest.year


def shares_of(amounts: Mapping[str, Amount]) -> list[Share]:
    """Each one's share of amounts in one unit, with the range that theirs allow.

    A share is lowest where its own amount is least and the others' most, and the reverse. There
    is none where only one has a figure, or all are 0.
    """
    total = math.fsum(a.value for a in amounts.values())
    if len(amounts) < 2 or not total > 0:
        return []
    found = []
    for patron, amount in amounts.items():
        others = [a for name, a in amounts.items() if name != patron]
        low = _part(amount.low, sum(a.high for a in others))
        high = _part(amount.high, math.fsum(a.low for a in others))
        share = amount.value / total
        found.append(
            Share(
                patron,
                share,
                min(low, share),
                max(high, share),
                amount,
                amount.measures,
                amount.statements,
            )
        )
    return found


def _part(mine: float, others: float) -> float:
    if math.isinf(others):
        return 0.0
    if math.isinf(mine):
        return 1.0
    return mine / (mine + others) if mine + others > 0 else 0.0


def _by_statements(kind: Kind, entries: Iterable[Entry], span: Span) -> Dependence | None:
    """Shares of the statements of a kind, each by its belief.

    The range is from the least to the most that a patron's share becomes when any one of the
    statements falls.
    """
    held = [(e, mass) for e in entries if (mass := e.mass_in(span)) > 0]
    total = math.fsum(mass for _, mass in held)
    if not held:
        return None
    shares = []
    for patron in sorted({e.patron for e, _ in held}):
        mine = [(e, mass) for e, mass in held if e.patron == patron]
        part = math.fsum(mass for _, mass in mine)
        without = [
            (part - mass * (e.patron == patron)) / (total - mass)
            for e, mass in held
            if total - mass > 1e-12
        ]
        ids = tuple(e.thing.id for e, _ in mine)
        share = part / total
        low, high = min([share, *without]), max([share, *without])
        shares.append(Share(patron, share, low, high, None, (), ids))
    ordered = _ordered(shares)
    return Dependence(
        kind.name,
        kind.channel,
        "statements",
        "",
        "",
        span,
        ordered,
        concentration(s.share for s in ordered),
    )


def _ordered(shares: Iterable[Share]) -> tuple[Share, ...]:
    return tuple(sorted(shares, key=lambda s: (-s.share, s.patron)))
