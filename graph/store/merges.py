"""Merges: two entities of a dossier that are one, laid over its files when the store is built.

The files stay as they are; a merge is a record (al:Merge) that the build applies.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from allegiance.graph.model import terms
from allegiance.graph.model.terms import al
from allegiance.graph.store.circles import find_circles

_TYPE = ox.NamedNode(terms.RDF_TYPE)
_LABEL, _ALIAS = ox.NamedNode(terms.RDFS_LABEL), ox.NamedNode(terms.ALT_LABEL)
_KEPT, _DROPPED = ox.NamedNode(al("kept")), ox.NamedNode(al("dropped"))
_MERGED_INTO, _MERGE = ox.NamedNode(al("mergedInto")), ox.NamedNode(al("Merge"))
_LINK = ox.NamedNode(al("Link"))
# What an entity has once: the one kept has its own, or takes over that of the one dropped.
_SINGLE = frozenset(
    al(name) for name in ("iso3", "activeFrom", "activeUntil", "note", "directedAgainst")
)
# The two sides of a statement, a commitment, a measure.
SIDES = (
    (ox.NamedNode(al("subject")), ox.NamedNode(al("object"))),
    (ox.NamedNode(al("promisedBy")), ox.NamedNode(al("promisedTo"))),
    (ox.NamedNode(al("provider")), ox.NamedNode(al("recipient"))),
)


@dataclass(frozen=True, slots=True)
class Merge:
    """One record: the node that holds it, and the IRIs of the entities it makes one."""

    node: str
    kept: str
    dropped: str


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a merge: the node that the message is about, and the message."""

    node: str
    message: str


def read_merges(store: ox.Store) -> list[Merge]:
    """The merges recorded in a store, sorted; records that are not whole are left out."""
    found = []
    for quad in store.quads_for_pattern(None, _TYPE, _MERGE):
        if isinstance(quad.subject, ox.NamedNode):
            kept, dropped = (_one(store, quad.subject, part) for part in (_KEPT, _DROPPED))
            if kept is not None and dropped is not None:
                found.append(Merge(quad.subject.value, kept, dropped))
    return sorted(set(found), key=lambda merge: (merge.dropped, merge.node))


def find_faults(
    store: ox.Store, *, poles: tuple[str, ...] = (), call: Callable[[str], str] = str
) -> Iterator[Fault]:
    """What keeps the merges of a store, in which they are not applied yet, from being applied.

    Parameters
    ----------
    poles
        The IRIs of the dossier's poles.
    call
        What an IRI is called in a message.
    """
    merges = read_merges(store)
    yield from _self_faults(merges, call)
    once = {merge.dropped: merge for merge in reversed(merges) if merge.kept != merge.dropped}
    edges = {(merge.dropped, merge.kept): merge for merge in once.values()}
    circles = list(find_circles(edges))
    for circle in circles:
        way = " -> ".join(call(iri) for iri in circle)
        message = f"closes a circle of merges: {way}; take one of them out"
        yield Fault(edges[circle[-2], circle[-1]].node, message)
    if circles:
        return
    finally_kept = resolve(merges)
    yield from _kind_faults(store, once, call)
    yield from _statement_faults(store, once, finally_kept, call)
    meant = Counter(finally_kept.get(pole, pole) for pole in poles)
    for pole in poles:
        if pole in once and meant[finally_kept[pole]] > 1:
            named = _called(store, pole, call)
            yield Fault(once[pole].node, f"makes two poles of dossier.toml one: {named}")


def resolve(merges: list[Merge]) -> dict[str, str]:
    """Each entity dropped, with the one that finally stands for it."""
    ups = {merge.dropped: merge.kept for merge in reversed(merges)}
    found = {}
    for dropped in ups:
        kept, seen = ups[dropped], {dropped}
        while kept in ups and kept not in seen:
            seen.add(kept)
            kept = ups[kept]
        if kept not in seen:
            found[dropped] = kept
    return found


def apply_merges(store: ox.Store) -> None:
    """Put the entity kept in the place of the one dropped, for every merge in ``store``.

    Labels and aliases of the one dropped become aliases; of what an entity has only once, the
    one kept keeps its own. The records stay, and al:mergedInto leads from one to the other.
    """
    for dropped, kept in sorted(resolve(read_merges(store)).items()):
        home = _home(store, kept)
        if home is not None and _home(store, dropped) is not None:  # the shapes see to it
            _replace(store, ox.NamedNode(dropped), ox.NamedNode(kept), home)


def _home(store: ox.Store, iri: str) -> ox.NamedNode | None:
    """The graph that gives a node its class; None where none does."""
    graphs = (q.graph_name for q in store.quads_for_pattern(ox.NamedNode(iri), _TYPE, None))
    return next((graph for graph in graphs if isinstance(graph, ox.NamedNode)), None)


