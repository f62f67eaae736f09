"""Measures on the command line, from files in the publisher's form, without a dossier."""

import json
import math
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from allegiance.cli import cli
from allegiance.graph.datasets.files import ENVIRONMENT

POLES = ("--measure", "ideal", "--poles", "United States,Russia")
SHIFT = "ideal.egypt.1975.united-states.russia"


@pytest.fixture
def points(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The ideal points of four invented careers, as published; Egypt turns in 1975."""
    lines = ["ccode,session,NVotes,IdealPoint,Q5%,Q50%,Q95%"]
    for session in range(15, 45):
        wiggle = 0.1 * math.sin(5 * session)
        careers = {2: 2.0, 365: -2.0, 651: (-1 if session < 30 else 1) + wiggle, 220: 1.5 + wiggle}
        for code, x in careers.items():
            lines.append(f"{code},{session},60,{x},{x - 0.2},{x},{x + 0.2}")
    (tmp_path / "IdealpointestimatesAll_Apr2020.csv").write_text("\n".join(lines), "utf-8")
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "none"))
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, ["-d", "no-such-folder", *words])


@pytest.mark.usefixtures("points")
def test_shifts_by_a_measure_need_no_dossier_and_print_the_json_of_a_shift() -> None:
    done = run("shifts", "EGY", *POLES, "--json")
    assert done.exit_code == 0, done.output
    (shift,) = json.loads(done.stdout)
    assert shift["id"] == SHIFT
    assert shift["measure"] == "ideal"
    assert (shift["from"], shift["to"]) == ("russia", "united-states")
    assert shift["alert"] is True
    assert shift["upheavals"] == []
    assert "It does not see" in done.stderr
    assert "archigos-leaders is not at hand" in done.stderr


@pytest.mark.usefixtures("points")
def test_shifts_without_a_state_list_the_alerts_of_all() -> None:
    done = run("shifts", *POLES)
    assert "Egypt" in done.stdout
    assert "France" not in done.stdout
    assert "1960-1989; other years are not covered" in done.stdout
    assert "1 alert. Of 0 the direction is open" in done.stdout


@pytest.mark.usefixtures("points")
def test_tilt_by_a_measure_prints_a_row_a_year() -> None:
    series = json.loads(run("tilt", "Egypt", *POLES, "--json").stdout)
    assert [row["year"] for row in series["series"]] == list(range(1960, 1990))
    text = run("tilt", "Egypt", *POLES).stdout
    assert "1975" in text
    assert "It sees" in text


@pytest.mark.usefixtures("points")
def test_tilt_by_a_measure_on_a_day_is_the_row_of_its_year() -> None:
    whole = json.loads(run("tilt", "Egypt", *POLES, "--json").stdout)["series"]
    found = json.loads(run("tilt", "Egypt", *POLES, "--at", "1976-06", "--json").stdout)
    assert found["at"] == "1976-06-30"
    assert found["series"] == [row for row in whole if row["year"] == 1976]
    done = run("tilt", "Egypt", *POLES, "--at", "1930")
    said = "1930-12-31 is not covered: the data have ideal of Egypt of 1960 to 1989."
    assert (done.exit_code, str(done.exception)) == (1, said)


@pytest.mark.usefixtures("points")
def test_explain_takes_the_id_of_a_measure_and_names_its_data() -> None:
    done = run("explain", SHIFT)
    assert done.exit_code == 0, done.output
    assert "1974: ideal point" in done.stdout
    assert "Bailey" in done.stdout
    assert "no cause is claimed" in done.stdout
    as_json = json.loads(run("explain", SHIFT, "--json").stdout)
    assert "it hangs most on 19" in done.stdout
    assert as_json["weakest_year"]["probability_without"] > 0.9
    assert [row["year"] for row in as_json["years"]] == list(range(1970, 1981))


@pytest.mark.usefixtures("points")
def test_a_table_of_shifts_is_written_as_csv(tmp_path: Path) -> None:
    target = tmp_path / "shifts.csv"
    assert run("shifts", "Egypt", *POLES, "-o", str(target)).exit_code == 0
    assert SHIFT in target.read_text("utf-8")


@pytest.mark.usefixtures("points")
@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["shifts", "Egypt", "--measure", "ideal"], 2, "needs two poles"),
        (["tilt", "Egypt", "--measure", "ideal", "--poles", "USA"], 2, "needs two poles"),
        (["shifts", *POLES, "--channel", "defence"], 2, "--channel is for --measure acts"),
        (["tilt", "Egypt", *POLES, "--as-known-on", "2020"], 2, "--as-known-on is for"),
        (["tilt", "Egypt", *POLES, "--by", "month"], 2, "other measures are by year"),
    ],
)
def test_a_misuse_says_what_to_give(words: list[str], status: int, said: str) -> None:
    done = run(*words)
    assert (done.exit_code, said in done.stderr) == (status, True), done.stderr


@pytest.mark.usefixtures("points")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["shifts", "Egipt", *POLES], "Did you mean Egypt"),
        (["shifts", "Egypt", "--measure", "ideal", "--poles", "USA,USA"], "are one state"),
        (["shifts", "USA", *POLES], "United States cannot be measured against itself"),
        (["tilt", "Soviet Union", *POLES], "Russia cannot be measured against itself"),
        (["shifts", "Egypt", "--measure", "troops", "--poles", "FRA,RUS"], "US troops only"),
        (["shifts", "Egypt", "--measure", "trade", "--poles", "USA,RUS"], "No copy of"),
        (["explain", "ideal.egypt.1999.united-states.russia"], "No shift"),
    ],
)
def test_a_failure_says_what_is_wrong(words: list[str], said: str) -> None:
    done = run(*words)
    assert done.exit_code == 1
    assert said in str(done.exception)
