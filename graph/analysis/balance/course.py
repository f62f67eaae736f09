"""The balance of a dossier's network through time, a day a period."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import replace
from typing import Any, Final

from allegiance.graph.analysis.balance.tension import BalanceSettings, DayBalance, balance_on
from allegiance.graph.analysis.bins import Bins, Period
from allegiance.graph.store.catalogue import Catalogue

COLUMNS: Final = (
    *("date", "actors", "edges", "negative", "triads", "T", "K"),
    *("F", "F_low", "F_high", "L", "exact", "weighted_F", "unbalanced"),
)


def balance_over_time(
    catalogue: Catalogue,
    *,
    window: tuple[dt.date, dt.date],
    by: Period = "year",
    settings: BalanceSettings = BalanceSettings(),
) -> list[DayBalance]:
    """The balance on the last day of each period of the window, without the null model."""
    bins = Bins.over(*window, by=by)
    days = [edge - dt.timedelta(days=1) for edge in bins.edges[1:]]
    plain = replace(settings, shuffles=0)
    return [balance_on(catalogue, day, window=window, settings=plain) for day in days]


def balance_row(found: DayBalance) -> dict[str, Any]:
    """One line of a table through time: the COLUMNS, nan where a value cannot be told."""
    balance, spread = found.balance, found.spreads.get("F")
    return {
        "date": found.at.isoformat(),
        "actors": balance.actors,
        "edges": balance.edges,
        "negative": balance.negative,
        "triads": balance.triads.total,
        **balance.values,
        "F_low": spread.low if spread else math.nan,
        "F_high": spread.high if spread else math.nan,
        "L": balance.frustration.index,
        "exact": balance.frustration.exact,
        "weighted_F": found.weighted.normalised,
        "unbalanced": len(found.tensions),
    }
