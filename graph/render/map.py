"""The interactive map: one HTML page, or one section of a longer page, made through pyvis.

pyvis holds the network; template, data format, layout and script are ours, because pyvis's own
page loads from other hosts and trusts the text it is given. The bundled vis-network draws.
Data go to the page as columns; the browser builds the edges.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Final

import numpy as np
from markupsafe import Markup
from pyvis.network import Network

from allegiance.graph.model.errors import InputError
from allegiance.graph.render.layout import place
from allegiance.graph.render.mapdata import MapActor, MapData, MapStatement, MapTilt
from allegiance.graph.render.page import (
    Fragment,
    content_policy,
    environment,
    inline_script,
    json_island,
    safe_link,
    template_text,
)

_VIS: Final = ("lib", "vis-9.1.2", "vis-network.min.js")
#: The map's own scripts, in the order in which they are joined; they share one scope.
_SCRIPTS: Final = (
    "map-data.js",
    "map-view.js",
    "map-shapes.js",
    "map-labels.js",
    "map-draw.js",
    "map-paint.js",
    "map-time.js",
    "map-find.js",
    "map-filters.js",
    "map-panel.js",
    "map-tables.js",
    "map-hash.js",
    "map-figure.js",
    "map.js",
)
_ELEMENT_ID: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_EPOCH: Final = dt.date(1970, 1, 1)


class MapNetwork(Network):  # type: ignore[misc]  # pyvis has no types
    """A pyvis network of actors and statements that renders through our own templates."""

    def __init__(self, data: MapData, *, template: str, element_id: str) -> None:
        super().__init__(directed=True)
        self.path = template
        self.templateEnv = environment()
        self.set_edge_smooth("curvedCW")
        self.toggle_physics(False)
        self.nodes.extend(_nodes(data))
        sources: dict[tuple[str, ...], int] = {}
        self.edges.extend(_edge(statement, sources) for statement in data.statements)
        island = {
            "nodes": _columns(self.nodes),
            "edges": _columns(self.edges),
            "sources": [list(source) for source in sources],
            **_frame(data),
        }
        script = map_script()
        self.templateEnv.globals.update(
            data=data,
            element_id=element_id,
            island=json_island(island),
            memory=memory_words(data.memory_days),
            styles=Markup(template_text("map.css")),  # noqa: S704 - a file of the package
            script=inline_script(script),
            policy=content_policy([script]),
        )


def render_map(data: MapData) -> str:
    """Return the map as one HTML page that opens from disk and loads nothing.

    Equal data give byte-equal pages. Write the page as UTF-8.
    """
    return str(MapNetwork(data, template="map.html.jinja", element_id="map").generate_html())


def map_fragment(data: MapData, *, element_id: str = "map") -> Fragment:
    """Return the map as a section for a longer page; ``element_id`` names it in that page.

    Styles are scoped to the section and the script leaves no global name behind. The script is
    the same for all maps and starts every one on the page.

    Raises
    ------
    InputError
        If ``element_id`` is not a plain name (a letter, then letters, digits, - and _).
    """
    if not _ELEMENT_ID.fullmatch(element_id):
        message = f"No element can have the id {element_id!r}. Use letters, digits, - and _."
        raise InputError(message)
    network = MapNetwork(data, template="map_fragment.html.jinja", element_id=element_id)
    markup = Markup(network.generate_html())  # noqa: S704 - rendered by an autoescaping template
    return Fragment(markup, (map_script(),), template_text("map.css"))


@cache
def map_script() -> str:
    """Return vis-network and the map's scripts as one script that keeps its names to itself."""
    vis = files("pyvis").joinpath(*_VIS).read_text(encoding="utf-8")
    vis = re.sub(r"\n?//# sourceMappingURL=\S*\s*$", "\n", vis)
    own = "\n".join(template_text(name) for name in _SCRIPTS)
    return template_text("map-frame.js").replace("/* vis */", vis).replace("/* map */", own)


def memory_words(days: int) -> str:
    """Return how long an act stays in view, in words.

    Examples
    --------
    >>> memory_words(365), memory_words(90)
    ('a year', '90 days')
    """
    if days in (365, 366):
        return "a year"
    if days % 365 == 0:
        return f"{days // 365} years"
    return "a day" if days == 1 else f"{days} days"


def _nodes(data: MapData) -> list[dict[str, Any]]:
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


def _frame(data: MapData) -> dict[str, Any]:
    """The window, what is marked on the slider, and where the map opens."""
    at = min(max(data.at or data.window_end, data.window_start), data.window_end)
    return {
        "title": data.title,
        "window": [_day(data.window_start), _day(data.window_end)],
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


def _columns(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Turn rows into columns; one whose values repeat is written as a pool and places in it."""
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
