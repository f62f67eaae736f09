"""Values as one writes them in cells; each is read back before it counts as written."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pyoxigraph as ox

from allegiance.graph.model.errors import InputError
from allegiance.graph.model.terms import AL
from allegiance.graph.store.sheets.cells import KIND_WORDS, WIKIDATA, joined, parts_of, read_value
from allegiance.graph.store.sheets.column import Column
from allegiance.graph.store.sheets.names import ID, Names
from allegiance.graph.store.sheets.table import is_error
from allegiance.graph.store.sheets.tokens import token
from allegiance.graph.store.sheets.workbook import can_hold

# A spreadsheet's cell holds 32,767 characters; some are needed to shield it.
LONGEST = 30_000
_REFERS = frozenset({"entity", "source", "statement", "commitment", "origin", "relation", "voices"})
# Forms that are read with the rest of their row, and the simpler ones that they begin as.
_BEGINS_AS = {"voices": "entity", "quantity": "number", "unit": "text"}
_ODD = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


def cell_of(
    column: Column, language: str, values: Sequence[object], names: Names
) -> tuple[str, list[object]]:
    """A cell that says as many of ``values`` as the column can, and those that it says."""
    parts: list[str] = []
    taken: list[object] = []
    for value in values:
        part = _part(column, value, names)
        if not part or not fits(part) or parts_of(column, part) != [part]:
            continue
        if len(joined([*parts, part])) > LONGEST or not _reads(
            column, language, part, value, names
        ):
            continue
        parts.append(part)
        taken.append(value)
        if not column.many:
            break
    return joined(parts), taken


def fits(cell: str) -> bool:
    """Whether a cell in any kind of sheet gives back this text."""
    return (
        len(cell) <= LONGEST
        and cell == cell.strip()
        and can_hold(cell)
        and not is_error(cell)
        and _ODD.search(cell) is None
    )


def short_name(iri: ox.NamedNode, base: str) -> str:
    """A node as a cell names it: its id, or else what Turtle writes."""
    written = token(iri, base)
    return written[1:] if written.startswith(":") and ID.fullmatch(written[1:]) else written


def other_cells(value: str) -> list[str]:
    """The notation of a term, cut to cells, each of which comes back as it is."""
    safe = _ODD.sub(lambda found: f"\\u{ord(found[0]):04X}", value)
    if len(safe) <= LONGEST:
        return [safe]
    safe = re.sub(r"\s", lambda found: f"\\u{ord(found[0]):04X}", safe)
    return [safe[at : at + LONGEST] for at in range(0, len(safe), LONGEST)]


def _part(column: Column, value: object, names: Names) -> str:
    form = column.form
    if isinstance(value, ox.Literal):
        return value.value
    if not isinstance(value, ox.NamedNode):
        return ""
    if form in _REFERS:
        written = token(value, names.base)
        short = short_name(value, names.base)
        short = short.removeprefix("al:") if form == "relation" else short
        return short if names.means(_BEGINS_AS.get(form, form), short, written) else written
    if form == "wikidata":
        return value.value.removeprefix(WIKIDATA)
    if form in ("kind", "act_or_tie"):
        return KIND_WORDS.get(value.value.removeprefix(AL), "")
    if form == "channel":
        return value.value.removeprefix(AL)
    return value.value


def _reads(column: Column, language: str, part: str, value: object, names: Names) -> bool:
    """Whether a part of a cell is read as the value that it was written for."""
    expected = token(value, names.base)
    form = _BEGINS_AS.get(column.form, column.form)
    plain = Column(column.name, column.prop, form, "", many=column.many)
    try:
        return read_value(plain, language, part, names) == expected
    except InputError:
        return False
