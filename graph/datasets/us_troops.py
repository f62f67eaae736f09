"""Troops of the United States by host, from the reports of its Department of Defense."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from allegiance.graph.datasets.protocol import Fact, Reading
from allegiance.graph.datasets.spells import end_spell, find_spells, say_state, say_years
from allegiance.graph.datasets.state_tables import Names, Sieve, read_all

_BRANCHES: Final[Names] = {
    "army_persons": ("army_ad",),
    "navy_persons": ("navy_ad",),
    "air_force_persons": ("air_force_ad",),
    "marines_persons": ("marine_corps_ad",),
}
_NAMES: Final[Names] = {
    "host": ("ccode",),
    "year": ("year",),
    "quarter": ("quarter",),
    "source": ("source",),
    "troops_persons": ("troops_ad",),
    **_BRANCHES,
}
_SENDER: Final = "united-states"
# Its codes are Gleditsch and Ward's; the older of its sources keep 345 for Serbia.
_AFTER_2006: Final = {345: 340}


class UsTroops:
    """Troops of the United States by host and quarter (Allen, Flynn, Martinez Machain 2022).

    Parameters
    ----------
    least_persons
        From how many troops on a year counts for a tie: 100 by default. Fewer mostly are the
        guards and attachés of an embassy.
    """

    name = "us-troops"
    columns: Mapping[str, str] = {
        "host": "id of the state in which the troops are; the United States too",
        "year": "the year",
        "quarter": "the quarter, 1 to 4: one or two a year until 2012, four since 2014",
        "troops_persons": "active duty persons; nan is no report (0 without a source)",
        "army_persons": "of these the army; nan where the branches are not known",
        "navy_persons": "of these the navy",
        "air_force_persons": "of these the air force",
        "marines_persons": "of these the marines",
        "source": 'report that the figure is from, "" without one',
        "imputed": "whether the publisher filled the figure in, between two reports",
    }

    def __init__(self, least_persons: float = 100) -> None:
        self.least_persons = least_persons

    def read(self, files: Sequence[Path]) -> Reading:
        """The figures, a row a host and quarter; places that were no state then are left out."""
        sieve = Sieve(read_all(files, _NAMES, what="the US troops of troopdata", texts=("source",)))
        sieve.make_years()
        sieve.make_whole("quarter", least=1, most=4, reason="no quarter")
        sieve.make_whole("host", least=1, most=9999, reason="no state code")
        sieve.resolve("host", system="gw", days=sieve.years(), instead=_AFTER_2006)
        sieve.leave_out(
            sieve.table.duplicated(["host", "year", "quarter"]), "the same host and quarter again"
        )
        table = sieve.table
        table["source"] = table["source"].astype(object).replace("NA", "")
        table["imputed"] = table["source"].str.contains("Imputation")
        reported = (table["source"] != "") | (table["troops_persons"] > 0)
        table["troops_persons"] = table["troops_persons"].where(reported)
        branches = table[list(_BRANCHES)]
        known = (branches.sum(axis=1) > 0) | (table["troops_persons"] == 0)
        table[list(_BRANCHES)] = branches.where(known)
        return sieve.reading(self.columns)

    def facts(self, reading: Reading) -> Iterator[Fact]:
        """A tie for each run of years in which enough troops were in a state in some quarter."""
        table = reading.table
        covered = int(table["year"].max()) if len(table) else 0
        abroad = table[table["host"] != _SENDER]
        enough = abroad[abroad["troops_persons"] >= self.least_persons]
        imputed = enough.groupby(["host", "year"], observed=True)["imputed"].all()
        filled = set(imputed[imputed].index)
        for host, first, last in find_spells(enough, ["host"]).itertuples(index=False):
            guessed = [year for year in range(first, last + 1) if (host, year) in filled]
            note = f" Filled in by the publisher: {', '.join(map(str, guessed))}." * bool(guessed)
            yield self._fact(host, (first, last), covered=covered, note=note)

    def _fact(self, host: str, span: tuple[int, int], *, covered: int, note: str) -> Fact:
        first, last = span
        said = f"{say_state(host, first)} {say_years(first, last)}"
        least = f"{self.least_persons:,g}"
        end, after = end_spell(last, covered)
        return Fact(
            key=f"{_SENDER}-stationed-in-{host}-{first}",
            label=f"The United States had troops in {said}, by the Department of Defense.",
            subject=_SENDER,
            relation="stationed_in",
            object=host,
            start=str(first),
            end=end,
            note=f"{least} or more on active duty in a quarter of each year.{note}{after}",
        )


US_TROOPS: Final = UsTroops()
