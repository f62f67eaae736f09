"""What moves all states at once is taken out; what moves one of them stays."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from allegiance.graph.analysis.common_trend import subtract_common_trend
from allegiance.graph.analysis.segmentation import segment
from allegiance.graph.model.errors import InputError

NAN = math.nan


def test_the_trend_can_be_worked_out_by_hand() -> None:
    # All move by 1 and then by -2; d moves by 4 of its own in the last year.
    panel = pd.DataFrame(
        [[0.0, 5, 2, 1], [1, 6, 3, 2], [-1, 4, 1, 4]], [1979, 1980, 1981], list("abcd")
    )
    found = subtract_common_trend(panel, least_states=3)
    assert found.trend.tolist() == [0, 1, -1]
    assert found.states.tolist() == [0, 4, 4]
    assert found.adjusted.to_numpy().tolist() == [[0, 5, 2, 1], [0, 5, 2, 1], [0, 5, 2, 5]]
    assert list(found.adjusted.columns) == list("abcd")
    assert list(found.adjusted.index) == [1979, 1980, 1981]


def test_the_trend_is_the_median_of_what_states_stand_above_their_own_levels() -> None:
    values = np.random.default_rng(1).normal(size=(12, 31)).cumsum(axis=0)
    values[:4, 0] = values[7, 3] = NAN
    trend = subtract_common_trend(pd.DataFrame(values)).trend.to_numpy()
    levels = np.nanmean(values - trend[:, None], axis=0)
    above = np.nanmedian(values - levels, axis=1)
    assert trend == pytest.approx(above - above[0], abs=1e-6)


def test_the_errors_of_the_trend_do_not_add_up_over_the_years() -> None:
    strays = []
    for seed in range(20):
        noise = np.random.default_rng(seed).normal(size=(60, 30))
        trend = subtract_common_trend(pd.DataFrame(noise)).trend.to_numpy()
        strays.append(np.polyfit(range(60), trend, 1)[0] * 60)
    # A median of 30 has a standard error of .23; a sum of 60 medians of changes would stray by 1.
    assert np.std(strays) < 0.25


def test_a_median_over_fewer_states_than_asked_is_not_given() -> None:
    panel = pd.DataFrame([[0.0, 0, 0], [1, 1, NAN], [2, 2, 2]], [1, 2, 3])
    found = subtract_common_trend(panel, least_states=3)
    # Year 2 has two values: it is not covered, and year 3 is compared with year 1.
    assert found.states.tolist() == [0, 0, 3]
    assert found.trend.isna().tolist() == [False, True, False]
    assert found.adjusted.iloc[1].isna().all()
    assert found.adjusted.iloc[[0, 2]].to_numpy().tolist() == [[0, 0, 0], [0, 0, 0]]


def test_the_trend_breaks_off_where_too_few_states_link_two_years() -> None:
    # Two sets of states, each of which covers its own years.
    panel = pd.DataFrame(
        [[1.0, 1, NAN, NAN], [2, 2, NAN, NAN], [NAN, NAN, 5, 5], [NAN, NAN, 6, 6], [0, 9, 8, 8]],
        range(2000, 2005),
    )
    found = subtract_common_trend(panel, least_states=2)
    assert found.states.tolist() == [0, 2, 0, 2, 2]
    assert found.trend.isna().tolist() == [True, True, False, False, False]
    assert found.adjusted.iloc[:2].isna().all().all()
    assert found.adjusted[3].tolist()[2:] == [5, 5, 5]


def test_of_two_stretches_of_one_length_the_later_one_is_kept() -> None:
    panel = pd.DataFrame([[1.0, NAN], [2, NAN], [NAN, 5], [NAN, 6]], range(4))
    adjusted = subtract_common_trend(panel, least_states=1).adjusted
    assert adjusted[0].isna().all()
    assert adjusted[1].tolist()[2:] == [5, 5]


def test_a_panel_that_is_never_covered_has_no_adjusted_values() -> None:
    panel = pd.DataFrame([[1.0, 2], [1, 2]], [2000, 2001])
    found = subtract_common_trend(panel)
    assert found.adjusted.isna().all().all()
    assert found.trend.isna().all()
    empty = subtract_common_trend(pd.DataFrame(index=[2000, 2001]))
    assert empty.adjusted.shape == (2, 0)


@given(
    values=hnp.arrays(
        np.float64, (8, 7), elements=st.integers(-10_000, 10_000).map(lambda x: x / 1000)
    ),
    trend=hnp.arrays(
        np.float64, 8, elements=st.integers(-100_000, 100_000).map(lambda x: x / 1000)
    ),
)
def test_whatever_is_added_to_all_states_of_a_year_is_taken_out(values: Any, trend: Any) -> None:
    bare = subtract_common_trend(pd.DataFrame(values), least_states=7).adjusted
    moved = subtract_common_trend(pd.DataFrame(values + trend[:, None]), least_states=7).adjusted
    assert (moved - bare - trend[0]).abs().to_numpy().max() < 1e-9


def test_a_common_move_is_no_shift_and_one_of_ones_own_is() -> None:
    values = np.random.default_rng(7).normal(size=(40, 40))
    values[20:] += 5  # the agenda changes for everyone
    values[30:, 0] -= 5  # and one state turns later
    panel = pd.DataFrame(values, index=range(1980, 2020))
    adjusted = subtract_common_trend(panel).adjusted
    assert segment(panel[1]).dates[0].mode_label == 2000
    assert segment(panel[1]).probability > 0.99
    assert segment(adjusted[1]).probability < 0.5
    assert segment(adjusted[0]).probability > 0.99
    assert segment(adjusted[0]).dates[0].mode_label == 2010


@pytest.mark.parametrize(
    ("panel", "options", "message"),
    [
        (pd.DataFrame([[1.0], [2]], [2001, 2000]), {}, "must rise"),
        (pd.DataFrame([[1.0], [2]], [2000, 2000]), {}, "must rise"),
        (pd.DataFrame([["much"], ["less"]]), {}, "must hold numbers"),
        (pd.DataFrame({"Mali": [1.0, math.inf]}, [1999, 2000]), {}, "Year 2000, state Mali"),
        (pd.DataFrame([[1.0]]), {"least_states": 0}, "least_states must be .* 1 or more, not 0"),
    ],
)
def test_a_panel_that_cannot_be_used_is_refused_with_the_reason(
    panel: pd.DataFrame, options: dict[str, int], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        subtract_common_trend(panel, **options)
