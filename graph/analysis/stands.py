"""How an actor stands between poles, in short: its likeliest change, and where it is at the end."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from allegiance.graph.analysis.changes import ShiftSettings
from allegiance.graph.analysis.courses import Course, follow
from allegiance.graph.analysis.evidence import EvidenceSettings, gather_evidence
from allegiance.graph.analysis.levels import (
    NEGLIGIBLE,
    Axis,
    Estimate,
    mixture,
    segment_counts,
)
from allegiance.graph.store.catalogue import Catalogue

# What is no more than rounding: less than this in probability or tilt is no difference.
LEAST_DIFFERENCE = 0.005


@dataclass(frozen=True, slots=True)
class View:
    """What a dossier holds and the days [start, end) that it covers."""

    catalogue: Catalogue
    window: tuple[dt.date, dt.date]


@dataclass(frozen=True, slots=True)
class Stand:
    """An actor's likeliest change of tilt, and its tilt in the last period of the window.

    ``probability`` in [0, 1] and ``size`` in [-2, 2] are those of the change, nan where the actor
    is not covered; its dates are then None. ``level`` is the tilt at the end, in [-1, 1].
    ``listed`` counts the changes that are likely and large enough to be told as shifts.
    """

    actor: str
    covered: bool
    probability: float
    size: float
    date: dt.date | None
    date_low: dt.date | None
    date_high: dt.date | None
    from_pole: str | None
    to_pole: str | None
    listed: int
    alert: bool
    level: Estimate

    def differs(self, other: Stand) -> bool:
        """Whether two stands of an actor would be told differently."""
        if (self.covered, self.listed, self.alert) != (other.covered, other.listed, other.alert):
            return True
        if not self.covered:
            return False
        moved = (self.date, self.from_pole, self.to_pole) != (
            other.date,
            other.from_pole,
            other.to_pole,
        )
        gaps = (self.probability - other.probability, self.level.mean - other.level.mean)
        return moved or any(abs(gap) >= LEAST_DIFFERENCE for gap in gaps)

    def to_dict(self) -> dict[str, Any]:
        """The stand as plain values; days as ISO text."""
        days = {
            name: None if day is None else day.isoformat()
            for name, day in (
                ("date", self.date),
                ("date_low", self.date_low),
                ("date_high", self.date_high),
            )
        }
        level = {"mean": self.level.mean, "low": self.level.low, "high": self.level.high}
        return {
            "covered": self.covered,
            "probability": self.probability,
            "size": self.size,
            **days,
            "from": self.from_pole,
            "to": self.to_pole,
            "listed": self.listed,
            "alert": self.alert,
            "tilt_at_end": level,
        }


def course_in(
    view: View,
    actor: str,
    poles: Sequence[str],
    *,
    evidence: EvidenceSettings = EvidenceSettings(),
    settings: ShiftSettings = ShiftSettings(),
) -> Course:
    """The course of an actor's tilt between poles (ids) by what a view holds."""
    found = gather_evidence(view.catalogue, actor, poles, window=view.window, settings=evidence)
    return follow(found, settings)


def stand_of(course: Course) -> Stand:
    """How the actor of a course stands."""
    actor, poles = course.evidence.actor, course.evidence.poles
    best = max(course.changes, key=lambda change: change.probability, default=None)
    listed = course.listed()
    if not course.covered or best is None:
        nothing = Estimate(math.nan, math.nan, math.nan)
        level = _level_at_end(course) if course.covered else nothing
        return Stand(
            *(actor, course.covered, course.probability, math.nan, None, None, None, None, None),
            listed=0,
            alert=False,
            level=level,
        )
    edges = course.evidence.bins.edges
    return Stand(
        actor=actor,
        covered=True,
        probability=best.probability,
        size=best.size,
        date=edges[best.dates.mode],
        date_low=edges[best.dates.low],
        date_high=edges[best.dates.high + 1] - dt.timedelta(days=1),
        from_pole=None if best.from_pole is None else poles[best.from_pole],
        to_pole=None if best.to_pole is None else poles[best.to_pole],
        listed=len(listed),
        alert=any(course.is_alert(change) for change in listed),
        level=_level_at_end(course),
    )


def _level_at_end(course: Course) -> Estimate:
    """The tilt in the last period, which averages over the segments that end with it."""
    if course.segmentation is None:
        return Estimate(math.nan, math.nan, math.nan)
    ending = course.segmentation.segment_marginal()[:, -1]
    begins = np.flatnonzero(ending > NEGLIGIBLE)
    sums = segment_counts(course.counts, begins, np.full(len(begins), len(course.counts)))
    return mixture(ending[begins], sums, Axis(0, 1), level=course.settings.level)
