"""Everything a brief says of one actor hangs together."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from allegiance.graph.analysis.actor_profile import Profile, profile_actor
from allegiance.graph.analysis.attribution import find_shifts
from allegiance.graph.analysis.changes import ShiftSettings
from allegiance.graph.analysis.courses import follow
from allegiance.graph.analysis.evidence import EvidenceSettings, gather_evidence
from allegiance.graph.model.terms import CHANNELS
from allegiance.graph.store.build import Built

D = dt.date
WINDOW = (D(2012, 1, 1), D(2026, 1, 1))
POLES = ("france", "russia")


@pytest.fixture(scope="module")
def mali(sahel: Built) -> Profile:
    return profile_actor(sahel.catalogue, "mali", POLES, window=WINDOW)


def test_its_shifts_are_those_of_its_course(sahel: Built, mali: Profile) -> None:
    assert [e.shift for e in mali.explanations] == find_shifts(mali.course, sahel.catalogue)
    assert len(mali.series["mean"]) == len(mali.course.counts) == 56
    assert (mali.actor, mali.poles, mali.window) == ("mali", POLES, WINDOW)


def test_the_others_are_the_covered_states_sorted_and_without_poles(
    sahel: Built, mali: Profile
) -> None:
    names = [course.evidence.actor for course in mali.others]
    assert names == sorted(names)
    assert {"burkina-faso", "niger", "chad", "car"} <= set(names)
    assert not {"mali", *POLES, "senegal"} & set(names)
    assert all(sahel.catalogue.actors[name].kind == "state" for name in names)
    assert all(course.covered for course in mali.others)


def test_the_shifts_of_the_others_are_sorted_by_date(mali: Profile) -> None:
    assert [shift.actor for shift in mali.other_shifts] == ["burkina-faso", "niger"]
    dates = [shift.date for shift in mali.other_shifts]
    assert dates == sorted(dates)


def test_each_channel_has_a_course_and_together_they_have_all_the_evidence(
    mali: Profile,
) -> None:
    assert [name for name, _ in mali.channels] == list(CHANNELS)
    for name, course in mali.channels:
        assert course.evidence.settings.channel == name
        assert {e.statement.channel for e in course.evidence.exposures} <= {name}
    exposures = sum(len(course.evidence.exposures) for _, course in mali.channels)
    assert exposures == len(mali.course.evidence.exposures)


def test_its_statements_are_all_that_name_it_or_its_own_sorted_by_date(
    sahel: Built, mali: Profile
) -> None:
    rollup = sahel.catalogue.rollup
    expected = {
        s.id
        for s in sahel.catalogue.statements.values()
        if "mali" in rollup.family(s.subject) | rollup.family(s.object)
    }
    assert {s.id for s in mali.statements} == expected
    days = [s.start.earliest for s in mali.statements if s.start]
    assert days == sorted(days)
    assert {s for e in mali.explanations for s in e.shift.statements} <= expected


def test_contests_are_complete_with_voices_and_rivals(sahel: Built, mali: Profile) -> None:
    contested = [s for s in mali.statements if s.contested]
    assert [c.statement for c in mali.contests] == contested
    assert len(contested) > 5
    for contest in mali.contests:
        assert {r.id for r in contest.rivals} == set(contest.statement.conflicts_with)
        assert contest.belief == sahel.catalogue.beliefs.of(contest.statement)
        if contest.statement.denials:
            assert contest.belief.opposing.disbelief > 0


def test_commitments_are_its_own_or_made_to_it_sorted_by_day(sahel: Built, mali: Profile) -> None:
    rollup = sahel.catalogue.rollup
    assert mali.commitments
    for commitment in mali.commitments:
        sides = rollup.family(commitment.promised_by) | rollup.family(commitment.promised_to)
        assert "mali" in sides
    days = [c.promised_on.earliest for c in mali.commitments]
    assert days == sorted(days)


def test_the_network_is_compared_just_outside_the_date_interval(mali: Profile) -> None:
    [explanation] = mali.explanations
    assert mali.network is not None
    day = dt.timedelta(days=1)
    assert mali.network.before.at == explanation.shift.date_low - day
    assert mali.network.after.at == explanation.shift.date_high + day
    changes = {n.actor: n.change for n in mali.network.neighbours}
    assert changes["france"] == "turned hostile"
    assert changes["russia"] == "new friend"


def test_an_actor_that_did_not_move_has_no_network_to_compare(sahel: Built) -> None:
    chad = profile_actor(sahel.catalogue, "chad", POLES, window=WINDOW)
    assert chad.explanations == ()
    assert chad.network is None
    assert chad.course.covered
    assert [shift.actor for shift in chad.other_shifts] == ["mali", "burkina-faso", "niger"]


def test_an_actor_of_whom_nothing_is_known_has_an_empty_profile(sahel: Built) -> None:
    senegal = profile_actor(sahel.catalogue, "senegal", POLES, window=WINDOW)
    assert not senegal.course.covered
    assert np.isnan(senegal.series["mean"]).all()
    assert senegal.explanations == ()


def test_settings_reach_every_course(sahel: Built) -> None:
    found = profile_actor(
        sahel.catalogue,
        "mali",
        POLES,
        window=WINDOW,
        evidence=EvidenceSettings(tie_rate=0.0, by="year"),
        settings=ShiftSettings(max_changes=1),
    )
    courses = [found.course, *(c for _, c in found.channels), *found.others]
    assert {c.evidence.settings.tie_rate for c in courses} == {0.0}
    assert {len(c.counts) for c in courses} == {14}
    assert {c.settings.max_changes for c in courses} == {1}
    alone = gather_evidence(
        sahel.catalogue,
        "mali",
        POLES,
        window=WINDOW,
        settings=EvidenceSettings(tie_rate=0.0, by="year"),
    )
    expected = follow(alone, ShiftSettings(max_changes=1)).probability
    assert found.course.probability == expected
