"""Whole columns of state codes to the states that they mean on their days, at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from allegiance.graph.model.states import State, read_states

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

# COW codes that data sets use beyond their days, and the one meant: China's seat is written as
# Taiwan's from 1945, and North Yemen's code is kept through the year in which the Yemens united.
BEYOND_THEIR_DAYS: Final = {713: 710, 678: 679}
_EPOCH: Final = 719_163  # the ordinal of 1970-01-01, day 0 of numpy


def code_states(
    codes: npt.NDArray[Any],
    *,
    system: str,
    first: npt.NDArray[np.datetime64],
    last: npt.NDArray[np.datetime64],
    earliest: bool = False,
    instead: Mapping[int, int] | None = None,
) -> pd.Categorical:
    """The id of the state that each code means between two days; missing where it means none.

    As :func:`~allegiance.graph.model.states.resolve_state` with ``strict=False``, for millions of
    codes: a code that was not in force then still means the same state, if that existed.

    Parameters
    ----------
    system
        One of the systems of :mod:`allegiance.graph.model.states`: "cow", "iso2".
    first, last
        The days between which the code is used, both included: of a year the first and last.
    earliest
        Whether, of several states that the code means between the days, the first is meant, not
        the last.
    instead
        Codes that a publisher uses beyond their days, each with the one that it means then.

    Examples
    --------
    >>> import numpy as np
    >>> days = np.array(["1950-01-01", "2010-01-01"], dtype="datetime64[D]")
    >>> list(code_states(np.array([345, 345]), system="cow", first=days, last=days))
    ['yugoslavia', 'serbia']
    """
    import numpy as np
    import pandas as pd

    states = sorted({state.id for state in read_states()})
    place = {state: index for index, state in enumerate(states)}
    begins, ends_on = _days(first), _days(last)
    found = np.full(len(codes), -1)
    other = {str(beyond): str(meant) for beyond, meant in (instead or {}).items()}
    known, group = np.unique(codes, return_inverse=True)
    order, ends = np.argsort(group, kind="stable"), np.cumsum(np.bincount(group)).tolist()
    for code, start, end in zip(known.tolist(), [0, *ends], ends, strict=False):
        where = order[start:end]
        said = str(code).strip().upper()
        for periods in (*_layers(said, system), *_layers(other.get(said, ""), system)):
            layer = np.full(len(where), -1)
            for state in periods if not earliest else reversed(periods):
                born, died = _life(state)
                layer[(born <= ends_on[where]) & (begins[where] <= died)] = place[state.id]
            found[where] = np.where(found[where] < 0, layer, found[where])
            if (found[where] >= 0).all():
                break
    return pd.Categorical.from_codes(found, categories=pd.Index(states, dtype=object))


def _layers(code: str, system: str) -> Iterator[list[State]]:
    """What a code can mean, surest first: the code's own periods, its states', its number's."""
    own = _periods(system, {code} - {""})
    yield own
    if own:
        yield _periods("id", {state.id for state in own})
        yield _periods("cow", {own[-1].cow} - {""})


def _periods(system: str, codes: Collection[str]) -> list[State]:
    known = _by_code(system)
    return sorted((state for code in codes for state in known.get(code, ())), key=_life)


@cache
def _by_code(system: str) -> dict[str, list[State]]:
    found: dict[str, list[State]] = {}
    for state in read_states():
        found.setdefault(getattr(state, system), []).append(state)
    return found


def _life(state: State) -> tuple[int, int]:
    """The first and the last day of a period, counted from 1970-01-01."""
    last = 3_000_000 if state.last is None else state.last.toordinal()
    return state.first.toordinal() - _EPOCH, last - _EPOCH


def _days(dates: npt.NDArray[np.datetime64]) -> npt.NDArray[np.int64]:
    return dates.astype("datetime64[D]").astype("int64")
