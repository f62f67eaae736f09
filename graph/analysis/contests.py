"""How a shift stands if a contested claim falls, and if it holds after all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from allegiance.graph.analysis.changes import Change
from allegiance.graph.analysis.courses import Course, follow_counts
from allegiance.graph.analysis.hindsight import beginnings
from allegiance.graph.store.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Standing:
    """How a shift stands under one assumption.

    ``probability`` is that of a change around there, in [0, 1], 0 where nothing is covered any
    more. ``date`` and ``size`` are those of the nearest change, None where there is none.
    ``listed`` and ``alert`` say whether it would still be told.
    """

    probability: float
    date: dt.date | None
    size: float | None
    listed: bool
    alert: bool

    def to_dict(self) -> dict[str, Any]:
        """The standing as plain values."""
        return {**asdict(self), "date": self.date.isoformat() if self.date else None}


@dataclass(frozen=True, slots=True)
class ContestTest:
    """How a shift stands with one contested claim settled.

    ``if_falls``: the claim does not hold, nor the ties that it begins. ``if_holds``: the denials
    of it fall, and the accounts that compete with it.
    """

    statement: str
    if_falls: Standing
    if_holds: Standing

    @property
    def probability_without(self) -> float:
        """The probability of the shift if the claim falls."""
        return self.if_falls.probability

    @property
    def lowest(self) -> float:
        """The lower of the two probabilities: a claim can speak against a shift."""
        return min(self.if_falls.probability, self.if_holds.probability)

    @property
    def highest(self) -> float:
        """The higher of the two probabilities."""
        return max(self.if_falls.probability, self.if_holds.probability)

    def to_dict(self) -> dict[str, Any]:
        """The test as plain values, as ``--json`` prints it."""
        return {
            "statement": self.statement,
            "probability_without": self.probability_without,
            "if_falls": self.if_falls.to_dict(),
            "if_holds": self.if_holds.to_dict(),
        }


def settle_contests(
    course: Course, change: Change, catalogue: Catalogue
) -> tuple[ContestTest, ...]:
    """Each contested claim that bears on ``course`` settled both ways, the most needed first."""
    contested = {
        claim.id: claim
        for exposure in course.evidence.exposures
        for claim in (exposure.statement, *exposure.links)
        if claim.contested
    }
    rests_on: dict[str, set[str]] = {name: {name} for name in contested}
    for exposure in course.evidence.exposures:
        if exposure.statement.tie:
            for act in beginnings(exposure.statement, catalogue):
                rests_on.get(act.id, set()).add(exposure.statement.id)
    known: dict[bytes, Standing] = {}

    def stands(**assumed: Collection[str]) -> Standing:
        """Many claims weigh nothing, so that settling them changes no count."""
        counts = course.evidence.counts(**assumed)
        key = counts.tobytes()
        if key not in known:
            known[key] = _standing_by(counts, course, change)
        return known[key]

    tests = [
        ContestTest(
            name,
            if_falls=stands(fallen=rests_on[name]),
            if_holds=stands(fallen=claim.conflicts_with, undenied=rests_on[name]),
        )
        for name, claim in contested.items()
    ]
    return tuple(sorted(tests, key=lambda t: (t.lowest, t.statement)))


def standing(
    course: Course,
    change: Change,
    *,
    fallen: Collection[str] = (),
    undenied: Collection[str] = (),
) -> Standing:
    """How ``change`` stands if the claims ``fallen`` do not hold and nobody denies ``undenied``."""
    counts = course.evidence.counts(fallen=fallen, undenied=undenied)
    return _standing_by(counts, course, change)


def _standing_by(counts: NDArray[np.float64], course: Course, change: Change) -> Standing:
    found = follow_counts(counts, course.evidence, course.settings, bands=False)
    if found.segmentation is None:
        return Standing(0.0, None, None, listed=False, alert=False)
    probability = found.segmentation.probability_within(change.first, change.last)
    if not found.changes:
        return Standing(probability, None, None, listed=False, alert=False)
    near = min(found.changes, key=lambda c: abs(c.dates.mode - change.dates.mode))
    there = change.first <= near.dates.mode <= change.last
    return Standing(
        probability,
        course.evidence.bins.edges[near.dates.mode],
        near.size,
        listed=there and near in found.listed(),
        alert=there and found.is_alert(near),
    )
