"""The choices behind leverage, each with its default."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from allegiance.graph.analysis.leverage.kinds import NAMES
from allegiance.graph.model.errors import InputError, UnknownNameError


@dataclass(frozen=True, slots=True)
class LeverageSettings:
    """The choices behind leverage.

    Parameters
    ----------
    years
        Flows and acts count in so many whole calendar years before the day asked for, and in the
        year begun; five is SIPRI's own advice for deliveries, which are lumpy.
    reach_days
        A count of persons speaks for so many days before and after, while the force is there.
    weights
        Of the kinds of what is given, by name; each at least 0. None for equal ones.
    spread
        How far weights vary: a Dirichlet distribution around the published ones whose parameters
        are ``spread`` x n x weight. With 2 and seven kinds a weight of 1/7 is mostly (in 80% of
        draws) between .04 and .27.
    draws, seed, level
        How many draws the ranges are of, from which seed, and what part of them they hold.
    """

    years: int = 5
    reach_days: int = 366
    weights: tuple[tuple[str, float], ...] | None = None
    spread: float = 2.0
    draws: int = 1000
    seed: int = 1
    level: float = 0.8

    def __post_init__(self) -> None:
        if self.years < 1 or self.reach_days < 0 or self.draws < 1 or not self.spread > 0:
            message = "Leverage needs at least one year, one draw and a spread above 0."
            raise InputError(message)
        if not 0 < self.level < 1:
            message = f"The level of a range lies between 0 and 1, not {self.level}."
            raise InputError(message)
        for name, weight in self.weights or ():
            if name not in NAMES:
                raise UnknownNameError(
                    name, kind="kind", known=NAMES, see="docs/methods/leverage.md"
                )
            if not weight >= 0:
                message = f"A weight is at least 0, not {weight} ({name})."
                raise InputError(message)
        if self.weights is not None and not any(weight > 0 for _, weight in self.weights):
            message = f"Give at least one kind a weight above 0: {', '.join(NAMES)}."
            raise InputError(message)

    @property
    def published(self) -> Mapping[str, float]:
        """The weight of each kind; they sum to 1. A kind that is not named has none."""
        given = dict.fromkeys(NAMES, 1.0) if self.weights is None else dict(self.weights)
        total = sum(given.values())
        return {name: given.get(name, 0.0) / total for name in NAMES}


@dataclass(frozen=True, slots=True)
class Span:
    """The days that flows and acts count in, ``start`` to ``day``; stocks are those of ``day``."""

    start: dt.date
    day: dt.date

    def __post_init__(self) -> None:
        if self.start > self.day:
            message = f"A span begins before it ends, not on {self.start} for {self.day}."
            raise InputError(message)

    @classmethod
    def up_to(cls, day: dt.date, years: int) -> Span:
        """So many whole calendar years before ``day``, and the year begun.

        >>> ends = dt.date(2020, 12, 31), dt.date(2021, 6, 30)
        >>> [str(Span.up_to(day, 5).start) for day in ends]
        ['2016-01-01', '2016-01-01']
        """
        over = (day.month, day.day) == (12, 31)
        return cls(dt.date(max(day.year - years + over, dt.MINYEAR), 1, 1), day)

    def within(self, window: tuple[dt.date, dt.date]) -> Span:
        """The part of it that lies in a half-open window."""
        last = min(self.day, window[1] - dt.timedelta(days=1))
        return Span(max(self.start, window[0]), last)

    @property
    def years(self) -> range:
        """The calendar years that it touches."""
        return range(self.start.year, self.day.year + 1)

    def part_of(self, year: int) -> float:
        """What part of a calendar year lies in it, in [0, 1]."""
        first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
        inside = (min(last, self.day) - max(first, self.start)).days + 1
        return max(inside, 0) / ((last - first).days + 1)


DEFAULT: Final = LeverageSettings()
