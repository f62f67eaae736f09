"""How plain results are written: JSON without nan, and which notation a query's answer takes."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

# The notations of query answers by the ending of the file they are written to.
_BY_SUFFIX = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".json": "json",
    ".xml": "xml",
    ".srx": "xml",
    ".ttl": "turtle",
    ".nt": "ntriples",
}
# What json leaves as it is although it drives a terminal or turns text around.
_UNSEEN = re.compile(r"[\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def as_json_text(value: Any) -> str:
    """``value`` as one JSON document; nan becomes null, for "no data" is never a number.

    >>> print(as_json_text([float("nan")]))
    [
      null
    ]
    """
    written = json.dumps(_finite(value), ensure_ascii=False, indent=2, allow_nan=False)
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", written)


def choose_notation(
    form: str, asked: str | None, output: Path | None, *, as_json: bool = False
) -> str:
    """The notation asked for, else that of the file's ending, else a table or Turtle.

    >>> choose_notation("select", None, Path("who.csv"))
    'csv'
    """
    if as_json:
        return "json"
    by_file = _BY_SUFFIX.get(output.suffix.lower()) if output else None
    return asked or by_file or ("table" if form in ("select", "ask") else "turtle")


def notation_of(output: Path) -> str | None:
    """The notation that a file's ending says, None where it says none.

    >>> notation_of(Path("who.nt")), notation_of(Path("who.xlsx")), notation_of(Path("who"))
    ('ntriples', 'xlsx', None)
    """
    return _BY_SUFFIX.get(output.suffix.lower()) or spreadsheet(output)


def spreadsheet(output: Path | None) -> str | None:
    """The notation, CSV, TSV or XLSX, of rows that go to a file named so; None for any other.

    >>> spreadsheet(Path("shifts.csv")), spreadsheet(Path("shifts.txt"))
    ('csv', None)
    """
    suffix = output.suffix.lower() if output else ""
    return suffix[1:] if suffix in (".csv", ".tsv", ".xlsx") else None


def document(output: Path | None) -> bool:
    """Whether a file named so holds a JSON document.

    >>> document(Path("shifts.json")), document(None)
    (True, False)
    """
    return output is not None and output.suffix.lower() == ".json"


def flat(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row whose lists are joined, and whose values with parts stand in columns of their own.

    >>> flat({"id": "x", "poles": ["a", "b"], "before": {"mean": 0.5}})
    {'id': 'x', 'poles': 'a; b', 'before_mean': 0.5}
    """
    cells: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, dict):
            cells.update({f"{name}_{part}": cell for part, cell in flat(value).items()})
        elif isinstance(value, list | tuple):
            cells[name] = "; ".join(str(entry) for entry in value)
        else:
            cells[name] = value
    return cells


def _finite(value: Any) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, dict):
        return {key: _finite(entry) for key, entry in value.items()}
    return [_finite(entry) for entry in value] if isinstance(value, list | tuple) else value
