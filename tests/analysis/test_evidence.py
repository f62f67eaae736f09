"""From statements to weighted acts, on worlds small enough to count on paper.

In them a claim of grade A1 by one source of grade A is believed with .9 x .9 = .81.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest

from allegiance.graph.analysis.evidence import Evidence, EvidenceSettings, gather_evidence
from allegiance.graph.model.errors import InputError
from allegiance.graph.model.grades import Grade
from allegiance.graph.model.statements import Denial
from allegiance.graph.store.build import Built

D = dt.date
BELIEF = 0.81
FIRST, LAST = 0, 15  # the quarters of 2020 to 2023


def acts_of(evidence: Evidence, name: str) -> list[float]:
    [found] = [e for e in evidence.exposures if e.statement.id == name]
    return list(found.acts)


def masses_of(evidence: Evidence, **left_out: Any) -> dict[str, float]:
    masses = evidence.masses(**left_out).tolist()
    return dict(zip((e.statement.id for e in evidence.exposures), masses, strict=True))


def seen(evidence: Evidence) -> list[tuple[str, str, int]]:
    return [(e.statement.id, evidence.poles[e.pole], e.sign) for e in evidence.exposures]


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


# Who: roll-up, texts, families, channels.


def test_it_counts_whoever_acts(world: Any) -> None:
    world.act("given", "russia", "mali", "2021-01-01")
    world.act("taken", "mali", "russia", "2021-01-02")
    assert seen(world.evidence()) == [("given", "russia", 1), ("taken", "russia", 1)]


def test_a_link_counts_only_for_acts_on_days_that_it_can_hold(world: Any) -> None:
    world.link("wagner-of", "wagner", "russia", "2021-07-01", "2022-06-30")
    for name, on in (
        ("before", "2021-06-30"),
        ("that-year", "2021"),
        ("first-day", "2021-07-01"),
        ("last-day", "2022-06-30"),
        ("after", "2022-07-01"),
    ):
        world.act(name, "mali", "wagner", on)
    assert [name for name, *_ in seen(world.evidence())] == ["that-year", "first-day", "last-day"]


def test_a_vote_for_a_text_against_a_pole_is_an_act_against_it(world: Any) -> None:
    world.actor("text", "resolution", against="russia")
    world.act("for", "mali", "text", "2022-03-02", weight=0.5)
    world.act("against", "mali", "text", "2022-03-03", weight=-0.5)
    assert seen(world.evidence()) == [("for", "russia", -1), ("against", "russia", 1)]


def test_acts_inside_one_family_count_for_nothing(world: Any) -> None:
    world.link("army-of", "army", "mali")
    world.link("wagner-of", "wagner", "russia")
    world.act("coup", "army", "mali", "2020-08-18", weight=-1)
    world.act("mutiny", "wagner", "russia", "2023-06-24", weight=-1)
    world.act("elsewhere", "france", "russia", "2022-02-24", weight=-1)
    assert world.evidence().exposures == ()


def test_a_client_of_a_pole_has_no_acts_with_that_pole(world: Any) -> None:
    world.link("wagner-of", "wagner", "russia")
    world.act("pay", "russia", "wagner", "2021-01-01")
    world.act("clash", "wagner", "france", "2021-01-02", weight=-1)
    assert seen(world.evidence("wagner")) == [("clash", "france", -1)]


def test_an_act_towards_a_client_of_two_poles_counts_for_both(world: Any) -> None:
    world.link("force-of-one", "force", "france")
    world.link("force-of-other", "force", "eu")
    world.act("welcome", "mali", "force", "2021-01-01")
    found = seen(world.evidence(poles=("france", "eu", "russia")))
    assert found == [("welcome", "france", 1), ("welcome", "eu", 1)]


def test_a_neutral_act_and_one_without_a_date_are_no_evidence(world: Any) -> None:
    world.act("talk", "mali", "france", "2021-01-01", weight=0.0)
    world.tie("undated", "mali", "france", None)
    assert world.evidence().exposures == ()


def test_a_channel_keeps_only_its_own_statements(world: Any) -> None:
    world.act("arms", "russia", "mali", "2021-01-01")
    world.act("loan", "russia", "mali", "2021-01-02", channel="economy")
    assert [name for name, *_ in seen(world.evidence(channel="economy"))] == ["loan"]


# What was known.


def test_as_known_on_a_day_the_periods_end_after_it(world: Any) -> None:
    bins = world.evidence(as_known_on=D(2021, 5, 20)).bins
    assert (bins.edges[0], bins.edges[-1]) == (D(2020, 1, 1), D(2021, 5, 21))


def test_later_sources_are_not_heard(world: Any) -> None:
    world.source("then", date="2021-02-01")
    world.source("later", date="2023-02-01")
    world.act("both", "mali", "russia", "2021-01-01", sources=("then", "later"))
    world.act("hindsight", "mali", "russia", "2021-01-02", sources=("later",))
    evidence = world.evidence(as_known_on=D(2022, 1, 1))
    assert masses_of(evidence) == pytest.approx({"both": BELIEF})
    assert set(masses_of(world.evidence())) == {"both", "hindsight"}


def test_a_statement_is_known_from_its_recorded_day(world: Any) -> None:
    world.source("old", date="2020-02-01")
    world.act("leak", "mali", "russia", "2020-01-15", sources=("old",), recorded=D(2022, 1, 1))
    assert world.evidence(as_known_on=D(2021, 12, 31)).exposures == ()
    assert seen(world.evidence(as_known_on=D(2022, 1, 1))) == [("leak", "russia", 1)]


def test_without_dated_sources_a_statement_is_known_once_it_must_have_begun(world: Any) -> None:
    world.tie("tie", "mali", "russia", "2021-01")
    assert world.evidence(as_known_on=D(2021, 1, 30)).exposures == ()
    assert seen(world.evidence(as_known_on=D(2021, 1, 31))) == [("tie", "russia", 1)]


def test_an_end_that_was_not_known_leaves_the_tie_standing(world: Any) -> None:
    world.tie("force", "france", "mali", "2020-01-01", "2021-06-30")
    until = D(2021, 3, 31)
    assert acts_of(world.evidence(as_known_on=until), "force")[4] == pytest.approx(90 / 365.25)
    claim = world.evidence(as_known_on=until).exposures[0].statement
    assert claim.end is None
    assert world.evidence(as_known_on=D(2021, 6, 30)).exposures[0].statement.end is not None


def test_later_denials_are_not_heard(world: Any) -> None:
    world.source("now", date="2021-01-02")
    world.source("later", date="2023-02-01")
    denial = Denial("russia", ("later",), Grade("A1"))
    world.act("claim", "mali", "russia", "2021-01-01", sources=("now",), denied_by=(denial,))
    assert masses_of(world.evidence(as_known_on=D(2022, 1, 1)))["claim"] == pytest.approx(BELIEF)
    assert masses_of(world.evidence())["claim"] < BELIEF


def test_a_link_that_was_not_known_is_not_climbed(world: Any) -> None:
    world.source("admission", date="2023-06-27")
    world.link("wagner-of", "wagner", "russia", "2014", sources=("admission",))
    world.act("deal", "mali", "wagner", "2021-09-13")
    assert world.evidence(as_known_on=D(2022, 1, 1)).exposures == ()
    assert seen(world.evidence()) == [("deal", "russia", 1)]


def test_what_is_known_on_the_last_day_is_everything(sahel: Built) -> None:
    window = (D(2012, 1, 1), D(2026, 1, 1))
    poles = ("france", "russia")
    whole = gather_evidence(sahel.catalogue, "mali", poles, window=window)
    settings = EvidenceSettings(as_known_on=D(2100, 1, 1))
    known = gather_evidence(sahel.catalogue, "mali", poles, window=window, settings=settings)
    assert (known.counts() == whole.counts()).all()


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
    with pytest.raises(InputError, match="'france' cannot be measured against itself"):
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
