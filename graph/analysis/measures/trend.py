"""The part of a yearly measure that moves all states at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import pandas as pd

# With fewer states the median of their changes says more about them than about the agenda.
LEAST_STATES: Final = 20


def common_trend(table: pd.DataFrame, *, least: int = LEAST_STATES) -> pd.Series:
    """The running sum of the median change across states, mean 0 over its years, for each row.

    A change counts between two years in a row in which a state has a value. A step with fewer
    than ``least`` states is 0.

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
    import numpy as np

    wide = table.pivot(index="year", columns="state", values="value")
    if wide.empty:
        return table["value"] * 0.0
    wide = wide.reindex(np.arange(wide.index.min(), wide.index.max() + 1))
    steps = wide.diff()
    enough = steps.notna().sum(axis=1) >= least
    median = steps[enough].median(axis=1).reindex(wide.index).fillna(0.0)
    trend = median.cumsum()
    return table["year"].map(trend - trend.mean())
