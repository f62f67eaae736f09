"""What was measured before and after a shift, with intervals, and no word of causes."""

from __future__ import annotations

import calendar
import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Final

from allegiance.graph.analysis.attribution import shift_id
from allegiance.graph.analysis.courses import Course
from allegiance.graph.analysis.indicators import Indicator, Observation, public_indicators
from allegiance.graph.analysis.rates import (
    LEVEL,
    mean_difference_interval,
    rate_ratio_interval,
)
from allegiance.graph.analysis.shifts import Shift
from allegiance.graph.model.statements import Statement
from allegiance.graph.store.catalogue import Catalogue

INFORMATION: Final = "information"
_DAY: Final = dt.timedelta(days=1)
_YEAR_DAYS: Final = 365.25


@dataclass(frozen=True, slots=True)
class Cut:
    """Whose shift it is, and when: what a comparison needs to know of it."""

    id: str
    actor: str
    date: dt.date
    date_low: dt.date
    date_high: dt.date

    @classmethod
    def of(cls, shift: Shift) -> Cut:
        """The cut that a shift makes."""
        return cls(shift.id, shift.actor, shift.date, shift.date_low, shift.date_high)

    @classmethod
    def first(cls, course: Course) -> Cut | None:
        """That of the first listed shift of a course, without what carries it; None for none."""
        for change in course.listed():
            edges, dates = course.evidence.bins.edges, change.dates
            days = edges[dates.mode], edges[dates.low], edges[dates.high + 1] - _DAY
            return cls(shift_id(course, change), course.evidence.actor, *days)
        return None


@dataclass(frozen=True, slots=True)
class OutcomeSettings:
    """How far to look on each side of a shift, and how many values a side must have at least."""

    years: int = 5
    least: int = 3
    level: float = LEVEL


