"""UN peacekeepers: contributors out of a text, and the ties that they make."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import pytest

from allegiance.graph.datasets.protocol import Reading
from allegiance.graph.datasets.un_peacekeepers import (
    HOSTS,
    UN_PEACEKEEPERS,
    UnPeacekeepers,
    parse_contributors,
)
from allegiance.graph.model.states import read_states

Read = Callable[[str], tuple[Reading, bool]]


def test_the_contributors_in_gao_in_2017_are_those_of_the_map(read_once: Read) -> None:
    table = read_once("un-peacekeepers")[0].table
    gao = table[(table["mission"] == "MINUSMA") & (table["location"] == "Gao")]
    troops = gao[gao["year"] == 2017].set_index("contributor")["troops_persons"].to_dict()
    assert troops == {
        "bangladesh": 1400, "burkina-faso": 150, "cambodia": 150, "china": 450, "egypt": 185,
        "germany": 1750, "ghana": 150, "netherlands": 450, "senegal": 1250,
    }  # fmt: skip


def test_a_size_that_is_not_known_is_nan(read_once: Read) -> None:
    table = read_once("un-peacekeepers")[0].table
    place = (table["mission"] == "MINUJUSTH") & (table["location"] == "Cap-Haïtien")
    nepal = table[place & (table["year"] == 2017)]
    assert nepal["contributor"].tolist() == ["nepal"]
    assert nepal["troops_persons"].isna().all()


def test_short_and_careless_names_of_states_are_known(read_once: Read) -> None:
    table = read_once("un-peacekeepers")[0].table
    haiti = table[(table["mission"] == "UNMIH") & (table["year"] == 1995)]
    assert haiti["troops_persons"][haiti["contributor"] == "united-states"].max() == 5492  # USA
    jacmel = haiti[haiti["location"] == "Jacmel"]
    assert "united-states" in set(jacmel["contributor"])  # Us


def test_contributors_that_are_no_states_are_reported(read_once: Read) -> None:
    reading, _ = read_once("un-peacekeepers")
    assert reading.unresolved["CARICOM, 1995"] == 1
    assert sum(n for key, n in reading.unresolved.items() if key.startswith("Un, ")) >= 1


def test_germany_in_mali_is_a_tie_under_the_mission(read_once: Read) -> None:
    reading, whole = read_once("un-peacekeepers")
    facts = [
        fact
        for fact in UN_PEACEKEEPERS.facts(reading)
        if (fact.subject, fact.object) == ("germany", "mali") and fact.start >= "2016"
    ]
    assert [(f.start, f.end) for f in facts] == [("2016", "2023" if whole else "2017")]
    assert facts[0].relation == "takes_part_in_mission_in"
    assert "Under the UN mission MINUSMA" in facts[0].note


def test_missions_without_one_host_and_small_contingents_make_no_ties(read_once: Read) -> None:
    reading, whole = read_once("un-peacekeepers")
    facts = list(UN_PEACEKEEPERS.facts(reading))
    assert {fact.object for fact in facts} <= set(HOSTS.values())
    assert not any("UNISFA" in fact.note for fact in facts)
    assert len(list(UnPeacekeepers(least_persons=1000).facts(reading))) < len(facts)
    assert not whole or len(facts) == 412
    standing = [fact for fact in facts if fact.end == "2024-12-31/.."]
    assert bool(standing) == whole
    assert all("later is not covered" in fact.note for fact in standing)


def test_every_host_is_a_state_of_the_table() -> None:
    assert set(HOSTS.values()) <= {state.id for state in read_states()}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Korea (ROK) (150), Sri Lanka (950)", [("Korea (ROK)", 150), ("Sri Lanka", 950)]),
        ("Congo, Republic of the (150)", [("Congo, Republic of the", 150)]),
        ("  Mali ( size unknown )", [("", math.nan)]),
        ("Mali (150", [("", math.nan)]),
        ("Mali (150), and others", [("Mali", 150), ("", math.nan)]),
        ("Mali (-5)", [("", math.nan)]),
        ("", [("", math.nan)]),
        ("(" * 5000, [("", math.nan)]),
    ],
)
def test_a_text_that_does_not_tell_is_not_guessed_at(
    text: str, expected: list[tuple[str, float]]
) -> None:
    found = parse_contributors(text)
    assert [(name, str(float(size))) for name, size in found] == [
        (name, str(float(size))) for name, size in expected
    ]


def test_a_text_without_contributors_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "geopko.csv"
    path.write_text(
        "mission,year,location,latitude,longitude,No.TCC,year.overview\n"
        "MINUSMA,2016,Gao,16.2,-0.04,1,to be determined\n",
        "utf-8",
    )
    reading = UN_PEACEKEEPERS.read([path])
    assert (reading.rows, len(reading.table)) == (1, 0)
    assert reading.left_out == {"a text without contributor (number)": 1}
    assert list(UN_PEACEKEEPERS.facts(reading)) == []
