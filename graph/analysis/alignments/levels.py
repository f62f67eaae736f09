"""How far two states are apart on one scale, by year: their ideal points, the US troops they host.

Nearness on one scale is no portfolio, so what is given is a distance: 0 is alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from allegiance.graph.analysis.alignments.protocol import AlignSettings, Dyad
from allegiance.graph.analysis.measures.lineages import canonical

if TYPE_CHECKING:
    import pandas as pd

_SENDER: Final = "united-states"


class IdealApart:
    """|x - y|, x and y the ideal points of two states in a session, by the year it begins in.

    The standard error is the root of the sum of both variances, as of independent estimates; the
    interval ends at 0, for no distance is below it.

    References
    ----------
    Bailey, Strezhnev and Voeten (2017), Estimating dynamic state preferences from United Nations
    voting data, Journal of Conflict Resolution 61: 430-456.
    """

    name = "ideal"
    sees = "It sees how far two states are apart on the one dimension that best sorts UN votes."
    misses = (
        "It does not see treaties, arms, troops or trade, nor what other dimensions part them on."
    )
    reads = (
        "0 is the same point; larger is further apart, in units of the published scale. n counts"
        " the votes of the one that cast fewer."
    )
    counts = "votes"
    lacks = "no ideal point of one or both"
    by: Sequence[str] = ()
    bounds = (0.0, float("inf"))
    least_n = 5

    def sets(self, settings: AlignSettings) -> Sequence[str]:
        """The published points."""
        return ("ideal-points",)

    def helps(self, settings: AlignSettings) -> Sequence[str]:
        """None."""
        return ()

    def compare(
        self, tables: Mapping[str, pd.DataFrame], dyad: Dyad, settings: AlignSettings
    ) -> pd.DataFrame:
        """A row a session; beside the distance both points."""
        points = tables["ideal-points"]
        points = points.assign(state=canonical(points["state"]))
        first, second = (
            _of_state(points, one)[["ideal_point", "sd", "votes_cast"]]
            for one in (dyad.first, dyad.second)
        )
        both = first.add_suffix("_first").join(second.add_suffix("_second"), how="outer")
        both = both.reindex(sorted(points["year"].unique())).rename_axis("year").reset_index()
        x, y = both["ideal_point_first"], both["ideal_point_second"]
        votes = both[["votes_cast_first", "votes_cast_second"]].min(axis=1, skipna=False)
        return both[["year"]].assign(
            value=(x - y).abs(),
            error=np.hypot(both["sd_first"], both["sd_second"]),
            n=votes.fillna(0).astype(int),
            first=x,
            second=y,
        )


class TroopsApart:
    """|log10(1 + p) - log10(1 + q)|, p and q the US troops in two states, in persons.

    Quarters are averaged; rows that the publisher filled in count as no data. 1 is ten times as
    many in the one as in the other.

    References
    ----------
    Allen, Flynn and Machain (2022), US global military deployments, 1950-2020, Conflict Management
    and Peace Science 39: 351-370.
    """

    name = "troops"
    sees = "It sees whether two states host about as many US troops."
    misses = (
        "It does not see the troops of any other state, so that two who host none from the United"
        " States look alike whomever else they host."
    )
    reads = (
        "0 is as many, 1 ten times as many in the one as in the other; no error is known. n counts"
        " the reports of the year."
    )
    counts = "reports"
    lacks = "no report on one or both"
    by: Sequence[str] = ()
    bounds = (0.0, float("inf"))
    least_n = 1

    def sets(self, settings: AlignSettings) -> Sequence[str]:
        """The US troops by host."""
        return ("us-troops",)

    def helps(self, settings: AlignSettings) -> Sequence[str]:
        """None."""
        return ()

    def compare(
        self, tables: Mapping[str, pd.DataFrame], dyad: Dyad, settings: AlignSettings
    ) -> pd.DataFrame:
        """A row a year; beside the distance the persons in both. The sender hosts nobody."""
        troops = tables["us-troops"]
        years = sorted(troops["year"].unique())
        counted = troops[~troops["imputed"] & troops["troops_persons"].notna()]
        counted = counted.assign(state=canonical(counted["host"]))
        counted = counted[counted["state"] != _SENDER]
        persons = counted.groupby(["state", "year"])["troops_persons"].agg(["mean", "size"])
        first, second = (
            persons[persons.index.get_level_values("state") == one].droplevel("state")
            for one in (dyad.first, dyad.second)
        )
        both = first.add_suffix("_first").join(second.add_suffix("_second"), how="outer")
        both = both.reindex(years).rename_axis("year").reset_index()
        x, y = both["mean_first"], both["mean_second"]
        reports = both[["size_first", "size_second"]].min(axis=1, skipna=False)
        return both[["year"]].assign(
            value=(np.log10(1 + x) - np.log10(1 + y)).abs(),
            error=float("nan"),
            n=reports.fillna(0).astype(int),
            first=x,
            second=y,
        )


def _of_state(points: pd.DataFrame, state: str) -> pd.DataFrame:
    return points[points["state"] == state].drop_duplicates("year").set_index("year")


IDEAL_APART: Final = IdealApart()
TROOPS_APART: Final = TroopsApart()
