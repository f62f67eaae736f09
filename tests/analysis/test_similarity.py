"""Similarity of portfolios: numbers by hand and from the literature, laws, errors that cover."""

from __future__ import annotations

import math
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from scipy import stats

import allegiance as al
from allegiance.graph.analysis.similarity import (
    MEASURES,
    common_targets,
    similarity,
    standard_errors,
)
from allegiance.graph.model.errors import InputError

# Votes of two states in ten roll calls: 1 yes, 2 abstained, 3 no.
ONE = (1, 1, 1, 2, 3, 1, 1, 2, 1, 3)
OTHER = (1, 2, 1, 2, 3, 1, 3, 1, 1, 2)
VOTES = {"agreement": 0.75, "s": 0.5, "s2": 0.65, "kappa": 4 / 9}
VOTES |= {"pi": 0.442231, "tau-b": 0.407307, "identical": 0.6}
# Obligations of Germany and Russia to the twenty states of Europe in 1914, and shares of power.
GERMANY = (3, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 3, *[0] * 8)
RUSSIA = (0, 3, 1, 3, 0, 1, *[0] * 14)
SHARES = (0.25, 0.21, 0.2, 0.08, 0.08, 0.05, 0.03, 0.03, 0.02, *[0.01] * 5, *[0] * 6)
EUROPE = {"s": 0.4, "s2": 0.444444, "tau-b": 0.0303170, "kappa": -0.0775862, "pi": -0.0869565}


@pytest.mark.parametrize(("measure", "expected"), VOTES.items())
def test_votes_of_two_states_have_the_similarity_worked_out_by_hand(
    measure: str, expected: float
) -> None:
    assert al.similarity([ONE, OTHER], measure)[0, 1] == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(("measure", "expected"), EUROPE.items())
def test_germany_and_russia_in_1914_are_as_alike_as_published(
    measure: str, expected: float
) -> None:
    found = similarity([GERMANY, RUSSIA], measure, span=3)
    assert found[0, 1] == pytest.approx(expected, abs=1e-6)


def test_targets_weigh_what_they_are_said_to() -> None:
    found = similarity([GERMANY, RUSSIA], "s", span=3, weights=SHARES)
    assert found[0, 1] == pytest.approx(-0.46)
    halved = similarity([GERMANY, RUSSIA], "s2", span=3, weights=np.full(20, 0.5))
    assert halved[0, 1] == pytest.approx(EUROPE["s2"], abs=1e-6)


def plain(x: np.ndarray, y: np.ndarray, measure: str) -> float:
    """The formulas for one dyad, as the papers write them."""
    kept = ~(np.isnan(x) | np.isnan(y))
    x, y = x[kept], y[kept]
    if not len(x):
        return math.nan
    apart = ((x - y) ** 2).sum()
    if measure in ("agreement", "s", "s2"):
        share = apart / 4 if measure == "s2" else np.abs(x - y).sum() / 2
        return float(1 - (1 if measure == "agreement" else 2) * share / len(x))
    if measure == "identical":
        return float((x == y).mean())
    if measure == "tau-b":
        return float(stats.kendalltau(x, y).statistic)
    both = (x**2).sum() + (y**2).sum()
    habit = 2 * x.sum() * y.sum() / len(x)
    if measure == "pi":
        habit = (x.sum() + y.sum()) ** 2 / (2 * len(x))
    return float(1 - apart / (both - habit)) if abs(both - habit) > 1e-9 else math.nan


@pytest.mark.parametrize("measure", MEASURES)
def test_all_dyads_at_once_are_each_dyad_by_itself(measure: str) -> None:
    random = np.random.default_rng(3)
    matrix = random.choice([-1.0, 0.0, 1.0, np.nan], size=(12, 30), p=[0.2, 0.2, 0.5, 0.1])
    matrix[3] = np.nan
    matrix[5] = 1.0
    found = similarity(matrix, measure, span=2)
    for one, other in combinations(range(12), 2):
        expected = plain(matrix[one], matrix[other], measure)
        assert found[one, other] == pytest.approx(expected, abs=1e-9, nan_ok=True)
        assert found[other, one] == pytest.approx(expected, abs=1e-9, nan_ok=True)
    assert np.isnan(found[3]).all()
    assert common_targets(matrix)[0, 5] == int((~np.isnan(matrix[0])).sum())


@pytest.mark.parametrize("measure", ["agreement", "s", "s2", "kappa", "pi", "identical"])
def test_a_standard_error_covers_what_it_should(measure: str) -> None:
    random = np.random.default_rng(11)
    chance = np.array([0.5, 0.1, 0.05, 0.05, 0.1, 0.02, 0.03, 0.05, 0.1])
    drawn = random.choice(9, size=(600, 120), p=chance)
    pairs = np.stack([1.0 - drawn // 3, 1.0 - drawn % 3], axis=1)
    long = random.choice(9, size=200_000, p=chance)
    truth = similarity([1.0 - long // 3, 1.0 - long % 3], measure, span=2)[0, 1]
    values = np.array([similarity(pair, measure, span=2)[0, 1] for pair in pairs])
    errors = np.array([standard_errors(pair, measure, span=2)[0, 1] for pair in pairs])
    assert errors.mean() == pytest.approx(values.std(), rel=0.08)
    assert 0.90 <= (np.abs(values - truth) < 1.96 * errors).mean() <= 0.98


@pytest.mark.parametrize("measure", MEASURES)
def test_without_any_value_there_is_no_similarity(measure: str) -> None:
    assert np.isnan(similarity(np.full((2, 3), np.nan), measure)).all()
    assert similarity(np.empty((2, 0)), measure).shape == (2, 2)


def test_what_no_measure_can_be_taken_of_is_refused() -> None:
    with pytest.raises(InputError, match="no measure 'cosine'"):
        similarity([ONE, OTHER], "cosine")
    wrong: Any
    for wrong in ([["yes", "no"]], [[1, 2], [1]]):
        with pytest.raises(InputError, match="Portfolios must be numbers, in rows of equal"):
            similarity(wrong)
    with pytest.raises(InputError, match="Weights must be numbers"):
        similarity([[1, 2], [2, 1]], "s", weights=["much", "little"])
    with pytest.raises(InputError, match="not of 1 dimensions"):
        similarity(ONE)
    with pytest.raises(InputError, match="Name a wider one"):
        similarity([ONE, OTHER], "s", span=1)
    with pytest.raises(InputError, match="takes no weights"):
        similarity([ONE, OTHER], "kappa", weights=[1] * 10)
    with pytest.raises(InputError, match="10 numbers"):
        similarity([ONE, OTHER], "s", weights=[1, 2])
    with pytest.raises(InputError, match="finite"):
        similarity([[1, math.inf], [1, 2]])
    with pytest.raises(InputError, match="no standard error"):
        standard_errors([ONE, OTHER], "tau-b")
    with pytest.raises(InputError, match="13 different values"):
        similarity([list(range(13)), list(range(13))], "tau-b")
