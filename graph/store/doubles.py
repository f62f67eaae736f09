"""Actors of a dossier that may be one, written twice: by name, code, or the table of states."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import combinations

import pyoxigraph as ox

from allegiance.graph.model import terms
from allegiance.graph.model.codes import Code
from allegiance.graph.model.dates import PartialDate
from allegiance.graph.model.errors import InputError
from allegiance.graph.model.names import fold
from allegiance.graph.model.state_names import states_by_name
from allegiance.graph.model.states import read_states
from allegiance.graph.model.terms import al
from allegiance.graph.model.variants import Variant, variant_of
from allegiance.graph.store.describe import shorten
from allegiance.graph.store.merges import read_merges, resolve

DOUBLE = "possible-double"
# More names than these that are alike are no doubles, but a common word.
_COMMON = 12
_CODED = frozenset({"cow", "gw", "wikidata", "iso3"})


@dataclass(frozen=True, slots=True)
class Double:
    """Two actors that may be one, and why; ``node`` stands after ``other``."""

    node: ox.NamedNode
    other: ox.NamedNode
    reason: str


@dataclass(slots=True)
class _Actor:
    """An actor as far as it bears on whether it is another: names, codes, states of the table."""

    iri: str
    kind: str
    id: str
    names: list[str] = field(default_factory=list)
    codes: list[Code] = field(default_factory=list)
    states: set[str] = field(default_factory=set)
    begun: PartialDate | None = None
    ended: PartialDate | None = None

    def met(self, other: _Actor) -> bool:
        """Whether both may have been there on one day."""
        return not any(
            one.ended and two.begun and one.ended.latest < two.begun.earliest
            for one, two in ((self, other), (other, self))
        )


def possible_doubles(store: ox.Store, *, base: str) -> list[Double]:
    """The pairs of actors of one kind that may be one, sorted, each once with its best reason.

    Asked is of actors that share a code at one time, that are one state by the table of states, or
    that have names which are variants of each other (see ``variant_of``), written as one word or
    apart, or with one letter mistyped (of ids not that). Not asked is of those that are merged,
    that owl:differentFrom, a statement or a link tells apart, that never met, or that are two
    states by the table.
    """
    actors = _actors(store, base)
    found: dict[tuple[str, str], str] = {}
    for one, other, reason in (*_by_code(actors), *_by_state(actors), *_by_name(actors)):
        first, second = sorted((one, other), key=lambda actor: actor.iri)
        pair = (first.iri, second.iri)
        two_states = first.states and second.states and not first.states & second.states
        if pair not in found and first.kind == second.kind and not two_states:
            found[pair] = reason if first.met(second) else ""
    roots = resolve(read_merges(store)) if found else {}
    return [
        Double(ox.NamedNode(second), ox.NamedNode(first), reason)
        for (first, second), reason in sorted(found.items())
        if reason
        and roots.get(first, first) != roots.get(second, second)
        and not _told_apart(store, ox.NamedNode(first), ox.NamedNode(second))
    ]


def _actors(store: ox.Store, base: str) -> list[_Actor]:
    """The actors of a store, sorted by IRI."""
    found: dict[str, _Actor] = {}
    for kind in sorted(terms.ACTING):
        for iri, _ in _said(store, terms.RDF_TYPE, kind):
            found.setdefault(iri, _Actor(iri, kind, shorten(iri, base)))
    for actor in found.values():
        node = ox.NamedNode(actor.iri)
        for prop in (terms.RDFS_LABEL, terms.ALT_LABEL):
            quads = store.quads_for_pattern(node, ox.NamedNode(prop), None)
            actor.names += sorted({_text(quad.object) for quad in quads})
    for prop, prefix in ((al("code"), ""), (al("iso3"), "iso3:"), (terms.SAME_AS, "wikidata:")):
        for iri, text in _said(store, prop):
            if iri in found:
                found[iri].codes += _codes(found[iri], prefix, text)
    for iri, text in _said(store, al("activeFrom")):
        if iri in found:
            found[iri].begun = _date(text)
    for iri, text in _said(store, al("activeUntil")):
        if iri in found:
            found[iri].ended = _date(text)
    for actor in found.values():
        actor.states = _states(actor) if actor.kind == al("State") else set()
    return sorted(found.values(), key=lambda actor: actor.iri)


def _said(store: ox.Store, prop: str, value: str = "") -> Iterator[tuple[str, str]]:
    """Who says what by a property, sorted; nodes without a name left out."""
    wanted = ox.NamedNode(value) if value else None
    quads = store.quads_for_pattern(None, ox.NamedNode(prop), wanted)
    named = ((quad.subject, quad.object) for quad in quads)
    return iter(sorted((one.value, _text(o)) for one, o in named if isinstance(one, ox.NamedNode)))


def _text(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else ""


def _codes(actor: _Actor, prefix: str, text: str) -> list[Code]:
    """A code of an actor; none if it is written wrong, or says where a force comes from."""
    if prefix == "iso3:" and actor.kind != al("State"):
        return []
    if prefix == "wikidata:" and "wikidata.org/" not in text:
        return []
    try:
        return [Code.parse(prefix + (text.rpartition("/")[2] if prefix == "wikidata:" else text))]
    except InputError:  # another check tells of it
        return []


def _date(text: str) -> PartialDate | None:
    try:
        return PartialDate.parse(text)
    except InputError:  # another check tells of it
        return None


def _states(actor: _Actor) -> set[str]:
    """The states of the table that an actor is by its codes, else by its names."""
    coded = [_coded_states().get(f"{code.system}:{code.value}", ()) for code in actor.codes]
    only = {states[0] for states in coded if len(states) == 1}
    if only:
        return only
    named = (states_by_name().get(fold(name), ()) for name in actor.names)
    return {states[0] for states in named if len(states) == 1}


@cache
def _coded_states() -> dict[str, tuple[str, ...]]:
    """The ids of the states that ever had a code, by system and code."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for state in read_states():
        for system in _CODED:
            if code := state.code(system):
                found[f"{system}:{code}"][state.id] = None
    return {code: tuple(states) for code, states in found.items()}


