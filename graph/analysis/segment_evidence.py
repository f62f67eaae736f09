"""How well one level explains a run of items: the evidences that a segmentation weighs.

An evidence gives a matrix Q: Q[i, j] is the log evidence of items i..j-1 as one segment, the
segment's own level integrated out. A new kind of data is one new class with the two members of
:class:`SegmentEvidence`; with ``levels`` as well (:class:`LevelEvidence`) where levels are wanted,
and ``without`` (:class:`PartialEvidence`) where items are to be left out.
"""

from __future__ import annotations

from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from allegiance.graph.analysis.ar_evidence import ArGaussian
from allegiance.graph.analysis.count_evidence import (
    BetaBinomial,
    DirichletMultinomial,
    GammaPoisson,
)
from allegiance.graph.analysis.level_posteriors import LevelPosterior
from allegiance.graph.analysis.segment_sums import floats

__all__ = [
    "ArGaussian",
    "BetaBinomial",
    "DirichletMultinomial",
    "GammaPoisson",
    "LevelEvidence",
    "LevelPosterior",
    "PartialEvidence",
    "SegmentEvidence",
    "evidence_of",
]


@runtime_checkable
class SegmentEvidence(Protocol):
    """What :func:`allegiance.graph.analysis.segmentation.segment` asks of an evidence."""

    @property
    def min_length(self) -> int:
        """The fewest items that a segment may hold."""

    def matrix(self) -> NDArray[np.float64]:
        """Log evidences, (n + 1, n + 1), or (p, n + 1, n + 1) for p models, equally likely.

        -inf where no segment may stand: j <= i, or too short. Of the p models one holds for
        the whole series.
        """


@runtime_checkable
class LevelEvidence(SegmentEvidence, Protocol):
    """An evidence that also knows the level of each segment."""

    def levels(
        self, begins: NDArray[np.intp], ends: NDArray[np.intp], *, model: int = 0, category: int = 0
    ) -> LevelPosterior:
        """Posterior of the level of segments [begin, end), one each, under one of the models.

        ``category`` says which one where an item has several, such as shares.
        """


@runtime_checkable
class PartialEvidence(SegmentEvidence, Protocol):
    """An evidence that can do without one of its items."""

    def without(self, item: int) -> SegmentEvidence:
        """The same, had that item no data."""


def evidence_of(data: SegmentEvidence | ArrayLike) -> SegmentEvidence:
    """Evidence that fits the data: ArGaussian for values, BetaBinomial for two columns of counts.

    More columns are DirichletMultinomial; an evidence is handed back as it is.

    Raises
    ------
    InputError
        Data of another shape, or with numbers that the evidence cannot take.
    """
    if isinstance(data, SegmentEvidence):
        return data
    table = floats(data, 1, 2)
    if table.ndim == 1:
        return ArGaussian(table)
    return BetaBinomial(table) if table.shape[1] == 2 else DirichletMultinomial(table)
