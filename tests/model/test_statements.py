"""The values of a dossier: what they derive from what they hold."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from allegiance.graph.model.dates import PartialDate
from allegiance.graph.model.errors import InputError
from allegiance.graph.model.grades import Grade
from allegiance.graph.model.statements import Actor, Denial, Quantity, Relation, Statement
from allegiance.graph.model.terms import KINDS

ACT = Relation("supports", "supports", tie=False, channel="diplomacy", weight=0.5)
TIE = Relation("stationed_in", "is stationed in", tie=True, channel="defence", weight=1.0)


def statement(
    start: str | None = "2022-02-17", end: str | None = None, *, relation: Relation = ACT
) -> Statement:
    return Statement(
        id="st-1",
        label="A claim.",
        subject="northland",
        relation=relation,
        object="southland",
        start=PartialDate.parse(start) if start else None,
        end=PartialDate.parse(end) if end else None,
        channel=relation.channel,
        weight=relation.weight,
        grade=Grade("B2"),
        sources=("paper",),
    )


@pytest.mark.parametrize(("weight", "sign"), [(0.5, 1), (-0.01, -1), (0.0, 0)])
def test_the_sign_is_that_of_the_weight(weight: float, sign: int) -> None:
    assert dataclasses.replace(statement(), weight=weight).sign == sign


def test_a_statement_is_contested_when_denied_or_when_another_cannot_hold_with_it() -> None:
    assert not statement().contested
    assert dataclasses.replace(statement(), denials=(Denial("southland", ("paper",)),)).contested
    assert dataclasses.replace(statement(), conflicts_with=("st-2",)).contested


@pytest.mark.parametrize(
    ("day", "holds"),
    [
        ("2021-12-31", False),
        ("2022-01-01", True),
        ("2022-06-15", True),
        ("2022-07-31", True),
        ("2022-08-01", False),
    ],
)
def test_a_tie_holds_from_its_earliest_start_to_its_latest_end(day: str, holds: bool) -> None:
    tie = statement("2022", "2022-07", relation=TIE)
    assert tie.holds_on(dt.date.fromisoformat(day)) == holds


def test_a_tie_without_an_end_holds_on_and_one_without_dates_always() -> None:
    assert statement("2022", relation=TIE).holds_on(dt.date(2999, 1, 1))
    assert statement(None, relation=TIE).holds_on(dt.date(1, 1, 1))


def test_an_act_is_over_on_the_next_day_unless_it_is_remembered() -> None:
    act = statement("2022-02-17")
    assert act.holds_on(dt.date(2022, 2, 17))
    assert not act.holds_on(dt.date(2022, 2, 18))
    assert act.holds_on(dt.date(2022, 2, 18), memory_days=1)
    assert not act.holds_on(dt.date(2022, 2, 19), memory_days=1)
    assert not act.holds_on(dt.date(2022, 2, 16), memory_days=1)


def test_memory_does_not_outlast_an_end_that_is_known() -> None:
    act = statement("2022-02-17", "2022-02-20")
    assert act.holds_on(dt.date(2022, 2, 20))
    assert not act.holds_on(dt.date(2022, 2, 21), memory_days=365)


def test_a_statement_is_a_tie_when_its_relation_is_one() -> None:
    assert statement(relation=TIE).tie
    assert not statement(relation=ACT).tie


def test_an_actor_answers_to_labels_aliases_code_and_id() -> None:
    actor = Actor(
        "cote-divoire",
        "Côte d'Ivoire",
        "state",
        labels=(("en", "Côte d'Ivoire"), ("fr", "République de Côte d'Ivoire")),
        aliases=("Ivory Coast", "Abidjan"),
        iso3="CIV",
    )
    assert set(actor.names) == {
        "Côte d'Ivoire",
        "République de Côte d'Ivoire",
        "Ivory Coast",
        "Abidjan",
        "CIV",
        "cote-divoire",
    }
    assert actor.names[0] == actor.label
    assert "CIV" not in dataclasses.replace(actor, iso3=None).names


def test_all_kinds_act_but_places_and_resolutions() -> None:
    still = {kind for kind in KINDS if not Actor("x", "X", kind).acts}
    assert still == {"place", "resolution"}


@pytest.mark.parametrize(
    ("quantity", "shown"),
    [
        (Quantity(12640, None, None, "troops"), "12,640 troops"),
        (Quantity(47.8, None, None, "USD billion"), "47.8 USD billion"),
        (Quantity(0.2, None, None, "share of votes"), "0.2 share of votes"),
        (Quantity(1234567, None, None, "persons", "at least"), "at least 1,234,567 persons"),
        (Quantity(None, 800, 2000, "persons", "about"), "about 800 to 2,000 persons"),
        (Quantity(5, None, None, "years", "renewable"), "5 years; renewable"),
        (Quantity(5, None, None, ""), "5"),
        (Quantity(0, None, None, "deaths", "more than"), "more than 0 deaths"),
    ],
)
def test_a_quantity_reads_as_one_would_say_it(quantity: Quantity, shown: str) -> None:
    assert str(quantity) == shown


@pytest.mark.parametrize(
    ("value", "low", "high"), [(None, None, None), (None, 1, None), (None, None, 1), (None, 2, 1)]
)
def test_a_quantity_without_a_number_cannot_be_built(
    value: float | None, low: float | None, high: float | None
) -> None:
    with pytest.raises(InputError, match="a value or a range"):
        Quantity(value, low, high, "persons")


@pytest.mark.parametrize(
    ("start", "end", "relation", "possible", "certain"),
    [
        ("2022-02-17", None, ACT, "2022-02-17 2022-02-17", "2022-02-17 2022-02-17"),
        ("2022-02", None, ACT, "2022-02-01 2022-02-28", None),
        ("2022-02", None, TIE, "2022-02-01 9999-12-31", "2022-02-28 9999-12-31"),
        ("../2022-02", "2023~", TIE, "0001-01-01 2024-12-31", None),
        ("../2021-02", "2023~", TIE, "0001-01-01 2024-12-31", "2021-02-28 2022-01-01"),
        ("2022", "2022", TIE, "2022-01-01 2022-12-31", None),
        ("2021", "2022-03/..", TIE, "2021-01-01 9999-12-31", "2021-12-31 2022-03-01"),
        (None, None, TIE, "0001-01-01 9999-12-31", "0001-01-01 9999-12-31"),
    ],
)
def test_when_it_can_hold_and_when_it_surely_does(
    start: str | None, end: str | None, relation: Relation, possible: str, certain: str | None
) -> None:
    held = statement(start, end, relation=relation)
    assert " ".join(day.isoformat() for day in held.possible_days) == possible
    first, last = held.certain_days
    assert (f"{first} {last}" if first <= last else None) == certain
    for day in (dt.date(2021, 1, 1), dt.date(2022, 2, 17), dt.date(2022, 3, 1)):
        assert held.holds_on(day) or not held.surely_holds_on(day)


def test_a_lapsed_tie_holds_on_its_start_alone() -> None:
    lapsed = dataclasses.replace(statement("2022-02", relation=TIE), lapsed=True)
    assert lapsed.possible_days == (dt.date(2022, 2, 1), dt.date(2022, 2, 28))
    assert not lapsed.surely_holds_on(dt.date(2022, 2, 17))


def test_memory_does_not_run_past_the_end_of_the_calendar() -> None:
    act = statement("9999-12-31")
    assert act.holds_on(dt.date.max, memory_days=365)
    assert statement("2022/..").holds_on(dt.date.max, memory_days=365)


def test_what_lies_outside_a_window_cannot_hold_within_it() -> None:
    window = (dt.date(2022, 1, 1), dt.date(2023, 1, 1))
    within = {"2021", "2022", "2023", "../2022-05", "2023/..", "2022-12-31", "2021-12~"}
    found = {start for start in within if statement(start).can_hold_within(*window)}
    assert found == {"2022", "../2022-05", "2022-12-31", "2021-12~"}
    assert statement("2010", relation=TIE).can_hold_within(*window)


def test_an_actor_exists_between_its_dates() -> None:
    actor = Actor(
        "junta",
        "Junta",
        "government",
        active_from=PartialDate.parse("2020-08"),
        active_until=PartialDate.parse("2022~"),
    )
    days = [dt.date(2020, 7, 31), dt.date(2020, 8, 1), dt.date(2023, 12, 31), dt.date(2024, 1, 1)]
    assert [actor.can_exist_on(day) for day in days] == [False, True, True, False]
    assert Actor("x", "X", "state").can_exist_on(dt.date.min)
