"""The command line: each command parses, calls one function, and prints what it gives."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from allegiance.graph.render.console import emit, list_rows, remark
from allegiance.graph.render.notation import as_json_text, choose_notation

if TYPE_CHECKING:
    from allegiance.graph.analysis.bins import Period
    from allegiance.graph.analysis.evidence import EvidenceSettings
    from allegiance.graph.dossier import Dossier

_F = TypeVar("_F", bound=Callable[..., Any])
TABLES = ("table", "csv", "tsv", "json", "xml", "turtle", "ntriples")
MEASURES = ("acts",)
CHANNELS = ("defence", "diplomacy", "economy", "politics", "information")


@dataclass
class Session:
    """What the commands share: the dossier asked for, opened when it is first needed."""

    folder: Path | None

    @property
    def dossier(self) -> Dossier:
        """The dossier, opened."""
        from allegiance.graph.dossier import open_dossier

        return open_dossier(self.folder)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "-d",
    "--dossier",
    "folder",
    type=click.Path(path_type=Path),
    help="The dossier's folder. Default: ALLEGIANCE_DOSSIER, else the shipped Sahel dossier.",
)
@click.version_option(package_name="allegiance")
@click.pass_context
def cli(context: click.Context, folder: Path | None) -> None:
    """Who stands with whom, since when, on whose word, how sure, and what would change it."""
    context.obj = Session(folder)


def _poles(command: _F) -> _F:
    return click.option(
        "--poles",
        metavar="A,B[,C]",
        help="Whom the actor is measured against. Default: the dossier's own poles.",
    )(command)


def _evidence_options(command: _F) -> _F:
    command = click.option(
        "--as-known-on", metavar="DATE", help="Only what was known on that day."
    )(command)
    return click.option(
        "--channel", type=click.Choice(CHANNELS), help="Only statements of this channel."
    )(command)


def _output_options(command: _F) -> _F:
    command = click.option(
        "-o", "--output", type=click.Path(path_type=Path), help="Write to this file."
    )(command)
    return click.option("--json", "as_json", is_flag=True, help="One JSON document.")(command)


@cli.command()
@click.argument("actor")
@_poles
@click.option("-o", "--output", type=click.Path(path_type=Path), default=Path("brief.html"))
@click.option("--open", "show", is_flag=True, help="Open it in the browser.")
@click.option("--json", "as_json", is_flag=True, help="The findings as one JSON document, too.")
@click.pass_obj
def brief(
    session: Session, actor: str, poles: str | None, output: Path, *, show: bool, as_json: bool
) -> None:
    """Write the brief on ACTOR: one offline HTML page with findings, charts, map, evidence."""
    document = session.dossier.brief(actor, poles)
    path = document.save(output)
    if as_json:
        emit(as_json_text({"headlines": list(document.headlines), "path": str(path)}), None)
    else:
        emit("\n".join(document.headlines), None)
    remark(f"The brief is in {path.resolve()}")
    if show:
        click.launch(path.resolve().as_uri())


@cli.command("map")
@click.argument("actor", required=False)
@_poles
@click.option("--at", metavar="DATE", help="The day the map opens on.")
@click.option("--depth", type=click.IntRange(1), help="Only so many statements around ACTOR.")
@click.option("-o", "--output", type=click.Path(path_type=Path), default=Path("map.html"))
@click.option("--open", "show", is_flag=True, help="Open it in the browser.")
@click.pass_obj
def map_command(
    session: Session,
    actor: str | None,
    poles: str | None,
    at: str | None,
    depth: int | None,
    output: Path,
    *,
    show: bool,
) -> None:
    """Write the interactive map as one offline HTML page, opened on ACTOR if one is given."""
    path = session.dossier.map(actor, poles, at=at, depth=depth).save(output)
    remark(f"The map is in {path.resolve()}")
    if show:
        click.launch(path.resolve().as_uri())


@cli.command()
@click.argument("actor", required=False)
@_poles
@click.option("--measure", type=click.Choice(MEASURES), default="acts", show_default=True)
@_evidence_options
@_output_options
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
    from allegiance.graph.render.tables import fell_short_lines, shifts_table

    dossier = session.dossier
    evidence = _evidence(channel, as_known_on)
    found = dossier.shifts(actor, poles, measure=measure, evidence=evidence)
    names = [actor] if actor else dossier.states(poles)
    courses = [dossier.course(name, poles, evidence=evidence) for name in names]
    label = dossier.catalogue.label
    short = fell_short_lines([c for c in courses if actor or c.covered], label)
    if as_json:
        emit(as_json_text([shift.to_dict() for shift in found]), output, raw=True)
        remark("\n".join(short))
        return
    blocks = [shifts_table(found, label)] if found else []
    if not short and not found:
        blocks = ["No state is covered between these poles. See: allegiance statements"]
    emit("\n\n".join([*blocks, "\n".join(short)] if short else blocks), output)


@cli.command()
@click.argument("shift")
@_evidence_options
@_output_options
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
    from allegiance.graph.render.tables import explanation_text

    dossier = session.dossier
    found = dossier.explain(shift, evidence=_evidence(channel, as_known_on))
    if as_json:
        emit(as_json_text(found.to_dict()), output, raw=True)
        return
    catalogue = dossier.catalogue
    claims = {**catalogue.statements, **catalogue.links}
    emit(explanation_text(found, catalogue.label, claims), output)


@cli.command()
@click.argument("actor")
@_poles
@click.option("--by", type=click.Choice(["month", "quarter", "year"]), default="quarter")
@_evidence_options
@_output_options
@click.pass_obj
def tilt(
    session: Session,
    actor: str,
    poles: str | None,
    by: Period,
    channel: str | None,
    as_known_on: str | None,
    output: Path | None,
    *,
    as_json: bool,
) -> None:
    """Show ACTOR's tilt between two poles over time, with its 80% band."""
    from allegiance.graph.render.tables import text_table

    dossier = session.dossier
    series = dossier.tilt(actor, poles, evidence=_evidence(channel, as_known_on, by=by))
    series = series.assign(date=[stamp.date().isoformat() for stamp in series["date"]])
    columns = [str(name) for name in series.columns]
    rows = series.to_dict(orient="records")
    if not as_json and series["mean"].isna().all():
        from allegiance.graph.render.words import say_nothing_found

        course = dossier.course(actor, poles, evidence=_evidence(channel, as_known_on, by=by))
        emit(say_nothing_found(course, dossier.catalogue.label), output)
        return
    if as_json:
        named = list(dossier.poles(poles))
        about = {"actor": dossier.actor(actor).id, "poles": named, "by": by, "series": rows}
        emit(as_json_text(about), output, raw=True)
        return
    emit(text_table(columns, [[row[name] for name in columns] for row in rows]), output)


