"""Dates in EDTF, which the engine does not read: the days they can mean, and their order."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from allegiance.graph.model import terms
from allegiance.graph.model.dates import PartialDate
from allegiance.graph.model.errors import InputError
from allegiance.graph.model.terms import al
from allegiance.graph.store.ontology import view

# Which date must not lie after which.
ORDERED = (
    (al("start"), al("end")),
    (al("activeFrom"), al("activeUntil")),
    (al("promisedOn"), al("due")),
    (al("promisedOn"), al("outcomeDate")),
)
_DAY = ox.NamedNode(terms.XSD + "date")
_COMPILED = frozenset({al("start"), al("end")})


def add_bounds(store: ox.Store) -> None:
    """Add the first and the last day of each start and end in EDTF, as ontology/rules does.

    What is no date has none; the checks say so.
    """
    store.extend(quad for row in _written(store) for quad in _bounds(row))


def are_in_order(store: ox.Store) -> bool:
    """Whether nothing that has a date in EDTF ends before it starts, and each can be read."""
    for node in nodes_in_edtf(store):
        for first, last in ORDERED:
            starts, ends = (_dates(store, node, prop) for prop in (first, last))
            for start in starts:
                if start is None or any(e is None or start.earliest > e.latest for e in ends):
                    return False
    return True


def nodes_in_edtf(store: ox.Store) -> set[ox.NamedNode | ox.BlankNode]:
    """The nodes that have a date in EDTF."""
    return {row["node"] for row in _written(store)}


def read_literal(value: ox.Literal) -> PartialDate:
    """The date in a literal; only EDTF may be more than a day, a month or a year.

    Raises
    ------
    InputError
        If it is none.
    """
    return PartialDate.parse(value.value, plain=value.datatype.value != terms.EDTF)


def read_date(value: object) -> PartialDate | None:
    """The date in a term; None if it is none, of which the checks tell."""
    try:
        return read_literal(value) if isinstance(value, ox.Literal) else None
    except InputError:
        return None


def _written(store: ox.Store) -> ox.QuerySolutions:
    rows = store.query(view("edtf"))
    if not isinstance(rows, ox.QuerySolutions):
        message = "The view edtf is no SELECT query."
        raise TypeError(message)
    return rows


def _bounds(row: ox.QuerySolution) -> Iterator[ox.Quad]:
    prop = row["property"].value
    date = read_date(row["written"]) if prop in _COMPILED else None
    if date is None:
        return
    for name, day in (("Earliest", date.earliest), ("Latest", date.latest)):
        literal = ox.Literal(day.isoformat(), datatype=_DAY)
        yield ox.Quad(row["node"], ox.NamedNode(prop + name), literal, row["file"])


def _dates(
    store: ox.Store, node: ox.NamedNode | ox.BlankNode, prop: str
) -> list[PartialDate | None]:
    values = (quad.object for quad in store.quads_for_pattern(node, ox.NamedNode(prop), None))
    return [read_date(value) for value in values if isinstance(value, ox.Literal)]
