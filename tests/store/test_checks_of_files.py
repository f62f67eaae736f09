"""Files, folders and settings that cannot be read, and what they may hide from a check."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from allegiance.graph.model.errors import DossierError, Problem
from allegiance.graph.store.build import build
from allegiance.graph.store.review import check
from allegiance.tests.store.faulty_dossiers import (
    BASE,
    ROOT,
    SETTINGS,
    claim,
    dossier,
    told,
)


def test_what_a_broken_file_may_define_is_not_held_against_the_others(tmp_path: Path) -> None:
    lost = ':eastland a al:State ; rdfs:label "Eastland"@en .\n:wire a al:Source ] .\n'
    lost += ":westland a al:State . :st-9 a al:Statement . :my_rel a al:ActRelation .\n"
    lost += ':half rdfs:label "Half"@en .'
    sound = claim(subject="al:subject :eastland", wasDerivedFrom="prov:wasDerivedFrom :wire")
    sound += claim("st-2", relation="al:relation :my_rel") + ":half a al:Place .\n"
    sound += ':eastland rdfs:label "Pays de l\'est"@fr .\n'
    sound += claim("st-3", grade='al:grade "B2" ; al:conflictsWith :st-9')
    settings = SETTINGS.replace('["northland"]', '["northland", "westland"]')
    problems = told(dossier(tmp_path, settings, lost=lost, sound=sound))
    assert problems[0][:2] == ("lost.ttl", 10)
    assert {file for file, _, _ in problems} == {"lost.ttl"}


def test_a_broken_statement_hides_no_mistake_of_another_one_in_its_file(tmp_path: Path) -> None:
    more = ":eastland a ] .\n" + claim(subject="al:subject :westland") + claim("st-2")
    problems = told(dossier(tmp_path, more=more))
    assert [(file, line) for file, line, _ in problems] == [("more.ttl", 9), ("more.ttl", 10)]
    assert "names 'westland'" in problems[1][2]


@pytest.mark.parametrize("seed", range(40))
def test_a_stray_mark_is_told_and_nothing_is_made_up_beside_it(tmp_path: Path, seed: int) -> None:
    drawn = random.Random(seed)
    shutil.copytree(ROOT / "tests" / "dossiers" / "archipelago", tmp_path, dirs_exist_ok=True)
    path = drawn.choice(sorted(tmp_path.glob("*.ttl")))
    text = path.read_text(encoding="utf-8")
    at = drawn.randrange(400, len(text))
    mark = drawn.choice(['"', "'", '"""', "<", "[", "(", ")", "^^", "%%"])
    path.write_text(text[:at] + mark + text[at:], encoding="utf-8")
    problems = check(tmp_path)
    syntax = [p for p in problems if "is no Turtle here" in p.message]
    if syntax:  # in a remark or a string a mark may be right
        assert problems == syntax


def test_what_a_broken_file_cannot_define_is_told_beside_it(tmp_path: Path) -> None:
    lost = ":eastland a ] ."
    problems = told(dossier(tmp_path, lost=lost, more=claim(subject="al:subject :westland")))
    assert [file for file, _, _ in problems] == ["lost.ttl", "more.ttl"]
    assert "names 'westland'" in problems[1][2]


def test_beside_a_file_that_cannot_be_read_only_what_is_certain_is_told(tmp_path: Path) -> None:
    folder = dossier(tmp_path, more=claim(subject="al:subject :westland") + claim("st-2"))
    (folder / "x.ttl").symlink_to(folder / "x.ttl")
    problems = told(folder)
    assert [(file, line) for file, line, _ in problems] == [("x.ttl", None)]
    assert "cannot be read" in problems[0][2]


def test_a_broken_settings_file_does_not_hide_broken_turtle(tmp_path: Path) -> None:
    folder = dossier(tmp_path, "title = 3", more=":a :b ] .", sound=claim())
    places = [(file, line) for file, line, _ in told(folder)]
    assert places == [
        ("dossier.toml", 1),
        ("dossier.toml", None),
        ("dossier.toml", None),
        ("more.ttl", 9),
    ]


def test_wrong_settings_hide_no_mistake_of_a_statement_and_bring_none_about(tmp_path: Path) -> None:
    for settings in ("title = ", SETTINGS.replace(BASE, "nowhere"), "", SETTINGS + "colour = 1\n"):
        folder = dossier(tmp_path, settings, more=claim(grade='"Z9"'), other=claim("st-2"))
        places = [(file, line) for file, line, _ in told(folder) if file != "dossier.toml"]
        assert places == [("more.ttl", 11)], settings
        assert told(folder)[0][0] == "dossier.toml"
        with pytest.raises(DossierError) as raised:
            build(folder)
        assert sorted(map(str, raised.value.problems)) == sorted(map(str, check(folder)))


def test_a_folder_that_is_none_says_so(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    start = "is no folder; a dossier is a folder. Start one: allegiance new DIR"
    assert check(gone) == [Problem(gone, None, start)]
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert "is a file, and a dossier is a folder" in check(tmp_path / "file")[0].message
    (tmp_path / "book.xlsx").touch()
    assert "allegiance new DIR --xlsx, put the file" in check(tmp_path / "book.xlsx")[0].message
    (tmp_path / "dossier.toml").touch()
    named = f"is one file of a dossier. Name its folder: {tmp_path.as_posix()}"
    assert named in check(tmp_path / "book.xlsx")[0].message


def test_an_empty_folder_misses_its_settings(tmp_path: Path) -> None:
    [(file, line, message)] = told(tmp_path)
    assert (file, line) == ("dossier.toml", None)
    assert "a dossier is a folder with a dossier.toml" in message


def test_a_dossier_without_turtle_says_what_to_add(tmp_path: Path) -> None:
    (tmp_path / "dossier.toml").write_text(SETTINGS, encoding="utf-8")
    [(_, line, message)] = told(tmp_path)
    assert (line, message) == (
        None,
        "holds no Turtle file (*.ttl) and no sheet (*.csv, *.xlsx); add one",
    )


def test_a_file_that_is_not_utf_8_is_told_with_the_rest(tmp_path: Path) -> None:
    folder = dossier(tmp_path)
    (folder / "latin.ttl").write_bytes(b"# \xe9\n")
    assert told(folder) == [("latin.ttl", None, "is not UTF-8 (byte 3); save it as UTF-8")]
