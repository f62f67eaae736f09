"""Divisive votes: whose side a state takes where the two poles vote differently."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from allegiance.graph.analysis.measures.lineages import canonical
from allegiance.graph.analysis.measures.protocol import Pair
from allegiance.graph.analysis.measures.trend import common_trend

if TYPE_CHECKING:
    import pandas as pd

_SCORES: Final = {"yes": 1.0, "abstain": 0.0, "no": -1.0}
# Near-unanimous roll calls say more about the few that stand aside than about two sides.
_LEAST_SMALLER_SIDE: Final = 0.15
_ISSUES: Final = (
    *("middle_east", "nuclear_weapons", "disarmament"),
    *("human_rights", "colonialism", "economic_development"),
)


class Votes:
    """The mean over a year's divisive roll calls of (|x-a| - |x-b|) / |a-b|.

    Divisive are those in which the poles differ and the smaller of the two sides has 15% or more
    of all yes and no. Yes is 1, an abstention 0, no -1; absences are left out. Where one pole says
    yes and the other no, a vote with the first counts -1, with the second 1, an abstention 0. With
    p = (1 + value)/2 the standard error is 2 sqrt(q (1-q) / n), q = (p n + 1/2) / (n + 1), so that
    a unanimous year is not taken for a certain one.

    References
    ----------
    Voeten (2013), Data and analyses of voting in the UN General Assembly, in: Reinalda (ed.),
    Routledge Handbook of International Organization, 54-66.
    """

    name = "votes"
    channel = "diplomacy"
    sees = (
        "It sees with whom a state votes in the UN General Assembly where the poles differ and the"
        " Assembly is divided."
    )
    misses = "It does not see what never comes to a vote; what is on the agenda moves it as well."
    sets: Sequence[str] = ("un-votes",)
    floor = 0.3
    least_n = 5

    def covers(self, poles: Pair) -> str:
        """Why the pair cannot be measured: any two members can."""
        return ""

    def series(self, tables: Mapping[str, pd.DataFrame], poles: Pair) -> pd.DataFrame:
        """A row a state and calendar year."""
        votes = _scored(tables["un-votes"], poles)
        grouped = votes.groupby(["state", "year"])["score"]
        found = grouped.agg(value="mean", n="size").reset_index()
        few, n = found["n"] < self.least_n, found["n"]
        share = ((1 + found["value"]) / 2 * n + 0.5) / (n + 1)
        found["value"] = found["value"].mask(few)
        found["error"] = (2 * (share * (1 - share) / n) ** 0.5).mask(few)
        found["trend"] = common_trend(found)
        return found[["state", "year", "value", "error", "n", "trend"]]

    def carriers(
        self, tables: Mapping[str, pd.DataFrame], poles: Pair, *, state: str, year: int
    ) -> list[str]:
        """The issues on which its votes moved most, three years before against three after."""
        votes = _scored(tables["un-votes"], poles)
        near = votes[(votes["state"] == state) & votes["year"].between(year - 3, year + 2)]
        found = []
        for issue in _ISSUES:
            about = near[near[issue] == 1]
            before = about.loc[about["year"] < year, "score"]
            after = about.loc[about["year"] >= year, "score"]
            if len(before) and len(after):
                step = float(after.mean() - before.mean())
                line = f"{issue.replace('_', ' ')}: {before.mean():.2f} -> {after.mean():.2f}"
                found.append((abs(step), f"{line} ({len(before)} and {len(after)} votes)"))
        return [line for _, line in sorted(found, reverse=True)]


def _scored(table: pd.DataFrame, poles: Pair) -> pd.DataFrame:
    """The votes in divisive roll calls, each with its score on -1..1."""
    votes = table[["roll_call", "session", "date", "state", "vote", *_ISSUES]].copy()
    votes["position"] = votes["vote"].map(_SCORES).astype(float)
    votes = votes[votes["position"].notna()]
    votes["state"] = canonical(votes["state"])
    votes = votes[_is_divided(votes)]
    sides = [
        votes[votes["state"] == pole].drop_duplicates("roll_call").set_index("roll_call")
        for pole in (poles.first, poles.second)
    ]
    a, b = (votes["roll_call"].map(side["position"]) for side in sides)
    differ = (a - b).abs() > 0
    votes, a, b = votes[differ].copy(), a[differ], b[differ]
    x = votes["position"]
    votes["score"] = ((x - a).abs() - (x - b).abs()) / (a - b).abs()
    votes["year"] = votes["date"].dt.year.fillna(votes["session"] + 1945).astype(int)
    return votes


def _is_divided(votes: pd.DataFrame) -> pd.Series:
    """For each vote, whether the smaller side of its roll call is large enough."""
    calls = votes["roll_call"]
    sides = [(votes["position"] == side).groupby(calls).sum() for side in (1.0, -1.0)]
    smaller = sides[0].where(sides[0] <= sides[1], sides[1])
    return calls.map(smaller >= _LEAST_SMALLER_SIDE * (sides[0] + sides[1]))


VOTES: Final = Votes()
