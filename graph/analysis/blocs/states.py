"""States as a signed network: allies are friends, opponents in disputes are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd


def states_network(
    alliances: pd.DataFrame, disputes: pd.DataFrame, *, first: int, last: int
) -> nx.Graph[str]:
    """The signed network of states of the years ``first`` to ``last``, weights 1 and -1.

    Two states are friendly if they have a pact in one of the years, hostile if they are on opposite
    sides of a dispute; those that are both are not tied.

    Parameters
    ----------
    alliances
        With the columns state, ally, year: the table of cow-alliances or atop-alliances.
    disputes
        With the columns state, opponent, year: the table of cow-disputes.
    """
    import networkx as nx

    allied = _pairs(alliances, "ally", first, last)
    opposed = _pairs(disputes, "opponent", first, last)
    graph: nx.Graph[str] = nx.Graph()
    graph.add_edges_from(sorted(allied - opposed), weight=1.0)
    graph.add_edges_from(sorted(opposed - allied), weight=-1.0)
    return graph


def _pairs(table: pd.DataFrame, other: str, first: int, last: int) -> set[tuple[str, str]]:
    """Who meets whom in the years, each pair in the order of its ids."""
    chosen = table[(table["year"] >= first) & (table["year"] <= last)]
    sides = zip(chosen["state"].astype(str), chosen[other].astype(str), strict=True)
    return {(min(pair), max(pair)) for pair in sides if pair[0] != pair[1]}
