"""Queries in a process of their own: answers, limits, and a parent that outlives them all."""

from __future__ import annotations

import pyoxigraph
import pytest
from pyoxigraph import NamedNode, Quad, Store

from allegiance.graph.model.errors import InputError, QueryError
from allegiance.graph.store.parameters import bind
from allegiance.graph.store.worker import QueryLimits, run_query
from allegiance.tests.store.asked_store import (
    CROSS_PRODUCT,
    EX,
    HOSTILE,
    PREFIXES,
    Start,
    ask,
    names,
    node,
    small_store,
    text,
)

STARTS = pytest.mark.parametrize("start", ["fork", "spawn"])


@pytest.fixture(scope="module")
def store() -> Store:
    return small_store()


@STARTS
def test_select_gives_rows_of_terms_in_the_order_of_the_variables(
    store: Store, start: Start
) -> None:
    query = "SELECT ?s ?n ?none { ?s ex:name ?n } ORDER BY ?n LIMIT 2"
    answer = run_query(store, query, prefixes=PREFIXES, start=start)
    assert (answer.form, answer.variables) == ("select", ("s", "n", "none"))
    assert answer.rows == ((node("chad"), text("Chad"), None), (node("mali"), text("Mali"), None))


@STARTS
def test_ask_gives_a_truth_value(store: Store, start: Start) -> None:
    yes = run_query(store, "ASK { ?s ex:name 'Mali' }", prefixes=PREFIXES, start=start)
    no = run_query(store, "ASK { ?s ex:name 'Atlantis' }", prefixes=PREFIXES, start=start)
    assert (yes.boolean, no.boolean) == (True, False)


@STARTS
def test_construct_and_describe_give_each_triple_once(store: Store, start: Start) -> None:
    built = run_query(
        store, "CONSTRUCT { ex:a ex:b ?p } { ?s ?p ?o }", prefixes=PREFIXES, start=start
    )
    assert sorted(built, key=str) == [
        {"subject": f"{EX}a", "predicate": f"{EX}b", "object": f"{EX}{p}"} for p in ("is", "name")
    ]
    told = run_query(store, f"DESCRIBE <{EX}mali>", start=start)
    assert told.rows == (pyoxigraph.Triple(node("mali"), node("name"), text("Mali")),)


@STARTS
def test_every_term_comes_back_as_it_is_stored(start: Start) -> None:
    terms = [
        text(HOSTILE),
        pyoxigraph.Literal("مالي", language="ar", direction=pyoxigraph.BaseDirection.RTL),
        pyoxigraph.Literal(1.5),
        pyoxigraph.Literal("2022", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#gYear")),
        pyoxigraph.BlankNode("kept"),
        pyoxigraph.Triple(node("a"), node("b"), text("c\t\n!done")),
        NamedNode("http://example.org/é?a=b#c"),
    ]
    store = Store()
    store.extend(Quad(node("it"), node("has"), term) for term in terms)
    answer = run_query(store, "SELECT ?o { ?s ?p ?o }", start=start)
    assert {row[0] for row in answer.rows} == set(terms)


def test_an_answer_without_variables_or_rows_is_an_answer(store: Store) -> None:
    assert run_query(store, "SELECT ?s { ?s ex:no ?o }", prefixes=PREFIXES).rows == ()
    assert run_query(store, "SELECT * {}").rows == ((),)
    assert run_query(store, "CONSTRUCT { ?s ?p ?o } { ?s ex:no ?o }", prefixes=PREFIXES).rows == ()


@STARTS
def test_the_default_graph_is_the_union_of_all_graphs(store: Store, start: Start) -> None:
    assert names(store, "SELECT ?n { ?s ex:name ?n }", start) == ["Chad", "Mali", "Niger"]


@STARTS
def test_from_and_from_named_choose_the_graphs(store: Store, start: Start) -> None:
    query = "SELECT ?n FROM ex:g1 { ?s ex:name ?n }"
    assert names(store, query, start) == ["Mali"]
    query = "SELECT ?n FROM ex:g1 FROM ex:g2 { ?s ex:name ?n }"
    assert names(store, query, start) == ["Mali", "Niger"]
    query = "SELECT ?n FROM NAMED ex:g2 { GRAPH ?g { ?s ex:name ?n } }"
    assert names(store, query, start) == ["Niger"]
    # The SPARQL standard: with FROM NAMED alone the default graph is empty.
    assert names(store, "SELECT ?n FROM NAMED ex:g2 { ?s ex:name ?n }", start) == []


def test_a_graph_pattern_reaches_every_named_graph(store: Store) -> None:
    assert names(store, "SELECT ?n { GRAPH ?g { ?s ex:name ?n } }") == ["Mali", "Niger"]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?s { ?s ex:name ?who }",
        "SELECT ?s ?who { ?s ex:name ?who }",
        "SELECT (COUNT(*) AS ?n) { ?s ex:name ?o FILTER(?o = $who) }",
        "SELECT ?who (COUNT(?s) AS ?n) { ?s ex:name ?who } GROUP BY ?who ORDER BY ?who DESC(?who)",
        "SELECT ?s { ?s ?p ?o FILTER EXISTS { SELECT ?s ?who { ?s ex:name ?who } } }",
        "SELECT ?who ?s { { SELECT ?who ?s { ?s ex:name ?who } } }",
        "SELECT ?s { ?s ?p ?o OPTIONAL { ?s ex:name ?x } FILTER(BOUND(?x) && ?x IN (1, ?who)) }",
    ],
)
def test_a_parameter_holds_wherever_the_query_has_its_variable(store: Store, query: str) -> None:
    def rows(who: str) -> int:
        found = run_query(store, query, prefixes=PREFIXES, parameters={"who": text(who)})
        counts = [row["n"] for row in found if "n" in row]
        return sum(int(str(count)) for count in counts) if counts else len(found)

    assert (rows("Mali"), rows("Atlantis")) == (1, 0)


