"""A small store that tests ask, and how they ask it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Literal

import pyoxigraph
import pytest
from pyoxigraph import NamedNode, Quad, Store

from allegiance.graph.model.errors import QueryError
from allegiance.graph.store.child import Job
from allegiance.graph.store.processes import Child
from allegiance.graph.store.worker import QueryLimits, run_query

EX = "http://example.org/"
PREFIXES = {"ex": EX}
CROSS_PRODUCT = "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
HOSTILE = (
    'x\' """ . } SERVICE <http://127.0.0.1/> { ?s ?p ?o } # \\u0022 \\\n\r\t\x00\x85\u2028 ?who'
)
Start = Literal["fork", "spawn"]
Launch = Callable[[Store, Job], AbstractContextManager[Child]]


def node(name: str) -> NamedNode:
    return NamedNode(EX + name)


def text(value: str) -> pyoxigraph.Literal:
    return pyoxigraph.Literal(value)


def small_store() -> Store:
    """Two graphs and the default graph, one triple each, and 300 numbered triples in a fourth."""
    store = Store()
    store.extend(
        [
            Quad(node("mali"), node("name"), text("Mali"), node("g1")),
            Quad(node("niger"), node("name"), text("Niger"), node("g2")),
            Quad(node("chad"), node("name"), text("Chad")),
        ]
    )
    numbered = (
        Quad(node(f"n{i}"), node("is"), text(f"number {i}"), node("g3")) for i in range(300)
    )
    store.extend(numbered)
    return store


def ask(store: Store, query: str, **limits: float) -> QueryError:
    with pytest.raises(QueryError) as caught:
        run_query(store, query, prefixes=PREFIXES, limits=QueryLimits(**limits))
    return caught.value


def names(store: Store, query: str, start: Start | None = None) -> list[object]:
    answer = run_query(store, query, prefixes=PREFIXES, start=start)
    return sorted(str(value) for row in answer for value in row.values())
