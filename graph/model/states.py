"""States and their codes by date: COW, Gleditsch-Ward, ISO 3166, Wikidata, from data/states.csv.

Codes change: COW calls West Germany 260 and Germany 255, and 345 is Yugoslavia, then Serbia.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from allegiance.graph.model.dates import PartialDate
from allegiance.graph.model.errors import InputError, UnknownNameError

TABLE = Path(__file__).parents[2] / "data" / "states.csv"
# The systems of codes, and how a message names each.
SYSTEMS: dict[str, str] = {
    "iso3": "ISO 3166-1 alpha-3",
    "iso2": "ISO 3166-1 alpha-2",
    "cow": "COW",
    "cow_abbrev": "COW abbreviation",
    "gw": "Gleditsch-Ward",
    "wikidata": "Wikidata",
}
# A day, a year as a number, or a date as written; None for any time.
When = dt.date | PartialDate | str | int | None
_Entry = tuple[int, int, "State"]


@dataclass(frozen=True, slots=True)
class State:
    """A state over one period in which its name and codes stay: "" where a system has no code.

    ``first`` and ``last`` are the days between which they are in force, both included; ``last``
    is None while they are. ``successor_of`` names the states that it follows with this period.
    """

    id: str
    label: str
    iso3: str
    iso2: str
    cow: str
    cow_abbrev: str
    gw: str
    wikidata: str
    first: dt.date
    last: dt.date | None
    successor_of: tuple[str, ...] = ()

    def code(self, system: str) -> str:
        """The code of this period in ``system``, "" if it has none."""
        return str(getattr(self, system))


def read_states() -> tuple[State, ...]:
    """Every period of every state, sorted by id and first day."""
    return _states()


def resolve_state(code: str | int, *, system: str, on: When = None, strict: bool = True) -> State:
    """The state that ``code`` means in ``system`` on the day ``on``.

    Of a month or a year, any day on which the code is in force will do, the last one counts.
    Without a day, the last state that ever had the code is meant.

    Parameters
    ----------
    system
        One of "iso3", "iso2", "cow", "cow_abbrev", "gw", "wikidata".
    on
        A day, a date as one writes it (``"1985-06"``), a
        :class:`~allegiance.graph.model.dates.PartialDate`, or a year as a number.
    strict
        Whether the code must have been in force then. If not, today's code of the same state
        will do: many data sets write BFA for Upper Volta and RUS for the Soviet Union.

    Raises
    ------
    UnknownNameError
        If no state ever had the code.
    InputError
        If the code was not in force then; the message says when it was.

    Examples
    --------
    >>> resolve_state(345, system="cow", on=1950).label
    'Yugoslavia'
    >>> resolve_state(345, system="cow", on=2010).label
    'Serbia'
    """
    key = str(code)
    entries = _index(system).get(key) or _index(system).get(key.strip().upper(), ())
    if on is None and entries:
        return entries[-1][2]
    first, last = _span(on)
    for start, end, state in reversed(entries):
        if start <= last and first <= end:
            return state
    lived = None if strict or not entries else _lived_on(entries, on)
    if lived is not None:
        return lived
    raise _unresolved(key, system, on, entries)


def _lived_on(entries: tuple[_Entry, ...], on: When) -> State | None:
    """The last period on ``on`` of a state with these entries, or that held its COW number then."""
    first, last = _span(on)
    own = [entry for one in {state.id for _, _, state in entries} for entry in _by_id()[one]]
    for periods in (own, _index("cow").get(entries[-1][2].cow, ())):
        lived = [entry for entry in periods if entry[0] <= last and first <= entry[1]]
        if lived:
            return max(lived, key=lambda entry: entry[:2])[2]
    return None


def codes_of(state: str, *, on: When = None) -> tuple[State, ...]:
    """The periods of a state (an id of the table) that touch ``on``, first to last.

    Raises
    ------
    UnknownNameError
        If the table has no such state.

    Examples
    --------
    >>> [(s.cow, s.gw) for s in codes_of("germany", on=2000)]
    [('255', '260')]
    """
    periods = _by_id().get(state)
    if periods is None:
        raise UnknownNameError(state, kind="state", known=_by_id(), see="docs/identity.md")
    first, last = (0, dt.date.max.toordinal()) if on is None else _span(on)
    return tuple(s for start, end, s in periods if start <= last and first <= end)


def state_of(code: str, *, on: When = None) -> dict[str, State]:
    """The state that ``code`` means in each system that has it, by system; empty if none has."""
    found = {}
    for system in SYSTEMS:
        for start, end, state in reversed(_index(system).get(code.strip().upper(), ())):
            first, last = (start, end) if on is None else _span(on)
            if start <= last and first <= end:
                found[system] = state
                break
    return found


def _span(on: When) -> tuple[int, int]:
    """The first and the last day, as ordinals, that ``on`` can mean."""
    if isinstance(on, int):
        return dt.date(on, 1, 1).toordinal(), dt.date(on, 12, 31).toordinal()
    if isinstance(on, str):
        on = PartialDate.parse(on)
    if isinstance(on, PartialDate):
        return on.earliest.toordinal(), on.latest.toordinal()
    if on is None:
        return 0, dt.date.max.toordinal()
    return on.toordinal(), on.toordinal()


def _unresolved(
    code: str, system: str, on: When, entries: tuple[_Entry, ...]
) -> UnknownNameError | InputError:
    name = SYSTEMS[system]
    if not entries:
        known = _index(system)
        return UnknownNameError(code, kind=f"{name} code", known=known, see="docs/identity.md")
    lives = "; ".join(dict.fromkeys(f"{s.label}, {_life(s)}" for _, _, s in entries))
    others = {s.id: s for _, _, state in entries for s in codes_of(state.id, on=on)}
    codes = [f"{s.label} {s.code(system)}" for s in others.values() if s.code(system)]
    guess = f" Did you mean {' or '.join(codes)}?" if codes else ""
    message = f"The {name} code {code} was not in force on {on}; it is {lives}.{guess}"
    return InputError(message)


def _life(state: State) -> str:
    last = "today" if state.last is None else state.last.isoformat()
    return f"{state.first.isoformat()} to {last}"


@cache
def _states() -> tuple[State, ...]:
    return tuple(_read())


def _read() -> Iterator[State]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield State(
                id=row["state"],
                label=row["label"],
                iso3=row["iso3"],
                iso2=row["iso2"],
                cow=row["cow"],
                cow_abbrev=row["cow_abbrev"],
                gw=row["gw"],
                wikidata=row["wikidata"],
                first=PartialDate.parse(row["from"]).earliest,
                last=PartialDate.parse(row["until"]).latest if row["until"] else None,
                successor_of=tuple(row["successor_of"].split()),
            )


def _entry(state: State) -> _Entry:
    return state.first.toordinal(), (state.last or dt.date.max).toordinal(), state


@cache
def _by_id() -> dict[str, tuple[_Entry, ...]]:
    found: dict[str, list[_Entry]] = {}
    for state in _states():
        found.setdefault(state.id, []).append(_entry(state))
    return {name: tuple(entries) for name, entries in found.items()}


@cache
def _index(system: str) -> dict[str, tuple[_Entry, ...]]:
    """The periods of each code of a system, first to last."""
    if system not in SYSTEMS:
        message = f"No system of codes {system!r}. Systems are: {', '.join(SYSTEMS)}."
        raise InputError(message)
    found: dict[str, list[_Entry]] = {}
    for state in _states():
        if code := state.code(system):
            found.setdefault(code, []).append(_entry(state))
    return {code: tuple(sorted(e, key=lambda one: one[:2])) for code, e in found.items()}
