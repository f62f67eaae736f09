"""Who speaks for and against a statement, in the shipped dossier."""

from __future__ import annotations

from pathlib import Path

import pytest

from allegiance.graph.dossier import Dossier, open_dossier
from allegiance.graph.render.listing import statement_rows
from allegiance.graph.render.voices import explanation_row, voices, voices_text

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def sahel_dossier() -> Dossier:
    return open_dossier(ROOT / "data" / "sahel")


def test_the_voices_on_a_contested_statement_are_all_there(sahel_dossier: Dossier) -> None:
    catalogue = sahel_dossier.catalogue
    statement = sahel_dossier.statement("st-0081")
    told = voices(statement, catalogue, catalogue.beliefs)
    assert told["asserted_by"] == ["European Union", "France", "United States"]
    assert {denial["by"] for denial in told["denials"]} == {
        "Russia",
        "Transition authorities of Mali (Goïta)",
    }
    assert all(denial["stake"] and denial["grade"] == "" for denial in told["denials"])
    [reuters] = [s for s in told["sources"] if s["id"] == "aj-timbuktu"]
    assert reuters == {
        "id": "aj-timbuktu",
        "publisher": "Reuters via Al Jazeera",
        "date": "2022-01-07",
        "origin": "Reuters",
        "reliability": "B",
    }
    assert [rival["id"] for rival in told["competing"]] == ["st-0089"]
    belief = catalogue.beliefs.of(statement)
    assert told["probability"] == pytest.approx(belief.fused.probability, abs=1e-4)
    assert told["conflict"] == pytest.approx(belief.conflict, abs=1e-4) != 0
    assert sum(told["opinion"].values()) == pytest.approx(1, abs=2e-4)


def test_the_text_has_a_line_for_each_voice_and_fits_a_terminal(sahel_dossier: Dossier) -> None:
    chosen = sahel_dossier.statements(about="Wagner")
    text = voices_text(chosen, sahel_dossier.catalogue)
    assert max(map(len, text.splitlines())) <= 100
    assert text.count("\n\n") == len(chosen) - 1
    one = voices_text([sahel_dossier.statement("st-0081")], sahel_dossier.catalogue)
    assert "  + said by France\n" in one
    assert "  - denied by Russia (counts as D3, with a stake) in the same sources." in one
    assert "  ~ competes: Mali's government formally denied hosting Wagner" in one
    assert "holds with 79% (likely)" in one


def test_a_statement_that_nobody_contests_has_no_conflict(sahel_dossier: Dossier) -> None:
    plain = next(s for s in sahel_dossier.statements() if not s.contested)
    told = voices(plain, sahel_dossier.catalogue, sahel_dossier.catalogue.beliefs)
    assert (told["denials"], told["competing"], told["conflict"]) == ([], [], 0)
    assert "conflict" not in voices_text([plain], sahel_dossier.catalogue)


def test_rows_hold_the_voices_only_where_they_are_asked_for(sahel_dossier: Dossier) -> None:
    [statement], catalogue = [sahel_dossier.statement("st-0081")], sahel_dossier.catalogue
    window = sahel_dossier.window
    [short] = statement_rows([statement], catalogue, window=window)
    [full] = statement_rows([statement], catalogue, window=window, full=True)
    assert full.pop("voices") == voices(statement, catalogue, catalogue.beliefs)
    assert full == short


def test_an_explanation_has_the_voices_on_each_contested_claim(sahel_dossier: Dossier) -> None:
    row = explanation_row(sahel_dossier.explain("mali:france:russia:1"), sahel_dossier.catalogue)
    assert row["contested"][0]["voices"]["denials"]
    assert all("opinion" in test["voices"] for test in row["contested"])
