"""Networks as they might be: sources drawn anew, and statements as far as they are believed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from allegiance.graph.analysis.signed_network import (
    Floats,
    SignedMatrices,
    least_clear,
    signed_graph,
)
from allegiance.graph.analysis.snapshots import YEAR_DAYS, standings, take_snapshot
from allegiance.graph.model.beliefs import Beliefs, Voices
from allegiance.graph.model.statements import Statement
from allegiance.graph.store.catalogue import Catalogue

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True, slots=True)
class DrawSettings:
    """How networks are drawn from a dossier.

    Parameters
    ----------
    resamples
        How many; 0 for none.
    seed
        Of the draws.
    memory_days
        How long an act counts.
    keep
        An actor (id) that is not folded into its patrons.
    """

    resamples: int = 200
    seed: int = 1
    memory_days: int = YEAR_DAYS
    keep: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class DrawnNetwork:
    """The network of one day as it is, and as it was drawn.

    ``graph`` has a signed weight and the statements on every edge; ``whole`` are its matrices,
    ``drawn`` those of all resamples, shape (resamples, nodes, nodes), with the same nodes.
    """

    at: dt.date
    graph: nx.Graph[str]
    whole: SignedMatrices
    drawn: SignedMatrices


def draw_networks(
    catalogue: Catalogue,
    days: Sequence[dt.date],
    *,
    window: tuple[dt.date, dt.date],
    settings: DrawSettings = DrawSettings(),
) -> list[DrawnNetwork]:
    """The networks of ``days``, clients folded into patrons, each with its resamples.

    One resample is one drawing of the dossier, the same for all days: its origins (agencies, or
    sources of their own) are drawn with replacement, as many as there are, and an origin drawn
    twice is heard twice; then each statement holds with the chance 2P - 1 that it has by what is
    heard, and weighs in full, or does not hold. So it has on average the weight that it has in the
    network itself, but for the links from clients to patrons, which are drawn likewise: where one
    does not hold, the act of the client is nobody's.
    """
    snapshots = [
        take_snapshot(
            catalogue,
            day,
            window=window,
            memory_days=settings.memory_days,
            fold=True,
            keep=settings.keep,
        )
        for day in days
    ]
    used = {
        name
        for snapshot in snapshots
        for _, _, edge in snapshot.edges(data=True)
        for name in (edge["statement"], *edge["links"].split())
    }
    claims = catalogue.claims
    holds = draw_claims([claims[name] for name in sorted(used)], catalogue.beliefs, settings)
    place = {name: index for index, name in enumerate(sorted(used))}
    return [_drawn(day, snap, holds, place) for day, snap in zip(days, snapshots, strict=True)]


def draw_claims(
    claims: Sequence[Statement], beliefs: Beliefs, settings: DrawSettings
) -> NDArray[np.bool_]:
    """Whether each claim holds in each resample, shape (resamples, claims)."""
    random = np.random.default_rng(settings.seed)
    voices = [beliefs.voices(claim) for claim in claims]
    origins = sorted(
        {
            o
            for v in voices
            for o in (*v.supporting, *(x for denied, _ in v.opposing for x in denied))
        }
    )
    count = len(origins)
    if count == 0:
        return np.zeros((settings.resamples, len(claims)), dtype=np.bool_)
    shares = np.full(count, 1 / count)
    times = random.multinomial(count, shares, size=settings.resamples).astype(np.float64)
    luck = random.random((settings.resamples, len(claims)))
    return np.asarray(luck < chances_to_hold(voices, origins, times))


def chances_to_hold(
    voices: Sequence[Voices], origins: Sequence[str], times: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The chance 2P - 1 (not below 0) of each claim if each origin is heard so many times.

    ``times`` has the shape (resamples, origins), the result (resamples, claims). Evidence of an
    origin counts as often as it is heard; a denial as often as the origin that tells most of it;
    a claim that no origin is heard for has no chance.
    """
    place = {origin: index for index, origin in enumerate(origins)}
    found = np.zeros((len(times), len(voices)))
    for index, voice in enumerate(voices):
        pros = [place[origin] for origin in voice.supporting]
        evidence = [opinion.evidence for opinion in voice.supporting.values()]
        counts = [times[:, pros]]
        for denied, opinion in voice.opposing:
            counts.append(times[:, [place[o] for o in denied]].max(axis=1, keepdims=True))
            evidence.append(opinion.evidence)
        both = np.hstack(counts) @ np.array(evidence).reshape(-1, 2)
        chance = (both[:, 0] - both[:, 1]) / (both.sum(axis=1) + 2)
        found[:, index] = np.where(times[:, pros].sum(axis=1) > 0, np.maximum(chance, 0.0), 0.0)
    return found


def _drawn(
    day: dt.date,
    snapshot: nx.MultiDiGraph[str],
    holds: NDArray[np.bool_],
    place: dict[str, int],
) -> DrawnNetwork:
    graph = signed_graph(standings(snapshot))
    nodes = tuple(sorted(graph))
    return DrawnNetwork(
        at=day,
        graph=graph,
        whole=SignedMatrices.of(graph, nodes=nodes),
        drawn=_matrices(snapshot, nodes, holds, place),
    )


def _matrices(
    snapshot: nx.MultiDiGraph[str],
    nodes: tuple[str, ...],
    holds: NDArray[np.bool_],
    place: dict[str, int],
) -> SignedMatrices:
    """The drawn networks: sums of what holds, then clear dyads alone, as in ``signed_graph``."""
    at = {node: index for index, node in enumerate(nodes)}
    sums: dict[tuple[int, int], tuple[Floats, Floats]] = {}
    for one, other, edge in snapshot.edges(data=True):
        if edge["weight"] == 0 or one == other or not (one in at and other in at):
            continue
        needed = [place[name] for name in (edge["statement"], *edge["links"].split())]
        force = edge["weight"] * holds[:, needed].all(axis=1)
        pair = (min(at[one], at[other]), max(at[one], at[other]))
        none = np.zeros(len(holds))
        friendly, hostile = sums.get(pair, (none, none))
        sums[pair] = (friendly + np.maximum(force, 0.0), hostile + np.maximum(-force, 0.0))
    weights = np.zeros((len(holds), len(nodes), len(nodes)))
    for (row, column), (friendly, hostile) in sums.items():
        net = friendly - hostile
        clear = np.abs(net) >= least_clear() * (friendly + hostile)
        weights[:, row, column] = weights[:, column, row] = np.where(clear, net, 0.0)
    return SignedMatrices(nodes, np.maximum(weights, 0.0), np.maximum(-weights, 0.0))
