"""Load and check a dossier: Allegiance, the bare engine with its validator, rdflib with pySHACL."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox

from allegiance.graph.store.build import build
from allegiance.graph.store.ontology import FOLDER as ONTOLOGY_FOLDER
from allegiance.graph.store.ontology import ontology_turtle, shapes
from allegiance.graph.store.rebuild import rebuild
from allegiance.graph.store.settings import read_settings


def allegiance(folder: Path) -> Callable[[], object]:
    """The store of a dossier, checked, with date bounds and direct triples."""
    shapes()
    return lambda: build(folder)


def allegiance_values(folder: Path) -> Callable[[], object]:
    """The same, and all that it holds as values."""
    shapes()
    return lambda: build(folder).catalogue


def allegiance_again(folder: Path) -> Callable[[], object]:
    """The same after an edit of one statement in one of the files."""
    shapes()
    held = [build(folder)]
    _ = held[0].catalogue
    path = sorted(folder.glob("statements-*.ttl"))[0]
    text = path.read_text(encoding="utf-8")

    def edit() -> object:
        """Follow the edit, all values included, and take it back in the file."""
        path.write_text(text.replace(' al:grade "', f' al:note "{len(held)}" ; al:grade "', 1))
        try:
            held.append(rebuild(held[-1], folder))
        finally:
            path.write_text(text, encoding="utf-8")
        return held[-1].catalogue

    return edit


def bare_engine(folder: Path) -> Callable[[], object]:
    """The files loaded as they are, and held against the shapes: what no wrapper can beat."""
    base, compiled = read_settings(folder).base, shapes()
    paths = sorted(folder.glob("*.ttl"))

    def load() -> ox.Store:
        store = ox.Store()
        texts = [path.read_text(encoding="utf-8") for path in paths]
        for path, text in zip(paths, texts, strict=True):
            graph = ox.NamedNode(f"{base}graph/{path.stem}")
            store.load(text, format=ox.RdfFormat.TURTLE, base_iri=base, to_graph=graph)
        whole = "\n".join([*texts, *ontology_turtle().values()])
        if not compiled.validate_text(whole, base=base).conforms:
            message = "The dossier does not keep to the shapes."
            raise ValueError(message)
        return store

    return load


def rdflib_pyshacl(folder: Path) -> Callable[[], object]:
    """The files and the ontology parsed by rdflib, and held against the shapes by pySHACL."""
    import pyshacl
    import rdflib

    constraints = rdflib.Graph().parse(ONTOLOGY_FOLDER / "shapes.ttl")

    def load() -> rdflib.Graph:
        graph = rdflib.Graph()
        for path in sorted(folder.glob("*.ttl")):
            graph.parse(path)
        for text in ontology_turtle().values():
            graph.parse(data=text, format="turtle")
        conforms, _, text = pyshacl.validate(graph, shacl_graph=constraints)
        if not conforms:
            raise ValueError(text)
        return graph

    return load
