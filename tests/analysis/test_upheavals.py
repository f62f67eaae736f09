"""Coups that a dossier tells of, beside its shifts."""

from __future__ import annotations

from typing import Any

import allegiance as al
from allegiance.graph.analysis.upheavals import beside, upheavals_in


def coup(world: Any, name: str, on: str, relation: str = "takes_power_in", **more: Any) -> None:
    world.act(name, more.pop("who", "colonels"), "mali", on, relation=relation, weight=0.0, **more)


def told(world: Any) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(one.date, one.said, one.statements) for one in upheavals_in(world.whole)]


def test_accounts_that_compete_are_one_coup_with_all_its_dates(world: Any) -> None:
    coup(world, "press", "2021-05-24", conflicts_with=("list",))
    coup(world, "list", "2021-05-21")
    coup(world, "first", "2020-08-18")
    assert told(world) == [
        ("2020-08-18", "coup", ("first",)),
        ("2021-05-21 or 2021-05-24", "coup", ("list", "press")),
    ]


def test_what_agrees_on_day_and_outcome_is_one_coup_whoever_acts(world: Any) -> None:
    coup(world, "named", "2020-08-18", "ousts", who="goita")
    coup(world, "unnamed", "2020-08-18")
    coup(world, "plot", "2020-08-18", "plots_coup_in")
    assert told(world) == [
        ("2020-08-18", "coup", ("named", "unnamed")),
        ("2020-08-18", "coup plot", ("plot",)),
    ]


def test_sources_that_disagree_on_the_outcome_are_both_heard(world: Any) -> None:
    coup(world, "won", "2012-05-01")
    coup(world, "lost", "2012-04-30", "attempts_coup_in", conflicts_with=("won",))
    assert told(world) == [("2012-04-30 or 2012-05-01", "coup or failed coup", ("lost", "won"))]


def test_other_acts_and_what_has_no_date_are_no_coups(world: Any) -> None:
    world.act("visit", "russia", "mali", "2021-05-24")
    assert told(world) == []


def test_the_coups_of_the_sahel_stand_beside_the_shifts_near_them() -> None:
    dossier = al.open()
    upheavals = upheavals_in(dossier.catalogue)
    shifts = {shift.actor: shift for shift in dossier.shifts()}
    near = {actor: [u.date for u in beside(upheavals, shift)] for actor, shift in shifts.items()}
    assert near["mali"] == ["2020-08-18", "2021-05-24 or 2021-05-25"]
    assert near["niger"] == ["2023-07-26"]
    assert "2012-03-22" in {u.date for u in upheavals if u.state == "mali"}  # ten years from it
