"""Trying the segmentation on made-up series: false alarms, power, and whether intervals hold.

A recipe of :mod:`~allegiance.graph.analysis.made_up_series`, or one's own, says what is drawn.
Equal seeds give equal numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from allegiance.graph.analysis.made_up_series import Recipe, Trial
from allegiance.graph.analysis.segment_jackknife import probabilities_without
from allegiance.graph.analysis.segment_sums import check_whole
from allegiance.graph.analysis.segmentation import change_probability, segment
from allegiance.graph.model.errors import InputError


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of a number of runs did something."""

    count: int
    runs: int

    @property
    def share(self) -> float:
        """The share of the runs, 0 to 1; nan without any."""
        return self.count / self.runs if self.runs else float("nan")

    def interval(self, level: float = 0.95) -> tuple[float, float]:
        """The exact binomial interval of Clopper and Pearson (1934), Biometrika 26: 404-413.

        >>> low, high = Rate(0, 100).interval()
        >>> low, round(high, 4)  # 1 - .025^(1/100)
        (0.0, 0.0362)
        """
        from scipy.special import betaincinv

        x, n, tail = self.count, self.runs, (1 - level) / 2
        low = float(betaincinv(x, n - x + 1, tail)) if x else 0.0
        high = float(betaincinv(x + 1, n - x, 1 - tail)) if x < n else 1.0
        return low, high


@dataclass(frozen=True, slots=True)
class Coverage:
    """How often intervals of one level hold the truth, over series with one change.

    Attributes
    ----------
    level
        The posterior mass asked of each.
    dates
        How often the date set holds the true item, one change supposed; ``mass`` is what the sets
        promise in the mean, at least ``level``, and ``width`` their median number of items.
    alarmed
        The same of the series with P(any change) > .9 alone, and there whether any date set of
        the likeliest number of changes does.
    before, after, difference
        How often the credible interval of a level, and of the difference, holds the true one.
    """

    level: float
    dates: Rate
    mass: float
    width: float
    alarmed: Rate
    before: Rate
    after: Rate
    difference: Rate


def alarm_rate(
    recipe: Recipe, *, runs: int, seed: int, alert: float = 0.9, least_without: float = 0.0
) -> Rate:
    """How many of ``runs`` series have P(any change) above ``alert``.

    Without a change they are false alarms, with one the rate is the power. Whichever one item is
    left out, P must stay above ``least_without``.
    """
    return Rate(sum(_alarms(t, alert, least_without) for t in _trials(recipe, runs, seed)), runs)


def _alarms(trial: Trial, alert: float, least_without: float) -> bool:
    if not change_probability(trial.evidence.matrix()) > alert:
        return False
    if least_without <= 0:
        return True
    return bool(np.nanmin(probabilities_without(trial.evidence)) > least_without)


def coverage(recipe: Recipe, *, level: float, runs: int, seed: int) -> Coverage:
    """How often date sets and levels of ``runs`` series hold the truth.

    Raises
    ------
    InputError
        If the recipe draws series without a change.
    """
    checks = [_checked(trial, level) for trial in _trials(recipe, runs, seed)]
    alarms = [check.any_dates for check in checks if check.alarm]
    return Coverage(
        level,
        Rate(sum(check.dates for check in checks), runs),
        float(np.mean([check.mass for check in checks])),
        float(np.median([check.width for check in checks])),
        Rate(sum(alarms), len(alarms)),
        *(Rate(sum(check.levels[i] for check in checks), runs) for i in range(3)),
    )


@dataclass(frozen=True, slots=True)
class _Check:
    dates: bool
    mass: float
    width: int
    alarm: bool
    any_dates: bool
    levels: tuple[bool, ...]


def _checked(trial: Trial, level: float) -> _Check:
    if trial.change is None:
        msg = "Coverage needs series with a change: give the recipe one."
        raise InputError(msg)
    found = segment(trial.evidence)
    [dates] = found.date_sets(level, 1)
    [levels] = found.levels(level, 1)
    truths = (trial.before, trial.after, trial.after - trial.before)
    estimates = (levels.before, levels.after, levels.difference)
    return _Check(
        dates=trial.change in dates.members,
        mass=dates.mass,
        width=len(dates.members),
        alarm=found.probability > 0.9,
        any_dates=any(trial.change in one.members for one in found.date_sets(level)),
        levels=tuple(e.low <= t <= e.high for e, t in zip(estimates, truths, strict=True)),
    )


def _trials(recipe: Recipe, runs: int, seed: int) -> Iterator[Trial]:
    check_whole(runs, "runs", least=1)
    generator = np.random.default_rng(seed)
    return (recipe.draw(generator) for _ in range(runs))
