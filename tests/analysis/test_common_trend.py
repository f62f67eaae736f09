"""What moves all states at once is taken out; what moves one of them stays."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from allegiance.graph.analysis.common_trend import subtract_common_trend
from allegiance.graph.analysis.segmentation import segment
from allegiance.graph.model.errors import InputError

NAN = math.nan


def test_the_median_change_can_be_worked_out_by_hand() -> None:
    # Changes 1 1 4, then -2 0 1: medians 1 and 0, so the trend stands at 0, 1, 1.
    panel = pd.DataFrame([[0.0, 5, 2], [1, 6, 6], [-1, 6, 7]], [1979, 1980, 1981], list("abc"))
    found = subtract_common_trend(panel, least_states=3)
    assert found.change.tolist()[1:] == [1, 0]
    assert math.isnan(found.change[1979])
    assert found.states.tolist() == [0, 3, 3]
    assert found.adjusted.to_numpy().tolist() == [[0, 5, 2], [0, 5, 5], [-2, 5, 6]]
    assert list(found.adjusted.columns) == list("abc")
    assert list(found.adjusted.index) == [1979, 1980, 1981]


def test_a_median_over_fewer_states_than_asked_is_not_given() -> None:
    panel = pd.DataFrame([[0.0, 0, 0], [1, 1, NAN], [2, 2, 2]], [1, 2, 3])
    found = subtract_common_trend(panel, least_states=3)
    # Year 2 has two values: it is not covered, and year 3 is compared with year 1.
    assert found.states.tolist() == [0, 0, 3]
    assert found.change.isna().tolist() == [True, True, False]
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
    assert found.change.isna().tolist() == [True, False, True, False, False]
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
    assert found.change.isna().all()
    empty = subtract_common_trend(pd.DataFrame(index=[2000, 2001]))
    assert empty.adjusted.shape == (2, 0)


@settings(deadline=None)
@given(
    values=hnp.arrays(np.float64, (8, 7), elements=st.floats(-10, 10).map(lambda x: round(x, 3))),
    trend=hnp.arrays(np.float64, 8, elements=st.floats(-100, 100).map(lambda x: round(x, 3))),
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
