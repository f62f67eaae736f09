"""Formal alliances by the Correlates of War project, 1816 to 2012, version 4.1."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from allegiance.graph.datasets.alliances import check_kinds, pact_columns, pact_facts, read_pacts
from allegiance.graph.datasets.protocol import Fact, Reading
from allegiance.graph.datasets.state_tables import Names

_NAMES: Final[Names] = {
    "state": ("ccode1",),
    "ally": ("ccode2",),
    "year": ("year",),
    "defence": ("cow_defense", "defense"),
    "neutrality": ("cow_neutral", "neutrality"),
    "non_aggression": ("cow_nonagg", "nonaggression"),
    "consultation": ("cow_entente", "entente"),
}
_KINDS: Final = ("defence", "neutrality", "non_aggression", "consultation")


class CowAlliances:
    """Directed pairs of states and years (Gibler 2009); an entente is a pact to consult.

    Parameters
    ----------
    kinds
        The kinds of pact that are looked at: all by default. Of several that a pair has in a year,
        the strongest becomes a tie.
    """

    name = "cow-alliances"
    columns: Mapping[str, str] = pact_columns(_KINDS)

    def __init__(self, kinds: Sequence[str] = _KINDS) -> None:
        self.kinds = check_kinds(kinds, _KINDS)

    def read(self, files: Sequence[Path]) -> Reading:
        """The alliances, a row a directed pair of states and year."""
        return read_pacts(
            files, _NAMES, what="the alliances of the Correlates of War, by directed pair and year"
        )

    def facts(self, reading: Reading) -> Iterator[Fact]:
        """A tie for every run of years of a pact of each kind."""
        return pact_facts(reading, self.kinds, source="COW")


COW_ALLIANCES: Final = CowAlliances()