@dataclass(frozen=True, slots=True)
class Change:
    """Before and after: means (of levels) or events a year (of counts), and how they differ.

    ``change`` is after less before for levels, after over before for counts, with its interval.
    nan where a side has too few values, or no event came on either.
    """

    n_before: int
    n_after: int
    before: float
    after: float
    change: float
    low: float
    high: float

    @property
    def told(self) -> bool:
        """Whether there is an interval to speak of."""
        return not math.isnan(self.low)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One indicator beside a shift.

    ``at_date`` cuts at the most probable date. ``outside`` leaves all of the date interval out.
    ``cuts`` are the least and the largest change over the ``cut_count`` cuts within it that can be
    told (None for none); at ``shown`` of them the interval leaves out that nothing changed, on
    the side of the change at the most probable date.
    ``peers`` is the median change of the same indicator for others, cut at the same date, over
    ``peer_count`` of them; nan where it is told of none: what moved all alike is not the actor's.
    """

    indicator: Indicator
    at_date: Change
    outside: Change
    cuts: tuple[float, float] | None
    cut_count: int = 0
    shown: int = 0
    peers: float = math.nan
    peer_count: int = 0

    @property
    def told(self) -> bool:
        """Whether the change at the most probable date has an interval."""
        return self.at_date.told

    @property
    def holds(self) -> bool:
        """Whether the change is told at the most probable date, and shown at every cut."""
        return self.told and self.shown == self.cut_count

    def to_dict(self) -> dict[str, Any]:
        """The outcome as plain values."""
        return {
            "indicator": self.indicator.name,
            "unit": self.indicator.unit,
            "source": self.indicator.source,
            "compared": "ratio" if self.indicator.counts else "difference",
            **_plain(self.at_date),
            "outside_interval": _plain(self.outside),
            "median_of_others": self.peers,
            "others": self.peer_count,
            "over_cuts": self.cuts and {"low": self.cuts[0], "high": self.cuts[1]},
            "cuts": self.cut_count,
            "cuts_shown": self.shown,
            "records": [name for o in self.indicator.observations for name in o.records],
        }


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement of the information channel about the actor, and how far it is believed."""

    statement: Statement
    after: bool
    probability: float


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What was measured and claimed beside a shift. ``missing`` are data sets not at hand.

    ``claims`` are sorted by date; ``claim_change`` compares how many there are a year.
    """

    shift: str
    actor: str
    date: dt.date
    date_low: dt.date
    date_high: dt.date
    outcomes: tuple[Outcome, ...]
    claims: tuple[Claim, ...] = ()
    claim_change: Change | None = None
    missing: tuple[str, ...] = ()

    @property
    def told(self) -> tuple[Outcome, ...]:
        """The outcomes with enough values on both sides."""
        return tuple(outcome for outcome in self.outcomes if outcome.told)

    def to_dict(self) -> dict[str, Any]:
        """All of it as plain values, as ``--json`` prints it."""
        return {
            "shift": self.shift,
            "actor": self.actor,
            "date": self.date.isoformat(),
            "date_low": self.date_low.isoformat(),
            "date_high": self.date_high.isoformat(),
            "outcomes": [outcome.to_dict() for outcome in self.outcomes],
            "claims": [_claim_row(claim) for claim in self.claims],
            "claims_a_year": self.claim_change and _plain(self.claim_change),
            "missing": list(self.missing),
            "causal": False,
        }


def compare_outcomes(
    indicators: Iterable[Indicator],
    shift: Cut,
    *,
    peers: Iterable[Indicator] = (),
    settings: OutcomeSettings = OutcomeSettings(),
) -> tuple[Outcome, ...]:
    """Each indicator before and after ``shift``, those told first, then by name.

    ``peers`` are indicators of others: those of the same kind and unit are compared at its date.
    """
    others = list(peers)
    found = [_outcome(indicator, others, shift, settings) for indicator in indicators]
    return tuple(sorted(found, key=lambda o: (not o.told, o.indicator.source, o.indicator.name)))


def outcomes_of_state(shift: Shift) -> Outcomes:
    """What public data sets at hand count of a state before and after a shift by a measure."""
    found, missing = public_indicators(shift.actor)
    days = shift.date, shift.date_low, shift.date_high
    outcomes = compare_outcomes(found, Cut.of(shift))
    return Outcomes(shift.id, shift.actor, *days, outcomes, missing=tuple(missing))


def compare_at(
    indicator: Indicator,
    *,
    until: dt.date,
    since: dt.date,
    settings: OutcomeSettings = OutcomeSettings(),
) -> Change:
    """An indicator before the day ``until`` and from the day ``since`` on.

    Values of periods that straddle one of the days, or lie further away than
    ``settings.years``, are left out.
    """
    first, last = _years_on(until, -settings.years), _years_on(since, settings.years)
    before = [o for o in indicator.observations if first <= o.first and o.last < until]
    after = [o for o in indicator.observations if since <= o.first and o.last < last]
    compare = _rates if indicator.counts else _levels
    return compare(before, after, settings)


def claims_beside(
    catalogue: Catalogue,
    shift: Cut,
    *,
    window: tuple[dt.date, dt.date],
    settings: OutcomeSettings = OutcomeSettings(),
) -> tuple[tuple[Claim, ...], Change]:
    """The statements of the information channel about an actor and its clients, and their rates.

    Each is before or after the most probable date by the first day it can be of. Accounts that
    cannot hold together are listed, and counted once. Rates are over the part of the window within
    ``settings.years`` of that date.
    """
    beliefs, rollup, cut = catalogue.beliefs, catalogue.rollup, shift.date
    about = [
        s
        for s in catalogue.statements.values()
        if s.channel == INFORMATION
        and s.start is not None
        and shift.actor in rollup.family(s.subject) | rollup.family(s.object)
    ]
    claims = [Claim(s, _day(s) >= cut, beliefs.of(s).fused.probability) for s in about]
    claims.sort(key=lambda claim: (_day(claim.statement), claim.statement.id))
    first = max(window[0], _years_on(cut, -settings.years))
    last = min(window[1], _years_on(cut, settings.years))
    ids = {s.id for s in about}
    alone = [s for s in about if not any(n in ids and n < s.id for n in s.conflicts_with)]
    days = [day for s in alone if first <= (day := _day(s)) < last]
    late = sum(day >= cut for day in days)
    spans = tuple(max((b - a).days, 0) / _YEAR_DAYS for a, b in ((first, cut), (cut, last)))
    change = _rate_change((len(days) - late, spans[0]), (late, spans[1]), settings)
    return tuple(claims), change


def _outcome(
    indicator: Indicator, peers: Iterable[Indicator], shift: Cut, settings: OutcomeSettings
) -> Outcome:
    def at(until: dt.date, since: dt.date, of: Indicator = indicator) -> Change:
        return compare_at(of, until=until, since=since, settings=settings)

    alike = [p for p in peers if (p.kind, p.unit) == (indicator.kind, indicator.unit)]
    moved = [one.change for p in alike if (one := at(shift.date, shift.date, p)).told]
    found = at(shift.date, shift.date)
    told = [one for cut in _cuts(indicator, shift) if (one := at(cut, cut)).told]
    changes = [one.change for one in told]
    return Outcome(
        indicator,
        found,
        at(shift.date_low, shift.date_high + _DAY),
        (min(changes), max(changes)) if changes else None,
        len(told),
        sum(_shows(one, found, none=1.0 if indicator.counts else 0.0) for one in told),
        median(moved) if moved else math.nan,
        len(moved),
    )


def _shows(one: Change, found: Change, *, none: float) -> bool:
    """Whether an interval leaves out ``none``, that nothing changed, on the side of ``found``."""
    return one.low > none if found.change > none else one.high < none


def _cuts(indicator: Indicator, shift: Cut) -> list[dt.date]:
    """The days within the date interval at which the sides change: where a period begins or ends.

    With the most probable date, and the ends of the interval.
    """
    low, high = shift.date_low, shift.date_high + _DAY
    edges = {o.first for o in indicator.observations}
    edges |= {o.last + _DAY for o in indicator.observations}
    return sorted({low, high, shift.date, *(day for day in edges if low < day < high)})


def _levels(
    before: Sequence[Observation], after: Sequence[Observation], settings: OutcomeSettings
) -> Change:
    sides = [[o.value for o in side] for side in (before, after)]
    early, late = (math.fsum(side) / len(side) if side else math.nan for side in sides)
    low, high = math.nan, math.nan
    if min(map(len, sides)) >= settings.least:
        low, high = mean_difference_interval(*sides, level=settings.level)
    return Change(len(sides[0]), len(sides[1]), early, late, late - early, low, high)


def _rates(
    before: Sequence[Observation], after: Sequence[Observation], settings: OutcomeSettings
) -> Change:
    early, late = ((round(sum(o.value for o in side)), _years(side)) for side in (before, after))
    if min(len(before), len(after)) < settings.least:
        return _untold(early, late)
    return _rate_change(early, late, settings)


def _rate_change(
    before: tuple[int, float], after: tuple[int, float], settings: OutcomeSettings
) -> Change:
    if before[0] + after[0] == 0 or min(before[1], after[1]) <= 0:
        return _untold(before, after)
    low, high = rate_ratio_interval(before, after, level=settings.level)
    known = _untold(before, after)
    ratio = known.after / known.before if known.before else math.inf
    return Change(known.n_before, known.n_after, known.before, known.after, ratio, low, high)


def _untold(before: tuple[int, float], after: tuple[int, float]) -> Change:
    """Events and rates without a comparison."""
    early, late = (n / years if years > 0 else math.nan for n, years in (before, after))
    return Change(before[0], after[0], early, late, math.nan, math.nan, math.nan)


def _years(side: Iterable[Observation]) -> float:
    return math.fsum(((o.last - o.first).days + 1) / _YEAR_DAYS for o in side)


def _years_on(day: dt.date, years: int) -> dt.date:
    """The same day so many years on; of a leap day the day before where there is none."""
    year = min(max(day.year + years, dt.MINYEAR), dt.MAXYEAR)
    last = calendar.monthrange(year, day.month)[1]
    return dt.date(year, day.month, min(day.day, last))


def _day(statement: Statement) -> dt.date:
    return statement.start.known_day if statement.start else dt.date.min


def _plain(change: Change) -> dict[str, Any]:
    return {
        "n_before": change.n_before,
        "n_after": change.n_after,
        "before": change.before,
        "after": change.after,
        "change": change.change,
        "low": change.low,
        "high": change.high,
    }


def _claim_row(claim: Claim) -> dict[str, Any]:
    s = claim.statement
    return {
        "id": s.id,
        "start": str(s.start or ""),
        "after": claim.after,
        "claim": s.label,
        "asserted_by": list(s.asserted_by),
        "denied_by": [denial.by for denial in s.denials],
        "probability": claim.probability,
        "sources": list(s.sources),
    }
