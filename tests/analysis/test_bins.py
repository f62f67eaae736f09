"""The periods that evidence is counted in: where they begin and end, and what falls into them."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allegiance.graph.analysis.bins import MONTHS, Bins, Period
from allegiance.graph.model.errors import InputError

D = dt.date
PERIODS = st.sampled_from(sorted(MONTHS))
DAYS = st.dates(D(1990, 1, 1), D(2030, 1, 1))
LENGTHS = st.integers(1, 2500).map(lambda days: dt.timedelta(days=days))


def test_two_years_have_eight_quarters() -> None:
    bins = Bins.over(D(2020, 1, 1), D(2022, 1, 1))
    assert len(bins) == 8
    assert bins.edges[:5] == (
        D(2020, 1, 1), D(2020, 4, 1), D(2020, 7, 1), D(2020, 10, 1), D(2021, 1, 1),
    )  # fmt: skip
    assert bins.starts == bins.edges[:-1]


def test_months_run_over_the_turn_of_the_year() -> None:
    bins = Bins.over(D(2020, 11, 1), D(2021, 3, 1), by="month")
    assert bins.edges == (
        D(2020, 11, 1), D(2020, 12, 1), D(2021, 1, 1), D(2021, 2, 1), D(2021, 3, 1),
    )  # fmt: skip


def test_years_begin_in_january() -> None:
    bins = Bins.over(D(2019, 1, 1), D(2022, 1, 1), by="year")
    assert bins.edges == (D(2019, 1, 1), D(2020, 1, 1), D(2021, 1, 1), D(2022, 1, 1))


def test_the_first_and_the_last_period_are_cut_where_the_window_is() -> None:
    bins = Bins.over(D(2020, 2, 15), D(2020, 8, 10))
    assert bins.edges == (D(2020, 2, 15), D(2020, 4, 1), D(2020, 7, 1), D(2020, 8, 10))


def test_a_window_inside_one_period_is_one_period() -> None:
    assert Bins.over(D(2020, 2, 3), D(2020, 2, 5)).edges == (D(2020, 2, 3), D(2020, 2, 5))


@given(start=DAYS, length=LENGTHS, by=PERIODS)
def test_periods_tile_the_window_and_begin_with_their_month(
    start: dt.date, length: dt.timedelta, by: str
) -> None:
    bins = Bins.over(start, start + length, by=by)
    assert (bins.edges[0], bins.edges[-1]) == (start, start + length)
    assert all(one < other for one, other in pairwise(bins.edges))
    assert all(e.day == 1 and (e.month - 1) % MONTHS[by] == 0 for e in bins.edges[1:-1])


def test_an_act_of_unknown_day_is_shared_out_by_days() -> None:
    # 1 January to 29 June 2020: 91 days of the first quarter and 90 of the second.
    bins = Bins.over(D(2020, 1, 1), D(2021, 1, 1))
    shares = bins.spread(D(2020, 1, 1), D(2020, 6, 29))
    assert shares.tolist() == pytest.approx([91 / 181, 90 / 181, 0, 0])


@given(start=DAYS, length=LENGTHS, by=PERIODS, data=st.data())
def test_the_shares_of_an_act_inside_the_window_sum_to_one(
    start: dt.date, length: dt.timedelta, by: str, data: st.DataObject
) -> None:
    days = st.integers(0, length.days - 1)
    one, other = sorted(start + dt.timedelta(days=data.draw(days)) for _ in range(2))
    shares = Bins.over(start, start + length, by=by).spread(one, other)
    assert shares.sum() == pytest.approx(1)
    assert (shares >= 0).all()


def test_what_can_have_happened_outside_the_window_is_lost() -> None:
    bins = Bins.over(D(2020, 1, 1), D(2021, 1, 1))
    assert bins.spread(D(2019, 12, 22), D(2020, 1, 10)).sum() == pytest.approx(0.5)
    assert bins.spread(D(2021, 1, 1), D(2021, 1, 1)).sum() == 0


def test_the_first_day_of_a_period_belongs_to_it_and_not_to_the_one_before() -> None:
    bins = Bins.over(D(2020, 1, 1), D(2021, 1, 1))
    assert bins.spread(D(2020, 3, 31), D(2020, 3, 31)).tolist() == [1, 0, 0, 0]
    assert bins.spread(D(2020, 4, 1), D(2020, 4, 1)).tolist() == [0, 1, 0, 0]


def test_both_ends_of_a_span_of_days_are_counted() -> None:
    bins = Bins.over(D(2020, 1, 1), D(2020, 4, 1), by="month")
    assert bins.overlap_days(D(2020, 1, 31), D(2020, 3, 1)).tolist() == [1, 29, 1]  # a leap year


def test_a_span_in_day_numbers_is_half_open_and_may_begin_at_noon() -> None:
    bins = Bins.over(D(2020, 1, 1), D(2020, 3, 1), by="month")
    first = D(2020, 1, 30).toordinal()
    assert bins.overlap(first + 0.5, first + 3).tolist() == [1.5, 1]
    assert np.all(bins.overlap(first + 3, first) == 0)


@pytest.mark.parametrize(
    ("by", "label"), [("quarter", "2021-Q2"), ("month", "2021-04"), ("year", "2021")]
)
def test_a_period_is_written_by_its_kind(by: str, label: str) -> None:
    assert Bins.over(D(2021, 4, 1), D(2022, 1, 1), by=by).label(0) == label


def test_a_cut_period_is_written_as_the_whole_one() -> None:
    assert Bins.over(D(2021, 5, 20), D(2022, 1, 1)).label(0) == "2021-Q2"


def test_an_unknown_period_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(InputError, match=r"'week' is no period. Write one of month, quarter, year"):
        Bins.over(D(2020, 1, 1), D(2021, 1, 1), by="week")


@pytest.mark.parametrize("end", [D(2020, 1, 1), D(2019, 1, 1)])
def test_a_window_without_days_is_refused(end: dt.date) -> None:
    with pytest.raises(InputError, match="the start must be the earlier"):
        Bins.over(D(2020, 1, 1), end)


@given(start=DAYS, length=LENGTHS, by=PERIODS, ahead=st.integers(0, 2499))
def test_a_day_lies_in_the_one_period_that_begins_before_it_and_ends_after_it(
    start: dt.date, length: dt.timedelta, by: Period, ahead: int
) -> None:
    bins = Bins.over(start, start + length, by=by)
    day = start + dt.timedelta(days=ahead % length.days)
    index = bins.index_of(day)
    assert bins.edges[index] <= day < bins.edges[index + 1]
    assert bins.overlap_days(day, day)[index] == 1


@pytest.mark.parametrize("day", [D(2019, 12, 31), D(2022, 1, 1)])
def test_a_day_outside_all_periods_is_refused(day: dt.date) -> None:
    with pytest.raises(InputError, match="lies in no period from 2020-01-01 up to 2022-01-01"):
        Bins.over(D(2020, 1, 1), D(2022, 1, 1)).index_of(day)
