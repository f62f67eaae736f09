"""What several commands share: the dossier asked for, and options."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from allegiance.graph.model.terms import CHANNELS

if TYPE_CHECKING:
    from allegiance.graph.analysis.bins import Period
    from allegiance.graph.analysis.evidence import EvidenceSettings
    from allegiance.graph.dossier import Dossier

_F = TypeVar("_F", bound=Callable[..., Any])


@dataclass
class Session:
    """What the commands share: the dossier asked for, opened when it is first needed."""

    folder: Path | None

    @property
    def dossier(self) -> Dossier:
        """The dossier, opened."""
        from allegiance.graph.dossier import open_dossier

        return open_dossier(self.folder)


def poles_option(command: _F) -> _F:
    """Add --poles."""
    return click.option(
        "--poles",
        metavar="A,B[,C]",
        help="Whom the actor is measured against. Default: the dossier's own poles.",
    )(command)


def evidence_options(command: _F) -> _F:
    """Add what narrows the evidence: --as-known-on, --channel."""
    command = click.option(
        "--as-known-on", metavar="DATE", help="Only what was known on that day."
    )(command)
    return click.option(
        "--channel", type=click.Choice(CHANNELS), help="Only statements of this channel."
    )(command)


def output_options(command: _F) -> _F:
    """Add -o and --json."""
    command = click.option(
        "-o", "--output", type=click.Path(path_type=Path), help="Write to this file."
    )(command)
    return click.option("--json", "as_json", is_flag=True, help="One JSON document.")(command)


def evidence_settings(
    channel: str | None, as_known_on: str | None, *, by: Period = "quarter"
) -> EvidenceSettings:
    """The settings that the options of a command ask for."""
    from allegiance.graph.analysis.evidence import EvidenceSettings
    from allegiance.graph.dossier import as_day

    day = as_day(as_known_on) if as_known_on else None
    return EvidenceSettings(by=by, channel=channel, as_known_on=day)
