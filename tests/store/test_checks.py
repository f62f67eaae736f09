"""What is wrong in a dossier is told all at once, each with its file, its line and the mend."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from allegiance.graph.store.review import check
from allegiance.tests.store.faulty_dossiers import (
    LENDS,
    PREFIXES,
    ROOT,
    SETTINGS,
    WORLD,
    claim,
    dossier,
    place,
    told,
    told_of_one,
)


def test_the_sound_dossiers_of_these_tests_have_no_problem(tmp_path: Path) -> None:
    assert check(dossier(tmp_path, more=claim())) == []
    assert check(ROOT / "data" / "sahel") == []
    assert check(ROOT / "tests" / "dossiers" / "archipelago") == []


BROKEN = {
    "first.ttl": """
:st-10 a al:Statement ; al:conflictsWith :st-1 , # st-10
        :st-2 ;
    rdfs:label "A claim."@en ; al:subject :northland ; al:relation al:supports ;
    al:object :southland ; al:start "2022"^^xsd:gYear ; al:grade "B2" .
:st-1 a al:Statement ; rdfs:label "A claim."@en ; # st-1
    al:subject :nothland ; al:relation al:suports ; al:object :southland ;
    al:start "2022-13"^^xsd:gYearMonth ; al:grade "G7" ; prov:wasDerivedFrom :papper .
:st-2 a al:Statement ; al:subject :northland ; al:relation al:supports ; # st-2
    al:object :southland ; al:start "2022"^^xsd:gYear, "2023"^^xsd:gYear ; al:grade "B2" ;
    al:weight 2 ; al:channel al:war ; al:grdae "B2" ; prov:wasDerivedFrom :paper .
<https://example.org/b/st-3> a al:Statement ; rdfs:label ":st-4 a :st-5 ."@en ; # st-3
    al:subject :northland ; al:relation al:supports ; al:object :southland ;
    al:start "2023-05-01"^^xsd:date ; al:end "2023-04"^^xsd:gYearMonth ; al:grade "B2" ;
    prov:wasDerivedFrom :paper ; al:denial [ a al:Denial ; prov:wasDerivedFrom :paper ] .
""",
    "second.ttl": """
# :thing a al:State .
:thing rdfs:label "A thing"@en . # thing
:southland a al:State . # southland
:mute a al:Place . # mute
:paper-2 a al:Source ; dcterms:title "T"@en ; dcterms:publisher "P" ; # paper-2
    al:reliability "B" ; schema:url <ftp://example.org/x> .
:ln-1 a al:Link ; al:subject :northland ; al:relation al:part_of ; # ln-1
    al:object :southland ; al:grade "B2" ; prov:wasDerivedFrom :paper .
:ln-2 a al:Link ; al:subject :southland ; al:relation al:part_of ; # ln-2
    al:object :northland ; al:grade "B2" ; prov:wasDerivedFrom :paper .
:ln-3 a al:Link ; al:subject :mute ; al:relation al:supports ; # ln-3
    al:object :northland ; al:grade "B2" ; prov:wasDerivedFrom :paper .
:cm-1 a al:Commitment ; al:promisedBy :northland ; al:promisedTo :southland ; # cm-1
    al:promisedOn "2022"^^xsd:gYear ; al:outcome "great" ; prov:wasDerivedFrom :paper .
:ms-1 a al:Measure ; al:provider :northland ; al:recipient :southland ; # ms-1
    al:indicator "aid" ; al:unit "USD" ; prov:wasDerivedFrom :paper .
""",
    "third.ttl": """
:st-7 a al:Statement ; # broken
    al:subject ] .
