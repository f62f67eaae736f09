"""The course of every state in public data sets, as steps: coups, alliances, US troops, arms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from allegiance.graph.analysis.measures.lineages import canonical, last_of
from allegiance.graph.analysis.precedents.coding import Chronicles, one_each
from allegiance.graph.analysis.precedents.steps import Event
from allegiance.graph.datasets.files import files_of
from allegiance.graph.datasets.registry import describe, load_dataset
from allegiance.graph.model.errors import InputError, UnknownNameError

if TYPE_CHECKING:
    import pandas as pd

FIRST_YEAR: Final = 1946
ALLIANCES: Final = "atop-alliances"
# From so many US troops on they count as there, and below a half of it as gone: no flicker between.
TROOPS: Final = 100
# A new supplier is the main one once it gave more than half of five years' deliveries.
ARMS_YEARS: Final = 5


@dataclass(frozen=True, slots=True)
class Coded:
    """The course of each state, the days [start, end) that all sets used cover, and the sets."""

    chronicles: Chronicles
    window: tuple[dt.date, dt.date]
    sets: tuple[str, ...]
    missing: tuple[str, ...]


def code_public(sets: Collection[str] = ()) -> Coded:
    """The events of every state since 1946 in the data sets at hand, years as their first of July.

    ``sets`` are the names of those to use, by default all that can be. Coups by day; alliances
    (ATOP) by the first year in and after force; US troops by passing 100 or falling below 50; arms
    by the year in which another supplier has most of five years' deliveries. The window ends where
    the first of the sets used does.

    Raises
    ------
    UnknownNameError
        If one of ``sets`` is none that courses are made of.
    InputError
        If none of the sets is at hand; the message says how to get them.
    """
    for name in sets:
        if name not in _CODERS:
            raise UnknownNameError(
                name, kind="set", known=_CODERS, see="docs/methods/precedents.md"
            )
    found: dict[str, list[Event]] = {}
    ends: list[dt.date] = []
    used, missing = [], []
    for name, code in _CODERS.items():
        if sets and name not in sets:
            continue
        description = describe(name)
        files = files_of(description)
        if not files:
            missing.append(name)
            continue
        table = load_dataset(name).read(files).table
        used.append(name)
        ends.append(description.covers[1])
        for state, event in code(table):
            found.setdefault(state, []).append(event)
    if not used:
        named = " ".join(sets or _CODERS)
        message = f"None of the sets that courses are made of is at hand: allegiance fetch {named}"
        raise InputError(message)
    window = (dt.date(FIRST_YEAR, 1, 1), min(ends))
    chronicles = {
        state: tuple(e for e in one_each(events) if window[0] <= e.day < window[1])
        for state, events in sorted(found.items())
    }
    return Coded(chronicles, window, tuple(used), tuple(missing))


def _coups(table: pd.DataFrame) -> Iterator[tuple[str, Event]]:
    for row in table.to_dict("records"):
        step = "coup" if row["outcome"] == "success" else "coup-failed"
        day = _day(str(row["date"]))
        yield last_of(str(row["state"])), Event(day, step, ("powell-thyne-coups",))


def _alliances(table: pd.DataFrame) -> Iterator[tuple[str, Event]]:
    """A begin or an end for each pair that had none, or has none any more."""
    pairs = table.assign(state=canonical(table["state"]), ally=canonical(table["ally"]))
    pairs = pairs[pairs["state"] != pairs["ally"]]
    last = int(table["year"].max())
    kept = pairs[["state", "ally", "year"]].drop_duplicates().sort_values("year")
    years: dict[tuple[str, str], list[int]] = {}
    for state, ally, year in kept.to_numpy(object).tolist():
        years.setdefault((state, ally), []).append(int(year))
    for (state, _), listed in sorted(years.items()):
        for first, end in _spells(listed):
            yield state, Event(_midyear(first), "alliance-begun", (ALLIANCES,))
            if end < last:
                yield state, Event(_midyear(end + 1), "alliance-ended", (ALLIANCES,))


def _troops(table: pd.DataFrame) -> Iterator[tuple[str, Event]]:
    counted = table[~table["imputed"] & table["troops_persons"].notna()]
    counted = counted.assign(state=canonical(counted["host"]))
    counted = counted[counted["state"] != "united-states"]
    persons = counted.groupby(["state", "year"])["troops_persons"].mean()
    for state, series in persons.groupby(level="state"):
        there: bool | None = None
        years = series.index.get_level_values("year")
        for year, count in zip(years, series, strict=True):
            now = True if count >= TROOPS else False if count < TROOPS / 2 else there
            if there is not None and now is not None and now != there:
                step = "us-troops-come" if now else "us-troops-go"
                yield str(state), Event(_midyear(int(year)), step, ("us-troops",))
            there = now


def _arms(table: pd.DataFrame) -> Iterator[tuple[str, Event]]:
    arms = table.assign(state=canonical(table["recipient"]), giver=canonical(table["supplier"]))
    for state, mine in arms.groupby("state"):
        yearly = mine.groupby(["year", "giver"])["value_tiv_million"].sum().unstack(fill_value=0)
        yearly = yearly.reindex(range(int(yearly.index.min()), int(yearly.index.max()) + 1))
        summed = yearly.fillna(0.0).rolling(ARMS_YEARS, min_periods=1).sum()
        main: str | None = None
        for year, row in summed.iterrows():
            total = float(row.sum())
            first = str(row.idxmax()) if total > 0 and row.max() > total / 2 else None
            if first is not None and main is not None and first != main:
                yield (
                    str(state),
                    Event(_midyear(int(str(year))), "arms-supplier-new", ("sipri-arms",)),
                )
            main = first or main


_CODERS: Final[Mapping[str, Callable[[pd.DataFrame], Iterable[tuple[str, Event]]]]] = {
    "powell-thyne-coups": _coups,
    ALLIANCES: _alliances,
    "us-troops": _troops,
    "sipri-arms": _arms,
}


def _spells(years: list[int]) -> Iterator[tuple[int, int]]:
    """Runs of years that follow each other, each with its first and last."""
    start = before = years[0]
    for year in years[1:]:
        if year > before + 1:
            yield start, before
            start = year
        before = year
    yield start, before


def _midyear(year: int) -> dt.date:
    return dt.date(int(year), 7, 1)


def _day(text: str) -> dt.date:
    """A date as a set writes it; of a month or a year its middle."""
    parts = [int(part) for part in text.split("-")]
    return (
        dt.date(*parts) if len(parts) == 3 else dt.date(parts[0], parts[1] if parts[1:] else 7, 15)
    )
