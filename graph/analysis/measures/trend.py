"""The part of a yearly measure that moves all states at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from allegiance.graph.analysis.common_trend import subtract_common_trend

if TYPE_CHECKING:
    import pandas as pd

# With fewer states the median of their changes says more about them than about the agenda.
LEAST_STATES: Final = 20


def common_trend(table: pd.DataFrame, *, least: int = LEAST_STATES) -> pd.Series:
    """The trend that all states share, mean 0 over its years, for each row of a measure.

    See :func:`~allegiance.graph.analysis.common_trend.subtract_common_trend`; nan in years of
    which fewer than ``least`` states tell, for there nobody knows what moved all. In a set that
    has so few in every year there is none to take out: 0.

    Examples
    --------
    Two of three states rise by .2, so the agenda is taken to have moved everyone by .2:

    >>> import pandas as pd
    >>> rows = [("x", 1, 0.0), ("y", 1, 0.0), ("z", 1, 0.0)]
    >>> rows += [("x", 2, 0.2), ("y", 2, 0.2), ("z", 2, 0.9)]
    >>> table = pd.DataFrame(rows, columns=["state", "year", "value"])
    >>> [round(float(one), 6) for one in common_trend(table, least=3)]
    [-0.1, -0.1, -0.1, 0.1, 0.1, 0.1]
    """
    panel = table.pivot(index="year", columns="state", values="value")
    trend = subtract_common_trend(panel, least_states=least).trend
    if trend.isna().all():
        return table["value"] * 0.0
    return table["year"].map(trend - trend.mean())
