"""The dynamic programme over all segmentations, in logs.

``heads[a, t]`` sums over all ways to cut the first t items into a segments, ``tails[b, t]`` over
all ways to cut the others into b: a head, one segment and a tail are a whole (Fearnhead 2006).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from allegiance.graph.analysis.segment_sums import check_whole
from allegiance.graph.model.errors import InputError


@dataclass(frozen=True, slots=True, eq=False)
class SegmentTables:
    """The dynamic programme's tables, in logs: p models, n items, at most K changes.

    ``heads[:, a, t]`` sums over all ways to cut items 0..t-1 into a segments, ``tails[:, b, t]``
    over all ways to cut items t..n-1 into b. ``log_weights[k]`` is ln(rho^k / places of k
    changes), -inf where there is no place. ``log_total`` is the log evidence of everything.
    """

    matrices: NDArray[np.float64]
    heads: NDArray[np.float64]
    tails: NDArray[np.float64]
    log_weights: NDArray[np.float64]
    log_total: float

    def continuations(self, changes: int, *, least: int) -> NDArray[np.float64]:
        """Weighed log sums (p, n + 1) over all tails of ``least`` segments or more.

        ``changes`` changes lie before a tail of the least length; each segment more adds one.
        """
        weights = self.log_weights[changes:, None]
        return log_sum(self.tails[:, least : least + len(weights)] + weights, axis=1)

    def change_marginal(self) -> NDArray[np.float64]:
        """P(a change just before item t), shape (n,)."""
        found = np.zeros(self.matrices.shape[1])
        for before in range(1, len(self.log_weights)):
            log = self.heads[:, before] + self.continuations(before, least=1)
            found += np.exp(log - self.log_total).sum(axis=0)
        return found[:-1]

    def segment_marginal(self) -> NDArray[np.float64]:
        """P(model, and items i..j-1 are one of the segments), shape (p, n + 1, n + 1)."""
        found = np.zeros_like(self.matrices)
        for before in range(len(self.log_weights)):
            head, tail = self.heads[:, before], self.continuations(before, least=0)
            found += self._segments(head, tail, self.log_total)
        return found

    def sides(self, changes: int, order: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """P(model, and segment [i, j) ends or begins at the order-th of ``changes`` changes).

        Each (1, p, n + 1, n + 1).
        """
        log_evidence, rest = self.log_evidence_of(changes), changes - order
        return (
            self._segments(self.heads[:, order - 1], self.tails[:, rest + 1], log_evidence)[None],
            self._segments(self.heads[:, order], self.tails[:, rest], log_evidence)[None],
        )

    def log_evidence_of(self, changes: int) -> float:
        """Log sum over all ways to make so many changes, without their prior."""
        return float(log_sum(self.heads[:, changes + 1, -1], axis=0))

    def _segments(
        self, head: NDArray[np.float64], tail: NDArray[np.float64], log_evidence: float
    ) -> NDArray[np.float64]:
        """P(a segment [i, j)) between a head that ends at i and a tail that begins at j."""
        log = head[:, :, None] + self.matrices + tail[:, None, :]
        return np.asarray(np.exp(log - log_evidence))


def forward(
    matrices: NDArray[np.float64], max_changes: int, rho: float
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Heads, log prior ln rho^k of each k that has room, and that less the log of its places."""
    check_whole(max_changes, "max_changes", least=0)
    if not 0 < rho < math.inf:
        msg = f"rho, the prior odds of one change more, must be finite and above 0, not {rho}."
        raise InputError(msg)
    most = min(int(max_changes), matrices.shape[1] - 2)
    places = _places(np.isfinite(matrices).any(axis=0).tobytes(), matrices.shape[1], most)
    room = np.isfinite(places)
    if not room.any():
        msg = f"The evidence admits no cut into {most + 1} segments or fewer: raise max_changes."
        raise InputError(msg)
    log_prior = np.where(room, np.arange(most + 1) * math.log(rho), -np.inf)
    return heads_of(matrices, most), log_prior, log_prior - np.where(room, places, 0.0)


@lru_cache(maxsize=64)
def _places(admitted: bytes, size: int, most: int) -> NDArray[np.float64]:
    """Log of the number of ways to make 0..most changes with the segments that are ``admitted``.

    They are the bytes of a truth table (size, size). One kind of series has one, which its many
    segmentations share.
    """
    table = np.frombuffer(admitted, dtype=np.bool_).reshape(1, size, size)
    found: NDArray[np.float64] = heads_of(np.where(table, 0.0, -np.inf), most)[0, 1:, -1]
    found.setflags(write=False)
    return found


def heads_of(
    matrices: NDArray[np.float64], most: int, *, closed: slice | None = None
) -> NDArray[np.float64]:
    """Log sums (p, most + 2, n + 1) over the ways to cut the first t items into a segments.

    No segment may end at the items of ``closed``. For the last a only t = n is filled in.
    """
    found = np.full((len(matrices), most + 2, matrices.shape[1]), -np.inf)
    found[:, 0, 0] = 0.0
    found[:, 1] = matrices[:, 0]
    for a in range(2, most + 2):
        if closed is not None:
            found[:, a - 1, closed] = -np.inf
        ends = slice(None) if a <= most else slice(-1, None)
        found[:, a, ends] = log_sum(found[:, a - 1, :, None] + matrices[:, :, ends], axis=1)
    return found


def log_joint_of(
    heads: NDArray[np.float64], log_weights: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Log of prior x evidence of each number of changes."""
    return log_weights + log_sum(heads[:, 1:, -1], axis=0)


def log_sum(terms: NDArray[np.float64], axis: int) -> NDArray[np.float64]:
    """Log of the sum of exponentials, -inf for none."""
    top = terms.max(axis=axis, keepdims=True, initial=-np.inf)
    top[np.isneginf(top)] = 0.0
    with np.errstate(divide="ignore"):
        total = np.log(np.exp(terms - top).sum(axis=axis))
    return np.asarray(total + top.squeeze(axis))


def log_odds(log_joint: NDArray[np.float64]) -> float:
    """Log odds of one change or more against none."""
    return float(log_sum(log_joint[1:], axis=0)) - float(log_joint[0])


def any_share(log_joint: NDArray[np.float64]) -> float:
    """Share of all that lies in one change or more."""
    return float(np.exp(log_sum(log_joint[1:], axis=0) - log_sum(log_joint, axis=0)))


def stacked(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """Matrices of all models, (p, n + 1, n + 1), checked; too short a series is one segment."""
    found = np.array(matrix, dtype=np.float64, ndmin=3)
    if found.ndim != 3 or not len(found) or found.shape[1] != found.shape[2] or found.shape[1] < 2:
        msg = f"An evidence matrix is (n + 1, n + 1) or (p, n + 1, n + 1), not {np.shape(matrix)}."
        raise InputError(msg)
    low = np.tril_indices(found.shape[1])
    if np.isnan(found).any() or np.isposinf(found).any() or np.isfinite(found[:, *low]).any():
        msg = "An evidence matrix holds numbers where j > i, or -inf, and -inf everywhere else."
        raise InputError(msg)
    if not np.isfinite(found).any():
        found[:, 0, -1] = 0.0
    return found
