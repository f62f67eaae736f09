"""The lightest set of edges that meets every unbalanced cycle listed, by HiGHS."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from allegiance.graph.analysis.signed_network import Floats

_WHOLE = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Cover:
    """An answer: how far each edge is taken, in [0, 1], and what no answer can fall below."""

    taken: Floats
    bound: float

    @property
    def fractional(self) -> bool:
        """Whether some edge is taken in part."""
        return bool((np.abs(self.taken - np.rint(self.taken)) > _WHOLE).any())


def cover_cycles(
    cycles: Sequence[Sequence[int]], weights: Floats, *, whole: bool, nodes: int, seconds: float
) -> Cover | None:
    """The lightest cover of ``cycles``; edges may be taken in part unless it must be ``whole``.

    None if a whole one was not found with so many ``nodes`` of branch and bound and ``seconds``.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    flat = np.fromiter(itertools.chain.from_iterable(cycles), np.int64)
    used, columns = np.unique(flat, return_inverse=True)
    ends = np.cumsum([0, *map(len, cycles)])
    rows = csr_array((np.ones(len(flat)), columns, ends), shape=(len(cycles), len(used)))
    limits = {"mip_rel_gap": 0.0, "node_limit": nodes} if whole else {}
    answer = milp(
        weights[used],
        constraints=LinearConstraint(rows, 1.0, np.inf),
        bounds=Bounds(0.0, 1.0),
        integrality=np.full(len(used), int(whole)),
        options=limits | ({"time_limit": max(seconds, 0.01)} if np.isfinite(seconds) else {}),
    )
    if answer.x is None:
        return None
    bound = answer.mip_dual_bound if whole else answer.fun
    if not whole and answer.status != 0:
        return None
    taken = np.zeros(len(weights))
    taken[used] = answer.x
    return Cover(taken, float(bound))
