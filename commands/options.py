"""What several commands share: the dossier asked for, and options."""

from __future__ import annotations

import functools
import shlex
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from allegiance.commands.endings import (
    ANSWERS,
    DOCUMENTS,
    PAGES,
    PICTURES,
    TABLES,
    is_named,
    refuse_misnamed,
)
from allegiance.graph.model.terms import CHANNELS
from allegiance.graph.render.notation import document
from allegiance.graph.store.output import check_place

if TYPE_CHECKING:
    from allegiance.graph.dossier import Dossier

_F = TypeVar("_F", bound=Callable[..., Any])


@dataclass
class Session:
    """What the commands share: the dossier asked for, opened when it is first needed."""

    named: Path | None
    supposing: str | None = None

    @property
    def folder(self) -> Path:
        """The dossier's folder, for commands that look at its files or write into it."""
        from allegiance.graph.store.settings import default_folder

        if self.supposing is not None:
            message = "--supposing is for findings: this command is about the files as they are."
            raise click.UsageError(message)
        return self.named or default_folder()

    @property
    def dossier(self) -> Dossier:
        """The dossier, opened, with the scenario laid over it if one is supposed."""
        from allegiance.graph.dossier import open_dossier

        found = open_dossier(self.named)
        return found if self.supposing is None else found.supposing(self.supposing)

    def hint(self, *words: str) -> str:
        """A command about this dossier, to be pasted into a terminal."""
        return pasteable(self.named, *words)

    def as_known_on(self, day: str | None) -> Dossier:
        """The dossier, opened; with a day as it was known then."""
        return self.dossier if day is None else self.dossier.as_known_on(day)


def pasteable(named: Path | None, *words: str) -> str:
    """A command about the dossier that was named, to be pasted into a terminal."""
    return shlex.join(["allegiance", *(["-d", str(named)] if named else []), *words])


def poles_option(command: _F) -> _F:
    """Add --poles."""
    return click.option(
        "--poles",
        metavar="A,B[,C]",
        help="Whom the actor is measured against. Default: the dossier's own poles.",
    )(command)


def known_option(command: _F) -> _F:
    """Add --as-known-on, with one meaning wherever it stands: see Dossier.as_known_on."""
    return click.option("--as-known-on", metavar="DATE", help="Only what was known on that day.")(
        command
    )


def channel_option(command: _F) -> _F:
    """Add --channel."""
    return click.option(
        "--channel", type=click.Choice(CHANNELS), help="Only statements of this channel."
    )(command)


def seed_option(command: _F) -> _F:
    """Add --seed."""
    return click.option("--seed", type=click.IntRange(0), default=1, show_default=True)(command)


def time_options(*, at: str, by: str) -> Callable[[_F], _F]:
    """Add --at and --by with these help texts, of which a reader gives one at most."""

    def add(command: _F) -> _F:
        @functools.wraps(command)
        def run(*words: Any, at: str | None, by: str | None, **options: Any) -> Any:
            if at is not None and by is not None:
                message = "--at is one day, --by many: give one of them."
                raise click.UsageError(message)
            return command(*words, at=at, by=by, **options)

        periods = click.option("--by", type=click.Choice(["month", "quarter", "year"]), help=by)
        return cast("_F", click.option("--at", metavar="DATE", help=at)(periods(run)))

    return add


def output_options(command: _F) -> _F:
    """Add -o and --json to a command that prints rows; a file that ends in .json is --json."""
    return _with_output(command, TABLES)


def answer_options(command: _F) -> _F:
    """Add -o and --json to a command that prints answers of queries, which may be graphs."""
    return _with_output(command, TABLES + ANSWERS)


def picture_options(command: _F) -> _F:
    """Add -o and --json to a command that prints rows and draws them, too."""
    return _with_output(command, TABLES + PICTURES)


def text_options(command: _F) -> _F:
    """Add -o and --json to a command that prints text, which no spreadsheet holds."""
    return _with_output(command, DOCUMENTS)


def page_option(default: str) -> Callable[[_F], _F]:
    """Add -o to a command that writes a page."""

    def check(context: click.Context, option: click.Parameter, path: Path) -> Path:
        if is_named(path) and path.suffix.lower() not in PAGES:
            message = f"{path} would not be what its name says: this writes a page. Write {default}"
            raise click.BadParameter(message, ctx=context, param=option)
        check_place(path)
        return path

    return click.option(
        "-o",
        "--output",
        type=click.Path(path_type=Path),
        default=Path(default),
        show_default=True,
        callback=check,
        help="Write the page to this file.",
    )


def _with_output(command: _F, takes: Sequence[str]) -> _F:
    @functools.wraps(command)
    def run(*words: Any, output: Path | None, as_json: bool, **options: Any) -> Any:
        asked = "json" if as_json else options.get("notation")
        refuse_misnamed(output, asked, takes)
        if output is not None:
            check_place(output)
        is_json = as_json or (document(output) and asked is None)
        return command(*words, output=output, as_json=is_json, **options)

    said = "Write to this file; .json is a JSON document."
    if takes != DOCUMENTS:
        said = "Write to this file; .json, .csv, .tsv, .xlsx are what they say."
    option = click.option("-o", "--output", type=click.Path(path_type=Path), help=said)
    json = click.option("--json", "as_json", is_flag=True, help="One JSON document.")
    return cast("_F", json(option(run)))
