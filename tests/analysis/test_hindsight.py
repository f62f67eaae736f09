"""What was known when, ties whose patron changes, and ties that rest on a denied act."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest

from allegiance.graph.analysis.attribution import explain
from allegiance.graph.analysis.courses import follow
from allegiance.graph.analysis.evidence import EvidenceSettings, gather_evidence
from allegiance.graph.analysis.hindsight import beginnings, known_on
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
