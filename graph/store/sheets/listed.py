"""Rows of plain values as a workbook of one tab."""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Sequence

from allegiance.graph.model.errors import InputError
from allegiance.graph.store.formats import visible
from allegiance.graph.store.sheets.table import shielded
from allegiance.graph.store.sheets.workbook import timeless

# What a cell of a workbook can hold, in characters.
MOST_TEXT = 32_767
_MOST_WHOLE = 10**15


def write_listed(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A workbook of the rows under their columns; equal input gives equal bytes.

    Numbers are numbers, what is not there (None, nan) is an empty cell, all else is text: no cell
    is a formula, and control characters stand as escapes.

    Raises
    ------
    InputError
        For a text that is too long for a cell.
    """
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    for unasked in book.sheetnames:
        del book[unasked]
    tab = book.create_sheet("rows")
    tab.append([_cell(name) for name in columns])
    for row in rows:
        tab.append([_cell(value) for value in row])
    for cell in tab[1]:
        cell.font = Font(bold=True)
    tab.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return timeless(out.getvalue())


def _cell(value: object) -> object:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return value if abs(value) < _MOST_WHOLE else str(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    text = "\n".join(visible(line) for line in str(value).split("\n"))
    if len(text) > MOST_TEXT:
        message = (
            f"A text of {len(text)} characters does not fit into a workbook's cell, which holds "
            f"{MOST_TEXT}: it begins {text[:60]!r}. Write CSV or JSON: -o x.csv"
        )
        raise InputError(message)
    return shielded(text)
