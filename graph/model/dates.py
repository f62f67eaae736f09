"""Dates as written, and the days that they can mean.

A date is a day, a month or a year, or of level 1 of EDTF, the Extended Date/Time Format of the
Library of Congress: doubtful (``2021-06~``), between two (``2021-06/2021-09``), on one side open
(``../2020-08``), with digits left out (``202X``). docs/time.md says what each means.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

from allegiance.graph.model.errors import InputError
from allegiance.graph.model.numeric_dates import explain_figures
from allegiance.graph.model.wordy_dates import NO_DATE, suggest_notation

# What stands for a side that is not known: the ends of the calendar, no day that anyone claims.
FAR_PAST: Final = dt.date.min
FAR_FUTURE: Final = dt.date.max
# How far a doubtful date may be off, by what it names.
DOUBT_DAYS: Final = 15
DOUBT_MONTHS: Final = 1
DOUBT_YEARS: Final = 1

_PLAIN = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?", re.ASCII)
_DOUBTFUL = re.compile(
    r"(?P<year>\d{4}|\d{3}X|\d{2}XX)(?:-(?P<month>\d{2}|XX)(?:-(?P<day>\d{2}|XX))?)?[?~%]?",
    re.ASCII,
)
_OPEN = ("", "..")


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date as written, with the first and the last day that it can mean.

    Where a side is open, its bound is ``FAR_PAST`` or ``FAR_FUTURE``.

    >>> PartialDate.parse("2022-02").latest
    datetime.date(2022, 2, 28)
    """

    earliest: dt.date
    latest: dt.date
    written: str

    @classmethod
    def parse(cls, text: str, *, plain: bool = False) -> PartialDate:
        """The date that ``text`` writes: ``2022-02-17``, ``2022-02``, ``2022``, or one of EDTF.

        Parameters
        ----------
        text
            The date as written; space around it says nothing.
        plain
            Whether only a day, a month or a year will do.

        Raises
        ------
        InputError
            If ``text`` is none of these, names a day that does not exist, or ends before it starts.

        Examples
        --------
        >>> about = PartialDate.parse("2021-06~")
        >>> str(about.earliest), str(about.latest)
        ('2021-05-01', '2021-07-31')
        >>> PartialDate.parse("../2020-08").is_open
        True
        """
        written = text.strip()
        try:
            bounds = _days(written, _PLAIN) if plain else _bounds(written)
        except ValueError as error:  # a month or a day that no calendar has
            raise _unreadable(text, plain=plain) from error
        if bounds is None or bounds[0] > bounds[1]:
            raise _unreadable(text, plain=plain)
        return cls(*bounds, written)

    @classmethod
    def of_day(cls, day: dt.date) -> PartialDate:
        """The date that means ``day``."""
        return cls(day, day, day.isoformat())

    @property
    def is_day(self) -> bool:
        """Whether one day is meant."""
        return self.earliest == self.latest

    @property
    def is_open(self) -> bool:
        """Whether a side is not known."""
        return self.earliest == FAR_PAST or self.latest == FAR_FUTURE

    @property
    def span_days(self) -> int:
        """How many days it can mean, 1 for a day."""
        return (self.latest - self.earliest).days + 1

    @property
    def known_day(self) -> dt.date:
        """The first day that it can mean; the last where the first is not known."""
        return self.latest if self.earliest == FAR_PAST else self.earliest

    def within(self, first: dt.date, last: dt.date) -> tuple[dt.date, dt.date]:
        """Its bounds, with an open side at ``first`` or ``last`` as far as the other side allows.

        A bound that is known stays, whether or not it lies between the two.

        >>> window = dt.date(2012, 1, 1), dt.date(2025, 12, 31)
        >>> [day.isoformat() for day in PartialDate.parse("../2020-08").within(*window)]
        ['2012-01-01', '2020-08-31']
        """
        earliest, latest = self.earliest, self.latest
        if earliest == FAR_PAST:
            earliest = min(first, latest)
        if latest == FAR_FUTURE:
            latest = max(last, earliest)
        return earliest, latest

    def __str__(self) -> str:
        return self.written


def check_covered(
    day: dt.date,
    window: tuple[dt.date, dt.date],
    *,
    known_day: dt.date | None = None,
    covers: str = "the dossier covers",
) -> dt.date:
    """``day``, if it lies in the half-open ``window``, and not after ``known_day``.

    ``covers`` are the words for what has the window.

    Raises
    ------
    InputError
        If it does not: outside its window a dossier says nothing, and as known on a day nothing of
        later days.
    """
    start, end = window
    last = end - dt.timedelta(days=1)
    if not start <= day < end:
        message = f"{day} is not covered: {covers} {start} to {last}."
        raise InputError(message)
    if known_day is not None and day > known_day:
        message = (
            f"{day} is not covered as known on {known_day}: nothing was known then of later days. "
            f"All in all {covers} {start} to {last}: ask for a day up to {known_day}, or as known "
            "later."
        )
        raise InputError(message)
    return day


