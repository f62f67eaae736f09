"""The balance of a dossier's network: on a day, or through time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from allegiance.commands.options import (
    Session,
    known_option,
    picture_options,
    seed_option,
    time_options,
)
from allegiance.graph.render.console import emit, list_rows
from allegiance.graph.render.notation import as_json_text, spreadsheet

if TYPE_CHECKING:
    from allegiance.graph.analysis.balance.tension import BalanceSettings
    from allegiance.graph.analysis.bins import Period
    from allegiance.graph.dossier import Dossier


@click.command()
@time_options(
    at="The day. Default: the last one that is covered.",
    by="Instead, the last day of each period; -o balance.svg draws it.",
)
@click.option(
    "--floor",
    type=click.FloatRange(0, 1, min_open=True),
    default=0.2,
    show_default=True,
    help="How clearly friendly or hostile two actors must be to count, of 1.",
)
@click.option(
    "--draws",
    type=click.IntRange(1, 100_000),
    default=200,
    show_default=True,
    help="Draws of the statements by their belief, for the ranges.",
)
@click.option(
    "--shuffles",
    type=click.IntRange(0, 100_000),
    default=100,
    show_default=True,
    help="Shuffles of the signs to compare a day with; 0 for none.",
)
@seed_option
@known_option
@picture_options
@click.pass_obj
def balance(
    session: Session,
    at: str | None,
    by: Period | None,
    floor: float,
    draws: int,
    shuffles: int,
    seed: int,
    as_known_on: str | None,
    output: Path | None,
    *,
    as_json: bool,
) -> None:
    """Show how balanced the network is, and which triads and edges make its tension."""
    from allegiance.graph.analysis.balance.tension import BalanceSettings
    from allegiance.graph.render.balance import balance_text

    dossier = session.as_known_on(as_known_on)
    chosen = BalanceSettings(floor=floor, draws=draws, shuffles=shuffles, seed=seed)
    if by is not None:
        _through_time(dossier, by, chosen, output, as_json=as_json)
        return
    found = dossier.balance(at, settings=chosen)
    if as_json:
        emit(as_json_text(found.to_dict()), output, raw=True)
        return
    if spreadsheet(output):
        rows = [edge.to_dict() for one in found.tensions for edge in one.edges]
        columns = ["actors", "sign", "balance", "probability", "statements"]
        list_rows(rows, output, as_json=False, columns=columns)
        return
    emit(balance_text(found, dossier.catalogue.label), output)


def _through_time(
    dossier: Dossier, by: Period, chosen: BalanceSettings, output: Path | None, *, as_json: bool
) -> None:
    from allegiance.graph.analysis.balance.course import balance_row
    from allegiance.graph.render.balance import course_lines, course_table

    course = dossier.balances(by, settings=chosen)
    if as_json:
        emit(as_json_text([found.to_dict() for found in course]), output, raw=True)
    elif spreadsheet(output):
        list_rows([balance_row(found) for found in course], output, as_json=False)
    elif output is not None and output.suffix.lower() == ".svg":
        from allegiance.graph.render.balance_chart import balance_chart
        from allegiance.graph.render.drawing import to_svg

        emit(to_svg(balance_chart(course)), output, raw=True)
    else:
        lines = course_lines(course, dossier.catalogue.label)
        emit("\n\n".join([course_table(course), "\n".join(lines)]), output)
