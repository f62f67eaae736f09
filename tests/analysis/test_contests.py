"""A shift with its contested claims settled both ways: by hand, and in the dossiers that ship."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from allegiance.graph.analysis.actor_profile import profile_actor
from allegiance.graph.analysis.attribution import Explanation
from allegiance.graph.analysis.contests import ContestTest, Standing, settle_contests, standing
from allegiance.graph.analysis.courses import Course, follow
from allegiance.graph.dossier import Dossier, open_dossier
from allegiance.graph.model.grades import Grade
from allegiance.graph.model.statements import Denial
from allegiance.graph.render.summary import summarise

ROOT = Path(__file__).parents[2]
DENIAL = Denial("france", ("s",), Grade("A1"))


def turned(world: Any, **of_last: Any) -> Course:
    """An act with France in each quarter of 2020 and 2021, with Russia in 2022 and 2023."""
    for year, pole in ((2020, "france"), (2021, "france"), (2022, "russia"), (2023, "russia")):
        for month in (2, 5, 8, 11):
            more = of_last if (year, month) == (2023, 11) else {}
            world.act(f"{year}-{month:02}", "mali", pole, f"{year}-{month:02}-01", **more)
    return follow(world.evidence())


def settled(world: Any, course: Course) -> tuple[ContestTest, ...]:
    return settle_contests(course, course.changes[0], world.whole)


def test_a_claim_that_holds_counts_as_if_nobody_had_denied_it(world: Any) -> None:
    plain = turned(world)
    world.whole.statements["2023-11"] = replace(
        world.whole.statements["2023-11"], denials=(DENIAL,)
    )
    course = follow(world.evidence())
    [test] = settled(world, course)
    assert test.if_holds.probability == pytest.approx(plain.changes[0].probability)
    assert test.if_falls.probability < course.changes[0].probability < test.if_holds.probability
    assert (test.lowest, test.highest) == (test.if_falls.probability, test.if_holds.probability)


def test_a_claim_that_speaks_against_a_shift_lowers_it_by_holding(world: Any) -> None:
    turned(world)
    world.act("relapse", "mali", "france", "2023-06-01", denied_by=(DENIAL,))
    [test] = settled(world, follow(world.evidence()))
    assert test.lowest == test.if_holds.probability < test.if_falls.probability


def test_accounts_that_compete_with_a_claim_that_holds_fall(world: Any) -> None:
    turned(world)
    world.act("one", "mali", "russia", "2023-03-01", grade="C3", conflicts_with=("two",))
    world.act("two", "mali", "france", "2023-03-02", grade="C3", conflicts_with=("one",))
    course = follow(world.evidence())
    found = {test.statement: test for test in settled(world, course)}
    assert found["one"].if_holds == found["two"].if_falls
    assert found["two"].if_holds == found["one"].if_falls
    assert found["one"].if_holds.probability > found["two"].if_holds.probability


def test_where_nothing_is_left_there_is_no_finding(world: Any) -> None:
    course = turned(world)
    gone = standing(course, course.changes[0], fallen=world.whole.statements)
    assert gone == Standing(0.0, None, None, listed=False, alert=False)


@pytest.fixture(scope="module")
def shipped() -> Dossier:
    return open_dossier(ROOT / "data" / "sahel")


@pytest.fixture(scope="module")
def mali(shipped: Dossier) -> Explanation:
    return shipped.explain("mali:france:russia:1")


def test_mali_stays_listed_but_is_no_alert_if_wagner_was_not_there(mali: Explanation) -> None:
    """The numbers of the shipped dossier: 92%, and 87% if the claim on Wagner's men falls."""
    worst = mali.contested[0]
    assert worst.statement == "st-0081"
    assert mali.shift.probability == pytest.approx(0.918, abs=5e-3)
    assert worst.if_falls.probability == pytest.approx(0.875, abs=5e-3)
    assert (worst.if_falls.listed, worst.if_falls.alert) == (True, False)
    assert worst.if_falls.date == dt.date(2021, 1, 1)
    assert worst.if_holds.alert
    assert mali.shift.weakest_claim is not None
    assert mali.shift.weakest_claim.to_dict() == {
        "id": "st-0081",
        "settled": "falls",
        "probability": worst.if_falls.probability,
        "listed": True,
        "alert": False,
    }
    assert mali.lowest_probability <= worst.lowest <= mali.highest_probability


def test_what_each_contested_claim_does_is_in_the_json(mali: Explanation) -> None:
    told = mali.to_dict()["contested"][0]
    assert told["statement"] == "st-0081"
    assert told["probability_without"] == told["if_falls"]["probability"]
    assert told["if_falls"]["date"] == "2021-01-01"
    assert set(told["if_holds"]) == {"probability", "date", "size", "listed", "alert"}


def test_elspan_is_no_alert_if_the_company_is_not_a_client() -> None:
    """The numbers of the invented dossier: 98%, and 86% if the link from Kestrel falls."""
    dossier = open_dossier(ROOT / "tests" / "dossiers" / "archipelago")
    [shift] = [s for s in dossier.shifts("Elspan") if s.actor == "elspan"]
    claim = shift.weakest_claim
    assert claim is not None
    assert (claim.id, claim.falls, claim.listed, claim.alert) == ("ln-kestrel", True, True, False)
    assert shift.probability == pytest.approx(0.982, abs=5e-3)
    assert claim.probability == pytest.approx(0.856, abs=5e-3)


def test_the_first_findings_of_a_brief_say_what_falls(shipped: Dossier) -> None:
    poles = shipped.settings.poles
    profile = profile_actor(shipped.catalogue, "mali", poles, window=shipped.window)
    lines = [line.text for line in summarise(profile, shipped.catalogue)]
    [line] = [line for line in lines if "contested claim it needs most falls" in line]
    assert line.endswith("it is 87%, and no alert any more.")


def test_each_of_several_claims_stands_as_it_does_when_it_alone_is_asked_about(world: Any) -> None:
    turned(world, denied_by=(DENIAL,))
    for name, day, grade in (("unjudged", "2021-06-01", "F6"), ("vague", "2023-06-01", "F6")):
        world.act(name, "mali", "france", day, grade=grade, denied_by=(DENIAL,))
    course = follow(world.evidence())
    tests = {test.statement: test for test in settled(world, course)}
    assert tests.keys() == {"2023-11", "unjudged", "vague"}
    for name, test in tests.items():
        assert test.if_falls == standing(course, course.changes[0], fallen={name})
        assert test.if_holds == standing(course, course.changes[0], undenied={name})
    assert tests["unjudged"].if_falls == tests["vague"].if_falls != tests["2023-11"].if_falls
