"""Files of numbers: what is read, what is refused, and that every row is accounted for."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from allegiance.graph.datasets.protocol import Reading
from allegiance.graph.datasets.registry import load_dataset
from allegiance.graph.datasets.state_tables import Sieve, read_columns
from allegiance.graph.model.errors import InputError

Read = Callable[[str], tuple[Reading, bool]]
NAMES = {"state": ("ccode", "code"), "year": ("year",), "note": ("note",)}
SETS = (
    *("atop-alliances", "cow-alliances", "cow-capabilities", "cow-contiguity", "cow-disputes"),
    *("cow-trade", "ideal-points", "sipri-arms", "un-peacekeepers", "un-votes", "us-troops"),
)
# Rows, rows kept, rows without a state, of the whole files and of the extracts.
WHOLE = {
    "atop-alliances": (273_296, 273_054, 178),
    "cow-alliances": (120_784, 119_816, 542),
    "cow-capabilities": (15_951, 15_950, 0),
    "cow-contiguity": (3_388, 1_694, 0),
    "cow-disputes": (11_390, 11_390, 0),
    "cow-trade": (2_694_616, 1_347_308, 0),
    "ideal-points": (10_469, 10_469, 0),
    "sipri-arms": (21_324, 21_324, 0),
    "un-peacekeepers": (8_729, 8_496, 233),
    "un-votes": (870_109, 870_109, 0),
    "us-troops": (29_629, 26_657, 2_817),
}
PART = {
    "atop-alliances": (16, 16, 0),
    "cow-alliances": (19, 16, 2),
    "cow-capabilities": (15, 14, 0),
    "cow-contiguity": (36, 18, 0),
    "cow-disputes": (10, 10, 0),
    "cow-trade": (20, 10, 0),
    "ideal-points": (15, 15, 0),
    "sipri-arms": (12, 11, 0),
    "un-peacekeepers": (50, 48, 2),
    "un-votes": (16, 16, 0),
    "us-troops": (19, 17, 2),
}


def written(tmp_path: Path, text: str | bytes) -> Path:
    path = tmp_path / "given.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def read(path: Path) -> pd.DataFrame:
    return read_columns(path, NAMES, what="a test", texts=("note",))


@pytest.mark.parametrize("name", SETS)
def test_every_row_is_read_or_counted_with_its_reason(read_once: Read, name: str) -> None:
    reading, whole = read_once(name)
    lost = sum(reading.unresolved.values())
    assert (reading.rows, len(reading.table), lost) == (WHOLE if whole else PART)[name]
    assert reading.rows == len(reading.table) + lost + sum(reading.left_out.values())
    assert list(reading.table.columns) == list(load_dataset(name).columns)
    assert all(load_dataset(name).columns.values())


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        (b"", "is empty"),
        (b"<!DOCTYPE html><title>Log in</title>", "web page"),
        (b"one,two\n1,2\n", "has no column"),
        (b"\x00\x01\x02\xff\xfe" * 200, "has no column"),
        (gzip.compress(b"ccode,year\n2,1950\n" * 500)[:40], "cut short"),
    ],
    ids=["empty", "page", "other", "binary", "cut"],
)
def test_what_is_not_the_set_is_refused_with_its_name_and_what_to_do(
    tmp_path: Path, name: str, content: bytes, wrong: str
) -> None:
    path = written(tmp_path, content)
    with pytest.raises(InputError, match=wrong) as caught:
        load_dataset(name).read([path])
    assert "given.csv" in str(caught.value)
    assert "get it anew" in str(caught.value)


@pytest.mark.parametrize("name", SETS)
def test_without_a_file_a_set_says_what_it_needs(name: str) -> None:
    with pytest.raises(InputError, match="No file was given"):
        load_dataset(name).read([])


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_columns_are_found_by_any_of_their_names_in_any_order(
    tmp_path: Path, delimiter: str
) -> None:
    text = "\ufeffnote,extra,code,year\nNA,x,2,1950\n,y,NA,1951.0\n".replace(",", delimiter)
    table = read(written(tmp_path, text))
    assert list(table.columns) == ["state", "year", "note"]
    assert table["note"].tolist() == ["NA", ""]
    assert table["year"].tolist() == [1950, 1951]
    assert table["state"].isna().tolist() == [False, True]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("ccode|year|note\n2|1950|a\n", "has no column ccode or code, year, note"),
        ("ccode,year,note\ntwo,1950,a\n", "could not convert string to float: 'two'"),
        ("ccode,year,note\n2,1950,a,b,c\n", "do not fit its header"),
        ("ccode,year,note\n2,1950,a\n2,1951,a,b\n", "do not fit its header"),
        ('ccode,year,note\n2,1950,"a\n', "do not fit its header"),
        ("ccode,ccode,year,note\n2,3,1950,a\n", "has ccode twice"),
        (b"ccode,year,note\n2,1950,\xe9\n", "is no text in utf-8"),
    ],
    ids=["bars", "word", "long row", "later long row", "open quote", "twice", "latin-1"],
)
def test_a_file_that_cannot_be_a_table_is_refused(
    tmp_path: Path, text: str | bytes, wrong: str
) -> None:
    with pytest.raises(InputError, match=wrong):
        read(written(tmp_path, text))


def test_a_row_that_is_cut_off_lacks_its_last_values(tmp_path: Path) -> None:
    table = read(written(tmp_path, "ccode,year,note\n2,1950,a\n2,19"))
    sieve = Sieve(table)
    sieve.make_years()
    assert sieve.reading(["year"]).left_out == {"no year": 1}


def test_numbers_that_are_no_years_or_codes_are_left_out_not_rounded() -> None:
    years = [1950, 1950.5, np.inf, np.nan, 99999, 1951]
    sieve = Sieve(pd.DataFrame({"state": [2, 2, 2, 2, 2, 2.5], "year": years}))
    sieve.make_years()
    sieve.resolve_cow("state")
    reading = sieve.reading(["state", "year"])
    assert reading.table.values.tolist() == [["united-states", 1950]]
    assert reading.left_out == {"no year": 4, "no state code": 1}


def test_codes_of_no_state_are_counted_by_code_with_their_years() -> None:
    years = [1950, 1960, 1972, 1973]
    sieve = Sieve(pd.DataFrame({"state": [31.0] * 4, "year": years}))
    sieve.make_years()
    sieve.resolve_cow("state")
    assert sieve.reading(["state"]).unresolved == {"COW 31, 1950 to 1972": 3}
