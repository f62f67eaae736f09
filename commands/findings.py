"""Findings: the brief, the map, shifts, and what explains them."""

from __future__ import annotations

from pathlib import Path

import click

from allegiance.commands.measured import (
    is_measured,
    measure_option,
    measured_explanation,
    measured_shifts,
    refuse_for_measures,
)
from allegiance.commands.options import (
    Session,
    channel_option,
    known_option,
    output_options,
    page_option,
    poles_option,
    text_options,
)
from allegiance.graph.render.console import emit, list_rows, remark
from allegiance.graph.render.notation import as_json_text, spreadsheet


@click.command()
@click.argument("actor")
@poles_option
@known_option
@page_option("brief.html")
@click.option("--open", "show", is_flag=True, help="Open it in the browser.")
@click.option("--json", "as_json", is_flag=True, help="The findings as one JSON document, too.")
@click.pass_obj
def brief(
    session: Session,
    actor: str,
    poles: str | None,
    as_known_on: str | None,
    output: Path,
    *,
    show: bool,
    as_json: bool,
) -> None:
    """Write the brief on ACTOR: one offline HTML page with findings, charts, map, evidence.

    Of a pole it tells who moved towards it or away from it, and whom it holds.
    """
    document = session.as_known_on(as_known_on).brief(actor, poles)
    path = document.save(output)
    if as_json:
        said = {"headlines": list(document.headlines), "details": list(document.details)}
        emit(as_json_text({**said, "path": str(path)}), None)
    else:
        emit("\n".join(document.headlines), None)
    remark(f"The brief is in {path.resolve()}")
    if show:
        click.launch(path.resolve().as_uri())


@click.command("map")
@click.argument("actor", required=False)
@poles_option
@click.option("--at", metavar="DATE", help="The day the map opens on.")
@known_option
@click.option("--depth", type=click.IntRange(1), help="Only so many statements around ACTOR.")
@page_option("map.html")
@click.option("--open", "show", is_flag=True, help="Open it in the browser.")
@click.pass_obj
def map_command(
    session: Session,
    actor: str | None,
    poles: str | None,
    at: str | None,
    as_known_on: str | None,
    depth: int | None,
    output: Path,
    *,
    show: bool,
) -> None:
    """Write the interactive map as one offline HTML page, opened on ACTOR if one is given."""
    dossier = session.as_known_on(as_known_on)
    path = dossier.map(actor, poles, at=at, depth=depth).save(output)
    remark(f"The map is in {path.resolve()}")
    if show:
        click.launch(path.resolve().as_uri())


@click.command()
@click.argument("actor", required=False)
@poles_option
@measure_option
@channel_option
@known_option
@output_options
@click.pass_obj
def shifts(
    session: Session,
    actor: str | None,
    poles: str | None,
    measure: str,
    channel: str | None,
    as_known_on: str | None,
    output: Path | None,
    *,
    as_json: bool,
) -> None:
    """Date the shifts of ACTOR between poles, or of every state without one."""
    if measure != "acts":
        refuse_for_measures(channel=channel, as_known_on=as_known_on)
        measured_shifts(measure, actor, poles, output=output, as_json=as_json)
        return
    from allegiance.graph.analysis.evidence import EvidenceSettings
    from allegiance.graph.analysis.shifts import COLUMNS
    from allegiance.graph.analysis.upheavals import beside, upheavals_in
    from allegiance.graph.render.tables import (
        beside_lines,
        fell_short_lines,
        hanging_lines,
        shifts_table,
    )

    dossier = session.as_known_on(as_known_on)
    courses = dossier.courses(actor, poles, evidence=EvidenceSettings(channel=channel))
    found = dossier.shifts_in(courses)
    upheavals = upheavals_in(dossier.catalogue) if found else []
    near = {shift.id: beside(upheavals, shift) for shift in found}
    label, claims = dossier.catalogue.label, dossier.catalogue.claims
    short = fell_short_lines([c for c in courses if actor or c.covered], label)
    if as_json or spreadsheet(output):
        rows = [s.to_dict() | {"upheavals": [u.to_dict() for u in near[s.id]]} for s in found]
        list_rows(rows, output, as_json=as_json, columns=[*COLUMNS, "upheavals"])
        remark("\n".join(short))
        return
    lines = [*hanging_lines(found, label, claims), *beside_lines(near)]
    blocks = [shifts_table(found, label), *lines] if found else []
    if not short and not found:
        blocks = [f"No state is covered between these poles. See: {session.hint('statements')}"]
    emit("\n\n".join([*blocks, "\n".join(short)] if short else blocks), output)


@click.command()
@click.argument("shift")
@channel_option
@known_option
@text_options
@click.pass_obj
def explain(
    session: Session,
    shift: str,
    channel: str | None,
    as_known_on: str | None,
    output: Path | None,
    *,
    as_json: bool,
) -> None:
    """Show what SHIFT (an id from "allegiance shifts") hangs on: statements, sources, denials."""
    if is_measured(shift):
        refuse_for_measures(channel=channel, as_known_on=as_known_on)
        measured_explanation(shift, output=output, as_json=as_json)
        return
    from allegiance.graph.analysis.evidence import EvidenceSettings
    from allegiance.graph.render.tables import explanation_text
    from allegiance.graph.render.voices import explanation_row, voices_text

    day = as_known_on or shift.partition("@")[2] or None
    dossier = session.as_known_on(day)
    found = dossier.explain(shift, evidence=EvidenceSettings(channel=channel))
    catalogue = dossier.catalogue
    if as_json:
        emit(as_json_text(explanation_row(found, catalogue)), output, raw=True)
        return
    text = explanation_text(found, catalogue.label, catalogue.claims)
    needed = [catalogue.claims[test.statement] for test in found.needed_contested]
    if needed:
        text += "\n\nThe voices on what it needs and someone contests\n"
        text += voices_text(needed, catalogue)
    emit(text, output)
