"""Ties that must have ended, nobody knows when: they have no end, and yet began anew later."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from allegiance.graph.model import terms
from allegiance.graph.model.terms import al
from allegiance.graph.store.ontology import view

_TRUE = ox.Literal("true", datatype=ox.NamedNode(terms.XSD + "boolean"))
_LAPSED, _START, _END = (ox.NamedNode(al(name)) for name in ("lapsed", "start", "end"))
_CONFLICTS = ox.NamedNode(al("conflictsWith"))


def add_lapses(store: ox.Store) -> None:
    """Mark each lapsed tie, beside its start; the bounds of all dates must be there.

    A later beginning that cannot hold together with the tie is another account of it, no new one.
    """
    rows = store.query(view("anew"))
    if not isinstance(rows, ox.QuerySolutions):
        message = "The view anew is no SELECT query."
        raise TypeError(message)
    lapsed = [tie for row in rows for tie in _lapsed(store, row["ties"].value.split(" "))]
    for tie in lapsed:
        for start in store.quads_for_pattern(tie, _START, None):
            store.add(ox.Quad(tie, _LAPSED, _TRUE, start.graph_name))


def _lapsed(store: ox.Store, listed: list[str]) -> Iterator[ox.NamedNode]:
    """The lapsed ones among like ties: listed are name, earliest and latest start, in turn."""
    ties = list(zip(listed[::3], listed[1::3], listed[2::3], strict=True))
    for name, _, began in ties:
        tie = ox.NamedNode(name)
        later = {other for other, anew, _ in ties if began < anew}
        if later and not any(True for _ in store.quads_for_pattern(tie, _END, None)):
            rivals = store.quads_for_pattern(tie, _CONFLICTS, None)
            if later - {
                quad.object.value for quad in rivals if isinstance(quad.object, ox.NamedNode)
            }:
                yield tie
