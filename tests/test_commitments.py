"""The command on promises, and the method behind it."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import allegiance as al
from allegiance.cli import cli
from allegiance.graph.model.errors import InputError


def said(*words: str) -> str:
    done = CliRunner().invoke(cli, ["commitments", *words], catch_exceptions=False)
    assert done.exit_code == 0
    return done.stdout


def test_the_document_of_an_actor_agrees_with_python() -> None:
    told = json.loads(said("Mali", "--json"))
    assert told == json.loads(json.dumps(al.open().commitments("Mali").to_dict()))
    assert (told["at"], told["actor"]) == ("2025-12-31", "mali")
    assert (told["own"]["kept"]["kept"], told["own"]["kept"]["settled"]) == (2, 9)


def test_a_rate_of_nothing_is_null_and_not_zero() -> None:
    told = {row["group"]: row["kept"] for row in json.loads(said("--by", "actor", "--json"))}
    assert told["russia"]["settled"] == 0
    assert told["russia"]["share"] is told["russia"]["low"] is None


def test_a_day_changes_how_promises_stand() -> None:
    stands = {
        day: {
            row["id"]: row["status"] for row in json.loads(said("--at", day, "--json"))["promises"]
        }
        for day in ("2022-08-14", "2022-08-15", "2022-08")
    }
    assert [found["cm-010"] for found in stands.values()] == ["pending", "met", "met"]


def test_what_was_known_is_another_question() -> None:
    told = json.loads(said("--as-known-on", "2022-06-01", "--json"))
    assert told["at"] == "2022-06-01"
    assert {row["status"] for row in told["promises"] if row["id"] == "cm-003"} == {"pending"}


def test_tables_go_to_csv(tmp_path: Path) -> None:
    said("--by", "kind", "-o", str(tmp_path / "kinds.csv"))
    said("-o", str(tmp_path / "all.csv"))
    with (tmp_path / "kinds.csv").open(encoding="utf-8") as file:
        kinds = {row["group"]: row for row in csv.DictReader(file)}
    with (tmp_path / "all.csv").open(encoding="utf-8") as file:
        assert len(list(csv.DictReader(file))) == 39
    assert (kinds["withdrawal"]["met"], kinds["withdrawal"]["kept_settled"]) == ("7", "10")
    assert kinds["aid"]["kept_share"] == ""


def test_the_text_tells_promises_and_moved_dates() -> None:
    text = said("Mali")
    assert text.startswith("Promises by Mali: 10 in all; of 9 settled, 2 kept as promised")
    assert "Dates that were moved" in text
    assert "brought forward by 1,031 to 1,061 days in all. It was missed." in text


def test_a_day_outside_the_window_is_an_error() -> None:
    with pytest.raises(InputError, match="is not covered"):
        al.open().commitments(at="2031-01-01")


def test_the_brief_has_one_section_on_promises_and_one_on_outcomes() -> None:
    html = al.open().brief("Mali").html
    assert html.count('<section id="outcomes">') == 1
    assert html.count('<section id="promises">') == 1
    assert "Promises by Mali: 10 in all" in html
