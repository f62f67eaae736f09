"""What is derived from a dossier's files, held against the same rules written in Python."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from types import ModuleType

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allegiance.graph.model.dates import PartialDate
from allegiance.graph.model.terms import XSD, al
from allegiance.graph.store.build import Built, build
from allegiance.graph.store.derive import DIRECT_GRAPH, derive_undisputed

BASE = "https://example.org/"
FILE = ox.NamedNode(BASE + "graph/file")
TYPES = {4: "gYear", 7: "gYearMonth", 10: "date"}
WRITTEN = st.builds(
    lambda day, length: day.isoformat()[:length],
    st.dates(dt.date(1, 1, 1), dt.date(9999, 12, 31)),
    st.sampled_from(sorted(TYPES)),
)


def bounds(text: str, kind: str, *, prop: str = "start") -> list[str]:
    """The first and the last day that are derived for a date, if any are."""
    store = ox.Store()
    node = ox.NamedNode(BASE + "node")
    value = ox.Literal(text, datatype=ox.NamedNode(XSD + kind))
    store.add(ox.Quad(node, ox.NamedNode(al(prop)), value, FILE))
    derive_undisputed(store, base=BASE)
    names = (ox.NamedNode(al(prop + end)) for end in ("Earliest", "Latest"))
    found = [quad for name in names for quad in store.quads_for_pattern(node, name, None)]
    assert all(quad.graph_name == FILE for quad in found)
    assert all(quad.object.datatype.value == XSD + "date" for quad in found)
    return [quad.object.value for quad in found]


@given(WRITTEN, st.sampled_from(["start", "end"]))
def test_the_days_that_a_date_can_mean_are_those_of_partial_dates(text: str, prop: str) -> None:
    when = PartialDate.parse(text)
    expected = [when.earliest.isoformat(), when.latest.isoformat()]
    assert bounds(text, TYPES[len(text)], prop=prop) == expected


@pytest.mark.parametrize("year", [1900, 2000, 2023, 2024])
def test_a_february_ends_when_it_does(year: int) -> None:
    last = {1900: "28", 2000: "29", 2023: "28", 2024: "29"}[year]
    assert bounds(f"{year}-02", "gYearMonth") == [f"{year}-02-01", f"{year}-02-{last}"]


def test_space_around_a_date_says_nothing() -> None:
    assert bounds(" 2022-02\n", "gYearMonth") == ["2022-02-01", "2022-02-28"]


@pytest.mark.parametrize("text", ["2022-02-30", "2022-13", "soon", "2022-02-17Z", "-2022", "20220"])
def test_what_is_no_date_has_no_days(text: str) -> None:
    assert bounds(text, "string") == []


def direct_by_rule(built: Built) -> set[tuple[str, str, str]]:
    """The plain triples of all statements that are more likely than not, weighed one by one."""
    base, catalogue = built.settings.base, built.catalogue
    beliefs = catalogue.beliefs
    return {
        (base + s.subject, al(s.relation.id), base + s.object)
        for s in (*catalogue.statements.values(), *catalogue.links.values())
        if beliefs.of(s).fused.probability > 0.5
    }


def direct(built: Built) -> set[tuple[str, str, str]]:
    graph = ox.NamedNode(built.settings.base + DIRECT_GRAPH)
    quads = built.store.quads_for_pattern(None, None, None, graph)
    return {(q.subject.value, q.predicate.value, q.object.value) for q in quads}


def test_the_dossiers_that_ship_have_the_plain_triples_of_what_is_likely(
    sahel: Built, invented: Built
) -> None:
    assert direct(sahel) == direct_by_rule(sahel) != set()
    assert direct(invented) == direct_by_rule(invented) != set()


@pytest.mark.parametrize("seed", range(5))
def test_plain_triples_follow_the_opinions_however_often_one_is_denied(
    tmp_path: Path, dossiers: ModuleType, seed: int
) -> None:
    # Few actors, so that patrons of deniers have a stake at times; few sources, so that F is met.
    recipe = dossiers.Recipe(300, actors=30, sources=40, denied=0.5, based=0.5, seed=seed)
    built = build(dossiers.write_dossier(tmp_path, recipe))
    assert direct(built) == direct_by_rule(built)
    assert 50 < len(direct(built)) < 300
    assert sum(s.contested for s in built.catalogue.statements.values()) > 100
