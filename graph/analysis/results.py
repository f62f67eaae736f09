"""Findings as triples, so that SPARQL can ask for them, too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from allegiance.graph.analysis.shifts import Shift
from allegiance.graph.model import terms
from allegiance.graph.model.terms import al


def shift_quads(shifts: Iterable[Shift], *, base: str, graph: str) -> Iterator[ox.Quad]:
    """Each shift as a node ``<base>shift/<id>`` of class al:Shift in the named graph ``graph``."""
    target = ox.NamedNode(graph)
    for shift in shifts:
        node = ox.NamedNode(f"{base}shift/{shift.id}")
        for prop, value in _values(shift, base):
            yield ox.Quad(node, ox.NamedNode(prop), value, target)


def _values(shift: Shift, base: str) -> Iterator[tuple[str, ox.NamedNode | ox.Literal]]:
    yield terms.RDF_TYPE, ox.NamedNode(al("Shift"))
    yield al("actor"), _node(shift.actor, base)
    for name, pole in (("fromPole", shift.from_pole), ("toPole", shift.to_pole)):
        if pole is not None:
            yield al(name), _node(pole, base)
    for name, day in (
        ("date", shift.date),
        ("dateLow", shift.date_low),
        ("dateHigh", shift.date_high),
    ):
        yield al(name), ox.Literal(day.isoformat(), datatype=ox.NamedNode(terms.XSD + "date"))
    for name, number in (("probability", shift.probability), ("size", shift.size)):
        decimal = ox.NamedNode(terms.XSD + "decimal")
        yield al(name), ox.Literal(f"{number:.6f}", datatype=decimal)
    for statement in shift.statements:
        yield al("carriedBy"), _node(statement, base)


def _node(identifier: str, base: str) -> ox.NamedNode:
    """The node of an id: under ``base``, or the id itself where it is a full IRI."""
    return ox.NamedNode(identifier if ":" in identifier else base + identifier)
