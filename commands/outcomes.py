"""The command on what was measured before and after a shift."""

from __future__ import annotations

from pathlib import Path

import click

from allegiance.commands.measured import is_measured
from allegiance.commands.options import Session, channel_option, known_option, output_options
from allegiance.graph.render.console import emit, list_rows
from allegiance.graph.render.notation import as_json_text, spreadsheet


@click.command()
@click.argument("shift")
@channel_option
@known_option
@output_options
@click.pass_obj
def outcomes(
    session: Session,
    shift: str,
    channel: str | None,
    as_known_on: str | None,
    output: Path | None,
    *,
    as_json: bool,
) -> None:
    """Compare what was measured and claimed before and after SHIFT, without a word of causes."""
    from allegiance.graph.analysis.evidence import EvidenceSettings
    from allegiance.graph.analysis.measures.lineages import label_of
    from allegiance.graph.analysis.outcomes import outcomes_of_state
    from allegiance.graph.render.outcomes import outcomes_text
    from allegiance.graph.render.words import Label

    label: Label
    if is_measured(shift):
        from allegiance.graph.analysis.series import find_shift, read_measured, split_id

        measure, _, _, first, second = split_id(shift)
        _, measured = find_shift(read_measured(measure, first, second), shift)
        found, label = outcomes_of_state(measured), label_of
    else:
        dossier = session.as_known_on(as_known_on or shift.partition("@")[2] or None)
        evidence = EvidenceSettings(channel=channel)
        found = dossier.outcomes(dossier.explain(shift, evidence=evidence).shift)
        label = dossier.catalogue.label
    if spreadsheet(output) and not as_json:
        list_rows([outcome.to_dict() for outcome in found.outcomes], output, as_json=False)
    elif as_json:
        emit(as_json_text(found.to_dict()), output, raw=True)
    else:
        emit(outcomes_text(found, label), output)
