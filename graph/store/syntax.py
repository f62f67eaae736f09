"""The engine's word on a query that is none: where, after what, and what was expected."""

from __future__ import annotations

import re
import textwrap

_PLACE = re.compile(r"error at (\d+):(\d+): ")
_EXPECTED = re.compile(r"expected (?:one of )?(.*?)\.?$")
_SHOWN = 24  # characters of the query that are repeated
# What the engine would take and a query here may not have, and its sign for a blank.
_NOT_OFFERED = frozenset({"LATERAL", "SERVICE", "[_]"})
_LONGEST = 200  # the engine may list every letter that it would have taken


def say_syntax_error(message: str, query: str) -> str:
    """What is wrong with ``query`` by the engine's ``message``, in one sentence without its dot.

    >>> say_syntax_error("error at 1:6: expected one of [_], {", "ASK ?x")
    "line 1, column 6, after 'ASK ?': expected {"
    """
    place = _PLACE.search(message)
    if place is None:
        return textwrap.shorten(message, _LONGEST, placeholder=" ...")
    rest = _EXPECTED.sub(_offered, message[place.end() :])
    line, column = int(place[1]), int(place[2])
    said = f"line {line}, column {column}, {_before(query, line, column)}: {rest}"
    return textwrap.shorten(said, _LONGEST, placeholder=" ...").rstrip(".")


def _offered(found: re.Match[str]) -> str:
    names = [name for name in found[1].split(", ") if name not in _NOT_OFFERED]
    if not names:
        return "expected something else here"
    return f"expected {'one of ' if len(names) > 1 else ''}{', '.join(names)}"


def _before(query: str, line: int, column: int) -> str:
    """What the query says before a place: the engine may have read the wrong word already."""
    lines = query.split("\n")
    read = lines[line - 1][: column - 1].strip() if line <= len(lines) else ""
    return f"after {read[-_SHOWN:]!r}" if read else "at the start of the line"
