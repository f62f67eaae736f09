"""Warnings about the names of actors: signs that deceive the eye, names that look alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from allegiance.graph.model import terms
from allegiance.graph.model.lookalikes import hidden_signs, look, mixed_words
from allegiance.graph.model.names import fold
from allegiance.graph.model.terms import al
from allegiance.graph.store.describe import instances, shorten
from allegiance.graph.store.formats import visible
from allegiance.graph.store.ontology import NAME_WARNINGS

_DECEPTIVE, _LOOK_ALIKE = NAME_WARNINGS
_NAMES = (ox.NamedNode(terms.RDFS_LABEL), ox.NamedNode(terms.ALT_LABEL))


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is odd about the name of an entity; ``code`` is the kind of warning."""

    node: ox.NamedNode
    message: str
    code: str


def doubtful_names(store: ox.Store, *, base: str) -> Iterator[Doubt]:
    """Every name or id of an entity that deceives the eye, or looks like another's."""
    looks: dict[str, tuple[str, str]] = {}
    for node in sorted(instances(store, al("Entity")), key=str):
        if not isinstance(node, ox.NamedNode):
            continue
        known = shorten(node.value, base)
        for name in (known, *_names(store, node)):
            for message in _doubts(name):
                yield Doubt(node, f"{visible(known)} {message}", _DECEPTIVE)
            other, written = looks.setdefault(look(name), (known, name))
            if other != known and fold(written) != fold(name):
                message = f"has a name, {name!r}, that looks like {other}'s {written!r}"
                yield Doubt(node, visible(f"{known} {message}"), _LOOK_ALIKE)


def _names(store: ox.Store, node: ox.NamedNode) -> list[str]:
    found = (q.object for prop in _NAMES for q in store.quads_for_pattern(node, prop, None))
    return sorted({term.value for term in found if isinstance(term, ox.Literal)})


def _doubts(name: str) -> Iterator[str]:
    signs, mixed = hidden_signs(name), mixed_words(name)
    if signs:
        yield f"has invisible signs in {visible(name)!r}: {', '.join(signs)}; take them out"
    for word, scripts in mixed:
        yield f"mixes {' and '.join(scripts)} letters in {visible(word)!r}; write it in one script"
