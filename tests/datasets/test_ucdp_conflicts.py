"""The UCDP/PRIO conflicts: the whole file where it is at hand, 20 of its rows elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from allegiance.graph.datasets.files import files_of
from allegiance.graph.datasets.protocol import Fact, Reading
from allegiance.graph.datasets.registry import describe, load_dataset
from allegiance.graph.datasets.ucdp_conflicts import UcdpConflicts
from allegiance.graph.model.errors import InputError

EXTRACT = Path(__file__).parent / "extracts" / "ucdp-prio-acd-221.csv"
SET = UcdpConflicts()
# Looked for before the tests hide the user's files.
AT_HAND = files_of(describe("ucdp-conflicts"))
# The end of a tie of the last year: some day, not before the set ends.
LAST = "2021-12-31/.."


@pytest.fixture(scope="module")
def whole() -> bool:
    return bool(AT_HAND)


@pytest.fixture(scope="module")
def reading() -> Reading:
    return SET.read(AT_HAND or [EXTRACT])


@pytest.fixture(scope="module")
def facts(reading: Reading) -> list[Fact]:
    return list(SET.facts(reading))


def spans(facts: list[Fact], subject: str, relation: str, other: str) -> list[tuple[str, object]]:
    return [
        (fact.start, fact.end)
        for fact in facts
        if (fact.subject, fact.relation, fact.object) == (subject, relation, other)
    ]


def test_every_row_is_read_or_counted(reading: Reading, whole: bool) -> None:
    # 2,568 conflict-years from 1946 to 2021: the codebook of version 22.1.
    assert reading.rows == len(reading.table) == (2568 if whole else 20)
    assert list(reading.table.columns) == list(SET.columns)
    assert reading.left_out == {}


def test_a_state_that_no_list_of_states_has_is_reported_and_its_rows_stay(
    reading: Reading, whole: bool
) -> None:
    # Hyderabad before India took it; Serbia's code, which was Yugoslavia's, is resolved.
    expected = {"Gleditsch-Ward 751 in 1947": 1, "Gleditsch-Ward 751 in 1948": 2}
    if whole:
        assert reading.unresolved == expected
    else:
        assert reading.unresolved == {"Gleditsch-Ward 751 in 1948": 1}
    # In the conflict in the Central African Republic.
    supporters = reading.table.query("conflict == '416' and year == 2014")["supporters_a"].item()
    assert "serbia" in supporters.split()
    assert "yugoslavia" not in supporters.split()


def test_the_states_that_sent_troops_to_mali_are_supporters(facts: list[Fact], whole: bool) -> None:
    # Serval began in January 2013. The extract lacks 2015 to 2019 in the north.
    expected = [("2013", LAST)] if whole else [("2013", "2015"), ("2020", LAST)]
    assert spans(facts, "france", "takes_part_in_mission_in", "mali") == expected
    assert spans(facts, "russia", "takes_part_in_mission_in", "mali") == []


def test_the_states_of_a_mission_are_no_supporters_one_by_one(
    reading: Reading, facts: list[Fact], whole: bool
) -> None:
    # 34 states and more had troops in Mali, most of them under the UN; the set does not say which.
    assert spans(facts, "france", "supports_in_conflict", "mali") == []
    every = UcdpConflicts(most_supporters=100).facts(reading)
    assert len(spans(list(every), "france", "supports_in_conflict", "mali")) == (1 if whole else 2)
    if whole:  # the Multinational Joint Task Force at Lake Chad has four members beside Nigeria
        assert spans(facts, "chad", "supports_in_conflict", "nigeria")


def test_troops_in_two_conflicts_of_one_state_are_one_tie(facts: list[Fact]) -> None:
    last = [f for f in facts if f.subject == "france" and f.object == "mali"][-1]
    assert "11347" in last.note
    assert "14113" in last.note
    assert "ends with 2021" in last.note


def test_who_supports_rebels_fights_their_government(facts: list[Fact]) -> None:
    assert spans(facts, "russia", "fights_against", "georgia") == [("2008", "2008")]
    # Of the three conflicts in the east of Ukraine in 2014.
    assert spans(facts, "russia", "fights_against", "ukraine")[0][0] == "2014"
    rebels = [f.object for f in facts if f.subject == "russia" and f.start == "2008"]
    assert "Republic of South Ossetia" in rebels


def test_a_war_among_states_is_a_tie_from_each_of_side_a_to_side_b(facts: list[Fact]) -> None:
    # The war of the Agacher strip, December 1985.
    assert spans(facts, "burkina-faso", "fights_against", "mali") == [("1985", "1985")]


def test_keys_are_unique_and_the_same_at_every_reading(
    reading: Reading, facts: list[Fact], whole: bool
) -> None:
    keys = [fact.key for fact in facts]
    assert len(keys) == len(set(keys))
    assert keys == [fact.key for fact in SET.facts(reading)]
    assert len(keys) == (926 if whole else len(keys))


def test_the_same_conflict_and_year_again_is_left_out(tmp_path: Path) -> None:
    lines = EXTRACT.read_text(encoding="utf-8").splitlines()
    file = tmp_path / "twice.csv"
    file.write_text("\n".join([*lines, lines[1]]) + "\n", encoding="utf-8")
    reading = SET.read([file])
    assert len(reading.table) == 20
    assert reading.left_out == {"the same conflict and year again": 1}
    assert reading.rows == 21


def test_a_file_without_the_codes_of_supporters_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "other.csv"
    file.write_text("conflict_id,year\n1,2000\n", encoding="utf-8")
    with pytest.raises(InputError, match="gwno_a_2nd"):
        SET.read([file])


def test_the_registry_finds_it() -> None:
    assert load_dataset("ucdp-conflicts").columns == SET.columns
