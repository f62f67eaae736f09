"""Disputes of COW: who did what to whom, against the Cuban crisis and the Falklands war."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from allegiance.graph.datasets.cow_disputes import COW_DISPUTES
from allegiance.graph.datasets.protocol import Reading

Read = Callable[[str], tuple[Reading, bool]]
HEAD = (
    "dispnum,ccode1,ccode2,year,dispongoing,disponset,sidea1,sidea2,fatality1,fatality2,"
    "fatalpre1,fatalpre2,hiact1,hiact2,hostlev1,hostlev2,orig1,orig2\n"
)


def row(reading: Reading, dispute: int, state: str, opponent: str) -> dict:
    table = reading.table
    pair = (table["state"] == state) & (table["opponent"] == opponent)
    (found,) = table[(table["dispute"] == dispute) & pair].to_dict("records")
    return found


def test_the_cuban_crisis_of_1962_saw_force_on_both_sides(read_once: Read) -> None:
    found = row(read_once("cow-disputes")[0], 61, "united-states", "soviet-union")
    assert (found["year"], found["hostility"], found["opponent_hostility"]) == (1962, "use", "use")


def test_argentina_began_the_war_over_the_falklands(read_once: Read) -> None:
    reading, _ = read_once("cow-disputes")
    begun = row(reading, 3630, "argentina", "united-kingdom")
    other = row(reading, 3630, "united-kingdom", "argentina")
    assert (begun["initiator"], other["initiator"]) == (1, 0)
    assert begun["hostility"] == other["hostility"] == "war"
    # About 650 Argentine and 255 British dead: levels 5 (501 to 999) and 4 (251 to 500).
    assert (begun["fatality"], other["fatality"]) == (5, 4)


def test_levels_of_hostility_are_in_order(read_once: Read) -> None:
    table = read_once("cow-disputes")[0].table
    levels = ["none", "threat", "display", "use", "war"]
    assert list(table["hostility"].cat.categories) == levels
    assert (table["hostility"] >= "use").any()


def test_deaths_that_nobody_counted_are_nan(tmp_path: Path) -> None:
    path = tmp_path / "disputes.csv"
    path.write_text(f"{HEAD}9,2,20,1950,1,1,1,0,-9,0,-9,0,-9,0,2,1,1,1\n", "utf-8")
    (found,) = COW_DISPUTES.read([path]).table.to_dict("records")
    assert [found[name] != found[name] for name in ("fatality", "deaths", "highest_act")] == [
        True
    ] * 3


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("9,2,20,1950,1,1,1,0,0,0,0,0,7,0,6,1,1,1", "no hostility from 1 to 5"),
        ("9,2,20,1950,1,1,3,0,0,0,0,0,7,0,3,1,1,1", "initiator neither 0 nor 1"),
        (",2,20,1950,1,1,1,0,0,0,0,0,7,0,3,1,1,1", "no number of a dispute"),
    ],
)
def test_what_the_codebook_does_not_know_is_left_out(
    tmp_path: Path, line: str, reason: str
) -> None:
    path = tmp_path / "disputes.csv"
    path.write_text(f"{HEAD}{line}\n", "utf-8")
    assert COW_DISPUTES.read([path]).left_out == {reason: 1}
