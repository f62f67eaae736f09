"""Signed networks: as a networkx graph whose weights have a sign, and as two matrices."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from allegiance.graph.model.errors import InputError

# A dyad counts as friendly or hostile from this balance on; between, it is mixed.
CLEAR_BALANCE: Final = 0.2
# A balance of just so much is clear however it was rounded.
LEAST_CLEAR: Final = CLEAR_BALANCE - 1e-9

Matrix: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Signed:
    """A signed network as matrices, or many with the same nodes, shape (..., nodes, nodes).

    ``positive`` and ``negative`` are symmetric, 0 or more, and 0 where there is no such tie.
    """

    nodes: tuple[Any, ...]
    positive: Matrix
    negative: Matrix

    @classmethod
    def of(cls, graph: nx.Graph[Any], *, nodes: Sequence[Hashable] | None = None) -> Signed:
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
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(dyads.nodes(data=True))
    for one, other, dyad in dyads.edges(data=True):
        if abs(dyad["balance"]) >= LEAST_CLEAR:
            weight = dyad["friendly"] - dyad["hostile"]
            graph.add_edge(one, other, weight=weight, statements=dyad["statements"])
    return graph


def friendly_part(graph: nx.Graph[str]) -> nx.Graph[str]:
    """All nodes of a signed graph with its friendly ties alone."""
    part: nx.Graph[str] = nx.Graph()
    part.add_nodes_from(graph.nodes(data=True))
    part.add_edges_from(
        (one, other, edge) for one, other, edge in graph.edges(data=True) if edge["weight"] > 0
    )
    return part
