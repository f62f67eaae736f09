"""Shifts in the yearly series of a measure: segments, levels, and what happened beside them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from allegiance.graph.analysis.measures.known import measure_named, read_tables
from allegiance.graph.analysis.measures.lineages import find_state, label_of, last_of
from allegiance.graph.analysis.measures.protocol import Measure, Pair
from allegiance.graph.analysis.segment_evidence import ArGaussian
from allegiance.graph.analysis.segment_jackknife import probabilities_without
from allegiance.graph.analysis.segment_levels import LevelChange
from allegiance.graph.analysis.segmentation import Segmentation, segment
from allegiance.graph.analysis.shifts import Shift
from allegiance.graph.model.errors import InputError, UnknownNameError

if TYPE_CHECKING:
    import pandas as pd

ALERT: Final = 0.9
LISTED: Final = 0.55
LEVEL: Final = 0.8
CORE: Final = 0.5
# Two segments of three years at least, and some years beside them to know the spread by.
LEAST_YEARS: Final = 8
_SEPARATOR: Final = "."


@dataclass(frozen=True, slots=True)
class Measured:
    """A measure between two poles, for every state of its data sets.

    ``table`` has a row a state and year: state, year, value, error, n, trend; see
    :class:`~allegiance.graph.analysis.measures.protocol.Measure`.
    """

    measure: Measure
    poles: Pair
    tables: Mapping[str, Any]
    table: pd.DataFrame

    @property
    def states(self) -> list[str]:
        """The states other than the poles that have enough years, sorted."""
        counted = self.table[self.table["value"].notna()].groupby("state")["year"].size()
        enough = counted[counted >= LEAST_YEARS].index
        return sorted(set(enough) - {self.poles.first, self.poles.second})

    def of(self, state: str) -> pd.DataFrame:
        """The series of one state, a row a year; years without data inside it are nan rows.

        ``level`` is the value less the common trend: what is cut into segments.
        """
        mine = self.table[self.table["state"] == state].set_index("year")
        mine["level"] = mine["value"] - mine["trend"]
        valued = mine.index[mine["level"].notna()]
        if not len(valued):
            return mine.iloc[:0].reset_index()
        mine = mine.reindex(np.arange(valued.min(), valued.max() + 1))
        mine["state"], mine["n"] = state, mine["n"].fillna(0).astype(int)
        return mine.rename_axis("year").reset_index()


@dataclass(frozen=True, slots=True)
class Course:
    """One state's series, its segmentation (None if it is too short), and its likely shifts.

    ``short`` says why there is no segmentation. ``unlisted`` counts the changes that lie beside
    the likely ones but are not likely themselves: levels do not join up across them.
    """

    state: str
    series: pd.DataFrame
    segmentation: Segmentation | None
    shifts: tuple[Shift, ...]
    short: str = ""

    @property
    def unlisted(self) -> int:
        """How many changes of the likeliest number are not listed, if any is."""
        if self.segmentation is None or not self.shifts:
            return 0
        return len(self.segmentation.windows) - len(self.shifts)


def read_measured(name: str, first: str, second: str) -> Measured:
    """The measure ``name`` between two poles (names, ids or codes), read from the copies at hand.

    Raises
    ------
    UnknownNameError
        If there is no such measure or state.
    InputError
        If the poles are one, cannot be measured so, or the data are not at hand.
    """
    measure = measure_named(name)
    sides = [last_of(find_state(pole)) for pole in (first, second)]
    poles = Pair(sides[0], sides[1])
    if poles.first == poles.second:
        message = f"{first} and {second} are one state. Give two poles: --poles A,B"
        raise InputError(message)
    if why := measure.covers(poles):
        message = f"{name} is not covered between {first} and {second}: {why}."
        raise InputError(message)
    tables = read_tables(measure)
    return Measured(measure, poles, tables, measure.series(tables, poles))


def follow(measured: Measured, state: str) -> Course:
    """The course of one state (an id): its series, segments and likely shifts.

    Raises
    ------
    InputError
        If the state is one of the poles.
    """
    if last_of(state) in (measured.poles.first, measured.poles.second):
        label = label_of(last_of(state))
        message = f"{label} cannot be measured against itself. Name other poles: --poles A,B"
        raise InputError(message)
    series = measured.of(last_of(state))
    valued = int(series["level"].notna().sum())
    if valued < LEAST_YEARS:
        window = f", {series['year'].min()}-{series['year'].max()}" if valued else ""
        short = f"not covered: {valued} years with data{window}, {LEAST_YEARS} are needed"
        return Course(last_of(state), series, None, (), short)
    found = segment(_evidence(series))
    return Course(last_of(state), series, found, tuple(_shifts(measured, series, found)))


def find_shift(measured: Measured, shift: str) -> tuple[Course, Shift]:
    """The course and the shift that an id means.

    Raises
    ------
    UnknownNameError
        If the state has no shift of that id.
    """
    course = follow(measured, split_id(shift)[1])
    for one in course.shifts:
        if one.id == shift:
            return course, one
    known = [one.id for one in course.shifts]
    raise UnknownNameError(shift, kind="shift", known=known, see="allegiance shifts --measure")


def split_id(shift: str) -> tuple[str, str, int, str, str]:
    """Measure, state, year and poles of the id of a shift.

    Raises
    ------
    InputError
        If it is none.

    Examples
    --------
    >>> split_id("ideal.egypt.1977.united-states.russia")
    ('ideal', 'egypt', 1977, 'united-states', 'russia')
    """
    parts = shift.split(_SEPARATOR)
    if len(parts) != len(Pair.__dataclass_fields__) + 3 or not parts[2].isdecimal():
        message = f"{shift!r} is no id of a shift of a measure: MEASURE.STATE.YEAR.POLE.POLE"
        raise InputError(message)
    return parts[0], parts[1], int(parts[2]), parts[3], parts[4]


def weakest_year(course: Course, shift: Shift) -> tuple[int, float]:
    """The year without which a shift is least likely, and its probability then, 0 to 1.

    Each year is left out in turn. Low is a finding that hangs on one year: an outlier, not a new
    level. As for the shift itself, P is that of a change nearer to it than to its neighbours.
    """
    found, years = course.segmentation, course.series["year"].to_numpy(int)
    if found is None:
        message = f"{course.state} has no shifts: {course.short}."
        raise InputError(message)
    mode = shift.date.year - int(years[0])
    window = next(one for one in found.windows if one.first <= mode <= one.last)
    within = (window.first, window.last)
    left = probabilities_without(_evidence(course.series), within=within)
    weakest = int(np.nanargmin(left))
    return int(years[weakest]), float(left[weakest])


def _evidence(series: pd.DataFrame) -> ArGaussian:
    errors = series["error"].to_numpy(float)
    return ArGaussian(series["level"].to_numpy(float), errors=errors, corrected=True)


def _shifts(measured: Measured, series: pd.DataFrame, found: Segmentation) -> list[Shift]:
    years = series["year"].to_numpy(int)
    # As for acts, P is that of a change nearer to this one than to its neighbours.
    windows, wides, cores = found.windows, found.date_sets(LEVEL), found.date_sets(CORE)
    shifts = []
    for window, wide, core, level in zip(windows, wides, cores, found.levels(LEVEL), strict=True):
        probability = found.probability_within(window.first, window.last)
        if probability < LISTED:
            continue
        days = [
            int(years[index]) for index in (wide.mode, wide.low, wide.high, core.low, core.high)
        ]
        state = str(series["state"].iloc[0])
        shifts.append(_shift(measured, state, days, probability, level))
    return shifts


def _shift(
    measured: Measured,
    state: str,
    years: list[int],
    probability: float,
    level: LevelChange,
) -> Shift:
    poles, measure = (measured.poles.first, measured.poles.second), measured.measure
    size = level.difference.mean
    left, joined = (poles[0], poles[1]) if size > 0 else (poles[1], poles[0])
    return Shift(
        id=_SEPARATOR.join([measure.name, state, str(years[0]), *poles]),
        actor=state,
        from_pole=left,
        to_pole=joined,
        poles=poles,
        axis=poles,
        measure=measure.name,
        channel=measure.channel,
        date=dt.date(years[0], 1, 1),
        date_low=dt.date(years[1], 1, 1),
        date_high=dt.date(years[2], 12, 31),
        core_low=dt.date(years[3], 1, 1),
        core_high=dt.date(years[4], 12, 31),
        probability=probability,
        size=size,
        before=level.before,
        after=level.after,
        statements=(),
        weakest_source=None,
        alert=probability > ALERT and abs(size) >= measure.floor,
        difference=level.difference,
    )
