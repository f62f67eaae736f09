"""Who was near whom in which year, by the public data sets on borders and alliances."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from allegiance.graph.analysis.contagion.panel import Flags
from allegiance.graph.analysis.measures.lineages import canonical
from allegiance.graph.datasets.cow_contiguity import KINDS
from allegiance.graph.datasets.files import need_files
from allegiance.graph.datasets.registry import describe, load_dataset

if TYPE_CHECKING:
    import pandas as pd

BORDERS: Final = "cow-contiguity"
ALLIANCES: Final = "atop-alliances"
# How many miles of water each kind of border is, at most.
MILES: Final = {kind: int(kind.split()[0]) if kind != "land" else 0 for kind in KINDS.values()}


@dataclass(frozen=True, slots=True, eq=False)
class Nearness:
    """Who was near whom: ``near`` is (years, states, states); ``last`` the last year covered."""

    near: Flags
    last: int
    notes: tuple[str, ...] = ()


def by_borders(states: Sequence[str], years: range, *, water: int = 0) -> Nearness:
    """Who borders whom in each year, by land or over up to ``water`` miles (COW).

    ``states`` are last ids of their lineages. Borders that stand in the last month that the set
    covers are taken to go on.

    Raises
    ------
    InputError
        If the set is not at hand; the message says how to get it.
    """
    table = read_set(BORDERS)
    wide = table[table["kind"].map(MILES).astype(int) <= water]
    begins, ends = (wide[side].str[:4].astype(int) for side in ("begin", "end"))
    last = int(table["end"].max()[:4]) if len(table) else years[0]
    ends = ends.where(wide["end"] != table["end"].max(), years[-1])
    near = _fill(states, years, wide.assign(first=begins, last=ends), "neighbour")
    carried = years[-1] > last
    notes = (f"Borders of {last} are taken to stand after it: {BORDERS} ends there.",) * carried
    return Nearness(near, years[-1], notes)


def by_alliances(states: Sequence[str], years: range) -> Nearness:
    """Which two had a pact of defence in each year, from either side (ATOP).

    Raises
    ------
    InputError
        If the set is not at hand; the message says how to get it.
    """
    table = read_set(ALLIANCES)
    pacts = table[table["defence"] == 1]
    near = _fill(states, years, pacts.assign(first=pacts["year"], last=pacts["year"]), "ally")
    return Nearness(near, int(table["year"].max()) if len(table) else years[0])


def read_set(name: str) -> pd.DataFrame:
    """The table of a data set, from the copy at hand.

    Raises
    ------
    InputError
        If there is none; the message says how to get it.
    """
    return load_dataset(name).read(need_files(describe(name))).table


def _fill(states: Sequence[str], years: range, table: pd.DataFrame, other: str) -> Flags:
    place = {state: index for index, state in enumerate(states)}
    near = np.zeros((len(years), len(states), len(states)), dtype=bool)
    sides = [canonical(table[side]).map(place) for side in ("state", other)]
    known = sides[0].notna() & sides[1].notna() & (sides[0] != sides[1])
    rows = zip(
        *(column[known].astype(int) for column in (*sides, table["first"], table["last"])),
        strict=True,
    )
    for one, two, first, last in rows:
        span = slice(max(0, first - years[0]), max(0, last - years[0] + 1))
        near[span, one, two] = near[span, two, one] = True
    return near
