"""A signed network as arrays: who is tied to whom, friendly or hostile, and how strongly."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import NDArray

from allegiance.graph.model.errors import InputError

if TYPE_CHECKING:
    import networkx as nx

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
# Two actors by name, and the sign (or the signed weight) of what is between them.
SignedEdge = tuple[str, str, float]


@dataclass(frozen=True, slots=True, eq=False)
class SignedNetwork:
    """An undirected signed network without loops and parallel edges.

    ``nodes`` are names, sorted. Edge e joins ``nodes[u[e]]`` and ``nodes[v[e]]``; its weight
    ``a[e]`` is above 0 where it is friendly, below 0 where it is hostile, never 0.
    """

    nodes: tuple[str, ...]
    u: Ints
    v: Ints
    a: Floats

    @classmethod
    def of(cls, edges: Iterable[SignedEdge]) -> Self:
        """The network of ``edges``; what has weight 0 is left out, with actors that have no other.

        Raises
        ------
        InputError
            If an edge joins an actor to itself, or two actors twice, or has no number as weight.
        """
        listed: dict[tuple[str, str], float] = {}
        for one, other, weight in edges:
            pair = (min(one, other), max(one, other))
            if one == other:
                message = f"{one!r} is tied to itself: a signed network has no loops. Leave it out."
                raise InputError(message)
            if pair in listed:
                message = (
                    f"{one!r} and {other!r} are tied twice: decide on one sign, or add the weights."
                )
                raise InputError(message)
            if not math.isfinite(weight):
                message = f"The weight between {one!r} and {other!r} is {weight}: give a number."
                raise InputError(message)
            listed[pair] = float(weight)
        kept = sorted((pair, weight) for pair, weight in listed.items() if weight != 0)
        nodes = tuple(sorted({name for pair, _ in kept for name in pair}))
        index = {name: number for number, name in enumerate(nodes)}
        ends = np.array([(index[p], index[q]) for (p, q), _ in kept], np.int64).reshape(-1, 2)
        return cls(nodes, ends[:, 0], ends[:, 1], np.array([w for _, w in kept], np.float64))

    @classmethod
    def of_dyads(cls, dyads: nx.Graph[str], *, floor: float) -> Self:
        """The dyads (see ``standings``) whose |balance| is ``floor`` or more, weighted by it."""
        chosen = (
            (one, other, dyad["balance"])
            for one, other, dyad in dyads.edges(data=True)
            if abs(dyad["balance"]) >= floor
        )
        return cls.of(chosen)

    @property
    def unweighted(self) -> Self:
        """The same with weights of 1 and -1."""
        return replace(self, a=np.sign(self.a))

    @property
    def size(self) -> int:
        """How many edges it has."""
        return len(self.a)

    @property
    def negative(self) -> int:
        """How many of its edges are hostile."""
        return int((self.a < 0).sum())

    def edges(self) -> list[SignedEdge]:
        """Its edges by name, in order."""
        names = self.nodes
        rows = zip(self.u.tolist(), self.v.tolist(), self.a.tolist(), strict=True)
        return [(names[i], names[j], weight) for i, j, weight in rows]

    def signed(self, weights: Floats) -> Self:
        """The same edges with other weights."""
        return replace(self, a=weights)
