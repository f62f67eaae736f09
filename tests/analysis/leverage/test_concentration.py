"""How concentrated shares are: numbers by hand, and laws."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allegiance.graph.analysis.leverage.concentration import concentration
from allegiance.graph.model.errors import InputError

amounts = st.lists(st.integers(1, 10**6), min_size=1, max_size=12)


def shares(values: list[int]) -> list[float]:
    total = math.fsum(values)
    return [value / total for value in values]


def test_the_example_of_the_methods_holds() -> None:
    # .36 + .04 + .01 + .01 = .42; (.42 - .25) / .75; 1 / .42
    found = concentration([0.6, 0.2, 0.1, 0.1])
    assert found is not None
    assert found.herfindahl == pytest.approx(0.42)
    assert found.normalised == pytest.approx(0.226667, abs=5e-7)
    assert found.effective == pytest.approx(2.380952, abs=5e-7)
    assert found.high == found.herfindahl


def test_without_shares_there_is_no_concentration() -> None:
    assert concentration([]) is None
    assert concentration([0.0, 0.0]) is None


def test_one_provider_alone_is_one_effective_and_has_no_normalised_index() -> None:
    found = concentration([1.0, 0.0])
    assert found is not None
    assert (found.providers, found.herfindahl, found.effective) == (1, 1.0, 1.0)
    assert math.isnan(found.normalised)
    assert found.to_dict()["normalised"] is None


def test_a_rest_that_is_nobodys_known_widens_the_range() -> None:
    # .4 and a rest of .6: .16 if it is spread thin, .16 + .36 if it is one provider's.
    found = concentration([0.4])
    assert found is not None
    assert (found.herfindahl, found.high) == (pytest.approx(0.16), pytest.approx(0.52))
    assert found.least_effective == pytest.approx(1 / 0.52)
    assert math.isnan(found.normalised)


@pytest.mark.parametrize("wrong", [[0.7, 0.7], [-0.1, 1.1], [math.nan]])
def test_what_are_no_shares_is_refused(wrong: list[float]) -> None:
    with pytest.raises(InputError, match="Shares are at least 0"):
        concentration(wrong)


@given(amounts)
def test_it_lies_between_one_in_n_and_one(values: list[int]) -> None:
    found = concentration(shares(values))
    assert found is not None
    assert 1 / found.providers - 1e-12 <= found.herfindahl <= 1 + 1e-12
    assert 1 - 1e-9 <= found.effective <= found.providers + 1e-9
    assert math.isnan(found.normalised) or 0 <= found.normalised <= 1 + 1e-9


@given(amounts.flatmap(lambda values: st.tuples(st.just(values), st.permutations(values))))
def test_the_order_of_providers_does_not_matter(pair: tuple[list[int], list[int]]) -> None:
    one, other = (concentration(shares(values)) for values in pair)
    assert one is not None
    assert other is not None
    assert one.herfindahl == pytest.approx(other.herfindahl)
    assert one.providers == other.providers


@given(amounts)
def test_two_providers_that_merge_are_never_less_concentrated(values: list[int]) -> None:
    held = shares(values)
    merged = [math.fsum(held[:2]), *held[2:]]
    one, other = concentration(held), concentration(merged)
    assert one is not None
    assert other is not None
    assert other.herfindahl >= one.herfindahl - 1e-12
