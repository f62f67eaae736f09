"""The header of a sheet: which column stands where, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from allegiance.graph.model.errors import nearest
from allegiance.graph.store.sheets.column import Column, Sheet
from allegiance.graph.store.sheets.columns import REMARKS
from allegiance.graph.store.sheets.rows import Place
from allegiance.graph.store.sheets.table import PREFACE, Row, Table

_QUOTE = ", or put quotes around the cell that holds a comma"
# Where so many of the rows have a cell beyond the header, it is the header that lacks one.
_MOST = 0.5


def plain_header(cell: str) -> str:
    """A header as the columns are called: spaces as underscores.

    >>> plain_header(" Asserted by ")
    'Asserted_by'
    """
    return "_".join(cell.split())


def header_at(rows: Sequence[Row], sheet: Sheet) -> int:
    """Which of ``rows`` is the header: the first, or one below rows that name no two columns."""
    for index, row in enumerate(rows[:PREFACE]):
        named = [plain_header(cell) for cell in row.cells if cell.strip()]
        known = sum(sheet.column(name) is not None for name in named)
        if known > 1 and 2 * known > len(named):
            return index
    return 0


def is_remark(header: str) -> bool:
    """Whether a column is for remarks that nobody reads: ``remarks``, or anything after ``#``."""
    return header.startswith("#") or header.casefold() == REMARKS


def places_of(table: Table) -> list[Place]:
    """The columns of a table that are read."""
    found = []
    for index, header in enumerate(table.header):
        known = None if is_remark(header) else table.sheet.column(header)
        if known is not None:
            found.append(Place(index, *known))
    return found


def shifted_rows(table: Table) -> frozenset[int]:
    """The numbers of those rows of a CSV file that have a cell too many, if they are few.

    A comma in a cell without quotes parts it, and moves what stands behind it.
    """
    width = len(table.header)
    while width and not table.header[width - 1]:
        width -= 1
    longer = [row.number for row in table.rows if any(row.cells[width:])]
    is_few = len(longer) <= _MOST * len(table.rows)
    return frozenset(longer) if width and is_few and not table.is_workbook else frozenset()


def header_problems(table: Table) -> Iterator[tuple[int, str]]:
    """What is wrong with a header, each with the place of its column, counted from 0."""
    seen: dict[tuple[Column, str], str] = {}
    shifted = shifted_rows(table)
    for index, header in enumerate(table.header):
        if not header:
            rows = (row for row in table.rows if row.number not in shifted)
            filled = (row for row in rows if index < len(row.cells) and row.cells[index])
            if (first := next(filled, None)) is not None:
                cell = first.cells[index]
                message = f"has cells but no header, first {cell[:40]!r} in row {first.number}; "
                mend = "name the column, or remarks"
                yield index, message + mend + ("" if table.is_workbook else _QUOTE)
            continue
        if is_remark(header):
            continue
        known = table.sheet.column(header)
        if known is None:
            yield index, _unknown(header, table.sheet)
        elif known in seen:
            yield index, f"repeats the column {seen[known]!r}; keep one of the two"
        else:
            seen[known] = header
    names = {column.name for column, _ in seen}
    for column in table.sheet.columns:
        if column.needed and column.name not in names:
            yield 0, f"has no column {column.name!r}: {column.help}"


def _unknown(header: str, sheet: Sheet) -> str:
    known = list(sheet.by_header)
    near = nearest(header, known)
    guess = f"Did you mean {' or '.join(near)}?" if near else f"Known are {_listed(sheet)}."
    return (
        f"is a column that the sheet {sheet.name} does not have. {guess} "
        f"For remarks of your own write #{header}."
    )


def _listed(sheet: Sheet) -> str:
    return ", ".join(column.name for column in sheet.columns)


def needed_missing(table: Table, places: Sequence[Place]) -> frozenset[str]:
    """The properties of needed columns that the header lacks: it is said once, not in each row."""
    names = {place.column.name for place in places}
    return frozenset(c.prop for c in table.sheet.columns if c.needed and c.name not in names)
