"""Shares of what a state takes from, or trades with, each pole: arms and trade."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from allegiance.graph.analysis.measures.lineages import canonical, label_of
from allegiance.graph.analysis.measures.protocol import Pair

if TYPE_CHECKING:
    import pandas as pd

# SIPRI's own advice: single years of deliveries are lumpy, sum five.
WINDOW: Final = 5


class Arms:
    """(B - A) / all, of the volume of arms delivered over five years up to and with the year.

    The volume is SIPRI's trend-indicator value. Where nothing was delivered in five years there
    is no share (nan), not 0. SIPRI publishes nothing to tell an error from.

    References
    ----------
    SIPRI Arms Transfers Database, sources and methods. https://www.sipri.org/databases/armstransfers
    """

    name = "arms"
    channel = "defence"
    sees = "It sees whose major weapons a state received over the last five years."
    misses = (
        "It does not see small arms, training, or orders not yet delivered; it lags a change by"
        " years, and a year without deliveries is no data."
    )
    sets: Sequence[str] = ("sipri-arms",)
    floor = 0.3
    least_n = 1

    def covers(self, poles: Pair) -> str:
        """Why the pair cannot be measured: any two suppliers can."""
        return ""

    def series(self, tables: Mapping[str, pd.DataFrame], poles: Pair) -> pd.DataFrame:
        """A row a recipient and year; ``n`` counts the years with deliveries of the five."""
        import pandas as pd

        arms = _named(tables["sipri-arms"], ("supplier", "recipient"))
        last = int(arms["year"].max())
        total = _by_year(arms, "recipient", last)
        parts = [
            _by_year(arms[arms["supplier"] == pole], "recipient", last).reindex_like(total)
            for pole in (poles.first, poles.second)
        ]
        summed = total.fillna(0.0).rolling(WINDOW, min_periods=1).sum()
        first, second = (part.fillna(0.0).rolling(WINDOW, min_periods=1).sum() for part in parts)
        value = ((second - first) / summed.where(summed > 0)).clip(-1, 1)
        n = (total.fillna(0.0) > 0).rolling(WINDOW, min_periods=1).sum()
        found = pd.DataFrame(
            {"value": value.stack(future_stack=True), "n": n.stack(future_stack=True)}
        )
        found = found.rename_axis(["year", "state"]).reset_index()
        found = found[found["n"] >= self.least_n]
        return found.assign(error=float("nan"), trend=0.0)[_COLUMNS].sort_values(["state", "year"])

    def carriers(
        self, tables: Mapping[str, pd.DataFrame], poles: Pair, *, state: str, year: int
    ) -> list[str]:
        """The suppliers whose deliveries changed most, five years before against five after."""
        arms = _named(tables["sipri-arms"], ("supplier", "recipient"))
        mine = arms[arms["recipient"] == state]
        return _moved(mine, "supplier", "value_tiv_million", year=year, unit="million TIV")


class Trade:
    """(B - A) / all, of a state's imports and exports in a year, in current US dollars.

    A year in which the flow with a pole is missing (-9) is nan. The total is over the flows that
    are there. COW publishes nothing to tell an error from.

    References
    ----------
    Barbieri, Keshk and Pollins (2009), Trading data: evaluating our assumptions and coding rules,
    Conflict Management and Peace Science 26: 471-491.
    """

    name = "trade"
    channel = "economy"
    sees = "It sees what share of a state's trade in goods goes to and comes from each pole."
    misses = "It does not see services, loans or aid, and moves with prices as well as with policy."
    sets: Sequence[str] = ("cow-trade",)
    floor = 0.1
    least_n = 10

    def covers(self, poles: Pair) -> str:
        """Why the pair cannot be measured: any two states can."""
        return ""

    def series(self, tables: Mapping[str, pd.DataFrame], poles: Pair) -> pd.DataFrame:
        """A row a state and year; ``n`` counts the flows of the total."""
        trade = _both_ways(tables["cow-trade"])
        total = trade.groupby(["state", "year"])["flow"].agg(["sum", "count"])
        sides = []
        for pole in (poles.first, poles.second):
            with_pole = trade[trade["partner"] == pole].groupby(["state", "year"])["flow"]
            # Both directions are needed: one alone would halve the trade without saying so.
            sides.append(with_pole.sum().where(with_pole.count() >= 2).reindex(total.index))
        few = (total["count"] < self.least_n) | (total["sum"] <= 0)
        found = total.assign(value=((sides[1] - sides[0]) / total["sum"]).mask(few))
        found = found.rename(columns={"count": "n"}).reset_index()
        return found.assign(error=float("nan"), trend=0.0)[_COLUMNS]

    def carriers(
        self, tables: Mapping[str, pd.DataFrame], poles: Pair, *, state: str, year: int
    ) -> list[str]:
        """The partners whose trade changed most, five years before against five after."""
        trade = _both_ways(tables["cow-trade"])
        return _moved(
            trade[trade["state"] == state], "partner", "flow", year=year, unit="million US$"
        )


_COLUMNS: Final = ["state", "year", "value", "error", "n", "trend"]


def _named(table: pd.DataFrame, sides: Sequence[str]) -> pd.DataFrame:
    return table.assign(**{side: canonical(table[side]) for side in sides})


def _by_year(arms: pd.DataFrame, side: str, last: int) -> pd.DataFrame:
    """Deliveries, years by recipients, from the first year of the set to the last."""
    import numpy as np

    summed = arms.groupby(["year", side])["value_tiv_million"].sum().unstack()
    first = last if summed.empty else int(summed.index.min())
    return summed.reindex(np.arange(first, last + 1))


def _both_ways(table: pd.DataFrame) -> pd.DataFrame:
    """Every flow seen from each of its two states."""
    import pandas as pd

    trade = _named(table, ("importer", "exporter")).rename(columns={"flow_usd_million": "flow"})
    ways = [("importer", "exporter"), ("exporter", "importer")]
    return pd.concat(
        [
            trade[["year", "flow", mine, theirs]].rename(columns={mine: "state", theirs: "partner"})
            for mine, theirs in ways
        ],
        ignore_index=True,
    )


def _moved(table: pd.DataFrame, side: str, column: str, *, year: int, unit: str) -> list[str]:
    near = table[table["year"].between(year - WINDOW, year + WINDOW - 1)]
    before = near[near["year"] < year].groupby(side)[column].sum()
    after = near[near["year"] >= year].groupby(side)[column].sum()
    step = after.sub(before, fill_value=0.0)
    names = sorted(step.index, key=lambda one: (-abs(step[one]), one))[:5]
    return [
        f"{label_of(one)}: {before.get(one, 0.0):.0f} -> {after.get(one, 0.0):.0f} {unit}"
        for one in names
    ]


ARMS: Final = Arms()
TRADE: Final = Trade()
