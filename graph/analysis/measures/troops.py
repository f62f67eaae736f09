"""Troops of the United States in a state: the one pole whose troops are counted yearly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from allegiance.graph.analysis.measures.lineages import canonical
from allegiance.graph.analysis.measures.protocol import Pair

if TYPE_CHECKING:
    import pandas as pd

_SENDER: Final = "united-states"


class Troops:
    """log10(1 + persons) of the United States in the state, signed by the pole they speak for.

    It is a level, not a share: nobody counts the troops of the other pole. If the United States is
    the first pole the value is negative, as more troops speak for the first; else positive.
    A step of .5 is a factor of three. Rows that the publisher filled in count as no data.

    References
    ----------
    Allen, Flynn and Machain (2022), US global military deployments, 1950-2020, Conflict Management
    and Peace Science 39: 351-370.
    """

    name = "troops"
    channel = "defence"
    sees = "It sees how many US troops a state hosts (log10 persons, not a share between poles)."
    misses = (
        "It does not see the troops of any other state, so the other pole is not covered at all."
    )
    sets: Sequence[str] = ("us-troops",)
    floor = 0.5
    least_n = 1

    def covers(self, poles: Pair) -> str:
        """Why the pair cannot be measured: one pole must be the sender."""
        if _SENDER in (poles.first, poles.second):
            return ""
        return "the set counts US troops only: one of the poles must be the United States"

    def series(self, tables: Mapping[str, pd.DataFrame], poles: Pair) -> pd.DataFrame:
        """A row a host and year; quarters are averaged, ``n`` counts them."""
        import numpy as np

        troops = tables["us-troops"]
        counted = troops[~troops["imputed"] & troops["troops_persons"].notna()]
        counted = counted.assign(state=canonical(counted["host"]))
        counted = counted[counted["state"] != _SENDER]
        persons = counted.groupby(["state", "year"])["troops_persons"].agg(["mean", "size"])
        side = -1.0 if poles.first == _SENDER else 1.0
        found = persons.rename(columns={"size": "n"}).reset_index()
        found["value"] = side * np.log10(1 + found["mean"])
        found = found.assign(error=float("nan"), trend=0.0)
        return found[["state", "year", "value", "error", "n", "trend"]]

    def carriers(
        self, tables: Mapping[str, pd.DataFrame], poles: Pair, *, state: str, year: int
    ) -> list[str]:
        """The persons counted in the three years on each side of the change."""
        found = self.series(tables, poles)
        near = found[(found["state"] == state) & found["year"].between(year - 3, year + 2)]
        persons = (10 ** near["value"].abs() - 1).round()
        return [
            f"{one}: {count:,.0f} persons" for one, count in zip(near["year"], persons, strict=True)
        ]


TROOPS: Final = Troops()
