"""Dates as written (a day, a month, a year) and the days they can mean."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from allegiance.graph.model.errors import InputError

_FORM = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date as written, with the first and the last day that it can mean.

    >>> PartialDate.parse("2022-02").latest
    datetime.date(2022, 2, 28)
    """

    earliest: dt.date
    latest: dt.date
    written: str

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """The date that ``text`` writes: ``2022-02-17``, ``2022-02`` or ``2022``.

        Raises
        ------
        InputError
            If ``text`` is none of the three, or names a day that does not exist.
        """
        found = _FORM.fullmatch(text.strip())
        if found is None:
            raise _unreadable(text)
        year = int(found["year"])
        first_month, last_month = (int(found["month"]),) * 2 if found["month"] else (1, 12)
        try:
            if found["day"]:
                earliest = latest = dt.date(year, first_month, int(found["day"]))
            else:
                earliest = dt.date(year, first_month, 1)
                latest = dt.date(year, last_month, calendar.monthrange(year, last_month)[1])
        except (ValueError, calendar.IllegalMonthError) as error:
            raise _unreadable(text) from error
        return cls(earliest, latest, text.strip())

    @property
    def is_day(self) -> bool:
        """Whether one day is meant."""
        return self.earliest == self.latest

    @property
    def span_days(self) -> int:
        """How many days it can mean, 1 for a day."""
        return (self.latest - self.earliest).days + 1

    def __str__(self) -> str:
        return self.written


def check_covered(day: dt.date, window: tuple[dt.date, dt.date]) -> dt.date:
    """``day``, if it lies in the half-open ``window``.

    Raises
    ------
    InputError
        If it does not: outside its window a dossier says nothing.
    """
    start, end = window
    if not start <= day < end:
        last = end - dt.timedelta(days=1)
        message = f"{day} is not covered: the dossier covers {start} to {last}."
        raise InputError(message)
    return day


def _unreadable(text: str) -> InputError:
    message = f"{text!r} is no date. Write 2022-02-17, 2022-02 or 2022."
    return InputError(message)
