"""Dated shifts: when an actor's tilt between poles changed, from whom to whom, how surely."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from allegiance.graph.analysis.evidence import Evidence
from allegiance.graph.analysis.levels import (
    NEGLIGIBLE,
    Axis,
    Estimate,
    band,
    mixture,
    segment_counts,
)
from allegiance.graph.analysis.segment_evidence import BetaBinomial, DirichletMultinomial
from allegiance.graph.analysis.segmentation import DateSet, Segmentation, segment
from allegiance.graph.model.errors import InputError

ACTS: Final = "acts"


@dataclass(frozen=True, slots=True)
class ShiftSettings:
    """What counts as a shift; every constant is an option.

    Parameters
    ----------
    max_changes, rho
        See :func:`~allegiance.graph.analysis.segmentation.segment`; the prior P(any) is .48.
    level
        Mass of date and credible intervals.
    alert
        A shift is an alert above this probability.
    least_probability
        What is listed at all; below it a finding says little more than its prior.
    least_size
        The least change of tilt, in [0, 2].
    least_mass, least_bins
        Below this mass, or with fewer periods that hold any, the answer is "not covered".
    least_pole_mass
        The positive mass with a pole from which it counts as left or joined.
    """

    max_changes: int = 4
    rho: float = 0.5
    level: float = 0.8
    alert: float = 0.9
    least_probability: float = 0.55
    least_size: float = 0.5
    least_mass: float = 2.0
    least_bins: int = 4
    least_pole_mass: float = 0.5

    def __post_init__(self) -> None:
        shares = (self.level, self.alert, self.least_probability)
        if not all(0 < share < 1 for share in shares):
            message = "level, alert and least_probability must lie between 0 and 1."
            raise InputError(message)
        amounts = (self.least_size, self.least_mass, self.least_bins, self.least_pole_mass)
        if not all(0 <= amount < math.inf for amount in amounts):
            message = "least_size, least_mass, least_bins, least_pole_mass must be 0 or more."
            raise InputError(message)


@dataclass(frozen=True, slots=True)
class WeakestSource:
    """The origin on which a finding hangs most, and the probability without it."""

    id: str
    label: str
    probability_without: float


@dataclass(frozen=True, slots=True)
class Shift:
    """A dated change of tilt.

    ``from_pole`` and ``to_pole`` are ids, None where no positive evidence was there to leave, or
    grew to join. Dates are days: the first day of the likeliest period, and the first and last day
    of the interval that holds the date with the level asked for. ``probability`` is that of a
    change around there; ``before`` and ``after`` are tilts in [-1, 1], -1 the first pole of
    ``axis``, 1 the second; ``size`` is their difference. ``statements`` (ids) speak for the shift,
    sorted by date.
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
    probability: float
    size: float
    before: Estimate
    after: Estimate
    statements: tuple[str, ...]
    weakest_source: WeakestSource | None
    alert: bool

    def to_dict(self) -> dict[str, Any]:
        """The shift as plain values, as ``--json`` prints it."""
        weakest = self.weakest_source
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
            "statements": list(self.statements),
            "weakest_source": weakest
            and {"id": weakest.id, "probability_without": weakest.probability_without},
            "alert": self.alert,
        }


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a segmentation, with the periods that are nearer to it than to another.

    ``order`` counts from 1. ``first`` to ``last`` are the periods that ``probability`` is about;
    ``axis``, ``from_pole`` and ``to_pole`` give poles by position.
    """

    order: int
    dates: DateSet
    first: int
    last: int
    probability: float
    axis: Axis
    before: Estimate
    after: Estimate
    from_pole: int | None
    to_pole: int | None

    @property
    def size(self) -> float:
        """The change of tilt, in [-2, 2]."""
        return self.after.mean - self.before.mean


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """How an actor's tilt went: the evidence, its segmentation, and the changes in it.

    ``changes`` are those of the likeliest number above 0, whatever their probability. They are
    empty, and ``segmentation`` is None, where the evidence does not cover the actor.
    """

    evidence: Evidence
    counts: NDArray[np.float64]
    segmentation: Segmentation | None
    changes: tuple[Change, ...]
    settings: ShiftSettings

    @property
    def covered(self) -> bool:
        """Whether there is evidence enough for an answer."""
        return self.segmentation is not None

    @property
    def mass(self) -> float:
        """The total mass of the evidence."""
        return float(self.counts.sum())

    @property
    def probability(self) -> float:
        """P(any change) in [0, 1]; nan where not covered."""
        return self.segmentation.probability if self.segmentation else math.nan

    def listed(self) -> tuple[Change, ...]:
        """The changes that are likely and large enough to be listed as shifts."""
        wanted = self.settings
        return tuple(
            change
            for change in self.changes
            if change.probability >= wanted.least_probability
            and abs(change.size) >= wanted.least_size
        )

    def is_alert(self, change: Change) -> bool:
        """Whether a change is sure and large enough to alert."""
        wanted = self.settings
        return change.probability > wanted.alert and abs(change.size) >= wanted.least_size


def follow(
    evidence: Evidence,
    settings: ShiftSettings = ShiftSettings(),
    *,
    silenced: Collection[str] = (),
    fallen: Collection[str] = (),
) -> Course:
    """The course of an actor's tilt that ``evidence`` shows.

    Two poles: Beta-binomial segments over (towards the first, towards the second), where a friendly
    act with one or a hostile act against the other counts towards it. More poles:
    Dirichlet-multinomial segments over with and against each of them.
    """
    counts = evidence.counts(silenced=silenced, fallen=fallen)
    segmentation = segment_counts_of(counts, settings)
    if segmentation is None:
        return Course(evidence, counts, None, (), settings)
    found = find_changes(counts, segmentation, settings)
    return Course(evidence, counts, segmentation, found, settings)


def segment_counts_of(counts: NDArray[np.float64], settings: ShiftSettings) -> Segmentation | None:
    """The segmentation of counts (bins, poles, 2); None where they are too few for an answer."""
    model = model_of(counts, settings)
    if model is None:
        return None
    return segment(model, max_changes=settings.max_changes, rho=settings.rho)


def model_of(counts: NDArray[np.float64], settings: ShiftSettings) -> DirichletMultinomial | None:
    """The evidence that counts (bins, poles, 2) are weighed with; None where they are too few."""
    filled = int((counts.sum(axis=(1, 2)) > 0).sum())
    if counts.sum() < settings.least_mass or filled < settings.least_bins:
        return None
    if counts.shape[1] == 2:
        towards = [counts[:, 0, 0] + counts[:, 1, 1], counts[:, 1, 0] + counts[:, 0, 1]]
        return BetaBinomial(np.column_stack(towards))
    return DirichletMultinomial(counts.reshape(len(counts), -1))


def tilt_series(course: Course) -> pd.DataFrame:
    """The tilt in each period, a row a period, nan where the actor is not covered.

    Columns: date (first day), mean, low, high (tilt in [-1, 1]: -1 the first pole, 1 the
    second), and the mass towards_first and towards_second in the period. The level of a period
    averages over all segmentations; a period without mass has a level by its neighbours alone.
    """
    counts = course.counts
    levels = np.full((len(counts), 3), np.nan)
    if course.segmentation is not None:
        marginal = course.segmentation.segment_marginal()
        levels = band(marginal, counts, Axis(0, 1), level=course.settings.level)
    return pd.DataFrame(
        {
            "date": pd.to_datetime(list(course.evidence.bins.starts)),
            "mean": levels[:, 0],
            "low": levels[:, 1],
            "high": levels[:, 2],
            "towards_first": counts[:, 0, 0] + counts[:, 1, 1],
            "towards_second": counts[:, 1, 0] + counts[:, 0, 1],
        }
    )


def shifts_frame(shifts: Sequence[Shift]) -> pd.DataFrame:
    """Shifts as a table, a row each, with the columns of ``--json``.

    Levels take three columns each (before_mean, before_low, before_high, after_mean and so on),
    the weakest source two (weakest_source_id, weakest_source_probability_without).
    """
    rows = []
    for shift in shifts:
        row = shift.to_dict()
        for side in ("before", "after"):
            row.update({f"{side}_{k}": v for k, v in row.pop(side).items()})
        weakest = row.pop("weakest_source") or {"id": None, "probability_without": math.nan}
        row.update({f"weakest_source_{k}": v for k, v in weakest.items()})
        rows.append(row)
    return pd.DataFrame(rows, columns=_COLUMNS)


_COLUMNS: Final = [
    *("id", "actor", "from", "to", "poles", "measure", "channel"),
    *("date", "date_low", "date_high", "probability", "size", "statements", "alert"),
    *("before_mean", "before_low", "before_high", "after_mean", "after_low", "after_high"),
    *("weakest_source_id", "weakest_source_probability_without"),
]


def find_changes(
    counts: NDArray[np.float64], segmentation: Segmentation, settings: ShiftSettings
) -> tuple[Change, ...]:
    """The changes of the likeliest number above 0, in order, whatever their probability.

    ``counts`` (bins, poles, 2) are those that ``segmentation`` was made from.
    """
    sets = _dates_in_order(segmentation, settings.level)
    modes = [found.mode for found in sets]
    edges = [0, *modes, len(counts)]
    cuts = [0, *((a + b) // 2 for a, b in pairwise(modes)), len(counts) - 1]
    changes = []
    for order, found in enumerate(sets, start=1):
        first, last = cuts[order - 1] + 1, cuts[order]
        former = counts[edges[order - 1] : edges[order]]
        latter = counts[edges[order] : edges[order + 1]]
        axis = _axis(former, latter)
        sides = segmentation.adjacent_segments(len(sets), order)
        before, after = (_level(side, counts, axis, settings.level) for side in sides)
        left, joined = _left_and_joined(former, latter, axis, after.mean - before.mean, settings)
        probability = segmentation.probability_within(first, last)
        changes.append(
            Change(order, found, first, last, probability, axis, before, after, left, joined)
        )
    return tuple(changes)


def _dates_in_order(segmentation: Segmentation, level: float) -> list[DateSet]:
    """The date sets of the changes, their modes ascending.

    Each date alone can be likeliest where another one is: then the dates in order whose product
    of probabilities is largest are the modes.
    """
    sets = segmentation.date_sets(level)
    if all(one.mode < other.mode for one, other in pairwise(sets)):
        return list(sets)
    posterior = segmentation.change_posterior(len(sets))
    return [
        replace(found, mode=mode, low=min(found.low, mode), high=max(found.high, mode))
        for found, mode in zip(sets, _ascending_modes(posterior), strict=True)
    ]


def _ascending_modes(posterior: NDArray[np.float64]) -> list[int]:
    """Columns t1 < t2 < ... of the rows of ``posterior`` with the largest product."""
    with np.errstate(divide="ignore"):
        rows = np.log(posterior)
    score, origins = rows[0], []
    for row in rows[1:]:
        best = [int(score[: max(t, 1)].argmax()) for t in range(len(row))]
        origins.append(best)
        score = row + np.concatenate([[-np.inf], score[best[1:]]])
    modes = [int(score.argmax())]
    for best in reversed(origins):
        modes.append(best[modes[-1]])
    return modes[::-1]


def _level(
    weights: NDArray[np.float64], counts: NDArray[np.float64], axis: Axis, level: float
) -> Estimate:
    begins, ends = np.nonzero(weights > NEGLIGIBLE)
    return mixture(weights[begins, ends], segment_counts(counts, begins, ends), axis, level=level)


def _axis(former: NDArray[np.float64], latter: NDArray[np.float64]) -> Axis:
    """The poles whose standing falls and rises most; for two poles always these, in order."""
    if former.shape[1] == 2:
        return Axis(0, 1)
    change = _standing(latter) - _standing(former)
    fallen, risen = int(change.argmin()), int(change.argmax())
    return Axis(fallen, risen) if fallen != risen else Axis(0, 1)


def _standing(counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Share of acts with each pole less the share against it, (poles,)."""
    sums = counts.sum(axis=0) + 0.5
    found: NDArray[np.float64] = (sums[:, 0] - sums[:, 1]) / sums.sum()
    return found


def _left_and_joined(
    former: NDArray[np.float64],
    latter: NDArray[np.float64],
    axis: Axis,
    size: float,
    settings: ShiftSettings,
) -> tuple[int | None, int | None]:
    old, new = (axis.first, axis.second) if size >= 0 else (axis.second, axis.first)
    with_old = former[:, old, 0].sum()
    with_new = latter[:, new, 0].sum()
    grows = with_new / len(latter) > former[:, new, 0].sum() / len(former)
    left = old if with_old >= settings.least_pole_mass else None
    joined = new if grows and with_new >= settings.least_pole_mass else None
    return left, joined


def _levels(estimate: Estimate) -> dict[str, float]:
    return {"mean": estimate.mean, "low": estimate.low, "high": estimate.high}
