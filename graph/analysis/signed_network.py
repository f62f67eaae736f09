"""Signed networks: who is tied to whom, friendly or hostile, and how strongly.

Three forms of the same: edges as arrays, which cycles and camps are sought in; a friendly and a
hostile matrix, which blocs are; a networkx graph whose weights have a sign. What is clear enough to
be an edge is the same in all of them; what it weighs is the caller's: in the balance of a network
how one-sided a dyad is, in its blocs how much friendship outweighs hostility.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from allegiance.graph.model.errors import InputError

if TYPE_CHECKING:
    import networkx as nx

# A dyad counts as friendly or hostile from this balance on; between, it is mixed.
CLEAR_BALANCE: Final = 0.2
# A balance of just so much is clear however it was rounded.
_ROUNDING: Final = 1e-9

Ints: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]
# Two actors by name, and the sign (or the signed weight) of what is between them.
SignedEdge = tuple[str, str, float]


def least_clear(floor: float = CLEAR_BALANCE) -> float:
    """What |balance| must reach, as computed, to count as ``floor`` or more."""
    return floor - _ROUNDING


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
        least = least_clear(floor)
        chosen = (
            (one, other, dyad["balance"])
            for one, other, dyad in dyads.edges(data=True)
            if abs(dyad["balance"]) >= least
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


@dataclass(frozen=True, slots=True, eq=False)
class SignedMatrices:
    """A signed network as matrices, or many with the same nodes, shape (..., nodes, nodes).

    ``positive`` and ``negative`` are symmetric, 0 or more, and 0 where there is no such tie.
    """

    nodes: tuple[Any, ...]
    positive: Floats
    negative: Floats

    @classmethod
    def of(cls, graph: nx.Graph[Any], *, nodes: Sequence[Hashable] | None = None) -> SignedMatrices:
        """The matrices of a graph; an edge's ``weight`` (default 1) has the sign of the tie.

        Raises
        ------
        InputError
            If a weight is no finite number, or the graph is directed.
        """
        if graph.is_directed() or graph.is_multigraph():
            message = "Blocs are found in undirected graphs with one edge a pair of nodes."
            raise InputError(message)
        chosen = tuple(sorted(graph, key=str) if nodes is None else nodes)
        place = {node: index for index, node in enumerate(chosen)}
        weights = np.zeros((len(chosen), len(chosen)))
        for one, other, edge in graph.edges(data=True):
            weight = float(edge.get("weight", 1.0))
            if not np.isfinite(weight):
                message = f"The tie of {one} and {other} has no finite weight: {weight}."
                raise InputError(message)
            if one != other:
                weights[place[one], place[other]] = weights[place[other], place[one]] = weight
        return cls(chosen, np.maximum(weights, 0.0), np.maximum(-weights, 0.0))

    @property
    def connected(self) -> NDArray[np.bool_]:
        """Whether a node has any tie, shape (..., nodes)."""
        return np.asarray(((self.positive + self.negative) > 0).any(axis=-1))


def signed_graph(dyads: nx.Graph[str]) -> nx.Graph[str]:
    """The clear dyads of ``standings``, weighted by ``friendly - hostile``, without mixed ones.

    Clear is a balance of 0.2 or more, or of -0.2 or less. Nodes and their attributes stay.
    """
    import networkx as nx

    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(dyads.nodes(data=True))
    for one, other, dyad in dyads.edges(data=True):
        if abs(dyad["balance"]) >= least_clear():
            weight = dyad["friendly"] - dyad["hostile"]
            graph.add_edge(one, other, weight=weight, statements=dyad["statements"])
    return graph


def friendly_part(graph: nx.Graph[str]) -> nx.Graph[str]:
    """All nodes of a signed graph with its friendly ties alone."""
    import networkx as nx

    part: nx.Graph[str] = nx.Graph()
    part.add_nodes_from(graph.nodes(data=True))
    part.add_edges_from(
        (one, other, edge) for one, other, edge in graph.edges(data=True) if edge["weight"] > 0
    )
    return part
