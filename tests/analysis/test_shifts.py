"""Dated shifts: in the Sahel, in worlds made by hand, and at the edges of what evidence can say."""

from __future__ import annotations

import datetime as dt
import math
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
import pytest

from allegiance.graph.analysis.attribution import find_shifts
from allegiance.graph.analysis.changes import (
    ShiftSettings,
    find_changes,
    model_of,
    segment_counts_of,
)
from allegiance.graph.analysis.courses import Course, follow, tilt_series
from allegiance.graph.analysis.evidence import Evidence, gather_evidence
from allegiance.graph.analysis.shifts import shifts_frame
from allegiance.graph.model.errors import InputError
from allegiance.graph.store.build import Built

D = dt.date
WINDOW = (D(2012, 1, 1), D(2026, 1, 1))
POLES = ("france", "russia")


def course_of(built: Built, actor: str, poles: tuple[str, ...] = POLES) -> Course:
    return follow(gather_evidence(built.catalogue, actor, poles, window=WINDOW))


def quarters(*rows: tuple[float, ...]) -> np.ndarray:
    """Counts (n, poles, 2) of friendly acts alone, a row a quarter, a number a pole."""
    counts = np.zeros((len(rows), len(rows[0]), 2))
    counts[:, :, 0] = rows
    return counts


def course_on(counts: np.ndarray, settings: ShiftSettings = ShiftSettings()) -> Any:
    """P(any change) and the changes that counts alone show."""
    segmentation = segment_counts_of(counts, settings)
    return segmentation.probability, find_changes(counts, segmentation, settings)


def turn(world: Any) -> Evidence:
    """An act with France in each quarter of 2020 and 2021, with Russia in 2022 and 2023."""
    for year, pole in ((2020, "france"), (2021, "france"), (2022, "russia"), (2023, "russia")):
        for month in (2, 5, 8, 11):
            world.act(f"{year}-{month}", "mali", pole, f"{year}-{month:02}-01")
    return world.evidence()


# The shipped dossier, with default settings.


def test_mali_burkina_faso_and_niger_move_from_france_to_russia_in_this_order(
    sahel: Built,
) -> None:
    dates = []
    for actor in ("mali", "burkina-faso", "niger"):
        [shift] = find_shifts(course_of(sahel, actor), sahel.catalogue)
        assert (shift.from_pole, shift.to_pole) == POLES
        assert shift.probability > 0.55
        assert shift.size > 0.5
        dates.append(shift.date)
    assert dates == sorted(set(dates))


def test_mali_moved_between_the_first_coup_and_the_french_departure_and_passes_the_alert(
    sahel: Built,
) -> None:
    [shift] = find_shifts(course_of(sahel, "mali"), sahel.catalogue)
    assert D(2020, 8, 1) <= shift.date <= D(2022, 2, 28)
    assert 0.88 < shift.probability < 0.96
    assert shift.alert is (shift.probability > 0.9)
    assert shift.alert


@pytest.mark.parametrize("actor", ["chad", "car"])
def test_who_did_not_clearly_move_does_not_alarm(sahel: Built, actor: str) -> None:
    course = course_of(sahel, actor)
    assert course.covered
    assert course.probability < 0.6
    assert not any(course.is_alert(change) for change in course.changes)
    assert find_shifts(course, sahel.catalogue) == []


def test_chad_leaves_france_and_joins_nobody(sahel: Built) -> None:
    [change] = course_of(sahel, "chad").changes
    assert (change.from_pole, change.to_pole) == (0, None)


@pytest.mark.parametrize("actor", ["senegal", "mauritania", "cote-divoire"])
def test_of_whom_little_is_known_there_is_no_answer(sahel: Built, actor: str) -> None:
    course = course_of(sahel, actor)
    assert not course.covered
    assert math.isnan(course.probability)
    series = tilt_series(course)
    assert len(series) == 56
    assert series[["mean", "low", "high"]].isna().all(axis=None)
    assert series["towards_first"].sum() + series["towards_second"].sum() < 2


