"""Workbooks (XLSX) read as text and written, sized up before anything is unpacked."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence

from allegiance.graph.model.errors import InputError
from allegiance.graph.store.sheets.table import UNCALCULATED, Row, shielded

# What a workbook may unpack to, and how far its cells may reach.
MOST_BYTES = 300_000_000
MOST_CELLS = 5_000_000
_CELL = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{1,3})([0-9]{1,7})["']""")
# What may be the place of a cell right of column Z, or below row 99,999; the search for a letter
# is several times as quick as that for the space before it.
_FAR_CELL = re.compile(rb"""r\s*=\s*["'](?:[A-Za-z]{2}|[A-Za-z][0-9]{6})""")
_FAILED = re.compile(rb"""<(?:\w+:)?c\s[^>]*\bt\s*=\s*["']e["']""")
# A cell with a formula and no value; an empty text is a value.
_UNCALCULATED = re.compile(
    rb"""<(?:\w+:)?c(?![^>]*\st\s*=\s*["']str["'])\s[^>]*>\s*<(?:\w+:)?f(?:\s[^>]*)?"""
    rb"""(?:/>|>[^<]*</(?:\w+:)?f>)\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></|</(?:\w+:)?c>)"""
)
_DOCTYPE = re.compile(rb"<!DOCTYPE", re.IGNORECASE)
_HIDDEN_PLACE = re.compile(rb"""\s[rR]\s*=\s*["'][^"'<>]*&""")
_EPOCH = (1980, 1, 1, 0, 0, 0)
_MADE = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")
_XML_ESCAPE = re.compile(r"_x[0-9A-Fa-f]{4}_")
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]")


def read_workbook(data: bytes) -> Iterator[tuple[str, bool, list[Row]]]:
    """Each tab: its name, whether it is hidden, its rows that are not empty.

    Cells that are merged all have the value of the first.

    Raises
    ------
    InputError
        If it is no workbook, or one too large to be opened safely.
    """
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    failed = _failed_cells(data) if _size_up(data) else {}
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            for about in book.sheets_metadata:
                tab = book.get_sheet_by_name(about.name)
                rows = [
                    [cell if isinstance(cell, str) else _text(cell) for cell in row]
                    for row in tab.iter_rows()
                ]
                for row, column, value in failed.get(about.name, ()):
                    _put(rows, row - 1, column - 1, value)
                _spread(rows, tab.merged_cell_ranges or ())
                kept = [Row(n, cells) for n, cells in enumerate(rows, 1) if any(cells)]
                yield about.name, about.visible != SheetVisibleEnum.Visible, kept
    except (CalamineError, ValueError) as error:
        message = f"is no workbook that can be read ({error}); save it as XLSX anew"
        raise InputError(message) from error


def _failed_cells(data: bytes) -> dict[str, list[tuple[int, int, str]]]:
    """For each tab the cells whose formula failed, or was never calculated: none of them is empty.

    The quick reader takes them for empty.
    """
    from openpyxl import load_workbook

    values, formulas = (
        load_workbook(io.BytesIO(data), read_only=True, data_only=only) for only in (True, False)
    )
    found = {}
    for tab, written in zip(values.worksheets, formulas.worksheets, strict=True):
        asked = {
            (row, column)
            for row, cells in enumerate(written.iter_rows(), 1)
            for column, cell in enumerate(cells, 1)
            if cell.data_type == "f"
        }
        found[tab.title] = [
            (row, column, str(cell.value) if cell.data_type == "e" else UNCALCULATED)
            for row, cells in enumerate(tab.iter_rows(), 1)
            for column, cell in enumerate(cells, 1)
            if cell.data_type == "e"
            or ((row, column) in asked and cell.value is None and cell.data_type != "str")
        ]
    values.close()
    formulas.close()
    return found


def _put(rows: list[list[str]], row: int, column: int, value: str) -> None:
    """Put a value where the quick reader may have seen no cell at all."""
    width = max((len(cells) for cells in rows), default=0)
    while len(rows) <= row:
        rows.append([""] * width)
    rows[row] += [""] * (column + 1 - len(rows[row]))
    rows[row][column] = value


