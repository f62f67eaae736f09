"""The data sets that Allegiance knows: their descriptions, and the reader of each."""

from __future__ import annotations

import datetime as dt
import importlib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any, Final, cast

from allegiance.graph.datasets.protocol import Dataset, Description, RemoteFile
from allegiance.graph.model.errors import InputError, UnknownNameError

TABLE: Final = Path(__file__).parents[2] / "data" / "datasets.toml"
SEE_DATASETS: Final = "allegiance datasets"
_CHOICES = {
    "access": ("open", "account", "own file"),
    "tested": ("real file", "codebook"),
    "gives": ("statements", "table", "events"),
    "reliability": tuple("ABCDEF"),
}
_OPTIONAL = frozenset({"files", "how", "group"})
_SHA256 = re.compile(r"[0-9a-f]{64}")


def read_descriptions(table: Path | None = None) -> dict[str, Description]:
    """Every data set in data/datasets.toml, or in another ``table`` of that form, by name.

    Raises
    ------
    InputError
        If an entry is not as it should be; the message names it and says what is wrong.
    """
    return dict(_read(table or TABLE))


def describe(name: str) -> Description:
    """The description of the data set ``name``.

    Raises
    ------
    UnknownNameError
        If there is none; near names are suggested.
    """
    known = _read(TABLE)
    if name not in known:
        raise UnknownNameError(name, kind="data set", known=known, see=SEE_DATASETS)
    return known[name]


def sets_named(name: str) -> list[Description]:
    """The data set ``name``, or all of the group ``name`` (coups), sorted by name."""
    grouped = [d for d in _read(TABLE).values() if name and d.group == name]
    return grouped or [describe(name)]


def find_sets(text: str) -> list[Description]:
    """The data sets whose name, group, title, contents or publisher contain ``text``."""
    wanted = text.casefold()
    return [
        d
        for d in _read(TABLE).values()
        if any(
            wanted in said.casefold() for said in (d.name, d.group, d.title, d.what, d.publisher)
        )
    ]


def load_dataset(name: str) -> Dataset:
    """The reader of the data set ``name``: what its module under graph/datasets ends with."""
    describe(name)
    module = importlib.import_module(f"allegiance.graph.datasets.{name.replace('-', '_')}")
    for value in vars(module).values():
        if getattr(value, "name", None) == name and hasattr(value, "facts"):
            return cast("Dataset", value() if isinstance(value, type) else value)
    message = f"{module.__name__} ends with no reader whose name is {name!r}."
    raise InputError(message)


@cache
def _read(table: Path) -> dict[str, Description]:
    try:
        values = tomllib.loads(table.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        message = f"{table} cannot be read as a list of data sets: {error}"
        raise InputError(message) from error
    found = {}
    for name in sorted(values):
        problems = list(_problems(name, values[name]))
        if problems:
            message = f"{table}: [{name}] {'; '.join(problems)}"
            raise InputError(message)
        found[name] = _description(name, values[name])
    return found


def _description(name: str, entry: Mapping[str, Any]) -> Description:
    files = tuple(
        RemoteFile(
            one["name"],
            one.get("url", ""),
            one.get("sha256"),
            also=tuple(one.get("also", ())),
            form=one.get("form", ""),
        )
        for one in entry.get("files", ())
    )
    rest = {key: value for key, value in entry.items() if key not in ("files", "covers")}
    return Description(name=name, covers=tuple(entry["covers"]), files=files, **rest)


def _problems(name: str, entry: object) -> Iterable[str]:
    if not re.fullmatch(r"[a-z][a-z0-9-]*", name):
        yield "is no name: write small letters, digits and -"
    if not isinstance(entry, dict):
        yield "is no table"
        return
    known = {field.name for field in fields(Description)} - {"name"}
    for key in sorted(entry.keys() - known):
        yield f"has an unknown field {key!r}"
    for key in sorted(known - _OPTIONAL - entry.keys()):
        yield f"lacks the field {key!r}"
    for key, choices in _CHOICES.items():
        if key in entry and entry[key] not in choices:
            yield f"has a {key} that is none of {', '.join(choices)}"
    for key in sorted(known - {"covers", "files"} - _CHOICES.keys()):
        if not isinstance(entry.get(key, ""), str):
            yield f"has a {key} that is no text"
    days = entry.get("covers", [])
    if "covers" in entry and not (
        isinstance(days, list)
        and [type(day) for day in days] == [dt.date, dt.date]
        and days[0] < days[1]
    ):
        yield "covers no two days: covers = [1950-01-01, 2023-01-01]"
    for one in entry.get("files", ()):
        yield from _file_problems(one)


def _file_problems(one: object) -> Iterable[str]:
    if not isinstance(one, dict) or not isinstance(one.get("name"), str):
        yield "has a file without a name"
        return
    names = [one["name"], *one.get("also", ())]
    if not all(isinstance(name, str) and is_file_name(name) for name in names):
        yield f"has a file whose name is none: {one['name']!r}"
    if not isinstance(one.get("form", ""), str):
        yield f"has a file whose form is no text: {one['form']!r}"
    if one.get("url") and not str(one["url"]).startswith(("https://", "http://")):
        yield f"has a file whose url is no web address: {one['url']!r}"
    if one.get("sha256") is not None and not _SHA256.fullmatch(str(one["sha256"])):
        yield f"has a file whose sha256 is none: {one['sha256']!r}"


def is_file_name(name: str) -> bool:
    """Whether ``name`` is that of a file, and leads to no other folder.

    >>> is_file_name("votes.csv"), is_file_name("../votes.csv"), is_file_name("..")
    (True, False, False)
    """
    return bool(re.fullmatch(r"[\w(][\w.() +-]*", name))
