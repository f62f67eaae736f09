"""Dates in figures as people and spreadsheets write them: what they can mean, and what is wrong."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable

_ASCII = re.ASCII
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})(?:\2(\d{1,2}))?\.?([?~%]?)", _ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})\.?([?~%]?)", _ASCII)
_MONTH_FIRST = re.compile(r"(\d{1,2})[-/.](\d{4})", _ASCII)
_RUN_TOGETHER = re.compile(r"(\d{4})(\d{2})(\d{2})", _ASCII)
_WITH_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ]\d{1,2}:\d{2}.*|Z|[+-]\d{2}:\d{2})", _ASCII)
_TURNED = re.compile(r"(\d{4}(?:-\d{2}){0,2})/(\d{4}(?:-\d{2}){0,2})", _ASCII)
_SERIAL = re.compile(r"[3-5]\d{4}", _ASCII)
# Spreadsheets number days from here.
_DAY_ZERO = dt.date(1899, 12, 30)


def explain_figures(text: str, *, plain: bool = False) -> str | None:
    """What a date in figures can mean or why it is none, and what to write; None if unknown.

    A day that can be read in one way only is told so; of one that can be read in two, both are.
    With ``plain``, nothing but a day, a month or a year is what to write.

    >>> explain_figures("31/12/2019")
    'It can only mean 31 December 2019: write 2019-12-31'
    >>> explain_figures("03/04/2019")
    'It may mean 3 April or 4 March 2019: write 2019-04-03 or 2019-03-04'
    >>> explain_figures("2023-02-30")
    'February 2023 has 28 days: write the right day, or 2023-02 if it is not known'
    """
    written = text.strip()
    if plain:
        written = written.rstrip("?~%")
    for form, explain in _PLAIN_FORMS if plain else _FORMS:
        if found := form.fullmatch(written):
            try:
                if told := explain(found):
                    return told
            except ValueError:  # a year or a day that no calendar has
                return None
    return None if plain else _half(written)


def _year_first(found: re.Match[str]) -> str | None:
    """2019-12-31 with a wrong day or month, other signs between, or a figure less."""
    year, month, mark = int(found[1]), int(found[3]), found[5]
    day = int(found[4]) if found[4] else None
    if day is None and found[2] == "/" and month > 12:
        return None
    if not 1 <= month <= 12:
        return _no_month(month, year)
    if day is None:
        return f"Write {year:04}-{month:02}{mark}"
    return _short_month(year, month, day) or f"Write {dt.date(year, month, day)}{mark}"


def _year_last(found: re.Match[str]) -> str:
    """31/12/2019: the day first, as in most countries, or the month first, as in a few."""
    one, other, year, mark = int(found[1]), int(found[3]), int(found[4]), found[5]
    if len(found[4]) == 2:
        return "Write the year first and with four digits, such as 2019-12-31"
    if min(one, other) < 1 or min(one, other) > 12:
        return f"Neither {one} nor {other} is a month: write year, month, day, such as 2019-12-31"
    if max(one, other) > 12:
        month, day = sorted((one, other))
        only = f"It can only mean {day} {_month(month, year)}: write "
        return _short_month(year, month, day) or f"{only}{dt.date(year, month, day)}{mark}"
    if one == other:
        return f"Write {dt.date(year, one, one)}{mark}"
    here, there = dt.date(year, other, one), dt.date(year, one, other)
    names = f"{one} {calendar.month_name[other]} or {other} {_month(one, year)}"
    return f"It may mean {names}: write {here}{mark} or {there}{mark}"


def _month_first(found: re.Match[str]) -> str:
    month, year = int(found[1]), int(found[2])
    if not 1 <= month <= 12:
        return _no_month(month, year)
    return f"Write {year:04}-{month:02}"


def _run_together(found: re.Match[str]) -> str:
    year, month, day = map(int, found.groups())
    if not 1 <= month <= 12:
        return _no_month(month, year)
    return _short_month(year, month, day) or f"Write {dt.date(year, month, day)}"


def _with_time(found: re.Match[str]) -> str:
    day = dt.date.fromisoformat(found[1])
    return f"Write {day}, without the time"


def _turned(found: re.Match[str]) -> str | None:
    first, last = found[1], found[2]
    return f"It ends before it starts: write {last}/{first}" if last < first else None


def _half(written: str) -> str | None:
    """What is wrong with one of two dates with a stroke between them."""
    halves = written.split("/")
    told = ((half, explain_figures(half)) for half in halves if len(halves) == 2)
    return next((f"Of {half}: {said}" for half, said in told if said), None)


def _serial(found: re.Match[str]) -> str:
    day = _DAY_ZERO + dt.timedelta(days=int(found[0]))
    return f"As a spreadsheet's number of a day it means {day}: write that if it is meant"


def _no_month(month: int, year: int) -> str:
    return f"There is no month {month}: write one from 01 to 12, or {year:04} if it is not known"


def _short_month(year: int, month: int, day: int) -> str:
    """That a month has no such day; "" if it has."""
    if year < dt.MINYEAR:
        message = f"There is no year {year}."
        raise ValueError(message)
    last = calendar.monthrange(year, month)[1]
    if 1 <= day <= last:
        return ""
    whole = f"{year:04}-{month:02}"
    mend = f"write the right day, or {whole} if it is not known"
    return f"{_month(month, year)} has {last} days: {mend}"


def _month(month: int, year: int) -> str:
    return f"{calendar.month_name[month]} {year}"


_PLAIN_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str | None]], ...] = (
    (_YEAR_FIRST, _year_first),
    (_YEAR_LAST, _year_last),
    (_MONTH_FIRST, _month_first),
    (_RUN_TOGETHER, _run_together),
    (_WITH_TIME, _with_time),
    (_SERIAL, _serial),
)
_FORMS = (*_PLAIN_FORMS, (_TURNED, _turned))
