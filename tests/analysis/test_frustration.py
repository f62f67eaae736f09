"""The frustration index: laws, all partitions tried by hand, and published networks."""

from __future__ import annotations

import csv
import gzip
import itertools
import math
import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allegiance.graph.analysis.balance.frustration import (
    Frustration,
    SolverSettings,
    frustration_index,
)
from allegiance.graph.analysis.signed_network import SignedEdge, SignedNetwork
from allegiance.graph.model.errors import InputError

TRIBES = Path(__file__).parent / "extracts" / "highland_tribes.csv"
WINDOWS = Path(os.environ.get("ALLEGIANCE_CACHE", ""), "signed", "cow_signed_windows.csv.gz")
NAMES = "abcdefghi"


@st.composite
def networks(draw: st.DrawFn, *, most: int = 8, whole: bool = False) -> list[SignedEdge]:
    """Signed edges among up to ``most`` actors, of whole weights or any."""
    names = NAMES[: draw(st.integers(2, most))]
    strength = st.integers(1, 3).map(float) if whole else st.floats(0.05, 3)
    weight = st.tuples(strength, st.sampled_from([-1, 1])).map(math.prod)
    pairs = list(itertools.combinations(names, 2))
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=len(pairs)))
    return [(one, other, float(draw(weight))) for one, other in sorted(chosen)]


def by_hand(edges: list[SignedEdge]) -> float:
    """The least frustration over all ways to part the actors in two."""
    names = sorted({name for edge in edges for name in edge[:2]})
    partings = itertools.product((1, -1), repeat=max(len(names) - 1, 0))
    return min(
        frustration_of(edges, dict(zip(names, (1, *parting), strict=False))) for parting in partings
    )


def frustration_of(edges: list[SignedEdge], side: dict[str, int]) -> float:
    return sum(abs(weight) for a, b, weight in edges if weight * side[a] * side[b] < 0)


def solve(edges: list[SignedEdge], **options: float) -> Frustration:
    return frustration_index(SignedNetwork.of(edges), SolverSettings(**options))


def read_edges(path: Path) -> list[SignedEdge]:
    with path.open(encoding="utf-8") as file:
        return [(row["one"], row["other"], float(row["sign"])) for row in csv.DictReader(file)]


@given(networks(most=9))
@settings(max_examples=150, deadline=None)
def test_it_is_the_least_over_all_partitions(edges: list[SignedEdge]) -> None:
    found = solve(edges)
    least = by_hand(edges) if edges else 0.0
    assert found.index == pytest.approx(least)
    assert found.exact
    assert found.bound <= least + 1e-6


@given(networks())
@settings(max_examples=60, deadline=None)
def test_the_camps_attain_it_and_the_frustrated_edges_weigh_it(edges: list[SignedEdge]) -> None:
    found = solve(edges)
    first, second = found.camps
    assert first | second == {name for edge in edges for name in edge[:2]}
    assert not first & second
    side = dict.fromkeys(first, 1) | dict.fromkeys(second, -1)
    assert frustration_of(edges, side) == pytest.approx(found.index)
    weights = {(a, b): abs(weight) for a, b, weight in edges}
    assert sum(weights[pair] for pair in found.frustrated) == pytest.approx(found.index)


@given(networks(), st.sets(st.sampled_from(NAMES)))
@settings(max_examples=60, deadline=None)
def test_switching_actors_leaves_it_unchanged(edges: list[SignedEdge], switched: set[str]) -> None:
    """Turning all edges between some actors and the rest changes no cycle (Zaslavsky 1982)."""
    turned = [(a, b, -w if (a in switched) != (b in switched) else w) for a, b, w in edges]
    assert solve(turned).index == pytest.approx(solve(edges).index)


@given(networks())
@settings(max_examples=60, deadline=None)
def test_it_is_at_most_the_hostile_weight_and_half_of_all(edges: list[SignedEdge]) -> None:
    index = solve(edges).index
    total = sum(abs(weight) for _, _, weight in edges)
    assert index <= sum(-weight for _, _, weight in edges if weight < 0) + 1e-9
    assert index <= total / 2 + 1e-9
    assert index >= 0


@given(networks(whole=True), networks(whole=True))
@settings(max_examples=40, deadline=None)
def test_parts_that_share_no_cycle_add_up(
    edges: list[SignedEdge], others: list[SignedEdge]
) -> None:
    apart = [(a + "2", b + "2", w) for a, b, w in others]
    bridge = [("a", "a2", -1.0)]
    joined = solve([*edges, *apart, *bridge]).index
    assert joined == pytest.approx(solve(edges).index + solve(others).index)


