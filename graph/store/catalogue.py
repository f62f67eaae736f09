"""What a store holds, as values: actors, sources, statements, links and the rest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import pyoxigraph as ox

from allegiance.graph.model import terms
from allegiance.graph.model.beliefs import Beliefs
from allegiance.graph.model.grades import Grade
from allegiance.graph.model.rollup import Rollup
from allegiance.graph.model.statements import (
    Actor,
    Commitment,
    Denial,
    Measure,
    Quantity,
    Relation,
    Source,
    Statement,
)
from allegiance.graph.model.terms import al
from allegiance.graph.store.describe import Node, describe, shorten

_KIND_OF = {al(name): kind for kind, name in terms.KINDS.items()}


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything in a dossier by id; ``statements`` are without the roll-up ``links``."""

    actors: dict[str, Actor] = field(default_factory=dict)
    relations: dict[str, Relation] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    statements: dict[str, Statement] = field(default_factory=dict)
    links: dict[str, Statement] = field(default_factory=dict)
    commitments: dict[str, Commitment] = field(default_factory=dict)
    measures: dict[str, Measure] = field(default_factory=dict)

    @property
    def rollup(self) -> Rollup:
        """The roll-up that the links make."""
        return Rollup.of(self.links.values())

    @property
    def beliefs(self) -> Beliefs:
        """The opinions on the statements, with default settings."""
        return Beliefs(self.sources, self.rollup)

    def aim(self, target: str) -> tuple[str, int]:
        """Whom an act towards ``target`` is aimed at, and -1 if that turns its sign, else 1.

        A vote for a text that is directed against an actor is an act against that actor.
        """
        entity = self.actors.get(target)
        if entity is not None and entity.directed_against:
            return entity.directed_against, -1
        return target, 1

    def label(self, actor: str) -> str:
        """The label of an actor; its id where it has none."""
        found = self.actors.get(actor)
        return found.label if found else actor


def read_catalogue(store: ox.Store, *, base: str) -> Catalogue:
    """The values in ``store``; nodes under ``base`` get their local name as id."""
    actors = [_actor(node) for node in describe(store, al("Entity"), base=base)]
    origins = {n.iri: n.text(terms.RDFS_LABEL) for n in describe(store, al("Origin"), base=base)}
    sources = [_source(node, origins) for node in describe(store, al("Source"), base=base)]
    relations = {n.iri: _relation(n) for n in describe(store, al("Relation"), base=base)}
    denials = {n.iri: _denial(n) for n in describe(store, al("Denial"), base=base)}
    statements = [
        _statement(node, relations, denials) for node in describe(store, al("Statement"), base=base)
    ]
    statements = _with_denials(_with_lapses(statements))
    commitments = [_commitment(node) for node in describe(store, al("Commitment"), base=base)]
    measures = [_measure(node) for node in describe(store, al("Measure"), base=base)]
    by_id = {actor.id: actor for actor in actors}
    return Catalogue(
        actors=by_id,
        relations={relation.id: relation for relation in relations.values()},
        sources={source.id: source for source in sources},
        statements={s.id: s for s in statements if s.relation.id != terms.PART_OF},
        links={s.id: _within_lives(s, by_id) for s in statements if s.relation.id == terms.PART_OF},
        commitments={commitment.id: commitment for commitment in commitments},
        measures={measure.id: measure for measure in measures},
    )


def _with_lapses(statements: Iterable[Statement]) -> list[Statement]:
    """The statements, ties marked as lapsed that have no end and yet began anew later."""
    listed = list(statements)
    begun: dict[tuple[str, str, str], list[Statement]] = {}
    for s in listed:
        if s.tie and s.start is not None:
            begun.setdefault((s.subject, s.relation.id, s.object), []).append(s)
    lapsed = {
        one.id
        for like in begun.values()
        for one in like
        for other in like
        if one.end is None and other.id not in one.conflicts_with and _is_before(one, other)
    }
    return [replace(s, lapsed=True) if s.id in lapsed else s for s in listed]


def _with_denials(statements: Iterable[Statement]) -> list[Statement]:
    """The statements, each tie with the denials of the acts that begin it, too."""
    known = {s.id: s for s in statements}
    found = []
    for s in known.values():
        acts = [known[name] for name in s.basis if name in known] if s.tie else []
        voices = {denial.by: denial for a in acts if a.can_begin(s) for denial in a.denials}
        voices |= {denial.by: denial for denial in s.denials}
        found.append(replace(s, denials=tuple(voices.values())) if acts else s)
    return found


def _within_lives(link: Statement, actors: dict[str, Actor]) -> Statement:
    """A link with, where it has no dates of its own, those between which both sides exist."""
    sides = [actors[name] for name in (link.subject, link.object) if name in actors]
    begun = [side.active_from for side in sides if side.active_from is not None]
    ended = [side.active_until for side in sides if side.active_until is not None]
    return replace(
        link,
        start=link.start or max(begun, default=None),
        end=link.end or min(ended, default=None),
    )


