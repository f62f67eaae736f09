"""Formulas in a workbook: what was calculated counts, what never was is told at its cell."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from allegiance.graph.store.review import check
from allegiance.graph.store.sheets.workbook import read_workbook

SETTINGS = """title = "Straits"
base = "https://example.org/s/"
window = { start = 2000-01-01, end = 2030-01-01 }
"""
HEAD = ("id", "subject", "relation", "object", "start", "grade", "sources", "note", "remarks")
ROW = ("st-1", "norland", "meets", "sudria", "2010-05-03", "B2", "wire", None, None)
SAID = "holds a formula that was never calculated; open and save the workbook in a spreadsheet"


def workbook(row: tuple[object, ...]) -> bytes:
    """A dossier in a workbook with one statement, as a program writes it: not calculated."""
    book = Workbook()
    del book["Sheet"]
    tabs = {
        "statements": [HEAD, row],
        "actors": [
            ("id", "kind", "label"),
            *((x, "state", x.title()) for x in ("norland", "sudria")),
        ],
        "sources": [("id", "title", "publisher", "reliability"), ("wire", "Report", "Wire", "B")],
    }
    for name, rows in tabs.items():
        tab = book.create_sheet(name)
        for cells in rows:
            tab.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def calculated(data: bytes, cell: str, value: str, kind: str) -> bytes:
    """The workbook with a value saved for the formula in a cell of the first tab."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name).decode()
            if name.endswith("sheet1.xml"):
                before, place, rest = part.partition(f'<c r="{cell}"')
                formula, _, after = rest.partition("</c>")
                text = formula.partition("</f>")[0]
                part = f"{before}{place} {kind}{text}</f><v>{value}</v></c>{after}"
            new.writestr(name, part)
    return out.getvalue()


def told(folder: Path, data: bytes) -> list[tuple[str, str]]:
    (folder / "dossier.toml").write_text(SETTINGS, "utf-8")
    (folder / "dossier.xlsx").write_bytes(data)
    return [(p.cell, p.message) for p in check(folder) if p.severity == "error"]


@pytest.mark.parametrize(
    ("column", "formula"),
    [
        ("id", '="st-"&ROW()'),
        ("subject", "=actors!A2"),
        ("start", "=DATE(2010,5,3)"),
        ("grade", '=IF(TRUE,"B2","")'),
        ("note", '="a"&"b"'),
    ],
)
def test_a_formula_that_was_never_calculated_is_told_at_its_cell(
    tmp_path: Path, column: str, formula: str
) -> None:
    place = HEAD.index(column)
    row = (*ROW[:place], formula, *ROW[place + 1 :])
    name = "" if column == "id" else "st-1 "
    [problem] = told(tmp_path, workbook(row))
    assert problem == (f"statements!{'ABCDEFGHI'[place]}2", name + SAID)


def test_one_in_a_column_that_is_not_read_is_no_mistake(tmp_path: Path) -> None:
    assert told(tmp_path, workbook((*ROW[:-1], "=1+1"))) == []


@pytest.mark.parametrize(("value", "kind"), [("", 't="str"'), ("a note", 't="str"'), ("5", "")])
def test_a_formula_with_a_saved_value_counts_with_it_also_if_that_is_no_text(
    tmp_path: Path, value: str, kind: str
) -> None:
    data = calculated(workbook((*ROW[:-2], '=IF(1,"","")', None)), "H2", value, kind)
    assert told(tmp_path, data) == []
    tab = next(iter(read_workbook(data)))
    assert (*tab[2][1].cells, "")[7] == value


def test_a_row_of_formulas_alone_behind_the_last_one_is_seen() -> None:
    book = Workbook()
    tab = book.active
    assert tab is not None
    tab.append(["id", "label"])
    tab["C4"] = "=A1"
    out = io.BytesIO()
    book.save(out)
    [(_, _, rows)] = read_workbook(out.getvalue())
    assert [(row.number, list(row.cells)) for row in rows][-1][0] == 4
    assert rows[-1].cells[2] == "#FORMULA!"
