"""What goes to an actor from each patron, and from it to each: measures and statements."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from allegiance.graph.analysis.leverage.kinds import (
    BESIDES,
    Kind,
    kind_of,
    listed_kind,
    returned_kind,
)
from allegiance.graph.analysis.leverage.settings import Span
from allegiance.graph.model.dates import PartialDate
from allegiance.graph.model.opinions import Opinion, fuse_common, fuse_independent, graded_opinion
from allegiance.graph.model.rollup import Rollup
from allegiance.graph.model.statements import Measure, Statement
from allegiance.graph.model.terms import PASSIVE_KINDS
from allegiance.graph.store.catalogue import Catalogue

# Of a measure nobody grades what it says: "probably true" is taken, with its sources' own letters.
_MEASURED_DIGIT = "2"
_NEVER = dt.date.min


@dataclass(frozen=True, slots=True)
class Entry:
    """One measure or statement between an actor and a patron, under a kind.

    ``counted`` is the kind whose shares it counts for, None if it is only listed. ``belief`` is b
    of the opinion that it holds, in [0, 1].
    """

    patron: str
    kind: str
    thing: Measure | Statement
    belief: float
    counted: Kind | None = None

    @property
    def order(self) -> tuple[dt.date, str]:
        """What it is sorted by: when it begins, then its id."""
        start = self.thing.start
        return (start.known_day if start else _NEVER, self.thing.id)

    def mass_in(self, span: Span) -> float:
        """The belief in a statement that counts in a span, else 0.

        A tie counts if it can stand on the span's day. So does an act, until its end, if what it
        gives lasts; else it counts if it is over in the span.
        """
        thing = self.thing
        if not isinstance(thing, Statement) or self.counted is None or thing.start is None:
            return 0.0
        if thing.tie:
            counts = thing.holds_on(span.day)
        elif self.counted.lasts:
            counts = thing.end is not None and thing.holds_on(span.day)
        else:
            last = thing.start.known_day if thing.end is None else thing.end.latest
            counts = span.start <= last <= span.day
        return self.belief if counts else 0.0

    def gives_some(self, span: Span, counted: Collection[str]) -> bool:
        """Whether it says that its patron gave some of the kind in a span, however much.

        A statement does if it counts there; a measure if it is among those ``counted`` (ids), or a
        flow some of whose days can lie in the span.
        """
        thing = self.thing
        if isinstance(thing, Statement):
            return self.mass_in(span) > 0
        if thing.id in counted or self.counted is None or self.counted.form == "stock":
            return thing.id in counted
        first, last = thing.start or thing.end, thing.end or thing.start
        if first is None or last is None:
            return False
        return first.earliest <= span.day and span.start <= last.latest

    def last_day(self, span: Span) -> dt.date:
        """The last day, up to the span's, of what it gives there.

        The span's own day for what stands on it or is counted on it. It must give some there.
        """
        thing = self.thing
        tie = isinstance(thing, Statement) and thing.tie
        if tie or self.counted is None or self.counted.lasts or self.counted.form == "stock":
            return span.day
        last = thing.end or thing.start
        return span.day if last is None else min(last.latest, span.day)


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everything that a dossier holds between an actor and others, both ways, sorted by date."""

    actor: str
    given: tuple[Entry, ...]
    returned: tuple[Entry, ...]
    rollup: Rollup

    def kinds(self) -> frozenset[str]:
        """The kinds of which the dossier holds that anyone ever gave the actor some."""
        return frozenset(e.counted.name for e in self.given if e.counted)


def read_ledger(catalogue: Catalogue, actor: str, patrons: Collection[str] = ()) -> Ledger:
    """What goes to ``actor`` (an id) and its clients from others, and back.

    What a client gives counts for its topmost patron of that day, or for the first on the way up
    that is among ``patrons`` (ids). An act that begins a tie of the same kind is that tie; of
    accounts that cannot hold together the best believed counts.
    """
    reader = _Reader(catalogue, actor, frozenset(patrons))
    given = [*reader.measures(), *_once(reader.statements())]
    returned = [*reader.returned_measures(), *_once(reader.returned_statements())]
    return Ledger(
        actor,
        tuple(sorted(given, key=lambda e: e.order)),
        tuple(sorted(returned, key=lambda e: e.order)),
        reader.rollup,
    )


