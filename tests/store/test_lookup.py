"""From what a reader types to the actor that is meant."""

from __future__ import annotations

import datetime as dt

import pytest

from allegiance.graph.model.codes import Code
from allegiance.graph.model.errors import InputError, UnknownNameError
from allegiance.graph.model.names import fold
from allegiance.graph.model.statements import Actor
from allegiance.graph.store.build import Built
from allegiance.graph.store.lookup import find_actor, find_actors, find_relation


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


def test_an_actor_is_suggested_by_one_of_its_names_only(sahel: Built) -> None:
    with pytest.raises(UnknownNameError) as caught:
        find_actor(sahel.catalogue.actors, "Rusia")
    near = caught.value.suggestions
    assert near[0] == "Russia"
    assert len({find_actor(sahel.catalogue.actors, name).id for name in near}) == len(near)


def test_a_part_of_a_name_is_answered_with_those_that_hold_it() -> None:
    base = Actor("base102", "102nd Military Base", "armed_force", aliases=("Gyumri base",))
    actors = {"base102": base, "georgia": Actor("georgia", "Georgia", "state")}
    for typed in ("102nd", "gyumri"):
        with pytest.raises(UnknownNameError) as caught:
            find_actor(actors, typed)
        assert caught.value.suggestions == ("102nd Military Base",)
    with pytest.raises(UnknownNameError) as caught:
        find_actor(actors, "gi")
    assert caught.value.suggestions == ()


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("exercise", ("exercises_with",)),
        ("train", ("trains_forces_of",)),
        ("expulsion", ("expels_envoy_of",)),
        ("deploymnt", ("deploys_to",)),
        ("expels_envoy_off", ("expels_envoy_of",)),
        ("with", ()),
        ("qqqqqq", ()),
    ],
)
def test_an_unknown_relation_is_answered_with_those_that_share_a_word(
    sahel: Built, typed: str, near: tuple[str, ...]
) -> None:
    with pytest.raises(UnknownNameError) as caught:
        find_relation(sahel.catalogue.relations, typed)
    assert caught.value.suggestions[: len(near)] == near
    assert bool(caught.value.suggestions) == bool(near)


@pytest.mark.parametrize(
    "typed", ["exercises_with", "Exercises with", "holds joint exercises with"]
)
def test_a_relation_is_found_by_its_id_and_as_one_says_it(sahel: Built, typed: str) -> None:
    assert find_relation(sahel.catalogue.relations, typed).id == "exercises_with"


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


def test_who_has_the_text_as_a_whole_name_is_listed_first(sahel: Built) -> None:
    found = [a.id for a in find_actors(sahel.actors.values(), "mli")]
    assert found == ["mali", "russia"]  # kreMLIn


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("Россия", "russia"), ("مالي", "mali"), ("النيجر", "niger"), ("中国", "china")],
)
def test_states_of_the_shipped_dossier_answer_to_names_in_other_scripts(
    sahel: Built, typed: str, meant: str
) -> None:
    assert find_actor(sahel.actors, typed).id == meant


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


def state(name: str, **more: object) -> Actor:
    return Actor(name, name.title(), "state", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "typed",
    ["MLI", "432", "cow:432", "COW:432", "gw:432", "ml", "iso2:ML", "Q912", "wikidata:q912", "٤٣٢"],
)
def test_a_state_is_found_by_each_of_its_codes(sahel: Built, typed: str) -> None:
    assert find_actor(sahel.actors, typed).id == "mali"


def test_an_old_code_finds_the_state_and_counts_only_in_its_time(sahel: Built) -> None:
    assert find_actor(sahel.actors, "HVO").id == "burkina-faso"
    assert find_actor(sahel.actors, "HVO", on=dt.date(1980, 1, 1)).id == "burkina-faso"
    with pytest.raises(UnknownNameError):
        find_actor(sahel.actors, "HVO", on=dt.date(2020, 1, 1))


def test_a_number_that_means_two_states_is_a_question() -> None:
    actors = {"kiribati": state("kiribati", iso3="KIR"), "mali": state("mali", iso3="MLI")}
    with pytest.raises(InputError, match=r"Nauru \(cow:970\) or Kiribati \(gw:970\)"):
        find_actor(actors, "970")
    assert find_actor(actors, "gw:970").id == "kiribati"
    assert find_actor({"mali": actors["mali"]}, "432").id == "mali"


def test_a_code_of_the_dossier_s_own_goes_before_the_table_and_has_its_time() -> None:
    group = Actor("group", "Group", "insurgent", codes=(Code.parse("ucdp:432 2013/2015"),))
    actors = {"group": group, "mali": state("mali", iso3="MLI")}
    assert find_actor(actors, "432", on=dt.date(2014, 1, 1)).id == "group"
    assert find_actor(actors, "ucdp:432").id == "group"
    assert find_actor(actors, "432", on=dt.date(2016, 1, 1)).id == "mali"


def test_only_a_state_is_found_by_a_code_of_the_table() -> None:
    army = Actor("army", "Army of Mali", "armed_force", iso3="MLI")
    with pytest.raises(UnknownNameError):
        find_actor({"army": army}, "432")


@pytest.mark.parametrize(
    "typed",
    ["группа вагнера", "ГРУППА ВАГНЕРА", "Группа  Вагнера", "Ｗagner Ｇroup", "wag\u200bner"],
)
def test_a_name_is_found_in_any_script(sahel: Built, typed: str) -> None:
    assert find_actor(sahel.actors, typed).id == "wagner"
    assert "wagner" in {a.id for a in find_actors(sahel.actors.values(), typed)}


def test_arabic_and_chinese_names_are_found_with_and_without_their_signs() -> None:
    actors = {"mali": state("mali", aliases=("مَالِي", "أفريقيا", "马里共和国"))}
    for typed in ("مالي", "مـــالي", "افريقيا", "马里共和国"):
        assert find_actor(actors, typed).id == "mali"
    assert [a.id for a in find_actors(actors.values(), "共和")] == ["mali"]


def test_a_near_name_is_suggested_and_never_taken(sahel: Built) -> None:
    for typed in ("Maali", "Burkna Faso", "Faso Burkina", "Группа Вагнера!"):
        with pytest.raises(UnknownNameError) as caught:
            find_actor(sahel.actors, typed)
        assert caught.value.suggestions
