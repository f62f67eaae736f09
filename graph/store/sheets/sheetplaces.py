"""Where in a sheet a node and what is said about it stand."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from allegiance.graph.model import terms
from allegiance.graph.store.places import Spot
from allegiance.graph.store.sheets.rows import Place
from allegiance.graph.store.sheets.table import Row, Table, letters
from allegiance.graph.store.sheets.tokens import node

_TERM = re.compile(rf"\b(?:{'|'.join(terms.PREFIXES)}):[A-Za-z]\w*")


@dataclass(frozen=True, slots=True)
class SheetPlaces:
    """The cells of a table by node and property.

    ``rows`` says for each node, by its token, which row it stands in and in which column;
    ``told`` are nodes with the properties that a problem has been told about already, and with ""
    for any.
    """

    table: Table
    places: Sequence[Place]
    base: str
    rows: Mapping[str, tuple[Row, int]]
    told: frozenset[tuple[str, str]]
    lacking: frozenset[str]

    def find(self, iri: str, prop: str = "") -> Spot:
        """The cell where a property of a node stands, or would; else the node's own."""
        found = self.rows.get(node(iri, self.base))
        if found is None:
            return Spot(None)
        row, index = found
        for place in self._columns(prop):
            index = place.index
            if row.cells[index]:
                break
        name = self.table.header[index]
        if not self.table.is_workbook:
            return Spot(row.number, name)
        return Spot(row.number, name, f"{self.table.tab}!{letters(index)}{row.number}")

    def is_told(self, iri: str, prop: str) -> bool:
        """Whether what is wrong with a node's property, or with a node at all, is said already."""
        token = node(iri, self.base)
        if prop:
            return (token, prop) in self.told or prop in self.lacking
        return (token, "") in self.told or bool(self.lacking)

    def say(self, iri: str, prop: str, message: str) -> str:
        """What is wrong with a node, in the words of the sheet."""
        found = self.rows.get(node(iri, self.base))
        columns = self._columns(prop) if found else []
        filled = [place for place in columns if found and found[0].cells[place.index]]
        if filled and found:
            place = filled[0]
            cell = found[0].cells[place.index]
            return f"has {cell!r} as {place.column.name}, which does not fit: {place.column.help}"
        sheet = self.table.sheet
        for column in sheet.columns:
            if prop and column.prop == prop and column.form != "ignored":
                return f"needs {column.name}: {column.help}"
        return _TERM.sub(self._column_name, message)

    def _columns(self, prop: str) -> list[Place]:
        return [place for place in self.places if prop and place.column.prop == prop]

    def _column_name(self, found: re.Match[str]) -> str:
        prefix, _, local = found[0].partition(":")
        names = self.table.sheet.columns_of(terms.PREFIXES[prefix] + local)
        return names[0] if names else found[0]
