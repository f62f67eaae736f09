"""What is odd in a dossier and does not keep it from being built: ontology/warnings, put to it.

Each kind is a query there that finds a ``?node`` and the other words of its message.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from allegiance.graph.model import terms
from allegiance.graph.model.errors import Problem
from allegiance.graph.store.doubles import DOUBLE, Double, possible_doubles
from allegiance.graph.store.edtf import add_bounds
from allegiance.graph.store.files import FOREIGN, DossierFile, find_foreign
from allegiance.graph.store.formats import visible
from allegiance.graph.store.naming import Naming
from allegiance.graph.store.oddities import controlled_texts, doubtful_names
from allegiance.graph.store.ontology import FILE_WARNING, rule, warning_texts
from allegiance.graph.store.overlaps import overlapping
from allegiance.graph.store.places import Spot, first_lines
from allegiance.graph.store.settings import DossierSettings

_HEADER = re.compile(r"^# (message|summary|overlap|at): (.*)$", re.MULTILINE)
_TYPE, _RELATION = ox.NamedNode(terms.RDF_TYPE), ox.NamedNode(terms.al("relation"))

_Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
_Rows = list[tuple[ox.NamedNode, dict[str, object]]]


@dataclass(frozen=True, slots=True)
class WarningKind:
    """One kind of warning; with a ``summary`` its findings are counted rather than listed.

    With ``overlap`` what the query finds is told where two agree in these of its variables and
    their days overlap, with the earlier one as the ``other`` of the message. ``at`` is the property
    whose cell of a sheet is to be mended, where there is one.
    """

    code: str
    query: str
    message: str
    summary: str = ""
    overlap: tuple[str, ...] = ()
    at: str = ""

    @classmethod
    def of(cls, code: str, query: str) -> WarningKind:
        """The kind that a query of ontology/warnings describes in its first lines."""
        header = dict(_HEADER.findall(query))
        overlap = tuple(header.get("overlap", "").split())
        prefix, _, local = header.get("at", "").partition(":")
        at = terms.PREFIXES[prefix] + local if local else ""
        return cls(code, query, header["message"], header.get("summary", ""), overlap, at)


def warning_kinds() -> dict[str, WarningKind]:
    """All kinds of warnings by code, sorted."""
    return {code: WarningKind.of(code, text) for code, text in warning_texts().items()}


@dataclass(frozen=True, slots=True)
class Warnings:
    """What is odd: warnings sorted by file and line, and by code how many are not listed."""

    listed: tuple[Problem, ...]
    counted: Mapping[str, int]


@dataclass(frozen=True)
class Warner:
    """A dossier under examination: its files, and the store that they are loaded into.

    Seeking warnings adds to the store what some rest on: the days of dates in EDTF, and conflicts
    both ways.
    """

    folder: Path
    settings: DossierSettings
    files: Sequence[DossierFile]
    store: ox.Store

    def warnings(self, *, common: bool = True) -> Warnings:
        """Every warning that the dossier does not silence; ``common`` ones listed, or counted."""
        with ThreadPoolExecutor(max_workers=3) as pool:  # the engine lets go of Python's lock
            add_bounds(self.store)
            self.store.update(rule("known-conflicts"))
            asked = {kind: self._ask(pool, kind, common) for kind in self._kinds}
            found = [*self._unread_files(), *self._names_in_doubt()]
            counts: dict[str, int] = {}
            for kind, sought in asked.items():
                answer = sought.result()
                if isinstance(answer, int):
                    counts[kind.code] = answer
                else:
                    found += [self._problem(kind, *row) for row in answer]
        return Warnings(
            tuple(sorted(found, key=lambda p: (str(p.file), p.line or 0, p.code, p.message))),
            {code: count for code, count in counts.items() if count},
        )

    def _ask(self, pool: Executor, kind: WarningKind, common: bool) -> Future[int | _Rows]:
        """What a kind will find: its rows, or how many they are where common ones are counted."""
        if kind.summary and not common:
            return pool.submit(self._count, kind)
        return pool.submit(self._rows_of, kind)

    @property
    def _kinds(self) -> list[WarningKind]:
        return [k for k in warning_kinds().values() if k.code not in self.settings.silence]

    def _problem(self, kind: WarningKind, node: ox.NamedNode, row: Mapping[str, object]) -> Problem:
        words = {name: self._word(value) for name, value in row.items()}
        words["merge"] = self._merge
        text = f"{words['node']} {kind.message.format_map(words)}"
        return self._warning(node, text, kind.code, at=kind.at)

    def _rows_of(self, kind: WarningKind) -> _Rows:
        """What a kind finds, without what a file that cannot be read may put right."""
        rows = self._solutions(kind)
        names = [variable.value for variable in rows.variables]
        found = [(node, dict(zip(names, row, strict=True))) for node, row in self._told(rows)]
        if kind.overlap:
            pairs = overlapping((row for _, row in found), alike=kind.overlap, store=self.store)
            return [(node, {"node": node, "other": other}) for node, other in pairs]
        return found

    def _count(self, kind: WarningKind) -> int:
        """How many rows a kind finds, of one that sweeps over no days."""
        return sum(1 for _ in self._told(self._solutions(kind)))

    def _solutions(self, kind: WarningKind) -> ox.QuerySolutions:
        rows = self.store.query(
            kind.query, use_default_graph_as_union=True, substitutions=self._window(kind.query)
        )
        if not isinstance(rows, ox.QuerySolutions):
            message = f"The query of the warning {kind.code} is no SELECT query."
            raise TypeError(message)
        return rows

    def _told(self, rows: ox.QuerySolutions) -> Iterator[tuple[ox.NamedNode, ox.QuerySolution]]:
        """The rows about a node that has a name and that no unread file may put right."""
        for row in rows:
            node = row["node"]
            if isinstance(node, ox.NamedNode) and not (self._broken and self._hidden(node.value)):
                yield node, row

    def _unread_files(self) -> Iterator[Problem]:
        if FILE_WARNING in self.settings.silence:
            return
        for path in find_foreign(self.folder):
            advice = FOREIGN[path.suffix.lower()]
            text = f"is not read; {advice}, or begin its name with _ to keep it aside"
            yield Problem(path, None, text, "warning", code=FILE_WARNING)

    def _names_in_doubt(self) -> Iterator[Problem]:
        base, texts = self.settings.base, [(file.text, file.graph) for file in self.files]
        names = doubtful_names(self.store, base=base)
        if DOUBLE not in self.settings.silence:
            yield from map(self._question, possible_doubles(self.store, base=base))
        for doubt in (*names, *controlled_texts(self.store, base=base, files=texts)):
            if doubt.code not in self.settings.silence:
                yield self._warning(doubt.node, doubt.message, doubt.code, at=doubt.prop)

    def _question(self, found: Double) -> Problem:
        """Whether two actors are one, with the command that joins them."""
        path, spot, _ = self._place(found.other, terms.RDFS_LABEL)
        place = spot.cell or (f"{path.name}:{spot.line}" if spot.line else path.name)
        one, other = self._word(found.node), self._word(found.other)
        message = (
            f"{one}: are {one} and {other} ({place}) one actor? {found.reason}. "
            f"`{self._merge} {shlex.quote(other)} {shlex.quote(one)}` joins them; "
            "if they are two, say so: owl:differentFrom"
        )
        return self._warning(found.node, visible(message), DOUBLE)

    @property
    def _merge(self) -> str:
        """The command that merges two actors of the dossier, to be pasted."""
        return shlex.join(["allegiance", "-d", str(self.folder), "merge"])

    def _warning(
        self, node: ox.NamedNode, message: str, code: str, *, at: str = terms.RDFS_LABEL
    ) -> Problem:
        path, spot, file = self._place(node, at)
        said = message if file is None or file.where is None else file.where.word(message)
        return Problem(path, spot.line, said, "warning", spot.column, spot.cell, code)

    def _window(self, query: str) -> dict[ox.Variable, _Term]:
        days = {
            "window_start": self.settings.window_start,
            "window_end": self.settings.window_end,
        }
        kind = ox.NamedNode(terms.XSD + "date")
        return {
            ox.Variable(name): ox.Literal(day.isoformat(), datatype=kind)
            for name, day in days.items()
            if f"?{name}" in query
        }

    def _word(self, value: object) -> str:
        if isinstance(value, ox.NamedNode):
            return self._naming.call(value.value)
        return value.value if isinstance(value, ox.Literal) else ""

    def _place(self, node: ox.NamedNode, prop: str) -> tuple[Path, Spot, DossierFile | None]:
        """The file that gives the node its class, and where there it or its property stands."""
        for quad in self.store.quads_for_pattern(node, _TYPE, None):
            found = self._files.get(quad.graph_name)
            if found is not None:
                file, path = found
                return path, self._spot(file, node.value, prop), file
        return self.folder, Spot(None), None

    def _hidden(self, iri: str) -> bool:
        return any(file.hides(iri) for file in self._broken)

    def _spot(self, file: DossierFile, iri: str, prop: str) -> Spot:
        if file.where is not None:
            return file.where.find(iri, prop)
        lines = self._lines.setdefault(file.path, {})
        if not lines:
            lines.update(first_lines(file.text))
        return Spot(lines[iri]) if iri in lines else file.places.find(iri)

    @cached_property
    def _naming(self) -> Naming:
        return Naming(self.folder, self.settings, self.files)

    @cached_property
    def _files(self) -> dict[object, tuple[DossierFile, Path]]:
        return {file.graph: (file, self.folder / file.path) for file in self.files}

    @cached_property
    def _broken(self) -> list[DossierFile]:
        return [file for file in self.files if file.problems]

    @cached_property
    def _lines(self) -> dict[Path, dict[str, int]]:
        return {}


def summarise(counts: Mapping[str, int], statements: int) -> list[str]:
    """A sentence for each kind of warning that is counted rather than listed, sorted by code.

    ``counts`` are theirs by code; ``statements`` is how many there are in the dossier.
    """
    return [
        f"warning: {kind.summary.format(count=counts[code], total=statements)} [{code}]"
        for code, kind in warning_kinds().items()
        if kind.summary and counts.get(code)
    ]


def count_statements(store: ox.Store) -> int:
    """How many statements and links a store holds."""
    return sum(1 for _ in store.quads_for_pattern(None, _RELATION, None))
