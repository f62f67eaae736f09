"""What is wrong and what is odd in a dossier, found without building it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

from allegiance.graph.model.errors import DossierError, InputError, Problem
from allegiance.graph.store.annotations import has_annotations
from allegiance.graph.store.checks import Checker
from allegiance.graph.store.files import QUESTIONS, DossierFile
from allegiance.graph.store.loading import Loader, loading, store_of
from allegiance.graph.store.opening import examine, open_folder, parse_files
from allegiance.graph.store.problems import find_problems
from allegiance.graph.store.settings import DossierSettings
from allegiance.graph.store.soundness import are_plain
from allegiance.graph.store.warnings import Warner, count_statements


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
    with loading(settings, files) as examined:
        if examined is not None and examined.is_sound():
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
            settings, files, found = examine(folder, loader)
        except DossierError as error:
            return Review(error.problems)
        reviewed = None
        with loading(settings, files, loader) as examined:
            if examined is not None and not has_annotations(examined.store):
                warner = Warner(folder, settings, files, examined.store)
                reviewed = _reviewed(warner, common=common)
                if examined.is_sound():
                    return replace(reviewed, errors=(*found, *_question_problems(folder)))
        as_read = _is_as_read(loader, files)
        files = files if as_read else parse_files(folder, files)
        store = loader.store if as_read else store_of(files)
        with ThreadPoolExecutor(max_workers=1) as pool:
            held = store if as_read else None
            told = pool.submit(
                find_problems, folder, settings, files, store=held, examined=examined
            )
            if reviewed is None:
                reviewed = _reviewed(Warner(folder, settings, files, store), common=common)
            found += told.result()
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
    if not (folder / QUESTIONS).is_dir():
        return
    from allegiance.graph.store.questions import question_files, read_question

    for path in question_files(folder):
        try:
            read_question(path)
        except InputError as error:
            yield Problem(path, None, str(error).removeprefix(f"{path} "))
