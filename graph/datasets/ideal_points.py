"""Ideal points of states in the General Assembly: where each stands by its votes in a session."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from allegiance.graph.datasets.protocol import Fact, Reading
from allegiance.graph.datasets.state_codes import BEYOND_THEIR_DAYS
from allegiance.graph.datasets.state_tables import Names, Sieve, read_all

_NAMES: Final[Names] = {
    "state": ("ccode",),
    "session": ("session",),
    "votes_cast": ("NVotes", "NVotesAll"),
    "ideal_point": ("IdealPoint", "IdealPointAll"),
    "lower": ("Q5%", "Q5%All"),
    "median": ("Q50%", "Q50%All"),
    "upper": ("Q95%", "Q95%All"),
}
# The 5% and the 95% quantile of a normal distribution lie this many sd apart.
_SPREAD: Final = 2 * 1.6448536269514722


class IdealPoints:
    """The published ideal points of Bailey, Strezhnev and Voeten (2017), a row a state and session.

    Session s is counted as the year from 1 September of 1945 + s, in which a code means the state
    that had it first: 365 in session 46 is the Soviet Union.
    """

    name = "ideal-points"
    columns: Mapping[str, str] = {
        "state": "id of the state",
        "session": "the session of the Assembly",
        "year": "the year in which the session begins, 1945 + session",
        "votes_cast": "in how many roll calls of the session the state voted",
        "ideal_point": "the estimate: higher is nearer to the US-led liberal order; no unit",
        "sd": "its standard deviation, from the 5% and 95% quantiles as of a normal distribution",
        "lower": "the 5% quantile of the estimate",
        "median": "the 50% quantile",
        "upper": "the 95% quantile",
    }

    def read(self, files: Sequence[Path]) -> Reading:
        """The ideal points, a row a state and session."""
        what = "the ideal points of Bailey, Strezhnev and Voeten"
        sieve = Sieve(read_all(files, _NAMES, what=what, encoding="latin-1"))
        sieve.make_whole("session", least=1, most=299, reason="no session")
        sieve.make_whole("state", least=1, most=999, reason="no state code")
        sieve.leave_out(sieve.table["ideal_point"].isna(), "no estimate")
        begin = (sieve.table["session"].to_numpy() - 25).astype("datetime64[Y]")
        first = begin.astype("datetime64[M]") + 8
        last = (first + 12).astype("datetime64[D]") - 1
        days = (first.astype("datetime64[D]"), last)
        sieve.resolve("state", system="cow", days=days, earliest=True, instead=BEYOND_THEIR_DAYS)
        sieve.leave_out(
            sieve.table.duplicated(["state", "session"]), "the same state and session again"
        )
        table = sieve.table
        table["year"] = table["session"] + 1945
        table["sd"] = (table["upper"] - table["lower"]) / _SPREAD
        return sieve.reading(self.columns)

    def facts(self, reading: Reading) -> Iterable[Fact]:
        """None: an ideal point is a measure."""
        return ()


IDEAL_POINTS: Final = IdealPoints()
