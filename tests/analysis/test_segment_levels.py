"""Segmentations worked out from the data alone, one by one, against the engine: P and levels.

The evidence and the level of each segment come from other formulas than the engine's: a
multivariate Student t, generalised least squares, Polya's urn, a negative binomial.
"""

from __future__ import annotations

import doctest
import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats
from scipy.integrate import quad
from scipy.special import betaln

from allegiance.graph.analysis.level_posteriors import StudentLevels
from allegiance.graph.analysis.segment_evidence import (
    ArGaussian,
    BetaBinomial,
    DirichletMultinomial,
    GammaPoisson,
    LevelEvidence,
)
from allegiance.graph.analysis.segment_levels import LevelChange
from allegiance.graph.analysis.segmentation import Segmentation, segment
from allegiance.graph.model.errors import InputError

NAN = math.nan
Floats = NDArray[np.float64]
Part = tuple[float, Any]  # log evidence of a segment, and the distribution of its level


class Shares:
    """Shares of categories with prior 1/2 each; of the ``category`` the level."""

    models = (None,)

    def __init__(self, counts: Any, category: int = 0) -> None:
        self.counts, self.category = np.array(counts, dtype=float), category
        two = self.counts.shape[1] == 2
        self.evidence = BetaBinomial(counts) if two else DirichletMultinomial(counts)

    def part(self, i: int, j: int, model: None) -> Part | None:
        sums = np.nansum(self.counts[i:j], axis=0)
        m, n = len(sums), sums.sum()
        # A Dirichlet-multinomial, one category after the other: each is a beta-binomial.
        log = sum(
            betaln(0.5 + sums[c], 0.5 * (m - c - 1) + sums[c + 1 :].sum())
            - betaln(0.5, 0.5 * (m - c - 1))
            for c in range(m - 1)
        )
        mine = sums[self.category]
        return log, stats.beta(0.5 + mine, 0.5 * (m - 1) + n - mine)


class Rates:
    """A rate with prior gamma (2, rate 3): counts are Poisson, item by item."""

    models = (None,)

    def __init__(self, counts: Any, exposure: Any) -> None:
        self.counts, self.exposure = np.array(counts, dtype=float), np.array(exposure, dtype=float)
        self.evidence = GammaPoisson(counts, exposure, shape=2.0, rate=3.0)

    def part(self, i: int, j: int, model: None) -> Part | None:
        there = ~np.isnan(self.counts[i:j])
        counts, exposure = self.counts[i:j][there], self.exposure[i:j][there]
        log, shape, rate = 0.0, 2.0, 3.0
        for events, time in zip(counts, exposure, strict=True):
            # The predictive of the next item, times what its factorial and exposure leave out.
            log += stats.nbinom(shape, rate / (rate + time)).logpmf(events)
            log += math.lgamma(events + 1) - events * math.log(time)
            shape, rate = shape + events, rate + time
        return log, stats.gamma(shape, scale=1 / rate)


class Measures:
    """A level with AR(1) errors by generalised least squares; a segment has 2 values or more."""

    def __init__(self, values: Any, models: tuple[float, ...]) -> None:
        self.values, self.models = np.array(values, dtype=float), models
        self.evidence = ArGaussian(values, phis=models, min_length=2)
        there = self.values[~np.isnan(self.values)]
        self.mean = there.mean()
        self.b0 = (np.median(np.abs(np.diff(there))) / (0.6745 * math.sqrt(2))) ** 2

    def part(self, i: int, j: int, phi: float) -> Part | None:
        places = i + np.flatnonzero(~np.isnan(self.values[i:j]))
        n, y = len(places), self.values[places]
        if n < 2:
            return None
        covariance = phi ** np.abs(np.subtract.outer(places, places)) / (1 - phi**2)
        shape = self.b0 * (covariance + 1 / 0.1)
        log = stats.multivariate_t(np.full(n, self.mean), shape, df=2).logpdf(y)
        precision = np.linalg.inv(covariance)
        kn = 0.1 + precision.sum()
        centre = (0.1 * self.mean + (precision @ y).sum()) / kn
        bn = self.b0 + (y @ precision @ y + 0.1 * self.mean**2 - kn * centre**2) / 2
        an = 1 + n / 2
        return float(log), stats.t(2 * an, loc=centre, scale=math.sqrt(bn / (an * kn)))


