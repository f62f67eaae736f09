"""What a shift hangs on: each statement, origin, contested claim and tie rate tried in turn."""

from __future__ import annotations

import datetime as dt
import json
import math
from dataclasses import replace
from typing import Any

import pytest

from allegiance.graph.analysis.attribution import (
    TIE_RATES,
    Explanation,
    explain,
    find_shifts,
    shift_id,
)
from allegiance.graph.analysis.changes import ShiftSettings
from allegiance.graph.analysis.courses import Course, follow
from allegiance.graph.analysis.evidence import gather_evidence
from allegiance.graph.model.grades import Grade
from allegiance.graph.model.statements import Denial, Statement
from allegiance.graph.store.build import Built
from allegiance.graph.store.catalogue import Catalogue

D = dt.date
WINDOW = (D(2012, 1, 1), D(2026, 1, 1))
HAND_WINDOW = (D(2020, 1, 1), D(2024, 1, 1))
KEYS = [
    *("id", "actor", "from", "to", "poles", "measure", "channel"),
    *("date", "date_low", "date_high", "probability", "size", "before", "after"),
    *("difference", "direction_open"),
    *("statements", "weakest_source", "weakest_claim", "alert"),
]


def mali(catalogue: Catalogue) -> Course:
    return follow(gather_evidence(catalogue, "mali", ("france", "russia"), window=WINDOW))


@pytest.fixture(scope="module")
def explained(sahel: Built) -> Explanation:
    course = mali(sahel.catalogue)
    return explain(course, course.changes[0], sahel.catalogue, window=WINDOW)


def turned(world: Any, **of_last: Any) -> Course:
    """An act with France in each quarter of 2020 and 2021, with Russia in 2022 and 2023."""
    for year, pole in ((2020, "france"), (2021, "france"), (2022, "russia"), (2023, "russia")):
        for month in (2, 5, 8, 11):
            more = of_last if (year, month) == (2023, 11) else {}
            world.act(f"{year}-{month:02}", "mali", pole, f"{year}-{month:02}-01", **more)
    return follow(world.evidence())


def explanation_of(world: Any, course: Course) -> Explanation:
    return explain(course, course.changes[0], world.whole, window=HAND_WINDOW)


def odds(probability: float) -> float:
    return math.log(probability / (1 - probability))


# Statements.


@pytest.mark.parametrize("name", ["ti-002", "st-0029", "st-0162"])
def test_a_fallen_statement_is_as_if_it_were_not_in_the_dossier(sahel: Built, name: str) -> None:
    whole = sahel.catalogue
    kept = {key: s for key, s in whole.statements.items() if key != name}
    removed = mali(replace(whole, statements=kept))
    evidence = mali(whole).evidence
    assert name in {e.statement.id for e in evidence.exposures}
    assert evidence.counts(fallen={name}) == pytest.approx(removed.counts, abs=1e-12)
    assert follow(evidence, fallen={name}).probability == pytest.approx(removed.probability)


def test_the_weight_of_a_statement_is_the_fall_of_the_log_odds_without_it(world: Any) -> None:
    course = turned(world)
    carriers = {c.statement: c for c in explanation_of(world, course).carriers}
    without = follow(course.evidence, fallen={"2021-11"}).probability
    assert carriers["2021-11"].weight_of_evidence == pytest.approx(
        odds(course.probability) - odds(without)
    )
    assert carriers["2021-11"].mass == pytest.approx(0.81)
    assert (carriers["2021-11"].pole, carriers["2021-11"].sign) == ("france", 1)


def test_the_shares_of_what_speaks_for_a_shift_sum_to_one(explained: Explanation) -> None:
    carriers = explained.carriers
    assert sum(c.share for c in carriers) == pytest.approx(1)
    assert all((c.share > 0) == (c.weight_of_evidence > 0) for c in carriers)
    weights = [c.weight_of_evidence for c in carriers]
    assert weights == sorted(weights, reverse=True)
    assert weights[-1] < 0  # something speaks against it, and is shown


def test_what_speaks_against_a_shift_is_not_among_its_statements(world: Any) -> None:
    turned(world)
    world.act("relapse", "mali", "france", "2023-06-01")
    course = follow(world.evidence())
    explanation = explanation_of(world, course)
    [relapse] = [c for c in explanation.carriers if c.statement == "relapse"]
    assert relapse.weight_of_evidence < 0
    assert relapse.share == 0
    assert "relapse" not in explanation.shift.statements
    assert "2022-05" in explanation.shift.statements


