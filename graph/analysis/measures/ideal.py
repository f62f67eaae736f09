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
    """(|x - a| - |x - b|) / the widest gap between the poles, x, a and b being ideal points.

    The gap is one number for all years: a gap that itself moves would move every state.

    References
    ----------
    Bailey, Strezhnev and Voeten (2017), Estimating dynamic state preferences from United Nations
    voting data, Journal of Conflict Resolution 61: 430-456.
    """

    name = "ideal"
    channel = "diplomacy"
    sees = "It sees to which pole a state's votes in the UN General Assembly stand nearer."
    misses = "It does not see treaties, arms, troops or trade, nor years outside the Assembly."
    sets: Sequence[str] = ("ideal-points",)
    floor = 0.15
    least_n = 5

    def covers(self, poles: Pair) -> str:
        """Why the pair cannot be measured: any two members can."""
        return ""

    def series(self, tables: Mapping[str, pd.DataFrame], poles: Pair) -> pd.DataFrame:
        """A row a state and session, by the year in which it begins."""
        import numpy as np

        points = _points(tables["ideal-points"])
        found = points.rename(columns={"votes_cast": "n"})
        for side, pole in (("a", poles.first), ("b", poles.second)):
            of_pole = points[points["state"] == pole].set_index("year")
            found[side] = found["year"].map(of_pole["ideal_point"])
            found[f"{side}_sd"] = found["year"].map(of_pole["sd"])
        gap = float((found["a"] - found["b"]).abs().max())
        if not gap > 0:
            gap = np.nan
        x = found["ideal_point"]
        left, right = np.sign(x - found["a"]), np.sign(x - found["b"])
        few = found["n"] < self.least_n
        found["value"] = (((x - found["a"]).abs() - (x - found["b"]).abs()) / gap).mask(few)
        spread = ((left - right) * found["sd"]) ** 2 + found["a_sd"] ** 2 + found["b_sd"] ** 2
        found["error"] = (np.sqrt(spread) / gap).mask(few)
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
