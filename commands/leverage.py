"""Leverage and dependence: what holds an actor, and what a new patron took over."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from allegiance.commands.options import Session, known_option, output_options, poles_option
from allegiance.graph.render.console import emit, list_rows
from allegiance.graph.render.notation import as_json_text, spreadsheet

if TYPE_CHECKING:
    from allegiance.graph.analysis.leverage.reliance import Turn
    from allegiance.graph.dossier import Dossier


@click.command()
@click.argument("actor")
@poles_option
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

    Without --at and --old, --new, --since the last shift between the poles is the turn.
    """
    from allegiance.graph.render.leverage import reliance_text, share_rows, turn_text

    dossier = session.as_known_on(as_known_on)
    turn = _turn(dossier, actor, poles, at=at, old=old, new=new, since=since)
    if turn is not None and at is None and poles is None and old is not None:
        reliance = turn.after
    else:
        reliance = dossier.leverage(actor, poles, at=at)
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
