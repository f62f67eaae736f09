"""Trade between states by the Correlates of War project: who imported how much from whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from allegiance.graph.datasets.protocol import Fact, Reading
from allegiance.graph.datasets.state_tables import Names, Sieve, read_all

if TYPE_CHECKING:
    import pandas as pd

_NAMES: Final[Names] = {
    "one": ("ccode1",),
    "other": ("ccode2",),
    "year": ("year",),
    "flow1": ("flow1",),
    "flow2": ("flow2",),
    "smooth1": ("smoothflow1",),
    "smooth2": ("smoothflow2",),
}


class CowTrade:
    """Dyadic trade of COW (Barbieri, Keshk and Pollins 2009), a row an importer, exporter and year.

    In the published file flow1 is what the first state imports from the second, flow2 the other
    way. Files with each pair once and files with each pair both ways give the same table; ``rows``
    of the reading counts flows, two a row of the file.
    """

    name = "cow-trade"
    columns: Mapping[str, str] = {
        "importer": "id of the state that the goods go to",
        "exporter": "id of the state that they come from",
        "year": "the year",
        "flow_usd_million": "imports in million current US dollars; nan is missing (-9)",
        "smoothed_usd_million": "the same, with gaps filled and jumps smoothed by the publisher",
    }

    def read(self, files: Sequence[Path]) -> Reading:
        """The flows of trade, a row each."""
        sieve = Sieve(_flows(read_all(files, _NAMES, what="the dyadic trade of COW")))
        sieve.make_years()
        for side in ("importer", "exporter"):
            sieve.make_whole(side, least=1, most=999, reason="no state code")
        sieve.leave_out(_again(sieve.table), "the same flow the other way round")
        sieve.resolve_cow("importer", "exporter")
        sieve.leave_out(_again(sieve.table), "the same flow under another code")
        return sieve.reading(self.columns)

    def facts(self, reading: Reading) -> Iterable[Fact]:
        """None: trade is a measure."""
        return ()


def _again(flows: pd.DataFrame) -> pd.Series:
    """Whether a flow stands in an earlier row; by one number for all three keys, which is fast."""
    key = flows["year"].to_numpy().astype("int64")
    for side in ("importer", "exporter"):
        codes = flows[side]
        numbers = codes.cat.codes if codes.dtype == "category" else codes
        key = key * 1000 + numbers.to_numpy().astype("int64")
    return flows.assign(key=key).duplicated("key")


def _flows(pairs: pd.DataFrame) -> pd.DataFrame:
    """The two flows of each row of the file, first all of one way, then all of the other."""
    import pandas as pd

    ways = [("one", "other", "flow1", "smooth1"), ("other", "one", "flow2", "smooth2")]
    named = ["importer", "exporter", "flow_usd_million", "smoothed_usd_million"]
    flows = pd.concat(
        [pairs[["year", *way]].rename(columns=dict(zip(way, named, strict=True))) for way in ways],
        ignore_index=True,
    )
    for value in named[2:]:
        flows[value] = flows[value].where(flows[value] >= 0)
    return flows


COW_TRADE: Final = CowTrade()
