"""Brokers of a day and through time, in networks drawn by hand and in the shipped dossier."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import math
from typing import Any

import networkx as nx
import pytest

from allegiance.graph.analysis.blocs.brokers import (
    BrokerHistory,
    brokers_on,
    find_brokers,
    follow_brokers,
)
from allegiance.graph.analysis.blocs.draws import DrawSettings, draw_networks
from allegiance.graph.analysis.blocs.history import last_days
from allegiance.graph.analysis.signed_network import friendly_part, signed_graph
from allegiance.graph.analysis.snapshots import standings, take_snapshot
from allegiance.graph.model.errors import InputError
from allegiance.graph.store.build import Built

D = dt.date
WINDOW = (D(2020, 1, 1), D(2024, 1, 1))


@pytest.fixture
def bridged(world: Any) -> Any:
    """Two friendly triangles; turkey is the only bridge between them until mid 2021."""
    for side in (("eu", "france", "usa"), ("belarus", "iran", "russia")):
        for one, other in itertools.combinations(side, 2):
            world.tie(f"{one}-{other}", one, other, "2015-01-01")
    world.tie("west", "turkey", "france", "2015-01-01")
    world.tie("east", "turkey", "russia", "2015-01-01", "2021-06-30")
    return world


def history_of(world: Any, *, resamples: int = 60) -> BrokerHistory:
    networks = draw_networks(
        world.whole,
        last_days(WINDOW, "year"),
        window=WINDOW,
        settings=DrawSettings(resamples=resamples),
    )
    return follow_brokers(networks, by="year")


def test_the_only_bridge_lies_between_all_of_one_side_and_all_of_the_other(bridged: Any) -> None:
    # 3 x 3 of the 6 x 5 / 2 = 15 pairs of others; france between 2 and 4, russia likewise.
    snapshot = take_snapshot(bridged.whole, D(2020, 6, 1), window=WINDOW)
    found = {b.actor: b for b in find_brokers(signed_graph(standings(snapshot)))}
    assert found["turkey"].betweenness == pytest.approx(9 / 15)
    assert found["france"].betweenness == found["russia"].betweenness == pytest.approx(8 / 15)
    assert set(found) == {"turkey", "france", "russia"}
    # Burt: two contacts, not tied to each other, half of its ties with each: 2 x (1/2)^2.
    assert found["turkey"].constraint == pytest.approx(0.5)
    assert found["turkey"].statements == ("east", "west")
    assert math.isnan(found["turkey"].participation)


def test_participation_and_bridges_tell_of_the_blocs(bridged: Any) -> None:
    # By hand: half of its friendly weight with either bloc: 1 - 2 / 4.
    [network] = draw_networks(bridged.whole, [D(2020, 6, 1)], window=WINDOW)
    west = dict.fromkeys(("eu", "france", "usa", "turkey"), "france")
    blocs = {**west, **dict.fromkeys(("belarus", "iran"), "iran"), "russia": None}
    found = {b.actor: b for b in brokers_on(network, blocs=blocs).brokers}
    assert found["turkey"].participation == pytest.approx(0.5)
    assert found["turkey"].bridges == ()  # russia stands alone here
    assert found["russia"].bridges == ("france", "iran")
    assert found["france"].bridges == ()
    assert found["france"].participation == 0


def test_brokers_are_those_that_networkx_finds(sahel: Built) -> None:
    snapshot = take_snapshot(
        sahel.catalogue, D(2021, 6, 1), window=(D(2012, 1, 1), D(2026, 1, 1)), fold=True
    )
    graph = signed_graph(standings(snapshot))
    part = friendly_part(graph)
    for _, _, tie in part.edges(data=True):
        tie["length"] = 1 / tie["weight"]
    between = nx.betweenness_centrality(part, weight="length")
    constraint = nx.constraint(part, weight="weight")
    found = find_brokers(graph, least=0.05)
    assert {b.actor for b in found} == {node for node in between if between[node] >= 0.05}
    assert [b.betweenness for b in found] == sorted((b.betweenness for b in found), reverse=True)
    for broker in found:
        assert broker.betweenness == pytest.approx(between[broker.actor])
        assert broker.constraint == pytest.approx(constraint[broker.actor])


def test_the_range_and_the_probability_come_from_the_resamples(bridged: Any) -> None:
    settings = DrawSettings(resamples=400)
    [network] = draw_networks(bridged.whole, [D(2020, 6, 1)], window=WINDOW, settings=settings)
    turkey = brokers_on(network).brokers[0]
    assert turkey.actor == "turkey"
    assert 0 == turkey.low < turkey.betweenness <= turkey.high
    # Both of its ties must hold, .81 each, and others be there on either side.
    assert turkey.probability == pytest.approx(0.81**2, abs=0.08)
    [bare] = draw_networks(
        bridged.whole, [D(2020, 6, 1)], window=WINDOW, settings=DrawSettings(resamples=0)
    )
    assert math.isnan(brokers_on(bare).brokers[0].low)


def test_who_ceases_to_be_a_broker_is_dated(bridged: Any) -> None:
    spells = {s.actor: s for s in history_of(bridged).spells}
    turkey = spells["turkey"]
    assert (turkey.first, turkey.last) == (D(2020, 12, 31), D(2020, 12, 31))
    assert turkey.gone_by == D(2021, 12, 31)
    assert turkey.befriended  # of france, still
    assert turkey.probability == pytest.approx(0.81**2, abs=0.2)
    assert turkey.peak == pytest.approx(9 / 15)
    france = spells["france"]  # it still lies between turkey and the west
    assert (france.last, france.gone_by) == (D(2023, 12, 31), None)
    assert math.isnan(france.probability)


def test_a_broker_without_a_friendly_tie_left_is_told_so(world: Any) -> None:
    world.tie("one", "a", "b", "2015-01-01", "2021-06-30")
    world.tie("other", "b", "c", "2015-01-01", "2021-06-30")
    world.tie("feud", "b", "c", "2021-07-01", weight=-0.5)
    [spell] = history_of(world).spells
    assert (spell.actor, spell.gone_by, spell.befriended) == ("b", D(2021, 12, 31), False)


def test_a_broker_that_comes_back_has_two_spells(world: Any) -> None:
    world.tie("one", "a", "b", "2015-01-01")
    world.tie("early", "b", "c", "2015-01-01", "2021-06-30")
    world.tie("late", "b", "c", "2023-01-01")
    days = [(s.first.year, s.last.year) for s in history_of(world).spells]
    assert days == [(2020, 2020), (2023, 2023)]


def test_findings_are_equal_for_equal_input_and_plain(bridged: Any) -> None:
    one, other = history_of(bridged).to_dict(), history_of(bridged).to_dict()
    assert json.dumps(one) == json.dumps(other)
    assert one["spells"][0]["first"] == "2020-12-31"


def test_hostile_ties_bridge_nothing() -> None:
    graph = nx.Graph([("a", "b", {"weight": 1}), ("b", "c", {"weight": -1})])
    assert find_brokers(graph) == []
    assert find_brokers(nx.Graph()) == []


@pytest.mark.parametrize("least", [0.0, -0.1, 1.5, math.nan])
def test_a_level_that_makes_no_sense_is_refused(least: float) -> None:
    with pytest.raises(InputError, match="betweenness lies above 0"):
        find_brokers(nx.Graph(), least=least)
