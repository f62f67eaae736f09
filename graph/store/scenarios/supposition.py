"""What a scenario supposes: statements added, removed, or changed, each with its reason."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

ADD, CHANGE, REMOVE = KINDS = ("add", "change", "remove")


@dataclass(frozen=True, slots=True)
class Supposition:
    """One entry of a scenario: what becomes of the claims ``ids``, and why.

    ``cells`` are columns of the sheet ``sheet`` with what is written in them; a change takes away
    what an empty one says. ``line`` is where the entry stands in its file, counted from 1.
    """

    kind: str
    ids: tuple[str, ...]
    sheet: str = ""
    cells: tuple[tuple[str, str], ...] = ()
    why: str = ""
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Scenario:
    """A scenario as its file has it: what it asks, and what it supposes, in the file's order.

    ``path`` is relative to the dossier's folder where it lies in it. ``window_end``, the day after
    the last one covered, is None where the dossier's own stands.
    """

    name: str
    path: Path
    title: str
    question: str
    suppositions: tuple[Supposition, ...]
    window_end: dt.date | None = None
