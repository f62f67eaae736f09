"""From a dossier's values and findings to what the map is told."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from allegiance.graph.analysis.courses import TiltColumns
from allegiance.graph.analysis.shifts import Shift
from allegiance.graph.analysis.snapshots import YEAR_DAYS
from allegiance.graph.model.dates import FAR_FUTURE, FAR_PAST, shift_day
from allegiance.graph.model.statements import Actor, Statement
from allegiance.graph.render import words
from allegiance.graph.render.mapdata import (
    MapActor,
    MapData,
    MapShift,
    MapSource,
    MapStatement,
    MapTilt,
)
from allegiance.graph.render.page import safe_link
from allegiance.graph.store.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class MapView:
    """What a map opens on: an actor (id) or everyone, a day, how far around the actor to go.

    ``depth`` leaves out all that is further away than so many statements from the actor; None
    keeps everything.
    """

    focus: str | None = None
    at: dt.date | None = None
    depth: int | None = None
    memory_days: int = YEAR_DAYS


def map_data(
    catalogue: Catalogue,
    *,
    title: str,
    window: tuple[dt.date, dt.date],
    view: MapView = MapView(),
    shifts: Iterable[Shift] = (),
    tilts: Mapping[str, TiltColumns] | None = None,
    poles: tuple[str, ...] = (),
) -> MapData:
    """The map of a dossier with its shifts, and the tilt series of actors by id."""
    chosen = _within(catalogue, view)
    beliefs = catalogue.beliefs
    statements = tuple(
        _statement(s, catalogue, beliefs.of(s).fused.probability) for s in chosen.values()
    )
    named = {side for s in statements for side in (s.subject, s.object)}
    listed = named | {shift.actor for shift in shifts} | set(tilts or {})
    listed |= {view.focus} if view.focus else set()
    kept = _with_patrons(catalogue, listed)
    actors = tuple(_actor(catalogue.actors[name], catalogue) for name in sorted(kept))
    covered = f"{words.say_day(window[0])} to {words.say_day(window[1] - dt.timedelta(days=1))}"
    return MapData(
        title=title,
        subtitle=f"{len(statements)} statements, {covered}",
        window_start=window[0],
        window_end=window[1],
        actors=actors,
        statements=statements,
        shifts=tuple(_shift(shift, catalogue) for shift in shifts),
        tilts=tuple(
            _tilt(name, series, poles, catalogue) for name, series in (tilts or {}).items()
        ),
        focus=view.focus,
        at=view.at,
        memory_days=view.memory_days,
    )


def _within(catalogue: Catalogue, view: MapView) -> dict[str, Statement]:
    """The statements that the view keeps, sorted by id."""
    ordered = {name: catalogue.statements[name] for name in sorted(catalogue.statements)}
    if view.focus is None or view.depth is None:
        return ordered
    rollup = catalogue.rollup
    family = {n for n in catalogue.actors if view.focus in rollup.family(n)}
    reached = {view.focus, *family}
    for _ in range(view.depth):
        near = [s for s in ordered.values() if {s.subject, s.object} & reached]
        reached |= {side for s in near for side in (s.subject, s.object)}
    return {n: s for n, s in ordered.items() if {s.subject, s.object} <= reached}


def _with_patrons(catalogue: Catalogue, names: Iterable[str]) -> set[str]:
    rollup = catalogue.rollup
    return {patron for name in names for patron in rollup.family(name)}


def _actor(actor: Actor, catalogue: Catalogue) -> MapActor:
    ways = catalogue.rollup.climb(actor.id)
    others = dict.fromkeys(name for name in actor.names if name != actor.label)
    return MapActor(
        id=actor.id,
        label=actor.label,
        kind=actor.kind,
        aliases=tuple(others),
        patron=ways[1].patron if len(ways) > 1 else None,
    )


def _statement(statement: Statement, catalogue: Catalogue, probability: float) -> MapStatement:
    label = catalogue.label
    end = statement.end
    quantity = f" ({statement.quantity})" if statement.quantity else ""
    return MapStatement(
        id=statement.id,
        subject=statement.subject,
        relation=statement.relation.id,
        relation_label=statement.relation.label,
        object=statement.object,
        label=statement.label + quantity,
        start=str(statement.start or ""),
        end=str(end or ""),
        start_day=_first_drawn(statement),
        end_day=shift_day(end.latest, 1) if end and end.latest < FAR_FUTURE else None,
        tie=(statement.tie and not statement.lapsed) or end is not None,
        sign=statement.sign,
        weight=statement.weight,
        probability=probability,
        channel=statement.channel,
        grade=str(statement.grade),
        contested=statement.contested,
        asserted_by=tuple(label(name) for name in statement.asserted_by),
        denied_by=tuple(label(denial.by) for denial in statement.denials),
        denial="; ".join(dict.fromkeys(d.note for d in statement.denials if d.note)),
        sources=tuple(_source(name, catalogue) for name in statement.sources),
    )


def _first_drawn(statement: Statement) -> dt.date | None:
    """The first day that a statement can hold on; for an act whose first is open, the last."""
    start = statement.start
    lasts = statement.tie or statement.end is not None
    if start is None or (lasts and start.earliest == FAR_PAST):
        return None
    return start.known_day


def _source(name: str, catalogue: Catalogue) -> MapSource:
    source = catalogue.sources[name]
    return MapSource(
        title=source.title,
        publisher=source.publisher,
        date=str(source.date or ""),
        url=safe_link(source.url),
        reliability=source.reliability,
    )


def _shift(shift: Shift, catalogue: Catalogue) -> MapShift:
    return MapShift(
        id=shift.id,
        actor=shift.actor,
        date=shift.date,
        date_low=shift.date_low,
        date_high=shift.date_high,
        words=words.say_shift(shift, catalogue.label),
    )


def _tilt(name: str, series: TiltColumns, poles: tuple[str, ...], catalogue: Catalogue) -> MapTilt:
    def values(column: str) -> tuple[float | None, ...]:
        return tuple(None if math.isnan(x) else float(x) for x in series[column])

    return MapTilt(
        actor=name,
        dates=tuple(stamp.date() for stamp in series["date"]),
        mean=values("mean"),
        low=values("low"),
        high=values("high"),
        pole_a=catalogue.label(poles[1]),
        pole_b=catalogue.label(poles[0]),
    )
