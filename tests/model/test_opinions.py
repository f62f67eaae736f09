"""Opinions of subjective logic: the numbers worked out by hand, and the laws that fusion obeys."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allegiance.graph.model.errors import InputError
from allegiance.graph.model.opinions import (
    CREDIBILITY,
    IGNORANCE,
    TRUST,
    Opinion,
    conflict,
    deny,
    from_evidence,
    fuse_common,
    fuse_independent,
    graded_opinion,
    opinion_of,
)

FIRST, SECOND = Opinion(0.7, 0.1, 0.2), Opinion(0.2, 0.5, 0.3)


def parts(opinion: Opinion) -> tuple[float, float, float]:
    return opinion.belief, opinion.disbelief, opinion.uncertainty


def near(opinion: Opinion, *, within: float = 1e-9) -> object:
    return pytest.approx(parts(opinion), abs=within)


@st.composite
def opinions(draw: st.DrawFn) -> Opinion:
    """Opinions that are not surer than the evidence form can say."""
    uncertainty = draw(st.floats(0.01, 1))
    belief = draw(st.floats(0, 1)) * (1 - uncertainty)
    return Opinion(belief, 1 - uncertainty - belief, uncertainty)


def test_independent_voices_add_up() -> None:
    # r = 2b/u is 7 and 4/3, s = 2d/u is 1 and 10/3: r 25/3, s 13/3, total 44/3.
    fused = fuse_independent([FIRST, SECOND])
    assert parts(fused) == pytest.approx((25 / 44, 13 / 44, 6 / 44))
    assert parts(fused) == pytest.approx((0.5682, 0.2955, 0.1364), abs=5e-5)


def test_voices_of_one_origin_are_averaged() -> None:
    # r 25/6, s 13/6, total 50/6.
    fused = fuse_common([FIRST, SECOND])
    assert parts(fused) == pytest.approx((0.50, 0.26, 0.24))


def test_the_conflict_of_two_opinions_is_their_gap_where_both_are_sure() -> None:
    # P .8 and .35, (1 - .2)(1 - .3) = .56.
    assert conflict(FIRST, SECOND) == pytest.approx(0.252)
    assert conflict(SECOND, FIRST) == pytest.approx(0.252)
    assert conflict(FIRST, FIRST) == 0
    assert conflict(FIRST, IGNORANCE) == 0
    assert conflict(Opinion(1, 0, 0), Opinion(0, 1, 0)) == 1


def test_what_is_heard_from_a_source_is_discounted_by_the_trust_in_it() -> None:
    trust = Opinion(0.6, 0.1, 0.3).probability
    assert trust == pytest.approx(0.75)
    heard = FIRST.discounted(trust)
    assert parts(heard) == pytest.approx((0.525, 0.075, 0.4))
    assert heard.probability == pytest.approx(0.725)


def test_credibility_and_trust_are_the_published_table() -> None:
    assert CREDIBILITY == {
        "1": (0.9, 0, 0.1),
        "2": (0.7, 0.1, 0.2),
        "3": (0.4, 0.2, 0.4),
        "4": (0.15, 0.45, 0.4),
        "5": (0.05, 0.75, 0.2),
        "6": (0, 0, 1),
    }
    assert TRUST == {"A": 0.9, "B": 0.8, "C": 0.55, "D": 0.35, "E": 0.15, "F": 0}


def test_nothing_known_is_even_and_nobody_heard_is_nothing_known() -> None:
    assert IGNORANCE.probability == 0.5
    assert fuse_independent([]) == fuse_common([]) == IGNORANCE == from_evidence(0, 0)


def test_two_sources_that_agree_convince_more_than_one_and_one_that_is_copied_does_not() -> None:
    assert fuse_independent([FIRST, FIRST]).belief > FIRST.belief
    assert parts(fuse_common([FIRST, FIRST])) == near(FIRST)


def test_a_certainty_stays_finite() -> None:
    certain = Opinion(1, 0, 0)
    assert certain.evidence == (200, 0)
    fused = fuse_independent([certain, certain.complement])
    assert fused.probability == pytest.approx(0.5)
    assert fused.uncertainty > 0


@given(opinions(), opinions())
def test_fusion_does_not_care_who_speaks_first(one: Opinion, other: Opinion) -> None:
    assert parts(fuse_independent([one, other])) == near(fuse_independent([other, one]))
    assert parts(fuse_common([one, other])) == near(fuse_common([other, one]))


@given(opinions(), opinions(), opinions())
def test_independent_voices_can_be_added_in_any_grouping(
    one: Opinion, other: Opinion, third: Opinion
) -> None:
    grouped = fuse_independent([fuse_independent([one, other]), third])
    if grouped.uncertainty >= 0.01 and fuse_independent([one, other]).uncertainty >= 0.01:
        assert parts(grouped) == near(fuse_independent([one, other, third]), within=1e-6)


@given(opinions())
def test_ignorance_adds_nothing(opinion: Opinion) -> None:
    assert parts(fuse_independent([opinion, IGNORANCE])) == near(opinion, within=1e-6)


@given(opinions())
def test_the_complement_of_the_complement_is_the_opinion(opinion: Opinion) -> None:
    assert opinion.complement.complement == opinion
    assert opinion.probability + opinion.complement.probability == pytest.approx(1)


@given(st.lists(opinions(), max_size=5), st.floats(0, 1))
def test_whatever_is_done_the_parts_sum_to_one(voices: list[Opinion], trust: float) -> None:
    results = [fuse_independent(voices), fuse_common(voices)]
    results += [result.discounted(trust) for result in results]
    results += [result.complement for result in results]
    for result in results:
        assert sum(parts(result)) == pytest.approx(1)
        assert min(parts(result)) >= -1e-12
        assert 0 <= result.probability <= 1


@given(opinions(), st.floats(0, 1))
def test_less_trust_moves_a_probability_towards_even(opinion: Opinion, trust: float) -> None:
    heard = opinion.discounted(trust)
    assert abs(heard.probability - 0.5) <= abs(opinion.probability - 0.5) + 1e-12
    assert parts(opinion.discounted(1)) == near(opinion)
    assert opinion.discounted(0) == IGNORANCE


@given(opinions(), opinions())
def test_conflict_lies_between_none_and_total(one: Opinion, other: Opinion) -> None:
    assert 0 <= conflict(one, other) <= 1


@pytest.mark.parametrize(
    "wrong",
    [
        (0.5, 0.5, 0.5),
        (0.2, 0.2, 0.2),
        (-0.1, 0.6, 0.5),
        (0, 0, 0),
        (math.nan, 0.5, 0.5),
        (0.5, 0.5, math.nan),
        (math.inf, -math.inf, 1),
    ],
)
def test_an_opinion_whose_parts_do_not_share_out_one_cannot_be_built(
    wrong: tuple[float, float, float],
) -> None:
    with pytest.raises(InputError, match="sum to 1"):
        Opinion(*wrong)


@pytest.mark.parametrize("trust", [-0.01, 1.01, math.nan])
def test_trust_outside_its_range_is_refused(trust: float) -> None:
    with pytest.raises(InputError, match=r"Trust lies in \[0, 1\]"):
        FIRST.discounted(trust)


@pytest.mark.parametrize(("letter", "digit"), [("G", "1"), ("A", "7"), ("", ""), ("a", "1")])
def test_a_letter_or_digit_outside_the_code_is_refused(letter: str, digit: str) -> None:
    with pytest.raises(InputError, match="no Admiralty grade"):
        graded_opinion(letter, digit)


def test_a_grade_is_an_opinion_by_its_two_signs() -> None:
    assert opinion_of("B2") == graded_opinion("B", "2")
    assert parts(opinion_of("B2")) == pytest.approx((0.56, 0.08, 0.36))
    assert opinion_of("F1") == opinion_of("A6") == IGNORANCE


@pytest.mark.parametrize("grade", ["", "B", "B22", "2B", "b2", "G1", "A7"])
def test_what_is_no_grade_has_no_opinion(grade: str) -> None:
    with pytest.raises(InputError, match="is no Admiralty grade: write A1 to F6"):
        opinion_of(grade)


def test_a_source_can_be_trusted_by_an_opinion() -> None:
    heard = FIRST.discounted(Opinion(0.6, 0.1, 0.3))
    assert parts(heard) == pytest.approx((0.525, 0.075, 0.4))
    assert heard == FIRST.discounted(0.75)
    assert heard.words == "likely"


def test_a_denial_is_evidence_against() -> None:
    # r 7 + 4/3, s 1 + 10/3, total 44/3: the second opinion of the first test, turned around.
    assert parts(deny(FIRST, Opinion(0.5, 0.2, 0.3))) == pytest.approx((25 / 44, 13 / 44, 6 / 44))
    assert parts(deny(FIRST, IGNORANCE)) == near(FIRST)


@given(opinions(), st.integers(1, 6))
def test_one_voice_heard_often_is_one_voice(opinion: Opinion, times: int) -> None:
    assert parts(fuse_common([opinion] * times)) == near(opinion, within=1e-6)


@given(opinions(), opinions())
def test_more_evidence_never_leaves_more_uncertainty(one: Opinion, other: Opinion) -> None:
    for fused in (fuse_independent([one, other]), deny(one, other)):
        assert fused.uncertainty <= min(one.uncertainty, other.uncertainty) + 1e-9


@given(opinions(), opinions())
def test_an_average_lies_between_what_it_averages(one: Opinion, other: Opinion) -> None:
    low, high = sorted([one.probability, other.probability])
    assert low - 1e-9 <= fuse_common([one, other]).probability <= high + 1e-9


@given(opinions(), opinions())
def test_a_denial_never_makes_a_claim_likelier_than_the_two_voices_allow(
    claim: Opinion, denial: Opinion
) -> None:
    # Evidence against grows by the denial's own support, evidence for by what opposes it.
    r, s = claim.evidence
    for_denial, against_denial = denial.evidence
    expected = from_evidence(r + against_denial, s + for_denial)
    assert parts(deny(claim, denial)) == near(expected)


def test_the_public_names_are_these() -> None:
    import allegiance as al

    assert al.opinions.opinion_of is opinion_of
    assert set(al.opinions.__all__) == {
        *("BASE_RATE", "CREDIBILITY", "IGNORANCE", "TRUST", "Opinion", "conflict", "deny"),
        *("from_evidence", "fuse_common", "fuse_independent", "graded_opinion", "opinion_of"),
    }