Known = Shares | Rates | Measures
CASES: dict[str, Known] = {
    "shares": Shares([(3, 0.5), (2, 0), (NAN, NAN), (2.5, 1), (0, 2), (1, 4), (0.2, 3)]),
    "shares of four": Shares([(3, 0, 1, 0), (2, 1, 0, 0), (0, 0, 4, 1), (0, 1, 3, 1)], 2),
    "rates": Rates([3, 1, NAN, 2, 9, 7], [1, 0.5, 1, 1, 1.5, 1]),
    "measures": Measures([0.3, 0.1, 0.4, 0.2, -0.9, -0.8, -0.5, -0.9], (0.0, 0.5)),
    "measures with gaps": Measures(
        [0.3, NAN, 0.1, 0.4, NAN, NAN, -0.9, -0.8, NAN, -0.9, -0.7], (-0.3, 0.2, 0.8)
    ),
}


@dataclass(frozen=True)
class Way:
    """One segmentation under one model, with its weight rho^k / places x evidence."""

    cuts: tuple[int, ...]
    weight: float
    levels: tuple[Any, ...]


def every_way(known: Known, max_changes: int, rho: float) -> list[Way]:
    n = len(known.values if isinstance(known, Measures) else known.counts)
    found: list[Way] = []
    for k in range(max_changes + 1):
        ways = list(ways_of(known, n, k))
        places = len({way.cuts for way in ways})
        found.extend(Way(w.cuts, w.weight * rho**k / places, w.levels) for w in ways)
    return found


def ways_of(known: Known, n: int, k: int) -> Iterator[Way]:
    for cuts in itertools.combinations(range(1, n), k):
        bounds = list(itertools.pairwise((0, *cuts, n)))
        for model in known.models:
            parts = [known.part(i, j, model) for i, j in bounds]  # type: ignore[arg-type]
            if all(parts):
                logs, levels = zip(*parts, strict=True)
                yield Way(cuts, math.exp(sum(logs)), levels)


Both = tuple[Segmentation, list[Way], Known]


@pytest.fixture(params=list(CASES), scope="module")
def both(request: pytest.FixtureRequest) -> Both:
    known = CASES[request.param]
    return segment(known.evidence, max_changes=3, rho=0.4), every_way(known, 3, 0.4), known


def category_of(known: Known) -> int:
    return known.category if isinstance(known, Shares) else 0


def test_the_data_alone_give_the_same_probabilities(both: Both) -> None:
    found, ways, _ = both
    total = math.fsum(way.weight for way in ways)
    counts = [math.fsum(w.weight for w in ways if len(w.cuts) == k) / total for k in range(4)]
    assert found.counts == pytest.approx(counts, abs=1e-9)
    marginal = [
        math.fsum(w.weight for w in ways if t in w.cuts) / total
        for t in range(len(found.change_marginal))
    ]
    assert found.change_marginal == pytest.approx(marginal, abs=1e-9)


@pytest.mark.parametrize("changes", [1, 2])
def test_levels_before_and_after_are_those_of_every_segmentation(both: Both, changes: int) -> None:
    found, ways, known = both
    chosen = [way for way in ways if len(way.cuts) == changes]
    total = math.fsum(way.weight for way in chosen)
    levels = found.levels(0.8, changes, category=category_of(known))
    assert len(levels) == changes
    for order, change in enumerate(levels):
        for side, estimate in ((order, change.before), (order + 1, change.after)):
            mean = math.fsum(w.weight * w.levels[side].mean() for w in chosen) / total
            assert estimate.mean == pytest.approx(mean, abs=3e-3)
            for share, end in ((0.1, estimate.low), (0.9, estimate.high)):
                below = math.fsum(w.weight * w.levels[side].cdf(end) for w in chosen) / total
                assert below == pytest.approx(share, abs=3e-3)


def test_the_difference_is_that_of_every_segmentation(both: Both) -> None:
    found, ways, known = both
    chosen = [way for way in ways if len(way.cuts) == 1]
    total = math.fsum(way.weight for way in chosen)
    [change] = found.levels(0.8, 1, category=category_of(known))
    assert change.difference.mean == pytest.approx(change.after.mean - change.before.mean)

    def below(size: float) -> float:
        return math.fsum(w.weight * probability_below(size, *w.levels) for w in chosen) / total

    assert below(change.difference.low) == pytest.approx(0.1, abs=3e-3)
    assert below(change.difference.high) == pytest.approx(0.9, abs=3e-3)
    assert 1 - below(0.0) == pytest.approx(change.probability_up, abs=3e-3)


