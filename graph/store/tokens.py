"""The tokens of a SPARQL text, cut where both the grammar and the engine cut them.

Oxigraph's parser has no lexer of its own: it reads characters, and tries another reading when one
fails. A token that it could read in two ways is where a keyword hides, so whatever can be read in
two ways is refused here (an escape that stands for a quote, for one). Time is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from allegiance.graph.model.errors import QueryError

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_HEX = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_ESCAPE = re.compile(rf"""\\[tbnrf"'\\]|{_HEX}""")
_CODEPOINT = re.compile(_HEX)
_QUOTE_STOPS = {
    quote: re.compile(pattern)
    for quote, pattern in {
        '"': r'["\\\r\n]',
        "'": r"['\\\r\n]",
        '"""': r'"""|\\',
        "'''": r"'''|\\",
    }.items()
}
_NOT_IN_IRI = frozenset('<>"{}|^`\\').union(map(chr, range(0x21)))
_NOT_IN_STRING = frozenset("\"'\\\r\n")

# Letters beyond ASCII are taken more widely than the grammar takes them: what the engine does not
# hold for a letter it cannot read at all outside a string, a comment or an IRI.
_TOKEN = re.compile(
    r"""
    (?P<space>[ \t\r\n]+)
    | (?P<comment>\#[^\r\n]*)
    | (?P<string>\"{3}|'{3}|["'])
    | (?P<iri><(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>)
    | (?P<variable>[?$][A-Za-z0-9_\x80-\U0010ffff]+)
    | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*(?:--[A-Za-z]+)?)
    | (?P<blank>_:[A-Za-z0-9_\x80-\U0010ffff](?:\.*[A-Za-z0-9_\-\x80-\U0010ffff])*)
    | (?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
    | (?P<name>[A-Za-z_\x80-\U0010ffff][A-Za-z0-9_.\-\x80-\U0010ffff]*|:)
    | (?P<mark>[{}()\[\];,.+\-*/<>=!^|~?&])
    """,
    re.VERBOSE,
)
_WORD = re.compile(r"[A-Za-z0-9_\x80-\U0010ffff]+")
_LOCAL = re.compile(
    r":(?:\.*(?:[A-Za-z0-9_:\-\x80-\U0010ffff]"
    r"|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]))*"
)


class Token(NamedTuple):
    """One token: its ``kind``, its text as written, and where it starts (counted from 0).

    ``kind`` is ``"word"`` (a keyword), ``"name"`` (a prefixed name), ``"iri"``, ``"string"``,
    ``"variable"``, ``"language"``, ``"blank"``, ``"number"`` or ``"mark"``.
    """

    kind: str
    text: str
    start: int


def place(text: str, at: int) -> str:
    r"""The line and column of character ``at`` of ``text``, both counted from 1.

    >>> place("ASK\n {}", 5)
    'line 2, column 2'
    """
    return f"line {text.count(chr(10), 0, at) + 1}, column {at - text.rfind(chr(10), 0, at)}"


def tokens(text: str) -> Iterator[Token]:
    """The tokens of ``text`` in order, without spaces and comments.

    >>> [token.text for token in tokens("ASK { ?s ex:is 'a SERVICE' } # SERVICE")]
    ['ASK', '{', '?s', 'ex:is', "'a SERVICE'", '}']

    Raises
    ------
    QueryError
        ``"refused"`` for a control character or an escape that could hide a token, ``"syntax"``
        for text that no token can begin with and for a string without an end.
    """
    if control := _CONTROL.search(text):
        code = f"U+{ord(control[0]):04X}"
        mend = "Delete it, or inside a string write it as an escape."
        raise _error(text, control.start(), f"The control character {code}", mend)
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise _unreadable(text, at)
        start, kind, at = at, match.lastgroup or "mark", match.end()
        if kind == "name":
            at = _name_end(text, start, at)
            yield from _names(text, start, at)
            continue
        if kind == "string":
            at = _string_end(text, start, match[0])
        elif kind in ("iri", "comment") and "\\" in match[0]:
            forbidden = _NOT_IN_IRI if kind == "iri" else frozenset("\r\n")
            for escape in _CODEPOINT.finditer(match[0]):
                _decode(text, start + escape.start(), escape[0], forbidden)
        if kind not in ("space", "comment"):
            yield Token(kind, text[start:at], start)


def _name_end(text: str, start: int, end: int) -> int:
    """Where the prefixed name, or the run of words, that stands at ``start`` ends."""
    if text[start] == ":":
        colon = start
    elif text[end : end + 1] == ":" and text[end - 1] != "." and text[start] != "_":
        colon = end
    else:
        return end
    local = _LOCAL.match(text, colon)
    return local.end() if local else end


def _names(text: str, start: int, end: int) -> Iterator[Token]:
    """The one prefixed name in ``text[start:end]``, or the words in it (``a.b`` is two)."""
    if ":" in text[start:end]:
        yield Token("name", text[start:end], start)
        return
    for word in _WORD.finditer(text, start, end):
        yield Token("word", word[0], word.start())


def _string_end(text: str, start: int, quote: str) -> int:
    """Where the string that opens at ``start`` ends, its escapes checked."""
    at = start + len(quote)
    while stop := _QUOTE_STOPS[quote].search(text, at):
        if stop[0] == quote:
            return stop.end()
        escape = _ESCAPE.match(text, stop.start())
        if escape is None:
            break
        if escape[0][1] in "uU":
            _decode(text, stop.start(), escape[0], _NOT_IN_STRING)
        at = escape.end()
    mend = f"Close it with {quote}; a line break needs three quotes, a backslash is written twice."
    raise _error(text, start, "A string without an end", mend, reason="syntax")


def _decode(text: str, at: int, escape: str, forbidden: frozenset[str]) -> None:
    r"""Refuse an escape such as ``\u0022`` whose character would end the token it stands in."""
    code = int(escape[2:], 16)
    if code > 0x10FFFF or 0xD800 <= code < 0xE000 or chr(code) in forbidden:
        raise _error(
            text, at, f"The escape {escape}", "Write the character itself, or leave it out."
        )


def _unreadable(text: str, at: int) -> QueryError:
    if escape := _CODEPOINT.match(text, at):
        mend = "Escapes are for strings and IRIs; write the character itself."
        return _error(text, at, f"The escape {escape[0]} outside a string", mend)
    return _error(text, at, f"An unexpected {text[at]!r}", "Delete it.", reason="syntax")


def _error(text: str, at: int, what: str, mend: str, *, reason: str = "refused") -> QueryError:
    return QueryError(f"{what} at {place(text, at)} of the query. {mend}", reason=reason)
