"""Dossier to store: read, check, derive, load; all or nothing.

What the engine can vouch for as a whole is loaded at its speed. Where it cannot, the checker goes
through every triple, and either explains what is wrong or finds that nothing is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from allegiance.graph.model.errors import DossierError, InputError, Problem
from allegiance.graph.model.statements import Actor
from allegiance.graph.store.annotations import has_annotations
from allegiance.graph.store.catalogue import Catalogue, read_actors, read_catalogue
from allegiance.graph.store.checks import Checker
from allegiance.graph.store.derive import (
    derive_disputed,
    derive_undisputed,
    has_derived,
)
from allegiance.graph.store.files import (
    DossierFile,
    find_files,
    find_sheets,
    open_file,
    parse_file,
)
from allegiance.graph.store.hashes import hash_files
from allegiance.graph.store.loading import Loader, load_sound, loading, ontology_store
from allegiance.graph.store.merges import apply_merges
from allegiance.graph.store.questions import question_files, read_question
from allegiance.graph.store.settings import FILE_NAME, DossierSettings, examine_settings
from allegiance.graph.store.soundness import are_plain
from allegiance.graph.store.warnings import Warner, count_statements


@dataclass(frozen=True, eq=False)
class Built:
    """A dossier in a store: its settings and the store; what it holds as values is read at need.

    ``hashes`` are those of the files that it came from, none where it cannot be told from them
    what was derived; ``values`` are what was known before of what it holds.
    """

    settings: DossierSettings
    store: ox.Store
    hashes: Mapping[str, str] = field(default_factory=dict)
    values: Catalogue | None = None

    @cached_property
    def catalogue(self) -> Catalogue:
        """Everything in the store as values."""
        return self.values or read_catalogue(self.store, base=self.settings.base)

    @property
    def known_catalogue(self) -> Catalogue | None:
        """The values if they were read already."""
        return self.values or vars(self).get("catalogue")

    @cached_property
    def actors(self) -> dict[str, Actor]:
        """The actors alone, which take less time to read."""
        return read_actors(self.store, base=self.settings.base)


def check(folder: Path) -> list[Problem]:
    """Every error of the dossier in ``folder``; an empty list if it can be built."""
    try:
        settings, files = open_folder(folder)
    except DossierError as error:
        return list(error.problems)
    return [*check_files(folder, settings, files), *_question_problems(folder)]


def check_files(
    folder: Path, settings: DossierSettings, files: Sequence[DossierFile]
) -> list[Problem]:
    """Every error of opened files; an empty list if they can be built."""
    if load_sound(settings, files, derived=False) is not None:
        return []
    return Checker(folder, settings, parse_files(folder, files)).problems()


@dataclass(frozen=True, slots=True)
class Review:
    """All that a look at a dossier brings up; ``statements`` counts what it holds.

    ``counted`` are common warnings by code that are not listed among the ``warnings``.
    Warnings are told even where errors keep the dossier from being built, except about what a file
    that cannot be read may put right.
    """

    errors: tuple[Problem, ...]
    warnings: tuple[Problem, ...] = ()
    statements: int = 0
    counted: Mapping[str, int] = field(default_factory=dict)

    @property
    def odd(self) -> int:
        """How many warnings there are, listed or counted."""
        return len(self.warnings) + sum(self.counted.values())

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Errors and warnings in the order of files and lines."""
        both = (*self.errors, *self.warnings)
        return tuple(sorted(both, key=lambda p: (str(p.file), p.tab, p.line or 0, p.severity)))


def review(folder: Path, *, common: bool = True) -> Review:
    """Every error and warning of the dossier in ``folder``; common ones listed, or counted."""
    with Loader() as loader:
        try:
            settings, files, found = _examined(folder, loader)
        except DossierError as error:
            return Review(error.problems)
        with loading(settings, files, loader) as examined:
            if examined is not None and not has_annotations(examined.store):
                warner = Warner(folder, settings, files, examined.store)
                reviewed = _reviewed(warner, common=common)
                if examined.is_sound():
                    return replace(reviewed, errors=(*found, *_question_problems(folder)))
            else:
                reviewed = None
        parsed = parse_files(folder, files)
        with ThreadPoolExecutor(max_workers=1) as pool:
            checked = pool.submit(Checker(folder, settings, parsed).problems)
            if reviewed is None:
                store = loader.store if _is_as_read(loader, files) else _with_triples(parsed)
                reviewed = _reviewed(Warner(folder, settings, parsed, store), common=common)
            found += checked.result()
    return replace(reviewed, errors=(*found, *_question_problems(folder)))


def _is_as_read(loader: Loader, files: Sequence[DossierFile]) -> bool:
    """Whether what a loader took says the same as the triples of the files."""
    if not loader.is_whole() or not are_plain(files):
        return False
    return not has_annotations(loader.store)


def _reviewed(warner: Warner, *, common: bool) -> Review:
    """What is odd, and how many statements there are."""
    warnings = warner.warnings(common=common)
    return Review((), warnings.listed, count_statements(warner.store), warnings.counted)


