"""The structure around actors: networks of a day, and what is found in them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from allegiance.graph.analysis.balance.course import balance_over_time
from allegiance.graph.analysis.balance.tension import BalanceSettings, DayBalance, balance_on
from allegiance.graph.analysis.bins import Period
from allegiance.graph.analysis.blocs.brokers import (
    LEAST_BETWEENNESS,
    BrokerHistory,
    Brokers,
    brokers_on,
    follow_brokers,
)
from allegiance.graph.analysis.blocs.draws import DrawnNetwork, DrawSettings, draw_networks
from allegiance.graph.analysis.blocs.found import Blocs, find_blocs
from allegiance.graph.analysis.blocs.history import BlocHistory, follow_blocs, last_days
from allegiance.graph.analysis.blocs.partition import BlocSettings
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

    def blocs(
        self,
        at: str | dt.date | None = None,
        *,
        settings: BlocSettings = BlocSettings(),
        draws: DrawSettings = DrawSettings(),
    ) -> Blocs:
        """The blocs of the network of one day, by default the last that the dossier covers.

        With the share of resamples in which each actor stays with its bloc.
        """
        [network] = self._networks([self._day(at)], draws)
        return find_blocs(network, settings)

    def bloc_history(
        self,
        by: Period = "year",
        *,
        settings: BlocSettings = BlocSettings(),
        draws: DrawSettings = DrawSettings(),
    ) -> BlocHistory:
        """The blocs on the last day of each period, numbered alike, and who defected when."""
        networks = self._networks(last_days(self.window, by), draws)
        return follow_blocs(networks, by=by, settings=settings)

    def brokers(
        self,
        at: str | dt.date | None = None,
        *,
        least: float = LEAST_BETWEENNESS,
        settings: BlocSettings = BlocSettings(),
        draws: DrawSettings = DrawSettings(),
    ) -> Brokers:
        """Who stands between others on friendly ties on one day, by default the last covered.

        With the range of their betweenness over the resamples, and the blocs that they bridge.
        """
        [network] = self._networks([self._day(at)], draws)
        return brokers_on(network, blocs=find_blocs(network, settings).names, least=least)

    def broker_history(
        self,
        by: Period = "year",
        *,
        least: float = LEAST_BETWEENNESS,
        settings: BlocSettings = BlocSettings(),
        draws: DrawSettings = DrawSettings(),
    ) -> BrokerHistory:
        """The brokers on the last day of each period, and from when to when each was one."""
        return self.structure_history(by, least=least, settings=settings, draws=draws)[1]

    def structure_history(
        self,
        by: Period = "year",
        *,
        least: float = LEAST_BETWEENNESS,
        settings: BlocSettings = BlocSettings(),
        draws: DrawSettings = DrawSettings(),
    ) -> tuple[BlocHistory, BrokerHistory]:
        """The histories of blocs and of brokers, from the same networks."""
        networks = self._networks(last_days(self.window, by), draws)
        history = follow_blocs(networks, by=by, settings=settings)
        names = [blocs.names for blocs in history.days]
        return history, follow_brokers(networks, by=by, blocs=names, least=least)

    def _networks(self, days: list[dt.date], draws: DrawSettings) -> list[DrawnNetwork]:
        return draw_networks(self.catalogue, days, window=self.window, settings=draws)

    def _day(self, at: str | dt.date | None) -> dt.date:
        return self.window[1] - dt.timedelta(days=1) if at is None else self.covered(at)
