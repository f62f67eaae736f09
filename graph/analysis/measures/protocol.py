"""What every yearly measure gives, and how a new one joins: one module and one line in known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Pair:
    """The two poles that states are measured against, as ids of the last state of each lineage."""

    first: str
    second: str


class Measure(Protocol):
    """A yearly measure of where states stand between two poles.

    Attributes
    ----------
    name, channel
        As ``--measure`` names it, and the channel that it speaks of.
    sees, misses
        What it can and cannot see, a sentence each.
    sets
        The data sets it needs, by name.
    floor
        The least change of level that can alarm, in the measure's unit.
    least_n
        Below so many observations a year is nan.
    """

    name: str
    channel: str
    sees: str
    misses: str
    sets: Sequence[str]
    floor: float
    least_n: int

    def covers(self, poles: Pair) -> str:
        """Why the pair cannot be measured, "" if it can."""

    def series(self, tables: Mapping[str, pd.DataFrame], poles: Pair) -> pd.DataFrame:
        """A row a state and year, with the columns state, year, value, error, n, trend.

        ``value`` runs from -1 (the first pole) to 1 (the second) unless the measure says
        otherwise, nan where there is no data; ``error`` is its standard error, nan where the set
        publishes nothing to tell it from; ``n`` how many observations it rests on; ``trend`` the
        part of it that moved all states alike.
        """

    def carriers(
        self, tables: Mapping[str, pd.DataFrame], poles: Pair, *, state: str, year: int
    ) -> list[str]:
        """What moved most around ``year``, a line each, the largest first; may be empty."""
