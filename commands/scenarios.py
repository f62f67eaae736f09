"""What if: scenarios laid over a dossier."""

from __future__ import annotations

from pathlib import Path

import click

from allegiance.commands.options import Session, known_option, output_options, poles_option
from allegiance.graph.render.console import emit, list_rows
from allegiance.graph.render.notation import as_json_text, spreadsheet


@click.command()
@click.argument("scenario", required=False)
@click.argument("actor", required=False)
@poles_option
@known_option
@output_options
@click.pass_obj
def scenario(
    session: Session,
    scenario: str | None,
    actor: str | None,
    poles: str | None,
    as_known_on: str | None,
    output: Path | None,
    *,
    as_json: bool,
) -> None:
    """Lay SCENARIO over the dossier and show side by side what changes, for ACTOR or every state.

    SCENARIO is a name in the dossier's scenarios/, or a file; without one they are listed. To see
    any other finding as supposed: allegiance --supposing SCENARIO brief Mali.
    """
    from allegiance.graph.render.scenarios import (
        comparison_rows,
        comparison_text,
        scenario_rows,
    )

    dossier = session.as_known_on(as_known_on)
    if scenario is None:
        list_rows(scenario_rows(dossier.scenarios), output, as_json=as_json)
        return
    found = dossier.scenario(scenario, actor, poles=poles)
    if as_json:
        emit(as_json_text(found.to_dict()), output, raw=True)
        return
    catalogue = dossier.catalogue
    if spreadsheet(output):
        list_rows(comparison_rows(found, catalogue.label), output, as_json=False)
        return
    text = comparison_text(found, catalogue.label, {**catalogue.claims, **catalogue.commitments})
    emit(text, output)
