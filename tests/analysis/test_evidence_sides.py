"""From statements to weighted acts: who counts for whom, and what was known."""

from __future__ import annotations

from typing import Any

import pytest

from allegiance.graph.analysis.evidence import EvidenceSettings, gather_evidence
from allegiance.graph.model.grades import Grade
from allegiance.graph.model.statements import Denial
from allegiance.graph.store.build import Built
from allegiance.tests.analysis.evidence_reading import BELIEF, D, acts_of, masses_of, seen

# Who: roll-up, texts, families, channels.


def test_it_counts_whoever_acts(world: Any) -> None:
    world.act("given", "russia", "mali", "2021-01-01")
    world.act("taken", "mali", "russia", "2021-01-02")
    assert seen(world.evidence()) == [("given", "russia", 1), ("taken", "russia", 1)]


def test_a_link_counts_only_for_acts_on_days_that_it_can_hold(world: Any) -> None:
    world.link("wagner-of", "wagner", "russia", "2021-07-01", "2022-06-30")
    for name, on in (
        ("before", "2021-06-30"),
        ("that-year", "2021"),
        ("first-day", "2021-07-01"),
        ("last-day", "2022-06-30"),
        ("after", "2022-07-01"),
    ):
        world.act(name, "mali", "wagner", on)
    assert [name for name, *_ in seen(world.evidence())] == ["that-year", "first-day", "last-day"]


def test_a_vote_for_a_text_against_a_pole_is_an_act_against_it(world: Any) -> None:
    world.actor("text", "resolution", against="russia")
    world.act("for", "mali", "text", "2022-03-02", weight=0.5)
    world.act("against", "mali", "text", "2022-03-03", weight=-0.5)
    assert seen(world.evidence()) == [("for", "russia", -1), ("against", "russia", 1)]


def test_acts_inside_one_family_count_for_nothing(world: Any) -> None:
    world.link("army-of", "army", "mali")
    world.link("wagner-of", "wagner", "russia")
    world.act("coup", "army", "mali", "2020-08-18", weight=-1)
    world.act("mutiny", "wagner", "russia", "2023-06-24", weight=-1)
    world.act("elsewhere", "france", "russia", "2022-02-24", weight=-1)
    assert world.evidence().exposures == ()


def test_a_client_of_a_pole_has_no_acts_with_that_pole(world: Any) -> None:
    world.link("wagner-of", "wagner", "russia")
    world.act("pay", "russia", "wagner", "2021-01-01")
    world.act("clash", "wagner", "france", "2021-01-02", weight=-1)
    assert seen(world.evidence("wagner")) == [("clash", "france", -1)]


def test_an_act_towards_a_client_of_two_poles_counts_for_both(world: Any) -> None:
    world.link("force-of-one", "force", "france")
    world.link("force-of-other", "force", "eu")
    world.act("welcome", "mali", "force", "2021-01-01")
    found = seen(world.evidence(poles=("france", "eu", "russia")))
    assert found == [("welcome", "france", 1), ("welcome", "eu", 1)]


def test_a_neutral_act_and_one_without_a_date_are_no_evidence(world: Any) -> None:
    world.act("talk", "mali", "france", "2021-01-01", weight=0.0)
    world.tie("undated", "mali", "france", None)
    assert world.evidence().exposures == ()


def test_a_channel_keeps_only_its_own_statements(world: Any) -> None:
    world.act("arms", "russia", "mali", "2021-01-01")
    world.act("loan", "russia", "mali", "2021-01-02", channel="economy")
    assert [name for name, *_ in seen(world.evidence(channel="economy"))] == ["loan"]


# What was known.


def test_as_known_on_a_day_the_periods_end_after_it(world: Any) -> None:
    bins = world.evidence(as_known_on=D(2021, 5, 20)).bins
    assert (bins.edges[0], bins.edges[-1]) == (D(2020, 1, 1), D(2021, 5, 21))


def test_later_sources_are_not_heard(world: Any) -> None:
    world.source("then", date="2021-02-01")
    world.source("later", date="2023-02-01")
    world.act("both", "mali", "russia", "2021-01-01", sources=("then", "later"))
    world.act("hindsight", "mali", "russia", "2021-01-02", sources=("later",))
    evidence = world.evidence(as_known_on=D(2022, 1, 1))
    assert masses_of(evidence) == pytest.approx({"both": BELIEF})
    assert set(masses_of(world.evidence())) == {"both", "hindsight"}


def test_a_statement_is_known_from_its_recorded_day(world: Any) -> None:
    world.source("old", date="2020-02-01")
    world.act("leak", "mali", "russia", "2020-01-15", sources=("old",), recorded=D(2022, 1, 1))
    assert world.evidence(as_known_on=D(2021, 12, 31)).exposures == ()
    assert seen(world.evidence(as_known_on=D(2022, 1, 1))) == [("leak", "russia", 1)]


def test_without_dated_sources_a_statement_is_known_once_it_must_have_begun(world: Any) -> None:
    world.tie("tie", "mali", "russia", "2021-01")
    assert world.evidence(as_known_on=D(2021, 1, 30)).exposures == ()
    assert seen(world.evidence(as_known_on=D(2021, 1, 31))) == [("tie", "russia", 1)]


def test_an_end_that_was_not_known_leaves_the_tie_standing(world: Any) -> None:
    world.tie("force", "france", "mali", "2020-01-01", "2021-06-30")
    until = D(2021, 3, 31)
    assert acts_of(world.evidence(as_known_on=until), "force")[4] == pytest.approx(90 / 365.25)
    claim = world.evidence(as_known_on=until).exposures[0].statement
    assert claim.end is None
    assert world.evidence(as_known_on=D(2021, 6, 30)).exposures[0].statement.end is not None


def test_later_denials_are_not_heard(world: Any) -> None:
    world.source("now", date="2021-01-02")
    world.source("later", date="2023-02-01")
    denial = Denial("russia", ("later",), Grade("A1"))
    world.act("claim", "mali", "russia", "2021-01-01", sources=("now",), denied_by=(denial,))
    assert masses_of(world.evidence(as_known_on=D(2022, 1, 1)))["claim"] == pytest.approx(BELIEF)
    assert masses_of(world.evidence())["claim"] < BELIEF


def test_a_link_that_was_not_known_is_not_climbed(world: Any) -> None:
    world.source("admission", date="2023-06-27")
    world.link("wagner-of", "wagner", "russia", "2014", sources=("admission",))
    world.act("deal", "mali", "wagner", "2021-09-13")
    assert world.evidence(as_known_on=D(2022, 1, 1)).exposures == ()
    assert seen(world.evidence()) == [("deal", "russia", 1)]


def test_what_is_known_on_the_last_day_is_everything(sahel: Built) -> None:
    window = (D(2012, 1, 1), D(2026, 1, 1))
    poles = ("france", "russia")
    whole = gather_evidence(sahel.catalogue, "mali", poles, window=window)
    settings = EvidenceSettings(as_known_on=D(2100, 1, 1))
    known = gather_evidence(sahel.catalogue, "mali", poles, window=window, settings=settings)
    assert (known.counts() == whole.counts()).all()
