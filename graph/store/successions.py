"""Successors: each follows another actor, and comes after itself only where it came back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

import pyoxigraph as ox

from allegiance.graph.model import terms
from allegiance.graph.model.terms import al
from allegiance.graph.store.circles import find_circles
from allegiance.graph.store.edtf import read_date
from allegiance.graph.store.merges import Fault

RELATION, SUCCEEDS = ox.NamedNode(al("relation")), ox.NamedNode(al(terms.SUCCEEDS))
_SIDES = tuple(ox.NamedNode(al(name)) for name in ("subject", "object"))
_START = ox.NamedNode(al("start"))
_CONFLICTS = ox.NamedNode(al("conflictsWith"))


def find_succession_faults(store: ox.Store, *, call: Callable[[str], str] = str) -> Iterator[Fault]:
    """The circles of successors in a store, each at the statement that closes it.

    Claims that conflict with each other make none: nobody holds both. Nor do claims of days that
    cannot be the same, for who was succeeded may come back: one president follows another, and is
    followed by the same again. ``call`` gives what an IRI is called in a message.
    """
    edges: dict[tuple[str, str], ox.NamedNode] = {}
    for quad in sorted(store.quads_for_pattern(None, RELATION, SUCCEEDS), key=str):
        node = quad.subject
        if isinstance(node, ox.NamedNode):
            ends = [_side(store, node, side) for side in _SIDES]
            if ends[0] is not None and ends[1] is not None:
                edges.setdefault((ends[0], ends[1]), node)
    for circle in find_circles(edges):
        claims = [edges[step] for step in pairwise(circle)]
        if not (_conflict(store, claims) or _are_apart(store, claims)):
            way = " -> ".join(call(iri) for iri in circle)
            message = (
                f"closes a circle of successors: {way}; take one of them out, or, if somebody came "
                "back, write days that tell each time from the others"
            )
            yield Fault(claims[-1].value, message)


def _side(store: ox.Store, node: ox.NamedNode, side: ox.NamedNode) -> str | None:
    values = (quad.object for quad in store.quads_for_pattern(node, side, None))
    return next((value.value for value in values if isinstance(value, ox.NamedNode)), None)


def _are_apart(store: ox.Store, claims: list[ox.NamedNode]) -> bool:
    """Whether the days of no two of several claims can be the same; not so where one has none."""
    dates = [
        read_date(quad.object)
        for claim in claims
        for quad in store.quads_for_pattern(claim, _START, None)
    ]
    known = sorted((date for date in dates if date is not None), key=lambda date: date.earliest)
    if not len(known) == len(dates) == len(claims) > 1:
        return False
    return all(one.latest < other.earliest for one, other in pairwise(known))


def _conflict(store: ox.Store, claims: list[ox.NamedNode]) -> bool:
    """Whether one of the claims cannot hold together with another one."""
    return any(
        quad.object in claims
        for claim in claims
        for quad in store.quads_for_pattern(claim, _CONFLICTS, None)
    )
