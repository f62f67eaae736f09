"""Warnings about names and texts: signs that deceive the eye, look-alikes, control characters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from allegiance.graph.model import terms
from allegiance.graph.model.lookalikes import hidden_signs, look, mixed_words
from allegiance.graph.model.names import fold
from allegiance.graph.model.terms import al
from allegiance.graph.store.describe import instances, shorten
from allegiance.graph.store.formats import visible
from allegiance.graph.store.ontology import NAME_WARNINGS

_DECEPTIVE, _LOOK_ALIKE, _CONTROL, _ = NAME_WARNINGS
# What drives a terminal and has no place in a text, and how Turtle may write it.
_DRIVES = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_WRITTEN = re.compile(_DRIVES.pattern + r"|\\[bf]|\\u00[0189][0-9a-fA-F]|\\U000000|\\u007[fF]")
_HARMLESS = bytes(set(range(256)) - {*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F})
_NAMES = (ox.NamedNode(terms.RDFS_LABEL), ox.NamedNode(terms.ALT_LABEL))


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is odd about the name of an entity; ``code`` is the kind of warning."""

    node: ox.NamedNode
    message: str
    code: str
    prop: str = terms.RDFS_LABEL


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


def controlled_texts(
    store: ox.Store, *, base: str, files: Iterable[tuple[str, ox.NamedNode]]
) -> Iterator[Doubt]:
    """Every text with a control character in it, but for names that are told of as deceptive.

    ``files`` are the texts of the files, each with the graph that it makes: only where one of them
    may hold such a character are its triples looked at.
    """
    named = {str(node) for node in instances(store, al("Entity"))}
    for graph in sorted({graph for text, graph in files if _may_drive(text)}, key=str):
        found = store.quads_for_pattern(None, None, None, graph)
        for quad in sorted(found, key=lambda q: (str(q.subject), q.predicate.value, str(q.object))):
            node, value, prop = quad.subject, quad.object, quad.predicate.value
            if not (isinstance(value, ox.Literal) and isinstance(node, ox.NamedNode)):
                continue
            signs = {f"U+{ord(sign):04X}" for sign in _DRIVES.findall(value.value)}
            if signs and not (quad.predicate in _NAMES and str(node) in named):
                known, shown = shorten(node.value, base), visible(value.value[:60])
                said = f"has control characters in '{shown}': {', '.join(sorted(signs))}"
                yield Doubt(node, f"{visible(known)} {said}; take them out", _CONTROL, prop)


def _may_drive(text: str) -> bool:
    """Whether a Turtle text may hold a control character; the slow search comes last."""
    data = text.encode("utf-8", "surrogatepass")
    if data.translate(None, _HARMLESS):
        return True
    return (b"\xc2" in data or b"\\" in data) and _WRITTEN.search(text) is not None


def _names(store: ox.Store, node: ox.NamedNode) -> list[str]:
    found = (q.object for prop in _NAMES for q in store.quads_for_pattern(node, prop, None))
    return sorted({term.value for term in found if isinstance(term, ox.Literal)})


def _doubts(name: str) -> Iterator[str]:
    signs, mixed = hidden_signs(name), mixed_words(name)
    if signs:
        yield f"has invisible signs in '{visible(name)}': {', '.join(signs)}; take them out"
    for word, scripts in mixed:
        yield f"mixes {' and '.join(scripts)} letters in '{visible(word)}'; write it in one script"
