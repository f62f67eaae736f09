"""The acts of a dossier's states, and which of them stood in one bloc, alliance or at a border."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import combinations
from typing import Final

import numpy as np

from allegiance.graph.analysis.contagion.neighbours import Nearness, by_borders
from allegiance.graph.analysis.contagion.panel import Flags, Panel, StateYear
from allegiance.graph.analysis.contagion.public import place_acts
from allegiance.graph.analysis.measures.lineages import find_state, last_of, members_in
from allegiance.graph.analysis.precedents.coding import code_dossier
from allegiance.graph.analysis.precedents.steps import label_of, read_steps
from allegiance.graph.model.errors import InputError, UnknownNameError
from allegiance.graph.model.statements import Actor, Statement
from allegiance.graph.store.catalogue import Catalogue

# Ties and acts that make a member, and the act that ends it.
JOINED: Final = ("member_of", "joins")
LEFT: Final = "withdraws_from"
PACTS: Final = ("has_defence_agreement_with",)
_EVEN: Final = 0.5


def step_panel(
    catalogue: Catalogue,
    steps: Iterable[str] = ("coup",),
    *,
    window: tuple[dt.date, dt.date],
    near: str = "bloc",
    water: int = 0,
) -> Panel:
    """The state-years of a dossier with one of ``steps``, in the calendar years of its window.

    Parameters
    ----------
    steps
        Names of ontology/steps.toml.
    near
        "bloc" (members of one organisation), "alliance" (a defence agreement between the two) or
        "contiguity" (a border by land, or over ``water`` miles at most, by cow-contiguity).

    Raises
    ------
    UnknownNameError
        If there is no such step or way to be near.
    InputError
        If borders are asked for and the set is not at hand.
    """
    wanted = tuple(dict.fromkeys(steps))
    for step in wanted:
        if step not in read_steps():
            see = "docs/methods/contagion.md"
            raise UnknownNameError(step, kind="step", known=read_steps(), see=see)
    years = range(window[0].year, (window[1] - dt.timedelta(days=1)).year + 1)
    actors = sorted((a for a in catalogue.actors.values() if a.kind == "state"), key=lambda a: a.id)
    states = tuple(actor.id for actor in actors)
    ids = [_state_of(actor) for actor in actors]
    at_risk = np.array([[not s or s in members_in(y) for y in years] for s in ids], dtype=bool)
    at_risk = at_risk.reshape(len(states), len(years))
    told = {
        place: statements
        for place, statements in _told(catalogue, wanted).items()
        if place[1] in years
    }
    acts, lost = place_acts(told, states, years, at_risk)
    found = _nearness(catalogue, states, ids, years, near=near, water=water)
    return Panel(
        act=" or ".join(label_of(step) for step in wanted),
        near=f"contiguity ({water} miles)" if water else near,
        states=states,
        first_year=years[0],
        acts=acts,
        at_risk=at_risk,
        nearness=found.near,
        told=told,
        beliefs=_beliefs(catalogue, told),
        notes=(*found.notes, *lost),
    )


def _told(catalogue: Catalogue, steps: tuple[str, ...]) -> dict[StateYear, tuple[str, ...]]:
    found: dict[StateYear, tuple[str, ...]] = {}
    for state, events in code_dossier(catalogue).items():
        for event in events:
            if event.step in steps:
                place = (state, event.day.year)
                found[place] = (*found.get(place, ()), *event.told)
    return found


def _beliefs(
    catalogue: Catalogue, told: Mapping[StateYear, tuple[str, ...]]
) -> dict[StateYear, float]:
    """The probability of each act: of the statement about it that is believed most."""
    beliefs = catalogue.beliefs
    return {
        place: max(beliefs.of(catalogue.statements[name]).fused.probability for name in names)
        for place, names in told.items()
    }


def _nearness(
    catalogue: Catalogue,
    states: tuple[str, ...],
    ids: list[str],
    years: range,
    *,
    near: str,
    water: int,
) -> Nearness:
    ways: dict[str, Callable[[Catalogue], Iterable[tuple[str, str, int, int]]]] = {
        "bloc": _fellows,
        "alliance": _allies,
    }
    if water and near != "contiguity":
        message = "Miles of water are between neighbours: ask for them by contiguity."
        raise InputError(message)
    if near == "contiguity":
        unknown = [catalogue.label(s) for s, known in zip(states, ids, strict=True) if not known]
        notes = (f"Not in the table of states, so without borders: {', '.join(unknown)}.",)
        found = by_borders(ids, years, water=water)
        return Nearness(found.near, found.last, found.notes + notes * bool(unknown))
    if near not in ways:
        known_ways = ("contiguity", *ways)
        see = "docs/methods/contagion.md"
        raise UnknownNameError(near, kind="nearness", known=known_ways, see=see)
    place = {state: index for index, state in enumerate(states)}
    matrix: Flags = np.zeros((len(years), len(states), len(states)), dtype=bool)
    for one, other, first, last in ways[near](catalogue):
        if one != other and one in place and other in place:
            span = slice(max(0, first - years[0]), max(0, last - years[0] + 1))
            matrix[span, place[one], place[other]] = True
            matrix[span, place[other], place[one]] = True
    return Nearness(matrix, years[-1])


def _fellows(catalogue: Catalogue) -> Iterator[tuple[str, str, int, int]]:
    """Two members of one organisation, and the first and last year of both together."""
    spells: dict[str, list[tuple[str, int, int]]] = {}
    exits = {
        (s.subject, s.object): s.start.latest.year
        for s in _believed(catalogue, (LEFT,))
        if s.start is not None
    }
    for statement in _believed(catalogue, JOINED):
        first, last = _span(statement)
        last = min(last, exits.get((statement.subject, statement.object), last))
        spells.setdefault(statement.object, []).append((statement.subject, first, last))
    for members in spells.values():
        for (one, begun, ended), (other, joined, left) in combinations(members, 2):
            yield one, other, max(begun, joined), min(ended, left)


def _allies(catalogue: Catalogue) -> Iterator[tuple[str, str, int, int]]:
    for statement in _believed(catalogue, PACTS):
        yield (statement.subject, statement.object, *_span(statement))


def _believed(catalogue: Catalogue, relations: tuple[str, ...]) -> Iterator[Statement]:
    """The statements of some relations that are more likely than not, by id."""
    beliefs = catalogue.beliefs
    for statement in sorted(catalogue.statements.values(), key=lambda one: one.id):
        asked = statement.relation.id in relations and statement.start is not None
        if asked and beliefs.of(statement).fused.probability > _EVEN:
            yield statement


def _span(statement: Statement) -> tuple[int, int]:
    """The first and the last year of a statement, the last far off where it has no end."""
    first = statement.start.earliest.year if statement.start is not None else dt.MAXYEAR
    return first, dt.MAXYEAR if statement.end is None else statement.end.latest.year


def _state_of(actor: Actor) -> str:
    """The last id of the state in the table that an actor is; "" if it is none."""
    for name in (actor.id, actor.iso3, actor.label):
        if name:
            try:
                return last_of(find_state(name))
            except UnknownNameError:
                continue
    return ""