def as_day(when: str | dt.date) -> dt.date:
    """A day from a date or from text; a month or a year means its last day."""
    return PartialDate.parse(when, plain=True).latest if isinstance(when, str) else when


def shift_day(day: dt.date, days: int) -> dt.date:
    """The day so many days after ``day``, or before it; the calendar's ends are not passed."""
    number = day.toordinal() + days
    return dt.date.fromordinal(min(max(number, FAR_PAST.toordinal()), FAR_FUTURE.toordinal()))


def _bounds(written: str) -> tuple[dt.date, dt.date] | None:
    """The first and the last day of a date in any form; None if it has none of the forms."""
    start, slash, end = written.partition("/")
    if not slash:
        return _days(written, _DOUBTFUL)
    if start in _OPEN and end in _OPEN:  # says nothing
        return None
    first = (FAR_PAST, FAR_PAST) if start in _OPEN else _days(start, _DOUBTFUL)
    last = (FAR_FUTURE, FAR_FUTURE) if end in _OPEN else _days(end, _DOUBTFUL)
    return None if first is None or last is None else (first[0], last[1])


def _days(text: str, form: re.Pattern[str]) -> tuple[dt.date, dt.date] | None:
    """The first and the last day of a day, a month, a year, or years; None if it is none."""
    found = form.fullmatch(text)
    if found is None:
        return None
    year, month, day = found["year"], found["month"], found["day"]
    if ("X" in year and month) or (month == "XX" and day not in (None, "XX")):
        return None
    doubt = text[-1] in "?~%"
    first, last = int(year.replace("X", "0")), int(year.replace("X", "9"))
    if month in (None, "XX"):
        return _years(first, last, doubt * DOUBT_YEARS)
    whole = dt.date(first, int(month), 1 if day in (None, "XX") else int(day))
    if day in (None, "XX"):
        months = doubt * DOUBT_MONTHS
        return _month(whole, -months), _last_of_month(_month(whole, months))
    if not doubt:
        return whole, whole
    return shift_day(whole, -doubt * DOUBT_DAYS), shift_day(whole, doubt * DOUBT_DAYS)


def _years(first: int, last: int, around: int) -> tuple[dt.date, dt.date]:
    """The days from ``first`` to ``last`` and of the years around; no calendar's end is passed."""
    if last < dt.MINYEAR:
        message = f"There is no year {last}."
        raise ValueError(message)
    first, last = max(first - around, dt.MINYEAR), min(last + around, dt.MAXYEAR)
    return dt.date(first, 1, 1), dt.date(last, 12, 31)


def _month(day: dt.date, months: int) -> dt.date:
    """The first day of the month so many months after that of ``day``."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year < dt.MINYEAR:
        return FAR_PAST
    return dt.date(dt.MAXYEAR, 12, 1) if year > dt.MAXYEAR else dt.date(year, month + 1, 1)


def _last_of_month(day: dt.date) -> dt.date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _unreadable(text: str, *, plain: bool) -> InputError:
    told = _explain(text, plain=plain)
    if told is not None:
        return InputError(f"{text!r} is no date. {told}")
    message = f"{text!r} is no date. Write 2022-02-17, 2022-02 or 2022"
    if not plain:
        message += (
            "; if in doubt 2022-02~, between two 2022-02/2022-05, not after ../2022-02, "
            "not before 2022-02/.."
        )
    return InputError(f"{message}.")


def _explain(text: str, *, plain: bool) -> str | None:
    """What is wrong with what is no date and what to write for it; None if nobody can tell."""
    if text.strip().casefold() in NO_DATE:
        return "Leave it out if it is not known, or while it lasts"
    if plain and _is_readable(text.strip(), plain=False):
        return None
    notation = suggest_notation(text)
    if notation and _is_readable(notation, plain=plain):
        return f"Write {notation}"
    return explain_figures(notation or text, plain=plain)


def _is_readable(written: str, *, plain: bool) -> bool:
    try:
        bounds = _days(written, _PLAIN) if plain else _bounds(written)
    except ValueError:
        return False
    return bounds is not None and bounds[0] <= bounds[1]
