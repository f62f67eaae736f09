"""The blocks of a signed network: no cycle runs through two of them, each is solved by itself."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from allegiance.graph.analysis.signed_network import Floats, Ints

if TYPE_CHECKING:
    import networkx as nx
    from scipy.sparse import csr_array

# Sums of weights are equal up to this.
SLACK = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """A biconnected part of a network, its nodes numbered from 0.

    ``names`` are the numbers of its nodes in the whole; ``w`` are the weights
    without signs.
    """

    names: Ints
    u: Ints
    v: Ints
    a: Floats
    w: Floats = field(init=False)
    matrix: csr_array = field(init=False)
    number: dict[int, int] = field(init=False)

    def __post_init__(self) -> None:
        from scipy.sparse import csr_array

        n = len(self.names)
        ends = (np.r_[self.u, self.v], np.r_[self.v, self.u])
        keys = np.minimum(self.u, self.v) * n + np.maximum(self.u, self.v)
        object.__setattr__(self, "w", np.abs(self.a))
        object.__setattr__(self, "matrix", csr_array((np.r_[self.a, self.a], ends), shape=(n, n)))
        object.__setattr__(self, "number", {int(k): e for e, k in enumerate(keys.tolist())})

    @property
    def nodes(self) -> int:
        """How many nodes it has."""
        return len(self.names)

    @property
    def whole(self) -> bool:
        """Whether all weights are whole numbers, and with them every frustration."""
        return bool((self.a == np.rint(self.a)).all())

    def edge(self, one: int, other: int) -> int:
        """The number of the edge between two nodes."""
        return self.number[min(one, other) * self.nodes + max(one, other)]

    def frustrated(self, sides: Floats) -> np.ndarray:
        """Which edges disagree with ``sides`` (1 or -1 a node)."""
        wrong: np.ndarray = self.a * sides[self.u] * sides[self.v] < 0
        return wrong

    def frustration(self, sides: Floats) -> float:
        """The weight of the edges that disagree with ``sides``."""
        return float(self.w[self.frustrated(sides)].sum())

    def descend(self, sides: Floats) -> Floats:
        """``sides`` after switching one node at a time, the most gainful first, while one gains."""
        sides = sides.copy()
        pointers, others, weights = self.matrix.indptr, self.matrix.indices, self.matrix.data
        loss = sides * (self.matrix @ sides)  # what switching a node adds to the frustration
        for _ in range(50 * self.nodes):  # each step gains; the cap guards against rounding
            node = int(loss.argmin())
            if loss[node] >= -SLACK:
                break
            part = slice(pointers[node], pointers[node + 1])
            near = others[part]
            loss[near] -= 2 * weights[part] * sides[node] * sides[near]
            sides[node], loss[node] = -sides[node], -loss[node]
        return sides


def find_blocks(rows: Sequence[dict[int, float]]) -> Iterator[Block]:
    """The biconnected parts of the network with these signed rows of neighbours; bridges too."""
    import networkx as nx

    graph: nx.Graph[int] = nx.Graph()
    graph.add_edges_from((u, v) for u, row in enumerate(rows) for v in sorted(row) if u < v)
    for part in nx.biconnected_component_edges(graph):
        edges = sorted((min(edge), max(edge)) for edge in part)
        ends = np.array(edges, np.int64)
        names, numbers = np.unique(ends, return_inverse=True)
        numbers = numbers.reshape(ends.shape)
        weights = np.array([rows[u][v] for u, v in edges], np.float64)
        yield Block(names, numbers[:, 0], numbers[:, 1], weights)


def join_sides(nodes: int, solved: Iterable[tuple[Block, Floats]]) -> Floats:
    """Sides of all nodes that agree with the sides found in each block; 1 for the first of a part.

    Two blocks share one node at most, so that they can always be brought to agree.
    """
    near: list[list[tuple[int, float]]] = [[] for _ in range(nodes)]
    for block, sides in solved:
        first = int(block.names[0])
        for name, side in zip(block.names[1:].tolist(), sides[1:].tolist(), strict=True):
            relation = side * float(sides[0])
            near[first].append((name, relation))
            near[name].append((first, relation))
    found = np.zeros(nodes)
    for start in range(nodes):
        if found[start]:
            continue
        found[start] = 1.0
        waiting = deque([start])
        while waiting:
            node = waiting.popleft()
            for other, relation in near[node]:
                if not found[other]:
                    found[other] = relation * found[node]
                    waiting.append(other)
    return found
