"""The lines of a Turtle text at which its names stand; of broken text, too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin

# A name ends before a dot that ends the statement. What nothing else reads is read as one mark.
_TOKEN = re.compile(
    r"""
    (?P<aside>\s+|\#[^\n]*)
    | (?P<string>\"{3}(?:[^"\\]|\\.|"{1,2}(?!"))*\"{3} | '{3}(?:[^'\\]|\\.|'{1,2}(?!'))*'{3}
        | "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*')
    | (?P<iri><[^<>"{}|^`\s]*>)
    | (?P<blank>_:[A-Za-z0-9_\-\x80-\U0010ffff]+)
    | (?P<name>(?:[A-Za-z\x80-\U0010ffff](?:\.*[A-Za-z0-9_\-\x80-\U0010ffff])*)?
        :(?:\.*(?:[A-Za-z0-9_:\-\x80-\U0010ffff]|%[0-9A-Fa-f]{2}|\\.))*)
    | (?P<word>@?[A-Za-z][A-Za-z0-9\-]*)
    | (?P<number>[0-9]*\.?[0-9]+)
    | (?P<mark>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_DIRECTIVES = frozenset({"@prefix", "prefix", "@base", "base"})


@dataclass
class Places:
    """Where IRIs stand: ``subjects`` as what a statement is about, ``mentions`` anywhere.

    Each maps an IRI to its first line, counted from 1.

    >>> Places.of("@prefix : <http://x/> .\\n:a :b :c .\\n:c :b :a .").subjects
    {'http://x/a': 2, 'http://x/c': 3}
    """

    base: str = ""
    prefixes: dict[str, str] = field(default_factory=dict)
    subjects: dict[str, int] = field(default_factory=dict)
    mentions: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, text: str, *, base: str = "") -> Places:
        """The places in ``text``, whose relative IRIs are resolved against ``base``."""
        places = cls(base)
        before, depth, directive = ".", 0, ""
        for kind, token, line in _tokens(text):
            if kind == "word" and token.lower() in _DIRECTIVES:
                directive, before = token.lower().removeprefix("@"), token
                continue
            if directive and kind == "name":
                before = token
                continue
            if directive and kind == "iri":
                places._declare(directive, before, token)
                directive, before = "", "."
                continue
            iri = places._iri(kind, token)
            if iri is not None:
                places.mentions.setdefault(iri, line)
                if before in (".", "~") and (depth == 0 or before == "~"):
                    places.subjects.setdefault(iri, line)
            depth = max(0, depth + (token in "[(") - (token in "])"))
            before = token
        return places

    def line_of(self, iri: str) -> int | None:
        """The line where ``iri`` first stands as a subject, else first stands at all."""
        return self.subjects.get(iri, self.mentions.get(iri))

    def _declare(self, directive: str, name: str, iri: str) -> None:
        target = urljoin(self.base, iri[1:-1])
        if directive == "base":
            self.base = target
        else:
            self.prefixes[name.removesuffix(":")] = target

    def _iri(self, kind: str, token: str) -> str | None:
        if kind == "iri":
            return urljoin(self.base, token[1:-1])
        prefix, _, local = token.partition(":")
        if kind != "name" or prefix not in self.prefixes:
            return None
        return self.prefixes[prefix] + re.sub(r"\\(.)", r"\1", local)


def _tokens(text: str) -> Iterator[tuple[str, str, int]]:
    line = 1
    for found in _TOKEN.finditer(text):
        if found.lastgroup and found.lastgroup != "aside":
            yield found.lastgroup, found[0], line
        line += found[0].count("\n")
