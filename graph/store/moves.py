"""Promises that were moved: each names the one in its place, forward in time, never in a circle."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pyoxigraph as ox

from allegiance.graph.model.dates import PartialDate
from allegiance.graph.model.errors import InputError
from allegiance.graph.model.terms import al
from allegiance.graph.store.circles import find_circles
from allegiance.graph.store.edtf import read_literal
from allegiance.graph.store.merges import Fault

_MOVED_TO, _PROMISED_ON = ox.NamedNode(al("movedTo")), ox.NamedNode(al("promisedOn"))


def find_move_faults(store: ox.Store, *, call: Callable[[str], str] = str) -> Iterator[Fault]:
    """What is wrong with the moves of promises in a store: circles, and successors that are older.

    ``call`` gives what an IRI is called in a message.
    """
    moves = sorted(
        (quad.subject.value, quad.object.value)
        for quad in store.quads_for_pattern(None, _MOVED_TO, None)
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode)
    )
    for circle in find_circles(moves):
        way = " -> ".join(call(iri) for iri in circle)
        message = f"closes a circle of promises that are moved: {way}; take one al:movedTo out"
        yield Fault(circle[-2], message)
    for old, new in moves:
        before, after = (_promised(store, iri) for iri in (old, new))
        if before is not None and after is not None and after.latest < before.earliest:
            message = f"({before}) is moved to {call(new)}, which was promised before it ({after})"
            yield Fault(old, message)


def _promised(store: ox.Store, iri: str) -> PartialDate | None:
    """When a promise was made; None where nothing says so that can be read."""
    for quad in store.quads_for_pattern(ox.NamedNode(iri), _PROMISED_ON, None):
        if isinstance(quad.object, ox.Literal):
            try:
                return read_literal(quad.object)
            except InputError:
                return None
    return None
