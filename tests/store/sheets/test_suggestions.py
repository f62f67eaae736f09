"""What a cell is asked about: names in other scripts, codes, voices, denials, dates in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from allegiance.graph.store.build import build
from allegiance.graph.store.review import check

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


@pytest.mark.parametrize(
    "relation",
    ["expels envoy of", "Expels_Envoy_Of", "expels an envoy of", "expels_envoy_of"],
)
def test_a_relation_may_be_written_with_spaces_or_by_its_label(
    tmp_path: Path, relation: str
) -> None:
    assert told(tmp_path, f"st-1,georgia,{relation},russia,2014,B2,wire,\n") == []
    found = build(tmp_path).catalogue.statements["st-1"]
    assert found.relation.id == "expels_envoy_of"


def with_kind(folder: Path, kind: str) -> list[str]:
    told(folder, "st-1,georgia,expels_envoy_of,guard,2014,B2,wire,\n")
    (folder / "actors.csv").write_text(f"{ACTORS}guard,{kind},Guard,,\n", "utf-8")
    return [str(p) for p in check(folder) if p.severity == "error"]


@pytest.mark.parametrize("kind", ["Organisation", "igo", "armed force", "private military company"])
def test_a_kind_may_be_written_as_the_ontology_calls_it(tmp_path: Path, kind: str) -> None:
    assert with_kind(tmp_path, kind) == []


@pytest.mark.parametrize(
    ("kind", "meant"),
    [
        ("army", "armed_force"),
        ("Rebels", "insurgent"),
        ("country", "state"),
        ("stat", "state"),
        ("military alliance", "bloc"),
        ("UN mission", "operation"),
    ],
)
def test_a_wrong_kind_is_told_once_and_not_in_every_statement_about_the_actor(
    tmp_path: Path, kind: str, meant: str
) -> None:
    [message] = with_kind(tmp_path, kind)
    assert message.endswith(
        f"(kind): error: guard has a wrong kind: {kind!r} is no kind of actor. "
        f"Did you mean {meant}?"
    )


@pytest.mark.parametrize("pole", ["Armenia", "Rep. of Armenia", "Армения"])
def test_a_pole_that_is_written_by_its_name_is_told_its_id(tmp_path: Path, pole: str) -> None:
    told(tmp_path, "st-1,georgia,expels_envoy_of,russia,2014,B2,wire,\n")
    settings = f'{SETTINGS}poles = ["russia", "{pole}"]\n'
    (tmp_path / "dossier.toml").write_text(settings, "utf-8")
    [message] = [p.message for p in check(tmp_path) if p.severity == "error"]
    assert message == f"names the pole {pole!r}, which is not defined. Write its id: armenia"


def test_a_row_without_a_side_is_told_of_the_side_and_not_of_the_sentence_made_from_it(
    tmp_path: Path,
) -> None:
    [message] = told(tmp_path, "st-1,,expels_envoy_of,russia,2014,B2,wire,\n")
    assert "st-1 needs subject" in message


def test_sources_parted_by_commas_are_told_how_to_be_parted(tmp_path: Path) -> None:
    [message] = told(tmp_path, 'st-1,armenia,expels_envoy_of,russia,2014,B2,"wire, wire",\n')
    assert message.endswith("Part several with |: wire|wire")
    [message] = told(tmp_path, 'st-1,armenia,expels_envoy_of,russia,2014,B2,"wire, other",\n')
    assert "Part several" not in message


def test_a_denial_told_twice_is_called_one_and_its_two_places_are_named(tmp_path: Path) -> None:
    head = HEAD.replace("asserted_by", "denied_by")
    files = {
        "statements": head + "st-1,armenia,expels_envoy_of,russia,2014,B2,wire,russia\n",
        "denials": "id,statement,by,sources\n,st-1,russia,wire\n",
        "actors": ACTORS,
        "sources": SOURCES,
    }
    (tmp_path / "dossier.toml").write_text(SETTINGS, "utf-8")
    for name, text in files.items():
        (tmp_path / f"{name}.csv").write_text(text, "utf-8")
    [message] = [str(p) for p in check(tmp_path) if p.severity == "error"]
    assert message.endswith(
        "is a denial that denials.csv tells of, too; keep the name in denied_by or the row in "
        "denials"
    )


def test_the_sentence_made_from_a_row_says_a_date_in_doubt_in_words(tmp_path: Path) -> None:
    rows = {"st-1": "2018~", "st-2": "../2024-06", "st-3": "2024-XX", "st-4": "2024-06-05"}
    sides = "armenia,expels_envoy_of,russia"
    lines = [f"{name},{sides},{date},B2,wire,\n" for name, date in rows.items()]
    assert told(tmp_path, "".join(lines)) == []
    claims = build(tmp_path).catalogue.statements
    said = [claims[name].label.rpartition("Russia, ")[2] for name in rows]
    assert said == ["about 2018.", "2024-06 or before.", "2024.", "2024-06-05."]


@pytest.mark.parametrize(
    ("relation", "meant"),
    [
        ("exercise", "exercises_with"),
        ("train", "trains_forces_of"),
        ("deployment", "deploys_to"),
        ("expelled", "expels_envoy_of"),
        ("joint exercises", "exercises_with"),
    ],
)
def test_an_unknown_relation_is_told_those_that_share_a_word_with_it(
    tmp_path: Path, relation: str, meant: str
) -> None:
    [message] = told(tmp_path, f"st-1,georgia,{relation},russia,2014,B2,wire,\n")
    assert (
        f"names {relation!r}, which is no relation of the dossier. Did you mean {meant}" in message
    )


def test_a_relation_like_none_is_told_where_they_are_listed(tmp_path: Path) -> None:
    [message] = told(tmp_path, "st-1,georgia,qqqqqq,russia,2014,B2,wire,\n")
    assert "Write one that `allegiance relations` lists, or declare it" in message
