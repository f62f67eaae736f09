"""National material capabilities by the Correlates of War project: the means of states."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from allegiance.graph.datasets.protocol import Fact, Reading
from allegiance.graph.datasets.state_tables import Names, Sieve, read_all

_NAMES: Final[Names] = {
    "state": ("ccode",),
    "year": ("year",),
    "military_spending_thousand": ("milex",),
    "military_persons_thousand": ("milper",),
    "iron_steel_thousand_tons": ("irst",),
    "energy_thousand_coal_tons": ("pec",),
    "population_thousand": ("tpop",),
    "urban_population_thousand": ("upop",),
    "cinc_share": ("cinc",),
}


class CowCapabilities:
    """The means of states (Singer, Bremer and Stuckey 1972), a row a state and year."""

    name = "cow-capabilities"
    columns: Mapping[str, str] = {
        "state": "id of the state",
        "year": "the year",
        "military_spending_thousand": "in thousand current British pounds until 1913, US dollars "
        "since 1914: never compare across that year",
        "military_persons_thousand": "military personnel, in thousands",
        "iron_steel_thousand_tons": "production of iron and steel, in thousand tons",
        "energy_thousand_coal_tons": "consumption of energy, in thousand tons of coal",
        "population_thousand": "people, in thousands",
        "urban_population_thousand": "people in cities of 100,000 or more, in thousands",
        "cinc_share": "mean share of the six above in those of all states of the year, 0 to 1",
    }

    def read(self, files: Sequence[Path]) -> Reading:
        """The means of states, a row a state and year; nan is missing (-9)."""
        sieve = Sieve(read_all(files, _NAMES, what="the national material capabilities of COW"))
        sieve.make_years()
        sieve.resolve_cow("state")
        sieve.leave_out(sieve.table.duplicated(["state", "year"]), "the same state and year again")
        for column in list(_NAMES)[2:]:
            sieve.table[column] = sieve.table[column].where(sieve.table[column] >= 0)
        return sieve.reading(self.columns)

    def facts(self, reading: Reading) -> Iterable[Fact]:
        """None: means are measures."""
        return ()


COW_CAPABILITIES: Final = CowCapabilities()
