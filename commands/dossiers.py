"""Keeping a dossier: checking it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from allegiance.commands.options import Session, output_options
from allegiance.graph.render.console import emit
from allegiance.graph.render.notation import as_json_text


@click.command()
@output_options
@click.pass_obj
def check(session: Session, output: Path | None, *, as_json: bool) -> None:
    """List everything that is wrong in the dossier, each with its file and line."""
    from allegiance.graph.dossier import default_folder
    from allegiance.graph.store.build import check as check_dossier

    folder = session.folder or default_folder()
    problems = check_dossier(folder)
    if as_json:
        rows = [
            {
                "file": str(p.file),
                "line": p.line,
                "column": p.column or None,
                "cell": p.cell or None,
                "severity": p.severity,
                "message": p.message,
            }
            for p in problems
        ]
        emit(as_json_text(rows), output, raw=True)
    else:
        good = f"{folder}: nothing is wrong."
        emit("\n".join(str(problem) for problem in problems) or good, output)
    if problems:
        sys.exit(1)
