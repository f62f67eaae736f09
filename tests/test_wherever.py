"""Options that stand with every command, and what the others are told to write."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from allegiance.cli import cli
from allegiance.commands.wherever import INSTEAD

DOSSIER = str(Path(__file__).parent / "dossiers" / "archipelago")
EVERYWHERE = ("--at", "--as-known-on", "-d", "--supposing")


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, list(words))


@pytest.mark.parametrize("option", EVERYWHERE)
@pytest.mark.parametrize("name", sorted(cli.commands))
def test_every_command_takes_a_day_and_a_dossier_or_says_what_to_write(
    name: str, option: str
) -> None:
    takes = any(option in parameter.opts for parameter in cli.commands[name].params)
    assert takes != (name in INSTEAD[option])
    if not takes:
        refused = run(name, option, "2022")
        assert refused.exit_code == 2
        assert f"{name} takes no {option}. {INSTEAD[option][name]}" in refused.stderr


def test_an_option_that_nobody_takes_is_told_as_before() -> None:
    refused = run("shifts", "Mali", "--poels", "x")
    assert "No such option '--poels'." in refused.stderr
    assert "--poles" in refused.stderr


def test_the_dossier_may_be_named_after_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLEGIANCE_DOSSIER", "no-such-folder")
    before = run("-d", DOSSIER, "shifts", "--json")
    after = run("shifts", "--json", "-d", DOSSIER)
    assert before.exit_code == after.exit_code == 0
    assert after.stdout == before.stdout
    assert json.loads(after.stdout)
    assert "nothing is wrong" in run("check", "--dossier", DOSSIER).stdout
    assert run("-d", DOSSIER, "actors", "Delmar", "-d", DOSSIER).exit_code == 0


def test_two_dossiers_are_refused() -> None:
    refused = run("-d", "islands", "actors", "-d", "straits")
    assert refused.exit_code == 2
    assert "Two dossiers are named, islands and straits: name one." in refused.stderr
    refused = run("--supposing", "one", "shifts", "--supposing", "two")
    assert "Two scenarios are named, one and two: name one." in refused.stderr


def test_what_to_see_names_the_dossier_that_stood_after_the_command() -> None:
    refused = run("statements", "--about", "qqqqqq", "-d", DOSSIER)
    assert str(refused.exception).endswith(f"See: allegiance -d {DOSSIER} actors")


def test_a_scenario_may_be_laid_over_after_the_command(tmp_path: Path) -> None:
    before = run("--supposing", "bargaining-move", "shifts", "Mali", "--json")
    after = run("shifts", "Mali", "--json", "--supposing", "bargaining-move")
    assert before.exit_code == after.exit_code == 0
    assert after.stdout == before.stdout != run("shifts", "Mali", "--json").stdout


def test_the_day_of_a_question_is_an_option_too() -> None:
    asked = run("ask", "active-on", "at=2008-07", "-d", DOSSIER)
    assert asked.exit_code == 0
    assert run("ask", "active-on", "--at", "2008-07", "-d", DOSSIER).stdout == asked.stdout
    twice = run("ask", "active-on", "at=2008-07", "--at", "2009", "-d", DOSSIER)
    assert "at is given twice, as '2008-07' and '2009'" in twice.stderr
    nothing = run("ask", "--at", "2009", "-d", DOSSIER)
    assert (nothing.exit_code, "--at goes with a question" in nothing.stderr) == (2, True)
