"""From statements to weighted acts: how much each counts."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from allegiance.graph.analysis.evidence import Evidence, gather_evidence
from allegiance.graph.model.grades import Grade
from allegiance.graph.model.statements import Denial
from allegiance.graph.store.build import Built
from allegiance.tests.analysis.evidence_reading import BELIEF, D, masses_of, seen

# How much: mass.


def test_mass_is_weight_times_belief(world: Any) -> None:
    world.act("aid", "russia", "mali", "2021-01-01", weight=0.6)
    world.act("ban", "mali", "france", "2021-01-01", weight=-0.7, grade="A2")
    masses = masses_of(world.evidence())
    assert masses == pytest.approx({"aid": 0.6 * BELIEF, "ban": 0.7 * 0.9 * 0.7})


def test_an_act_through_clients_is_discounted_by_each_link(world: Any) -> None:
    world.link("army-of", "army", "mali")
    world.link("wagner-of", "wagner", "russia", grade="A2")  # believed with .63
    world.act("drill", "army", "wagner", "2021-01-01", weight=0.5)
    evidence = world.evidence()
    assert seen(evidence) == [("drill", "russia", 1)]
    assert {link.id for link in evidence.exposures[0].links} == {"army-of", "wagner-of"}
    assert masses_of(evidence)["drill"] == pytest.approx(0.5 * BELIEF * BELIEF * 0.63)


def test_a_successor_inherits_no_patron_and_nothing_counts_twice(world: Any) -> None:
    world.link("wagner-of", "wagner", "russia", "2020-01-01", "2021-12-31")
    world.act("drill", "mali", "wagner", "2021-01-01", weight=0.5)
    world.act("parade", "mali", "corps", "2023-01-01", weight=0.5)
    before = masses_of(world.evidence())
    world.act("follows", "corps", "wagner", "2022-01-01", relation="succeeds", weight=0.0)
    assert masses_of(world.evidence()) == before
    assert before.keys() == {"drill"}
    assert [s.id for s in world.whole.successions] == ["follows"]


@pytest.mark.parametrize(("reliability", "grade"), [("A", "A6"), ("F", "F1"), ("F", "F6")])
def test_a_claim_that_nobody_can_judge_weighs_nothing(
    world: Any, reliability: str, grade: str
) -> None:
    world.source("hearsay", reliability)
    world.act("rumour", "mali", "russia", "2021-01-01", grade=grade, sources=("hearsay",))
    evidence = world.evidence()
    assert seen(evidence) == [("rumour", "russia", 1)]
    assert evidence.counts().sum() == 0


def test_independent_sources_add_up_and_copies_of_one_agency_do_not(world: Any) -> None:
    world.source("copy-1", origin="agency")
    world.source("copy-2", origin="agency")
    world.act("alone", "mali", "russia", "2021-01-01", sources=("copy-1",))
    world.act("copied", "mali", "russia", "2021-01-02", sources=("copy-1", "copy-2"))
    world.act("twice", "mali", "russia", "2021-01-03", sources=("s", "copy-1"))
    masses = masses_of(world.evidence())
    assert masses["copied"] == pytest.approx(masses["alone"]) == pytest.approx(BELIEF)
    # Evidence of .81 against .19 unknown: 2 x .81 / .19 = 8.526; twice that is 17.05 of 19.05.
    assert masses["twice"] == pytest.approx(17.0526 / 19.0526, abs=1e-4)


def test_a_denial_takes_mass_away(world: Any) -> None:
    world.actor("un", "igo")
    denial = Denial("un", ("s",), Grade("A1"))
    world.act("claim", "mali", "russia", "2021-01-01", denied_by=(denial,))
    # 8.526 for, 8.526 against: belief 8.526 / 19.05.
    assert masses_of(world.evidence())["claim"] == pytest.approx(8.5263 / 19.0526, abs=1e-4)


def test_the_scale_multiplies_all_masses(world: Any) -> None:
    world.act("one", "mali", "russia", "2021-01-01", weight=0.6)
    world.tie("two", "mali", "france", "2020-01-01")
    whole, half = world.evidence().counts(), world.evidence(mass_scale=0.5).counts()
    assert half == pytest.approx(whole / 2)


def competing_accounts(world: Any, relation: str = "ends") -> Evidence:
    """One event on three dates: believed with .81, .63 and .36, 1.8 in all."""
    accounts = {"best": "A1", "good": "A2", "poor": "A3"}
    for day, (name, grade) in enumerate(accounts.items(), start=13):
        world.act(
            name,
            "france",
            "mali",
            f"2020-0{day - 12}-13",
            weight=-1.0,
            grade=grade,
            conflicts_with=tuple(other for other in accounts if other != name),
            relation=relation if name == "poor" else "ends",
        )
    return world.evidence()


def test_competing_accounts_of_one_event_share_the_mass_of_the_best(world: Any) -> None:
    masses = masses_of(competing_accounts(world))
    assert sum(masses.values()) == pytest.approx(BELIEF)
    shared = {"best": 0.81, "good": 0.63, "poor": 0.36}
    assert masses == pytest.approx({name: b * 0.81 / 1.8 for name, b in shared.items()})


def test_where_one_account_falls_the_others_take_its_part(world: Any) -> None:
    masses = masses_of(competing_accounts(world), fallen={"best"})
    assert masses == pytest.approx(
        {"best": 0, "good": 0.63 * 0.63 / 0.99, "poor": 0.36 * 0.63 / 0.99}
    )


def test_a_conflict_between_two_events_shares_nothing(world: Any) -> None:
    masses = masses_of(competing_accounts(world, relation="pauses"))
    assert masses["poor"] == pytest.approx(0.36)
    assert masses["best"] + masses["good"] == pytest.approx(BELIEF)


def test_the_account_of_a_tie_that_stands_longer_has_its_whole_mass_once_it_is_alone(
    world: Any,
) -> None:
    world.tie("short", "russia", "mali", "2020", "2021-12-31", conflicts_with=("long",))
    world.tie("long", "russia", "mali", "2020", "2023-12-31", conflicts_with=("short",))
    with_russia = world.evidence().counts()[:, 1, 0]
    while_both = BELIEF * 91 / 365.25
    assert with_russia[5] == pytest.approx(while_both, rel=0.02)
    assert with_russia[9:16] == pytest.approx([while_both] * 7, rel=0.02)
    alone = world.evidence().counts(fallen={"short"})
    assert alone[:, 1, 0] == pytest.approx(with_russia)


def test_competing_accounts_of_when_a_tie_began_count_one_beginning(world: Any) -> None:
    world.tie("early", "russia", "mali", "2020-02-01", "2023-12-31", conflicts_with=("late",))
    world.tie("late", "russia", "mali", "2021-02-01", "2023-12-31", conflicts_with=("early",))
    early = world.evidence().counts(fallen={"late"})[:, 1, 0].sum()
    late = world.evidence().counts(fallen={"early"})[:, 1, 0].sum()
    assert late < world.evidence().counts()[:, 1, 0].sum() < early


def test_competing_accounts_in_the_shipped_dossier_count_as_one_event(sahel: Built) -> None:
    evidence = gather_evidence(
        sahel.catalogue, "mali", ("france", "russia"), window=(D(2012, 1, 1), D(2026, 1, 1))
    )
    accounts = [e for e in evidence.exposures if {"st-0164", "st-0173"} & {e.statement.id}]
    assert len(accounts) == 2
    masses, beliefs = masses_of(evidence), evidence.beliefs
    kept = []
    for exposure in accounts:
        links = np.prod([beliefs.of(link).fused.belief for link in exposure.links])
        claim = exposure.statement
        kept.append(masses[claim.id] / (abs(claim.weight) * links))
    best = max(beliefs.of(e.statement).fused.belief for e in accounts)
    assert sum(kept) == pytest.approx(evidence.settings.mass_scale * best)