def test_the_levels_of_a_window_are_those_beside_the_nearest_change(both: Both) -> None:
    found, ways, known = both
    [*windows] = found.windows
    for window, change in zip(windows, found.levels(category=category_of(known)), strict=True):
        beside = []
        for way in ways:
            within = [t for t in way.cuts if window.first <= t <= window.last]
            if within:
                nearest = min(within, key=lambda t, mode=window.mode: (abs(t - mode), t))
                order = way.cuts.index(nearest)
                beside.append((way.weight, way.levels[order], way.levels[order + 1]))
        total = math.fsum(weight for weight, _, _ in beside)
        for side, estimate in ((1, change.before), (2, change.after)):
            mean = math.fsum(one[0] * one[side].mean() for one in beside) / total
            assert estimate.mean == pytest.approx(mean, abs=3e-3)
        for share, end in ((0.1, change.difference.low), (0.9, change.difference.high)):
            below = math.fsum(w * probability_below(end, b, a) for w, b, a in beside) / total
            assert below == pytest.approx(share, abs=4e-3)


def probability_below(size: float, before: Any, after: Any) -> float:
    """P(after - before <= size): the mean of P(after <= before's quantile + size)."""
    return float(after.cdf(before.ppf((np.arange(2000) + 0.5) / 2000) + size).mean())


def test_the_level_at_each_item_is_that_of_every_segmentation(both: Both) -> None:
    found, ways, known = both
    total = math.fsum(way.weight for way in ways)
    series = found.level_series(0.5, category=category_of(known))
    assert series.shape == (len(found.change_marginal), 3)
    for t, (mean, low, high) in enumerate(series):
        levels = [(w.weight / total, w.levels[sum(cut <= t for cut in w.cuts)]) for w in ways]
        assert mean == pytest.approx(math.fsum(s * d.mean() for s, d in levels), abs=3e-3)
        for share, end in ((0.25, low), (0.75, high)):
            below = math.fsum(s * d.cdf(end) for s, d in levels)
            assert below == pytest.approx(share, abs=4e-3)


# ---- by hand, and laws


def test_two_items_of_counts_have_levels_that_can_be_worked_out_by_hand() -> None:
    # Given a change, the shares are beta (1.5, .5) and (.5, 1.5): means 3/4 and 1/4.
    [change] = segment([[1, 0], [0, 1]]).levels()
    assert change.before.mean == pytest.approx(0.75)
    assert change.after.mean == pytest.approx(0.25)
    assert change.difference.mean == pytest.approx(-0.5)
    assert change.before.low == pytest.approx(stats.beta(1.5, 0.5).ppf(0.1), abs=2e-3)
    assert change.before.high == pytest.approx(stats.beta(1.5, 0.5).ppf(0.9), abs=2e-3)
    # P(after > before) = integral of sf(x) f(x) = .0901 (adaptive quadrature).
    sure = quad(lambda x: stats.beta(0.5, 1.5).sf(x) * stats.beta(1.5, 0.5).pdf(x), 0, 1)[0]
    assert change.probability_up == pytest.approx(sure, abs=3e-3)


def test_the_worked_example_of_the_docs_is_right() -> None:
    page = Path(__file__).parents[2] / "docs" / "methods" / "segmentation.md"
    shown = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert shown.attempted
    assert not shown.failed
    found = segment([(1, 0), (1, 0), (0, 1), (0, 1)], max_changes=1)
    one, change = 1 / 2 * 1.5 / 2 * 0.5 / 3 * 1.5 / 4, (1 / 32 + (3 / 8) ** 2 + 1 / 32) / 3
    assert found.probability == pytest.approx(change / 2 / (change / 2 + one))
    [half], [most] = found.date_sets(0.5), found.dates
    assert (half.members, most.members) == ((2,), (1, 2))
    assert most.mass == pytest.approx(0.846, abs=5e-4)
    [levels] = found.levels()
    assert (levels.before.mean, levels.after.mean) == pytest.approx((0.788, 0.212), abs=1e-3)


def test_the_two_categories_of_a_share_mirror_each_other() -> None:
    found = segment([(5, 1), (6, 0), (1, 7), (0, 5)])
    [one], [other] = found.levels(), found.levels(category=1)
    assert one.before.mean == pytest.approx(1 - other.before.mean, abs=1e-9)
    assert one.difference.low == pytest.approx(-other.difference.high, abs=2e-3)
    assert one.probability_up == pytest.approx(1 - other.probability_up, abs=1e-6)


