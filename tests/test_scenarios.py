"""Scenarios on the command line and in the brief."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from allegiance.cli import cli
from allegiance.graph.dossier import Dossier, open_dossier
from allegiance.graph.model.errors import AllegianceError, DossierError
from allegiance.graph.render.sections.scenarios import scenarios_section
from allegiance.graph.store.starter import start_dossier

HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture
def straits(tmp_path: Path) -> Path:
    start_dossier(tmp_path / "straits", form="turtle")
    (tmp_path / "straits" / "scenarios").mkdir(exist_ok=True)
    return tmp_path / "straits"


def called(*words: str) -> Result:
    return CliRunner().invoke(cli, words)


def put(folder: Path, text: str, name: str = "if") -> None:
    (folder / "scenarios" / f"{name}.toml").write_text(text, encoding="utf-8")


def test_the_scenarios_of_a_dossier_are_listed() -> None:
    rows = json.loads(called("scenario", "--json").stdout)
    assert [row["name"] for row in rows] == [
        "bargaining-move",
        "russia-fails-to-pay",
        "sanctions-bite",
    ]
    assert all(row["question"] for row in rows)


def test_a_dossier_without_scenarios_says_so(straits: Path) -> None:
    assert called("-d", str(straits), "scenario").stdout == "Nothing found.\n"


def test_a_comparison_shows_both_sides_and_what_each_supposition_does() -> None:
    text = called("scenario", "bargaining-move", "Mali").stdout
    assert "Mali: the likeliest shift would be at 53% rather than 92%, and no longer listed" in text
    assert re.search(r"probability of the likeliest shift +92%, alert +53%, not listed", text)
    assert re.search(r"3\. change ti-016 +84% +\+0\.47 +59% +\+0\.11", text)
    assert "st-0164 rests on st-0173" in text
    assert re.search(r"leverage +Mali +leverage of Russia +0\.47 +0\.1", text)
    assert "does not say how likely they are" in text


def test_what_is_supposed_is_told_in_words_promises_by_what_they_said() -> None:
    text = " ".join(called("scenario", "sanctions-bite", "Mali").stdout.split())
    assert "With end February 2024: ECOWAS imposed sanctions on Mali" in text
    assert "With no end: France and Mali had a defence agreement in force" in text
    # Before: "With outcome met, outcome_date 2024-02: cm-006".
    assert "With outcome met and outcome date February 2024: Mali's authorities promised" in text


def test_a_comparison_is_one_json_document() -> None:
    found = json.loads(called("scenario", "sanctions-bite", "Mali", "--json").stdout)
    assert found["scenario"] == "sanctions-bite"
    assert len(found["suppositions"]) == len(found["effects"][0]["causes"]) == 8
    assert found["commitments"]["met"]["supposed"] == found["commitments"]["met"]["as_is"] + 2


def test_a_comparison_in_a_table_has_a_row_a_figure(tmp_path: Path) -> None:
    target = tmp_path / "side.csv"
    assert called("scenario", "bargaining-move", "Mali", "-o", str(target)).exit_code == 0
    with target.open(encoding="utf-8", newline="") as file:
        rows = {(row["finding"], row["what"]): row for row in csv.DictReader(file)}
    assert rows["shifts", "shifts listed"]["supposed"] == "0"
    assert rows["leverage", "leverage of Russia"]["as_is"] == "0.47"
    assert rows["commitments", "met"]["as_is"] == rows["commitments", "met"]["supposed"]


def test_any_finding_can_be_asked_as_supposed() -> None:
    plain = json.loads(called("shifts", "Mali", "--json").stdout)
    other = json.loads(
        called("--supposing", "russia-fails-to-pay", "shifts", "Mali", "--json").stdout
    )
    assert other[0]["probability"] < plain[0]["probability"]


@pytest.mark.parametrize("words", [["check"], ["merge", "a", "b"]])
def test_what_is_about_files_takes_no_supposition(words: list[str]) -> None:
    found = called("--supposing", "russia-fails-to-pay", *words)
    assert found.exit_code == 2
    assert "the files as they are" in found.stderr


def test_check_names_what_is_wrong_in_a_scenario(straits: Path) -> None:
    put(straits, 'title = "x"\n\n[[remove]]\nid = "nobody"\n')
    found = called("-d", str(straits), "check")
    assert found.exit_code == 1
    assert re.search(
        r"if\.toml:3: error: removes 'nobody', which the dossier does not", found.stdout
    )


def test_a_miss_suggests_the_scenarios_there_are() -> None:
    found = called("scenario", "bargainingmove")
    assert isinstance(found.exception, AllegianceError)
    assert "Did you mean bargaining-move?" in str(found.exception)


def test_a_path_that_is_missing_is_an_error(tmp_path: Path) -> None:
    found = called("scenario", str(tmp_path / "none.toml"))
    assert isinstance(found.exception, DossierError)
    assert "cannot be read" in str(found.exception)


def test_hostile_words_of_a_scenario_stay_words_in_the_brief(straits: Path) -> None:
    plain = open_dossier(straits)
    [state] = plain.states()
    about = [s.id for s in plain.statements(about=state) if s.relation.id != "part_of"]
    put(
        straits,
        f"title = '{HOSTILE}'\nquestion = '{HOSTILE}'\n[[remove]]\nid = {about[::2]}\n"
        f"why = '{HOSTILE}'\n",
    )
    dossier: Dossier = open_dossier(straits)
    found = [dossier.scenario("if", state, causes=False)]
    assert found[0].changed
    section = scenarios_section(found, dossier.catalogue)
    assert section is not None
    assert HOSTILE not in section.markup
    assert section.markup.count("&lt;img src=x onerror=alert(1)&gt;") >= 3


def test_the_scenario_of_the_docs_holds(tmp_path: Path) -> None:
    page = Path(__file__).parents[1] / "docs" / "scenarios.md"
    (text,) = re.findall(r"```toml\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    path = tmp_path / "docs.toml"
    path.write_text(text, encoding="utf-8")
    assert open_dossier().scenario(path, "Mali", causes=False).effects[0].changed


def test_the_chart_has_a_line_for_what_is_and_for_each_scenario_that_changes_it() -> None:
    dossier = open_dossier()
    found = [dossier.scenario(name, "Mali", causes=False) for name in dossier.scenarios]
    section = scenarios_section(found, dossier.catalogue)
    assert section is not None
    drawing = section.markup[section.markup.index("<svg") : section.markup.index("</svg>")]
    for name in ("as it is", *(one.title for one in dossier.scenarios.values())):
        assert f">{name}</text>" in drawing
    chad = [dossier.scenario("bargaining-move", "Chad", causes=False)]
    other = scenarios_section(chad, dossier.catalogue)
    assert other is not None
    assert "<svg" not in other.markup
    assert "No difference to how this actor stands" in other.markup
    assert "<h3>" not in other.markup


def test_a_dossier_without_scenarios_has_no_section() -> None:
    assert scenarios_section([], open_dossier().catalogue) is None