def test_the_statements_of_a_shift_are_sorted_by_date(sahel: Built, explained: Explanation) -> None:
    names = explained.shift.statements
    starts = [sahel.catalogue.statements[n].start for n in names]
    days = [start.earliest for start in starts if start is not None]
    assert len(days) == len(names) > 10
    assert days == sorted(days)
    assert len(set(names)) == len(names)


# Sources.


def test_the_weakest_source_is_the_one_without_which_least_is_left(
    explained: Explanation,
) -> None:
    left = {test.origin: test.probability_without for test in explained.sources}
    weakest = explained.shift.weakest_source
    assert weakest is not None
    assert weakest.probability_without == min(left.values()) == left[weakest.id]
    assert explained.sources[0].origin == weakest.id
    assert explained.lowest_probability <= weakest.probability_without


def test_leaving_an_agency_out_silences_all_its_copies(world: Any) -> None:
    for name in ("paper", "radio"):
        world.source(name, origin="agency")
    turned(world)
    for name, source in (("2022-02", "paper"), ("2022-05", "radio")):
        world.whole.statements[name] = replace(world.whole.statements[name], sources=(source,))
    course = follow(world.evidence())
    tests = {t.origin: t for t in explanation_of(world, course).sources}
    assert set(tests) == {"agency", "s"}
    assert tests["agency"].statements == ("2022-02", "2022-05")
    both = follow(course.evidence, fallen={"2022-02", "2022-05"})
    assert tests["agency"].probability_without == pytest.approx(both.probability)


def test_leaving_an_agency_out_is_as_if_no_source_of_it_were_in_the_dossier(
    sahel: Built, explained: Explanation
) -> None:
    whole, origin = sahel.catalogue, "origin-ap"
    [test] = [t for t in explained.sources if t.origin == origin]
    assert test.label == "Associated Press"
    copies = {name for name, source in whole.sources.items() if source.origin == origin}
    assert len(copies) > 1  # several papers, one voice

    def without_copies(claims: dict[str, Statement]) -> dict[str, Statement]:
        left = {n: tuple(x for x in s.sources if x not in copies) for n, s in claims.items()}
        return {n: replace(s, sources=left[n]) for n, s in claims.items() if left[n]}

    rest = replace(
        whole, statements=without_copies(whole.statements), links=without_copies(whole.links)
    )
    assert test.probability_without == pytest.approx(mali(rest).probability)


def test_where_all_hangs_on_one_source_nothing_is_left_without_it(world: Any) -> None:
    [test] = explanation_of(world, turned(world)).sources
    assert (test.origin, test.label) == ("s", "s press")
    assert test.probability_without == 0
    assert (test.date_low, test.date_high) == (None, None)


def test_the_dates_without_a_source_are_those_of_the_course_without_it(world: Any) -> None:
    world.source("other")
    turned(world)
    for name in ("2021-05", "2021-08", "2021-11"):
        world.whole.statements[name] = replace(world.whole.statements[name], sources=("other",))
    course = follow(world.evidence())
    explanation = explanation_of(world, course)
    [other] = [t for t in explanation.sources if t.origin == "other"]
    [change] = follow(course.evidence, silenced={"other"}).changes
    edges = course.evidence.bins.edges
    assert other.date_low == edges[change.dates.low]
    assert other.date_high == edges[change.dates.high + 1] - dt.timedelta(days=1)
    assert other.date_low < explanation.shift.date_low  # then it may have been earlier


def test_a_link_is_among_what_its_source_carries(world: Any) -> None:
    world.source("expert")
    world.link("wagner-of", "wagner", "russia", sources=("expert",))
    turned(world)
    world.act("deal", "mali", "wagner", "2022-03-01")
    explanation = explanation_of(world, follow(world.evidence()))
    [expert] = [t for t in explanation.sources if t.origin == "expert"]
    assert expert.statements == ("wagner-of",)


def test_origins_are_counted_among_what_speaks_for_the_shift(world: Any) -> None:
    world.source("other")
    turned(world)
    world.act("relapse", "mali", "france", "2023-06-01", sources=("other",))
    explanation = explanation_of(world, follow(world.evidence()))
    assert len(explanation.sources) == 2
    assert explanation.origins == 1


# Contested claims, ties.


def test_each_contested_claim_falls_in_turn(world: Any) -> None:
    denial = Denial("france", ("s",), Grade("C3"))
    course = turned(world, denied_by=(denial,))
    explanation = explanation_of(world, course)
    [contest] = explanation.contested
    assert contest.statement == "2023-11"
    without = follow(course.evidence, fallen={"2023-11"}).probability
    assert contest.probability_without == pytest.approx(without)
    assert contest.probability_without < explanation.shift.probability


