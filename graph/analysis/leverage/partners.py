"""How a state depends on its suppliers and partners by public data sets, year by year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from allegiance.graph.analysis.leverage.concentration import Concentration, concentration
from allegiance.graph.analysis.leverage.isolation import vote_isolation
from allegiance.graph.analysis.measures.flows import WINDOW
from allegiance.graph.analysis.measures.known import measure_named, read_tables
from allegiance.graph.analysis.measures.lineages import canonical, find_state, last_of
from allegiance.graph.model.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

# What can be asked for, and over how many years a share is summed.
WINDOWS: Final[Mapping[str, int]] = {"arms": WINDOW, "trade": 1}
VOTES: Final = "votes"


@dataclass(frozen=True, slots=True)
class Partners:
    """A state's partners in one year, over the years that shares are summed over.

    ``shares`` are by id (by name for one that is no state), the largest first; they sum to 1.
    """

    state: str
    year: int
    total: float
    shares: tuple[tuple[str, float], ...]
    concentration: Concentration

    def share_of(self, partner: str) -> float:
        """The share of one partner in [0, 1]; 0 for one that is not on record."""
        return dict(self.shares).get(partner, 0.0)

    def to_dict(self) -> dict[str, Any]:
        """The partners as plain values."""
        shares = [{"partner": name, "share": share} for name, share in self.shares]
        found = self.concentration.to_dict()
        return {"state": self.state, "year": self.year, "total": self.total, **found} | {
            "shares": shares
        }


def find_partners(flows: pd.DataFrame, state: str, *, window: int = 1) -> list[Partners]:
    """The partners of a state in each year with anything in it or the ``window`` - 1 before.

    Parameters
    ----------
    flows
        Columns year, state, partner and amount (at least 0; nan is no data and counts nowhere).
    """
    mine = flows[(flows["state"] == state) & (flows["amount"] > 0)]
    if mine.empty:
        return []
    summed = mine.groupby(["year", "partner"])["amount"].sum().unstack(fill_value=0)
    last = min(int(flows["year"].max()), int(summed.index.max()) + window - 1)
    summed = summed.reindex(range(int(summed.index.min()), last + 1), fill_value=0.0)
    rolled = summed.rolling(window, min_periods=1).sum()
    found = []
    for year, row in rolled.iterrows():
        total = float(row.sum())
        # What a rolling sum leaves of nothing is a rounding error.
        held = {str(name): float(x) / total for name, x in row.items() if x > 1e-9 * total > 0}
        index = concentration(held.values())
        if index is not None:
            ordered = sorted(held.items(), key=lambda pair: (-pair[1], pair[0]))
            found.append(Partners(state, int(str(year)), total, tuple(ordered), index))
    return found


def read_partners(measure: str, state: str) -> list[Partners]:
    """The partners of a state (a name, id or code) by arms or trade, from the copies at hand.

    Arms are SIPRI's trend-indicator values delivered to it over five years, trade its imports and
    exports of a year in current US dollars.

    Raises
    ------
    UnknownNameError
        If there is no such state.
    InputError
        If the measure is none of these, or its data are not at hand.
    """
    if measure not in WINDOWS:
        message = f"No partners by {measure!r}. Take one of {', '.join(WINDOWS)}."
        raise InputError(message)
    wanted = last_of(find_state(state))
    tables = read_tables(measure_named(measure))
    flows = _deliveries(tables["sipri-arms"]) if measure == "arms" else _trade(tables["cow-trade"])
    return find_partners(flows, wanted, window=WINDOWS[measure])


def read_vote_isolation(state: str, *, few: int = 10) -> pd.DataFrame:
    """How alone a state stood in the General Assembly, a row a year; see ``vote_isolation``."""
    wanted = last_of(find_state(state))
    (table,) = read_tables(measure_named(VOTES)).values()
    named = table.assign(state=canonical(table["state"]))
    found = vote_isolation(named, few=few)
    return found[found["state"] == wanted].reset_index(drop=True)


def partner_rows(found: Sequence[Partners], poles: Sequence[str] = ()) -> list[dict[str, Any]]:
    """A row a year: total, concentration, the first partner's share, and those of ``poles``."""
    return [
        {
            "year": one.year,
            "total": one.total,
            "partners": one.concentration.providers,
            "herfindahl": one.concentration.herfindahl,
            "effective": one.concentration.effective,
            "first": one.shares[0][0],
            "first_share": one.shares[0][1],
            **{f"share_{pole}": one.share_of(pole) for pole in poles},
        }
        for one in found
    ]


def share_rows(found: Sequence[Partners]) -> list[dict[str, Any]]:
    """A row a year and partner, with its share."""
    return [
        {"year": one.year, "partner": partner, "share": share}
        for one in found
        for partner, share in one.shares
    ]


def isolation_rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """A row a year of a table of ``read_vote_isolation``, as plain values."""
    names = [str(name) for name in table.columns]
    return [dict(zip(names, row, strict=True)) for row in table.to_numpy(object).tolist()]


def _deliveries(table: pd.DataFrame) -> pd.DataFrame:
    """Deliveries of arms by recipient; a supplier that is no state goes by its name."""
    import pandas as pd

    supplier = canonical(table["supplier"])
    partner = supplier.where(supplier.notna(), table["supplier_name"])
    columns = {
        "year": table["year"],
        "state": canonical(table["recipient"]),
        "partner": partner,
        "amount": table["value_tiv_million"],
    }
    return pd.DataFrame(columns)


def _trade(table: pd.DataFrame) -> pd.DataFrame:
    """Every flow seen from each of its two states."""
    import pandas as pd

    sides = [canonical(table[side]) for side in ("importer", "exporter")]
    parts = [
        pd.DataFrame(
            {
                "year": table["year"],
                "state": mine,
                "partner": theirs,
                "amount": table["flow_usd_million"],
            }
        )
        for mine, theirs in (sides, sides[::-1])
    ]
    return pd.concat(parts, ignore_index=True)
