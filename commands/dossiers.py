"""Keeping a dossier: checking it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from allegiance.commands.options import Session, output_options
from allegiance.graph.render.console import emit
from allegiance.graph.render.notation import as_json_text


@click.command()
@click.option("--strict", is_flag=True, help="Fail on warnings, too.")
@click.option("--verbose", is_flag=True, help="List every warning, also those that are counted.")
@output_options
@click.pass_obj
def check(
    session: Session, output: Path | None, *, strict: bool, verbose: bool, as_json: bool
) -> None:
    """List everything that is wrong or odd in the dossier, each with its file and line."""
    from allegiance.graph.dossier import default_folder
    from allegiance.graph.render.reviews import review_rows, review_text
    from allegiance.graph.store.build import review

    folder = session.folder or default_folder()
    found = review(folder)
    if as_json:
        emit(as_json_text(review_rows(found)), output, raw=True)
    else:
        emit(review_text(found, folder, verbose=verbose), output)
    if found.errors or (strict and found.warnings):
        sys.exit(1)
