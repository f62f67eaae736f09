"""What follows from a dossier's files: when statements hold, conflicts both ways, plain triples."""

from __future__ import annotations

import re
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

import pyoxigraph as ox

from allegiance.graph.model.terms import AL, al
from allegiance.graph.store.edtf import add_bounds
from allegiance.graph.store.files import RESERVED
from allegiance.graph.store.lapses import add_lapses
from allegiance.graph.store.lives import end_with_lives
from allegiance.graph.store.ontology import rule, view

DIRECT_GRAPH, RESULTS_GRAPH = (f"graph/{name}" for name in RESERVED)
# What follows from all files together, though it stands in the graph of one.
DERIVED = tuple(ox.NamedNode(al(name)) for name in ("lapsed", "holdsUntil", "surelyUntil"))
# How Turtle may name them: whole, by a prefix that ends within the name, or by an escape.
_NAMES = tuple(prop.value.removeprefix(AL) for prop in DERIVED)
_CUTS = "|".join(name[:end] for name in _NAMES for end in range(1, len(name)))
_NAMED = re.compile(rf"[:#](?:{'|'.join(_NAMES)})(?![\w-])")
_CUT = re.compile(rf"#(?:{_CUTS})>")
_ESCAPED = re.compile(r'<[^<>"\s]*\\[uU]')


def has_derived(texts: Iterable[str]) -> bool:
    """Whether one of the texts may say by itself what is derived from all files together."""
    return any(
        (any(name in text for name in _NAMES) and _NAMED.search(text))
        or _CUT.search(text)
        or _ESCAPED.search(text)
        for text in texts
    )


def derive_bounds(store: ox.Store) -> None:
    """Add what follows from each file alone: the bounds of dates, the conflicts both ways."""
    add_bounds(store)
    store.update(rule("bounds"))
    store.update(rule("conflicts"))


def derive_undisputed(store: ox.Store, *, base: str) -> None:
    """Add days, conflicts, lapses, and the plain triples of statements that nobody denies."""
    with ThreadPoolExecutor(max_workers=1) as pool:  # the engine lets go of Python's lock
        direct = pool.submit(_undisputed, store)
        derive_bounds(store)
        add_lapses(store)
        store.update(rule("validity"))
        end_with_lives(store)
        triples = direct.result()
    store.load(triples, format=ox.RdfFormat.N_TRIPLES, to_graph=direct_graph(base))


def rederive_undisputed(store: ox.Store, *, base: str) -> None:
    """Add until when statements hold, and the plain triples of those that nobody denies.

    To a store with bounds and lapses.
    """
    store.update(rule("validity"))
    end_with_lives(store)
    store.load(_undisputed(store), format=ox.RdfFormat.N_TRIPLES, to_graph=direct_graph(base))


def direct_graph(base: str) -> ox.NamedNode:
    """The graph of the plain triples."""
    return ox.NamedNode(base + DIRECT_GRAPH)


def _undisputed(store: ox.Store) -> bytes:
    triples = store.query(view("direct"), use_default_graph_as_union=True)
    if not isinstance(triples, ox.QueryTriples):
        message = "The view of direct triples is no CONSTRUCT query."
        raise TypeError(message)
    return triples.serialize(format=ox.RdfFormat.N_TRIPLES) or b""