def _size_up(data: bytes) -> bool:
    """Whether a formula has no value in it; refuse what unpacks to too much, or reaches too far."""
    failed = False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MOST_BYTES:
                message = f"unpacks to more than {MOST_BYTES // 10**6} MB; split it"
                raise InputError(message)
            for entry in archive.infolist():
                if entry.filename.lower().endswith((".xml", ".rels", ".vml")):
                    part = archive.read(entry)
                    _size_up_part(part, entry.filename)
                    failed = failed or _has_failed(part)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError) as error:
        message = f"is no workbook that can be read ({error}); save it as XLSX anew"
        raise InputError(message) from error
    return failed


def _size_up_part(xml: bytes, name: str) -> None:
    if _hides(xml):
        message = f"has an odd {name}, which no spreadsheet writes; save it as XLSX anew"
        raise InputError(message)
    if "/worksheets/" not in f"/{name.lower()}" or not _FAR_CELL.search(xml):
        return
    places = _CELL.findall(xml)
    width = max(map(_column, {letters for letters, _ in places}), default=0)
    height = max(map(int, {row for _, row in places}), default=0)
    if width * height > MOST_CELLS:
        message = (
            f"has a sheet of {height} rows by {width} columns, more than {MOST_CELLS} cells; "
            "delete the empty rows and columns behind the last one"
        )
        raise InputError(message)


def _hides(xml: bytes) -> bool:
    """Whether what it holds cannot be sized up: entities, places that are escaped, other encodings.

    Each of the slow searches is made only where a plain one finds what it needs.
    """
    if b"\x00" in xml or (b"<!" in xml and _DOCTYPE.search(xml)):
        return True
    return b"&" in xml and _HIDDEN_PLACE.search(xml) is not None


def _has_failed(xml: bytes) -> bool:
    """Whether a cell holds a formula that failed, or was never calculated."""
    if (b'"e"' in xml or b"'e'" in xml) and _FAILED.search(xml) is not None:
        return True
    return (b"<f" in xml or b":f" in xml) and _UNCALCULATED.search(xml) is not None


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _text(cell: object) -> str:
    """A cell that is no text, as one would type it: ISO dates, whole numbers without a fraction."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    return str(cell)


def _spread(
    rows: list[list[str]], merged: Sequence[tuple[tuple[int, int], tuple[int, int]]]
) -> None:
    for (top, left), (bottom, right) in merged:
        for row in rows[top : bottom + 1]:
            for column in range(left, min(right + 1, len(row))):
                row[column] = rows[top][left]


def can_hold(cell: str) -> bool:
    """Whether a workbook's cell gives back exactly this text."""
    return not (_UNWRITABLE.search(cell) or _XML_ESCAPE.search(cell))


def write_workbook(tabs: Mapping[str, tuple[Sequence[str], Sequence[Sequence[str]]]]) -> bytes:
    """A workbook of tabs, each with a header and rows; equal input gives equal bytes.

    Numbers that read back as they are written are numbers, all else is text: no cell is a formula.
    """
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=False)
    for unasked in book.sheetnames:
        del book[unasked]
    for name, (header, rows) in tabs.items():
        tab = book.create_sheet(name)
        for cells in (header, *rows):
            tab.append([_cell(cell) for cell in cells])
        for column, title in enumerate(header, 1):
            tab.cell(1, column).font = Font(bold=True)
            longest = max([len(title), *(len(row[column - 1]) for row in rows[:200])])
            tab.column_dimensions[get_column_letter(column)].width = min(max(longest + 2, 8), 60)
        tab.freeze_panes = "B2"
        tab.sheet_format.defaultRowHeight = 15
        tab.cell(1, 1).alignment = Alignment(vertical="top")
    out = io.BytesIO()
    book.save(out)
    return timeless(out.getvalue())


def _cell(cell: str) -> object:
    if re.fullmatch(r"-?[1-9][0-9]{0,14}|0", cell):
        return int(cell)
    if re.fullmatch(r"-?[0-9]{1,9}\.[0-9]{1,6}", cell):
        value = float(cell)
        if repr(value) == cell and not value.is_integer():
            return value
    return shielded(cell) or None


def timeless(data: bytes) -> bytes:
    """The same workbook without the time at which it was written."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "docProps/core.xml":
                content = _MADE.sub(b"", content)
            new.writestr(zipfile.ZipInfo(entry.filename, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
