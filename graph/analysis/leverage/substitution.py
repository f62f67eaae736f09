"""What a new patron gives of what the old ones gave: covered, and left uncovered."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from allegiance.graph.analysis.leverage.amounts import Amount, add
from allegiance.graph.analysis.leverage.dependence import find_dependences
from allegiance.graph.analysis.leverage.kinds import GIVEN
from allegiance.graph.analysis.leverage.ledger import Entry, Ledger
from allegiance.graph.analysis.leverage.settings import DEFAULT, LeverageSettings, Span
from allegiance.graph.analysis.leverage.shares import Dependence, counted_measures


@dataclass(frozen=True, slots=True)
class Cover:
    """How much of one indicator the new patron gives of what the old ones gave.

    Flows are so much a year, of the years that there are figures of; stocks are those of the
    span's day. ``covered`` is the share min(new / old, 1), ``uncovered`` what is left, in the unit:
    max(old - new, 0), each with the range that the figures allow. Both are None where one side has
    no figure; ``covered`` also where the old ones gave nothing.
    """

    kind: str
    indicator: str
    unit: str
    old: Amount | None
    new: Amount | None
    old_years: tuple[int, ...] = ()
    new_years: tuple[int, ...] = ()

    @property
    def covered(self) -> tuple[float, float, float] | None:
        """The share covered in [0, 1]: as it is, at least, at most."""
        old, new = self.old, self.new
        if old is None or new is None or not old.value > 0:
            return None
        value = min(new.value / old.value, 1.0)
        low = 0.0 if math.isinf(old.high) else min(new.low / old.high, 1.0)
        high = min(new.high / old.low, 1.0) if old.low > 0 else 1.0
        return value, min(low, value), max(high, value)

    @property
    def uncovered(self) -> tuple[float, float, float] | None:
        """What is left uncovered, in the unit: as it is, at least, at most."""
        if self.old is None or self.new is None:
            return None
        value = max(self.old.value - self.new.value, 0.0)
        low = 0.0 if math.isinf(self.new.high) else max(self.old.low - self.new.high, 0.0)
        return value, low, max(self.old.high - self.new.low, 0.0)

    def to_dict(self) -> dict[str, Any]:
        """The cover as plain values; what is not known is None."""
        return {
            "kind": self.kind,
            "indicator": self.indicator,
            "unit": self.unit,
            "old": self.old and self.old.to_dict(),
            "new": self.new and self.new.to_dict(),
            "old_years": list(self.old_years),
            "new_years": list(self.new_years),
            "covered": _range(self.covered),
            "uncovered": _range(self.uncovered),
        }


@dataclass(frozen=True, slots=True)
class Replaced:
    """Whether the new patron gives any of a kind that the old ones gave.

    ``old`` and ``new`` are the beliefs, in [0, 1], that they gave some before and that it gives
    some after, by the statements and measures with these ids. ``goes_on`` is the belief that the
    old ones still do.
    """

    kind: str
    old: float
    new: float
    goes_on: float
    old_ids: tuple[str, ...]
    new_ids: tuple[str, ...]

    @property
    def state(self) -> str:
        """What became of the kind: replaced, goes on, uncovered, or new.

        A belief of a half or more says that some is given.
        """
        had, has, still = self.old >= 0.5, self.new >= 0.5, self.goes_on >= 0.5
        if not had:
            return "new" if has else "not sure"
        if has:
            return "shared" if still else "replaced"
        return "goes on" if still else "uncovered"

    def to_dict(self) -> dict[str, Any]:
        """The kind as plain values."""
        return {
            "kind": self.kind,
            "state": self.state,
            "old": self.old,
            "new": self.new,
            "goes_on": self.goes_on,
            "old_ids": list(self.old_ids),
            "new_ids": list(self.new_ids),
        }


@dataclass(frozen=True, slots=True)
class Substitution:
    """What ``new`` gives of what ``old`` gave: by kind, in figures, and year by year."""

    actor: str
    old: tuple[str, ...]
    new: str
    before: Span
    after: Span
    kinds: tuple[Replaced, ...]
    covers: tuple[Cover, ...]
    yearly: tuple[tuple[int, Cover], ...]

    def to_dict(self) -> dict[str, Any]:
        """The substitution as plain values."""
        return {
            "actor": self.actor,
            "old": list(self.old),
            "new": self.new,
            "before": [self.before.start.isoformat(), self.before.day.isoformat()],
            "after": [self.after.start.isoformat(), self.after.day.isoformat()],
            "kinds": [replaced.to_dict() for replaced in self.kinds],
            "covers": [cover.to_dict() for cover in self.covers],
            "yearly": [{"year": year, **cover.to_dict()} for year, cover in self.yearly],
        }


def find_substitution(
    ledger: Ledger,
    *,
    old: Sequence[str],
    new: str,
    before: Span,
    after: Span,
    settings: LeverageSettings = DEFAULT,
) -> Substitution:
    """What ``new`` (an id) gives in ``after`` of what ``old`` (ids) gave in ``before``.

    Year by year, the old ones' figure is that of ``before`` (of flows, a year's mean), and the new
    one's that of the year.
    """
    earlier = find_dependences(ledger, before, settings=settings)
    later = find_dependences(ledger, after, settings=settings)
    covers = _covers(earlier, later, old, new)
    yearly = []
    for year in after.years:
        first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
        span = Span(max(first, after.start), min(last, after.day))
        there = find_dependences(ledger, span, settings=settings)
        for cover in _covers(earlier, there, old, new):
            if cover.old is not None and cover.new is not None:
                yearly.append((year, cover))
    return Substitution(
        ledger.actor,
        tuple(old),
        new,
        before,
        after,
        tuple(_replaced(ledger, old, new, before, after, earlier, later)),
        tuple(cover for cover in covers if cover.old is not None or cover.new is not None),
        tuple(yearly),
    )


# Kind, indicator and unit.
_Key = tuple[str, str, str]


def _covers(
    earlier: Iterable[Dependence], later: Iterable[Dependence], old: Sequence[str], new: str
) -> list[Cover]:
    """What is covered of each indicator and unit of which one of the spans has figures."""
    before, after = _tables(earlier), _tables(later)
    found = []
    for key in dict.fromkeys([*before, *after]):
        gave, gave_years = _sum(before.get(key), old)
        gives, gives_years = _sum(after.get(key), (new,))
        found.append(Cover(*key, gave, gives, gave_years, gives_years))
    return found


def _tables(found: Iterable[Dependence]) -> dict[_Key, Dependence]:
    return {(d.kind, d.indicator, d.unit): d for d in found if d.basis == "amounts"}


def _sum(
    dependence: Dependence | None, patrons: Sequence[str]
) -> tuple[Amount | None, tuple[int, ...]]:
    """What patrons gave together; of a flow the mean of the years with figures."""
    if dependence is None:
        return None, ()
    amounts = [amount for patron, amount in dependence.amounts if patron in patrons]
    if not amounts:
        return None, ()
    whole = add(amounts)
    if set(patrons) & set(dependence.uncounted):
        whole = replace(whole, high=math.inf)
    if _FORMS[dependence.kind] == "stock":
        return whole, ()
    years = math.fsum(dependence.span.part_of(year) for year in dependence.years)
    return whole.times(1 / years), dependence.years


_FORMS: Final = {kind.name: kind.form for kind in GIVEN}


def _replaced(
    ledger: Ledger,
    old: Sequence[str],
    new: str,
    before: Span,
    after: Span,
    earlier: Iterable[Dependence],
    later: Iterable[Dependence],
) -> Iterable[Replaced]:
    counted = [counted_measures(found) for found in (earlier, later)]
    for kind in GIVEN:
        rows = [e for e in ledger.given if e.counted == kind]
        gave = [e for e in rows if e.patron in old and e.gives_some(before, counted[0])]
        still = [e for e in rows if e.patron in old and e.gives_some(after, counted[1])]
        gives = [e for e in rows if e.patron == new and e.gives_some(after, counted[1])]
        if gave or gives:
            yield Replaced(
                kind.name,
                _any(gave),
                _any(gives),
                _any(still),
                tuple(e.thing.id for e in gave),
                tuple(e.thing.id for e in gives),
            )


def _any(entries: Iterable[Entry]) -> float:
    return 1 - math.prod(1 - entry.belief for entry in entries)


def _range(numbers: tuple[float, float, float] | None) -> dict[str, float | None] | None:
    if numbers is None:
        return None
    value, low, high = numbers
    return {"value": value, "low": low, "high": None if math.isinf(high) else high}