class _Reader:
    """Sorts the entries of a catalogue by whom they bind to the actor."""

    def __init__(self, catalogue: Catalogue, actor: str, patrons: frozenset[str]) -> None:
        self.catalogue, self.actor, self.patrons = catalogue, actor, patrons
        self.rollup, self.beliefs = catalogue.rollup, catalogue.beliefs
        self.holder = cache(self._holder)

    def measures(self) -> Iterator[Entry]:
        for measure in self.catalogue.measures.values():
            kind, patron = listed_kind(measure), self._giver(measure)
            counted = kind_of(measure)
            troops = counted is not None and counted.name == "troops"
            if patron and troops and self._against(patron, measure):
                kind, counted = BESIDES, None
            if patron:
                yield Entry(patron, kind, measure, self._trust(measure), counted)

    def _against(self, patron: str, measure: Measure) -> bool:
        """Whether the men counted are there against the actor: a tie of enmity says so that day."""
        when = measure.start or measure.end
        return any(
            tie.tie
            and tie.sign < 0
            and tie.channel == "defence"
            and (when is None or tie.holds_on(when.known_day))
            and self._partner(tie.subject, tie.object, when) == patron
            for tie in self.catalogue.statements.values()
        )

    def statements(self) -> Iterator[Entry]:
        for statement in self.catalogue.statements.values():
            kind = kind_of(statement)
            if kind is None or (kind.name == "trade" and self._thing(statement.object)):
                continue
            patron = self._partner(statement.subject, statement.object, statement.start)
            if patron is None and kind.name == "pacts":  # it binds both sides alike
                patron = self._partner(statement.object, statement.subject, statement.start)
            if patron is not None:
                yield Entry(patron, kind.name, statement, self._belief(statement), kind)

    def returned_measures(self) -> Iterator[Entry]:
        for measure in self.catalogue.measures.values():
            kind = returned_kind(measure)
            patron = self._partner(measure.recipient, measure.provider, measure.start)
            if kind and patron and self.catalogue.actors[measure.recipient].acts:
                yield Entry(patron, kind, measure, self._trust(measure))

    def returned_statements(self) -> Iterator[Entry]:
        for statement in self.catalogue.statements.values():
            target, turn = self.catalogue.aim(statement.object)
            patron = self._partner(target, statement.subject, statement.start)
            kind = _return_of(statement, turn, voted=target != statement.object)
            if patron is None:
                patron = self._partner(statement.subject, statement.object, statement.start)
                kind = self._taken(statement)
            if patron is not None and kind is not None:
                yield Entry(patron, kind, statement, self._belief(statement))

    def _taken(self, statement: Statement) -> str | None:
        """What a patron holds or takes of the actor's own: a mine, a base."""
        cameo, defence = statement.relation.cameo, statement.channel == "defence"
        held = cameo.startswith(("061", "062")) and self._thing(statement.object)
        if held or (cameo.startswith("171") and not defence):
            return "bases" if defence else "resources"
        return None

    def _giver(self, measure: Measure) -> str | None:
        return self._partner(measure.provider, measure.recipient, measure.start or measure.end)

    def _partner(self, other: str, mine: str, when: PartialDate | None) -> str | None:
        """The patron that ``other`` stands for, if ``mine`` is the actor's and ``other`` is not."""
        if self.holder(mine, when) != self.actor or not self.catalogue.actors[other].acts:
            return None
        patron = self.holder(other, when)
        return None if patron == self.actor else patron

    def _holder(self, name: str, when: PartialDate | None) -> str:
        ways = [way.patron for way in self.rollup.climb(name, when=when)]
        if self.actor in ways:
            return self.actor
        return next((patron for patron in ways if patron in self.patrons), ways[-1])

    def _thing(self, name: str) -> bool:
        kind = self.catalogue.actors[name].kind
        return kind in PASSIVE_KINDS or kind == "company"

    def _belief(self, statement: Statement) -> float:
        return self.beliefs.of(statement).fused.belief

    def _trust(self, measure: Measure) -> float:
        heard: dict[str, list[Opinion]] = {}
        for name in measure.sources:
            source = self.catalogue.sources[name]
            opinion = graded_opinion(source.reliability, _MEASURED_DIGIT)
            heard.setdefault(source.origin, []).append(opinion)
        return fuse_independent(fuse_common(voices) for voices in heard.values()).belief


def _return_of(statement: Statement, turn: int, *, voted: bool) -> str | None:
    """The kind of what an actor's own statement gives; None where it gives nothing."""
    if turn * statement.sign <= 0:
        return None
    if voted:
        return "votes"
    cameo = statement.relation.cameo
    if cameo.startswith("08"):
        return "bases" if statement.channel == "defence" else "concessions"
    if cameo.startswith("062"):
        return "contracts"
    kind = kind_of(statement)
    return None if kind is None or kind.name == "pacts" else kind.name


def _once(entries: Iterable[Entry]) -> list[Entry]:
    """The entries without acts that begin a tie among them, and one of accounts that compete."""
    listed = list(entries)
    by_side: dict[tuple[str, str], dict[str, Entry]] = {}
    for entry in listed:
        by_side.setdefault((entry.patron, entry.kind), {})[entry.thing.id] = entry
    kept: list[Entry] = []
    for side in by_side.values():
        begun = {
            name
            for entry in side.values()
            if isinstance(entry.thing, Statement) and entry.thing.tie
            for name in entry.thing.basis
            if name in side and _begins(side[name].thing, entry.thing)
        }
        rest = {name: entry for name, entry in side.items() if name not in begun}
        kept.extend(entry for entry in rest.values() if _is_best(entry, rest))
    return kept


def _begins(act: Measure | Statement, tie: Statement) -> bool:
    return isinstance(act, Statement) and not act.tie and act.can_begin(tie)


def _is_best(entry: Entry, side: dict[str, Entry]) -> bool:
    if not isinstance(entry.thing, Statement):
        return True
    rivals = [side[name] for name in entry.thing.conflicts_with if name in side]
    return all((-entry.belief, entry.thing.id) < (-r.belief, r.thing.id) for r in rivals)
