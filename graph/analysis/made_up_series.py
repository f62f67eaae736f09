"""Made-up series whose truth is known: no change of level or one, and other flaws at will."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from allegiance.graph.analysis.segment_evidence import (
    ArGaussian,
    DirichletMultinomial,
    GammaPoisson,
    LevelEvidence,
)
from allegiance.graph.analysis.segment_sums import check_whole
from allegiance.graph.model.errors import InputError


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """One made-up series: its evidence, the item its change lies before, and the levels.

    ``change`` is None, and ``after`` equal to ``before``, where nothing changes.
    """

    evidence: LevelEvidence
    change: int | None
    before: float
    after: float


class Recipe(Protocol):
    """How to make up a series."""

    def draw(self, generator: np.random.Generator) -> Trial:
        """One series, drawn by lot."""


@dataclass(frozen=True, slots=True)
class MadeUpMeasure:
    """A yearly measure with AR(1) noise of standard deviation 1, for ArGaussian.

    Parameters
    ----------
    length
        How many years, 7 or more.
    phi
        Autocorrelation of the noise, inside (-1, 1).
    step
        How far the level moves once, in standard deviations of the noise.
    position
        Where it moves, as a share of the length; None draws it by lot, three years or more from
        either end.
    tails
        Degrees of freedom of Student's t for the noise's innovations, above 2; None: normal.
    outlier
        What is added to one year drawn by lot.
    trend
        The rise from the first year to the last.
    missing
        The share of years without a value, drawn by lot, in [0, 0.8].
    measured
        The share of the noise's variance, in [0, 1), that is error of measurement: independent, its
        size known and different from year to year (the square root of a gamma variable of shape 2).
    corrected
        As ArGaussian takes it.
    """

    length: int = 50
    phi: float = 0.0
    step: float = 0.0
    position: float | None = None
    tails: float | None = None
    outlier: float = 0.0
    trend: float = 0.0
    missing: float = 0.0
    measured: float = 0.0
    corrected: bool = False

    def __post_init__(self) -> None:
        check_whole(self.length, "length", least=7)
        if not (-1 < self.phi < 1 and 0 <= self.missing <= 0.8 and 0 <= self.measured < 1):
            msg = f"Keep phi in (-1, 1), missing in [0, 0.8], measured in [0, 1), not {self}."
            raise InputError(msg)
        if self.position is not None and not 0 < self.position < 1:
            msg = f"position must lie inside (0, 1), not {self.position}."
            raise InputError(msg)
        if self.tails is not None and not 2 < self.tails < math.inf:
            msg = f"tails must be finite and above 2, not {self.tails}."
            raise InputError(msg)

    def draw(self, generator: np.random.Generator) -> Trial:
        """One series; its change lies at ``position`` or where the lot says."""
        values, errors = ar_noise(self.length, self.phi, generator, tails=self.tails), None
        if self.measured:
            errors = np.sqrt(self.measured * generator.gamma(2.0, 0.5, self.length))
            values = math.sqrt(1 - self.measured) * values
            values += errors * generator.normal(size=self.length)
        values += np.linspace(0.0, self.trend, self.length)
        values[generator.integers(self.length)] += self.outlier
        change = int(generator.integers(3, self.length - 2))
        if self.position is not None:
            change = min(max(round(self.position * self.length), 1), self.length - 1)
        values[change:] += self.step
        values[generator.permutation(self.length)[: round(self.missing * self.length)]] = np.nan
        evidence = ArGaussian(values, errors=errors, corrected=self.corrected)
        return Trial(evidence, change if self.step else None, 0.0, self.step)


@dataclass(frozen=True, slots=True)
class MadeUpActs:
    """Acts of several categories, for DirichletMultinomial: with two of them BetaBinomial's case.

    Parameters
    ----------
    before, after
        The shares of the categories, which sum to 1; without ``after`` nothing changes. The level
        is the share of the first.
    acts
        How many there are in an item in the mean (Poisson).
    length
        How many items, 4 or more. The change lies anywhere among them, by lot.
    """

    before: tuple[float, ...] = (0.5, 0.5)
    after: tuple[float, ...] | None = None
    acts: float = 1.0
    length: int = 56

    def __post_init__(self) -> None:
        check_whole(self.length, "length", least=4)
        after = self.before if self.after is None else self.after
        sound = all(min(s) >= 0 and math.isclose(sum(s), 1) for s in (self.before, after))
        if not sound or len(after) != len(self.before) or not 0 < self.acts < math.inf:
            msg = f"Shares must be 0 or more and sum to 1, and acts be above 0, not {self}."
            raise InputError(msg)

    def draw(self, generator: np.random.Generator) -> Trial:
        """One series."""
        change = int(generator.integers(1, self.length))
        shares = np.tile(self.before, (self.length, 1))
        shares[change:] = self.after or self.before
        counts = generator.multinomial(generator.poisson(self.acts, self.length), shares)
        known = change if self.after else None
        after = (self.after or self.before)[0]
        return Trial(DirichletMultinomial(counts), known, self.before[0], after)


@dataclass(frozen=True, slots=True)
class MadeUpEvents:
    """Events at a rate, for GammaPoisson.

    Parameters
    ----------
    rate
        Events an item.
    factor
        What the rate is multiplied with once, anywhere by lot; 1 is no change.
    dispersion
        Variance of an item's count over its mean, 1 or more: 1 is Poisson, above it the counts
        are negative binomial.
    length
        How many items, 4 or more.
    """

    rate: float = 5.0
    factor: float = 1.0
    dispersion: float = 1.0
    length: int = 50

    def __post_init__(self) -> None:
        check_whole(self.length, "length", least=4)
        if not (0 < self.rate < math.inf and 0 < self.factor < math.inf and self.dispersion >= 1):
            msg = f"rate and factor must be above 0 and dispersion 1 or more, not {self}."
            raise InputError(msg)

    def draw(self, generator: np.random.Generator) -> Trial:
        """One series."""
        change = int(generator.integers(1, self.length))
        rates = np.full(self.length, self.rate)
        rates[change:] *= self.factor
        if self.dispersion > 1:
            rates = generator.gamma(rates / (self.dispersion - 1), self.dispersion - 1)
        evidence = GammaPoisson(generator.poisson(rates))
        known = change if self.factor != 1 else None
        return Trial(evidence, known, self.rate, self.rate * self.factor)


@dataclass(frozen=True, slots=True)
class DrawnFromPrior:
    """A series with one change whose truth is drawn from the very prior of its evidence.

    Over such series posterior probabilities must come true as often as they say, whatever the
    data; that holds exactly for ``acts`` and ``events``. A ``measure`` takes its prior's centre
    and scale from the series itself, so that it holds about.
    """

    kind: str = "acts"
    length: int = 40

    def __post_init__(self) -> None:
        check_whole(self.length, "length", least=7)
        if self.kind not in ("acts", "events", "measure"):
            msg = f"kind must be acts, events or measure, not {self.kind!r}."
            raise InputError(msg)

    def draw(self, generator: np.random.Generator) -> Trial:
        """One series."""
        if self.kind == "measure":
            return self._measure(generator)
        change = int(generator.integers(1, self.length))
        late = np.arange(self.length) >= change
        if self.kind == "acts":
            before, after = generator.beta(0.5, 0.5, 2)
            acts = generator.poisson(2.0, self.length)
            first = generator.binomial(acts, np.where(late, after, before))
            evidence: LevelEvidence = DirichletMultinomial(np.column_stack([first, acts - first]))
        else:
            before, after = generator.gamma(0.5, 1 / 0.1, 2)
            counts = generator.poisson(np.where(late, after, before))
            evidence = GammaPoisson(counts, shape=0.5, rate=0.1)
        return Trial(evidence, change, float(before), float(after))

    def _measure(self, generator: np.random.Generator) -> Trial:
        phi = float(generator.choice([0.0, 0.2, 0.4, 0.6, 0.8]))
        change = int(generator.integers(3, self.length - 2))
        levels, parts = [], []
        for size in (change, self.length - change):
            innovation = 1 / math.sqrt(generator.gamma(1.0))
            spread = innovation / math.sqrt(1 - phi**2)
            levels.append(generator.normal(0.0, innovation / math.sqrt(0.1)))
            parts.append(levels[-1] + spread * ar_noise(size, phi, generator))
        return Trial(ArGaussian(np.concatenate(parts)), change, *levels)


def ar_noise(
    length: int, phi: float, generator: np.random.Generator, *, tails: float | None = None
) -> NDArray[np.float64]:
    """Stationary AR(1) noise of mean 0 and standard deviation 1, shape (length,).

    ``tails`` are the degrees of freedom of the innovations' Student t; None: normal.
    """
    from scipy.signal import lfilter

    if tails is None:
        innovations = generator.normal(size=length)
    else:
        innovations = generator.standard_t(tails, size=length) / math.sqrt(tails / (tails - 2))
    innovations[1:] *= math.sqrt(1 - phi**2)
    return np.asarray(lfilter([1.0], [1.0, -phi], innovations))
