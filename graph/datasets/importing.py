"""A public data set's facts into a dossier: a Turtle file of their own, replaced whole each time.

The file is imported/NAME.ttl. A fact that a statement of the dossier, or of another imported set,
tells already in the same words becomes one more source of that statement; one that competes with
it becomes a statement linked with al:conflictsWith: see accounts.py. Nothing else is touched.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from allegiance.graph.datasets.accounts import Account, Accounts
from allegiance.graph.datasets.actors import Cast
from allegiance.graph.datasets.composing import Composed, Wanted, compose, file_header
from allegiance.graph.datasets.protocol import Dataset, Description, Reading
from allegiance.graph.model.errors import AllegianceError, DossierError, InputError, Problem
from allegiance.graph.model.terms import RDF_TYPE, al
from allegiance.graph.store.build import load_checked, load_sound
from allegiance.graph.store.catalogue import Catalogue, read_catalogue
from allegiance.graph.store.files import DossierFile, parse_file
from allegiance.graph.store.lookup import find_actor
from allegiance.graph.store.opening import open_folder, parse_files
from allegiance.graph.store.output import write_whole
from allegiance.graph.store.review import check_files
from allegiance.graph.store.settings import DossierSettings
from allegiance.graph.store.tidy import write_turtle

FOLDER: Final = Path("imported")
_SHIPPED: Final = Path(__file__).parents[2] / "data"


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """What of a data set is wanted.

    Parameters
    ----------
    since, until
        The first day, and the day after the last; the dossier's own window where they are None.
    only
        Actors by name or id: only facts with one of them on a side; all if empty.
    add_actors
        Whether states that the dossier does not know are added, where the other side is known.
    relations
        Only facts of these relations; all if empty.
    """

    since: dt.date | None = None
    until: dt.date | None = None
    only: tuple[str, ...] = ()
    add_actors: bool = False
    relations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """A data set as it was read: its description, its reader, and the files that it came from."""

    description: Description
    dataset: Dataset
    files: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of the rows of a data set.

    ``statements`` were made; ``competing`` of them compete with one that was there. ``confirmed``
    is how many that were there got the set as one more source. ``unknown`` are actors that the
    dossier does not have, with the facts that were left out for it.
    """

    name: str
    file: Path
    rows: int
    facts: int
    statements: int
    competing: int
    confirmed: int
    left_out: Mapping[str, int]
    unresolved: Mapping[str, int]
    unknown: Mapping[str, int]
    added: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The report as plain values."""
        return {
            "name": self.name,
            "file": str(self.file),
            "rows": self.rows,
            "facts": self.facts,
            "statements": self.statements,
            "competing": self.competing,
            "confirmed": self.confirmed,
            "left_out": dict(self.left_out),
            "unresolved": dict(self.unresolved),
            "unknown": dict(self.unknown),
            "added": list(self.added),
        }


def import_sets(
    folder: Path, given: Sequence[Given], request: ImportRequest, *, day: dt.date
) -> list[ImportReport]:
    """Write the facts of data sets into the dossier in ``folder``, and say what became of them.

    ``day`` is the day of the import, for the heads of the files.

    Raises
    ------
    InputError
        If the dossier is the shipped one, or a set has no facts, or cannot be read.
    DossierError
        If the dossier is not well formed, or would not be; nothing is written then.
    """
    _check_own(folder)
    paths = {one.description.name: FOLDER / f"{one.description.name}.ttl" for one in given}
    state = _Dossier.open(folder, frozenset(paths.values()))
    window = Wanted.of(state.settings, request.since, request.until)
    wanted = replace(
        window, actors=state.chosen(request.only), relations=frozenset(request.relations)
    )
    cast = Cast(state.known_actors(), state.settings.base, adding=request.add_actors)
    accounts = Accounts(state.catalogue.rollup)
    accounts.add(state.accounts())
    made: list[tuple[Path, str]] = []
    reports: list[ImportReport] = []
    for one in given:
        name = one.description.name
        state.check_free(name)
        reading = one.dataset.read(one.files)
        facts = list(one.dataset.facts(reading))
        wanted.check_relations(name, facts)
        composed = compose(one.description, facts, cast, accounts, state.catalogue, wanted)
        triples = [*composed.source, *state.still_used(paths[name], cast), *composed.triples]
        head = file_header(one.description, one.files, wanted, day=day)
        made.append((paths[name], head + write_turtle(triples, base=state.settings.base)))
        reports.append(_report(folder / paths[name], name, reading, len(facts), composed))
    state.write(made)
    return reports


@dataclass(frozen=True, slots=True)
class _Dossier:
    """A dossier beside the imports that are about to be made anew."""

    folder: Path
    settings: DossierSettings
    others: list[DossierFile]
    catalogue: Catalogue
    store: ox.Store
    written: Mapping[Path, tuple[ox.Triple, ...]] = field(default_factory=dict)

    @classmethod
    def open(cls, folder: Path, paths: frozenset[Path]) -> _Dossier:
        settings, files = open_folder(folder)
        others = [file for file in files if file.path not in paths]
        store = load_sound(settings, others, derived=True) if others else None
        if store is None:  # what others say rests on what is imported, or something is wrong
            store = load_sound(settings, files, derived=True)
        if store is None:
            store = load_checked(folder, settings, parse_files(folder, files))
        own = [parse_file(folder, file) for file in files if file.path in paths]
        catalogue = read_catalogue(store, base=settings.base)
        written = {file.path: file.triples for file in own}
        return cls(folder, settings, others, catalogue, store, written)

    def known_actors(self) -> dict[str, Any]:
        gone = self._gone()
        return {name: a for name, a in self.catalogue.actors.items() if name not in gone}

    def accounts(self) -> Iterable[Account]:
        gone = self._gone()
        for statement in self.catalogue.statements.values():
            account = None if statement.id in gone else Account.of(statement)
            if account is not None:
                yield account

    def chosen(self, names: Iterable[str]) -> frozenset[str]:
        return frozenset(find_actor(self.catalogue.actors, name).id for name in names)

    def check_free(self, name: str) -> None:
        taken = {**self.catalogue.claims, **self.catalogue.actors, **self.catalogue.sources}
        if name in taken and name not in self._gone():
            message = (
                f"The dossier has something else called {name!r}, the id of the data set as a "
                "source. Give that another id."
            )
            raise InputError(message)

    def still_used(self, path: Path, cast: Cast) -> list[ox.Triple]:
        """The actors that ``path`` defined and that another file, not made anew, speaks of.

        One that was merged into another is spoken of by the record of that.
        """
        kept: list[ox.Triple] = []
        merged = {
            quad.object.value
            for quad in self.store.quads_for_pattern(None, ox.NamedNode(al("dropped")), None)
            if isinstance(quad.object, ox.NamedNode)
        }
        graphs = [file.graph for file in self.others]
        for name in sorted(self._defined(path) - cast.added.keys()):
            node = ox.NamedNode(self.settings.base + name)
            named = name in self.catalogue.actors and any(
                list(self.store.quads_for_pattern(None, None, node, graph))[:1] for graph in graphs
            )
            if named or node.value in merged:
                own = (t for t in self.written[path] if t.subject == node)
                kept.extend(sorted(own, key=str))
        return kept

    def write(self, made: Sequence[tuple[Path, str]]) -> None:
        base = self.settings.base
        files = [DossierFile(path, base, text) for path, text in made]
        problems = check_files(self.folder, self.settings, [*self.others, *files])
        if problems:
            raise self._unsound(made, problems)
        try:
            (self.folder / FOLDER).mkdir(exist_ok=True)
        except OSError as error:
            message = (
                f"Cannot make the folder {self.folder / FOLDER} ({error.strerror}). The import "
                "needs it in the dossier, and the right to write there; nothing was written."
            )
            raise InputError(message) from error
        for path, text in made:
            write_whole(self.folder / path, text)

    def _unsound(
        self, made: Sequence[tuple[Path, str]], problems: Sequence[Problem]
    ) -> AllegianceError:
        """What is wrong; where it is but that other imports rest on this one, how to mend that."""
        new = [path.stem for path, _ in made]
        folder = self.folder / FOLDER
        resting = {p.file for p in problems if p.file.parent == folder and p.file.stem not in new}
        if any(p.file not in resting for p in problems):
            return DossierError(problems)
        files = " ".join(map(str, sorted(resting)))
        message = (
            f"{files} speaks of what this import would leave out; nothing was written. Remove it, "
            f"import {' and '.join(new)}, then import anew what you removed."
        )
        return InputError(message)

    def _gone(self) -> frozenset[str]:
        return frozenset().union(*(self._defined(path) for path in self.written))

    def _defined(self, path: Path) -> frozenset[str]:
        """The local names of what a file that is made anew gave a class."""
        return frozenset(
            triple.subject.value.removeprefix(self.settings.base)
            for triple in self.written.get(path, ())
            if triple.predicate.value == RDF_TYPE and isinstance(triple.subject, ox.NamedNode)
        )


def _check_own(folder: Path) -> None:
    if folder.resolve().is_relative_to(_SHIPPED.resolve()):
        message = (
            "The shipped dossier is not written to. Work on a copy, or on a dossier of your own: "
            f"allegiance convert {folder} my-dossier, or allegiance new my-dossier; then "
            "allegiance -d my-dossier import ..."
        )
        raise InputError(message)


def _report(
    path: Path, name: str, reading: Reading, facts: int, composed: Composed
) -> ImportReport:
    return ImportReport(
        name=name,
        file=path,
        rows=reading.rows,
        facts=facts,
        statements=composed.statements,
        competing=composed.competing,
        confirmed=composed.confirmed,
        left_out={**reading.left_out, **composed.left_out},
        unresolved=reading.unresolved,
        unknown=composed.unknown,
        added=composed.added,
    )
