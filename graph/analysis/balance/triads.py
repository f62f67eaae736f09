"""Triads of a signed network: how many of each type, which ones are unbalanced."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from allegiance.graph.analysis.signed_network import Floats, Ints, SignedNetwork

if TYPE_CHECKING:
    from scipy.sparse import csr_array

# Matrices of networks with more nodes are sparse.
_DENSE = 500


@dataclass(frozen=True, slots=True)
class TriadCensus:
    """How many triads have no, one, two, three hostile edges; the first and the third balance."""

    all_friendly: int
    one_hostile: int
    two_hostile: int
    all_hostile: int

    @property
    def total(self) -> int:
        """How many triads there are."""
        return self.all_friendly + self.one_hostile + self.two_hostile + self.all_hostile

    @property
    def balanced(self) -> float:
        """T, the share of balanced triads in [0, 1]; nan where there is none.

        T = (+++ and +--) / all (Cartwright and Harary 1956).

        >>> TriadCensus(all_friendly=2, one_hostile=1, two_hostile=1, all_hostile=0).balanced
        0.75
        """
        good = self.all_friendly + self.two_hostile
        return good / self.total if self.total else math.nan


@dataclass(frozen=True, slots=True)
class Triad:
    """Three actors (sorted) of whom each two are tied; ``signs`` of the pairs 01, 02 and 12."""

    actors: tuple[str, str, str]
    signs: tuple[int, int, int]
    strength: float

    @property
    def balanced(self) -> bool:
        """Whether the number of hostile edges is even."""
        return math.prod(self.signs) > 0

    @property
    def pairs(self) -> tuple[tuple[str, str], tuple[str, str], tuple[str, str]]:
        """Its edges, in the order of ``signs``."""
        first, second, third = self.actors
        return ((first, second), (first, third), (second, third))


def count_triads(network: SignedNetwork) -> TriadCensus:
    """How many triads of each type ``network`` has, by signs alone."""
    friendly, hostile = (_matrix(network, side) for side in (1, -1))
    return TriadCensus(
        all_friendly=_closed(friendly, friendly) // 3,
        one_hostile=_closed(friendly, hostile),
        two_hostile=_closed(hostile, friendly),
        all_hostile=_closed(hostile, hostile) // 3,
    )


def weighted_triad_balance(network: SignedNetwork) -> float:
    """The share of balanced triads in [0, 1], each weighed by the product of its weights.

    T = (1 + tr A^3 / tr abs(A)^3) / 2; nan where there is no triad. With weights of 1 and -1 it is
    the plain share.
    """
    matrix = _weights(network)
    size = abs(matrix)
    walks = float((size @ size * size).sum())
    return (1 + float((matrix @ matrix * matrix).sum()) / walks) / 2 if walks else math.nan


def list_triads(network: SignedNetwork) -> list[Triad]:
    """All triads, by their actors; ``strength`` is the least weight, without its sign."""
    near: list[dict[int, float]] = [{} for _ in network.nodes]
    for one, other, weight in zip(
        network.u.tolist(), network.v.tolist(), network.a.tolist(), strict=True
    ):
        near[one][other] = near[other][one] = weight
    names = network.nodes
    found = []
    for i, row in enumerate(near):
        for j in sorted(row):
            for k in sorted(row.keys() & near[j].keys()):
                if i < j < k:
                    weights = (row[j], row[k], near[j][k])
                    signs = (_sign(row[j]), _sign(row[k]), _sign(near[j][k]))
                    triad = (names[i], names[j], names[k])
                    found.append(Triad(triad, signs, min(map(abs, weights))))
    return found


def _sign(weight: float) -> int:
    return 1 if weight > 0 else -1


def _weights(network: SignedNetwork) -> csr_array | Floats:
    n = len(network.nodes)
    ends = np.concatenate((network.u, network.v)), np.concatenate((network.v, network.u))
    return _filled(np.concatenate((network.a, network.a)), ends, n)


def _matrix(network: SignedNetwork, side: int) -> csr_array | Floats:
    """The edges of one sign, each as 1, in both directions."""
    chosen = network.a * side > 0
    u, v, n = network.u[chosen], network.v[chosen], len(network.nodes)
    ends = np.concatenate((u, v)), np.concatenate((v, u))
    return _filled(np.ones(2 * len(u)), ends, n)


def _filled(values: Floats, ends: tuple[Ints, Ints], nodes: int) -> csr_array | Floats:
    """A square matrix with these values; sparse where it is large."""
    from scipy.sparse import csr_array

    if nodes > _DENSE:
        return csr_array((values, ends), shape=(nodes, nodes))
    dense = np.zeros((nodes, nodes))
    dense[ends] = values
    return dense


def _closed(twice: csr_array | Floats, once: csr_array | Floats) -> int:
    """How many paths of two steps over ``twice`` an edge of ``once`` closes."""
    return round(float((twice @ twice * once).sum())) // 2
