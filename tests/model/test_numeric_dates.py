"""Dates in figures: what they can mean, why they are none, and what to write."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allegiance.graph.model.dates import PartialDate
from allegiance.graph.model.errors import InputError
from allegiance.graph.model.numeric_dates import explain_figures

# By the calendar: no month after the twelfth, February of 28 days in 2019 and 2023.
TOLD = [
    ("31/12/2019", "It can only mean 31 December 2019: write 2019-12-31"),
    ("12/31/2019", "It can only mean 31 December 2019: write 2019-12-31"),
    ("31.12.2019", "It can only mean 31 December 2019: write 2019-12-31"),
    ("31-12-2019~", "It can only mean 31 December 2019: write 2019-12-31~"),
    ("03/04/2019", "It may mean 3 April or 4 March 2019: write 2019-04-03 or 2019-03-04"),
    ("3/3/2019", "Write 2019-03-03"),
    (
        "2023-02-30",
        "February 2023 has 28 days: write the right day, or 2023-02 if it is not known",
    ),
    (
        "31/02/2019",
        "February 2019 has 28 days: write the right day, or 2019-02 if it is not known",
    ),
    ("2022-13", "There is no month 13: write one from 01 to 12, or 2022 if it is not known"),
    ("13/2019", "There is no month 13: write one from 01 to 12, or 2019 if it is not known"),
    (
        "32/13/2019",
        "Neither 32 nor 13 is a month: write year, month, day, such as 2019-12-31",
    ),
    ("31/12/19", "Write the year first and with four digits, such as 2019-12-31"),
    ("2019/12/31", "Write 2019-12-31"),
    ("2019-1-5", "Write 2019-01-05"),
    ("12/2019", "Write 2019-12"),
    ("2019/12", "Write 2019-12"),
    ("20191231", "Write 2019-12-31"),
    ("2019-12-31 00:00:00", "Write 2019-12-31, without the time"),
    ("43830", "As a spreadsheet's number of a day it means 2019-12-31: write that if it is meant"),
]
IN_DOUBT = [
    ("2021-09/2021-06", "It ends before it starts: write 2021-06/2021-09"),
    ("../31.12.2019", "Of 31.12.2019: It can only mean 31 December 2019: write 2019-12-31"),
    (
        "2021-06-31?",
        "June 2021 has 30 days: write the right day, or 2021-06 if it is not known",
    ),
]
DAYS = st.dates(min_value=dt.date(1000, 1, 1))


@pytest.mark.parametrize(("written", "said"), TOLD)
def test_a_date_in_figures_is_told_what_is_wrong_with_it_and_what_to_write(
    written: str, said: str
) -> None:
    with pytest.raises(InputError) as caught:
        PartialDate.parse(written)
    assert str(caught.value) == f"{written!r} is no date. {said}"


@pytest.mark.parametrize(("written", "said"), [(w, s) for w, s in TOLD if "~" not in w])
def test_an_option_that_takes_no_doubt_says_the_same(written: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        PartialDate.parse(written, plain=True)
    assert str(caught.value) == f"{written!r} is no date. {said}"


@pytest.mark.parametrize(("written", "said"), IN_DOUBT)
def test_one_in_doubt_is_told_too_where_doubt_may_be_written(written: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        PartialDate.parse(written)
    assert str(caught.value) == f"{written!r} is no date. {said}"
    with pytest.raises(InputError) as caught:
        PartialDate.parse(written, plain=True)
    assert "/20" not in str(caught.value).rpartition("rite ")[2]


@given(DAYS, st.sampled_from("./-"), st.booleans())
def test_the_day_meant_is_among_those_to_write_and_no_more_than_two_are(
    day: dt.date, sign: str, month_first: bool
) -> None:
    parts = [f"{day.month:02}", f"{day.day:02}"] if month_first else [f"{day:%d}", f"{day:%m}"]
    said = explain_figures(sign.join([*parts, f"{day.year}"])) or ""
    offered = re.findall(r"\d{4}-\d\d-\d\d", said)
    assert day.isoformat() in offered
    assert len(offered) == (2 if day.day <= 12 and day.day != day.month else 1)


@given(st.from_regex(r"[0-9./~?T: -]{1,12}", fullmatch=True), st.booleans())
def test_whatever_is_told_it_is_never_to_write_the_same_again(text: str, plain: bool) -> None:
    try:
        PartialDate.parse(text, plain=plain)
    except InputError as error:
        told = str(error).rpartition("rite ")[2]
        for date in re.findall(r"(?<![\d/.])\d{4}-\d\d-\d\d(?![\d/])", told):
            assert PartialDate.parse(date, plain=True).is_day
        assert told != text.strip()
