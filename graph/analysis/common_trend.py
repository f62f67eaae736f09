"""What moves all states at once, such as the agenda of an assembly, taken out of a yearly measure.

A level that moves because everyone's moves is no shift of one state.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from allegiance.graph.analysis.segment_sums import check_whole
from allegiance.graph.model.errors import InputError


@dataclass(frozen=True, slots=True, eq=False)
class CommonTrend:
    """A panel without its common trend, and the trend that was taken out.

    Attributes
    ----------
    adjusted
        The panel, less what the median state has moved since the first year of the trend; nan
        where the panel is, and in years in which the trend is not known.
    change
        By year: the median over states of their change since the last year that is covered; nan
        where there are too few.
    states
        By year: of how many states that is the median. A year counts as covered from
        ``least_states`` values on; others have 0.
    """

    adjusted: pd.DataFrame
    change: pd.Series[float]
    states: pd.Series[int]


def subtract_common_trend(panel: pd.DataFrame, *, least_states: int = 30) -> CommonTrend:
    """A panel of a yearly measure less the cross-state median change, summed up over the years.

    The trend is c_t = c_s + median over states i of (y_it - y_is), where s is the last covered
    year before t, and the median is over the states that have a value in both. Where they are too
    few the trend breaks off; the longest stretch without a break is kept (of equally long ones
    the last), and the adjusted values are nan in all other years.

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
    move is taken for the trend. The errors of the medians add up: with N states that share
    nothing but noise the trend strays, by a third of a state's own spread in 50 years for N = 30
    and by a fifth for N = 150.

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
    adjusted = np.full_like(values, np.nan)
    longest = max(reversed(stretches), key=len, default=[])
    if longest:
        since = np.append(0.0, change[longest[1:]].cumsum())
        adjusted[longest] = values[longest] - since[:, None]
    return CommonTrend(
        pd.DataFrame(adjusted, index=panel.index, columns=panel.columns),
        pd.Series(change, index=panel.index, name="change"),
        pd.Series(states, index=panel.index, name="states"),
    )


def _changes(
    values: NDArray[np.float64], least_states: int
) -> tuple[NDArray[np.float64], NDArray[np.int64], list[list[int]]]:
    """Median change and its number of states by row, and the rows of each unbroken stretch."""
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
