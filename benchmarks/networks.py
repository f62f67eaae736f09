"""The network of one day as a networkx graph: Allegiance, and loops over an rdflib graph."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import networkx as nx
import rdflib
from rdflib.namespace import RDF, RDFS

from allegiance.graph.dossier import Dossier
from allegiance.graph.store.build import Built, build
from benchmarks.asking import as_rdflib

AL = rdflib.Namespace("https://w3id.org/allegiance/ns#")
DAY = "2010-06-15"
# A day a year before, from which an act is remembered.
REMEMBERED = "2009-06-15"


def allegiance(folder: Path) -> Callable[[], object]:
    """The snapshot of a dossier just opened: values are read, opinions weighed, edges made."""
    built = build(folder)

    def take() -> nx.MultiDiGraph:
        return Dossier(folder, Built(built.settings, built.store)).snapshot(DAY)

    return take


def allegiance_next(folder: Path) -> Callable[[], object]:
    """Another snapshot of a dossier whose values have been read."""
    dossier = Dossier(folder, build(folder))
    len(dossier.catalogue.statements)
    return lambda: dossier.snapshot(DAY)


def rdflib_loops(folder: Path) -> Callable[[], object]:
    """The same nodes and edges by hand, without the probability of a statement."""
    graph = as_rdflib(folder)
    return lambda: network_of(graph)


def network_of(graph: rdflib.Graph) -> nx.MultiDiGraph:
    """The statements in force on the day, as edges with what the graph says of them."""
    ties = set(graph.subjects(RDF.type, AL.TieRelation))
    day = DAY
    network = nx.MultiDiGraph(at=day)
    for statement in graph.subjects(RDF.type, AL.Statement):
        start = graph.value(statement, AL.startEarliest)
        end = graph.value(statement, AL.endLatest)
        relation = graph.value(statement, AL.relation)
        if start is None or str(start) > day:
            continue
        if end is not None and str(end) < day:
            continue
        latest = str(graph.value(statement, AL.startLatest))
        if end is None and relation not in ties and latest < REMEMBERED:
            continue
        subject, target = graph.value(statement, AL.subject), graph.value(statement, AL.object)
        for side in (subject, target):
            network.add_node(side, label=str(graph.value(side, RDFS.label)))
        weight = graph.value(statement, AL.weight) or graph.value(relation, AL.weight)
        channel = graph.value(statement, AL.channel) or graph.value(relation, AL.channel)
        network.add_edge(
            subject,
            target,
            key=statement,
            relation=relation,
            weight=float(weight),
            channel=str(channel),
            tie=relation in ties,
            contested=(statement, AL.denial, None) in graph
            or (statement, AL.conflictsWith, None) in graph,
            start=str(graph.value(statement, AL.start)),
            end=str(graph.value(statement, AL.end) or ""),
        )
    return network
