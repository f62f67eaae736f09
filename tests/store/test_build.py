"""Dossier to store: what is loaded, what is derived, and that it is all or nothing."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import oxrdflib
import pyoxigraph as ox
import pytest
import rdflib

from allegiance.graph.model.errors import DossierError
from allegiance.graph.model.terms import CORE_GRAPH, RELATIONS_GRAPH, al
from allegiance.graph.store.build import Built, build
from allegiance.graph.store.derive import DIRECT_GRAPH, RESULTS_GRAPH
from allegiance.graph.store.ontology import ontology_quads
from allegiance.graph.store.review import check

BASE = "https://example.org/b/"
PREFIXES = f"""
@prefix : <{BASE}> .
@prefix al: <https://w3id.org/allegiance/ns#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
WORLD = """
:northland a al:State ; rdfs:label "Northland"@en .
:southland a al:State ; rdfs:label "Southland"@en .
:paper a al:Source ; dcterms:title "The paper"@en ; dcterms:publisher "Press" ; al:reliability "B" .
"""
CLAIM = """
:st-1 a al:Statement ;
    rdfs:label "Northland supports Southland."@en ;
    al:subject :northland ; al:relation al:supports ; al:object :southland ;
    al:start "2022-02"^^xsd:gYearMonth ; al:end "2024"^^xsd:gYear ;
    al:grade "B2" ; prov:wasDerivedFrom :paper .
"""


def dossier(folder: Path, **files: str) -> Path:
    """A dossier of the world above and of ``files``, each the Turtle of the file of its name."""
    settings = (
        f'title = "B"\nbase = "{BASE}"\nwindow = {{ start = 2020-01-01, end = 2025-01-01 }}\n'
    )
    (folder / "dossier.toml").write_text(settings, encoding="utf-8")
    for name, text in {"world": WORLD, **files}.items():
        (folder / f"{name}.ttl").write_text(PREFIXES + text, encoding="utf-8")
    return folder


def graph_of(built: Built, name: str) -> set[str]:
    graph = ox.NamedNode(BASE + name)
    return {str(quad.triple) for quad in built.store.quads_for_pattern(None, None, None, graph)}


def direct(built: Built) -> set[str]:
    node, short = BASE, al("")
    return {
        t.replace(node, ":").replace(short, "al:").replace("<", "").replace(">", "")
        for t in graph_of(built, DIRECT_GRAPH)
    }


def bound(built: Built, name: str) -> list[str]:
    found = built.store.quads_for_pattern(ox.NamedNode(BASE + "st-1"), ox.NamedNode(al(name)), None)
    return [str(quad.object) for quad in found]


