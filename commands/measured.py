"""Findings by a yearly measure from public data sets: no dossier is opened for them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from allegiance.graph.render.console import emit, list_rows, remark
from allegiance.graph.render.notation import as_json_text, spreadsheet

if TYPE_CHECKING:
    from allegiance.graph.analysis.series import Measured

MEASURES = ("acts", "votes", "ideal", "alliances", "arms", "troops", "trade")

measure_option = click.option(
    "--measure",
    type=click.Choice(MEASURES),
    default="acts",
    show_default=True,
    help="acts: the dossier's statements; else a yearly measure from public data sets.",
)


def refuse_for_measures(**options: object) -> None:
    """Refuse options that only make sense for the statements of a dossier."""
    for name, option in options.items():
        if option is not None:
            message = f"--{name.replace('_', '-')} is for --measure acts: it speaks of statements."
            if name == "by":
                message = f"--by {option} is for --measure acts: other measures are by year."
            raise click.UsageError(message)


def measured_shifts(
    measure: str, state: str | None, poles: str | None, *, output: Path | None, as_json: bool
) -> None:
    """Print the shifts of a state by a measure, or of every state of its data sets."""
    from allegiance.graph.analysis.measures.lineages import find_state
    from allegiance.graph.analysis.series import follow
    from allegiance.graph.analysis.shifts import COLUMNS
    from allegiance.graph.analysis.upheavals import near, read_upheavals
    from allegiance.graph.render.measured import (
        alerts_line,
        scope_lines,
        shift_rows,
        shifts_text,
        short_line,
    )

    asked = None if state is None else find_state(state)
    measured = _read(measure, poles)
    courses = [follow(measured, one) for one in ([asked] if asked else measured.states)]
    found = [shift for course in courses for shift in course.shifts if asked or shift.alert]
    found.sort(key=lambda shift: (shift.date, shift.id))
    upheavals, missing = read_upheavals()
    beside = {shift.id: near(upheavals, shift.actor, shift.date.year) for shift in found}
    for name in missing:
        remark(f"{name} is not at hand, so it was not looked into. Get it: allegiance fetch {name}")
    words = [*scope_lines(measured), *(short_line(one, measured) for one in courses if asked)]
    words += [] if asked else [alerts_line(found)]
    if as_json or spreadsheet(output):
        rows = shift_rows(found, beside)
        list_rows(rows, output, as_json=as_json, columns=[*COLUMNS, "upheavals"])
        remark("\n".join(words))
        return
    table = [shifts_text(found, beside)] if found else ["No shift is listed."]
    emit("\n\n".join([*table, "\n".join(words)]), output)


def measured_tilt(
    measure: str,
    state: str,
    poles: str | None,
    *,
    at: str | None,
    output: Path | None,
    as_json: bool,
) -> None:
    """Print the yearly series of a state by a measure, or the year that holds a day of it."""
    from allegiance.graph.analysis.measures.lineages import find_state, label_of
    from allegiance.graph.analysis.series import follow
    from allegiance.graph.model.dates import as_day
    from allegiance.graph.render.measured import scope_lines, series_rows, series_text, short_line

    asked = find_state(state)
    measured = _read(measure, poles)
    course = follow(measured, asked)
    words = [*scope_lines(measured), short_line(course, measured)]
    day = None if at is None else as_day(at)
    rows = rows_of_year(series_rows(course), day, what=f"{measure} of {label_of(course.state)}")
    if spreadsheet(output) and not as_json:
        list_rows(rows, output, as_json=False)
    elif as_json:
        about = {"actor": course.state, "poles": [measured.poles.first, measured.poles.second]}
        about |= {"by": "year", "measure": measure}
        about |= {} if day is None else {"at": day.isoformat()}
        emit(as_json_text(about | {"series": rows}), output, raw=True)
    else:
        emit("\n\n".join([series_text(rows), "\n".join(words)]), output)
        return
    remark("\n".join(words))


def rows_of_year(
    rows: list[dict[str, Any]], day: dt.date | None, *, what: str
) -> list[dict[str, Any]]:
    """Those of yearly ``rows`` that are of the year of ``day``; all of them without a day.

    Raises
    ------
    InputError
        If the year lies before or after them all: it is not covered.
    """
    if day is None:
        return rows
    years = sorted(row["year"] for row in rows)
    if years and years[0] <= day.year <= years[-1]:
        return [row for row in rows if row["year"] == day.year]
    from allegiance.graph.model.errors import InputError

    span = f"of {years[0]} to {years[-1]}" if years else "of no year"
    message = f"{day} is not covered: the data have {what} {span}."
    raise InputError(message)


def measured_explanation(shift: str, *, output: Path | None, as_json: bool) -> None:
    """Print what stands behind a shift of a measure, by its id."""
    from allegiance.graph.analysis.series import find_shift, read_measured, split_id
    from allegiance.graph.analysis.upheavals import near, read_upheavals
    from allegiance.graph.render.measured import explanation, explanation_text

    measure, _, year, first, second = split_id(shift)
    measured = read_measured(measure, first, second)
    course, found = find_shift(measured, shift)
    upheavals = near(read_upheavals()[0], found.actor, year)
    said = explanation(measured, course, found, upheavals)
    if as_json:
        emit(as_json_text(said), output, raw=True)
    else:
        emit(explanation_text(said, found), output)


def is_measured(shift: str) -> bool:
    """Whether an id is that of a shift by a yearly measure.

    >>> is_measured("ideal.egypt.1977.united-states.russia"), is_measured("mali-2021")
    (True, False)
    """
    return shift.partition(".")[0] in MEASURES[1:] and "." in shift


def _read(measure: str, poles: str | None) -> Measured:
    from allegiance.graph.analysis.series import read_measured

    sides = [one.strip() for one in (poles or "").split(",") if one.strip()]
    if len(sides) != 2:
        message = f"--measure {measure} needs two poles: --poles A,B"
        raise click.UsageError(message)
    return read_measured(measure, sides[0], sides[1])
