"""What a dossier holds, as values: actors, sources, statements, links, commitments, measures."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from allegiance.graph.model.codes import Code
from allegiance.graph.model.dates import FAR_FUTURE, FAR_PAST, PartialDate, shift_day
from allegiance.graph.model.errors import InputError
from allegiance.graph.model.grades import Grade
from allegiance.graph.model.terms import BOUNDS, PASSIVE_KINDS, THREATS


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone or something that statements are about; ``kind`` is a key of ``terms.KINDS``.

    ``merged`` are the ids of those that were merged into it.
    """

    id: str
    label: str
    kind: str
    labels: tuple[tuple[str, str], ...] = ()
    aliases: tuple[str, ...] = ()
    iso3: str | None = None
    same_as: tuple[str, ...] = ()
    active_from: PartialDate | None = None
    active_until: PartialDate | None = None
    directed_against: str | None = None
    note: str = ""
    codes: tuple[Code, ...] = ()
    merged: tuple[str, ...] = ()

    @property
    def acts(self) -> bool:
        """Whether it can act; places and resolutions are only acted on."""
        return self.kind not in PASSIVE_KINDS

    def can_exist_on(self, day: dt.date) -> bool:
        """Whether it can exist on ``day``; without dates it always does."""
        begun = self.active_from is None or self.active_from.earliest <= day
        return begun and (self.active_until is None or day <= self.active_until.latest)

    @property
    def names(self) -> tuple[str, ...]:
        """Everything it answers to: labels in every language, aliases, ISO code, ids."""
        code = (self.iso3,) if self.iso3 else ()
        return (
            self.label,
            *(text for _, text in self.labels),
            *self.aliases,
            *code,
            self.id,
            *self.merged,
        )


@dataclass(frozen=True, slots=True)
class Source:
    """Where a statement comes from. ``origin`` is whose text it carries, by default its own."""

    id: str
    title: str
    publisher: str
    reliability: str
    date: PartialDate | None = None
    url: str | None = None
    origin: str = ""
    origin_label: str = ""


@dataclass(frozen=True, slots=True)
class Denial:
    """A voice against a statement; without a grade the denier's stake decides its weight."""

    by: str
    sources: tuple[str, ...]
    grade: Grade | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """The kind of a statement with its defaults; ``tie`` says whether it holds over an interval.

    ``own`` is one that a dossier declares itself; ``labels`` hold language and text,
    ``words`` what people write for it.
    """

    id: str
    label: str
    tie: bool
    channel: str
    weight: float
    plover: str = ""
    cameo: str = ""
    labels: tuple[tuple[str, str], ...] = ()
    own: bool = False
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, or a range; ``bound`` says how it is meant, or remarks on it.

    >>> str(Quantity(12640, None, None, "troops", "at least"))
    'at least 12,640 troops'
    """

    value: float | None
    low: float | None
    high: float | None
    unit: str
    bound: str = ""

    def __post_init__(self) -> None:
        if self.value is None and (self.low is None or self.high is None or self.low > self.high):
            message = f"A quantity is a value or a range, not {self.low} to {self.high}."
            raise InputError(message)

    def __str__(self) -> str:
        ends = (self.low, self.high) if self.value is None else (self.value,)
        number = " to ".join(f"{end:,.12g}" for end in ends)
        if self.bound in BOUNDS:
            return " ".join(part for part in (self.bound, number, self.unit) if part)
        return "; ".join(part for part in (f"{number} {self.unit}".strip(), self.bound) if part)


@dataclass(frozen=True, slots=True)
class Statement:
    """One sourced claim: who did what to whom, when, on whose word.

    ``weight`` in [-1, 1] and ``channel`` are the statement's own where it has them, else its
    relation's. ``end`` is None while a tie holds or where no end is known. ``lapsed`` marks a tie
    without an end that must have ended, nobody knows when: the same tie began anew later.
    """

    id: str
    label: str
    subject: str
    relation: Relation
    object: str
    start: PartialDate | None
    end: PartialDate | None
    channel: str
    weight: float
    grade: Grade
    sources: tuple[str, ...]
    asserted_by: tuple[str, ...] = ()
    attribution: str = ""
    denials: tuple[Denial, ...] = ()
    conflicts_with: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    quantity: Quantity | None = None
    note: str = ""
    recorded: dt.date | None = None
    lapsed: bool = False

    @property
    def sign(self) -> int:
        """1 for a friendly, -1 for a hostile, 0 for a neutral statement."""
        return (self.weight > 0) - (self.weight < 0)

    @property
    def tie(self) -> bool:
        """Whether it holds over an interval rather than happening on a date."""
        return self.relation.tie

    @property
    def contested(self) -> bool:
        """Whether someone denies it or another statement cannot hold together with it."""
        return bool(self.denials or self.conflicts_with)

    def can_begin(self, tie: Statement) -> bool:
        """Whether this act is the start of ``tie``: they can fall on the same day."""
        if self.start is None or tie.start is None:
            return False
        return self.start.earliest <= tie.start.latest and tie.start.earliest <= self.start.latest

    def holds_on(self, day: dt.date, *, memory_days: int = 0) -> bool:
        """Whether it can hold on ``day``; acts and lapsed ties are remembered ``memory_days``."""
        first, last = self.possible_days
        if self.end is None and last < FAR_FUTURE:
            last = shift_day(last, memory_days)
        return first <= day <= last

    def surely_holds_on(self, day: dt.date) -> bool:
        """Whether it holds on ``day`` whatever its dates mean, if it is true at all.

        An act does where its date is a day; a tie from the last day that it can have begun on to
        the first that it can have ended on.
        """
        first, last = self.certain_days
        return first <= day <= last

    def can_hold_within(self, start: dt.date, end: dt.date) -> bool:
        """Whether it can hold on a day of the half-open [start, end)."""
        first, last = self.possible_days
        return first < end and start <= last

    @property
    def possible_days(self) -> tuple[dt.date, dt.date]:
        """The first and the last day on which it can hold; the calendar's ends where open."""
        first = FAR_PAST if self.start is None else self.start.earliest
        if self.end is not None:
            return first, self.end.latest
        if self.start is None or (self.tie and not self.lapsed):
            return first, FAR_FUTURE
        return first, self.start.latest

    @property
    def certain_days(self) -> tuple[dt.date, dt.date]:
        """The first and the last day on which it surely holds; there are none if they cross."""
        first = FAR_PAST if self.start is None else self.start.latest
        if self.end is not None:
            return first, self.end.earliest
        if self.start is None or (self.tie and not self.lapsed):
            return first, FAR_FUTURE
        return first, self.start.earliest


@dataclass(frozen=True, slots=True)
class Commitment:
    """A promise with a due date and an outcome (met, missed, moved, open).

    ``kind`` is a word of the dossier for what was promised, of which those of ``terms.THREATS``
    have a meaning; ``moved_to`` is the promise in its place.
    """

    id: str
    label: str
    promised_by: str
    promised_to: str
    promised_on: PartialDate
    due: PartialDate | None
    outcome: str
    outcome_date: PartialDate | None
    sources: tuple[str, ...]
    note: str = ""
    kind: str = ""
    moved_to: str | None = None

    @property
    def is_threat(self) -> bool:
        """Whether it threatens rather than promises, by its kind."""
        return self.kind.strip().casefold() in THREATS


@dataclass(frozen=True, slots=True)
class Measure:
    """A sourced quantity: who provides how much of what to whom, over which period."""

    id: str
    provider: str
    recipient: str
    indicator: str
    quantity: Quantity
    start: PartialDate | None
    end: PartialDate | None
    sources: tuple[str, ...]
    note: str = ""
