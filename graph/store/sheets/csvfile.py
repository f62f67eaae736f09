"""CSV files read as text: their encoding, their separator, the line of each row."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from allegiance.graph.model.errors import InputError
from allegiance.graph.store.sheets.column import Sheet
from allegiance.graph.store.sheets.table import PREFACE, Row, shielded

_SEPARATORS = (",", ";", "\t")
_SEPARATOR_LINE = "sep="


def read_csv(data: bytes, sheet: Sheet) -> list[Row]:
    """The rows of a CSV file, the header first, whatever of comma, semicolon or tab parts them.

    Raises
    ------
    InputError
        If it is not UTF-8, or no CSV.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = (
            f"is not UTF-8 (byte {error.start + 1}); save it as CSV UTF-8 (in Excel: Save As, "
            '"CSV UTF-8 (Comma delimited)")'
        )
        raise InputError(message) from error
    skipped = 0
    if text[:4].casefold() == _SEPARATOR_LINE:  # Excel's own way to name the separator
        skipped, text = 1, text.partition("\n")[2]
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=_separator(text, sheet), strict=True
    )
    rows: list[Row] = []
    before = skipped
    try:
        for cells in reader:
            if cells:
                rows.append(Row(before + 1, cells))
            before = reader.line_num + skipped
    except csv.Error as error:
        message = f"is no CSV in or after line {before + 1} ({error}); look for a quote too many"
        raise InputError(message) from error
    return rows


def write_csv(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Rows as CSV that a spreadsheet opens as text; cells that look like formulas are shielded."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        cells = [_safe(cell) for cell in row]
        writer.writerow(cells)
    return out.getvalue()


def _safe(cell: str) -> str:
    return cell if _is_number(cell) else shielded(cell)


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return cell.isascii() and cell[-1:].isdigit() and "_" not in cell


def _separator(text: str, sheet: Sheet) -> str:
    """What parts the cells of the header: that by which most of its columns are known."""
    lines = text.lstrip("\r\n").split("\n", PREFACE)[:PREFACE]

    def known(separator: str) -> int:
        return max(_known(line.split(separator), sheet) for line in lines)

    return max(_SEPARATORS, key=known)


def _known(cells: Sequence[str], sheet: Sheet) -> int:
    """How many of ``cells`` are columns of a sheet."""
    names = (name.strip().strip('"') for name in cells)
    return sum(sheet.column(name.replace(" ", "_")) is not None for name in names)
