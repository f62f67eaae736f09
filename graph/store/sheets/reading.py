"""Sheets read into Turtle: what the rest of the build takes for just another file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from allegiance.graph.model import terms
from allegiance.graph.model.errors import InputError, Problem, nearest
from allegiance.graph.store.files import DossierFile, graph_of
from allegiance.graph.store.sheets.column import Said, Sheet
from allegiance.graph.store.sheets.columns import SHEETS, sheet_of
from allegiance.graph.store.sheets.csvfile import read_csv
from allegiance.graph.store.sheets.header import (
    header_at,
    header_problems,
    needed_missing,
    places_of,
    plain_header,
    shifted_rows,
)
from allegiance.graph.store.sheets.names import Names
from allegiance.graph.store.sheets.other import read_other
from allegiance.graph.store.sheets.rownode import NAMELESS, RowNode
from allegiance.graph.store.sheets.rows import EDITORS, MADE_SENTENCES, Place, RowReader
from allegiance.graph.store.sheets.sheetplaces import SheetPlaces
from allegiance.graph.store.sheets.table import Row, Table, unshielded
from allegiance.graph.store.sheets.tokens import turtle_prefixes
from allegiance.graph.store.sheets.workbook import read_workbook

Take = Callable[[str, ox.NamedNode], None]
# So many rows are handed over at a time.
_HANDFUL = 1000
SUFFIXES = (".csv", ".xlsx")
# Tabs and files that explain or prepare, and are not read.
_ASIDE = frozenset({"guide", "readme"})
_EDITORS_SOURCE = (
    f"{EDITORS} a al:Source ; "
    'dcterms:title "Part-of links read off the statements about both actors"@en ; '
    'dcterms:publisher "The editors of this dossier" ; al:reliability "B" .\n'
)
_KINDS_OF_SHEETS = {
    "actors": "entity",
    "sources": "source",
    "origins": "origin",
    "statements": "statement",
    "ties": "statement",
    "links": "statement",
    "commitments": "commitment",
    "relations": "relation",
}
# Kinds of nodes whose labels are sentences: cells name them by id alone.
_UNNAMED = frozenset({"statement", "commitment"})


def read_sheets(
    folder: Path,
    paths: Iterable[Path],
    *,
    base: str,
    turtle: Callable[[list[str]], Iterable[ox.Triple]],
    take: Take,
) -> list[DossierFile]:
    """The sheets in the CSV files and workbooks at ``paths``, each as a file of Turtle.

    ``turtle`` gives what the dossier's other files say, and puts what of them cannot be read into
    the list that it gets; it is asked for when a name in a cell may be one of theirs. ``take`` is
    given the Turtle in parts, as it is made.
    """
    found: list[Table | DossierFile] = []
    for path in paths:
        try:
            found.extend(_tables(folder, path, base=base))
        except OSError as error:
            message = f"cannot be read ({error.strerror}); mend or remove it"
            found.append(_broken(folder, path, base, message))
        except InputError as error:
            found.append(_broken(folder, path, base, str(error), lost=_raw(path)))
    tables = [one for one in found if isinstance(one, Table)]
    lost = [one.lost for one in found if isinstance(one, DossierFile)]
    names = Names(base, lambda: turtle(lost), unread=lost)
    for table in tables:
        register(table, names)
    sheets = [SheetReading(folder, t, names, take) if isinstance(t, Table) else t for t in found]
    return [sheet.file() if isinstance(sheet, SheetReading) else sheet for sheet in sheets]


def _broken(folder: Path, path: Path, base: str, message: str, *, lost: str = "") -> DossierFile:
    """A sheet that is not read; ``lost`` is what may stand in it, anything if it is empty."""
    problems = (Problem(path, None, message),)
    return DossierFile(path.relative_to(folder), base, problems=problems, lost=lost)


def _raw(path: Path) -> str:
    """The signs of a CSV file, whatever their encoding; nothing can be said of a workbook's."""
    return (
        path.read_bytes().decode("latin-1").replace("\0", "")
        if path.suffix.lower() == ".csv"
        else ""
    )