def test_levels_follow_the_units_of_a_measure() -> None:
    values = np.random.default_rng(3).normal(size=30)
    values[15:] += 3
    [here], [there] = segment(values).levels(), segment(100 - 10 * values).levels()
    assert there.before.mean == pytest.approx(100 - 10 * here.before.mean, abs=1e-6)
    assert there.difference.low == pytest.approx(-10 * here.difference.high, abs=1e-2)
    assert there.probability_up == pytest.approx(1 - here.probability_up, abs=1e-5)


def test_levels_far_apart_keep_the_width_of_their_intervals() -> None:
    [change] = segment([(100, 1e5)] * 10 + [(1e5, 100)] * 10).levels()
    few, many = 0.5 + 1000, 0.5 + 1e6
    for side, share in ((change.before, (few, many)), (change.after, (many, few))):
        ends = stats.beta(*share).ppf([0.1, 0.9])
        assert (side.low, side.high) == pytest.approx(ends, abs=2e-7)
    width = change.difference.high - change.difference.low
    assert width == pytest.approx(2**0.5 * (change.after.high - change.after.low), rel=0.01)


def test_a_step_far_beyond_the_noise_draws_its_levels_together() -> None:
    # The levels' prior has the weight of a tenth of a year, and lies half way between them.
    [change] = segment([0.0, 0.1] * 10 + [100.0, 100.1] * 10).levels(changes=1)
    assert 0 < change.before.mean < 10
    assert 90 < change.after.mean < 100.1


def test_a_higher_level_of_credence_encloses_a_lower_one() -> None:
    found = segment([0.1, 0.3, 0.2, 0.15, 0.9, 1.2, 0.8, 1.0])
    [narrow], [wide] = found.levels(0.5), found.levels(0.95)
    for name in ("before", "after", "difference"):
        inner, outer = getattr(narrow, name), getattr(wide, name)
        assert outer.low < inner.low < inner.mean < inner.high < outer.high
    assert isinstance(wide, LevelChange)


def test_without_room_for_a_change_there_are_no_levels_but_one_series() -> None:
    found = segment([0.3, 0.4, 0.5])
    assert found.levels() == ()
    series = found.level_series()
    assert series == pytest.approx(np.repeat(series[:1], 3, axis=0))
    assert series[0, 1] < 0.4 < series[0, 2]


def test_a_constant_series_has_its_level_everywhere() -> None:
    series = segment([1.3] * 8).level_series()
    assert series[:, 0] == pytest.approx(np.full(8, 1.3))


# ---- what cannot be asked


class Bare:
    """An evidence without levels."""

    min_length = 1

    def matrix(self) -> Floats:
        off = -math.inf
        return np.array([[off, 0.0, 0.0], [off, off, 0.0], [off] * 3])


@pytest.mark.parametrize(
    ("data", "asked", "message"),
    [
        ([1.0, 2, 3, 4, 5, 6], {"level": 0}, r"level must lie in \(0, 1\), not 0"),
        ([1.0, 2, 3, 4, 5, 6], {"level": 1}, r"level must lie in \(0, 1\), not 1"),
        ([1.0, 2, 3, 4, 5, 6], {"category": 1}, "category must be a whole number from 0 to 0"),
        ([(1, 0), (0, 1)], {"category": 2}, "category must be .* from 0 to 1, not 2"),
        ([(1, 0), (0, 1)], {"category": 0.5}, "category must be a whole number"),
        ([(1, 0), (0, 1)], {"changes": 3}, "3 changes were not weighed"),
        (Bare(), {}, "Bare knows no levels: give it a method levels"),
    ],
)
def test_levels_that_cannot_be_had_are_refused_with_the_reason(
    data: Any, asked: dict[str, Any], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        segment(data).levels(**asked)


@pytest.mark.parametrize("known", CASES.values(), ids=CASES)
def test_every_evidence_knows_its_levels(known: Known) -> None:
    assert isinstance(known.evidence, LevelEvidence)


@pytest.mark.parametrize("degrees", [3.0, 5.0, 40.0])
def test_the_table_of_students_distribution_is_right_to_a_millionth(degrees: float) -> None:
    one = np.ones(1)
    found = StudentLevels(one * 2.0, one * 0.5, one * degrees)
    points = np.linspace(-10, 14, 999)
    exact = stats.t(degrees, loc=2.0, scale=0.5).cdf(points)
    assert found.below(points)[0] == pytest.approx(exact, abs=1e-6)
    assert found.below(points[:3])[0] == pytest.approx(exact[:3], abs=1e-12)
    assert found.quantile(0.9) == pytest.approx(stats.t(degrees, 2.0, 0.5).ppf([0.9]))