:st-8 a al:Statement .
""",
}

# What must be told, by the mark of its line; each fragment is in exactly one message there.
EXPECTED = [
    ("st-10", "st-10 needs a source"),
    ("st-1", "names 'nothland' as al:subject, which is not defined. Did you mean northland"),
    ("st-1", "names 'al:suports' as al:relation, which is not defined. Did you mean al:supports"),
    ("st-1", "names 'papper' as prov:wasDerivedFrom, which is not defined. Did you mean paper"),
    ("st-1", "has a wrong al:start: '2022-13' is no date. There is no month 13: write one from"),
    ("st-1", 'needs exactly one al:grade from "A1" to "F6" (found \'G7\')'),
    ("st-2", "has an al:start that is not one date"),
    ("st-2", "needs an rdfs:label"),
    ("st-2", "has an al:weight that is not one number from -1 to 1 (found '2')"),
    ("st-2", "names 'al:war' as al:channel, which is not defined"),
    ("st-2", "uses al:grdae, which Allegiance does not know. Did you mean al:grade"),
    ("st-3", "st-3 ends (2023-04) before it starts (2023-05-01); mend one of the two dates"),
    ("st-3", "the al:denial of st-3 is a denial and needs exactly one al:by"),
    ("thing", "thing has no class: write for instance: a al:State"),
    ("southland", "southland is defined in first-world.ttl already; keep one of the two"),
    ("mute", "mute needs one rdfs:label a language"),
    ("paper-2", "schema:url that is no http or https link (found 'ftp://example.org/x')"),
    ("ln-2", "closes a circle of links: northland -> southland -> northland"),
    ("ln-3", "mixes classes: al:part_of goes with an al:Link, and with it alone"),
    ("cm-1", "needs exactly one al:outcome"),
    ("ms-1", "is a measure and needs a number: al:value, or al:lowValue and al:highValue"),
]


def broken_dossier(folder: Path) -> Path:
    for name, text in {"first-world.ttl": WORLD, **BROKEN}.items():
        (folder / name).write_text(PREFIXES + text, encoding="utf-8")
    settings = SETTINGS.replace('["northland"]', '["northland", "narnia"] # poles')
    (folder / "dossier.toml").write_text(settings, encoding="utf-8")
    return folder


def test_a_dossier_with_many_defects_tells_all_of_them_each_in_its_place(tmp_path: Path) -> None:
    folder = broken_dossier(tmp_path)
    problems = told(folder)
    for mark, fragment in EXPECTED:
        file, line = place(folder, mark)
        found = [m for f, n, m in problems if (f, n) == (file, line) and fragment in m]
        assert len(found) == 1, (mark, fragment, problems)
    file, line = place(folder, "broken")
    broken = [n for f, n, m in problems if f == file and m.startswith("is no Turtle here")]
    assert broken == [line + 1]
    assert [(n, m) for f, n, m in problems if f == "dossier.toml"] == [
        (4, "names the pole 'narnia', which is not defined; define it in the dossier")
    ]
    assert len([f for f, _, _ in problems if f != file]) == len(EXPECTED) + 1, problems


def test_problems_come_sorted_by_file_and_line_and_none_twice(tmp_path: Path) -> None:
    problems = told(broken_dossier(tmp_path))
    assert len(set(problems)) == len(problems)
    assert problems == sorted(problems, key=lambda problem: (problem[0], problem[1] or 0))


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"subject": None}, "needs exactly one al:subject"),
        ({"subject": "al:subject :northland, :southland"}, "needs exactly one al:subject"),
        ({"subject": "al:subject :paper"}, "needs exactly one al:subject, an actor defined in"),
        ({"relation": None}, "needs exactly one al:relation"),
        ({"relation": "al:relation :northland"}, "needs exactly one al:relation"),
        ({"relation": "al:relation al:train"}, "not defined. Did you mean al:trains_forces_of?"),
        ({"object": None}, "needs exactly one al:object"),
        ({"label": None}, "needs an rdfs:label: one sentence that says what happened"),
        ({"start": None}, "needs an al:start: a day, a month or a year"),
        ({"start": 'al:start "soon"'}, "has an al:start that is not one date"),
        ({"start": 'al:start "2022-02"^^xsd:date'}, "has an al:start that is not one date"),
        ({"start": 'al:start "2022-02-30"^^xsd:date'}, "'2022-02-30' is no date"),
        ({"start": 'al:start "2022-02-17Z"^^xsd:date'}, "'2022-02-17Z' is no date"),
        ({"grade": None}, "needs exactly one al:grade"),
        ({"grade": 'al:grade "B2", "B3"'}, "needs exactly one al:grade"),
        ({"grade": 'al:grade "b2"'}, "needs exactly one al:grade"),
        ({"grade": 'al:grade "B2" ; al:weight "much"'}, "has an al:weight that is not one number"),
        ({"grade": 'al:grade "B2" ; al:weight -1.01'}, "has an al:weight that is not one number"),
        ({"grade": 'al:grade "B2" ; al:value "many"'}, "has an al:value that is not one number"),
        ({"grade": 'al:grade "B2" ; al:value 1, 2'}, "has an al:value that is not one number"),
        ({"grade": 'al:grade "B2" ; al:lowValue 1'}, "has a range that is not one al:lowValue"),
        (
            {"grade": 'al:grade "B2" ; al:lowValue 2 ; al:highValue 1'},
            "has a range that is not one al:lowValue",
        ),
        ({"grade": 'al:grade "B2" ; al:recorded "2022"^^xsd:gYear'}, "al:recorded that is not one"),
        ({"grade": 'al:grade "B2" ; al:assertedBy "a man"'}, "al:assertedBy that is no actor"),
        ({"grade": 'al:grade "B2" ; al:conflictsWith :paper'}, "al:conflictsWith that is no"),
        ({"grade": 'al:grade "B2" ; al:denial :paper'}, "has an al:denial that is no al:Denial"),
        ({"wasDerivedFrom": "prov:wasDerivedFrom :northland"}, "needs a source"),
        ({"wasDerivedFrom": 'prov:wasDerivedFrom "a paper"'}, "needs a source"),
    ],
)
def test_each_thing_wrong_in_a_statement_has_its_message(
    tmp_path: Path, changed: dict[str, str | None], message: str
) -> None:
    messages = told_of_one(tmp_path, claim(**changed))
    assert [m for m in messages if not m.startswith("st-1 ")] == []
    assert any(message in m for m in messages), messages


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (":x a al:State ; rdfs:label 'X'@en, 'Y'@en .", "needs one rdfs:label a language"),
        (":x a al:State ; rdfs:label 'X'@en ; al:iso3 'xyz' .", "al:iso3 that is not one code"),
        (
            ":x a al:State ; rdfs:label 'X'@en ; al:activeFrom '2001'^^xsd:gYear ;"
            " al:activeUntil '2000'^^xsd:gYear .",
            "x ends (2000) before it starts (2001)",
        ),
        (
            ":x a al:Resolution ; rdfs:label 'X'@en ; al:directedAgainst :paper .",
            "al:directedAgainst that is not one actor",
        ),
        (":x a al:Sate ; rdfs:label 'X'@en .", "uses al:Sate, which Allegiance does not know"),
        (":x a al:Source ; dcterms:title 'T'@en ; dcterms:publisher 'P' .", "al:reliability"),
        (
            ":x a al:Source ; dcterms:publisher 'P' ; al:reliability 'G' .",
            "is a source and needs a dcterms:title",
        ),
        (
            ":x a al:Source ; dcterms:title 'T'@en ; dcterms:publisher 'P' ; al:reliability 'A' ;"
            " al:origin :paper .",
            "al:origin that is no al:Origin",
        ),
        (
            ":x a al:Commitment ; al:promisedBy :northland ; al:promisedTo :southland ;"
            " al:promisedOn '2022'^^xsd:gYear ; al:due '2021'^^xsd:gYear ; al:outcome 'met' ;"
            " prov:wasDerivedFrom :paper .",
            "x is due (2021) before it was promised (2022); mend one of the two dates",
        ),
        (
            ":x a al:Commitment ; al:promisedBy :northland ; al:promisedTo :southland ;"
            " al:promisedOn '2022'^^xsd:gYear ; al:outcomeDate '2021-05'^^xsd:gYearMonth ;"
            " al:outcome 'met' ; prov:wasDerivedFrom :paper .",
            "x has its outcome (2021-05) before it was promised (2022)",
        ),
        (
            ":x a al:Commitment ; al:promisedBy :northland ; al:promisedTo :southland ;"
            " al:promisedOn '2022~'^^<http://id.loc.gov/datatypes/edtf/EDTF> ;"
            " al:outcomeDate '1990'^^xsd:gYear ; al:outcome 'met' ; prov:wasDerivedFrom :paper .",
            "x has its outcome (1990) before it was promised (2022~)",
        ),
        (
            ":x a al:Commitment ; al:promisedBy :northland ; al:promisedTo :southland ;"
            " al:promisedOn '2022'^^xsd:gYear ; al:outcomeDate 'late' ; al:outcome 'met' ;"
            " prov:wasDerivedFrom :paper .",
            "al:outcomeDate that is not one date",
        ),
        (
            ":x a al:Measure ; al:provider :northland ; al:recipient :southland ; al:value '3' ;"
            " al:indicator 'i' ; al:unit 'u' ; prov:wasDerivedFrom :paper .",
            "has an al:value that is not one number, written without quotes (found '3')",
        ),
        (
            ":x a al:Measure ; al:provider :northland ; al:recipient :southland ; al:value 3 ;"
            " al:indicator 'i' ; al:unit 'u' ; prov:wasDerivedFrom :paper ; al:start 'then' .",
            "is a measure with an al:start that is not one date",
        ),
        (
            ":x a al:ActRelation ; rdfs:label 'x'@en ; al:weight 0.5 .",
            "needs exactly one al:channel",
        ),
        (
            ":x a al:TieRelation ; rdfs:label 'x'@en ; al:channel al:defence ; al:weight 3 .",
            "is a relation and needs exactly one al:weight from -1 to 1 (found '3')",
        ),
        (
            "al:supports a al:ActRelation ; al:weight -1 .",
            "is a relation and needs exactly one al:weight",
        ),
        ("[] a al:Statement .", "is an al:Statement and needs a name, such as :my-name"),
        (
            ":x a al:Link ; al:subject :northland ; al:relation al:part_of ; al:object :northland ;"
            " al:grade 'B2' ; prov:wasDerivedFrom :paper .",
            "closes a circle of links: northland -> northland",
        ),
        (
            claim(relation="al:relation al:part_of").replace("st-1", "x"),
            "mixes classes: al:part_of goes with an al:Link",
        ),
        (
            ":x a al:Denial ; al:by :paper ; prov:wasDerivedFrom :paper .",
            "is a denial and needs exactly one al:by, the actor who denies",
        ),
    ],
)
def test_each_thing_wrong_elsewhere_has_its_message(
    tmp_path: Path, text: str, message: str
) -> None:
    assert any(message in m for m in told_of_one(tmp_path, text)), message


@pytest.mark.parametrize("date", ['"2022-02-30"^^xsd:date', '"2022-13"^^xsd:gYearMonth'])
def test_a_day_that_does_not_exist_is_told_once(tmp_path: Path, date: str) -> None:
    [message] = told_of_one(tmp_path, claim(start=f"al:start {date}"))
    assert message.startswith("st-1 has a wrong al:start: '2022-")


def test_a_node_without_a_name_is_told_once(tmp_path: Path) -> None:
    assert told(dossier(tmp_path, more="[] a al:Statement .")) == [
        (
            "more.ttl",
            None,
            "a node without a name is an al:Statement and needs a name, such as :my-name",
        )
    ]


def test_two_circles_are_both_told_and_a_way_that_forks_is_none(tmp_path: Path) -> None:
    pairs = ["ab", "bc", "ca", "de", "ed", "fa", "fd", "gf", "ga"]
    actors = [f':{x} a al:State ; rdfs:label "{x}"@en .' for x in "abcdefg"]
    links = [
        f":ln-{x}{y} a al:Link ; al:subject :{x} ; al:relation al:part_of ; al:object :{y} ;"
        ' al:grade "B2" ; prov:wasDerivedFrom :paper .'
        for x, y in (tuple(pair) for pair in pairs)
    ]
    found = told_of_one(tmp_path, "\n".join([*actors, *links]))
    assert found == [
        "ln-ca closes a circle of links: a -> b -> c -> a; take one of them out",
        "ln-ed closes a circle of links: d -> e -> d; take one of them out",
    ]


def test_a_relation_and_a_class_of_the_dossiers_own_are_no_problem(tmp_path: Path) -> None:
    own = """:Clan a owl:Class ; rdfs:subClassOf al:Actor . :clan a :Clan ; rdfs:label "Clan"@en .
