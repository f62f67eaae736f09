"""Leverage and dependence: what holds an actor, and what a new patron took over."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from allegiance.commands.measured import refuse_for_measures, rows_of_year
from allegiance.commands.options import Session, known_option, output_options, poles_option
from allegiance.graph.render.console import emit, list_rows
from allegiance.graph.render.notation import as_json_text, spreadsheet

if TYPE_CHECKING:
    from allegiance.graph.analysis.leverage.reliance import Turn
    from allegiance.graph.analysis.leverage.settings import Span
    from allegiance.graph.dossier import Dossier


# The dossier, and what public data sets can say of it.
MEASURES = ("acts", "arms", "trade", "votes")


@click.command()
@click.argument("actor")
@poles_option
@click.option(
    "--measure",
    type=click.Choice(MEASURES),
    default="acts",
    show_default=True,
    help="acts: the dossier; else shares of arms or trade, or isolation in votes, by public data.",
)
@click.option("--at", metavar="DATE", help="The day. Default: the last one of the window.")
@click.option("--old", metavar="A[,B]", help="Patrons of before; with --new and --since.")
@click.option("--new", metavar="C", help="The patron that may take over from them.")
@click.option("--since", metavar="DATE", help="The first day of the new patron.")
@known_option
@output_options
@click.pass_obj
def leverage(
    session: Session,
    actor: str,
    poles: str | None,
    measure: str,
    at: str | None,
    old: str | None,
    new: str | None,
    since: str | None,
    as_known_on: str | None,
    output: Path | None,
    *,
    as_json: bool,
) -> None:
    """Show what holds ACTOR: who gives it how much of what, for what, and who took over.

    Without --at and --old, --new, --since the last shift between the poles is the turn, and
    deliveries and acts count from it on, as in the brief; else they count over five years.
    """
    if measure != "acts":
        refuse_for_measures(old=old, new=new, since=since, as_known_on=as_known_on)
        _measured(measure, actor, poles, at, output, as_json=as_json)
        return
    from allegiance.graph.render.leverage import reliance_text, share_rows, turn_text

    dossier = session.as_known_on(as_known_on)
    turn = _turn(dossier, actor, poles, at=at, old=old, new=new, since=since)
    if turn is not None and at is None and poles is None and old is not None:
        reliance = turn.after
    else:
        reliance = dossier.leverage(actor, poles, at=at, over=_since_the_turn(dossier, turn, old))
    if as_json:
        said = reliance.to_dict() | {"turn": turn and turn.to_dict()}
        emit(as_json_text(said), output, raw=True)
        return
    if spreadsheet(output):
        list_rows(share_rows(reliance.dependences), output, as_json=False)
        return
    label = dossier.catalogue.label
    blocks = [reliance_text(reliance, label)]
    if turn is not None:
        blocks.append(turn_text(turn, label))
    emit("\n\n".join(blocks), output)


def _turn(
    dossier: Dossier,
    actor: str,
    poles: str | None,
    *,
    at: str | None,
    old: str | None,
    new: str | None,
    since: str | None,
) -> Turn | None:
    """The turn asked for; else the last shift's, unless a day is asked for."""
    given = (old, new, since)
    if old is not None and new is not None and since is not None:
        return dossier.turn(actor, old=old, new=new, since=since)
    if any(option is not None for option in given):
        message = "--old, --new and --since go together: --old France --new Russia --since 2021-07"
        raise click.UsageError(message)
    point = dossier.turning_point(actor, poles) if at is None else None
    if point is None:
        return None
    return dossier.turn(actor, old=[point.old], new=point.new, since=point.day)


def _since_the_turn(dossier: Dossier, turn: Turn | None, old: str | None) -> Span | None:
    """The days since the last shift, so that both tables of a page tell of the same; else None.

    None, too, where the turn is the reader's own, or so long ago that its days end before today's.
    """
    if turn is None or old is not None:
        return None
    span = turn.after.span
    return span if span.day == dossier.window[1] - dt.timedelta(days=1) else None


def _measured(
    measure: str,
    state: str,
    poles: str | None,
    at: str | None,
    output: Path | None,
    *,
    as_json: bool,
) -> None:
    """Print, year by year, how a state depends on its partners, or how alone it voted."""
    from allegiance.graph.analysis.leverage import partners
    from allegiance.graph.analysis.measures.lineages import find_state, label_of, last_of
    from allegiance.graph.model.dates import as_day

    day = None if at is None else as_day(at)
    what = f"{measure} of {label_of(last_of(find_state(state)))}"
    if measure != partners.VOTES:
        found = partners.read_partners(measure, state)
        sides = [
            last_of(find_state(one.strip())) for one in (poles or "").split(",") if one.strip()
        ]
        rows = partners.partner_rows(found, sides) if day is None else partners.share_rows(found)
        list_rows(rows_of_year(rows, day, what=what), output, as_json=as_json)
        return
    if poles is not None:
        message = "--poles does nothing with --measure votes: isolation is from all others."
        raise click.UsageError(message)
    rows = partners.isolation_rows(partners.read_vote_isolation(state))
    list_rows(rows_of_year(rows, day, what=what), output, as_json=as_json)
