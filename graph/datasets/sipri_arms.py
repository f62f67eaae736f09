"""Transfers of major arms by SIPRI: who supplied whom, in trend-indicator values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from allegiance.graph.datasets.protocol import Fact, Reading
from allegiance.graph.datasets.state_names import state_named
from allegiance.graph.datasets.state_tables import Names, Sieve, read_all

if TYPE_CHECKING:
    import pandas as pd

_NAMES: Final[Names] = {
    "supplier_name": ("supplier",),
    "recipient_name": ("recipient",),
    "year": ("year",),
    "value_tiv_million": ("value",),
}
_SIDES: Final = ("supplier", "recipient")
# SIPRI writes Serbia also for the Yugoslavia of 1992 to 2006.
_EARLIER: Final = {"Serbia": "Yugoslavia"}
_KINDS: Final = ("state", "group", "organisation", "unknown", "other")


class SipriArms:
    """Transfers of major arms (SIPRI Arms Transfers Database), a row a supplier, recipient, year.

    States are known by SIPRI's names. The COW codes of the file are not used: they give what an
    armed group received to the state that it fights in.
    """

    name = "sipri-arms"
    columns: Mapping[str, str] = {
        "supplier": "id of the state that supplied; missing where it is no state",
        "recipient": "id of the state that received; missing where it is no state",
        "year": "the year of delivery",
        "value_tiv_million": "trend-indicator value in millions: military worth at constant cost, "
        "not price; 0 is more than none and less than half a million",
        "supplier_name": "the supplier as SIPRI writes it: * marks a group, ** an organisation",
        "recipient_name": "the recipient as SIPRI writes it",
        "supplier_kind": "state, group, organisation, unknown, or other (a name of no state then: "
        "Aruba, Biafra)",
        "recipient_kind": "the same of the recipient",
    }

    def read(self, files: Sequence[Path]) -> Reading:
        """The transfers, a row each; those of groups and organisations stay, without a state."""
        what = "the arms transfers of SIPRI, a row a supplier, recipient and year"
        texts = ("supplier_name", "recipient_name")
        sieve = Sieve(read_all(files, _NAMES, what=what, texts=texts))
        sieve.make_years()
        for side in _SIDES:
            sieve.leave_out(sieve.table[f"{side}_name"] == "", f"no {side}")
        value = sieve.table["value_tiv_million"]
        sieve.leave_out(~(value >= 0), "no value")
        same = sieve.table.duplicated([*texts, "year"])
        sieve.leave_out(same, "the same supplier, recipient and year again")
        for side in _SIDES:
            _name_side(sieve.table, side)
        return sieve.reading(self.columns)

    def facts(self, reading: Reading) -> Iterable[Fact]:
        """None: a yearly volume of arms is a measure; a single delivery is not in the set."""
        return ()


def _name_side(table: pd.DataFrame, side: str) -> None:
    """Add the state and the kind of the supplier or the recipient of each row."""
    import pandas as pd

    names = table[f"{side}_name"].astype(object)
    pairs = pd.Series(list(zip(names, table["year"], strict=True)), index=table.index)
    known = {pair: find_side(*pair) for pair in set(pairs)}
    states = pairs.map({pair: state or None for pair, (state, _) in known.items()})
    table[side] = pd.Categorical(states)
    kinds = pairs.map({pair: kind for pair, (_, kind) in known.items()})
    table[f"{side}_kind"] = pd.Categorical(kinds, categories=_KINDS)


def find_side(name: str, year: int) -> tuple[str, str]:
    """The id of the state that SIPRI means, "" for none, and the kind of what it means.

    >>> find_side("Viet Nam", 1980), find_side("Viet Minh (France)*", 1954)
    (('vietnam', 'state'), ('', 'group'))
    """
    if name.endswith("**"):
        return "", "organisation"
    if name.endswith("*"):
        return "", "group"
    if name.startswith("Unknown "):
        return "", "unknown"
    state = state_named(name, year) or state_named(_EARLIER.get(name, ""), year)
    return state, "state" if state else "other"


SIPRI_ARMS: Final = SipriArms()
