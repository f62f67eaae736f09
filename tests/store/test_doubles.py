"""Check asks whether two actors of a dossier are one, and only where that may be."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from allegiance.graph.model.state_names import states_by_name
from allegiance.graph.model.states import read_states
from allegiance.graph.store.review import review
from allegiance.tests.command_line import runner

SETTINGS = """title = "Odd"
base = "https://example.org/odd/"
window = { start = 2020-01-01, end = 2025-01-01 }
"""
HEAD = """@prefix : <https://example.org/odd/> .
@prefix al: <https://w3id.org/allegiance/ns#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
"""
PAPER = ':p a al:Source ; dcterms:title "P"@en ; dcterms:publisher "P" ; al:reliability "B" .\n'


def actor(name: str, label: str, more: str = "", kind: str = "State") -> str:
    return f':{name} a al:{kind} ; rdfs:label "{label}"@en {more}.\n'


def asked(folder: Path, *lines: str, settings: str = SETTINGS) -> list[str]:
    folder.mkdir(exist_ok=True)
    (folder / "dossier.toml").write_text(settings, "utf-8")
    (folder / "actors.ttl").write_text(HEAD + "".join(lines), "utf-8")
    found = review(folder)
    assert not found.errors
    return [str(w) for w in found.warnings if w.code == "possible-double"]


BURKINA = actor("bf1", "Burkina Faso"), actor("bf2", "Burkina-Faso")


def test_the_question_names_both_places_and_a_command_that_joins_the_two(tmp_path: Path) -> None:
    folder = tmp_path / "a dossier"
    [said] = asked(folder, *BURKINA)
    assert said.startswith(f"{folder / 'actors.ttl'}:{len(HEAD.splitlines()) + 2}: warning: bf2:")
    assert f"are bf2 and bf1 (actors.ttl:{len(HEAD.splitlines()) + 1}) one actor?" in said
    command = shlex.split(said.split("`")[1])
    assert command == ["allegiance", "-d", str(folder), "merge", "bf1", "bf2"]
    assert runner(tmp_path, tmp_path / "cache")(*command[1:]).returncode == 0
    assert asked(folder, *BURKINA) == [], "of those that are merged it is not asked again"
    (folder / "wrong.ttl").write_text(HEAD + ":x a al:Sate .\n", "utf-8")
    found = review(folder)
    assert found.errors, "nothing is laid over the files then"
    assert "possible-double" not in {warning.code for warning in found.warnings}


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (actor("a", "Alpha", '; al:iso3 "MLI" '), actor("b", "Beta", '; al:iso3 "MLI" '),
         "code iso3:MLI"),
        (actor("a", "Alpha", '; al:code "gw:432 1960/" '),
         actor("b", "Beta", '; al:code "gw:432 2000/2010" '), "code gw:432"),
        (actor("a", "Alpha", "; owl:sameAs <http://www.wikidata.org/entity/Q912> "),
         actor("b", "Beta", "; owl:sameAs <https://www.wikidata.org/entity/Q912> "),
         "wikidata:Q912"),
        (actor("a", "Ivory Coast"), actor("b", "Côte d’Ivoire"), "table of states"),
        (actor("a", "Alpha", '; al:iso3 "MLI" '), actor("b", "Mali"), "table of states"),
        (actor("a", "Wagner", kind="PrivateMilitaryCompany"),
         actor("b", "Gruppa Vagnera", kind="PrivateMilitaryCompany"), "They are called"),
    ],
)  # fmt: skip
def test_a_code_the_table_of_states_or_a_variant_of_a_name_raises_the_question(
    tmp_path: Path, one: str, other: str, reason: str
) -> None:
    [said] = asked(tmp_path, one, other)
    assert reason in said


def test_who_has_a_name_as_it_is_written_is_asked_about_where_the_name_is(tmp_path: Path) -> None:
    assert asked(tmp_path, actor("a", "Delmar"), actor("b", "DELMAR")) == []
    [shared] = [w.message for w in review(tmp_path).warnings if w.code == "shared-name"]
    assert f"`allegiance -d {shlex.quote(str(tmp_path))} merge a b` joins them" in shared


LINK = ':l a al:Link ; al:subject :bf1 ; al:relation al:{} ; al:object :bf2 ; al:grade "B2" ;\n'
LINK += "    prov:wasDerivedFrom :p .\n" + PAPER


@pytest.mark.parametrize(
    "lines",
    [
        (*BURKINA, ":bf1 owl:differentFrom :bf2 .\n"),
        (*BURKINA, ":bf2 owl:differentFrom :bf1 .\n"),
        (*BURKINA, LINK.format("part_of")),
        (
            actor("a", "Burkina Faso", '; al:activeUntil "1990"^^xsd:gYear '),
            actor("b", "Burkina-Faso", '; al:activeFrom "1995"^^xsd:gYear '),
        ),
        (
            actor("a", "Alpha", '; al:code "own:26 1955/1990" '),
            actor("b", "Beta", '; al:code "own:26 1995/" '),
        ),
        (actor("a", "Burkina Faso"), actor("b", "Burkina-Faso", kind="Government")),
    ],
)
def test_whom_the_dossier_tells_apart_it_is_not_asked_of(
    tmp_path: Path, lines: tuple[str, ...]
) -> None:
    assert asked(tmp_path, *lines) == []


def test_the_question_can_be_silenced(tmp_path: Path) -> None:
    assert asked(tmp_path, *BURKINA, settings=SETTINGS + 'silence = ["possible-double"]\n') == []


def test_sheets_say_who_is_different(tmp_path: Path) -> None:
    (tmp_path / "dossier.toml").write_text(SETTINGS, "utf-8")
    for cell, count in (("", 1), ("bf1", 0)):
        text = "id,kind,label,different_from\nbf1,state,Burkina Faso,\n"
        text += f"bf2,state,Burkina-Faso,{cell}\n"
        (tmp_path / "actors.csv").write_text(text, "utf-8")
        found = [w for w in review(tmp_path).warnings if w.code == "possible-double"]
        assert len(found) == count
        assert all((w.line, w.column) == (3, "label") for w in found)


def test_no_two_states_of_the_tables_are_taken_for_one(tmp_path: Path) -> None:
    names: dict[str, dict[str, None]] = {}
    for state in read_states():
        names.setdefault(state.id, {})[state.label] = None
    for name, states in states_by_name().items():
        names[states[0]][name] = None
    lines = []
    for state, known in names.items():
        labels = list(known)
        aliases = "".join(f'; skos:altLabel "{name}" ' for name in labels[:-1])
        lines.append(actor(state, labels[-1], aliases))
        for kind, said in (("ArmedForce", "{} Army"), ("Government", "Government of {}")):
            lines.append(actor(f"{state}-{kind}", said.format(labels[0]), kind=kind))
    assert len(lines) == 3 * 225, "data/states.csv"
    assert asked(tmp_path, *lines) == []
