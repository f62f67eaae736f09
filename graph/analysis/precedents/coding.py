"""The course of each state in a dossier, as steps on days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from allegiance.graph.analysis.precedents.steps import Event, read_steps
from allegiance.graph.model.dates import PartialDate
from allegiance.graph.model.statements import Statement
from allegiance.graph.store.catalogue import Catalogue

# Accounts of one step that are nearer to each other than a quarter are one event.
ONE_EVENT_DAYS: Final = 92
Chronicles = Mapping[str, tuple[Event, ...]]


def code_dossier(catalogue: Catalogue) -> Chronicles:
    """The events of each state by its id, sorted by day; states without any are left out.

    A statement counts for the states that its sides belong to on its day, if it is more likely
    than not. A tie counts by its start. What no step is made of is left out, and so is what
    is not dated to a year or better.
    """
    beliefs = catalogue.beliefs
    found: dict[str, list[Event]] = {}
    for statement in catalogue.statements.values():
        day = _day_of(statement.start)
        if day is None or beliefs.of(statement).fused.probability <= 0.5:
            continue
        for state, step in _steps_of(statement, catalogue):
            found.setdefault(state, []).append(Event(day, step, (statement.id,)))
    return {state: one_each(events) for state, events in sorted(found.items())}


def one_each(events: Iterable[Event], *, within_days: int = ONE_EVENT_DAYS) -> tuple[Event, ...]:
    """Events by day; those of one step that follow closely on each other are one, of the first day.

    Examples
    --------
    >>> day = dt.date(2020, 1, 1)
    >>> twice = [Event(day, "coup", ("a",)), Event(dt.date(2020, 2, 1), "coup", ("b",))]
    >>> one_each(twice)
    (Event(day=datetime.date(2020, 1, 1), step='coup', told=('a', 'b')),)
    """
    kept: list[Event] = []
    last: dict[str, int] = {}
    for event in sorted(events, key=lambda one: (one.day, one.step, one.told)):
        index = last.get(event.step)
        if index is not None and (event.day - kept[index].day).days < within_days:
            before = kept[index]
            kept[index] = Event(before.day, before.step, (*before.told, *event.told))
            continue
        last[event.step] = len(kept)
        kept.append(event)
    return tuple(kept)


def _day_of(start: PartialDate | None) -> dt.date | None:
    """The day that a start stands for: its middle; None where it is vaguer than a year."""
    if start is None or (start.latest - start.earliest).days > 366:
        return None
    return start.earliest + (start.latest - start.earliest) / 2


def _steps_of(statement: Statement, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """The states that a statement is a step of, each with the step."""
    subjects = _states_of(statement.subject, statement, catalogue)
    objects = _states_of(statement.object, statement, catalogue)
    relation = statement.relation.id
    sides = [
        *(("within", state, statement.object) for state in subjects & objects),
        *(("by", state, statement.object) for state in subjects - objects),
        *(("to", state, statement.subject) for state in objects - subjects),
    ]
    for side, state, other in sorted(sides):
        actor = catalogue.actors.get(other)
        kind = actor.kind if actor is not None else ""
        for step in read_steps().values():
            if step.is_made_by(side, relation, kind):
                yield state, step.name


def _states_of(name: str, statement: Statement, catalogue: Catalogue) -> set[str]:
    """The states that an actor belonged to when a statement began, itself if it is one."""
    ways = catalogue.rollup.climb(name, when=statement.start)
    kinds = {way.patron: catalogue.actors.get(way.patron) for way in ways}
    return {
        patron for patron, actor in kinds.items() if actor is not None and actor.kind == "state"
    }
