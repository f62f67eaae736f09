"""From the store to values: every field of every kind of thing, and who is aimed at."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from allegiance.graph.model.dates import PartialDate
from allegiance.graph.model.grades import Grade
from allegiance.graph.model.statements import (
    Actor,
    Commitment,
    Denial,
    Measure,
    Quantity,
    Relation,
    Source,
    Statement,
)
from allegiance.graph.store.build import Built, build
from allegiance.graph.store.catalogue import Catalogue

BASE = "https://example.org/b/"
SETTINGS = f"""title = "B"
base = "{BASE}"
window = {{ start = 2020-01-01, end = 2025-01-01 }}
"""
TURTLE = f"""
@prefix : <{BASE}> .
@prefix al: <https://w3id.org/allegiance/ns#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

:north a al:State ; rdfs:label "Nord"@fr, "North"@en ; skos:altLabel "The North", "N" ;
    al:iso3 "NOR" ; owl:sameAs <http://www.wikidata.org/entity/Q1> ;
    al:activeFrom "1960"^^xsd:gYear ; al:activeUntil "2030-01-01"^^xsd:date ; al:note "A note."@en .
:south a al:State ; rdfs:label "Sud"@fr .
:text a al:Resolution ; rdfs:label "A text"@en ; al:directedAgainst :north .
:town a al:Place ; rdfs:label "A town"@en .
:clan a :Clan ; rdfs:label "A clan"@en .
:Clan a owl:Class ; rdfs:subClassOf al:Actor .

:wire a al:Origin ; rdfs:label "The wire"@en .
:paper a al:Source ; dcterms:title "Titre"@fr, "Title"@en ; dcterms:publisher "Press" ;
    al:reliability "B" ; dcterms:date "2022-02"^^xsd:gYearMonth ; al:origin :wire ;
    schema:url <https://example.org/x> .
:radio a al:Source ; dcterms:title "Radio"@en ; dcterms:publisher "Radio" ; al:reliability "C" .

:st-1 a al:Statement ; rdfs:label "It deploys."@en ;
    al:subject :north ; al:relation al:deploys_to ; al:object :south ;
    al:start "2022-02-17"^^xsd:date ; al:end "2023"^^xsd:gYear ;
    al:channel al:politics ; al:weight -0.25 ; al:grade "C3" ;
    prov:wasDerivedFrom :radio, :paper ; al:assertedBy :south ; al:attribution "A minister"@en ;
    al:denial :dn-1, [ a al:Denial ; al:by :clan ; prov:wasDerivedFrom :radio ] ;
    al:conflictsWith :st-2 ; al:basis :st-2 ; al:value 100 ; al:unit "troops" ;
    al:bound "about"@en ; al:note "A remark."@en ; al:recorded "2022-03-01"^^xsd:date .
:dn-1 a al:Denial ; al:by :north ; prov:wasDerivedFrom :paper, :radio ; al:grade "D3" ;
    al:note "It says no."@en .
:st-2 a al:Statement ; rdfs:label "It is stationed."@en ;
    al:subject :north ; al:relation al:stationed_in ; al:object :south ;
    al:start "2022"^^xsd:gYear ; al:grade "B2" ; prov:wasDerivedFrom :paper .
:st-3 a al:Statement ; rdfs:label "It means nothing."@en ; al:weight 0 ;
    al:subject :north ; al:relation al:deploys_to ; al:object :town ;
    al:start "2022"^^xsd:gYear ; al:grade "B2" ; prov:wasDerivedFrom :paper .
:cm-1 a al:Commitment ; rdfs:label "It promises."@en ; al:promisedBy :north ; al:promisedTo :south ;
    al:promisedOn "2022-01"^^xsd:gYearMonth ; al:due "2023"^^xsd:gYear ; al:outcome "moved" ;
    al:outcomeDate "2023-12-31"^^xsd:date ; prov:wasDerivedFrom :paper ; al:note "Late."@en ;
    al:kind "vote" ; al:movedTo :cm-2 .