def test_swapping_the_poles_mirrors_the_tilt_and_nothing_else(sahel: Built) -> None:
    one, other = (course_of(sahel, "mali", poles) for poles in (POLES, POLES[::-1]))
    series, mirrored = tilt_series(one), tilt_series(other)
    assert mirrored["mean"].tolist() == pytest.approx((-series["mean"]).tolist(), abs=1e-9)
    assert mirrored["low"].tolist() == pytest.approx((-series["high"]).tolist(), abs=1e-6)
    assert mirrored["towards_first"].tolist() == series["towards_second"].tolist()
    [shift] = find_shifts(one, sahel.catalogue)
    [turned] = find_shifts(other, sahel.catalogue)
    assert turned.size == pytest.approx(-shift.size)
    assert turned.before.mean == pytest.approx(-shift.before.mean)
    assert (turned.from_pole, turned.to_pole) == (shift.from_pole, shift.to_pole)
    assert turned.probability == pytest.approx(shift.probability)
    assert (turned.date, turned.date_low, turned.date_high) == (
        shift.date, shift.date_low, shift.date_high,
    )  # fmt: skip
    assert turned.statements == shift.statements


@pytest.mark.parametrize("actor", ["mali", "burkina-faso", "niger"])
def test_a_third_pole_that_is_not_involved_changes_nobody_who_is(sahel: Built, actor: str) -> None:
    course = course_of(sahel, actor, (*POLES, "china"))
    assert course.counts[:, 2].sum() == 0
    [change] = course.changes
    assert (change.from_pole, change.to_pole) == (0, 1)
    assert (change.axis.first, change.axis.second) == (0, 1)
    assert change.size > 0


@pytest.mark.parametrize("actor", ["mali", "burkina-faso", "niger", "chad", "car"])
def test_the_band_holds_the_mean_and_stays_in_bounds(sahel: Built, actor: str) -> None:
    series = tilt_series(course_of(sahel, actor))
    assert series["mean"].between(series["low"], series["high"]).all()
    assert series[["low", "high"]].abs().max(axis=None) <= 1
    assert series["mean"].iloc[-1] > series["mean"].iloc[0]


def test_equal_input_gives_equal_output(sahel: Built) -> None:
    one, other = course_of(sahel, "mali"), course_of(sahel, "mali")
    assert find_shifts(one, sahel.catalogue) == find_shifts(other, sahel.catalogue)
    pd.testing.assert_frame_equal(tilt_series(one), tilt_series(other), check_exact=True)


# By hand.


def test_two_acts_for_two_sides_leave_even_odds() -> None:
    # One segment 1/8, two 1/4, prior odds 1/2: see the example of segment.
    settings = ShiftSettings(least_bins=2)
    found = segment_counts_of(quarters((1, 0), (0, 1)), settings)
    assert found is not None
    assert found.probability == pytest.approx(0.5)


def test_hostile_acts_count_towards_the_other_of_two_poles() -> None:
    friendly = quarters((1, 0), (1, 0), (0, 1), (0, 1))
    hostile = np.zeros_like(friendly)
    hostile[:2, 1, 1], hostile[2:, 0, 1] = 1, 1
    one, other = (segment_counts_of(c, ShiftSettings()) for c in (friendly, hostile))
    assert one is not None
    assert other is not None
    assert one.probability == other.probability


def test_who_turns_is_found_with_date_and_levels(world: Any) -> None:
    course = follow(turn(world))
    [shift] = find_shifts(course, world.whole)
    assert (shift.from_pole, shift.to_pole) == POLES
    assert shift.date == D(2022, 1, 1)
    assert shift.date_low <= shift.date <= shift.date_high
    assert shift.probability == pytest.approx(course.probability)
    assert shift.probability > 0.9
    assert shift.before.mean < -0.7
    assert shift.after.mean > 0.7
    assert shift.size == pytest.approx(shift.after.mean - shift.before.mean)
    assert shift.alert


def test_who_goes_and_comes_back_has_two_changes_in_order() -> None:
    probability, changes = course_on(quarters(*[(4, 0)] * 6, *[(0, 4)] * 6, *[(4, 0)] * 6))
    assert probability > 0.99
    assert [change.order for change in changes] == [1, 2]
    assert [change.dates.mode for change in changes] == [6, 12]
    assert [(change.from_pole, change.to_pole) for change in changes] == [(0, 1), (1, 0)]
    assert changes[0].size > 1
    assert changes[1].size < -1
    assert changes[0].last + 1 == changes[1].first
    assert all(change.probability > 0.9 for change in changes)


