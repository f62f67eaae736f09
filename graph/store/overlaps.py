"""Statements that say the same of overlapping days, found by one sweep over the days."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

import pyoxigraph as ox

from allegiance.graph.model.terms import al

# Statements that these link know of each other.
_LINKS = tuple(ox.NamedNode(al(name)) for name in ("conflictsWith", "basis"))


def overlapping(
    rows: Iterable[Mapping[str, object]], *, alike: Sequence[str], store: ox.Store
) -> Iterator[tuple[ox.NamedNode, ox.NamedNode]]:
    """Pairs (node, other) of rows alike whose days [first, last] overlap, by name ``other`` first.

    A statement is paired with the first of those before it that it overlaps, not with all: n
    statements of one day make n - 1 pairs. Rows have ``node``, ``first``, ``last``, ``unit`` and
    the names of ``alike``. Rows with different units are not alike, nor are those that one of them
    links to the other with al:conflictsWith or al:basis.

    Each link is passed over once: n statements that are all linked cost as much as their links.
    """
    groups: dict[tuple[object, ...], dict[str, _Claim]] = defaultdict(dict)
    for row in rows:
        claim = _Claim(row)
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


class _Claim:
    """One statement with the days that it may be of."""

    __slots__ = ("first", "key", "last", "node", "unit")

    def __init__(self, row: Mapping[str, object]) -> None:
        node, first, last, unit = (row[name] for name in ("node", "first", "last", "unit"))
        if not isinstance(node, ox.NamedNode):
            message = f"A statement has a name, and {node} is none."
            raise TypeError(message)
        self.node, self.key = node, str(node)
        self.first, self.last = _text(first), _text(last)
        self.unit = _text(unit)

    def order(self) -> tuple[str, str]:
        return self.first, self.key


def _sweep(
    claims: Sequence[_Claim], linked: Mapping[str, set[str]]
) -> Iterator[tuple[ox.NamedNode, ox.NamedNode]]:
    standing: dict[str, dict[str, _Claim]] = defaultdict(dict)  # by unit: whose days are not over
    ends: list[tuple[str, str, str]] = []
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


def _text(term: object) -> str:
    return term.value if isinstance(term, ox.Literal) else ""
