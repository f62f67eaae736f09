"""Ideal points of one's own: the fit to the roll calls at hand."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from allegiance.commands.measured import rows_of_year
from allegiance.commands.options import output_options
from allegiance.graph.render.console import list_rows, remark

if TYPE_CHECKING:
    import pandas as pd

    from allegiance.graph.analysis.ideal_fit import IdealFit, IdealSettings

_COLUMNS: Final = (
    *("session", "year", "state", "votes_cast"),
    *("ideal_point", "sd", "lower", "upper"),
)


@click.command()
@click.argument("state", required=False)
@click.option("--apart", is_flag=True, help="Without the random walk: for dating changes.")
@click.option(
    "--votes",
    "files",
    multiple=True,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Files of un-votes to fit, one or more times. Default: the copies at hand.",
)
@click.option("--at", metavar="DATE", help="Only the sessions of the year that holds this day.")
@output_options
def points(
    state: str | None,
    files: tuple[Path, ...],
    at: str | None,
    output: Path | None,
    *,
    apart: bool,
    as_json: bool,
) -> None:
    """Fit ideal points to the roll calls of un-votes: where STATE, or every state, stood."""
    from allegiance.graph.analysis.ideal_fit import IdealSettings, fit_ideal_points
    from allegiance.graph.analysis.measures.lineages import find_state, label_of, last_of
    from allegiance.graph.model.dates import as_day

    asked = None if state is None else last_of(find_state(state))
    day = None if at is None else as_day(at)
    votes = _read_votes(files)
    settings = IdealSettings(walk=None) if apart else IdealSettings()
    fit = fit_ideal_points(votes, settings)
    chosen = fit.points if asked is None else fit.points[fit.points["state"] == asked]
    listed = chosen[list(_COLUMNS)].round(6).to_numpy(object).tolist()
    rows = [dict(zip(_COLUMNS, row, strict=True)) for row in listed]
    what = "ideal points" if asked is None else f"ideal points of {label_of(asked)}"
    rows = rows_of_year(rows, day, what=what)
    list_rows(rows, output, as_json=as_json, columns=_COLUMNS)
    remark("\n".join(_about(fit, settings)))


def _read_votes(files: tuple[Path, ...]) -> pd.DataFrame:
    from allegiance.graph.datasets.files import need_files
    from allegiance.graph.datasets.registry import describe, load_dataset

    return load_dataset("un-votes").read(files or need_files(describe("un-votes"))).table


def _about(fit: IdealFit, settings: IdealSettings) -> list[str]:
    """What was fitted, on what assumptions, and what it is not for."""
    seats, calls = len(fit.points), len(fit.roll_calls)
    sessions = fit.points["session"].nunique()
    lines = [
        f"{seats} points of {sessions} sessions from {calls} roll calls that divided states; "
        f"{fit.bridged} of them share their parameters with an earlier one of the same title. "
        "Positive is the side of the United States; 5% and 95% quantiles."
    ]
    if settings.walk is None:
        lines.append("Sessions stand apart: a change may be dated by these, levels compare less.")
    else:
        lines.append(
            "A random walk ties sessions: it smooths, so date no change by these. See: --apart"
        )
    if not fit.at_rest:
        lines.append(f"The fit had not come to rest after {fit.rounds} rounds.")
    return lines
