"""Dates as written: a day, a month, a year or EDTF, and the days that each can mean."""

import datetime as dt

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from allegiance.graph.model.dates import FAR_FUTURE, FAR_PAST, PartialDate, shift_day
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
    "text", ["", "soon", "0000", "22", "20222", "-2022", "２０２２", "2022\n-02"]
)
def test_what_is_no_date_is_refused_with_the_forms_to_write(text: str) -> None:
    with pytest.raises(InputError, match="Write 2022-02-17, 2022-02 or 2022") as caught:
        PartialDate.parse(text)
    assert str(caught.value).startswith(f"{text!r} is no date.")


@pytest.mark.parametrize("text", ["2022-13", "2022-00", "2022-2", "2023-02-29", "2022-02-17Z"])
@pytest.mark.parametrize("plain", [True, False])
def test_a_day_or_a_month_that_no_calendar_has_is_no_date(text: str, *, plain: bool) -> None:
    with pytest.raises(InputError, match="is no date"):
        PartialDate.parse(text, plain=plain)


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


# An interval is of two halves, each a date that may be in doubt.
UNITS = st.builds(lambda day, length: day.isoformat()[:length], DAYS, st.sampled_from([4, 7, 10]))
HALVES = st.builds(lambda unit, mark: unit + mark, UNITS, st.sampled_from(["", "?", "~", "%"]))
OPEN = st.sampled_from(["", ".."])


@st.composite
def edtf(draw: st.DrawFn) -> str:
    """A date in EDTF of one of the forms, in order."""
    half = draw(HALVES)
    if draw(st.booleans()):
        return half
    if draw(st.booleans()):
        side = draw(OPEN)
        return draw(st.sampled_from([f"{side}/{half}", f"{half}/{side}"]))
    other = draw(HALVES)
    first, last = sorted((half, other), key=lambda text: PartialDate.parse(text).earliest)
    return f"{first}/{last}"


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2021-06-15~", "2021-05-31", "2021-06-30"),
        ("2021-06?", "2021-05-01", "2021-07-31"),
        ("2024-01~", "2023-12-01", "2024-02-29"),
        ("2021%", "2020-01-01", "2022-12-31"),
        ("202X", "2020-01-01", "2029-12-31"),
        ("20XX", "2000-01-01", "2099-12-31"),
        ("202X~", "2019-01-01", "2030-12-31"),
        ("2021-XX", "2021-01-01", "2021-12-31"),
        ("2021-XX-XX", "2021-01-01", "2021-12-31"),
        ("2021-02-XX", "2021-02-01", "2021-02-28"),
        ("2021-06/2021-09", "2021-06-01", "2021-09-30"),
        ("2021-06~/2021-09-10", "2021-05-01", "2021-09-10"),
        ("2021/2021-03-05", "2021-01-01", "2021-03-05"),
        ("../2020-08", "0001-01-01", "2020-08-31"),
        ("/2020-08", "0001-01-01", "2020-08-31"),
        ("2020-08-02/..", "2020-08-02", "9999-12-31"),
        ("2020~/", "2019-01-01", "9999-12-31"),
        ("0001~", "0001-01-01", "0002-12-31"),
        ("9999-12~", "9999-11-01", "9999-12-31"),
    ],
)
def test_a_date_in_edtf_means_the_days_that_it_may_be(
    text: str, earliest: str, latest: str
) -> None:
    when = PartialDate.parse(text)
    assert (when.earliest.isoformat(), when.latest.isoformat()) == (earliest, latest)
    assert not when.is_day
    assert str(when) == text


@pytest.mark.parametrize(
    "text",
    [
        *("../..", "/", "..", "2021/2022/2023", "2021 / 2022", "2021-XX-17", "202X-05", "2X21"),
        *("XXXX", "2021~~", "~2021", "0000~", "[2020,2021]", "1950S2", "Y20210", "202x"),
    ],
)
def test_what_edtf_does_not_allow_or_says_nothing_is_refused(text: str) -> None:
    with pytest.raises(InputError, match=r"in doubt 2022-02~.*not after \.\./2022-02"):
        PartialDate.parse(text)


@pytest.mark.parametrize("text", ["2021~", "2021-XX", "../2021", "2021/2022"])
def test_where_a_plain_date_is_asked_for_edtf_is_refused(text: str) -> None:
    with pytest.raises(InputError, match=r"Write 2022-02-17, 2022-02 or 2022\.$"):
        PartialDate.parse(text, plain=True)


@given(edtf())
def test_a_date_is_read_from_what_it_writes(text: str) -> None:
    when = PartialDate.parse(text)
    assert str(when) == text
    assert PartialDate.parse(str(when)) == when
    assert when.earliest <= when.known_day <= when.latest


@given(UNITS, st.sampled_from("?~%"))
def test_doubt_makes_a_date_wider_on_both_sides(text: str, mark: str) -> None:
    sure, doubtful = PartialDate.parse(text), PartialDate.parse(text + mark)
    assert doubtful.earliest < sure.earliest or sure.earliest == FAR_PAST
    assert doubtful.latest > sure.latest


@given(HALVES, HALVES)
def test_an_interval_holds_all_days_of_its_halves_and_those_between(one: str, other: str) -> None:
    first, last = sorted((PartialDate.parse(one), PartialDate.parse(other)))
    whole = PartialDate.parse(f"{first}/{last}") if first.earliest <= last.latest else None
    assert whole is not None
    assert (whole.earliest, whole.latest) == (first.earliest, last.latest)


@given(HALVES, DAYS, DAYS)
@example("9998?", dt.date(2000, 1, 1), dt.date(2000, 1, 1))
def test_only_an_open_side_gives_way_to_a_window(text: str, one: dt.date, other: dt.date) -> None:
    start, end = sorted((one, other))
    closed = PartialDate.parse(text)
    after, before = PartialDate.parse(f"{text}/.."), PartialDate.parse(f"../{text}")
    assert after.is_open
    assert before.is_open
    if closed.earliest > FAR_PAST:
        assert after.within(start, end) == (closed.earliest, max(end, closed.earliest))
    if closed.latest < FAR_FUTURE:
        assert before.within(start, end) == (min(start, closed.latest), closed.latest)
    if closed.earliest > FAR_PAST and closed.latest < FAR_FUTURE:
        assert closed.within(start, end) == (closed.earliest, closed.latest)


def test_days_are_not_moved_past_the_ends_of_the_calendar() -> None:
    assert shift_day(FAR_FUTURE, 1) == FAR_FUTURE
    assert shift_day(FAR_PAST, -1) == FAR_PAST
    assert shift_day(dt.date(2024, 2, 28), 2) == dt.date(2024, 3, 1)
