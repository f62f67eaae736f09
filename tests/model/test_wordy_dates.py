"""Dates in words: what to write for them, and that it is a date."""

from __future__ import annotations

import pytest

from allegiance.graph.model.dates import PartialDate
from allegiance.graph.model.errors import InputError
from allegiance.graph.model.wordy_dates import suggest_notation

SAID = [
    ("circa 2014", "2014~"),
    ("c. 2014-05", "2014-05~"),
    ("about 17 February 2022", "2022-02-17~"),
    ("vers 2014", "2014~"),
    ("2014 (approx.)", "2014~"),
    ("before 2014", "../2013"),
    ("avant 2014-01", "../2013-12"),
    ("before 2014-03-01", "../2014-02-28"),
    ("after 2014", "2015/.."),
    ("after December 2014", "2015-01/.."),
    ("until 2014", "../2014"),
    ("since 2014-05", "2014-05/.."),
    ("between 2014 and 2016", "2014/2016"),
    ("2014\u20132016", "2014/2016"),
    ("the 1990s", "199X"),
    ("February 2022", "2022-02"),
    ("17 février 2022", "2022-02-17"),
    ("1er août 2022", "2022-08-01"),
    ("Feb. 17, 2022", "2022-02-17"),
    ("Dec 2019?", "2019-12?"),
    ("31-Dec-2019", "2019-12-31"),
    ("December 31st, 2019", "2019-12-31"),
    ("the 31st of December 2019", "2019-12-31"),
    ("Q3 2019", "2019-07/2019-09"),
    ("2019-Q4", "2019-10/2019-12"),
]


@pytest.mark.parametrize(("written", "notation"), SAID)
def test_a_date_in_words_is_refused_with_what_to_write(written: str, notation: str) -> None:
    with pytest.raises(InputError) as caught:
        PartialDate.parse(written)
    assert str(caught.value) == f"{written!r} is no date. Write {notation}"
    assert PartialDate.parse(notation).written == notation


@pytest.mark.parametrize("written", ["soon", "early 2014", "after 9999", "2014 2015"])
def test_what_may_mean_several_dates_gets_the_list_of_forms(written: str) -> None:
    assert suggest_notation(written) is None
    with pytest.raises(InputError, match="Write 2022-02-17, 2022-02 or 2022"):
        PartialDate.parse(written)


@pytest.mark.parametrize("written", ["unknown", "n.d.", "?", "ongoing", "Present"])
def test_where_there_is_no_date_nothing_is_to_be_written(written: str) -> None:
    with pytest.raises(InputError, match=r"\. Leave it out if it is not known, or while it lasts$"):
        PartialDate.parse(written)


def test_a_day_in_words_that_no_calendar_has_is_told_the_length_of_the_month() -> None:
    with pytest.raises(InputError, match="February 2022 has 28 days: write the right day"):
        PartialDate.parse("30 February 2022")
