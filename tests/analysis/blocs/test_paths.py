"""Betweenness, against networkx and paths counted by hand."""

from __future__ import annotations

import itertools

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allegiance.graph.analysis.blocs.paths import betweenness


@st.composite
def weighted(draw: st.DrawFn) -> nx.Graph[int]:
    size = draw(st.integers(1, 9))
    graph: nx.Graph[int] = nx.empty_graph(size)
    for one, other in itertools.combinations(range(size), 2):
        # Halves and quarters: lengths are whole, so that networkx knows equal ones, too.
        if weight := draw(st.sampled_from([0, 0, 1, 0.5, 0.25])):
            graph.add_edge(one, other, weight=weight, length=1 / weight)
    return graph


@given(graph=weighted())
def test_it_is_what_networkx_finds(graph: nx.Graph[int]) -> None:
    found = betweenness(nx.to_numpy_array(graph))
    expected = nx.betweenness_centrality(graph, weight="length")
    assert found.tolist() == pytest.approx(list(expected.values()))


def test_a_stronger_way_round_is_taken() -> None:
    # 0-1 direct is 4 long, by way of 2 it is 1 + 2.
    weights = np.zeros((3, 3))
    for one, other, weight in ((0, 1, 0.25), (0, 2, 1.0), (2, 1, 0.5)):
        weights[one, other] = weights[other, one] = weight
    assert betweenness(weights).tolist() == [0, 0, 1]


def test_ways_that_are_equally_long_share_whatever_their_rounding() -> None:
    # From 0 to 5: 1/.3 + 1/.7 by way of 1, 1/.7 + 1/.3 by way of 2.
    weights = np.zeros((4, 4))
    for one, other, weight in ((0, 1, 0.3), (1, 3, 0.7), (0, 2, 0.7), (2, 3, 0.3)):
        weights[one, other] = weights[other, one] = weight
    shares = betweenness(weights) * 3  # of the three pairs of others
    assert shares.tolist() == pytest.approx([0.5, 0.5, 0.5, 0.5])


def test_many_networks_are_measured_at_once() -> None:
    chain = nx.to_numpy_array(nx.path_graph(4))
    star = nx.to_numpy_array(nx.star_graph(3))
    both = betweenness(np.stack([chain, star]))
    assert both.shape == (2, 4)
    assert both[0].tolist() == pytest.approx([0, 2 / 3, 2 / 3, 0])
    assert both[1].tolist() == pytest.approx([1, 0, 0, 0])


def test_fewer_than_three_have_nobody_between() -> None:
    assert betweenness(np.zeros((0, 0))).tolist() == []
    assert betweenness(np.array([[0, 1.0], [1, 0]])).tolist() == [0, 0]
