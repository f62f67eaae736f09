"""One state through its names: which ids of data/states.csv one asked for has borne."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from allegiance.graph.datasets.state_names import last_state_named, state_named
from allegiance.graph.model.errors import UnknownNameError
from allegiance.graph.model.names import fold
from allegiance.graph.model.states import SYSTEMS, codes_of, read_states, state_of

if TYPE_CHECKING:
    import pandas as pd

_NOW: Final = 2020


def find_state(name: str) -> str:
    """The id of the state that a name, an id or a code means; the last one to bear it.

    Raises
    ------
    UnknownNameError
        If there is none; near names are suggested.

    Examples
    --------
    >>> find_state("Egypt"), find_state("EGY"), find_state("651")
    ('egypt', 'egypt', 'egypt')
    """
    wanted = fold(name)
    named = _by_name()
    if wanted in named:
        return named[wanted]
    coded = state_of(name)
    for system in SYSTEMS:
        if system in coded:
            return coded[system].id
    if found := state_named(name, _NOW) or last_state_named(name):
        return found
    known = [state.label for state in read_states()]
    raise UnknownNameError(name, kind="state", known=known, see="docs/identity.md")


def label_of(state: str) -> str:
    """The last name of a state in the table."""
    return codes_of(state)[-1].label


def labels_between(state: str, first: int, last: int) -> tuple[str, ...]:
    """The names that a state bore from one year to another, in order, each once.

    Examples
    --------
    >>> labels_between("serbia", 1990, 2010)
    ('Yugoslavia', 'Serbia and Montenegro', 'Serbia')
    >>> labels_between("germany", 1980, 2010), labels_between("mali", 1990, 2010)
    (('West Germany', 'Germany'), ('Mali',))
    """
    periods = sorted(
        (period for one in lineage(state) for period in codes_of(one)), key=lambda p: p.first
    )
    labels = [
        period.label
        for period in periods
        if period.first.year <= last and (period.last is None or first <= period.last.year)
    ]
    return tuple(dict.fromkeys(labels))


@cache
def lineage(state: str) -> tuple[str, ...]:
    """The ids of one state through time, sorted: successors that keep a COW code are one state.

    Examples
    --------
    Ukraine succeeds the Soviet Union as well, but under a code of its own.

    >>> lineage("russia"), lineage("ukraine")
    (('russia', 'soviet-union'), ('ukraine',))
    """
    pairs = [
        {state.id, before}
        for state in read_states()
        for before in state.successor_of
        if _codes(state.id) & _codes(before)
    ]
    found = {state}
    while joined := [pair for pair in pairs if pair & found and pair - found]:
        found.update(*joined)
    return tuple(sorted(found))


def canonical(states: pd.Series) -> pd.Series:
    """The ids of a column, each as the last id of its lineage, so that a series runs through."""
    import numpy as np
    import pandas as pd

    place, known = pd.factorize(states)
    names = np.array([*(last_of(str(one)) for one in known), None], dtype=object)
    return pd.Series(names[place], index=states.index, dtype=object, name=states.name)


@cache
def last_of(state: str) -> str:
    """The last id of a lineage.

    >>> last_of("soviet-union")
    'russia'
    """
    return max(lineage(state), key=lambda one: codes_of(one)[-1].first)


@cache
def members_in(year: int) -> frozenset[str]:
    """The members of the COW state system in a year, if only for a part of it, by their last ids.

    Empty where the table does not reach: before 1816.

    >>> len(members_in(1816)), "russia" in members_in(1970), len(members_in(1815))
    (23, True, 0)
    """
    return frozenset(
        last_of(state.id)
        for state in read_states()
        if state.cow
        and state.first.year <= year
        and (state.last is None or year <= state.last.year)
    )


@cache
def _codes(state: str) -> frozenset[str]:
    return frozenset(period.cow for period in codes_of(state) if period.cow)


@cache
def _by_name() -> dict[str, str]:
    found: dict[str, str] = {}
    for state in sorted(read_states(), key=lambda one: one.first):
        found[fold(state.label)] = state.id
    for state in read_states():
        found[fold(state.id)] = state.id
    return found
