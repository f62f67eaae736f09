"""dossier.toml: what a dossier is called, which days it covers, its poles."""

from __future__ import annotations

import datetime as dt
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from allegiance.graph.model.errors import DossierError, Problem
from allegiance.graph.store.ontology import warning_codes

SHIPPED = Path(__file__).parents[2] / "data" / "sahel"
ENVIRONMENT = "ALLEGIANCE_DOSSIER"
FILE_NAME = "dossier.toml"
NO_BASE = "https://example.org/"  # that of names in a dossier that does not say its own
BASE_WANTED = 'a base, the http(s) address that its names stand under, ending in "/" or "#"'
_LAST_YEAR = 9998
_FIELDS = ("title", "base", "licence", "window", "poles", "silence")
_WINDOW = "window = { start = 2012-01-01, end = 2026-01-01 }"


@dataclass(frozen=True, slots=True)
class DossierSettings:
    """The settings of a dossier; the window is half-open, [start, end).

    ``silence`` names the kinds of warnings that its writer does not want to see.
    """

    title: str
    base: str
    window_start: dt.date
    window_end: dt.date
    poles: tuple[str, ...]
    licence: str = ""
    silence: tuple[str, ...] = ()


def default_folder() -> Path:
    """The dossier's folder where none is named: ALLEGIANCE_DOSSIER, else the shipped one."""
    return Path(os.environ.get(ENVIRONMENT) or SHIPPED)


def read_settings(folder: Path) -> DossierSettings:
    """The settings in ``folder``/dossier.toml.

    Raises
    ------
    DossierError
        With every problem of the file: unreadable, no TOML, a field missing, unknown or wrong.
    """
    settings, problems = examine_settings(folder)
    if problems:
        raise DossierError(problems)
    return settings


def examine_settings(folder: Path) -> tuple[DossierSettings, list[Problem]]:
    """The settings in ``folder``/dossier.toml, and every problem of the file.

    Where something is wrong or missing, what keeps the rest of the dossier from being held against
    it stands in: the folder's name as title, no poles, nothing silenced, all days as window, and
    the base ``NO_BASE``.
    """
    path = folder / FILE_NAME
    values: dict[str, Any] = {}
    problems = []
    try:
        text = path.read_text(encoding="utf-8-sig")
        values = tomllib.loads(text)
    except OSError as error:
        message = f"cannot be read ({error.strerror}); a dossier is a folder with a {FILE_NAME}"
        problems.append(Problem(path, None, message))
    except UnicodeDecodeError as error:
        message = f"is not UTF-8 (byte {error.start + 1}); save it as UTF-8"
        problems.append(Problem(path, None, message))
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"at line (\d+)", str(error))
        line = int(place[1]) if place else None
        problems.append(Problem(path, line, f"is no TOML: {error}"))
    else:
        found = list(_problems(values))
        problems = [Problem(path, line_of(text, name), message) for name, message in found]
        for name, _ in found:
            values.pop(name, None)
    window = values.get("window", {"start": dt.date.min, "end": dt.date(_LAST_YEAR, 12, 31)})
    settings = DossierSettings(
        title=values.get("title", folder.name),
        base=values.get("base", NO_BASE),
        window_start=window["start"],
        window_end=window["end"],
        # Without the base that they stand under, nobody knows which actors they are.
        poles=tuple(values.get("poles", ())) if "base" in values else (),
        licence=values.get("licence", ""),
        silence=tuple(values.get("silence", ())),
    )
    return settings, problems


def line_of(text: str, name: str) -> int | None:
    r"""The line of a dossier.toml that sets the field ``name``, counted from 1; None without it.

    >>> line_of('# A dossier\ntitle = "Sahel"', "title")
    2
    """
    quoted = re.escape(name)
    found = re.search(rf"""^[ \t]*\[?[ \t]*["']?{quoted}["']?[ \t]*[=.\]]""", text, re.MULTILINE)
    return None if found is None else text.count("\n", 0, found.start()) + 1


def _problems(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name in sorted(values.keys() - set(_FIELDS)):
        yield name, f"has an unknown field {name!r}; known are {', '.join(sorted(_FIELDS))}"
    title = values.get("title")
    if not (isinstance(title, str) and title.strip()):
        yield "title", 'needs a title: title = "…"'
    if not isinstance(values.get("licence", ""), str):
        yield "licence", 'has a licence that is no text: licence = "CC-BY-4.0"'
    if not is_base(values.get("base")):
        yield "base", f"needs {BASE_WANTED}"
    poles = values.get("poles", [])
    if not (isinstance(poles, list) and all(isinstance(pole, str) for pole in poles)):
        yield "poles", 'has poles that are no list of ids: poles = ["france", "russia"]'
    for message in _silence_problems(values.get("silence", [])):
        yield "silence", message
    for message in _window_problems(values.get("window")):
        yield "window", message


def _silence_problems(silence: object) -> Iterator[str]:
    if not isinstance(silence, list):
        yield 'has a silence that is no list of codes: silence = ["single-source"]'
        return
    for code in silence:
        if code not in warning_codes():
            known = ", ".join(warning_codes())
            yield f"silences {code!r}, which is no kind of warning; kinds are {known}"


def is_base(base: object) -> bool:
    """Whether names can stand under ``base``: an http(s) address that ends in ``/`` or ``#``."""
    if not (isinstance(base, str) and re.match(r"https?://[^/#]", base) and base[-1] in "/#"):
        return False
    try:
        ox.NamedNode(base)
    except ValueError:
        return False
    return True


def _window_problems(window: object) -> Iterator[str]:
    if not isinstance(window, dict):
        yield f"needs the window that it covers: {_WINDOW}"
        return
    start, end = window.get("start"), window.get("end")
    if type(start) is not dt.date or type(end) is not dt.date:
        yield f"has a window whose start and end are not days: {_WINDOW}"
    elif end.year > _LAST_YEAR:
        yield f"has a window that ends in {end.year}; the last year to be covered is {_LAST_YEAR}"
    elif start >= end:
        yield f"has a window that ends ({end}) before it starts ({start})"
