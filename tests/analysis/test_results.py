"""Shifts written to the graph and read back with SPARQL."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pyoxigraph as ox
import pytest

from allegiance.graph.analysis.attribution import find_shifts
from allegiance.graph.analysis.courses import follow
from allegiance.graph.analysis.evidence import gather_evidence
from allegiance.graph.analysis.results import shift_quads
from allegiance.graph.analysis.shifts import Shift
from allegiance.graph.store.build import Built

BASE = "https://w3id.org/allegiance/sahel/"
GRAPH = BASE + "graph/results"
PREFIXES = f"PREFIX al: <https://w3id.org/allegiance/ns#> PREFIX : <{BASE}> "


@pytest.fixture(scope="module")
def shift(sahel: Built) -> Shift:
    evidence = gather_evidence(
        sahel.catalogue,
        "niger",
        ("france", "russia"),
        window=(dt.date(2012, 1, 1), dt.date(2026, 1, 1)),
    )
    [found] = find_shifts(follow(evidence), sahel.catalogue)
    return found


def store_of(*shifts: Shift) -> ox.Store:
    store = ox.Store()
    store.extend(shift_quads(shifts, base=BASE, graph=GRAPH))
    return store


def ask(store: ox.Store, query: str) -> list[list[str]]:
    solutions = store.query(PREFIXES + query)
    names = solutions.variables
    return [[row[name].value for name in names] for row in solutions]


def test_a_shift_is_read_back_by_sparql(shift: Shift) -> None:
    [row] = ask(
        store_of(shift),
        f"""SELECT ?actor ?from ?to ?date ?low ?high ?p ?size WHERE {{ GRAPH <{GRAPH}> {{
             ?shift a al:Shift ; al:actor ?actor ; al:fromPole ?from ; al:toPole ?to ;
               al:date ?date ; al:dateLow ?low ; al:dateHigh ?high ;
               al:probability ?p ; al:size ?size }} }}""",
    )
    assert row[:3] == [BASE + "niger", BASE + "france", BASE + "russia"]
    days = (shift.date, shift.date_low, shift.date_high)
    assert row[3:6] == [day.isoformat() for day in days]
    assert [float(number) for number in row[6:]] == pytest.approx(
        [shift.probability, shift.size], abs=5e-7
    )


def test_dates_and_numbers_can_be_compared_in_sparql(shift: Shift) -> None:
    query = """PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
        SELECT ?shift WHERE { GRAPH ?g { ?shift al:date ?date ; al:probability ?p .
          FILTER(?date >= "2023-01-01"^^xsd:date && ?date < "2024-01-01"^^xsd:date && ?p > 0.55)
        } }"""
    assert ask(store_of(shift), query) == [[f"{BASE}shift/{shift.id}"]]


def test_what_carries_a_shift_leads_to_the_statements(sahel: Built, shift: Shift) -> None:
    rows = ask(store_of(shift), "SELECT ?s WHERE { GRAPH ?g { ?shift al:carriedBy ?s } }")
    carried = {iri.removeprefix(BASE) for [iri] in rows}
    assert carried == set(shift.statements) <= set(sahel.catalogue.statements)


def test_a_pole_that_nobody_left_or_joined_is_not_there(shift: Shift) -> None:
    store = store_of(replace(shift, from_pole=None, to_pole=None))
    query = "SELECT ?p WHERE { GRAPH ?g { ?shift al:fromPole|al:toPole ?p } }"
    assert ask(store, query) == []


def test_an_id_that_is_a_full_iri_stays_as_it_is(shift: Shift) -> None:
    elsewhere = "http://www.wikidata.org/entity/Q142"
    store = store_of(replace(shift, from_pole=elsewhere, statements=(elsewhere,)))
    query = "SELECT DISTINCT ?x WHERE { GRAPH ?g { ?shift al:fromPole|al:carriedBy ?x } }"
    assert ask(store, query) == [[elsewhere]]


def test_two_shifts_are_two_nodes_in_the_graph_asked_for(shift: Shift) -> None:
    store = store_of(shift, replace(shift, id="niger:france:russia:2"))
    rows = ask(
        store, "SELECT ?g (COUNT(?s) AS ?n) WHERE { GRAPH ?g { ?s a al:Shift } } GROUP BY ?g"
    )
    assert rows == [[GRAPH, "2"]]


def test_no_shifts_make_no_triples() -> None:
    assert list(shift_quads([], base=BASE, graph=GRAPH)) == []
