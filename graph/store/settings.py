"""dossier.toml: what a dossier is called, which days it covers, its poles."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from allegiance.graph.model.errors import DossierError, Problem

FILE_NAME = "dossier.toml"
_FIELDS = {"title", "base", "licence", "window", "poles"}


@dataclass(frozen=True, slots=True)
class DossierSettings:
    """The settings of a dossier; the window is half-open, [start, end)."""

    title: str
    base: str
    window_start: dt.date
    window_end: dt.date
    poles: tuple[str, ...]
    licence: str = ""


def read_settings(folder: Path) -> DossierSettings:
    """The settings in ``folder``/dossier.toml.

    Raises
    ------
    DossierError
        With every problem of the file: unreadable, no TOML, a field missing, unknown or wrong.
    """
    path = folder / FILE_NAME
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        message = f"cannot be read ({error.strerror}); a dossier is a folder with a {FILE_NAME}"
        raise DossierError([Problem(path, None, message)]) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DossierError([Problem(path, None, f"is no TOML: {error}")]) from error
    problems = [Problem(path, None, message) for message in _problems(values)]
    if problems:
        raise DossierError(problems)
    window = values["window"]
    return DossierSettings(
        title=values["title"],
        base=values["base"],
        window_start=window["start"],
        window_end=window["end"],
        poles=tuple(values.get("poles", ())),
        licence=values.get("licence", ""),
    )


def _problems(values: Mapping[str, Any]) -> Iterator[str]:
    for name in sorted(values.keys() - _FIELDS):
        yield f"has an unknown field {name!r}; known are {', '.join(sorted(_FIELDS))}"
    if not isinstance(values.get("title"), str):
        yield 'needs a title: title = "…"'
    base = values.get("base")
    if not (
        isinstance(base, str) and base.startswith(("http://", "https://")) and base[-1] in "/#"
    ):
        yield 'needs a base, the http(s) address that its names stand under, ending in "/" or "#"'
    poles = values.get("poles", [])
    if not (isinstance(poles, list) and all(isinstance(pole, str) for pole in poles)):
        yield 'has poles that are no list of ids: poles = ["france", "russia"]'
    yield from _window_problems(values.get("window"))


def _window_problems(window: object) -> Iterator[str]:
    shape = "window = { start = 2012-01-01, end = 2026-01-01 }"
    if not isinstance(window, dict):
        yield f"needs the window that it covers: {shape}"
        return
    start, end = window.get("start"), window.get("end")
    if type(start) is not dt.date or type(end) is not dt.date:
        yield f"has a window whose start and end are not days: {shape}"
    elif start >= end:
        yield f"has a window that ends ({end}) before it starts ({start})"