def _tables(folder: Path, path: Path, *, base: str) -> Iterator[Table | DossierFile]:
    """The sheets of one file, each as a table, or as a file with what is wrong with it."""
    name = path.relative_to(folder)
    if path.suffix.lower() == ".csv":
        sheet = sheet_of(path.stem)
        if sheet is None:
            yield _broken(folder, path, base, _unknown(path.stem), lost=_raw(path))
        else:
            yield _table(name, "", sheet, read_csv(path.read_bytes(), sheet))
        return
    for tab, hidden, rows in read_workbook(path.read_bytes()):
        sheet = sheet_of(tab)
        if sheet is not None:
            yield _table(name, tab, sheet, rows)
        elif rows and not hidden and not _is_aside(tab):
            yield _broken(folder, path, base, _unknown(tab), lost="\n".join(map(_text_of, rows)))


def _is_aside(name: str) -> bool:
    return name.startswith("_") or name.strip().casefold() in _ASIDE


def _unknown(name: str) -> str:
    near = nearest(name, SHEETS)
    guess = f"Did you mean {' or '.join(near)}?" if near else f"Known are {', '.join(SHEETS)}."
    return f"is no sheet that is read: {name!r}. {guess} To keep it aside, begin its name with _."


def _table(path: Path, tab: str, sheet: Sheet, rows: Sequence[Row]) -> Table:
    """The rows as a table: spaces around cells cut, formula marks taken off, all of one length."""
    if not rows:
        return Table(path, tab, sheet, (), ())
    at = header_at(rows, sheet)
    above, rows = rows[0].number if at else None, rows[at:]
    header = [plain_header(unshielded(cell.strip())) for cell in rows[0].cells]
    width = max(len(header), *(len(row.cells) for row in rows))
    header += [""] * (width - len(header))
    clean = []
    for row in rows[1:]:
        cells = list(map(str.strip, row.cells))
        if not any(cells):
            continue
        if "'" in "".join(cells):
            cells = list(map(unshielded, cells))
        if len(cells) < width:
            cells += [""] * (width - len(cells))
        clean.append(Row(row.number, cells))
    while header and not header[-1] and not any(row.cells[len(header) - 1] for row in clean):
        header.pop()
    longer = frozenset(row.number for row in rows if len(row.cells) > len(rows[0].cells))
    return Table(path, tab, sheet, tuple(header), tuple(clean), rows[0].number, above, longer)


def register(table: Table, names: Names) -> None:
    """Make the nodes of a table known to cells that name them."""
    places = places_of(table)
    ids = next((p.index for p in places if p.column.name == "id"), None)
    if table.sheet.name == "other":
        _register_other(table, names)
    kind = _KINDS_OF_SHEETS.get(table.sheet.name)
    if kind is None:
        return
    if ids is None:  # said of the header; whatever stands here may be named elsewhere
        names.unread.append("\n".join(map(_text_of, table.rows)) or "\n")
        return
    named = [
        p
        for p in places
        if p.column.prop in (terms.RDFS_LABEL, terms.ALT_LABEL) and kind not in _UNNAMED
    ]
    words = [p for p in places if p.column.prop == terms.HIDDEN_LABEL]
    weights = [p.index for p in places if p.column.name == "weight"]
    kinds = [p.index for p in places if p.column.name == "kind"]
    shifted = shifted_rows(table)
    for row in table.rows:
        if row.number in shifted or not row.cells[ids]:
            names.unread.append(_text_of(row))
        if not row.cells[ids]:
            continue
        try:
            labels = list(_labels(row, named)) if named else ()
            known = names.enter(kind, row.cells[ids], labels)
        except InputError:  # said when the row is read
            names.unread.append(_text_of(row))
            continue
        if words:
            names.words[known] = list(_labels(row, words))
        if kind == "relation" and weights:
            names.weigh(known, row.cells[weights[0]])
        if kinds and row.cells[kinds[0]].casefold() == "resolution":
            names.resolutions.add(known)


