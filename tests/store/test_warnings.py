"""What is odd in a dossier is told by kind, where it stands, and can be silenced."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from allegiance.graph.model.errors import DossierError, Problem
from allegiance.graph.store.build import build
from allegiance.graph.store.review import check, review
from allegiance.graph.store.warnings import summarise, warning_kinds

ROOT = Path(__file__).parents[2]
SETTINGS = """title = "Odd"
base = "https://example.org/odd/"
window = { start = 2020-01-01, end = 2025-01-01 }
"""
PREFIXES = """@prefix : <https://example.org/odd/> .
@prefix al: <https://w3id.org/allegiance/ns#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
# Nothing is odd here: two origins for each statement, everything mentioned and cited.
WORLD = """
:north a al:State ; rdfs:label "North"@en .
:south a al:State ; rdfs:label "South"@en ; al:activeFrom "2021-03"^^xsd:gYearMonth ;
    al:activeUntil "2024"^^xsd:gYear .
:paper a al:Source ; dcterms:title "Paper"@en ; dcterms:publisher "Press" ; al:reliability "B" ;
    dcterms:date "2023-06-01"^^xsd:date .
:wire a al:Source ; dcterms:title "Wire"@en ; dcterms:publisher "Wire" ; al:reliability "C" ;
    dcterms:date "2023-07"^^xsd:gYearMonth .
:st a al:Statement ; rdfs:label "A claim."@en ;
    al:subject :north ; al:relation al:supports ; al:object :south ;
    al:start "2022-04-05"^^xsd:date ; al:grade "B2" ; prov:wasDerivedFrom :paper, :wire .
"""


def dossier(folder: Path, more: str = "", settings: str = SETTINGS) -> Path:
    (folder / "dossier.toml").write_text(settings, encoding="utf-8")
    (folder / "world.ttl").write_text(PREFIXES + WORLD, encoding="utf-8")
    (folder / "more.ttl").write_text(PREFIXES + more, encoding="utf-8")
    return folder


def claim(name: str = "x", *, about: str = ":south", when: str = "2022", more: str = "") -> str:
    kind = {4: "gYear", 7: "gYearMonth", 10: "date"}[len(when)]
    said = more if "al:grade" in more else f'al:grade "B2" ; {more}'
    said = said if "al:relation" in said else f"al:relation al:accuses ; {said}"
    said = said if "wasDerivedFrom" in said else f"prov:wasDerivedFrom :paper, :wire ; {said}"
    return (
        f':{name} a al:Statement ; rdfs:label "Another."@en ; al:subject :north ;\n'
        f'    al:object {about} ; al:start "{when}"^^xsd:{kind} ; {said} .\n'
    )


def told(folder: Path) -> list[tuple[str, str]]:
    """Code and first word (the name) of each warning."""
    found = review(folder)
    assert not found.errors
    return [(w.code, w.message.split()[0]) for w in found.warnings]


def test_nothing_is_odd_in_a_plain_dossier(tmp_path: Path) -> None:
    assert told(dossier(tmp_path)) == []
    assert told(dossier(tmp_path, claim())) == []


def source(name: str, more: str, letter: str = "B") -> str:
    return f':{name} a al:Source ; dcterms:publisher "P" ; al:reliability "{letter}" ; {more} .\n'


SUPPORT = "al:relation al:supports ; "
TIE = "al:relation al:stationed_in ; "
URL = 'dcterms:title "{}" ; schema:url <https://example.org/1>'
DAY = 'dcterms:title "{}" ; dcterms:date "2023-05-0{}"^^xsd:date'
SAME = 'dcterms:title "S" ; dcterms:date "2023"^^xsd:gYear'
CITE = "prov:wasDerivedFrom :s1, :s2 ; "


def figure(
    name: str,
    *,
    provider: str = "north",
    value: int = 500,
    unit: str = "persons",
    year: int = 2022,
    more: str = "",
) -> str:
    return (
        f":{name} a al:Measure ; al:provider :{provider} ; al:recipient :south ;\n"
        f'    al:indicator "troops" ; al:value {value} ; al:unit "{unit}" ; {more}\n'
        f'    al:start "{year}"^^xsd:gYear ; prov:wasDerivedFrom :paper .\n'
    )


