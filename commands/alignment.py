"""How alike two actors were, by year."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from allegiance.commands.measured import MEASURES
from allegiance.commands.options import Session, channel_option, known_option, output_options
from allegiance.graph.render.console import emit, list_rows, remark
from allegiance.graph.render.notation import as_json_text, spreadsheet

if TYPE_CHECKING:
    from allegiance.graph.analysis.alignments.alignment import Alignment
    from allegiance.graph.analysis.alignments.protocol import AlignSettings
    from allegiance.graph.render.words import Label

# As graph/analysis/alignments/protocol.py has them, which is too heavy to import for --help.
OF_VOTES = ("kappa", "pi", "s", "s-squared", "tau-b", "agreement", "identical")
COEFFICIENTS = (*OF_VOTES, "s-weighted")
ISSUES = ("me", "nu", "di", "hr", "co", "ec")


@click.command()
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
@click.option(
    "--measure",
    type=click.Choice([*MEASURES, *OF_VOTES]),
    help="What is compared; kappa and the like are UN votes by that coefficient. Default: votes.",
)
@click.option(
    "--by",
    type=click.Choice(COEFFICIENTS),
    help="The coefficient, for votes, alliances and acts. Default: kappa; s-weighted, by the means"
    " of states (CINC), is for alliances.",
)
@click.option(
    "--issue",
    type=click.Choice(ISSUES),
    help="Votes on this alone: Middle East, nuclear weapons, disarmament, human rights,"
    " colonialism, economic development.",
)
@click.option(
    "--scale",
    type=click.Choice(["atop", "cow"]),
    help="Whose alliances, on whose scale. Default: atop.",
)
@click.option("--from", "since", metavar="YEAR", type=click.IntRange(1, 9999), help="From then on.")
@click.option("--to", "until", metavar="YEAR", type=click.IntRange(1, 9999), help="To then.")
@click.option("--at", metavar="DATE", help="Only the year that holds this day.")
@channel_option
@known_option
@output_options
@click.pass_obj
def align(
    session: Session,
    first: str,
    second: str,
    measure: str | None,
    by: str | None,
    issue: str | None,
    scale: str | None,
    since: int | None,
    until: int | None,
    at: str | None,
    channel: str | None,
    as_known_on: str | None,
    output: Path | None,
    *,
    as_json: bool,
) -> None:
    """Show how alike A and B were, by year or in that of a day, and what is not covered.

    A and B are any two states of the public data sets; with --measure acts, any two actors of the
    dossier.
    """
    from allegiance.graph.analysis.alignments.alignment import align as align_states
    from allegiance.graph.analysis.measures.lineages import label_of

    if at is not None and (since is not None or until is not None):
        message = "--at is one year, --from and --to many: give one of them."
        raise click.UsageError(message)
    data, settings = _asked(measure or "votes", by=by, issue=issue, scale=scale)
    if data != "acts":
        _refuse({"--channel": channel, "--as-known-on": as_known_on}, "--measure acts")
        found = align_states(
            first, second, data, settings=settings, since=since, until=until, at=at
        )
        _print(found, label_of, output, as_json=as_json)
        return
    from allegiance.graph.analysis.evidence import EvidenceSettings

    dossier = session.as_known_on(as_known_on)
    evidence = EvidenceSettings(channel=channel)
    found = dossier.align(
        first, second, by=settings.by, evidence=evidence, since=since, until=until, at=at
    )
    _print(found, dossier.catalogue.label, output, as_json=as_json)


def _asked(
    measure: str, *, by: str | None, issue: str | None, scale: str | None
) -> tuple[str, AlignSettings]:
    """What is compared, and how; a misuse where options do not go together."""
    from allegiance.graph.analysis.alignments.acts import ACTS_ALIKE
    from allegiance.graph.analysis.alignments.known import check_settings, comparison_named
    from allegiance.graph.analysis.alignments.protocol import AlignSettings
    from allegiance.graph.model.errors import InputError

    data = "votes" if measure in OF_VOTES else measure
    if data != measure and by not in (None, measure):
        message = f"--measure {measure} is votes by {measure}, not by {by}. Leave out one."
        raise click.UsageError(message)
    if data != "alliances":
        _refuse({"--scale": scale}, "--measure alliances")
    if data != "votes":
        _refuse({"--issue": issue}, "--measure votes")
    chosen = measure if data != measure else by
    settings = AlignSettings(by=chosen or "", issue=issue, scale=scale or "atop")
    try:
        check_settings(ACTS_ALIKE if data == "acts" else comparison_named(data), settings)
    except InputError as error:
        raise click.UsageError(str(error)) from error
    return data, settings


def _refuse(options: dict[str, str | None], place: str) -> None:
    for name, value in options.items():
        if value is not None:
            message = f"{name} is for {place}."
            raise click.UsageError(message)


def _print(found: Alignment, label: Label, output: Path | None, *, as_json: bool) -> None:
    from allegiance.graph.analysis.alignments.alignment import to_dict
    from allegiance.graph.render.alignment import scope_lines, series_text, summary_line

    words = [summary_line(found, label), *scope_lines(found)]
    if as_json:
        emit(as_json_text(to_dict(found)), output, raw=True)
        remark("\n".join(words))
    elif spreadsheet(output):
        rows = found.series.astype(object).to_dict("records")
        columns = [str(name) for name in found.series.columns]
        list_rows(
            [{str(k): v for k, v in row.items()} for row in rows],
            output,
            as_json=False,
            columns=columns,
        )
        remark("\n".join(words))
    else:
        table = [series_text(found, label)] if len(found.series) else []
        emit("\n\n".join([*table, "\n".join(words)]), output)
