"""The signed network that a snapshot makes: clear dyads, weighted."""

from __future__ import annotations

import datetime as dt
from typing import Any

import networkx as nx
import pytest

from allegiance.graph.analysis.signed_network import SignedMatrices, friendly_part, signed_graph
from allegiance.graph.analysis.snapshots import standings, take_snapshot

D = dt.date
WINDOW = (D(2020, 1, 1), D(2024, 1, 1))


def graph_of(world: Any) -> nx.Graph[str]:
    return signed_graph(standings(take_snapshot(world.whole, D(2020, 6, 1), window=WINDOW)))


def test_clear_dyads_are_ties_and_mixed_ones_are_none(world: Any) -> None:
    # A claim of grade A1 by one source of reliability A is believed with .81, 2P - 1 = .81.
    world.act("aid", "france", "mali", "2020-05-01", weight=0.5)
    world.act("ban", "mali", "france", "2020-05-02", weight=-0.4)  # balance .1 / .9
    world.act("war", "russia", "mali", "2020-05-03", weight=-0.9)
    world.act("pact", "eu", "mali", "2020-05-04", weight=0.5)
    graph = graph_of(world)
    assert set(graph) == {"france", "mali", "russia", "eu"}
    assert graph.number_of_edges() == 2
    assert graph["eu"]["mali"]["weight"] == pytest.approx(0.5 * 0.81)
    assert graph["eu"]["mali"]["statements"] == ("pact",)
    assert graph["russia"]["mali"]["weight"] == pytest.approx(-0.9 * 0.81)
    assert {frozenset(edge) for edge in friendly_part(graph).edges} == {frozenset({"eu", "mali"})}


def test_a_balance_of_a_fifth_is_clear(world: Any) -> None:
    world.act("aid", "france", "mali", "2020-05-01", weight=0.6)
    world.act("ban", "mali", "france", "2020-05-02", weight=-0.4)
    assert graph_of(world)["france"]["mali"]["weight"] == pytest.approx(0.2 * 0.81)


def test_the_matrices_hold_each_tie_twice_by_sign() -> None:
    graph = nx.Graph([("b", "a", {"weight": 2}), ("b", "c", {"weight": -0.5}), ("a", "a", {})])
    whole = SignedMatrices.of(graph)
    assert whole.nodes == ("a", "b", "c")
    assert whole.positive.tolist() == [[0, 2, 0], [2, 0, 0], [0, 0, 0]]
    assert whole.negative.tolist() == [[0, 0, 0], [0, 0, 0.5], [0, 0.5, 0]]
    assert whole.connected.tolist() == [True, True, True]
