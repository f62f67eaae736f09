"""Structure: blocs and brokers, on a day or through time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from allegiance.commands.options import (
    Session,
    known_option,
    output_options,
    picture_options,
    time_options,
)
from allegiance.graph.render.console import emit, list_rows
from allegiance.graph.render.notation import as_json_text, spreadsheet

if TYPE_CHECKING:
    from allegiance.graph.analysis.bins import Period
    from allegiance.graph.analysis.blocs.draws import DrawSettings
    from allegiance.graph.analysis.blocs.partition import BlocSettings, Method

_F = TypeVar("_F", bound=Callable[..., Any])


def _network_options(command: _F) -> _F:
    """Add what says which networks are looked at, and how blocs are found in them."""
    options = (
        time_options(
            at="The day. Default: the last one covered.",
            by="Through time, on the last day of each period.",
        ),
        click.option(
            "--most",
            type=click.IntRange(2),
            default=6,
            show_default=True,
            help="At most so many blocs; 2 for two camps.",
        ),
        click.option(
            "--method",
            type=click.Choice(["criterion", "modularity"]),
            default="criterion",
            show_default=True,
            help="criterion: whom enmity divides; modularity: who is tied closely, too.",
        ),
        click.option(
            "--resamples",
            type=click.IntRange(0),
            default=200,
            show_default=True,
            help="How often sources and statements are drawn anew.",
        ),
        click.option(
            "--seed",
            type=click.IntRange(0),
            default=1,
            show_default=True,
            help="Of the search and of the draws.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return known_option(command)


@click.command()
@picture_options
@_network_options
@click.pass_obj
def blocs(
    session: Session,
    at: str | None,
    by: Period | None,
    most: int,
    method: Method,
    resamples: int,
    seed: int,
    as_known_on: str | None,
    output: Path | None,
    *,
    as_json: bool,
) -> None:
    """Show who stands together on a day, or through time with who defected when.

    A file that ends in .svg becomes a picture: of a day the ties ordered by bloc, through time the
    flow of the actors.
    """
    settings, draws = _settings(most, method, resamples, seed)
    dossier = session.as_known_on(as_known_on)
    label = dossier.catalogue.label
    if by is None:
        from allegiance.graph.render.blocs import blocs_text, member_rows

        found = dossier.blocs(at, settings=settings, draws=draws)
        if as_json:
            emit(as_json_text(found.to_dict()), output, raw=True)
        elif _is_picture(output):
            from allegiance.graph.render.drawing import to_svg
            from allegiance.graph.render.matrix_chart import matrix_chart

            emit(to_svg(matrix_chart(found, label)), output, raw=True)
        elif spreadsheet(output):
            list_rows(member_rows([found]), output, as_json=False)
        else:
            emit(blocs_text(found, label), output)
        return
    from allegiance.graph.render.blocs import history_text, member_rows

    history = dossier.bloc_history(by, settings=settings, draws=draws)
    if as_json:
        emit(as_json_text(history.to_dict()), output, raw=True)
    elif _is_picture(output):
        from allegiance.graph.render.alluvial import alluvial_svg

        emit(alluvial_svg(history, label), output, raw=True)
    elif spreadsheet(output):
        list_rows(member_rows(history.days), output, as_json=False)
    else:
        emit(history_text(history, label), output)


@click.command()
@output_options
@_network_options
@click.option(
    "--least",
    type=click.FloatRange(0, 1, min_open=True),
    default=0.05,
    show_default=True,
    help="From this betweenness on an actor is a broker.",
)
@click.pass_obj
def brokers(
    session: Session,
    at: str | None,
    by: Period | None,
    most: int,
    method: Method,
    resamples: int,
    seed: int,
    as_known_on: str | None,
    output: Path | None,
    least: float,
    *,
    as_json: bool,
) -> None:
    """Show who stands between others on friendly ties on a day, or through time."""
    from allegiance.graph.render.blocs import broker_history_text, broker_rows, brokers_text

    settings, draws = _settings(most, method, resamples, seed)
    dossier = session.as_known_on(as_known_on)
    label = dossier.catalogue.label
    if by is None:
        found = dossier.brokers(at, least=least, settings=settings, draws=draws)
        days, plain = [found], found.to_dict()
        text = brokers_text(found, label)
    else:
        history = dossier.broker_history(by, least=least, settings=settings, draws=draws)
        days, plain = list(history.days), history.to_dict()
        text = broker_history_text(history, label)
    if as_json:
        emit(as_json_text(plain), output, raw=True)
    elif spreadsheet(output):
        list_rows(broker_rows(days), output, as_json=False)
    else:
        emit(text, output)


def _settings(
    most: int, method: Method, resamples: int, seed: int
) -> tuple[BlocSettings, DrawSettings]:
    from allegiance.graph.analysis.blocs.draws import DrawSettings
    from allegiance.graph.analysis.blocs.partition import BlocSettings

    return (
        BlocSettings(most=most, method=method, seed=seed),
        DrawSettings(resamples=resamples, seed=seed),
    )


def _is_picture(output: Path | None) -> bool:
    return output is not None and output.suffix.lower() == ".svg"
