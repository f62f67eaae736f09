"""The lines of a Turtle text at which its names stand; of broken text, too."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple, Protocol
from urllib.parse import urljoin

# A name ends before a dot that ends the statement. What nothing else reads is read as one mark.
_FORM = r"""
    (?P<aside>\s+|\#[^\n]*)
    | (?P<string>\"{3}(?:[^"\\]|\\.|"{1,2}(?!"))*\"{3} | '{3}(?:[^'\\]|\\.|'{1,2}(?!'))*'{3}
        | "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*')
    | (?P<iri><[^<>"{}|^`\s]*>)
    | (?P<blank>_:[A-Za-z0-9_\-\x80-\U0010ffff]+)
    | (?P<name>(?:[A-Za-z\x80-\U0010ffff](?:\.{0,9}[A-Za-z0-9_\-\x80-\U0010ffff]){0,99})?
        :(?:\.*(?:[A-Za-z0-9_:\-\x80-\U0010ffff]|%[0-9A-Fa-f]{2}|\\.))*)
    | (?P<number>[+-]?(?:[0-9]+\.[0-9]*[eE][+-]?[0-9]+|(?:[0-9]*\.)?[0-9]+(?:[eE][+-]?[0-9]+)?))
    | (?P<word>@?[A-Za-z][A-Za-z0-9\-]*)
    | (?P<mark>.)
    """
_PREFIX = re.compile(r"^\s*@?prefix\s+([^\s:]*):\s*<([^>\s]*)>", re.MULTILINE | re.IGNORECASE)
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_DIRECTIVES = frozenset({"@prefix", "prefix", "@base", "base"})


@cache
def _token() -> re.Pattern[str]:
    """Made when a line is asked for: it takes longer to compile than most texts to search."""
    return re.compile(_FORM, re.VERBOSE | re.DOTALL)


class Spot(NamedTuple):
    """Where something stands: a line, in a sheet also a column and a workbook's cell."""

    line: int | None
    column: str = ""
    cell: str = ""


class Whereabouts(Protocol):
    """What knows where the nodes of a file stand, and how its writer speaks of them."""

    def find(self, iri: str, prop: str = "") -> Spot:
        """Where a node stands, and there what is said about it by a property."""

    def is_told(self, iri: str, prop: str) -> bool:
        """Whether what is wrong with a node's property is said already."""

    def say(self, iri: str, prop: str, message: str) -> str:
        """A message about a node's property, in the words of the file."""

    def word(self, message: str) -> str:
        """A message with the terms in it called as the file calls them."""


@dataclass(frozen=True, slots=True)
class Places:
    r"""Where IRIs stand: ``subjects`` as what a statement is about, ``mentions`` anywhere.

    Each maps an IRI to its first line, counted from 1.

    >>> Places.of("@prefix : <http://x/> .\n:a :b :c .\n:c :b :a .").subjects
    {'http://x/a': 2, 'http://x/c': 3}
    """

    subjects: Mapping[str, int]
    mentions: Mapping[str, int]

    @classmethod
    def of(cls, text: str, *, base: str = "") -> Places:
        """The places in ``text``, whose relative IRIs are resolved against ``base``."""
        subjects: dict[str, int] = {}
        mentions: dict[str, int] = {}
        scope, before = Scope(base), "."
        for kind, mark, line in tokens(text):
            if scope.declares(kind, mark):
                before = "."
                continue
            iri = scope.iri(kind, mark)
            if iri is not None:
                mentions.setdefault(iri, line)
                if before in (".", "~"):  # after "~" stands the name of an annotation
                    subjects.setdefault(iri, line)
            before = mark
        return cls(subjects, mentions)

    def find(self, iri: str, prop: str = "") -> Spot:
        """The line where a node stands; what is said about it is not told apart."""
        return Spot(self.line_of(iri))

    def is_told(self, iri: str, prop: str) -> bool:
        """False: nothing is said about a node before the whole is checked."""
        return False

    def say(self, iri: str, prop: str, message: str) -> str:
        """The message as it is: it speaks Turtle."""
        return message

    def word(self, message: str) -> str:
        """The message as it is: it speaks Turtle."""
        return message

    def line_of(self, iri: str) -> int | None:
        """The line where ``iri`` first stands as a subject, else first stands at all."""
        return self.subjects.get(iri, self.mentions.get(iri))


@dataclass(slots=True)
class Scope:
    """What names mean at a point of the text."""

    base: str
    prefixes: dict[str, str] = field(default_factory=dict)
    directive: str = ""
    prefix: str = ""

    def declares(self, kind: str, mark: str) -> bool:
        """Whether the token is part of a directive, which changes the scope once it is read."""
        if kind == "word" and mark.lower() in _DIRECTIVES:
            self.directive = mark.lower().removeprefix("@")
        elif self.directive and kind == "name":
            self.prefix = mark.removesuffix(":")
        elif self.directive and kind == "iri":
            target = _resolve(self.base, mark[1:-1])
            if self.directive == "base":
                self.base = target
            else:
                self.prefixes[self.prefix] = target
            self.directive = ""
        else:
            return False
        return True

    def iri(self, kind: str, mark: str) -> str | None:
        """The IRI that the token stands for, None if it is no name."""
        if kind == "iri":
            return _resolve(self.base, mark[1:-1])
        prefix, _, local = mark.partition(":")
        if kind != "name" or prefix not in self.prefixes:
            return None
        return self.prefixes[prefix] + re.sub(r"\\(.)", r"\1", local)


def _resolve(base: str, iri: str) -> str:
    """An IRI against a base; urljoin may take the sign from the end of http://x/y#."""
    if _ABSOLUTE.match(iri):
        return iri
    joined = urljoin(base, iri)
    return f"{joined}#" if iri.endswith("#") and not joined.endswith("#") else joined


def tokens(text: str) -> Iterator[tuple[str, str, int]]:
    """The tokens of a Turtle text: kind, text and line of each, without spaces and comments."""
    line = 1
    for found in _token().finditer(text):
        if found.lastgroup and found.lastgroup != "aside":
            yield found.lastgroup, found[0], line
        line += found[0].count("\n")


def first_lines(text: str) -> dict[str, int]:
    r"""The first line on which each IRI begins the line: quick, for a text that is sound.

    Only what stands at the left edge is seen; ask :class:`Places` for the rest.

    >>> first_lines("@prefix : <http://x/> .\n:a :b :c .\n  :c :b :a .\n:d :b :a .")
    {'http://x/a': 2, 'http://x/d': 4}
    """
    lines = text.split("\n")
    directives = "\n".join(line for line in lines if "prefix" in line.lower())
    prefixes = dict(_PREFIX.findall(directives))
    found: dict[str, int] = {}
    for number, line in enumerate(lines, start=1):
        if not line or line[0].isspace():
            continue
        prefix, colon, local = line.split(maxsplit=1)[0].partition(":")
        if colon and prefix in prefixes and "\\" not in local:
            found.setdefault(prefixes[prefix] + local, number)
    return found
