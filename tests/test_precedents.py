"""Precedents on the command line, by public data, and in the brief."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from allegiance.cli import cli
from allegiance.graph.analysis.precedents.nearest import find_precedents
from allegiance.graph.analysis.precedents.public import code_public
from allegiance.graph.analysis.precedents.steps import Event
from allegiance.graph.dossier import open_dossier
from allegiance.graph.model.errors import AllegianceError, InputError
from allegiance.graph.render.sections.precedents import precedents_section

EXTRACTS = Path(__file__).parent / "datasets" / "extracts"


def called(*words: str) -> Result:
    return CliRunner().invoke(cli, words)


@pytest.fixture
def at_hand(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ALLEGIANCE_CACHE", str(EXTRACTS))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


def test_a_course_is_told_with_its_nearest_case_and_the_warning() -> None:
    text = called("precedents", "Niger", "--at", "2023-12-31").stdout
    assert "Niger in the 3 years up to 31 December 2023: arms received (July 2021), coup" in text
    assert "Mali, up to 6 October 2020: distance 0.57 of 1" in text
    assert re.search(r"sanctions on it +=  +sanctions on it", text)
    assert "a precedent is a place to look, no forecast" in text.replace("\n", " ")
    assert "Niger, up to" not in text


def test_a_course_too_short_to_be_compared_says_so_in_one_breath() -> None:
    text = called("precedents", "Chad", "--at", "2025-12-31").stdout
    assert "There is no case to compare it with: 2 steps are too few, 3 are needed." in text
    early = called("precedents", "Chad", "--at", "2024-12-31", "--years", "1").stdout
    assert "There is no case to compare it with: 1 step is too few, 3 are needed." in early


def test_a_course_is_one_json_document() -> None:
    found = json.loads(called("precedents", "Niger", "--at", "2023-12-31", "--json").stdout)
    assert found["case"]["actor"] == "niger"
    actors = [one["actor"] for one in found["nearest"]]
    assert len(actors) == len(set(actors)) == found["looked_at"]
    assert not {"niger", "france", "russia"} & set(actors)
    assert all(one["day"] < "2023-12-31" for one in found["nearest"])
    assert all(0 <= one["low"] <= one["share"] <= one["high"] <= 1 for one in found["followed"])


def test_who_has_no_steps_and_who_has_no_like_is_told_so() -> None:
    assert "Nothing of Benin is coded" in called("precedents", "Benin").stdout
    alone = called("precedents", "Mali", "--at", "2013-12-31").stdout
    assert "no other actor has 3 steps" in alone


def test_courses_of_public_data_come_from_the_sets_at_hand(at_hand: None) -> None:
    coded = code_public()
    assert coded.sets == ("powell-thyne-coups", "atop-alliances", "us-troops", "sipri-arms")
    assert coded.missing == ()
    mali = [(event.day, event.step) for event in coded.chronicles["mali"]]
    assert mali[:2] == [(dt.date(1968, 11, 19), "coup"), (dt.date(1978, 2, 15), "coup-failed")]
    only = code_public(["powell-thyne-coups"])
    assert only.window[1] == dt.date(2022, 11, 29)


def test_a_set_that_is_none_or_not_at_hand_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ALLEGIANCE_CACHE", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with pytest.raises(InputError, match="allegiance fetch powell-thyne-coups atop-alliances"):
        code_public()
    with pytest.raises(AllegianceError, match="Did you mean us-troops"):
        code_public(["us-troop"])


def put_troops(folder: Path, counts: list[float]) -> None:
    rows = pd.read_csv(EXTRACTS / "us_troops_long.csv")
    niger = rows[rows["iso3c"] == "NER"].iloc[:1]
    rows = pd.concat([niger] * len(counts), ignore_index=True)
    rows["year"] = range(1960, 1960 + len(counts))
    rows["troops_ad"] = counts
    rows.to_csv(folder / "us_troops_long.csv", index=False)


def test_troops_that_waver_about_the_threshold_do_not_come_and_go(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ALLEGIANCE_CACHE", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "none"))
    put_troops(tmp_path, [10, 120, 90, 110, 60, 40, 70])
    (events,) = [v for v in code_public().chronicles.values() if v]
    assert [(e.day.year, e.step) for e in events] == [
        (1961, "us-troops-come"),
        (1965, "us-troops-go"),
    ]


def test_a_day_that_public_data_do_not_cover_is_not_laid_to_a_dossier(at_hand: None) -> None:
    refused = called("precedents", "Mali", "--public", "--at", "1900")
    said = "1900-12-31 is not covered: the data sets at hand cover together "
    assert str(refused.exception).startswith(said)


def test_public_courses_are_asked_for_on_the_command_line(at_hand: None) -> None:
    found = called("precedents", "Mali", "--public", "--years", "60", "--at", "2018")
    assert "From powell-thyne-coups, atop-alliances" in found.stderr
    assert "coup (November 1968)" in found.stdout


@pytest.mark.parametrize(
    "words",
    [["--sets", "us-troops"], ["--public", "--as-known-on", "2020-01-01"], ["--most", "0"]],
)
def test_options_that_do_not_go_together_are_misuse(words: list[str]) -> None:
    assert called("precedents", "Mali", *words).exit_code == 2


def test_the_section_escapes_names_and_is_left_out_where_nothing_is_coded() -> None:
    dossier = open_dossier()
    hostile = "<b>x</b>"
    events = [
        Event(dt.date(2015, 1, 1) + dt.timedelta(days=90 * n), "coup") for n in range(0, 12, 2)
    ]
    window = (dt.date(2010, 1, 1), dt.date(2025, 1, 1))
    found = find_precedents(
        {"a": events, hostile: events}, "a", at=dt.date(2018, 1, 1), window=window
    )
    section = precedents_section(found, dossier.catalogue)
    assert section is not None
    assert hostile not in section.markup
    assert "&lt;b&gt;x&lt;/b&gt;" in section.markup
    nobody = find_precedents({}, "mali", at=dt.date(2018, 1, 1), window=window)
    assert precedents_section(nobody, dossier.catalogue) is None


def test_text_is_not_written_under_the_name_of_a_spreadsheet(tmp_path: Path) -> None:
    target = tmp_path / "niger.xlsx"
    result = CliRunner().invoke(cli, ["precedents", "Niger", "-o", str(target)])
    assert result.exit_code == 2
    assert "This is text, not a table" in result.output
    assert not target.exists()