def _question_problems(folder: Path) -> Iterator[Problem]:
    for path in question_files(folder):
        try:
            read_question(path)
        except InputError as error:
            yield Problem(path, None, str(error).removeprefix(f"{path} "))


def build(folder: Path) -> Built:
    """The dossier in ``folder``, checked and loaded into a store in memory.

    A named graph a file, one for the direct triples, and the ontology's own two.

    Raises
    ------
    DossierError
        With every problem found; nothing is built then.
    """
    hashes = hash_files(folder)  # of before the files are read: later changes will be seen
    with Loader() as loader:
        settings, files = open_folder(folder, loader)
        return build_files(folder, settings, files, hashes=hashes, loader=loader)


def build_files(
    folder: Path,
    settings: DossierSettings,
    files: Sequence[DossierFile],
    *,
    hashes: Mapping[str, str],
    loader: Loader | None = None,
) -> Built:
    """The dossier of opened ``files``, checked and loaded into a store in memory.

    ``loader`` is one that has taken them already.

    Raises
    ------
    DossierError
        With every problem found.
    """
    store = load_sound(settings, files, derived=True, loader=loader)
    if store is None:
        store = load_checked(folder, settings, parse_files(folder, files))
    derived = has_derived(file.text for file in files)
    return Built(settings, store, {} if derived else hashes)


def load_checked(folder: Path, settings: DossierSettings, files: Sequence[DossierFile]) -> ox.Store:
    """The store of parsed ``files``, checked triple by triple: slow, and the one to explain.

    Raises
    ------
    DossierError
        With every problem found.
    """
    problems = Checker(folder, settings, files).problems()
    if problems:
        raise DossierError(problems)
    store = _with_triples(files)
    apply_merges(store)
    derive_undisputed(store, base=settings.base)
    derive_disputed(store, base=settings.base)
    return store


def _with_triples(files: Sequence[DossierFile]) -> ox.Store:
    """The store of parsed files, nothing derived yet."""
    store = ontology_store()
    for file in files:
        graph = file.graph
        store.extend(ox.Quad(t.subject, t.predicate, t.object, graph) for t in file.triples)
    return store


def open_folder(
    folder: Path, loader: Loader | None = None
) -> tuple[DossierSettings, list[DossierFile]]:
    """The settings and the opened files of a dossier; a ``loader`` takes them as they are read."""
    settings, files, faults = _examined(folder, loader)
    if faults:
        found = Checker(folder, settings, parse_files(folder, files)).problems()
        raise DossierError([*faults, *found])
    return settings, files


def _examined(
    folder: Path, loader: Loader | None = None
) -> tuple[DossierSettings, list[DossierFile], list[Problem]]:
    """The settings, or what stands in for them, the opened files, and what is wrong in the first.

    Raises
    ------
    DossierError
        If there is nothing to examine: no folder, or no files in it.
    """
    if not folder.is_dir():
        raise DossierError([Problem(folder, None, _no_folder(folder))])
    settings, faults = examine_settings(folder)
    files = _opened(folder, base=settings.base, loader=loader)
    if not files:
        message = "holds no Turtle file (*.ttl) and no sheet (*.csv, *.xlsx); add one"
        raise DossierError(faults or [Problem(folder, None, message)])
    return settings, files, faults


def _no_folder(path: Path) -> str:
    """What to do where a path is no dossier's folder."""
    if not path.is_file():
        return "is no folder; a dossier is a folder. Start one: allegiance new DIR"
    if (path.parent / FILE_NAME).is_file():
        return f"is one file of a dossier. Name its folder: {path.parent.as_posix()}"
    form = {".xlsx": " --xlsx", ".csv": " --sheets"}.get(path.suffix.lower(), "")
    return (
        f"is a file, and a dossier is a folder. Start one with: allegiance new DIR{form}, put the "
        f"file in the place of those in it, and set title, base and window in DIR/{FILE_NAME}"
    )


def _opened(folder: Path, *, base: str, loader: Loader | None) -> list[DossierFile]:
    """The Turtle files with their text, and the sheets, each read into Turtle."""

    def take(text: str, graph: ox.NamedNode) -> None:
        if loader is not None:
            loader.take(text, base=base, graph=graph)

    files = [open_file(folder, path, base=base) for path in find_files(folder)]
    for file in files:
        take(file.text, file.graph)
    paths = find_sheets(folder)
    if not paths:
        return files
    from allegiance.graph.store.sheets.reading import read_sheets

    def said() -> Iterator[ox.Triple]:
        for file in files:
            yield from parse_file(folder, file).triples

    return [*files, *read_sheets(folder, paths, base=base, turtle=said, take=take)]


def parse_files(folder: Path, files: Sequence[DossierFile]) -> list[DossierFile]:
    """The opened files, parsed."""
    return [parse_file(folder, file) for file in files]
