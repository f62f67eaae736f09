"""Dated shifts: when an actor's tilt between poles changed, from whom to whom, how surely."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from allegiance.graph.analysis.levels import Estimate

if TYPE_CHECKING:
    import pandas as pd

ACTS: Final = "acts"


@dataclass(frozen=True, slots=True)
class WeakestSource:
    """The origin on which a finding hangs most, and the probability without it."""

    id: str
    label: str
    probability_without: float


@dataclass(frozen=True, slots=True)
class WeakestClaim:
    """The contested claim on which a finding hangs most, settled the worse way for it.

    ``falls`` says which way: the claim falls, or it holds against its denials. ``probability``,
    ``listed`` and ``alert`` are those of the finding then.
    """

    id: str
    falls: bool
    probability: float
    listed: bool
    alert: bool

    def to_dict(self) -> dict[str, Any]:
        """The claim as plain values."""
        settled = "falls" if self.falls else "holds"
        return {
            "id": self.id,
            "settled": settled,
            "probability": self.probability,
            "listed": self.listed,
            "alert": self.alert,
        }


@dataclass(frozen=True, slots=True)
class Shift:
    """A dated change of tilt.

    ``from_pole`` and ``to_pole`` are ids, None where no positive evidence was there to leave, or
    grew to join. Dates are days: the first day of the likeliest period, and the first and last day
    of the interval that holds the date with the level asked for; ``core_low`` and ``core_high``
    bound the narrower one that holds it with even odds. ``probability`` is that of a
    change around there; ``before`` and ``after`` are tilts in [-1, 1], -1 the first pole of
    ``axis``, 1 the second; ``size`` is their difference, and ``difference``
    that with its interval, None where it was not worked out (acts). ``statements`` (ids) speak
    for the shift, sorted by date.
    """

    id: str
    actor: str
    from_pole: str | None
    to_pole: str | None
    poles: tuple[str, ...]
    axis: tuple[str, str]
    measure: str
    channel: str | None
    date: dt.date
    date_low: dt.date
    date_high: dt.date
    core_low: dt.date
    core_high: dt.date
    probability: float
    size: float
    before: Estimate
    after: Estimate
    statements: tuple[str, ...]
    weakest_source: WeakestSource | None
    alert: bool
    weakest_claim: WeakestClaim | None = None
    difference: Estimate | None = None

    @property
    def direction_open(self) -> bool:
        """Whether the interval of the difference holds 0: which way the level moved is open.

        False where no difference was worked out.
        """
        return self.difference is not None and self.difference.low <= 0 <= self.difference.high

    def to_dict(self) -> dict[str, Any]:
        """The shift as plain values, as ``--json`` prints it."""
        weakest, claim = self.weakest_source, self.weakest_claim
        return {
            "id": self.id,
            "actor": self.actor,
            "from": self.from_pole,
            "to": self.to_pole,
            "poles": list(self.poles),
            "measure": self.measure,
            "channel": self.channel,
            "date": self.date.isoformat(),
            "date_low": self.date_low.isoformat(),
            "date_high": self.date_high.isoformat(),
            "probability": self.probability,
            "size": self.size,
            "before": _levels(self.before),
            "after": _levels(self.after),
            "difference": self.difference and _levels(self.difference),
            "direction_open": self.difference and self.direction_open,
            "statements": list(self.statements),
            "weakest_source": weakest
            and {"id": weakest.id, "probability_without": weakest.probability_without},
            "weakest_claim": claim and claim.to_dict(),
            "alert": self.alert,
        }


def shifts_frame(shifts: Sequence[Shift]) -> pd.DataFrame:
    """Shifts as a table, a row each, with the columns of ``--json``.

    Levels take three columns each (before_mean, before_low, before_high, after_mean and so on), and
    so does their difference, which is empty where none was worked out, as is direction_open; the
    weakest source takes two (weakest_source_id, weakest_source_probability_without), the weakest
    claim likewise (weakest_claim_id, weakest_claim_settled, weakest_claim_probability).
    """
    import pandas as pd

    rows = []
    for shift in shifts:
        row = shift.to_dict()
        for side in ("before", "after", "difference"):
            levels = row.pop(side) or {"mean": math.nan, "low": math.nan, "high": math.nan}
            row.update({f"{side}_{k}": v for k, v in levels.items()})
        weakest = row.pop("weakest_source") or {"id": None, "probability_without": math.nan}
        row.update({f"weakest_source_{k}": v for k, v in weakest.items()})
        claim = row.pop("weakest_claim") or {"id": None, "settled": None, "probability": math.nan}
        row.update({f"weakest_claim_{k}": claim[k] for k in ("id", "settled", "probability")})
        rows.append(row)
    return pd.DataFrame(rows, columns=COLUMNS)


# The columns of a table of shifts, a row each.
COLUMNS: Final = [
    *("id", "actor", "from", "to", "poles", "measure", "channel"),
    *("date", "date_low", "date_high", "probability", "size", "statements", "alert"),
    *("before_mean", "before_low", "before_high", "after_mean", "after_low", "after_high"),
    *("difference_mean", "difference_low", "difference_high", "direction_open"),
    *("weakest_source_id", "weakest_source_probability_without"),
    *("weakest_claim_id", "weakest_claim_settled", "weakest_claim_probability"),
]


def _levels(estimate: Estimate) -> dict[str, float]:
    return {"mean": estimate.mean, "low": estimate.low, "high": estimate.high}
