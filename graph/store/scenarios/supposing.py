"""A scenario laid over a dossier's files, checked and built like any other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from allegiance.graph.model.errors import DossierError, Problem
from allegiance.graph.store.build import Built, build_files
from allegiance.graph.store.files import DossierFile
from allegiance.graph.store.scenarios.holdings import Ground, Holdings
from allegiance.graph.store.scenarios.reading import find_scenarios, read_scenario
from allegiance.graph.store.scenarios.supposition import (
    ADD,
    CHANGE,
    REMOVE,
    Scenario,
    Supposition,
)
from allegiance.graph.store.settings import DossierSettings
from allegiance.graph.store.sheets.columns import SHEETS
from allegiance.graph.store.sheets.header import header_problems, places_of
from allegiance.graph.store.sheets.names import Names
from allegiance.graph.store.sheets.reading import SheetReading, register
from allegiance.graph.store.sheets.rownode import RowNode
from allegiance.graph.store.sheets.rows import RowReader
from allegiance.graph.store.sheets.sheetplaces import SheetPlaces
from allegiance.graph.store.sheets.table import Row, Table
from allegiance.graph.store.sheets.tokens import text, token, turtle_prefixes

# What is supposed counts like the best that a source can say, unless the scenario grades it.
GRADE: Final = "A1"
_GRADED: Final = frozenset({"statements", "ties", "links"})


@dataclass(frozen=True, slots=True)
class Supposed:
    """A dossier with a scenario laid over it; ``remarks`` are what its author may not expect."""

    built: Built
    remarks: tuple[str, ...]


def suppose(folder: Path, scenario: Scenario, *, ground: Ground | None = None) -> Supposed:
    """The dossier in ``folder`` as it would be if ``scenario`` held; no file is touched.

    ``ground`` are its files if they were read already.

    Raises
    ------
    DossierError
        With every problem: of the dossier itself, and of the scenario at its lines.
    """
    ground = ground or Ground.of(folder)
    laid = _Laid.over(folder, ground, scenario)
    for supposition in sorted(scenario.suppositions, key=lambda one: one.kind != REMOVE):
        laid.lay(supposition)
    if laid.problems:
        raise DossierError(laid.problems)
    settings = ground.settings
    settings = replace(
        settings,
        title=f"{settings.title}, supposing: {scenario.title}",
        window_end=scenario.window_end or settings.window_end,
    )
    built = _build(folder, settings, laid.files(), laid.place)
    return Supposed(built, tuple(laid.remarks))


def scenario_problems(folder: Path) -> list[Problem]:
    """Every problem of the scenarios in the scenarios/ of a dossier that can itself be built."""
    found: list[Problem] = []
    ground = None
    for path in find_scenarios(folder).values():
        try:
            ground = ground or Ground.of(folder)
            suppose(folder, read_scenario(path, folder=folder), ground=ground)
        except DossierError as error:
            found.extend(error.problems)
    return found


def _build(
    folder: Path, settings: DossierSettings, files: Sequence[DossierFile], place: Path
) -> Built:
    try:
        return build_files(folder, settings, files, hashes={})
    except DossierError as error:  # the lines of files that were laid over are not those on disk
        found = [p if p.file == place else replace(p, line=None) for p in error.problems]
        raise DossierError(found) from error


@dataclass(slots=True)
class _Laid:
    """A dossier's files while a scenario is laid over them."""

    folder: Path
    scenario: Scenario
    holdings: Holdings
    names: Names
    added: list[DossierFile] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    touched: set[str] = field(default_factory=set)

    @classmethod
    def over(
        cls,
        folder: Path,
        ground: Ground,
        scenario: Scenario,
    ) -> _Laid:
        """The files of a dossier, nothing laid over them but the scenario as a source."""
        names = Names(ground.settings.base, lambda: ground.told)
        laid = cls(folder, scenario, Holdings(ground), names)
        adds = [s for s in scenario.suppositions if s.kind == ADD]
        laid.added.append(laid._source_file())
        for supposition in adds:
            register(laid._table(supposition, sheet=supposition.sheet), names)
        return laid

    @property
    def place(self) -> Path:
        """The scenario's file."""
        return self.folder / self.scenario.path

    @property
    def source(self) -> str:
        """The name of the scenario as a source of what it adds."""
        return f":scenario-{re.sub(r'[^A-Za-z0-9]+', '-', self.scenario.name).strip('-')}"

    def files(self) -> list[DossierFile]:
        """The files as they are now, those that the scenario adds last."""
        return [*self.holdings.files(), *self.added]

    def lay(self, supposition: Supposition) -> None:
        """Do what one entry of the scenario says, or note what is wrong with it."""
        again = self.touched.intersection(supposition.ids)
        for name in sorted(again):
            self._problem(supposition, f"names {name!r} in two entries; put them into one")
        self.touched.update(supposition.ids)
        if again:
            return
        {ADD: self._add, CHANGE: self._change, REMOVE: self._remove}[supposition.kind](supposition)

    def _add(self, supposition: Supposition) -> None:
        name = supposition.ids[0]
        if self.holdings.node(name) in self.holdings:
            self._problem(supposition, f"adds {name!r}, which the dossier has; write [[change]]")
            return
        table = self._table(supposition, sheet=supposition.sheet)
        file = SheetReading(self.folder, table, self.names).file()
        self.problems.extend(file.problems)
        self.added.append(file)

    def _remove(self, supposition: Supposition) -> None:
        for name in supposition.ids:
            if not self._is_claim(supposition, name):
                continue
            spoken_of = {one for s in self.scenario.suppositions for one in s.ids}
            for other in self.holdings.take(self.holdings.node(name)):
                if other not in spoken_of:
                    message = f"{other} rests on {name}, which is taken away; it stays as written"
                    self.remarks.append(message)

    def _change(self, supposition: Supposition) -> None:
        name = supposition.ids[0]
        if not self._is_claim(supposition, name):
            return
        node = self.holdings.node(name)
        sheet = SHEETS[self.holdings.sheet_of(node)]
        table = self._table(supposition, sheet=sheet.name)
        wrong = list(_column_problems(table))
        found = RowReader(sheet, places_of(table), self.names).read(table.rows[0].cells)
        wrong += [message for _, message in found.problems if message]
        for message in wrong:
            self._problem(supposition, f"{name} {message}")
        if not wrong:
            self.added.append(self._changed(node, table, found))

    def _changed(self, node: ox.NamedNode, table: Table, found: RowNode) -> DossierFile:
        """A node with what a row says of it put in the place of what was said."""
        base = self.names.base
        columns = {place.column for place in places_of(table)} - {None}
        replaced = {column.prop for column in columns if column.prop}
        says = [one for one in found.says if one.prop != "a"]
        props = replaced | {self.holdings.full(one.prop) for one in says}
        kept = self.holdings.lift(node, props)
        name = token(node, base)
        lines = [f"{name} {one.prop} {one.value} .\n" for one in says]
        for other, more in found.beside:
            lines += [f"{other} {one.prop} {one.value} .\n" for one in more]
            if not any(one.prop == "prov:wasDerivedFrom" for one in more):
                lines.append(f"{other} prov:wasDerivedFrom {self.source} .\n")
        whole = turtle_prefixes(base) + kept + "".join(lines)
        row = table.rows[0]
        rows = dict.fromkeys((name, *(other for other, _ in found.beside)), (row, 0))
        places = SheetPlaces(table, places_of(table), base, rows, frozenset(), frozenset())
        return DossierFile(self.scenario.path, base, whole, where=places)

    def _is_claim(self, supposition: Supposition, name: str) -> bool:
        message = self.holdings.why_not(name)
        if message:
            self._problem(supposition, f"{supposition.kind}s {name!r}, {message}")
        return not message

    def _problem(self, supposition: Supposition, message: str) -> None:
        self.problems.append(Problem(self.place, supposition.line, message))

    def _table(self, supposition: Supposition, *, sheet: str) -> Table:
        """An entry as a sheet with one row, which stands where the entry does."""
        cells = {"id": supposition.ids[0], **dict(supposition.cells)}
        if supposition.kind == ADD and supposition.sheet != "actors":
            known = SHEETS[sheet].by_header
            if "sources" in known and not cells.keys() & {"sources", "source", "source_id"}:
                cells["sources"] = self.source.removeprefix(":")
            if sheet in _GRADED and not cells.keys() & {"grade", "certainty"}:
                cells["grade"] = GRADE
        line = supposition.line or 1
        row = Row(line, list(cells.values()))
        return Table(self.scenario.path, "", SHEETS[sheet], tuple(cells), (row,), line)

    def _source_file(self) -> DossierFile:
        """The scenario as a source of the dossier."""
        self.names.enter("source", self.source, [])
        says = (
            "a al:Source",
            f"dcterms:title {text(self.scenario.title, 'en')}",
            f"dcterms:publisher {text('Scenario, not a report', 'en')}",
            'al:reliability "A"',
        )
        whole = turtle_prefixes(self.names.base) + f"{self.source} {' ; '.join(says)} .\n"
        return DossierFile(self.scenario.path, self.names.base, whole)


def _column_problems(table: Table) -> Iterator[str]:
    """What is wrong with the columns of a change, which needs none but those that it changes."""
    for index, message in header_problems(table):
        if not message.startswith("has no column"):
            yield f"{table.header[index]!r} {message}"
