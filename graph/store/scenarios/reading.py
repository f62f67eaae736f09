"""Scenario files: found by name, read from TOML, with every mistake at its line."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from allegiance.graph.model.errors import DossierError, InputError, Problem, nearest
from allegiance.graph.store.scenarios.supposition import ADD, KINDS, REMOVE, Scenario, Supposition

FOLDER: Final = "scenarios"
SUFFIX: Final = ".toml"
# Sheets whose rows a scenario may add; what it may change or remove are rows of those, too.
ADDED_TO: Final = ("statements", "ties", "links", "commitments", "measures", "sources", "actors")
_FIELDS = ("title", "question", "window_end", *KINDS)
_OWN = ("why", "sheet")


def find_scenarios(folder: Path) -> dict[str, Path]:
    """The scenario files of the dossier in ``folder`` by name, sorted."""
    found = (path for path in (folder / FOLDER).glob(f"*{SUFFIX}") if path.is_file())
    return {path.stem: path for path in sorted(found)}


def read_scenario(path: Path, *, folder: Path) -> Scenario:
    """The scenario in the file ``path`` for the dossier in ``folder``.

    Raises
    ------
    DossierError
        With every problem of the file: unreadable, no TOML, a field unknown, missing or wrong.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        values = tomllib.loads(text)
    except OSError as error:
        raise DossierError([Problem(path, None, f"cannot be read ({error.strerror})")]) from error
    except UnicodeDecodeError as error:
        message = f"is not UTF-8 (byte {error.start + 1}); save it as UTF-8"
        raise DossierError([Problem(path, None, message)]) from error
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"at line (\d+)", str(error))
        line = int(place[1]) if place else None
        raise DossierError([Problem(path, line, f"is no TOML: {error}")]) from error
    lines = {kind: _lines_of(text, kind) for kind in KINDS}
    problems = [Problem(path, line, message) for line, message in _problems(values, lines)]
    if problems:
        raise DossierError(problems)
    return Scenario(
        name=path.stem,
        path=path.relative_to(folder) if path.is_relative_to(folder) else path,
        title=values["title"].strip(),
        question=values.get("question", "").strip(),
        suppositions=tuple(sorted(_suppositions(values, lines), key=lambda s: s.line or 0)),
        window_end=values.get("window_end"),
    )


def _lines_of(text: str, kind: str) -> list[int]:
    """The lines on which the entries of a kind begin."""
    header = re.compile(rf"^[ \t]*\[\[[ \t]*{kind}[ \t]*\]\]", re.MULTILINE)
    return [text.count("\n", 0, found.start()) + 1 for found in header.finditer(text)]


def _line(lines: Mapping[str, list[int]], kind: str, index: int) -> int | None:
    known = lines[kind]
    return known[index] if index < len(known) else None


def _entries(values: Mapping[str, Any]) -> Iterator[tuple[str, int, Any]]:
    for kind in KINDS:
        listed = values.get(kind, [])
        for index, entry in enumerate(listed if isinstance(listed, list) else [listed]):
            yield kind, index, entry


def _suppositions(
    values: Mapping[str, Any], lines: Mapping[str, list[int]]
) -> Iterator[Supposition]:
    for kind, index, entry in _entries(values):
        named = entry["id"]
        cells = {name: _cell(value) for name, value in entry.items() if name not in (*_OWN, "id")}
        yield Supposition(
            kind=kind,
            ids=tuple(named) if isinstance(named, list) else (named,),
            sheet=entry.get("sheet", "statements") if kind == ADD else "",
            cells=() if kind == REMOVE else tuple(cells.items()),
            why=entry.get("why", "").strip(),
            line=_line(lines, kind, index),
        )


def _cell(value: object) -> str:
    """A value of a TOML file as a sheet's cell has it.

    Raises
    ------
    InputError
        If no cell can hold it.
    """
    if isinstance(value, list):
        return "|".join(_cell(part) for part in value)
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value.isoformat()
    if isinstance(value, str) or (isinstance(value, int | float) and not isinstance(value, bool)):
        return str(value).strip()
    message = f"{value!r} is no text, number, day, or list of these"
    raise InputError(message)


def _problems(
    values: Mapping[str, Any], lines: Mapping[str, list[int]]
) -> Iterator[tuple[int | None, str]]:
    yield from ((None, message) for message in _field_problems(values))
    for kind, index, entry in _entries(values):
        line = _line(lines, kind, index)
        if not isinstance(entry, dict):
            yield line, f"has {kind} that is no table: write [[{kind}]] above its lines"
            continue
        yield from ((line, message) for message in _entry_problems(kind, entry))


def _field_problems(values: Mapping[str, Any]) -> Iterator[str]:
    for name in sorted(values.keys() - set(_FIELDS)):
        near = nearest(name, _FIELDS)
        guess = f"Did you mean {' or '.join(near)}?" if near else f"Known are {', '.join(_FIELDS)}."
        yield f"has an unknown field {name!r}. {guess}"
    title = values.get("title")
    if not (isinstance(title, str) and title.strip()):
        yield 'needs a title: title = "…"'
    if not isinstance(values.get("question", ""), str):
        yield 'has a question that is no text: question = "What if …?"'
    if type(values.get("window_end", dt.date.min)) is not dt.date:
        yield "has a window_end that is no day: window_end = 2027-01-01"
    if not any(values.get(kind) for kind in KINDS):
        yield "supposes nothing; write [[add]], [[change]] or [[remove]] entries"


def _entry_problems(kind: str, entry: Mapping[str, Any]) -> Iterator[str]:
    named = entry.get("id")
    names = named if isinstance(named, list) and kind == REMOVE else [named]
    if not names or not all(isinstance(name, str) and name for name in names):
        yield f"has a [[{kind}]] without an id: of what it is about, a text"
    if not isinstance(entry.get("why", ""), str):
        yield f"has a [[{kind}]] whose why is no text"
    if kind == ADD and entry.get("sheet", "statements") not in ADDED_TO:
        yield f"adds to a sheet that is none: {entry['sheet']!r}. Known are {', '.join(ADDED_TO)}."
    columns = [name for name in entry if name not in (*_OWN, "id")]
    if kind == REMOVE and columns:
        yield f"has a [[remove]] with {_listed(columns)}; it takes id and why alone"
    elif kind != REMOVE and not columns:
        yield f"has a [[{kind}]] that says nothing: write columns, such as start = 2022-02"
    for name in columns if kind != REMOVE else ():
        try:
            _cell(entry[name])
        except InputError as error:
            yield f"has a wrong {name}: {error}"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
