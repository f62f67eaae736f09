"""What is said of a query that is none: where, after what, and what was expected."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from allegiance.graph.model.errors import QueryError
from allegiance.graph.store.syntax import say_syntax_error
from allegiance.graph.store.worker import run_query


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT ?x {\n ?x ?y }", "line 2, column 9, after '?x ?y }': expected something else"),
        ("ASK { ?x ?y", "after 'ASK { ?x ?y': expected"),
        ("SELEC ?x { ?x ?y ?z }", "SELEC at line 1, column 1"),
    ],
)
def test_the_place_and_what_stands_before_it_are_named(query: str, said: str) -> None:
    with pytest.raises(QueryError) as caught:
        run_query(ox.Store(), query)
    assert said in str(caught.value)
    assert caught.value.reason == "syntax"


def test_what_no_query_here_may_have_is_not_offered() -> None:
    said = say_syntax_error("error at 1:20: expected one of LATERAL, SERVICE, [_]", "SELECT ?x {}")
    assert said.endswith("expected something else here")
    some = say_syntax_error("error at 1:3: expected one of LATERAL, BIND, [_], FILTER", "{ ?x")
    assert some == "line 1, column 3, after '{': expected one of BIND, FILTER"


def test_a_message_without_a_place_and_one_that_never_ends_are_passed_on_short() -> None:
    assert say_syntax_error("no idea", "ASK") == "no idea"
    assert len(say_syntax_error("error at 1:1: " + "word " * 500, "ASK")) <= 200
