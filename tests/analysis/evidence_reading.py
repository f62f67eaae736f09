"""What the tests of evidence read off it, on worlds small enough to count on paper.

In them a claim of grade A1 by one source of grade A is believed with .9 x .9 = .81.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from allegiance.graph.analysis.evidence import Evidence

D = dt.date
BELIEF = 0.81
FIRST, LAST = 0, 15  # the quarters of 2020 to 2023


def acts_of(evidence: Evidence, name: str) -> list[float]:
    [found] = [e for e in evidence.exposures if e.statement.id == name]
    return list(found.acts)


def masses_of(evidence: Evidence, **left_out: Any) -> dict[str, float]:
    masses = evidence.masses(**left_out).tolist()
    return dict(zip((e.statement.id for e in evidence.exposures), masses, strict=True))


def seen(evidence: Evidence) -> list[tuple[str, str, int]]:
    return [(e.statement.id, evidence.poles[e.pole], e.sign) for e in evidence.exposures]
