"""What follows from statements that are denied: their plain triples, where they are likely."""

from __future__ import annotations

import pyoxigraph as ox

from allegiance.graph.model.terms import al
from allegiance.graph.store.catalogue import read_disputed
from allegiance.graph.store.derive import direct_graph, rederive_undisputed

_PARTS = tuple(ox.NamedNode(al(part)) for part in ("subject", "relation", "object"))


def derive_disputed(store: ox.Store, *, base: str) -> None:
    """Add the plain triples of denied statements that are more likely than not all the same."""
    statements, beliefs = read_disputed(store, base=base)
    graph = direct_graph(base)
    for iri, statement in statements.items():
        if beliefs.of(statement).fused.probability > 0.5:
            node = ox.NamedNode(iri)
            subject, relation, target = (_named_value(store, node, part) for part in _PARTS)
            store.add(ox.Quad(subject, relation, target, graph))


def rederive(store: ox.Store, *, base: str) -> None:
    """Add until when statements hold, and the plain triples, to a store with bounds and lapses."""
    rederive_undisputed(store, base=base)
    derive_disputed(store, base=base)


def _named_value(store: ox.Store, node: ox.NamedNode, part: ox.NamedNode) -> ox.NamedNode:
    value = next(store.quads_for_pattern(node, part, None)).object
    if not isinstance(value, ox.NamedNode):  # the shapes see to it
        raise TypeError(node.value)
    return value
