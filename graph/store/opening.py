"""A dossier's folder opened: its settings, and its files with their text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pyoxigraph as ox

from allegiance.graph.model.errors import DossierError, Problem
from allegiance.graph.store.checks import Checker
from allegiance.graph.store.files import (
    DossierFile,
    find_files,
    find_sheets,
    open_file,
    parse_file,
)
from allegiance.graph.store.loading import Loader
from allegiance.graph.store.settings import FILE_NAME, DossierSettings, examine_settings


def open_folder(
    folder: Path, loader: Loader | None = None
) -> tuple[DossierSettings, list[DossierFile]]:
    """The settings and the opened files of a dossier; a ``loader`` takes them as they are read."""
    settings, files, faults = examine(folder, loader)
    if faults:
        found = Checker(folder, settings, parse_files(folder, files)).problems()
        raise DossierError([*faults, *found])
    return settings, files


def examine(
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

    def said(lost: list[str]) -> Iterator[ox.Triple]:
        for file in files:
            parsed = parse_file(folder, file)
            yield from parsed.triples
            if parsed.problems:
                lost.append(parsed.lost or parsed.text)

    return [*files, *read_sheets(folder, paths, base=base, turtle=said, take=take)]


def parse_files(folder: Path, files: Sequence[DossierFile]) -> list[DossierFile]:
    """The opened files, parsed."""
    return [parse_file(folder, file) for file in files]
