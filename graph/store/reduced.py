"""A store that holds no more than an earlier state of knowledge does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

import pyoxigraph as ox

from allegiance.graph.model import terms
from allegiance.graph.model.statements import Statement
from allegiance.graph.model.terms import al
from allegiance.graph.store.catalogue import Catalogue
from allegiance.graph.store.derive import DIRECT_GRAPH, RESULTS_GRAPH
from allegiance.graph.store.disputed import rederive
from allegiance.graph.store.lives import UNTIL

_KINDS = ("sources", "statements", "links", "commitments", "measures")
_DERIVED_FROM = ox.NamedNode(terms.DERIVED_FROM)
_SUBJECT, _DENIAL, _BY, _OUTCOME, _LAPSED = (
    ox.NamedNode(al(name)) for name in ("subject", "denial", "by", "outcome", "lapsed")
)
_Value = ox.NamedNode | ox.BlankNode | ox.Literal
_ENDS = frozenset(ox.NamedNode(al(name)) for name in ("end", "endEarliest", "endLatest"))
_OUTCOMES = frozenset({_OUTCOME, *(ox.NamedNode(al(n)) for n in ("outcomeDate", "movedTo"))})
_COMPILED = frozenset({ox.NamedNode(al("holdsUntil")), ox.NamedNode(al("surelyUntil")), _LAPSED})
_TRUE = ox.Literal("true", datatype=ox.NamedNode(terms.XSD + "boolean"))


def reduce_store(store: ox.Store, whole: Catalogue, known: Catalogue, *, base: str) -> ox.Store:
    """A copy of ``store``, which ``whole`` was read from, with only what ``known`` has of it.

    What follows from the statements (the days they hold on, plain triples) is derived anew.
    """
    reduction = _Reduction(store, whole, known, base)
    found = ox.Store()
    found.bulk_extend(chain(reduction.kept(), reduction.added()))
    rederive(found, base=base)
    return found


@dataclass(frozen=True)
class _Reduction:
    """What of a store is kept, and what is said in the place of the rest."""

    store: ox.Store
    whole: Catalogue
    known: Catalogue
    base: str

    def kept(self) -> Iterator[ox.Quad]:
        gone = self._gone()
        ended = set(self._changed(("statements", "links"), "end"))
        open_again = set(self._changed(("commitments",), "outcome"))
        alive = set(self._changed(("actors",), "active_until"))
        aside = {ox.NamedNode(self.base + name) for name in (DIRECT_GRAPH, RESULTS_GRAPH)}
        for quad in self.store:
            if quad.graph_name in aside or quad.predicate in _COMPILED:
                continue
            if quad.subject in gone or quad.object in gone:
                continue
            if quad.predicate in _ENDS and quad.subject in ended:
                continue
            if quad.predicate == UNTIL and quad.subject in alive:
                continue
            if quad.predicate in _OUTCOMES and quad.subject in open_again:
                continue
            yield quad

    def added(self) -> Iterator[ox.Quad]:
        for node in self._changed(("commitments",), "outcome"):
            for quad in self.store.quads_for_pattern(node, _OUTCOME, None):
                yield ox.Quad(node, _OUTCOME, ox.Literal("open"), quad.graph_name)
        for statement in chain(self.known.statements.values(), self.known.links.values()):
            node, said = self._node(statement.id), list(self._said(statement))
            for quad in self.store.quads_for_pattern(node, _SUBJECT, None) if said else ():
                yield from (ox.Quad(node, prop, value, quad.graph_name) for prop, value in said)

    def _said(self, statement: Statement) -> Iterator[tuple[ox.NamedNode, _Value]]:
        """What is to be said of a statement itself, for what said so otherwise is gone."""
        whole = self.whole.statements.get(statement.id) or self.whole.links[statement.id]
        if not set(whole.sources) & set(statement.sources):
            yield from ((_DERIVED_FROM, self._node(name)) for name in statement.sources)
        if statement.lapsed:
            yield _LAPSED, _TRUE
        gone = [self._node(name) for name in whole.basis if name not in self.known.statements]
        if gone and statement.denials:
            heard = {self._node(denial.by) for denial in statement.denials}
            heard -= {by for _, by in self._voices(self._node(statement.id))}
            voices = (voice for act in gone for voice in self._voices(act))
            yield from ((_DENIAL, voice) for voice, by in voices if by in heard)

    def _voices(self, node: ox.NamedNode) -> Iterator[tuple[_Value, _Value]]:
        """The denials of a statement, each with who denies."""
        for quad in self.store.quads_for_pattern(node, _DENIAL, None):
            voice = quad.object
            if isinstance(voice, ox.NamedNode | ox.BlankNode):
                for named in self.store.quads_for_pattern(voice, _BY, None):
                    if isinstance(named.object, ox.NamedNode):
                        yield voice, named.object

    def _gone(self) -> set[Any]:
        """The nodes that nobody knew of, and the denials that none of the known sources carries."""
        gone: set[Any] = set()
        for kind in _KINDS:
            missing = getattr(self.whole, kind).keys() - getattr(self.known, kind).keys()
            gone.update(self._node(name) for name in missing)
        for denied in self.store.quads_for_pattern(None, _DENIAL, None):
            voice = denied.object
            if isinstance(voice, ox.Literal):  # the shapes see to it
                raise TypeError(voice.value)
            carried = self.store.quads_for_pattern(voice, _DERIVED_FROM, None)
            if all(quad.object in gone for quad in carried):
                gone.add(voice)
        return gone

    def _changed(self, kinds: tuple[str, ...], field: str) -> Iterator[ox.NamedNode]:
        for kind in kinds:
            before: Mapping[str, Any] = getattr(self.whole, kind)
            for name, entry in getattr(self.known, kind).items():
                if getattr(entry, field) != getattr(before[name], field):
                    yield self._node(name)

    def _node(self, name: str) -> ox.NamedNode:
        return ox.NamedNode(name if ":" in name else self.base + name)
