"""Contagion: whether an act is followed by the same act nearby more often than by chance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np

from allegiance.graph.analysis.contagion.knox import KnoxTest, knox_pairs, knox_test
from allegiance.graph.analysis.contagion.panel import Panel
from allegiance.graph.analysis.contagion.rate_ratios import (
    RateRatio,
    exposure_strata,
    mantel_haenszel,
)
from allegiance.graph.analysis.contagion.swaps import shuffle_acts
from allegiance.graph.model.errors import InputError

Verdict = Literal["shown", "fewer than by chance", "not shown", "too few"]
# With fewer acts, or fewer pairs expected, even three times as many would seldom stand out.
LEAST_ACTS: Final = 10
LEAST_EXPECTED: Final = 3.0


@dataclass(frozen=True, slots=True)
class ContagionSettings:
    """In how many years an act may follow, how many shuffles, and how long their periods are."""

    windows: tuple[int, ...] = (1, 3, 5)
    draws: int = 999
    period_years: int = 10
    seed: int = 1

    def __post_init__(self) -> None:
        if not self.windows or min(self.windows) < 1 or self.draws < 99 or self.period_years < 2:
            message = (
                "Contagion takes windows of 1 year or more, 99 draws or more, and periods of 2 "
                f"years or more, not {self.windows}, {self.draws}, {self.period_years}."
            )
            raise InputError(message)


@dataclass(frozen=True, slots=True)
class WindowTest:
    """The tests of one window of ``years``.

    ``overall`` is against shuffles that keep the acts of each state and year; ``periods`` against
    those that keep them in each period, too; ``rates`` compares state-years of a year.
    """

    years: int
    overall: KnoxTest
    periods: KnoxTest
    rates: RateRatio
    verdict: Verdict

    def to_dict(self) -> dict[str, Any]:
        """The tests as plain values."""
        return {
            "years": self.years,
            "overall": self.overall.to_dict(),
            "periods": self.periods.to_dict(),
            "rates": self.rates.to_dict(),
            "verdict": self.verdict,
        }


@dataclass(frozen=True, slots=True)
class Pair:
    """An act, and the same act of a near state in a later year, with what tells them.

    ``probability`` is that both happened, taken as independent; nan where nobody graded them.
    """

    first: str
    first_year: int
    second: str
    second_year: int
    told: tuple[str, ...]
    probability: float

    def to_dict(self) -> dict[str, Any]:
        """The pair as plain values."""
        known = self.probability == self.probability
        return {
            "first": self.first,
            "first_year": self.first_year,
            "second": self.second,
            "second_year": self.second_year,
            "told": list(self.told),
            "probability": self.probability if known else None,
        }


@dataclass(frozen=True, slots=True)
class Contagion:
    """What the tests say of an act among states that are ``near`` each other.

    ``acts`` are state-years with the act, of ``states`` states that could have it from the year
    ``first`` to ``last``; ``pairs`` are those within the longest window, by years.
    """

    act: str
    near: str
    first: int
    last: int
    states: int
    acting: int
    acts: int
    tests: tuple[WindowTest, ...]
    pairs: tuple[Pair, ...]
    notes: tuple[str, ...]
    settings: ContagionSettings

    @property
    def verdict(self) -> Verdict:
        """What holds of some window: shown before fewer than by chance, not shown, too few."""
        found = [test.verdict for test in self.tests]
        order: tuple[Verdict, ...] = ("shown", "fewer than by chance", "not shown")
        return next((one for one in order if one in found), "too few")

    def to_dict(self) -> dict[str, Any]:
        """The finding as plain values."""
        return {
            "act": self.act,
            "near": self.near,
            "first": self.first,
            "last": self.last,
            "states": self.states,
            "acting": self.acting,
            "acts": self.acts,
            "verdict": self.verdict,
            "windows": [test.to_dict() for test in self.tests],
            "pairs": [pair.to_dict() for pair in self.pairs],
            "notes": list(self.notes),
            "draws": self.settings.draws,
            "period_years": self.settings.period_years,
            "seed": self.settings.seed,
        }


def find_contagion(panel: Panel, *, settings: ContagionSettings = ContagionSettings()) -> Contagion:
    """Whether the act of a panel is followed by the same act of a near state more than by chance.

    "shown" needs all three: more pairs than shuffles that keep the acts of every state and year
    have, more than shuffles that keep them in every period have, and a higher rate after an act
    nearby than in other state-years of the year. "too few" stands for fewer than `LEAST_ACTS` acts
    or fewer than `LEAST_EXPECTED` pairs expected.
    """
    shuffles = [
        knox_tests(panel, settings=settings, period_years=period)
        for period in (None, settings.period_years)
    ]
    tests = []
    for years, overall, periods in zip(settings.windows, *shuffles, strict=True):
        rates = mantel_haenszel(exposure_strata(panel, years))
        verdict = _judge(panel.act_count, overall, periods, rates)
        tests.append(WindowTest(years, overall, periods, rates, verdict))
    return Contagion(
        act=panel.act,
        near=panel.near,
        first=panel.years[0],
        last=panel.years[-1],
        states=int(panel.at_risk.any(axis=1).sum()),
        acting=int(panel.acts.any(axis=1).sum()),
        acts=panel.act_count,
        tests=tuple(tests),
        pairs=tuple(_pairs(panel, max(settings.windows))),
        notes=panel.notes,
        settings=settings,
    )


def knox_tests(
    panel: Panel, *, settings: ContagionSettings, period_years: int | None
) -> list[KnoxTest]:
    """Knox's test for each window, against shuffles of all years or within periods."""
    acting = panel.among_actors()
    observed = knox_pairs(acting.acts, acting.nearness, settings.windows)
    shuffled = [
        knox_pairs(acts, acting.nearness, settings.windows)
        for acts in shuffle_acts(
            acting.acts,
            acting.at_risk,
            draws=settings.draws,
            seed=settings.seed,
            period_years=period_years,
        )
    ]
    return [
        knox_test(n, null) for n, null in zip(observed, zip(*shuffled, strict=True), strict=True)
    ]


def _judge(acts: int, overall: KnoxTest, periods: KnoxTest, rates: RateRatio) -> Verdict:
    tests = (overall, periods, rates)
    expected = min(overall.expected, periods.expected)
    if acts < LEAST_ACTS or not expected >= LEAST_EXPECTED:
        return "too few"
    if all(test.raised for test in tests):
        return "shown"
    if all(test.lowered for test in tests):
        return "fewer than by chance"
    return "not shown"


def _pairs(panel: Panel, window: int) -> Iterator[Pair]:
    for index, year in enumerate(panel.years):
        for second in np.flatnonzero(panel.acts[:, index]).tolist():
            near = panel.nearness[index, second]
            for earlier in range(max(0, index - window), index):
                for first in np.flatnonzero(panel.acts[:, earlier] & near).tolist():
                    sides = (
                        (panel.states[first], panel.years[earlier]),
                        (panel.states[second], year),
                    )
                    told = [t for side in sides for t in panel.told.get(side, ())]
                    beliefs = [panel.beliefs.get(side, np.nan) for side in sides]
                    yield Pair(
                        *sides[0], *sides[1], tuple(dict.fromkeys(told)), beliefs[0] * beliefs[1]
                    )
