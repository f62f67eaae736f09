"""How balanced a signed network is by three measures at once, and against shuffled signs."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from allegiance.graph.analysis.balance.frustration import (
    Frustration,
    SolverSettings,
    frustration_index,
)
from allegiance.graph.analysis.balance.triads import TriadCensus, count_triads
from allegiance.graph.analysis.balance.walks import walk_balance
from allegiance.graph.analysis.signed_network import Floats, SignedNetwork
from allegiance.graph.model.errors import InputError

# T by triads, K by walks, F by the frustration index.
MEASURES = ("T", "K", "F")
# Shuffles are solved by linear programming alone: branch and bound would take long on some.
SHUFFLE_SOLVER = SolverSettings(nodes=0)


@dataclass(frozen=True, slots=True)
class Balance:
    """A signed network by three measures, which rank networks differently; signs alone count."""

    actors: int
    edges: int
    negative: int
    triads: TriadCensus
    walks: float
    frustration: Frustration

    @property
    def values(self) -> dict[str, float]:
        """T, K and F, each 1 for a balanced network and nan where it cannot be told."""
        found = (self.triads.balanced, self.walks, self.frustration.normalised)
        return dict(zip(MEASURES, found, strict=True))

    def to_dict(self) -> dict[str, Any]:
        """All numbers as plain values, by name."""
        triads, frustration = self.triads, self.frustration
        return {
            "actors": self.actors,
            "edges": self.edges,
            "negative": self.negative,
            "triads": {
                "+++": triads.all_friendly,
                "++-": triads.one_hostile,
                "+--": triads.two_hostile,
                "---": triads.all_hostile,
            },
            **self.values,
            "L": frustration.index,
            "L_bound": frustration.bound,
            "exact": frustration.exact,
        }


@dataclass(frozen=True, slots=True)
class Score:
    """A measure against the same network with its signs shuffled.

    ``z`` is (value - mean) / sd over the shuffles: above 0 the network is more balanced than
    chance; nan where the shuffles do not differ. ``low`` and ``high`` hold 80% of them.
    """

    value: float
    mean: float
    sd: float
    z: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class NullModel:
    """Scores of T, K and F over so many ``shuffles``; of these ``exact`` were solved exactly.

    The others count with the camps found, so that their F is a lower bound.
    """

    scores: dict[str, Score]
    shuffles: int
    exact: int
    seed: int

    def to_dict(self) -> dict[str, Any]:
        """All numbers as plain values, by name."""
        rows = {
            name: {"mean": s.mean, "sd": s.sd, "z": s.z, "low": s.low, "high": s.high}
            for name, s in self.scores.items()
        }
        about = {"shuffles": self.shuffles, "exact": self.exact, "seed": self.seed}
        return rows | about


def measure_balance(network: SignedNetwork, settings: SolverSettings = SolverSettings()) -> Balance:
    """T, K and F of ``network`` by the signs of its edges; nan where there is nothing to measure.

    T is the share of balanced triads, K that of balanced closed walks, F = 1 - 2 L / m with the
    frustration index L.

    Examples
    --------
    Four friendly edges, and two hostile ones between Russia and the other two of a triad.

    >>> edges = [("FRA", "MLI", 1), ("FRA", "NER", 1), ("MLI", "NER", 1), ("RUS", "MLI", 1),
    ...     ("FRA", "RUS", -1), ("RUS", "NER", -1)]
    >>> {name: round(x, 4) for name, x in measure_balance(SignedNetwork.of(edges)).values.items()}
    {'T': 0.5, 'K': 0.5923, 'F': 0.6667}
    """
    plain = network.unweighted
    return Balance(
        actors=len(plain.nodes),
        edges=plain.size,
        negative=plain.negative,
        triads=count_triads(plain),
        walks=walk_balance(plain),
        frustration=frustration_index(plain, settings),
    )


def compare_with_shuffled(
    network: SignedNetwork, *, shuffles: int = 100, seed: int = 1
) -> NullModel:
    """T, K and F of ``network`` against its own topology with the signs dealt out at random.

    Raises
    ------
    InputError
        If there are fewer than 2 shuffles, which have no spread.
    """
    if shuffles < 2:
        message = f"{shuffles} shuffles have no spread: ask for 2 or more."
        raise InputError(message)
    plain = network.unweighted
    random = np.random.default_rng(seed)
    made = [
        measure_balance(plain.signed(random.permutation(plain.a)), SHUFFLE_SOLVER)
        for _ in range(shuffles)
    ]
    values = measure_balance(plain).values
    scores = {
        name: _score(values[name], np.array([one.values[name] for one in made]))
        for name in MEASURES
    }
    return NullModel(scores, shuffles, sum(one.frustration.exact for one in made), seed)


def _score(value: float, shuffled: Floats) -> Score:
    if np.isnan(shuffled).any():
        return Score(value, *([math.nan] * 5))
    mean, sd = float(shuffled.mean()), float(shuffled.std(ddof=1))
    low, high = np.quantile(shuffled, [0.1, 0.9]).tolist()
    z = (value - mean) / sd if sd > 1e-12 else math.nan
    return Score(value, mean, sd, z, low, high)
