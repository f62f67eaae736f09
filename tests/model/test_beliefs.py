"""Beliefs: what sources, copies and denials of a statement amount to together."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import pytest

from allegiance.graph.model.beliefs import Belief, Beliefs, BeliefSettings
from allegiance.graph.model.grades import Grade
from allegiance.graph.model.opinions import IGNORANCE, Opinion
from allegiance.graph.model.rollup import Rollup
from allegiance.graph.model.statements import Denial, Relation, Source, Statement

ACT = Relation("supports", "supports", tie=False, channel="diplomacy", weight=0.5)
PART_OF = Relation("part_of", "is part of", tie=True, channel="politics", weight=0.0)


def source(name: str, reliability: str, *, origin: str = "") -> Source:
    return Source(name, name, "A publisher", reliability, origin=origin or name)


SOURCES = {
    s.id: s
    for s in (
        source("paper", "B"),
        source("radio", "B"),
        source("wire", "B", origin="agency"),
        source("copy", "B", origin="agency"),
        source("poor-copy", "D", origin="agency"),
        source("rumour", "F"),
    )
}


def claim(
    sources: Sequence[str] = ("paper",),
    *,
    grade: str = "B2",
    denials: Sequence[Denial] = (),
    subject: str = "army",
    target: str = "harbour",
    relation: Relation = ACT,
) -> Statement:
    return Statement(
        id="st",
        label="A claim.",
        subject=subject,
        relation=relation,
        object=target,
        start=None,
        end=None,
        channel=relation.channel,
        weight=relation.weight,
        grade=Grade(grade),
        sources=tuple(sources),
        denials=tuple(denials),
    )


ROLLUP = Rollup.of([claim(subject="army", target="northland", relation=PART_OF)])
BELIEFS = Beliefs(SOURCES, ROLLUP)


def rounded(opinion: Opinion) -> tuple[float, float, float]:
    return (
        round(opinion.belief, 4),
        round(opinion.disbelief, 4),
        round(opinion.uncertainty, 4),
    )


def test_one_source_is_believed_by_its_own_letter_and_the_digit_of_the_claim() -> None:
    belief = BELIEFS.of(claim(["paper"], grade="A2"))
    assert rounded(belief.fused) == (0.56, 0.08, 0.36)  # B of the source, 2 of the claim
    assert belief.fused == belief.supporting
    assert belief.opposing == IGNORANCE
    assert belief.conflict == 0


def test_sources_of_their_own_add_up() -> None:
    # r = 2 x .56 / .36 = 28/9 each, s = 4/9 each: total 56/9 + 8/9 + 18/9 = 82/9.
    fused = BELIEFS.of(claim(["paper", "radio"])).fused
    assert rounded(fused) == (round(56 / 82, 4), round(8 / 82, 4), round(18 / 82, 4))


def test_sources_that_copy_one_agency_are_one_voice() -> None:
    alone = BELIEFS.of(claim(["wire"])).fused
    assert rounded(BELIEFS.of(claim(["wire", "copy"])).fused) == rounded(alone)
    mixed = BELIEFS.of(claim(["wire", "poor-copy"])).fused
    assert BELIEFS.of(claim(["poor-copy"])).fused.belief < mixed.belief < alone.belief


def test_a_copy_does_not_weigh_more_beside_a_source_of_its_own() -> None:
    with_copy = BELIEFS.of(claim(["paper", "wire", "copy"])).fused
    assert rounded(with_copy) == rounded(BELIEFS.of(claim(["paper", "wire"])).fused)


def test_what_nobody_can_judge_weighs_nothing() -> None:
    assert BELIEFS.of(claim(["rumour"], grade="F6")).fused == IGNORANCE
    assert BELIEFS.of(claim(["paper"], grade="A6")).fused == IGNORANCE
    assert BELIEFS.of(claim(["rumour"], grade="A1")).fused == IGNORANCE
    with_rumour = BELIEFS.of(claim(["paper", "rumour"])).fused
    assert rounded(with_rumour) == rounded(BELIEFS.of(claim(["paper"])).fused)


def test_a_denial_is_evidence_against_and_shows_as_conflict() -> None:
    denied = BELIEFS.of(claim(denials=[Denial("bystander", ("radio",))]))
    assert denied.supporting == BELIEFS.of(claim()).fused
    assert rounded(denied.opposing) == (0.11, 0.22, 0.67)  # C3, turned round
    assert denied.fused.probability < denied.supporting.probability
    # P .74 and .445, (1 - .36)(1 - .67).
    assert denied.conflict == pytest.approx((0.74 - 0.445) * 0.64 * 0.33)


def test_a_party_with_a_stake_denies_with_less_weight_than_a_bystander() -> None:
    probabilities = [
        BELIEFS.of(claim(denials=[Denial(who, ("radio",))])).fused.probability
        for who in ("bystander", "army", "harbour", "northland")
    ]
    assert probabilities[1] == probabilities[2] == probabilities[3]
    assert probabilities[0] < probabilities[1] < BELIEFS.of(claim()).fused.probability


def test_a_patron_of_either_side_has_a_stake_and_a_stranger_has_none() -> None:
    assert BELIEFS.has_stake("northland", claim())
    assert BELIEFS.has_stake("army", claim(subject="northland"))
    assert not BELIEFS.has_stake("bystander", claim())
    assert not BELIEFS.has_stake("army", claim(subject="bystander"))


def test_a_denial_with_a_grade_of_its_own_keeps_it_whatever_the_stake() -> None:
    graded = [
        BELIEFS.of(claim(denials=[Denial(who, ("radio",), Grade("A1"))])).opposing
        for who in ("army", "bystander")
    ]
    assert graded[0] == graded[1] == Grade("A1").opinion.complement


def test_what_an_ungraded_denial_weighs_is_a_setting() -> None:
    equal = dataclasses.replace(
        BELIEFS,
        settings=BeliefSettings(denial_with_stake=Grade("B1"), denial_without_stake=Grade("B1")),
    )
    opposing = {
        equal.of(claim(denials=[Denial(who, ("radio",))])).opposing for who in ("army", "bystander")
    }
    assert opposing == {Grade("B1").opinion.complement}


def test_two_deniers_weigh_more_than_one() -> None:
    one = Denial("bystander", ("radio",))
    other = Denial("neighbour", ("paper",))
    once = BELIEFS.of(claim(denials=[one])).fused
    assert BELIEFS.of(claim(denials=[one, other])).fused.probability < once.probability


def test_a_silenced_origin_is_not_heard_with_all_its_copies() -> None:
    statement = claim(["wire", "copy", "paper"])
    silenced = BELIEFS.of(statement, silenced={"agency"})
    assert silenced == BELIEFS.of(claim(["paper"]))
    assert BELIEFS.of(statement, silenced={"nobody"}) == BELIEFS.of(statement)


def test_a_denial_falls_silent_only_with_all_its_sources() -> None:
    statement = claim(denials=[Denial("bystander", ("radio", "wire"))])
    whole = BELIEFS.of(statement)
    assert BELIEFS.of(statement, silenced={"radio"}) == whole
    assert BELIEFS.of(statement, silenced={"radio", "agency"}) == BELIEFS.of(claim())


def test_where_no_voice_is_left_nothing_is_known() -> None:
    statement = claim(["wire"], denials=[Denial("bystander", ("radio",))])
    unheard = Belief(IGNORANCE, IGNORANCE, IGNORANCE, 0.0)
    assert BELIEFS.of(statement, silenced={"agency"}) == unheard


def test_the_letter_of_a_grade_caps_the_trust_in_each_source_and_never_raises_it() -> None:
    beliefs = Beliefs(SOURCES, Rollup())
    as_source = beliefs.of(claim(("paper",), grade="B2")).fused
    assert beliefs.of(claim(("paper",), grade="A2")).fused == as_source
    assert beliefs.of(claim(("paper",), grade="D2")).fused.belief < as_source.belief
    assert beliefs.of(claim(("paper",), grade="F2")).fused.belief == 0


def test_another_statement_of_the_same_id_is_believed_by_what_it_says_itself() -> None:
    beliefs = Beliefs(SOURCES, ROLLUP)
    sure, doubtful = claim(["paper"], grade="A1"), claim(["paper"], grade="A4")
    assert sure.id == doubtful.id
    first, other = beliefs.of(sure), beliefs.of(doubtful)
    assert first != other
    assert beliefs.of(sure) == first == Beliefs(SOURCES, ROLLUP).of(sure)
    assert beliefs == Beliefs(SOURCES, ROLLUP)  # what was worked out is no part of it
