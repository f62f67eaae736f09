"""Small dossiers to go wrong, and what is told of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from allegiance.graph.model.errors import DossierError
from allegiance.graph.store.build import build
from allegiance.graph.store.review import check, review

ROOT = Path(__file__).parents[2]
BASE = "https://example.org/b/"
SETTINGS = f"""title = "Broken"
base = "{BASE}"
window = {{ start = 2020-01-01, end = 2025-01-01 }}
poles = ["northland"]
"""
PREFIXES = f"""@prefix : <{BASE}> .
@prefix al: <https://w3id.org/allegiance/ns#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
WORLD = """
:northland a al:State ; rdfs:label "Northland"@en .
:southland a al:State ; rdfs:label "Southland"@en .
:paper a al:Source ; dcterms:title "Paper"@en ; dcterms:publisher "Press" ; al:reliability "B" .
"""
CLAIM = """:{name} a al:Statement ; rdfs:label "A claim."@en ;
    al:subject :northland ; al:relation al:supports ; al:object :southland ;
    al:start "2022"^^xsd:gYear ; al:grade "B2" ; prov:wasDerivedFrom :paper """

LENDS = """:lends_ships_to a al:ActRelation ; rdfs:label "lends ships to"@en ;
    al:channel al:defence ; al:weight 0.95 .
"""


def dossier(folder: Path, settings: str = SETTINGS, **files: str) -> Path:
    """A dossier of a sound world and of ``files``, each the Turtle of the file of its name."""
    (folder / "dossier.toml").write_text(settings, encoding="utf-8")
    for name, text in {"world": WORLD, **files}.items():
        (folder / f"{name}.ttl").write_text(PREFIXES + text, encoding="utf-8")
    return folder


def claim(name: str = "st-1", /, **changed: str | None) -> str:
    """A sound statement, but for the properties named (without their prefix) and what they say."""
    text = CLAIM.format(name=name)
    for prop, value in changed.items():
        pattern = rf"[ ;]*(?:al|rdfs|prov):{prop} (?:\"[^\"]*\"\S*|\S+)"
        text, found = re.subn(pattern, f" ; {value}" if value else "", text)
        assert found == 1, prop
    return text + ".\n"


def told(folder: Path) -> list[tuple[str, int | None, str]]:
    problems = check(folder)
    with pytest.raises(DossierError) as caught:
        build(folder)
    assert list(caught.value.problems) == problems
    assert list(review(folder).errors) == problems  # which looks where something may be wrong
    return [(problem.file.name, problem.line, problem.message) for problem in problems]


def told_of_one(folder: Path, text: str) -> list[str]:
    """The messages on a sound dossier to which ``text`` is added."""
    return [message for _, _, message in told(dossier(folder, more=text))]


def place(folder: Path, mark: str) -> tuple[str, int]:
    """The one file and line of ``folder`` that end in the comment ``# mark``."""
    [found] = [
        (path.name, number)
        for path in folder.iterdir()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if line.endswith(f"# {mark}")
    ]
    return found
