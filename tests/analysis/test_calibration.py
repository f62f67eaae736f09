"""False alarms on shuffled evidence, and power on evidence with a known change."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import numpy as np
import pytest

from allegiance.graph.analysis.calibration import (
    KnownChange,
    Power,
    detection_power,
    false_alarm_rate,
    null_probabilities,
    shuffled_counts,
)
from allegiance.graph.analysis.changes import ShiftSettings
from allegiance.graph.analysis.courses import follow
from allegiance.graph.analysis.evidence import Evidence, gather_evidence
from allegiance.graph.model.errors import InputError
from allegiance.graph.store.build import Built

WINDOW = (dt.date(2012, 1, 1), dt.date(2026, 1, 1))


@pytest.fixture(scope="module")
def mali(sahel: Built) -> Evidence:
    return gather_evidence(sahel.catalogue, "mali", ("france", "russia"), window=WINDOW)


def acts_world(world: Any) -> Evidence:
    world.act("aid", "france", "mali", "2020-02-01", weight=0.5)
    world.act("ban", "mali", "france", "2021-02-01", weight=-0.7)
    world.act("deal", "mali", "russia", "2022-02-01", weight=1.0)
    return world.evidence()


# What the shuffle keeps and what it breaks.


def test_the_shuffle_keeps_what_was_done_to_whom_and_how_much(world: Any) -> None:
    evidence = acts_world(world)
    kept = evidence.counts().sum(axis=0)
    for counts in shuffled_counts(evidence, runs=20, seed=1):
        assert counts.sum(axis=0) == pytest.approx(kept)


def test_the_shuffle_gives_acts_the_dates_of_other_acts_and_no_new_ones(world: Any) -> None:
    evidence = acts_world(world)
    dates = np.flatnonzero(evidence.counts().sum(axis=(1, 2)))
    assert dates.tolist() == [0, 4, 8]
    orders = set()
    for counts in shuffled_counts(evidence, runs=60, seed=1):
        assert np.flatnonzero(counts.sum(axis=(1, 2))).tolist() == [0, 4, 8]
        orders.add(int(counts[:, 1, 0].argmax()))
    assert orders == {0, 4, 8}  # the deal with Russia falls on each of the dates


def test_a_tie_is_moved_whole_to_wherever_it_fits(world: Any) -> None:
    world.tie("force", "france", "mali", "2020-04-01", "2021-03-31")  # four of sixteen quarters
    evidence = world.evidence()
    profile = evidence.counts()[1:5, 0, 0]
    begins = set()
    for counts in shuffled_counts(evidence, runs=400, seed=1):
        filled = np.flatnonzero(counts[:, 0, 0])
        assert counts[filled, 0, 0] == pytest.approx(profile)
        assert np.diff(filled).tolist() == [1, 1, 1]
        begins.add(int(filled[0]))
    assert begins == set(range(13))


def test_a_tie_that_fills_the_window_stays_where_it_is(world: Any) -> None:
    world.tie("force", "france", "mali", "1961")
    evidence = world.evidence()
    for counts in shuffled_counts(evidence, runs=5, seed=1):
        assert counts == pytest.approx(evidence.counts())


def test_an_act_that_bears_on_two_poles_keeps_one_date(world: Any) -> None:
    world.link("one", "force", "france")
    world.link("two", "force", "eu")
    for month in (1, 4, 7, 10):
        world.act(f"welcome-{month}", "mali", "force", f"2021-{month:02}-01", weight=month / 10)
    evidence = world.evidence(poles=("france", "eu", "russia"))
    for counts in shuffled_counts(evidence, runs=20, seed=1):
        assert counts[:, 0] == pytest.approx(counts[:, 1])


def test_equal_seeds_give_equal_shuffles_and_others_do_not(mali: Evidence) -> None:
    one, same, other = (null_probabilities(mali, runs=10, seed=seed) for seed in (3, 3, 4))
    assert one.tolist() == same.tolist()
    assert one.tolist() != other.tolist()


def test_the_scale_multiplies_the_masses(mali: Evidence) -> None:
    [whole] = shuffled_counts(mali, runs=1, seed=1)
    [half] = shuffled_counts(mali, runs=1, seed=1, scale=0.5)
    assert half == pytest.approx(whole / 2)


# False alarms.


def test_the_probability_of_a_shuffle_is_that_of_its_segmentation(world: Any) -> None:
    # A tie that cannot move is the only evidence: the shuffle is the evidence itself.
    world.tie("old", "france", "mali", "1961")
    world.tie("new", "russia", "mali", "1961")
    evidence = world.evidence()
    found = null_probabilities(evidence, runs=2, seed=1)
    assert found == pytest.approx(follow(evidence).probability)


def test_at_scale_1_shuffles_of_mali_seldom_alarm(mali: Evidence) -> None:
    found = null_probabilities(mali, runs=300, seed=1)
    assert found.shape == (300,)
    assert ((found > 0) & (found < 1)).all()
    # 1.3% are false alarms: 5% of 300 shuffles would be 15.
    assert (found > 0.9).mean() < 0.05
    assert np.median(found) < 0.55
    assert (found >= follow(mali).probability).mean() < 0.05


def test_false_alarms_grow_with_the_scale_of_mass(mali: Evidence) -> None:
    rates = [false_alarm_rate(mali, runs=150, seed=1, scale=scale) for scale in (0.5, 1.0, 3.0)]
    assert rates == sorted(rates)
    assert rates[0] == 0
    assert rates[1] < 0.05 < rates[2]


def test_an_alarm_needs_the_probability_and_the_size(mali: Evidence) -> None:
    def rate(**settings: float) -> float:
        return false_alarm_rate(
            mali, runs=60, seed=1, scale=3.0, settings=ShiftSettings(**settings)
        )

    probabilities = null_probabilities(mali, runs=60, seed=1, scale=3.0)
    assert rate(least_size=0.0) == (probabilities > 0.9).mean() > 0
    assert rate(least_size=2.0) == 0
    assert rate(alert=0.99, least_size=0.0) == (probabilities > 0.99).mean()


def test_too_little_evidence_has_no_probability_and_no_alarm(world: Any) -> None:
    evidence = acts_world(world)
    assert np.isnan(null_probabilities(evidence, runs=3, seed=1)).all()
    assert false_alarm_rate(evidence, runs=3, seed=1) == 0
    empty = world.evidence("nobody")
    assert np.isnan(null_probabilities(empty, runs=3, seed=1)).all()


@pytest.mark.parametrize("wrong", [{"runs": 0}, {"scale": 0.0}, {"scale": math.inf}])
def test_runs_and_scales_that_cannot_be_are_refused(mali: Evidence, wrong: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="Give 1 run or more and a finite scale above 0"):
        null_probabilities(mali, **({"runs": 1, "seed": 1} | wrong))


# Power.


def test_known_evidence_has_its_mass_and_turns_where_it_says() -> None:
    known = KnownChange(acts=30, error=0.0)
    for seed in range(10):
        counts, change = known.draw(12.0, np.random.default_rng(seed))
        assert counts.shape == (56, 2, 2)
        assert counts.sum() == pytest.approx(12)
        assert 14 <= change <= 42
        assert counts[change:, 0].sum() == counts[:change, 1].sum() == 0
        assert counts[:, :, 1].sum() == 0


def test_known_evidence_without_acts_astray_holds_two_ties_by_hand() -> None:
    # Ties of 1 + 1/4 for each quarter, 20 acts: 22 + 56 / 4 = 36 acts of equal mass.
    counts, change = KnownChange(error=0.0).draw(36.0, np.random.default_rng(1))
    standing = counts.sum(axis=(1, 2)) % 1
    assert standing == pytest.approx(0.25)
    assert counts[0, 0, 0] >= 1.25
    assert counts[change, 1, 0] >= 1.25


def test_an_old_tie_can_outlast_the_change() -> None:
    known = KnownChange(error=0.0, overlap=4)
    counts, change = known.draw(20.0, np.random.default_rng(1))
    assert (counts[change : change + 4, 0, 0] > 0).all()
    assert counts[change + 4 :, 0].sum() == 0


def test_more_mass_finds_more_changes_and_dates_them_more_closely() -> None:
    little, some, much = detection_power([4.0, 12.0, 32.0], runs=40, seed=1)
    assert little.alarms < some.alarms < much.alarms
    assert much.alarms > 0.9
    assert little.width > some.width > much.width
    assert min(little.dated, some.dated, much.dated) >= 0.8  # what the interval promises


def test_below_the_least_mass_there_is_neither_alarm_nor_date() -> None:
    [found] = detection_power([1.9], runs=5, seed=1)
    assert found.alarms == 0
    assert math.isnan(found.dated)
    assert math.isnan(found.width)


def test_equal_seeds_give_equal_power() -> None:
    one, other = (detection_power([10.0], runs=10, seed=2) for _ in range(2))
    assert one == other
    assert isinstance(one[0], Power)


@pytest.mark.parametrize(
    "wrong",
    [
        *({"acts": 0}, {"error": 0.5}, {"error": -0.1}, {"tie_rate": -1.0}, {"overlap": -1}),
        *({"periods": 3}, {"periods_a_year": 0}),
    ],
)
def test_a_known_change_that_cannot_be_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        KnownChange(**wrong)


def test_power_needs_a_run() -> None:
    with pytest.raises(InputError, match="Give 1 run or more, not 0"):
        detection_power([10.0], runs=0, seed=1)
