"""Trying the method on evidence whose truth is known: no change at all, or one at a known date.

Without a change: the evidence of an actor shuffled in time. Who acted how towards whom stays, as do
the masses; when it happened is drawn by lot, so that an alarm is a false one. With a change: made
up acts and ties with one pole before a date and with the other one after it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from allegiance.graph.analysis.changes import (
    Change,
    ShiftSettings,
    find_changes,
    model_of,
    segment_counts_of,
)
from allegiance.graph.analysis.evidence import Evidence
from allegiance.graph.analysis.segmentation import change_probability
from allegiance.graph.model.errors import InputError


def null_probabilities(
    evidence: Evidence,
    *,
    runs: int,
    seed: int,
    settings: ShiftSettings = ShiftSettings(),
    scale: float = 1.0,
) -> NDArray[np.float64]:
    """P(any change) of ``evidence`` shuffled in time, shape (runs,), each in [0, 1].

    nan for a run whose evidence is too little for an answer. All masses are multiplied with
    ``scale``. Equal seeds give equal numbers. See :func:`shuffled_counts`.
    """
    shuffles = shuffled_counts(evidence, runs=runs, seed=seed, scale=scale)
    return np.array([_probability(counts, settings) for counts in shuffles], dtype=float)


def false_alarm_rate(
    evidence: Evidence,
    *,
    runs: int,
    seed: int,
    settings: ShiftSettings = ShiftSettings(),
    scale: float = 1.0,
) -> float:
    """The share of shuffles of ``evidence`` that alarm, in [0, 1].

    A shuffle alarms if P(any change) is above ``settings.alert`` and the largest change of tilt
    is ``settings.least_size`` or more. The tilts are the means before and after each change of
    the likeliest number of changes above 0, as a shift gives them. A shuffle with too little
    evidence for an answer does not alarm. The standard error is sqrt(rate (1 - rate) / runs).
    """
    shuffles = shuffled_counts(evidence, runs=runs, seed=seed, scale=scale)
    return sum(_alarms(counts, settings) for counts in shuffles) / runs


def shuffled_counts(
    evidence: Evidence, *, runs: int, seed: int, scale: float = 1.0
) -> Iterator[NDArray[np.float64]]:
    """Counts of ``evidence`` shuffled in time, ``runs`` times, each (bins, poles, 2).

    The dates of the acts are permuted among the acts. Each tie is moved whole, its start with its
    reaffirmations, to a place drawn from all where it fits into the window. An act or tie that
    bears on several poles keeps one date.

    Raises
    ------
    InputError
        If ``runs`` is below 1 or ``scale`` is not above 0.
    """
    if runs < 1 or not 0 < scale < np.inf:
        message = f"Give 1 run or more and a finite scale above 0, not {runs} and {scale}."
        raise InputError(message)
    return _shuffles(evidence, runs, np.random.default_rng(seed), scale)


def _shuffles(
    evidence: Evidence, runs: int, generator: np.random.Generator, scale: float
) -> Iterator[NDArray[np.float64]]:
    bins, poles = len(evidence.bins), len(evidence.poles)
    masses = scale * evidence.masses()
    profiles = {
        e.statement.id: acts
        for e, acts in zip(evidence.exposures, evidence.acts_of(masses), strict=True)
    }
    is_tie = {e.statement.id: e.statement.tie for e in evidence.exposures}
    names = sorted(profiles, key=lambda name: is_tie[name])  # acts first, ties last
    acts = sum(not is_tie[name] for name in names)
    ties = [profiles[name] for name in names[acts:]]
    dates = np.array([profiles[name] for name in names]).reshape(-1, bins)
    weights = np.zeros((len(names), poles * 2))
    for exposure, mass in zip(evidence.exposures, masses, strict=True):
        column = 2 * exposure.pole + (exposure.sign < 0)
        weights[names.index(exposure.statement.id), column] += mass
    for _ in range(runs):
        placed = np.vstack(
            [dates[generator.permutation(acts)], *(_moved(t, generator) for t in ties)]
        )
        yield (placed.T @ weights).reshape(bins, poles, 2)


def _moved(profile: NDArray[np.float64], generator: np.random.Generator) -> NDArray[np.float64]:
    """A tie's profile begun at a period drawn from all where it fits in."""
    filled = np.flatnonzero(profile)
    if not len(filled):
        return profile
    first, last = filled[0], filled[-1]
    start = generator.integers(0, len(profile) - (last - first), endpoint=False)
    return np.roll(profile, start - first)