@cli.command()
@click.argument("text", metavar="TEXT|FILE|-")
@click.option("--format", "notation", type=click.Choice(TABLES), help="Default: table or turtle.")
@click.option("--timeout", type=click.FloatRange(min=0, min_open=True), default=30.0)
@_output_options
@click.pass_obj
def query(
    session: Session,
    text: str,
    notation: str | None,
    timeout: float,
    output: Path | None,
    *,
    as_json: bool,
) -> None:
    """Answer a SPARQL 1.1 query, given as text, in a file, or (-) on standard input."""
    from allegiance.graph.store.worker import QueryLimits

    dossier = session.dossier
    answer = dossier.query(_query_text(text), limits=QueryLimits(seconds=timeout))
    chosen = choose_notation(answer.form, notation, output, as_json=as_json)
    emit(answer.serialize(chosen, prefixes=dossier.prefixes), output, raw=True)


@cli.command()
@click.argument("name", required=False)
@click.argument("values", nargs=-1, metavar="[KEY=VALUE]...")
@click.option("--format", "notation", type=click.Choice(TABLES))
@click.option("--timeout", type=click.FloatRange(min=0, min_open=True), default=30.0)
@_output_options
@click.pass_obj
def ask(
    session: Session,
    name: str | None,
    values: tuple[str, ...],
    notation: str | None,
    timeout: float,
    output: Path | None,
    *,
    as_json: bool,
) -> None:
    """Answer a named question, such as who-overthrew-whom; without NAME list them all."""
    from allegiance.graph.render.tables import text_table
    from allegiance.graph.store.worker import QueryLimits

    dossier = session.dossier
    if name is None:
        rows = [
            (q.name, q.question, " ".join(f"{p.name}=…" for p in q.parameters))
            for q in sorted(dossier.questions.values(), key=lambda q: q.name)
        ]
        columns = ("name", "question", "parameters")
        listed = [dict(zip(columns, row, strict=True)) for row in rows]
        emit(as_json_text(listed) if as_json else text_table(columns, rows), output, raw=True)
        for line in dossier.broken_questions:
            remark(f"Left out: {line}")
        return
    limits = QueryLimits(seconds=timeout)
    answer = dossier.ask_with(name, _pairs(values), limits=limits)
    chosen = choose_notation(answer.form, notation, output, as_json=as_json)
    emit(answer.serialize(chosen, prefixes=dossier.prefixes), output, raw=True)


