"""All that holds an actor on a day: dependences, leverage, exchanges, isolation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from allegiance.graph.analysis.courses import Course
from allegiance.graph.analysis.leverage.dependence import find_dependences
from allegiance.graph.analysis.leverage.exchange import Exchange, find_exchanges
from allegiance.graph.analysis.leverage.index import (
    Leverage,
    LeverageChange,
    attribute_change,
    rate_patrons,
)
from allegiance.graph.analysis.leverage.isolation import Isolation, find_isolation
from allegiance.graph.analysis.leverage.ledger import read_ledger
from allegiance.graph.analysis.leverage.settings import DEFAULT, LeverageSettings, Span
from allegiance.graph.analysis.leverage.shares import Dependence
from allegiance.graph.analysis.leverage.substitution import Substitution, find_substitution
from allegiance.graph.model.dates import check_covered
from allegiance.graph.model.errors import InputError
from allegiance.graph.store.catalogue import Catalogue

Window = tuple[dt.date, dt.date]


@dataclass(frozen=True, slots=True)
class Reliance:
    """What holds an actor on a day; the strongest leverage first."""

    actor: str
    span: Span
    dependences: tuple[Dependence, ...]
    leverages: tuple[Leverage, ...]
    exchanges: tuple[Exchange, ...]
    isolation: Isolation

    def to_dict(self) -> dict[str, Any]:
        """The reliance as plain values, as ``--json`` prints it."""
        return {
            "actor": self.actor,
            "from": self.span.start.isoformat(),
            "at": self.span.day.isoformat(),
            "leverage": [leverage.to_dict() for leverage in self.leverages],
            "dependence": [dependence.to_dict() for dependence in self.dependences],
            "exchange": [exchange.to_dict() for exchange in self.exchanges],
            "isolation": self.isolation.to_dict(),
        }


@dataclass(frozen=True, slots=True)
class Turn:
    """What holds an actor before and after a day of change, and what one patron took over."""

    before: Reliance
    after: Reliance
    changes: tuple[LeverageChange, ...]
    substitution: Substitution

    def to_dict(self) -> dict[str, Any]:
        """The turn as plain values, as ``--json`` prints it."""
        return {
            "before": self.before.to_dict(),
            "after": self.after.to_dict(),
            "changes": [change.to_dict() for change in self.changes],
            "substitution": self.substitution.to_dict(),
        }


def find_reliance(
    catalogue: Catalogue,
    actor: str,
    patrons: Sequence[str],
    span: Span,
    *,
    window: Window,
    settings: LeverageSettings = DEFAULT,
) -> Reliance:
    """What holds ``actor`` (an id) in ``span``; ``patrons`` (ids) are each other's rivals."""
    reader = _Reader(catalogue, actor, tuple(patrons), window, settings)
    rivals = {one: [other for other in patrons if other != one] for one in patrons}
    return reader.reliance(span, rivals)


def find_turn(
    catalogue: Catalogue,
    actor: str,
    *,
    old: Sequence[str],
    new: str,
    day: dt.date,
    window: Window,
    settings: LeverageSettings = DEFAULT,
) -> Turn:
    """What held ``actor`` before ``day`` and what holds it at the window's end, or as long after.

    Before are the whole calendar years that the settings ask for and the year begun, up to the day
    before; after are the days from ``day`` on, up to as many years. ``old`` are the rivals of
    ``new``.

    Raises
    ------
    InputError
        If ``new`` is among ``old``, or ``day`` or the day before it lies outside the window.
    """
    if new in old:
        message = f"{catalogue.label(new)} is among the old patrons: name another as the new one."
        raise InputError(message)
    before, after = spans_around(day, window, settings.years)
    reader = _Reader(catalogue, actor, (*old, new), window, settings)
    held, holds = (reader.reliance(span, {new: old}) for span in (before, after))
    rated = {leverage.patron: leverage for leverage in held.leverages}
    return Turn(
        held,
        holds,
        tuple(attribute_change(rated[one.patron], one) for one in holds.leverages),
        find_substitution(
            reader.ledger, old=old, new=new, before=before, after=after, settings=settings
        ),
    )


class _Reader:
    """What holds one actor, in several spans."""

    def __init__(
        self,
        catalogue: Catalogue,
        actor: str,
        patrons: tuple[str, ...],
        window: Window,
        settings: LeverageSettings,
    ) -> None:
        self.catalogue, self.window, self.settings = catalogue, window, settings
        self.patrons = tuple(dict.fromkeys(patrons))
        self.ledger = read_ledger(catalogue, actor, self.patrons)

    def reliance(self, span: Span, rivals: Mapping[str, Sequence[str]]) -> Reliance:
        ledger, settings = self.ledger, self.settings
        dependences = find_dependences(ledger, span, settings=settings)
        return Reliance(
            ledger.actor,
            span,
            tuple(dependences),
            tuple(rate_patrons(ledger, dependences, self.patrons, span, settings=settings)),
            find_exchanges(self.catalogue, ledger, self.patrons, rivals=rivals),
            find_isolation(self.catalogue, ledger.actor, span.day, window=self.window),
        )


@dataclass(frozen=True, slots=True)
class TurningPoint:
    """A day from which on an actor stood nearer to ``new`` than to ``old`` (ids)."""

    day: dt.date
    old: str
    new: str


def last_turning_point(course: Course) -> TurningPoint | None:
    """The last listed change of a course; None where none is listed."""
    listed = course.listed()
    if not listed:
        return None
    change = listed[-1]
    poles = course.evidence.poles
    sides = poles[change.axis.first], poles[change.axis.second]
    old, new = sides if change.size > 0 else sides[::-1]
    return TurningPoint(course.evidence.bins.edges[change.dates.mode], old, new)


def spans_around(day: dt.date, window: Window, years: int) -> tuple[Span, Span]:
    """The spans before and after a day, in the window.

    Raises
    ------
    InputError
        If the day, or the day before it, lies outside the window.
    """
    eve = day - dt.timedelta(days=1)
    check_covered(eve, window)
    check_covered(day, window)
    last = dt.date(min(day.year + years - 1, dt.MAXYEAR), 12, 31)
    return Span.up_to(eve, years).within(window), Span(day, last).within(window)
