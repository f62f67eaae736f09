"""Everything that a brief says of one actor, computed once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from allegiance.graph.analysis.attribution import Explanation, explain, find_shifts
from allegiance.graph.analysis.changes import ShiftSettings
from allegiance.graph.analysis.courses import Course, TiltColumns, follow, tilt_columns
from allegiance.graph.analysis.evidence import EvidenceSettings, gather_evidence
from allegiance.graph.analysis.levels import Axis
from allegiance.graph.analysis.neighbourhoods import NetworkChange, compare_networks
from allegiance.graph.analysis.shifts import Shift
from allegiance.graph.model.beliefs import Belief
from allegiance.graph.model.errors import InputError
from allegiance.graph.model.rollup import Rollup
from allegiance.graph.model.statements import Commitment, Statement
from allegiance.graph.model.terms import CHANNELS
from allegiance.graph.store.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Contest:
    """A contested statement with its voices and its competing accounts."""

    statement: Statement
    belief: Belief
    rivals: tuple[Statement, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """All findings on one actor between poles.

    ``series`` is the tilt between the poles of ``axis``, those of the first listed shift.
    ``channels`` holds a course for each channel; ``others`` the courses of the other states, and
    ``other_shifts`` what is listed of them, sorted by date. ``network`` is None where the shift is
    too near the window's ends. Of a pole, which others are measured against, ``course`` is None and
    what would follow from it empty.
    """

    actor: str
    poles: tuple[str, ...]
    window: tuple[dt.date, dt.date]
    course: Course | None
    axis: tuple[str, str]
    series: TiltColumns
    explanations: tuple[Explanation, ...]
    network: NetworkChange | None
    channels: tuple[tuple[str, Course], ...]
    commitments: tuple[Commitment, ...]
    contests: tuple[Contest, ...]
    others: tuple[Course, ...]
    other_shifts: tuple[Shift, ...]
    statements: tuple[Statement, ...]


def profile_actor(
    catalogue: Catalogue,
    actor: str,
    poles: Sequence[str],
    *,
    window: tuple[dt.date, dt.date],
    evidence: EvidenceSettings = EvidenceSettings(),
    settings: ShiftSettings = ShiftSettings(),
) -> Profile:
    """All findings on ``actor`` (an id) between ``poles`` (ids)."""

    def course_of(name: str, chosen: EvidenceSettings = evidence) -> Course:
        found = gather_evidence(catalogue, name, poles, window=window, settings=chosen)
        return follow(found, settings)

    course = course_of(actor)
    explanations = tuple(
        explain(course, change, catalogue, window=window) for change in course.listed()
    )
    listed_changes = course.listed()
    axis = listed_changes[0].axis if listed_changes else Axis(0, 1)
    clan = _clan(catalogue.rollup, actor, catalogue.actors)
    own = _statements_about(catalogue, clan)
    others = [course_of(name) for name in _states(catalogue, actor, poles)]
    listed = [shift for other in others for shift in find_shifts(other, catalogue)]
    return Profile(
        actor=actor,
        poles=tuple(poles),
        window=window,
        course=course,
        axis=(poles[axis.first], poles[axis.second]),
        series=tilt_columns(course, axis),
        explanations=explanations,
        network=_network(catalogue, actor, explanations, window),
        channels=tuple((c, course_of(actor, replace(evidence, channel=c))) for c in CHANNELS),
        commitments=_commitments(catalogue, clan),
        contests=_contests(catalogue, own),
        others=tuple(other for other in others if other.covered),
        other_shifts=tuple(sorted(listed, key=lambda s: (s.date, s.id))),
        statements=own,
    )


def profile_pole(
    catalogue: Catalogue,
    pole: str,
    poles: Sequence[str],
    *,
    window: tuple[dt.date, dt.date],
) -> Profile:
    """All findings on ``pole`` (an id), one of ``poles``: it has no course between them itself.

    Raises
    ------
    InputError
        If it is the only one: nobody can be measured between one pole and itself.
    """
    if len(set(poles)) < 2:
        message = f"{catalogue.label(pole)} needs another pole beside it: --poles France,Russia"
        raise InputError(message)
    found = (
        gather_evidence(catalogue, name, poles, window=window)
        for name in _states(catalogue, pole, poles)
    )
    others = [follow(evidence) for evidence in found]
    listed = [shift for other in others for shift in find_shifts(other, catalogue)]
    clan = _clan(catalogue.rollup, pole, catalogue.actors)
    own = _statements_about(catalogue, clan)
    return Profile(
        actor=pole,
        poles=tuple(poles),
        window=window,
        course=None,
        axis=(poles[0], poles[1]),
        series={},
        explanations=(),
        network=None,
        channels=(),
        commitments=_commitments(catalogue, clan),
        contests=_contests(catalogue, own),
        others=tuple(other for other in others if other.covered),
        other_shifts=tuple(sorted(listed, key=lambda s: (s.date, s.id))),
        statements=own,
    )


def _clan(rollup: Rollup, actor: str, names: Iterable[str]) -> frozenset[str]:
    """An actor with everyone that ever rolls up to it."""
    return frozenset(name for name in names if actor in rollup.family(name))


def _states(catalogue: Catalogue, actor: str, poles: Sequence[str]) -> list[str]:
    away = {actor, *poles}
    return sorted(a.id for a in catalogue.actors.values() if a.kind == "state" and a.id not in away)


def _statements_about(catalogue: Catalogue, clan: frozenset[str]) -> tuple[Statement, ...]:
    found = [s for s in catalogue.statements.values() if {s.subject, s.object} & clan]
    return tuple(sorted(found, key=_when))


def _when(statement: Statement) -> tuple[dt.date, str]:
    return (statement.start.known_day if statement.start else dt.date.min, statement.id)


def _network(
    catalogue: Catalogue,
    actor: str,
    explanations: Sequence[Explanation],
    window: tuple[dt.date, dt.date],
) -> NetworkChange | None:
    if not explanations:
        return None
    low = min(e.shift.date_low for e in explanations) - dt.timedelta(days=1)
    high = max(e.shift.date_high for e in explanations) + dt.timedelta(days=1)
    if low < window[0] or high >= window[1]:
        return None
    return compare_networks(catalogue, actor, before=low, after=high, window=window)


def _commitments(catalogue: Catalogue, clan: frozenset[str]) -> tuple[Commitment, ...]:
    found = [c for c in catalogue.commitments.values() if {c.promised_by, c.promised_to} & clan]
    return tuple(sorted(found, key=lambda c: (c.promised_on.known_day, c.id)))


def _contests(catalogue: Catalogue, statements: Iterable[Statement]) -> tuple[Contest, ...]:
    beliefs = catalogue.beliefs
    return tuple(
        Contest(
            s,
            beliefs.of(s),
            tuple(
                catalogue.statements[name]
                for name in s.conflicts_with
                if name in catalogue.statements
            ),
        )
        for s in statements
        if s.contested
    )
