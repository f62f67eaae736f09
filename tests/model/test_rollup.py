"""Roll-up: whose acts count for whom, and when."""

from __future__ import annotations

import datetime as dt

import pytest

from allegiance.graph.model.dates import PartialDate
from allegiance.graph.model.grades import Grade
from allegiance.graph.model.rollup import Rollup
from allegiance.graph.model.statements import Relation, Statement

PART_OF = Relation("part_of", "is part of", tie=True, channel="politics", weight=0.0)


def link(child: str, patron: str, start: str | None = None, end: str | None = None) -> Statement:
    return Statement(
        id=f"ln-{child}-{patron}",
        label="",
        subject=child,
        relation=PART_OF,
        object=patron,
        start=PartialDate.parse(start) if start else None,
        end=PartialDate.parse(end) if end else None,
        channel=PART_OF.channel,
        weight=PART_OF.weight,
        grade=Grade("B2"),
        sources=("paper",),
    )


ROLLUP = Rollup.of(
    [
        link("unit", "army"),
        link("army", "state"),
        link("junta", "state", "2021-05-24", "2023-06"),
        link("band", "army", "2020", "2021"),
        link("band", "foreign-power", "2022-01-15"),
        link("mission", "bloc"),
        link("mission", "state"),
        link("bloc", "world"),
    ]
)


def patrons(actor: str, when: str | None = None) -> list[str]:
    at = None if when is None else PartialDate.parse(when)
    return [way.patron for way in ROLLUP.climb(actor, when=at)]


def test_an_actor_counts_for_itself_and_for_every_patron_above_nearest_first() -> None:
    assert patrons("unit") == ["unit", "army", "state"]
    assert patrons("state") == ["state"]
    assert patrons("nobody") == ["nobody"]


def test_a_way_up_names_the_links_that_were_climbed() -> None:
    top = ROLLUP.climb("unit")[-1]
    assert [step.id for step in top.links] == ["ln-unit-army", "ln-army-state"]
    assert ROLLUP.climb("unit")[0].links == ()


@pytest.mark.parametrize(
    ("when", "climbed"),
    [
        ("2021-05-23", False),
        ("2021-05-24", True),
        ("2021-05", True),
        ("2021", True),
        ("2020", False),
        ("2023-06-30", True),
        ("2023-07-01", False),
        ("2023", True),
        ("2024", False),
    ],
)
def test_a_link_is_climbed_when_it_can_hold_on_some_day_of_the_date(
    when: str, climbed: bool
) -> None:
    assert patrons("junta", when) == (["junta", "state"] if climbed else ["junta"])


def test_a_link_without_dates_always_holds() -> None:
    assert patrons("unit", "1066-10-14") == ["unit", "army", "state"]


def test_a_client_may_change_its_patron() -> None:
    assert patrons("band", "2020-06-01") == ["band", "army", "state"]
    assert patrons("band", "2022-01-01") == ["band"]
    assert patrons("band", "2022-01-15") == ["band", "foreign-power"]
    assert patrons("band") == ["band", "army", "foreign-power", "state"]


def test_several_patrons_are_all_climbed_breadth_first() -> None:
    assert patrons("mission") == ["mission", "bloc", "state", "world"]


def test_a_patron_reached_twice_is_named_once_by_the_nearest_way() -> None:
    diamond = Rollup.of(
        [link("a", "b"), link("a", "c"), link("b", "d"), link("c", "d"), link("a", "d")]
    )
    ways = diamond.climb("a")
    assert [way.patron for way in ways] == ["a", "b", "c", "d"]
    assert [step.id for step in ways[-1].links] == ["ln-a-d"]


def test_a_family_holds_the_patrons_of_all_times() -> None:
    assert ROLLUP.family("band") == {"band", "army", "state", "foreign-power"}
    assert ROLLUP.family("state") == {"state"}


def test_the_root_is_the_topmost_patron_of_the_day() -> None:
    assert ROLLUP.root("unit") == "state"
    assert ROLLUP.root("band", at=dt.date(2020, 6, 1)) == "state"
    assert ROLLUP.root("band", at=dt.date(2021, 12, 31)) == "state"
    assert ROLLUP.root("band", at=dt.date(2022, 1, 14)) == "band"
    assert ROLLUP.root("band", at=dt.date(2022, 1, 15)) == "foreign-power"
    assert ROLLUP.root("state") == "state"


def test_the_climb_to_the_root_ends_at_an_actor_that_is_kept() -> None:
    assert ROLLUP.root("unit", keep="army") == "army"
    assert ROLLUP.root("unit", keep="unit") == "unit"
    assert ROLLUP.root("unit", keep="bloc") == "state"
    assert ROLLUP.root("band", keep="army", at=dt.date(2022, 6, 1)) == "foreign-power"


def test_a_circle_of_links_is_climbed_once_round() -> None:
    circle = Rollup.of([link("a", "b"), link("b", "a")])
    assert [way.patron for way in circle.climb("a")] == ["a", "b"]


def test_without_links_everyone_stands_alone() -> None:
    assert [way.patron for way in Rollup().climb("a")] == ["a"]


def test_what_one_does_with_an_answer_does_not_change_the_next() -> None:
    rollup = Rollup.of([link("a", "b")])
    rollup.climb("a").clear()
    assert [way.patron for way in rollup.climb("a")] == ["a", "b"]
    assert rollup.family("a") == {"a", "b"}
    assert rollup == Rollup.of([link("a", "b")])
