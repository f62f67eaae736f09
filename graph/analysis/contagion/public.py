"""Coups of all states since 1950, and who was near whom, by public data sets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Final, Literal

import numpy as np

from allegiance.graph.analysis.contagion.neighbours import (
    Nearness,
    by_alliances,
    by_borders,
    read_set,
)
from allegiance.graph.analysis.contagion.panel import Flags, Panel, StateYear
from allegiance.graph.analysis.measures.lineages import last_of, members_in
from allegiance.graph.analysis.precedents.steps import label_of as label_of_step
from allegiance.graph.datasets.registry import describe
from allegiance.graph.model.errors import InputError, UnknownNameError

PublicNear = Literal["contiguity", "alliance"]
SETS: Final = ("powell-thyne-coups", "cline-coups")
# What the sets write for each act, and what a reader calls it.
OUTCOMES: Final[Mapping[str, tuple[str, ...]]] = {
    "coup": ("success",),
    "coup-failed": ("attempt", "conspiracy"),
}
_WAYS: Final[Mapping[str, Callable[[Sequence[str], range], Nearness]]] = {
    "contiguity": by_borders,
    "alliance": by_alliances,
}


def coup_panel(
    steps: Sequence[str] = ("coup",),
    *,
    near: str = "contiguity",
    dataset: str = SETS[0],
    water: int = 0,
    since: int | None = None,
    until: int | None = None,
) -> Panel:
    """The state-years with a coup, of all members of the state system in the years covered.

    Parameters
    ----------
    steps
        Of "coup" (those that succeeded) and "coup-failed", one or both.
    near
        "contiguity" (by land, or over ``water`` miles at most) or "alliance" (a pact of defence).
    since, until
        The first and the last year; by default all that the sets cover.

    Raises
    ------
    UnknownNameError
        If there is no such step, data set or way to be near.
    InputError
        If a set is not at hand, or no year is left.
    """
    wanted = {outcome for step in steps for outcome in _outcomes(step)}
    _check(dataset, near, water=water)
    first, last = _covered(dataset)
    years = _years(max(first, since or first), min(last, until or last))
    states = tuple(sorted(set().union(*map(members_in, years))))
    found = by_borders(states, years, water=water) if water else _WAYS[near](states, years)
    years = _years(years[0], min(years[-1], found.last))
    at_risk = np.array([[s in members_in(y) for y in years] for s in states], dtype=bool)
    told = {place: (dataset,) for place in _coups(dataset, wanted) if place[1] in years}
    acts, lost = place_acts(told, states, years, at_risk)
    return Panel(
        act=" or ".join(label_of_step(step) for step in dict.fromkeys(steps)),
        near=f"contiguity ({water} miles)" if water else near,
        states=states,
        first_year=years[0],
        acts=acts,
        at_risk=at_risk,
        nearness=found.near[: len(years)],
        told=told,
        notes=(*found.notes, *lost),
    )


def place_acts(
    told: Mapping[StateYear, tuple[str, ...]],
    states: Sequence[str],
    years: range,
    at_risk: Flags,
) -> tuple[Flags, tuple[str, ...]]:
    """The acts as an array (states, years), and a note on those of states not at risk then."""
    place = {state: index for index, state in enumerate(states)}
    acts = np.zeros(at_risk.shape, dtype=bool)
    lost: list[str] = []
    for state, year in told:
        index = place.get(state)
        if index is None or year not in years or not at_risk[index, year - years[0]]:
            lost.append(f"{state} {year}")
        else:
            acts[index, year - years[0]] = True
    if not lost:
        return acts, ()
    said = ", ".join(sorted(lost))
    return acts, (f"Left out, for these were no members of the state system then: {said}.",)


def _outcomes(step: str) -> tuple[str, ...]:
    if step not in OUTCOMES:
        see = "docs/methods/contagion.md"
        raise UnknownNameError(step, kind="act in public data", known=OUTCOMES, see=see)
    return OUTCOMES[step]


def _check(dataset: str, near: str, *, water: int) -> None:
    for name, known, kind in ((dataset, SETS, "list of coups"), (near, tuple(_WAYS), "nearness")):
        if name not in known:
            raise UnknownNameError(name, kind=kind, known=known, see="docs/methods/contagion.md")
    if water and near != "contiguity":
        message = "Miles of water are between neighbours: ask for them by contiguity."
        raise InputError(message)


def _coups(dataset: str, outcomes: Collection[str]) -> Iterator[StateYear]:
    table = read_set(dataset)
    kept = table[table["outcome"].isin(list(outcomes))]
    for state, date in zip(kept["state"], kept["date"], strict=True):
        yield last_of(str(state)), int(str(date)[:4])


def _covered(dataset: str) -> tuple[int, int]:
    """The first and the last year that a set covers whole."""
    first, after = describe(dataset).covers
    return first.year, (after - dt.timedelta(days=1)).year


def _years(first: int, last: int) -> range:
    if last - first < 1:
        message = f"From {first} to {last} there are not two years that the data sets cover."
        raise InputError(message)
    return range(first, last + 1)
