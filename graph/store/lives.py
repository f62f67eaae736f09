"""Ties that end with one of their sides: none outlasts an actor whose end the dossier gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from allegiance.graph.model import terms
from allegiance.graph.model.dates import PartialDate
from allegiance.graph.model.errors import InputError
from allegiance.graph.model.terms import al
from allegiance.graph.store.catalogue import end_with
from allegiance.graph.store.describe import Subject
from allegiance.graph.store.edtf import read_literal

UNTIL = ox.NamedNode(al("activeUntil"))
_START, _END, _RELATION = (ox.NamedNode(al(name)) for name in ("start", "end", "relation"))
_SIDES = tuple(ox.NamedNode(al(name)) for name in ("subject", "object"))
_TYPE, _TIE = ox.NamedNode(terms.RDF_TYPE), ox.NamedNode(al("TieRelation"))
_LAPSED, _HOLDS, _SURELY = (
    ox.NamedNode(al(name)) for name in ("lapsed", "holdsUntil", "surelyUntil")
)
_DAY = ox.NamedNode(terms.XSD + "date")


def end_with_lives(store: ox.Store) -> None:
    """Have open ties hold no longer than their sides; the days that they hold on must be there."""
    ended = _nodes(quad.subject for quad in store.quads_for_pattern(None, UNTIL, None))
    ties = _nodes(
        quad.subject
        for actor in ended
        for side in _SIDES
        for quad in store.quads_for_pattern(None, side, actor)
    )
    for tie in ties:
        if _is_open_tie(store, tie):
            sides = _nodes(_values(store, tie, *_SIDES))
            lives = [date for side in sides for date in _dates(store, side, UNTIL)]
            end = end_with(lives, next(_dates(store, tie, _START), None))
            if end is not None:
                _hold_until(store, tie, end)


def _is_open_tie(store: ox.Store, node: Subject) -> bool:
    """Whether a node is a tie that has no end of its own and did not lapse."""
    relations = _nodes(_values(store, node, _RELATION))
    is_tie = any(any(store.quads_for_pattern(one, _TYPE, _TIE)) for one in relations)
    return is_tie and not any(_values(store, node, _END, _LAPSED))


def _hold_until(store: ox.Store, tie: Subject, end: PartialDate) -> None:
    for prop, day in ((_HOLDS, end.latest), (_SURELY, end.earliest)):
        for quad in list(store.quads_for_pattern(tie, prop, None)):
            store.remove(quad)
            literal = ox.Literal(day.isoformat(), datatype=_DAY)
            store.add(ox.Quad(tie, prop, literal, quad.graph_name))


def _values(store: ox.Store, node: Subject, *properties: ox.NamedNode) -> Iterator[object]:
    for prop in properties:
        yield from (quad.object for quad in store.quads_for_pattern(node, prop, None))


def _dates(store: ox.Store, node: Subject, prop: ox.NamedNode) -> Iterator[PartialDate]:
    """The dates of a node that can be read; the checks tell of others."""
    for value in _values(store, node, prop):
        if isinstance(value, ox.Literal):
            try:
                yield read_literal(value)
            except InputError:
                continue


def _nodes(found: Iterable[object]) -> set[Subject]:
    return {term for term in found if isinstance(term, ox.NamedNode | ox.BlankNode)}
