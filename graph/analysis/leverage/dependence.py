"""How an actor depends on each of its patrons: their shares of what it gets."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from allegiance.graph.analysis.leverage.amounts import (
    Amount,
    add,
    amount_of,
    compete,
    flow_of,
    presence_of,
    stock_of,
)
from allegiance.graph.analysis.leverage.concentration import concentration
from allegiance.graph.analysis.leverage.kinds import GIVEN, Kind, is_rate, share_scale
from allegiance.graph.analysis.leverage.ledger import Entry, Ledger
from allegiance.graph.analysis.leverage.settings import DEFAULT, LeverageSettings, Span
from allegiance.graph.analysis.leverage.shares import (
    Basis,
    Dependence,
    Share,
    in_order,
    shares_of,
)
from allegiance.graph.model.rollup import Rollup
from allegiance.graph.model.statements import Measure


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
        for (indicator, unit), row in sorted(_rows(entries).items()):
            table = _Row(ledger.rollup, kind, indicator, unit, span, settings)
            dependence = table.read(row, entries)
            if dependence.shares or any(amount.high > 0 for _, amount in dependence.amounts):
                found.append(dependence)
        by_statements = _by_statements(kind, entries, span)
        if by_statements is not None:
            found.append(by_statements)
    return found


def _rows(entries: Iterable[Entry]) -> dict[tuple[str, str], list[Entry]]:
    """Entries with measures by indicator and unit."""
    rows: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        if isinstance(entry.thing, Measure):
            key = (entry.thing.indicator, entry.thing.quantity.unit)
            rows.setdefault(key, []).append(entry)
    return rows


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
        ordered = in_order(shares)
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


def _is_of(entry: Entry, year: int, used: set[str]) -> bool:
    """Whether a measure that counts is of days in a year."""
    first, last = entry.thing.start, entry.thing.end or entry.thing.start
    if first is None or last is None or entry.thing.id not in used:
        return False
    return first.earliest.year <= year <= last.latest.year


def _by_statements(kind: Kind, entries: Iterable[Entry], span: Span) -> Dependence | None:
    """Shares of the statements of a kind, each by its belief.

    The range is from the least to the most that a patron's share becomes when any one of the
    statements falls.
    """
    held = [(e, mass) for e in entries if (mass := e.mass_in(span)) > 0]
    if not held:
        return None
    ordered = in_order(_statement_share(p, held) for p in sorted({e.patron for e, _ in held}))
    index = concentration(s.share for s in ordered)
    return Dependence(kind.name, kind.channel, "statements", "", "", span, ordered, index)


def _statement_share(patron: str, held: list[tuple[Entry, float]]) -> Share:
    total = math.fsum(mass for _, mass in held)
    mine = [(e, mass) for e, mass in held if e.patron == patron]
    part = math.fsum(mass for _, mass in mine)
    without = [
        (part - mass * (e.patron == patron)) / (total - mass)
        for e, mass in held
        if total - mass > _ROUNDING
    ]
    share = part / total
    low, high = min([share, *without]), max([share, *without])
    return Share(patron, share, low, high, None, (), tuple(e.thing.id for e, _ in mine))


_ROUNDING: Final = 1e-12
