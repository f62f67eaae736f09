"""Whom a fact of a data set is about: actors of the dossier, and those that an import adds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pyoxigraph as ox

from allegiance.graph.model.dates import PartialDate
from allegiance.graph.model.errors import InputError, UnknownNameError
from allegiance.graph.model.names import fold
from allegiance.graph.model.statements import Actor
from allegiance.graph.model.states import State, codes_of
from allegiance.graph.model.terms import ALT_LABEL, KINDS, RDF_TYPE, RDFS_LABEL, al
from allegiance.graph.store.lookup import actor_of_state, find_actor


@dataclass(slots=True)
class Cast:
    """The actors of a dossier by id, and those ``added`` to them, by id with their triples.

    ``adding`` says whether states that the dossier does not know may be added.
    """

    known: dict[str, Actor]
    base: str
    adding: bool = False
    added: dict[str, list[ox.Triple]] = field(default_factory=dict)
    _found: dict[str, str | None] = field(default_factory=dict)

    def find(self, name: str) -> str | None:
        """The id of the dossier's actor that is the state ``name``, or is called so; None if none.

        A single word is no name of a person: too many share it.
        """
        if name not in self._found:
            self._found[name] = self._look_up(name)
        return self._found[name]

    def label(self, actor: str) -> str:
        """The label of an actor by id."""
        return self.known[actor].label if actor in self.known else actor

    def add_state(self, name: str, *, on: PartialDate) -> str | None:
        """The id of a state that is added; None if none may be, or ``name`` is none."""
        state = _state(name, on)
        if not self.adding or state is None:
            return None
        taken = state.id in self.known
        return self._add(f"{state.id}-state" if taken else state.id, list(_state_facts(state)))

    def add(self, name: str, kind: str) -> str:
        """The id of an actor that the set itself knows, of the ``kind`` it says."""
        slug = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-") or "actor"
        said: list[tuple[str, ox.NamedNode | ox.Literal]] = [
            (RDF_TYPE, ox.NamedNode(al(KINDS.get(kind, "Actor")))),
            (RDFS_LABEL, ox.Literal(name, language="en")),
        ]
        if kind == "person" and (plain := _without_brackets(name)) != name:
            said.append((ALT_LABEL, ox.Literal(plain)))
        return self._add(slug, said)

    def _add(self, name: str, said: list[tuple[str, ox.NamedNode | ox.Literal]]) -> str:
        node = ox.NamedNode(self.base + name)
        self.added[name] = [ox.Triple(node, ox.NamedNode(prop), value) for prop, value in said]
        return name

    def _look_up(self, name: str) -> str | None:
        state = _state(name, None)
        if state is not None:
            actor = actor_of_state(self.known, state)
            if actor is not None:
                return actor.id
            states = {a.id: a for a in self.known.values() if a.kind == "state"}
            return self._called(states, state.label) or self._called(states, name)
        plain = _without_brackets(name)
        found = self._called(self.known, name)
        return self._called(self.known, plain) if found is None and " " in plain else found

    def _called(self, actors: dict[str, Actor], name: str) -> str | None:
        try:
            return find_actor(actors, name).id
        except (UnknownNameError, InputError):
            return None


def _state(name: str, on: PartialDate | None) -> State | None:
    try:
        return (codes_of(name, on=on) or codes_of(name))[-1]
    except UnknownNameError:
        return None


def _state_facts(state: State) -> Iterator[tuple[str, ox.NamedNode | ox.Literal]]:
    yield RDF_TYPE, ox.NamedNode(al("State"))
    yield RDFS_LABEL, ox.Literal(codes_of(state.id)[-1].label, language="en")
    periods = codes_of(state.id)
    if iso3 := next((p.iso3 for p in reversed(periods) if p.iso3), ""):
        yield al("iso3"), ox.Literal(iso3)
    for code in dict.fromkeys(f"cow:{period.cow}" for period in periods if period.cow):
        yield al("code"), ox.Literal(code)


def _without_brackets(name: str) -> str:
    """A name without what is said about its bearer.

    >>> _without_brackets("Amadou Sanogo (Mali, born 1972)")
    'Amadou Sanogo'
    """
    return re.sub(r"\s*\(.*\)$", "", name)
