"""Blocs and brokers among states, from the alliances and disputes of COW."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from allegiance.graph.analysis.blocs.brokers import find_brokers
from allegiance.graph.analysis.blocs.partition import BlocSettings, find_partition
from allegiance.graph.analysis.blocs.states import states_network
from allegiance.graph.datasets.protocol import Reading

Read = Callable[[str], tuple[Reading, bool]]


def pairs(other: str, *rows: tuple[str, str, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["state", other, "year"])


def test_allies_are_friends_opponents_foes_and_who_is_both_is_not_tied() -> None:
    allies = pairs("ally", ("a", "b", 1950), ("b", "a", 1950), ("a", "c", 1951), ("d", "a", 1952))
    foes = pairs("opponent", ("c", "a", 1950), ("b", "c", 1951), ("d", "c", 1949))
    graph = states_network(allies, foes, first=1950, last=1951)
    assert dict(graph["b"]) == {"a": {"weight": 1}, "c": {"weight": -1}}
    assert not graph.has_edge("a", "c")
    assert "d" not in graph


def test_the_extracts_and_the_whole_sets_make_networks(read_once: Read) -> None:
    (alliances, whole), (disputes, _) = (read_once(f"cow-{n}") for n in ("alliances", "disputes"))
    graph = states_network(alliances.table, disputes.table, first=1985, last=1988)
    hostile = sum(tie["weight"] < 0 for _, _, tie in graph.edges(data=True))
    camps = find_partition(graph, BlocSettings(most=2))
    if not whole:
        assert camps.criterion == 0
        return
    # The numbers of docs/methods/blocs.md.
    assert (len(graph), graph.number_of_edges(), hostile) == (138, 1050, 97)
    assert 2 * camps.criterion == 23
    assert 2 * find_partition(graph).criterion == 9
    circles = find_partition(graph, BlocSettings(method="modularity"))
    assert circles.modularity == pytest.approx(0.605, abs=5e-4)
    bloc_of = {state: set(bloc) for bloc in circles.blocs for state in bloc}
    assert {"germany", "france", "united-kingdom"} <= bloc_of["united-states"] | bloc_of["france"]
    assert {"east-germany", "poland", "cuba"} <= bloc_of["soviet-union"]
    assert {"egypt", "syria"} <= bloc_of["saudi-arabia"]
    assert {"brazil", "mexico"} <= bloc_of["argentina"]
    first = find_brokers(graph)[0]
    assert (first.actor, round(first.betweenness, 2)) == ("united-states", 0.34)
