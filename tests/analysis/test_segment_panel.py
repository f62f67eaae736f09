"""Many series at once are what each of them is by itself."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest

from allegiance.graph.analysis.segment_evidence import GammaPoisson
from allegiance.graph.analysis.segment_panel import segment_many
from allegiance.graph.analysis.segmentation import segment
from allegiance.graph.model.errors import InputError

YEARS = range(1991, 2021)


def panel() -> pd.DataFrame:
    """Three states over thirty years: one moves in 2006, one has gaps, one has no data."""
    values = np.random.default_rng(5).normal(size=(30, 3))
    values[15:, 0] += 4
    values[10:14, 1] = math.nan
    values[:, 2] = math.nan
    return pd.DataFrame(values, index=YEARS, columns=["Mali", "Chad", "Togo"])


def test_each_column_of_a_frame_is_segmented_as_by_itself() -> None:
    found = segment_many(panel(), rho=0.4)
    assert list(found) == ["Mali", "Chad", "Togo"]
    assert found["Togo"] is None
    for state in ("Mali", "Chad"):
        one, alone = found[state], segment(panel()[state], rho=0.4)
        assert one is not None
        assert np.array_equal(one.counts, alone.counts)
        assert one.dates == alone.dates
        assert one.labels == tuple(YEARS)
    mali = found["Mali"]
    assert mali is not None
    assert mali.dates[0].mode_label == 2006


def test_rows_of_an_array_and_a_mapping_hold_the_same_series() -> None:
    values = panel().to_numpy().T
    by_row = segment_many(values, labels=YEARS)
    by_name = segment_many(dict(zip("abc", values, strict=True)), labels=YEARS)
    assert list(by_row) == [0, 1, 2]
    assert list(by_name) == ["a", "b", "c"]
    for one, other in zip(by_row.values(), by_name.values(), strict=True):
        if one is None or other is None:
            assert one is other
        else:
            assert np.array_equal(one.change_marginal, other.change_marginal)
            assert one.labels == other.labels == tuple(YEARS)


def test_a_mapping_may_hold_series_of_several_kinds_and_lengths() -> None:
    found = segment_many({1: [(1, 0), (0, 1)], 2: GammaPoisson([3, 4, 20]), 3: [math.nan]})
    assert [one and len(one.change_marginal) for one in found.values()] == [2, 3, None]


def test_a_table_of_counts_for_each_state_is_one_array() -> None:
    counts = np.array([[(1, 0), (0, 1)], [(1, 0), (1, 0)]])
    found = segment_many(counts)
    assert found[0] is not None
    assert found[0].probability == pytest.approx(0.5)
    # 3/8 as one, 1/2 x 1/2 as two: .5 x .25 / (.375 + .5 x .25).
    assert found[1] is not None
    assert found[1].probability == pytest.approx(0.25)


def test_no_series_have_no_segmentations() -> None:
    assert segment_many({}) == {}


@pytest.mark.parametrize(
    ("series", "message"),
    [
        ({"Mali": [1, 2, 3], "Chad": [1, math.inf, 2]}, "^Series 'Chad': Values must be finite"),
        ({"Mali": ["much", "little"]}, "^Series 'Mali': Data must be numbers"),
        ({"Mali": []}, "^Series 'Mali': .*empty"),
        ([1.0, 2.0, 3.0], "array with a row for each series"),
        (3.0, "array with a row for each series"),
    ],
)
def test_a_series_that_cannot_be_segmented_is_named(series: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        segment_many(series)
