"""The map's data as the page carries them: columns of rows, days as numbers, each source once.

Ten thousand statements written one object each weigh several times what columns do; the browser
puts the rows together again and builds the edges from them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np

from allegiance.graph.render.layout import place
from allegiance.graph.render.mapdata import MapActor, MapData, MapStatement, MapTilt
from allegiance.graph.render.page import safe_link

_EPOCH: Final = dt.date(1970, 1, 1)


def map_nodes(data: MapData) -> list[dict[str, Any]]:
    """Return one row an actor, with its place on the map; ``patron`` is a row number or -1."""
    number = {actor.id: index for index, actor in enumerate(data.actors)}
    pairs = [(number[each.subject], number[each.object]) for each in data.statements]
    spots = place(
        len(data.actors),
        np.array(pairs, dtype=np.int64).reshape(-1, 2),
        focus=None if data.focus is None else number[data.focus],
    )
    return [
        _node(actor, number, spot)
        for actor, spot in zip(data.actors, np.rint(spots).astype(int).tolist(), strict=True)
    ]


def _node(actor: MapActor, number: Mapping[str, int], spot: Sequence[int]) -> dict[str, Any]:
    patron = number.get(actor.patron, -1) if actor.patron is not None else -1
    return {
        "id": actor.id,
        "label": actor.label,
        "kind": actor.kind,
        "aliases": actor.aliases,
        "patron": -1 if patron == number[actor.id] else patron,
        "x": spot[0],
        "y": spot[1],
    }


def map_edges(data: MapData) -> tuple[list[dict[str, Any]], list[tuple[str, ...]]]:
    """Return one row a statement, and the table of sources that its ``sources`` point into."""
    sources: dict[tuple[str, ...], int] = {}
    rows = [_edge(statement, sources) for statement in data.statements]
    return rows, list(sources)


def _edge(statement: MapStatement, sources: dict[tuple[str, ...], int]) -> dict[str, Any]:
    """One statement as a pyvis edge; ``sources`` numbers each source once for the whole map."""
    cited = tuple(
        sources.setdefault(
            (one.title, one.publisher, one.date, safe_link(one.url) or "", one.reliability),
            len(sources),
        )
        for one in statement.sources
    )
    return {
        "id": statement.id,
        "from": statement.subject,
        "to": statement.object,
        "relation": statement.relation,
        "relationLabel": statement.relation_label,
        "label": statement.label,
        "start": statement.start,
        "end": statement.end,
        "first": _day(statement.start_day),
        "last": _day(statement.end_day),
        "tie": int(statement.tie),
        "sign": statement.sign,
        "weight": round(abs(statement.weight), 3),
        "probability": round(statement.probability, 3),
        "channel": statement.channel,
        "grade": statement.grade,
        "contested": int(statement.contested or bool(statement.denied_by)),
        "by": statement.asserted_by,
        "denied": statement.denied_by,
        "denial": statement.denial,
        "sources": cited,
    }


def map_frame(data: MapData) -> dict[str, Any]:
    """Return the window, what is marked on the slider, and where the map opens."""
    last = data.window_end - dt.timedelta(days=1)
    at = min(max(data.at or last, data.window_start), last)
    return {
        "title": data.title,
        "window": [_day(data.window_start), _day(last)],
        "at": _day(at),
        "memory": data.memory_days,
        "focus": data.focus,
        "shifts": [
            [one.id, one.actor, _day(one.date), _day(one.date_low), _day(one.date_high), one.words]
            for one in sorted(data.shifts, key=lambda one: (one.date, one.id))
        ],
        "tilts": [_tilt(tilt) for tilt in data.tilts],
    }


def _tilt(tilt: MapTilt) -> dict[str, Any]:
    series = {"mean": tilt.mean, "low": tilt.low, "high": tilt.high}
    return {
        "actor": tilt.actor,
        "poles": [tilt.pole_a, tilt.pole_b],
        "days": [_day(day) for day in tilt.dates],
        **{
            name: [None if value is None else round(value, 4) for value in values]
            for name, values in series.items()
        },
    }


def columns(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return rows as columns; one whose values repeat is a pool and the places in it.

    Examples
    --------
    >>> columns([{"n": 1, "kind": "state"}, {"n": 2, "kind": "state"}])
    {'n': [1, 2], 'kind': {'pool': ['state'], 'at': [0, 0]}}
    """
    names = list(rows[0]) if rows else []
    return {name: _packed([row[name] for row in rows]) for name in names}


def _packed(values: list[Any]) -> Any:
    if all(isinstance(value, int | float | None) for value in values):
        return values
    pool = {value: place for place, value in enumerate(dict.fromkeys(values))}
    if 2 * len(pool) > len(values):
        return values
    return {"pool": list(pool), "at": [pool[value] for value in values]}


def _day(day: dt.date | None) -> int | None:
    """Days since 1970, as the browser counts them."""
    return None if day is None else (day - _EPOCH).days