DENIED = 'al:grade "B2" ; prov:wasDerivedFrom :paper, :wire ; '
DENIED += "al:denial [ a al:Denial ; al:by :north ; {}prov:wasDerivedFrom :wire ] ; "
ODD = [
    ("duplicate-statement", "x", claim(when="2022-04", more=SUPPORT)),
    ("duplicate-statement", "x", claim(when="2022-04-05", more=SUPPORT)),
    (
        "duplicate-statement",
        "y",
        claim("x", when="2021-04", more=TIE + 'al:end "2022"^^xsd:gYear ;')
        + claim("y", when="2021-06", more=TIE + 'al:end "2023"^^xsd:gYear ;'),
    ),
    ("duplicate-source", "s2", source("s1", URL.format("One")) + source("s2", URL.format("Two"))
     + claim(more=CITE)),
    ("duplicate-source", "s2", source("s1", SAME) + source("s2", SAME) + claim(more=CITE)),
    ("one-publisher", "x", source("s1", DAY.format("A", 1)) + source("s2", DAY.format("B", 1))
     + claim(more=CITE)),
    ("shared-name", "west", ':west a al:State ; rdfs:label "West"@en ; skos:altLabel "north" .'
     + claim(about=":west")),
    ("outside-life", "x", claim(when="2021-02")),
    ("outside-life", "x", claim(when="2021-04", more=TIE + 'al:end "2025-01"^^xsd:gYearMonth ;')),
    ("source-before-event", "x", claim(when="2023-08-01")),
    ("recorded-before-source", "x", claim(more='al:recorded "2023-05-31"^^xsd:date ;')),
    ("outside-window", "x", claim(about=":old", when="2019-12")
     + ':old a al:State ; rdfs:label "O" .'),
    ("outside-window", "x", claim(about=":old", when="2025-01-01",
     more='prov:wasDerivedFrom :late, :later ;') + ':old a al:State ; rdfs:label "O" .'
     + source("late", 'dcterms:title "L"') + source("later", 'dcterms:title "M"')),
    ("single-source", "x", claim(more="prov:wasDerivedFrom :paper ;")),
    ("single-source", "x", claim(more=CITE) + ':a a al:Origin ; rdfs:label "A" .'
     + source("s1", 'dcterms:title "1" ; al:origin :a')
     + source("s2", 'dcterms:title "2" ; al:origin :a')),
    ("unjudged-statement", "x", claim(more='al:grade "B6" ; ')),
    ("unjudged-statement", "x", claim(more=CITE) + source("s1", 'dcterms:title "1"', "F")
     + source("s2", 'dcterms:title "2"', "F")),
    ("ungraded-denial", "x", claim(more=DENIED.format(""))),
    ("denied-by-own-voice", "x",
     claim(more=DENIED.format('al:grade "C3" ; ') + "al:assertedBy :north ; ")),
    ("unmentioned-actor", "west", ':west a al:State ; rdfs:label "West"@en .'),
    ("uncited-source", "s1", source("s1", 'dcterms:title "1"')),
    ("uncited-source", "a", ':a a al:Origin ; rdfs:label "A" .'),
    ("overdue-commitment", "c", ':c a al:Commitment ; rdfs:label "C" ; al:promisedBy :north ;'
     ' al:promisedTo :south ; al:promisedOn "2022"^^xsd:gYear ; al:due "2024-11"^^xsd:gYearMonth ;'
     ' al:outcome "open" ; prov:wasDerivedFrom :paper .'),
    ("duplicate-measure", "m2", figure("m1") + figure("m2")),
    ("uncovered-measure", "m", figure("m", year=2019)),
    ("uncovered-commitment", "c", ':c a al:Commitment ; rdfs:label "C" ; al:promisedBy :north ;'
     ' al:promisedTo :south ; al:promisedOn "2018"^^xsd:gYear ; al:due "2019"^^xsd:gYear ;'
     ' al:outcome "met" ; prov:wasDerivedFrom :paper .'),
    ("counted-twice", "y", ':army a al:ArmedForce ; rdfs:label "Army"@en .\n'
     ":ln a al:Link ; al:subject :army ; al:relation al:part_of ; al:object :north ;"
     ' al:grade "B2" ; prov:wasDerivedFrom :paper, :wire .\n' + claim("x", more=TIE)
     + claim("y", more=TIE).replace("al:subject :north", "al:subject :army")),
    ("about-itself", "x", claim(about=":north")),
    ("relation-of-own", "mine", ':mine a al:ActRelation ; rdfs:label "Supports"@en ;'
     " al:channel al:defence ; al:weight 0.5 ."),
    ("relation-of-own", "mine", ':mine a al:TieRelation ; rdfs:label "mines"@en ;'
     " al:channel al:defence ; al:weight 0 ."),
    ("relation-of-own", "mine", ':mine a al:Relation ; rdfs:label "mines"@en ;'
     " al:channel al:defence ; al:weight 0.1 ."),
]  # fmt: skip


