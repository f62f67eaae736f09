"""Asking back at a terminal where a name is not known but others are near."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from allegiance.graph.model.errors import UnknownNameError

_PARTS = re.compile(r"([,=])")


def ask_which(error: UnknownNameError) -> str | None:
    """The near name that the reader at the terminal means, None for none of them."""
    near = error.suggestions
    if not near:
        return None
    from allegiance.graph.store.formats import visible

    click.echo(f"No {error.kind} {error.name!r}.", err=True)
    if len(near) == 1:
        meant = click.confirm(f"Did you mean {visible(near[0])}?", default=False, err=True)
        return near[0] if meant else None
    for number, name in enumerate(near, start=1):
        click.echo(f"  {number}  {visible(name)}", err=True)
    numbers = click.IntRange(0, len(near))
    chosen: int = click.prompt("Which one? 0 for none", default=0, type=numbers, err=True)
    return near[chosen - 1] if chosen else None


def put_in(arguments: Sequence[str], wrong: str, right: str) -> list[str]:
    """The arguments with ``right`` for ``wrong``, also where it is one of several in one.

    >>> put_in(["shifts", "Mali", "--poles", "Frnce,Russia"], "Frnce", "France")
    ['shifts', 'Mali', '--poles', 'France,Russia']
    """
    found = []
    for argument in arguments:
        parts = [argument] if argument == wrong else _PARTS.split(argument)
        found.append("".join(right if part.strip() == wrong.strip() else part for part in parts))
    return found
