"""Triples written as sheets: rows where the columns can say it all, other triples where not.

Every cell is read back before it is kept, and so is every row: what does not come back the same
goes to the sheet of other triples, so that nothing is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

import pyoxigraph as ox

from allegiance.graph.model import terms
from allegiance.graph.model.terms import al
from allegiance.graph.store.sheets.column import Column, Sheet
from allegiance.graph.store.sheets.columns import SHEETS, sheet_of
from allegiance.graph.store.sheets.names import Names
from allegiance.graph.store.sheets.rownode import NAMELESS
from allegiance.graph.store.sheets.rows import Place, RowReader
from allegiance.graph.store.sheets.spelling import cell_of, other_cells, short_name
from allegiance.graph.store.sheets.tokens import token

_TYPE = ox.NamedNode(terms.RDF_TYPE)
_DENIAL = ox.NamedNode(al("denial"))
_TAB = re.compile(r"[^\[\]:*?/\\']{1,31}")
_CLASS_SHEETS = {
    **{al(name): "actors" for name in (*terms.KINDS.values(), "Actor", "Entity")},
    **{sheet.rdf_class: sheet.name for sheet in SHEETS.values() if sheet.name != "ties"},
    al("ActRelation"): "relations",
    al("TieRelation"): "relations",
}
_CLASS_SHEETS.pop("")
# Columns for those who write; what they say has columns of its own.
_CONVENIENCES = frozenset({"ignored", "country", "part_of", "polarity", "period", "more"})
Header = tuple[Column, str]


@dataclass(frozen=True, slots=True)
class Written:
    """One sheet to be written: the folder it is in, its name, its header and its rows."""

    folder: PurePosixPath
    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(slots=True)
class _Draft:
    """A sheet while rows are added: each row says its cells by column and language."""

    sheet: Sheet
    rows: list[dict[Header, str]] = field(default_factory=list)

    def finished(self, folder: PurePosixPath, name: str, *, whole: bool) -> Written:
        used = {header for row in self.rows for header in row}
        if whole:
            used |= {(c, c.language) for c in self.sheet.columns if c.form not in _CONVENIENCES}
        headers = [
            (column, language)
            for column in self.sheet.columns
            for language in _languages(column, used)
        ]
        return Written(
            folder,
            name,
            tuple(_title(*header) for header in headers),
            tuple(tuple(row.get(header, "") for header in headers) for row in self.rows),
        )


@dataclass(slots=True)
class SheetWriter:
    """All sheets of a dossier while its files are gone through."""

    base: str
    names: Names
    tabs: bool = False
    drafts: dict[tuple[PurePosixPath, str], _Draft] = field(default_factory=dict)
    blanks: dict[object, str] = field(default_factory=dict)

    def add(self, name: PurePosixPath, triples: Iterable[ox.Triple]) -> None:
        """Add what one file says; ``name`` is the file's, without its ending."""
        listed = list(dict.fromkeys(triples))
        about: dict[object, list[ox.Triple]] = {}
        for triple in listed:
            about.setdefault(triple.subject, []).append(triple)
        denials = self._denials(name, listed, about)
        for node, said in about.items():
            if node in denials:
                continue
            rest = [t for t in said if not (t.predicate == _DENIAL and t.object in denials)]
            for triple in self._row(name, node, rest):
                self._other(name, triple)

    def written(self, *, whole: bool = False) -> Iterator[Written]:
        """Every sheet, in the order in which sheets are listed; ``whole`` with all columns."""
        order = list(SHEETS)
        ranked = sorted(
            self.drafts.items(), key=lambda p: (p[0][0], order.index(p[1].sheet.name), p[0][1])
        )
        for (folder, name), draft in ranked:
            yield draft.finished(folder, name, whole=whole)

    def _row(
        self, name: PurePosixPath, node: object, said: Sequence[ox.Triple]
    ) -> Iterator[ox.Triple]:
        """Write a node as a row; what the row cannot say comes back."""
        sheet = self._sheet_for(name, said)
        if sheet is None or not isinstance(node, ox.NamedNode):
            yield from said
            return
        row, left = self._cells(sheet, said)
        row[_column(sheet, "id")] = short_name(node, self.base)
        expected = {self._pair(t) for t in said} - {self._pair(t) for t in left}
        if not self._reads_back(sheet, row, token(node, self.base), expected):
            yield from said
            return
        self._draft(name, sheet).rows.append(row)
        yield from left

    def _sheet_for(self, name: PurePosixPath, said: Sequence[ox.Triple]) -> Sheet | None:
        """The sheet for a node that a file gives one class, by the class and the file's name."""
        types = [t.object for t in said if t.predicate == _TYPE]
        kinds = [rdf_class.value for rdf_class in types if isinstance(rdf_class, ox.NamedNode)]
        if len(kinds) != 1 or len(types) != 1:
            return None
        known = _CLASS_SHEETS.get(kinds[0])
        if known is None or known == "denials":
            return None
        own = sheet_of(name.name)
        fits = own is not None and (own.name == known or own.rdf_class == kinds[0])
        return own if fits and own is not None else SHEETS[known]

    def _cells(
        self, sheet: Sheet, said: Sequence[ox.Triple]
    ) -> tuple[dict[Header, str], list[ox.Triple]]:
        """What the columns of a sheet can say of a node's triples, and the triples left over."""
        row: dict[Header, str] = {}
        left = list(said)
        for column in sheet.columns:
            for language in _languages_of(sheet, column, left):
                mine = [t for t in left if t.predicate.value == column.prop]
                values = [t.object for t in mine if _has_language(t.object, column, language)]
                cell, taken = cell_of(column, language, values, self.names)
                if cell:
                    row[column, language] = cell
                    left = [t for t in left if t not in mine or t.object not in taken]
        rdf_class = sheet.rdf_class
        return row, [t for t in left if not (t.predicate == _TYPE and rdf_class)]

    def _reads_back(
        self, sheet: Sheet, row: dict[Header, str], node: str, expected: set[tuple[str, str]]
    ) -> bool:
        places = [Place(n, *header) for n, header in enumerate(row)]
        found = RowReader(sheet, places, self.names).read(list(row.values()))
        said = {(one.prop, one.value) for one in found.says}
        return (
            found.token == node
            and not found.problems
            and not found.beside
            and said == expected
            and len(found.says) == len(said)
        )

    def _pair(self, triple: ox.Triple) -> tuple[str, str]:
        prop = "a" if triple.predicate == _TYPE else token(triple.predicate, self.base)
        return prop, token(triple.object, self.base)

    def _denials(
        self,
        name: PurePosixPath,
        triples: Sequence[ox.Triple],
        about: dict[object, list[ox.Triple]],
    ) -> set[object]:
        """Write the denials that a row can say whole, each with the statement that holds it."""
        holders: dict[object, list[object]] = {}
        for triple in triples:
            if isinstance(triple.object, ox.NamedNode | ox.BlankNode):
                held = triple.subject if triple.predicate == _DENIAL else None
                holders.setdefault(triple.object, []).append(held)
        sheet, found = SHEETS["denials"], set()
        for node, said in about.items():
            above = holders.get(node, [])
            kinds = [t.object for t in said if t.predicate == _TYPE]
            if kinds != [ox.NamedNode(sheet.rdf_class)] or len(above) != 1:
                continue
            if not isinstance(above[0], ox.NamedNode):
                continue
            row = self._denial(sheet, node, above[0], said)
            if row is not None:
                self._draft(name, sheet).rows.append(row)
                found.add(node)
        return found

    def _denial(
        self, sheet: Sheet, node: object, statement: ox.NamedNode, said: Sequence[ox.Triple]
    ) -> dict[Header, str] | None:
        cells, left = self._cells(sheet, said)
        held = short_name(statement, self.base)
        if left or not self.names.means("statement", held, token(statement, self.base)):
            return None
        is_named = isinstance(node, ox.NamedNode)
        name = short_name(node, self.base) if isinstance(node, ox.NamedNode) else NAMELESS
        row = {_column(sheet, "id"): name, _column(sheet, "statement"): held, **cells}
        expected = {self._pair(triple) for triple in said}
        named = token(node, self.base) if is_named else NAMELESS
        return row if self._reads_back(sheet, row, named, expected) else None

    def _other(self, name: PurePosixPath, triple: ox.Triple) -> None:
        sheet = SHEETS["other"]
        prop = "a" if triple.predicate == _TYPE else token(triple.predicate, self.base)
        row = {
            _column(sheet, "subject"): self._named(triple.subject),
            _column(sheet, "property"): prop,
        }
        first, *more = other_cells(self._named(triple.object))
        row[_column(sheet, "value")] = first
        for number, rest in enumerate(more, 1):
            row[sheet.by_header["value_more"], str(number)] = rest
        self._draft(name, sheet).rows.append(row)

    def _named(self, term: object) -> str:
        if isinstance(term, ox.BlankNode):
            return self.blanks.setdefault(term, f"_:b{len(self.blanks) + 1}")
        return token(term, self.base)

    def _draft(self, name: PurePosixPath, sheet: Sheet) -> _Draft:
        own = sheet_of(name.name)
        title = name.name if own is sheet else sheet.name
        folder = name.parent
        if self.tabs:
            folder = PurePosixPath()
            title = title if _TAB.fullmatch(title) else sheet.name
        for (where, known), draft in self.drafts.items():
            if where == folder and known.casefold() == title.casefold() and draft.sheet is sheet:
                return draft
        return self.drafts.setdefault((folder, title), _Draft(sheet))


