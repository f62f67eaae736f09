"""Unbalanced cycles that a fractional answer leaves uncovered, by paths in the double cover.

The double cover holds each node twice, as itself and as its opposite. A friendly edge joins
equals, a hostile one joins opposites; a path from a node to its opposite is a closed walk with an
odd number of hostile edges. Whatever the partition, every unbalanced cycle runs through an edge
that disagrees with it: the search starts at nodes that touch all of these.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from allegiance.graph.analysis.balance.blocks import Block
from allegiance.graph.analysis.signed_network import Floats, Ints

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Cycle = tuple[int, ...]
# A cycle counts as uncovered if its edges sum to less than 1 by more than this.
_UNCOVERED = 1e-6
# Of equally light cycles the one with fewest edges is wanted.
_STEP = 1e-6
# Distances held in memory at once.
_CELLS = 4_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Search:
    """What one search from some nodes gave: distances and predecessors in the double cover."""

    starts: list[int]
    distances: Floats
    before: Ints

    def roundings(self, sides: Floats) -> Floats:
        """A partition for each start: who is nearer to its opposite than to itself is switched."""
        n = len(sides)
        rounded: Floats = np.where(self.distances[:, :n] <= self.distances[:, n:], sides, -sides)
        return rounded


def search(block: Block, covered: Floats, sides: Floats) -> Iterator[Search]:
    """Shortest paths with the lengths ``covered`` (one an edge), as many at once as memory allows.

    They start at nodes that touch every edge that disagrees with ``sides``.
    """
    from scipy.sparse.csgraph import dijkstra

    n = block.nodes
    wrong = block.frustrated(sides)
    cover = _double_cover(block, covered + _STEP, wrong)
    starts = _touching(block.u[wrong], block.v[wrong], n)
    share = max(1, _CELLS // (2 * n))
    for first in range(0, len(starts), share):
        part = starts[first : first + share]
        distances, before = dijkstra(
            cover, directed=False, indices=part, return_predecessors=True, limit=1.0
        )
        yield Search(part, distances, before)


def uncovered_cycles(block: Block, covered: Floats, sides: Floats, found: Search) -> list[Cycle]:
    """Unbalanced cycles (sorted edges) whose lengths sum to less than 1.

    The shortest one through each edge that disagrees with ``sides``, if that is short enough.
    """
    row = {start: number for number, start in enumerate(found.starts)}
    wrong = block.frustrated(sides)
    cycles: dict[Cycle, None] = {}
    for one, other in zip(block.u[wrong].tolist(), block.v[wrong].tolist(), strict=True):
        for start, end in ((one, other), (other, one)):
            number = row.get(start)
            if number is None or found.distances[number, end] >= 1:
                continue
            cycle = _simple_cycle(block, found.before[number], start, end)
            if cycle and covered[list(cycle)].sum() < 1 - _UNCOVERED:
                cycles[cycle] = None
    return list(cycles)


def unbalanced_triangles(block: Block, sides: Floats) -> list[Cycle]:
    """All unbalanced triangles (sorted edges); each has an edge that disagrees with ``sides``."""
    near: list[dict[int, int]] = [{} for _ in range(block.nodes)]
    for edge, (one, other) in enumerate(zip(block.u.tolist(), block.v.tolist(), strict=True)):
        near[one][other] = near[other][one] = edge
    sign = (block.a > 0).tolist()
    cycles: dict[Cycle, None] = {}
    for edge in np.flatnonzero(block.frustrated(sides)).tolist():
        one, other = near[int(block.u[edge])], near[int(block.v[edge])]
        for third in one.keys() & other.keys():
            first, second = one[third], other[third]
            if (sign[edge] + sign[first] + sign[second]) % 2 == 0:  # one or three hostile
                a, b, c = sorted((edge, first, second))
                cycles[a, b, c] = None
    return sorted(cycles)


def _simple_cycle(block: Block, before: Ints, start: int, end: int) -> Cycle | None:
    """The first unbalanced cycle on the way from ``start`` to ``end`` and over the edge back.

    None where the way comes through the opposite of ``start``: then another edge gives the cycle.
    """
    n = block.nodes
    way = [start + n, end]
    while way[-1] != start:
        way.append(int(before[way[-1]]))
    seen: dict[int, int] = {}
    for position, node in enumerate(way):
        if node % n in seen:
            loop = way[seen[node % n] : position + 1]
            break
        seen[node % n] = position
    if loop[0] == loop[-1]:
        return None
    bare = [node % n for node in loop]
    return tuple(sorted(block.edge(p, q) for p, q in itertools.pairwise(bare)))


def _double_cover(block: Block, lengths: Floats, wrong: np.ndarray) -> csr_array:
    from scipy.sparse import csr_array

    n, right = block.nodes, ~wrong
    u, v, x, y = block.u[right], block.v[right], block.u[wrong], block.v[wrong]
    heads = np.concatenate((u, u + n, x, x + n))
    tails = np.concatenate((v, v + n, y + n, y))
    straight, crossed = lengths[right], lengths[wrong]
    values = np.concatenate((straight, straight, crossed, crossed))
    return csr_array((values, (heads, tails)), shape=(2 * n, 2 * n))


def _touching(u: Ints, v: Ints, nodes: int) -> list[int]:
    """Nodes that touch every one of some edges, the one that touches most first."""
    degree = np.bincount(u, minlength=nodes) + np.bincount(v, minlength=nodes)
    chosen = []
    while len(u):
        node = int(degree.argmax())
        left = (u != node) & (v != node)
        u, v = u[left], v[left]
        degree = np.bincount(u, minlength=nodes) + np.bincount(v, minlength=nodes)
        chosen.append(node)
    return chosen
