"""From RDF nodes to values: the properties of every instance of a class, and how to read them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import lru_cache

import pyoxigraph as ox

from allegiance.graph.model import terms
from allegiance.graph.model.dates import PartialDate
from allegiance.graph.store.ontology import view

Term = ox.NamedNode | ox.Literal | ox.BlankNode
Subject = ox.NamedNode | ox.BlankNode
_TYPE = ox.NamedNode(terms.RDF_TYPE)

read_date = lru_cache(maxsize=65_536)(PartialDate.parse)


@dataclass(frozen=True, slots=True)
class Column:
    """The values of one property by node: ``one`` of each node, and all ``several`` of a few."""

    one: dict[str, Term]
    several: dict[str, tuple[Term, ...]]

    def values(self, iri: str) -> tuple[Term, ...]:
        """The values of a node, sorted; none twice, in however many graphs they stand."""
        if iri in self.several:
            return self.several[iri]
        found = self.one.get(iri)
        return () if found is None else (found,)


@dataclass(frozen=True, slots=True)
class Table:
    """The nodes of a store with their properties, each property read once and at first use.

    Nodes under ``base`` get their local name as id.
    """

    store: ox.Store
    base: str
    _columns: dict[str, Column] = field(default_factory=dict, init=False)
    _ids: dict[str, str] = field(default_factory=dict, init=False)

    def nodes(self, class_iri: str) -> list[Node]:
        """Every instance of a class (or of a class below it), sorted by IRI."""
        found = {node.value for node in instances(self.store, class_iri)}
        return [Node(iri, self) for iri in sorted(found)]

    def column(self, iri: str) -> Column:
        """The values of the property ``iri``."""
        if iri not in self._columns:
            self._columns[iri] = self._read(iri)
        return self._columns[iri]

    def id(self, iri: str) -> str:
        """The id of a node."""
        if iri not in self._ids:
            self._ids[iri] = shorten(iri, self.base)
        return self._ids[iri]

    def _read(self, iri: str) -> Column:
        one: dict[str, Term] = {}
        several: dict[str, set[Term]] = {}
        for quad in self.store.quads_for_pattern(None, ox.NamedNode(iri), None):
            subject, value = quad.subject, quad.object
            if isinstance(subject, ox.Triple) or isinstance(value, ox.Triple):
                continue  # never stored: see annotations.py
            node = subject.value
            first = one.setdefault(node, value)
            if first is not value and first != value:
                several.setdefault(node, {first}).add(value)
        ordered = {node: tuple(sorted(values, key=str)) for node, values in several.items()}
        return Column(one, ordered)


@dataclass(frozen=True, slots=True)
class Node:
    """One described node: its IRI, and the table that its values stand in."""

    iri: str
    table: Table

    @property
    def name(self) -> str:
        """The id of the node itself."""
        return self.table.id(self.iri)

    def values(self, iri: str) -> tuple[Term, ...]:
        """All values of the property ``iri``, sorted."""
        return self.table.column(iri).values(self.iri)

    def text(self, iri: str, *, language: str = "en") -> str:
        """The value of property ``iri`` as text, ``language`` preferred; "" if there is none."""
        found = [term for term in self.values(iri) if isinstance(term, ox.Literal)]
        if len(found) > 1:
            found = [term for term in found if term.language == language] or found
        return found[0].value if found else ""

    def texts(self, iri: str) -> tuple[str, ...]:
        """All literal values of a property."""
        return tuple(term.value for term in self.values(iri) if isinstance(term, ox.Literal))

    def labels(self, iri: str) -> tuple[tuple[str, str], ...]:
        """Language and text of all literal values of a property."""
        found = self.values(iri)
        return tuple((t.language or "", t.value) for t in found if isinstance(t, ox.Literal))

    def ids(self, iri: str) -> tuple[str, ...]:
        """The ids of all nodes that a property names."""
        found, name = self.values(iri), self.table.id
        return tuple([name(term.value) for term in found if isinstance(term, ox.NamedNode)])

    def id(self, iri: str) -> str | None:
        """The id of the node that a property names, None if it names none."""
        return next(iter(self.ids(iri)), None)

    def date(self, iri: str) -> PartialDate | None:
        """The date of a property, None if there is none."""
        text = self.text(iri)
        return read_date(text) if text else None

    def day(self, iri: str) -> dt.date | None:
        """The day of a property, None if there is none."""
        found = self.date(iri)
        return None if found is None else found.earliest

    def number(self, iri: str) -> float | None:
        """The number of a property, None if there is none."""
        text = self.text(iri)
        return float(text) if text else None


def instances(store: ox.Store, class_iri: str) -> set[Subject]:
    """Every instance of a class (or of a class below it)."""
    rows = store.query(
        view("kinds"),
        use_default_graph_as_union=True,
        substitutions={ox.Variable("class"): ox.NamedNode(class_iri)},
    )
    if not isinstance(rows, ox.QuerySolutions):
        message = "The view is no SELECT query."
        raise TypeError(message)
    found: set[Subject] = set()
    for row in rows:
        typed = (quad.subject for quad in store.quads_for_pattern(None, _TYPE, row["kind"]))
        found.update(node for node in typed if not isinstance(node, ox.Triple))
    return found


def shorten(iri: str, base: str) -> str:
    """The id of a node: its IRI without the dossier's base, or without Allegiance's own.

    An id with a colon in it is always a whole IRI.
    """
    for namespace in (base, terms.AL):
        local = iri.removeprefix(namespace)
        if local != iri and ":" not in local:
            return local
    return iri
