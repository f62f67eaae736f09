"""Results to standard output or a file, remarks beside them; nothing heavy until it is needed."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from allegiance.graph.render.notation import as_json_text, flat, spreadsheet


def list_rows(
    rows: list[dict[str, Any]],
    output: Path | None,
    *,
    as_json: bool,
    columns: Sequence[str] = (),
) -> None:
    """Write rows as a table, one JSON document, or the CSV, TSV or XLSX that a file's name asks.

    In these a number that is not there is an empty cell, and no cell is a formula. The
    ``columns`` stand there even if there is no row.
    """
    if as_json:
        emit(as_json_text(rows), output, raw=True)
        return
    cells = [flat(row) for row in rows]
    names = list(dict.fromkeys([*(name for row in cells for name in row)] or columns))
    listed = [[row.get(name) for name in names] for row in cells]
    notation = spreadsheet(output)
    if output is not None and notation == "xlsx":
        from allegiance.graph.store.sheets.listed import write_listed

        _save(write_listed(names, listed), output)
        return
    if notation:
        from allegiance.graph.store.formats import write_rows

        emit(write_rows(names, listed, notation=notation), output, raw=True)
        return
    if not rows:
        emit("Nothing found.", output)
        return
    from allegiance.graph.render.tables import text_table

    emit(text_table(names, listed), output)


def emit(text: str, output: Path | None, *, raw: bool = False) -> None:
    """Write a result; what it holds cannot drive a terminal.

    In a file or a pipe ``raw`` data stay as they are.
    """
    shown = output is None or str(output) == "-"
    if not raw or (shown and sys.stdout.isatty()):
        text = "\n".join(_harmless(line, raw=raw) for line in text.split("\n"))
    ended = text if text.endswith("\n") else text + "\n"
    if output is None or shown:
        sys.stdout.write(ended)
        return
    _save(ended, output)


def _harmless(line: str, *, raw: bool) -> str:
    """A line with escapes for what drives a terminal; the tabs of ``raw`` data stay."""
    from allegiance.graph.store.formats import visible

    return "\t".join(map(visible, line.rstrip("\r").split("\t"))) if raw else visible(line)


def _save(content: str | bytes, output: Path) -> None:
    from allegiance.graph.store.output import write_whole

    remark(f"Written to {write_whole(output, content).resolve()}")


def remark(text: str) -> None:
    """Say something beside the results; what the text holds cannot drive the terminal."""
    from allegiance.graph.store.formats import visible

    sys.stderr.write("\n".join(visible(line) for line in text.splitlines()) + "\n")
