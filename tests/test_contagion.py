"""Contagion on the command line and in words."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

import allegiance as al
from allegiance.cli import cli
from allegiance.graph.analysis.contagion.found import Contagion, ContagionSettings
from allegiance.graph.analysis.contagion.knox import KnoxTest
from allegiance.graph.analysis.contagion.rate_ratios import RateRatio
from allegiance.graph.render.contagion import contagion_text, say_verdict

EXTRACTS = Path(__file__).parent / "datasets" / "extracts"
HOSTILE = "coup\x1b[31m\u202e"


@pytest.fixture(scope="module")
def dossier() -> al.Dossier:
    return al.open()


@pytest.fixture(scope="module")
def found(dossier: al.Dossier) -> Contagion:
    return dossier.contagion("coup", settings=ContagionSettings(draws=99))


@pytest.fixture
def extracts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ALLEGIANCE_CACHE", str(EXTRACTS))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


def told(found: Contagion, overall: KnoxTest, periods: KnoxTest, rates: RateRatio) -> Contagion:
    test = replace(
        found.tests[0], overall=overall, periods=periods, rates=rates, verdict="not shown"
    )
    return replace(found, tests=(test,))


def test_the_coups_of_the_sahel_are_too_few_and_their_pairs_carry_statements(
    found: Contagion, dossier: al.Dossier
) -> None:
    # Mali 2012, 2020, 2021, Chad 2021, Guinea 2021, Burkina Faso 2022, Niger and Gabon 2023.
    assert (found.acts, found.acting, found.verdict) == (8, 6, "too few")
    assert len(found.pairs) == 8
    statements = dossier.catalogue.statements
    assert all(name in statements for pair in found.pairs for name in pair.told)
    assert all(0.5 < pair.probability < 1 for pair in found.pairs)
    text = contagion_text(found, dossier.catalogue.label)
    assert text.startswith("Coup, among members of one organisation, 2012 to 2025: 8 state-years")
    assert "Too few to tell: 8 state-years with it" in text
    assert "Burkina Faso" in text


def test_several_steps_count_alike_and_a_list_is_as_good_as_commas(dossier: al.Dossier) -> None:
    quick = ContagionSettings(draws=99)
    one = dossier.contagion("coup, suspended", settings=quick)
    other = dossier.contagion(["coup", "suspended"], settings=quick)
    assert one == other
    assert one.act == "coup or suspended by an organisation"


def test_what_would_be_enough_for_a_high_rate_or_many_pairs_is_said(found: Contagion) -> None:
    none, more = KnoxTest(40, 44.0, 0.9, 0.7, 1.2, 0.5), KnoxTest(40, 20.0, 2.0, 1.5, 3.0, 0.01)
    high = RateRatio(37, 760, 175, 8624, 1.7, 1.1, 2.5)
    assert "states which do it often lie near" in say_verdict(told(found, none, none, high))[-1]
    assert "have such times together" in say_verdict(told(found, more, none, high))[-1]


def test_what_is_hostile_in_a_step_does_not_reach_the_terminal(
    found: Contagion, dossier: al.Dossier
) -> None:
    done = CliRunner().invoke(cli, ["contagion", HOSTILE])
    assert done.exit_code != 0
    text = contagion_text(found, lambda name: name + HOSTILE)
    assert "\x1b" not in text


@pytest.mark.usefixtures("extracts")
def test_the_command_gives_a_document_a_table_and_text(tmp_path: Path) -> None:
    words = ["contagion", "coup,coup-failed", "--public", "--draws", "99", "--within", "5,2"]
    done = CliRunner().invoke(cli, [*words, "--json"], catch_exceptions=False)
    document = json.loads(done.stdout)
    assert document["act"] == "coup or failed or plotted coup"
    assert [window["years"] for window in document["windows"]] == [2, 5]
    assert (document["first"], document["last"], document["seed"]) == (1950, 2022, 1)
    again = CliRunner().invoke(cli, [*words, "--json"], catch_exceptions=False)
    assert again.stdout == done.stdout
    table = tmp_path / "windows.csv"
    CliRunner().invoke(cli, [*words, "-o", str(table)], catch_exceptions=False)
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["years"] for row in rows] == ["2", "5"]
    text = CliRunner().invoke(cli, [*words, "--water", "24"], catch_exceptions=False).stdout
    assert "among neighbours (24 miles), 1950 to 2022" in text
    assert "Borders of 2016 are taken to stand after it" in text


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--since", "1990"], "go with --public"),
        (["--public", "--near", "bloc"], "are of dossiers"),
        (["--public", "--as-known-on", "2020"], "are of dossiers"),
        (["--within", "none"], "takes years from 1 to 50"),
        (["--within", "0,3"], "takes years from 1 to 50"),
    ],
)
def test_what_does_not_go_together_is_told(words: list[str], says: str) -> None:
    done = CliRunner().invoke(cli, ["contagion", *words])
    assert done.exit_code == 2
    assert says in done.stderr