def _text_of(row: Row) -> str:
    """The signs of a row that is not read, one of which may be meant where it is named."""
    return "\n".join(cell for cell in row.cells if cell) or "\n"


def _labels(row: Row, places: Iterable[Place]) -> Iterator[str]:
    for place in places:
        cell = row.cells[place.index]
        yield from (part.strip() for part in cell.split("|")) if place.column.many else (cell,)


def _register_other(table: Table, names: Names) -> None:
    places = {place.column.name: place.index for place in places_of(table)}
    if {"subject", "property"} <= places.keys():
        for row in table.rows:
            if row.cells[places["property"]] == "a":
                names.loose.add(row.cells[places["subject"]])


@dataclass(slots=True)
class SheetReading:
    """One sheet while it is read: the Turtle of its rows, where each stands, what is wrong."""

    folder: Path
    table: Table
    names: Names
    take: Take | None = None
    parts: list[str] = field(default_factory=list)
    rows: dict[str, tuple[Row, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    told: set[tuple[str, str]] = field(default_factory=set)
    is_classed: bool = True
    _taken: int = 0

    def file(self) -> DossierFile:
        """The sheet as a file of Turtle."""
        table = self.table
        places = places_of(table)
        if table.above is not None:
            message = f"has rows above its header, which stands in row {table.header_row}; "
            message += "take them out"
            self.problems.append(table.problem(self.folder, message, row=table.above, column=None))
        for index, message in header_problems(table) if table.header else ():
            problem = table.problem(self.folder, message, row=table.header_row, column=index)
            self.problems.append(problem)
        if table.sheet.name == "other":
            self._read_other(places)
        else:
            self._read_rows(places)
        self._hand_over()
        text = turtle_prefixes(self.names.base) + "".join(self.parts)
        is_plain = table.sheet.name != "other"
        where = SheetPlaces(
            table,
            places,
            self.names.base,
            self.rows,
            frozenset({*self.told, *((node, "") for node, _ in self.told)}),
            needed_missing(table, places),
        )
        return DossierFile(
            table.path,
            self.names.base,
            text,
            problems=tuple(self.problems),
            tab=table.tab,
            where=where,
            is_plain=is_plain,
            is_classed=is_plain and self.is_classed,
        )

    def _read_rows(self, places: Sequence[Place]) -> None:
        reader = RowReader(self.table.sheet, places, self.names)
        ids = next((place.index for place in places if place.column.name == "id"), 0)
        shifted = shifted_rows(self.table)
        for row in self.table.rows:
            if len(self.parts) - self._taken > _HANDFUL:
                self._hand_over()
            found = reader.read(row.cells)
            if row.number in shifted or (found.problems and self._is_longer(row)):
                self._shifted(row, places, found)
            for index, message in found.problems:
                self._problem(row, index, found.token, message)
            if found.is_nameless:
                self._nameless(row, found)
            elif found.token:
                self._keep(row, ids, found)

    def _is_longer(self, row: Row) -> bool:
        """Whether a row of a CSV file has a cell too many, though the last ones be empty."""
        return row.number in self.table.longer and not self.table.is_workbook

    def _shifted(self, row: Row, places: Sequence[Place], found: RowNode) -> None:
        """Tell of a cell too many, which explains whatever is wrong with the others."""
        found.problems.clear()
        message = "has a cell too many; put quotes around the one with a comma or semicolon in it"
        name = found.token.removeprefix(":")
        said = f"{name} {message}" if name and name != NAMELESS else message
        self.problems.append(self.table.problem(self.folder, said, row=row.number, column=None))
        self.told.update((found.token, place.column.prop) for place in places)

    def _hand_over(self) -> None:
        """Give away what was made since the last time."""
        if self.take is not None:
            more = "".join(self.parts[self._taken :])
            graph = graph_of(self.table.path, self.table.tab, base=self.names.base)
            self.take(turtle_prefixes(self.names.base) + more, graph)
            self._taken = len(self.parts)

    def _keep(self, row: Row, ids: int, found: RowNode) -> None:
        earlier = self.rows.get(found.token)
        if earlier is not None:
            message = f"is in row {earlier[0].number} already; give each row an id of its own"
            if list(earlier[0].cells) == list(row.cells):
                message = f"is in row {earlier[0].number} already, word for word; take one of the "
                message += "two out"
            self._problem(row, ids, found.token, message)
            return
        self.rows[found.token] = (row, ids)
        if self.table.sheet.name in MADE_SENTENCES and not found.has_label:
            self.told.add((found.token, terms.RDFS_LABEL))  # what is wrong in its row explains it
        if self.table.sheet.name == "denials":
            self._deny(row, found.token)
        if not self.table.sheet.rdf_class and not found.value_of("a"):
            self.is_classed = False
        self.parts.append(found.block)
        if found.beside:
            self._keep_beside(row, ids, found)

    def _keep_beside(self, row: Row, ids: int, found: RowNode) -> None:
        wrong = {prop for index, _ in found.problems for prop in self._props_of(index)}
        for node, says in found.beside:
            self.told.update((node, prop) for prop in wrong)  # they share the cells of the row
            column = "part_of" if self.table.sheet.name == "actors" else "denied_by"
            index = self.table.header.index(column) if column in self.table.header else ids
            self.rows.setdefault(node, (row, index))
            self.parts.append(_block(node, says))
            if any(one.value == EDITORS for one in says):
                self._introduce_editors(row, index)

    def _introduce_editors(self, row: Row, index: int) -> None:
        if not self.names.knows("source", EDITORS.removeprefix(":")):
            self.names.enter("source", EDITORS, [])
            self.rows.setdefault(EDITORS, (row, index))
            self.parts.append(_EDITORS_SOURCE)

    def _denied(self, row: Row, denial: str = "") -> str | None:
        place = next((p for p in places_of(self.table) if p.column.form == "denied"), None)
        cell = row.cells[place.index] if place else ""
        try:
            found = self.names.find("statement", cell) if cell else None
        except InputError as error:
            if place is not None:
                self._problem(row, place.index, denial, str(error))
            return None
        if found is None:
            index = place.index if place else 0
            self._problem(row, index, denial, "needs the statement it denies")
        else:
            self.rows.setdefault(found, (row, place.index if place else 0))
            if found.removeprefix(":") not in self.names.kinds["statement"].ids:
                self.is_classed = False  # written out, and perhaps nothing of this dossier
        return found

    def _deny(self, row: Row, denial: str) -> None:
        if statement := self._denied(row, denial):
            self.parts.append(f"{statement} al:denial {denial} .\n")

    def _nameless(self, row: Row, found: RowNode) -> None:
        """A denial without a name of its own, which stands inside its statement."""
        if statement := self._denied(row):
            says = " ; ".join(f"{one.prop} {one.value}" for one in found.says)
            self.parts.append(f"{statement} al:denial [ {says} ] .\n")

    def _read_other(self, places: Sequence[Place]) -> None:
        indices = {place.column.name: place.index for place in places}
        for row in self.table.rows:
            texts, problems = read_other(row.cells, self.table.header, indices, self.names)
            for index, message in problems:
                self._problem(row, index, "", message)
            if texts:
                self.rows.setdefault(texts[0], (row, indices["subject"]))
                self.parts.append(f"{' '.join(texts)} .\n")

    def _props_of(self, index: int) -> list[str]:
        """The property that a column is about, if it is about one."""
        known = self.table.sheet.column(self.table.header[index]) if self.table.header else None
        return [] if known is None else [known[0].prop]

    def _problem(self, row: Row, index: int, node: str, message: str) -> None:
        if node:
            self.told.update((node, prop) for prop in self._props_of(index))
        if not message:  # a file that could not be read may put it right
            return
        name = node.removeprefix(":")
        said = f"{name} {message}" if name and name != NAMELESS else message
        self.problems.append(self.table.problem(self.folder, said, row=row.number, column=index))


def _block(node: str, says: Sequence[Said]) -> str:
    return f"{node} {' ; '.join(map(' '.join, says))} .\n" if says else ""