:feeds a al:ActRelation ; rdfs:label "feeds"@en ; al:channel al:economy ; al:weight 0.4 .
"""
    more = claim(relation="al:relation :feeds", object="al:object :clan")
    assert check(dossier(tmp_path, own=own, more=more)) == []


def test_a_thing_may_be_described_in_two_files_if_one_gives_its_class(tmp_path: Path) -> None:
    assert check(dossier(tmp_path, french=':northland rdfs:label "Pays du nord"@fr .')) == []


def test_messages_name_things_as_the_writer_does(tmp_path: Path) -> None:
    text = claim(subject="al:subject <https://elsewhere.org/x>")
    assert told_of_one(tmp_path, text) == [
        "st-1 names 'https://elsewhere.org/x' as al:subject, which is not defined;"
        " define it in the dossier"
    ]


def test_a_problem_of_an_annotation_is_placed_at_its_name(tmp_path: Path) -> None:
    text = '\n:northland al:supports :southland\n  ~ :st-5 {| al:grade "B2" |} .'
    places = {(file, line) for file, line, _ in told(dossier(tmp_path, more=text))}
    assert places == {("more.ttl", 11)}


def test_a_shipped_dossier_with_one_letter_wrong_is_found_out(tmp_path: Path) -> None:
    folder = shutil.copytree(ROOT / "data" / "sahel", tmp_path / "sahel")
    ties = folder / "ties.ttl"
    text = ties.read_text(encoding="utf-8").replace("al:subject :serval", "al:subject :servall")
    ties.write_text(text, encoding="utf-8")
    [(file, line, message)] = told(folder)
    assert file == "ties.ttl"
    assert text.splitlines()[line - 1 if line else 0].startswith(":ti-001 ")
    assert (
        "ti-001 names 'servall' as al:subject, which is not defined. Did you mean serval" in message
    )


@pytest.mark.parametrize(
    ("more", "guess"),
    [
        (claim(subject="al:subject :northlnd"), "Did you mean northland"),
        (claim(wasDerivedFrom="prov:wasDerivedFrom :papre"), "Did you mean paper?"),
        (claim(relation="al:relation al:suports"), "Did you mean al:supports"),
        (claim(relation="al:relation :lends_ships") + LENDS, "Did you mean lends_ships_to"),
        (claim(grade='al:grade "B2" ; al:channel al:defense'), "Did you mean al:defence"),
        (':x a al:Sate ; rdfs:label "X" .', "Did you mean al:State"),
        (':northland al:activeForm "2022"^^xsd:gYear .', "Did you mean al:activeFrom"),
        (':x a al:State ; rdf:label "X" .', "@prefix rdf: <http://www.w3.org/1999/02/22-rdf"),
        (':x a al:State ; dcterm:title "X" .', "@prefix dcterms: <http://purl.org/dc/terms/> ."),
    ],
)
def test_whatever_is_misspelt_its_near_neighbour_is_named(
    tmp_path: Path, more: str, guess: str
) -> None:
    problems = told(dossier(tmp_path, more=more))
    assert any(guess in message for _, _, message in problems), problems


def test_a_relation_of_the_dossiers_own_has_all_that_a_relation_needs(tmp_path: Path) -> None:
    said = [message for _, _, message in told(dossier(tmp_path, more=":mine a al:TieRelation ."))]
    for missing in ("rdfs:label", "al:channel", "al:weight"):
        assert any("mine is a relation and needs" in m and missing in m for m in said)
    assert check(dossier(tmp_path, more=LENDS)) == []
