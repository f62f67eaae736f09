"""Evidences of counts: constant shares of categories, and a constant rate of events."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaln

from allegiance.graph.analysis.level_posteriors import BetaLevels, GammaLevels
from allegiance.graph.analysis.segment_sums import (
    between,
    blank,
    check_options,
    counted,
    floats,
    one_category,
)
from allegiance.graph.model.errors import InputError


@dataclass(frozen=True, slots=True, eq=False)
class DirichletMultinomial:
    """Evidence of constant shares: ln B(a + r) - ln B(a), with r the segment's summed counts.

    B is the multivariate beta function; the orders of acts within an item are not counted, as
    their number is the same for every segmentation. Two columns make a :class:`BetaBinomial`.

    Parameters
    ----------
    counts
        Shape (n, m), m >= 2: a row for each item, a column for each category; may be fractional.
        A row of nan is no data, and weighs as nothing counted does.
    prior
        Dirichlet parameters a, one for all categories or one each; .5 is Jeffreys' choice.
    min_length
        The fewest items of a segment.

    References
    ----------
    Liu and Lawrence (1999), Bayesian inference on biopolymer models, Bioinformatics 15: 38-52.
    """

    counts: ArrayLike
    prior: float | Sequence[float] = 0.5
    min_length: int = 1

    def __post_init__(self) -> None:
        counts = observed(self.counts, 2)
        if counts.shape[1] < 2:
            msg = "Shares need counts of two columns or more; for one column take GammaPoisson."
            raise InputError(msg)
        if np.shape(self.prior) not in ((), counts.shape[1:]):
            msg = f"The prior must be one number or {counts.shape[1]}, not {self.prior}."
            raise InputError(msg)
        check_options(self.min_length, prior=self.prior)
        object.__setattr__(self, "counts", counts)

    def matrix(self) -> NDArray[np.float64]:
        """Log evidences, shape (n + 1, n + 1).

        >>> evidence = DirichletMultinomial([[1, 0, 0, 0], [0, 1, 0, 0]])
        >>> round(float(np.exp(evidence.matrix()[0, 1])), 6)  # a first act: one of four
        0.25
        """
        counts = np.nan_to_num(np.asarray(self.counts, dtype=np.float64))
        prior = np.broadcast_to(np.asarray(self.prior, dtype=np.float64), counts.shape[1:])
        found, start, end = blank(len(counts), self.min_length)
        posterior = prior + between(counts, start, end)
        found[start, end] = _log_beta(posterior) - _log_beta(prior)
        return found

    def levels(
        self, begins: NDArray[np.intp], ends: NDArray[np.intp], *, model: int = 0, category: int = 0
    ) -> BetaLevels:
        """Posterior of one category's share in segments [begin, end): a beta distribution each.

        >>> evidence = DirichletMultinomial([[1, 0, 0, 0], [0, 1, 0, 0]])
        >>> evidence.levels(np.array([0]), np.array([2])).mean  # 1.5 of 4
        array([0.375])
        """
        counts = np.nan_to_num(np.asarray(self.counts, dtype=np.float64))
        chosen = one_category(category, counts.shape[1])
        prior = np.broadcast_to(np.asarray(self.prior, dtype=np.float64), counts.shape[1:])
        posterior = prior + between(counts, begins, ends)
        mine = posterior[:, chosen]
        return BetaLevels(mine, posterior.sum(axis=1) - mine)

    def without(self, item: int) -> Self:
        """The same, had that item no data."""
        counts = np.array(self.counts, dtype=np.float64)
        counts[item] = np.nan
        return replace(self, counts=counts)


@dataclass(frozen=True, slots=True, eq=False)
class BetaBinomial(DirichletMultinomial):
    """Evidence of a constant share: ln B(a + r, b + s) - ln B(a, b), r and s the summed counts.

    Parameters
    ----------
    counts
        Shape (n, 2): for each item what counts toward the one side and toward the other. A row of
        nan is no data, and weighs as nothing counted does.
    prior
        (a, b); (.5, .5) is Jeffreys' choice.
    min_length
        The fewest items of a segment.

    References
    ----------
    Smith (1975), A Bayesian approach to inference about a change-point in a sequence of random
    variables, Biometrika 62: 407-416.
    """

    prior: float | Sequence[float] = (0.5, 0.5)

    def __post_init__(self) -> None:
        columns = observed(self.counts, 2).shape[1]
        if columns != 2:
            msg = (
                f"BetaBinomial needs 2 columns of counts, not {columns}: try DirichletMultinomial."
            )
            raise InputError(msg)
        DirichletMultinomial.__post_init__(self)


@dataclass(frozen=True, slots=True, eq=False)
class GammaPoisson:
    """Evidence of a constant rate: a ln b - lnG(a) + lnG(a + r) - (a + r) ln(b + e).

    r and e are the segment's summed counts and exposures. What the counts' factorials and the
    single exposures would add is the same for every segmentation, cancels, and is left out.

    Parameters
    ----------
    counts
        Shape (n,): the events of each item; may be fractional, and nan where there are no data.
    exposure
        Shape (n,): time or coverage of each item, by default 1, and 0 where the count is nan. An
        item without any says nothing.
    shape, rate
        Gamma prior (a, b) of the rate. By default b = a x total exposure / total events (or 1 if
        fewer), so that the prior has the series' own mean and the weight of half an event.
    min_length
        The fewest items of a segment.

    References
    ----------
    Raftery and Akman (1986), Bayesian analysis of a Poisson process with a change-point,
    Biometrika 73: 85-89.
    """

    counts: ArrayLike
    exposure: ArrayLike | None = None
    shape: float = 0.5
    rate: float | None = None
    min_length: int = 1

    def __post_init__(self) -> None:
        counts = observed(self.counts, 1)
        given = np.ones_like(counts) if self.exposure is None else self.exposure
        exposure = counted(given, 1, what="Exposures")
        if exposure.shape != counts.shape:
            msg = f"There are {len(counts)} counts but {len(exposure)} exposures: give one each."
            raise InputError(msg)
        exposure, counts = np.where(np.isnan(counts), 0.0, exposure), np.nan_to_num(counts)
        if not exposure.any() or counts[exposure == 0].any():
            msg = "Items with events, and one item at least, need an exposure above 0."
            raise InputError(msg)
        usual = self.shape * float(exposure.sum()) / max(float(counts.sum()), 1.0)
        rate = usual if self.rate is None else self.rate
        check_options(self.min_length, shape=self.shape, rate=rate)
        for name, value in (("counts", counts), ("exposure", exposure), ("rate", rate)):
            object.__setattr__(self, name, value)

    def matrix(self) -> NDArray[np.float64]:
        """Log evidences, shape (n + 1, n + 1).

        >>> evidence = GammaPoisson([1], shape=1, rate=1)
        >>> round(float(np.exp(evidence.matrix()[0, 1])), 6)  # 1! x 1 / 2^2
        0.25
        """
        found, start, end = blank(len(np.asarray(self.counts)), self.min_length)
        a, b = self.shape, float(self.rate or 0)
        shape, rate = self._posterior(start, end)
        found[start, end] = a * math.log(b) - gammaln(a) + gammaln(shape) - shape * np.log(rate)
        return found

    def levels(
        self, begins: NDArray[np.intp], ends: NDArray[np.intp], *, model: int = 0, category: int = 0
    ) -> GammaLevels:
        """Posterior of the rate in segments [begin, end): a gamma distribution each.

        >>> evidence = GammaPoisson([3, 2], shape=1, rate=1)
        >>> evidence.levels(np.array([0]), np.array([2])).mean  # (1 + 5) / (1 + 2)
        array([2.])
        """
        one_category(category, 1)
        return GammaLevels(*self._posterior(begins, ends))

    def without(self, item: int) -> Self:
        """The same, with the same prior, had that item no data."""
        counts = np.array(self.counts, dtype=np.float64)
        counts[item] = np.nan
        return replace(self, counts=counts)

    def _posterior(
        self, begins: NDArray[np.intp], ends: NDArray[np.intp]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        counts = np.asarray(self.counts, dtype=np.float64)
        exposure = np.asarray(self.exposure, dtype=np.float64)
        return (
            self.shape + between(counts, begins, ends),
            float(self.rate or 0) + between(exposure, begins, ends),
        )


def observed(counts: ArrayLike, dimensions: int) -> NDArray[np.float64]:
    """Checked counts; nan where an item has none at all, which is refused if no item has any."""
    found = floats(counts, dimensions, what="Counts")
    missing = np.isnan(found.reshape(len(found), -1)).all(axis=1)
    if missing.all():
        msg = "Counts must not all be nan: one item at least needs data."
        raise InputError(msg)
    counted(found[~missing], dimensions, places=np.flatnonzero(~missing))
    return found


def _log_beta(parameters: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(gammaln(parameters).sum(axis=-1) - gammaln(parameters.sum(axis=-1)))
