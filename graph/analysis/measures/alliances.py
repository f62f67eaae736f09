"""Alliances: whose circle of allies a state's own resembles more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from allegiance.graph.analysis.measures.lineages import label_of
from allegiance.graph.analysis.measures.protocol import Pair
from allegiance.graph.analysis.pacts import PACT_SPAN, weigh_pacts
from allegiance.graph.analysis.similarity import similarity

if TYPE_CHECKING:
    import pandas as pd

_FIRST: Final = 1900


class Alliances:
    """(S with B - S with A) / 2, S = 1 - 2 sum|x-y| / (3 N) of two portfolios over N states.

    The pacts are ATOP's, on the scale 3 defence or offence, 2 neutrality or consultation, 1
    non-aggression, 0 none, 3 with oneself. N are the states with any pact in that year. The set
    publishes nothing to tell an error from.

    References
    ----------
    Signorino and Ritter (1999), Tau-b or not tau-b, International Studies Quarterly 43: 115-144.
    Leeds and others (2002), Alliance Treaty Obligations and Provisions, International Interactions
    28: 237-260.
    """

    name = "alliances"
    channel = "defence"
    sees = "It sees whose formal pacts a state's own resemble."
    misses = (
        "It does not see alignment without a treaty, nor whether a treaty in force is still meant."
    )
    sets: Sequence[str] = ("atop-alliances",)
    floor = 0.1
    least_n = 10

    def covers(self, poles: Pair) -> str:
        """Why the pair cannot be measured: any two states with pacts can."""
        return ""

    def series(self, tables: Mapping[str, pd.DataFrame], poles: Pair) -> pd.DataFrame:
        """A row a state and year in which it and both poles have a pact; ``n`` is N."""
        import pandas as pd

        pacts = _weighed(tables["atop-alliances"])
        years = [_of_year(rows, int(str(year)), poles) for year, rows in pacts.groupby("year")]
        empty = pd.DataFrame({name: [] for name in ("state", "year", "value", "n")})
        found = pd.concat([one for one in years if one is not None] or [empty], ignore_index=True)
        found["value"] = found["value"].mask(found["n"] < self.least_n)
        found = found.assign(error=float("nan"), trend=0.0)
        return found[["state", "year", "value", "error", "n", "trend"]]

    def carriers(
        self, tables: Mapping[str, pd.DataFrame], poles: Pair, *, state: str, year: int
    ) -> list[str]:
        """The allies lost and gained between the year before the change and the year itself."""
        pacts = _weighed(tables["atop-alliances"])
        mine = pacts[pacts["state"] == state]
        sides = [set(mine.loc[mine["year"] == one, "ally"]) for one in (year - 1, year)]
        both = (("lost", sides[0] - sides[1]), ("gained", sides[1] - sides[0]))
        owed = [
            f"owed to {label_of(pole)} on the scale of 0 to 3:"
            f" {_owed(mine, pole, year - 1)} -> {_owed(mine, pole, year)}"
            for pole in (poles.first, poles.second)
        ]
        return [
            f"{said}: {', '.join(sorted(map(label_of, who)))}" for said, who in both if who
        ] + owed


def _weighed(table: pd.DataFrame) -> pd.DataFrame:
    """The strongest pact of each directed pair and year, on the scale."""
    return weigh_pacts(table[table["year"] >= _FIRST], scale="atop")


def _owed(pacts: pd.DataFrame, pole: str, year: int) -> int:
    """What a state's pacts oblige it to towards a pole; 0 without a pact."""
    found = pacts.loc[(pacts["ally"] == pole) & (pacts["year"] == year), "weight"]
    return int(found.max()) if len(found) else 0


def _of_year(pacts: pd.DataFrame, year: int, poles: Pair) -> pd.DataFrame | None:
    import numpy as np
    import pandas as pd

    states = sorted({*pacts["state"], *pacts["ally"]})
    place = {state: index for index, state in enumerate(states)}
    if poles.first not in place or poles.second not in place:
        return None
    portfolio = np.zeros((len(states), len(states)))
    portfolio[pacts["state"].map(place), pacts["ally"].map(place)] = pacts["weight"]
    np.fill_diagonal(portfolio, PACT_SPAN)
    alike = similarity(portfolio, "s", span=PACT_SPAN)
    value = (alike[:, place[poles.second]] - alike[:, place[poles.first]]) / 2
    return pd.DataFrame({"state": states, "year": year, "value": value, "n": len(states)})


ALLIANCES: Final = Alliances()
