"""Keeping a dossier: starting one, checking it, keeping it another way, merging actors."""

from __future__ import annotations

import datetime as dt
import sys
from dataclasses import replace
from pathlib import Path

import click

from allegiance.commands.options import Session, output_options, pasteable, text_options
from allegiance.graph.render.console import emit, list_rows, remark
from allegiance.graph.render.notation import as_json_text, spreadsheet


@click.command()
@click.option("--strict", is_flag=True, help="Fail on warnings, too.")
@click.option("--verbose", is_flag=True, help="List every warning, also those that are counted.")
@output_options
@click.pass_obj
def check(
    session: Session, output: Path | None, *, strict: bool, verbose: bool, as_json: bool
) -> None:
    """List everything that is wrong or odd in the dossier, each with its file and line."""
    from allegiance.graph.render.reviews import REVIEW_COLUMNS, review_rows, review_text
    from allegiance.graph.store.review import review
    from allegiance.graph.store.scenarios.reading import find_scenarios

    folder = session.folder
    found = review(folder, common=verbose or as_json or spreadsheet(output) is not None)
    if not found.errors and find_scenarios(folder):
        from allegiance.graph.store.scenarios.supposing import scenario_problems

        found = replace(found, errors=tuple(scenario_problems(folder)))
    if as_json or spreadsheet(output):
        list_rows(review_rows(found), output, as_json=as_json, columns=REVIEW_COLUMNS)
    else:
        emit(review_text(found, folder), output)
    if found.errors or (strict and found.odd):
        sys.exit(1)


@click.command()
@click.argument("keep", required=False)
@click.argument("drop", required=False)
@click.option("--reason", default="", help="Why the two are one; kept with the record.")
@click.option("--force", is_flag=True, help="Also if both have different codes at one time.")
@click.option("--undo", metavar="DROP", help="Take back the merge of this actor: id or name.")
@text_options
@click.pass_obj
def merge(
    session: Session,
    keep: str | None,
    drop: str | None,
    reason: str,
    undo: str | None,
    output: Path | None,
    *,
    force: bool,
    as_json: bool,
) -> None:
    """Record that the actor DROP is the actor KEEP; every mention of the one then means the other.

    The record goes to merges.ttl in the dossier; no other file changes. "merge --undo DROP" takes
    it back.
    """
    from allegiance.graph.dossier import open_dossier
    from allegiance.graph.render.words import counted
    from allegiance.graph.store.merging import merge_actors, unmerge_actor

    if (undo is None) != (keep is not None and drop is not None) or (undo and keep):
        message = "Write merge KEEP DROP, or merge --undo DROP."
        raise click.UsageError(message)
    dossier = open_dossier(session.folder)
    if undo is not None:
        report = unmerge_actor(dossier.folder, dossier.built, undo)
        said = f"{report.dropped} stands for itself again, no longer for {report.kept}."
        remark("Statements that were written about the one kept since then stay with it.")
    else:
        kept, dropped = dossier.actor(keep or ""), dossier.actor(drop or "")
        for typed, meant in ((keep, kept), (drop, dropped)):
            if typed in meant.merged:
                remark(f"{typed} was merged before: it is {meant.label} ({meant.id}) now.")
        report = merge_actors(
            dossier.folder,
            dossier.built,
            kept,
            dropped,
            reason=reason,
            day=dt.datetime.now(dt.UTC).date(),
            force=force,
        )
        said = (
            f"{dropped.label} ({dropped.id}) is now {kept.label} ({kept.id}): "
            f"{counted(report.statements, 'statement')}, {counted(report.links, 'link')} and "
            f"{counted(len(report.names), 'name')} moved."
        )
        undoing = session.hint("merge", "--undo", dropped.id)
        remark(f"The record is in {report.file}. Take it back: {undoing}")
    emit(as_json_text(report.to_dict()) if as_json else said, output, raw=as_json)


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--sheets", is_flag=True, help="Keep it in sheets: CSV files.")
@click.option("--xlsx", is_flag=True, help="Keep it in a workbook.")
@click.option("--title", default="", help="What it is called. Default: the folder's name.")
@click.option("--base", default="", help="The address its names stand under, ending in / or #.")
def new(folder: Path, title: str, base: str, *, sheets: bool, xlsx: bool) -> None:
    """Start a dossier in DIR: small, invented and whole, for your own to take its place."""
    from allegiance.graph.store.starter import start_dossier

    if sheets and xlsx:
        message = "Choose one: --sheets for CSV files, or --xlsx for one workbook."
        raise click.UsageError(message)
    form = "csv" if sheets else "xlsx" if xlsx else "turtle"
    made = start_dossier(folder, form=form, title=title, base=base)
    remark(
        f"The dossier is in {made}. What it says is invented: put your own in its place.\n"
        f"    {pasteable(made, 'check')}\n"
        f"    {pasteable(made, 'brief', 'Marea')}"
    )


@click.command()
@click.argument("source", metavar="SRC", type=click.Path(path_type=Path))
@click.argument("target", metavar="DST", type=click.Path(path_type=Path))
@click.option("--to", "form", type=click.Choice(["turtle", "csv", "xlsx"]), default="turtle")
def convert(source: Path, target: Path, form: str) -> None:
    """Keep the dossier SRC another way in DST: as Turtle, CSV files or a workbook, without loss."""
    from allegiance.graph.store.convert import convert as convert_dossier

    made = convert_dossier(source, target, to=form, say=remark)
    remark(
        f"The dossier is in {made}. Its graph is the same; comments in Turtle, columns for remarks "
        "and sheets that are not read stayed behind."
    )
