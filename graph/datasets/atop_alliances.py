"""Alliance treaty obligations and provisions (ATOP), 1815 to 2018, version 5."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from allegiance.graph.datasets.alliances import check_kinds, pact_columns, pact_facts, read_pacts
from allegiance.graph.datasets.protocol import Fact, Reading
from allegiance.graph.datasets.state_tables import Names

_NAMES: Final[Names] = {
    "state": ("ccode1", "stateA"),
    "ally": ("ccode2", "stateB"),
    "year": ("year",),
    "defence": ("atop_defense", "defense"),
    "offence": ("atop_offense", "offense"),
    "neutrality": ("atop_neutral", "neutral"),
    "non_aggression": ("atop_nonagg", "nonagg"),
    "consultation": ("atop_consul", "consul"),
}
_KINDS: Final = ("defence", "offence", "neutrality", "non_aggression", "consultation")


class AtopAlliances:
    """Directed pairs of states and years (Leeds and others 2002), by what the treaty obliges to.

    Parameters
    ----------
    kinds
        The kinds of pact that are looked at: all by default. Of several that a pair has in a year,
        the strongest becomes a tie.
    """

    name = "atop-alliances"
    columns: Mapping[str, str] = pact_columns(_KINDS)

    def __init__(self, kinds: Sequence[str] = _KINDS) -> None:
        self.kinds = check_kinds(kinds, _KINDS)

    def read(self, files: Sequence[Path]) -> Reading:
        """The alliances, a row a directed pair of states and year."""
        return read_pacts(files, _NAMES, what="the alliances of ATOP, by directed pair and year")

    def facts(self, reading: Reading) -> Iterator[Fact]:
        """A tie for every run of years of a pact of each kind."""
        return pact_facts(reading, self.kinds, source="ATOP")


ATOP_ALLIANCES: Final = AtopAlliances()
