"""The ontology that ships with the package, read once a process."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pyoxigraph as ox
from shacl import Shapes

from allegiance.graph.model.terms import CORE_GRAPH, RELATIONS_GRAPH

FOLDER = Path(__file__).parents[2] / "ontology"


@cache
def ontology_quads() -> tuple[ox.Quad, ...]:
    """The classes, properties and relations, each in the named graph of its file."""
    quads: list[ox.Quad] = []
    for name, graph in (("core.ttl", CORE_GRAPH), ("relations.ttl", RELATIONS_GRAPH)):
        target = ox.NamedNode(graph)
        for quad in ox.parse(path=FOLDER / name):
            quads.append(ox.Quad(quad.subject, quad.predicate, quad.object, target))
    return tuple(quads)


@cache
def shapes() -> Shapes:
    """The compiled SHACL shapes."""
    return Shapes.from_file(str(FOLDER / "shapes.ttl"))


@cache
def view(name: str) -> str:
    """The text of the view ``name``, a query that Allegiance itself asks of a store."""
    return (FOLDER / "views" / f"{name}.rq").read_text(encoding="utf-8")


@cache
def ontology_text() -> str:
    """The text of all ontology files, for content keys."""
    files = sorted(path for path in FOLDER.rglob("*") if path.suffix in {".ttl", ".rq"})
    return "\0".join(path.read_text(encoding="utf-8") for path in files)
