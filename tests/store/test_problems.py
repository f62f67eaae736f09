"""Looking for mistakes where they may be finds what looking all over finds."""

from __future__ import annotations

import csv
import io
import random
from pathlib import Path
from types import ModuleType

import pytest

from allegiance.graph.model.errors import DossierError, Problem
from allegiance.graph.store.checks import Checker
from allegiance.graph.store.convert import convert
from allegiance.graph.store.opening import open_folder, parse_files
from allegiance.graph.store.review import review
from allegiance.tests.store.dossier_editor import Editor
from allegiance.tests.store.faulty_dossiers import claim, dossier


def all_over(folder: Path) -> list[Problem]:
    try:
        settings, files = open_folder(folder)
    except DossierError as error:
        return list(error.problems)
    return Checker(folder, settings, parse_files(folder, files)).problems()


@pytest.fixture
def small(tmp_path: Path, dossiers: ModuleType) -> Path:
    """An invented dossier with some of everything."""
    recipe = dossiers.Recipe(60, actors=20, sources=15, denied=0.2, conflicting=0.2, seed=3)
    return Path(dossiers.write_dossier(tmp_path / "small", recipe))


@pytest.mark.parametrize("seed", range(12))
def test_of_turtle_that_is_edited_well_and_badly(
    small: Path, dossiers: ModuleType, seed: int
) -> None:
    editor = Editor(small, dossiers.PREFIXES, seed)
    for _ in range(4):
        editor.edit()
        assert list(review(small).errors) == all_over(small)


def spoil(path: Path, drawn: random.Random) -> None:
    """Put a cell in the place of another one, empty one, or write it wrong."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    row = drawn.choice(rows[1:])
    at = drawn.choice([n for n, cell in enumerate(row) if cell] or [0])
    elsewhere = drawn.choice(drawn.choice(rows[1:]))
    row[at] = drawn.choice(["", elsewhere, row[at][::-1], f"{row[at]}x", "2021-02-30", "1999"])
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8")


MERGE = """:merge-{drop} a al:Merge ; al:kept :{keep} ; al:dropped :{drop} ;
    al:mergedOn "2020-01-01"^^xsd:date .
"""


@pytest.mark.parametrize("seed", range(12))
def test_of_sheets_of_which_actors_are_merged(
    small: Path, tmp_path: Path, dossiers: ModuleType, seed: int
) -> None:
    folder, drawn = tmp_path / "sheets", random.Random(seed)
    convert(small, folder, to="csv")
    pairs = [drawn.sample(range(20), 2) for _ in range(2)]
    records = "".join(MERGE.format(keep=f"actor-{a}", drop=f"actor-{b}") for a, b in pairs)
    (folder / "merges.ttl").write_text(dossiers.PREFIXES + records, encoding="utf-8")
    assert list(review(folder).errors) == all_over(folder)
    for _ in range(3):
        spoil(drawn.choice(sorted(folder.glob("*.csv"))), drawn)
        assert list(review(folder).errors) == all_over(folder)


@pytest.mark.parametrize("seed", range(12))
def test_of_sheets_with_with_cells_that_are_wrong(small: Path, tmp_path: Path, seed: int) -> None:
    folder, drawn = tmp_path / "sheets", random.Random(seed)
    convert(small, folder, to="csv")
    for _ in range(4):
        spoil(drawn.choice(sorted(folder.glob("*.csv"))), drawn)
        assert list(review(folder).errors) == all_over(folder)


def in_two_files(small: Path, folder: Path, more: str, prefixes: str) -> Path:
    """A dossier whose statements stand in sheets, with some Turtle beside them."""
    convert(small, folder, to="csv")
    (folder / "more.ttl").write_text(f"{prefixes}\n{more}\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize("form", ["Turtle", "sheets"])
def test_of_a_conflict_with_a_statement_that_is_none(
    small: Path, tmp_path: Path, dossiers: ModuleType, form: str
) -> None:
    more = ":st-5 al:conflictsWith :nothing ."
    if form == "sheets":
        small = in_two_files(small, tmp_path / "sheets", more, dossiers.PREFIXES)
    else:
        (small / "more.ttl").write_text(f"{dossiers.PREFIXES}\n{more}\n", encoding="utf-8")
    [told] = review(small).errors
    assert told.message.startswith("st-5 names 'nothing' as al:conflictsWith, which is not defined")
    assert [told] == all_over(small)


def test_of_more_that_is_said_of_a_shipped_relation(
    small: Path, tmp_path: Path, dossiers: ModuleType
) -> None:
    more = 'al:supports rdfs:label "stützt"@de .'
    folder = in_two_files(small, tmp_path / "sheets", more, dossiers.PREFIXES)
    assert list(review(folder).errors) == all_over(folder) == []


def test_of_words_that_a_dossier_gives_a_shipped_relation(
    small: Path, dossiers: ModuleType
) -> None:
    more = (
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        'al:supports skos:hiddenLabel "carouses" .\n'
        ":st-5 al:relation al:carouses ."
    )
    (small / "more.ttl").write_text(f"{dossiers.PREFIXES}\n{more}\n", encoding="utf-8")
    told = [problem.message for problem in review(small).errors]
    assert any(message.endswith("Did you mean al:supports?") for message in told)
    assert list(review(small).errors) == all_over(small)


@pytest.mark.parametrize(
    "more",
    [
        ':third al:iso3 "third" .',
        claim(subject="al:subject :third", grade='al:grade "Z9"'),
        claim(object="al:object :paper"),
    ],
    ids=["of the one dropped, in another file", "of a statement about it", "of nothing with it"],
)
def test_of_turtle_of_which_actors_are_merged(tmp_path: Path, more: str) -> None:
    third = ':third a al:State ; rdfs:label "Third"@en .'
    merges = MERGE.format(keep="northland", drop="third")
    folder = dossier(tmp_path, third=third, more=more, merges=merges)
    found = list(review(folder).errors)
    assert found == all_over(folder)
    assert [problem.file.name for problem in found] == ["more.ttl"]