def test_each_file_makes_a_graph_and_two_more_hold_the_ontology(tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    built = build(
        dossier(tmp_path, claims=CLAIM, **{"more/empty": ":x a al:Place; rdfs:label 'x'."})
    )
    names = {graph.value for graph in built.store.named_graphs()}
    assert names == {
        BASE + "graph/world",
        BASE + "graph/claims",
        BASE + "graph/more/empty",
        BASE + DIRECT_GRAPH,
        CORE_GRAPH,
        RELATIONS_GRAPH,
    }
    assert BASE + RESULTS_GRAPH not in names
    assert not list(built.store.quads_for_pattern(None, None, None, ox.DefaultGraph()))


def test_a_file_whose_name_is_no_part_of_an_iri_is_loaded_all_the_same(tmp_path: Path) -> None:
    built = build(dossier(tmp_path, **{"my claims (é)": CLAIM}))
    assert BASE + "graph/my%20claims%20%28%C3%A9%29" in {
        graph.value for graph in built.store.named_graphs()
    }


def test_the_ontology_is_loaded_as_it_ships(tmp_path: Path) -> None:
    built = build(dossier(tmp_path, claims=CLAIM))
    shipped = ox.Store()
    shipped.extend(ontology_quads())
    assert len(shipped) > 1000
    assert set(shipped) <= set(built.store)


def test_dates_are_compiled_to_the_days_that_they_can_mean(tmp_path: Path) -> None:
    built = build(dossier(tmp_path, claims=CLAIM))
    day = "^^<http://www.w3.org/2001/XMLSchema#date>"
    assert bound(built, "startEarliest") == [f'"2022-02-01"{day}']
    assert bound(built, "startLatest") == [f'"2022-02-28"{day}']
    assert bound(built, "endEarliest") == [f'"2024-01-01"{day}']
    assert bound(built, "endLatest") == [f'"2024-12-31"{day}']
    assert bound(built, "start") == ['"2022-02"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>']


def test_compiled_days_answer_a_question_that_mixed_dates_cannot(tmp_path: Path) -> None:
    built = build(dossier(tmp_path, claims=CLAIM))
    text = f"""SELECT ?s WHERE {{ GRAPH ?g {{ ?s <{al("startEarliest")}> ?day }}
        FILTER(?day >= "2022-01-15"^^<http://www.w3.org/2001/XMLSchema#date>) }}"""
    rows = built.store.query(text)
    assert isinstance(rows, ox.QuerySolutions)
    assert [row["s"].value for row in rows] == [BASE + "st-1"]


def test_a_conflict_holds_both_ways_though_it_is_written_once(tmp_path: Path) -> None:
    other = CLAIM.replace(":st-1 ", ":st-2 ").replace("2022-02", "2022-03")
    built = build(dossier(tmp_path, a=CLAIM, b=other + ":st-2 al:conflictsWith :st-1 ."))
    found = built.catalogue.statements
    assert (found["st-1"].conflicts_with, found["st-2"].conflicts_with) == (("st-2",), ("st-1",))


def test_a_statement_that_is_more_likely_than_not_has_its_plain_triple(tmp_path: Path) -> None:
    assert direct(build(dossier(tmp_path, claims=CLAIM))) == {":northland al:supports :southland"}


@pytest.mark.parametrize("grade", ["B4", "B5", "B6", "F1"])
def test_a_statement_that_is_not_has_none(tmp_path: Path, grade: str) -> None:
    doubted = CLAIM.replace('"B2"', f'"{grade}"')
    world = WORLD.replace('"B"', f'"{grade[0]}"')
    built = build(dossier(tmp_path, claims=doubted, world=world))
    assert "st-1" in built.catalogue.statements
    assert direct(built) == set()


def test_a_denial_can_take_the_plain_triple_away(tmp_path: Path) -> None:
    denial = ':st-1 al:denial [ a al:Denial ; al:by :denier ; al:grade "A1" ;'
    denial += " prov:wasDerivedFrom :paper ] . :denier a al:State ; rdfs:label 'Denier'@en ."
    assert direct(build(dossier(tmp_path, claims=CLAIM + denial))) == set()


def test_a_link_has_its_plain_triple_too(tmp_path: Path) -> None:
    link = """:ln-1 a al:Link ; al:subject :southland ; al:relation al:part_of ;
        al:object :northland ; al:grade "B2" ; prov:wasDerivedFrom :paper ."""
    built = build(dossier(tmp_path, links=link))
    assert direct(built) == {":southland al:part_of :northland"}
    assert list(built.catalogue.links) == ["ln-1"]
    assert built.catalogue.statements == {}


def test_a_relation_of_the_dossier_makes_plain_triples_of_its_own(tmp_path: Path) -> None:
    own = """:sells_gold_to a al:ActRelation ; rdfs:label "sells gold to"@en ;
        al:channel al:economy ; al:weight 0.3 ."""
    built = build(dossier(tmp_path, own=own, claims=CLAIM.replace("al:supports", ":sells_gold_to")))
    assert direct(built) == {":northland :sells_gold_to :southland"}
    assert built.catalogue.statements["st-1"].weight == 0.3


def test_names_with_a_colon_or_from_elsewhere_stay_whole(tmp_path: Path) -> None:
    strange = WORLD.replace(":southland ", ":old:south ")
    claims = CLAIM.replace(":southland", ":old:south").replace(":st-1 ", "<http://else.org/st-1> ")
    built = build(dossier(tmp_path, world=strange, claims=claims))
    assert direct(built) == {":northland al:supports :old:south"}
    [statement] = built.catalogue.statements.values()
    assert (statement.id, statement.object) == ("http://else.org/st-1", BASE + "old:south")
    assert statement.object in built.catalogue.actors


def test_an_annotation_is_built_like_the_statement_that_it_stands_for(tmp_path: Path) -> None:
    short = """:northland al:supports :southland ~ :st-1 {|
        rdfs:label "Northland supports Southland."@en ;
        al:start "2022-02"^^xsd:gYearMonth ; al:end "2024"^^xsd:gYear ;
        al:grade "B2" ; prov:wasDerivedFrom :paper |} ."""
    written_out = set(build(dossier(tmp_path, claims=CLAIM)).store)
    (tmp_path / "again").mkdir()
    assert set(build(dossier(tmp_path / "again", claims=short)).store) == written_out


def test_equal_annotations_in_two_files_are_both_kept(tmp_path: Path) -> None:
    short = """:northland al:supports :southland {| rdfs:label "It supports."@en ;
        al:start "2022"^^xsd:gYear ; al:grade "B2" ; prov:wasDerivedFrom :paper |} ."""
    built = build(dossier(tmp_path, one=short, other=short))
    assert len(built.catalogue.statements) == 2


def test_building_twice_gives_the_same_quads(sahel: Built) -> None:
    again = build(Path(__file__).parents[2] / "data" / "sahel")
    assert set(again.store) == set(sahel.store)
    assert again.catalogue == sahel.catalogue


def test_the_store_opens_through_rdflib_and_counts_alike(sahel: Built) -> None:
    text = f"""SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE {{
        GRAPH ?g {{ ?s a <{al("Statement")}> ; <{al("grade")}> ?grade }} }}"""
    counted = sahel.store.query(text)
    assert isinstance(counted, ox.QuerySolutions)
    dataset = rdflib.Dataset(store=oxrdflib.OxigraphStore(store=sahel.store), default_union=True)
    seen = dataset.query(text).bindings
    assert [int(row["n"].value) for row in counted] == [356]
    assert [str(value) for row in seen for value in row.values()] == ["356"]
    graph = dataset.graph(rdflib.URIRef(sahel.settings.base + "graph/ties"))
    ties = graph.subjects(rdflib.RDF.type, rdflib.URIRef(al("Statement")))
    assert len(set(ties)) == 25


def test_where_there_is_a_problem_nothing_is_built(tmp_path: Path) -> None:
    folder = dossier(tmp_path, claims=CLAIM.replace(":northland", ":nothland"))
    problems = check(folder)
    assert len(problems) == 1
    with pytest.raises(DossierError) as caught:
        build(folder)
    assert list(caught.value.problems) == problems


def test_a_sound_dossier_has_no_problems_and_its_window(tmp_path: Path) -> None:
    folder = dossier(tmp_path, claims=CLAIM)
    assert check(folder) == []
    settings = build(folder).settings
    assert settings.window_start == dt.date(2020, 1, 1)


def test_a_dossier_may_be_empty_but_for_a_file(tmp_path: Path) -> None:
    built = build(dossier(tmp_path, world=""))
    assert (built.catalogue.actors, built.catalogue.statements) == ({}, {})
