"""What a query from outside may say: it reads, it stays on this machine, it is not too deep.

Oxigraph has no switch that turns federation off, and its parser joins and splits words that the
grammar keeps apart: it takes ``trueSERVICE`` for two words, ``SERVICE:x`` for a call of ``:x``,
and, where the namespace of ``ex:`` ends in a bare host, ``ex:SERVICE`` for ``ex:`` and a call.
Hence the word is let through only where no reading of the text can make a keyword of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from allegiance.graph.model.errors import QueryError
from allegiance.graph.store.tokens import Token, place, tokens

MOST_NESTING = 200
MOST_CHARACTERS = 100_000
FORMS = ("select", "ask", "construct", "describe")

_PROLOGUE = frozenset({"base", "prefix", "version"})
_UPDATES = frozenset(
    {"insert", "delete", "clear", "drop", "create", "add", "move", "copy", "load", "with"}
)
_CALL = "service"
_OPENS = {"{": "}", "(": ")", "[": "]"}
_PLAIN_LOCAL = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*")
_WEB_IRI = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*://")
_NOTHING = Token("", "", 0)
_STARTS_TOKENS = frozenset("'#()[]")
_OPERANDS = frozenset({"word", "name", "iri", "string", "variable", "language", "number"})


@dataclass(frozen=True, slots=True)
class QueryShape:
    """What the tokens of a query tell about it.

    Attributes
    ----------
    form
        ``"select"``, ``"ask"``, ``"construct"`` or ``"describe"``.
    names_graphs
        Whether it has FROM or FROM NAMED.
    undeclared
        Where it uses a prefix that nothing declares, as ``"ex: at line 1, column 9"``.
    """

    form: str
    names_graphs: bool
    undeclared: tuple[str, ...]


def check_query(
    text: str,
    *,
    prefixes: Mapping[str, str] | None = None,
    nesting: int = MOST_NESTING,
    characters: int = MOST_CHARACTERS,
) -> str:
    """The form of a query that may run: ``"select"``, ``"ask"``, ``"construct"`` or ``"describe"``.

    Parameters
    ----------
    text
        A SPARQL query. Whether the grammar holds is left to the engine.
    prefixes
        Namespaces by prefix that will be given to the engine along with the text.
    nesting
        How deep ``{``, ``(`` and ``[`` may stand in each other.
    characters
        How long the text may be.

    Raises
    ------
    QueryError
        ``"refused"`` for SERVICE, an update, too much nesting or text, a hidden token;
        ``"syntax"`` for what cannot be cut into tokens or begins like no query.

    Examples
    --------
    >>> check_query("ASK { ?service ex:SERVICE 'SERVICE' }")
    'ask'
    """
    return read_shape(text, prefixes=prefixes, nesting=nesting, characters=characters).form


def read_shape(
    text: str,
    *,
    prefixes: Mapping[str, str] | None = None,
    nesting: int = MOST_NESTING,
    characters: int = MOST_CHARACTERS,
) -> QueryShape:
    """The shape of a query that may run; see `check_query` for the parameters and refusals."""
    if len(text) > characters:
        message = f"The query has {len(text):,} characters; the most is {characters:,}. Split it."
        raise QueryError(message, reason="refused")
    scan = _Scan(text, nesting)
    for prefix, namespace in (prefixes or {}).items():
        scan.declare(prefix, namespace)
    for token in tokens(text):
        scan.take(token)
    return scan.shape()


@dataclass(slots=True)
class _Scan:
    """A walk over the tokens that refuses on the way and remembers what the shape needs."""

    text: str
    nesting: int
    form: str | None = None
    names_graphs: bool = False
    declared: set[str] = field(default_factory=set)
    loose: set[str] = field(default_factory=set)
    used: dict[str, int] = field(default_factory=dict)
    open: list[str] = field(default_factory=list)
    last: Token = _NOTHING

    def take(self, token: Token) -> None:
        if token.kind == "word":
            self._take_word(token)
        elif token.kind == "name":
            self._take_name(token)
        elif token.kind == "iri":
            self._take_iri(token)
        elif token.text in _OPENS:
            self.open.append(token.text)
            if len(self.open) > self.nesting:
                what = f"More than {self.nesting} brackets inside each other"
                raise self._refusal(token, what, "Flatten the query.")
        elif token.text in "})]" and self.open:
            self.open.pop()
        self.last = token

    def declare(self, prefix: str, namespace: str) -> None:
        self.declared.add(prefix)
        if not namespace.endswith(("/", "#")):
            self.loose.add(prefix)

    def shape(self) -> QueryShape:
        if self.form is None:
            message = "The query is empty. Begin it with SELECT, ASK, CONSTRUCT or DESCRIBE."
            raise QueryError(message, reason="syntax")
        lost = {prefix: at for prefix, at in self.used.items() if prefix not in self.declared}
        undeclared = tuple(f"{prefix}: at {place(self.text, at)}" for prefix, at in lost.items())
        return QueryShape(self.form, self.names_graphs, undeclared)

    def _take_word(self, token: Token) -> None:
        word = token.text.lower()
        if _CALL in word:
            mend = "A query may not call other servers: load their data into the dossier instead."
            raise self._refusal(token, "SERVICE", mend)
        if word in _UPDATES:
            mend = "Queries only read. Change the dossier's files to change what it says."
            raise self._refusal(token, word.upper(), mend)
        self.names_graphs = self.names_graphs or word == "from"
        if self.form is None and word not in _PROLOGUE:
            if word not in FORMS:
                mend = "Begin the query with SELECT, ASK, CONSTRUCT or DESCRIBE."
                raise self._refusal(token, token.text, mend, reason="syntax")
            self.form = word

    def _take_name(self, token: Token) -> None:
        prefix, _, local = token.text.partition(":")
        self.used.setdefault(prefix, token.start)
        if _CALL in prefix.lower():
            mend = "The engine may read the prefix as the keyword SERVICE: give it another name."
            raise self._refusal(token, f"The prefix {prefix}:", mend)
        if _CALL in local.lower() and (prefix in self.loose or not _PLAIN_LOCAL.fullmatch(local)):
            mend = "The engine may read it as the keyword SERVICE: write the IRI out, in <...>."
            raise self._refusal(token, f"The name {token.text}", mend)

    def _take_iri(self, token: Token) -> None:
        if self.last.kind == "name" and self.last.text.endswith(":"):
            prefix = self.last.text[:-1]
            self.declare(prefix, token.text[1:-1])
            if prefix.lower().startswith("prefix"):  # PREFIXex:<...> declares ex: to the engine
                self.declare(prefix[len("prefix") :], token.text[1:-1])
        may_compare = self.open[-1:] == ["("] and (
            self.last.kind in _OPERANDS or self.last.text == ")"
        )
        hides = not _WEB_IRI.match(token.text) and not _STARTS_TOKENS.isdisjoint(token.text)
        if may_compare and hides:
            mend = "The engine may read < as less than: put a space behind it, or use a prefix."
            raise self._refusal(token, f"The IRI {token.text}", mend)

    def _refusal(
        self, token: Token, what: str, mend: str, *, reason: str = "refused"
    ) -> QueryError:
        where = place(self.text, token.start)
        return QueryError(f"{what} at {where} of the query cannot be used. {mend}", reason=reason)
