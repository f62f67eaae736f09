"""Two ways to write one name are told from two names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allegiance.graph.model.names import fold
from allegiance.graph.model.variants import variant_of

APART = [
    ("Niger", "Nigeria"), ("Guinea", "Guinea-Bissau"), ("Guinea", "Equatorial Guinea"),
    ("Republic of the Congo", "DR Congo"), ("North Korea", "South Korea"), ("Iran", "Iraq"),
    ("Dominica", "Dominican Republic"), ("Gambia", "Zambia"), ("Iceland", "Ireland"),
    ("Nigerian Army", "Nigerien Army"), ("MINUSMA", "MINUSCA"), ("Malian army", "Mali"),
    ("1st Army", "2nd Army"), ("Group 12345", "Group 12346"), ("Mali", "Bali"),
    ("United States", "United Kingdom"),
]  # fmt: skip


def alike(one: str, other: str, *, state: bool = False) -> bool:
    first, second = variant_of(one, state=state), variant_of(other, state=state)
    if first is None or second is None:
        return False
    return first.key == second.key or first.closed == second.closed or first.is_slip_of(second)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Burkina Faso", "Burkina-Faso"),
        ("Burkina Faso", "BURKINAFASO"),
        ("Wagner Group", "Wagner"),
        ("Gruppa Vagnera", "Wagner Group"),
        ("ЧВК Вагнер", "Wagner"),
        ("The Guard of the Coast", "Coast Guard"),
        ("Muammar Qaddafi", "Muammar Gaddafi"),
        ("Al-Shabaab", "Al Shabab"),
        ("Ibrahim Traoré", "TRAORE Ibrahim"),
        ("Northern Allaince", "Northern Alliance"),
    ],
)
def test_order_articles_forms_spelling_and_a_slip_make_no_other_name(one: str, other: str) -> None:
    assert alike(one, other)
    assert alike(other, one)


@pytest.mark.parametrize(("one", "other"), APART)
def test_names_of_two_are_not_taken_for_one(one: str, other: str) -> None:
    assert not alike(one, other)
    assert not alike(one, other, state=True)


def test_the_form_of_a_state_says_nothing_but_of_states() -> None:
    assert alike("Republic of Mali", "Mali", state=True)
    assert not alike("Republic of Mali", "Mali")


@pytest.mark.parametrize("name", ["", "the", "CNSP", "Air", "?!"])
def test_too_little_says_nobody(name: str) -> None:
    assert variant_of(name) is None


@given(st.text(max_size=20))
def test_a_name_is_alike_to_itself_in_any_case(name: str) -> None:
    variant, small = variant_of(name), variant_of(fold(name))
    assert variant is None or (small is not None and variant.key == small.key)


@given(st.sampled_from(["northern alliance", "desert guard"]), st.integers(0, 11))
def test_a_name_and_its_slip_share_what_is_left_of_them(name: str, at: int) -> None:
    slip = variant_of(name[:at] + name[at + 1 :] if name[at] != " " else name)
    whole = variant_of(name)
    assert slip is not None
    assert whole is not None
    assert not whole.is_slip_of(slip) or set(whole.slips()) & set(slip.slips())
