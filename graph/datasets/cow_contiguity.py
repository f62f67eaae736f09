"""Which states border each other, by land or over how much water, by the Correlates of War."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from allegiance.graph.datasets.protocol import Fact, Reading
from allegiance.graph.datasets.state_tables import Names, Sieve, read_all

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

_NAMES: Final[Names] = {
    "state": ("ccode1", "statelno"),
    "neighbour": ("ccode2", "statehno"),
    "kind": ("conttype",),
    "begin": ("begin",),
    "end": ("end",),
}
# The codebook's types 1 to 5, as what lies between two states.
KINDS: Final[Mapping[int, str]] = {
    1: "land",
    2: "12 miles",
    3: "24 miles",
    4: "150 miles",
    5: "400 miles",
}
_MONTHS: Final = (180_001, 219_912)


class CowContiguity:
    """Direct contiguity of COW (Stinnett and others 2002), a row a pair and run of months.

    Files with each pair once and files with each pair both ways give the same table; ``rows`` of
    the reading counts both ways, two a row of the file.
    """

    name = "cow-contiguity"
    columns: Mapping[str, str] = {
        "state": "id of the state",
        "neighbour": "id of the state that it borders",
        "kind": "what lies between: land (or a river), or at most 12, 24, 150, 400 miles of water",
        "begin": "the month from which this is so, as year and month",
        "end": "the last month in which this is so; the last that the file covers where it goes on",
    }

    def read(self, files: Sequence[Path]) -> Reading:
        """The borders, both ways, a row each."""
        import pandas as pd

        sieve = Sieve(_both_ways(read_all(files, _NAMES, what="the direct contiguity of COW")))
        for month in ("begin", "end"):
            _make_month(sieve, month)
        kinds = sieve.table["kind"]
        sieve.leave_out(~kinds.isin(list(KINDS)), "no type of contiguity from 1 to 5")
        for side in ("state", "neighbour"):
            sieve.make_whole(side, least=1, most=999, reason="no state code")
        sieve.leave_out(sieve.table["begin"] > sieve.table["end"], "an end before the begin")
        sieve.leave_out(sieve.table.duplicated(), "the same border the other way round")
        for side in ("state", "neighbour"):
            sieve.resolve(side, system="cow", days=_days(sieve.table))
        table = sieve.table
        table["kind"] = pd.Categorical(table["kind"].map(KINDS), list(KINDS.values()), ordered=True)
        for month in ("begin", "end"):
            table[month] = [f"{n // 100:04}-{n % 100:02}" for n in table[month]]
        return sieve.reading(self.columns)

    def facts(self, reading: Reading) -> Iterable[Fact]:
        """None: to border is no act, and weighs on no pole."""
        return ()


def _both_ways(table: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd

    turned = table.rename(columns={"state": "neighbour", "neighbour": "state"})
    return pd.concat([table, turned[list(table.columns)]], ignore_index=True)


def _make_month(sieve: Sieve, column: str) -> None:
    reason = f"no month of {column}"
    sieve.make_whole(column, least=_MONTHS[0], most=_MONTHS[1], reason=reason)
    sieve.leave_out(~(sieve.table[column] % 100).between(1, 12), reason)


def _days(table: pd.DataFrame) -> tuple[npt.NDArray[np.datetime64], npt.NDArray[np.datetime64]]:
    """The first day of the month of begin, and the last of that of end."""
    counted = {c: (table[c] // 100 - 1970) * 12 + table[c] % 100 - 1 for c in ("begin", "end")}
    first = counted["begin"].to_numpy().astype("datetime64[M]").astype("datetime64[D]")
    after = (counted["end"] + 1).to_numpy().astype("datetime64[M]").astype("datetime64[D]")
    return first, after - 1


COW_CONTIGUITY: Final = CowContiguity()
