"""Coups and irregular changes of leader near a date: beside a shift, never as its cause."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from allegiance.graph.analysis.measures.lineages import lineage
from allegiance.graph.datasets.files import files_of
from allegiance.graph.datasets.registry import describe, load_dataset

COUPS: Final = "powell-thyne-coups"
LEADERS: Final = "archigos-leaders"
NEAR_YEARS: Final = 2
_IRREGULAR: Final = ("irregular", "foreign imposition")


@dataclass(frozen=True, slots=True)
class Upheaval:
    """A coup, an attempt, or an irregular entry of a leader: its date as the set writes it."""

    state: str
    date: str
    said: str
    dataset: str


def read_upheavals() -> tuple[list[Upheaval], list[str]]:
    """All upheavals of the sets at hand by date, and the names of the sets that are not at hand."""
    found: list[Upheaval] = []
    missing = []
    for name in (COUPS, LEADERS):
        files = files_of(describe(name))
        if not files:
            missing.append(name)
            continue
        for row in load_dataset(name).read(files).table.to_dict("records"):
            if name == COUPS:
                said = "coup" if row["outcome"] == "success" else "failed coup"
                found.append(Upheaval(str(row["state"]), str(row["date"]), said, name))
            elif row["entry"] in _IRREGULAR:
                said = f"{row['leader']} came in ({row['entry']})"
                found.append(Upheaval(str(row["state"]), str(row["start"]), said, name))
    return sorted(found, key=lambda one: (one.date, one.dataset, one.said)), missing


def near(upheavals: list[Upheaval], state: str, year: int) -> list[Upheaval]:
    """Those of a state within two calendar years of ``year``.

    Examples
    --------
    >>> coup = Upheaval("mali", "2020-08-18", "coup", "powell-thyne-coups")
    >>> len(near([coup], "mali", 2022)), len(near([coup], "mali", 2023))
    (1, 0)
    """
    ids = lineage(state)
    return [
        one for one in upheavals if one.state in ids and abs(int(one.date[:4]) - year) <= NEAR_YEARS
    ]
