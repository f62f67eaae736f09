"""Warnings about the names of actors: signs that deceive the eye, names that look alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pyoxigraph as ox

from allegiance.graph.model import terms
from allegiance.graph.model.errors import Problem
from allegiance.graph.model.lookalikes import hidden_signs, look, mixed_words
from allegiance.graph.model.names import fold
from allegiance.graph.model.terms import al
from allegiance.graph.store.describe import instances, shorten
from allegiance.graph.store.files import DossierFile
from allegiance.graph.store.formats import visible
from allegiance.graph.store.places import Spot

_NAMES = (ox.NamedNode(terms.RDFS_LABEL), ox.NamedNode(terms.ALT_LABEL))


def warn_of_names(
    folder: Path, store: ox.Store, files: Sequence[DossierFile], *, base: str
) -> Iterator[Problem]:
    """A warning for each name or id of an entity that deceives the eye, with its place."""
    places = {file.graph: file for file in files}
    looks: dict[str, tuple[str, str]] = {}
    nodes = sorted(instances(store, al("Entity")), key=str)
    for node in nodes:
        if not isinstance(node, ox.NamedNode):
            continue
        known = shorten(node.value, base)
        homes = [quad.graph_name for quad in store.quads_for_pattern(node, _NAMES[0], None)]
        home = next((file for graph, file in places.items() if graph in homes), None)
        path = folder if home is None else folder / home.path
        spot = Spot(None) if home is None else home.places.find(node.value)
        for name in (known, *_names(store, node)):
            for message in _doubts(name):
                yield Problem(
                    path,
                    spot.line,
                    f"{visible(known)} {message}",
                    "warning",
                    spot.column,
                    spot.cell,
                )
            other, written = looks.setdefault(look(name), (known, name))
            if other != known and fold(written) != fold(name):
                message = f"has a name, {visible(name)!r}, that looks like {other}'s {written!r}"
                yield Problem(
                    path,
                    spot.line,
                    f"{visible(known)} {visible(message)}",
                    "warning",
                    spot.column,
                    spot.cell,
                )


def _names(store: ox.Store, node: ox.NamedNode) -> list[str]:
    found = (q.object for prop in _NAMES for q in store.quads_for_pattern(node, prop, None))
    return sorted({term.value for term in found if isinstance(term, ox.Literal)})


def _doubts(name: str) -> Iterator[str]:
    signs, mixed = hidden_signs(name), mixed_words(name)
    if signs:
        yield f"has invisible signs in {visible(name)!r}: {', '.join(signs)}; take them out"
    for word, scripts in mixed:
        yield f"mixes {' and '.join(scripts)} letters in {visible(word)!r}; write it in one script"
