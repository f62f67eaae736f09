"""From RDF nodes to values: the properties of every instance of a class, and how to read them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from allegiance.graph.model import terms
from allegiance.graph.model.dates import PartialDate
from allegiance.graph.store.ontology import view

Term = ox.NamedNode | ox.Literal | ox.BlankNode


@dataclass(frozen=True, slots=True)
class Node:
    """One described node: its IRI and its values by property, each list sorted."""

    iri: str
    values: Mapping[str, tuple[Term, ...]]
    base: str

    def text(self, iri: str, *, language: str = "en") -> str:
        """The value of property ``iri`` as text, ``language`` preferred; "" if there is none."""
        found = [term for term in self.values.get(iri, ()) if isinstance(term, ox.Literal)]
        preferred = [term for term in found if term.language == language]
        return (preferred or found)[0].value if found else ""

    def texts(self, iri: str) -> tuple[str, ...]:
        """All literal values of a property."""
        found = self.values.get(iri, ())
        return tuple(term.value for term in found if isinstance(term, ox.Literal))

    def labels(self, iri: str) -> tuple[tuple[str, str], ...]:
        """Language and text of all literal values of a property."""
        found = self.values.get(iri, ())
        return tuple((t.language or "", t.value) for t in found if isinstance(t, ox.Literal))

    def ids(self, iri: str) -> tuple[str, ...]:
        """The ids of all nodes that a property names."""
        found = self.values.get(iri, ())
        return tuple(shorten(t.value, self.base) for t in found if isinstance(t, ox.NamedNode))

    def id(self, iri: str) -> str | None:
        """The id of the node that a property names, None if it names none."""
        return next(iter(self.ids(iri)), None)

    def date(self, iri: str) -> PartialDate | None:
        """The date of a property, None if there is none."""
        text = self.text(iri)
        return PartialDate.parse(text) if text else None

    def day(self, iri: str) -> dt.date | None:
        """The day of a property, None if there is none."""
        found = self.date(iri)
        return None if found is None else found.earliest

    def number(self, iri: str) -> float | None:
        """The number of a property, None if there is none."""
        text = self.text(iri)
        return float(text) if text else None


def describe(store: ox.Store, class_iri: str, *, base: str) -> list[Node]:
    """Every instance of a class (or of a class below it) with its properties, sorted by IRI."""
    rows = store.query(
        view("described"),
        use_default_graph_as_union=True,
        substitutions={ox.Variable("class"): ox.NamedNode(class_iri)},
    )
    if not isinstance(rows, ox.QuerySolutions):
        message = "The view is no SELECT query."
        raise TypeError(message)
    gathered: dict[str, dict[str, set[Term]]] = {}
    for row in rows:
        node, prop, value = row["node"], row["property"], row["value"]
        gathered.setdefault(node.value, {}).setdefault(prop.value, set()).add(value)
    return [
        Node(iri, {prop: _sorted(values) for prop, values in gathered[iri].items()}, base)
        for iri in sorted(gathered)
    ]


def shorten(iri: str, base: str) -> str:
    """The id of a node: its IRI without the dossier's base, or without Allegiance's own.

    An id with a colon in it is always a whole IRI.
    """
    for namespace in (base, terms.AL):
        local = iri.removeprefix(namespace)
        if local != iri and ":" not in local:
            return local
    return iri


def _sorted(values: Iterable[Term]) -> tuple[Term, ...]:
    return tuple(sorted(values, key=str))
