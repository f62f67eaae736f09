"""Precedents on courses made by hand: who is nearest, by what chance, and what followed."""

from __future__ import annotations

import datetime as dt
import math

import pytest

from allegiance.graph.analysis.precedents.coding import code_dossier
from allegiance.graph.analysis.precedents.nearest import PrecedentSettings, find_precedents
from allegiance.graph.analysis.precedents.steps import Event
from allegiance.graph.model.errors import InputError
from allegiance.graph.store.build import Built

WINDOW = (dt.date(2000, 1, 1), dt.date(2020, 1, 1))
PATH = ("coup", "sanctioned", "company-arrives", "forces-told-to-go", "organisation-left")


def course(start: str, *steps: str) -> tuple[Event, ...]:
    first = dt.date.fromisoformat(start)
    return tuple(
        Event(first + dt.timedelta(days=100 * place), step) for place, step in enumerate(steps)
    )


CHRONICLES = {
    "asked": course("2015-01-01", *PATH[:4]),
    "alike": course("2005-01-01", *PATH),
    "unlike": course("2005-01-01", *reversed(PATH)),
    "after": course("2017-01-01", *PATH),
    "short": course("2005-01-01", "coup"),
}
AT = dt.date(2015, 12, 31)


def test_the_nearest_case_is_the_like_one_and_never_the_actor_itself() -> None:
    found = find_precedents(CHRONICLES, "asked", at=AT, window=WINDOW)
    assert [one.case.actor for one in found.nearest] == ["alike", "unlike"]
    best = found.nearest[0]
    assert best.distance == 0
    assert str(best.case.day) == "2005-10-28"  # its fourth step: then it is the same
    assert [event.step for event in best.case.followed or ()] == ["organisation-left"]
    assert all(pair.same for pair in best.alignment)
    assert found.looked_at == 2


def test_what_comes_later_counts_only_if_asked_for() -> None:
    later = PrecedentSettings(later=True)
    found = find_precedents(CHRONICLES, "asked", at=AT, window=WINDOW, settings=later)
    assert {one.case.actor for one in found.nearest} == {"alike", "unlike", "after"}
    assert found.nearest[0].case.actor == "after"  # of equal ones the latest


def test_those_left_out_are_no_cases() -> None:
    found = find_precedents(CHRONICLES, "asked", at=AT, window=WINDOW, leave_out=["alike"])
    assert [one.case.actor for one in found.nearest] == ["unlike"]


def test_the_chance_of_a_likeness_is_that_of_an_order_of_five_steps() -> None:
    # Every stretch begins with the first of the five steps, so that one is at distance 0 only where
    # the first four stand in the order of the course: in 1 of the 5! orders.
    settings = PrecedentSettings(shuffles=6000)
    chronicles = {name: CHRONICLES[name] for name in ("asked", "alike")}
    found = find_precedents(chronicles, "asked", at=AT, window=WINDOW, settings=settings)
    assert found.nearest[0].by_chance == pytest.approx(1 / 120, abs=0.004)
    assert found.nearest_by_chance == found.nearest[0].by_chance


def test_equal_seeds_give_equal_chances_and_no_shuffles_none() -> None:
    first, again = (find_precedents(CHRONICLES, "asked", at=AT, window=WINDOW) for _ in range(2))
    assert repr(first) == repr(again)
    none = PrecedentSettings(shuffles=0)
    found = find_precedents(CHRONICLES, "asked", at=AT, window=WINDOW, settings=none)
    assert math.isnan(found.nearest[0].by_chance)
    assert math.isnan(found.nearest_by_chance)


def test_what_followed_stands_beside_how_often_it_follows_anyway() -> None:
    found = find_precedents(CHRONICLES, "asked", at=AT, window=WINDOW)
    by_step = {one.step: one for one in found.followed}
    left = by_step["organisation-left"]
    assert (left.times, left.cases) == (1, 2)  # after "alike"; what was reversed begins with it
    # "alike": three stretches of three to five steps, it followed the first two; "unlike": none.
    assert left.base == pytest.approx((2 / 3 + 0) / 2)
    assert 0 < left.low < 0.5 < left.high < 1


def test_what_is_not_covered_to_the_end_is_not_known_to_have_not_followed() -> None:
    settings = PrecedentSettings(later=True, follow=5.0)
    found = find_precedents(CHRONICLES, "asked", at=AT, window=WINDOW, settings=settings)
    case = {one.case.actor: one.case for one in found.nearest}
    assert case["after"].followed is None
    assert all(one.cases == 2 for one in found.followed)


def test_too_few_steps_have_no_precedent() -> None:
    found = find_precedents(CHRONICLES, "short", at=AT, window=WINDOW)
    assert (found.nearest, found.followed) == ((), ())
    nobody = find_precedents({"asked": CHRONICLES["asked"]}, "asked", at=AT, window=WINDOW)
    assert nobody.nearest == ()
    assert nobody.looked_at == 0
    unknown = find_precedents(CHRONICLES, "nobody", at=AT, window=WINDOW)
    assert unknown.case.events == ()


@pytest.mark.parametrize("wrong", [{"years": 0}, {"follow": -1}, {"most": 0}, {"shuffles": -1}])
def test_settings_without_sense_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(InputError):
        PrecedentSettings(**wrong)


def test_the_shipped_dossier_is_coded_as_its_statements_read(sahel: Built) -> None:
    found = code_dossier(sahel.catalogue)
    mali = [(f"{event.day:%Y-%m}", event.step) for event in found["mali"]]
    for known in (
        ("2012-03", "coup"),
        ("2020-08", "coup"),
        ("2021-05", "coup"),
        ("2021-12", "company-arrives"),
        ("2022-02", "forces-told-to-go"),
        ("2022-05", "agreement-denounced"),
    ):
        assert known in mali
    assert [event.step for event in found["gabon"]] == ["coup", "suspended"]
    told = {name for events in found.values() for event in events for name in event.told}
    assert told <= sahel.catalogue.statements.keys()
    beliefs = sahel.catalogue.beliefs
    assert all(beliefs.of(sahel.catalogue.statements[n]).fused.probability > 0.5 for n in told)
