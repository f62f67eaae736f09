"""The command on promises: what was kept, missed, moved, and what is overdue."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from allegiance.commands.options import Session, known_option, output_options
from allegiance.graph.render.console import emit, list_rows
from allegiance.graph.render.notation import as_json_text, spreadsheet

if TYPE_CHECKING:
    from allegiance.graph.analysis.commitments import Grouping


@click.command()
@click.argument("actor", required=False)
@click.option("--at", metavar="DATE", help="How they stood on that day. Default: the last covered.")
@click.option(
    "--by", type=click.Choice(["actor", "kind"]), help="Count them by who promised or by kind."
)
@known_option
@output_options
@click.pass_obj
def commitments(
    session: Session,
    actor: str | None,
    at: str | None,
    by: Grouping | None,
    as_known_on: str | None,
    output: Path | None,
    *,
    as_json: bool,
) -> None:
    """Show promises by or to ACTOR, or all: met, missed, moved, overdue, and how many were kept."""
    from allegiance.graph.render.commitments import commitments_text, tallies_table

    dossier = session.as_known_on(as_known_on)
    found = dossier.commitments(actor, at=at)
    tallies = [] if by is None else list(found.by(by))
    if spreadsheet(output) and not as_json:
        rows = tallies if by else [*found.standings, *found.threats]
        list_rows([row.to_dict() for row in rows], output, as_json=False)
    elif as_json:
        groups = [tally.to_dict() for tally in tallies]
        emit(as_json_text(groups if by else found.to_dict()), output, raw=True)
    elif by:
        emit(tallies_table(tallies, dossier.catalogue.label, of=by), output)
    else:
        emit(commitments_text(found, dossier.catalogue.label), output)
