"""The names of states in the tables that ship: the labels of data/states.csv, and other names."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from allegiance.graph.model.names import fold
from allegiance.graph.model.states import read_states

TABLE: Final = Path(__file__).parents[2] / "data" / "state_names.csv"


@cache
def states_by_name() -> dict[str, tuple[str, ...]]:
    """The ids of states by folded name; of several of one name the latest first."""
    found: dict[str, list[str]] = {}
    for name, state in _named():
        ids = found.setdefault(fold(name), [])
        if state not in ids:
            ids.insert(0, state)
    return {name: tuple(ids) for name, ids in found.items()}


def _named() -> Iterator[tuple[str, str]]:
    yield from ((state.label, state.id) for state in sorted(read_states(), key=lambda s: s.first))
    with TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield row["name"], row["state"]
