"""The network of one day: what is in force, how it is folded, what two actors are to each other."""

from __future__ import annotations

import datetime as dt
from typing import Any

import networkx as nx
import pytest

from allegiance.graph.analysis.snapshots import standings, take_snapshot
from allegiance.graph.model.errors import InputError
from allegiance.graph.store.build import Built

D = dt.date
WINDOW = (D(2020, 1, 1), D(2024, 1, 1))
EDGE_FIELDS = {
    *("statement", "relation", "sign", "weight", "probability", "channel", "tie", "contested"),
    *("links", "start", "end"),
}


def edges_on(world: Any, at: dt.date, **options: Any) -> set[tuple[str, str, str]]:
    snapshot = take_snapshot(world.whole, at, window=WINDOW, **options)
    return {(one, other, key) for one, other, key in snapshot.edges(keys=True)}


def test_every_edge_of_a_snapshot_says_what_and_how_surely(sahel: Built) -> None:
    catalogue = sahel.catalogue
    snapshot = take_snapshot(catalogue, D(2022, 2, 17), window=(D(2012, 1, 1), D(2026, 1, 1)))
    assert type(snapshot) is nx.MultiDiGraph
    assert snapshot.graph["at"] == "2022-02-17"
    assert snapshot.number_of_edges() > 50
    for one, other, key, edge in snapshot.edges(keys=True, data=True):
        assert set(edge) == EDGE_FIELDS
        claim = catalogue.statements[edge["statement"]]
        assert key == claim.id
        assert (one, other, edge["relation"]) == (claim.subject, claim.object, claim.relation.id)
        assert edge["sign"] == (edge["weight"] > 0) - (edge["weight"] < 0)
        assert -1 <= edge["weight"] <= 1
        assert 0 <= edge["probability"] <= 1
    for _, about in snapshot.nodes(data=True):
        assert about["label"]
        assert about["kind"]


def test_a_tie_is_in_force_from_its_first_to_its_last_possible_day(world: Any) -> None:
    world.tie("force", "france", "mali", "2020-03", "2022-08")
    for day, there in (
        (D(2020, 2, 29), False),
        (D(2020, 3, 1), True),
        (D(2022, 8, 31), True),
        (D(2022, 9, 1), False),
    ):
        assert bool(edges_on(world, day)) is there


def test_an_act_is_remembered_for_so_many_days(world: Any) -> None:
    world.act("visit", "russia", "mali", "2021-01-01")
    assert edges_on(world, D(2020, 12, 31)) == set()
    assert edges_on(world, D(2021, 1, 11), memory_days=10) == {("russia", "mali", "visit")}
    assert edges_on(world, D(2021, 1, 12), memory_days=10) == set()
    assert edges_on(world, D(2022, 1, 1)) == {("russia", "mali", "visit")}  # 365 days by default
    assert edges_on(world, D(2022, 1, 2)) == set()


def test_parallel_edges_are_kept(world: Any) -> None:
    world.tie("force", "france", "mali", "2020-01-01")
    world.act("aid", "france", "mali", "2021-01-01", weight=0.5)
    world.act("threat", "france", "mali", "2021-01-02", weight=-0.5)
    snapshot = take_snapshot(world.whole, D(2021, 6, 1), window=WINDOW)
    assert set(snapshot["france"]["mali"]) == {"force", "aid", "threat"}
    assert [edge["sign"] for _, _, edge in snapshot.edges(data=True)] == [1, 1, -1]


@pytest.mark.parametrize("day", [D(2019, 12, 31), D(2024, 1, 1)])
def test_outside_the_window_the_dossier_does_not_say(world: Any, day: dt.date) -> None:
    message = f"{day} is not covered: the dossier covers 2020-01-01 to 2023-12-31"
    with pytest.raises(InputError, match=message):
        take_snapshot(world.whole, day, window=WINDOW)


def test_folding_puts_patrons_in_the_place_of_their_clients(world: Any) -> None:
    world.link("army-of", "army", "mali")
    world.link("wagner-of", "wagner", "russia")
    world.act("drill", "army", "wagner", "2021-01-01")
    day = D(2021, 2, 1)
    assert edges_on(world, day) == {("army", "wagner", "drill")}
    assert edges_on(world, day, fold=True) == {("mali", "russia", "drill")}


