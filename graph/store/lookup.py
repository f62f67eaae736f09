"""From what a reader types to an actor: id, label, alias or code, in any language it has."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping

from allegiance.graph.model.errors import InputError, UnknownNameError, nearest
from allegiance.graph.model.names import fold
from allegiance.graph.model.statements import Actor, Relation, Source, Statement
from allegiance.graph.model.states import SYSTEMS, State, codes_of, state_of
from allegiance.graph.model.wording import Wording
from allegiance.graph.store.catalogue import Catalogue

SEE_ACTORS = "allegiance actors"
# From so many letters on a part of a name is looked for.
_PART = 3
_WIKIDATA = "wikidata.org/entity/"


def find_actor(actors: Mapping[str, Actor], name: str, *, on: dt.date | None = None) -> Actor:
    """The actor that ``name`` means: as an id, a name, a name folded, a code, in this order.

    The id of an actor that was merged into another means the other. A code is one of the
    dossier's own, or that of a state in the table of states, with its system (cow:432) or without.

    Parameters
    ----------
    on
        The day on which a code must be in force; any day if None.

    Raises
    ------
    UnknownNameError
        If nobody answers to ``name``; near names, else such as hold it, are suggested, never taken.
    InputError
        If several actors do; they are listed with their ids.
    """
    if name in actors:
        return actors[name]
    folded = fold(name)
    tests: tuple[Callable[[Actor], bool], ...] = (
        lambda actor: name in actor.merged,
        lambda actor: name == actor.label,
        lambda actor: name in actor.names,
        lambda actor: folded in {fold(known) for known in (actor.id, actor.label)},
        lambda actor: folded in {fold(known) for known in actor.names},
        lambda actor: any(c.answers(name) and c.in_force(on) for c in actor.codes),
    )
    for test in tests:
        found = [actor for actor in actors.values() if test(actor)]
        if len(found) == 1:
            return found[0]
        if found:
            listed = ", ".join(f"{actor.label} ({actor.id})" for actor in found)
            message = f"{name!r} can mean {listed}. Write the id of the one you mean."
            raise InputError(message)
    coded = _by_table(actors, name, on)
    if coded is not None:
        return coded
    known = {known: actor.id for actor in actors.values() for known in actor.names}
    near = nearest(name, known, meant=known) or _holders(actors.values(), name)
    raise UnknownNameError(name, kind="actor", near=near, see=SEE_ACTORS)


def _holders(actors: Iterable[Actor], part: str, *, most: int = 3) -> tuple[str, ...]:
    """The labels of the actors that have ``part``, of three letters at least, in a name."""
    found = find_actors(actors, part) if len(fold(part)) >= _PART else []
    return tuple(actor.label for actor in found[:most])


def _by_table(actors: Mapping[str, Actor], name: str, on: dt.date | None) -> Actor | None:
    """The state that the table of states, or a link to Wikidata, knows under the code ``name``."""
    typed = fold(name)
    prefix, colon, rest = typed.partition(":")
    asked = prefix if colon and prefix in SYSTEMS else None
    code = (rest if asked else typed).upper()
    if asked in (None, "wikidata"):
        for actor in actors.values():
            if any(link.endswith(f"{_WIKIDATA}{code}") for link in actor.same_as):
                return actor
    meant = {s: state for s, state in state_of(code, on=on).items() if asked in (None, s)}
    found = {system: actor_of_state(actors, state) for system, state in meant.items()}
    ways: dict[str, str] = {}
    for system, state in meant.items():
        ways.setdefault(state.id, f"{state.label} ({system}:{code})")
    if len(ways) > 1 and any(found.values()):
        message = f"{name!r} can mean {' or '.join(ways.values())}. Write it with its system."
        raise InputError(message)
    return next((actor for actor in found.values() if actor is not None), None)


def actor_of_state(actors: Mapping[str, Actor], state: State) -> Actor | None:
    """The actor of a dossier that is a state of the table, by ISO code or link to Wikidata."""
    periods = codes_of(state.id)
    codes = {period.iso3 for period in periods} - {""}
    links = {period.wikidata for period in periods} - {""}
    for actor in actors.values():
        if actor.kind == "state" and (
            actor.iso3 in codes or any(link.rpartition("/")[2] in links for link in actor.same_as)
        ):
            return actor
    return None


def find_actors(actors: Iterable[Actor], text: str) -> list[Actor]:
    """The actors one of whose names contains ``text``, compared by ``fold``; all for "".

    First those that have it as a whole name: of MLI Mali, and then Russia, called KreMLIn.
    """
    wanted = fold(text)
    found = [a for a in actors if any(wanted in fold(known) for known in a.names)]
    return sorted(found, key=lambda a: all(fold(known) != wanted for known in a.names))


def find_sources(sources: Iterable[Source], text: str) -> list[Source]:
    """The sources whose id, title or publisher contains ``text``, compared by ``fold``."""
    wanted = fold(text)
    return [s for s in sources if any(wanted in fold(t) for t in (s.id, s.title, s.publisher))]


def find_relations(relations: Iterable[Relation], text: str) -> list[Relation]:
    """The relations whose id, label, everyday word or code contains ``text``, sorted by id.

    Compared by ``fold``, with a space for the underscores of an id; all of them for "".
    """
    wanted = fold(text).replace("_", " ")
    found = [r for r in relations if any(wanted in fold(t) for t in _texts(r))]
    return sorted(found, key=lambda relation: relation.id)


def find_relation(relations: Mapping[str, Relation], name: str) -> Relation:
    """The relation that ``name`` means: its id, or how one says it (``exercises with``), a label.

    Raises
    ------
    UnknownNameError
        If none does; near ids, and those that everyday words mean, are suggested.
    """
    if name in relations:
        return relations[name]
    wanted = fold(name).replace("_", " ")
    spoken = {name: name for name in relations}
    for relation in relations.values():
        for text in (relation.label, *(text for _, text in relation.labels)):
            spoken.setdefault(text, relation.id)
    found = {meant for text, meant in spoken.items() if fold(text).replace("_", " ") == wanted}
    if len(found) == 1:
        return relations[found.pop()]
    wording = wording_of(relations.values())
    near = wording.suggest(name)
    said = wording.listed(near)
    raise UnknownNameError(name, kind="relation", near=near, said=said, see="allegiance relations")


def wording_of(relations: Iterable[Relation]) -> Wording:
    """What relations are called, and the words that people write for them."""
    known = tuple(relations)
    return Wording(
        {r.id: (r.label, *(text for _, text in r.labels)) for r in known},
        {r.id: r.words for r in known},
    )


def _texts(relation: Relation) -> Iterable[str]:
    labels = (text for _, text in relation.labels)
    name = relation.id.replace("_", " ")
    return (name, relation.label, *labels, *relation.words, relation.plover, relation.cameo)


def find_statements(
    catalogue: Catalogue, *, about: str | None = None, relation: str | None = None
) -> list[Statement]:
    """The statements, sorted by date: about an actor (id) and its clients, or of one relation."""
    rollup = catalogue.rollup
    found = [
        s
        for s in catalogue.statements.values()
        if relation in (None, s.relation.id)
        and (about is None or any(about in rollup.family(x) for x in (s.subject, s.object)))
    ]
    return sorted(found, key=lambda s: (s.start.known_day if s.start else dt.date.min, s.id))
