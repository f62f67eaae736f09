"""Precedents: earlier courses of others that resemble one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from allegiance.commands.options import Session, known_option, text_options
from allegiance.graph.render.console import emit, remark
from allegiance.graph.render.notation import as_json_text


@click.command()
@click.argument("actor")
@click.option(
    "--at", metavar="DATE", help="The day up to which the course goes. Default: the last."
)
@click.option("--years", type=float, default=3.0, show_default=True, help="How long the course is.")
@click.option("--follow", type=float, default=2.0, show_default=True, help="Years that follow.")
@click.option("--most", type=click.IntRange(1), default=5, show_default=True, help="So many cases.")
@click.option("--later", is_flag=True, help="Cases after the day, too: parallels, not precedents.")
@click.option("--public", is_flag=True, help="Every state in public data sets since 1946.")
@click.option("--sets", metavar="NAME,…", help="With --public: these data sets alone.")
@known_option
@text_options
@click.pass_obj
def precedents(
    session: Session,
    actor: str,
    at: str | None,
    years: float,
    follow: float,
    most: int,
    sets: str | None,
    as_known_on: str | None,
    output: Path | None,
    *,
    later: bool,
    public: bool,
    as_json: bool,
) -> None:
    """Find courses of others that resemble that of ACTOR, and what followed them.

    A course is the coded steps (coup, sanctions, forces told to go) of some years up to a day. By
    default they are those of the dossier; with --public those of coups, alliances, US troops and
    arms, for which no dossier is opened.
    """
    from allegiance.graph.analysis.precedents.nearest import PrecedentSettings
    from allegiance.graph.render.precedents import precedents_text

    label: Callable[[str], str]
    settings = PrecedentSettings(years=years, follow=follow, most=most, later=later)
    if sets and not public:
        message = "--sets goes with --public: a dossier has no data sets."
        raise click.UsageError(message)
    if public:
        if as_known_on is not None:
            message = "--as-known-on is for dossiers: data sets do not say when they knew."
            raise click.UsageError(message)
        from allegiance.graph.analysis.measures.lineages import label_of as label_of_state
        from allegiance.graph.analysis.precedents.courses import public_precedents

        names = [one.strip() for one in (sets or "").split(",") if one.strip()]
        found, coded = public_precedents(actor, at=at, sets=names, settings=settings)
        remark(
            f"From {', '.join(coded.sets)}, {coded.window[0].year} to {coded.window[1].year - 1}."
        )
        for name in coded.missing:
            remark(f"{name} is not at hand. Get it: allegiance fetch {name}")
        label = label_of_state
    else:
        dossier = session.as_known_on(as_known_on)
        found = dossier.precedents(actor, at=at, settings=settings)
        label = dossier.catalogue.label
    if as_json:
        emit(as_json_text(found.to_dict()), output, raw=True)
    else:
        emit(precedents_text(found, label), output)
