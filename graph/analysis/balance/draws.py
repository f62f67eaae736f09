"""Networks as they may have been: statements drawn by how far they are believed."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from allegiance.graph.analysis.signed_network import Floats, SignedNetwork, least_clear

if TYPE_CHECKING:
    import networkx as nx

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Spread:
    """A value, and between what 80% of the draws lie in which it can be told.

    ``told`` is the share of such draws in [0, 1]; ``low`` and ``high`` are nan if it is 0.
    """

    value: float
    low: float
    high: float
    told: float

    @classmethod
    def of(cls, value: float, drawn: Sequence[float]) -> Spread:
        """The spread of ``value`` over ``drawn`` values, nan where they cannot be told."""
        known = [one for one in drawn if not math.isnan(one)]
        if not known:
            return cls(value, math.nan, math.nan, 0.0)
        low, high = np.quantile(known, [0.1, 0.9]).tolist()
        return cls(value, low, high, len(known) / len(drawn))


@dataclass(frozen=True, slots=True, eq=False)
class Draws:
    """The balances of dyads in so many draws: a row a draw, nan where nothing was drawn."""

    pairs: tuple[Pair, ...]
    balances: Floats
    floor: float

    @property
    def signs(self) -> NDArray[np.int8]:
        """1 friendly, -1 hostile, 0 for neither, a row a draw."""
        clear = np.nan_to_num(self.balances)
        signs: NDArray[np.int8] = np.where(
            np.abs(clear) >= least_clear(self.floor), np.sign(clear), 0
        )
        return signs.astype(np.int8)

    def networks(self) -> Iterator[SignedNetwork]:
        """The signed network of each draw."""
        least = least_clear(self.floor)
        for row in self.balances.tolist():
            edges = zip(self.pairs, row, strict=True)
            clear = [(*pair, balance) for pair, balance in edges if abs(balance) >= least]
            yield SignedNetwork.of(clear)

    def share(self, signs: dict[Pair, int]) -> float:
        """The share of draws in which all these pairs stand as given."""
        column = {pair: number for number, pair in enumerate(self.pairs)}
        chosen = self.signs[:, [column[pair] for pair in signs]]
        return float((chosen == list(signs.values())).all(axis=1).mean())


def draw_dyads(
    snapshot: nx.MultiDiGraph[str], dyads: nx.Graph[str], *, floor: float, draws: int, seed: int
) -> Draws:
    """Draws of ``dyads`` (the standings of ``snapshot``): each statement is in or out by itself.

    A statement is in with the belief in its favour, 2P - 1 and not below 0, and then counts with
    its whole weight, so that the draws agree with the standings on average.
    """
    pairs = sorted((min(pair), max(pair)) for pair in dyads.edges())
    column = {pair: number for number, pair in enumerate(pairs)}
    rows = sorted(
        (column[pair], key, edge["weight"], 2 * edge["probability"] - 1)
        for one, other, key, edge in snapshot.edges(keys=True, data=True)
        if (pair := (min(one, other), max(one, other))) in column
    )
    where = np.array([row[0] for row in rows], np.int64)
    weights, beliefs = (np.array([row[k] for row in rows], np.float64) for k in (2, 3))
    random = np.random.default_rng(seed)
    balances = np.full((draws, len(pairs)), math.nan)
    for number in range(draws):
        forces = weights * (random.random(len(rows)) < beliefs)
        net = np.bincount(where, forces, minlength=len(pairs))
        gross = np.bincount(where, np.abs(forces), minlength=len(pairs))
        np.divide(net, gross, out=balances[number], where=gross > 0)
    return Draws(tuple(pairs), balances, floor)