def _column(sheet: Sheet, name: str) -> Header:
    column = sheet.by_header[name]
    return column, column.language


def _title(column: Column, language: str) -> str:
    if language == column.language:
        return column.name
    if column.form == "more":
        return f"{column.name}{language}"
    return f"{column.name}_{language or 'plain'}"


def _languages(column: Column, used: set[Header]) -> list[str]:
    """The languages in which a column stands: those used, and its own where it is needed."""
    found = {language for known, language in used if known == column}
    if column.needed:
        found.add(column.language)
    rest = sorted(found - {column.language}, key=lambda name: (len(name), name))
    return ([column.language] if column.language in found else []) + rest


def _languages_of(sheet: Sheet, column: Column, said: Sequence[ox.Triple]) -> list[str]:
    """The languages of a column's texts that a header can name."""
    if column.prop == "" or column.form in _CONVENIENCES or column.form == "denials":
        return []
    if not column.is_multilingual:
        return [column.language]
    objects = [t.object for t in said if t.predicate.value == column.prop]
    tags = {o.language or "" for o in objects if isinstance(o, ox.Literal)}
    named = [tag for tag in tags if sheet.column(_title(column, tag)) == (column, tag)]
    return sorted(named, key=lambda tag: (tag != column.language, tag))


def _has_language(term: object, column: Column, language: str) -> bool:
    if not column.is_multilingual:
        return True
    return isinstance(term, ox.Literal) and (term.language or "") == language