def test_dates_stay_in_order_where_each_alone_would_be_another() -> None:
    ties = 0
    for seed in range(30):
        generator = np.random.default_rng(seed)
        level = np.repeat(generator.random(3), 7)
        second = generator.random(21) < level
        mass = 4 * generator.random(21)
        counts = quarters(*zip(mass * ~second, mass * second, strict=True))
        segmentation = segment_counts_of(counts, ShiftSettings())
        assert segmentation is not None
        alone = segmentation.change_posterior(len(segmentation.windows)).argmax(axis=1).tolist()
        ties += any(one >= other for one, other in pairwise(alone))
        changes = find_changes(counts, segmentation, ShiftSettings())
        modes = [change.dates.mode for change in changes]
        assert all(one < other for one, other in pairwise(modes))
        for change in changes:
            assert change.first <= change.dates.mode <= change.last
            assert change.dates.low <= change.dates.mode <= change.dates.high
            assert math.isfinite(change.size)
    assert ties > 0  # else nothing was tried


def test_who_only_breaks_joins_nobody() -> None:
    counts = quarters(*[(1, 0)] * 8, *[(0, 0)] * 8)
    counts[8:, 0, 1] = 1
    _, [change] = course_on(counts)
    assert (change.from_pole, change.to_pole) == (0, None)
    assert change.size > 1


def test_whose_acts_with_the_other_pole_do_not_grow_has_not_joined_it() -> None:
    counts = quarters(*[(1, 0.3)] * 8, *[(0, 0.2)] * 8)
    counts[8:, 0, 1] = 1
    _, [change] = course_on(counts)
    assert (change.from_pole, change.to_pole) == (0, None)


def test_who_only_joins_leaves_nobody() -> None:
    counts = quarters(*[(0, 0)] * 8, *[(0, 1)] * 8)
    counts[:8, 1, 1] = 1
    _, [change] = course_on(counts)
    assert (change.from_pole, change.to_pole) == (None, 1)


def test_who_turns_to_the_first_pole_has_a_negative_size() -> None:
    _, [change] = course_on(quarters(*[(0, 1)] * 8, *[(1, 0)] * 8))
    assert (change.from_pole, change.to_pole) == (1, 0)
    assert change.size < -1


def test_of_three_poles_those_are_named_that_lose_and_win_most() -> None:
    before, after = (0, 3, 1), (2, 0, 1)
    _, [change] = course_on(quarters(*[before] * 8, *[after] * 8))
    assert (change.axis.first, change.axis.second) == (1, 0)
    assert (change.from_pole, change.to_pole) == (1, 0)
    assert change.size > 0


def test_all_acts_on_one_side_speak_against_a_change() -> None:
    probability, changes = course_on(quarters(*[(1, 0)] * 16))
    assert probability < 0.2  # the prior is .484
    assert all(abs(change.size) < 0.5 for change in changes)


# Too little to say.


@pytest.mark.parametrize(
    ("rows", "covered"),
    [
        ([(0.5, 0)] * 4, True),
        ([(0.49, 0)] * 4, False),
        ([(1, 0)] * 3 + [(0, 0)] * 9, False),
        ([(1, 0)] * 2 + [(0, 1)] * 2, True),
        ([(0, 0)] * 4, False),
    ],
)
def test_an_answer_needs_a_mass_of_2_in_4_periods(
    rows: list[tuple[float, float]], covered: bool
) -> None:
    assert (segment_counts_of(quarters(*rows), ShiftSettings()) is not None) is covered
    assert (model_of(quarters(*rows), ShiftSettings()) is not None) is covered


def test_an_actor_without_evidence_is_not_covered(world: Any) -> None:
    course = follow(world.evidence("nobody"))
    assert not course.covered
    assert course.mass == 0
    assert course.changes == ()
    assert find_shifts(course, world.whole) == []
    assert tilt_series(course)["mean"].isna().all()


