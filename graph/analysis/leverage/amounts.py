"""How much of one indicator each patron gave: over years, on a day, or as a share."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from allegiance.graph.analysis.leverage.ledger import Entry
from allegiance.graph.analysis.leverage.settings import Span
from allegiance.graph.model.rollup import Rollup
from allegiance.graph.model.statements import Measure, Quantity, Statement


@dataclass(frozen=True, slots=True)
class Amount:
    """How much, as a range.

    ``high`` is inf where a source says "at least", ``low`` 0 where it says "at most".
    ``measures`` are the ids that it is made of, ``statements`` those of the ties by which a force
    is known not to be there (then all numbers are 0).
    """

    low: float
    value: float
    high: float
    measures: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The amount as plain values; ``high`` is None where it has no upper end."""
        return {
            "low": self.low,
            "value": self.value,
            "high": None if math.isinf(self.high) else self.high,
            "measures": list(self.measures),
            "statements": list(self.statements),
        }

    def times(self, factor: float) -> Amount:
        """The amount times a positive factor."""
        numbers = (self.low * factor, self.value * factor, self.high * factor)
        return Amount(*numbers, self.measures, self.statements)


def amount_of(quantity: Quantity, name: str) -> Amount:
    """What a quantity says as a range; ``name`` is the id of its measure."""
    low = quantity.low if quantity.value is None else quantity.value
    high = quantity.high if quantity.value is None else quantity.value
    if low is None or high is None:  # a quantity is a value or a range
        return Amount(math.nan, math.nan, math.nan, (name,))
    value = (low + high) / 2
    if quantity.bound in ("at least", "more than"):
        high = math.inf
    if quantity.bound == "at most":
        low = 0.0
    return Amount(float(low), float(value), float(high), (name,))


def compete(amounts: Sequence[Amount]) -> Amount:
    """Several accounts of one amount: from the least to the greatest, the mean between them."""
    return Amount(
        min(a.low for a in amounts),
        math.fsum(a.value for a in amounts) / len(amounts),
        max(a.high for a in amounts),
        _ids(amounts),
        _statements(amounts),
    )


def add(amounts: Sequence[Amount], *, overlapping: bool = False) -> Amount:
    """Several amounts together; of ``overlapping`` ones one may be part of another.

    Then the least is the greatest of them, the most their sum, and the value between.
    """
    low, high = math.fsum(a.low for a in amounts), sum(a.high for a in amounts)
    value = math.fsum(a.value for a in amounts)
    if overlapping and len(amounts) > 1:
        low = max(a.low for a in amounts)
        value = (max(a.value for a in amounts) + value) / 2
    return Amount(low, value, high, _ids(amounts), _statements(amounts))


def flow_of(entries: Iterable[Entry], span: Span) -> Amount | None:
    """What one provider gave over the years of ``span``; None where nothing is known of them.

    A figure that begins before the span counts by the part of its days that lies in it; one whose
    days are not over on the span's last day, or that has no beginning or end, does not. Figures for
    the same days compete.
    """
    by_days: dict[tuple[dt.date, dt.date], list[Amount]] = {}
    for measure in _measures(entries):
        if measure.start is None or measure.end is None:
            continue
        first, last = measure.start.earliest, measure.end.latest
        inside = (last - max(first, span.start)).days + 1
        if inside > 0 and last <= span.day:
            part = inside / ((last - first).days + 1)
            amount = amount_of(measure.quantity, measure.id).times(part)
            by_days.setdefault((first, last), []).append(amount)
    if not by_days:
        return None
    days = sorted(by_days)
    overlapping = any(later[0] <= earlier[1] for earlier, later in pairwise(days))
    return add([compete(by_days[key]) for key in days], overlapping=overlapping)


def stock_of(
    entries: Iterable[Entry], day: dt.date, *, reach_days: int, presence: Iterable[Statement]
) -> Amount | None:
    """How many of one provider were there on ``day``; None where nobody counted them.

    The nearest counts speak, if they are at most ``reach_days`` away; those equally near compete.
    A count without a date speaks while the ties of ``presence`` stand. Where these ties are known
    but none can stand on ``day`` the count is 0.
    """
    ties = list(presence)
    there = [tie for tie in ties if tie.holds_on(day)]
    if ties and not there:
        return Amount(0.0, 0.0, 0.0, (), tuple(sorted(tie.id for tie in ties)))
    near: dict[int, list[Amount]] = {}
    for measure in _measures(entries):
        away = _days_between(measure, day)
        if away is None and there:
            away = reach_days
        if away is not None and away <= reach_days:
            near.setdefault(away, []).append(amount_of(measure.quantity, measure.id))
    return compete(near[min(near)]) if near else None


def presence_of(rollup: Rollup, provider: str, entries: Iterable[Entry]) -> list[Statement]:
    """The ties among ``entries`` by which ``provider``, or what is part of it, is there."""
    return [
        entry.thing
        for entry in entries
        if isinstance(entry.thing, Statement)
        and entry.thing.tie
        and provider in rollup.family(entry.thing.subject)
    ]


def _days_between(measure: Measure, day: dt.date) -> int | None:
    """How far a count is from a day, 0 within its dates; None for one without a date."""
    first, last = measure.start or measure.end, measure.end or measure.start
    if first is None or last is None:
        return None
    return max((first.earliest - day).days, (day - last.latest).days, 0)


def _measures(entries: Iterable[Entry]) -> list[Measure]:
    return [entry.thing for entry in entries if isinstance(entry.thing, Measure)]


def _ids(amounts: Iterable[Amount]) -> tuple[str, ...]:
    return tuple(sorted({name for a in amounts for name in a.measures}))


def _statements(amounts: Iterable[Amount]) -> tuple[str, ...]:
    return tuple(sorted({name for a in amounts for name in a.statements}))
