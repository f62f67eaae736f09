"""How far an edit reaches: the nodes that it may change, and the part of the dossier they make."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from allegiance.graph.model import terms
from allegiance.graph.model.terms import al
from allegiance.graph.store.derive import DERIVED
from allegiance.graph.store.describe import Subject, instances
from allegiance.graph.store.edits import Edit
from allegiance.graph.store.lives import UNTIL
from allegiance.graph.store.ontology import ontology_quads, view
from allegiance.graph.store.successions import RELATION, SUCCEEDS

# The two sides of a statement and its relation, in the order of its direct triple.
Key = tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode]
_PARTS = tuple(ox.NamedNode(al(part)) for part in ("subject", "relation", "object"))
_TYPE, _SOURCE = ox.NamedNode(terms.RDF_TYPE), ox.NamedNode(terms.DERIVED_FROM)
_SUB_CLASS = ox.NamedNode(terms.SUB_CLASS)
_DENIAL, _BASIS = ox.NamedNode(al("denial")), ox.NamedNode(al("basis"))
_MOVED_TO = ox.NamedNode(al("movedTo"))
_ORIGIN, _LETTER = ox.NamedNode(al("origin")), ox.NamedNode(al("reliability"))
_LINK, _MERGE = ox.NamedNode(al("Link")), ox.NamedNode(al("Merge"))
_ONTOLOGY = frozenset(ox.NamedNode(name) for name in (terms.CORE_GRAPH, terms.RELATIONS_GRAPH))
# Classes whose members bear on everything.
_SWEEPING = frozenset(
    ox.NamedNode(al(name)) for name in ("Merge", "Relation", "ActRelation", "TieRelation")
)
# A part with more quads than these, and than this share of the store, is no small one.
_SMALL, _SMALL_SHARE = 20_000, 1 / 3


@dataclass(frozen=True)
class Reach:
    """An edit of a store that is not made yet; ``aside`` are the graphs that no file makes."""

    store: ox.Store
    edit: Edit
    aside: frozenset[ox.NamedNode]

    @property
    def is_everywhere(self) -> bool:
        """Whether the edit may change anything: relations, classes or merges bear on all."""
        relations = instances(self.store, al("Relation"))
        subclasses = self.store.quads_for_pattern(None, _SUB_CLASS, None)
        return (
            any(self._bears_on_all(quad, relations) for quad in (*self._old, *self._new))
            or any(quad.graph_name not in _ONTOLOGY for quad in subclasses)
            or any(True for _ in self.store.quads_for_pattern(None, _TYPE, _MERGE))
        )

    @cached_property
    def touched(self) -> frozenset[Subject]:
        """The nodes that may be other than they were: by their files, or by what they rest on."""
        edited = {quad.subject for quad in (*self._old, *self._new)}
        changed = self._changed
        letters = self._changed_in(_TYPE, _LETTER, _ORIGIN)
        citing = self._naming(letters, by=_SOURCE)
        denied = self._naming(changed | citing, by=_DENIAL)
        if any(self._is_link(node) for node in changed):  # who has a stake may have changed
            denied |= {quad.subject for quad in self.store.quads_for_pattern(None, _DENIAL, None)}
        found = edited | self._naming(self._changed_in(_TYPE)) | citing | denied
        found |= self._naming(self._changed_in(UNTIL))  # what is open ends with its sides
        found |= self._naming(changed, by=_ORIGIN) | self._naming(changed, by=_MOVED_TO)
        found |= self._naming(changed | citing | denied, by=_BASIS)
        nodes = _nodes(found)
        return frozenset(
            nodes | {node for key in self._keys_of(nodes) for node in self._alike(key)}
        )

    @property
    def keys(self) -> frozenset[Key]:
        """The sides and relations of what is touched, before and after."""
        return self._keys_of(self.touched)

    def part(self, *, poles: Iterable[ox.NamedNode]) -> frozenset[ox.Quad] | None:
        """What is touched, all links, successions and ``poles``, and what all of these name.

        A small dossier of its own, to be checked and derived from; None if it is not small.
        """
        links = self.store.quads_for_pattern(None, _TYPE, _LINK)
        after = self.store.quads_for_pattern(None, RELATION, SUCCEEDS)
        waiting = [*self.touched, *_nodes(quad.subject for quad in (*links, *after)), *poles]
        seen = set(waiting)
        found: set[ox.Quad] = set()
        while waiting:
            for quad in self._about(waiting.pop()):
                found.add(quad)
                value = quad.object
                if isinstance(value, ox.NamedNode | ox.BlankNode) and value not in seen:
                    seen.add(value)
                    waiting.append(value)
            if len(found) > _SMALL and len(found) > self._most:
                return None
        return frozenset(found)

    @cached_property
    def _most(self) -> int:
        return int(len(self.store) * _SMALL_SHARE)

    @property
    def _old(self) -> frozenset[ox.Quad]:
        return self.edit.removed

    @property
    def _new(self) -> frozenset[ox.Quad]:
        return self.edit.added

    @cached_property
    def _net(self) -> set[ox.Triple]:
        """The triples that come or go; those that only change files are none."""
        return {quad.triple for quad in self._old} ^ {quad.triple for quad in self._new}

    @cached_property
    def _changed(self) -> set[object]:
        return {triple.subject for triple in self._net}

    def _changed_in(self, *properties: ox.NamedNode) -> set[object]:
        return {triple.subject for triple in self._net if triple.predicate in properties}

    def _naming(self, nodes: Iterable[object], *, by: ox.NamedNode | None = None) -> set[object]:
        """The nodes that name one of ``nodes``, by one property or by any."""
        return {
            quad.subject
            for node in _nodes(nodes)
            for quad in self.store.quads_for_pattern(None, by, node)
            if quad.graph_name not in self.aside
        }

    def _bears_on_all(self, quad: ox.Quad, relations: set[Subject]) -> bool:
        subject, value = quad.subject, quad.object
        return (
            quad.predicate == _SUB_CLASS
            or (isinstance(subject, ox.NamedNode) and subject.value.startswith(terms.AL))
            or subject in relations
            or (quad.predicate == _TYPE and value in _SWEEPING)
        )

    def _is_link(self, node: object) -> bool:
        coming = self._coming.get(node, ())
        return any(quad.predicate == _TYPE and quad.object == _LINK for quad in coming) or any(
            True
            for known in _nodes([node])
            for _ in self.store.quads_for_pattern(known, _TYPE, _LINK)
        )

    @cached_property
    def _coming(self) -> dict[object, list[ox.Quad]]:
        """The added quads by subject."""
        found: dict[object, list[ox.Quad]] = {}
        for quad in self._new:
            found.setdefault(quad.subject, []).append(quad)
        return found

    def _about(self, node: Subject) -> Iterator[ox.Quad]:
        """What will be said about a node, without what is derived from all files together."""
        for quad in self.store.quads_for_pattern(node, None, None):
            apart = quad.graph_name in self.aside or quad.graph_name in _ONTOLOGY
            if not apart and quad.predicate not in DERIVED and quad not in self._old:
                yield quad
        yield from self._coming.get(node, ())

    def _keys_of(self, nodes: Iterable[Subject]) -> frozenset[Key]:
        found = set()
        for node in nodes:
            before = (q for p in _PARTS for q in self.store.quads_for_pattern(node, p, None))
            found |= {_key(before), _key(self._coming.get(node, ())), _key(self._about(node))}
        return frozenset(key for key in found if key is not None)

    def _alike(self, key: Key) -> Iterator[Subject]:
        """The statements in the store with the same sides and relation."""
        names = zip(("subject", "relation", "object"), key, strict=True)
        rows = self.store.query(
            view("alike"),
            use_default_graph_as_union=True,
            substitutions={ox.Variable(name): term for name, term in names},
        )
        if not isinstance(rows, ox.QuerySolutions):
            message = "The view alike is no SELECT query."
            raise TypeError(message)
        return (row["node"] for row in rows)


def store_of(quads: Iterable[ox.Quad]) -> ox.Store:
    """A store of the ontology and ``quads``."""
    store = ox.Store()
    store.bulk_extend([*ontology_quads(), *quads])
    return store


def _nodes(found: Iterable[object]) -> set[Subject]:
    return {term for term in found if isinstance(term, ox.NamedNode | ox.BlankNode)}


def _key(quads: Iterable[ox.Quad]) -> Key | None:
    found: dict[ox.NamedNode, ox.NamedNode] = {}
    for quad in quads:
        if quad.predicate in _PARTS and isinstance(quad.object, ox.NamedNode):
            found[quad.predicate] = quad.object
    if len(found) < len(_PARTS):
        return None
    subject, relation, target = (found[part] for part in _PARTS)
    return subject, relation, target
