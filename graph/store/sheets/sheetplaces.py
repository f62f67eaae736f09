"""Where in a sheet a node and what is said about it stand."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from allegiance.graph.model import terms
from allegiance.graph.store.places import Spot
from allegiance.graph.store.sheets.columns import SHEETS
from allegiance.graph.store.sheets.rows import Place
from allegiance.graph.store.sheets.table import Row, Table, letters
from allegiance.graph.store.sheets.tokens import node
from allegiance.graph.store.sheets.vocabulary import named_relations

_TERM = re.compile(rf"\b(an? )?((?:{'|'.join(terms.PREFIXES)}):[A-Za-z]\w*)")
_KINDS = {f"al:{name}": kind for kind, name in terms.KINDS.items()}


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
        return self.word(message)

    def word(self, message: str) -> str:
        """A message with the columns, sheets and kinds that terms in it stand for."""
        return _TERM.sub(self._worded, message)

    def _columns(self, prop: str) -> list[Place]:
        return [place for place in self.places if prop and place.column.prop == prop]

    def _worded(self, found: re.Match[str]) -> str:
        article, term = found[1] or "", found[2]
        prefix, _, local = term.partition(":")
        iri = terms.PREFIXES[prefix] + local
        for sheet in (self.table.sheet, *SHEETS.values()):
            if sheet.rdf_class == iri:
                return f"the sheet {sheet.name}"
            if names := sheet.columns_of(iri):
                return _after(article, names[0])
        is_relation = term in named_relations().values()
        word = local if is_relation else _KINDS.get(term)
        return _after(article, word) if word else found[0]


def _after(article: str, word: str) -> str:
    """A word with the article that goes with it, if one is to."""
    if not article:
        return word
    return f"an {word}" if word[0] in "aeio" else f"a {word}"