def _is_before(one: Statement, other: Statement) -> bool:
    if one.start is None or other.start is None:
        return False
    return one.start.latest < other.start.earliest


def _id(node: Node) -> str:
    return shorten(node.iri, node.base)


def _actor(node: Node) -> Actor:
    classes = [t.value for t in node.values[terms.RDF_TYPE] if isinstance(t, ox.NamedNode)]
    kinds = [_KIND_OF[iri] for iri in classes if iri in _KIND_OF]
    return Actor(
        id=_id(node),
        label=node.text(terms.RDFS_LABEL) or _id(node),
        kind=kinds[0] if kinds else "actor",
        labels=node.labels(terms.RDFS_LABEL),
        aliases=node.texts(terms.ALT_LABEL),
        iso3=node.text(al("iso3")) or None,
        same_as=node.ids(terms.SAME_AS),
        active_from=node.date(al("activeFrom")),
        active_until=node.date(al("activeUntil")),
        directed_against=node.id(al("directedAgainst")),
        note=node.text(al("note")),
    )


def _source(node: Node, origins: dict[str, str]) -> Source:
    origin = next((t.value for t in node.values.get(al("origin"), ())), None)
    return Source(
        id=_id(node),
        title=node.text(terms.TITLE),
        publisher=node.text(terms.PUBLISHER),
        reliability=node.text(al("reliability")),
        date=node.date(terms.DATE),
        url=next(iter(node.ids(terms.URL)), None),
        origin=node.id(al("origin")) or _id(node),
        origin_label=origins.get(origin or "", ""),
    )


def _relation(node: Node) -> Relation:
    classes = {t.value for t in node.values[terms.RDF_TYPE] if isinstance(t, ox.NamedNode)}
    return Relation(
        id=_id(node),
        label=node.text(terms.RDFS_LABEL) or _id(node),
        tie=al("TieRelation") in classes,
        channel=node.id(al("channel")) or "",
        weight=node.number(al("weight")) or 0.0,
        plover=node.text(al("plover")),
        cameo=node.text(al("cameo")),
    )


def _denial(node: Node) -> Denial:
    grade = node.text(al("grade"))
    return Denial(
        by=node.id(al("by")) or "",
        sources=node.ids(terms.DERIVED_FROM),
        grade=Grade(grade) if grade else None,
        note=node.text(al("note")),
    )


def _statement(node: Node, relations: dict[str, Relation], denials: dict[str, Denial]) -> Statement:
    relation = relations[next(t.value for t in node.values[al("relation")])]
    weight = node.number(al("weight"))
    voices = [denials[t.value] for t in node.values.get(al("denial"), ()) if t.value in denials]
    return Statement(
        id=_id(node),
        label=node.text(terms.RDFS_LABEL),
        subject=node.id(al("subject")) or "",
        relation=relation,
        object=node.id(al("object")) or "",
        start=node.date(al("start")),
        end=node.date(al("end")),
        channel=node.id(al("channel")) or relation.channel,
        weight=relation.weight if weight is None else weight,
        grade=Grade(node.text(al("grade"))),
        sources=node.ids(terms.DERIVED_FROM),
        asserted_by=node.ids(al("assertedBy")),
        attribution=node.text(al("attribution")),
        denials=tuple(voices),
        conflicts_with=node.ids(al("conflictsWith")),
        basis=node.ids(al("basis")),
        quantity=_quantity(node),
        note=node.text(al("note")),
        recorded=node.day(al("recorded")),
    )


def _quantity(node: Node) -> Quantity | None:
    value, low = node.number(al("value")), node.number(al("lowValue"))
    if value is None and low is None:
        return None
    high = node.number(al("highValue"))
    return Quantity(value, low, high, node.text(al("unit")), node.text(al("bound")))


def _commitment(node: Node) -> Commitment:
    promised_on = node.date(al("promisedOn"))
    if promised_on is None:  # the shapes see to it
        raise KeyError(node.iri)
    return Commitment(
        id=_id(node),
        label=node.text(terms.RDFS_LABEL),
        promised_by=node.id(al("promisedBy")) or "",
        promised_to=node.id(al("promisedTo")) or "",
        promised_on=promised_on,
        due=node.date(al("due")),
        outcome=node.text(al("outcome")),
        outcome_date=node.date(al("outcomeDate")),
        sources=node.ids(terms.DERIVED_FROM),
        note=node.text(al("note")),
    )


def _measure(node: Node) -> Measure:
    quantity = _quantity(node)
    if quantity is None:  # the shapes see to it
        raise KeyError(node.iri)
    return Measure(
        id=_id(node),
        provider=node.id(al("provider")) or "",
        recipient=node.id(al("recipient")) or "",
        indicator=node.text(al("indicator")),
        quantity=quantity,
        start=node.date(al("start")),
        end=node.date(al("end")),
        sources=node.ids(terms.DERIVED_FROM),
        note=node.text(al("note")),
    )
