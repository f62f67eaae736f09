"""Options of all commands that may stand after a command, too, and what to write for others."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from allegiance.commands.options import Session

_COURSE: Final = (
    "It tells a course, not a day. The tilt on a day: allegiance tilt ACTOR --at DATE; what was "
    "known on a day: --as-known-on DATE."
)
_SHIFT: Final = "A shift has days of its own. What was known on a day: --as-known-on DATE."
_FILES: Final = "It is about the files as they are, not about a day."
_SETS: Final = "Data sets do not say when they knew what: --as-known-on is for what a dossier says."
_NO_DOSSIER: Final = "It opens no dossier."
_SUPPOSING: Final = "It is about the files as they are: --supposing is for findings."

# Why an option does not go with a command, and what to write.
INSTEAD: Final = {
    "--at": {
        **dict.fromkeys(("brief", "shifts"), _COURSE),
        **dict.fromkeys(("explain", "outcomes"), _SHIFT),
        **dict.fromkeys(
            ("check", "merge", "new", "convert", "datasets", "fetch", "import"), _FILES
        ),
        "scenario": "It sets courses side by side. One day of the supposed one: allegiance "
        "--supposing SCENARIO tilt ACTOR --at DATE.",
        "contagion": "It counts over all days. What was known on a day: --as-known-on DATE.",
        "query": "The query names its day itself: see docs/queries.md. A question that takes one: "
        "allegiance ask active-on at=DATE.",
        "sources": "Sources have no end. Those that were there on a day: --as-known-on DATE.",
        "relations": "They hold on any day. How often used as known on a day: --as-known-on DATE.",
    },
    "--as-known-on": {
        **dict.fromkeys(("check", "merge", "new", "convert"), _FILES),
        **dict.fromkeys(("datasets", "fetch", "import", "points"), _SETS),
    },
    "-d": {
        **dict.fromkeys(("datasets", "fetch", "points"), _NO_DOSSIER),
        "new": "Write the folder alone: allegiance new DIR.",
        "convert": "Write the folders alone: allegiance convert SRC DST.",
    },
    "--supposing": {
        **dict.fromkeys(("check", "merge", "new", "convert", "import"), _SUPPOSING),
        **dict.fromkeys(("datasets", "fetch", "points"), _NO_DOSSIER),
    },
}


def dossier_option() -> click.Option:
    """-d for after a command; before it, it is the group's own."""
    return click.Option(
        ["-d", "--dossier", "dossier_folder"],
        type=click.Path(path_type=Path),
        expose_value=False,
        callback=_take_folder,
        help="The dossier's folder; may stand before the command, too.",
    )


def supposing_option() -> click.Option:
    """--supposing for after a command; before it, it is the group's own."""
    return click.Option(
        ["--supposing", "supposed"],
        metavar="SCENARIO",
        expose_value=False,
        callback=_take_scenario,
        help="Lay a scenario over the dossier first.",
    )


def told_instead(error: click.NoSuchOption, command: str) -> click.NoSuchOption:
    """The same error, with why the option does not go with ``command`` and what to write."""
    name = "-d" if error.option_name == "--dossier" else error.option_name
    instead = INSTEAD.get(name, {}).get(command)
    if instead is None:
        return error
    message = f"{command} takes no {error.option_name}. {instead}"
    return click.NoSuchOption(error.option_name, message, ctx=error.ctx)


def _take_folder(context: click.Context, option: click.Parameter, given: Path | None) -> None:
    _take(context, option, given, name="named", what="dossiers")


def _take_scenario(context: click.Context, option: click.Parameter, given: str | None) -> None:
    _take(context, option, given, name="supposing", what="scenarios")


def _take(
    context: click.Context,
    option: click.Parameter,
    given: Path | str | None,
    *,
    name: str,
    what: str,
) -> None:
    """Put what was given after the command into the session, where nothing else was before it."""
    session = context.find_object(Session)
    if given is None or session is None:
        return
    before = getattr(session, name)
    if before not in (None, given):
        message = f"Two {what} are named, {before} and {given}: name one."
        raise click.BadParameter(message, ctx=context, param=option)
    setattr(session, name, given)
