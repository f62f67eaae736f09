"""From what a reader types to the actor that is meant."""

from __future__ import annotations

import pytest

from allegiance.graph.model.errors import InputError, UnknownNameError
from allegiance.graph.model.statements import Actor
from allegiance.graph.store.build import Built
from allegiance.graph.store.lookup import find_actor, find_actors, fold


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("mali", "mali"),
        ("Mali", "mali"),
        ("MALI", "mali"),
        ("MLI", "mali"),
        ("mli", "mali"),
        ("Bamako", "mali"),
        ("République du Mali", "mali"),
        ("republique du mali", "mali"),
        ("  Mali ", "mali"),
        ("Tchad", "chad"),
        ("Centrafrique", "car"),
        ("CAR", "car"),
        ("Haute-Volta", "burkina-faso"),
        ("Côte d'Ivoire", "cote-divoire"),
        ("Côte d\u2019Ivoire", "cote-divoire"),
        ("cote d'ivoire", "cote-divoire"),
        ("Co\u0302te d'Ivoire", "cote-divoire"),
        ("Ivory   Coast", "cote-divoire"),
        ("Goïta", "goita"),
        ("Goita", "goita"),
    ],
)
def test_a_name_finds_its_actor(sahel: Built, typed: str, meant: str) -> None:
    assert find_actor(sahel.catalogue.actors, typed).id == meant


def test_every_actor_is_found_by_its_id_and_none_by_anothers(sahel: Built) -> None:
    actors = sahel.catalogue.actors
    assert [name for name in actors if find_actor(actors, name).id != name] == []


def test_a_name_that_two_actors_share_lists_both_with_their_ids(sahel: Built) -> None:
    with pytest.raises(InputError) as caught:
        find_actor(sahel.catalogue.actors, "CNSP")
    message = str(caught.value)
    assert "(mali-cnsp)" in message
    assert "(niger-cnsp)" in message
    assert "Write the id of the one you mean" in message


def test_an_unknown_name_is_answered_with_its_neighbour(sahel: Built) -> None:
    with pytest.raises(UnknownNameError) as caught:
        find_actor(sahel.catalogue.actors, "Frnce")
    assert caught.value.suggestions[0] == "France"
    assert str(caught.value).startswith("No actor 'Frnce'. Did you mean France")
    assert str(caught.value).endswith("See: allegiance actors")


@pytest.mark.parametrize("typed", ["", "  ", "qqqqqq"])
def test_nothing_is_guessed_from_nothing(sahel: Built, typed: str) -> None:
    with pytest.raises(UnknownNameError) as caught:
        find_actor(sahel.catalogue.actors, typed)
    assert caught.value.suggestions == ()


def test_what_is_written_exactly_goes_before_what_is_only_alike() -> None:
    actors = {
        "a": Actor("a", "Union", "igo", aliases=("Bloc",)),
        "b": Actor("b", "union", "igo", aliases=("Union",)),
        "Bloc": Actor("Bloc", "Something else", "igo"),
    }
    assert find_actor(actors, "Union").id == "a", "a label goes before an alias"
    assert find_actor(actors, "union").id == "b", "the case as written goes before another"
    assert find_actor(actors, "Bloc").id == "Bloc", "an id goes before everything"
    with pytest.raises(InputError, match="can mean"):
        find_actor(actors, "UNION")


def test_actors_are_listed_by_any_part_of_any_name(sahel: Built) -> None:
    actors = sahel.catalogue.actors.values()
    assert {a.id for a in find_actors(actors, "SAHEL")} >= {"g5-sahel", "aes"}
    assert [a.id for a in find_actors(actors, "d\u2019ivoire")] == ["cote-divoire"]
    assert find_actors(actors, "") == list(actors)
    assert find_actors(actors, "qqqqqq") == []


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Goïta", "goita"),
        ("CÔTE D\u2019IVOIRE", "cote d'ivoire"),
        ("Straße", "strasse"),
        ("  a \n b ", "a b"),
        ("Épervier", "epervier"),
        ("", ""),
    ],
)
def test_folding_forgets_case_accents_apostrophes_and_spaces(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert fold(folded) == folded
