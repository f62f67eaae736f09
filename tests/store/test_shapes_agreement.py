"""pySHACL and the validator that Allegiance uses find the same nodes wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyshacl
import pytest
import rdflib
from shacl import Shapes

ROOT = Path(__file__).parents[2]
SHAPES = ROOT / "ontology" / "shapes.ttl"
ONTOLOGY = [ROOT / "ontology" / "core.ttl", ROOT / "ontology" / "relations.ttl"]
SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
BASE = "https://example.org/b/"
SOUND = f"""
@prefix : <{BASE}> .
@prefix al: <https://w3id.org/allegiance/ns#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:north a al:State ; rdfs:label "North"@en .
:south a al:State ; rdfs:label "South"@en .
:paper a al:Source ; dcterms:title "T"@en ; dcterms:publisher "P" ; al:reliability "B" .
:st-0 a al:Statement ; rdfs:label "A claim."@en ; al:subject :north ; al:relation al:supports ;
    al:object :south ; al:start "2022"^^xsd:gYear ; al:grade "B2" ; prov:wasDerivedFrom :paper .
:cm-0 a al:Commitment ; al:promisedBy :north ; al:promisedTo :south ; al:outcome "met" ;
    al:promisedOn "2022"^^xsd:gYear ; prov:wasDerivedFrom :paper .
:ms-0 a al:Measure ; al:provider :north ; al:recipient :south ; al:indicator "aid" ;
    al:unit "USD" ; al:value 3.5 ; prov:wasDerivedFrom :paper .
"""
CLAIM = """:{name} a al:Statement ; rdfs:label "A claim."@en ; al:subject :north ;
    al:relation al:supports ; al:object :south ; al:start "2022"^^xsd:gYear ; al:grade "B2" ;
    prov:wasDerivedFrom :paper ; {more} ."""

# Each is wrong in one way; its name is the node that is at fault.
WRONG = {
    "label": ':label a al:State ; rdfs:label "A"@en, "B"@en .',
    "code": ':code a al:State ; rdfs:label "A"@en ; al:iso3 "frA" .',
    "until": ':until a al:State ; rdfs:label "A"@en ; al:activeUntil "soon" .',
    "text": ':text a al:Resolution ; rdfs:label "A"@en ; al:directedAgainst :paper .',
    "bare": ":bare a al:Statement .",
    "twice": CLAIM.format(name="twice", more='al:start "2023"^^xsd:gYear'),
    "other": CLAIM.format(name="other", more="al:object :nobody"),
    "grade": CLAIM.format(name="grade", more='al:grade "Z9"'),
    "heavy": CLAIM.format(name="heavy", more="al:weight 2"),
    "light": CLAIM.format(name="light", more='al:weight "none"'),
    "channel": CLAIM.format(name="channel", more="al:channel al:war"),
    "voice": CLAIM.format(name="voice", more='al:assertedBy "someone"'),
    "denied": CLAIM.format(name="denied", more="al:denial :paper"),
    "clash": CLAIM.format(name="clash", more="al:conflictsWith :paper"),
    "basis": CLAIM.format(name="basis", more="al:basis :paper"),
    "day": CLAIM.format(name="day", more='al:recorded "2022"^^xsd:gYear'),
    "ended": CLAIM.format(name="ended", more='al:end "2022-02-30"^^xsd:date'),
    "value": CLAIM.format(name="value", more='al:value "3"'),
    "range": CLAIM.format(name="range", more="al:lowValue 3"),
    "turned": CLAIM.format(name="turned", more="al:lowValue 3 ; al:highValue 2"),
    "link": ':link a al:Link ; al:grade "B2" ; prov:wasDerivedFrom :paper .',
    "denial": ":denial a al:Denial ; prov:wasDerivedFrom :paper .",
    "source": ":source a al:Source ; schema:url <ftp://example.org/> .",
    "origin": ':origin a al:Source ; dcterms:title "T"@en ; dcterms:publisher "P" ;'
    ' al:reliability "B" ; al:origin :paper .',
    "promise": ':promise a al:Commitment ; al:outcome "great" .',
    "moved": ":moved a al:Commitment ; al:promisedBy :north ; al:promisedTo :south ;"
    ' al:outcome "moved" ; al:promisedOn "2022"^^xsd:gYear ; prov:wasDerivedFrom :paper ;'
    " al:movedTo :st-0 .",
    "unmoved": ":unmoved a al:Commitment ; al:promisedBy :north ; al:promisedTo :south ;"
    ' al:outcome "met" ; al:promisedOn "2022"^^xsd:gYear ; prov:wasDerivedFrom :paper ;'
    " al:movedTo :cm-0 .",
    "measure": ":measure a al:Measure ; al:provider :north ; al:recipient :south ;"
    ' al:indicator "aid" ; al:unit "USD" ; prov:wasDerivedFrom :paper .',
    "relation": ':relation a al:TieRelation ; rdfs:label "r"@en ; al:weight 1.5 .',
}


def peer(texts: Iterable[str]) -> set[str]:
    """The focus nodes that pySHACL finds, without those of the details that it gives."""
    data = rdflib.Graph()
    for text in texts:
        data.parse(data=text, format="turtle")
    shapes = rdflib.Graph().parse(SHAPES)
    conforms, report, _ = pyshacl.validate(data, shacl_graph=shapes)
    assert isinstance(report, rdflib.Graph)
    results = report.objects(None, SH.result)
    found = {str(node) for result in results for node in report.objects(result, SH.focusNode)}
    assert conforms == (not found)
    return found


def ours(texts: Iterable[str]) -> set[str]:
    """The focus nodes that the validator in use finds."""
    shapes = Shapes.from_file(str(SHAPES))
    report = shapes.validate_text("\n".join(texts), format="turtle")
    return {result.focus_node.strip("<>") for result in report.results}


def files(folder: Path) -> Iterator[str]:
    for path in [*ONTOLOGY, *sorted(folder.glob("*.ttl"))]:
        yield path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["data/sahel", "tests/dossiers/archipelago"])
def test_both_accept_a_sound_dossier(name: str) -> None:
    texts = list(files(ROOT / name))
    assert ours(texts) == peer(texts) == set()


def test_both_find_the_same_nodes_wrong_and_no_sound_one() -> None:
    texts = [*(path.read_text(encoding="utf-8") for path in ONTOLOGY)]
    texts.append("\n".join([SOUND, *WRONG.values()]))
    expected = {BASE + name for name in WRONG}
    assert peer(texts) == expected
    assert ours(texts) == expected