def test_a_contested_link_falls_too(sahel: Built, explained: Explanation) -> None:
    contested = {test.statement: test.probability_without for test in explained.contested}
    assert "ln-wagner" in contested
    assert contested["ln-wagner"] < explained.shift.probability
    assert all(
        (sahel.catalogue.statements | sahel.catalogue.links)[name].contested for name in contested
    )
    lows = [test.lowest for test in explained.contested]
    assert lows == sorted(lows)


def test_the_shift_is_tried_at_each_tie_rate(sahel: Built, explained: Explanation) -> None:
    assert [test.tie_rate for test in explained.ties] == list(TIE_RATES)
    found = [test.probability for test in explained.ties]
    assert found == sorted(found)  # the more ties count, the surer Mali's move
    at_one = explained.ties[TIE_RATES.index(1.0)]
    assert at_one.probability == pytest.approx(explained.shift.probability)
    assert at_one.date == explained.shift.date


def test_a_tie_rate_at_which_nothing_is_covered_has_no_probability(world: Any) -> None:
    world.tie("old", "france", "mali", "1961", "2022-01-01")
    world.tie("new", "russia", "mali", "2022-01-01")
    course = follow(world.evidence(), ShiftSettings(least_mass=1.0))
    explanation = explain(course, course.changes[0], world.whole, window=HAND_WINDOW)
    at_zero = explanation.ties[0]
    assert at_zero.tie_rate == 0
    assert math.isnan(at_zero.probability)
    assert at_zero.date is None


def test_a_second_change_is_tried_where_it_lies_and_not_where_the_first_does(world: Any) -> None:
    for index in range(48):
        pole = "russia" if 16 <= index < 32 else "france"
        world.act(f"act-{index:02}", "mali", pole, f"{2020 + index // 12}-{1 + index % 12:02}-01")
    course = follow(world.evidence(by="month"))
    assert len(course.changes) == 2
    second = explain(course, course.changes[1], world.whole, window=HAND_WINDOW)
    assert second.shift.id == "mali:france:russia:2"
    at_one = second.ties[TIE_RATES.index(1.0)]
    assert at_one.date == second.shift.date == D(2022, 9, 1)
    assert at_one.probability == pytest.approx(second.shift.probability)


# As it is printed.


def test_a_shift_is_named_by_actor_poles_channel_and_order(world: Any) -> None:
    course = turned(world)
    assert shift_id(course, course.changes[0]) == "mali:france:russia:1"
    narrow = follow(world.evidence(channel="defence"))
    assert shift_id(narrow, narrow.changes[0]) == "mali:france:russia:defence:1"


def test_the_json_of_a_shift_has_the_keys_of_the_contract(explained: Explanation) -> None:
    plain = explained.shift.to_dict()
    assert list(plain) == KEYS
    assert list(plain["before"]) == list(plain["after"]) == ["mean", "low", "high"]
    assert list(plain["weakest_source"]) == ["id", "probability_without"]
    assert plain["poles"] == ["france", "russia"]
    assert (plain["from"], plain["to"], plain["measure"]) == ("france", "russia", "acts")
    assert plain["channel"] is None
    assert json.loads(json.dumps(plain, allow_nan=False)) == plain


def test_numbers_are_plain_floats_and_dates_iso_days(explained: Explanation) -> None:
    plain = explained.shift.to_dict()
    numbers = [plain["probability"], plain["size"], *plain["before"].values()]
    numbers += [*plain["after"].values(), plain["weakest_source"]["probability_without"]]
    assert {type(number) for number in numbers} == {float}
    for name in ("date", "date_low", "date_high"):
        assert dt.date.fromisoformat(plain[name]).isoformat() == plain[name]
    assert plain["date_low"] <= plain["date"] <= plain["date_high"]
    assert type(plain["alert"]) is bool


def test_the_json_of_an_explanation_is_plain(explained: Explanation) -> None:
    plain = explained.to_dict()
    assert json.loads(json.dumps(plain, allow_nan=False)) == plain
    assert plain["shift"] == explained.shift.to_dict()
    assert plain["lowest_probability"] == explained.lowest_probability
    assert len(plain["statements"]) == len(explained.carriers)


def test_a_listed_shift_is_the_one_that_is_explained(sahel: Built, explained: Explanation) -> None:
    assert find_shifts(mali(sahel.catalogue), sahel.catalogue) == [explained.shift]
