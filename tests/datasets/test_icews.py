"""ICEWS in its three forms: the samples where they are at hand, some of their rows elsewhere."""

from __future__ import annotations

import gzip
from pathlib import Path

import pandas as pd
import pytest

from allegiance.graph.datasets.dyads import aggregate
from allegiance.graph.datasets.events import COLUMNS
from allegiance.graph.datasets.files import find_copy
from allegiance.graph.datasets.icews import Icews
from allegiance.graph.datasets.protocol import RemoteFile

EXTRACTS = Path(__file__).parent / "extracts"
SET = Icews()
TAB = "icews_events.2018.sample.tab"
CSV = "icews_2018-06_sample.csv"
QUADS = "icews_quads_2005-2015_a.txt"
MORE_QUADS = "icews_quads_2005-2015_b.txt"


# Looked for before the tests hide the user's files.
AT_HAND = {name: find_copy("icews", RemoteFile(name)) for name in (TAB, CSV, QUADS, MORE_QUADS)}


def real(name: str) -> Path | None:
    return AT_HAND[name]


def file(name: str) -> Path:
    return real(name) or EXTRACTS / name


@pytest.mark.parametrize(
    ("name", "rows", "in_extract"), [(TAB, 3705, 8), (CSV, 4993, 13), (QUADS, 46092, 15)]
)
def test_every_row_of_every_form_is_read(name: str, rows: int, in_extract: int) -> None:
    reading = SET.read([file(name)])
    assert len(reading.table) == reading.rows == (rows if real(name) else in_extract)
    assert reading.left_out == {}
    assert list(reading.table.columns) == list(COLUMNS)
    assert (reading.table["quad_class"] > 0).all()
    assert reading.table[["goldstein", "weight"]].notna().all(axis=None)


def test_both_forms_of_the_same_events_agree() -> None:
    tabs, commas = (SET.read([file(name)]).table for name in (TAB, CSV))
    both = tabs.merge(commas, how="left", indicator=True)
    shared = 3705 if real(TAB) and real(CSV) else 8
    assert (both["_merge"] == "both").sum() >= shared
    together = SET.read([file(CSV), file(TAB)])
    assert together.left_out == {"the same event again": len(tabs)}
    assert len(together.table) == len(commas)


def test_an_event_is_as_published() -> None:
    first = SET.read([file(TAB)]).table.iloc[0]
    assert first["date"] == pd.Timestamp("2018-06-01")
    assert (first["source"], first["target"]) == ("bangladesh", "vietnam")
    assert first["source_name"] == "Foreign Affairs (Bangladesh)"
    assert (first["cameo"], first["plover"], first["goldstein"]) == ("040", "CONSULT", 1.0)


def test_na_is_no_state_and_a_place_that_is_none_is_reported() -> None:
    reading = SET.read([file(TAB)])
    assert reading.unresolved["Hong Kong"] == (3 if real(TAB) else 1)
    assert "NA" not in reading.unresolved
    assert (reading.table["source"] == "").any()


def test_all_countries_of_the_samples_but_three_territories_are_states() -> None:
    names = set(SET.read([file(CSV), file(TAB)]).unresolved)
    assert names <= {"Hong Kong", "Western Sahara", "Puerto Rico"}


def test_quadruples_say_a_country_in_brackets_or_by_name() -> None:
    table = SET.read([file(QUADS)]).table
    assert set(table.query("source_name == 'Foreign Affairs (France)'")["source"]) == {"france"}
    assert set(table.query("target_name == 'France'")["target"]) == {"france"}
    assert set(table.query("source_name == 'Mahmoud Abbas'")["source"]) == {""}


def test_a_state_is_none_before_it_was_one() -> None:
    reading = SET.read([file(QUADS)])
    early = reading.table.query("source_name == 'South Sudan' and date < '2011'")
    assert len(early) > 0
    assert set(early["source"]) == {""}
    assert reading.unresolved["South Sudan"] >= 1


def test_a_text_that_is_no_event_is_counted(tmp_path: Path) -> None:
    odd = tmp_path / "quads.txt"
    odd.write_text(
        "France\tConsult\tMali\t2014-01-31\n"
        "France\tSing together\tMali\t2014-01-31\n"
        "France\tConsult\tMali\t2014-02-31\n"
        "France\tConsult\tMali\t2014-01-31\n"
        "France\tConsult\tMali\n",
        encoding="utf-8",
    )
    reading = SET.read([odd])
    assert reading.left_out == {
        "a row that is broken (the number of cells)": 1,
        "no day that can be read": 1,
        "no known kind of event": 1,
        "the same event again": 1,
    }
    assert (reading.rows, len(reading.table)) == (5, 1)


def test_an_id_that_stands_for_two_events_on_two_days_counts_as_two(tmp_path: Path) -> None:
    lines = file(TAB).read_bytes()
    text = (gzip.decompress(lines) if lines[:2] == b"\x1f\x8b" else lines).decode("utf-8")
    head, first, second, *_ = (line.split("\t") for line in text.splitlines())
    place, day = head.index("Event ID"), head.index("Event Date")
    second[place], second[day] = first[place], "2018-06-29"
    twice = tmp_path / "twice.tab"
    rows = (head, first, second, first)
    twice.write_text("".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")
    reading = SET.read([twice])
    assert len(reading.table) == 2
    assert reading.left_out == {"the same event again": 1}


def test_a_quotation_mark_in_a_name_ends_nothing(tmp_path: Path) -> None:
    text = (EXTRACTS / TAB).read_text(encoding="utf-8")
    odd = tmp_path / TAB
    odd.write_text(text.replace("Foreign Affairs (Bangladesh)", '"Foreign Affairs'), "utf-8")
    assert len(SET.read([odd]).table) == 8


@pytest.mark.parametrize("size", [1, 3, 700])
def test_chunks_give_the_same_numbers_as_the_whole(size: int) -> None:
    files = [file(TAB) if size > 100 else EXTRACTS / TAB, EXTRACTS / CSV]
    whole = aggregate(SET.read(files).table, by="day")
    cut = aggregate((reading.table for reading in SET.stream(files, size=size)), by="day")
    pd.testing.assert_frame_equal(whole.table, cut.table)
    assert (whole.events, whole.left_out) == (cut.events, cut.left_out)


def test_all_texts_of_all_quadruples_are_known() -> None:
    files = [file(QUADS), *([file(MORE_QUADS)] if real(MORE_QUADS) else [])]
    reading = SET.read(files)
    assert reading.left_out == {}
    assert len(reading.table) == (92367 if len(files) == 2 else len(reading.table))


def test_it_makes_no_statements() -> None:
    assert list(SET.facts(SET.read([EXTRACTS / TAB]))) == []
