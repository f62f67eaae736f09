"""Dates in words, and on the map, in whatever form they are written."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from allegiance.graph.model.dates import PartialDate
from allegiance.graph.render.mapping import map_data
from allegiance.graph.render.words import say_date, say_span
from allegiance.graph.store.build import Built


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2022-02-17", "17 February 2022"),
        ("2022-02", "February 2022"),
        ("2022", "2022"),
        ("2022-XX", "2022"),
        ("2022-02-XX", "February 2022"),
        ("202X", "between 2020 and 2029"),
        ("2022-02-17~", "about 17 February 2022"),
        ("2022-02?", "about February 2022"),
        ("2022%", "about 2022"),
        ("../2020-08", "August 2020 or before"),
        ("2020-08-02/", "2 August 2020 or later"),
        ("2021-06/2021-09~", "between June 2021 and about September 2021"),
    ],
)
def test_a_date_is_said_as_it_is_known(written: str, said: str) -> None:
    assert say_date(PartialDate.parse(written)) == said


SPANS = [
    ("../2018-01", "", "since January 2018 or before"),
    ("2018-01/..", "", "since January 2018 or later"),
    ("2018-01~", "", "since about January 2018"),
    ("2018/2019", "", "since some time between 2018 and 2019"),
    ("201X", "", "since some time between 2010 and 2019"),
    ("../2018", "2020/..", "2018 or before to 2020 or later"),
    ("2018", "2020/2021", "2018 to some time between 2020 and 2021"),
    ("2018-01-05", "", "since 5 January 2018"),
]


@pytest.mark.parametrize(("start", "end", "said"), SPANS)
def test_a_bound_of_a_tie_is_said_as_it_is_known(
    sahel: Built, start: str, end: str, said: str
) -> None:
    dates = (PartialDate.parse(start), PartialDate.parse(end) if end else None)
    claim = replace(sahel.catalogue.statements["ti-002"], start=dates[0], end=dates[1])
    assert say_span(claim) == said


@pytest.mark.parametrize(
    ("name", "start", "end", "first", "last"),
    [
        ("ti-002", "../2014-08", "2022-08", None, dt.date(2022, 9, 1)),
        ("ti-002", "2014-08~", "2022-08/..", dt.date(2014, 7, 1), None),
        ("ti-002", "../2023", "2022", None, dt.date(2023, 1, 1)),
        ("st-0081", "../2021-12", None, dt.date(2021, 12, 31), None),
        ("st-0040", "2020-08/..", None, dt.date(2020, 8, 1), None),
        ("st-0040", "../2020-08", "2019", None, dt.date(2020, 1, 1)),
    ],
)
def test_the_map_draws_open_dates_from_the_side_that_is_known(
    sahel: Built, name: str, start: str, end: str | None, first: dt.date, last: dt.date
) -> None:
    claim = sahel.catalogue.statements[name]
    dates = (PartialDate.parse(start), None if end is None else PartialDate.parse(end))
    changed = replace(claim, start=dates[0], end=dates[1])
    catalogue = replace(sahel.catalogue, statements={name: changed})
    window = (dt.date(2012, 1, 1), dt.date(2026, 1, 1))
    (drawn,) = map_data(catalogue, title="T", window=window).statements
    assert (drawn.start, drawn.end) == (start, end or "")
    assert (drawn.start_day, drawn.end_day) == (first, last)
