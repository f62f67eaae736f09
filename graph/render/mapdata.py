"""What the map is told: actors, statements, shifts and tilts as plain values.

The map knows nothing of RDF and computes no finding: whoever fills these values has done so.
Each class refuses values that could not be drawn, and says which.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass

from allegiance.graph.model.errors import InputError


@dataclass(frozen=True, slots=True)
class MapSource:
    """Where a statement comes from; ``url`` is None where no link may be shown."""

    title: str
    publisher: str
    date: str
    url: str | None
    reliability: str


@dataclass(frozen=True, slots=True)
class MapActor:
    """One actor. ``patron`` is the id of the actor it is folded into; an absent one is ignored."""

    id: str
    label: str
    kind: str
    aliases: tuple[str, ...] = ()
    patron: str | None = None


@dataclass(frozen=True, slots=True)
class MapStatement:
    """One sourced statement, with all that the evidence panel shows of it.

    ``start`` and ``end`` are dates as written (empty: open); ``start_day`` and ``end_day`` bound
    them. A tie holds on [start_day, end_day), an act counts from its start_day. A tie without a
    start_day holds since before the window; an act without one is listed but never drawn.
    """

    id: str
    subject: str
    relation: str
    relation_label: str
    object: str
    label: str
    start: str
    end: str
    start_day: dt.date | None
    end_day: dt.date | None
    tie: bool
    sign: int
    weight: float
    probability: float
    channel: str
    grade: str
    contested: bool = False
    asserted_by: tuple[str, ...] = ()
    denied_by: tuple[str, ...] = ()
    denial: str = ""
    sources: tuple[MapSource, ...] = ()

    def __post_init__(self) -> None:
        where = f"Statement {self.id!r} of the map"
        if self.sign not in (-1, 0, 1):
            _refuse(f"{where}: sign {self.sign!r} is none of -1, 0, 1.")
        if not -1 <= self.weight <= 1:
            _refuse(f"{where}: weight {self.weight!r} is outside [-1, 1].")
        if not 0 <= self.probability <= 1:
            _refuse(f"{where}: probability {self.probability!r} is outside [0, 1].")
        if self.start_day and self.end_day and self.end_day < self.start_day:
            _refuse(f"{where}: it ends on {self.end_day}, before its start {self.start_day}.")


@dataclass(frozen=True, slots=True)
class MapShift:
    """A dated shift: a tick at ``date`` and a band from ``date_low`` to ``date_high``."""

    id: str
    actor: str
    date: dt.date
    date_low: dt.date
    date_high: dt.date
    words: str

    def __post_init__(self) -> None:
        if self.date_high < self.date_low:
            _refuse(f"Shift {self.id!r} of the map: {self.date_high} is before {self.date_low}.")


@dataclass(frozen=True, slots=True)
class MapTilt:
    """An actor's tilt over time: 1 is ``pole_a``, -1 is ``pole_b``; None where nothing is known."""

    actor: str
    dates: tuple[dt.date, ...]
    mean: tuple[float | None, ...]
    low: tuple[float | None, ...]
    high: tuple[float | None, ...]
    pole_a: str
    pole_b: str

    def __post_init__(self) -> None:
        where = f"Tilt of {self.actor!r} on the map"
        series = (self.mean, self.low, self.high)
        if any(len(values) != len(self.dates) for values in series):
            lengths = [len(values) for values in series]
            _refuse(f"{where}: {len(self.dates)} dates, but {lengths} values of mean, low, high.")
        if any(x is not None and not math.isfinite(x) for values in series for x in values):
            _refuse(f"{where}: a value is not finite. Give None where nothing is known.")


@dataclass(frozen=True, slots=True)
class MapData:
    """All that one map shows: who, what, and the window of days over which it can be moved.

    The window is [window_start, window_end). ``focus`` is the actor that the map opens on, ``at``
    the day it opens at (default: the window's last). ``memory_days`` is how long an act stays in
    view.
    """

    title: str
    subtitle: str
    window_start: dt.date
    window_end: dt.date
    actors: tuple[MapActor, ...]
    statements: tuple[MapStatement, ...] = ()
    shifts: tuple[MapShift, ...] = ()
    tilts: tuple[MapTilt, ...] = ()
    focus: str | None = None
    at: dt.date | None = None
    memory_days: int = 365

    def __post_init__(self) -> None:
        if self.window_end <= self.window_start:
            _refuse(f"The map's window ends on {self.window_end}, not after {self.window_start}.")
        if self.memory_days < 1:
            _refuse(f"The map's memory is {self.memory_days} days. Give at least 1.")
        known = _unique("actor", (actor.id for actor in self.actors))
        _unique("statement", (statement.id for statement in self.statements))
        _unique("shift", (shift.id for shift in self.shifts))
        for statement in self.statements:
            for end in (statement.subject, statement.object):
                _known(end, known, f"statement {statement.id!r}")
        for shift in self.shifts:
            _known(shift.actor, known, f"shift {shift.id!r}")
        for tilt in self.tilts:
            _known(tilt.actor, known, "a tilt")
        if self.focus is not None:
            _known(self.focus, known, "the focus")


def _unique(kind: str, ids: Iterable[str]) -> frozenset[str]:
    seen: set[str] = set()
    for given in ids:
        if given in seen:
            _refuse(f"Two {kind}s of the map have the id {given!r}. Give each its own.")
        seen.add(given)
    return frozenset(seen)


def _known(actor: str, known: frozenset[str], where: str) -> None:
    if actor not in known:
        _refuse(f"The map has no actor {actor!r}, named by {where}. Add it to actors.")


def _refuse(message: str) -> None:
    raise InputError(message)
