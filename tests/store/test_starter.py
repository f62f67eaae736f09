"""A new dossier works at once, and a folder that holds something is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from allegiance.graph.dossier import open_dossier
from allegiance.graph.model.errors import AllegianceError, InputError
from allegiance.graph.store.convert import FORMS, convert
from allegiance.graph.store.review import check
from allegiance.graph.store.sheets.columns import SHEETS
from allegiance.graph.store.starter import start_dossier


@pytest.mark.parametrize("form", FORMS)
def test_a_new_dossier_is_whole_and_finds_its_shift(tmp_path: Path, form: str) -> None:
    made = start_dossier(tmp_path / "My straits", form=form, title='The "Straits"')
    assert check(made) == []
    dossier = open_dossier(made)
    assert dossier.settings.title == 'The "Straits"'
    assert dossier.settings.base == "https://example.org/my-straits/"
    assert [(s.actor, s.from_pole, s.to_pole) for s in dossier.shifts()] == [
        ("marea", "norland", "sudria")
    ]


def test_sheets_explain_every_column(tmp_path: Path) -> None:
    text = (start_dossier(tmp_path / "s", form="csv") / "README.md").read_text("utf-8")
    docs = (Path(__file__).parents[2] / "docs" / "sheets.md").read_text("utf-8")
    assert "\n| expels_envoy_of | expels" in text
    for sheet in SHEETS.values():
        for column in sheet.columns:
            assert f"\n| {column.name}" in text
            assert f"\n| {column.name}" in docs


def test_a_base_that_is_none_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(AllegianceError, match="A dossier needs a base") as refused:
        start_dossier(tmp_path / "s", base="not an address")
    assert "tmp" not in str(refused.value)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_empty_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("x", "utf-8")
    with pytest.raises(InputError, match="is not empty"):
        start_dossier(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


@pytest.mark.parametrize(
    ("form", "to", "said"),
    [
        ("xlsx", "csv", "All that the CSV files hold"),
        ("csv", "xlsx", "All that the tabs of dossier.xlsx hold"),
        ("xlsx", "xlsx", "All that the tabs of dossier.xlsx hold"),
    ],
)
def test_the_explanation_of_sheets_is_that_of_the_sheets_there_are(
    tmp_path: Path, form: str, to: str, said: str
) -> None:
    made = start_dossier(tmp_path / "s", form=form, title="My straits")
    text = (convert(made, tmp_path / "t", to=to) / "README.md").read_text("utf-8")
    assert text.startswith("# My straits\n")
    assert said in text
    there = start_dossier(tmp_path / "there", form=to, title="My straits")
    assert text == (there / "README.md").read_text("utf-8")


def test_the_explanation_of_sheets_stays_behind_where_there_are_none(tmp_path: Path) -> None:
    made, told = start_dossier(tmp_path / "s", form="xlsx"), []
    turtle = convert(made, tmp_path / "t", to="turtle", say=told.append)
    assert not (turtle / "README.md").exists()
    assert told == ["README.md stayed behind: it explains sheets, and these files are Turtle."]


def test_a_readme_that_somebody_wrote_comes_along_as_it_is(tmp_path: Path) -> None:
    made = start_dossier(tmp_path / "s", form="xlsx")
    (made / "README.md").write_bytes(b"# Mine\r\n\xff my notes")
    turtle = convert(made, tmp_path / "t", to="turtle")
    assert (turtle / "README.md").read_bytes() == b"# Mine\r\n\xff my notes"
