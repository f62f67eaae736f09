"""Public data: which sets there are, getting them, and their facts into a dossier."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from allegiance.commands.options import Session, output_options, text_options
from allegiance.graph.render.console import emit, list_rows, remark
from allegiance.graph.render.notation import as_json_text, spreadsheet

if TYPE_CHECKING:
    from allegiance.graph.datasets.protocol import Description


@click.command()
@click.argument("text", default="")
@output_options
def datasets(text: str, output: Path | None, *, as_json: bool) -> None:
    """List the public data sets whose name, title, contents or publisher contain TEXT.

    The whole name of one shows all that is on record of it: what to cite, and how to get it.
    """
    from allegiance.graph.datasets.listing import dataset_rows, dataset_text
    from allegiance.graph.datasets.registry import find_sets

    found = find_sets(text)
    rows = dataset_rows(found)
    own = [one for one in found if one.name == text]
    if own and not as_json and spreadsheet(output) is None:
        emit(dataset_text(own[0]), output)
        return
    if not as_json and spreadsheet(output) is None:
        short = ("name", "what", "covers", "gives", "access", "tested", "licence", "at_hand")
        rows = [{column: row[column] for column in short} for row in rows]
    list_rows(rows, output, as_json=as_json)


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@click.option("--anew", is_flag=True, help="Download again what is at hand.")
@output_options
def fetch(names: tuple[str, ...], output: Path | None, *, anew: bool, as_json: bool) -> None:
    """Download the files of public data sets, checked, into the cache."""
    from allegiance.graph.datasets.fetching import fetch_set
    from allegiance.graph.datasets.registry import sets_named

    wanted = {d.name: d for name in names for d in sets_named(name)}
    progress = remark if sys.stderr.isatty() else None
    got = [
        row
        for d in wanted.values()
        for row in fetch_set(d, anew=anew, say=remark, progress=progress)
    ]
    rows = [row.to_dict() for row in got]
    if as_json or spreadsheet(output):
        list_rows(rows, output, as_json=as_json)
    else:
        emit("\n".join(f"{row['name']}: {row['file']} ({row['state']})" for row in rows), output)


@click.command("import")
@click.argument("name")
@click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path(path_type=Path))
@click.option("--since", metavar="DATE", help="From this day on. Default: the dossier's window.")
@click.option("--until", metavar="DATE", help="To this day, itself included.")
@click.option(
    "--only", metavar="ACTOR[,ACTOR]", default="", help="Only with one of these on a side."
)
@click.option(
    "--relation", metavar="RELATION[,RELATION]", default="", help="Only facts of these relations."
)
@click.option("--add-actors", is_flag=True, help="Add states that the dossier does not know.")
@text_options
@click.pass_obj
def import_command(
    session: Session,
    name: str,
    files: tuple[Path, ...],
    since: str | None,
    until: str | None,
    only: str,
    relation: str,
    output: Path | None,
    *,
    add_actors: bool,
    as_json: bool,
) -> None:
    """Bring the statements of the data set NAME into the dossier, from FILE or the cache.

    They go to imported/NAME.ttl in the dossier, which the next import makes anew. Of a set that
    only measures, FILE is checked, and kept for --measure.
    """
    from allegiance.graph.datasets.importing import Given, ImportRequest, import_sets
    from allegiance.graph.datasets.listing import report_text
    from allegiance.graph.datasets.registry import load_dataset, sets_named
    from allegiance.graph.model.dates import PartialDate

    chosen = sets_named(name)
    if files and len(chosen) > 1:
        message = f"{name} stands for {', '.join(d.name for d in chosen)}. Name the one of FILE."
        raise click.UsageError(message)
    if any(d.gives != "statements" for d in chosen):
        if since or until or only or relation or add_actors:
            message = f"{name} makes no statements: options that choose among them do nothing."
            raise click.UsageError(message)
        _keep_tables(chosen, files, output, as_json=as_json)
        return
    given = [Given(d, load_dataset(d.name), tuple(files) or _copies(d)) for d in chosen]
    request = ImportRequest(
        since=None if since is None else PartialDate.parse(since).earliest,
        until=None if until is None else PartialDate.parse(until).latest + dt.timedelta(days=1),
        only=_parts(only),
        add_actors=add_actors,
        relations=_parts(relation),
    )
    today = dt.datetime.now(dt.UTC).date()
    reports = import_sets(session.folder, given, request, day=today)
    if files:
        _keep_for_measures(chosen[0], files)
    if as_json:
        emit(as_json_text([report.to_dict() for report in reports]), output, raw=True)
    else:
        emit("\n\n".join(report_text(report) for report in reports), output)


def _keep_tables(
    chosen: Sequence[Description], files: Sequence[Path], output: Path | None, *, as_json: bool
) -> None:
    """Keep the files of sets that only measure, and print what was read; events are refused."""
    from allegiance.graph.datasets.keeping import keep_table
    from allegiance.graph.datasets.listing import kept_text
    from allegiance.graph.datasets.registry import load_dataset
    from allegiance.graph.model.errors import InputError

    for one in chosen:
        if one.gives == "events":
            message = (
                f"{one.title} makes no statements: what is found in the news day by day is "
                "counted, never asserted. Count it by pairs of states and periods in Python: "
                "docs/datasets/events.md shows how. Nothing was read or written."
            )
            raise InputError(message)
    reports = [
        keep_table(d, load_dataset(d.name), tuple(files) or _copies(d), measures=_measures(d.name))
        for d in chosen
    ]
    if as_json:
        emit(as_json_text([report.to_dict() for report in reports]), output, raw=True)
    else:
        emit("\n\n".join(kept_text(report) for report in reports), output)


def _keep_for_measures(description: Description, files: Sequence[Path]) -> None:
    """Keep files that measures read, beside the statements that were made of them."""
    from allegiance.graph.datasets.keeping import keep_copies

    if measures := _measures(description.name):
        for path in keep_copies(description, files):
            remark(f"For --measure {' and '.join(measures)} there is a copy in {path}.")


def _measures(name: str) -> list[str]:
    from allegiance.graph.analysis.measures.known import MEASURES

    return [measure.name for measure in MEASURES.values() if name in measure.sets]


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _copies(description: Description) -> tuple[Path, ...]:
    from allegiance.graph.datasets.files import need_files

    return tuple(need_files(description))
