"""Admiralty grades: a letter for the source, a digit for what it says."""

import pytest

from allegiance.graph.model.errors import InputError
from allegiance.graph.model.grades import Grade
from allegiance.graph.model.opinions import IGNORANCE

ALL = [Grade(letter + digit) for letter in "ABCDEF" for digit in "123456"]

# Trust of the letter times the opinion of the digit, worked out by hand.
BY_HAND = {
    "A1": (0.81, 0.0, 0.19),
    "B2": (0.56, 0.08, 0.36),
    "C3": (0.22, 0.11, 0.67),
    "D4": (0.0525, 0.1575, 0.79),
    "E5": (0.0075, 0.1125, 0.88),
    "A5": (0.045, 0.675, 0.28),
    "F1": (0.0, 0.0, 1.0),
    "A6": (0.0, 0.0, 1.0),
    "F6": (0.0, 0.0, 1.0),
}


@pytest.mark.parametrize("code", BY_HAND)
def test_a_grade_stands_for_the_opinion_worked_out_by_hand(code: str) -> None:
    opinion = Grade(code).opinion
    parts = (opinion.belief, opinion.disbelief, opinion.uncertainty)
    assert parts == pytest.approx(BY_HAND[code], abs=1e-12)


def test_every_grade_from_a1_to_f6_has_a_letter_a_digit_and_an_opinion() -> None:
    assert len(ALL) == 36
    for grade in ALL:
        assert str(grade) == grade.letter + grade.digit
        opinion = grade.opinion
        assert opinion.belief + opinion.disbelief + opinion.uncertainty == pytest.approx(1)


def test_what_cannot_be_judged_is_ignorance_and_not_falsehood() -> None:
    for grade in ALL:
        unknown = grade.letter == "F" or grade.digit == "6"
        assert (grade.opinion == IGNORANCE) == unknown


def test_a_worse_letter_leaves_less_belief_and_more_uncertainty() -> None:
    for digit in "12345":
        opinions = [Grade(letter + digit).opinion for letter in "ABCDEF"]
        assert [o.uncertainty for o in opinions] == sorted(o.uncertainty for o in opinions)
        assert [o.belief for o in opinions] == sorted((o.belief for o in opinions), reverse=True)


def test_a_worse_digit_makes_a_claim_less_probable() -> None:
    for letter in "ABCDE":
        probabilities = [Grade(letter + digit).opinion.probability for digit in "12345"]
        assert probabilities == sorted(probabilities, reverse=True)
        assert len(set(probabilities)) == 5


@pytest.mark.parametrize("code", ["", "A", "G1", "A7", "A0", "a1", "A1 ", "AA", "1A", "A11", "A１"])
def test_what_is_no_grade_cannot_be_built(code: str) -> None:
    with pytest.raises(InputError, match="is no Admiralty grade: write A1 to F6"):
        Grade(code)


def test_a_grade_that_is_written_otherwise_is_told_as_it_should_be() -> None:
    for code in ("b2", " B2", "b 2"):
        with pytest.raises(InputError, match="write A1 to F6; here B2"):
            Grade(code)
    with pytest.raises(InputError, match=r"write A1 to F6\.$"):
        Grade("B22")
