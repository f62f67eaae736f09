"""What was known when, ties whose patron changes, and ties that rest on a denied act."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from allegiance.graph.analysis.attribution import explain
from allegiance.graph.analysis.courses import follow
from allegiance.graph.analysis.evidence import EvidenceSettings, gather_evidence
from allegiance.graph.analysis.hindsight import beginnings, catalogue_known_on, known_on
from allegiance.graph.model.dates import PartialDate
from allegiance.graph.model.statements import Commitment, Denial, Measure, Quantity
from allegiance.graph.store.build import Built

D = dt.date
WINDOW = (D(2012, 1, 1), D(2026, 1, 1))


def test_a_tie_counts_for_a_patron_only_while_the_link_to_it_holds(world: Any) -> None:
    world.link("first", "force", "france", "2020", "2021")
    world.link("then", "force", "russia", "2022", None)
    world.tie("base", "force", "mali", "2020-01-01", "2023-12-31")
    evidence = world.evidence(window=(D(2020, 1, 1), D(2024, 1, 1)), by="year")
    with_pole = evidence.counts()[:, :, 0] > 0
    # The years in which a link begins or ends are as uncertain as its dates: the middle of them.
    assert with_pole[:, 0].tolist() == [True, True, False, False]
    assert with_pole[:, 1].tolist() == [False, False, True, True]


def test_the_start_of_a_tie_is_no_act_of_a_patron_that_came_later(world: Any) -> None:
    world.link("late", "force", "russia", "2022-01-01", None)
    world.tie("base", "force", "mali", "2020-01-01", "2022-12-31")
    evidence = world.evidence(window=(D(2020, 1, 1), D(2024, 1, 1)), tie_rate=0.0)
    assert evidence.counts().sum() == 0


def test_a_source_without_a_date_may_have_told_at_once(world: Any) -> None:
    world.source("undated")
    world.source("late", date="2022-08-16")
    tie = world.tie("base", "france", "mali", "2014-08-01", sources=("undated", "late"))
    assert known_on(tie, D(2014, 8, 1), world.whole).sources == ("undated",)
    assert known_on(tie, D(2014, 7, 31), world.whole) is None


def test_a_tie_is_known_once_the_act_that_begins_it_is(world: Any) -> None:
    world.source("then", date="2014-08-30")
    world.source("late", date="2022-08-16")
    act = world.act("launch", "france", "mali", "2014-08-01", sources=("then",))
    tie = world.tie("base", "france", "mali", "2014-08-01", sources=("late",), basis=("launch",))
    assert list(beginnings(tie, world.whole)) == [act]
    assert known_on(tie, D(2014, 8, 29), world.whole) is None
    assert known_on(tie, D(2014, 8, 30), world.whole).sources == ("then",)


def test_the_more_is_known_the_surer_the_turn_of_mali(sahel: Built) -> None:
    def probability(day: dt.date) -> float:
        settings = EvidenceSettings(as_known_on=day)
        poles = ("france", "russia")
        return follow(
            gather_evidence(sahel.catalogue, "mali", poles, window=WINDOW, settings=settings)
        ).probability

    found = [probability(D(year, 6, 1)) for year in (2021, 2022, 2023, 2024)]
    assert found == sorted(found)
    assert found[0] < 0.55 < found[-1]


def test_if_wagner_was_not_in_mali_the_tie_that_its_arrival_begins_falls_too(sahel: Built) -> None:
    poles = ("france", "russia")
    evidence = gather_evidence(sahel.catalogue, "mali", poles, window=WINDOW)
    course = follow(evidence)
    found = explain(course, course.changes[0], sahel.catalogue, window=WINDOW)
    without = {test.statement: test.probability_without for test in found.contested}
    both = evidence.counts(fallen={"st-0081", "ti-011"})
    assert not np.allclose(both, evidence.counts(fallen={"st-0081"}))
    assert without["st-0081"] < course.probability - 0.02


def test_a_tie_has_the_denials_of_the_act_that_begins_it(sahel: Built) -> None:
    tie = sahel.catalogue.statements["ti-011"]
    assert {denial.by for denial in tie.denials} == {"mali-transition", "russia"}
    assert tie.contested


def test_an_open_tie_that_began_anew_later_has_lapsed(sahel: Built) -> None:
    lapsed = {s.id for s in sahel.catalogue.statements.values() if s.lapsed}
    assert lapsed == {"st-0002"}  # the African Union suspended Mali in 2012, and again in 2020
    assert not sahel.catalogue.statements["st-0002"].holds_on(D(2016, 1, 1), memory_days=365)
    assert sahel.catalogue.statements["st-0068"].holds_on(D(2025, 1, 1))


@pytest.mark.parametrize("name", ["mali", "burkina-faso", "niger"])
def test_counts_without_each_statement_are_those_of_a_claim_that_falls(
    sahel: Built, name: str
) -> None:
    poles = ("france", "russia")
    evidence = gather_evidence(sahel.catalogue, name, poles, window=WINDOW)
    for statement, counts in evidence.counts_without_each():
        assert np.allclose(counts, evidence.counts(fallen={statement}), atol=1e-12), statement


def test_a_link_without_dates_holds_while_both_actors_exist(sahel: Built) -> None:
    link = sahel.catalogue.links["ln-goita"]  # has no dates; the transition began in May 2021
    assert str(link.start) == "2021-05-24"
    assert link.end is None


def promise(world: Any, outcome_date: str | None = None, due: str | None = "2021-06") -> None:
    world.source("paper", date="2020-03-05")
    world.whole.commitments["cm"] = Commitment(
        id="cm",
        label="France promised to leave.",
        promised_by="france",
        promised_to="mali",
        promised_on=PartialDate.parse("2020-03-01"),
        due=None if due is None else PartialDate.parse(due),
        outcome="met",
        outcome_date=None if outcome_date is None else PartialDate.parse(outcome_date),
        sources=("paper",),
    )


@pytest.mark.parametrize(
    ("outcome_date", "due", "settled"),
    [
        ("2021-02-03", "2021-06", D(2021, 2, 3)),
        ("2021-02", "2021-06", D(2021, 2, 28)),
        (None, "2021-06", D(2021, 6, 30)),
        (None, None, D(2020, 3, 5)),
    ],
)
def test_a_promise_is_open_until_its_outcome_has_surely_come(
    world: Any, outcome_date: str | None, due: str | None, settled: dt.date
) -> None:
    promise(world, outcome_date, due)
    assert catalogue_known_on(world.whole, D(2020, 3, 4)).commitments == {}
    if settled > D(2020, 3, 5):
        before = catalogue_known_on(world.whole, settled - dt.timedelta(days=1)).commitments["cm"]
        assert (before.outcome, before.outcome_date) == ("open", None)
    after = catalogue_known_on(world.whole, settled).commitments["cm"]
    assert after == world.whole.commitments["cm"]


def test_a_measure_is_known_from_its_first_source_or_once_its_period_is_over(world: Any) -> None:
    world.source("paper", date="2021-03-05")
    world.source("undated")
    for name, source in (("told", "paper"), ("untold", "undated")):
        period = PartialDate.parse("2021")
        world.whole.measures[name] = Measure(
            name, "france", "mali", "aid", Quantity(3, None, None, "USD"), period, None, (source,)
        )
    assert catalogue_known_on(world.whole, D(2021, 3, 4)).measures.keys() == set()
    assert catalogue_known_on(world.whole, D(2021, 3, 5)).measures.keys() == {"told"}
    assert catalogue_known_on(world.whole, D(2021, 12, 31)).measures.keys() == {"told", "untold"}


def test_a_denial_rests_on_the_sources_that_were_there(world: Any) -> None:
    world.source("then", date="2021-01-01")
    world.source("late", date="2022-01-01")
    voice = Denial("russia", ("then", "late"))
    world.act("claim", "france", "mali", "2021-01-01", sources=("then",), denied_by=(voice,))
    (known,) = catalogue_known_on(world.whole, D(2021, 6, 1)).statements.values()
    assert [denial.sources for denial in known.denials] == [("then",)]


def test_a_tie_has_not_lapsed_before_it_is_known_to_have_begun_anew(world: Any) -> None:
    world.tie("old", "france", "mali", "2012", sources=("s",), recorded=D(2012, 1, 1))
    world.tie("new", "france", "mali", "2020", sources=("s",), recorded=D(2020, 1, 1))
    world.whole.statements["old"] = replace(world.whole.statements["old"], lapsed=True)
    for day, lapsed in ((D(2019, 12, 31), False), (D(2020, 1, 1), True)):
        assert catalogue_known_on(world.whole, day).statements["old"].lapsed == lapsed


def test_what_was_known_of_what_was_known_is_no_less(sahel: Built) -> None:
    day = D(2021, 3, 1)
    once = catalogue_known_on(sahel.catalogue, day)
    assert catalogue_known_on(once, day) == once
    assert once.as_known_on == day
