"""Each item left out in turn."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from allegiance.graph.analysis.segment_evidence import (
    ArGaussian,
    BetaBinomial,
    DirichletMultinomial,
    GammaPoisson,
    PartialEvidence,
)
from allegiance.graph.analysis.segment_jackknife import probabilities_without
from allegiance.graph.analysis.segmentation import segment
from allegiance.graph.model.errors import InputError

NAN = math.nan


def test_a_year_left_out_is_a_year_without_a_value() -> None:
    values = np.random.default_rng(4).normal(size=14)
    values[7:] += 3
    found = probabilities_without(values, max_changes=2, rho=0.3)
    assert found.shape == (14,)
    for year in range(14):
        without = values.copy()
        without[year] = NAN
        expected = segment(without, max_changes=2, rho=0.3).probability
        assert found[year] == pytest.approx(expected, abs=1e-12)


def test_an_alarm_that_hangs_on_one_year_falls_without_it() -> None:
    values = np.random.default_rng(5).normal(size=40)
    values[20] += 12
    found = probabilities_without(values)
    assert segment(values).probability > 0.99
    assert found.argmin() == 20
    assert found[20] < 0.3
    assert np.delete(found, 20).min() > 0.9


def test_a_change_of_level_stands_without_any_one_year() -> None:
    values = np.random.default_rng(5).normal(size=40)
    values[20:] += 4
    assert probabilities_without(values).min() > 0.99


def test_of_two_changes_the_one_that_hangs_on_a_year_is_told_apart() -> None:
    values = np.random.default_rng(5).normal(size=50)
    values[25:] += 6
    values[8] += 14
    assert probabilities_without(values).min() > 0.99
    assert probabilities_without(values, within=(20, 30)).min() > 0.99
    early = probabilities_without(values, within=(1, 15))
    assert early.argmin() == 8
    assert early[8] < 0.5 < np.delete(early, 8).min()
    values[40] = NAN
    expected = segment(values).probability_within(1, 15)
    found = probabilities_without(values, within=(1, 15))
    assert found[40] == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize(
    ("evidence", "left"),
    [
        (BetaBinomial([(3, 0), (4, 1), (0, 5)]), BetaBinomial([(3, 0), (NAN, NAN), (0, 5)])),
        (
            DirichletMultinomial([(3, 0, 1), (4, 1, 1), (0, 5, 2)], prior=2),
            DirichletMultinomial([(3, 0, 1), (NAN,) * 3, (0, 5, 2)], prior=2),
        ),
        (
            GammaPoisson([3, 4, 9], [1, 2, 1], shape=2),
            # The prior stays that of the whole series: 2 x 4 / 16.
            GammaPoisson([3, NAN, 9], [1, 2, 1], shape=2, rate=0.5),
        ),
    ],
)
def test_counts_left_out_are_counts_that_nobody_made(evidence: Any, left: Any) -> None:
    assert isinstance(evidence, PartialEvidence)
    assert type(evidence.without(1)) is type(evidence)
    assert np.array_equal(evidence.without(1).matrix(), left.matrix())
    found = probabilities_without(evidence)
    assert found[1] == pytest.approx(segment(left).probability, abs=1e-12)


def test_without_an_item_that_has_no_data_nothing_changes() -> None:
    values = [0.1, 0.3, NAN, 0.2, 2.1, 2.2, 2.0, 2.3]
    found = probabilities_without(values)
    assert found[2] == pytest.approx(segment(values).probability, abs=1e-12)


def test_without_the_only_item_with_data_there_is_no_answer() -> None:
    found = probabilities_without(ArGaussian([NAN, 1.0, NAN]))
    assert np.isnan(found).tolist() == [False, True, False]
    assert found[0] == 0


def test_an_evidence_that_cannot_leave_items_out_is_refused() -> None:
    class Bare:
        min_length = 1

        def matrix(self) -> Any:
            return np.array([[-math.inf, 0.0], [-math.inf, -math.inf]])

    with pytest.raises(InputError, match="Bare cannot leave items out"):
        probabilities_without(Bare())