def test_two_friends_who_oppose_each_other_frustrate_one_edge() -> None:
    found = solve([("mali", "russia", 1), ("mali", "niger", 1), ("niger", "russia", -1)])
    assert (found.index, found.bound, found.total) == (1, 1, 3)
    assert found.normalised == pytest.approx(1 / 3)  # 1 - 2 x 1 / 3


def test_the_lightest_edge_of_an_unbalanced_triad_gives_way() -> None:
    found = solve([("a", "b", 0.9), ("a", "c", 0.2), ("b", "c", -0.8)])
    assert found.frustrated == (("a", "c"),)
    assert found.index == pytest.approx(0.2)
    assert found.camps == (frozenset("ab"), frozenset("c"))


def test_a_network_without_edges_has_none_and_no_share() -> None:
    found = solve([])
    assert found.index == found.bound == 0
    assert found.exact
    assert math.isnan(found.normalised)


def test_a_square_without_triads_is_unbalanced_by_its_longer_cycle() -> None:
    square = [("a", "b", 1), ("b", "c", 1), ("c", "d", 1), ("a", "d", -1)]
    assert solve(square).index == 1


def test_five_actors_who_all_oppose_each_other_need_branch_and_bound() -> None:
    """All-hostile K5: camps of 2 and 3 leave 1 + 3 edges; covering triangles by 1/3 weighs 10/3."""
    rivals = [(a, b, -1.0) for a, b in itertools.combinations("abcde", 2)]
    assert solve(rivals).index == 4
    assert solve(rivals).bound == 4


def test_without_branch_and_bound_a_gap_is_admitted() -> None:
    """All-hostile K7: 3 + 6 edges in camps of 3 and 4, but 1/3 of 21 edges covers all triangles."""
    rivals = [(a, b, -1.0) for a, b in itertools.combinations("abcdefg", 2)]
    rough = solve(rivals, nodes=0)
    assert (rough.index, rough.bound, rough.exact) == (9, 7, False)
    assert solve(rivals).exact


def test_when_the_time_is_over_what_was_found_bounds_it_from_both_sides() -> None:
    rivals = [(a, b, -1.0) for a, b in itertools.combinations("abcdefg", 2)]
    found = solve(rivals, seconds=0)
    assert 0 <= found.bound <= 9 <= found.index <= 21
    assert not found.exact


def test_the_highland_tribes_have_the_published_frustration() -> None:
    """L 7 (Aref, Mason and Wilson 2020, table 2), 16 tribes of Read (1954)."""
    edges = read_edges(TRIBES)
    found = solve(edges)
    assert (len(edges), sum(sign < 0 for *_, sign in edges)) == (58, 29)
    assert (found.index, found.bound) == (7, 7)
    assert round(found.normalised, 4) == 0.7586
    assert [len(camp) for camp in found.camps] == [12, 4]


def test_every_window_of_the_correlates_of_war_is_solved_exactly() -> None:
    """L of 1946-49 is 17 by an independent integer program; the sum of all is this solver's."""
    windows: dict[str, list[SignedEdge]] = {}
    if WINDOWS.exists():
        with gzip.open(WINDOWS, "rt", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                edge = (row["u"], row["v"], float(row["sign"]))
                windows.setdefault(row["period"], []).append(edge)
    found = {period: solve(edges) for period, edges in windows.items()}
    assert all(one.exact for one in found.values())
    if found:
        assert found["46-49"].index == 17
        assert sum(one.index for one in found.values()) == 1777
        assert len(found) == 51


@pytest.mark.parametrize(
    ("edges", "said"),
    [
        ([("a", "a", 1.0)], "'a' is tied to itself"),
        ([("a", "b", 1.0), ("b", "a", -1.0)], "tied twice: decide on one sign"),
        ([("a", "b", math.nan)], "is nan: give a number"),
    ],
)
def test_what_is_no_signed_network_is_refused(edges: list[SignedEdge], said: str) -> None:
    with pytest.raises(InputError, match=said):
        SignedNetwork.of(edges)


def test_neutral_edges_and_who_has_no_other_are_left_out() -> None:
    network = SignedNetwork.of([("b", "a", -1.0), ("a", "c", 0.0)])
    assert network.nodes == ("a", "b")
    assert network.edges() == [("a", "b", -1.0)]
    assert np.array_equal(network.unweighted.a, [-1.0])
