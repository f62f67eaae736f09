"""Sheets as people keep them: what is read, and what is told about which cell."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pyoxigraph as ox
import pytest
from openpyxl import Workbook

from allegiance.graph.model.errors import InputError
from allegiance.graph.store.build import Built, build, load_checked, load_sound
from allegiance.graph.store.loading import Loader
from allegiance.graph.store.opening import open_folder, parse_files
from allegiance.graph.store.review import check, review
from allegiance.graph.store.sheets.workbook import read_workbook

SETTINGS = """title = "Straits"
base = "https://example.org/s/"
window = { start = 2000-01-01, end = 2030-01-01 }
poles = ["norland", "sudria"]
"""
ACTORS = """id,label,label_fr,kind,part_of,country_iso3,wikidata_qid,aliases,used_in_statements
norland,Norland,Norlande,state,,NOR,Q20,Kingdom of Norland|the North,3
sudria,Sudria,,state,,,,,
marea,Marea,,state,,,,,
junta,Military council,,government,marea,MAR,,the Council,
text-1,Resolution 1,,resolution,,,,,
"""
SOURCES = """id,title_or_description,publisher,url,date,date_basis,reliability,backs
wire,Report,Wire,https://example.org/1,2020-03-01,url,B,st-1|st-2
"""
STATEMENTS = """id,subject,relation,object,start,end,polarity,channel,certainty,asserted_by,\
denied_by,value,unit,source_id,paraphrase,conflicts_with
st-1,the North,signs_agreement_with,MAREA,2010-05,,+,defence,B2,Sudria; dock workers,\
Military Council (calls it talks); others,800-2000,"persons, about",wire,They signed.,st-2
st-2,marea,expels_envoy_of,norland,2020-01-20,,0,diplomacy,B1,,,,,wire,,
"""
GOOD = {"actors.csv": ACTORS, "sources.csv": SOURCES, "statements.csv": STATEMENTS}


def written(folder: Path, files: dict[str, str]) -> Path:
    (folder / "dossier.toml").write_text(SETTINGS, encoding="utf-8")
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def read(folder: Path, files: dict[str, str] = GOOD) -> Built:
    return build(written(folder, files))


def told(folder: Path) -> list[tuple[str, int | None, str, str]]:
    return [(p.file.name, p.line, p.cell or p.column, p.message) for p in check(folder)]


def workbook(folder: Path, tabs: dict[str, Sequence[Sequence[object]]]) -> Workbook:
    book = Workbook()
    del book["Sheet"]
    for name, rows in tabs.items():
        tab = book.create_sheet(name)
        for row in rows:
            tab.append(list(row))
    book.save(folder / "dossier.xlsx")
    return book


def as_tabs(files: dict[str, str]) -> dict[str, list[list[object]]]:
    import csv

    return {
        name.removesuffix(".csv"): [list(row) for row in csv.reader(io.StringIO(text))]
        for name, text in files.items()
    }


def test_the_columns_that_analysts_bring_are_read(tmp_path: Path) -> None:
    catalogue = read(tmp_path).catalogue
    first = catalogue.statements["st-1"]
    assert (first.subject, first.object, first.label) == ("norland", "marea", "They signed.")
    assert (first.asserted_by, first.attribution) == (("sudria",), "dock workers")
    ((by, sources, note),) = [(d.by, d.sources, d.note) for d in first.denials]
    assert (by, sources, note) == ("junta", ("wire",), "calls it talks")
    assert first.note == "Denial: others"
    assert first.quantity is not None
    assert (first.quantity.low, first.quantity.high) == (800, 2000)
    assert (first.quantity.unit, first.quantity.bound) == ("persons", "about")
    assert first.conflicts_with == ("st-2",)
    norland = catalogue.actors["norland"]
    assert (norland.iso3, dict(norland.labels)["fr"]) == ("NOR", "Norlande")
    assert norland.same_as == ("http://www.wikidata.org/entity/Q20",)
    assert catalogue.actors["junta"].iso3 is None
    link = catalogue.links["ln-junta"]
    assert (link.object, link.grade.code, link.sources) == ("marea", "B2", ("editors",))


def test_a_polarity_counts_where_it_differs_and_a_sentence_is_made(tmp_path: Path) -> None:
    statements = read(tmp_path).catalogue.statements
    assert statements["st-1"].weight == statements["st-1"].relation.weight > 0
    assert statements["st-2"].weight == 0
    assert statements["st-2"].label == "Marea expels an envoy of Norland, 2020-01-20."


def test_sheets_make_the_same_store_the_quick_and_the_careful_way(tmp_path: Path) -> None:
    settings, files = open_folder(written(tmp_path, GOOD))
    quick = load_sound(settings, files, derived=True)
    assert quick is not None
    careful = load_checked(tmp_path, settings, parse_files(tmp_path, files))
    assert set(quick) == set(careful)
    graph = ox.NamedNode("https://example.org/s/graph/statements.csv")
    assert list(quick.quads_for_pattern(None, None, None, graph))


def test_a_sheet_too_long_to_be_loaded_at_once_is_loaded_whole(tmp_path: Path) -> None:
    days = (dt.date(2010, 1, 1) + dt.timedelta(days=n) for n in range(2_345))
    rows = [f"st-{n},norland,expels_envoy_of,marea,{day},B1,wire" for n, day in enumerate(days, 1)]
    header = "id,subject,relation,object,start,grade,sources"
    long = {**GOOD, "statements.csv": "\n".join([header, *rows])}
    with Loader() as loader:
        settings, files = open_folder(written(tmp_path, long), loader)
        quick = load_sound(settings, files, derived=True, loader=loader)
    assert quick is not None
    assert set(quick) == set(load_checked(tmp_path, settings, parse_files(tmp_path, files)))
    assert set(read(tmp_path, long).catalogue.statements) == {f"st-{n}" for n in range(1, 2_346)}


def test_a_workbook_is_read_as_csv_is(tmp_path: Path) -> None:
    one, other = tmp_path / "csv", tmp_path / "xlsx"
    one.mkdir()
    other.mkdir()
    workbook(written(other, {}), as_tabs(GOOD))
    assert build(other).catalogue == read(one).catalogue


WRONG = {
    "actors.csv": "id,kind,label\nnorland,state,Norland\nsudria,stat,Sudria\nmarea,state,Marea\n"
    "marea,state,Again\n,state,Nameless\n",
    "sources.csv": "id,title,publisher,reliability,url\nwire,Report,Wire,G,example.org\n",
    "statements.csv": "id,label,subject,relation,object,start,end,grade,sources,lable\n"
    "st-1,A,Norlnd,expels_envoy_off,marea,17/02/2022,,B9,wyre,\n"
    "st-2,B,norland,expels_envoy_of,,2022,2021,,wire,\n",
}
MISTAKES = [
    ("actors.csv", 3, "kind", "has a wrong kind: 'stat' is no kind of actor. Did you mean state?"),
    ("actors.csv", 5, "id", "is in row 4 already"),
    ("actors.csv", 6, "id", "needs an id"),
    ("sources.csv", 2, "reliability", "Write A, B, C, D, E or F."),
    ("sources.csv", 2, "url", "is no http or https link"),
    ("statements.csv", 1, "lable", "Did you mean label"),
    ("statements.csv", 2, "subject", "Did you mean norland?"),
    ("statements.csv", 2, "relation", "Did you mean expels_envoy_of"),
    ("statements.csv", 2, "start", "can only mean 17 February 2022: write 2022-02-17"),
    ("statements.csv", 2, "grade", "write A1 to F6"),
    ("statements.csv", 2, "sources", "Did you mean wire?"),
    ("statements.csv", 3, "object", "needs object"),
    ("statements.csv", 3, "grade", "needs grade"),
    ("statements.csv", 3, "end", "ends (2021) before it starts (2022)"),
]


def test_all_mistakes_are_told_at_once_each_at_its_cell(tmp_path: Path) -> None:
    found = told(written(tmp_path, WRONG))
    for file, line, column, part in MISTAKES:
        assert [m for f, n, c, m in found if (f, n, c) == (file, line, column) and part in m], part
    assert len(found) == len(MISTAKES)


def test_a_workbook_names_tab_and_cell(tmp_path: Path) -> None:
    workbook(written(tmp_path, {}), as_tabs(WRONG))
    places = {place for _, _, place, _ in told(tmp_path)}
    assert {"statements!C2", "statements!F2", "statements!E3", "actors!A5"} <= places
    assert "dossier.xlsx: statements!C2: error: st-1 names" in "\n".join(map(str, check(tmp_path)))


def test_a_workbook_is_gone_through_tab_by_tab(tmp_path: Path) -> None:
    workbook(written(tmp_path, {}), as_tabs(WRONG))
    tabs = [problem.tab for problem in review(tmp_path).problems]
    assert len(set(tabs)) > 2
    assert tabs == sorted(tabs)
    assert [problem.tab for problem in check(tmp_path)] == sorted(p.tab for p in check(tmp_path))


@pytest.mark.parametrize(
    ("name", "text", "part"),
    [
        ("stuff.csv", "a,b\n1,2\n", "is no sheet that is read: 'stuff'"),
        ("statments.csv", "id\n", "Did you mean statements"),
        ("ties.csv", "id,label,label\n", "repeats the column 'label'"),
        (
            "origins.csv",
            "id,label\no-1,Agency\no-2,Agency, of the north\n",
            "o-2 has a cell too many; put quotes around the one with a comma or semicolon in it",
        ),
        ("ties.csv", 'id,weight\nti-1,"12,000"\n', "Did you mean 12000?"),
        ("ties.csv", 'id,weight\nti-1,"0,25"\n', "Did you mean 0.25?"),
        ("ties.csv", "id,weight\nti-1,0.250 m\n", "is no number. Write 1000"),
        ("ties.csv", 'id,label\nti-1,"open\n', "is no CSV in or after line 2"),
        ("ties.csv", "id,note\nti-1,#REF!\n", "holds #REF!, a formula that failed"),
        ("other.csv", "subject,property,value\n:a,:b,x y\n", "as value, which is no term"),
        ("denials.csv", "id,statement,by,sources\n,st-9,Norland,wire\n", "'st-9', which is no"),
    ],
)
def test_what_cannot_be_read_is_told(tmp_path: Path, name: str, text: str, part: str) -> None:
    messages = [message for *_, message in told(written(tmp_path, {**GOOD, name: text}))]
    assert [message for message in messages if part in message], messages


def test_windows_encodings_are_told_with_the_mend(tmp_path: Path) -> None:
    written(tmp_path, GOOD)
    (tmp_path / "actors.csv").write_bytes(ACTORS.replace("Norlande", "Norlandé").encode("cp1252"))
    messages = [message for *_, message in told(tmp_path)]
    assert [m for m in messages if "is not UTF-8" in m and "CSV UTF-8" in m]


def test_semicolons_a_mark_at_the_start_and_empty_rows_do_not_matter(tmp_path: Path) -> None:
    one = tmp_path / "one"
    one.mkdir()
    odd = "\ufeff" + SOURCES.replace(",", ";").replace("\n", "\r\n\r\n;;;;;;;\r\n")
    written(tmp_path, {**GOOD, "sources.csv": odd.replace("wire;", " wire ;")})
    assert build(tmp_path).catalogue.sources == read(one).catalogue.sources


def test_a_name_that_several_have_is_told_with_their_ids(tmp_path: Path) -> None:
    actors = ACTORS + "isle-1,The Isle,,state,,,,,\nisle-2,the  isle,,state,,,,,\n"
    more = STATEMENTS.replace("st-2,marea", "st-2,The Isle")
    written(tmp_path, {**GOOD, "actors.csv": actors, "statements.csv": more})
    ((_, line, column, message),) = told(tmp_path)
    assert (line, column) == (3, "subject")
    assert "may be any of isle-1, isle-2; write the id" in message


def test_sheets_may_name_what_turtle_defines(tmp_path: Path) -> None:
    turtle = """@prefix : <https://example.org/s/> . @prefix al: <https://w3id.org/allegiance/ns#> .
    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    :isle a al:State ; rdfs:label "The Isle"@en ."""
    more = STATEMENTS.replace("st-2,marea", "st-2,the isle")
    built = read(tmp_path, {**GOOD, "statements.csv": more, "more.ttl": turtle})
    assert built.catalogue.statements["st-2"].subject == "isle"


def test_a_relation_of_the_dossiers_own_is_used_like_any_other(tmp_path: Path) -> None:
    own = "id,kind,label,channel,weight\nlends_to,act,lends to,economy,0.4\n"
    more = STATEMENTS.replace("expels_envoy_of", "lends to").replace(",0,diplomacy", ",-,economy")
    built = read(tmp_path, {**GOOD, "relations.csv": own, "statements.csv": more})
    found = built.catalogue.statements["st-2"]
    assert (found.relation.id, found.channel, found.weight) == ("lends_to", "economy", -0.4)


def test_remarks_are_left_alone(tmp_path: Path) -> None:
    sources = SOURCES.replace("backs", "#todo").replace("date_basis", "remarks")
    written(tmp_path, {**GOOD, "sources.csv": sources, "_draft.csv": "anything\n"})
    assert told(tmp_path) == []


def test_spreadsheet_habits_are_understood(tmp_path: Path) -> None:
    tabs = as_tabs(GOOD)
    tabs["statements"][1][4] = dt.datetime(2010, 5, 3, 0, 0)
    tabs["statements"][2][4] = 2020.0
    book = workbook(written(tmp_path, {}), {"guide": [["Read me"]], **tabs})
    book["sources"].sheet_state = "hidden"
    book.save(tmp_path / "dossier.xlsx")
    statements = build(tmp_path).catalogue.statements
    assert str(statements["st-1"].start) == "2010-05-03"
    assert str(statements["st-2"].start) == "2020"


def test_merged_cells_share_their_value_and_failed_formulas_are_told(tmp_path: Path) -> None:
    book = workbook(written(tmp_path, {}), as_tabs(GOOD))
    tab = book["statements"]
    tab["N3"] = None
    tab.merge_cells("N2:N3")
    tab["H3"] = "#N/A"
    tab["H3"].data_type = "e"
    book.save(tmp_path / "dossier.xlsx")
    assert [(place, message) for *_, place, message in told(tmp_path)] == [
        ("statements!H3", "st-2 holds #N/A, a formula that failed")
    ]


def test_a_workbook_whose_cells_reach_too_far_is_not_opened(tmp_path: Path) -> None:
    book = Workbook()
    book["Sheet"].cell(1_048_576, 16_384, "far")
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(InputError, match="delete the empty rows"):
        list(read_workbook(out.getvalue()))


def test_a_workbook_that_unpacks_to_too_much_is_not_opened() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 310_000_000)
    with pytest.raises(InputError, match="unpacks to more than 300 MB"):
        list(read_workbook(out.getvalue()))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 nonsense", b"id,label\n"])
def test_what_is_no_workbook_is_told(tmp_path: Path, data: bytes) -> None:
    (written(tmp_path, GOOD) / "more.xlsx").write_bytes(data)
    assert [m for *_, m in told(tmp_path) if "is no workbook that can be read" in m]


def test_a_sheet_that_is_not_read_hides_no_other_mistake(tmp_path: Path) -> None:
    missing = STATEMENTS.replace(",B1,,,,,wire,,", ",B1,,,,,,,")  # a statement without a source
    written(tmp_path, {**GOOD, "statements.csv": missing, "notes.csv": "a,b\n"})
    (tmp_path / "ties.csv").write_bytes("id,label\nti-1,Moscou \xe9\n".encode("latin-1"))
    assert [name for name, *_ in told(tmp_path)] == ["notes.csv", "statements.csv", "ties.csv"]


def test_what_a_sheet_that_cannot_be_read_may_hold_is_not_missed(tmp_path: Path) -> None:
    statements = STATEMENTS.replace(",wire,They", ",wired,They").replace("B1", "B9")
    files = {**GOOD, "statements.csv": statements}
    found = [(name, line, cell) for name, line, cell, _ in told(written(tmp_path, files))]
    assert found == [("statements.csv", 2, "source_id"), ("statements.csv", 3, "certainty")]
    (tmp_path / "sources.csv").write_bytes(SOURCES.replace("wire", "wir\u00e9").encode("latin-1"))
    found = [(name, line, cell) for name, line, cell, _ in told(tmp_path)]
    assert ("sources.csv", None, "") in found
    assert ("statements.csv", 3, "certainty") in found
    (tmp_path / "sources.csv").write_bytes(SOURCES.encode("utf-8") + b"\xff")
    (tmp_path / "statements.csv").write_text(STATEMENTS.replace("B1", "B9"), "utf-8")
    found = [(name, line, cell) for name, line, cell, _ in told(tmp_path)]
    assert found == [("sources.csv", None, ""), ("statements.csv", 3, "certainty")]


def test_a_problem_of_a_statement_is_told_in_its_own_row_not_in_that_of_a_denial(
    tmp_path: Path,
) -> None:
    denials = "id,statement,by,sources,grade\ndn-1,st-2,norland,wire,C3\n"
    for old, new, cell in (("B1", "", "certainty"), ("2020-01-20", "", "start")):
        files = {**GOOD, "statements.csv": STATEMENTS.replace(old, new), "denials.csv": denials}
        [(name, line, place, message)] = told(written(tmp_path, files))
        assert (name, line, place) == ("statements.csv", 3, cell)
        assert message.startswith("st-2 needs ")


def test_a_warning_stands_in_the_cell_to_be_mended(tmp_path: Path) -> None:
    late = STATEMENTS.replace("2020-01-20", "1990-01-20")
    folder = written(tmp_path, {**GOOD, "statements.csv": late})
    cells = {(p.code, p.line): p.column for p in review(folder).warnings}
    assert cells["outside-window", 3] == "start"
    assert cells["single-source", 3] == "source_id"


def test_equal_cells_mean_the_same_in_every_row_and_what_is_wrong_in_them_is_told_in_each(
    tmp_path: Path,
) -> None:
    rows = (
        "id,subject,relation,object,start,grade,sources,conflicts_with\n"
        "{0}-1,marea,expels_envoy_of,norland,2021-13,B1,wire,says otherwise\n"
        "{0}-2,marea,expels_envoy_of,norland,2021-13,B1,wire,says otherwise\n"
        "{0}-3,marea,expels_envoy_of,norland,2021-12,B1,wire,\n"
    )
    parts = {f"statements-{part}.csv": rows.format(part) for part in "ab"}
    folder = written(tmp_path, {**GOOD, **parts})
    wrong = [str(problem) for problem in check(folder)]
    assert sum("'2021-13'" in one for one in wrong) == 4
    for name, text in parts.items():
        (folder / name).write_text(text.replace("2021-13", "2021-12"), encoding="utf-8")
    store = build(folder).store
    note = ox.NamedNode("https://w3id.org/allegiance/ns#note")
    told = {q.subject.value[-3:] for q in store.quads_for_pattern(None, note, None)}
    assert {"a-1", "a-2", "b-1", "b-2"} <= told
    assert not {"a-3", "b-3"} & told
