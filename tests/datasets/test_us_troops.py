"""US troops by host: what is a report, what is not, and the ties that they make."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from allegiance.graph.datasets.protocol import Fact, Reading
from allegiance.graph.datasets.us_troops import US_TROOPS, UsTroops

Read = Callable[[str], tuple[Reading, bool]]


@pytest.fixture
def figures(read_once: Read) -> dict[tuple[str, int, int], dict[str, Any]]:
    return read_once("us-troops")[0].table.set_index(["host", "year", "quarter"]).to_dict("index")


def ties(facts: list[Fact], host: str) -> list[tuple[str, str | None]]:
    return [(fact.start, fact.end) for fact in facts if fact.object == host]


def test_figures_are_those_of_the_department_of_defense(figures: dict) -> None:
    assert figures["germany", 1990, 3]["troops_persons"] == 227_586
    assert figures["germany", 1990, 3]["army_persons"] == 197_245
    assert figures["niger", 2013, 4]["troops_persons"] == 101


def test_nought_without_a_source_is_no_report(figures: dict) -> None:
    # The file has 0 for Afghanistan in the first quarters of 2021, when 2,500 were still there.
    assert figures["afghanistan", 2021, 1]["troops_persons"] != 0
    assert figures["afghanistan", 2021, 1]["troops_persons"] is not None
    assert str(figures["afghanistan", 2021, 1]["troops_persons"]) == "nan"
    assert figures["afghanistan", 2020, 4]["troops_persons"] == 8_600  # a figure without a source
    assert figures["afghanistan", 2021, 4]["troops_persons"] == 6


def test_branches_that_are_all_nought_beside_troops_are_not_known(figures: dict) -> None:
    german = figures["germany", 1990, 2]
    assert german["troops_persons"] == 227_586
    assert str(german["army_persons"]) == str(german["navy_persons"]) == "nan"


def test_figures_that_the_publisher_filled_in_are_marked(figures: dict) -> None:
    assert figures["united-states", 1951, 2]["imputed"]
    assert not figures["germany", 1990, 2]["imputed"]


def test_hosts_that_were_no_states_are_reported_with_their_years(read_once: Read) -> None:
    reading, whole = read_once("us-troops")
    key = "Gleditsch-Ward 31, 1950 to 1972" if whole else "Gleditsch-Ward 31, 1950"
    assert reading.unresolved[key] == (39 if whole else 1)
    # The file goes on with noughts for East Germany until 2005.
    east = reading.table[reading.table["host"] == "east-germany"]
    assert east["year"].max() == 1990


def test_codes_are_those_of_gleditsch_and_ward_and_serbia_has_two(tmp_path: Path) -> None:
    head = "ccode,year,quarter,source,troops_ad,army_ad,navy_ad,air_force_ad,marine_corps_ad\n"
    rows = ("972,2014,3,Kane,1", "340,2014,3,Kane,5", "345,2014,2,Kane,6", "345,1990,3,Kane,2")
    file = tmp_path / "us_troops_long.csv"
    file.write_text(head + "".join(f"{row},0,0,0,0\n" for row in rows), "utf-8")
    reading = US_TROOPS.read([file])
    assert list(reading.table["host"]) == ["tonga", "serbia", "serbia", "yugoslavia"]  # COW: no 972
    assert reading.unresolved == {}


def test_a_year_with_enough_troops_makes_a_tie_and_a_gap_ends_it(read_once: Read) -> None:
    reading, whole = read_once("us-troops")
    facts = list(US_TROOPS.facts(reading))
    assert ties(facts, "niger")[:1] == [("2013", "2015" if whole else "2014")]
    assert ties(facts, "afghanistan") == [("2001" if whole else "2020", "2020")]
    assert ties(facts, "germany") == [("1950", "2025-12-31/..") if whole else ("1990", "1990")]
    assert ties(facts, "united-states") == []
    assert {(fact.subject, fact.relation) for fact in facts} == {("united-states", "stationed_in")}
    assert len(facts) == (226 if whole else 4)


def test_a_tie_of_filled_in_years_says_so(read_once: Read) -> None:
    reading, whole = read_once("us-troops")
    notes = [f.note for f in US_TROOPS.facts(reading) if "Filled in" in f.note]
    assert bool(notes) == whole
    assert not whole or any("Filled in by the publisher: 1951, 1952." in note for note in notes)


def test_how_many_troops_are_enough_can_be_chosen(read_once: Read) -> None:
    reading, _ = read_once("us-troops")
    hosts = {fact.object for fact in UsTroops(least_persons=10_000).facts(reading)}
    assert "germany" in hosts
    assert "niger" not in hosts
