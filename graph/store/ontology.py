"""The ontology that ships with the package, read once a process."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pyoxigraph as ox
from shacl import Shapes

from allegiance.graph.model.terms import CORE_GRAPH, RELATIONS_GRAPH

FOLDER = Path(__file__).parents[2] / "ontology"
_GRAPHS = {"core.ttl": CORE_GRAPH, "relations.ttl": RELATIONS_GRAPH}


@cache
def ontology_turtle() -> dict[str, str]:
    """The Turtle that defines classes, properties and relations, by the named graph it makes."""
    return {graph: (FOLDER / name).read_text(encoding="utf-8") for name, graph in _GRAPHS.items()}


@cache
def ontology_quads() -> tuple[ox.Quad, ...]:
    """The classes, properties and relations, each in the named graph of its file."""
    return tuple(
        ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(graph))
        for graph, text in ontology_turtle().items()
        for quad in ox.parse(text, format=ox.RdfFormat.TURTLE)
    )


@cache
def shapes() -> Shapes:
    """The compiled SHACL shapes."""
    return Shapes.from_file(str(FOLDER / "shapes.ttl"))


@cache
def view(name: str) -> str:
    """The text of the view ``name``, a query that Allegiance itself asks of a store."""
    return (FOLDER / "views" / f"{name}.rq").read_text(encoding="utf-8")


@cache
def rule(name: str) -> str:
    """The update ``name``, which adds what follows from a dossier's files, to each file's graph."""
    return (FOLDER / "rules" / f"{name}.ru").read_text(encoding="utf-8")


@cache
def checks() -> dict[str, str]:
    """The queries for each ``?node`` with which something may be wrong, by name."""
    paths = sorted((FOLDER / "checks").glob("*.rq"))
    return {path.stem: path.read_text(encoding="utf-8") for path in paths}


# The kinds of warnings about names and texts, which no query finds: see graph/store/oddities.py.
NAME_WARNINGS = ("deceptive-name", "look-alike-name", "control-character", "possible-double")
# The kind of warning about files that no graph holds anything of.
FILE_WARNING = "unread-file"


@cache
def warning_texts() -> dict[str, str]:
    """The queries for what is odd in a dossier, each by the code of its kind."""
    files = sorted((FOLDER / "warnings").glob("*.rq"))
    return {path.stem: path.read_text(encoding="utf-8") for path in files}


def warning_codes() -> tuple[str, ...]:
    """The codes of all kinds of warnings, sorted."""
    return tuple(sorted({*warning_texts(), *NAME_WARNINGS, FILE_WARNING}))


@cache
def ontology_text() -> str:
    """The text of all ontology files, for content keys."""
    files = sorted(path for path in FOLDER.rglob("*") if path.suffix in {".ttl", ".rq", ".ru"})
    return "\0".join(path.read_text(encoding="utf-8") for path in files)
