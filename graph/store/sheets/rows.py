"""A row as Turtle: the node that it is about, what its cells say, and what is wrong in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from allegiance.graph.model import terms
from allegiance.graph.model.errors import InputError
from allegiance.graph.model.wordy_dates import say_plainly
from allegiance.graph.store.sheets.cells import (
    date_token,
    number_token,
    parts_of,
    read_id,
    read_value,
)
from allegiance.graph.store.sheets.column import Column, Said, Sheet
from allegiance.graph.store.sheets.names import ID, Names
from allegiance.graph.store.sheets.rownode import JOINT, NAMELESS, RowNode
from allegiance.graph.store.sheets.table import is_error, say_error
from allegiance.graph.store.sheets.tokens import node, quoted, text

EDITORS = ":editors"
# The sheets whose rows get a sentence where they have none.
MADE_SENTENCES = frozenset({"statements", "ties"})
_RANGE = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*[-\u2013]\s*([0-9]+(?:\.[0-9]+)?)")
_YEARS = re.compile(r"([0-9]{4})-([0-9]{4})")
_ASIDE = re.compile(r"(.+?)\s*\((.+)\)", re.DOTALL)
_BOUNDED = re.compile(rf"(.+), ({'|'.join(sorted(terms.BOUNDS))})", re.DOTALL)
_VOICES = re.compile(r"[|;]")
# The forms that take more than their own cell to be read.
_SPECIAL = frozenset(
    {"voices", "denials", "country", "part_of", "polarity", "period", "quantity", "unit"}
)
# Those that say nothing of their own.
_SILENT = frozenset({"id", "ignored", "denied"})


@dataclass(frozen=True, slots=True)
class Place:
    """A column of one sheet: where its cells stand, how they are read, in which language."""

    index: int
    column: Column
    language: str


@dataclass(frozen=True)
class RowReader:
    """How the rows of one sheet are read."""

    sheet: Sheet
    places: Sequence[Place]
    names: Names

    @cached_property
    def _props(self) -> dict[str, str]:
        props = {place.column.prop for place in self.places}
        return {prop: node(prop, self.names.base) for prop in props if prop}

    @cached_property
    def _texts(self) -> list[tuple[int, str, str]]:
        """The places of texts, most of which are in no other row, and what stands around them."""
        return [
            (p.index, f'{self._props[p.column.prop]} "', f'"@{p.language}' if p.language else '"')
            for p in self.places
            if _is_text(p.column)
        ]

    @cached_property
    def _telling(self) -> list[tuple[int, Place, dict[str, str]]]:
        """The other places, each with what cells of its column are known to say.

        The same cell stands in many rows and sheets, and says the same in each.
        """
        known = self.names.said
        return [
            (place.index, place, known.setdefault((place.column, place.language), {}))
            for place in self.places
            if not _is_text(place.column) and place.column.form not in _SPECIAL | _SILENT
        ]

    @cached_property
    def _special(self) -> list[Place]:
        """The places whose cells are read with the rest of their row, last."""
        return [place for place in self.places if place.column.form in _SPECIAL]

    @cached_property
    def _class(self) -> list[str]:
        kind = self.sheet.rdf_class
        return [f"a {node(kind, self.names.base)}"] if kind else []

    @cached_property
    def _labels(self) -> list[int]:
        return [p.index for p in self.places if p.column.prop == terms.RDFS_LABEL]

    @cached_property
    def _index(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for place in self.places:
            found.setdefault(place.column.name, place.index)
        return found

    def read(self, cells: Sequence[str]) -> RowNode:
        """What the row says; a row whose node has no name says nothing but its problems."""
        found = RowNode("", cells)
        self._name(found)
        if not found.token:
            return found
        said = found.said
        said += self._class
        for index, before, after in self._texts:
            if cell := cells[index]:
                if is_error(cell):
                    found.problems.append((index, say_error(cell)))
                else:
                    said.append(f"{before}{quoted(cell)}{after}")
        for index, place, known in self._telling:
            if cell := cells[index]:
                told = known.get(cell)
                if told is None:
                    told = self._read_cell(place, cell, found, known)
                if told:
                    said.append(told)
        for place in self._special:
            if cell := cells[place.index]:
                self._read_special(place, cell, found)
        self._complete(found)
        return found

    def _read_cell(self, place: Place, cell: str, found: RowNode, known: dict[str, str]) -> str:
        """What a cell says; ``known`` from now on where all of it can be read."""
        column = place.column
        if is_error(cell):
            found.problems.append((place.index, say_error(cell)))
            return ""
        prop = "a" if column.prop == terms.RDF_TYPE else self._props[column.prop]
        parts, said = parts_of(column, cell), []
        for part in parts:
            try:
                value = read_value(column, place.language, part, self.names)
            except InputError as error:
                if column.form == "statement" and self._read_remark(part, prop, found):
                    continue
                found.problems.append((place.index, _wrong(column, error)))
            else:
                said.append(f"{prop} {value}")
        told = JOINT.join(said)
        if len(said) == len(parts):
            known[cell] = told
        return told

    def _read_special(self, place: Place, cell: str, found: RowNode) -> None:
        if is_error(cell):
            found.problems.append((place.index, say_error(cell)))
            return
        try:
            getattr(self, f"_read_{place.column.form}")(cell, found)
        except InputError as error:
            found.problems.append((place.index, _wrong(place.column, error)))

    def _name(self, found: RowNode) -> None:
        cells = found.cells
        cell = self._cell("id", cells)
        index = self._index.get("id", 0)
        try:
            if is_error(cell):
                found.problems.append((index, say_error(cell)))
            elif self.sheet.name == "denials":
                found.token = self._denial_id(cell, cells)
            elif cell:
                found.token = read_id(cell, self.names)
            elif "id" in self._index:
                found.problems.append((index, "needs an id: letters, digits, - and _"))
        except InputError as error:
            blamed = index if cell else self._index.get(self._missed(cells), index)
            found.problems.append((blamed, str(error)))

    def _missed(self, cells: Sequence[str]) -> str:
        """The column of a denial without an id that names nobody and nothing."""
        known = self.names.knows("statement", self._cell("statement", cells))
        return "by" if known else "statement"

    def _cell(self, name: str, cells: Sequence[str]) -> str:
        index = self._index.get(name)
        return "" if index is None else cells[index]

    def _denial_id(self, cell: str, cells: Sequence[str]) -> str:
        if cell:
            return cell if cell == NAMELESS else read_id(cell, self.names)
        denied, by = self._cell("statement", cells), self._cell("by", cells)
        if not (denied and by):
            message = "needs a statement and an actor who denies it"
            raise InputError(message)
        statement = self.names.find("statement", denied)
        return denial_token(statement, self.names.find("entity", by))

    def _complete(self, found: RowNode) -> None:
        """Add what a row without it means: a link's relation, a statement's sentence."""
        if self.sheet.name == "links" and not self._cell("relation", found.cells):
            found.say("al:relation", "al:part_of")
        if self.sheet.name not in MADE_SENTENCES or found.problems or self._is_labelled(found):
            return
        sides = [found.value_of(f"al:{part}") for part in ("subject", "relation", "object")]
        if all(sides):
            found.say("rdfs:label", text(self._sentence(sides, found.cells), "en"))

    def _is_labelled(self, found: RowNode) -> bool:
        return any(map(found.cells.__getitem__, self._labels))

    def _sentence(self, sides: Sequence[str], cells: Sequence[str]) -> str:
        words = [self.names.label_of(side) for side in sides]
        start, end = (say_plainly(self._cell(name, cells)) for name in ("start", "end"))
        begun = f", since {start}" if self.sheet.name == "ties" else f", {start}"
        when = f", from {start} until {end}" if end else begun if start else ""
        return f"{' '.join(words)}{when}."

    def _read_remark(self, part: str, prop: str, found: RowNode) -> bool:
        """Whether a part that names no statement is one with a remark, or a remark alone."""
        aside = _ASIDE.fullmatch(part)
        if aside and self.names.knows("statement", aside[1]):
            found.say(prop, self.names.find("statement", aside[1]))
            self._note(part, found)
            return True
        if ID.fullmatch(part):
            return False
        self._note(part, found)
        return True

    def _note(self, remark: str, found: RowNode) -> None:
        found.say("al:note", text(remark, "en"))

    def _read_voices(self, cell: str, found: RowNode) -> None:
        others = []
        for part, actor in self._voices(cell):
            if actor is None:
                others.append(part)
            else:
                found.say("al:assertedBy", actor)
        if others:
            found.say("al:attribution", text("; ".join(others), "en"))

    def _read_denials(self, cell: str, found: RowNode) -> None:
        others = []
        sources = Said("prov:wasDerivedFrom", ", ".join(self._sources(found.cells)))
        for part, actor in self._voices(cell):
            aside = _ASIDE.fullmatch(part)
            if actor is None and aside and self.names.knows("entity", aside[1]):
                actor = self.names.find("entity", aside[1])
            if actor is None:
                others.append(part)
                continue
            token = denial_token(found.token, actor)
            found.say("al:denial", token)
            says = [Said("a", "al:Denial"), Said("al:by", actor)]
            if sources.value:
                says.append(sources)
            if aside:
                says.append(Said("al:note", text(aside[2], "en")))
            found.beside.append((token, says))
        if others:
            self._note(f"Denial: {'; '.join(others)}", found)

    def _sources(self, cells: Sequence[str]) -> Iterator[str]:
        for part in self._cell("sources", cells).split("|"):
            if self.names.knows("source", part.strip()):
                yield self.names.find("source", part.strip())

    def _voices(self, cell: str) -> Iterator[tuple[str, str | None]]:
        """The voices in a cell: what is written, and the actor that it names, if it names one."""
        for written in _VOICES.split(cell):
            part = written.strip()
            if not part:
                continue
            if self.names.knows("entity", part):
                yield part, self.names.find("entity", part)
                continue
            if slip := self.names.slip_of(part):
                message = (
                    f"names {part!r}, which is no actor of the dossier. Did you mean {slip}? "
                    "If it is another voice, add it to the sheet actors, or write attribution."
                )
                raise InputError(message)
            yield part, None

    def _read_country(self, cell: str, found: RowNode) -> None:
        if self._cell("kind", found.cells).casefold() == "state" and not self._cell(
            "iso3", found.cells
        ):
            found.say("al:iso3", text(cell))

    def _read_part_of(self, cell: str, found: RowNode) -> None:
        whole = self.names.find("entity", cell)
        link = f":ln-{local_name(found.token)}"
        says = [
            Said("a", "al:Link"),
            Said("al:subject", found.token),
            Said("al:relation", "al:part_of"),
            Said("al:object", whole),
            Said("al:grade", '"B2"'),
            Said("prov:wasDerivedFrom", EDITORS),
        ]
        found.beside.append((link, says))

    def _read_polarity(self, cell: str, found: RowNode) -> None:
        if cell not in ("+", "-", "0"):
            message = f"{cell!r} is no polarity. Write +, - or 0."
            raise InputError(message)
        relation = found.value_of("al:relation")
        if self._cell("weight", found.cells) or not relation:
            return
        usual = self.names.weight_of(relation)
        turned = found.value_of("al:object") in self.names.resolutions
        sign = {"+": 1, "-": -1, "0": 0}[cell] * (-1 if turned else 1)
        if usual and not sign:
            found.say("al:weight", "0.0")
        elif usual * sign < 0:
            found.say("al:weight", f"{-usual:.4f}".rstrip("0"))

    def _read_period(self, cell: str, found: RowNode) -> None:
        years = _YEARS.fullmatch(cell)
        first, slash, last = cell.partition("/")
        if years:
            first, last = years[1], years[2]
        elif cell.startswith("to "):
            first, last = "", cell.removeprefix("to ")
        elif not slash:
            last = first
        if not re.search("[0-9]", cell):
            self._note(f"Period: {cell}", found)
            return
        if first:
            found.say("al:start", date_token(first.strip()))
        found.say("al:end", date_token(last.strip()))

    def _read_quantity(self, cell: str, found: RowNode) -> None:
        if spread := _RANGE.fullmatch(cell):
            if float(spread[1]) > float(spread[2]):
                turned = f"{spread[2]}-{spread[1]}"
                message = f"{cell!r} ends below where it begins. Write {turned}."
                raise InputError(message)
            found.say("al:lowValue", spread[1])
            found.say("al:highValue", spread[2])
        else:
            found.say("al:value", number_token(cell))

    def _read_unit(self, cell: str, found: RowNode) -> None:
        bounded = None if self._cell("bound", found.cells) else _BOUNDED.fullmatch(cell)
        found.say("al:unit", text(bounded[1] if bounded else cell))
        if bounded:
            found.say("al:bound", text(bounded[2], "en"))


def _is_text(column: Column) -> bool:
    """Whether the cells of a column are one text each."""
    return column.form == "text" and not column.many


def _wrong(column: Column, error: InputError) -> str:
    message = str(error)
    said = not message or message.startswith("names ")
    return message if said else f"has a wrong {column.name}: {message}"


def denial_token(statement: str, actor: str) -> str:
    """The name of a denial that has none of its own."""
    return f":{local_name(statement)}-denied-by-{local_name(actor)}"


def local_name(token: str) -> str:
    """The last part of a name, fit to make another name from."""
    return re.sub(r"[^A-Za-z0-9_-]+", "-", re.split(r"[/#:]", token.strip("<>"))[-1]) or "x"
