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


# The values of one property by node; nodes with several have them sorted, none twice.
Column = dict[str, Term | tuple[Term, ...]]


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
        found = self._columns.get(iri)
        if found is None:
            found = self._columns[iri] = self._read(iri)
        return found

    def id(self, iri: str) -> str:
        """The id of a node."""
        if iri not in self._ids:
            self._ids[iri] = shorten(iri, self.base)
        return self._ids[iri]

    def _read(self, iri: str) -> Column:
        column: Column = {}
        several: dict[str, set[Term]] = {}
        for quad in self.store.quads_for_pattern(None, ox.NamedNode(iri), None):
            subject, value = quad.subject, quad.object
            if isinstance(subject, ox.Triple) or isinstance(value, ox.Triple):
                continue  # never stored: see annotations.py
            first = column.setdefault(subject.value, value)
            if first is not value and first != value and not isinstance(first, tuple):
                several.setdefault(subject.value, {first}).add(value)
        for node, values in several.items():
            column[node] = tuple(sorted(values, key=str))
        return column


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
        found = self.table.column(iri).get(self.iri)
        if found is None:
            return ()
        return found if isinstance(found, tuple) else (found,)

    def text(self, iri: str, *, language: str = "en") -> str:
        """The value of property ``iri`` as text, ``language`` preferred; "" if there is none."""
        found = self.table.column(iri).get(self.iri)
        if not isinstance(found, tuple):
            return found.value if isinstance(found, ox.Literal) else ""
        texts = [term for term in found if isinstance(term, ox.Literal)]
        preferred = [term for term in texts if term.language == language] or texts
        return preferred[0].value if preferred else ""

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
        found = self.table.column(iri).get(self.iri)
        if isinstance(found, ox.NamedNode):
            return self.table.id(found.value)
        return next(iter(self.ids(iri)), None) if isinstance(found, tuple) else None

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


def expand(name: str, base: str) -> str:
    """The IRI of the node under ``base`` that has the id ``name``: the way back of `shorten`."""
    return name if ":" in name else base + name
