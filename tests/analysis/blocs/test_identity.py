"""Which bloc of one day is which of another."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from allegiance.graph.analysis.blocs.identity import agreeing_labels, match_blocs


def test_a_bloc_is_the_one_it_overlaps_most_with() -> None:
    known = {1: frozenset("abcdef"), 2: frozenset("gh")}
    found = [frozenset("ghf"), frozenset("abcde"), frozenset("xy")]
    assert match_blocs(known, found) == {1: 1, 0: 2}


def test_of_two_parts_of_a_bloc_one_only_is_the_bloc() -> None:
    known = {1: frozenset("abcdef")}
    assert match_blocs(known, [frozenset("ab"), frozenset("cdef")]) == {1: 1}


def test_the_sum_of_overlaps_counts_not_the_first_come() -> None:
    # a|b alone would take bloc 1 (overlap 2/3); then bloc 2 would match nothing: 1/2 + 2/3 is more.
    known = {1: frozenset("abc"), 2: frozenset("de")}
    found = [frozenset("abde"), frozenset("bc")]
    assert match_blocs(known, found) == {0: 2, 1: 1}


def test_nothing_matches_nothing() -> None:
    assert match_blocs({}, [frozenset("a")]) == {}
    assert match_blocs({1: frozenset("a")}, []) == {}


@given(
    labels=st.lists(st.integers(0, 3), min_size=4, max_size=12),
    names=st.permutations(range(4)),
    order=st.permutations(range(4)),
)
def test_identity_does_not_hang_on_how_the_blocs_are_numbered_or_listed(
    labels: list[int], names: list[int], order: list[int]
) -> None:
    blocs = {k: frozenset(i for i, v in enumerate(labels) if v == k) for k in sorted(set(labels))}
    listed = [k for k in order if k in blocs]
    matched = match_blocs(blocs, [blocs[k] for k in listed])
    assert {listed[place]: number for place, number in matched.items()} == {k: k for k in blocs}
    reference = np.array(labels)
    renamed = np.array([[names[label] for label in labels]])
    assert (agreeing_labels(reference, renamed) == reference).all()


def test_labels_of_resamples_take_the_names_of_the_reference() -> None:
    reference = np.array([3, 3, 3, 7, 7, -1])
    labels = np.array([[1, 1, 0, 0, 0, -1], [0, 0, 0, 0, 0, -2], [0, 0, 0, 1, 1, 2]])
    renamed = agreeing_labels(reference, labels)
    assert renamed[0].tolist() == [3, 3, 7, 7, 7, -1]
    assert renamed[1].tolist() == [3, 3, 3, 3, 3, -2]
    assert renamed[2].tolist()[:5] == [3, 3, 3, 7, 7]
    assert renamed[2][5] > 7  # a bloc that the reference does not have


def test_without_blocs_in_the_reference_all_are_new() -> None:
    renamed = agreeing_labels(np.array([-1, -1]), np.array([[0, 0], [-1, -2]]))
    assert renamed[0][0] == renamed[0][1] >= 0
    assert renamed[1].tolist() == [-1, -2]
