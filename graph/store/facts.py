"""What the triples of a file say, as plain texts: read once, and gone through by every check."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import pyoxigraph as ox

# Nodes without a name are called by this and the parser's number for them.
BLANK = "urn:allegiance:blank:"

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


class Fact(NamedTuple):
    """A triple: the IRIs of its subject and property, its value as text and as a term."""

    subject: str
    prop: str
    value: str
    term: Term
    triple: ox.Triple


def facts_of(triples: Iterable[ox.Triple]) -> list[Fact]:
    """What triples say; nodes that have no name get one that is made up."""
    found = []
    for triple in triples:
        value, subject = triple.object, triple.subject
        text = value.value if isinstance(value, ox.NamedNode | ox.Literal) else iri_of(value)
        iri = subject.value if isinstance(subject, ox.NamedNode) else iri_of(subject)
        found.append(Fact(iri, triple.predicate.value, text, value, triple))
    return found


def iri_of(term: object) -> str:
    """The IRI of a node, one made up where it has no name; the text of a literal."""
    if isinstance(term, ox.BlankNode):
        return BLANK + term.value
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term)


def is_iri(text: str) -> bool:
    """Whether a text is an address as the engine takes them."""
    try:
        ox.NamedNode(text)
    except ValueError:
        return False
    return True


def named(fact: Fact) -> ox.Triple:
    """The triple of a fact with the made-up name for each node that has none."""
    subject, value = fact.subject, fact.term
    if not (subject.startswith(BLANK) or isinstance(value, ox.BlankNode)):
        return fact.triple
    if isinstance(value, ox.BlankNode):
        value = ox.NamedNode(fact.value)
    return ox.Triple(ox.NamedNode(subject), ox.NamedNode(fact.prop), value)
