"""A signed network made smaller without changing its frustration.

An edge as heavy as all others of one of its ends together is satisfied in some best partition:
that end takes its place relative to the other, and both become one node. Edges that fall together
add up, and where they oppose each other, the lighter weight is frustrated whatever one does
(data reduction after Hüffner, Betzler and Niedermeier 2010). Nodes with one or two edges always go.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from allegiance.graph.analysis.signed_network import Floats, SignedNetwork

_NOTHING = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class Kernel:
    """What is left of a network: a signed row of neighbours for each node, and how to go back.

    ``fixed`` is the weight that is frustrated in any case. ``merged`` lists, in order, the node
    that went, the node it went into, and whether it stands on its side (1) or opposite (-1).
    """

    rows: list[dict[int, float]]
    fixed: float
    merged: tuple[tuple[int, int, int], ...]

    def spread(self, sides: Floats) -> Floats:
        """``sides`` (1 or -1 a node) of what is left, carried over to the nodes that went."""
        spread = sides.copy()
        for gone, into, sign in reversed(self.merged):
            spread[gone] = sign * spread[into]
        return spread


def reduce_network(network: SignedNetwork) -> Kernel:
    """The kernel of ``network``: no node of it has an edge that outweighs its others."""
    reducer = _Reducer(len(network.nodes))
    for one, other, weight in zip(
        network.u.tolist(), network.v.tolist(), network.a.tolist(), strict=True
    ):
        reducer.add(one, other, weight)
    reducer.run()
    return Kernel(reducer.rows, reducer.fixed, tuple(reducer.merged))


class _Reducer:
    """The work in progress."""

    def __init__(self, nodes: int) -> None:
        self.rows: list[dict[int, float]] = [{} for _ in range(nodes)]
        self.fixed = 0.0
        self.merged: list[tuple[int, int, int]] = []

    def add(self, one: int, other: int, weight: float) -> None:
        """Lay an edge over what there is between two nodes."""
        old = self.rows[one].get(other, 0.0)
        if old * weight < 0:
            self.fixed += min(abs(old), abs(weight))
        total = old + weight
        if abs(total) > _NOTHING:
            self.rows[one][other] = self.rows[other][one] = total
        else:
            self.rows[one].pop(other, None)
            self.rows[other].pop(one, None)

    def run(self) -> None:
        """Merge nodes until none has a heavy edge; each merger looks again at its neighbours."""
        waiting = list(range(len(self.rows) - 1, -1, -1))
        queued = np.ones(len(self.rows), bool)
        while waiting:
            node = waiting.pop()
            queued[node] = False
            for touched in self._merge(node):
                if not queued[touched]:
                    queued[touched] = True
                    waiting.append(touched)

    def _merge(self, node: int) -> list[int]:
        """Merge ``node`` into the neighbour at its heaviest edge if it may be; who was touched."""
        row = self.rows[node]
        if not row:
            return []
        into = max(row, key=lambda other: (abs(row[other]), -other))
        heaviest = abs(row[into])
        if heaviest < sum(map(abs, row.values())) - heaviest - _NOTHING:
            return []
        sign = 1 if row[into] > 0 else -1
        self.merged.append((node, into, sign))
        del self.rows[into][node]
        others = [(other, weight) for other, weight in row.items() if other != into]
        self.rows[node] = {}
        for other, weight in others:
            del self.rows[other][node]
            self.add(into, other, sign * weight)
        return [*(other for other, _ in others), into]
