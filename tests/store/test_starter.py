"""A new dossier works at once, and a folder that holds something is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from allegiance.graph.dossier import open_dossier
from allegiance.graph.model.errors import AllegianceError, InputError
from allegiance.graph.store.build import check
from allegiance.graph.store.convert import FORMS
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
