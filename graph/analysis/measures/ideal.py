"""Ideal points: to which pole a state stands nearer by its votes in the General Assembly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from allegiance.graph.analysis.measures.lineages import canonical
from allegiance.graph.analysis.measures.protocol import Pair
from allegiance.graph.analysis.measures.trend import common_trend

if TYPE_CHECKING:
    import pandas as pd


class Ideal:
    """(2x - a - b) / (b - a), x the ideal point of the year, a and b the poles' means of all years.

    -1 is where the first pole has stood in the mean, 1 where the second has. The poles are held
    still: measured against poles that move, every state would move in the year in which they do.

    References
    ----------
    Bailey, Strezhnev and Voeten (2017), Estimating dynamic state preferences from United Nations
    voting data, Journal of Conflict Resolution 61: 430-456.
    """

    name = "ideal"
    channel = "diplomacy"
    sees = (
        "It sees where a state's votes in the UN General Assembly stand between the mean places of"
        " the poles."
    )
    misses = (
        "It does not see that a pole itself moved, nor treaties, arms, troops or trade, nor years"
        " outside the Assembly."
    )
    sets: Sequence[str] = ("ideal-points",)
    floor = 0.2
    least_n = 5

    def covers(self, poles: Pair) -> str:
        """Why the pair cannot be measured: any two members can."""
        return ""

    def series(self, tables: Mapping[str, pd.DataFrame], poles: Pair) -> pd.DataFrame:
        """A row a state and session, by the year in which it begins."""
        import numpy as np

        points = _points(tables["ideal-points"])
        found = points.rename(columns={"votes_cast": "n"})
        a, b = (
            float(points.loc[points["state"] == pole, "ideal_point"].mean())
            for pole in (poles.first, poles.second)
        )
        gap = b - a if abs(b - a) > 0 else np.nan
        few = found["n"] < self.least_n
        found["value"] = ((2 * found["ideal_point"] - a - b) / gap).mask(few)
        found["error"] = (2 * found["sd"] / abs(gap)).mask(few)
        found["trend"] = common_trend(found)
        return found[["state", "year", "value", "error", "n", "trend"]]

    def carriers(
        self, tables: Mapping[str, pd.DataFrame], poles: Pair, *, state: str, year: int
    ) -> list[str]:
        """The ideal points themselves in the three sessions on each side of the change."""
        points = _points(tables["ideal-points"])
        near = points[(points["state"] == state) & points["year"].between(year - 3, year + 2)]
        return [
            f"{row.year}: ideal point {row.ideal_point:.2f} (sd {row.sd:.2f}), {row.n:.0f} votes"
            for row in near.rename(columns={"votes_cast": "n"}).itertuples()
        ]


def _points(table: pd.DataFrame) -> pd.DataFrame:
    points = table[["state", "year", "ideal_point", "sd", "votes_cast"]].copy()
    points["state"] = canonical(points["state"])
    return points.drop_duplicates(["state", "year"]).sort_values(["state", "year"])


IDEAL: Final = Ideal()
