"""Intervals of shares, against forms that can be worked out by hand."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allegiance.graph.analysis.rates import jeffreys_interval, kept_rate


def test_without_trials_there_is_no_share() -> None:
    rate = kept_rate(0, 0)
    assert all(map(math.isnan, (rate.share, rate.low, rate.high, rate.if_broken, rate.if_kept)))
    assert all(math.isnan(end) for end in jeffreys_interval(0, 0))


def test_of_one_trial_the_interval_solves_an_equation_in_closed_form() -> None:
    # Beta(1/2, 3/2) has the distribution function 2 (asin sqrt x + sqrt(x (1 - x))) / pi.
    low, high = jeffreys_interval(0, 1)
    assert low == 0.0
    assert 2 * (math.asin(math.sqrt(high)) + math.sqrt(high * (1 - high))) / math.pi == (
        pytest.approx(0.975)
    )


def test_the_level_is_what_the_posterior_holds_between_the_ends() -> None:
    # Beta(3/2, 3/2), of one success in two, has 2 (asin sqrt x - (1 - 2x) sqrt(x (1 - x))) / pi.
    def below(x: float) -> float:
        return 2 * (math.asin(math.sqrt(x)) - (1 - 2 * x) * math.sqrt(x * (1 - x))) / math.pi

    for level in (0.5, 0.8, 0.95):
        low, high = jeffreys_interval(1, 2, level=level)
        assert below(high) - below(low) == pytest.approx(level)
        assert low == pytest.approx(1 - high)


def test_what_is_overdue_bounds_the_share_and_does_not_count_as_broken() -> None:
    rate = kept_rate(3, 4, overdue=4)
    assert (rate.share, rate.if_broken, rate.if_kept) == (3 / 4, 3 / 8, 7 / 8)
    assert (rate.low, rate.high) == jeffreys_interval(3, 4)


@given(st.integers(0, 200), st.integers(0, 200))
def test_the_interval_holds_the_share_and_mirrors(kept: int, broken: int) -> None:
    low, high = jeffreys_interval(kept, kept + broken)
    if kept + broken:
        assert 0 <= low <= kept / (kept + broken) <= high <= 1
        other = jeffreys_interval(broken, kept + broken)
        assert (low, high) == pytest.approx((1 - other[1], 1 - other[0]))


@given(st.integers(1, 50), st.integers(1, 50), st.integers(2, 20))
def test_more_of_the_same_narrows_the_interval(kept: int, broken: int, times: int) -> None:
    low, high = jeffreys_interval(kept, kept + broken)
    narrow = jeffreys_interval(kept * times, (kept + broken) * times)
    assert narrow[1] - narrow[0] < high - low


@given(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30))
def test_the_bounds_hold_the_share(kept: int, broken: int, overdue: int) -> None:
    rate = kept_rate(kept, kept + broken, overdue=overdue)
    if kept + broken:
        assert rate.if_broken <= rate.share <= rate.if_kept
