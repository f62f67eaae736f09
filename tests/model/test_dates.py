"""Dates as written: a day, a month or a year, and the days that each can mean."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allegiance.graph.model.dates import PartialDate
from allegiance.graph.model.errors import InputError

DAYS = st.dates(max_value=dt.date(9998, 12, 31))


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "days"),
    [
        ("2022-02-17", "2022-02-17", "2022-02-17", 1),
        ("2022-02", "2022-02-01", "2022-02-28", 28),
        ("2024-02", "2024-02-01", "2024-02-29", 29),
        ("1900-02", "1900-02-01", "1900-02-28", 28),
        ("2000-02", "2000-02-01", "2000-02-29", 29),
        ("2021-12", "2021-12-01", "2021-12-31", 31),
        ("2022", "2022-01-01", "2022-12-31", 365),
        ("2024", "2024-01-01", "2024-12-31", 366),
        ("2024-02-29", "2024-02-29", "2024-02-29", 1),
        (" 2022 ", "2022-01-01", "2022-12-31", 365),
    ],
)
def test_a_date_means_every_day_from_its_earliest_to_its_latest(
    text: str, earliest: str, latest: str, days: int
) -> None:
    when = PartialDate.parse(text)
    assert (when.earliest.isoformat(), when.latest.isoformat()) == (earliest, latest)
    assert when.span_days == days
    assert when.is_day == (days == 1)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "2022-13",
        "2022-00",
        "2022-2",
        "2022-02-30",
        "2023-02-29",
        "1900-02-29",
        "2022-04-31",
        "0000",
        "22",
        "20222",
        "17.2.2022",
        "2022-02-17T00:00:00",
        "2022-02-17Z",
        "-2022",
        "２０２２",
        "2022\n-02",
    ],
)
def test_what_is_no_date_is_refused_with_the_forms_to_write(text: str) -> None:
    with pytest.raises(InputError, match="Write 2022-02-17, 2022-02 or 2022") as caught:
        PartialDate.parse(text)
    assert str(caught.value).startswith(f"{text!r} is no date.")


def test_a_date_is_shown_as_it_was_written() -> None:
    assert str(PartialDate.parse(" 2021-12 ")) == "2021-12"


def test_dates_sort_by_the_first_day_that_they_can_mean() -> None:
    written = ["2022-02", "2022-02-01", "2021", "2022", "2021-12-31"]
    ordered = sorted(PartialDate.parse(text) for text in written)
    assert [str(when) for when in ordered] == [
        "2021",
        "2021-12-31",
        "2022",
        "2022-02-01",
        "2022-02",
    ]


@given(DAYS)
def test_a_day_lies_in_its_month_and_its_month_in_its_year(day: dt.date) -> None:
    whole = day.isoformat()
    exact, month, year = (PartialDate.parse(whole[:length]) for length in (10, 7, 4))
    assert exact.earliest == exact.latest == day
    assert year.earliest <= month.earliest <= day <= month.latest <= year.latest
    assert month.earliest.day == 1
    assert (month.latest + dt.timedelta(days=1)).day == 1
