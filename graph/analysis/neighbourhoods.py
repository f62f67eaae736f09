"""A shift seen in the network: an actor's neighbours, bloc and brokers before and after."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from typing import Final

import networkx as nx

from allegiance.graph.analysis.snapshots import YEAR_DAYS, standings, take_snapshot
from allegiance.graph.model.errors import InputError
from allegiance.graph.store.catalogue import Catalogue

# A dyad counts as friendly or hostile from this balance on; between, it is mixed.
CLEAR_BALANCE: Final = 0.2
_SEED: Final = 1


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
class Broker:
    """An actor on many shortest friendly paths between others.

    ``betweenness`` is the normalised betweenness centrality in [0, 1] (Freeman 1977);
    ``constraint`` is Burt's (1992): low for one who bridges, nan for one without neighbours.
    """

    actor: str
    betweenness: float
    constraint: float


@dataclass(frozen=True, slots=True)
class Standing:
    """An actor's place in the network of one day."""

    at: dt.date
    bloc: tuple[str, ...]
    brokers: tuple[Broker, ...]
    actors: int
    edges: int


@dataclass(frozen=True, slots=True)
class NetworkChange:
    """An actor's place in the network before and after; neighbours sorted by size of change."""

    actor: str
    before: Standing
    after: Standing
    neighbours: tuple[Neighbour, ...]

    @property
    def joined_bloc(self) -> tuple[str, ...]:
        """Who is in the actor's bloc after but was not before."""
        return tuple(sorted(set(self.after.bloc) - set(self.before.bloc)))

    @property
    def left_bloc(self) -> tuple[str, ...]:
        """Who was in the actor's bloc before but is not after."""
        return tuple(sorted(set(self.before.bloc) - set(self.after.bloc)))


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

    Clients are folded into their patrons. Blocs are the communities that the Louvain method
    finds on friendly ties (Blondel et al. 2008, with a fixed seed); an actor without friends is a
    bloc of its own.

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


def friendly_part(dyads: nx.Graph[str]) -> nx.Graph[str]:
    """The dyads that are clearly friendly, weighted by ``friendly - hostile``."""
    part: nx.Graph[str] = nx.Graph()
    part.add_nodes_from(dyads.nodes(data=True))
    for one, other, dyad in dyads.edges(data=True):
        if dyad["balance"] >= CLEAR_BALANCE:
            part.add_edge(one, other, weight=dyad["friendly"] - dyad["hostile"])
    return part


def find_blocs(dyads: nx.Graph[str]) -> list[frozenset[str]]:
    """The communities on friendly ties, largest first; loners are blocs of one."""
    part = friendly_part(dyads)
    if part.number_of_edges() == 0:
        return [frozenset({node}) for node in sorted(part)]
    found = nx.community.louvain_communities(part, weight="weight", seed=_SEED)
    blocs = [frozenset(members) for members in found]
    return sorted(blocs, key=lambda members: (-len(members), min(members)))


def find_brokers(dyads: nx.Graph[str], *, most: int = 5) -> list[Broker]:
    """The actors with the highest betweenness on friendly ties, those at 0 left out."""
    part = friendly_part(dyads)
    between = nx.betweenness_centrality(part)
    ranked = sorted(between, key=lambda node: (-between[node], node))[:most]
    chosen = [node for node in ranked if between[node] > 0]
    constraint = nx.constraint(part, nodes=chosen, weight="weight") if chosen else {}
    return [Broker(node, between[node], constraint[node]) for node in chosen]


def _standing(dyads: nx.Graph[str], actor: str, at: dt.date) -> Standing:
    bloc = next((b for b in find_blocs(dyads) if actor in b), frozenset({actor}))
    return Standing(
        at=at,
        bloc=tuple(sorted(bloc)),
        brokers=tuple(find_brokers(dyads)),
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
    return (balance >= CLEAR_BALANCE) - (balance <= -CLEAR_BALANCE)


def _change(neighbour: Neighbour) -> float:
    before, after = (0.0 if math.isnan(x) else x for x in (neighbour.before, neighbour.after))
    return abs(after - before)
