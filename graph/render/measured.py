"""The findings of a yearly measure in words and tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from allegiance.graph.analysis.measures.lineages import label_of, labels_between
from allegiance.graph.analysis.series import LISTED, weakest_year
from allegiance.graph.datasets.registry import describe
from allegiance.graph.render.tables import text_table
from allegiance.graph.render.words import counted, percent

if TYPE_CHECKING:
    import pandas as pd

    from allegiance.graph.analysis.levels import Estimate
    from allegiance.graph.analysis.series import Course, Measured
    from allegiance.graph.analysis.shifts import Shift
    from allegiance.graph.analysis.upheavals import Upheaval

SERIES_COLUMNS = ("year", "value", "error", "n", "trend", "level", "change")
_NEAR = 5


def scope_lines(measured: Measured) -> list[str]:
    """What the measure sees and does not see, its scale, and the window of its data."""
    measure, poles = measured.measure, measured.poles
    valued = measured.table.loc[measured.table["value"].notna(), "year"]
    window = f"{valued.min()}-{valued.max()}" if len(valued) else "no year"
    sides = f"below 0 towards {label_of(poles.first)}, above 0 towards {label_of(poles.second)}"
    titles = "; ".join(describe(name).title for name in measure.sets)
    return [
        f"{measure.sees} {measure.misses}",
        f"Levels: {sides}. Data: {titles}, {window}; other years are not covered.",
    ]


def shift_rows(
    shifts: Iterable[Shift], beside: Mapping[str, Sequence[Upheaval]]
) -> list[dict[str, Any]]:
    """Shifts as ``--json`` prints them, with the upheavals near each."""
    return [
        shift.to_dict() | {"upheavals": [one.to_dict() for one in beside.get(shift.id, ())]}
        for shift in shifts
    ]


def shifts_text(shifts: Sequence[Shift], beside: Mapping[str, Sequence[Upheaval]]) -> str:
    """A table of shifts, the alerts marked, with the upheavals within two years of each."""
    columns = ("state", "year", "80% set", "P", "before", "after", "size", "alert", "beside", "id")
    rows = [
        (
            label_of(shift.actor),
            str(shift.date.year),
            f"{shift.date_low.year}-{shift.date_high.year}",
            percent(shift.probability),
            _said(shift.before),
            _said(shift.after),
            f"{shift.size:+.2f}",
            "alert" if shift.alert else "",
            "; ".join(f"{one.date} {one.said}" for one in beside.get(shift.id, ())),
            shift.id,
        )
        for shift in shifts
    ]
    return text_table(columns, rows)


def short_line(course: Course, measured: Measured) -> str:
    """One line on a state: not covered, or how likely any change is, and what the floor is."""
    label = label_of(course.state)
    if course.segmentation is None:
        return f"{label}: {course.short}."
    alerts = sum(shift.alert for shift in course.shifts)
    listed, unlisted = len(course.shifts), course.unlisted
    more = (
        f" The likeliest number of changes is {listed + unlisted}; where {unlisted} below"
        f" {percent(LISTED)} {'is' if unlisted == 1 else 'are'} left out, the level after one"
        " change is not that before the next."
        if unlisted
        else ""
    )
    return (
        f"{label}: {percent(course.segmentation.probability)} that its level changed at all;"
        f" {listed} {'change' if listed == 1 else 'changes'} listed, {alerts} above the floor of"
        f" {measured.measure.floor:g} with P > 90%.{more}{_unclear(course.shifts)}{_names(course)}"
    )


def _unclear(shifts: Iterable[Shift]) -> str:
    """A sentence on the shifts whose direction is open, "" without any."""
    years = [str(one.date.year) for one in shifts if one.direction_open]
    if not years:
        return ""
    return (
        f" In {', '.join(years)} the direction is open: the interval of the difference holds 0, so"
        " that the level may not have moved, but only how much the years scatter."
    )


def alerts_line(shifts: Sequence[Shift]) -> str:
    """One line on the alerts of all states: how many, and of how many the direction is open."""
    unclear = sum(shift.direction_open for shift in shifts)
    return (
        f"{counted(len(shifts), 'alert')}. Of {unclear} the direction is open: the interval of the "
        "difference holds 0, so that the level may not have moved, but only how much the years "
        "scatter."
    )


def _names(course: Course) -> str:
    """A sentence on the names that a state bore in its series, "" where it was one."""
    years = course.series["year"]
    names = labels_between(course.state, int(years.min()), int(years.max()))
    return f" The series runs through the names {', '.join(names)}." if len(names) > 1 else ""


def series_rows(course: Course) -> list[dict[str, Any]]:
    """The yearly series, a row a year, with the probability of a change just before each."""
    series: pd.DataFrame = course.series
    change: Sequence[float] = [float("nan")] * len(series)
    if course.segmentation is not None:
        change = [float(one) for one in course.segmentation.change_marginal]
    table = series.assign(change=list(change))[list(SERIES_COLUMNS)]
    rows = table.astype(object).to_numpy().tolist()
    return [dict(zip(SERIES_COLUMNS, row, strict=True)) for row in rows]


def series_text(rows: Iterable[Mapping[str, Any]]) -> str:
    """Rows of the yearly series as a table; a year without data has dashes."""
    listed = [
        [str(row["year"]), *(_number(row[name]) for name in SERIES_COLUMNS[1:])] for row in rows
    ]
    return text_table(SERIES_COLUMNS, listed)


def explanation(
    measured: Measured, course: Course, shift: Shift, upheavals: Sequence[Upheaval]
) -> dict[str, Any]:
    """What stands behind a shift: the years around it, what moved most, the data, the limits."""
    year = shift.date.year
    near = [row for row in series_rows(course) if abs(row["year"] - year) <= _NEAR]
    sets = [describe(name) for name in measured.measure.sets]
    weakest = weakest_year(course, shift)
    (row,) = shift_rows([shift], {shift.id: upheavals})
    return row | {
        "weakest_year": dict(zip(("year", "probability_without"), weakest, strict=True)),
        "years": near,
        "moved_most": measured.measure.carriers(
            measured.tables, measured.poles, state=shift.actor, year=year
        ),
        "data": [{"name": one.name, "title": one.title, "citation": one.citation} for one in sets],
        "limits": scope_lines(measured),
    }


def explanation_text(found: Mapping[str, Any], shift: Shift) -> str:
    """The same in words."""
    hangs = found["weakest_year"]
    years = [
        [str(row["year"]), *(_number(row[name]) for name in SERIES_COLUMNS[1:])]
        for row in found["years"]
    ]
    moved = [f"  {line}" for line in found["moved_most"]] or ["  (nothing stands out)"]
    beside = [f"  {one['date']} {one['what']} ({one['dataset']})" for one in found["upheavals"]]
    return "\n".join(
        [
            f"{label_of(shift.actor)}, {shift.measure}, {shift.date.year}"
            f" (80% set {shift.date_low.year}-{shift.date_high.year}):"
            f" {percent(shift.probability)} that its level changed,"
            f" from {_said(shift.before)} to {_said(shift.after)}.{_unclear([shift])}",
            f"With each year left out in turn: {percent(hangs['probability_without'])} or more;"
            f" it hangs most on {hangs['year']}.",
            "",
            text_table(SERIES_COLUMNS, years),
            "What moved most",
            *moved,
            "Coups and irregular changes of leader within two years (no cause is claimed)",
            *(beside or ["  none in the sets at hand"]),
            "Data",
            *(f"  {one['title']}. {one['citation']}" for one in found["data"]),
            "Limits",
            *(f"  {line}" for line in found["limits"]),
        ]
    )


def _said(level: Estimate) -> str:
    if level.low != level.low:
        return f"{level.mean:+.2f}"
    return f"{level.mean:+.2f} ({level.low:+.2f} to {level.high:+.2f})"


def _number(value: object) -> str:
    if isinstance(value, int):
        return str(value)
    return f"{value:.3f}" if isinstance(value, float) and value == value else "-"
