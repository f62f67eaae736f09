"""Contagion: whether an act is followed by the same act nearby more often than by chance."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from allegiance.commands.options import Session, known_option, output_options, seed_option
from allegiance.graph.render.console import emit, list_rows
from allegiance.graph.render.notation import as_json_text, spreadsheet

if TYPE_CHECKING:
    from allegiance.graph.analysis.contagion.found import Contagion


@click.command()
@click.argument("step", default="coup")
@click.option(
    "--near",
    type=click.Choice(["contiguity", "bloc", "alliance"]),
    help="Who is near whom. Default: bloc; with --public contiguity.",
)
@click.option(
    "--water",
    type=click.Choice(["0", "12", "24", "150", "400"]),
    default="0",
    show_default=True,
    help="Miles of water between neighbours, at most; 0 is by land.",
)
@click.option("--public", is_flag=True, help="All states, by a list of coups since 1950.")
@click.option(
    "--data",
    type=click.Choice(["powell-thyne-coups", "cline-coups"]),
    help="With --public: which list. Default: powell-thyne-coups.",
)
@click.option("--since", type=int, metavar="YEAR", help="With --public: the first year.")
@click.option("--until", type=int, metavar="YEAR", help="With --public: the last year.")
@click.option(
    "--within",
    default="1,3,5",
    show_default=True,
    metavar="YEARS,…",
    help="In how many years the other act may follow.",
)
@click.option("--draws", type=click.IntRange(99, 100_000), default=999, show_default=True)
@click.option(
    "--period",
    type=click.IntRange(2, 200),
    default=10,
    show_default=True,
    help="Years of the periods in which a state keeps its acts.",
)
@seed_option
@known_option
@output_options
@click.pass_obj
def contagion(
    session: Session,
    step: str,
    near: str | None,
    water: str,
    data: str | None,
    since: int | None,
    until: int | None,
    within: str,
    draws: int,
    period: int,
    seed: int,
    as_known_on: str | None,
    output: Path | None,
    *,
    public: bool,
    as_json: bool,
) -> None:
    """Test whether STEP (a coup, say) raises the rate of the same step among near states.

    Several steps that count alike are parted by commas: coup,coup-failed. Steps of a dossier are
    those of ontology/steps.toml; public data know coup and coup-failed.
    """
    from allegiance.graph.analysis.contagion.found import ContagionSettings, find_contagion

    settings = ContagionSettings(_windows(within), draws=draws, period_years=period, seed=seed)
    label: Callable[[str], str]
    if public:
        if as_known_on is not None or near == "bloc":
            message = "--as-known-on and blocs are of dossiers: data sets know neither."
            raise click.UsageError(message)
        from allegiance.graph.analysis.contagion.public import SETS, coup_panel
        from allegiance.graph.analysis.measures.lineages import label_of as label

        panel = coup_panel(
            [one.strip() for one in step.split(",")],
            near=near or "contiguity",
            dataset=data or SETS[0],
            water=int(water),
            since=since,
            until=until,
        )
        found = find_contagion(panel, settings=settings)
    else:
        if data or since is not None or until is not None:
            message = "--data, --since and --until go with --public: a dossier has its own window."
            raise click.UsageError(message)
        dossier = session.as_known_on(as_known_on)
        found = dossier.contagion(step, near=near or "bloc", water=int(water), settings=settings)
        label = dossier.catalogue.label
    _tell(found, label, output, as_json=as_json)


def _tell(
    found: Contagion, label: Callable[[str], str], output: Path | None, *, as_json: bool
) -> None:
    from allegiance.graph.render.contagion import contagion_text, window_rows

    if as_json:
        emit(as_json_text(found.to_dict()), output, raw=True)
    elif spreadsheet(output):
        list_rows(window_rows(found.tests), output, as_json=False)
    else:
        emit(contagion_text(found, label), output)


def _windows(text: str) -> tuple[int, ...]:
    try:
        windows = tuple(sorted({int(part) for part in text.split(",")}))
    except ValueError:
        windows = ()
    if not windows or windows[0] < 1 or windows[-1] > 50:
        message = f"--within takes years from 1 to 50, as 1,3,5, not {text!r}."
        raise click.UsageError(message)
    return windows