@pytest.mark.parametrize(("code", "name", "more"), ODD, ids=[code for code, _, _ in ODD])
def test_what_is_odd_is_told_once_where_it_stands_and_is_built_all_the_same(
    tmp_path: Path, code: str, name: str, more: str
) -> None:
    folder = dossier(tmp_path, more)
    assert told(folder) == [(code, name)]
    [warning] = review(folder).warnings
    lines = (PREFIXES + more).split("\n")
    assert warning.file == folder / "more.ttl"
    assert warning.line is not None
    assert f":{name} a al:" in lines[warning.line - 1]
    assert (warning.severity, check(folder)) == ("warning", [])
    assert build(folder).store
    silent = SETTINGS + f'silence = ["{code}"]\n'
    assert told(dossier(tmp_path, more, silent)) == []


def test_every_kind_has_a_dossier_that_shows_it() -> None:
    assert {code for code, _, _ in ODD} | {"circular-basis"} == set(warning_kinds())


def test_statements_that_rest_on_each_other_are_told_both(tmp_path: Path) -> None:
    more = claim("x", more="al:basis :y ;") + claim("y", about=":north", more="al:basis :x ;")
    found = Counter(told(dossier(tmp_path, more)))
    assert found[("circular-basis", "x")] == found[("circular-basis", "y")] == 1


@pytest.mark.parametrize(
    "more",
    [
        claim(when="2022-05", more=SUPPORT),
        claim(when="2022-04", more=SUPPORT + "al:conflictsWith :st ;"),
        claim(when="2022-04", more=SUPPORT + "al:basis :st ;"),
        claim("x", when="2021-04", more=TIE) + claim("y", when="2022-06", more=TIE),
        claim("x", when="2022", more='al:value 3 ; al:unit "tanks" ;')
        + claim("y", when="2022-06", more='al:value 3 ; al:unit "million USD" ;'),
        source("s1", URL.format("One") + " ; al:origin :a")
        + source("s2", URL.format("Two") + " ; al:origin :a")
        + ':a a al:Origin ; rdfs:label "A" .'
        + claim(more="prov:wasDerivedFrom :s1, :s2, :wire ; "),
        claim(about=":old", when="2022-06", more="al:relation al:succeeds ;")
        + ':old a al:State ; rdfs:label "O" ; al:activeUntil "2021"^^xsd:gYear .',
        claim(when="2021"),
        claim(when="2021-02", more=SUPPORT + "al:conflictsWith :st ;"),
        claim(when="2023-06-15"),
        claim(when="2023-09", more=TIE),
        claim(more='al:recorded "2023-06-01"^^xsd:date ;'),
        ':c a al:Commitment ; rdfs:label "C" ; al:promisedBy :north ; al:promisedTo :south ;'
        ' al:promisedOn "2022"^^xsd:gYear ; al:due "2024-11"^^xsd:gYearMonth ; al:outcome "open" ;'
        ' prov:wasDerivedFrom :paper ; al:note "Nobody reported on it." .',
        ':c a al:Commitment ; rdfs:label "C" ; al:promisedBy :north ; al:promisedTo :south ;'
        ' al:promisedOn "2022"^^xsd:gYear ; al:due "2025"^^xsd:gYear ; al:outcome "open" ;'
        " prov:wasDerivedFrom :paper .",
        figure("m1") + figure("m2", year=2023),
        figure("m1") + figure("m2", unit="vehicles"),
        figure("m1") + figure("m2", value=501),
        figure("m1") + figure("m2", provider="old")
        + ':old a al:State ; rdfs:label "O" . ' + claim(about=":old"),
        figure("m1") + figure("m2", more='al:end "2022"^^xsd:gYear ; '),
    ],
)  # fmt: skip
def test_what_only_looks_odd_is_not_told(tmp_path: Path, more: str) -> None:
    assert told(dossier(tmp_path, more)) == []