def _replace(
    store: ox.Store, dropped: ox.NamedNode, kept: ox.NamedNode, home: ox.NamedNode
) -> None:
    own = {q.predicate.value for q in store.quads_for_pattern(kept, None, None)} & _SINGLE
    names = {
        quad.object.value
        for prop in (_LABEL, _ALIAS)
        for quad in store.quads_for_pattern(kept, prop, None)
        if isinstance(quad.object, ox.Literal)
    }
    for quad in list(store.quads_for_pattern(dropped, None, None)):
        store.remove(quad)
        prop = _ALIAS if quad.predicate == _LABEL else quad.predicate
        known = isinstance(quad.object, ox.Literal) and quad.object.value in names
        if prop in (_TYPE, _MERGED_INTO) or (prop == _ALIAS and known) or prop.value in own:
            continue
        store.add(ox.Quad(kept, prop, quad.object, quad.graph_name))
    for quad in list(store.quads_for_pattern(None, None, dropped)):
        if quad.predicate not in (_KEPT, _DROPPED):
            store.remove(quad)
            store.add(ox.Quad(quad.subject, quad.predicate, kept, quad.graph_name))
    store.add(ox.Quad(dropped, _MERGED_INTO, kept, home))


def _self_faults(merges: list[Merge], call: Callable[[str], str]) -> Iterator[Fault]:
    into: dict[str, str] = {}
    for merge in merges:
        if merge.kept == merge.dropped:
            message = f"merges {call(merge.kept)} into itself; take the record out"
            yield Fault(merge.node, message)
        elif into.setdefault(merge.dropped, merge.node) != merge.node:
            message = f"merges {call(merge.dropped)} a second time; keep one of the two records"
            yield Fault(merge.node, message)


def _kind_faults(
    store: ox.Store, merges: Mapping[str, Merge], call: Callable[[str], str]
) -> Iterator[Fault]:
    for merge in merges.values():
        kinds = [
            {
                quad.object.value
                for quad in store.quads_for_pattern(ox.NamedNode(iri), _TYPE, None)
                if isinstance(quad.object, ox.NamedNode)
            }
            for iri in (merge.kept, merge.dropped)
        ]
        if all(kinds) and kinds[0].isdisjoint(kinds[1]):
            one, other = (", ".join(sorted(map(_kind_word, kind))) for kind in kinds)
            message = (
                f"merges {_called(store, merge.dropped, call)}, of the kind {other}, into "
                f"{_called(store, merge.kept, call)}, of the kind {one}: two kinds are not one "
                "actor; give both the same kind first"
            )
            yield Fault(merge.node, message)


def _statement_faults(
    store: ox.Store,
    merges: Mapping[str, Merge],
    finally_kept: Mapping[str, str],
    call: Callable[[str], str],
) -> Iterator[Fault]:
    """Statements that an entity would make about itself, and circles of links that would close."""

    def meant(iri: str) -> str:
        return finally_kept.get(iri, iri)

    alone: dict[str, list[str]] = {}
    for iri, kept in finally_kept.items():
        others = {kept, *(other for other in finally_kept if meant(other) == kept)} - {iri}
        for node in sorted(_between(store, iri, others)):
            alone.setdefault(iri, []).append(call(node))
    for iri, nodes in alone.items():
        message = (
            f"would have {_called(store, meant(iri), call)} act on itself, in {', '.join(nodes)}; "
            "mend or take out these first"
        )
        yield Fault(merges[iri].node, message)
    if not alone:
        links = (q.subject for q in store.quads_for_pattern(None, _TYPE, _LINK))
        ends = [[_one(store, link, part) for part in SIDES[0]] for link in links]
        edges = [(meant(a), meant(b)) for a, b in ends if a is not None and b is not None]
        for circle in find_circles(edges):
            joined = next((m for m in merges.values() if meant(m.dropped) in circle), None)
            if joined is not None:
                way = " -> ".join(call(iri) for iri in circle)
                message = f"closes a circle of links: {way}; take one of them out"
                yield Fault(joined.node, message)


def _between(store: ox.Store, iri: str, others: set[str]) -> Iterator[str]:
    """The nodes that have ``iri`` on one side and one of ``others`` on the other."""
    for one, other in (*SIDES, *((b, a) for a, b in SIDES)):
        for quad in store.quads_for_pattern(None, one, ox.NamedNode(iri)):
            node = quad.subject
            if isinstance(node, ox.NamedNode) and _one(store, node, other) in others:
                yield node.value


def _called(store: ox.Store, iri: str, call: Callable[[str], str]) -> str:
    """The label of an entity with its id, or its id alone: Delmar (delmar)."""
    labels = [
        quad.object
        for quad in store.quads_for_pattern(ox.NamedNode(iri), _LABEL, None)
        if isinstance(quad.object, ox.Literal)
    ]
    first = min(labels, key=lambda text: (text.language != "en", text.value), default=None)
    return call(iri) if first is None else f"{first.value} ({call(iri)})"


def _kind_word(iri: str) -> str:
    """The word that a reader meets for a class of entities: state, armed force."""
    words = {al(name): word.replace("_", " ") for word, name in terms.KINDS.items()}
    return words.get(iri, iri.removeprefix(terms.AL).casefold())


def _one(store: ox.Store, node: object, prop: ox.NamedNode) -> str | None:
    """The IRI that is the only value of a property."""
    if not isinstance(node, ox.NamedNode | ox.BlankNode):
        return None
    found = {quad.object for quad in store.quads_for_pattern(node, prop, None)}
    only = found.pop() if len(found) == 1 else None
    return only.value if isinstance(only, ox.NamedNode) else None
