"""What is given for what: what each patron gives an actor, and what it gets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from allegiance.graph.analysis.leverage.kinds import BESIDES
from allegiance.graph.analysis.leverage.ledger import Entry, Ledger
from allegiance.graph.model.statements import Measure, Statement
from allegiance.graph.store.catalogue import Catalogue

# What an actor did against other patrons: PLOVER event types that end or forbid something.
_BREAKS: Final = frozenset({"SANCTION", "COERCE"})
BREAKS: Final = "breaks with others"
# Kinds in the order that they are shown in, those given first.
_ORDER: Final = (
    *("troops", "arms", "training", "pacts", "aid", "trade", "support", BESIDES),
    *("payments", "contracts", "resources", "bases", "concessions", "votes", BREAKS),
)


@dataclass(frozen=True, slots=True)
class Given:
    """What was given of one kind: measures and statements, each sorted by date."""

    kind: str
    measures: tuple[Measure, ...]
    statements: tuple[Statement, ...]

    def to_dict(self) -> dict[str, Any]:
        """What was given, as ids."""
        return {
            "kind": self.kind,
            "measures": [m.id for m in self.measures],
            "statements": [s.id for s in self.statements],
        }


@dataclass(frozen=True, slots=True)
class Exchange:
    """What one patron (with its clients) gives an actor, and what it gets, by kind.

    That both stand side by side is no proof that one is the price of the other. "Breaks with
    others" are what the actor did to end or forbid something of the patron's rivals.
    """

    patron: str
    gives: tuple[Given, ...]
    gets: tuple[Given, ...]

    def to_dict(self) -> dict[str, Any]:
        """The exchange as plain values."""
        return {
            "patron": self.patron,
            "gives": [given.to_dict() for given in self.gives],
            "gets": [given.to_dict() for given in self.gets],
        }


def find_exchanges(
    catalogue: Catalogue,
    ledger: Ledger,
    patrons: Sequence[str],
    *,
    rivals: Mapping[str, Sequence[str]],
) -> tuple[Exchange, ...]:
    """What each of ``patrons`` (ids) gave the ledger's actor and got, at any time, in their order.

    ``rivals`` says whom breaks with count as given to a patron.
    """
    exchanges = []
    for patron in patrons:
        others = _breaks(catalogue, ledger, rivals.get(patron, ()))
        gets = _by_kind(ledger.returned, patron)
        if others:
            gets.append(Given(BREAKS, (), tuple(sorted(others, key=_when))))
        gives = _by_kind(ledger.given, patron)
        exchanges.append(Exchange(patron, _ordered(gives), _ordered(gets)))
    return tuple(exchanges)


def _by_kind(entries: Iterable[Entry], patron: str) -> list[Given]:
    kinds: dict[str, list[Measure | Statement]] = {}
    for entry in entries:  # they are sorted by date
        if entry.patron == patron:
            kinds.setdefault(entry.kind, []).append(entry.thing)
    return [
        Given(
            kind,
            tuple(t for t in things if isinstance(t, Measure)),
            tuple(t for t in things if isinstance(t, Statement)),
        )
        for kind, things in kinds.items()
    ]


def _breaks(catalogue: Catalogue, ledger: Ledger, rivals: Sequence[str]) -> list[Statement]:
    """What the actor and its clients did to end or forbid something of rivals and their own."""
    rollup, wanted = ledger.rollup, set(rivals)
    return [
        s
        for s in catalogue.statements.values()
        if s.sign < 0
        and s.relation.plover in _BREAKS
        and ledger.actor in rollup.family(s.subject)
        and wanted & rollup.family(s.object)
    ]


def _ordered(given: Iterable[Given]) -> tuple[Given, ...]:
    return tuple(sorted(given, key=lambda g: (_ORDER.index(g.kind), g.kind)))


def _when(statement: Statement) -> tuple[str, str]:
    return (statement.start.known_day.isoformat() if statement.start else "", statement.id)
