"""The command on where an actor stood between two poles, over time or on a day."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from allegiance.commands.measured import measure_option, measured_tilt, refuse_for_measures
from allegiance.commands.options import (
    Session,
    channel_option,
    known_option,
    output_options,
    poles_option,
)
from allegiance.graph.render.console import emit, list_rows
from allegiance.graph.render.notation import as_json_text, spreadsheet

if TYPE_CHECKING:
    from allegiance.graph.analysis.bins import Period
    from allegiance.graph.analysis.evidence import EvidenceSettings
    from allegiance.graph.dossier import Dossier


@click.command()
@click.argument("actor")
@poles_option
@measure_option
@click.option(
    "--by",
    type=click.Choice(["month", "quarter", "year"]),
    help="A row each. Default: quarter; other measures than acts are by year.",
)
@click.option("--at", metavar="DATE", help="Only the row of the period that holds this day.")
@channel_option
@known_option
@output_options
@click.pass_obj
def tilt(
    session: Session,
    actor: str,
    poles: str | None,
    measure: str,
    by: Period | None,
    at: str | None,
    channel: str | None,
    as_known_on: str | None,
    output: Path | None,
    *,
    as_json: bool,
) -> None:
    """Show ACTOR's tilt between two poles over time, or on a day, with its 80% band."""
    if measure != "acts":
        finer = None if by == "year" else by
        refuse_for_measures(by=finer, channel=channel, as_known_on=as_known_on)
        measured_tilt(measure, actor, poles, at=at, output=output, as_json=as_json)
        return
    from allegiance.graph.analysis.evidence import EvidenceSettings

    dossier = session.as_known_on(as_known_on)
    evidence = EvidenceSettings(by=by or "quarter", channel=channel)
    _print(dossier, actor, poles, evidence, at=at, output=output, as_json=as_json)


def _print(
    dossier: Dossier,
    actor: str,
    poles: str | None,
    evidence: EvidenceSettings,
    *,
    at: str | None,
    output: Path | None,
    as_json: bool,
) -> None:
    from allegiance.graph.render.tables import text_table
    from allegiance.graph.render.tilt import say_tilt, tilt_rows
    from allegiance.graph.render.words import say_nothing_found

    series = dossier.tilt(actor, poles, at=at, evidence=evidence)
    rows, name = tilt_rows(series), dossier.actor(actor).id
    named, label = dossier.poles(poles), dossier.catalogue.label
    day = None if at is None else dossier.covered(at)
    if as_json:
        about = {"actor": name, "poles": list(named), "by": evidence.by}
        about |= {} if day is None else {"at": day.isoformat()}
        emit(as_json_text(about | {"series": rows}), output, raw=True)
    elif spreadsheet(output):
        list_rows(rows, output, as_json=False)
    elif series["mean"].isna().all():
        emit(say_nothing_found(dossier.course(actor, poles, evidence=evidence), label), output)
    else:
        said = text_table(list(rows[0]), [list(row.values()) for row in rows])
        if day is not None:
            words = say_tilt(rows[0], label, actor=name, poles=named, at=day, by=evidence.by)
            said = f"{words}\n\n{said}"
        emit(said, output)
