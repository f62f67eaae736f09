"""A sheet as rows of text, whatever it was kept in, and where each of its cells stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from allegiance.graph.model.errors import Problem
from allegiance.graph.store.sheets.column import Sheet

# What a spreadsheet takes for a formula. Such a text is kept behind an apostrophe.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_ERRORS = frozenset({"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"})
# A header that does not stand first is looked for in so many rows.
PREFACE = 20
# What a cell with a formula is read as that has no value yet; no spreadsheet writes it.
UNCALCULATED = "#FORMULA!"


class Row(NamedTuple):
    """One row: its number in the sheet (a file's line in CSV), and its cells."""

    number: int
    cells: Sequence[str]


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet: its file, relative to the dossier, the tab in a workbook, and its rows.

    ``header_row`` is the number of its header, and ``above`` of the first row above it, if any;
    ``longer`` are those of rows that have more cells than the header, empty ones, too.
    """

    path: Path
    tab: str
    sheet: Sheet
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    header_row: int = 1
    above: int | None = None
    longer: frozenset[int] = frozenset()

    @property
    def is_workbook(self) -> bool:
        """Whether the sheet is a tab of a workbook."""
        return bool(self.tab)

    def problem(self, folder: Path, message: str, *, row: int, column: int | None) -> Problem:
        """What is wrong in a cell, by the row's number and the column's place."""
        name = "" if column is None or column >= len(self.header) else self.header[column]
        cell = ""
        if self.is_workbook:
            cell = f"{self.tab}!{letters(column or 0)}{row}"
        return Problem(folder / self.path, row, message, column=name, cell=cell)


def letters(column: int) -> str:
    """What a spreadsheet calls a column, counted from 0.

    >>> letters(0), letters(27)
    ('A', 'AB')
    """
    name, rest = "", column + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        name = chr(65 + digit) + name
    return name


def is_error(cell: str) -> bool:
    """Whether a cell holds a formula that failed, or that was never calculated."""
    return cell == UNCALCULATED or cell in _ERRORS


def say_error(cell: str) -> str:
    """What is wrong with a cell of which :func:`is_error` is true."""
    if cell == UNCALCULATED:
        said = "holds a formula that was never calculated"
        return f"{said}; open and save the workbook in a spreadsheet"
    return f"holds {cell}, a formula that failed"


def shielded(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula, with an apostrophe before it if need be.

    >>> shielded("=1+1"), shielded("'=1"), shielded("'tis")
    ("'=1+1", "''=1", "'tis")
    """
    return f"'{cell}" if cell.lstrip("'").startswith(_FORMULA_STARTS) else cell


def unshielded(cell: str) -> str:
    """What :func:`shielded` was given."""
    if cell.startswith("'") and cell.lstrip("'").startswith(_FORMULA_STARTS):
        return cell[1:]
    return cell