@pytest.mark.parametrize("name", ["statements.ods", "b.XLS", "more/m.xlsm", "a.tsv", "a.jsonld"])
def test_a_file_in_a_form_that_is_not_read_is_no_secret(tmp_path: Path, name: str) -> None:
    folder = dossier(tmp_path)
    for kept in (name, "_aside.ods", "~$b.xls", "scenarios/s.ods", "notes.md", "photo.png"):
        (folder / kept).parent.mkdir(exist_ok=True)
        (folder / kept).write_text("x", encoding="utf-8")
    [warning] = review(folder).warnings
    assert (warning.file, warning.code) == (folder / name, "unread-file")
    assert "is not read; " in warning.message
    dossier(tmp_path, settings=SETTINGS + 'silence = ["unread-file"]\n')
    assert review(folder).warnings == ()


def test_a_kind_that_does_not_exist_cannot_be_silenced(tmp_path: Path) -> None:
    folder = dossier(tmp_path, settings=SETTINGS + 'silence = ["singel-source"]\n')
    [problem] = review(folder).errors
    assert problem.line == 4
    assert "silences 'singel-source'" in problem.message
    assert "single-source" in problem.message
    with pytest.raises(DossierError, match="silences"):
        build(folder)


def test_warnings_are_told_beside_errors_but_not_about_what_nobody_could_read(
    tmp_path: Path,
) -> None:
    more = ':west a al:State ; rdfs:label "W"@en .\n:east a al:State ; rdfs:label "E"@en .\n'
    found = review(dossier(tmp_path, more + ":y al:subject :west ] .\n"))
    assert [problem.severity for problem in found.errors] == ["error"]
    assert [(w.code, w.message.split()[0]) for w in found.warnings] == [
        ("unmentioned-actor", "east")
    ]


def test_common_warnings_are_counted() -> None:
    one = Problem(Path("x"), 1, "rests on one origin", "warning", code="single-source")
    assert summarise({"single-source": 2}, 9) == [
        "warning: statements that rest on one origin: 2 of 9; --verbose lists them [single-source]"
    ]
    assert str(one) == "x:1: warning: rests on one origin [single-source]"


@pytest.mark.parametrize(
    ("folder", "expected"),
    [("data/sahel", {"shared-name": 1}), ("tests/dossiers/archipelago", {"unjudged-statement": 1})],
)
def test_little_is_odd_in_the_dossiers_that_ship(folder: str, expected: dict[str, int]) -> None:
    found = review(ROOT / folder)
    common = {kind.code for kind in warning_kinds().values() if kind.summary}
    assert not found.errors
    assert Counter(w.code for w in found.warnings if w.code not in common) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (DAY.format("A", 1), DAY.format("B", 2)),
        (DAY.format("A", 1) + " ; al:origin :agency", DAY.format("B", 1) + " ; al:origin :agency"),
        (DAY.format("A", 1) + " ; al:origin :agency", DAY.format("B", 1) + " ; al:origin :other"),
    ],
    ids=["another day", "one origin", "two origins said"],
)
def test_articles_of_one_publisher_of_other_days_or_with_origins_are_not_odd(
    tmp_path: Path, one: str, other: str
) -> None:
    origins = "".join(f':{n} a al:Origin ; rdfs:label "{n}" .\n' for n in ("agency", "other"))
    more = origins + source("s1", one) + source("s2", other) + claim(more=CITE)
    found = [code for code, _ in told(dossier(tmp_path, more))]
    assert "one-publisher" not in found
