"""Sequences: their distances by hand, their gaps, their alignment, and laws."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allegiance.graph.analysis.precedents.coding import one_each
from allegiance.graph.analysis.precedents.sequences import align, distance, symbols_of
from allegiance.graph.analysis.precedents.steps import Event, read_steps

# The toy of the project's notes on methods, with its distances: 3 / 11, 2 / 10, 1 / 11.
A = ["COUP", "SANC", "PMC", "FORCEOUT", "EXITORG"]
B = ["COUP", "SANC", "COUP", "FORCEOUT", "PMC", "EXITORG"]
C = ["COUP", "SANC", "FORCEOUT", "PMC", "EXITORG"]
WORDS = st.lists(st.sampled_from("abcd"), max_size=8)


@pytest.mark.parametrize(("one", "other", "gap"), [(A, B, 3 / 11), (A, C, 0.2), (B, C, 1 / 11)])
def test_the_distances_of_the_notes(one: list[str], other: list[str], gap: float) -> None:
    assert distance(one, other) == pytest.approx(gap)


def by_hand(one: list[str], other: list[str]) -> int:
    """Optimal matching by its recursion: insertion and deletion 1, substitution 2."""
    rows = [list(range(len(other) + 1))]
    for i, a in enumerate(one, start=1):
        row = [i]
        for j, b in enumerate(other, start=1):
            swap = rows[-1][j - 1] + (0 if a == b else 2)
            row.append(min(swap, rows[-1][j] + 1, row[-1] + 1))
        rows.append(row)
    return rows[-1][-1]


@given(WORDS, WORDS)
def test_the_distance_is_that_of_the_recursion(one: list[str], other: list[str]) -> None:
    total = len(one) + len(other)
    expected = by_hand(one, other) / total if total else 0
    assert distance(one, other) == pytest.approx(expected)
    assert distance(other, one) == pytest.approx(distance(one, other))


@given(WORDS, WORDS)
def test_an_alignment_keeps_both_sides_and_costs_the_distance(
    one: list[str], other: list[str]
) -> None:
    found = align(one, other)
    assert [p.left for p in found if p.left is not None] == one
    assert [p.right for p in found if p.right is not None] == other
    assert all(p.left == p.right for p in found if p.same)
    assert sum(not p.same for p in found) == by_hand(one, other)


def test_gaps_stand_between_steps_by_their_length() -> None:
    days = ["2020-01-01", "2020-01-20", "2020-03-01", "2021-03-01", "2024-01-01"]
    events = [Event(dt.date.fromisoformat(day), "coup") for day in days]
    assert symbols_of(events) == (
        "coup",
        "coup",
        "weeks to half a year",
        "coup",
        "half a year to two",
        "coup",
        "over two years",
        "coup",
    )
    assert symbols_of(events, gaps=False) == ("coup",) * 5
    assert symbols_of([]) == ()


def test_accounts_of_one_step_are_one_event_and_later_ones_another() -> None:
    days = ["2020-01-01", "2020-03-31", "2020-04-02", "2020-01-05"]
    steps = ["coup", "coup", "coup", "suspended"]
    events = [Event(dt.date.fromisoformat(d), s, (d,)) for d, s in zip(days, steps, strict=True)]
    found = one_each(events)
    assert [(str(e.day), e.step) for e in found] == [
        ("2020-01-01", "coup"),
        ("2020-01-05", "suspended"),
        ("2020-04-02", "coup"),
    ]
    assert found[0].told == ("2020-01-01", "2020-03-31")


def test_every_relation_that_makes_a_step_is_one_of_the_ontology() -> None:
    from allegiance.graph.store.sheets.vocabulary import listed_relations

    known = {name for name, *_ in listed_relations()}
    used = {relation for step in read_steps().values() for _, relation in step.relations}
    assert used <= known