def test_folding_leaves_out_what_stays_within_one_patron(world: Any) -> None:
    world.link("army-of", "army", "mali")
    world.act("coup", "army", "mali", "2020-08-18", weight=-1.0)
    assert edges_on(world, D(2020, 9, 1)) == {("army", "mali", "coup")}
    assert edges_on(world, D(2020, 9, 1), fold=True) == set()


def test_a_kept_actor_is_not_folded(world: Any) -> None:
    world.link("member", "mali", "bloc")
    world.link("army-of", "army", "mali")
    world.act("drill", "army", "russia", "2021-01-01")
    day = D(2021, 2, 1)
    assert edges_on(world, day, fold=True) == {("bloc", "russia", "drill")}
    assert edges_on(world, day, fold=True, keep="mali") == {("mali", "russia", "drill")}


def test_an_act_is_folded_by_the_links_of_its_own_day_and_a_tie_by_those_of_the_day(
    world: Any,
) -> None:
    world.link("wagner-of", "wagner", "russia", "2020-01-01", "2021-06-30")
    world.act("deal", "mali", "wagner", "2021-06-01")
    world.tie("force", "wagner", "mali", "2021-06-01")
    assert edges_on(world, D(2021, 12, 1), fold=True) == {
        ("mali", "russia", "deal"),
        ("wagner", "mali", "force"),
    }


def test_folding_turns_a_vote_on_a_text_into_an_act_towards_whom_it_is_against(
    world: Any,
) -> None:
    world.actor("russia")
    world.actor("text", "resolution", against="russia")
    world.act("vote", "mali", "text", "2022-03-02", weight=0.5)
    snapshot = take_snapshot(world.whole, D(2022, 4, 1), window=WINDOW, fold=True)
    edge = snapshot["mali"]["russia"]["vote"]
    assert (edge["sign"], edge["weight"]) == (-1, -0.5)
    assert "text" not in snapshot
    assert take_snapshot(world.whole, D(2022, 4, 1), window=WINDOW).has_edge("mali", "text")


def test_the_standing_of_a_dyad_weighs_friendly_against_hostile_statements(world: Any) -> None:
    # Belief .81 of A1 leaves .19 unknown: P = .905, and 2P - 1 = .81.
    world.act("aid", "france", "mali", "2021-01-01", weight=0.8)
    world.act("threat", "mali", "france", "2021-01-02", weight=-0.4)
    dyad = standings(take_snapshot(world.whole, D(2021, 2, 1), window=WINDOW))["mali"]["france"]
    assert dyad["friendly"] == pytest.approx(0.8 * 0.81)
    assert dyad["hostile"] == pytest.approx(0.4 * 0.81)
    assert dyad["balance"] == pytest.approx((0.8 - 0.4) / (0.8 + 0.4))
    assert dyad["statements"] == ("aid", "threat")


def test_dyads_hold_no_places_no_neutral_and_no_unbelieved_statements(world: Any) -> None:
    world.actor("timbuktu", "place")
    world.act("capture", "mali", "timbuktu", "2021-01-01")
    world.act("talk", "mali", "russia", "2021-01-01", weight=0.0)
    world.act("rumour", "mali", "china", "2021-01-01", grade="A6")
    dyads = standings(take_snapshot(world.whole, D(2021, 2, 1), window=WINDOW))
    assert set(dyads) == {"mali", "russia", "china"}
    assert dyads.number_of_edges() == 0


def test_an_edge_names_the_links_that_were_climbed(world: Any) -> None:
    world.link("arm", "wagner", "army")
    world.link("of", "army", "russia")
    world.tie("deployed", "wagner", "mali", "2020-01-01")
    for fold, links in ((True, "arm of"), (False, "")):
        snapshot = take_snapshot(world.whole, D(2021, 1, 1), window=WINDOW, fold=fold)
        [(_, _, edge)] = snapshot.edges(data=True)
        assert edge["links"] == links
