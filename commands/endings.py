"""Which files a command can write, by their endings; others are refused before anything runs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import click

from allegiance.graph.render.notation import notation_of, spreadsheet

TABLES = (".json", ".csv", ".tsv", ".xlsx")
DOCUMENTS = (".json",)
ANSWERS = (".xml", ".srx", ".ttl", ".nt")
PICTURES = (".svg",)
PAGES = (".html", ".htm")
# What takes any text.
_TEXTS = (".txt", ".md")
_ENDING = re.compile(r"\.[a-z]{2,}[a-z0-9]*")


def refuse_misnamed(output: Path | None, asked: str | None, takes: Sequence[str]) -> None:
    """Refuse a file whose ending says what the command does not write, or not as ``asked``.

    Raises
    ------
    click.UsageError
        With the endings that it ``takes``; a file without an ending takes anything.
    """
    if output is None or not is_named(output):
        return
    ending = output.suffix.lower()
    if ending in _TEXTS:
        return
    if spreadsheet(output) and takes == DOCUMENTS:
        message = f"This is text, not a table: {output} cannot hold it. Write .txt or .json"
        raise click.UsageError(message)
    if ending not in takes:
        message = f"{output} would not be what its name says: this writes {_listed(takes)}."
        raise click.UsageError(message)
    if asked and notation_of(output) != asked:
        message = f"{output} is no {asked}: choose another ending, or leave {asked} out."
        raise click.UsageError(message)


def is_named(output: Path) -> bool:
    """Whether a file's name says what it holds."""
    return _ENDING.fullmatch(output.suffix.lower()) is not None


def _listed(takes: Sequence[str]) -> str:
    """The endings that a command takes, in words: .json, .csv or text (.txt, .md)."""
    return f"{', '.join(takes)} or text ({', '.join(_TEXTS)})"
