"""The lines of a Turtle text at which annotations without a name of their own stand."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field

from allegiance.graph.model.terms import RDF_TYPE
from allegiance.graph.store.annotations import REIFIES, Annotated
from allegiance.graph.store.places import Scope, tokens


def find_unnamed(text: str, annotated: Mapping[str, Annotated], *, base: str) -> dict[str, int]:
    """The line of each annotation without a name, given what each of them annotates, in order.

    Of what is annotated more than once, the first of ``annotated`` stands first in the text.
    """
    if not annotated:
        return {}
    lines: dict[Annotated, deque[int]] = defaultdict(deque)
    for what, line in _Reader.of(text, base).unnamed:
        lines[what].append(line)
    return {name: lines[what].popleft() for name, what in annotated.items() if lines[what]}


def find_strays(text: str, *, base: str) -> list[int]:
    """The lines of the triple terms that no reifier reifies."""
    return _Reader.of(text, base).strays


@dataclass(slots=True)
class _Frame:
    """A statement, bracket or annotation that is being read, and the triple that it is at.

    ``named`` is what the tilde before an annotation says of its name; None without a tilde.
    """

    opened: str
    line: int = 0
    parts: list[str | None] = field(default_factory=lambda: [None, None, None])
    at: int = 0
    named: bool | None = None

    def take(self, term: str | None) -> None:
        """Go on by one term."""
        self.parts[min(self.at, 2)] = term
        self.at, self.named = self.at + 1, None

    @property
    def said(self) -> Annotated:
        """The triple that was read last."""
        return tuple(self.parts)


@dataclass(slots=True)
class _Reader:
    """Goes through a text: ``unnamed`` are what is annotated, and the line, ``strays`` lines."""

    scope: Scope
    unnamed: list[tuple[Annotated, int]] = field(default_factory=list)
    strays: list[int] = field(default_factory=list)
    _stack: list[_Frame] = field(default_factory=lambda: [_Frame(".")])
    _before: str = ""
    _tilde: int = 0

    @classmethod
    def of(cls, text: str, base: str) -> _Reader:
        """A reader that has read a text."""
        reader = cls(Scope(base))
        for kind, mark, line in tokens(text):
            if not reader.scope.declares(kind, mark):
                reader._read(kind, mark, line)
        return reader

    @property
    def _top(self) -> _Frame:
        return self._stack[-1]

    def _read(self, kind: str, mark: str, line: int) -> None:
        before, self._before = self._before, mark
        if before == "~" and kind in ("iri", "name"):
            self._top.named = True
            return
        if before == "~":
            self._top.named = False
            self.unnamed.append((self._top.said, self._tilde))
            if kind == "blank":
                return
        if mark == "~":
            self._tilde = line
        elif kind == "mark":
            self._mark(mark, before, line)
        elif before != "^" and not mark.startswith("@"):  # the type or the language of a literal
            is_type = mark == "a" and self._top.at == 1
            self._take(RDF_TYPE if is_type else self.scope.iri(kind, mark))

    def _mark(self, mark: str, before: str, line: int) -> None:
        top = self._top
        if mark == ".":
            self._stack = [_Frame(".")]
        elif mark in ";,":
            top.at = 1 if mark == ";" else 2
        elif mark == "[" or (mark == "(" and not (top.opened == "<<" and before == "<<")):
            self._open(mark, line, at=1)
        elif mark == "(":
            top.opened = "<<("
        elif mark == "{":
            if top.named is None:
                self.unnamed.append((top.said, line))
            self._open(mark, line, at=1)
        elif mark in "<>" and mark == before:
            self._before = 2 * mark
            if mark == "<":
                self._open("<<", line, at=0)
            else:
                self._reified()
        elif top.opened + mark in ("[]", "()", "{}"):
            self._stack.pop()
            if mark != "}":
                self._take(None)

    def _open(self, mark: str, line: int, *, at: int) -> None:
        self._stack.append(_Frame(mark, line, at=at))

    def _take(self, term: str | None) -> None:
        if self._top.opened != "(":
            self._top.take(term)

    def _reified(self) -> None:
        """Close a triple in angle brackets: one with a reifier, or in parentheses a mere term."""
        if self._top.opened not in ("<<", "<<("):
            return
        triple = self._stack.pop()
        subject, predicate, _ = self._top.said
        is_term = triple.opened == "<<("
        if is_term and predicate != REIFIES.value:
            self.strays.append(triple.line)
        elif triple.named is None and not (is_term and subject):
            self.unnamed.append((triple.said, triple.line))
        self._take(None)
