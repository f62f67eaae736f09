"""A shift seen in the network: an actor's neighbours, bloc and brokers before and after."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from allegiance.graph.analysis.blocs.brokers import Broker, find_brokers
from allegiance.graph.analysis.blocs.partition import find_partition
from allegiance.graph.analysis.signed_network import friendly_part, least_clear, signed_graph
from allegiance.graph.analysis.snapshots import YEAR_DAYS, standings, take_snapshot
from allegiance.graph.model.errors import InputError
from allegiance.graph.store.catalogue import Catalogue

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True, slots=True)
class Neighbour:
    """How the actor stood with another one before and after: balances in [-1, 1], nan for none.

    ``thin`` says that what there is after is one act and no tie.
    """

    actor: str
    before: float
    after: float
    statements_before: tuple[str, ...]
    statements_after: tuple[str, ...]
    thin: bool = False

    @property
    def change(self) -> str:
        """What became of it: new friend, new rival, gone, turned friendly, turned hostile, stayed.

        A newcomer that is neither friend nor rival is "new, mixed", one of a single act "one act".
        """
        if math.isnan(self.before) and self.thin:
            return "one act"
        if math.isnan(self.before):
            return ("new rival", "new, mixed", "new friend")[_side(self.after) + 1]
        if math.isnan(self.after):
            return "gone"
        old, new = _side(self.before), _side(self.after)
        if old == new:
            return "stayed"
        return "turned friendly" if self.after > self.before else "turned hostile"


@dataclass(frozen=True, slots=True)
class Standing:
    """An actor's place in the network of one day.

    ``opposing`` are those of its bloc who have no friendly tie in it: they are there only because
    they oppose whom it opposes.
    """

    at: dt.date
    bloc: tuple[str, ...]
    brokers: tuple[Broker, ...]
    actors: int
    edges: int
    opposing: tuple[str, ...] = ()

    @property
    def tied(self) -> tuple[str, ...]:
        """Those of its bloc whom friendly ties hold in it."""
        return tuple(name for name in self.bloc if name not in self.opposing)


@dataclass(frozen=True, slots=True)
class NetworkChange:
    """An actor's place in the network before and after; neighbours sorted by size of change."""

    actor: str
    before: Standing
    after: Standing
    neighbours: tuple[Neighbour, ...]

    @property
    def joined_bloc(self) -> tuple[str, ...]:
        """Whom friendly ties hold in the actor's bloc after but did not before."""
        return tuple(sorted(set(self.after.tied) - set(self.before.tied)))

    @property
    def left_bloc(self) -> tuple[str, ...]:
        """Whom friendly ties held in the actor's bloc before but do not after."""
        return tuple(sorted(set(self.before.tied) - set(self.after.tied)))


def compare_networks(
    catalogue: Catalogue,
    actor: str,
    *,
    before: dt.date,
    after: dt.date,
    window: tuple[dt.date, dt.date],
    memory_days: int = YEAR_DAYS,
) -> NetworkChange:
    """The signed neighbourhood, the bloc and the brokers around ``actor`` on two days.

    Clients are folded into their patrons. Blocs are as ``find_partition`` finds them, brokers as
    ``find_brokers`` does; who stands alone is a bloc of its own here.

    Raises
    ------
    InputError
        If ``before`` is not earlier than ``after``, or one of them lies outside the window.
    """
    if before >= after:
        message = f"The day before ({before}) must be earlier than the day after ({after})."
        raise InputError(message)
    dyads = [
        standings(
            take_snapshot(
                catalogue, day, window=window, memory_days=memory_days, fold=True, keep=actor
            )
        )
        for day in (before, after)
    ]
    others = {n for graph in dyads if actor in graph for n in graph.neighbors(actor)}
    neighbours = [_neighbour(actor, other, *dyads) for other in sorted(others)]
    return NetworkChange(
        actor=actor,
        before=_standing(dyads[0], actor, before),
        after=_standing(dyads[1], actor, after),
        neighbours=tuple(sorted(neighbours, key=lambda n: (-_change(n), n.actor))),
    )


def _standing(dyads: nx.Graph[str], actor: str, at: dt.date) -> Standing:
    graph = signed_graph(dyads)
    blocs = find_partition(graph).blocs
    bloc = next((bloc for bloc in blocs if actor in bloc), (actor,))
    friendly = friendly_part(graph)
    loose = (
        name for name in bloc if not any(other in bloc for other in friendly.adj.get(name, ()))
    )
    return Standing(
        at=at,
        bloc=bloc,
        opposing=tuple(loose) if len(bloc) > 1 else (),
        brokers=tuple(find_brokers(graph)),
        actors=dyads.number_of_nodes(),
        edges=dyads.number_of_edges(),
    )


def _neighbour(actor: str, other: str, before: nx.Graph[str], after: nx.Graph[str]) -> Neighbour:
    balances, statements = [], []
    for graph in (before, after):
        dyad = graph.get_edge_data(actor, other)
        balances.append(dyad["balance"] if dyad else math.nan)
        statements.append(dyad["statements"] if dyad else ())
    last = after.get_edge_data(actor, other)
    thin = bool(last) and last["ties"] == 0 and len(last["statements"]) == 1
    return Neighbour(other, balances[0], balances[1], statements[0], statements[1], thin)


def _side(balance: float) -> int:
    return (balance >= least_clear()) - (balance <= -least_clear())


def _change(neighbour: Neighbour) -> float:
    before, after = (0.0 if math.isnan(x) else x for x in (neighbour.before, neighbour.after))
    return abs(after - before)
