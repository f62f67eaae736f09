"""What several commands share: the dossier asked for, and options."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from allegiance.graph.model.terms import CHANNELS

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

    def as_known_on(self, day: str | None) -> Dossier:
        """The dossier, opened; with a day as it was known then."""
        return self.dossier if day is None else self.dossier.as_known_on(day)


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


def output_options(command: _F) -> _F:
    """Add -o and --json."""
    command = click.option(
        "-o", "--output", type=click.Path(path_type=Path), help="Write to this file."
    )(command)
    return click.option("--json", "as_json", is_flag=True, help="One JSON document.")(command)
