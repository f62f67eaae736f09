"""Looking things up: queries, named questions, actors, statements, sources."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from allegiance.commands.options import Session, answer_options, known_option, output_options
from allegiance.graph.render.console import emit, list_rows, remark
from allegiance.graph.render.notation import choose_notation, spreadsheet

if TYPE_CHECKING:
    from allegiance.graph.store.answers import Answer

TABLES = ("table", "csv", "tsv", "json", "xml", "turtle", "ntriples")


@click.command()
@click.argument("text", metavar="TEXT|FILE|-")
@click.option("--format", "notation", type=click.Choice(TABLES), help="Default: table or turtle.")
@click.option("--timeout", type=click.FloatRange(min=0, min_open=True), default=30.0)
@known_option
@answer_options
@click.pass_obj
def query(
    session: Session,
    text: str,
    notation: str | None,
    timeout: float,
    as_known_on: str | None,
    output: Path | None,
    *,
    as_json: bool,
) -> None:
    """Answer a SPARQL 1.1 query, given as text, in a file, or (-) on standard input."""
    from allegiance.graph.store.worker import QueryLimits

    dossier = session.as_known_on(as_known_on)
    answer = dossier.query(_query_text(text), limits=QueryLimits(seconds=timeout))
    _emit_answer(answer, dossier.prefixes, notation, output, as_json=as_json)


@click.command()
@click.argument("name", required=False)
@click.argument("values", nargs=-1, metavar="[KEY=VALUE]...")
@click.option("--at", metavar="DATE", help="The same as at=DATE, for questions that take it.")
@click.option("--format", "notation", type=click.Choice(TABLES))
@click.option("--timeout", type=click.FloatRange(min=0, min_open=True), default=30.0)
@known_option
@answer_options
@click.pass_obj
def ask(
    session: Session,
    name: str | None,
    values: tuple[str, ...],
    at: str | None,
    notation: str | None,
    timeout: float,
    as_known_on: str | None,
    output: Path | None,
    *,
    as_json: bool,
) -> None:
    """Answer a named question, such as who-overthrew-whom; without NAME list them all."""
    from allegiance.graph.store.worker import QueryLimits

    dossier = session.as_known_on(as_known_on)
    given = _pairs(values if at is None else (*values, f"at={at}"))
    if name is None and at is not None:
        message = "--at goes with a question: allegiance ask active-on --at 2022-02-17"
        raise click.UsageError(message)
    if name is None:
        rows = [
            (q.name, q.question, " ".join(f"{p.name}=…" for p in q.parameters))
            for q in sorted(dossier.questions.values(), key=lambda q: q.name)
        ]
        columns = ("name", "question", "parameters")
        listed = [dict(zip(columns, row, strict=True)) for row in rows]
        list_rows(listed, output, as_json=as_json)
        for line in dossier.broken_questions:
            remark(f"Left out: {line}")
        return
    limits = QueryLimits(seconds=timeout)
    answer = dossier.ask_with(name, given, limits=limits)
    _emit_answer(answer, dossier.prefixes, notation, output, as_json=as_json)


@click.command()
@click.argument("text", default="")
@click.option("--at", metavar="DATE", help="Only those that can have existed on that day.")
@known_option
@output_options
@click.pass_obj
def actors(
    session: Session,
    text: str,
    at: str | None,
    as_known_on: str | None,
    output: Path | None,
    *,
    as_json: bool,
) -> None:
    """List the actors one of whose names contains TEXT, or the one whose id or code it is."""
    from allegiance.graph.render.listing import actor_rows

    dossier = session.as_known_on(as_known_on)
    rows = actor_rows(dossier.actors(text, at=at), dossier.catalogue)
    if not rows and (near := dossier.near_actors(text)):
        remark(f"Did you mean {' or '.join(near)}?")
    if not rows and (later := dossier.later_actors(text)):
        names = ", ".join(f"{actor.label} ({actor.id})" for actor in later)
        remark(f"Not known yet on {dossier.known_day}: {names}.")
    if not as_json:  # what no actor has needs no column
        used = [key for key in rows[0] if any(row[key] for row in rows)] if rows else []
        rows = [{key: row[key] for key in used} for row in rows]
    list_rows(rows, output, as_json=as_json)


@click.command()
@click.option("--about", metavar="ACTOR", help="Only with this actor or its clients on a side.")
@click.option("--relation", help="Only of this relation.")
@click.option("--at", metavar="DATE", help="Only those that can hold on that day.")
@known_option
@click.option("--id", "name", metavar="STATEMENT", help="Only this statement or link, in full.")
@click.option("--table", is_flag=True, help="A line a statement, without the voices.")
@output_options
@click.pass_obj
def statements(
    session: Session,
    about: str | None,
    relation: str | None,
    at: str | None,
    as_known_on: str | None,
    name: str | None,
    output: Path | None,
    *,
    table: bool,
    as_json: bool,
) -> None:
    """List the statements; those about an ACTOR, or one alone, with all voices for and against."""
    from allegiance.graph.render.listing import statement_rows
    from allegiance.graph.render.voices import voices_text

    dossier = session.as_known_on(as_known_on)
    if name is not None:
        chosen = [dossier.statement(name)]
    else:
        chosen = dossier.statements(about=about, relation=relation, at=at)
    day = None if at is None else dossier.covered(at)
    rows = statement_rows(chosen, dossier.catalogue, window=dossier.window, at=day, full=as_json)
    outside = sum(not row["covered"] for row in rows)
    if outside:
        start, last = dossier.window[0], dossier.window[1] - dt.timedelta(days=1)
        known = "" if dossier.known_day is None else f" as known on {dossier.known_day}"
        span = f"from {start} to {last}"
        remark(f"Not covered{known}, so not counted: {outside} that do not hold {span}.")
    plain = as_json or spreadsheet(output) is not None
    if chosen and not plain and not table and (about or name):
        emit(voices_text(chosen, dossier.catalogue), output)
        return
    short = ("id", "start", "end", "statement", "grade", "probability", "holds")
    if not plain:
        rows = [{column: row[column] for column in short if column in row} for row in rows]
    list_rows(rows, output, as_json=as_json)


@click.command()
@click.argument("text", default="")
@known_option
@output_options
@click.pass_obj
def relations(
    session: Session, text: str, as_known_on: str | None, output: Path | None, *, as_json: bool
) -> None:
    """List the relations whose id, label, everyday word or code contains TEXT, and their uses.

    The dossier's own are among them.
    """
    from allegiance.graph.render.listing import relation_rows

    dossier = session.as_known_on(as_known_on)
    rows = relation_rows(dossier.relations(text), dossier.catalogue)
    if not as_json and spreadsheet(output) is None:
        rows = [{key: cell for key, cell in row.items() if key != "labels"} for row in rows]
        for row in rows:
            row["own"] = "yes" if row["own"] else ""
    list_rows(rows, output, as_json=as_json)


@click.command()
@click.argument("text", default="")
@known_option
@output_options
@click.pass_obj
def sources(
    session: Session, text: str, as_known_on: str | None, output: Path | None, *, as_json: bool
) -> None:
    """List the sources whose id, title or publisher contains TEXT."""
    from allegiance.graph.render.listing import source_rows

    found = session.as_known_on(as_known_on).sources(text)
    list_rows(source_rows(found), output, as_json=as_json)


def _emit_answer(
    answer: Answer,
    prefixes: Mapping[str, str],
    notation: str | None,
    output: Path | None,
    *,
    as_json: bool,
) -> None:
    """Write the answer to a query in the notation asked for, or that of the file's ending."""
    if spreadsheet(output) == "xlsx":
        truth = [] if answer.boolean is None else [{"boolean": answer.boolean}]
        list_rows([*answer, *truth], output, as_json=False, columns=answer.variables)
        return
    chosen = choose_notation(answer.form, notation, output, as_json=as_json)
    emit(answer.serialize(chosen, prefixes=prefixes), output, raw=True)


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
        reason = getattr(error, "strerror", None) or error
        message = (
            f"{text!r} is neither a query nor a file that can be read ({reason}). A query begins "
            "at line 1, column 1 with SELECT, ASK, CONSTRUCT, DESCRIBE or PREFIX."
        )
        raise InputError(message) from error


def _pairs(values: tuple[str, ...]) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for value in values:
        key, equals, rest = value.partition("=")
        if not equals:
            message = f"{value!r} is no KEY=VALUE. Write for instance actor=Mali"
            raise click.UsageError(message)
        if pairs.get(key, rest) != rest:
            message = f"{key} is given twice, as {pairs[key]!r} and {rest!r}: give it once."
            raise click.UsageError(message)
        pairs[key] = rest
    return pairs
