"""The command that fits ideal points to the roll calls at hand."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from allegiance.cli import cli
from allegiance.graph.datasets.files import ENVIRONMENT

HEADER = "rcid,session,vote,ccode,member,importantvote,date,unres,me,nu,di,hr,co,ec,year"
# How six states vote in seven roll calls: 1 yes, 2 abstain, 3 no, 8 absent. COW codes.
VOTES = {
    2: "1111112",
    365: "3333331",
    651: "3323113",
    432: "3233333",
    220: "1121112",
    200: "1112118",
}


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, ["points", *words])


@pytest.fixture(autouse=True)
def votes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of the set with two sessions, the only copy at hand."""
    lines = [HEADER]
    for session, year in ((30, 1975), (31, 1976)):
        for state, kinds in VOTES.items():
            for call, kind in enumerate(kinds):
                number = session * 100 + call
                day = f"11/1{call}/{year}"
                lines.append(f"{number},{session},{kind},{state},1,0,{day},R,0,0,0,0,0,0,{year}")
    folder = tmp_path / "copies"
    folder.mkdir()
    path = folder / "UNVotesPublished.csv"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    monkeypatch.setenv(ENVIRONMENT, str(folder))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return path


def test_every_state_has_a_row_a_session_with_its_interval() -> None:
    done = run("--json")
    assert done.exit_code == 0, done.output
    rows = json.loads(done.stdout)
    assert [(row["session"], row["state"]) for row in rows[:6]] == [
        (30, state)
        for state in ("egypt", "france", "mali", "russia", "united-kingdom", "united-states")
    ]
    assert len(rows) == 12
    assert all(row["lower"] < row["ideal_point"] < row["upper"] for row in rows)
    points = {row["state"]: row["ideal_point"] for row in rows[:6]}
    assert points["united-states"] > 0 > points["russia"]
    assert {row["year"] for row in rows} == {1975, 1976}
    assert "date no change by these" in done.stderr


def test_one_state_is_found_by_a_name_that_it_had(tmp_path: Path) -> None:
    target = tmp_path / "points.csv"
    assert run("Soviet Union", "-o", str(target)).exit_code == 0
    rows = list(csv.DictReader(target.read_text("utf-8").splitlines()))
    assert [(row["state"], row["session"], row["votes_cast"]) for row in rows] == [
        ("russia", "30", "7"),
        ("russia", "31", "7"),
    ]


def test_points_on_a_day_are_those_of_its_year() -> None:
    whole = json.loads(run("--json").stdout)
    found = json.loads(run("--at", "1976-02", "--json").stdout)
    assert found == [row for row in whole if row["year"] == 1976] != []
    early = run("Mali", "--at", "1930")
    said = "1930-12-31 is not covered: the data have ideal points of Mali of 1975 to 1976."
    assert (early.exit_code, str(early.exception)) == (1, said)


def test_sessions_apart_do_not_lend_to_each_other(votes: Path) -> None:
    text = votes.read_text("utf-8")
    # In the second session Egypt votes as the United States do.
    for call, kind in enumerate(VOTES[2]):
        old = f"{3100 + call},31,{VOTES[651][call]},651,"
        text = text.replace(old, f"{3100 + call},31,{kind},651,")
    votes.write_text(text, "utf-8")

    def step(*words: str) -> float:
        first, second = json.loads(run("Egypt", "--json", *words).stdout)
        return float(second["ideal_point"] - first["ideal_point"])

    assert step("--apart") > step() > 0
    assert "Sessions stand apart" in run("--apart").stderr


def test_files_may_be_named_and_missing_ones_say_how_to_get_them(
    votes: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path / "empty"))
    assert run("Mali", "--votes", str(votes)).exit_code == 0
    missing = run("Mali")
    assert missing.exit_code == 1
    assert "allegiance import un-votes FILE" in str(missing.exception)


def test_a_state_without_a_vote_has_no_row() -> None:
    done = run("Chad")
    assert (done.exit_code, done.stdout.strip()) == (0, "Nothing found.")


def test_the_python_example_of_the_page_runs() -> None:
    page = Path(__file__).parents[1] / "docs" / "methods" / "ideal_points.md"
    (code,) = re.findall(r"```python\n(.*?)```", page.read_text("utf-8"), re.S)
    names: dict[str, object] = {}
    exec(compile(code, page.name, "exec"), names)
    assert names["fit"].at_rest  # type: ignore[attr-defined]
