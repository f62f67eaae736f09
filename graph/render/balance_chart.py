"""The balance of a network through time as a chart."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from allegiance.graph.analysis.balance.course import balance_row
from allegiance.graph.analysis.balance.tension import DayBalance
from allegiance.graph.render.charts import BAND, FIRST, INK, SECOND
from allegiance.graph.render.drawing import Spec

_NAMES: Final = {
    "T": "T, triads",
    "K": "K, closed walks",
    "F": "F, frustration",
}


def balance_chart(course: Sequence[DayBalance], *, width: int = 960, height: int = 260) -> Spec:
    """T, K and F over time, with the 80% range of F where it was drawn; gaps where untold."""
    rows = list(zip(_periods(course), map(balance_row, course), strict=True))
    points: list[Spec] = [
        {"period": period, "measure": said, "value": row[name]}
        for period, row in rows
        for name, said in _NAMES.items()
        if not math.isnan(row[name])
    ]
    band: list[Spec] = [
        {"period": period, "low": row["F_low"], "high": row["F_high"]}
        for period, row in rows
        if not math.isnan(row["F_low"])
    ]
    x = {
        "field": "period",
        "type": "ordinal",
        "title": None,
        "axis": {"labelAngle": 0, "labelOverlap": True, "grid": False},
    }
    y = {"type": "quantitative", "title": None, "scale": {"domain": [0, 1]}}
    measure = {"field": "measure", "type": "nominal", "title": None}
    colours = {"domain": list(_NAMES.values()), "range": [FIRST, SECOND, INK]}
    dashes = {"domain": list(_NAMES.values()), "range": [[1, 0], [6, 3], [2, 2]]}
    lines = {
        "data": {"values": points},
        "mark": {"type": "line", "strokeWidth": 2, "point": True},
        "encoding": {
            "x": x,
            "y": {**y, "field": "value"},
            "color": {**measure, "scale": colours},
            "strokeDash": {**measure, "scale": dashes},
        },
    }
    area = {
        "data": {"values": band},
        "mark": {"type": "area", "color": BAND, "opacity": 0.35},
        "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}},
    }
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": width,
        "height": height,
        "layer": [area, lines] if band else [lines],
        "config": {
            "background": "transparent",
            "font": "system-ui, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif",
            "view": {"stroke": None},
            "axis": {"labelColor": INK, "domainColor": INK, "tickColor": INK, "labelFontSize": 12},
            "legend": {
                "labelColor": INK,
                "labelFontSize": 12,
                "orient": "bottom",
                "symbolType": "stroke",
            },
        },
    }


def _periods(course: Sequence[DayBalance]) -> list[str]:
    """What each day stands for: its year if there is one day a year, else its month."""
    years = [str(found.at.year) for found in course]
    return years if len(set(years)) == len(years) else [f"{f.at:%Y-%m}" for f in course]