def test_one_period_alone_has_no_change_but_a_level() -> None:
    settings = ShiftSettings(least_bins=1)
    probability, changes = course_on(quarters((2, 1)), settings)
    assert probability == 0
    assert changes == ()


def test_a_client_of_a_pole_is_measured_by_its_acts_with_others(world: Any) -> None:
    world.link("wagner-of", "wagner", "russia")
    for month in range(1, 9):
        world.act(f"pay-{month}", "russia", "wagner", f"2021-{month:02}-01")
        world.act(f"clash-{month}", "wagner", "france", f"2021-{month:02}-02", weight=-1.0)
    course = follow(world.evidence("wagner", by="month"))
    assert course.covered
    assert course.counts.sum() == course.counts[:, 0, 1].sum()


# What is listed, and as what.


def test_only_likely_and_large_changes_are_listed_and_only_the_sure_alert(world: Any) -> None:
    evidence = turn(world)
    [change] = follow(evidence).listed()
    for stricter in (
        ShiftSettings(least_probability=change.probability + 1e-6),
        ShiftSettings(least_size=change.size + 1e-6),
    ):
        assert follow(evidence, stricter).listed() == ()
    calmer = follow(evidence, ShiftSettings(alert=change.probability + 1e-6))
    assert [calmer.is_alert(change) for change in calmer.listed()] == [False]


def test_what_is_left_out_changes_the_course(world: Any) -> None:
    evidence = turn(world)
    whole = follow(evidence)
    without = follow(evidence, fallen={"2022-2"})
    assert without.mass == pytest.approx(whole.mass - 0.81)
    assert not follow(evidence, silenced={"s"}).covered


def test_the_table_of_shifts_has_a_row_each_and_its_columns_even_when_empty(world: Any) -> None:
    shifts = find_shifts(follow(turn(world)), world.whole)
    table, empty = shifts_frame(shifts), shifts_frame([])
    assert table.columns.tolist() == empty.columns.tolist()
    assert len(table) == 1
    assert len(empty) == 0
    row = table.iloc[0]
    assert (row["from"], row["to"], row["date"]) == ("france", "russia", "2022-01-01")
    assert row["after_mean"] == shifts[0].after.mean
    assert row["weakest_source_id"] == "s"
    assert math.isnan(row["difference_low"])
    assert row["direction_open"] is None  # of acts no difference is worked out
    parted = {"before", "after", "difference", "weakest_source", "weakest_claim"}
    assert shifts[0].to_dict().keys() - parted <= set(table.columns)


def test_the_series_gives_the_mass_towards_each_pole(world: Any) -> None:
    world.act("aid", "russia", "mali", "2020-01-01", weight=0.5)
    world.act("ban", "mali", "france", "2020-02-01", weight=-1.0)
    world.act("talk", "mali", "france", "2020-04-01", weight=0.5)
    series = tilt_series(follow(world.evidence()))
    assert series["date"].iloc[1] == pd.Timestamp(2020, 4, 1)
    assert series["towards_second"].tolist()[:2] == pytest.approx([1.5 * 0.81, 0])
    assert series["towards_first"].tolist()[:2] == pytest.approx([0, 0.5 * 0.81])


@pytest.mark.parametrize(
    "wrong", [{"level": 1.0}, {"alert": 0.0}, {"least_probability": 1.5}, {"alert": math.nan}]
)
def test_probabilities_outside_0_and_1_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(InputError, match="must lie between 0 and 1"):
        ShiftSettings(**wrong)


@pytest.mark.parametrize("name", ["least_size", "least_mass", "least_bins", "least_pole_mass"])
def test_thresholds_below_0_are_refused(name: str) -> None:
    with pytest.raises(InputError, match="must be 0 or more"):
        ShiftSettings(**{name: -1})


def test_the_core_interval_lies_within_the_wider_one_and_holds_the_mode(sahel: Built) -> None:
    (shift,) = find_shifts(course_of(sahel, "mali"), sahel.catalogue)
    assert shift.date_low <= shift.core_low <= shift.date <= shift.core_high <= shift.date_high
    assert shift.core_high - shift.core_low < shift.date_high - shift.date_low
