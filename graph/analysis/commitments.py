"""What was promised and what became of it on a day: standings, rates of keeping, moved dates."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Final, Literal

from allegiance.graph.analysis.hindsight import settled_day
from allegiance.graph.analysis.rates import KeptRate, kept_rate
from allegiance.graph.model.dates import PartialDate
from allegiance.graph.model.rollup import Rollup
from allegiance.graph.model.statements import Commitment
from allegiance.graph.store.catalogue import Catalogue

# What a promise can be on a day. The last three are open: due later, due before, due on no date.
STATUSES: Final = ("met", "missed", "moved", "pending", "overdue", "undated")
Grouping = Literal["actor", "kind"]


@dataclass(frozen=True, slots=True, order=True)
class Days:
    """So many days between two dates, as few and as many as these can mean; negative if back."""

    low: int
    high: int

    @classmethod
    def between(cls, first: PartialDate | None, last: PartialDate | None) -> Days | None:
        """The days from ``first`` to ``last``; None where one is not there or open on a side.

        >>> Days.between(PartialDate.parse("2022-03"), PartialDate.parse("2022-04-10"))
        Days(low=10, high=40)
        """
        if first is None or last is None or first.is_open or last.is_open:
            return None
        return cls((last.earliest - first.latest).days, (last.latest - first.earliest).days)

    def to_dict(self) -> dict[str, int]:
        """The days as plain values."""
        return {"low": self.low, "high": self.high}


@dataclass(frozen=True, slots=True)
class Standing:
    """One promise on a day: ``status`` is one of `STATUSES`, ``overdue`` since when.

    ``promiser`` is the topmost patron of who promised, on the day of the promise. ``origins``
    counts those on whose word it stands. ``own`` says, in the view of an actor, whether it or a
    client promised; else the promise was made to it.
    """

    commitment: Commitment
    status: str
    promiser: str
    origins: int
    own: bool
    overdue: Days | None = None

    @property
    def settled(self) -> bool:
        """Whether it was met, missed or moved by then."""
        return self.status in ("met", "missed", "moved")

    def to_dict(self) -> dict[str, Any]:
        """The promise as plain values."""
        c = self.commitment
        dates = {"promised_on": c.promised_on, "due": c.due, "outcome_date": c.outcome_date}
        return {
            "id": c.id,
            "promise": c.label,
            "promised_by": c.promised_by,
            "promiser": self.promiser,
            "promised_to": c.promised_to,
            "kind": c.kind or None,
            **{name: None if date is None else str(date) for name, date in dates.items()},
            "status": self.status,
            "overdue_days": self.overdue and self.overdue.to_dict(),
            "moved_to": c.moved_to,
            "origins": self.origins,
            "sources": list(c.sources),
        }


@dataclass(frozen=True, slots=True)
class Chain:
    """A promise and those that took its place one after the other."""

    standings: tuple[Standing, ...]

    @property
    def outcome(self) -> str:
        """The status of the last; "moved" where the one in its place is not on record."""
        return self.standings[-1].status

    @property
    def slips(self) -> tuple[Days | None, ...]:
        """By how many days each move put the due date off; negative if it brought it forward."""
        due = [s.commitment.due for s in self.standings]
        return tuple(Days.between(old, new) for old, new in pairwise(due))

    @property
    def slip(self) -> Days | None:
        """From the first due date to the last; None without both or without a move.

        Exact dates: the sum of `slips`. Of partial ones the bounds are narrower than theirs, for
        what a date in between means does not matter.
        """
        first, last = self.standings[0].commitment, self.standings[-1].commitment
        return Days.between(first.due, last.due) if len(self.standings) > 1 else None

    @property
    def kept_after(self) -> Days | None:
        """From the first due date to the day it was kept; None if it was not, or undated."""
        if self.outcome != "met":
            return None
        first, last = self.standings[0].commitment, self.standings[-1].commitment
        return Days.between(first.due, last.outcome_date)

    def to_dict(self) -> dict[str, Any]:
        """The chain as plain values."""
        return {
            "commitments": [s.commitment.id for s in self.standings],
            "due": [str(s.commitment.due) if s.commitment.due else None for s in self.standings],
            "slips_days": [slip and slip.to_dict() for slip in self.slips],
            "slip_days": self.slip and self.slip.to_dict(),
            "kept_after_days": self.kept_after and self.kept_after.to_dict(),
            "outcome": self.outcome,
        }


@dataclass(frozen=True, slots=True)
class Tally:
    """The promises of one group: how many are what, the rate of keeping and that in the end.

    ``rate`` counts each promise as it was made: kept are those met, of those met, missed and
    moved. ``rate_in_the_end`` counts chains by their last promise: kept of those met and missed.
    """

    group: str
    counts: tuple[tuple[str, int], ...]
    rate: KeptRate
    rate_in_the_end: KeptRate

    @property
    def total(self) -> int:
        """How many promises there are."""
        return sum(count for _, count in self.counts)

    def to_dict(self) -> dict[str, Any]:
        """The group as plain values."""
        return {
            "group": self.group,
            **dict(self.counts),
            "kept": self.rate.to_dict(),
            "kept_in_the_end": self.rate_in_the_end.to_dict(),
        }


@dataclass(frozen=True, slots=True)
class Commitments:
    """The promises made by the day ``at``, sorted by day, as they stood then.

    ``actor`` is whom they are by or to, None for all. ``chains`` begin with each promise that is
    in no other's place. ``threats`` are commitments that are none, and counted nowhere else.
    """

    at: dt.date
    actor: str | None
    standings: tuple[Standing, ...]
    chains: tuple[Chain, ...]
    threats: tuple[Standing, ...] = ()

    @property
    def own(self) -> Tally:
        """The promises by the actor and its clients; all without an actor."""
        return self._tally("own", [s for s in self.standings if s.own])

    @property
    def received(self) -> Tally:
        """The promises to the actor and its clients by others; none without an actor."""
        return self._tally("received", [s for s in self.standings if not s.own])

    @property
    def moved(self) -> tuple[Chain, ...]:
        """The chains with a promise in the place of another."""
        return tuple(chain for chain in self.chains if len(chain.standings) > 1)

    @property
    def overdue(self) -> tuple[Standing, ...]:
        """The promises whose due date was past and whose outcome had not come."""
        return tuple(s for s in self.standings if s.status == "overdue")

    def by(self, grouping: Grouping) -> tuple[Tally, ...]:
        """The promises by who promised (topmost patrons) or by kind ("" for none), sorted."""

        def group_of(standing: Standing) -> str:
            return standing.promiser if grouping == "actor" else standing.commitment.kind

        names = sorted({group_of(s) for s in self.standings})
        return tuple(
            self._tally(name, [s for s in self.standings if group_of(s) == name]) for name in names
        )

    def _tally(self, group: str, standings: Sequence[Standing]) -> Tally:
        counted = Counter(s.status for s in standings)
        begun = {s.commitment.id for s in standings}
        ends = Counter(c.outcome for c in self.chains if c.standings[0].commitment.id in begun)
        settled = counted["met"] + counted["missed"] + counted["moved"]
        return Tally(
            group,
            tuple((status, counted[status]) for status in STATUSES),
            kept_rate(counted["met"], settled, overdue=counted["overdue"]),
            kept_rate(ends["met"], ends["met"] + ends["missed"], overdue=ends["overdue"]),
        )

    def to_dict(self) -> dict[str, Any]:
        """All of it as plain values, as ``--json`` prints it."""
        return {
            "at": self.at.isoformat(),
            "actor": self.actor,
            "own": self.own.to_dict(),
            "received": self.received.to_dict(),
            "promises": [s.to_dict() for s in self.standings],
            "chains": [c.to_dict() for c in self.moved],
            "threats": [s.to_dict() for s in self.threats],
        }


def review_commitments(
    catalogue: Catalogue, *, at: dt.date, actor: str | None = None
) -> Commitments:
    """The promises of ``catalogue`` as they stood on the day ``at``.

    Parameters
    ----------
    actor
        Only chains with a promise by or to this actor (an id) or who ever rolls up to it.

    Returns
    -------
    Commitments
        Promises that can have been made by then. An outcome counts once it is sure to have come.
    """
    made = [c for c in catalogue.commitments.values() if c.promised_on.earliest <= at]
    rollup = catalogue.rollup
    standing = {c.id: _standing(c, catalogue, rollup, at=at, actor=actor) for c in made}
    standing = {name: _without_successor(s, standing) for name, s in standing.items()}
    concerned = {name for name, s in standing.items() if _concerns(rollup, s, actor)}
    listed = sorted((standing[name] for name in concerned), key=_when)
    promises = {name: s for name, s in standing.items() if not s.commitment.is_threat}
    chains = [c for c in _chains(promises) if concerned & {s.commitment.id for s in c.standings}]
    return Commitments(
        at,
        actor,
        tuple(s for s in listed if s.commitment.id in promises),
        tuple(sorted(chains, key=lambda chain: _when(chain.standings[0]))),
        tuple(s for s in listed if s.commitment.id not in promises),
    )


def _standing(
    promise: Commitment,
    catalogue: Catalogue,
    rollup: Rollup,
    *,
    at: dt.date,
    actor: str | None,
) -> Standing:
    settled = promise.outcome != "open" and settled_day(promise, catalogue) <= at
    if not settled:
        promise = replace(promise, outcome="open", outcome_date=None, moved_to=None)
    late = not settled and promise.due is not None and promise.due.latest < at
    return Standing(
        promise,
        promise.outcome if settled else _open_status(promise, late=late),
        rollup.root(promise.promised_by, at=promise.promised_on.known_day),
        len({catalogue.sources[name].origin for name in promise.sources}),
        actor is None or actor in rollup.family(promise.promised_by),
        Days.between(promise.due, PartialDate.of_day(at)) if late else None,
    )


def _open_status(promise: Commitment, *, late: bool) -> str:
    if promise.due is None:
        return "undated"
    return "overdue" if late else "pending"


def _without_successor(standing: Standing, known: dict[str, Standing]) -> Standing:
    """A standing without the promise in its place where that was not made by the day."""
    promise = standing.commitment
    if promise.moved_to is None or promise.moved_to in known:
        return standing
    return replace(standing, commitment=replace(promise, moved_to=None))


def _concerns(rollup: Rollup, standing: Standing, actor: str | None) -> bool:
    return standing.own or actor in rollup.family(standing.commitment.promised_to)


def _chains(standing: dict[str, Standing]) -> Iterable[Chain]:
    """A chain for each promise that is in no other's place."""
    taken = {s.commitment.moved_to for s in standing.values()}
    for name, first in standing.items():
        if name in taken:
            continue
        links = [first]
        while (after := links[-1].commitment.moved_to) in standing:
            links.append(standing[after])
        yield Chain(tuple(links))


def _when(standing: Standing) -> tuple[dt.date, str]:
    return standing.commitment.promised_on.known_day, standing.commitment.id
