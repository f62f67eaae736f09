"""How alike the suppliers of arms, or the partners in trade, of two states are, by year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final, cast

import numpy as np
from numpy.typing import NDArray

from allegiance.graph.analysis.alignments.protocol import AlignSettings, Dyad
from allegiance.graph.analysis.measures.flows import WINDOW
from allegiance.graph.analysis.measures.lineages import canonical

if TYPE_CHECKING:
    import pandas as pd

_READS: Final = "1 is the same shares from the same, 0 nobody in common; no error is known."


def shares_in_common(first: NDArray[np.float64], second: NDArray[np.float64]) -> float:
    """The sum of the lesser of two shares over all sources, 0 to 1: 1 - sum|p - q| / 2.

    ``first`` and ``second`` are amounts from the same sources, not shares yet; nan if one has none.

    References
    ----------
    Finger and Kreinin (1979), A measure of "export similarity" and its possible uses, The Economic
    Journal 89: 905-912.

    Examples
    --------
    Shares .75 .25 0 and .5 0 .5 have .5 in common:

    >>> shares_in_common(np.array([3.0, 1.0, 0.0]), np.array([5.0, 0.0, 5.0]))
    0.5
    """
    totals = first.sum(), second.sum()
    if not min(totals) > 0:
        return float("nan")
    return float(np.minimum(first / totals[0], second / totals[1]).sum())


class ArmsAlike:
    """The shares that the suppliers of arms to two states have in common, over five years.

    :func:`shares_in_common` of SIPRI's trend-indicator values, summed over five years up to and
    with the year, the two themselves left out. ``from_second`` is the share of the second among
    all that the first received, ``from_first`` the reverse.
    """

    name = "arms"
    sees = "It sees whether two states receive major weapons from the same suppliers."
    misses = (
        "It does not see small arms, training, or orders not yet delivered, and lags by years;"
        " what the two sell to each other stands beside it, not in it."
    )
    reads = f"{_READS} n counts those who supplied either."
    counts = "suppliers"
    lacks = "nothing from others to one or both in five years"
    by: Sequence[str] = ()
    bounds = (0.0, 1.0)
    least_n = 1

    def sets(self, settings: AlignSettings) -> Sequence[str]:
        """The deliveries."""
        return ("sipri-arms",)

    def helps(self, settings: AlignSettings) -> Sequence[str]:
        """None."""
        return ()

    def compare(
        self, tables: Mapping[str, pd.DataFrame], dyad: Dyad, settings: AlignSettings
    ) -> pd.DataFrame:
        """A row a year; n is 0 where one of the two received nothing from others in five years."""
        import pandas as pd

        arms = tables["sipri-arms"]
        years = np.arange(int(arms["year"].min()), int(arms["year"].max()) + 1)
        arms = arms.assign(state=canonical(arms["recipient"]), other=canonical(arms["supplier"]))
        first, second = (
            _by_other(arms[arms["state"] == one], "value_tiv_million", years)
            .fillna(0.0)
            .rolling(WINDOW, min_periods=1)
            .sum()
            for one in (dyad.first, dyad.second)
        )
        first, second = first.align(second, fill_value=0.0)
        rows = [_row(int(year), first, second, dyad, unlisted=0.0) for year in years]
        return pd.DataFrame(rows)


class TradeAlike:
    """The shares that the partners in trade of two states have in common, in a year.

    :func:`shares_in_common` of imports and exports together, in current US dollars, over the
    partners whose flows with both are known; the two themselves are left out. ``from_second`` is
    the share of the second in all known trade of the first, ``from_first`` the reverse.
    """

    name = "trade"
    sees = "It sees whether two states trade goods with the same partners."
    misses = (
        "It does not see services, loans or aid, and moves with prices and distance as well as"
        " with policy; what the two trade with each other stands beside it, not in it."
    )
    reads = f"{_READS} n counts the partners known for both."
    counts = "common partners"
    lacks = "no partner whose trade with both is known"
    by: Sequence[str] = ()
    bounds = (0.0, 1.0)
    least_n = 10

    def sets(self, settings: AlignSettings) -> Sequence[str]:
        """The flows."""
        return ("cow-trade",)

    def helps(self, settings: AlignSettings) -> Sequence[str]:
        """None."""
        return ()

    def compare(
        self, tables: Mapping[str, pd.DataFrame], dyad: Dyad, settings: AlignSettings
    ) -> pd.DataFrame:
        """A row a year; a flow that is missing (-9) takes its partner out for both."""
        import pandas as pd

        trade = tables["cow-trade"]
        years = np.arange(int(trade["year"].min()), int(trade["year"].max()) + 1)
        named = trade.assign(importer=canonical(trade["importer"]))
        named["exporter"] = canonical(trade["exporter"])
        first, second = (_trade_of(named, one, years) for one in (dyad.first, dyad.second))
        first, second = first.align(second)
        rows = [_row(int(year), first, second, dyad, unlisted=float("nan")) for year in years]
        return pd.DataFrame(rows)


def _trade_of(trade: pd.DataFrame, state: str, years: NDArray[np.int_]) -> pd.DataFrame:
    """The sum of both flows with each partner, years by partners; nan unless both are known."""
    ways = [
        _by_other(rows.rename(columns={theirs: "other"}), "flow_usd_million", years)
        for mine, theirs in (("importer", "exporter"), ("exporter", "importer"))
        for rows in (trade[(trade[mine] == state) & trade["flow_usd_million"].notna()],)
    ]
    return ways[0] + ways[1]


def _by_other(rows: pd.DataFrame, amount: str, years: NDArray[np.int_]) -> pd.DataFrame:
    """Amounts, years by sources; nan where there is no row."""
    return rows.groupby(["year", "other"])[amount].sum().unstack().reindex(years)


def _row(
    year: int, first: pd.DataFrame, second: pd.DataFrame, dyad: Dyad, *, unlisted: float
) -> dict[str, object]:
    """One year of two tables of amounts; ``unlisted`` is the amount of a source without a row."""
    one, other = (cast("pd.Series", table.loc[year]) for table in (first, second))
    both = one.notna() & other.notna() & ~one.index.isin([dyad.first, dyad.second])
    x, y = one[both].to_numpy(dtype=float), other[both].to_numpy(dtype=float)
    value = shares_in_common(x, y)
    return {
        "year": year,
        "value": value,
        "error": float("nan"),
        "n": 0 if np.isnan(value) else int(((x > 0) | (y > 0)).sum()),
        "from_second": _share(one, dyad.second, unlisted=unlisted),
        "from_first": _share(other, dyad.first, unlisted=unlisted),
    }


def _share(amounts: pd.Series, other: str, *, unlisted: float) -> float:
    total = float(amounts.sum())
    return float(amounts.get(other, unlisted)) / total if total > 0 else float("nan")


ARMS_ALIKE: Final = ArmsAlike()
TRADE_ALIKE: Final = TradeAlike()
