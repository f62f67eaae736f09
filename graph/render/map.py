"""The interactive map: one HTML page, or one section of a longer page, made through pyvis.

pyvis holds the network; template, data format, layout and script are ours, because pyvis's own
page loads from other hosts and trusts the text it is given. The bundled vis-network draws.
Data go to the page as columns; the browser builds the edges.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Final

from markupsafe import Markup
from pyvis.network import Network

from allegiance.graph.model.errors import InputError
from allegiance.graph.render.mapdata import MapData
from allegiance.graph.render.mapisland import columns, map_edges, map_frame, map_nodes
from allegiance.graph.render.page import (
    Fragment,
    content_policy,
    environment,
    inline_script,
    json_island,
    template_text,
)

_VIS: Final = ("lib", "vis-9.1.2", "vis-network.min.js")
#: The map's own scripts, in the order in which they are joined; they share one scope.
_SCRIPTS: Final = (
    "map-dom.js",
    "map-data.js",
    "map-view.js",
    "map-shapes.js",
    "map-labels.js",
    "map-draw.js",
    "map-camera.js",
    "map-scene.js",
    "map-paint.js",
    "map-time.js",
    "map-find.js",
    "map-filters.js",
    "map-panel.js",
    "map-tilt.js",
    "map-tables.js",
    "map-hash.js",
    "map-legend.js",
    "map-figure.js",
    "map-keys.js",
    "map.js",
)
_OPTIONS: Final = {
    "autoResize": True,
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {"selectable": False, "hover": False, "dragNodes": False, "zoomSpeed": 0.7},
    "nodes": {
        "shape": "dot",
        "borderWidth": 0,
        "color": {"background": "rgba(0,0,0,0)", "border": "rgba(0,0,0,0)"},
    },
    "edges": {
        "arrows": {"to": {"enabled": True, "scaleFactor": 0.55}},
        "arrowStrikethrough": False,
        "color": {"inherit": False},
        "smooth": {"enabled": True, "type": "curvedCW", "roundness": 0},
        "selfReference": {"size": 18, "angle": 0.785398, "renderBehindTheNode": False},
        "chosen": False,
    },
}
_ELEMENT_ID: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


class MapNetwork(Network):  # type: ignore[misc]  # pyvis has no types
    """A pyvis network of actors and statements that renders through our own templates."""

    def __init__(self, data: MapData, *, template: str, element_id: str) -> None:
        super().__init__(directed=True)
        self.path = template
        self.templateEnv = environment()
        self.options = _OPTIONS
        self.nodes.extend(map_nodes(data))
        edges, sources = map_edges(data)
        self.edges.extend(edges)
        island = {
            "nodes": columns(self.nodes),
            "edges": columns(self.edges),
            "sources": sources,
            **map_frame(data),
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
