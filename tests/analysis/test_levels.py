"""Levels of tilt: exact for one segment, a true mixture for several, matched for three poles."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from allegiance.graph.analysis.levels import (
    Axis,
    band,
    mixture,
    mixture_mean,
    segment_counts,
)

AXIS = Axis(0, 1)


def two_poles(*rows: tuple[float, float]) -> np.ndarray:
    """Counts (n, 2, 2) of friendly acts alone: with the first pole, with the second."""
    return np.array([[[first, 0], [second, 0]] for first, second in rows], dtype=float)


def test_the_level_of_one_segment_is_a_beta_distribution() -> None:
    # 3 acts with the first pole, 1 with the second: the share of the second is Beta(1.5, 3.5).
    found = mixture(np.array([1.0]), two_poles((3, 1)), AXIS)
    share = stats.beta(1.5, 3.5)
    assert found.mean == pytest.approx(2 * 1.5 / 5 - 1)
    assert found.low == pytest.approx(2 * share.ppf(0.1) - 1, abs=1e-9)
    assert found.high == pytest.approx(2 * share.ppf(0.9) - 1, abs=1e-9)


def test_the_credible_level_sets_the_tails() -> None:
    found = mixture(np.array([1.0]), two_poles((3, 1)), AXIS, level=0.5)
    share = stats.beta(1.5, 3.5)
    assert (found.low, found.high) == pytest.approx(
        (2 * share.ppf(0.25) - 1, 2 * share.ppf(0.75) - 1), abs=1e-9
    )


def test_without_acts_the_level_is_that_of_jeffreys_prior() -> None:
    # Beta(.5, .5) is the arcsine law: its quantiles are sin^2(pi p / 2).
    found = mixture(np.array([1.0]), two_poles((0, 0)), AXIS)
    assert found.mean == 0
    assert found.high == pytest.approx(2 * np.sin(np.pi * 0.9 / 2) ** 2 - 1, abs=1e-9)
    assert found.low == pytest.approx(-found.high, abs=1e-9)


def test_an_act_against_one_pole_counts_as_one_with_the_other() -> None:
    against = np.array([[[0, 2.0], [0, 0.5]]])  # 2 against the first pole, .5 against the second
    towards = two_poles((0.5, 2.0))
    weight = np.array([1.0])
    assert mixture(weight, against, AXIS) == mixture(weight, towards, AXIS)


def test_several_segments_make_a_mixture_of_their_distributions() -> None:
    weights = np.array([0.3, 0.7])
    found = mixture(weights, two_poles((4, 0), (1, 5)), AXIS)
    one, other = stats.beta(0.5, 4.5), stats.beta(5.5, 1.5)
    assert found.mean == pytest.approx(2 * (0.3 * 0.5 / 5 + 0.7 * 5.5 / 7) - 1)
    for end, tail in ((found.low, 0.1), (found.high, 0.9)):
        below = 0.3 * one.cdf((end + 1) / 2) + 0.7 * other.cdf((end + 1) / 2)
        assert below == pytest.approx(tail, abs=1e-9)


def test_weights_need_not_sum_to_one() -> None:
    counts = two_poles((4, 0), (1, 5))
    one, other = (mixture(scale * np.array([0.3, 0.7]), counts, AXIS) for scale in (1, 5))
    assert (one.mean, one.low, one.high) == pytest.approx((other.mean, other.low, other.high))


def test_among_three_poles_mean_and_variance_are_those_of_the_dirichlet() -> None:
    # Without acts the sides and the rest have 1 each: Var(p2 - p1) = (2 + 2 + 2) / (9 x 4) = 1/6;
    # on [0, 1] that is 1/24, which Beta(2.5, 2.5) has: .25 / 6.
    found = mixture(np.array([1.0]), np.zeros((1, 3, 2)), AXIS)
    assert found.mean == pytest.approx(0)
    assert found.high == pytest.approx(2 * stats.beta(2.5, 2.5).ppf(0.9) - 1, abs=1e-9)


def test_acts_with_a_third_pole_draw_the_tilt_to_the_middle() -> None:
    # Towards first 1 + 6, second 1, rest 1 + third: means -6/9 and -6/19.
    counts = np.zeros((2, 3, 2))
    counts[:, 0, 0], counts[1, 2, 0] = 6, 10
    means = [mixture(np.array([1.0]), counts[i : i + 1], AXIS).mean for i in (0, 1)]
    assert means == pytest.approx([-6 / 9, -6 / 19])


def test_the_axis_picks_its_two_poles_among_three() -> None:
    counts = np.zeros((1, 3, 2))
    counts[0, 2, 0] = 5
    assert mixture(np.array([1.0]), counts, Axis(0, 2)).mean == pytest.approx(5 / 8)
    assert mixture(np.array([1.0]), counts, Axis(2, 0)).mean == pytest.approx(-5 / 8)
    assert mixture(np.array([1.0]), counts, Axis(0, 1)).mean == pytest.approx(0)


def test_the_band_of_one_segment_is_the_same_in_each_period() -> None:
    counts = two_poles((1, 0), (0, 0), (2, 1))
    marginal = np.zeros((4, 4))
    marginal[0, 3] = 1
    found = band(marginal, counts, AXIS)
    whole = mixture(np.array([1.0]), two_poles((3, 1)), AXIS)
    assert found.shape == (3, 3)
    assert (found == found[0]).all()
    assert found[0].tolist() == pytest.approx([whole.mean, whole.low, whole.high], abs=0.005)


@pytest.mark.parametrize("acts", [(0, 0), (0.2, 0), (40, 3), (300, 500), (20_000, 10)])
def test_a_band_has_the_quantiles_of_the_beta_distribution(acts: tuple[float, float]) -> None:
    marginal = np.zeros((2, 2))
    marginal[0, 1] = 1
    [(_, low, high)] = band(marginal, two_poles(acts), AXIS)
    exact = 2 * stats.beta(acts[1] + 0.5, acts[0] + 0.5).ppf([0.1, 0.9]) - 1
    assert [low, high] == pytest.approx(exact.tolist(), abs=2e-4)


def test_the_band_averages_over_the_segments_that_hold_a_period() -> None:
    # One segment of both periods with .4, two of one each with .6.
    counts = two_poles((2, 0), (0, 2))
    marginal = np.zeros((3, 3))
    marginal[0, 2], marginal[0, 1], marginal[1, 2] = 0.4, 0.6, 0.6
    means = band(marginal, counts, AXIS)[:, 0]
    one = 2 * 0.5 / 3 - 1
    assert means.tolist() == pytest.approx([0.6 * one, -0.6 * one])


def test_the_counts_of_a_segment_are_summed_from_its_begin_to_before_its_end() -> None:
    counts = two_poles((1, 0), (0, 2), (4, 0))
    found = segment_counts(counts, np.array([0, 1, 2]), np.array([2, 3, 3]))
    assert found[:, :, 0].tolist() == [[1, 2], [4, 2], [4, 0]]


def test_the_mean_alone_is_that_of_the_whole_mixture() -> None:
    weights, counts = np.array([0.3, 0.7]), two_poles((3, 1), (0, 2))
    alone = mixture_mean(weights, counts, AXIS)
    assert alone.mean == mixture(weights, counts, AXIS).mean
    assert np.isnan([alone.low, alone.high]).all()


@given(
    st.lists(
        st.tuples(
            st.floats(1e-4, 1),
            st.floats(0, 200) | st.just(0.0),
            st.floats(0, 200) | st.just(0.0),
        ),
        min_size=1,
        max_size=6,
    ),
    st.sampled_from([0.5, 0.8, 0.95]),
)
def test_the_ends_of_a_mixture_are_where_halving_finds_them(
    segments: list[tuple[float, float, float]], level: float
) -> None:
    weights = np.array([weight for weight, _, _ in segments])
    found = mixture(weights, two_poles(*(counts for _, *counts in segments)), AXIS, level=level)
    for tail, end in (((1 - level) / 2, found.low), ((1 + level) / 2, found.high)):
        low, high = 0.0, 1.0
        for _ in range(60):
            middle = (low + high) / 2
            shares = [stats.beta.cdf(middle, b + 0.5, a + 0.5) for _, a, b in segments]
            if np.average(shares, weights=weights) < tail:
                low = middle
            else:
                high = middle
        assert end == pytest.approx(low + high - 1, abs=1e-9)
