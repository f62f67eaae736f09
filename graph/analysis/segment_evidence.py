"""How well one level explains a run of items: the evidences that a segmentation weighs.

An evidence gives a matrix Q: Q[i, j] is the log evidence of items i..j-1 as one segment, the
segment's own level integrated out. A new kind of data is one new class with these two members.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaln

from allegiance.graph.model.errors import InputError

_ROUNDING = 1e-12  # a range this small beside the largest value is rounding, not change
_REPEATS = 1e-6  # a median step this small beside the range: most values repeat


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


@dataclass(frozen=True, slots=True, eq=False)
class DirichletMultinomial:
    """Evidence of constant shares: ln B(a + r) - ln B(a), with r the segment's summed counts.

    B is the multivariate beta function; the orders of acts within an item are not counted, as
    their number is the same for every segmentation. Two columns make a :class:`BetaBinomial`.

    Parameters
    ----------
    counts
        Shape (n, m), m >= 2: a row for each item, a column for each category; may be fractional.
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
        counts = _counts(self.counts, 2)
        if counts.shape[1] < 2:
            msg = "Shares need counts of two columns or more; for one column take GammaPoisson."
            raise InputError(msg)
        if np.shape(self.prior) not in ((), counts.shape[1:]):
            msg = f"The prior must be one number or {counts.shape[1]}, not {self.prior}."
            raise InputError(msg)
        _check_options(self.min_length, prior=self.prior)
        object.__setattr__(self, "counts", counts)

    def matrix(self) -> NDArray[np.float64]:
        """Log evidences, shape (n + 1, n + 1).

        >>> evidence = DirichletMultinomial([[1, 0, 0, 0], [0, 1, 0, 0]])
        >>> round(float(np.exp(evidence.matrix()[0, 1])), 6)  # a first act: one of four
        0.25
        """
        counts = np.asarray(self.counts, dtype=np.float64)
        prior = np.broadcast_to(np.asarray(self.prior, dtype=np.float64), counts.shape[1:])
        found, start, end = _blank(len(counts), self.min_length)
        posterior = prior + _between(counts, start, end)
        found[start, end] = _log_beta(posterior) - _log_beta(prior)
        return found


