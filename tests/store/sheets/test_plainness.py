"""Turtle made of cells leaves nothing open that other Turtle is searched for."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from allegiance.graph.store.files import DossierFile
from allegiance.graph.store.sheets.columns import SHEETS
from allegiance.graph.store.sheets.reading import read_sheets
from allegiance.graph.store.soundness import are_plain

BASE = "https://example.org/s/"
MADE = sorted(SHEETS.keys() - {"other"})
# What would be looked for in a Turtle file, and what makes a row go on being read.
TRAPS = [
    '"2020-13-45"^^xsd:date',
    "x^^xsd:gYear",
    "2020-13-45",
    "1999",
    "2020-02~",
    "_:one",
    "<<( :a :b :c )>>",
    "a|_:two|b",
    "'",
    "\\",
    "",
    "a",
    "norland",
    "A1",
    "5",
    "http://x.example/^^xsd:date",
    "_:",
]
cells = st.sampled_from(TRAPS) | st.text("_:^<>\"'\\(| a1-\n", max_size=12)


def table(name: str, rows: list[dict[str, str]]) -> str:
    header = [column.name for column in SHEETS[name].columns]
    out = io.StringIO()
    writer = csv.DictWriter(out, header)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def rows_of(name: str) -> st.SearchStrategy[tuple[str, list[dict[str, str]]]]:
    columns = [column.name for column in SHEETS[name].columns]
    row = st.fixed_dictionaries(dict.fromkeys(columns, cells))
    named = st.builds(lambda one, id_: one | {"id": id_}, row, st.sampled_from(["a", "b", "c"]))
    return st.tuples(st.just(name), st.lists(named if "id" in columns else row, max_size=3))


def read(folder: Path, sheets: Mapping[str, str]) -> list[DossierFile]:
    paths = [folder / f"{name}.csv" for name in sheets]
    for path, text in zip(paths, sheets.values(), strict=True):
        path.write_text(text, encoding="utf-8")
    return read_sheets(folder, paths, base=BASE, turtle=tuple, take=lambda text, graph: None)


@settings(max_examples=150)
@given(st.lists(st.sampled_from(MADE).flatmap(rows_of), max_size=3))
def test_hostile_cells_never_make_turtle_that_would_have_to_be_searched(
    sheets: list[tuple[str, list[dict[str, str]]]],
) -> None:
    with TemporaryDirectory() as folder:
        files = read(Path(folder), {name: table(name, rows) for name, rows in sheets})
    assert all(file.is_plain for file in files)
    assert are_plain(replace(file, is_plain=False) for file in files)


def test_the_sheet_of_other_triples_is_searched(tmp_path: Path) -> None:
    row = {"subject": ":a", "property": "al:start", "value": '"2020-13-45"^^xsd:date'}
    (file,) = read(tmp_path, {"other": table("other", [row])})
    assert not are_plain([file])
