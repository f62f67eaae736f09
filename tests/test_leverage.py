"""Leverage from Python and on the command line: the Sahel dossier and public data."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import allegiance as al
from allegiance.cli import cli
from allegiance.graph.datasets.files import ENVIRONMENT
from allegiance.graph.model.errors import InputError

EXTRACTS = Path(__file__).parent / "datasets" / "extracts"


@pytest.fixture(scope="module")
def dossier() -> al.Dossier:
    return al.open()


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, ["leverage", *words])


def test_malis_arms_before_the_turn_by_hand(dossier: al.Dossier) -> None:
    reliance = dossier.leverage("Mali", at="2020-12-31")
    arms = next(d for d in reliance.dependences if d.indicator == "arms_tiv")
    # 2016 to 2020 in the dossier's measures ms-068 to ms-075: Russia 23 + 12 + 12, France
    # 4 + 3 + 2, United States 8, of 64.
    assert {s.patron: s.share for s in arms.shares} == pytest.approx(
        {"russia": 47 / 64, "france": 9 / 64, "usa": 8 / 64}
    )
    assert arms.concentration is not None
    assert arms.concentration.effective == pytest.approx(4096 / 2354)


def test_nigers_troops_before_and_after_by_hand(dossier: al.Dossier) -> None:
    before = dossier.leverage("Niger", at="2023-06-30").dependences
    troops = next(d for d in before if d.indicator == "troops")
    # 1,500 of France counted in August 2023, about 1,000 of the United States in April 2024.
    assert {s.patron: s.share for s in troops.shares} == {"france": 0.6, "usa": 0.4, "russia": 0}
    found = dossier.substitution("Niger", old="France", new="Russia", since="2023-07")
    yearly = {(year, c.indicator): c for year, c in found.yearly}
    covered = yearly[2024, "troops"].covered
    assert covered is not None
    assert covered[0] == pytest.approx(100 / 1500)


def test_the_leverage_of_france_over_mali_gives_way_to_russias(dossier: al.Dossier) -> None:
    turn = dossier.turn("Mali", old="France", new="Russia", since="2021-07")
    assert [one.patron for one in turn.before.leverages] == ["france", "russia"]
    assert [one.patron for one in turn.after.leverages] == ["russia", "france"]
    for change in turn.changes:
        parts = change.from_bandwidth + change.from_dependence
        assert parts == pytest.approx(change.after - change.before)
    france = next(one for one in turn.after.leverages if one.patron == "france")
    assert france.value == 0


def test_only_what_was_known_counts(dossier: al.Dossier) -> None:
    known = dossier.as_known_on("2021-08-31")
    ids = {
        name
        for d in known.leverage("Mali").dependences
        for s in d.shares
        for name in (*s.measures, *s.statements)
    }
    assert ids <= {*known.catalogue.measures, *known.catalogue.statements}
    assert "ti-011" not in ids


def test_a_day_outside_the_window_is_refused(dossier: al.Dossier) -> None:
    with pytest.raises(InputError, match="not covered"):
        dossier.leverage("Mali", at="2030")
    with pytest.raises(InputError, match="not covered"):
        dossier.turn("Mali", old="France", new="Russia", since="2030")


def test_nobody_takes_over_from_itself(dossier: al.Dossier) -> None:
    with pytest.raises(InputError, match="Russia is among the old patrons"):
        dossier.turn("Mali", old="France,Russia", new="Russia", since="2021-07")


def test_isolation_on_a_day(dossier: al.Dossier) -> None:
    found = dossier.isolation("Mali", "2021-06-30")
    assert "france" in found.friends
    assert found.value == pytest.approx(1 - len(found.friends) / found.others)


def test_the_command_prints_tables_and_the_last_shift() -> None:
    done = run("Mali")
    assert done.exit_code == 0, done.output
    assert "What holds Mali on 31 December 2025" in done.output
    assert "what Russia gives of what France gave" in done.output
    assert "gives of what" not in run("Mali", "--at", "2020").output


def test_the_command_prints_json_without_nan() -> None:
    done = run("Mali", "--json", "--old", "France,EU", "--new", "Russia", "--since", "2021-07")
    found = json.loads(done.stdout)
    assert {"actor", "at", "leverage", "dependence", "exchange", "isolation", "turn"} <= set(found)
    assert found["turn"]["substitution"]["old"] == ["france", "eu"]
    assert json.loads(run("Benin", "--json").stdout)["leverage"][0]["leverage"] is None


def test_shares_go_to_a_sheet(tmp_path: Path) -> None:
    target = tmp_path / "shares.csv"
    assert run("Mali", "-o", str(target)).exit_code == 0
    head, *rows = target.read_text("utf-8").splitlines()
    assert head.startswith("kind,channel,by,indicator,unit")
    assert len(rows) > 5


@pytest.mark.parametrize(
    "words",
    [("Mali", "--old", "France"), ("Mali", "--measure", "arms", "--since", "2021"), ()],
)
def test_what_does_not_go_together_is_misuse(words: tuple[str, ...]) -> None:
    assert run(*words).exit_code == 2


def test_partners_by_public_data_need_no_dossier(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = EXTRACTS / "sipri-exports-processed.csv"
    (tmp_path / source.name).write_bytes(source.read_bytes())
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "none"))
    words = ["-d", "no-such-folder", "leverage", "Mali", "--measure", "arms", "--json"]
    rows = json.loads(CliRunner().invoke(cli, words).stdout)
    assert rows[0]["first"] == "russia"
    year = str(rows[0]["year"])
    shares = json.loads(CliRunner().invoke(cli, [*words, "--at", year]).stdout)
    assert math.fsum(row["share"] for row in shares) == pytest.approx(1)
    early = CliRunner().invoke(cli, [*words, "--at", "1900"])
    assert "1900-12-31 is not covered: the data have arms of Mali of" in str(early.exception)
    missing = run("Mali", "--measure", "trade")
    assert isinstance(missing.exception, InputError)
    assert "allegiance fetch" in str(missing.exception)


def test_both_tables_of_the_command_and_the_brief_agree_on_the_day(dossier: al.Dossier) -> None:
    # Since Niger's shift of July 2023; what Russia had sent before counted in one table alone.
    found = json.loads(run("Niger", "--json").stdout)
    now = {one["patron"]: one["leverage"] for one in found["leverage"]}
    assert now == {one["patron"]: one["after"] for one in found["turn"]["changes"]}
    assert found["from"] == found["turn"]["after"]["from"] == "2023-07-01"
    assert f"leverage {now['russia']:.2f}" in " ".join(dossier.brief("Niger").headlines)
    five_years = json.loads(run("Niger", "--at", "2025-12-31", "--json").stdout)
    assert five_years["from"] == "2021-01-01"


def test_a_turn_of_ones_own_says_from_when_on_its_two_sides_count() -> None:
    text = run("Mali", "--old", "France", "--new", "Russia", "--since", "2021-07").stdout
    assert "count from 1 January 2016 for 30 June 2021 and from 1 July 2021 for" in text
