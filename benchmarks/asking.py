"""Ask which statements hold on a day: Allegiance's guarded query, the bare engine, rdflib."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import rdflib

from allegiance.graph.dossier import Dossier
from allegiance.graph.store.build import build

ACTIVE = """
PREFIX al: <https://w3id.org/allegiance/ns#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

SELECT ?statement ?from ?until WHERE {
    ?statement a al:Statement ; al:relation ?relation ; al:startEarliest ?from .
    ?relation a al:TieRelation .
    OPTIONAL { ?statement al:endLatest ?until }
    FILTER(?from <= "2010-06-15"^^xsd:date)
    FILTER(!BOUND(?until) || ?until >= "2010-06-15"^^xsd:date)
}
"""


def allegiance(folder: Path) -> Callable[[], object]:
    """The rows through the whole way of a query from outside: guard, process, limits, answer."""
    dossier = Dossier(folder, build(folder))
    return lambda: dossier.query(ACTIVE).rows


def bare_engine(folder: Path) -> Callable[[], object]:
    """The rows from the engine itself."""
    store = build(folder).store
    return lambda: list(_solutions(store))


def rdflib_memory(folder: Path) -> Callable[[], object]:
    """The rows from rdflib's memory store, which holds the same triples."""
    graph = as_rdflib(folder)
    return lambda: list(graph.query(ACTIVE))


def as_rdflib(folder: Path) -> rdflib.Graph:
    """All that a dossier's store holds, in one graph of rdflib's."""
    found = build(folder).store.query(
        "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", use_default_graph_as_union=True
    )
    text = found.serialize(format=ox.RdfFormat.N_TRIPLES)
    return rdflib.Graph().parse(data=text, format="nt")


def _solutions(store: ox.Store) -> ox.QuerySolutions:
    return store.query(ACTIVE, use_default_graph_as_union=True)
