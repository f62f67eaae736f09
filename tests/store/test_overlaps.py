"""Claims of overlapping days are paired by one sweep, as comparing each with each would."""

from __future__ import annotations

import random
from itertools import combinations

import pyoxigraph as ox
import pytest

from allegiance.graph.model.terms import XSD, al
from allegiance.graph.store.overlaps import overlapping

DAY, AT = ox.NamedNode(XSD + "date"), "https://example.org/"
CLAIMS = ("subject", "relation", "object")


def row(name: str, first: str, last: str, unit: str = "") -> dict[str, object]:
    return {
        "node": ox.NamedNode(AT + name),
        **dict.fromkeys(CLAIMS, ox.NamedNode(AT + "same")),
        "start": ox.Literal(first, datatype=DAY),
        "until": ox.Literal(last, datatype=DAY),
        "unit": ox.Literal(unit) if unit else None,
    }


def names(pairs: list[tuple[ox.NamedNode, ox.NamedNode]]) -> list[tuple[str, str]]:
    return [(node.value.removeprefix(AT), other.value.removeprefix(AT)) for node, other in pairs]


@pytest.mark.parametrize("seed", range(20))
def test_a_claim_is_paired_when_any_before_it_overlaps_and_only_then(seed: int) -> None:
    chance = random.Random(seed)
    rows = []
    for number in range(40):
        first = chance.randrange(1950, 2020)
        last = first + chance.choice((0, 0, 1, 3, 20))
        unit = chance.choice(("", "", "EUR", "USD"))
        rows.append(row(f"s{number:02}", f"{first}-01-01", f"{last}-01-01", unit))
    store = ox.Store()
    for one, other in chance.sample(list(combinations(rows, 2)), 60):
        link = ox.NamedNode(al(chance.choice(("basis", "conflictsWith"))))
        store.add(ox.Quad(one["node"], link, other["node"]))  # type: ignore[arg-type]

    def repeats(one: dict[str, object], other: dict[str, object]) -> bool:
        days = str(one["start"]) <= str(other["until"]) and str(other["start"]) <= str(one["until"])
        units = one["unit"] is None or other["unit"] is None or one["unit"] == other["unit"]
        told = any(
            {str(quad.subject), str(quad.object)} == {str(one["node"]), str(other["node"])}
            for quad in store
        )
        return days and units and not told

    before = sorted(rows, key=lambda one: (str(one["start"]), str(one["node"])))
    expected = sum(
        any(repeats(one, other) for other in before[:place]) for place, one in enumerate(before)
    )
    pairs = list(overlapping(rows, alike=CLAIMS, store=store))
    assert len(pairs) == len(set(pairs)) == expected > 5
    by_name = {one["node"]: one for one in rows}
    assert all(repeats(by_name[node], by_name[other]) for node, other in pairs)
    assert all(node.value > other.value for node, other in pairs)


def test_ten_thousand_claims_of_one_day_make_a_pair_each() -> None:
    rows = [row(f"s{number:05}", "2022-01-01", "2022-12-31") for number in range(10_000)]
    pairs = names(list(overlapping(rows, alike=CLAIMS, store=ox.Store())))
    assert pairs[:2] == [("s00001", "s00000"), ("s00002", "s00000")]
    assert len(pairs) == 9_999


def test_counts_of_different_units_are_not_compared_however_many_there_are() -> None:
    rows = [row(f"s{n:05}", "2022-01-01", "2022-12-31", f"unit {n}") for n in range(10_000)]
    assert not list(overlapping(rows, alike=CLAIMS, store=ox.Store()))
    rows.append(row("t", "2022-06-01", "2022-06-01"))
    assert names(list(overlapping(rows, alike=CLAIMS, store=ox.Store()))) == [("t", "s00000")]


def test_claims_of_other_sides_are_not_compared() -> None:
    one, other = row("a", "2022-01-01", "2022-01-01"), row("b", "2022-01-01", "2022-01-01")
    assert names(list(overlapping([one, other], alike=CLAIMS, store=ox.Store()))) == [("b", "a")]
    other["object"] = ox.NamedNode(AT + "another")
    assert not list(overlapping([one, other], alike=CLAIMS, store=ox.Store()))


def test_claims_that_all_know_of_each_other_make_no_pair_and_one_that_does_not_makes_one() -> None:
    rows = [row(f"s{number:03}", "2022-01-01", "2022-12-31") for number in range(150)]
    store = ox.Store()
    link = ox.NamedNode(al("conflictsWith"))
    for one, other in combinations(rows, 2):
        store.add(ox.Quad(one["node"], link, other["node"]))  # type: ignore[arg-type]
    assert not list(overlapping(rows, alike=CLAIMS, store=store))
    rows.append(row("t", "2022-06-01", "2022-06-01"))
    assert names(list(overlapping(rows, alike=CLAIMS, store=store))) == [("t", "s000")]


def test_a_claim_without_an_end_counts_by_its_start_and_one_without_a_date_not_at_all() -> None:
    one, other = row("a", "2022-01-01", "2022-12-31"), row("b", "2022-06", "2022-06")
    other["until"] = None
    assert names(list(overlapping([one, other], alike=CLAIMS, store=ox.Store()))) == [("b", "a")]
    one["until"] = None
    assert not list(overlapping([one, other], alike=CLAIMS, store=ox.Store()))
    other["start"] = ox.Literal("2022-13", datatype=DAY)
    assert not list(
        overlapping([one | {"until": other["start"]}, other], alike=CLAIMS, store=ox.Store())
    )
