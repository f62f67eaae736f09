"""What a shift hangs on: statements, sources and contested claims, each left out in turn."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from allegiance.graph.analysis.changes import Change, ShiftSettings, model_of, segment_counts_of
from allegiance.graph.analysis.contests import ContestTest, settle_contests
from allegiance.graph.analysis.courses import Course
from allegiance.graph.analysis.evidence import gather_evidence
from allegiance.graph.analysis.segmentation import DateSet, change_probability
from allegiance.graph.analysis.shifts import ACTS, Shift, WeakestClaim, WeakestSource
from allegiance.graph.store.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Carrier:
    """A statement's part in a shift.

    ``weight_of_evidence`` is the fall of the log odds of the shift when the statement is left
    out; negative where it speaks against. ``share`` is its part of all that speaks for, in [0, 1]
    (0 where it speaks against). ``mass`` is what it adds to the evidence in all, with ``pole`` if
    ``sign`` is 1, against it if -1.
    """

    statement: str
    pole: str
    sign: int
    mass: float
    weight_of_evidence: float
    share: float
    probability_without: float


@dataclass(frozen=True, slots=True)
class SourceTest:
    """How a shift stands without one origin (an agency, or a source of its own).

    ``date_low`` and ``date_high`` bound its date then; where nothing is covered any more they are
    None, and ``probability_without`` is 0: there is no finding.
    """

    origin: str
    label: str
    statements: tuple[str, ...]
    probability_without: float
    date_low: dt.date | None
    date_high: dt.date | None


@dataclass(frozen=True, slots=True)
class TieTest:
    """How a shift stands under another rate at which standing ties count.

    ``probability`` is that of a change around there, nan where nothing is covered at this rate;
    ``date`` is the likeliest of the change nearest to it, None likewise.
    """

    tie_rate: float
    probability: float
    date: dt.date | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """A shift with all that it hangs on.

    ``carriers`` are sorted by weight, the strongest first; ``sources`` by the probability without
    them, ``contested`` by the lower one of the two ways to settle them, the most needed first.
    ``settings`` say from where on a shift is listed; one that is not can be explained, too.
    """

    shift: Shift
    carriers: tuple[Carrier, ...]
    sources: tuple[SourceTest, ...]
    contested: tuple[ContestTest, ...]
    ties: tuple[TieTest, ...]
    settings: ShiftSettings

    @property
    def listed(self) -> bool:
        """Whether the shift is likely and large enough to be listed among the shifts."""
        return self.likely and self.large

    @property
    def likely(self) -> bool:
        """Whether it is as probable as what is listed."""
        return self.shift.probability >= self.settings.least_probability

    @property
    def large(self) -> bool:
        """Whether its size is that of what is listed."""
        return abs(self.shift.size) >= self.settings.least_size

    def to_dict(self) -> dict[str, Any]:
        """The explanation as plain values, as ``--json`` prints it."""
        return {
            "shift": self.shift.to_dict(),
            "listed": self.listed,
            "core": [self.shift.core_low.isoformat(), self.shift.core_high.isoformat()],
            "lowest_probability": self.lowest_probability,
            "highest_probability": self.highest_probability,
            "statements": [asdict(carrier) for carrier in self.carriers],
            "sources": [_plain(test) for test in self.sources],
            "contested": [test.to_dict() for test in self.contested],
            "ties": [_plain(test) for test in self.ties],
        }

    @property
    def origins(self) -> int:
        """How many independent origins the statements that speak for the shift come from."""
        carried = set(self.shift.statements)
        return sum(bool(carried & set(test.statements)) for test in self.sources)

    @property
    def for_it(self) -> tuple[Carrier, ...]:
        """The statements that speak for the shift, the strongest first."""
        return tuple(c for c in self.carriers if c.share > 0)

    @property
    def against_it(self) -> tuple[Carrier, ...]:
        """The statements that speak against the shift, the strongest first."""
        return tuple(c for c in reversed(self.carriers) if c.weight_of_evidence < 0)

    @property
    def needed_contested(self) -> tuple[ContestTest, ...]:
        """The contested claims that, settled one way, make it less likely by a percent or more."""
        bound = self.shift.probability - LEAST_FALL
        return tuple(t for t in self.contested if t.lowest <= bound)

    @property
    def lowest_probability(self) -> float:
        """The lowest probability, each source left out and each claim settled in turn."""
        without = [t.probability_without for t in self.sources]
        without += [t.lowest for t in self.contested]
        return min(without, default=self.shift.probability)

    @property
    def highest_probability(self) -> float:
        """The highest probability over all contested claims, each settled either way in turn."""
        found = (t.highest for t in self.contested)
        return max(found, default=self.shift.probability)


Window = tuple[dt.date, dt.date]
# The rates of reaffirmation a year under which a shift is tried.
TIE_RATES: Final = (0.0, 0.5, 1.0, 2.0)
# A fall of probability below this is not worth telling.
LEAST_FALL: Final = 0.01


def find_shifts(course: Course, catalogue: Catalogue) -> list[Shift]:
    """The listed shifts of a course, sorted by date, each with what carries it."""
    return [
        _shift(
            course,
            change,
            _carriers(course, change),
            _source_tests(course, change, catalogue),
            settle_contests(course, change, catalogue),
        )
        for change in course.listed()
    ]


def explain(course: Course, change: Change, catalogue: Catalogue, *, window: Window) -> Explanation:
    """What the shift at ``change`` of ``course`` hangs on."""
    carriers = _carriers(course, change)
    sources = _source_tests(course, change, catalogue)
    contested = settle_contests(course, change, catalogue)
    return Explanation(
        shift=_shift(course, change, carriers, sources, contested),
        carriers=carriers,
        sources=sources,
        contested=contested,
        ties=_tie_tests(course, change, catalogue, window),
        settings=course.settings,
    )


def shift_id(course: Course, change: Change) -> str:
    """The name of a shift: its actor, its poles and its order, such as mali:france:russia:1.

    A channel stands before the order; an earlier state of knowledge is added as @2022-01-15.
    """
    settings = course.evidence.settings
    scope = [settings.channel] if settings.channel else []
    parts = [course.evidence.actor, *course.evidence.poles, *scope, str(change.order)]
    known = f"@{settings.as_known_on}" if settings.as_known_on else ""
    return ":".join(parts) + known


def _shift(
    course: Course,
    change: Change,
    carriers: Iterable[Carrier],
    tests: Sequence[SourceTest],
    contested: Sequence[ContestTest],
) -> Shift:
    evidence, bins = course.evidence, course.evidence.bins
    poles = evidence.poles
    carried = {c.statement for c in carriers if c.share > 0}
    ordered = [e.statement.id for e in evidence.exposures if e.statement.id in carried]
    return Shift(
        id=shift_id(course, change),
        actor=evidence.actor,
        from_pole=None if change.from_pole is None else poles[change.from_pole],
        to_pole=None if change.to_pole is None else poles[change.to_pole],
        poles=poles,
        axis=(poles[change.axis.first], poles[change.axis.second]),
        measure=ACTS,
        channel=evidence.settings.channel,
        date=bins.edges[change.dates.mode],
        date_low=bins.edges[change.dates.low],
        date_high=bins.edges[change.dates.high + 1] - dt.timedelta(days=1),
        core_low=bins.edges[change.core.low],
        core_high=bins.edges[change.core.high + 1] - dt.timedelta(days=1),
        probability=change.probability,
        size=change.size,
        before=change.before,
        after=change.after,
        statements=tuple(dict.fromkeys(ordered)),
        weakest_source=_weakest(tests),
        weakest_claim=_weakest_claim(contested),
        alert=course.is_alert(change),
    )


def _weakest(tests: Sequence[SourceTest]) -> WeakestSource | None:
    if not tests:
        return None
    return WeakestSource(tests[0].origin, tests[0].label, tests[0].probability_without)


def _weakest_claim(tests: Sequence[ContestTest]) -> WeakestClaim | None:
    if not tests:
        return None
    worst = tests[0]
    falls = worst.if_falls.probability <= worst.if_holds.probability
    then = worst.if_falls if falls else worst.if_holds
    return WeakestClaim(worst.statement, falls, then.probability, then.listed, then.alert)


def _probability_of(course: Course, change: Change, counts: NDArray[np.float64]) -> float:
    """P(a change where ``change`` lies) with other counts; 0 if nothing is covered then."""
    model, settings = model_of(counts, course.settings), course.settings
    if model is None:
        return 0.0
    return change_probability(
        model.matrix(),
        max_changes=settings.max_changes,
        rho=settings.rho,
        within=(change.first, change.last),
    )


def _nearest(
    course: Course, change: Change, counts: NDArray[np.float64]
) -> tuple[float, DateSet] | None:
    """With other counts: P(a change where ``change`` lies), and the dates of the nearest one."""
    found = segment_counts_of(counts, course.settings)
    if found is None:
        return None
    dates = found.date_sets(course.settings.level)
    nearest = min(dates, key=lambda d: abs(d.mode - change.dates.mode))
    return found.probability_within(change.first, change.last), nearest


def _carriers(course: Course, change: Change) -> tuple[Carrier, ...]:
    evidence = course.evidence
    masses = evidence.masses()
    totals = masses * evidence.acts_of(masses).sum(axis=1)
    odds = _log_odds(change.probability)
    firsts: dict[str, int] = {}
    sums: dict[str, float] = {}
    for index, exposure in enumerate(evidence.exposures):
        name = exposure.statement.id
        if totals[index] > 0:
            firsts.setdefault(name, index)
            sums[name] = sums.get(name, 0.0) + float(totals[index])
    without = {
        name: _probability_of(course, change, counts)
        for name, counts in evidence.counts_without_each()
    }
    weights = {name: odds - _log_odds(without[name]) for name in firsts}
    whole = sum(max(weight, 0.0) for weight in weights.values())
    carriers = [
        Carrier(
            statement=name,
            pole=evidence.poles[evidence.exposures[index].pole],
            sign=evidence.exposures[index].sign,
            mass=sums[name],
            weight_of_evidence=weights[name],
            share=max(weights[name], 0.0) / whole if whole > 0 else 0.0,
            probability_without=without[name],
        )
        for name, index in firsts.items()
    ]
    return tuple(sorted(carriers, key=lambda c: (-c.weight_of_evidence, c.statement)))


def _source_tests(course: Course, change: Change, catalogue: Catalogue) -> tuple[SourceTest, ...]:
    voices: dict[str, list[str]] = {}
    for exposure in course.evidence.exposures:
        for claim in (exposure.statement, *exposure.links):
            for name in claim.sources:
                heard = voices.setdefault(catalogue.sources[name].origin, [])
                if claim.id not in heard:
                    heard.append(claim.id)
    labels = {s.origin: s.origin_label or s.publisher for s in catalogue.sources.values()}
    edges = course.evidence.bins.edges
    tests = []
    known: dict[bytes, tuple[float, DateSet] | None] = {}
    for origin, claims in voices.items():
        counts = course.evidence.counts(silenced={origin})
        key = counts.tobytes()
        if key not in known:  # some origins are heard on nothing that weighs
            known[key] = _nearest(course, change, counts)
        found = known[key]
        probability, low, high = 0.0, None, None
        if found is not None:
            probability, dates = found
            low, high = edges[dates.low], edges[dates.high + 1] - dt.timedelta(days=1)
        tests.append(SourceTest(origin, labels[origin], tuple(claims), probability, low, high))
    return tuple(sorted(tests, key=lambda t: (t.probability_without, t.origin)))


def _tie_tests(
    course: Course, change: Change, catalogue: Catalogue, window: Window
) -> tuple[TieTest, ...]:
    usual = course.evidence
    tests = []
    for rate in TIE_RATES:
        settings = replace(usual.settings, tie_rate=rate)
        varied = gather_evidence(
            catalogue, usual.actor, usual.poles, window=window, settings=settings
        )
        found = _nearest(course, change, varied.counts())
        if found is None:
            tests.append(TieTest(rate, math.nan, None))
        else:
            tests.append(TieTest(rate, found[0], varied.bins.edges[found[1].mode]))
    return tuple(tests)


def _plain(test: SourceTest | TieTest) -> dict[str, Any]:
    """The fields of a test: days as ISO text, tuples as lists."""
    fields = asdict(test)
    for name, value in fields.items():
        if isinstance(value, dt.date):
            fields[name] = value.isoformat()
        elif isinstance(value, tuple):
            fields[name] = list(value)
    return fields


def _log_odds(probability: float) -> float:
    kept = min(max(probability, 1e-12), 1 - 1e-12)
    return math.log(kept / (1 - kept))
