"""The two lists of coups, against what is known of Mali, Chad and Kazakhstan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from allegiance.graph.datasets.coups import say_day
from allegiance.graph.datasets.protocol import Reading
from allegiance.graph.datasets.registry import load_dataset
from allegiance.graph.model.errors import InputError

Read = Callable[[str], tuple[Reading, bool]]
EXTRACTS = Path(__file__).parent / "extracts"
# Rows, rows in the table, and outcomes of the publishers' files (version 2022.11.29 and 2.1.2).
WHOLE = {
    "powell-thyne-coups": (488, 488, {"attempt": 245, "success": 243}),
    "cline-coups": (981, 977, {"success": 439, "attempt": 347, "conspiracy": 191}),
}
PART = {
    "powell-thyne-coups": (15, 13, {"attempt": 4, "success": 9}),
    "cline-coups": (17, 17, {"success": 8, "attempt": 4, "conspiracy": 5}),
}


def of_mali(reading: Reading) -> dict[str, str]:
    table = reading.table[reading.table["state"] == "mali"]
    return dict(zip(table["date"], table["outcome"], strict=True))


@pytest.mark.parametrize("name", WHOLE)
def test_every_row_is_read_or_counted_with_its_reason(read_set: Read, name: str) -> None:
    reading, whole = read_set(name)
    rows, kept, outcomes = (WHOLE if whole else PART)[name]
    assert (reading.rows, len(reading.table)) == (rows, kept)
    assert Counter(reading.table["outcome"]) == outcomes
    lost = sum(reading.unresolved.values()) + sum(reading.left_out.values())
    assert lost == rows - kept
    assert list(reading.table.columns) == list(load_dataset(name).columns)


def test_the_lists_tell_the_coups_of_mali_and_disagree_about_the_second(read_set: Read) -> None:
    powell, cline = (of_mali(read_set(name)[0]) for name in WHOLE)
    assert powell["2020-08-18"] == cline["2020-08-18"] == "success"
    assert powell["1968-11-19"] == cline["1968-11-19"] == "success"
    assert powell["2021-05-21"] == "success"
    assert "2021-05-24" not in powell
    assert cline["2021-05-24"] == "success"
    assert cline["2022-05-11"] == "conspiracy"


def test_two_coups_of_one_day_stay_two(read_set: Read) -> None:
    table = read_set("cline-coups")[0].table
    same = table[(table["state"] == "kazakhstan") & (table["date"] == "2022-01-05")]
    assert sorted(same["outcome"]) == ["attempt", "success"]


def test_a_code_that_no_state_has_and_a_wrong_outcome_are_counted() -> None:
    file = EXTRACTS / "powell_thyne_coups_final.txt"
    reading = load_dataset("powell-thyne-coups").read([file])
    assert reading.unresolved == {"COW 399 in 1999": 1}
    assert reading.left_out == {"neither 1 (attempt) nor 2 (success)": 1}


def test_a_day_of_zero_leaves_the_month() -> None:
    reading = load_dataset("cline-coups").read([EXTRACTS / "Coup_Data_v2.1.2.csv"])
    congo = reading.table[reading.table["state"] == "congo-kinshasa"]
    assert list(congo["date"]) == ["1960-09"]
    assert say_day("1960", "13", "1") == say_day("0", "1", "1") == ""


def test_the_publishers_tabs_and_commas_read_alike(tmp_path: Path) -> None:
    tabs = (EXTRACTS / "powell_thyne_coups_final.txt").read_text("utf-8")
    commas = tmp_path / "coups.csv"
    commas.write_text(tabs.replace("\t", ","), "utf-8")
    dataset = load_dataset("powell-thyne-coups")
    one = dataset.read([EXTRACTS / "powell_thyne_coups_final.txt"])
    two = dataset.read([commas])
    assert one.table.equals(two.table)


def test_facts_say_who_and_where_without_a_weight_on_any_pole(read_set: Read) -> None:
    dataset = load_dataset("cline-coups")
    facts = {f.key: f for f in dataset.facts(read_set("cline-coups")[0])}
    fact = facts["43205242021"]
    assert (fact.relation, fact.object, fact.start) == ("takes_power_in", "mali", "2021-05-24")
    assert fact.subject == "Coup-makers in Mali (not named)"
    assert fact.label == "A coup succeeded in Mali on 2021-05-24, by the Cline Center."
    assert facts["43205012012"].relation == "attempts_coup_in"
    assert facts["43205112022"].relation == "plots_coup_in"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"<!DOCTYPE html><title>Log in</title>", "is a web page"),
        (b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff\x03", "is cut short or damaged"),
        (b"country;ccode;year;month;day;coup\nMali;432;2012;3;22;2\n", "is not parted by commas"),
        (b"country,ccode,year\nMali,432,2012\n", "has no column month, day, coup"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "is no text"),
        ("country,ccode,year,month,day,coup\nC\xf4te,437,1999,12,24,2".encode("latin-1"), "utf-8"),
        (b'country,ccode,year,month,day,coup\n"Mali,432,2012,3,22,2\n', "do not fit its header"),
    ],
)
def test_a_file_that_is_none_is_named_and_what_was_expected(
    tmp_path: Path, content: bytes, says: str
) -> None:
    file = tmp_path / "coups.csv"
    file.write_bytes(content)
    with pytest.raises(InputError, match="Expected is the coups of Powell and Thyne") as raised:
        load_dataset("powell-thyne-coups").read([file])
    assert says in str(raised.value)
    assert str(file) in str(raised.value)
