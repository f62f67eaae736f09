"""Coups by Powell and Thyne: every attempt since 1950, and whether it succeeded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from allegiance.graph.datasets.coups import COLUMNS, coup_facts, coup_reading, say_day
from allegiance.graph.datasets.files import read_table
from allegiance.graph.datasets.protocol import Fact, Reading

_COLUMNS = ("country", "ccode", "year", "month", "day", "coup")
_OUTCOMES = {"1": "attempt", "2": "success"}


class PowellThyneCoups:
    """The list of Powell and Thyne (2011), kept up since: country, day, 1 failed or 2 successful.

    Read are the publisher's text file, parted by tabs, and copies parted by commas.
    """

    name = "powell-thyne-coups"
    columns: Mapping[str, str] = COLUMNS

    def read(self, files: Sequence[Path]) -> Reading:
        """The coups and attempts, a row each."""
        rows: list[dict[str, str]] = []
        left_out: Counter[str] = Counter()
        for path in files:
            table = read_table(path, _COLUMNS, what="the coups of Powell and Thyne")
            for row in table.to_dict("records"):
                outcome = _OUTCOMES.get(str(row["coup"]).strip())
                day = say_day(row["year"], row["month"], row["day"])
                if outcome is None:
                    left_out["neither 1 (attempt) nor 2 (success)"] += 1
                elif not day:
                    left_out["no date"] += 1
                else:
                    code = str(row["ccode"]).strip()
                    key = f"{code}-{day}-{outcome}"
                    rows.append({"code": code, "date": day, "outcome": outcome, "key": key})
        return coup_reading(rows, left_out)

    def facts(self, reading: Reading) -> Iterable[Fact]:
        """A statement a coup or attempt."""
        return coup_facts(reading.table, voice="Powell and Thyne")