@dataclass(frozen=True, slots=True)
class KnownChange:
    """Made-up evidence with one change: acts with one pole before it, with the other after it.

    Parameters
    ----------
    acts
        How many, on periods drawn by lot from the whole window.
    error
        The share of acts that go the other way, in [0, 0.5).
    tie_rate
        Reaffirmations a year of the two ties, one with each pole: the old one stands from the
        first period, the new one from the change to the end.
    overlap
        For how many periods the old tie outlasts the change.
    periods, periods_a_year
        The length of the window, and of a period.
    """

    acts: int = 20
    error: float = 0.1
    tie_rate: float = 1.0
    overlap: int = 0
    periods: int = 56
    periods_a_year: int = 4

    def __post_init__(self) -> None:
        if self.acts < 1 or self.periods < 4 or self.periods_a_year < 1 or self.overlap < 0:
            message = "Give 1 act, 4 periods and 1 period a year or more, and an overlap from 0 on."
            raise InputError(message)
        if not (0 <= self.error < 0.5 and 0 <= self.tie_rate < np.inf):
            message = "error must lie in [0, 0.5), and tie_rate be 0 or more and finite."
            raise InputError(message)

    def draw(self, mass: float, generator: np.random.Generator) -> tuple[NDArray[np.float64], int]:
        """Counts (periods, 2, 2) of total ``mass``, and the first period after the change.

        The change lies in the middle half of the window. All acts weigh the same, those that
        the ties stand for included.
        """
        quarter = self.periods // 4
        change = int(generator.integers(quarter, self.periods - quarter, endpoint=True))
        when = generator.integers(0, self.periods, self.acts)
        wrong = generator.random(self.acts) < self.error
        counts = np.zeros((self.periods, 2, 2))
        late = (when >= change) ^ wrong
        for pole in (0, 1):
            counts[:, pole, 0] = np.bincount(when[late == pole], minlength=self.periods)
        for pole, begin, end in ((0, 0, change + self.overlap), (1, change, self.periods)):
            counts[begin:end, pole, 0] += self.tie_rate / self.periods_a_year
            counts[begin, pole, 0] += 1.0
        return counts * (mass / counts.sum()), change


USUAL_CHANGE: Final = KnownChange()


@dataclass(frozen=True, slots=True)
class Power:
    """How a known change is found with evidence of a given total mass.

    ``alarms`` is the share of runs that alarm; ``dated`` the share, of those with evidence enough
    for an answer, whose date interval holds the true date, and ``width`` its median length in
    periods. Both are nan if no run has evidence enough.
    """

    mass: float
    alarms: float
    dated: float
    width: float


def detection_power(
    masses: Iterable[float],
    *,
    runs: int,
    seed: int,
    known: KnownChange = USUAL_CHANGE,
    settings: ShiftSettings = ShiftSettings(),
) -> list[Power]:
    """How often a known change is found and rightly dated, for each total mass.

    A run alarms as in :func:`false_alarm_rate`. Its date interval is that of the likeliest of its
    changes, from the first to the last period of the set of level ``settings.level``.

    Raises
    ------
    InputError
        If ``runs`` is below 1.
    """
    if runs < 1:
        message = f"Give 1 run or more, not {runs}."
        raise InputError(message)
    return [_power(mass, runs, np.random.default_rng(seed), known, settings) for mass in masses]


def _power(
    mass: float,
    runs: int,
    generator: np.random.Generator,
    known: KnownChange,
    settings: ShiftSettings,
) -> Power:
    alarms, dated, widths = 0, 0, []
    for _ in range(runs):
        counts, true = known.draw(mass, generator)
        probability, changes = _findings(counts, settings)
        if not changes:
            continue
        alarms += _is_alarm(probability, changes, settings)
        dates = max(changes, key=lambda change: change.probability).dates
        dated += dates.low <= true <= dates.high
        widths.append(dates.high - dates.low + 1)
    covered = len(widths)
    if not covered:
        return Power(mass, alarms / runs, np.nan, np.nan)
    return Power(mass, alarms / runs, dated / covered, float(np.median(widths)))


def _probability(counts: NDArray[np.float64], settings: ShiftSettings) -> float:
    model = model_of(counts, settings)
    if model is None:
        return np.nan
    return change_probability(model.matrix(), max_changes=settings.max_changes, rho=settings.rho)


def _alarms(counts: NDArray[np.float64], settings: ShiftSettings) -> bool:
    """Whether counts alarm; levels, which take long, are worked out only where P is high enough."""
    if not _probability(counts, settings) > settings.alert:
        return False
    return _is_alarm(*_findings(counts, settings), settings)


def _findings(
    counts: NDArray[np.float64], settings: ShiftSettings
) -> tuple[float, tuple[Change, ...]]:
    segmentation = segment_counts_of(counts, settings)
    if segmentation is None:
        return np.nan, ()
    return segmentation.probability, find_changes(counts, segmentation, settings)


def _is_alarm(probability: float, changes: Iterable[Change], settings: ShiftSettings) -> bool:
    largest = max((abs(change.size) for change in changes), default=0.0)
    return probability > settings.alert and largest >= settings.least_size
