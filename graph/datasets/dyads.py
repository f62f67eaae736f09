"""Events counted by pair of states and period: shares and balances, never raw sums of weights."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from allegiance.graph.datasets.cameo import QUAD_CLASSES
from allegiance.graph.model.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

PERIODS: Final[Mapping[str, str]] = MappingProxyType(
    {"day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y"}
)
COLUMNS: Final[Mapping[str, str]] = {
    "source": "who acted, as the id of a state",
    "target": "on whom, as the id of a state",
    "start": "the first day of the period",
    "end": "the first day after it",
    "events": "the number of events",
    "reports": "the reports of them that the publisher counts",
    **{name: f"the events of this class ({number})" for number, name in QUAD_CLASSES.items()},
    "unclassed": "the events of no class",
    "mean_weight": "their mean weight, -1 to 1, nan where none has one",
    "mean_goldstein": "their mean on Goldstein's scale, -10 to 10, nan where none has one",
    "share_conflict": "conflict (3 and 4) in the events with a class, 0 to 1, nan without one",
    "balance": "(C - F) / (C + F + kappa), -1 to 1: C cooperation, F conflict; nan without a class",
}
# Weights have at most three decimals: sums of whole thousandths do not depend on the chunks.
_THOUSANDTHS: Final = 1000
_KEYS: Final = ("source", "target", "start")


@dataclass(frozen=True, slots=True)
class DyadCounts:
    """Events by dyad and period: ``table`` has :data:`COLUMNS`, ``left_out`` events not in it."""

    table: pd.DataFrame
    events: int
    left_out: Mapping[str, int] = field(default_factory=dict)


def aggregate(
    events: pd.DataFrame | Iterable[pd.DataFrame],
    by: str = "month",
    *,
    kappa: float = 1.0,
    domestic: bool = False,
) -> DyadCounts:
    """The events of every directed dyad and period; the same however they are cut into tables.

    Memory grows with the dyads and periods, not with the events. A dyad and period without an
    event has no row: the set saw nothing, which is not the same as nothing happened.

    Parameters
    ----------
    events
        A table of events, or many, as the sets of events read them.
    by
        The period: day, week (from Monday), month, quarter or year.
    kappa
        What pulls the balance of few events to 0; 1 is one event that speaks for neither side.
    domestic
        Whether events within one state count as a dyad with itself.

    Raises
    ------
    InputError
        If ``by`` is no period, or ``kappa`` is no number above or equal to 0.

    Examples
    --------
    Three events of cooperation and one of conflict, kappa 1: balance (3 - 1) / (3 + 1 + 1) = 0.4.

    References
    ----------
    Schrodt (2012). CAMEO: Event and Actor Codebook, 1.1b3. A balance, unlike a sum of weights,
    does not grow with the number of newspapers that are read.
    """
    import pandas as pd

    if by not in PERIODS:
        message = f"No period {by!r}. Periods are: {', '.join(PERIODS)}."
        raise InputError(message)
    if not (math.isfinite(kappa) and kappa >= 0):
        message = f"kappa is {kappa}. Give a number above or equal to 0, such as 1."
        raise InputError(message)
    total: pd.DataFrame | None = None
    count, left_out = 0, Counter[str]()
    for table in [events] if isinstance(events, pd.DataFrame) else events:
        count += len(table)
        part = _counted(_with_states(table, domestic, left_out), PERIODS[by])
        if total is None:
            total = part
        elif len(part):
            total = pd.concat([total, part]).groupby(level=list(_KEYS), sort=True).sum()
    if total is None:
        total = _counted(_no_events(), PERIODS[by])
    return DyadCounts(
        _shares(total, PERIODS[by], kappa), count, {why: n for why, n in left_out.items() if n}
    )


def _no_events() -> pd.DataFrame:
    from allegiance.graph.datasets.events import empty

    return empty()


def _with_states(table: pd.DataFrame, domestic: bool, left_out: Counter[str]) -> pd.DataFrame:
    known = (table["source"] != "") & (table["target"] != "")
    same = known & (table["source"] == table["target"])
    left_out["no state on one side"] += int((~known).sum())
    if domestic:
        return table[known]
    left_out["within one state"] += int(same.sum())
    return table[known & ~same]


def _counted(table: pd.DataFrame, period: str) -> pd.DataFrame:
    """Whole numbers by dyad and start of the period, which add up without rounding."""
    import numpy as np
    import pandas as pd

    start = table["date"].dt.to_period(period).dt.start_time.astype("datetime64[s]")
    rows = pd.DataFrame(
        {
            "source": table["source"].astype(object),
            "target": table["target"].astype(object),
            "start": start,
            "events": np.ones(len(table), dtype=np.int64),
            "reports": table["reports"].astype(np.int64),
        }
    )
    for number, name in {**QUAD_CLASSES, 0: "unclassed"}.items():
        rows[name] = (table["quad_class"] == number).astype(np.int64)
    for name in ("weight", "goldstein"):
        given = table[name].notna()
        thousandths = (table[name].where(given, 0.0) * _THOUSANDTHS).round()
        rows[name] = thousandths.astype(np.int64)
        rows[f"{name}_given"] = given.astype(np.int64)
    return rows.groupby(list(_KEYS), sort=True).sum()


def _shares(total: pd.DataFrame, period: str, kappa: float) -> pd.DataFrame:
    rows = total.reset_index()
    cooperation = rows["verbal_cooperation"] + rows["material_cooperation"]
    conflict = rows["verbal_conflict"] + rows["material_conflict"]
    classed = cooperation + conflict
    nan = float("nan")
    rows["end"] = (rows["start"].dt.to_period(period) + 1).dt.start_time.astype("datetime64[s]")
    for name in ("weight", "goldstein"):
        given = rows[f"{name}_given"]
        rows[f"mean_{name}"] = rows[name] / _THOUSANDTHS / given.where(given > 0, nan)
    rows["share_conflict"] = conflict / classed.where(classed > 0, nan)
    spread = classed + kappa
    rows["balance"] = ((cooperation - conflict) / spread.where(spread > 0, nan)).where(
        classed > 0, nan
    )
    return rows[list(COLUMNS)]
