"""Coups by the Cline Center: realised, attempted and plotted, since 1945."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from allegiance.graph.datasets.coups import COLUMNS, coup_facts, coup_reading, say_day
from allegiance.graph.datasets.files import read_table
from allegiance.graph.datasets.protocol import Fact, Reading

_COLUMNS = ("coup_id", "cowcode", "year", "month", "day", "realized", "attempt", "conspiracy")
_OUTCOMES = {"realized": "success", "attempt": "attempt", "conspiracy": "conspiracy"}


class ClineCoups:
    """The Coup d'Etat Project of the Cline Center (Peyton and others), from version 2.

    Of its 29 columns those for place, day and outcome are read; who took part (military, palace,
    foreign) and what became of the leader stay behind.
    """

    name = "cline-coups"
    columns: Mapping[str, str] = COLUMNS

    def read(self, files: Sequence[Path]) -> Reading:
        """The coups, attempts and conspiracies, a row each."""
        rows: list[dict[str, str]] = []
        left_out: Counter[str] = Counter()
        for path in files:
            table = read_table(path, _COLUMNS, what="the coups of the Cline Center")
            for row in table.to_dict("records"):
                outcomes = [said for name, said in _OUTCOMES.items() if row[name].strip() == "1"]
                day = say_day(row["year"], row["month"], row["day"])
                if len(outcomes) != 1:
                    left_out["not one of realized, attempt and conspiracy"] += 1
                elif not day:
                    left_out["no date"] += 1
                else:
                    said = {"code": row["cowcode"].strip(), "key": row["coup_id"].strip()}
                    rows.append({**said, "date": day, "outcome": outcomes[0]})
        return coup_reading(rows, left_out)

    def facts(self, reading: Reading) -> Iterable[Fact]:
        """A statement a coup, attempt or conspiracy."""
        return coup_facts(reading.table, voice="the Cline Center")
