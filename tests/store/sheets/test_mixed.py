"""Sheets with Turtle beside them: each mistake in the file that says it, in the words of that."""

from __future__ import annotations

from pathlib import Path

import pytest

from allegiance.graph.store.checks import Checker
from allegiance.graph.store.opening import open_folder, parse_files
from allegiance.graph.store.review import review
from allegiance.tests.store.sheets.test_reading import (
    ACTORS,
    GOOD,
    SOURCES,
    STATEMENTS,
    told,
    written,
)

PREFIXES = """@prefix : <https://example.org/s/> .
@prefix al: <https://w3id.org/allegiance/ns#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
# Of a statement of the sheet: what Turtle adds to it in line 6, and what is told of that.
ADDED = [
    (
        ":st-2 al:conflictsWith :st-9 .",
        "st-2 names 'st-9' as al:conflictsWith, which is not defined. Did you mean st-1 or st-2?",
    ),
    (
        ':st-2 al:end "2020-13"^^xsd:gYearMonth .',
        "st-2 has a wrong al:end: '2020-13' is no date. There is no month 13: write one from 01 "
        "to 12, or 2020 if it is not known",
    ),
    (
        ':st-2 al:end "2019"^^xsd:gYear .',
        "st-2 ends (2019) before it starts (2020-01-20); mend one of the two dates",
    ),
    (
        ":st-2 al:ended :marea .",
        "st-2 uses al:ended, which Allegiance does not know. Did you mean al:end?",
    ),
    (':norland al:code "xx" .', "norland has a wrong code: "),
]


@pytest.mark.parametrize(("added", "message"), ADDED)
@pytest.mark.parametrize("spoilt", [False, True])
def test_what_turtle_says_wrong_of_a_row_is_told_in_the_turtle(
    tmp_path: Path, added: str, message: str, spoilt: bool
) -> None:
    statements = STATEMENTS.replace("B2", "B9") if spoilt else STATEMENTS
    folder = written(
        tmp_path, {**GOOD, "statements.csv": statements, "more.ttl": f"{PREFIXES}{added}\n"}
    )
    (found,) = [one for one in told(folder) if "B9" not in one[3]]
    assert found[:3] == ("more.ttl", 6, "")
    assert found[3].startswith(message)
    settings, files = open_folder(folder)
    all_over = Checker(folder, settings, parse_files(folder, files)).problems()
    assert all_over == list(review(folder).errors)


LINKS = """id,subject,relation,object,grade,sources
ln-1,junta,supports,marea,B2,wire
"""
COMMITMENTS = """id,label,who,to_whom,promised_on,due,outcome,outcome_date,moved_to,sources
cm-1,A,marea,norland,2010,2012,moved,2011,cm-2,wire
cm-2,B,marea,norland,2010,2012,moved,2011,cm-1,wire
"""


def test_what_is_wrong_in_sheets_is_told_in_the_words_of_sheets(tmp_path: Path) -> None:
    folder = written(tmp_path, {**GOOD, "links.csv": LINKS, "commitments.csv": COMMITMENTS})
    found = {(file, line): message for file, line, _, message in told(folder)}
    assert found["links.csv", 2] == (
        "ln-1 mixes classes: part_of goes with the sheet links, and with it alone"
    )
    assert found["commitments.csv", 3] == (
        "cm-2 closes a circle of promises that are moved: cm-1 -> cm-2 -> cm-1; "
        "take one moved_to out"
    )


def test_what_is_odd_in_sheets_is_told_in_the_words_of_sheets(tmp_path: Path) -> None:
    row = STATEMENTS.splitlines()[-1].replace("st-2", "st-3")
    folder = written(tmp_path, {**GOOD, "statements.csv": f"{STATEMENTS}{row}\n"})
    (found,) = [w.message for w in review(folder).warnings if w.code == "duplicate-statement"]
    assert found.endswith("or link them with conflicts_with or basis")


def test_what_an_id_of_two_sheets_lacks_is_told_in_the_words_of_one(tmp_path: Path) -> None:
    actors = f"{ACTORS}cm-1,No promise,,state,,,,,\n"
    commitments = COMMITMENTS.replace("cm-2,wire", "cm-2,")
    folder = written(tmp_path, {**GOOD, "actors.csv": actors, "commitments.csv": commitments})
    messages = [message for *_, message in told(folder)]
    assert "cm-1 is a commitment and needs a source: sources" in messages


@pytest.mark.parametrize(
    ("form", "word"), [("csv", "different_from"), ("ttl", "owl:differentFrom")]
)
def test_how_to_say_that_two_are_two_is_told_in_the_words_of_the_file(
    tmp_path: Path, form: str, word: str
) -> None:
    more = {
        "csv": {"actors-2.csv": "id,kind,label\nnorlandia,state,the Kingdom of Norland\n"},
        "ttl": {
            "more.ttl": f"{PREFIXES}\n:norlandia a al:State ; "
            'rdfs:label "the Kingdom of Norland"@en .'
        },
    }
    folder = written(tmp_path, {**GOOD, **more[form]})
    (found,) = [w.message for w in review(folder).warnings if w.code == "possible-double"]
    assert found.endswith(f"joins them; if they are two, say so: {word}")


def test_what_has_an_id_of_two_files_is_not_told_to_have_two_of_all(tmp_path: Path) -> None:
    again = (
        "id,subject,relation,object,start,grade,sources\nst-2,sudria,praises,norland,2021,B2,wire\n"
    )
    folder = written(tmp_path, {**GOOD, "statements-2.csv": again})
    assert [message for *_, message in told(folder)] == [
        "st-2 is defined in statements-2.csv already; keep one of the two"
    ]


@pytest.mark.parametrize("aside", ["", "[ a al:Nothing ] al:note _:x .\n"])
def test_what_broken_turtle_may_tell_of_is_not_held_against_cells(
    tmp_path: Path, aside: str
) -> None:
    actors = f'{PREFIXES}:farland a al:State , ; rdfs:label "Farland"@en .\n{aside}'
    statements = STATEMENTS.replace("st-2,marea", "st-2,farland")
    folder = written(tmp_path, {**GOOD, "statements.csv": statements, "more.ttl": actors})
    assert {place[:2] for place in told(folder)} == {("more.ttl", 6)}


def test_a_sheet_in_utf_16_is_told_of_once(tmp_path: Path) -> None:
    folder = written(tmp_path, {**GOOD, "statements.csv": STATEMENTS.replace("MAREA", "marea")})
    (folder / "actors.csv").write_text(ACTORS, encoding="utf-16")
    assert [place[0] for place in told(folder) if place[0] != "dossier.toml"] == ["actors.csv"]


def test_rows_with_commas_above_a_header_with_semicolons_are_rows_above(tmp_path: Path) -> None:
    sources = SOURCES.replace(",", ";")
    folder = written(tmp_path, {**GOOD, "sources.csv": f"Sources, by date, of all\n{sources}"})
    assert [place[:2] for place in told(folder)] == [("sources.csv", 1)]
    assert told(folder)[0][3].startswith("has rows above its header, which stands in row 2")
