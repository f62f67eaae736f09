"""The chance of a vote at an ideal point, and its derivatives."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allegiance.graph.analysis.ideal_likelihood import vote_probabilities, vote_terms
from allegiance.graph.model.errors import InputError

numbers = st.floats(-6, 6)
widths = st.floats(0.01, 4)
FIELDS = ("log", "low", "high", "low_low", "low_high", "high_high")


def phi(x: float) -> float:
    """The standard normal distribution by another road than the one under test."""
    return math.erfc(-x / math.sqrt(2)) / 2


def one_vote(answer: int, low: float, high: float) -> dict[str, float]:
    counts = tuple(int(answer == kind) for kind in range(3))
    terms = vote_terms(np.array([low]), np.array([high]), counts=counts)  # type: ignore[arg-type]
    return {name: float(getattr(terms, name)[0]) for name in FIELDS}


def test_the_check_of_the_paper_is_met() -> None:
    # theta .5, beta 1, g (-.3, .4): Phi(-.8), Phi(-.1) - Phi(-.8), 1 - Phi(-.1)
    found = vote_probabilities(0.5, slope=1, low=-0.3, high=0.4)
    assert found == pytest.approx([0.211855, 0.248317, 0.539828], abs=5e-7)
    assert found == pytest.approx([phi(-0.8), phi(-0.1) - phi(-0.8), 1 - phi(-0.1)])


@given(numbers, numbers, numbers, widths)
def test_probabilities_are_a_distribution_and_turn_round_with_the_question(
    theta: float, slope: float, low: float, width: float
) -> None:
    found = vote_probabilities(theta, slope=slope, low=low, high=low + width)
    assert (found >= 0).all()
    assert found.sum() == pytest.approx(1)
    turned = vote_probabilities(theta, slope=-slope, low=-low - width, high=-low)
    assert turned[::-1] == pytest.approx(found, abs=1e-12)


def test_a_small_chance_far_out_is_not_lost_in_rounding() -> None:
    # Both cutpoints 9 and more below the score: Phi(-9) - Phi(-10), and 1 - 1 without care.
    left = vote_probabilities(9.5, slope=1, low=-0.5, high=0.5)[1]
    right = vote_probabilities(-9.5, slope=1, low=-0.5, high=0.5)[1]
    assert left == pytest.approx(phi(-9) - phi(-10), rel=1e-6)
    assert right == pytest.approx(left, rel=1e-6)


def test_crossed_cutpoints_are_refused_and_nan_stays_nan() -> None:
    with pytest.raises(InputError, match="must not lie above"):
        vote_probabilities(0.0, slope=1, low=1, high=0)
    assert np.isnan(vote_probabilities(np.nan, slope=1, low=0, high=1)).all()


@given(st.integers(0, 2), st.floats(-5, 5), st.floats(0.05, 3))
def test_terms_are_the_log_of_the_chance_and_its_derivatives(
    answer: int, low: float, width: float
) -> None:
    found, step = one_vote(answer, low, low + width), 1e-5
    chance = vote_probabilities(0.0, slope=0, low=low, high=low + width)[answer]
    assert found["log"] == pytest.approx(math.log(chance), abs=1e-7)
    by_low = [one_vote(answer, low + sign * step, low + width) for sign in (1, -1)]
    by_high = [one_vote(answer, low, low + width + sign * step) for sign in (1, -1)]

    def rise(sides: list[dict[str, float]], name: str) -> float:
        return (sides[0][name] - sides[1][name]) / (2 * step)

    close = {"rel": 1e-4, "abs": 1e-4}
    assert found["low"] == pytest.approx(rise(by_low, "log"), **close)
    assert found["high"] == pytest.approx(rise(by_high, "log"), **close)
    assert found["low_low"] == pytest.approx(-rise(by_low, "low"), **close)
    assert found["low_high"] == pytest.approx(-rise(by_low, "high"), **close)
    assert found["high_high"] == pytest.approx(-rise(by_high, "high"), **close)


@pytest.mark.parametrize("answer", [0, 1, 2])
def test_terms_stay_finite_where_a_vote_is_all_but_impossible(answer: int) -> None:
    for low in (-60.0, 60.0):
        assert all(map(math.isfinite, one_vote(answer, low, low + 0.1).values()))
