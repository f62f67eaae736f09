"""The chart of promises: when each was made and due, and what became of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from allegiance.graph.analysis.commitments import STATUSES, Standing
from allegiance.graph.model.dates import PartialDate, shift_day
from allegiance.graph.render.charts import BAND, CONFIG, FIRST, INK, MARK, SECOND
from allegiance.graph.render.drawing import Spec
from allegiance.graph.render.page import visible_text

# Told apart by shape as well as by colour; what is open is grey.
_COLOURS: Final = (FIRST, SECOND, MARK, BAND, INK, BAND)
_SHAPES: Final = ("circle", "cross", "diamond", "triangle-right", "square", "triangle-right")
_ROW_PIXELS: Final = 20
# How far beyond the day the chart goes for promises that are due later.
_AHEAD_DAYS: Final = 365
_X: Final[Spec] = {
    "field": "from",
    "type": "temporal",
    "title": None,
    "axis": {"format": "%Y", "tickCount": "year"},
}


def commitments_chart(standings: Sequence[Standing], *, at: dt.date, width: int = 560) -> Spec:
    """A row a promise: a line from made to due, and a mark for how it stands on the day ``at``.

    The mark sits at the outcome date, else at the due date, else where it was made; what lies
    more than a year after ``at`` sits at the edge.
    """
    last = shift_day(at, _AHEAD_DAYS)
    rows = [_row(number, standing, last) for number, standing in enumerate(standings, start=1)]
    begun = min((row["from"] for row in rows), default=at.isoformat())
    scale = {"domain": [begun, last.isoformat()], "clamp": True}
    x = {**_X, "scale": scale}
    y = {"field": "promise", "type": "nominal", "title": None, "sort": None, "axis": _AXIS}
    line = {"type": "rule", "color": BAND, "strokeWidth": 3}
    status = {
        "type": "nominal",
        "title": None,
        "legend": {"orient": "top", "symbolFillColor": INK},
        "field": "status",
    }
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": width,
        "height": {"step": _ROW_PIXELS},
        "data": {"values": rows},
        "layer": [
            {"mark": line, "encoding": {"x": x, "x2": {"field": "to"}, "y": y}},
            {
                "mark": {"type": "point", "filled": True, "opacity": 1, "size": 80},
                "encoding": {
                    "x": {**x, "field": "mark"},
                    "y": y,
                    "color": {**status, "scale": _scale(_COLOURS)},
                    "shape": {**status, "scale": _scale(_SHAPES)},
                },
            },
            {
                "data": {"values": [{"at": at.isoformat()}]},
                "mark": {"type": "rule", "color": INK, "strokeDash": [3, 3]},
                "encoding": {"x": {**x, "field": "at"}},
            },
        ],
        "config": CONFIG,
    }


# Labels are cut here, not by the chart: a browser's letters may be wider than it reckons with.
_LONGEST: Final = 52
_AXIS: Final[Spec] = {"labelLimit": 0, "minExtent": 370, "domain": False, "ticks": False}


def _scale(values: Sequence[str]) -> Spec:
    return {"domain": list(STATUSES), "range": list(values)}


def _row(number: int, standing: Standing, last: dt.date) -> Spec:
    promise = standing.commitment
    made, due = promise.promised_on.known_day, _end(promise.due, last)
    came = _end(promise.outcome_date, last)
    return {
        "promise": f"{number}. {_cut(visible_text(promise.label))}",
        "from": made.isoformat(),
        "to": (due or made).isoformat(),
        "mark": (came or due or made).isoformat(),
        "status": standing.status,
    }


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"


def _end(date: PartialDate | None, last: dt.date) -> dt.date | None:
    """The last day that a date can mean, no later than ``last``."""
    return None if date is None else min(date.latest, last)
