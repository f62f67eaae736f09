"""Accounts of one event: which statements that are there tell what a fact of a data set tells.

Two accounts are of one event if their relations are of one family, they are about the same sides,
and the days that their dates can mean lie no further apart than a tolerance; a smaller one where
they disagree about the outcome, too. An event is what the
accounts that agree on the day, or compete with each other, tell of; each fact of a set belongs to
the nearest one, and no two facts of a set to the same one. Ties are of one event wherever they
stand at the same time, for the same tie stands but once; several facts may tell parts of it. The
family of coups is about a state, whoever acts; any other relation is a family of its own, and
about both sides.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from allegiance.graph.model.dates import PartialDate
from allegiance.graph.model.rollup import Rollup
from allegiance.graph.model.statements import Statement

# How far apart dates of one event may lie, in days: lists of coups differ by days.
TOLERANCE_DAYS: Final = 31
# The same where one tells of a coup that succeeded, another of one that did not.
OUTCOME_TOLERANCE_DAYS: Final = 3
# What the relations of coups say of the outcome.
COUPS: Final[Mapping[str, str]] = {
    "ousts": "success",
    "takes_power_in": "success",
    "attempts_coup_in": "attempt",
    "plots_coup_in": "conspiracy",
}
# Relations that hold both ways, whoever is named first.
MUTUAL: Final = frozenset(
    {
        "discusses_trade_with",
        "dissolves_with",
        "forms_confederation_with",
        "has_consultation_pact_with",
        "has_defence_agreement_with",
        "has_neutrality_pact_with",
        "has_non_aggression_pact_with",
        "has_offence_pact_with",
        "negotiates_with",
        "settles_with",
        "signs_agreement_with",
    }
)
Sides = tuple[str, frozenset[str] | tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Account:
    """One account of an event, by a statement or a fact; ``id`` is that of the statement."""

    id: str
    subject: str
    relation: str
    object: str
    start: PartialDate
    end: PartialDate | None = None
    tie: bool = False
    rivals: tuple[str, ...] = ()

    @classmethod
    def of(cls, statement: Statement) -> Account | None:
        """The account that a statement is; None without a date."""
        if statement.start is None:
            return None
        return cls(
            statement.id,
            statement.subject,
            statement.relation.id,
            statement.object,
            statement.start,
            statement.end,
            statement.tie and not statement.lapsed,
            statement.conflicts_with,
        )

    def tells_the_same(self, other: Account) -> bool:
        """Whether two accounts differ in nothing but who tells them."""
        one, two = (
            (a.subject, a.relation, a.object, str(a.start))
            for a in (self.turned_like(other), other)
        )
        return one == two and (self.end is None or str(self.end) == str(other.end))

    def competes_with(self, other: Account) -> bool:
        """Whether two accounts of one event cannot both be right as written."""
        if str(self.start) != str(other.start):
            return True
        if self.relation in COUPS:
            return COUPS[self.relation] != COUPS[other.relation]
        return str(self.end) != str(other.end)

    def turned_like(self, other: Account) -> Account:
        """The account, told from the side that another one is told from, if it holds both ways."""
        turned = (self.subject, self.object) == (other.object, other.subject)
        if self.relation in MUTUAL and turned:
            return replace(self, subject=self.object, object=self.subject)
        return self

    def stands_beside(self, other: Account) -> bool:
        """Whether both are ties that can stand on one day."""
        ends = (a.end.latest if a.end else dt.date.max for a in (self, other))
        first = max(self.start.earliest, other.start.earliest)
        return self.tie and other.tie and first <= min(ends)


def days_apart(one: PartialDate, other: PartialDate) -> int:
    """The days between two dates at their nearest, 0 where they can mean the same day.

    >>> days_apart(PartialDate.parse("2021-05-21"), PartialDate.parse("2021-05-24"))
    3
    >>> days_apart(PartialDate.parse("2021"), PartialDate.parse("2021-05-24"))
    0
    """
    low, high = sorted((one, other))
    return max(0, (high.earliest - low.latest).days)


@dataclass(slots=True)
class Accounts:
    """The accounts that are there, ready to be compared with the facts of a set."""

    rollup: Rollup
    tolerance: int = TOLERANCE_DAYS
    _by_sides: dict[Sides, list[Account]] = field(default_factory=dict)

    def add(self, accounts: Iterable[Account]) -> None:
        """Take ``accounts`` among those that are there."""
        for account in accounts:
            for sides in self._all_sides(account):
                self._by_sides.setdefault(sides, []).append(account)

    def events_of(self, facts: Sequence[Account]) -> dict[str, list[Account]]:
        """The accounts of the same event for each of a set's facts that has some, by its id."""
        found: list[tuple[int, int, int, list[Account]]] = []
        for index, fact in enumerate(facts):
            near = [a for a in self._by_sides.get(_sides(fact), ()) if self._is_near(fact, a)]
            for event in _events(near):
                gap = min(days_apart(fact.start, account.start) for account in event)
                differs = not any(_outcome(account) == _outcome(fact) for account in event)
                found.append((gap, differs, index, event))
        taken: set[str] = set()
        events: dict[str, list[Account]] = {}
        for _, _, index, event in sorted(found, key=lambda f: f[:3]):
            name, ids = facts[index].id, {account.id for account in event}
            if name not in events and taken.isdisjoint(ids):
                events[name] = event
                if not facts[index].tie:
                    taken |= ids
        return events

    def _is_near(self, fact: Account, account: Account) -> bool:
        """Whether the dates of both allow for one event."""
        differs = _outcome(fact) != _outcome(account)
        most = min(self.tolerance, OUTCOME_TOLERANCE_DAYS) if differs else self.tolerance
        return days_apart(fact.start, account.start) <= most or fact.stands_beside(account)

    def _all_sides(self, account: Account) -> set[Sides]:
        if account.relation not in COUPS:
            return {_sides(account)}
        ways = self.rollup.climb(account.object, when=account.start)
        return {("coup", frozenset({way.patron})) for way in ways}


def _sides(account: Account) -> Sides:
    if account.relation in COUPS:
        return "coup", frozenset({account.object})
    if account.relation in MUTUAL:
        return account.relation, frozenset({account.subject, account.object})
    return account.relation, (account.subject, account.object)


def _outcome(account: Account) -> str:
    return COUPS.get(account.relation, account.relation)


def _events(accounts: Sequence[Account]) -> list[list[Account]]:
    """The accounts by event: those of one day and outcome, or that compete, are of one."""
    events: list[list[Account]] = []
    for account in accounts:
        own = [e for e in events if any(_of_one_event(account, other) for other in e)]
        merged = [other for event in own for other in event]
        events = [event for event in events if event not in own]
        events.append([*merged, account])
    return events


def _of_one_event(one: Account, other: Account) -> bool:
    if other.id in one.rivals or one.id in other.rivals or one.stands_beside(other):
        return True
    return str(one.start) == str(other.start) and _outcome(one) == _outcome(other)


def in_window(
    start: PartialDate, end: PartialDate | None, window: tuple[dt.date, dt.date], *, tie: bool
) -> bool:
    """Whether something can be so on a day of the half-open ``window``."""
    first, after = window
    last = start.latest if not tie else dt.date.max if end is None else end.latest
    return start.earliest < after and last >= first
