"""From statements to weighted acts: when they count, and their sums."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from allegiance.graph.analysis.evidence import EvidenceSettings, gather_evidence
from allegiance.graph.model.errors import InputError
from allegiance.graph.store.build import Built
from allegiance.tests.analysis.evidence_reading import BELIEF, FIRST, LAST, D, acts_of, masses_of

# When: acts and ties.


def test_an_act_counts_once_on_the_days_that_it_can_have_happened(world: Any) -> None:
    world.act("day", "mali", "france", "2020-05-02")
    world.act("year", "mali", "russia", "2021")
    evidence = world.evidence()
    assert acts_of(evidence, "day") == [0, 1, *[0] * 14]
    # 2021 has quarters of 90, 91, 92 and 92 days.
    assert acts_of(evidence, "year")[4:8] == pytest.approx([n / 365 for n in (90, 91, 92, 92)])
    assert sum(acts_of(evidence, "year")) == pytest.approx(1)


def test_a_tie_counts_at_its_start_and_once_for_each_year_that_it_stands(world: Any) -> None:
    world.tie("force", "france", "mali", "2020-04-01", "2021-03-31")
    acts = acts_of(world.evidence(), "force")
    assert acts[1:5] == pytest.approx([1 + 91 / 365.25, 92 / 365.25, 92 / 365.25, 90 / 365.25])
    assert sum(acts) == pytest.approx(1 + 365 / 365.25)


@pytest.mark.parametrize(("rate", "total"), [(0, 1.0), (0.5, 1.5), (2, 3.0)])
def test_the_tie_rate_says_how_often_a_year_a_tie_counts(
    world: Any, rate: float, total: float
) -> None:
    world.tie("force", "france", "mali", "2020-04-01", "2021-03-31")
    acts = acts_of(world.evidence(tie_rate=rate), "force")
    assert sum(acts) == pytest.approx(total, abs=0.002)


def test_a_tie_without_an_end_stands_until_the_window_ends(world: Any) -> None:
    world.tie("force", "france", "mali", "2022-01-01")
    acts = acts_of(world.evidence(), "force")
    assert acts[7] == 0
    assert acts[LAST] == pytest.approx(92 / 365.25)


def test_a_tie_from_before_the_window_has_no_start_in_it(world: Any) -> None:
    world.tie("force", "france", "mali", "1961", "2020-03-31")
    assert acts_of(world.evidence(), "force") == pytest.approx([91 / 365.25, *[0] * 15])


def test_with_a_tie_rate_of_0_a_tie_from_before_the_window_is_no_evidence(world: Any) -> None:
    world.tie("force", "france", "mali", "1961")
    assert world.evidence(tie_rate=0).exposures == ()


def test_an_end_that_runs_out_is_no_act_but_an_expulsion_is_one(world: Any) -> None:
    world.tie("force", "france", "mali", "2020-01-01", "2021-12-31")
    assert world.evidence().counts()[:, :, 1].sum() == 0
    world.act("expulsion", "mali", "france", "2022-01-01", weight=-0.7)
    against = world.evidence().counts()[:, 0, 1]
    assert against[8] == pytest.approx(0.7 * BELIEF)
    assert against.sum() == against[8]


def test_the_start_of_a_tie_is_not_counted_beside_the_act_that_began_it(world: Any) -> None:
    world.act("arrival", "russia", "mali", "2020-04-01")
    world.tie("force", "russia", "mali", "2020-04-01", "2021-03-31", basis=("arrival",))
    evidence = world.evidence()
    assert sum(acts_of(evidence, "arrival")) == 1
    assert sum(acts_of(evidence, "force")) == pytest.approx(365 / 365.25)


def test_where_the_act_that_began_a_tie_falls_the_tie_has_its_start_back(world: Any) -> None:
    world.act("arrival", "russia", "mali", "2020-04-01")
    world.tie("force", "russia", "mali", "2020-04-01", "2021-03-31", basis=("arrival",))
    total = world.evidence().counts(fallen={"arrival"}).sum()
    del world.whole.statements["arrival"]
    assert total == pytest.approx(world.evidence().counts().sum())
    assert total == pytest.approx(BELIEF * (1 + 365 / 365.25))


def test_an_act_that_nobody_can_judge_does_not_take_the_start_of_a_tie(world: Any) -> None:
    world.act("arrival", "russia", "mali", "2020-04-01", grade="A6")
    world.tie("force", "russia", "mali", "2020-04-01", "2021-03-31", basis=("arrival",))
    assert world.evidence().counts().sum() == pytest.approx(BELIEF * (1 + 365 / 365.25))


def test_a_basis_that_can_be_of_the_same_day_is_the_start(world: Any) -> None:
    world.act("arrival", "russia", "mali", "2020-04-20")
    world.tie("force", "russia", "mali", "2020-04", "2021-04", basis=("arrival",))
    assert sum(acts_of(world.evidence(), "force")) == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize(
    ("target", "on", "weight"),
    [
        ("russia", "2020-03-31", 1.0),  # of another day
        ("russia", "2020-04-01", 0.0),  # neutral: it is no evidence
        ("russia", "2020-04-01", -0.5),  # against the pole that the tie is with
        ("france", "2020-04-01", 1.0),  # with another pole
    ],
)
def test_a_basis_that_is_not_the_same_act_leaves_the_start_counted(
    world: Any, target: str, on: str, weight: float
) -> None:
    world.act("basis", "mali", target, on, weight=weight)
    world.tie("force", "russia", "mali", "2020-04-01", "2021-03-31", basis=("basis",))
    assert sum(acts_of(world.evidence(), "force")) == pytest.approx(1 + 365 / 365.25)


def test_exposures_are_sorted_by_date(world: Any) -> None:
    for name, on in (("c", "2022-01-01"), ("a", "2021-01-01"), ("b", "2020")):
        world.act(name, "mali", "france", on)
    assert [e.statement.id for e in world.evidence().exposures] == ["b", "a", "c"]


# Sums, silence, errors.


def test_counts_are_masses_times_acts_by_period_pole_and_sign(world: Any) -> None:
    world.act("aid", "russia", "mali", "2020-02-01", weight=0.5)
    world.act("ban", "mali", "france", "2023-12-31", weight=-0.7)
    counts = world.evidence().counts()
    assert counts.shape == (16, 2, 2)
    assert counts[FIRST, 1, 0] == pytest.approx(0.5 * BELIEF)
    assert counts[LAST, 0, 1] == pytest.approx(0.7 * BELIEF)
    assert counts.sum() == pytest.approx(1.2 * BELIEF)


def test_a_silenced_origin_takes_its_claims_and_links_with_it(world: Any) -> None:
    world.source("agency")
    world.link("wagner-of", "wagner", "russia", sources=("agency",))
    world.act("own", "mali", "russia", "2021-01-01", sources=("agency",))
    world.act("through", "mali", "wagner", "2021-01-02")
    world.act("kept", "mali", "russia", "2021-01-03")
    masses = masses_of(world.evidence(), silenced={"agency"})
    assert masses == pytest.approx({"own": 0, "through": 0, "kept": BELIEF})


def test_a_fallen_link_takes_the_acts_through_it_along(world: Any) -> None:
    world.link("wagner-of", "wagner", "russia")
    world.act("through", "mali", "wagner", "2021-01-02")
    assert masses_of(world.evidence(), fallen={"wagner-of"}) == {"through": 0}


def test_the_table_has_a_row_for_each_exposure_and_sums_to_the_counts(sahel: Built) -> None:
    evidence = gather_evidence(
        sahel.catalogue, "mali", ("france", "russia"), window=(D(2012, 1, 1), D(2026, 1, 1))
    )
    table = evidence.table()
    assert table.columns.tolist() == [
        *("statement", "date", "pole", "sign", "acts", "mass", "total"),
        *("channel", "tie", "contested"),
    ]
    assert len(table) == len(evidence.exposures)
    assert table["total"].sum() == pytest.approx(evidence.counts().sum())
    hostile = table[(table["pole"] == "france") & (table["sign"] < 0)]
    assert hostile["total"].sum() == pytest.approx(evidence.counts()[:, 0, 1].sum())


def test_an_actor_without_statements_has_an_empty_table_and_empty_counts(world: Any) -> None:
    evidence = world.evidence("nobody")
    assert evidence.exposures == ()
    assert not np.any(evidence.counts())
    assert evidence.table().empty
    assert "mass" in evidence.table().columns


@pytest.mark.parametrize("poles", [("france",), ("france", "france"), ()])
def test_fewer_than_two_different_poles_are_refused(world: Any, poles: tuple[str, ...]) -> None:
    with pytest.raises(InputError, match="Name two poles or more, each once"):
        world.evidence(poles=poles)


def test_a_pole_is_not_measured_against_itself(world: Any) -> None:
    with pytest.raises(InputError, match=r"(?i)france cannot be measured against itself"):
        world.evidence("france")


def test_a_day_before_the_window_knows_nothing(world: Any) -> None:
    with pytest.raises(InputError, match="Nothing was known on 2019-12-31"):
        world.evidence(as_known_on=D(2019, 12, 31))


def test_an_unknown_channel_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(InputError, match=r"No channel 'military'. Channels are defence, diplomacy"):
        EvidenceSettings(channel="military")


@pytest.mark.parametrize("wrong", [{"tie_rate": -1}, {"mass_scale": 0}, {"tie_rate": float("inf")}])
def test_rates_and_scales_that_cannot_be_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(InputError, match="tie_rate must be 0 or more and mass_scale above 0"):
        EvidenceSettings(**wrong)


def test_settings_that_are_not_a_number_are_refused() -> None:
    with pytest.raises(InputError, match="tie_rate must be 0 or more"):
        EvidenceSettings(tie_rate=float("nan"))