def test_a_parameter_that_is_selected_keeps_its_column(store: Store) -> None:
    query = "SELECT ?who ?s { ?s ex:name ?who }"
    answer = run_query(store, query, prefixes=PREFIXES, parameters={"who": text("Mali")})
    assert list(answer) == [{"who": "Mali", "s": f"{EX}mali"}]


def test_a_hostile_literal_stays_a_literal() -> None:
    store = Store()
    store.add(Quad(node("it"), node("name"), text(HOSTILE)))
    store.add(Quad(node("other"), node("name"), text("other")))
    query = "SELECT ?s ?who { ?s ex:name ?who FILTER(STRLEN(?who) > 1) }"
    answer = run_query(store, query, prefixes=PREFIXES, parameters={"who": text(HOSTILE)})
    assert answer.rows == ((node("it"), text(HOSTILE)),)


def test_an_iri_can_be_a_parameter_anywhere_an_iri_can_stand(store: Store) -> None:
    values = {"g": node("g2"), "p": node("name")}
    query = "SELECT ?n { GRAPH ?g { ?s ?p ?n } }"
    assert list(run_query(store, query, parameters=values)) == [{"n": "Niger"}]
    told = run_query(store, "DESCRIBE ?what", parameters={"what": node("mali")})
    assert len(told) == 1


@pytest.mark.parametrize(
    ("query", "what"),
    [
        ("ASK { ?s ?p '?who' } # ?who", "no variable \\?who"),
        ("ASK { BIND(1 AS ?who) }", "sets \\?who at line 1, column 17"),
        ("ASK { VALUES ?who { 1 } }", "sets \\?who"),
        ("ASK { VALUES (?a ?who) { (1 2) } }", "sets \\?who"),
        ("ASK { FILTER(BOUND(?who)) }", "sets \\?who"),
    ],
)
def test_a_parameter_that_the_query_sets_or_does_not_know_is_an_error(
    query: str, what: str
) -> None:
    with pytest.raises(InputError, match=what):
        bind(query, {"who": text("Mali")})


def test_refused_and_misspelt_queries_say_so(store: Store) -> None:
    assert ask(store, "ASK { SERVICE <http://127.0.0.1/> {} }").reason == "refused"
    problem = ask(store, "SELECT ?s {\n ?s ?p }")
    assert problem.reason == "syntax"
    assert "line 2, column" in str(problem)
    assert "Nothing declares the prefix no: at line 1, column 10" in str(
        ask(store, "ASK { ?s no:thing ?o }")
    )


@STARTS
def test_an_endless_query_is_stopped_and_the_next_one_runs(store: Store, start: Start) -> None:
    with pytest.raises(QueryError) as caught:
        run_query(
            store,
            f"SELECT (COUNT(*) AS ?n) {CROSS_PRODUCT[:-1]} . ?j ?k ?l }}",
            limits=QueryLimits(seconds=1),
            start=start,
        )
    assert caught.value.reason == "timeout"
    assert "1 s" in str(caught.value)
    assert names(store, "SELECT ?n { ex:mali ex:name ?n }", start) == ["Mali"]


@STARTS
def test_a_query_beyond_its_memory_ends_and_the_parent_lives(store: Store, start: Start) -> None:
    with pytest.raises(QueryError, match="64 MiB") as caught:
        run_query(
            store,
            f"SELECT * {CROSS_PRODUCT} ORDER BY ?c ?f ?i",
            limits=QueryLimits(memory_bytes=64 * 2**20, rows=10**8),
            start=start,
        )
    assert caught.value.reason == "memory"
    assert names(store, "SELECT ?n { ex:mali ex:name ?n }", start) == ["Mali"]


@STARTS
def test_a_crash_of_the_engine_is_contained(store: Store, start: Start) -> None:
    deep = "SELECT * " + "{" * 20_000 + "}" * 20_000
    assert ask(store, deep).reason == "refused"
    with pytest.raises(QueryError) as caught:
        run_query(store, deep, limits=QueryLimits(nesting=10**9), start=start)
    assert caught.value.reason == "crashed"
    assert names(store, "SELECT ?n { ex:mali ex:name ?n }", start) == ["Mali"]


def test_an_answer_of_too_many_rows_or_bytes_is_refused_not_cut(store: Store) -> None:
    assert len(run_query(store, "SELECT ?s { ?s ?p ?o }", limits=QueryLimits(rows=303))) == 303
    assert ask(store, "SELECT ?s { ?s ?p ?o }", rows=302).reason == "rows"
    assert ask(store, "CONSTRUCT WHERE { ?s ?p ?o }", rows=302).reason == "rows"
    assert ask(store, f"SELECT * {CROSS_PRODUCT}", rows=1000).reason == "rows"
    assert ask(store, "SELECT * { ?s ?p ?o }", output_bytes=1000).reason == "rows"


def test_limits_that_allow_nothing_cannot_be_set() -> None:
    for wrong in ({"seconds": 0}, {"seconds": float("inf")}, {"rows": 0}, {"memory_bytes": -1}):
        with pytest.raises(InputError, match="above 0"):
            QueryLimits(**wrong)
