"""Kappa of all pairs in all sessions of an invented General Assembly: by the engine, by loops."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path

# Threads that wait for each other on a busy machine would measure the machine.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from allegiance.graph.analysis.similarity import similarity

# As many as the General Assembly had: 51 members that became 193, and 78 roll calls a session.
SESSIONS = 70
FIRST_MEMBERS, LAST_MEMBERS = 51, 193
GROWTH_SESSIONS = 48  # in which members joined
ROLL_CALLS = 78
# Yes, abstained, no, absent.
CHANCES = (0.7, 0.12, 0.08, 0.1)
VALUES = np.array([1.0, 0.0, -1.0, np.nan])


def allegiance(_: Path) -> Callable[[], list[np.ndarray]]:
    """Kappa of every two members in every session."""
    votes = list(sessions())
    return lambda: [similarity(matrix, "kappa", span=2) for matrix in votes]


def bare_products(_: Path) -> Callable[[], object]:
    """The products of matrices alone, without which it cannot be computed for all at once."""
    votes = list(sessions())

    def products() -> list[tuple[np.ndarray, ...]]:
        found = []
        for matrix in votes:
            known, present = np.nan_to_num(matrix), (~np.isnan(matrix)).astype(float)
            parts = (present, known, known**2)
            found.append((*(part @ present.T for part in parts), known @ known.T))
        return found

    return products


def loops(_: Path) -> Callable[[], list[list[float]]]:
    """The same by a loop over pairs, each in numpy."""
    votes = list(sessions())
    return lambda: [
        [kappa(one, other) for one, other in combinations(matrix, 2)] for matrix in votes
    ]


def sessions() -> Iterator[np.ndarray]:
    """The votes of each session, (members, roll calls); nan is absent."""
    random = np.random.default_rng(1)
    for number in range(SESSIONS):
        grown = min(1.0, number / GROWTH_SESSIONS)
        members = FIRST_MEMBERS + round(grown * (LAST_MEMBERS - FIRST_MEMBERS))
        yield VALUES[random.choice(4, size=(members, ROLL_CALLS), p=CHANCES)]


def kappa(x: np.ndarray, y: np.ndarray) -> float:
    """Kappa of two, written out from the formula."""
    both = ~(np.isnan(x) | np.isnan(y))
    x, y = x[both], y[both]
    chance = (x**2).sum() + (y**2).sum() - 2 * x.sum() * y.sum() / max(len(x), 1)
    return float(1 - ((x - y) ** 2).sum() / chance) if chance > 1e-9 else float("nan")
