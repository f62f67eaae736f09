"""Charts, as what :mod:`~allegiance.graph.render.drawing` makes static SVG of; text is inert.

A chart is a Vega-Lite specification as plain values: what a library would build takes as long to
import as the chart takes to draw.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from allegiance.graph.analysis.courses import TiltColumns
from allegiance.graph.analysis.shifts import Shift
from allegiance.graph.render.drawing import Spec
from allegiance.graph.render.page import visible_text

# Colour-blind safe, and told apart in grey; each sign also has a shape of its own.
INK: Final = "#1f2933"
FIRST: Final = "#2f6db5"
SECOND: Final = "#b5462f"
BAND: Final = "#9aa5b1"
MARK: Final = "#e0a526"
_FONT: Final = "system-ui, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif"


@dataclass(frozen=True, slots=True)
class ActMark:
    """One act on a chart: its day, the pole it speaks for (0 or 1), its mass."""

    day: dt.date
    towards: int
    mass: float


def tilt_chart(
    series: TiltColumns,
    *,
    poles: tuple[str, str],
    shifts: Sequence[Shift] = (),
    acts: Sequence[ActMark] = (),
    width: int = 960,
    height: int = 320,
) -> Spec:
    """The tilt over time with its band, the date intervals of shifts, and the acts that carry them.

    ``series`` is what ``tilt_columns`` gives; ``poles`` are labels. Acts sit at the edge of the
    pole that they speak for, sized by mass.
    """
    layers = [_interval_layer(shift) for shift in shifts]
    layers.extend(_level_layers(series))
    layers.append(layer([{"y": 0.0}], {"type": "rule", "color": INK, "opacity": 0.4}, y=_Y))
    layers.append(_pole_layer(poles))
    if acts:
        layers.append(_act_layer(acts))
    layers.extend(_mode_layer(shift) for shift in shifts)
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": width,
        "height": height,
        "layer": layers,
        "config": CONFIG,
    }


_X: Final[Spec] = {"field": "date", "type": "temporal"}
_Y: Final[Spec] = {"field": "y", "type": "quantitative"}
CONFIG: Final[Spec] = {
    "background": "transparent",
    "font": _FONT,
    "view": {"stroke": None},
    "axis": {
        "labelColor": INK,
        "titleColor": INK,
        "domainColor": INK,
        "tickColor": INK,
        "labelFontSize": 12,
    },
}


def layer(rows: list[Spec], mark: Spec, **encoding: Spec) -> Spec:
    """One layer of a chart: ``rows`` of plain values drawn as ``mark``."""
    return {"data": {"values": rows}, "mark": mark, "encoding": encoding}


def _level_layers(series: TiltColumns) -> list[Spec]:
    """The band, and the mean as a line."""
    days = [day.isoformat() for day in series["date"]]
    rows = [
        {"date": day, "mean": mean, "low": low, "high": high}
        for day, mean, low, high in zip(
            days, series["mean"], series["low"], series["high"], strict=True
        )
    ]
    x = {
        **_X,
        "title": None,
        "axis": {"format": "%Y", "tickCount": "year", "grid": False},
        "scale": {"domain": [min(days), max(days)], "clamp": True},
    }
    y = {
        "field": "low",
        "type": "quantitative",
        "title": None,
        "axis": {"values": [-1, -0.5, 0, 0.5, 1], "format": "+.1f"},
        "scale": {"domain": [-1.15, 1.15], "nice": False},
    }
    band = {"type": "area", "color": BAND, "opacity": 0.35}
    line = {"type": "line", "color": INK, "strokeWidth": 2}
    return [
        layer(rows, band, x=x, y=y, y2={"field": "high"}),
        layer(rows, line, x=x, y={"field": "mean", "type": "quantitative"}),
    ]


def _interval_layer(shift: Shift) -> Spec:
    rows = [
        {"start": _stamp(first), "end": _stamp(last)}
        for first, last in (
            (shift.date_low, shift.date_high),
            (shift.core_low, shift.core_high),
        )
    ]
    mark = {"type": "rect", "color": MARK, "opacity": 0.18}
    return layer(rows, mark, x={**_X, "field": "start"}, x2={"field": "end"})


def _mode_layer(shift: Shift) -> Spec:
    mark = {"type": "rule", "color": MARK, "strokeWidth": 2}
    return layer([{"date": _stamp(shift.date)}], mark, x=_X)


def _pole_layer(poles: tuple[str, str]) -> Spec:
    """The name of each pole at its end of the scale."""
    first, second = (visible_text(pole) for pole in poles)
    rows: list[Spec] = [{"y": -0.97, "pole": f"↓ {first}"}, {"y": 0.97, "pole": f"↑ {second}"}]
    mark = {"type": "text", "align": "left", "fontWeight": "bold", "fontSize": 13, "color": INK}
    return layer(rows, mark, x={"value": 8}, y=_Y, text={"field": "pole", "type": "nominal"})


def _act_layer(acts: Sequence[ActMark]) -> Spec:
    rows: list[Spec] = [
        {
            "date": _stamp(act.day),
            "y": 1.08 if act.towards else -1.08,
            "mass": act.mass,
            "towards": act.towards,
        }
        for act in acts
    ]
    sides = {"field": "towards", "type": "nominal", "legend": None}
    shapes = ["triangle-down", "triangle-up"]
    size = {"field": "mass", "type": "quantitative", "legend": None}
    return layer(
        rows,
        {"type": "point", "filled": True, "opacity": 0.75},
        x=_X,
        y=_Y,
        size={**size, "scale": {"range": [12, 160]}},
        color={**sides, "scale": {"domain": [0, 1], "range": [FIRST, SECOND]}},
        shape={**sides, "scale": {"domain": [0, 1], "range": shapes}},
    )


def _stamp(day: dt.date) -> str:
    """A day as a moment without a zone, for a date alone would be one in UTC."""
    return f"{day.isoformat()}T00:00:00"
