"""What moves all states at once, such as the agenda of an assembly, taken out of a yearly measure.

A level that moves because everyone's moves is no shift of one state.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from allegiance.graph.analysis.segment_sums import check_whole
from allegiance.graph.model.errors import InputError

_TURNS: Final = 100
_REST: Final = 1e-9  # moves this small beside the largest value are rounding


@dataclass(frozen=True, slots=True, eq=False)
class CommonTrend:
    """A panel without its common trend, and the trend that was taken out.

    Attributes
    ----------
    adjusted
        The panel less the trend; nan where the panel is, and where the trend is not known.
    trend
        By year: how far the median state has moved since the first year of the trend; nan where
        too few states tell.
    states
        By year: how many states have a value in it and in the covered year before. A year counts
        as covered from ``least_states`` values on; others have 0.
    """

    adjusted: pd.DataFrame
    trend: pd.Series[float]
    states: pd.Series[int]


def subtract_common_trend(panel: pd.DataFrame, *, least_states: int = 30) -> CommonTrend:
    """A panel of a yearly measure less the cross-state median change since the first year.

    The trend c_t is the median over states i of y_it - a_i, where a_i is the mean of the state's
    own y_it - c_t; it begins with the median changes from year to year, summed up, and the two are
    taken in turn until they rest (a median polish, Tukey 1977). Sums of yearly medians alone would
    stray, as the errors of medians add up. A year with fewer than ``least_states`` values is not
    covered. Where fewer states than that have a value both in a covered year and in the one before
    it, the trend breaks off: the longest stretch without a break is kept (of equally long ones the
    last), and trend and adjusted values are nan in all other years.

    Parameters
    ----------
    panel
        A row for each year, in order; a column for each state; nan where there is no value.
    least_states
        The fewest states that make a median.

    Raises
    ------
    InputError
        If the years do not rise, values are not finite numbers, or least_states is below 1.

    Notes
    -----
    Half of the states or more must not move for reasons of their own in the same year: else their
    move is taken for the trend.

    References
    ----------
    Tukey (1977), Exploratory data analysis, chapter 11.

    Examples
    --------
    All rise by 2 between the years, and C by 3 more of its own:

    >>> panel = pd.DataFrame({"A": [1.0, 3.0], "B": [4.0, 6.0], "C": [0.0, 5.0]}, [1979, 1980])
    >>> subtract_common_trend(panel, least_states=3).adjusted.to_numpy().tolist()
    [[1.0, 4.0, 0.0], [1.0, 4.0, 3.0]]
    """
    check_whole(least_states, "least_states", least=1)
    values = _checked(panel)
    change, states, stretches = _changes(values, least_states)
    trend = np.full(len(values), np.nan)
    longest = max(reversed(stretches), key=len, default=[])
    if longest:
        summed = np.append(0.0, change[longest[1:]].cumsum())
        trend[longest] = _polished(values[longest], summed)
    return CommonTrend(
        pd.DataFrame(values - trend[:, None], index=panel.index, columns=panel.columns),
        pd.Series(trend, index=panel.index, name="trend"),
        pd.Series(states, index=panel.index, name="states"),
    )


def _polished(values: NDArray[np.float64], trend: NDArray[np.float64]) -> NDArray[np.float64]:
    """The trend and the states' own levels taken in turn until they rest; 0 in the first year."""
    values = values[:, ~np.isnan(values).all(axis=0)]
    for _ in range(_TURNS):
        levels = np.nanmean(values - trend[:, None], axis=0)
        found = np.nanmedian(values - levels, axis=1)
        found -= found[0]
        moved = float(np.abs(found - trend).max())
        trend = found
        if moved <= _REST * float(np.nanmax(np.abs(values))):
            break
    return trend


def _changes(
    values: NDArray[np.float64], least_states: int
) -> tuple[NDArray[np.float64], NDArray[np.int64], list[list[int]]]:
    """Median change since the covered row before, of how many states, and unbroken stretches."""
    change, states = np.full(len(values), np.nan), np.zeros(len(values), dtype=np.int64)
    stretches: list[list[int]] = []
    there = ~np.isnan(values)
    for row in np.flatnonzero(there.sum(axis=1) >= least_states).tolist():
        if stretches:
            before = stretches[-1][-1]
            both = there[row] & there[before]
            states[row] = both.sum()
            if states[row] >= least_states:
                change[row] = np.median(values[row, both] - values[before, both])
                stretches[-1].append(row)
                continue
        stretches.append([row])
    return change, states, stretches


def _checked(panel: pd.DataFrame) -> NDArray[np.float64]:
    if not (panel.index.is_monotonic_increasing and panel.index.is_unique):
        msg = "The years of a panel must rise from row to row: sort them, and give each once."
        raise InputError(msg)
    try:
        values = panel.to_numpy(dtype=np.float64, na_value=np.nan)
    except (TypeError, ValueError) as error:
        msg = f"A panel must hold numbers, or nan where there is none: {error}."
        raise InputError(msg) from error
    if np.isinf(values).any():
        row, column = np.argwhere(np.isinf(values))[0]
        msg = f"Year {panel.index[row]}, state {panel.columns[column]}: the value is not finite."
        raise InputError(msg)
    return values