@dataclass(frozen=True, slots=True, eq=False)
class BetaBinomial(DirichletMultinomial):
    """Evidence of a constant share: ln B(a + r, b + s) - ln B(a, b), r and s the summed counts.

    Parameters
    ----------
    counts
        Shape (n, 2): for each item what counts toward the one side and toward the other.
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
        columns = _counts(self.counts, 2).shape[1]
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
        Shape (n,): the events of each item; may be fractional.
    exposure
        Shape (n,): time or coverage of each item, by default 1. An item without any says nothing.
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
        counts = _counts(self.counts, 1)
        given = np.ones_like(counts) if self.exposure is None else self.exposure
        exposure = _counts(given, 1, what="Exposures")
        if exposure.shape != counts.shape:
            msg = f"There are {len(counts)} counts but {len(exposure)} exposures: give one each."
            raise InputError(msg)
        if not exposure.any() or counts[exposure == 0].any():
            msg = "Items with events, and one item at least, need an exposure above 0."
            raise InputError(msg)
        usual = self.shape * float(exposure.sum()) / max(float(counts.sum()), 1.0)
        rate = usual if self.rate is None else self.rate
        _check_options(self.min_length, shape=self.shape, rate=rate)
        for name, value in (("counts", counts), ("exposure", exposure), ("rate", rate)):
            object.__setattr__(self, name, value)

    def matrix(self) -> NDArray[np.float64]:
        """Log evidences, shape (n + 1, n + 1).

        >>> evidence = GammaPoisson([1], shape=1, rate=1)
        >>> round(float(np.exp(evidence.matrix()[0, 1])), 6)  # 1! x 1 / 2^2
        0.25
        """
        counts = np.asarray(self.counts, dtype=np.float64)
        found, start, end = _blank(len(counts), self.min_length)
        a, b = self.shape, float(self.rate or 0)
        shape = a + _between(counts, start, end)
        rate = b + _between(np.asarray(self.exposure, dtype=np.float64), start, end)
        found[start, end] = a * math.log(b) - gammaln(a) + gammaln(shape) - shape * np.log(rate)
        return found


@dataclass(frozen=True, slots=True, eq=False)
class ArGaussian:
    """Evidence of a constant level with AR(1) errors that start afresh in each segment.

    -(n/2) ln 2pi + ln(1-phi^2)/2 + ln(k0/kn)/2 + a0 ln b0 - an ln bn + lnG(an) - lnG(a0), where
    kn = k0 + sum x^2, an = a0 + n/2, bn = b0 + (sum z^2 - (sum xz)^2/kn)/2, x_1 = sqrt(1-phi^2),
    x_t = 1 - phi, z_1 = x_1 d_1, z_t = d_t - phi d_{t-1}, d = values less their mean, b0 = s^2
    and s = median|step| / (.6745 sqrt 2). One phi, unknown, holds for the whole series.
    The variance is the segment's own: where only the spread changes, that is a change as well.

    nan is no data: values g items apart are tied by phi^g, and a segment needs ``min_length``
    values that are there. Where most values repeat (median step below 1e-6 of the range) s is
    sqrt(mean step^2 / 2), von Neumann's; a constant series takes s = 1, which changes no answer.

    Parameters
    ----------
    values
        Shape (n,): one value for each year or period, nan where there is none.
    phis
        Autocorrelations inside (-1, 1), equally likely beforehand.
    k0, a0
        Weight of the level's prior, in items, and shape of the variance's prior.
    min_length
        The fewest values of a segment.

    References
    ----------
    Fearnhead (2005), Exact Bayesian curve fitting and signal segmentation, IEEE Transactions on
    Signal Processing 53: 2160-2166.
    """

    values: ArrayLike
    phis: tuple[float, ...] = (0.0, 0.2, 0.4, 0.6, 0.8)
    k0: float = 0.1
    a0: float = 1.0
    min_length: int = 3

    def __post_init__(self) -> None:
        values = _floats(self.values, 1, what="Values")
        if np.isinf(values).any() or np.isnan(values).all():
            msg = "Values must be finite, or nan where there is none, and not all of them nan."
            raise InputError(msg)
        if not self.phis or not all(-1 < phi < 1 for phi in self.phis):
            msg = f"phis must be one or more numbers inside (-1, 1), not {self.phis}."
            raise InputError(msg)
        _check_options(self.min_length, k0=self.k0, a0=self.a0)
        object.__setattr__(self, "values", values)

    def matrix(self) -> NDArray[np.float64]:
        """Log evidences, shape (number of phis, n + 1, n + 1)."""
        values = np.asarray(self.values, dtype=np.float64)
        there = ~np.isnan(values)
        level, scale = _standardised(values[there])
        gaps = np.diff(np.flatnonzero(there), prepend=-1)
        found = np.stack([self._layer(phi, level, gaps, math.log(scale)) for phi in self.phis])
        before = np.concatenate([[0], np.cumsum(there)])  # values there before each item
        return found[:, before[:, None], before]

    def _layer(
        self, phi: float, level: NDArray[np.float64], gaps: NDArray[np.intp], log_scale: float
    ) -> NDArray[np.float64]:
        """Matrix of one phi over the values that are there, in units of s (so that b0 = 1)."""
        found, start, end = _blank(len(level), self.min_length)
        tie, first, n = phi**gaps, 1.0 - phi**2, end - start
        spread = np.sqrt((1.0 - tie**2) / first)  # of a value given the one before it
        x = (1.0 - tie) / spread
        z = (level - tie * np.roll(level, 1)) / spread
        terms = _between(np.stack([x * x, x * z, z * z, np.log(spread)], 1), start + 1, end)
        kn = self.k0 + first + terms[:, 0]
        xz = first * level[start] + terms[:, 1]
        zz = first * level[start] ** 2 + terms[:, 2]
        an, bn = self.a0 + n / 2, 1.0 + np.maximum(zz - xz**2 / kn, 0.0) / 2
        found[start, end] = (
            (math.log(first) + np.log(self.k0 / kn)) / 2
            - n * (math.log(2 * math.pi) / 2 + log_scale)
            - terms[:, 3]
            - an * np.log(bn)
            + gammaln(an)
            - math.lgamma(self.a0)
        )
        return found


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
    table = _floats(data, 1, 2)
    if table.ndim == 1:
        return ArGaussian(table)
    return BetaBinomial(table) if table.shape[1] == 2 else DirichletMultinomial(table)


def check_whole(value: object, name: str, *, least: int) -> None:
    """Refuse what is not a whole number of at least ``least``, with an InputError."""
    if not isinstance(value, int | np.integer) or value < least:
        msg = f"{name} must be a whole number of {least} or more, not {value!r}."
        raise InputError(msg)


def _standardised(values: NDArray[np.float64]) -> tuple[NDArray[np.float64], float]:
    """Values less their mean in units of s, and s itself."""
    spread = float(np.ptp(values))
    if spread <= _ROUNDING * float(np.abs(values).max()):
        return np.zeros_like(values), 1.0
    steps = np.abs(np.diff(values))
    scale = float(np.median(steps)) / (0.6745 * math.sqrt(2))
    if scale <= _REPEATS * spread:
        scale = math.sqrt(float(np.mean(steps**2)) / 2)
    return (values - values.mean()) / scale, scale


def _blank(
    n: int, min_length: int
) -> tuple[NDArray[np.float64], NDArray[np.intp], NDArray[np.intp]]:
    """Blank matrix (-inf), and the starts and ends of the segments that may stand."""
    start, end = np.triu_indices(n + 1, k=min_length)
    return np.full((n + 1, n + 1), -np.inf), start, end


def _between(
    terms: NDArray[np.float64], start: NDArray[np.intp], end: NDArray[np.intp]
) -> NDArray[np.float64]:
    """Total of the terms of items start..end-1."""
    total = np.concatenate([np.zeros_like(terms[:1]), np.cumsum(terms, axis=0)])
    return np.asarray(total[end] - total[start])


def _log_beta(parameters: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(gammaln(parameters).sum(axis=-1) - gammaln(parameters.sum(axis=-1)))


def _floats(data: ArrayLike, *dimensions: int, what: str = "Data") -> NDArray[np.float64]:
    """Read-only copy as floats, not empty, of one of the given numbers of dimensions."""
    try:
        found = np.array(data, dtype=np.float64)
    except (TypeError, ValueError) as error:
        msg = f"{what} must be numbers in a table of equal rows: {error}."
        raise InputError(msg) from error
    if found.ndim not in dimensions:
        wanted = " or ".join(str(number) for number in dimensions)
        msg = f"{what} must have {wanted} dimension(s), not {found.ndim}."
        raise InputError(msg)
    if found.size == 0:
        msg = f"{what} are empty: give one item at least."
        raise InputError(msg)
    found.setflags(write=False)
    return found


def _counts(data: ArrayLike, dimensions: int, *, what: str = "Counts") -> NDArray[np.float64]:
    found = _floats(data, dimensions, what=what)
    wrong = np.argwhere(~(np.isfinite(found) & (found >= 0)))
    if len(wrong):
        place = tuple(int(index) for index in wrong[0])
        msg = f"{what} must be finite and 0 or more; item {place[0]} holds {found[place]}."
        raise InputError(msg)
    return found


def _check_options(min_length: int, **numbers: float | Sequence[float]) -> None:
    check_whole(min_length, "min_length", least=1)
    for name, value in numbers.items():
        array = np.asarray(value, dtype=np.float64)
        if not (np.isfinite(array) & (array > 0)).all():
            msg = f"{name} must be finite and above 0, not {value}."
            raise InputError(msg)
