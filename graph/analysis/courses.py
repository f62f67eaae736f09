"""The course of an actor's tilt: its evidence, the changes in it, and its level over time."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from allegiance.graph.analysis.changes import (
    Change,
    ShiftSettings,
    find_changes,
    segment_counts_of,
)
from allegiance.graph.analysis.evidence import Evidence
from allegiance.graph.analysis.levels import Axis, band
from allegiance.graph.analysis.segmentation import Segmentation

if TYPE_CHECKING:
    import pandas as pd

# The columns of a tilt over time by name, all of one length.
TiltColumns: TypeAlias = Mapping[str, Sequence[Any]]


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
    undenied: Collection[str] = (),
) -> Course:
    """The course of an actor's tilt that ``evidence`` shows.

    ``silenced`` origins are not heard, claims in ``fallen`` do not hold, and of ``undenied`` ones
    the denials are not heard.

    Two poles: Beta-binomial segments over (towards the first, towards the second), where a friendly
    act with one or a hostile act against the other counts towards it. More poles:
    Dirichlet-multinomial segments over with and against each of them.
    """
    counts = evidence.counts(silenced=silenced, fallen=fallen, undenied=undenied)
    return follow_counts(counts, evidence, settings)


def follow_counts(
    counts: NDArray[np.float64],
    evidence: Evidence,
    settings: ShiftSettings = ShiftSettings(),
    *,
    bands: bool = True,
) -> Course:
    """The course that ``counts`` (bins, poles, 2) of ``evidence`` show.

    Without ``bands`` the levels before and after its changes have means alone.
    """
    segmentation = segment_counts_of(counts, settings)
    if segmentation is None:
        return Course(evidence, counts, None, (), settings)
    found = find_changes(counts, segmentation, settings, bands=bands)
    return Course(evidence, counts, segmentation, found, settings)


def tilt_series(
    course: Course, axis: Axis = Axis(0, 1), *, at: dt.date | None = None
) -> pd.DataFrame:
    """The tilt in each period, a row a period, nan where the actor is not covered.

    It lies between the two poles of ``axis``, by default the first two. With ``at`` there is one
    row, that of the period which holds the day; its level rests on the whole course, too.

    Columns: date (first day), mean, low, high (tilt in [-1, 1]: -1 the first pole, 1 the
    second), and the mass towards_first and towards_second in the period. The level of a period
    averages over all segmentations; a period without mass has a level by its neighbours alone.
    """
    import pandas as pd

    bins = course.evidence.bins
    days = pd.to_datetime(list(bins.starts))
    found = pd.DataFrame({**tilt_columns(course, axis), "date": days})
    if at is None:
        return found
    return found.iloc[[bins.index_of(at)]].reset_index(drop=True)


def tilt_columns(course: Course, axis: Axis = Axis(0, 1)) -> TiltColumns:
    """The columns of :func:`tilt_series` as lists, the dates as midnights.

    For pages: to load the library for tables takes longer than most of what they show.
    """
    counts = course.counts
    levels = np.full((len(counts), 3), np.nan)
    if course.segmentation is not None:
        marginal = course.segmentation.segment_marginal()
        levels = band(marginal, counts, axis, level=course.settings.level)
    starts = course.evidence.bins.starts
    return {
        "date": [dt.datetime(day.year, day.month, day.day) for day in starts],
        "mean": levels[:, 0].tolist(),
        "low": levels[:, 1].tolist(),
        "high": levels[:, 2].tolist(),
        "towards_first": (counts[:, axis.first, 0] + counts[:, axis.second, 1]).tolist(),
        "towards_second": (counts[:, axis.second, 0] + counts[:, axis.first, 1]).tolist(),
    }
