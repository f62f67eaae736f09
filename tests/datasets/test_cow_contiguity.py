"""Borders of COW: of whom, since when, over what; and files of both forms."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from allegiance.graph.datasets.cow_contiguity import COW_CONTIGUITY, KINDS
from allegiance.graph.datasets.protocol import Reading

Read = Callable[[str], tuple[Reading, bool]]


def borders(tmp_path: Path, *rows: str, head: str = "ccode1,ccode2,conttype,begin,end") -> Reading:
    path = tmp_path / "borders.csv"
    path.write_text("\n".join([head, *rows, ""]), "utf-8")
    return COW_CONTIGUITY.read([path])


def test_mali_borders_burkina_faso_by_land_since_both_are_states(read_once: Read) -> None:
    table = read_once("cow-contiguity")[0].table
    found = table[(table["state"] == "mali") & (table["neighbour"] == "burkina-faso")]
    # 432, 439, type 1, 196008 to 201612 in the publisher's file.
    assert found[["kind", "begin", "end"]].to_numpy().tolist() == [["land", "1960-08", "2016-12"]]


def test_a_border_with_a_gap_is_two_runs_over_water(read_once: Read) -> None:
    table = read_once("cow-contiguity")[0].table
    found = table[(table["state"] == "cuba") & (table["neighbour"] == "united-states")]
    assert found["begin"].tolist() == ["1902-05", "1909-01"]
    assert set(found["kind"]) == {"150 miles"}
    assert found["kind"].cat.ordered
    assert found["kind"].cat.categories.tolist() == list(KINDS.values())


def test_a_file_with_each_pair_once_gives_both_ways(tmp_path: Path) -> None:
    once = borders(
        tmp_path,
        "432439,432,MLI,439,BFO,1,196008,201612,,3.2",
        head="dyad,statelno,statelab,statehno,statehab,conttype,begin,end,notes,version",
    )
    twice = borders(tmp_path, "432,439,1,196008,201612", "439,432,1,196008,201612")
    assert sorted(once.table["state"]) == ["burkina-faso", "mali"]
    assert (once.rows, twice.rows) == (2, 4)
    assert once.table.to_numpy().tolist() == twice.table.to_numpy().tolist()


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("432,439,6,196008,201612", "no type of contiguity from 1 to 5"),
        ("432,439,1,196013,201612", "no month of begin"),
        ("432,439,1,196008,", "no month of end"),
        ("432,439,1,199901,196008", "an end before the begin"),
        (",439,1,196008,201612", "no state code"),
    ],
)
def test_a_row_that_says_no_border_is_counted(tmp_path: Path, row: str, reason: str) -> None:
    reading = borders(tmp_path, row)
    assert reading.left_out == {reason: 2}
    assert reading.table.empty


def test_there_are_no_statements_in_it(read_once: Read) -> None:
    assert list(COW_CONTIGUITY.facts(read_once("cow-contiguity")[0])) == []
