"""The periods that evidence is counted in."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from allegiance.graph.model.errors import InputError

Period = Literal["month", "quarter", "year"]
MONTHS: Final[dict[str, int]] = {"month": 1, "quarter": 3, "year": 12}
DAYS_IN_YEAR: Final = 365.25


@dataclass(frozen=True, slots=True)
class Bins:
    """Consecutive half-open periods; ``edges`` has one day more than there are periods.

    >>> bins = Bins.over(dt.date(2020, 1, 1), dt.date(2021, 1, 1), by="quarter")
    >>> len(bins), bins.spread(dt.date(2020, 1, 1), dt.date(2020, 6, 29)).tolist()
    (4, [0.5027624309392266, 0.4972375690607735, 0.0, 0.0])
    """

    edges: tuple[dt.date, ...]
    by: Period

    @classmethod
    def over(cls, start: dt.date, end: dt.date, *, by: Period = "quarter") -> Bins:
        """The calendar periods that cover [start, end); the first and the last may be cut short.

        Raises
        ------
        InputError
            If ``by`` is no period, or ``start`` is not before ``end``.
        """
        if by not in MONTHS:
            message = f"{by!r} is no period. Write one of {', '.join(MONTHS)}."
            raise InputError(message)
        if start >= end:
            message = f"No period lies between {start} and {end}: the start must be the earlier."
            raise InputError(message)
        step = MONTHS[by]
        month = (start.month - 1) // step * step
        year, edges = start.year, [start]
        while edges[-1] < end:
            month += step
            year, month = year + month // 12, month % 12
            edges.append(min(dt.date(year, month + 1, 1), end))
        return cls(tuple(edges), by)

    def __len__(self) -> int:
        return len(self.edges) - 1

    @property
    def starts(self) -> tuple[dt.date, ...]:
        """The first day of each period."""
        return self.edges[:-1]

    @property
    def ordinals(self) -> NDArray[np.float64]:
        """The edges as day numbers."""
        return np.array([edge.toordinal() for edge in self.edges], dtype=float)

    def index_of(self, day: dt.date) -> int:
        """Which period holds ``day``, counted from 0.

        Raises
        ------
        InputError
            If none does.
        """
        if not self.edges[0] <= day < self.edges[-1]:
            message = f"{day} lies in no period from {self.edges[0]} up to {self.edges[-1]}."
            raise InputError(message)
        return bisect_right(self.edges, day) - 1

    def overlap_days(self, first: dt.date, last: dt.date) -> NDArray[np.float64]:
        """How many days of [first, last], both included, fall into each period."""
        return self.overlap(first.toordinal(), last.toordinal() + 1)

    def overlap(self, low: float, high: float) -> NDArray[np.float64]:
        """How many days of the half-open [low, high), in day numbers, fall into each period."""
        edges = self.ordinals
        within: NDArray[np.float64] = np.minimum(high, edges[1:]) - np.maximum(low, edges[:-1])
        return np.maximum(within, 0.0)

    def spread(self, first: dt.date, last: dt.date) -> NDArray[np.float64]:
        """One act that happened on some day of [first, last], shared out over the periods.

        The shares sum to 1, less what lies outside the bins.
        """
        return self.overlap_days(first, last) / ((last - first).days + 1)

    def label(self, index: int) -> str:
        """A period as it is written: 2021-Q2, 2021-04 or 2021."""
        day = self.edges[index]
        if self.by == "quarter":
            return f"{day.year}-Q{(day.month - 1) // 3 + 1}"
        return f"{day:%Y-%m}" if self.by == "month" else str(day.year)
