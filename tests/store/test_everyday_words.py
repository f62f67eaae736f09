"""The everyday words of the ontology lead those who write them to the relation they mean."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from allegiance.graph.model.terms import AL
from allegiance.graph.model.wording import Wording
from allegiance.graph.store.review import check
from allegiance.graph.store.sheets.vocabulary import labels_of_relations, words_of_relations

# Verbs and phrases with the relations that answer them, written down before the words of the
# ontology: a first list, a third held out at random; a later list of longer phrases.
VERBS = Path(__file__).with_name("everyday_verbs.csv")
CAMEO = Path(__file__).parents[2] / "data" / "cameo.csv"
SETTINGS = """title = "Caucasus"
base = "https://example.org/c/"
window = { start = 2000-01-01, end = 2030-01-01 }
"""
STATES = "id,kind,label\narmenia,state,Armenia\nrussia,state,Russia\n"
SOURCES = "id,title,publisher,reliability\nwire,Report,Wire,B\n"
CLAIM = "id,subject,relation,object,start,grade,sources\nst-1,armenia,{0},russia,2014,B2,wire\n"


@pytest.fixture(scope="module")
def wording() -> Wording:
    labels, words = labels_of_relations(), words_of_relations()
    return Wording(
        {token.removeprefix("al:"): labels[token] for token in labels},
        {token.removeprefix("al:"): words[token] for token in words},
    )


def shares(wording: Wording, cases: list[tuple[str, set[str]]]) -> tuple[float, float]:
    """How often a right relation is suggested, and how often the first one is wrong."""
    found = [(wording.suggest(written), right) for written, right in cases]
    among = sum(bool(right.intersection(near)) for near, right in found)
    wrong = sum(bool(near) and near[0] not in right for near, right in found)
    return among / len(cases), wrong / len(cases)


@pytest.mark.parametrize(
    ("name", "size", "among", "wrong"),
    [("first", 70, 1.0, 0.0), ("held", 35, 0.97, 0.03), ("long", 30, 0.6, 0.27)],
)
def test_of_verbs_written_down_beforehand_most_are_led_to_the_right_relation(
    wording: Wording, name: str, size: int, among: float, wrong: float
) -> None:
    with VERBS.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["list"] == name]
    found = shares(wording, [(row["written"], set(row["relations"].split())) for row in rows])
    assert len(rows) == size
    assert found[0] >= among, "as docs/dossiers.md tells"
    assert found[1] <= wrong


def test_no_relation_goes_without_everyday_words() -> None:
    assert set(words_of_relations()) == set(labels_of_relations())


def told(folder: Path, files: dict[str, str]) -> list[str]:
    (folder / "dossier.toml").write_text(SETTINGS, "utf-8")
    for name, text in {"actors.csv": STATES, "sources.csv": SOURCES, **files}.items():
        (folder / name).write_text(text, "utf-8")
    return [p.message for p in check(folder) if p.severity == "error"]


def test_a_cell_in_everyday_words_is_told_the_relation_and_what_it_means(tmp_path: Path) -> None:
    [said] = told(tmp_path, {"statements.csv": CLAIM.format("loan")})
    assert said.endswith("is no relation of the dossier. Did you mean lends_to (lends money to)?")


def test_turtle_in_everyday_words_is_told_the_relation_and_what_it_means(tmp_path: Path) -> None:
    text = f"""@prefix al: <{AL}> . @prefix : <https://example.org/c/> .
    @prefix prov: <http://www.w3.org/ns/prov#> .
    :s a al:Statement ; al:subject :armenia ; al:relation al:quit ; al:object :russia ;
        <http://www.w3.org/2000/01/rdf-schema#label> "It quit."@en ; al:grade "B2" ;
        prov:wasDerivedFrom :wire ; al:start "2014-01-02"^^<http://www.w3.org/2001/XMLSchema#date> .
    """
    [said] = told(tmp_path, {"more.ttl": text})
    assert "Did you mean al:withdraws_from" in said


OWN = """id,kind,label,channel,weight,words
ships_to,tie,ships goods to,economy,0.4,sends freight|freights
"""
OWN_TURTLE = f"""@prefix al: <{AL}> . @prefix : <https://example.org/c/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
:ships_to a al:TieRelation ; rdfs:label "ships goods to"@en ; al:channel al:economy ;
    al:weight 0.4 ; skos:hiddenLabel "sends freight"@en .
"""


@pytest.mark.parametrize("file", [{"relations.csv": OWN}, {"own.ttl": OWN_TURTLE}])
def test_a_relation_of_the_dossiers_own_has_everyday_words_too(
    tmp_path: Path, file: dict[str, str]
) -> None:
    [said] = told(tmp_path, {"statements.csv": CLAIM.format("sent freight"), **file})
    assert "Did you mean ships_to (ships goods to)" in said
