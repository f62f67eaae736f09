"""An actor's tilt as it is and as each scenario would have it, as a chart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from allegiance.graph.analysis.courses import TiltColumns
from allegiance.graph.render.charts import BAND, CONFIG, FIRST, INK, MARK, SECOND
from allegiance.graph.render.drawing import Spec
from allegiance.graph.render.page import visible_text

AS_IT_IS: Final = "as it is"
_COLOURS: Final = (FIRST, SECOND, MARK, "#5b7f3b", "#7a4f9a", "#3b8f8c")
_DASHES: Final = ([6, 3], [2, 2], [8, 3, 2, 3], [4, 4], [1, 2], [10, 4])


def scenario_chart(
    as_it_is: TiltColumns,
    supposed: Mapping[str, TiltColumns],
    *,
    poles: tuple[str, str],
    width: int = 960,
    height: int = 280,
) -> Spec:
    """The tilt with its 80% band, and a line a scenario by its title, from their tilt series.

    Past six scenarios colours and dashes are used again.
    """
    names = [AS_IT_IS, *(visible_text(title) for title in supposed)]
    rows = [
        {"date": day.isoformat(), "course": name, "tilt": mean}
        for name, series in zip(names, [as_it_is, *supposed.values()], strict=True)
        for day, mean in zip(series["date"], series["mean"], strict=True)
    ]
    band = [
        {"date": day.isoformat(), "low": low, "high": high}
        for day, low, high in zip(as_it_is["date"], as_it_is["low"], as_it_is["high"], strict=True)
    ]
    places = range(len(supposed))
    colours = [INK, *(_COLOURS[place % len(_COLOURS)] for place in places)]
    dashes = [[1, 0], *(_DASHES[place % len(_DASHES)] for place in places)]
    course = {"field": "course", "type": "nominal", "title": None}
    x = {
        "field": "date",
        "type": "temporal",
        "title": None,
        "axis": {"format": "%Y", "tickCount": "year", "grid": False},
    }
    y = {
        "type": "quantitative",
        "title": f"{visible_text(poles[0])} -1 to {visible_text(poles[1])} +1",
        "scale": {"domain": [-1, 1]},
    }
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": width,
        "height": height,
        "layer": [
            {
                "data": {"values": band},
                "mark": {"type": "area", "color": BAND, "opacity": 0.35},
                "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}},
            },
            {
                "data": {"values": rows},
                "mark": {"type": "line", "strokeWidth": 2},
                "encoding": {
                    "x": x,
                    "y": {**y, "field": "tilt"},
                    "color": {**course, "scale": {"domain": names, "range": colours}},
                    "strokeDash": {**course, "scale": {"domain": names, "range": dashes}},
                },
            },
        ],
        "config": {
            **CONFIG,
            "legend": {
                "labelColor": INK,
                "labelFontSize": 12,
                "labelLimit": 400,
                "orient": "bottom",
                "columns": 2,
                "columnPadding": 60,
                "symbolSize": 400,
            },
        },
    }
