"""False alarms, power and coverage on made-up series, small and seeded; docs have the large ones.

Margins: of 200 runs at a true rate of 2% more than 12 alarm with less than one seed in a thousand,
at 8% more than 29.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from scipy import stats

from allegiance.graph.analysis.made_up_series import (
    DrawnFromPrior,
    MadeUpActs,
    MadeUpEvents,
    MadeUpMeasure,
    Recipe,
    Trial,
    ar_noise,
)
from allegiance.graph.analysis.segment_calibration import Rate, alarm_rate, coverage
from allegiance.graph.analysis.segment_evidence import ArGaussian, DirichletMultinomial
from allegiance.graph.analysis.segmentation import change_probability
from allegiance.graph.model.errors import InputError

# ---- false alarms


@pytest.mark.parametrize(("phi", "most"), [(0.0, 12), (0.2, 12), (0.4, 12), (0.6, 12), (0.8, 29)])
def test_an_autocorrelated_series_without_a_change_seldom_alarms(phi: float, most: int) -> None:
    assert alarm_rate(MadeUpMeasure(50, phi), runs=200, seed=11).count <= most


@pytest.mark.parametrize(
    "recipe",
    [
        MadeUpMeasure(missing=0.3),
        MadeUpMeasure(phi=0.4, missing=0.3),
        MadeUpMeasure(30, phi=0.6, corrected=True),
        MadeUpMeasure(30, phi=0.6, measured=0.3, corrected=True),
        MadeUpActs(),
        MadeUpActs((0.8, 0.2), acts=3.0),
        MadeUpActs((0.4, 0.1, 0.3, 0.2)),
        MadeUpEvents(1.0),
        MadeUpEvents(20.0),
    ],
)
def test_series_without_a_change_seldom_alarm(recipe: Recipe) -> None:
    assert alarm_rate(recipe, runs=200, seed=12).count <= 12


def test_without_the_autocorrelations_an_autocorrelated_series_alarms_far_too_often() -> None:
    generator, alarms = np.random.default_rng(13), 0
    for _ in range(100):
        evidence = ArGaussian(ar_noise(50, 0.6, generator), phis=(0.0,))
        alarms += change_probability(evidence.matrix()) > 0.9
    assert alarms > 25


def test_an_outlier_alarms_and_mostly_falls_without_its_year() -> None:
    outlier = MadeUpMeasure(outlier=8.0)
    assert alarm_rate(outlier, runs=60, seed=14).share > 0.7
    # 1 of 60 stands: of 20, 6 or more would be once in 100,000 seeds, and 17 or so if none fell.
    assert alarm_rate(outlier, runs=20, seed=14, least_without=0.5).share < 0.3


def test_counts_that_vary_more_than_poisson_alarm_far_too_often() -> None:
    assert alarm_rate(MadeUpEvents(5.0, dispersion=4.0), runs=60, seed=15).share > 0.5


# ---- power


def test_power_grows_with_the_step_and_falls_with_autocorrelation() -> None:
    def power(step: float, phi: float) -> float:
        recipe = MadeUpMeasure(phi=phi, step=step, position=0.5)
        return alarm_rate(recipe, runs=60, seed=16).share

    assert power(0.5, 0.0) < power(1.0, 0.0) < power(2.0, 0.0)
    assert power(2.0, 0.0) > 0.8
    assert power(2.0, 0.6) < power(2.0, 0.3) < power(2.0, 0.0)


def test_a_change_near_the_end_is_found_less_often() -> None:
    middle, late = (MadeUpMeasure(phi=0.4, step=2.5, position=p) for p in (0.5, 0.94))
    rates = [alarm_rate(recipe, runs=80, seed=17).share for recipe in (middle, late)]
    assert rates[0] > rates[1] + 0.1


def test_an_alarm_that_must_stand_without_any_one_year_costs_little_power() -> None:
    step = MadeUpMeasure(30, phi=0.2, step=2.5, position=0.5)
    free = alarm_rate(step, runs=40, seed=18).count
    assert free >= alarm_rate(step, runs=40, seed=18, least_without=0.5).count >= 0.9 * free


# ---- coverage


@pytest.mark.parametrize("kind", ["acts", "events", "measure"])
def test_over_the_prior_sets_and_intervals_hold_the_truth_as_often_as_they_say(kind: str) -> None:
    runs = 120
    found = coverage(DrawnFromPrior(kind, 25), level=0.8, runs=runs, seed=19)
    # Three standard errors around what is promised: sets hold their mass, intervals the level.
    margin = 3 * math.sqrt(0.8 * 0.2 / runs)
    assert found.mass >= 0.8
    assert found.dates.share == pytest.approx(found.mass, abs=margin)
    for rate in (found.before, found.after, found.difference):
        assert rate.share == pytest.approx(0.8, abs=margin)


def test_date_sets_hold_the_date_of_a_fixed_step_as_often_as_they_say() -> None:
    found = coverage(MadeUpMeasure(phi=0.2, step=1.5), level=0.8, runs=100, seed=20)
    assert found.dates.share >= 0.8 - 3 * math.sqrt(0.8 * 0.2 / 100)
    assert 1 <= found.width <= 10
    assert (
        found.alarmed.runs == alarm_rate(MadeUpMeasure(phi=0.2, step=1.5), runs=100, seed=20).count
    )


def test_coverage_of_no_change_is_refused() -> None:
    with pytest.raises(InputError, match="Coverage needs series with a change"):
        coverage(MadeUpMeasure(), level=0.8, runs=1, seed=1)


def test_runs_must_be_one_or_more() -> None:
    with pytest.raises(InputError, match="runs must be a whole number of 1 or more, not 0"):
        alarm_rate(MadeUpMeasure(), runs=0, seed=1)


def test_equal_seeds_give_equal_rates_and_others_other_series() -> None:
    one, same = (alarm_rate(MadeUpMeasure(phi=0.8), runs=40, seed=3, alert=0.3) for _ in range(2))
    assert one == same
    draws = [MadeUpMeasure().draw(np.random.default_rng(seed)) for seed in (1, 2)]
    assert not np.array_equal(values_of(draws[0]), values_of(draws[1]))


# ---- rates


def test_the_interval_of_a_rate_is_clopper_and_pearsons() -> None:
    exact = stats.binomtest(7, 90).proportion_ci(0.95, method="exact")
    assert Rate(7, 90).interval() == pytest.approx((exact.low, exact.high))
    assert Rate(0, 5).interval()[0] == 0
    assert Rate(5, 5).interval()[1] == 1
    assert math.isnan(Rate(0, 0).share)


# ---- recipes


def values_of(trial: Trial) -> Any:
    assert isinstance(trial.evidence, ArGaussian)
    return np.asarray(trial.evidence.values)


@pytest.mark.parametrize("phi", [0.0, 0.8, -0.4])
@pytest.mark.parametrize("tails", [None, 5.0])
def test_the_noise_is_stationary_with_the_spread_and_autocorrelation_asked(
    phi: float, tails: float | None
) -> None:
    generator = np.random.default_rng(1)
    noise = np.array([ar_noise(5, phi, generator, tails=tails) for _ in range(20000)])
    assert noise.mean(axis=0) == pytest.approx(np.zeros(5), abs=0.05)
    assert noise.std(axis=0) == pytest.approx(np.ones(5), abs=0.05)
    correlation = np.corrcoef(noise.T)
    assert correlation[0] == pytest.approx(phi ** np.arange(5), abs=0.04)


def test_a_made_up_measure_has_the_flaws_asked_for() -> None:
    plain = values_of(MadeUpMeasure(40).draw(np.random.default_rng(1)))
    step = MadeUpMeasure(40, step=3.0, position=0.25).draw(np.random.default_rng(1))
    assert values_of(step) - plain == pytest.approx([0.0] * 10 + [3.0] * 30)
    assert (step.change, step.before, step.after) == (10, 0.0, 3.0)
    rising = values_of(MadeUpMeasure(40, trend=2.0).draw(np.random.default_rng(1)))
    assert rising - plain == pytest.approx(np.linspace(0, 2, 40))
    outlier = values_of(MadeUpMeasure(40, outlier=9.0).draw(np.random.default_rng(1)))
    assert sorted(np.round(outlier - plain, 9)) == [0.0] * 39 + [9.0]
    missing = values_of(MadeUpMeasure(40, missing=0.25).draw(np.random.default_rng(1)))
    assert np.isnan(missing).sum() == 10
    assert MadeUpMeasure(40).draw(np.random.default_rng(1)).change is None


def test_made_up_counts_follow_their_shares_and_rates() -> None:
    generator = np.random.default_rng(2)
    acts = MadeUpActs((0.9, 0.1), (0.2, 0.8), acts=200.0).draw(generator)
    assert isinstance(acts.evidence, DirichletMultinomial)
    assert acts.change is not None
    sums = np.asarray(acts.evidence.counts)[acts.change :].sum(axis=0)
    assert sums[0] / sums.sum() == pytest.approx(0.2, abs=0.05)
    assert (acts.before, acts.after) == (0.9, 0.2)
    events = MadeUpEvents(5.0, 3.0).draw(generator)
    assert (events.before, events.after) == (5.0, 15.0)
    wild = [
        np.asarray(MadeUpEvents(5.0, dispersion=4.0).draw(generator).evidence.counts)  # type: ignore[attr-defined]
        for _ in range(200)
    ]
    assert np.var(wild) / np.mean(wild) == pytest.approx(4, abs=0.5)


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: MadeUpMeasure(6), "length must be a whole number of 7 or more, not 6"),
        (lambda: MadeUpMeasure(phi=1.0), r"phi in \(-1, 1\)"),
        (lambda: MadeUpMeasure(missing=0.9), r"missing in \[0, 0.8\]"),
        (lambda: MadeUpMeasure(measured=1.0), r"measured in \[0, 1\)"),
        (lambda: MadeUpMeasure(position=0.0), r"position must lie inside \(0, 1\)"),
        (lambda: MadeUpMeasure(tails=2.0), "tails must be finite and above 2"),
        (lambda: MadeUpActs((0.5, 0.6)), "Shares must be 0 or more and sum to 1"),
        (lambda: MadeUpActs((0.5, 0.5), (1.0,)), "Shares must"),
        (lambda: MadeUpActs(acts=0.0), "acts be above 0"),
        (lambda: MadeUpEvents(rate=0.0), "rate and factor must be above 0"),
        (lambda: MadeUpEvents(dispersion=0.5), "dispersion 1 or more"),
        (lambda: DrawnFromPrior("votes"), "kind must be acts, events or measure, not 'votes'"),
    ],
)
def test_a_recipe_that_cannot_be_is_refused_with_the_reason(build: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        build()
