"""The ontology: complete, in step with the code, and with the published weights."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, SKOS
from rdflib.term import Node

from allegiance.graph.model import terms
from allegiance.graph.store.build import Built

ROOT = Path(__file__).parents[1]
AL = rdflib.Namespace(terms.AL)
SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
CORE = rdflib.Graph().parse(ROOT / "ontology" / "core.ttl")
RELATIONS = rdflib.Graph().parse(ROOT / "ontology" / "relations.ttl")
SHAPES = rdflib.Graph().parse(ROOT / "ontology" / "shapes.ttl")
CODE = {path: path.read_text(encoding="utf-8") for path in (ROOT / "graph").rglob("*.py")}

# Intensities of the PLOVER manual, draft 0.8. It prints ACCUSE as 3, a lost minus.
PLOVER = {
    "AGREE": 2.5,
    "CONSULT": 2.5,
    "SUPPORT": 5,
    "CONCEDE": 4.5,
    "COOPERATE": 9.5,
    "AID": 10,
    "RETREAT": 6.5,
    "REQUEST": 0,
    "ACCUSE": -3,
    "REJECT": -2,
    "THREATEN": -3.5,
    "PROTEST": -5,
    "SANCTION": -6,
    "MOBILIZE": -5.5,
    "COERCE": -7,
    "ASSAULT": -9,
}
# The roots of CAMEO whose acts are cooperative; 09 to 20 are not.
COOPERATIVE = {f"{root:02}" for root in range(1, 9)}


def local(node: object) -> str:
    return str(node).removeprefix(terms.AL)


def one(graph: rdflib.Graph, node: Node, prop: rdflib.URIRef) -> str | None:
    """The only value of a property, None if there is none."""
    found = list(graph.objects(node, prop))
    assert len(found) <= 1, (node, prop)
    return str(found[0]) if found else None


def languages(graph: rdflib.Graph, node: Node, prop: rdflib.URIRef) -> set[str | None]:
    return {text.language for text in graph.objects(node, prop) if isinstance(text, rdflib.Literal)}


def instances(graph: rdflib.Graph, *kinds: rdflib.URIRef) -> list[rdflib.URIRef]:
    found = {node for kind in kinds for node in graph.subjects(RDF.type, kind)}
    return sorted(node for node in found if isinstance(node, rdflib.URIRef))


CLASSES = instances(CORE, OWL.Class)
PROPERTIES = instances(CORE, RDF.Property)
CHANNELS = instances(CORE, AL.Channel)
KNOWN_RELATIONS = instances(RELATIONS, AL.ActRelation, AL.TieRelation)
BY_NAME = pytest.mark.parametrize("relation", KNOWN_RELATIONS, ids=local)


def test_the_kinds_of_the_code_are_the_classes_with_a_notation() -> None:
    noted = {
        str(notation): local(node)
        for node, notation in CORE.subject_objects(SKOS.notation)
        if node in CLASSES
    }
    assert noted == terms.KINDS


def test_all_kinds_but_the_passive_ones_are_actors() -> None:
    actors = {
        kind for kind, name in terms.KINDS.items() if (AL[name], RDFS.subClassOf, AL.Actor) in CORE
    }
    assert set(terms.KINDS) - actors == terms.PASSIVE_KINDS
    assert all(
        (AL[terms.KINDS[k]], RDFS.subClassOf, AL.Entity) in CORE for k in terms.PASSIVE_KINDS
    )


def test_the_channels_of_the_code_are_those_of_the_ontology() -> None:
    assert sorted(local(channel) for channel in CHANNELS) == sorted(terms.CHANNELS)
    for channel in CHANNELS:
        assert one(CORE, channel, SKOS.notation) == local(channel)
        assert languages(CORE, channel, SKOS.prefLabel) == {"en", "fr"}


def test_the_graphs_of_the_code_are_the_ontologies() -> None:
    assert list(CORE.subjects(RDF.type, OWL.Ontology)) == [rdflib.URIRef(terms.CORE_GRAPH)]
    assert list(RELATIONS.subjects(RDF.type, OWL.Ontology)) == [
        rdflib.URIRef(terms.RELATIONS_GRAPH)
    ]


def test_every_term_that_the_code_names_exists() -> None:
    defined = {local(node) for node in (*CLASSES, *PROPERTIES, *CHANNELS, *KNOWN_RELATIONS)}
    named = {name for text in CODE.values() for name in re.findall(r"\bal\(\s*\"(\w+)\"", text)}
    assert len(named) > 30
    assert named <= defined
    assert terms.PART_OF in defined


def test_every_term_of_the_shapes_exists() -> None:
    defined: set[Node] = {*CLASSES, *PROPERTIES, *CHANNELS, *KNOWN_RELATIONS}
    defined |= set(SHAPES.subjects(RDF.type, SH.NodeShape))
    used = {term for triple in SHAPES for term in triple if str(term).startswith(terms.AL)}
    assert used <= defined


def test_every_shape_says_what_to_write() -> None:
    for shape in SHAPES.subjects(RDF.type, SH.NodeShape):
        own = {SH["or"], SH.nodeKind, SH["class"]} & set(SHAPES.predicates(shape))
        assert not own or list(SHAPES.objects(shape, SH.message)), shape
        for held in SHAPES.objects(shape, SH.property):
            assert list(SHAPES.objects(held, SH.message)), list(SHAPES.objects(held, SH.path))


@pytest.mark.parametrize("node", CLASSES, ids=local)
def test_a_class_has_labels_in_two_languages_and_a_comment(node: rdflib.URIRef) -> None:
    assert languages(CORE, node, RDFS.label) == {"en", "fr"}
    assert str(one(CORE, node, RDFS.comment)).endswith(".")


@pytest.mark.parametrize("node", PROPERTIES, ids=local)
def test_a_property_has_a_label_and_a_comment_and_sits_on_what_exists(node: rdflib.URIRef) -> None:
    assert one(CORE, node, RDFS.label)
    assert str(one(CORE, node, RDFS.comment)).endswith(".")
    own = [*CORE.objects(node, RDFS.domain), *CORE.objects(node, RDFS.range)]
    assert {target for target in own if str(target).startswith(terms.AL)} <= set(CLASSES)


def test_no_property_is_there_that_nothing_uses(sahel: Built, invented: Built) -> None:
    used = {quad.predicate.value for built in (sahel, invented) for quad in built.store}
    used |= {str(path) for path in SHAPES.objects(None, SH.path)}
    texts = [*CODE.values()]
    texts += [path.read_text(encoding="utf-8") for path in (ROOT / "ontology").rglob("*.rq")]
    unused = [
        local(node)
        for node in PROPERTIES
        if str(node) not in used
        and not any(re.search(rf"(\"|al:){local(node)}\b", text) for text in texts)
    ]
    assert unused == []


# What happens between states everywhere, so that a dossier of any region can say it.
ORDINARY = {
    "bans_imports_from",
    "ceases_fire_with",
    "closes_border_with",
    "cuts_supplies_to",
    "establishes_relations_with",
    "exercises_with",
    "freezes_participation_in",
    "gives_humanitarian_aid_to",
    "hosts_visit_of",
    "invests_in",
    "lends_to",
    "masses_troops_against",
    "mediates_for",
    "meets",
    "occupies",
    "opens_border_with",
    "ratifies_agreement_with",
    "recognises",
    "releases_prisoners_of",
    "seeks_membership_of",
    "supplies_energy_to",
    "trains_forces_of",
}


def test_no_relation_is_there_that_nothing_uses_but_the_ordinary_ones(sahel: Built) -> None:
    found = sahel.catalogue
    used = {s.relation.id for s in (*found.statements.values(), *found.links.values())}
    sets = "".join(text for path, text in CODE.items() if path.parent.name == "datasets")
    used |= {local(relation) for relation in KNOWN_RELATIONS if f'"{local(relation)}"' in sets}
    assert used | ORDINARY == {local(relation) for relation in KNOWN_RELATIONS}
    assert not used & ORDINARY, "what is used needs no place in the list"


@BY_NAME
def test_a_relation_is_an_act_or_a_tie_with_labels_and_a_channel(relation: rdflib.URIRef) -> None:
    kinds = set(RELATIONS.objects(relation, RDF.type))
    assert len(kinds & {AL.ActRelation, AL.TieRelation}) == 1
    assert languages(RELATIONS, relation, RDFS.label) == {"en", "fr"}
    assert all(str(label) for label in RELATIONS.objects(relation, RDFS.label))
    assert RELATIONS.value(relation, AL.channel) in CHANNELS


@BY_NAME
def test_the_weight_of_a_relation_is_its_plover_intensity_by_ten(relation: rdflib.URIRef) -> None:
    weight = float(str(one(RELATIONS, relation, AL.weight)))
    plover = one(RELATIONS, relation, AL.plover)
    assert -1 <= weight <= 1
    assert weight == pytest.approx(PLOVER[plover] / 10 if plover else 0)


@BY_NAME
def test_a_relation_has_both_codes_or_none_and_they_agree_on_the_sign(
    relation: rdflib.URIRef,
) -> None:
    plover, cameo = (one(RELATIONS, relation, prop) for prop in (AL.plover, AL.cameo))
    assert (plover is None) == (cameo is None)
    if cameo is not None:
        assert re.fullmatch(r"\d{2,4}", cameo)
        weight = float(str(one(RELATIONS, relation, AL.weight)))
        cooperative = cameo[:2] in COOPERATIVE
        assert weight == 0 or (weight > 0) == cooperative
