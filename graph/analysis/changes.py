"""Changes of tilt: where counts of evidence change their level, and what lies on either side."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from allegiance.graph.analysis.levels import (
    NEGLIGIBLE,
    Axis,
    Estimate,
    mixture,
    mixture_mean,
    segment_counts,
)
from allegiance.graph.analysis.segment_evidence import BetaBinomial, DirichletMultinomial
from allegiance.graph.analysis.segmentation import DateSet, Segmentation, segment
from allegiance.graph.model.errors import InputError


@dataclass(frozen=True, slots=True)
class ShiftSettings:
    """What counts as a shift; every constant is an option.

    Parameters
    ----------
    max_changes, rho
        See :func:`~allegiance.graph.analysis.segmentation.segment`; the prior P(any) is .48.
    level
        Mass of date and credible intervals.
    core_level
        Mass of the narrower date interval, the core.
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
    core_level: float = 0.5
    alert: float = 0.9
    least_probability: float = 0.55
    least_size: float = 0.5
    least_mass: float = 2.0
    least_bins: int = 4
    least_pole_mass: float = 0.5

    def __post_init__(self) -> None:
        shares = (self.level, self.core_level, self.alert, self.least_probability)
        if not all(0 < share < 1 for share in shares):
            message = "level, core_level, alert, least_probability must lie between 0 and 1."
            raise InputError(message)
        amounts = (self.least_size, self.least_mass, self.least_bins, self.least_pole_mass)
        if not all(0 <= amount < math.inf for amount in amounts):
            message = "least_size, least_mass, least_bins, least_pole_mass must be 0 or more."
            raise InputError(message)


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a segmentation, with the periods that are nearer to it than to another.

    ``order`` counts from 1. ``dates`` hold the date with the level asked for, ``core`` with
    the core level. ``first`` to ``last`` are the periods that ``probability`` is about;
    ``axis``, ``from_pole`` and ``to_pole`` give poles by position.
    """

    order: int
    dates: DateSet
    core: DateSet
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


def find_changes(
    counts: NDArray[np.float64],
    segmentation: Segmentation,
    settings: ShiftSettings,
    *,
    bands: bool = True,
) -> tuple[Change, ...]:
    """The changes of the likeliest number above 0, in order, whatever their probability.

    ``counts`` (bins, poles, 2) are those that ``segmentation`` was made from. Without ``bands``
    the levels before and after have means alone, which is found much sooner.
    """
    level = settings.level if bands else None
    windows = segmentation.windows
    edges = [0, *(window.mode for window in windows), len(counts)]
    changes = []
    for order, window in enumerate(windows, start=1):
        former = counts[edges[order - 1] : edges[order]]
        latter = counts[edges[order] : edges[order + 1]]
        axis = _axis(former, latter)
        sides, dates = segmentation.window_segments(window), segmentation.window_posterior(window)
        before, after = (_level(side, counts, axis, level) for side in sides)
        left, joined = _left_and_joined(former, latter, axis, after.mean - before.mean, settings)
        probability = segmentation.probability_within(window.first, window.last)
        changes.append(
            Change(
                order=order,
                dates=DateSet.of(dates, settings.level),
                core=DateSet.of(dates, settings.core_level),
                first=window.first,
                last=window.last,
                probability=probability,
                axis=axis,
                before=before,
                after=after,
                from_pole=left,
                to_pole=joined,
            )
        )
    return tuple(changes)


def _level(
    weights: NDArray[np.float64], counts: NDArray[np.float64], axis: Axis, level: float | None
) -> Estimate:
    begins, ends = np.nonzero(weights > NEGLIGIBLE)
    likely, sums = weights[begins, ends], segment_counts(counts, begins, ends)
    if level is None:
        return mixture_mean(likely, sums, axis)
    return mixture(likely, sums, axis, level=level)


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
