"""Relations are suggested to those who write them in words of their own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allegiance.graph.model.wording import Wording

LABELS = {
    "agrees_ceasefire_with": ["agrees a ceasefire with"],
    "trains_forces_of": ["trains forces of"],
    "recognises": ["recognises"],
    "denounces_agreement_with": ["denounces an agreement with"],
    "lends_to": ["lends money to", "prête à"],
    "deploys_to": ["deploys to"],
}
WORDS = {"lends_to": ["loan", "credit line"], "deploys_to": ["sends troops"]}
WORDING = Wording(LABELS, WORDS)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("train", "trains_forces_of"),
        ("training", "trains_forces_of"),
        ("Agreement with", "denounces_agreement_with"),
        ("recognition", "recognises"),
        ("recognized", "recognises"),
        ("loans", "lends_to"),
        ("gave a credit line to", "lends_to"),
        ("prete a", "lends_to"),
        ("troops were sent", "deploys_to"),
        ("lent to", "lends_to"),
        ("al:recognisse", "recognises"),
    ],
)
def test_what_people_write_is_led_to_the_relation_it_means(typed: str, first: str) -> None:
    assert WORDING.suggest(typed)[0] == first


def test_a_relation_that_shares_much_less_than_the_best_is_left_out() -> None:
    known = ["bans_media", "mediates_for", "seeks_membership_of", "suspends_member"]
    wording = Wording(dict.fromkeys(known, ()))
    assert wording.suggest("mediates") == ("mediates_for",)
    assert wording.suggest("seeks membership") == ("seeks_membership_of",)


@pytest.mark.parametrize("typed", ["", "with", "president", "tra", ":", "__"])
def test_words_that_begin_alike_by_chance_or_join_others_mean_nothing(typed: str) -> None:
    assert Wording({"presses_for": (), "trains_with": (), "": ()}).suggest(typed) == ()


def test_at_most_three_are_suggested_the_shortest_first_of_those_that_fit_as_well() -> None:
    names = ["pays_to", "gives_to", "funds", "sponsors", "visits"]
    wording = Wording(dict.fromkeys(names, ()), {name: ["finances"] for name in names[:4]})
    assert wording.suggest("financed") == ("funds", "pays_to", "gives_to")


def test_a_word_of_many_relations_says_less_than_a_rare_one() -> None:
    labels = {"sends_troops_to": (), "asks_troops_from": (), "pays_troops_of": (), "visits": ()}
    wording = Wording(labels, {"visits": ["tours"]})
    assert wording.suggest("tours troops")[0] == "visits"


def test_a_name_is_told_with_its_meaning_where_that_says_more() -> None:
    assert WORDING.listed(["lends_to", "recognises"]) == "lends_to (lends money to) or recognises"


@given(st.text(max_size=30))
def test_any_text_is_answered_with_known_relations_each_once(text: str) -> None:
    found = WORDING.suggest(text)
    assert len(found) == len(set(found)) <= 3
    assert set(found) <= set(LABELS)


@given(st.sampled_from(sorted(LABELS)))
def test_a_relation_is_the_first_that_its_own_name_and_words_suggest(name: str) -> None:
    for written in (name, *LABELS[name], *WORDS.get(name, ())):
        assert WORDING.suggest(written)[0] == name
