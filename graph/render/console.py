"""Results to standard output or a file, remarks beside them; nothing heavy until it is needed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from allegiance.graph.render.notation import as_json_text


def list_rows(rows: list[dict[str, Any]], output: Path | None, *, as_json: bool) -> None:
    """Write rows as a table, or as one JSON document."""
    from allegiance.graph.render.tables import text_table

    if as_json:
        emit(as_json_text(rows), output, raw=True)
        return
    columns = list(rows[0]) if rows else []
    cells = [["; ".join(v) if isinstance(v, list) else v for v in row.values()] for row in rows]
    emit(text_table(columns, cells) if rows else "Nothing found.", output)


def emit(text: str, output: Path | None, *, raw: bool = False) -> None:
    """Write a result; unless it is ``raw`` data, what it holds cannot drive the terminal."""
    from allegiance.graph.store.formats import visible
    from allegiance.graph.store.output import write_whole

    if not raw:
        text = "\n".join(visible(line) for line in text.split("\n"))
    ended = text if text.endswith("\n") else text + "\n"
    if output is None or str(output) == "-":
        sys.stdout.write(ended)
        return
    remark(f"Written to {write_whole(output, ended).resolve()}")


def remark(text: str) -> None:
    """Say something beside the results; what the text holds cannot drive the terminal."""
    from allegiance.graph.store.formats import visible

    sys.stderr.write("\n".join(visible(line) for line in text.splitlines()) + "\n")
