"""Names and literals as Turtle writes them, one way each, so that equal terms are equal texts."""

from __future__ import annotations

import re
from functools import lru_cache

import pyoxigraph as ox

from allegiance.graph.model import terms

_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?", re.ASCII)
_NUMBERS = {
    terms.XSD + "integer": re.compile(r"[+-]?[0-9]+"),
    terms.XSD + "decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    terms.XSD + "double": re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)[eE][+-]?[0-9]+"),
}
_STRING = terms.XSD + "string"
_ESCAPED = re.compile(r"""["\\\x00-\x1f\x7f]|(?<=\^)\^|(?<=<)<|(?<=_):""")
# One of them, or what is not printable, is in every text that has something to escape.
_SUSPECT = ('"', "\\", "^^", "<<", "_:")
_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def node(iri: str, base: str) -> str:
    """An IRI as Turtle writes it: ``:mali`` under the base, with a known prefix, or ``<…>``.

    >>> node("https://w3id.org/allegiance/ns#expels", "http://x/")
    'al:expels'
    """
    return _node(iri, base)


@lru_cache(maxsize=65536)
def _node(iri: str, base: str) -> str:
    if iri.startswith(base) and _LOCAL.fullmatch(iri, len(base)):
        return f":{iri[len(base) :]}"
    for prefix, space in terms.PREFIXES.items():
        if iri.startswith(space) and _LOCAL.fullmatch(iri, len(space)):
            return f"{prefix}:{iri[len(space) :]}"
    return f"<{iri}>"


def text(value: str, language: str = "") -> str:
    r"""A text as a Turtle literal on one line; nothing in it can be taken for anything else.

    >>> text('say "no"', "en")
    '"say \\"no\\""@en'
    """
    return f'"{quoted(value)}"@{language}' if language else f'"{quoted(value)}"'


def quoted(value: str) -> str:
    """The inside of a literal: quotes, control characters and what looks like syntax escaped."""
    if value.isprintable() and not any(map(value.__contains__, _SUSPECT)):
        return value  # the search below goes through every place, and would find nothing
    return _ESCAPED.sub(_escape, value)


def _escape(found: re.Match[str]) -> str:
    return _SHORT.get(found[0]) or f"\\u{ord(found[0]):04X}"


def number(value: str) -> str | None:
    """A number as Turtle writes it without quotes; None if it is none.

    >>> number("1.50"), number("many")
    ('1.50', None)
    """
    return value if any(form.fullmatch(value) for form in _NUMBERS.values()) else None


def typed(value: str, datatype: str, base: str) -> str:
    """A literal with a datatype; numbers as Turtle writes them, plain text without one."""
    if datatype == _STRING:
        return text(value)
    form = _NUMBERS.get(datatype)
    if form is not None and form.fullmatch(value):
        return value
    return f"{text(value)}^^{node(datatype, base)}"


def token(term: object, base: str) -> str:
    """Any term but a node without a name, as Turtle writes it."""
    if isinstance(term, ox.NamedNode):
        return node(term.value, base)
    if isinstance(term, ox.Literal) and term.direction is None:
        if term.language:
            return text(term.value, term.language)
        return typed(term.value, term.datatype.value, base)
    return str(term)


def turtle_prefixes(base: str) -> str:
    """The prefixes that the tokens use, as Turtle declares them."""
    spaces = {"": base, **terms.PREFIXES}
    return "".join(f"@prefix {name}: <{space}> .\n" for name, space in spaces.items())
