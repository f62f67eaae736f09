"""The tilt of an actor over time, or of one day, in words and tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from allegiance.graph.render.words import Label, say_day, say_period

if TYPE_CHECKING:
    import pandas as pd

    from allegiance.graph.analysis.bins import Period


def tilt_rows(series: pd.DataFrame) -> list[dict[str, Any]]:
    """A series of :func:`~allegiance.graph.analysis.courses.tilt_series` as plain values."""
    dated = series.assign(date=[stamp.date().isoformat() for stamp in series["date"]])
    columns = [str(name) for name in dated.columns]
    return [dict(zip(columns, row, strict=True)) for row in dated.to_numpy(object).tolist()]


def say_tilt(
    row: Mapping[str, Any],
    label: Label,
    *,
    actor: str,
    poles: Sequence[str],
    at: dt.date,
    by: Period,
) -> str:
    """The tilt on a day in words: its level and band, whose side that is, and what tells of it."""
    first, second = (label(pole) for pole in poles)
    low, high = row["low"], row["high"]
    side = "the band holds 0, so that it may lie on either side"
    if low > 0 or high < 0:
        side = f"on the side of {second if low > 0 else first}"
    period = say_period(dt.date.fromisoformat(row["date"]), by)
    told = (
        f"This is the level of {period}, in which a mass of {row['towards_first']:.2f} counts "
        f"towards {first} and of {row['towards_second']:.2f} towards {second}."
    )
    if not row["towards_first"] + row["towards_second"]:
        told = f"Nothing tells of {period} itself: its level is that of the periods around it."
    return (
        f"On {say_day(at)} the tilt of {label(actor)} was {row['mean']:+.2f} (80% band {low:+.2f} "
        f"to {high:+.2f}) on a scale from -1 ({first}) to +1 ({second}): {side}. {told}"
    )
