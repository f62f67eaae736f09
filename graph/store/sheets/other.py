"""The sheet of other triples: each cell is one term in Turtle's notation."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import pyoxigraph as ox

from allegiance.graph.model import terms
from allegiance.graph.store.sheets.names import Names
from allegiance.graph.store.sheets.tokens import token, turtle_prefixes

_BLANK = re.compile(r"_:[A-Za-z0-9]+", re.ASCII)
_PARTS = ("subject", "property", "value")


def read_other(
    cells: Sequence[str], header: Sequence[str], indices: Mapping[str, int], names: Names
) -> tuple[list[str], list[tuple[int, str]]]:
    """Subject, property and value of a row in Turtle, or what is wrong with its cells."""
    texts: list[str] = []
    problems: list[tuple[int, str]] = []
    for part in _PARTS:
        index = indices.get(part)
        if index is None:  # the header's problem
            return [], []
        cell = cells[index]
        if part == "value":
            cell += "".join(
                cells[n] for n, name in enumerate(header) if name.startswith("value_more")
            )
        found = read_term(cell, part, names.base)
        if found is None:
            problems.append(
                (index, f"has {cell[:60]!r} as {part}, which is no term. {_MEND[part]}")
            )
        else:
            texts.append(found)
    return ([] if problems else texts), problems


_MEND = {
    "subject": "Write :id, prefix:name, <address> or _:name.",
    "property": "Write a, prefix:name or <address>.",
    "value": 'Write :id, prefix:name, <address>, _:name, "text", "text"@en, 5 or "5"^^xsd:int.',
}


def read_term(cell: str, part: str, base: str) -> str | None:
    """The one term that a cell is, as tokens have it; None if it is none, or more than one.

    >>> read_term("skos:note", "property", "http://x/")
    'skos:note'
    """
    if part == "property" and cell == "a":
        return "a"
    if _BLANK.fullmatch(cell):
        return None if part == "property" else cell
    lead = {"subject": "{} a 1 .", "property": "<x:s> {} 1 .", "value": "<x:s> a {} ."}[part]
    text = turtle_prefixes(base) + lead.format(cell)
    try:
        found = [q.triple for q in ox.parse(text, format=ox.RdfFormat.TURTLE, base_iri=base)]
    except (SyntaxError, ValueError):
        return None
    if len(found) != 1:
        return None
    term = {
        "subject": found[0].subject,
        "property": found[0].predicate,
        "value": found[0].object,
    }[part]
    if isinstance(term, (ox.BlankNode, ox.Triple)):
        return None
    written = token(term, base)
    return (
        "a"
        if part == "property" and written == token(ox.NamedNode(terms.RDF_TYPE), "")
        else written
    )
