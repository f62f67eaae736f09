"""What a column and a sheet are: how a header is read, and what its cells say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

_HEADER = re.compile(r"(?P<name>\w+?)_(?P<tag>plain|[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its header, what is read from it, and what to write in it.

    ``form`` names the way its cells are read (see ``cells.py``); ``many`` says that ``|`` parts
    several values; a ``text`` column has a ``language`` and may stand again for other languages,
    as ``label_fr``, or as ``label_plain`` for text without one. ``also`` are other headers for it.
    """

    name: str
    prop: str
    form: str
    help: str
    many: bool = False
    language: str = ""
    also: tuple[str, ...] = ()
    needed: bool = False

    @property
    def is_multilingual(self) -> bool:
        """Whether the column may stand again for other languages."""
        return self.form == "text" and self.prop != ""


class Said(NamedTuple):
    """One thing that a cell says about the row's node: property and value, in Turtle."""

    prop: str
    value: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One kind of sheet: its name, the class of its rows ("" if a column says it), its columns."""

    name: str
    rdf_class: str
    help: str
    columns: tuple[Column, ...]
    by_header: Mapping[str, Column] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        headers = {name: column for column in self.columns for name in (column.name, *column.also)}
        object.__setattr__(self, "by_header", headers)

    def column(self, header: str) -> tuple[Column, str] | None:
        """The column of a header and the language of its text; None if the sheet has none.

        >>> label = Column("label", "rdfs:label", "text", "The name.", language="en")
        >>> Sheet("actors", "", "Who exists.", (label,)).column("label_fr")[1]
        'fr'
        """
        plain = header.casefold()
        if plain in self.by_header:
            found = self.by_header[plain]
            return found, found.language
        if (base := plain.rstrip("0123456789")) in self.by_header and base != plain:
            found = self.by_header[base]
            return (found, plain.removeprefix(base)) if found.form == "more" else None
        parts = _HEADER.fullmatch(header)
        named = self.by_header.get(parts["name"].casefold()) if parts else None
        if parts is None or named is None or not named.is_multilingual:
            return None
        return named, "" if parts["tag"] == "plain" else parts["tag"].lower()

    def columns_of(self, prop: str) -> list[str]:
        """The headers of the columns that say something by a property."""
        return [column.name for column in self.columns if column.prop == prop]
