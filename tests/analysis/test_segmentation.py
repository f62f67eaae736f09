"""The segmentation engine: reference numbers, laws, edge cases."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray

from allegiance.graph.analysis.segment_evidence import (
    ArGaussian,
    BetaBinomial,
)
from allegiance.graph.analysis.segmentation import change_probability, segment
from allegiance.graph.model.errors import InputError

Floats = NDArray[np.float64]


# The dated acts and the quarterly series of the project's notes on methods, with their answers.
ACTS = {
    "2013-01-11": (1, 0), "2014-07-16": (0.8, 0), "2014-08-01": (1, 0), "2015-06-20": (0.6, 0),
    "2017-02-06": (0.6, 0.2), "2018-05-01": (0.5, 0), "2019-06-25": (0, 0.6),
    "2020-01-13": (0.8, 0), "2020-08-18": (0, 0.3), "2021-06-03": (0, 0.7),
    "2021-09-13": (0, 0.9), "2021-12-23": (0, 0.9), "2022-01-31": (0, 1), "2022-02-17": (0, 1),
    "2022-05-02": (0, 1), "2022-08-15": (0, 1),
}  # fmt: skip
QUARTERS = pd.Series(
    [
        *(0.42, 0.35, 0.45, 0.38, 0.40, 0.31, 0.44, 0.36, 0.39, 0.28, 0.33, 0.25),
        *(0.30, 0.12, -0.18, -0.35, -0.41, -0.30, -0.46, -0.38, -0.44, -0.35, -0.48, -0.40),
    ],
    index=[f"{year}Q{quarter}" for year in range(2018, 2024) for quarter in (1, 2, 3, 4)],
)


def acts() -> pd.DataFrame:
    return pd.DataFrame.from_dict(ACTS, orient="index", columns=["toward_a", "toward_b"])


def test_the_dated_acts_have_the_probabilities_of_the_notes() -> None:
    found = segment(acts(), max_changes=3, rho=0.5)
    assert found.counts == pytest.approx([0.0326, 0.5177, 0.3117, 0.1379], abs=5e-5)
    at = dict(zip(ACTS, found.change_marginal, strict=True))
    assert at["2020-08-18"] == pytest.approx(0.363, abs=5e-4)
    assert at["2021-06-03"] == pytest.approx(0.231, abs=5e-4)
    assert at["2019-06-25"] == pytest.approx(0.195, abs=5e-4)
    assert found.dates[0].mode_label == "2020-08-18"


def test_the_quarterly_series_has_the_probabilities_of_the_notes() -> None:
    found = segment(QUARTERS)
    assert found.counts == pytest.approx([0.005, 0.564, 0.367, 0.059, 0.005], abs=5.1e-4)
    assert found.change_marginal[14] == pytest.approx(0.821, abs=5e-4)
    (date,) = found.dates
    assert (date.mode_label, date.low_label, date.high_label) == ("2021Q3",) * 3
    assert date.mass >= 0.8


def test_the_prior_of_four_changes_at_rho_half_is_484() -> None:
    # (.5 + .25 + .125 + .0625) / (1 + the same) = .4839
    assert segment(QUARTERS).prior_probability == pytest.approx(0.484, abs=5e-4)


def test_two_acts_for_two_sides_can_be_worked_out_by_hand() -> None:
    # One segment 1/8, two 1/4; prior odds 1/2: posterior odds 1, Bayes factor 2.
    found = segment([[1, 0], [0, 1]])
    assert found.counts == pytest.approx([0.5, 0.5, 0, 0, 0])
    assert found.log_bayes_factor == pytest.approx(math.log(2))
    assert found.prior_probability == pytest.approx(1 / 3)


# ---- laws

values = hnp.arrays(
    np.float64,
    st.integers(3, 20),
    elements=st.one_of(st.floats(-5, 5).map(lambda x: round(x, 3)), st.just(math.nan)),
).filter(lambda found: not np.isnan(found).all())
counts = hnp.arrays(
    np.float64, st.tuples(st.integers(1, 20), st.integers(2, 4)), elements=st.floats(0, 20)
)
options = st.fixed_dictionaries({"max_changes": st.integers(0, 6), "rho": st.floats(0.05, 3)})


@settings(max_examples=60, deadline=None)
@given(data=st.one_of(values, counts), given_options=options)
def test_probabilities_obey_their_laws(data: Floats, given_options: dict[str, Any]) -> None:
    found = segment(data, **given_options)
    n, k = len(data), np.arange(given_options["max_changes"] + 1)
    for array in (found.counts, found.change_marginal, found.segment_marginal()):
        assert ((array >= 0) & (array <= 1 + 1e-9)).all()
    assert found.counts.shape == k.shape
    assert found.counts.sum() == pytest.approx(1)
    assert found.change_marginal.sum() == pytest.approx(float(k @ found.counts))
    assert found.change_marginal[0] == 0
    # Each item lies in one segment, and each segment but the first begins with a change.
    covering = [found.segment_marginal()[: t + 1, t + 1 :].sum() for t in range(n)]
    assert covering == pytest.approx(np.ones(n))
    begins = found.segment_marginal().sum(axis=1)[1:n]
    assert begins == pytest.approx(found.change_marginal[1:], abs=1e-9)
    assert found.probability_within(0, n) == pytest.approx(found.probability, abs=1e-9)
    for t in range(1, n):
        single = found.probability_within(t, t)
        assert single == pytest.approx(found.change_marginal[t], abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(data=st.one_of(values, counts), given_options=options)
def test_a_series_read_backwards_has_mirrored_marginals(
    data: Floats, given_options: dict[str, Any]
) -> None:
    forth, back = segment(data, **given_options), segment(data[::-1], **given_options)
    assert back.counts == pytest.approx(forth.counts, abs=1e-7)
    assert back.change_marginal[:0:-1] == pytest.approx(forth.change_marginal[1:], abs=1e-7)


@settings(max_examples=40, deadline=None)
@given(data=st.one_of(values, counts), level=st.floats(0.05, 1))
def test_a_date_set_holds_the_likeliest_items_and_enough_of_them(
    data: Floats, level: float
) -> None:
    found = segment(data)
    sets = found.date_sets(level)
    posteriors = [found.window_posterior(window) for window in found.windows]
    assert bool(sets) == (found.prior_probability > 0)
    for date, posterior in zip(sets, posteriors, strict=True):
        inside = np.isin(np.arange(len(data)), date.members)
        assert level - 1e-9 <= date.mass <= 1
        assert date.mass == pytest.approx(posterior[inside].sum())
        assert posterior[date.mode] == pytest.approx(posterior.max(), abs=1e-9)
        assert (date.low, date.high) == (date.members[0], date.members[-1])
        assert posterior[inside].min() >= posterior[~inside].max(initial=0) - 1e-9
        assert date.mass - posterior[inside].min() < level + 1e-9


@pytest.mark.parametrize(
    "index",
    [
        pd.period_range("2018Q1", periods=24, freq="Q"),
        pd.date_range("2018-01-01", periods=24, freq="QS"),
        pd.Index(range(1990, 2014)),
        pd.Index([f"{letter}" for letter in "abcdefghijklmnopqrstuvwx"]),
    ],
)
def test_labels_of_any_type_name_the_dates_and_change_nothing_else(index: pd.Index[Any]) -> None:
    bare, named = segment(list(QUARTERS)), segment(pd.Series(QUARTERS.to_numpy(), index=index))
    assert bare.labels is None
    assert bare.dates[0].mode_label is None
    assert named.labels == tuple(index)
    assert named.dates[0].mode_label == index[14]
    assert np.array_equal(named.counts, bare.counts)
    assert np.array_equal(named.change_marginal, bare.change_marginal)


def test_an_evidence_takes_labels_beside_it() -> None:
    found = segment(BetaBinomial(acts()), max_changes=3, labels=ACTS)
    assert found.dates == segment(acts(), max_changes=3).dates


# ---- date sets, gaps, short and constant series


def test_a_date_set_may_have_a_gap_which_its_hull_bridges() -> None:
    (date,) = segment(acts(), max_changes=3).date_sets(changes=1)
    assert date.members == (5, 6, 8, 9, 10)
    assert (date.low_label, date.high_label) == ("2018-05-01", "2021-09-13")


def test_another_number_of_changes_may_be_supposed() -> None:
    sets = segment(QUARTERS).date_sets(0.5, changes=2)
    assert [date.mode for date in sets] == sorted(date.mode for date in sets)
    assert len(sets) == 2


def test_a_change_in_a_gap_is_as_likely_at_each_item_of_the_gap() -> None:
    gap = [math.nan] * 3
    found = segment([0.1, 0.3, 0.2, 0.15, *gap, 2.1, 2.2, 2.0, 2.3], max_changes=1)
    inside = found.change_marginal[4:8]
    assert inside == pytest.approx(np.full(4, inside[0]))
    assert (found.dates[0].low, found.dates[0].high) == (4, 7)


@pytest.mark.parametrize("data", [[0.3], [0.3, 0.4], [0.3, math.nan, math.nan, 0.4], [1, 2, 3, 4]])
def test_a_series_without_room_for_a_change_has_none_and_no_prior_of_one(data: list[float]) -> None:
    found = segment(data)
    assert found.counts.tolist() == [1, 0, 0, 0, 0]
    assert (found.probability, found.prior_probability, found.dates) == (0, 0, ())
    assert math.isnan(found.log_bayes_factor)
    assert found.segment_marginal()[0, len(data)] == pytest.approx(1)
    assert change_probability(ArGaussian(data).matrix()) == 0


def test_without_changes_allowed_there_are_no_dates() -> None:
    found = segment(QUARTERS, max_changes=0)
    assert (found.counts.tolist(), found.dates) == ([1], ())


def test_a_constant_series_speaks_against_change_and_a_step_in_one_for_it() -> None:
    assert segment([1.3] * 12).probability < 0.02
    step = segment([0] * 8 + [3] * 8)
    assert step.probability > 0.99
    assert step.dates[0].mode == 8


def test_overwhelming_evidence_stays_finite() -> None:
    found = segment([(1e5, 0)] * 10 + [(0, 1e5)] * 10)
    assert found.probability == pytest.approx(1)
    assert found.counts[0] == 0
    assert math.isfinite(found.log_bayes_factor)
    assert found.log_bayes_factor > 1e5


def test_one_model_holds_for_the_whole_series() -> None:
    # Two items; model one has evidences 1, 1 and 1/2 together, model two 0.01, 0.01 and 1/2.
    class TwoModels:
        min_length = 1

        def matrix(self) -> Floats:
            off, ones, small, half = -math.inf, 0.0, math.log(0.01), math.log(0.5)
            return np.array(
                [
                    [[off, ones, half], [off, off, ones], [off] * 3],
                    [[off, small, half], [off, off, small], [off] * 3],
                ]
            )

    # k = 0: 1/2 + 1/2; k = 1: rho x (1 + .0001), not the (1 + .01)^2 of a model a segment.
    found = segment(TwoModels(), max_changes=1, rho=0.5)
    assert found.probability == pytest.approx(0.50005 / 1.50005)


def test_results_cannot_be_written_into() -> None:
    with pytest.raises(ValueError, match="read-only"):
        segment(QUARTERS).counts[0] = 1


class Fixed:
    """An evidence that is handed its matrix."""

    min_length = 1

    def __init__(self, rows: Any) -> None:
        self.rows = rows

    def matrix(self) -> Floats:
        return np.array(self.rows, dtype=np.float64)


OFF = -math.inf


@pytest.mark.parametrize(
    ("data", "given_options", "message"),
    [
        ([], {}, "empty"),
        (["a", "b"], {}, "must be numbers"),
        ([1, math.inf, 2], {}, "must be finite"),
        ([math.nan] * 3, {}, "not all of them nan"),
        ([(1, 0), (-1, 0)], {}, "item 1 holds -1"),
        ([(1, 0), (math.nan, 0)], {}, "item 1 holds nan"),
        ([(1,), (2,)], {}, "two columns"),
        (np.zeros((2, 2, 2)), {}, "dimension"),
        ([1, 2, 3], {"max_changes": -1}, "max_changes must be a whole number of 0 or more, not -1"),
        ([1, 2, 3], {"max_changes": 1.5}, "max_changes must be a whole number"),
        ([1, 2, 3], {"rho": 0}, "rho, .* above 0, not 0"),
        ([1, 2, 3], {"rho": math.nan}, "rho, .* not nan"),
        ([1, 2, 3], {"labels": "ab"}, "3 items but 2 labels"),
        (Fixed([[OFF, 0, 0], [OFF, OFF, 0]]), {}, r"is \(n \+ 1, n \+ 1\) .* not \(2, 3\)"),
        (Fixed([[OFF, math.nan], [OFF, OFF]]), {}, "holds numbers where j > i"),
        (Fixed([[OFF, 0], [0, OFF]]), {}, "holds numbers where j > i"),
        (Fixed([[OFF, 0, OFF], [OFF, OFF, 0], [OFF] * 3]), {"max_changes": 0}, "admits no cut"),
    ],
)
def test_what_cannot_be_segmented_is_refused_with_the_reason(
    data: Any, given_options: dict[str, Any], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        segment(data, **given_options)


def test_questions_outside_the_series_are_refused_with_the_reason() -> None:
    found = segment(QUARTERS, max_changes=2)
    with pytest.raises(InputError, match=r"3 changes were not weighed: .* leave room for 2"):
        found.change_posterior(3)
    with pytest.raises(InputError, match="0 changes were not weighed"):
        found.date_sets(changes=0)
    with pytest.raises(InputError, match=r"level must lie in \(0, 1\], not 0"):
        found.date_sets(0)
    with pytest.raises(InputError, match="order must lie between 1 and 2, not 3"):
        found.adjacent_segments(2, 3)
    with pytest.raises(InputError, match="low 5 lies after high 4"):
        found.probability_within(5, 4)
