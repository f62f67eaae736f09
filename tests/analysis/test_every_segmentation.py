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
from allegiance.graph.analysis.segmentation import (
    ChangeWindow,
    Segmentation,
    change_probability,
    segment,
)
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


def nearest_in(cuts: tuple[int, ...], window: ChangeWindow) -> int | None:
    within = [t for t in cuts if window.first <= t <= window.last]
    return min(within, key=lambda t: (abs(t - window.mode), t), default=None)


def windows_of(found: Segmentation, n: int) -> Iterator[ChangeWindow]:
    yield from found.windows
    for first, last in itertools.combinations_with_replacement(range(1, n), 2):
        yield ChangeWindow(first, last, first + (last - first) // 3)


def test_the_change_of_a_window_is_the_nearest_one_of_every_segmentation(
    both: tuple[Segmentation, EverySegmentation],
) -> None:
    found, every = both
    for window in windows_of(found, every.n):
        nearest = {cuts: nearest_in(cuts, window) for cuts in every.weight}
        changed = {cuts for cuts, near in nearest.items() if near is not None}
        held = every.share(changed.__contains__)
        assert found.probability_within(window.first, window.last) == pytest.approx(held, abs=1e-9)
        if not held:
            continue
        expected = [
            every.share(lambda cuts, t=t, near=nearest: near[cuts] == t, changed.__contains__)
            for t in range(every.n)
        ]
        posterior = found.window_posterior(window)
        assert posterior == pytest.approx(expected, abs=1e-9)
        assert posterior.sum() == pytest.approx(1, abs=1e-12)


def test_the_segments_beside_a_window_s_change_are_those_of_every_segmentation(
    both: tuple[Segmentation, EverySegmentation],
) -> None:
    found, every = both
    for window in found.windows:
        nearest = {cuts: nearest_in(cuts, window) for cuts in every.weight}
        for side, matrix in enumerate(found.window_segments(window)):
            expected = every.segments(
                lambda cuts, cell, near=nearest, side=side: (
                    cell in every.bounds(cuts) and cell[1 - side] == near[cuts]
                ),
                lambda cuts, near=nearest: near[cuts] is not None,
            )
            assert matrix == pytest.approx(expected, abs=1e-9)


def test_windows_part_all_places_of_a_change_and_their_modes_are_the_likeliest_items(
    both: tuple[Segmentation, EverySegmentation],
) -> None:
    found, every = both
    if not any(every.prior[1:]):
        assert found.windows == ()
        return
    bounds = [(window.first, window.last) for window in found.windows]
    assert [t for first, last in bounds for t in range(first, last + 1)] == [*range(1, every.n)]
    for window, dates in zip(found.windows, found.dates, strict=True):
        inside = found.change_marginal[window.first : window.last + 1]
        assert found.change_marginal[window.mode] == pytest.approx(inside.max())
        assert dates.mode == window.mode
        assert window.first <= dates.low <= window.mode <= dates.high <= window.last


def test_with_one_change_at_most_its_window_says_what_one_supposed_change_says() -> None:
    for evidence in EVIDENCES:
        found = segment(evidence, max_changes=1)
        for window in found.windows:
            assert (window.first, window.last) == (1, len(found.change_marginal) - 1)
            [supposed] = found.change_posterior(1)
            assert found.window_posterior(window) == pytest.approx(supposed, abs=1e-12)
            assert found.dates[0].members == found.date_sets(changes=1)[0].members
