"""From what a reader types to an actor: id, label, alias or code, in any language it has."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable, Iterable, Mapping

from allegiance.graph.model.errors import InputError, UnknownNameError
from allegiance.graph.model.statements import Actor, Source, Statement
from allegiance.graph.store.catalogue import Catalogue

SEE_ACTORS = "allegiance actors"


def fold(text: str) -> str:
    r"""``text`` without case, accents and typographic apostrophes, for comparison.

    >>> fold("Côte d\u2019Ivoire")
    "cote d'ivoire"
    """
    plain = unicodedata.normalize("NFKD", text.replace("\u2019", "'"))
    kept = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(kept.casefold().split())


def find_actor(actors: Mapping[str, Actor], name: str) -> Actor:
    """The actor that ``name`` means: first as written, then with case and accents folded.

    Raises
    ------
    UnknownNameError
        If nobody answers to ``name``; near names are suggested.
    InputError
        If several actors do; they are listed with their ids.
    """
    if name in actors:
        return actors[name]
    tests: tuple[Callable[[Actor], bool], ...] = (
        lambda actor: name == actor.label,
        lambda actor: name in actor.names,
        lambda actor: fold(name) in {fold(known) for known in (actor.id, actor.label)},
        lambda actor: fold(name) in {fold(known) for known in actor.names},
    )
    for test in tests:
        found = [actor for actor in actors.values() if test(actor)]
        if len(found) == 1:
            return found[0]
        if found:
            listed = ", ".join(f"{actor.label} ({actor.id})" for actor in found)
            message = f"{name!r} can mean {listed}. Write the id of the one you mean."
            raise InputError(message)
    known = [known for actor in actors.values() for known in actor.names]
    raise UnknownNameError(name, kind="actor", known=known, see=SEE_ACTORS)


def find_actors(actors: Iterable[Actor], text: str) -> list[Actor]:
    """The actors one of whose names contains ``text``, case and accents folded; all for ""."""
    wanted = fold(text)
    return [a for a in actors if any(wanted in fold(known) for known in a.names)]


def find_sources(sources: Iterable[Source], text: str) -> list[Source]:
    """The sources whose id, title or publisher contains ``text``, case and accents folded."""
    wanted = fold(text)
    return [s for s in sources if any(wanted in fold(t) for t in (s.id, s.title, s.publisher))]


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
