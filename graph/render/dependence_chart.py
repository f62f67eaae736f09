"""Bars of who gives an actor how large a share of what, before and after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from allegiance.graph.render.charts import CONFIG, FIRST, INK, SECOND
from allegiance.graph.render.drawing import Spec
from allegiance.graph.render.page import visible_text

# The old patron, the new one, others by rank, and what nobody's share is known of.
_OTHERS: Final = ("#7b8794", "#9aa5b1", "#b8c2cc")
_REST: Final = "#eef1f4"
_LEAST_LABEL: Final = 0.12
_CHARACTERS: Final = 90  # that fit on a bar of the whole width
_BAR: Final = 20
# A browser's letters may be wider than the chart reckons with.
_LETTER: Final = 7


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it is of, when, and the shares by label, which sum to 1 at most."""

    what: str
    when: str
    shares: tuple[tuple[str, float], ...]


def dependence_chart(bars: Sequence[Bar], *, old: str, new: str, width: int = 720) -> Spec:
    """Stacked bars of shares, one above the other in the order given; labels are plain text."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": width,
        "padding": {"left": 24, "right": 12, "top": 5, "bottom": 5},
        "height": {"step": _BAR + 6},
        "data": {"values": [row for bar in bars for row in _segments(bar, old, new)]},
        "encoding": {"y": _rows_of(bars)},
        "layer": [_BARS, _LABELS],
        "config": CONFIG,
    }


def _rows_of(bars: Sequence[Bar]) -> Spec:
    order = [_name(bar) for bar in bars]
    room = max((len(name) for name in order), default=0) * _LETTER
    axis = {
        "labelLimit": 0,
        "minExtent": room,
        "ticks": False,
        "domain": False,
        "labelPadding": 8,
    }
    return {"field": "bar", "type": "nominal", "sort": order, "title": None, "axis": axis}


_BARS: Final[Spec] = {
    "mark": {"type": "bar", "height": _BAR, "stroke": "#fff", "strokeWidth": 1},
    "encoding": {
        "x": {
            "field": "start",
            "type": "quantitative",
            "title": None,
            "axis": {"format": ".0%", "values": [0, 0.25, 0.5, 0.75, 1], "grid": False},
            "scale": {"domain": [0, 1]},
        },
        "x2": {"field": "end"},
        "color": {"field": "colour", "type": "nominal", "scale": None},
    },
}
_LABELS: Final[Spec] = {
    "mark": {"type": "text", "fontSize": 11},
    "encoding": {
        "x": {"field": "middle", "type": "quantitative"},
        "text": {"field": "label", "type": "nominal"},
        "color": {"field": "ink", "type": "nominal", "scale": None},
    },
}


def _segments(bar: Bar, old: str, new: str) -> list[Spec]:
    rows: list[Spec] = []
    start, others = 0.0, 0
    for name, share in bar.shares:
        if share <= 0:
            continue
        colour = {old: FIRST, new: SECOND}.get(name, _OTHERS[min(others, len(_OTHERS) - 1)])
        others += name not in (old, new)
        dark = name in (old, new) or others == 1
        rows.append(_segment(bar, name, start, share, colour, "#fff" if dark else INK))
        start += share
    if 1 - start > 1e-9:
        rows.append(_segment(bar, "not told", start, 1 - start, _REST, INK))
    return rows


def _segment(bar: Bar, name: str, start: float, share: float, colour: str, ink: str) -> Spec:
    said = f"{visible_text(name)} {100 * share:.0f}%"
    fits = share >= _LEAST_LABEL and len(said) <= share * _CHARACTERS
    return {
        "bar": _name(bar),
        "start": start,
        "end": min(start + share, 1.0),
        "middle": start + share / 2,
        "label": said if fits else f"{100 * share:.0f}%" if share >= 0.06 else "",
        "colour": colour,
        "ink": ink,
    }


def _name(bar: Bar) -> str:
    return visible_text(f"{bar.what}, {bar.when}")
