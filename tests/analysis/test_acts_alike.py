"""How alike two actors of a dossier stood towards common targets, checked on paper."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest

from allegiance.graph.analysis.alignments.acts import align_acts, jackknife_error, stands_of
from allegiance.graph.analysis.alignments.protocol import AlignSettings, Dyad
from allegiance.graph.analysis.similarity import standard_errors
from allegiance.graph.model.errors import InputError

WINDOW = (dt.date(2020, 1, 1), dt.date(2024, 1, 1))
MALI_NIGER = Dyad("mali", "niger")
# One act of weight 1 by a source of grade A1 is believed with .81; towards one target that is
# .81 / (.81 + 1) with it.
STAND = 0.81 / 1.81


def both_met(world: Any) -> None:
    """In 2021 both acted towards four; towards France each the other way, else alike."""
    for actor in ("mali", "niger"):
        for target, weight in (("russia", 1.0), ("china", 1.0), ("eu", -1.0)):
            world.act(f"{actor}-{target}", actor, target, "2021-05-01", weight=weight)
    world.act("mali-france", "mali", "france", "2021-06-01", weight=-1.0)
    world.act("niger-france", "niger", "france", "2021-06-01")


def test_the_stand_towards_a_target_is_that_of_a_tilt(world: Any) -> None:
    both_met(world)
    stands = stands_of(world.whole, MALI_NIGER, window=WINDOW).set_index(["year", "target"])
    assert stands.loc[(2021, "russia"), "first"] == pytest.approx(STAND)
    assert stands.loc[(2021, "france")].tolist() == pytest.approx([-STAND, STAND])
    assert stands.loc[2020].isna().all(axis=None)
    assert "mali" not in stands.index.get_level_values("target")


def test_two_are_as_alike_as_their_stands_towards_common_targets(world: Any) -> None:
    both_met(world)
    world.act("alone", "mali", "togo", "2021-01-01")  # Niger did not deal with Togo
    found = align_acts(world.whole, MALI_NIGER, window=WINDOW, settings=AlignSettings("s"))
    assert found.series["year"].tolist() == [2021]
    row = found.series.iloc[0]
    assert row["n"] == 4
    # Apart by 2 STAND in one of four, on a scale of 2.
    assert row["value"] == pytest.approx(1 - 2 * (2 * STAND / 2) / 4)
    x, y = np.array([1, 1, -1, -1]), np.array([1, 1, -1, 1])
    expected = 1 - ((x - y) ** 2).sum() / (8 - 2 * x.sum() * y.sum() / 4)
    assert row["kappa"] == pytest.approx(expected)


def test_few_targets_in_common_are_not_covered(world: Any) -> None:
    both_met(world)
    world.act("once", "mali", "russia", "2022-05-01")
    world.act("twice", "niger", "russia", "2022-05-01")
    found = align_acts(world.whole, MALI_NIGER, window=WINDOW, since=2020, until=2024)
    assert found.series["note"].tolist() == [
        "not covered: no target that both dealt with",
        "",
        "not covered: 1 of at least 3 common targets",
        "not covered: no target that both dealt with",
        "not covered: the data are of 2020-2023",
    ]


def test_who_rolls_up_to_another_is_no_target_of_its_own(world: Any) -> None:
    both_met(world)
    for actor in ("mali", "niger"):
        world.act(f"{actor}-wagner", actor, "wagner", "2021-07-01")
    world.link("backing", "wagner", "russia", "2020-01-01")
    stands = stands_of(world.whole, MALI_NIGER, window=WINDOW).set_index(["year", "target"])
    assert "wagner" not in stands.index.get_level_values("target")
    assert stands.loc[(2021, "russia"), "first"] > STAND


def test_the_jackknife_of_a_mean_is_its_standard_error() -> None:
    random = np.random.default_rng(5)
    two = random.choice([-1.0, 0.0, 1.0], size=(2, 40))
    exact = standard_errors(two, "s", span=2)[0, 1] * np.sqrt(40 / 39)
    assert jackknife_error(two, "s") == pytest.approx(exact)
    assert jackknife_error(two, "kappa") == pytest.approx(
        standard_errors(two, "kappa", span=2)[0, 1], rel=0.1
    )


def test_an_actor_is_not_compared_with_itself(world: Any) -> None:
    both_met(world)
    with pytest.raises(InputError, match="are one"):
        align_acts(world.whole, Dyad("mali", "mali"), window=WINDOW)
    with pytest.raises(InputError, match="acts cannot be taken by tau-b"):
        align_acts(world.whole, MALI_NIGER, window=WINDOW, settings=AlignSettings("tau-b"))
