"""Triads, walks and frustration beside each other, and against shuffled signs."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import numpy as np
import pytest

from allegiance.graph.analysis.balance.measures import compare_with_shuffled, measure_balance
from allegiance.graph.analysis.balance.triads import (
    count_triads,
    list_triads,
    weighted_triad_balance,
)
from allegiance.graph.analysis.balance.walks import walk_balance
from allegiance.graph.analysis.signed_network import SignedNetwork
from allegiance.graph.model.errors import InputError

TRIBES = Path(__file__).parent / "extracts" / "highland_tribes.csv"
MINI = [("FRA", "MLI", 1), ("FRA", "NER", 1), ("MLI", "NER", 1)]
MINI += [("RUS", "MLI", 1), ("FRA", "RUS", -1), ("RUS", "NER", -1)]


@pytest.fixture(scope="module")
def tribes() -> SignedNetwork:
    with TRIBES.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return SignedNetwork.of((row["one"], row["other"], float(row["sign"])) for row in rows)


def test_the_highland_tribes_have_the_published_values(tribes: SignedNetwork) -> None:
    """T .8676, K .3576, F .7586 of Read's (1954) tribes; T and K by an independent script."""
    found = measure_balance(tribes)
    rounded = {name: round(value, 4) for name, value in found.values.items()}
    assert rounded == {"T": 0.8676, "K": 0.3576, "F": 0.7586}
    assert (found.actors, found.edges, found.negative) == (16, 58, 29)


def test_four_states_by_hand() -> None:
    """MLI-RUS is the only edge to give way; two of four triads have one hostile edge."""
    found = measure_balance(SignedNetwork.of(MINI))
    rounded = {name: round(value, 4) for name, value in found.values.items()}
    assert rounded == {"T": 0.5, "K": 0.5923, "F": 0.6667}
    census = found.triads
    assert (census.all_friendly, census.one_hostile, census.two_hostile) == (1, 2, 1)
    assert (census.all_hostile, census.total) == (0, 4)


def test_the_listed_triads_are_those_counted(tribes: SignedNetwork) -> None:
    listed = list_triads(tribes)
    census = count_triads(tribes)
    assert len({triad.actors for triad in listed}) == len(listed) == census.total
    hostile = [sum(sign < 0 for sign in triad.signs) for triad in listed]
    counts = [census.all_friendly, census.one_hostile, census.two_hostile, census.all_hostile]
    assert [hostile.count(k) for k in range(4)] == counts
    assert sum(triad.balanced for triad in listed) / len(listed) == census.balanced


def test_a_triad_is_as_strong_as_its_weakest_edge_and_names_its_pairs_with_their_signs() -> None:
    (triad,) = list_triads(SignedNetwork.of([("a", "b", 0.5), ("b", "c", -0.2), ("a", "c", 0.9)]))
    assert triad.strength == 0.2
    signs = dict(zip(triad.pairs, triad.signs, strict=True))
    assert signs == {("a", "b"): 1, ("a", "c"): 1, ("b", "c"): -1}


def test_weighted_triads_weigh_by_the_product_of_their_edges() -> None:
    """Triads abc (balanced, 1 x 1 x 1) and abd (unbalanced, 1 x .5 x .5): 1 / 1.25."""
    edges = [("a", "b", 1), ("b", "c", 1), ("a", "c", 1), ("b", "d", 0.5), ("a", "d", -0.5)]
    network = SignedNetwork.of(edges)
    assert weighted_triad_balance(network) == pytest.approx(0.8)
    assert weighted_triad_balance(network.unweighted) == pytest.approx(0.5)


def test_a_balanced_network_has_one_in_all_measures() -> None:
    camps = [("a", "b", 1), ("c", "d", 1), ("a", "c", -1), ("a", "d", -1), ("b", "c", -1)]
    values = measure_balance(SignedNetwork.of(camps)).values
    assert values == pytest.approx({"T": 1, "K": 1, "F": 1})


def test_what_cannot_be_told_is_nan() -> None:
    alone = measure_balance(SignedNetwork.of([])).values
    assert all(math.isnan(value) for value in alone.values())
    pair = measure_balance(SignedNetwork.of([("a", "b", -1)])).values
    assert math.isnan(pair["T"])
    assert (pair["K"], pair["F"]) == pytest.approx((1, 1))


def test_walks_of_a_large_network_agree_with_all_its_eigenvalues() -> None:
    """A clique of 40 with some hostile edges, and 1,600 pairs of friends: both ways are told."""
    random = np.random.default_rng(1)
    clique = [
        (f"c{i}", f"c{j}", 1 if random.random() < 0.8 else -1) for i in range(40) for j in range(i)
    ]
    pairs = [(f"p{i}", f"q{i}", 1) for i in range(20)]
    many = [(f"p{i}", f"q{i}", 1) for i in range(800)]
    small, large = (walk_balance(SignedNetwork.of([*clique, *more])) for more in (pairs, many))
    assert large == pytest.approx(small, rel=1e-4)


def test_walks_are_not_told_where_the_largest_eigenvalues_do_not_suffice() -> None:
    pairs = [(f"p{i}", f"q{i}", 1) for i in range(1000)]
    assert math.isnan(walk_balance(SignedNetwork.of(pairs)))


def test_the_tribes_are_more_balanced_than_shuffled_signs(tribes: SignedNetwork) -> None:
    null = compare_with_shuffled(tribes, shuffles=30, seed=4)
    assert (null.shuffles, null.exact, null.seed) == (30, 30, 4)
    for name, value in measure_balance(tribes).values.items():
        score = null.scores[name]
        assert score.value == value
        assert score.low <= score.mean <= score.high < value
        assert score.z == pytest.approx((value - score.mean) / score.sd)
        assert score.z > 3


def test_equal_seeds_give_equal_scores(tribes: SignedNetwork) -> None:
    first, again, other = (compare_with_shuffled(tribes, shuffles=5, seed=s) for s in (1, 1, 2))
    assert first == again
    assert first != other


def test_signs_that_are_all_alike_have_no_score() -> None:
    null = compare_with_shuffled(SignedNetwork.of([("a", "b", 1), ("b", "c", 1)]), shuffles=3)
    assert math.isnan(null.scores["F"].z)
    assert math.isnan(null.scores["T"].mean)  # there is no triad


def test_a_single_shuffle_is_refused() -> None:
    with pytest.raises(InputError, match="ask for 2 or more"):
        compare_with_shuffled(SignedNetwork.of(MINI), shuffles=1)
