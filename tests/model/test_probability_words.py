"""Probabilities in the words of ICD 203."""

import math

import pytest

from allegiance.graph.model.probability_words import probability_words


@pytest.mark.parametrize(
    ("probability", "words"),
    [
        (0.03, "almost no chance"),
        (0.12, "very unlikely"),
        (0.30, "unlikely"),
        (0.50, "roughly even chance"),
        (0.70, "likely"),
        (0.90, "very likely"),
        (0.97, "almost certain"),
    ],
)
def test_the_middle_of_each_band_has_its_term(probability: float, words: str) -> None:
    assert probability_words(probability) == words


@pytest.mark.parametrize(
    ("bound", "below", "above"),
    [
        (0.05, "almost no chance", "very unlikely"),
        (0.20, "very unlikely", "unlikely"),
        (0.45, "unlikely", "roughly even chance"),
        (0.55, "roughly even chance", "likely"),
        (0.80, "likely", "very likely"),
        (0.95, "very likely", "almost certain"),
    ],
)
def test_a_bound_belongs_to_the_band_below_it(bound: float, below: str, above: str) -> None:
    assert probability_words(bound - 1e-9) == probability_words(bound) == below
    assert probability_words(bound + 1e-9) == above


@pytest.mark.parametrize(
    ("probability", "words"),
    [
        (0.0, "under 0.1%"),
        (0.0009, "under 0.1%"),
        (0.001, "0.1%"),
        (0.004, "0.4%"),
        (0.0099, "1.0%"),
        (0.01, "almost no chance"),
        (0.99, "almost certain"),
        (0.991, "99.1%"),
        (0.997, "99.7%"),
        (0.999, "99.9%"),
        (0.9991, "over 99.9%"),
        (1.0, "over 99.9%"),
    ],
)
def test_beyond_the_scale_the_number_itself_is_said_and_never_all_or_nothing(
    probability: float, words: str
) -> None:
    assert probability_words(probability) == words


def test_no_data_is_not_a_probability() -> None:
    assert probability_words(math.nan) == "not covered"