_Found = Iterator[tuple[_Actor, _Actor, str]]


def _by_code(actors: Iterable[_Actor]) -> _Found:
    holders: dict[str, list[tuple[_Actor, Code]]] = defaultdict(list)
    for actor in actors:
        for code in actor.codes:
            holders[f"{code.system}:{code.value.casefold()}"].append((actor, code))
    for held in holders.values():
        for (one, code), (other, second) in combinations(held, 2):
            if one is not other and _at_once(code, second):
                yield one, other, f"Both have the code {code.system}:{code.value}"


def _at_once(one: Code, other: Code) -> bool:
    return not any(
        a.until and b.since and a.until.latest < b.since.earliest
        for a, b in ((one, other), (other, one))
    )


def _by_state(actors: Iterable[_Actor]) -> _Found:
    holders: dict[str, list[_Actor]] = defaultdict(list)
    for actor in actors:
        for state in actor.states:
            holders[state].append(actor)
    for state, held in holders.items():
        for one, other in combinations(held, 2):
            yield one, other, f"Both are {state} in the table of states"


def _by_name(actors: Iterable[_Actor]) -> _Found:
    named: list[tuple[_Actor, str, Variant]] = []
    keys, slips = _Blocks(), _Blocks()
    for actor in actors:
        for name in (*actor.names, actor.id):
            variant = variant_of(name, state=actor.kind == al("State"))
            if variant is None or ":" in name:
                continue
            at = len(named)
            named.append((actor, name, variant))
            for key in {variant.key, variant.closed}:
                keys.put(key, at)
            if name != actor.id:
                for slip in variant.slips():
                    slips.put(slip, at)
    for blocks, same in ((keys, True), (slips, False)):
        for first, last in blocks.pairs():
            (one, name, variant), (other, second, another) = named[first], named[last]
            if one is other or not (same or variant.is_slip_of(another)):
                continue
            if not _shared(one, other):
                yield one, other, _called(name, second)


@dataclass(slots=True)
class _Blocks:
    """Which names have a key in common; a key of one name alone, as most are, takes no list."""

    first: dict[str, int] = field(default_factory=dict)
    more: dict[str, list[int]] = field(default_factory=dict)

    def put(self, key: str, at: int) -> None:
        """Note that the name at a place has a key."""
        before = self.first.setdefault(key, at)
        if before != at:
            self.more.setdefault(key, [before]).append(at)

    def pairs(self) -> Iterator[tuple[int, int]]:
        """The pairs of places with a key in common; none of a key that very many have."""
        for places in self.more.values():
            if len(places) <= _COMMON:
                yield from combinations(places, 2)


def _shared(one: _Actor, other: _Actor) -> bool:
    """Whether both have a name as written, but for case: another warning tells of it, and asks."""
    return not {n.casefold() for n in one.names}.isdisjoint(n.casefold() for n in other.names)


def _called(one: str, other: str) -> str:
    return f'They are called "{one}" and "{other}"'


def _told_apart(store: ox.Store, one: ox.NamedNode, other: ox.NamedNode) -> bool:
    """Whether the dossier says that two are not one, or that one has to do with the other."""
    differs = ox.NamedNode(terms.DIFFERENT_FROM)
    subject, value = ox.NamedNode(al("subject")), ox.NamedNode(al("object"))
    for a, b in ((one, other), (other, one)):
        if any(store.quads_for_pattern(a, differs, b)):
            return True
        acting = {quad.subject for quad in store.quads_for_pattern(None, subject, a)}
        if any(quad.subject in acting for quad in store.quads_for_pattern(None, value, b)):
            return True
    return False
