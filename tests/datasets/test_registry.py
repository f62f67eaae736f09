"""The table of data sets, and where copies of their files are found."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from allegiance.graph.datasets.files import ENVIRONMENT, files_of, need_files
from allegiance.graph.datasets.listing import dataset_rows
from allegiance.graph.datasets.registry import (
    describe,
    find_sets,
    load_dataset,
    read_descriptions,
    sets_named,
)
from allegiance.graph.model.errors import InputError, UnknownNameError

ENTRY = """
[a-set]
title = "T"
what = "w"
publisher = "p"
licence = "l"
citation = "c"
page = "https://example.org"
covers = [2000-01-01, 2001-01-01]
access = "open"
tested = "codebook"
gives = "statements"
reliability = "B"
files = [{ name = "a.csv", url = "https://example.org/a.csv" }]
"""


@pytest.mark.parametrize("name", read_descriptions())
def test_every_set_of_the_table_has_its_reader_and_documents_its_columns(name: str) -> None:
    dataset = load_dataset(name)
    assert dataset.name == name
    assert all(words.strip() for words in dataset.columns.values())
    description = describe(name)
    assert description.citation
    # Files whose names change with every year or export are explained in words.
    assert description.how or (description.files and all(f.url for f in description.files))


def test_a_group_stands_for_its_sets_and_a_text_finds_them() -> None:
    assert [d.name for d in sets_named("coups")] == ["cline-coups", "powell-thyne-coups"]
    assert "archigos-leaders" in {d.name for d in find_sets("Gleditsch")}
    with pytest.raises(UnknownNameError, match="Did you mean cline-coups"):
        sets_named("clinecoups")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('access = "open"', 'access = "free"', "has a access that is none of open"),
        ('gives = "statements"', 'gives = "much"', "gives that is none of statements, table"),
        ('title = "T"', "", "lacks the field 'title'"),
        ('what = "w"', 'what = "w"\ncolour = "red"', "unknown field 'colour'"),
        ("covers = [2000-01-01, 2001-01-01]", "covers = [2001-01-01, 2000-01-01]", "no two days"),
        ('"a.csv"', '"../a.csv"', "whose name is none"),
        ('"https://example.org/a.csv"', '"file:///etc/passwd"', "no web address"),
        ("[a-set]", '["A set"]', "is no name"),
        ('title = "T"', "title = 7", "has a title that is no text"),
        ('title = "T"', "title = ", "cannot be read"),
    ],
)
def test_a_wrong_entry_is_named_with_what_is_wrong(
    tmp_path: Path, old: str, new: str, says: str
) -> None:
    table = tmp_path / "datasets.toml"
    table.write_text(ENTRY, "utf-8")
    assert read_descriptions(table)["a-set"].title == "T"
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(ENTRY.replace(old, new), "utf-8")
    with pytest.raises(InputError) as raised:
        read_descriptions(wrong)
    assert says in str(raised.value)


def test_copies_are_found_by_name_in_any_folder_and_gzipped(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, no_cache_of_the_user: Path
) -> None:
    powell = describe("powell-thyne-coups")
    assert files_of(powell) == []
    with pytest.raises(InputError, match="Get it: allegiance fetch powell-thyne-coups"):
        need_files(powell)
    fetched = no_cache_of_the_user / powell.name / powell.files[0].name
    fetched.parent.mkdir(parents=True)
    fetched.write_bytes(b"x")
    assert need_files(powell) == [fetched]
    given = tmp_path / "given" / "deep" / "ptcoups_input.csv.gz"
    given.parent.mkdir(parents=True)
    given.write_bytes(gzip.compress(b"x"))
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path / "given"))
    assert need_files(powell) == [given]
    assert [row["at_hand"] for row in dataset_rows([powell])] == ["yes"]
