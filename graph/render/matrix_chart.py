"""The ties of one day as a matrix, actors in the order of their blocs."""

from __future__ import annotations

from typing import Final

from allegiance.graph.analysis.blocs.found import Blocs
from allegiance.graph.render.charts import BAND, CONFIG, FIRST, INK, SECOND, layer
from allegiance.graph.render.drawing import Spec
from allegiance.graph.render.page import visible_text
from allegiance.graph.render.words import Label

_CELL: Final = 18
_KINDS: Final = ("friendly", "hostile")


def matrix_chart(found: Blocs, label: Label) -> Spec:
    """A square for each clear tie, + friendly and \u2212 hostile, darker where it weighs more.

    Frames hold the blocs; who stands alone comes last.
    """
    order = [member.actor for member in found.members]
    place = {actor: index for index, actor in enumerate(order)}
    names = [visible_text(label(actor)) for actor in order]
    # Two actors may have one label; the axis needs names that differ.
    keys = [name + "\u2009" * names[:index].count(name) for index, name in enumerate(names)]
    most = max((abs(tie["weight"]) for _, _, tie in found.network.edges(data=True)), default=1.0)
    cells = [
        {
            "x": keys[place[a]],
            "y": keys[place[b]],
            "kind": _KINDS[tie["weight"] < 0],
            "sign": "\u2212" if tie["weight"] < 0 else "+",
            "part": round(0.25 + 0.75 * abs(tie["weight"]) / most, 3),
        }
        for one, other, tie in sorted(found.network.edges(data=True), key=lambda e: e[:2])
        for a, b in ((one, other), (other, one))
    ]
    frames = [
        {"first": keys[min(places)], "last": keys[max(places)]}
        for bloc in found.blocs
        if (places := [place[actor] for actor in bloc.members])
    ]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": {"step": _CELL},
        "height": {"step": _CELL},
        "layer": [_cells(cells, keys), _signs(cells), *_frames(frames)],
        # Fonts differ: labels may be wider than they are taken for.
        "padding": 28,
        "config": CONFIG,
    }


def _axis(name: str, keys: list[str], *, angle: int) -> Spec:
    axis: Spec = {"title": None, "labelLimit": 190, "labelAngle": angle, "ticks": False}
    axis |= {"grid": True, "gridColor": BAND, "gridOpacity": 0.25, "labelOverlap": False}
    if name == "x":
        axis |= {"orient": "top", "labelAlign": "left"}
    scale: Spec = {"domain": keys, "padding": 0}
    return {"field": name, "type": "nominal", "axis": axis, "scale": scale, "sort": None}


def _cells(cells: list[Spec], keys: list[str]) -> Spec:
    scale = {"domain": list(_KINDS), "range": [FIRST, SECOND]}
    legend = {"title": None, "orient": "bottom"}
    return layer(
        cells,
        {"type": "rect"},
        x=_axis("x", keys, angle=-60),
        y=_axis("y", keys, angle=0),
        color={"field": "kind", "type": "nominal", "scale": scale, "legend": legend},
        opacity={"field": "part", "type": "quantitative", "scale": None, "legend": None},
    )


def _signs(cells: list[Spec]) -> Spec:
    mark = {"type": "text", "fontSize": 11, "fontWeight": "bold", "color": INK}
    return layer(
        cells,
        mark,
        x={"field": "x", "type": "nominal"},
        y={"field": "y", "type": "nominal"},
        text={"field": "sign", "type": "nominal"},
    )


def _frames(frames: list[Spec]) -> list[Spec]:
    if not frames:
        return []
    mark = {"type": "rect", "fill": None, "stroke": INK, "strokeWidth": 1.5}
    low = {"field": "first", "type": "nominal", "bandPosition": 0}
    high = {"field": "last", "bandPosition": 1}
    return [layer(frames, mark, x=low, x2=high, y=low, y2=high)]
