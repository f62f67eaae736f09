"""Troops of UN peacekeeping missions by place and contributor, from the missions' maps."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from allegiance.graph.datasets.protocol import Fact, Reading
from allegiance.graph.datasets.spells import end_spell, find_spells, say_state, say_years
from allegiance.graph.datasets.state_names import state_named
from allegiance.graph.datasets.state_tables import Names, Sieve, read_all

if TYPE_CHECKING:
    import pandas as pd

_NAMES: Final[Names] = {
    "mission": ("mission",),
    "year": ("year",),
    "location": ("location",),
    "latitude": ("latitude",),
    "longitude": ("longitude",),
    "overview": ("year.overview",),
}
_TEXTS: Final = ("mission", "location", "overview")
# A name, which may have brackets of its own, and in brackets a number or that it is not known.
_CONTRIBUTOR: Final = re.compile(
    r"[\s,]*(?P<name>\S.{0,80}?)\s*\((?P<size>[0-9]{1,6}|size unknown)\)\s*(?=,|$)"
)
# The state that a mission is in. Missions in several states or in a disputed area have none.
HOSTS: Final[Mapping[str, str]] = {
    "MINUJUSTH": "haiti",
    "MINURCA": "central-african-republic",
    "MINUSCA": "central-african-republic",
    "MINUSMA": "mali",
    "MINUSTAH": "haiti",
    "MONUA": "angola",
    "MONUC": "congo-kinshasa",
    "MONUSCO": "congo-kinshasa",
    "ONUB": "burundi",
    "ONUMOZ": "mozambique",
    "UNAMID": "sudan",
    "UNAMIR": "rwanda",
    "UNAMSIL": "sierra-leone",
    "UNAVEM III": "angola",
    "UNCRO": "croatia",
    "UNDOF": "syria",
    "UNFICYP": "cyprus",
    "UNIFIL": "lebanon",
    "UNMIH": "haiti",
    "UNMIL": "liberia",
    "UNMISET": "timor-leste",
    "UNMISS": "south-sudan",
    "UNOCI": "cote-divoire",
    "UNOSOM II": "somalia",
    "UNPREDEP": "north-macedonia",
    "UNSMIH": "haiti",
    "UNTAES": "croatia",
}


class UnPeacekeepers:
    """Troops under the UN by mission, place and contributor (Cil and others 2020), by year.

    The file has a row a place and names the contributors in a text, "Nepal (size unknown), Jordan
    (120)": the table has a row a contributor, and so ``rows`` of the reading counts them.

    Parameters
    ----------
    least_persons
        From how many known troops of a contributor in a mission on a year counts for a tie.
    """

    name = "un-peacekeepers"
    columns: Mapping[str, str] = {
        "mission": "short name of the mission",
        "year": "the year",
        "location": "the place, as the set writes it",
        "latitude": "its latitude in degrees",
        "longitude": "its longitude in degrees",
        "contributor": "id of the state that the troops are from",
        "troops_persons": "troops at the place, mostly the usual strength of the units on the "
        "map (a company 150, a battalion 650); nan is not known",
    }

    def __init__(self, least_persons: float = 100) -> None:
        self.least_persons = least_persons

    def read(self, files: Sequence[Path]) -> Reading:
        """The contributions, a row a mission, year, place and contributor."""
        import numpy as np
        import pandas as pd

        places = read_all(files, _NAMES, what="the Geo-PKO data on contributors", texts=_TEXTS)
        sieve = Sieve(_contributions(places))
        sieve.make_years()
        sieve.leave_out(sieve.table["contributor"] == "", "a text without contributor (number)")
        sieve.leave_out(sieve.table["mission"] == "", "no mission")
        names, years = sieve.table["contributor"], sieve.table["year"]
        states = [state_named(name, year) for name, year in zip(names, years, strict=True)]
        missing = np.array([not state for state in states], dtype=bool)
        sieve.lose(missing, list(names[missing]), days=sieve.years()[0])
        sieve.table["contributor"] = pd.Categorical([state for state in states if state])
        return sieve.reading(self.columns)

    def facts(self, reading: Reading) -> Iterator[Fact]:
        """A tie for each run of years in which a state had enough troops in a mission's state.

        It weighs a quarter of a deployment of the state's own: who wears the UN's helmet in a
        state is no ally of it by that.
        """
        table = reading.table
        covered = int(table["year"].max()) if len(table) else 0
        keys = ["contributor", "mission", "year"]
        troops = table.groupby(keys, observed=True)["troops_persons"].sum().reset_index()
        enough = troops[troops["troops_persons"] >= self.least_persons]
        for spell in find_spells(enough, ["contributor", "mission"]).itertuples(index=False):
            contributor, mission, first, last = spell
            host = HOSTS.get(mission)
            if host is not None and host != contributor:
                yield self._fact((contributor, mission, host), (first, last), covered=covered)

    def _fact(self, tie: tuple[str, str, str], span: tuple[int, int], *, covered: int) -> Fact:
        contributor, mission, host = tie
        first, last = span
        who, where = say_state(contributor, first), say_state(host, first)
        least = f"{self.least_persons:,g}"
        end, after = end_spell(last, covered)
        note = f"Under the UN mission {mission}; {least} or more persons each year, by its maps."
        return Fact(
            key=f"{contributor}-{mission.lower().replace(' ', '-')}-{host}-{first}",
            label=f"{who} had peacekeepers in {where} {say_years(first, last)}, by Geo-PKO.",
            subject=contributor,
            relation="takes_part_in_mission_in",
            object=host,
            start=str(first),
            end=end,
            note=note + after,
        )


def parse_contributors(text: str) -> list[tuple[str, float]]:
    """The contributors that a text names, and their troops, nan where the size is unknown.

    A rest that is no contributor with a number or "size unknown" comes with the name "".

    >>> parse_contributors("Nepal (size unknown), Korea (ROK) (120)")
    [('Nepal', nan), ('Korea (ROK)', 120.0)]
    """
    found, end = [], 0
    while match := _CONTRIBUTOR.match(text, end):
        size = match["size"]
        found.append((match["name"], float(size) if size.isdigit() else math.nan))
        end = match.end()
    if not found or text[end:].strip(" ,"):
        found.append(("", math.nan))
    return found


def _contributions(places: pd.DataFrame) -> pd.DataFrame:
    """A row a contributor of each place; one with the name "" for a text that does not tell."""
    import pandas as pd

    rows: list[dict[str, Any]] = []
    for place in places.to_dict("records"):
        known = {str(name): value for name, value in place.items() if name != "overview"}
        text = str(place["overview"])
        for name, size in parse_contributors(text):
            rows.append({**known, "contributor": name, "troops_persons": size})
    columns = [*places.columns.drop("overview"), "contributor", "troops_persons"]
    return pd.DataFrame(rows, columns=columns)


UN_PEACEKEEPERS: Final = UnPeacekeepers()
