"""The alliances of COW and ATOP, against what is known of NATO, France, Germany and the USSR."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from allegiance.graph.datasets.atop_alliances import AtopAlliances
from allegiance.graph.datasets.cow_alliances import CowAlliances
from allegiance.graph.datasets.protocol import Fact, Reading
from allegiance.graph.model.errors import InputError

Read = Callable[[str], tuple[Reading, bool]]
COW, ATOP = CowAlliances(), AtopAlliances()
HEAD = "ccode1,ccode2,year,cow_defense,cow_neutral,cow_nonagg,cow_entente\n"


def ties(facts: list[Fact], pair: set[str], relation: str) -> list[tuple[str, str | None]]:
    return [
        (fact.start, fact.end)
        for fact in facts
        if {fact.subject, fact.object} == pair and fact.relation == relation
    ]


@pytest.fixture(scope="module")
def cow(read_once: Read) -> list[Fact]:
    return list(COW.facts(read_once("cow-alliances")[0]))


@pytest.fixture(scope="module")
def atop(read_once: Read) -> list[Fact]:
    return list(ATOP.facts(read_once("atop-alliances")[0]))


def given(tmp_path: Path, *rows: str) -> Reading:
    path = tmp_path / "alliances.csv"
    path.write_text(HEAD + "".join(f"{row}\n" for row in rows), "utf-8")
    return COW.read([path])


def test_whole_files_make_one_tie_a_pair_strongest_pact_and_run_of_years(
    read_once: Read, cow: list[Fact], atop: list[Fact]
) -> None:
    sizes = {"cow-alliances": (2452, 10), "atop-alliances": (6917, 10)}
    for name, facts in (("cow-alliances", cow), ("atop-alliances", atop)):
        whole = read_once(name)[1]
        assert len(facts) == sizes[name][0 if whole else 1]
        assert len({fact.key for fact in facts}) == len(facts)


def test_nato_begins_in_1949_and_stands_in_the_last_year_covered(
    read_once: Read, cow: list[Fact]
) -> None:
    pair = {"france", "united-states"}
    defence = ties(cow, pair, "has_defence_agreement_with")
    assert defence[0][0] == "1949"
    assert defence[-1][1] == "2012-12-31/.."
    if read_once("cow-alliances")[1]:
        assert defence == [("1949", "2012-12-31/..")]
        # Of 1921 the pact on the Pacific; that of NATO is one of defence, and counts once.
        assert ties(cow, pair, "has_consultation_pact_with") == [("1921", "1931")]
    last = next(f for f in cow if f.end == "2012-12-31/.." and {f.subject, f.object} == pair)
    assert "It stands in 2012, the last year that the file covers" in last.note
    assert "It is also one of" in last.note
    assert "non-aggression, consultation." in last.note


def test_a_pact_that_ended_has_its_last_year(cow: list[Fact]) -> None:
    # The treaty of 1950 between the Soviet Union and China ran out in 1980.
    found = ties(cow, {"soviet-union", "china"}, "has_defence_agreement_with")
    assert found[-1][1] == "1980"


def test_atop_tells_of_france_in_senegal_and_mali(atop: list[Fact]) -> None:
    senegal = ties(atop, {"france", "senegal"}, "has_defence_agreement_with")
    assert senegal[0][0] == "1974"
    assert senegal[-1][1] == "2018-12-31/.."
    mutual = [fact for fact in atop if "Only" not in fact.note]
    assert mutual
    assert all(fact.subject < fact.object for fact in mutual)
    assert ties(atop, {"france", "mali"}, "has_defence_agreement_with") == [("1960", "1960")]


def test_where_one_side_only_is_obliged_the_tie_goes_out_from_it(atop: list[Fact]) -> None:
    (fact,) = (
        f
        for f in atop
        if {f.subject, f.object} == {"austria-hungary", "turkiye"}
        and (f.relation, f.start) == ("has_defence_agreement_with", "1840")
    )
    assert (fact.subject, fact.object) == ("austria-hungary", "turkiye")
    assert "Only Austria-Hungary is obliged. It is also one of offence." in fact.note


def test_states_between_the_wars_of_codes_are_known(read_once: Read) -> None:
    table = read_once("atop-alliances")[0].table
    pairs = set(zip(table["state"], table["ally"], table["year"], strict=True))
    assert ("monaco", "united-states", 1975) in pairs  # the Helsinki act, before COW counts it
    assert ("yugoslavia", "soviet-union", 1942) in pairs  # in exile


def test_germany_under_two_codes_in_one_year_is_one_row_and_is_counted(read_once: Read) -> None:
    reading, whole = read_once("cow-alliances")
    rows = reading.table
    german = rows[(rows["state"] == "united-states") & (rows["ally"] == "germany")]
    assert len(german[german["year"] == 1990]) == 1
    assert reading.left_out["the same pair and year again"] == (424 if whole else 1)


def test_codes_of_states_that_were_not_yet_are_reported(read_once: Read) -> None:
    reading, whole = read_once("cow-alliances")
    assert reading.unresolved["COW 663, 1945"] == (12 if whole else 2)  # Jordan, of 1946


def test_a_pair_has_its_strongest_pact_of_each_year(tmp_path: Path) -> None:
    rows = [f"2,220,{year},1,0,0,0" for year in (1950, 1951, 1953)]
    weaker = [f"220,2,{year},0,0,0,1" for year in (1950, 1951, 1952)]
    facts = list(COW.facts(given(tmp_path, *rows, *weaker, "2,200,1960,0,0,0,1")))
    spans = [(fact.relation, fact.start, fact.end) for fact in facts]
    assert spans == [
        ("has_defence_agreement_with", "1950", "1951"),
        ("has_defence_agreement_with", "1953", "1953"),
        ("has_consultation_pact_with", "1952", "1952"),
        ("has_consultation_pact_with", "1960", "1960-12-31/.."),
    ]
    assert [("also one of consultation" in fact.note) for fact in facts] == [
        True,
        False,
        False,
        False,
    ]
    assert [fact.subject for fact in facts[:3]] == ["united-states", "united-states", "france"]


def test_rows_without_an_obligation_that_can_be_read_are_left_out(tmp_path: Path) -> None:
    reading = given(tmp_path, "2,220,1950,,0,0,0", "2,220,1951,7,0,0,0", "255,260,1990,1,0,0,0")
    assert reading.left_out == {"defence neither 0 nor 1": 2, "a state with itself": 1}
    assert list(COW.facts(reading)) == []


def test_the_publishers_own_names_of_columns_are_known(tmp_path: Path) -> None:
    cow, atop = tmp_path / "cow.csv", tmp_path / "atop.csv"
    pd.DataFrame(
        {
            "version4id": [1], "ccode1": [2], "state_name1": ["United States of America"],
            "ccode2": [20], "year": [1960], "defense": [1], "neutrality": [0],
            "nonaggression": [0], "entente": [0], "version": [4.1],
        }
    ).to_csv(cow, index=False)  # fmt: skip
    pd.DataFrame(
        {
            "ddyad": [2020], "year": [1960], "stateA": [2], "stateB": [20], "defense": [1],
            "offense": [0], "neutral": [0], "nonagg": [0], "consul": [0],
        }
    ).to_csv(atop, index=False)  # fmt: skip
    for dataset, path in ((COW, cow), (ATOP, atop)):
        assert [fact.object for fact in dataset.facts(dataset.read([path]))] == ["canada"]


def test_only_the_kinds_that_are_asked_for_become_ties(read_once: Read) -> None:
    reading, _ = read_once("cow-alliances")
    facts = CowAlliances(kinds=["neutrality"]).facts(reading)
    assert {fact.relation for fact in facts} == {"has_neutrality_pact_with"}
    with pytest.raises(InputError, match="no pacts of kind 'offence'"):
        CowAlliances(kinds=["offence"])
