"""The segmentation engine against every segmentation of short series, one by one."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from allegiance.graph.analysis.segment_evidence import (
    ArGaussian,
    BetaBinomial,
    DirichletMultinomial,
    GammaPoisson,
    SegmentEvidence,
)
from allegiance.graph.analysis.segmentation import Segmentation, change_probability, segment
from allegiance.graph.model.errors import InputError

Floats = NDArray[np.float64]

RNG = np.random.default_rng(20130111)
EVIDENCES: list[SegmentEvidence] = [
    *(BetaBinomial(RNG.random((n, 2)) * 3, min_length=low) for n, low in [(1, 1), (6, 1), (8, 2)]),
    *(DirichletMultinomial(RNG.random((n, 4)), min_length=low) for n, low in [(5, 1), (7, 3)]),
    *(GammaPoisson(RNG.poisson(4, n) + 0.5, min_length=low) for n, low in [(6, 1), (8, 2)]),
    *(ArGaussian(RNG.normal(size=n), min_length=low) for n, low in [(8, 1), (8, 2), (7, 3)]),
    ArGaussian([0.1, math.nan, 0.4, 1.2, math.nan, math.nan, 1.5, 1.1], min_length=2),
]


def cuts_of(n: int, most: int) -> Iterator[tuple[int, ...]]:
    for k in range(most + 1):
        yield from itertools.combinations(range(1, n), k)


class EverySegmentation:
    """The posterior by listing all segmentations and models, in plain numbers."""

    def __init__(self, matrix: Floats, max_changes: int, rho: float) -> None:
        layers = np.array(matrix, ndmin=3)
        self.n, self.most = layers.shape[1] - 1, max_changes
        self.weight: dict[tuple[int, ...], float] = {}
        for cuts in cuts_of(self.n, max_changes):
            bounds = list(itertools.pairwise((0, *cuts, self.n)))
            logs = [sum(layer[i, j] for i, j in bounds) for layer in layers]
            if max(logs) > -math.inf:
                self.weight[cuts] = sum(math.exp(log) for log in logs)
        self.places = [sum(len(c) == k for c in self.weight) for k in range(max_changes + 1)]
        for cuts in self.weight:
            self.weight[cuts] *= rho ** len(cuts) / self.places[len(cuts)]
        self.prior = [rho**k if places else 0.0 for k, places in enumerate(self.places)]

    def share(self, wanted: Any, given: Any = lambda cuts: True) -> float:
        among = {cuts: weight for cuts, weight in self.weight.items() if given(cuts)}
        chosen = math.fsum(weight for cuts, weight in among.items() if wanted(cuts))
        return chosen / math.fsum(among.values())

    def segments(self, wanted: Any, given: Any = lambda cuts: True) -> Floats:
        found = np.zeros((self.n + 1, self.n + 1))
        for i, j in itertools.combinations(range(self.n + 1), 2):
            found[i, j] = self.share(lambda cuts, cell=(i, j): wanted(cuts, cell), given)
        return found

    def bounds(self, cuts: tuple[int, ...]) -> list[tuple[int, int]]:
        return list(itertools.pairwise((0, *cuts, self.n)))


@pytest.fixture(params=itertools.product(range(len(EVIDENCES)), [(0, 0.5), (2, 0.3), (4, 0.5)]))
def both(request: pytest.FixtureRequest) -> tuple[Segmentation, EverySegmentation]:
    which, (max_changes, rho) = request.param
    evidence: SegmentEvidence = EVIDENCES[which]
    return (
        segment(evidence, max_changes=max_changes, rho=rho),
        EverySegmentation(evidence.matrix(), max_changes, rho),
    )


def test_counts_and_marginals_are_those_of_every_segmentation(
    both: tuple[Segmentation, EverySegmentation],
) -> None:
    found, every = both
    counts = [every.share(lambda cuts, k=k: len(cuts) == k) for k in range(every.most + 1)]
    assert found.counts == pytest.approx(counts, abs=1e-9)
    assert found.probability == pytest.approx(1 - counts[0], abs=1e-9)
    marginal = [every.share(lambda cuts, t=t: t in cuts) for t in range(every.n)]
    assert found.change_marginal == pytest.approx(marginal, abs=1e-9)
    assert found.prior_probability == pytest.approx(sum(every.prior[1:]) / sum(every.prior))
    if any(every.prior[1:]):
        odds = (1 - counts[0]) / counts[0] / sum(every.prior[1:])
        assert found.log_bayes_factor == pytest.approx(math.log(odds), abs=1e-9)
    else:
        assert math.isnan(found.log_bayes_factor)


def test_segments_are_those_of_every_segmentation(
    both: tuple[Segmentation, EverySegmentation],
) -> None:
    found, every = both
    marginal = every.segments(lambda cuts, cell: cell in every.bounds(cuts))
    assert found.segment_marginal() == pytest.approx(marginal, abs=1e-9)
    for changes in range(1, every.most + 1):
        if not every.places[changes]:
            with pytest.raises(InputError, match=f"^{changes} changes were not weighed"):
                found.adjacent_segments(changes, 1)
            continue
        for order in range(1, changes + 1):
            for side, matrix in enumerate(found.adjacent_segments(changes, order)):
                expected = every.segments(
                    lambda cuts, cell, nth=order - 1 + side: cell == every.bounds(cuts)[nth],
                    lambda cuts, k=changes: len(cuts) == k,
                )
                assert matrix == pytest.approx(expected, abs=1e-9)


def test_the_dates_of_each_change_are_those_of_every_segmentation(
    both: tuple[Segmentation, EverySegmentation],
) -> None:
    found, every = both
    for changes in range(1, every.most + 1):
        if every.places[changes]:
            posterior = found.change_posterior(changes)
            assert posterior.shape == (changes, every.n)
            for j, t in itertools.product(range(changes), range(every.n)):
                expected = every.share(
                    lambda cuts, j=j, t=t: cuts[j] == t, lambda cuts, k=changes: len(cuts) == k
                )
                assert posterior[j, t] == pytest.approx(expected, abs=1e-9)


def test_the_probability_of_a_range_is_that_of_every_segmentation(
    both: tuple[Segmentation, EverySegmentation],
) -> None:
    found, every = both
    for low, high in itertools.combinations_with_replacement(range(-1, every.n + 2), 2):
        expected = every.share(lambda cuts, a=low, b=high: any(a <= t <= b for t in cuts))
        assert found.probability_within(low, high) == pytest.approx(expected, abs=1e-9)


def test_the_short_way_gives_the_same_probability() -> None:
    for evidence, (most, rho) in itertools.product(EVIDENCES, [(0, 0.5), (2, 0.3), (9, 1.5)]):
        short = change_probability(evidence.matrix(), max_changes=most, rho=rho)
        long = segment(evidence, max_changes=most, rho=rho).probability
        assert short == pytest.approx(long, abs=1e-12)
