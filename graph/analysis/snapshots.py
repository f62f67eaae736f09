"""The signed, weighted network of one date, as a networkx graph."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from allegiance.graph.model.dates import check_covered
from allegiance.graph.model.statements import Statement
from allegiance.graph.model.terms import PASSIVE_KINDS
from allegiance.graph.store.catalogue import Catalogue

if TYPE_CHECKING:
    import networkx as nx

YEAR_DAYS = 365


def take_snapshot(
    catalogue: Catalogue,
    at: dt.date,
    *,
    window: tuple[dt.date, dt.date],
    memory_days: int = YEAR_DAYS,
    fold: bool = False,
    keep: str | None = None,
) -> nx.MultiDiGraph[str]:
    """The network on the day ``at``: actors as nodes, an edge for each statement in force.

    A tie, or an act with an end, is in force from its first to its last possible day; another act
    for ``memory_days`` after its day. Parallel edges are kept, keyed by statement.

    Parameters
    ----------
    catalogue, window
        What the dossier holds and the days [start, end) that it covers.
    fold
        Whether clients are folded into their topmost patrons of that day, and votes on a text into
        acts towards whom it is directed against; what stays within one patron is left out.
    keep
        An actor (id) that is not folded into its patrons.

    Returns
    -------
    networkx.MultiDiGraph
        Node attributes: label, kind. Edge attributes: statement (id), relation (id), sign
        (-1, 0, 1), weight ([-1, 1]), probability ([0, 1]), channel, tie, contested, links (ids of
        those from clients to the patrons they are folded into, "" for none), start, end (as
        written, "" where open).

    Raises
    ------
    InputError
        If ``at`` lies outside the window: there the dossier does not say.
    """
    import networkx as nx

    check_covered(at, window)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(at=at.isoformat())
    beliefs = catalogue.beliefs
    rollup = catalogue.rollup
    for statement in catalogue.statements.values():
        if not statement.holds_on(at, memory_days=memory_days):
            continue
        subject, target, turn = statement.subject, statement.object, 1
        links: list[str] = []
        if fold:
            target, turn = catalogue.aim(target)
            day = _day_of(statement, at)
            ways = [rollup.top(s, at=day, keep=keep) for s in (subject, target)]
            subject, target = (way.patron for way in ways)
            links = [link.id for way in ways for link in way.links]
            if subject == target:
                continue
        for side in (subject, target):
            entity = catalogue.actors[side]
            graph.add_node(side, label=entity.label, kind=entity.kind)
        graph.add_edge(
            subject,
            target,
            key=statement.id,
            statement=statement.id,
            relation=statement.relation.id,
            sign=turn * statement.sign,
            weight=turn * statement.weight,
            probability=beliefs.of(statement).fused.probability,
            channel=statement.channel,
            tie=statement.tie and not statement.lapsed,
            contested=statement.contested,
            links=" ".join(links),
            start=str(statement.start or ""),
            end=str(statement.end or ""),
        )
    return graph


def standings(snapshot: nx.MultiDiGraph[str]) -> nx.Graph[str]:
    """The dyads of a snapshot, undirected: how each two actors stand with each other.

    Each statement counts weight x belief in its favour (2P - 1, not below 0). Edge attributes:
    friendly and hostile (sums, both >= 0), balance = (friendly - hostile) / (friendly + hostile)
    in [-1, 1], statements (ids), ties (how many of these are). Places and texts, and dyads with
    neutral statements alone, are left out.
    """
    import networkx as nx

    dyads: nx.Graph[str] = nx.Graph()
    for node, about in snapshot.nodes(data=True):
        if about["kind"] not in PASSIVE_KINDS:
            dyads.add_node(node, **about)
    for one, other, edge in snapshot.edges(data=True):
        force = edge["weight"] * max(2 * edge["probability"] - 1, 0.0)
        if force == 0 or one == other or not (one in dyads and other in dyads):
            continue
        if not dyads.has_edge(one, other):
            dyads.add_edge(one, other, friendly=0.0, hostile=0.0, ties=0, statements=[])
        dyad = dyads[one][other]
        dyad["friendly"] += max(force, 0.0)
        dyad["hostile"] += max(-force, 0.0)
        dyad["ties"] += edge["tie"]
        dyad["statements"].append(edge["statement"])
    for _, _, dyad in dyads.edges(data=True):
        total = dyad["friendly"] + dyad["hostile"]
        dyad["balance"] = (dyad["friendly"] - dyad["hostile"]) / total
        dyad["statements"] = tuple(sorted(dyad["statements"]))
    return dyads


def _day_of(statement: Statement, at: dt.date) -> dt.date:
    """The day whose roll-up applies: ``at`` for a tie, the day of an act for an act."""
    if statement.tie or statement.start is None:
        return at
    return min(at, statement.start.latest)
