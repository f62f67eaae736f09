"""The chart of outcomes: small multiples of what was measured, with the date of the shift."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from allegiance.graph.analysis.outcomes import Outcome
from allegiance.graph.render.charts import CONFIG, INK, MARK, SECOND
from allegiance.graph.render.drawing import Spec
from allegiance.graph.render.page import visible_text

_WIDTH: Final = 260
_HEIGHT: Final = 90
_COLUMNS: Final = 3
# Labels are cut here, not by the chart: a browser's letters may be wider than it reckons with.
_LONGEST: Final = 38


def outcomes_chart(
    outcomes: Sequence[Outcome], *, date: dt.date, low: dt.date, high: dt.date
) -> Spec:
    """A panel an indicator: a point and a bar a period, and the date of a shift with its interval.

    The scales differ from panel to panel; time is the same in all.
    """
    days = [o.first for one in outcomes for o in one.indicator.observations]
    ends = [o.last for one in outcomes for o in one.indicator.observations]
    scale = {"domain": [_iso(min([low, *days])), _iso(max([high, *ends]))]}
    axis = {"format": "%Y", "tickCount": 5, "grid": False}
    x = {"type": "temporal", "title": None, "scale": scale, "axis": axis}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "columns": _COLUMNS,
        "concat": [_panel(one, x, date=date, low=low, high=high) for one in outcomes],
        "config": CONFIG,
    }


def _panel(outcome: Outcome, x: Spec, *, date: dt.date, low: dt.date, high: dt.date) -> Spec:
    indicator = outcome.indicator
    rows = [
        {"from": _iso(o.first), "to": _iso(o.last), "value": o.value}
        for o in indicator.observations
    ]
    shade = {"type": "rect", "color": MARK, "opacity": 0.18}
    rule = {"type": "rule", "color": MARK, "strokeWidth": 2}
    bar = {"type": "rule", "color": INK, "strokeWidth": 3, "opacity": 0.5}
    point = {"type": "point", "filled": True, "color": SECOND, "size": 40, "opacity": 1}
    y = {"field": "value", "type": "quantitative", "title": None, "axis": {"tickCount": 3}}
    start = {**x, "field": "from"}
    span = [{"from": _iso(low), "to": _iso(high)}]
    return {
        "title": {"text": [_cut(indicator.name), _cut(indicator.unit)], "fontSize": 12},
        "width": _WIDTH,
        "height": _HEIGHT,
        "layer": [
            {
                "data": {"values": span},
                "mark": shade,
                "encoding": {"x": start, "x2": {"field": "to"}},
            },
            {"data": {"values": [{"from": _iso(date)}]}, "mark": rule, "encoding": {"x": start}},
            {
                "data": {"values": rows},
                "mark": bar,
                "encoding": {"x": start, "x2": {"field": "to"}, "y": y},
            },
            {"data": {"values": rows}, "mark": point, "encoding": {"x": start, "y": y}},
        ],
    }


def _cut(text: str) -> str:
    shown = visible_text(text)
    return shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1].rstrip()}…"


def _iso(day: dt.date) -> str:
    """A day as a moment without a zone, for a date alone would be one in UTC."""
    return f"{day.isoformat()}T00:00:00"
