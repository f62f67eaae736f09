"""Contagion: pairs and rates counted by hand, shuffles that keep what they should, known worlds."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allegiance.graph.analysis.contagion.found import (
    ContagionSettings,
    find_contagion,
    knox_tests,
)
from allegiance.graph.analysis.contagion.knox import knox_pairs, knox_test
from allegiance.graph.analysis.contagion.panel import Flags, Panel
from allegiance.graph.analysis.contagion.rate_ratios import (
    RateRatio,
    Stratum,
    exposure_strata,
    mantel_haenszel,
)
from allegiance.graph.analysis.contagion.swaps import shuffle_acts
from allegiance.graph.model.errors import InputError


def ring(states: int, years: int) -> Flags:
    """Each state is near the one before and the one after it."""
    index = np.arange(states)
    apart = (index[:, None] - index) % states
    return np.repeat(((apart == 1) | (apart == states - 1))[None], years, axis=0)


def panel(acts: Flags, nearness: Flags | None = None, at_risk: Flags | None = None) -> Panel:
    return Panel(
        act="coup",
        near="ring",
        states=tuple(f"s{i}" for i in range(len(acts))),
        first_year=2000,
        acts=acts,
        at_risk=np.ones_like(acts) if at_risk is None else at_risk,
        nearness=ring(*acts.shape) if nearness is None else nearness,
    )


def rows(*text: str) -> Flags:
    return np.array([[sign == "x" for sign in row] for row in text])


def world(rng: np.random.Generator, *, states: int, years: int, rate: float, times: float) -> Flags:
    """Acts on a ring; one nearby in the two years before multiplies the rate."""
    acts, near = np.zeros((states, years), dtype=bool), ring(states, 1)[0]
    for year in range(years):
        exposed = near @ acts[:, max(0, year - 2) : year].any(axis=1)
        acts[:, year] = rng.random(states) < rate * np.where(exposed, times, 1.0)
    return acts


def test_pairs_are_those_that_a_reader_counts() -> None:
    # A ring of four: a near b and d, c near b and d. By hand, within 1 year: a0-b1, b1-c2, b1-a2.
    # Within 2 also: d0-c2 and d0-a2; a0-c2 are not near, and a0-a2 is one state.
    acts = rows("x.x", ".x.", "..x", "x..")
    assert knox_pairs(acts, ring(4, 3), [1, 2]) == [3, 5]


def test_acts_of_one_year_and_of_one_state_are_no_pair() -> None:
    near = ~np.eye(2, dtype=bool)[None].repeat(3, axis=0)
    assert knox_pairs(rows("x..", "x.."), near, [3]) == [0]
    assert knox_pairs(rows("x.x", "..."), near, [3]) == [0]


def test_who_is_near_in_the_year_of_the_later_act_counts() -> None:
    near = np.zeros((2, 2, 2), dtype=bool)
    near[1] = ~np.eye(2, dtype=bool)
    acts = rows("x.", ".x")
    assert knox_pairs(acts, near, [1]) == [1]
    assert knox_pairs(acts, near[::-1], [1]) == [0]


def test_the_ratio_of_rates_over_two_strata_is_that_of_the_formula() -> None:
    # By hand: (2 x 10/20 + 3 x 40/60) / (1 x 10/20 + 2 x 20/60) = 3 / (7/6) = 18/7; the variance
    # of its logarithm (3 x 100/400 + 5 x 800/3600) / (3 x 7/6) = 0.531746.
    found = mantel_haenszel([Stratum(2, 10, 1, 10), Stratum(3, 20, 2, 40)])
    assert found.ratio == pytest.approx(18 / 7)
    factor = math.exp(1.959964 * math.sqrt(0.531746))
    assert (found.low, found.high) == (
        pytest.approx(18 / 7 / factor, rel=1e-5),
        pytest.approx(18 / 7 * factor, rel=1e-5),
    )
    assert (found.exposed_acts, found.exposed_years) == (5, 30)


@pytest.mark.parametrize("strata", [[], [Stratum(0, 5, 2, 5)], [Stratum(2, 5, 0, 5)]])
def test_there_is_no_ratio_of_rates_without_acts_on_both_sides(strata: list[Stratum]) -> None:
    found = mantel_haenszel(strata)
    assert math.isnan(found.ratio)
    assert not found.raised
    assert found.to_dict()["ratio"] is None


def test_state_years_are_exposed_as_a_reader_counts_them() -> None:
    # Four in a ring, a acts in 2000, b in 2001; in 2001 b and d are exposed (a's neighbours) and
    # b acts; in 2002 a and c are (b's), and nobody acts. Within one year.
    acts = rows("x..", ".x.", "...", "...")
    found = mantel_haenszel(exposure_strata(panel(acts), 1))
    counts = (found.exposed_acts, found.exposed_years, found.other_acts, found.other_years)
    assert counts == (1, 4, 0, 4)


def test_who_is_near_nobody_or_no_state_yet_is_in_no_rate() -> None:
    acts, near = rows("x..", ".x.", "..."), np.zeros((3, 3, 3), dtype=bool)
    near[:, 0, 1] = near[:, 1, 0] = True
    at_risk = np.ones_like(acts)
    at_risk[0, 2] = False
    found = mantel_haenszel(exposure_strata(panel(acts, near, at_risk), 1))
    # 2001: a and b; 2002: b alone is a state with a neighbour, but that is none then.
    assert found.exposed_years + found.other_years == 2


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32), st.integers(2, 7), st.integers(2, 12), st.sampled_from([None, 2, 5]))
def test_shuffles_keep_the_acts_of_states_years_periods_and_who_is_at_risk(
    seed: int, states: int, years: int, period: int | None
) -> None:
    rng = np.random.default_rng(seed)
    at_risk = rng.random((states, years)) < 0.8
    acts = at_risk & (rng.random((states, years)) < 0.4)
    for found in shuffle_acts(acts, at_risk, draws=5, seed=seed, period_years=period):
        assert (found.sum(axis=0) == acts.sum(axis=0)).all()
        assert (found.sum(axis=1) == acts.sum(axis=1)).all()
        assert not (found & ~at_risk).any()
        if period:
            for last in range(years, 0, -period):
                part = slice(max(0, last - period), last)
                assert (found[:, part].sum(axis=1) == acts[:, part].sum(axis=1)).all()


def test_every_arrangement_that_keeps_the_margins_is_equally_likely() -> None:
    # One act a row and column of three: 6 arrangements; where a cell is not at risk, 4 of them.
    acts, everywhere = np.eye(3, dtype=bool), np.ones((3, 3), dtype=bool)
    barred = everywhere.copy()
    barred[0, 1] = False
    for at_risk, ways in ((everywhere, 6), (barred, 4)):
        drawn = shuffle_acts(acts, at_risk, draws=1500, seed=3)
        counts = Counter(found.tobytes() for found in drawn)
        assert len(counts) == ways
        assert max(abs(n / 1500 - 1 / ways) for n in counts.values()) < 0.05


def test_equal_seeds_shuffle_alike() -> None:
    acts = np.random.default_rng(1).random((9, 9)) < 0.3
    one, same, other = (
        [found.tolist() for found in shuffle_acts(acts, np.ones_like(acts), draws=3, seed=seed)]
        for seed in (4, 4, 5)
    )
    assert one == same != other


def test_acts_that_know_nothing_of_each_other_alarm_in_one_of_twenty_worlds() -> None:
    rng, chosen = np.random.default_rng(2), ContagionSettings((2,), draws=99)
    alarms = 0
    for _ in range(60):
        # States differ in how often they act, and more so the nearer they are.
        rates = 0.12 * (1 + np.cos(np.arange(20) * 2 * np.pi / 20))
        acts = rng.random((20, 20)) < rates[:, None]
        (test,) = knox_tests(panel(acts), settings=chosen, period_years=None)
        alarms += test.p < 0.05
    assert alarms <= 7  # 3 expected; more than 7 has a probability of 1%


def test_planted_contagion_is_found_and_its_absence_is_not_shown() -> None:
    chosen = ContagionSettings((2,), draws=199)
    for times, verdict in ((4.0, "shown"), (1.0, "not shown")):
        acts = world(np.random.default_rng(5), states=40, years=60, rate=0.05, times=times)
        found = find_contagion(panel(acts), settings=chosen)
        assert found.verdict == verdict
        assert (found.tests[0].overall.ratio > 1.2) == (times > 1)


def test_neighbours_that_often_act_are_no_contagion_although_their_rate_is_higher() -> None:
    rng, acts = np.random.default_rng(6), np.zeros((40, 60), dtype=bool)
    acts[:12] = rng.random((12, 60)) < 0.2
    acts[12:] = rng.random((28, 60)) < 0.01
    (test,) = find_contagion(panel(acts), settings=ContagionSettings((3,), draws=199)).tests
    assert test.rates.low > 1.5
    assert test.overall.low < 1 < test.overall.high
    assert test.verdict == "not shown"


def test_few_acts_are_too_few_to_tell() -> None:
    found = find_contagion(panel(rows("x...", ".x..", "..x.", "....")))
    assert (found.acts, found.acting, found.states, found.verdict) == (3, 3, 4, "too few")
    assert [(pair.first, pair.second) for pair in found.pairs] == [("s0", "s1"), ("s1", "s2")]


def test_the_pairs_listed_are_as_many_as_are_counted() -> None:
    acts = np.random.default_rng(8).random((8, 12)) < 0.3
    found = find_contagion(panel(acts), settings=ContagionSettings((1, 4), draws=99))
    assert len(found.pairs) == found.tests[-1].overall.observed
    within = [p for p in found.pairs if p.second_year - p.first_year == 1]
    assert len(within) == found.tests[0].overall.observed


def test_a_panel_without_an_act_or_a_near_state_is_too_few() -> None:
    nothing = np.zeros((3, 5), dtype=bool)
    assert find_contagion(panel(nothing)).verdict == "too few"
    alone = panel(~nothing, np.zeros((5, 3, 3), dtype=bool))
    assert find_contagion(alone).verdict == "too few"


def test_p_counts_both_tails_and_no_pair_by_chance_gives_no_ratio() -> None:
    few = knox_test(0, [1, 2, 3, 4])
    assert (few.p, few.lowered, few.raised) == (0.4, False, False)
    assert knox_test(9, [2] * 99).raised
    assert math.isnan(knox_test(3, [0, 0]).ratio)
    assert RateRatio(1, 2, 3, 4, 0.5, 0.2, 0.9).lowered


@pytest.mark.parametrize(
    ("acts", "near", "risk", "says"),
    [
        (np.ones((2, 3), bool), ring(2, 2), np.ones((2, 3), bool), "needs acts and at_risk"),
        (np.ones((2, 3), bool), None, np.zeros((2, 3), bool), "not at risk"),
        (np.ones((2, 3), bool), np.ones((3, 2, 2), bool), None, "nobody is near itself"),
    ],
)
def test_an_impossible_panel_cannot_be_built(
    acts: Flags, near: Flags | None, risk: Flags | None, says: str
) -> None:
    with pytest.raises(InputError, match=says):
        panel(acts, near, risk)


def test_settings_that_cannot_be_followed_are_refused() -> None:
    with pytest.raises(InputError, match="windows of 1 year or more"):
        ContagionSettings(())
