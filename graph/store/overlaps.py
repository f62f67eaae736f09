"""Statements that say the same of overlapping days, found by one sweep over the days."""

from __future__ import annotations

import datetime as dt
import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import pyoxigraph as ox

from allegiance.graph.model.terms import al
from allegiance.graph.store.edtf import read_date

# Statements that these link know of each other.
_LINKS = tuple(ox.NamedNode(al(name)) for name in ("conflictsWith", "basis"))


def overlapping(
    rows: Iterable[Mapping[str, object]], *, alike: Sequence[str], store: ox.Store
) -> Iterator[tuple[ox.NamedNode, ox.NamedNode]]:
    """Pairs (node, other) of rows alike whose days overlap, by name ``other`` first.

    A statement is paired with the first of those before it that it overlaps, not with all: n
    statements of one day make n - 1 pairs. Rows have ``node``, ``start`` and ``until`` as written
    (what has no ``until`` counts by its start), ``unit`` and the names of ``alike``. Rows with
    different units are not alike, nor are those that one of them links to the other with
    al:conflictsWith or al:basis. A row whose dates cannot be read is left out; the checks say so.

    Each link is passed over once: n statements that are all linked cost as much as their links.
    """
    groups: dict[tuple[object, ...], dict[str, _Claim]] = defaultdict(dict)
    for row in rows:
        if (claim := _Claim.of(row)) is not None:
            groups[tuple(row[name] for name in alike)].setdefault(claim.key, claim)
    linked: dict[str, set[str]] = defaultdict(set)
    for link in _LINKS:
        for quad in store.quads_for_pattern(None, link, None):
            one, other = str(quad.subject), str(quad.object)
            linked[one].add(other)
            linked[other].add(one)
    for claims in groups.values():
        if len(claims) > 1:
            yield from _sweep(sorted(claims.values(), key=_Claim.order), linked)


@dataclass(frozen=True, slots=True)
class _Claim:
    """One statement with the days that it may be of."""

    node: ox.NamedNode
    key: str
    first: dt.date
    last: dt.date
    unit: str

    @classmethod
    def of(cls, row: Mapping[str, object]) -> _Claim | None:
        """The statement of a row; None if its dates cannot be read."""
        node, unit = row["node"], row["unit"]
        if not isinstance(node, ox.NamedNode):
            message = f"A statement has a name, and {node} is none."
            raise TypeError(message)
        start, until = read_date(row["start"]), read_date(row["until"])
        if start is None:
            return None
        last = (until or start).latest
        unit = unit.value if isinstance(unit, ox.Literal) else ""
        return cls(node, str(node), start.earliest, last, unit)

    def order(self) -> tuple[dt.date, str]:
        return self.first, self.key


def _sweep(
    claims: Sequence[_Claim], linked: Mapping[str, set[str]]
) -> Iterator[tuple[ox.NamedNode, ox.NamedNode]]:
    standing: dict[str, dict[str, _Claim]] = defaultdict(dict)  # by unit: whose days are not over
    ends: list[tuple[dt.date, str, str]] = []
    for claim in claims:
        while ends and ends[0][0] < claim.first:
            _, unit, key = heapq.heappop(ends)
            del standing[unit][key]
        known = linked.get(claim.key, ())
        units = (claim.unit, "") if claim.unit else tuple(standing)
        for other in chain.from_iterable(standing[unit].values() for unit in units):
            if other.key not in known:
                early, late = sorted((claim, other), key=lambda one: one.key)
                yield late.node, early.node
                break
        standing[claim.unit][claim.key] = claim
        heapq.heappush(ends, (claim.last, claim.unit, claim.key))
