"""Columns of state codes, against the table of states one by one."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from allegiance.graph.datasets.state_codes import BEYOND_THEIR_DAYS, code_states
from allegiance.graph.model.errors import InputError, UnknownNameError
from allegiance.graph.model.states import read_states, resolve_state

YEARS = (1850, 1914, 1942, 1946, 1955, 1990, 1991, 1992, 2003, 2006, 2010)


def of(
    *codes: int | str, day: str, system: str = "cow", until: str = "", **options: object
) -> list:
    days = np.full(len(codes), np.datetime64(day))
    last = np.full(len(codes), np.datetime64(until or day))
    found = code_states(np.array(codes), system=system, first=days, last=last, **options)
    return [None if state is np.nan else state for state in found.astype(object)]


def one_by_one(code: str, system: str, year: int) -> str | None:
    try:
        return resolve_state(code, system=system, on=year, strict=False).id
    except (InputError, UnknownNameError):
        return None


@pytest.mark.parametrize("system", ["cow", "gw", "iso2"])
def test_a_column_resolves_as_each_of_its_codes_does(system: str) -> None:
    codes = [*sorted({state.code(system) for state in read_states()} - {""}), "9999"]
    pairs = list(itertools.product(codes, YEARS))
    first = np.array([f"{year}-01-01" for _, year in pairs], dtype="datetime64[D]")
    last = np.array([f"{year}-12-31" for _, year in pairs], dtype="datetime64[D]")
    column = np.array([code for code, _ in pairs])
    found = code_states(column, system=system, first=first, last=last).astype(object)
    expected = [one_by_one(code, system, year) for code, year in pairs]
    assert [None if state is np.nan else state for state in found] == expected


def test_a_code_means_the_state_of_its_very_day() -> None:
    assert of(365, day="1991-12-25") == ["soviet-union"]
    assert of(365, day="1991-12-26") == ["russia"]


def test_of_several_states_in_a_span_the_last_is_meant_or_the_first_if_asked() -> None:
    span = {"day": "1991-09-01", "until": "1992-08-31"}
    assert of(365, **span) == ["russia"]
    assert of(365, **span, earliest=True) == ["soviet-union"]


def test_a_code_that_outlived_its_state_means_the_same_state_still() -> None:
    assert of(260, day="2005-01-01") == ["germany"]
    assert of(345, day="1942-06-01") == ["yugoslavia"]
    assert of("YU", day="2015-01-01", system="iso2") == ["serbia"]


def test_codes_beyond_their_days_mean_another_only_where_that_is_asked_for() -> None:
    assert of(713, 678, day="1990-12-03") == ["taiwan", None]
    meant = {"instead": BEYOND_THEIR_DAYS}
    assert of(713, 678, day="1990-12-03", **meant) == ["taiwan", "yemen"]
    assert of(713, day="1947-01-01", **meant) == ["china"]


def test_a_code_of_nobody_and_an_empty_one_are_missing() -> None:
    assert of(999, day="2000-01-01") == [None]
    assert of("", "ML", day="2000-01-01", system="iso2") == [None, "mali"]
    assert of(day="2000-01-01") == []
