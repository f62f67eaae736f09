"""What a store holds, as values: actors, sources, statements, links and the rest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache, cached_property

import pyoxigraph as ox

from allegiance.graph.model import terms
from allegiance.graph.model.beliefs import Beliefs
from allegiance.graph.model.codes import Code
from allegiance.graph.model.dates import PartialDate
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
from allegiance.graph.store.describe import Node, Table, instances

_DENIAL, _BASIS = ox.NamedNode(al("denial")), ox.NamedNode(al("basis"))
_NEVER = dt.date.min
_graded = cache(Grade)  # there are 36
_KIND_OF = {al(name): kind for kind, name in terms.KINDS.items()}


@dataclass(frozen=True)
class Catalogue:
    """Everything in a dossier by id; ``statements`` are without the roll-up ``links``.

    ``as_known_on`` is the day whose knowledge this is; None for all that the dossier holds. It has
    no slots, so that what is worked out from its fields is kept with it; they are never written to.
    """

    actors: dict[str, Actor] = field(default_factory=dict)
    relations: dict[str, Relation] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    statements: dict[str, Statement] = field(default_factory=dict)
    links: dict[str, Statement] = field(default_factory=dict)
    commitments: dict[str, Commitment] = field(default_factory=dict)
    measures: dict[str, Measure] = field(default_factory=dict)
    as_known_on: dt.date | None = None

    @cached_property
    def claims(self) -> dict[str, Statement]:
        """Statements and links together."""
        return {**self.statements, **self.links}

    @cached_property
    def rollup(self) -> Rollup:
        """The roll-up that the links make."""
        return Rollup.of(self.links.values())

    @cached_property
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

    @cached_property
    def successions(self) -> tuple[Statement, ...]:
        """The statements that an actor succeeds another, by date."""
        found = [s for s in self.statements.values() if s.relation.id == terms.SUCCEEDS]
        return tuple(sorted(found, key=lambda s: (s.start.earliest if s.start else _NEVER, s.id)))

    def label(self, actor: str) -> str:
        """The label of an actor; its id where it has none."""
        found = self.actors.get(actor)
        return found.label if found else actor


def read_actors(store: ox.Store, *, base: str) -> dict[str, Actor]:
    """The actors in ``store`` by id; nodes under ``base`` get their local name as id."""
    return _actors(Table(store, base))


def read_catalogue(store: ox.Store, *, base: str) -> Catalogue:
    """The values in ``store``; nodes under ``base`` get their local name as id."""
    table = Table(store, base)
    actors = _actors(table)
    found = _with_denials(_with_lapses(_statements(table, table.nodes(al("Statement")))))
    statements = [within_lives(s, actors) for s in found]
    commitments = [_commitment(node) for node in table.nodes(al("Commitment"))]
    measures = [_measure(node) for node in table.nodes(al("Measure"))]
    return Catalogue(
        actors=actors,
        relations={node.name: _relation(node) for node in table.nodes(al("Relation"))},
        sources=_sources(table),
        statements={s.id: s for s in statements if s.relation.id != terms.PART_OF},
        links={s.id: s for s in statements if s.relation.id == terms.PART_OF},
        commitments={commitment.id: commitment for commitment in commitments},
        measures={measure.id: measure for measure in measures},
    )


def read_disputed(store: ox.Store, *, base: str) -> tuple[dict[str, Statement], Beliefs]:
    """The statements that someone denies, by IRI, and what it takes to weigh their voices.

    With them come those that rest on a denied one, which a tie shares its denials with.
    """
    denials = list(store.quads_for_pattern(None, _DENIAL, None))
    if not denials:
        return {}, Beliefs({}, Rollup())
    denied = {quad.subject for quad in denials}
    resting = {
        quad.subject
        for node in denied
        if isinstance(node, ox.NamedNode)
        for quad in store.quads_for_pattern(None, _BASIS, node)
    }
    voices = {quad.object for quad in denials}
    table = Table(_extract(store, {*denied, *resting, *voices}), base)
    nodes = [n for n in table.nodes(al("Statement")) if ox.NamedNode(n.iri) in denied | resting]
    statements = _with_denials(_statements(table, nodes))
    found = {node.iri: statement for node, statement in zip(nodes, statements, strict=True)}
    links = _statements(table, table.nodes(al("Link")))
    return found, Beliefs(_sources(table), Rollup.of(links))


def _extract(store: ox.Store, wanted: Iterable[object]) -> ox.Store:
    """The part of a store that bears on the nodes among the terms: it is small."""
    nodes = {term for term in wanted if isinstance(term, ox.NamedNode | ox.BlankNode)}
    for name in ("Source", "Origin", "Link", "Relation"):
        nodes |= instances(store, al(name))
    found = list(store.quads_for_pattern(None, ox.NamedNode(terms.SUB_CLASS), None))
    for node in nodes:
        found.extend(store.quads_for_pattern(node, None, None))
    extract = ox.Store()
    extract.extend(found)
    return extract


def find_lapsed(statements: Iterable[Statement]) -> frozenset[str]:
    """The ids of the ties that have no end and yet began anew later."""
    begun: dict[tuple[str, str, str], list[Statement]] = {}
    for s in statements:
        if s.tie and s.start is not None:
            begun.setdefault((s.subject, s.relation.id, s.object), []).append(s)
    return frozenset(
        one.id
        for like in begun.values()
        for one in like
        for other in like
        if one.end is None and other.id not in one.conflicts_with and _is_before(one, other)
    )


def _with_lapses(statements: Iterable[Statement]) -> list[Statement]:
    listed = list(statements)
    lapsed = find_lapsed(listed)
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


def within_lives(statement: Statement, actors: dict[str, Actor]) -> Statement:
    """A statement that ends with its sides if it lasts and says no end of its own.

    That is where the first of its sides ends; one that began later stood on its start alone. A link
    begins with its sides, too, where it has no start of its own.
    """
    is_link = statement.relation.id == terms.PART_OF
    if not is_link and (not statement.tie or statement.lapsed):
        return statement
    sides = [actors[name] for name in (statement.subject, statement.object) if name in actors]
    if is_link and statement.start is None:
        begun = [side.active_from for side in sides if side.active_from is not None]
        statement = replace(statement, start=max(begun, default=None))
    lives = [side.active_until for side in sides if side.active_until is not None]
    end = statement.end or end_with(lives, statement.start)
    return statement if end is statement.end else replace(statement, end=end)


def end_with(lives: Iterable[PartialDate], start: PartialDate | None) -> PartialDate | None:
    """The end of a tie that began on ``start`` and ends with the first of ``lives``, if any."""
    end = min(lives, key=lambda life: (life.latest, life.earliest), default=None)
    if end is not None and start is not None and end.latest < start.earliest:
        return start
    return end


def _is_before(one: Statement, other: Statement) -> bool:
    if one.start is None or other.start is None:
        return False
    return one.start.latest < other.start.earliest


def _actors(table: Table) -> dict[str, Actor]:
    merged: dict[str, list[str]] = {}
    for dropped, kept in table.column(al("mergedInto")).items():
        if isinstance(kept, ox.NamedNode):
            merged.setdefault(kept.value, []).append(table.id(dropped))
    found = table.nodes(al("Entity"))
    return {node.name: _actor(node, sorted(merged.get(node.iri, ()))) for node in found}


def _sources(table: Table) -> dict[str, Source]:
    origins = {node.iri: node.text(terms.RDFS_LABEL) for node in table.nodes(al("Origin"))}
    return {node.name: _source(node, origins) for node in table.nodes(al("Source"))}


def _statements(table: Table, nodes: Iterable[Node]) -> list[Statement]:
    relations = {node.iri: _relation(node) for node in table.nodes(al("Relation"))}
    denials = {node.iri: _denial(node) for node in table.nodes(al("Denial"))}
    return [_statement(node, relations, denials) for node in nodes]


def _actor(node: Node, merged: Iterable[str]) -> Actor:
    classes = [t.value for t in node.values(terms.RDF_TYPE) if isinstance(t, ox.NamedNode)]
    kinds = [_KIND_OF[iri] for iri in classes if iri in _KIND_OF]
    return Actor(
        id=node.name,
        label=node.text(terms.RDFS_LABEL) or node.name,
        kind=kinds[0] if kinds else "actor",
        labels=node.labels(terms.RDFS_LABEL),
        aliases=node.texts(terms.ALT_LABEL),
        iso3=node.text(al("iso3")) or None,
        same_as=node.ids(terms.SAME_AS),
        active_from=node.date(al("activeFrom")),
        active_until=node.date(al("activeUntil")),
        directed_against=node.id(al("directedAgainst")),
        note=node.text(al("note")),
        codes=tuple(Code.parse(text) for text in node.texts(al("code"))),
        merged=tuple(merged),
    )


def _source(node: Node, origins: dict[str, str]) -> Source:
    origin = next((t.value for t in node.values(al("origin"))), None)
    return Source(
        id=node.name,
        title=node.text(terms.TITLE),
        publisher=node.text(terms.PUBLISHER),
        reliability=node.text(al("reliability")),
        date=node.date(terms.DATE),
        url=next(iter(node.ids(terms.URL)), None),
        origin=node.id(al("origin")) or node.name,
        origin_label=origins.get(origin or "", ""),
    )


def _relation(node: Node) -> Relation:
    classes = {t.value for t in node.values(terms.RDF_TYPE) if isinstance(t, ox.NamedNode)}
    return Relation(
        id=node.name,
        label=node.text(terms.RDFS_LABEL) or node.name,
        tie=al("TieRelation") in classes,
        channel=node.id(al("channel")) or "",
        weight=node.number(al("weight")) or 0.0,
        plover=node.text(al("plover")),
        cameo=node.text(al("cameo")),
        labels=node.labels(terms.RDFS_LABEL),
        own=not node.iri.startswith(terms.AL),
        words=node.texts(terms.HIDDEN_LABEL),
    )


def _denial(node: Node) -> Denial:
    grade = node.text(al("grade"))
    return Denial(
        by=node.id(al("by")) or "",
        sources=node.ids(terms.DERIVED_FROM),
        grade=_graded(grade) if grade else None,
        note=node.text(al("note")),
    )


def _statement(node: Node, relations: dict[str, Relation], denials: dict[str, Denial]) -> Statement:
    relation = relations[next(t.value for t in node.values(al("relation")))]
    weight = node.number(al("weight"))
    voices = [denials[t.value] for t in node.values(al("denial")) if t.value in denials]
    return Statement(
        id=node.name,
        label=node.text(terms.RDFS_LABEL),
        subject=node.id(al("subject")) or "",
        relation=relation,
        object=node.id(al("object")) or "",
        start=node.date(al("start")),
        end=node.date(al("end")),
        channel=node.id(al("channel")) or relation.channel,
        weight=relation.weight if weight is None else weight,
        grade=_graded(node.text(al("grade"))),
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
        id=node.name,
        label=node.text(terms.RDFS_LABEL),
        promised_by=node.id(al("promisedBy")) or "",
        promised_to=node.id(al("promisedTo")) or "",
        promised_on=promised_on,
        due=node.date(al("due")),
        outcome=node.text(al("outcome")),
        outcome_date=node.date(al("outcomeDate")),
        sources=node.ids(terms.DERIVED_FROM),
        note=node.text(al("note")),
        kind=node.text(al("kind")),
        moved_to=node.id(al("movedTo")),
    )


def _measure(node: Node) -> Measure:
    quantity = _quantity(node)
    if quantity is None:  # the shapes see to it
        raise KeyError(node.iri)
    return Measure(
        id=node.name,
        provider=node.id(al("provider")) or "",
        recipient=node.id(al("recipient")) or "",
        indicator=node.text(al("indicator")),
        quantity=quantity,
        start=node.date(al("start")),
        end=node.date(al("end")),
        sources=node.ids(terms.DERIVED_FROM),
        note=node.text(al("note")),
    )
