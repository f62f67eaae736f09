"""Headers that do not stand first, and ids that are none: told once, and not everywhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from allegiance.graph.store.review import check, review
from allegiance.tests.store.sheets.test_reading import (
    ACTORS,
    GOOD,
    SOURCES,
    STATEMENTS,
    as_tabs,
    told,
    workbook,
    written,
)

ABOVE = "Statements on the straits\n,,checked by hand\n\n"


def test_rows_above_the_header_are_told_once_and_the_rest_is_read(tmp_path: Path) -> None:
    wrong = STATEMENTS.replace("marea,expels", "mareo,expels")
    folder = written(tmp_path, {**GOOD, "statements.csv": ABOVE + wrong})
    assert told(folder) == [
        (
            "statements.csv",
            1,
            "",
            "has rows above its header, which stands in row 4; take them out",
        ),
        (
            "statements.csv",
            6,
            "subject",
            "st-2 names 'mareo', which is no actor of the dossier. Did you mean marea?",
        ),
    ]


def test_rows_above_the_header_of_a_tab_are_told_too(tmp_path: Path) -> None:
    tabs = as_tabs(GOOD)
    tabs["sources"] = [["Sources, by date"], [], *tabs["sources"]]
    workbook(written(tmp_path, {}), tabs)
    assert told(tmp_path) == [
        (
            "dossier.xlsx",
            1,
            "sources!A1",
            "has rows above its header, which stands in row 3; take them out",
        )
    ]


@pytest.mark.parametrize("first", ["Id of it", "#id"])
def test_a_sheet_without_ids_is_told_of_once_and_not_held_against_others(
    tmp_path: Path, first: str
) -> None:
    folder = written(tmp_path, {**GOOD, "sources.csv": SOURCES.replace("id,", f"{first},", 1)})
    assert [message for *_, message in told(folder) if "is a column" not in message] == [
        "has no column 'id': A short name that stays: letters, digits, - and _."
    ]


@pytest.mark.parametrize(
    ("id_", "message"),
    [
        ("", "needs an id: letters, digits, - and _"),
        (
            "wire (Reuters)",
            "has an id that is none, 'wire (Reuters)': write letters, digits, - and _",
        ),
    ],
)
def test_a_row_with_a_wrong_id_is_not_held_against_others(
    tmp_path: Path, id_: str, message: str
) -> None:
    sources = SOURCES.replace("wire,Report", f"{id_},Report on wire")
    assert told(written(tmp_path, {**GOOD, "sources.csv": sources})) == [
        ("sources.csv", 2, "id", message)
    ]


def test_a_row_that_stands_twice_need_not_get_another_id(tmp_path: Path) -> None:
    row = STATEMENTS.splitlines()[-1]
    folder = written(tmp_path, {**GOOD, "statements.csv": f"{STATEMENTS}{row}\n"})
    assert [message for *_, message in told(folder)] == [
        "st-2 is in row 3 already, word for word; take one of the two out"
    ]


def test_a_range_from_high_to_low_says_how_to_write_it(tmp_path: Path) -> None:
    folder = written(
        tmp_path, {**GOOD, "statements.csv": STATEMENTS.replace("800-2000", "2000-800")}
    )
    assert told(folder) == [
        (
            "statements.csv",
            2,
            "value",
            "st-1 has a wrong value: '2000-800' ends below where it begins. Write 800-2000.",
        )
    ]


def test_two_actors_in_a_cell_for_one_are_told_as_two(tmp_path: Path) -> None:
    text = STATEMENTS.replace("st-2,marea", "st-2,marea|Sudria")
    folder = written(tmp_path, {**GOOD, "statements.csv": text})
    assert [message for *_, message in told(folder)] == [
        "st-2 names 'marea|Sudria', which is no actor of the dossier. "
        "Name one, and write a row for each: marea, Sudria"
    ]


def test_what_stands_in_a_tab_of_a_wrong_name_is_not_held_against_others(tmp_path: Path) -> None:
    tabs = as_tabs(GOOD)
    tabs["Events"] = tabs.pop("statements")
    tabs["denials"] = [["statement", "by", "sources"], ["st-2", "marea", "wire"]]
    workbook(written(tmp_path, {}), tabs)
    assert [message[:38] for *_, message in told(tmp_path)] == [
        "is no sheet that is read: 'Events'. Kn"
    ]
    odd = [one for one in review(tmp_path).warnings if one.code == "uncited-source"]
    assert odd == []


def test_what_stands_in_a_file_of_a_wrong_name_is_not_held_against_others(tmp_path: Path) -> None:
    files = {
        **GOOD,
        "events.csv": STATEMENTS,
        "denials.csv": "statement,by,sources\nst-2,marea,wire\n",
    }
    del files["statements.csv"]
    folder = written(tmp_path, files)
    assert [place[0] for place in told(folder)] == ["events.csv"]
    assert [one for one in review(folder).warnings if one.code == "uncited-source"] == []


TOO_MANY = "has a cell too many; put quotes around the one with a comma or semicolon in it"


def test_a_comma_without_quotes_is_told_once_and_not_all_that_it_moves(tmp_path: Path) -> None:
    header = "id,label,subject,relation,object,start,grade,sources"
    rows = [f"st-{n},They met.,norland,meets,marea,2010-0{n},B2,wire" for n in (3, 4, 5)]
    rows[1] = rows[1].replace("They met", "They met, and parted")
    folder = written(tmp_path, {**GOOD, "statements-more.csv": "\n".join([header, *rows])})
    wanted = [("statements-more.csv", 3, "", f"st-4 {TOO_MANY}")]
    assert [one for one in told(folder) if one[0] == "statements-more.csv"] == wanted
    assert list(review(folder).errors) == check(folder)


def test_a_comma_is_told_once_where_it_moves_empty_cells_alone_beyond_the_header(
    tmp_path: Path,
) -> None:
    header = "id,label,subject,relation,object,start,grade,sources,end,note"
    rows = [f"st-{n},They met.,norland,meets,marea,2010-0{n},B2,wire,," for n in (3, 4, 5)]
    rows[1] = rows[1].replace("They met", "They met, and parted")
    rows[2] += ",,"  # which moves nothing
    folder = written(tmp_path, {**GOOD, "statements-more.csv": "\n".join([header, *rows])})
    assert told(folder) == [("statements-more.csv", 3, "", f"st-4 {TOO_MANY}")]


def test_an_actor_whose_name_has_a_comma_without_quotes_is_no_stranger(tmp_path: Path) -> None:
    spoilt = ACTORS.replace("Norland,Norlande", "Norland, Kingdom of,Norlande")
    assert told(written(tmp_path, {**GOOD, "actors.csv": spoilt})) == [
        ("actors.csv", 2, "", f"norland {TOO_MANY}")
    ]


def test_where_most_rows_have_a_cell_beyond_the_header_it_is_the_header_that_lacks_one(
    tmp_path: Path,
) -> None:
    text = "id,label\no-1,Agency,north\no-2,Bureau,south\no-3,Wire\n"
    [(_, line, _, message)] = told(written(tmp_path, {**GOOD, "origins.csv": text}))
    assert (line, message[:25]) == (1, "has cells but no header, ")