@cli.command()
@click.argument("text", default="")
@_output_options
@click.pass_obj
def actors(session: Session, text: str, output: Path | None, *, as_json: bool) -> None:
    """List the actors one of whose names contains TEXT."""
    dossier = session.dossier
    rows = [
        {"id": a.id, "label": a.label, "kind": a.kind, "names": list(dict.fromkeys(a.names))}
        for a in dossier.actors(text)
    ]
    list_rows(rows, output, as_json=as_json)


@cli.command()
@click.option("--about", metavar="ACTOR", help="Only with this actor or its clients on a side.")
@click.option("--relation", help="Only of this relation.")
@_output_options
@click.pass_obj
def statements(
    session: Session,
    about: str | None,
    relation: str | None,
    output: Path | None,
    *,
    as_json: bool,
) -> None:
    """List the statements with grade and probability; with --json also voices and sources."""
    from allegiance.graph.render.listing import statement_rows

    dossier = session.dossier
    chosen = dossier.statements(about=about, relation=relation)
    rows = statement_rows(chosen, dossier.catalogue)
    short = ("id", "start", "end", "statement", "grade", "probability")
    if not as_json:
        rows = [{name: row[name] for name in short} for row in rows]
    list_rows(rows, output, as_json=as_json)


@cli.command()
@click.argument("text", default="")
@_output_options
@click.pass_obj
def sources(session: Session, text: str, output: Path | None, *, as_json: bool) -> None:
    """List the sources whose id, title or publisher contains TEXT."""
    from allegiance.graph.render.listing import source_rows

    list_rows(source_rows(session.dossier.sources(text)), output, as_json=as_json)


@cli.command()
@_output_options
@click.pass_obj
def check(session: Session, output: Path | None, *, as_json: bool) -> None:
    """List everything that is wrong in the dossier, each with its file and line."""
    from allegiance.graph.dossier import default_folder
    from allegiance.graph.store.build import check as check_dossier

    folder = session.folder or default_folder()
    problems = check_dossier(folder)
    if as_json:
        rows = [
            {"file": str(p.file), "line": p.line, "severity": p.severity, "message": p.message}
            for p in problems
        ]
        emit(as_json_text(rows), output, raw=True)
    else:
        good = f"{folder}: nothing is wrong."
        emit("\n".join(str(problem) for problem in problems) or good, output)
    if problems:
        sys.exit(1)


def _evidence(
    channel: str | None, as_known_on: str | None, *, by: Period = "quarter"
) -> EvidenceSettings:
    from allegiance.graph.analysis.evidence import EvidenceSettings
    from allegiance.graph.dossier import as_day

    day = as_day(as_known_on) if as_known_on else None
    return EvidenceSettings(by=by, channel=channel, as_known_on=day)


def _query_text(text: str) -> str:
    """The query itself, from the argument, a file that it names, or standard input."""
    from allegiance.graph.model.errors import InputError

    if text == "-":
        return sys.stdin.read() if sys.stdin is not None else ""
    if any(sign.isspace() or sign in "{}" for sign in text):
        return text
    try:
        return Path(text).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError, ValueError) as error:
        message = f"{text!r} is neither a query nor a file that can be read ({error})."
        raise InputError(message) from error


def _pairs(values: tuple[str, ...]) -> dict[str, str]:
    pairs = {}
    for value in values:
        key, equals, rest = value.partition("=")
        if not equals:
            message = f"{value!r} is no KEY=VALUE. Write for instance actor=Mali"
            raise click.UsageError(message)
        pairs[key] = rest
    return pairs


def main() -> None:
    """Run the command line: exit status 0 done, 1 failed, 2 misused."""
    from allegiance.graph.model.errors import AllegianceError

    if sys.stdout is None or sys.stderr is None:
        sys.exit(1)  # there is nobody to tell
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        status = cli.main(standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Exit as ended:
        status = ended.exit_code
    except click.ClickException as misuse:
        misuse.show()
        status = misuse.exit_code
    except click.Abort:
        remark("Stopped.")
        status = 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 0
    except (AllegianceError, OSError) as error:
        remark(f"Error: {error}")
        status = 1
    sys.exit(status if isinstance(status, int) else 0)
