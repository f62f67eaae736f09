"""Relations as rows: the shipped ones and a dossier's own, found by id, label or code."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from allegiance.graph.dossier import Dossier, open_dossier
from allegiance.graph.render.listing import relation_rows

OWN = """:st-1 a al:Statement ; rdfs:label "Delmar shelled Asteria."@en ; al:subject :delmar ;
    al:relation :shells ; al:object :asteria ; al:start "2008"^^xsd:gYear ; al:grade "B2" ;
    prov:wasDerivedFrom :gazette .
:shells a al:ActRelation ; rdfs:label "shells"@en, "beschießt"@de ; al:channel al:defence ;
    al:weight -0.9 ; al:plover "ASSAULT" ; al:cameo "194" .
"""
WORLD = """:asteria a al:State ; rdfs:label "Asteria"@en .
:delmar a al:State ; rdfs:label "Delmar"@en .
:gazette a al:Source ; dcterms:title "Report"@en ; dcterms:publisher "The Gazette" ;
    al:reliability "B" .
"""


@pytest.fixture
def dossier(tmp_path: Path, dossiers: ModuleType) -> Dossier:
    (tmp_path / "dossier.toml").write_text(
        f'title = "Own"\nbase = "{dossiers.BASE}"\n'
        "window = { start = 2000-01-01, end = 2016-01-01 }\n",
        "utf-8",
    )
    (tmp_path / "all.ttl").write_text(dossiers.PREFIXES + WORLD + OWN, "utf-8")
    return open_dossier(tmp_path)


@pytest.mark.parametrize("text", ["shells", "SHELL", "beschiesst", "194"])
def test_a_relation_of_ones_own_is_found_and_says_that_it_is(dossier: Dossier, text: str) -> None:
    [row] = [r for r in relation_rows(dossier.relations(text), dossier.catalogue) if r["own"]]
    assert row == {
        "id": "shells",
        "label": "shells",
        "kind": "act",
        "channel": "defence",
        "weight": -0.9,
        "plover": "ASSAULT",
        "cameo": "194",
        "uses": 1,
        "own": True,
        "labels": ["beschießt (de)", "shells (en)"],
    }


@pytest.mark.parametrize(
    ("text", "name"),
    [("joint exercises", "exercises_with"), ("gèle sa part", "freezes_participation_in"),
     ("seeks_member", "seeks_membership_of"), ("mediates for", "mediates_for")],
)  # fmt: skip
def test_an_ordinary_relation_is_found_by_what_it_is_called(
    dossier: Dossier, text: str, name: str
) -> None:
    assert [r.id for r in dossier.relations(text)] == [name]


def test_all_are_listed_in_order_and_none_for_what_nothing_is_called(dossier: Dossier) -> None:
    every = [relation.id for relation in dossier.relations()]
    assert every == sorted(every)
    assert {"shells", "expels_envoy_of", "stationed_in"} <= set(every)
    assert dossier.relations("no such thing") == []
