"""Archigos: leaders of Mali as everyone knows them, and codes older than their states."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from allegiance.graph.datasets.protocol import Reading
from allegiance.graph.datasets.registry import load_dataset

Read = Callable[[str], tuple[Reading, bool]]


def test_every_term_is_read_or_counted(read_set: Read) -> None:
    reading, whole = read_set("archigos-leaders")
    lost = reading.unresolved | reading.left_out
    assert (reading.rows, len(reading.table)) == ((3409, 3405) if whole else (13, 12))
    assert lost["Gleditsch-Ward 349 in 1990"] == 1
    assert sum(lost.values()) == reading.rows - len(reading.table)


def test_leaders_of_mali_follow_each_other(read_set: Read) -> None:
    table = read_set("archigos-leaders")[0].table
    mali = table[table["state"] == "mali"].sort_values("start")
    assert list(mali["leader"])[:3] == ["Keita", "Traore", "Amadou Toure"]
    assert list(mali["exit"])[-1] == "still in office"
    assert list(mali["entry"]).count("irregular") == 4


def test_a_leader_from_before_the_state_belongs_to_it_if_still_there_when_it_was_one(
    read_set: Read,
) -> None:
    table = read_set("archigos-leaders")[0].table
    first = table[table["key"] == "SLV-1991"].iloc[0]
    assert (first["state"], first["start"]) == ("slovenia", "1991-12-23")


def test_only_entries_against_the_rules_are_facts(read_set: Read) -> None:
    reading, whole = read_set("archigos-leaders")
    facts = {f.key: f for f in load_dataset("archigos-leaders").facts(reading)}
    assert len(facts) == (611 if whole else 6)
    sanogo = facts["MLI-2012-1"]
    assert sanogo.subject == "Amadou Sanogo (Mali, born 1972)"
    assert (sanogo.relation, sanogo.object, sanogo.brings) == ("takes_power_in", "mali", "person")
    assert "MLI-2013" not in facts


def test_names_are_read_whether_written_in_latin_1_or_utf_8(tmp_path: Path) -> None:
    head = "obsid\tccode\tleader\tstartdate\tenddate\tentry\texit\n"
    row = "MLI-1968\t432\tTraoré\t1968-11-19\t1991-03-26\tIrregular\tIrregular\n"
    for encoding in ("latin-1", "utf-8"):
        file = tmp_path / f"{encoding}.txt"
        file.write_bytes((head + row).encode(encoding))
        (name,) = load_dataset("archigos-leaders").read([file]).table["leader"]
        assert name == "Traoré"
