"""What a cell is asked about: names in other scripts, codes, voices, denials, dates in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from allegiance.graph.store.build import build, check

SETTINGS = """title = "Caucasus"
base = "https://example.org/c/"
window = { start = 2000-01-01, end = 2030-01-01 }
"""
ACTORS = """id,kind,label,aliases,iso3
armenia,state,Armenia,Հայաստան|Армения|Republic of Armenia|Rep. of Armenia,ARM
russia,state,Russia,Россия|Russian Federation,RUS
georgia,state,Georgia,საქართველო,GEO
"""
SOURCES = "id,title,publisher,reliability\nwire,Report,Wire,B\n"
HEAD = "id,subject,relation,object,start,grade,sources,asserted_by\n"


def told(folder: Path, row: str, denials: str = "") -> list[str]:
    files = {"actors": ACTORS, "sources": SOURCES, "statements": HEAD + row}
    if denials:
        files["denials"] = "id,statement,by,sources\n" + denials
    (folder / "dossier.toml").write_text(SETTINGS, "utf-8")
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, "utf-8")
    return [str(p).removeprefix(f"{folder}/") for p in check(folder) if p.severity == "error"]


def asked(folder: Path, subject: str) -> str:
    row = f"st-1,{subject},expels_envoy_of,russia,2014,B2,wire,\n"
    [message] = told(folder, row)
    return message


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Армени", "Армения"),
        ("საქართველ", "საქართველო"),
        ("cow:371", "Armenia"),
        ("372", "Georgia"),
        ("GE", "Georgia"),
        ("Armenja", "armenia"),
    ],
)
def test_a_near_name_in_any_script_and_the_state_of_a_code_are_suggested(
    tmp_path: Path, written: str, meant: str
) -> None:
    assert asked(tmp_path, written).endswith(f"Did you mean {meant}?")


def test_one_actor_is_suggested_once_however_many_names_it_has(tmp_path: Path) -> None:
    said = asked(tmp_path, "Republc of Armenia")
    assert said.endswith("Did you mean Republic of Armenia?")


@pytest.mark.parametrize("voice", ["Rusia", "Rossia", "Armenja", "Росси"])
def test_a_misspelt_voice_is_asked_about(tmp_path: Path, voice: str) -> None:
    row = f"st-1,georgia,expels_envoy_of,russia,2014,B2,wire,{voice}\n"
    [message] = told(tmp_path, row)
    assert f"(asserted_by): error: st-1 names {voice!r}, which is no actor" in message
    assert "If it is another voice" in message


@pytest.mark.parametrize("voice", ["dock workers", "Reuters", "a minister of Georgia", "NGOs"])
def test_other_voices_become_the_attribution(tmp_path: Path, voice: str) -> None:
    assert told(tmp_path, f"st-1,georgia,expels_envoy_of,russia,2014,B2,wire,{voice}\n") == []
    assert build(tmp_path).catalogue.statements["st-1"].attribution == voice


@pytest.mark.parametrize(
    ("denials", "place"),
    [
        ("dn-1,st-9,russia,wire\n", "denials.csv:2 (statement): error: dn-1 names 'st-9'"),
        (",st-9,russia,wire\n", "denials.csv:2 (statement): error: names 'st-9'"),
        (",st-1,Rusia,wire\n", "denials.csv:2 (by): error: names 'Rusia'"),
    ],
)
def test_a_denial_of_what_is_not_there_is_told_with_its_id_at_its_cell(
    tmp_path: Path, denials: str, place: str
) -> None:
    messages = told(tmp_path, "st-1,georgia,expels_envoy_of,russia,2014,B2,wire,\n", denials)
    assert len(messages) == 1
    assert messages[0].startswith(place)


def test_a_date_in_words_is_told_with_what_to_write(tmp_path: Path) -> None:
    [message] = told(tmp_path, "st-1,georgia,expels_envoy_of,russia,circa 2014,B2,wire,\n")
    assert message.endswith("st-1 has a wrong start: 'circa 2014' is no date. Write 2014~")
