"""The structure around actors: networks of a day, and what is found in them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from allegiance.graph.analysis.balance.course import balance_over_time
from allegiance.graph.analysis.balance.tension import BalanceSettings, DayBalance, balance_on
from allegiance.graph.analysis.bins import Period
from allegiance.graph.analysis.neighbourhoods import NetworkChange, compare_networks
from allegiance.graph.analysis.shifts import Shift
from allegiance.graph.analysis.snapshots import YEAR_DAYS, take_snapshot
from allegiance.graph.reader import Reader

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True, eq=False)
class Structures(Reader):
    """What can be asked of a dossier's networks. Actors are given by label, alias, code or id."""

    def snapshot(
        self, at: str | dt.date, *, memory_days: int = YEAR_DAYS, fold: bool = False
    ) -> nx.MultiDiGraph[str]:
        """The signed, weighted network of one day, as a networkx MultiDiGraph."""
        return take_snapshot(
            self.catalogue, self.covered(at), window=self.window, memory_days=memory_days, fold=fold
        )

    def balance(
        self, at: str | dt.date | None = None, *, settings: BalanceSettings = BalanceSettings()
    ) -> DayBalance:
        """How balanced the network of a day is, by default of the last one that is covered."""
        last = self.window[1] - dt.timedelta(days=1)
        day = last if at is None else self.covered(at)
        return balance_on(self.catalogue, day, window=self.window, settings=settings)

    def balances(
        self, by: Period = "year", *, settings: BalanceSettings = BalanceSettings()
    ) -> list[DayBalance]:
        """How balanced the network is on the last day of each period of the window."""
        return balance_over_time(self.catalogue, window=self.window, by=by, settings=settings)

    def network_change(self, shift: Shift) -> NetworkChange | None:
        """The actor's neighbours, bloc and brokers on the days just outside a shift's interval.

        None where these days are not both in the dossier's window.
        """
        day = dt.timedelta(days=1)
        before, after = shift.date_low - day, shift.date_high + day
        start, end = self.window
        if before < start or after >= end:
            return None
        return compare_networks(
            self.catalogue, shift.actor, before=before, after=after, window=self.window
        )
