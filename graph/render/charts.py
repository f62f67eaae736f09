"""Charts as static SVG, made without a browser; text in them is inert."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from allegiance.graph.analysis.shifts import Shift
from allegiance.graph.render.page import visible_text

if TYPE_CHECKING:
    import altair as alt

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
    series: pd.DataFrame,
    *,
    poles: tuple[str, str],
    shifts: Sequence[Shift] = (),
    acts: Sequence[ActMark] = (),
    width: int = 960,
    height: int = 320,
) -> alt.LayerChart:
    """The tilt over time with its band, the date intervals of shifts, and the acts that carry them.

    ``series`` is what ``tilt_series`` gives; ``poles`` are labels. Acts sit at the edge of the
    pole that they speak for, sized by mass.
    """
    import altair as alt

    ends = [series["date"].min().isoformat(), series["date"].max().isoformat()]
    axis = alt.Axis(format="%Y", tickCount="year", grid=False)
    x = alt.X("date:T", title=None, axis=axis, scale=alt.Scale(domain=ends, clamp=True))
    tilt_axis = alt.Axis(values=[-1, -0.5, 0, 0.5, 1], format="+.1f")
    y_scale = alt.Scale(domain=[-1.15, 1.15], nice=False)
    layers: list[Any] = [_interval_layer(shift) for shift in shifts]
    line = alt.Chart(series)
    layers.append(
        line.mark_area(color=BAND, opacity=0.35).encode(
            x=x,
            y=alt.Y(
                "low:Q",
                scale=y_scale,
                axis=tilt_axis,
                title=None,
            ),
            y2="high:Q",
        )
    )
    layers.append(line.mark_line(color=INK, strokeWidth=2).encode(x=x, y=alt.Y("mean:Q")))
    zero = pd.DataFrame({"y": [0.0]})
    layers.append(alt.Chart(zero).mark_rule(color=INK, opacity=0.4).encode(y="y:Q"))
    layers.append(_pole_layer(poles))
    if acts:
        layers.append(_act_layer(acts))
    layers.extend(_mode_layer(shift) for shift in shifts)
    return _styled(alt.layer(*layers).properties(width=width, height=height))


def to_svg(chart: Any) -> str:
    """The chart as one ``<svg>`` element, with ids that are the same for equal input."""
    import vl_convert

    svg = vl_convert.vegalite_to_svg(chart.to_dict(), vl_version=_schema_version())
    return re.sub(r"^<\?xml[^>]*>\s*", "", str(svg))


def to_png(chart: Any, *, scale: float = 2.0) -> bytes:
    """The chart as a PNG, ``scale`` pixels a point."""
    import vl_convert

    spec, version = chart.to_dict(), _schema_version()
    return bytes(vl_convert.vegalite_to_png(spec, vl_version=version, scale=scale))


def _schema_version() -> str:
    """The Vega-Lite version that Altair writes, as the converter names it: 6.4."""
    import altair as alt

    return ".".join(alt.SCHEMA_VERSION.removeprefix("v").split(".")[:2])


def _interval_layer(shift: Shift) -> Any:
    import altair as alt

    span = pd.DataFrame(
        {
            "start": pd.to_datetime([shift.date_low, shift.core_low]),
            "end": pd.to_datetime([shift.date_high, shift.core_high]),
        }
    )
    return alt.Chart(span).mark_rect(color=MARK, opacity=0.18).encode(x="start:T", x2="end:T")


def _mode_layer(shift: Shift) -> Any:
    import altair as alt

    mode = pd.DataFrame({"date": pd.to_datetime([shift.date])})
    return alt.Chart(mode).mark_rule(color=MARK, strokeWidth=2).encode(x="date:T")


def _pole_layer(poles: tuple[str, str]) -> Any:
    """The name of each pole at its end of the scale."""
    import altair as alt

    first, second = (visible_text(pole) for pole in poles)
    ends = pd.DataFrame({"y": [-0.97, 0.97], "pole": [f"↓ {first}", f"↑ {second}"]})
    return (
        alt.Chart(ends)
        .mark_text(align="left", fontWeight="bold", fontSize=13, color=INK)
        .encode(x=alt.value(8), y="y:Q", text="pole:N")
    )


def _act_layer(acts: Sequence[ActMark]) -> Any:
    import altair as alt

    data = pd.DataFrame(
        {
            "date": pd.to_datetime([act.day for act in acts]),
            "y": [1.08 if act.towards else -1.08 for act in acts],
            "mass": [act.mass for act in acts],
            "towards": [act.towards for act in acts],
        }
    )
    return (
        alt.Chart(data)
        .mark_point(filled=True, opacity=0.75)
        .encode(
            x="date:T",
            y="y:Q",
            size=alt.Size("mass:Q", scale=alt.Scale(range=[12, 160]), legend=None),
            color=alt.Color(
                "towards:N", scale=alt.Scale(domain=[0, 1], range=[FIRST, SECOND]), legend=None
            ),
            shape=alt.Shape(
                "towards:N",
                scale=alt.Scale(domain=[0, 1], range=["triangle-down", "triangle-up"]),
                legend=None,
            ),
        )
    )


def _styled(chart: Any) -> alt.LayerChart:
    styled: alt.LayerChart = (
        chart.configure(font=_FONT, background="transparent")
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=INK, titleColor=INK, domainColor=INK, tickColor=INK, labelFontSize=12
        )
        .configure_legend(labelColor=INK, titleColor=INK)
    )
    return styled
