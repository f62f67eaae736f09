"""Militarised interstate disputes by the Correlates of War project: threats, displays, force."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from allegiance.graph.datasets.protocol import Fact, Reading
from allegiance.graph.datasets.state_tables import Names, Sieve, read_all

_NAMES: Final[Names] = {
    "dispute": ("dispnum",),
    "state": ("ccode1",),
    "opponent": ("ccode2",),
    "year": ("year",),
    "onset": ("disponset",),
    "initiator": ("sidea1",),
    "originator": ("orig1",),
    "hostility": ("hostlev1",),
    "opponent_hostility": ("hostlev2",),
    "highest_act": ("hiact1",),
    "fatality": ("fatality1",),
    "deaths": ("fatalpre1",),
}
_FLAGS: Final = ("onset", "initiator", "originator")
_MISSING: Final = -9
_LEVELS: Final = {1: "none", 2: "threat", 3: "display", 4: "use", 5: "war"}


class CowDisputes:
    """Directed pairs of states in a militarised dispute (Palmer and others 2022), by year.

    Hostility is that of the whole dispute by that state, not of the year.
    """

    name = "cow-disputes"
    columns: Mapping[str, str] = {
        "dispute": "the set's own number for the dispute",
        "state": "id of the state",
        "opponent": "id of the state on the other side",
        "year": "a year of the dispute",
        "onset": "1 in its first year, else 0",
        "initiator": "1 if the state was on side A, that of the first act, else 0",
        "originator": "1 if the state was in the dispute from its first day, else 0",
        "hostility": "the most that the state did: none (no militarised act), threat, display "
        "(of force), use (of force), war",
        "opponent_hostility": "the most that the opponent did",
        "highest_act": "the set's number of the state's highest act, 0 to 21; nan is missing",
        "fatality": "level of the state's battle deaths: 0 none, 1 to 25, 26 to 100, 101 to 250, "
        "251 to 500, 501 to 999 (5), 1,000 or more (6); nan is missing (-9)",
        "deaths": "battle deaths of the state where known exactly; nan is missing (-9)",
    }

    def read(self, files: Sequence[Path]) -> Reading:
        """The disputes, a row a directed pair and year."""
        import pandas as pd

        sieve = Sieve(read_all(files, _NAMES, what="the disputes of COW, by directed pair"))
        sieve.make_years()
        sieve.make_whole("dispute", least=1, most=10**6, reason="no number of a dispute")
        sieve.resolve_cow("state", "opponent")
        keys = ["dispute", "state", "opponent", "year"]
        sieve.leave_out(sieve.table.duplicated(keys), "the same dispute, pair and year again")
        for flag in _FLAGS:
            sieve.make_whole(flag, least=0, most=1, reason=f"{flag} neither 0 nor 1")
        for level in ("hostility", "opponent_hostility"):
            sieve.leave_out(~sieve.table[level].isin(list(_LEVELS)), f"no {level} from 1 to 5")
            said = sieve.table[level].map(_LEVELS)
            sieve.table[level] = pd.Categorical(said, list(_LEVELS.values()), ordered=True)
        for column in ("highest_act", "fatality", "deaths"):
            sieve.table[column] = sieve.table[column].where(sieve.table[column] != _MISSING)
        return sieve.reading(self.columns)

    def facts(self, reading: Reading) -> Iterable[Fact]:
        """None: a year and a level of hostility are too coarse for a dated statement."""
        return ()


COW_DISPUTES: Final = CowDisputes()