:cm-2 a al:Commitment ; rdfs:label "Again."@en ; al:promisedBy :north ; al:promisedTo :south ;
    al:promisedOn "2023-12-31"^^xsd:date ; al:outcome "open" ; prov:wasDerivedFrom :paper .
:ms-1 a al:Measure ; al:provider :north ; al:recipient :south ; al:indicator "aid_usd" ;
    al:lowValue 1.5 ; al:highValue 2 ; al:unit "USD million" ; prov:wasDerivedFrom :paper ;
    al:start "2021"^^xsd:gYear ; al:end "2022"^^xsd:gYear ; al:note "Roughly."@en .
"""


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    folder = tmp_path_factory.mktemp("dossier")
    (folder / "dossier.toml").write_text(SETTINGS, encoding="utf-8")
    (folder / "all.ttl").write_text(TURTLE, encoding="utf-8")
    return build(folder).catalogue


def date(text: str) -> PartialDate:
    return PartialDate.parse(text)


def test_an_actor_keeps_all_that_is_said_of_it(catalogue: Catalogue) -> None:
    assert catalogue.actors["north"] == Actor(
        id="north",
        label="North",
        kind="state",
        labels=(("fr", "Nord"), ("en", "North")),
        aliases=("N", "The North"),
        iso3="NOR",
        same_as=("http://www.wikidata.org/entity/Q1",),
        active_from=date("1960"),
        active_until=date("2030-01-01"),
        note="A note.",
    )


def test_an_actor_without_an_english_label_is_called_by_another(catalogue: Catalogue) -> None:
    assert catalogue.label("south") == "Sud"
    assert catalogue.label("nobody") == "nobody"


def test_a_kind_of_the_dossiers_own_is_some_actor(catalogue: Catalogue) -> None:
    assert catalogue.actors["clan"].kind == "actor"
    assert catalogue.actors["clan"].acts
    assert set(catalogue.actors) == {"north", "south", "text", "town", "clan"}


def test_a_source_is_its_own_origin_unless_it_names_one(catalogue: Catalogue) -> None:
    assert catalogue.sources == {
        "paper": Source(
            id="paper",
            title="Title",
            publisher="Press",
            reliability="B",
            date=date("2022-02"),
            url="https://example.org/x",
            origin="wire",
            origin_label="The wire",
        ),
        "radio": Source("radio", "Radio", "Radio", "C", origin="radio"),
    }


def test_a_statement_keeps_all_that_is_said_of_it_and_overrides_its_relation(
    catalogue: Catalogue,
) -> None:
    found = catalogue.statements["st-1"]
    unnamed = next(denial for denial in found.denials if denial.by == "clan")
    named = Denial("north", ("paper", "radio"), Grade("D3"), "It says no.")
    assert sorted(found.denials, key=lambda denial: denial.by) == [unnamed, named]
    assert unnamed == Denial("clan", ("radio",))
    assert found == Statement(
        id="st-1",
        label="It deploys.",
        subject="north",
        relation=catalogue.relations["deploys_to"],
        object="south",
        start=date("2022-02-17"),
        end=date("2023"),
        channel="politics",
        weight=-0.25,
        grade=Grade("C3"),
        sources=("paper", "radio"),
        asserted_by=("south",),
        attribution="A minister",
        denials=found.denials,
        conflicts_with=("st-2",),
        basis=("st-2",),
        quantity=Quantity(100, None, None, "troops", "about"),
        note="A remark.",
        recorded=dt.date(2022, 3, 1),
    )


def test_a_statement_that_says_no_more_takes_channel_and_weight_from_its_relation(
    catalogue: Catalogue,
) -> None:
    found = catalogue.statements["st-2"]
    assert (found.channel, found.weight, found.tie) == ("defence", 1.0, True)
    assert (found.quantity, found.recorded) == (None, None)
    assert found.conflicts_with == ("st-1",)


def test_a_tie_without_an_end_ends_with_its_sides(catalogue: Catalogue) -> None:
    assert catalogue.statements["st-2"].end == date("2030-01-01")  # until when the north exists
    assert catalogue.statements["st-3"].end is None  # an act does not last


def test_a_weight_of_nothing_is_a_weight(catalogue: Catalogue) -> None:
    assert catalogue.statements["st-3"].weight == 0
    assert catalogue.statements["st-3"].sign == 0


def test_a_commitment_keeps_all_that_is_said_of_it(catalogue: Catalogue) -> None:
    assert catalogue.commitments == {
        "cm-1": Commitment(
            id="cm-1",
            label="It promises.",
            promised_by="north",
            promised_to="south",
            promised_on=date("2022-01"),
            due=date("2023"),
            outcome="moved",
            outcome_date=date("2023-12-31"),
            sources=("paper",),
            note="Late.",
            kind="vote",
            moved_to="cm-2",
        ),
        "cm-2": Commitment(
            id="cm-2",
            label="Again.",
            promised_by="north",
            promised_to="south",
            promised_on=date("2023-12-31"),
            due=None,
            outcome="open",
            outcome_date=None,
            sources=("paper",),
        ),
    }


def test_a_measure_keeps_all_that_is_said_of_it(catalogue: Catalogue) -> None:
    assert catalogue.measures == {
        "ms-1": Measure(
            id="ms-1",
            provider="north",
            recipient="south",
            indicator="aid_usd",
            quantity=Quantity(None, 1.5, 2.0, "USD million"),
            start=date("2021"),
            end=date("2022"),
            sources=("paper",),
            note="Roughly.",
        )
    }


def test_an_act_towards_a_text_is_aimed_at_whom_the_text_is_directed_against(
    catalogue: Catalogue,
) -> None:
    assert catalogue.aim("text") == ("north", -1)
    assert catalogue.aim("town") == ("town", 1)
    assert catalogue.aim("nobody") == ("nobody", 1)


def test_relations_come_from_the_ontology_and_know_whether_they_last(sahel: Built) -> None:
    relations = sahel.catalogue.relations
    assert relations["stationed_in"].tie
    assert not relations["deploys_to"].tie
    expels = relations["expels_envoy_of"]
    assert (expels.label, expels.channel, expels.weight) == (
        "expels an envoy of",
        "diplomacy",
        -0.6,
    )
    assert (expels.plover, expels.cameo) == ("SANCTION", "161")


def test_links_are_kept_apart_from_the_statements(sahel: Built) -> None:
    found = sahel.catalogue
    assert {link.relation.id for link in found.links.values()} == {"part_of"}
    assert "part_of" not in {s.relation.id for s in found.statements.values()}
    assert found.rollup.family("barkhane") == {"barkhane", "france"}


def test_beliefs_can_be_asked_of_every_statement(sahel: Built) -> None:
    found = sahel.catalogue
    for statement in (*found.statements.values(), *found.links.values()):
        assert 0 <= found.beliefs.of(statement).fused.probability <= 1


def test_a_dossier_can_be_read_twice_into_equal_values(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    (tmp_path / "dossier.toml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "all.ttl").write_text(TURTLE, encoding="utf-8")
    again = build(tmp_path).catalogue
    assert again.statements.keys() == catalogue.statements.keys()
    assert again.actors == catalogue.actors


def test_a_catalogue_without_a_link_has_none_of_what_was_worked_out_with_it() -> None:
    linked = Actor("force", "Force", "force")
    part_of = Relation("part_of", "part of", tie=True, channel="defence", weight=0.0)
    link = Statement(
        id="l",
        label="",
        subject="force",
        relation=part_of,
        object="north",
        start=None,
        end=None,
        channel="defence",
        weight=0.0,
        grade=Grade("A1"),
        sources=(),
    )
    whole = Catalogue(actors={"force": linked}, links={"l": link})
    assert whole.beliefs is whole.beliefs
    assert whole.rollup.family("force") == {"force", "north"}
    assert "l" in whole.claims
    bare = replace(whole, links={})
    assert bare.rollup.family("force") == {"force"}
    assert bare.claims == {}
    assert replace(bare, links=dict(whole.links)) == whole
