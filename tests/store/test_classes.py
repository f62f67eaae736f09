"""A node is of one class, or of classes that are kinds of each other; anything else is told."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest

from allegiance.graph.model import terms
from allegiance.graph.model.errors import DossierError
from allegiance.graph.store.build import build, load_sound
from allegiance.graph.store.classes import exclusive
from allegiance.graph.store.opening import open_folder
from allegiance.graph.store.rebuild import rebuild
from allegiance.graph.store.review import check
from allegiance.tests.store.faulty_dossiers import claim, dossier, told

SPARE = """:spare a al:Source ; dcterms:title "S"@en ; dcterms:publisher "P" ;
    al:reliability "B" ."""
LINK = """:ln a al:Link, al:Statement ; al:subject :southland ; al:relation al:part_of ;
    al:object :northland ; al:grade "B2" ; prov:wasDerivedFrom :paper ."""


@pytest.mark.parametrize(
    ("text", "classes"),
    [
        (':x a al:State, al:ArmedForce ; rdfs:label "X" .', "al:ArmedForce and al:State"),
        (':x a al:Operation, al:ArmedForce ; rdfs:label "X" .', "al:ArmedForce and al:Operation"),
        (':x a al:Place, al:State ; rdfs:label "X" .', "al:Place and al:State"),
        (
            ':x a al:State . :x a al:Bloc, al:Actor ; rdfs:label "X" ; a al:Organisation .',
            "al:Bloc and al:Organisation and al:State",
        ),
        (SPARE.replace(":spare a", ":x a") + claim("x"), "al:Source and al:Statement"),
        (claim("x").replace("a al:Statement", "a al:Statement, al:Commitment"), "al:Commitment"),
        (
            ':x a al:ActRelation, al:TieRelation ; rdfs:label "x"@en ; al:channel al:defence ;'
            " al:weight 0.5 .",
            "al:ActRelation and al:TieRelation",
        ),
    ],
)
def test_classes_that_exclude_each_other_are_told_where_they_stand(
    tmp_path: Path, text: str, classes: str
) -> None:
    found = [m for m in told(dossier(tmp_path, more=f"\n{text}")) if "at once" in m[2]]
    [(file, line, message)] = found
    assert (file, line) == ("more.ttl", 10)
    assert message.startswith("x is ")
    assert classes in message
    assert message.endswith(" at once; keep one, and write a second node for the other")


@pytest.mark.parametrize(
    "text",
    [
        ':x a al:State, al:Actor, al:Entity ; rdfs:label "X" .',
        LINK,
        ':x a al:State, <http://xmlns.com/foaf/0.1/Organization> ; rdfs:label "X" .',
        ':Clan a owl:Class ; rdfs:subClassOf al:Actor . :x a :Clan, al:Bloc ; rdfs:label "X" .',
        ':x a al:Relation, al:TieRelation ; rdfs:label "x"@en ; al:channel al:defence ;'
        " al:weight 0.5 .",
    ],
)
def test_a_kind_and_what_it_is_a_kind_of_go_together(tmp_path: Path, text: str) -> None:
    folder = dossier(tmp_path, more=text)
    assert check(folder) == []
    settings, files = open_folder(folder)
    assert load_sound(settings, files, derived=False) is not None, "nobody had to look closer"


def test_a_state_that_two_files_give_different_classes_is_told_as_defined_twice(
    tmp_path: Path,
) -> None:
    found = told(dossier(tmp_path, zone=':southland a al:Bloc ; rdfs:label "S"@de .'))
    assert found == [
        ("zone.ttl", 9, "southland is defined in world.ttl already; keep one of the two")
    ]


def test_a_second_class_is_refused_when_a_dossier_is_brought_up_to_date(tmp_path: Path) -> None:
    built = build(dossier(tmp_path, more=SPARE + claim()))
    dossier(tmp_path, more=SPARE.replace("a al:Source", "a al:Source, al:Place") + claim())
    with pytest.raises(DossierError, match="al:Place and al:Source at once"):
        rebuild(built, tmp_path)


def test_every_two_kinds_of_actors_exclude_each_other_and_none_excludes_its_own() -> None:
    kinds = sorted(terms.al(name) for name in terms.KINDS.values())
    for pair in combinations(kinds, 2):
        assert exclusive(pair) == list(pair)
        assert exclusive((*pair[:1], terms.al("Entity"), *pair[:1])) == []
    assert exclusive(()) == []
