"""How alike two were, on the command line, from files in the publisher's form and a dossier."""

import json
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

import allegiance as al
from allegiance.cli import cli
from allegiance.commands.alignment import COEFFICIENTS, ISSUES
from allegiance.graph.analysis.alignments import protocol
from allegiance.graph.datasets.files import ENVIRONMENT
from allegiance.graph.datasets.un_votes import ISSUE_CODES

ROOT = Path(__file__).parents[1]
DOSSIER = ROOT / "tests" / "dossiers" / "archipelago"


@pytest.fixture
def votes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Roll calls of 1969 to 1971 as published: Egypt and Mali differ in 1970, Mali is gone then."""
    lines = ["rcid,session,vote,ccode,importantvote,date,unres,me,nu,di,hr,co,ec"]
    cast = {1969: ("111331", "111331"), 1970: ("111333", "331113"), 1971: ("111333", "888888")}
    for year, sides in cast.items():
        for code, letters in zip((651, 432), sides, strict=True):
            for number, vote in enumerate(letters):
                call = f"{year}{number},{year - 1945},{vote},{code},0"
                lines.append(f"{call},10/1/{year},R/{number},0,0,0,1,0,0")
    (tmp_path / "UNVotesPublished.csv").write_text("\n".join(lines), "utf-8")
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "none"))
    return tmp_path


def run(*words: str, dossier: str | Path = "no-such-folder") -> Result:
    return CliRunner().invoke(cli, ["-d", str(dossier), *words])


def test_the_choices_of_the_command_are_those_of_the_analysis() -> None:
    assert set(COEFFICIENTS) == set(protocol.COEFFICIENTS)
    assert set(ISSUES) == set(ISSUE_CODES)


@pytest.mark.usefixtures("votes")
def test_align_prints_one_json_document_with_a_row_a_year() -> None:
    done = run("align", "Egypt", "MLI", "--json")
    assert done.exit_code == 0, done.output
    said = json.loads(done.stdout)
    assert said["actors"] == ["egypt", "mali"]
    assert (said["measure"], said["by"], said["covers"]) == ("votes", "kappa", [1969, 1971])
    assert [row["year"] for row in said["series"]] == [1969, 1970]
    assert said["series"][0]["value"] == 1
    assert said["series"][0]["error"] is None  # alike throughout: nothing tells an error
    assert "It does not see" in done.stderr


@pytest.mark.usefixtures("votes")
def test_a_coefficient_is_a_measure_of_its_own_and_says_so_with_by() -> None:
    one = run("align", "Egypt", "Mali", "--measure", "agreement", "--json")
    other = run("align", "Egypt", "Mali", "--measure", "votes", "--by", "agreement", "--json")
    short = run("align", "Egypt", "Mali", "--by", "agreement", "--json")
    assert one.stdout == other.stdout == short.stdout
    # 1970: two of six alike, four opposed.
    assert json.loads(one.stdout)["series"][1]["value"] == pytest.approx(1 / 3)


@pytest.mark.usefixtures("votes")
def test_a_single_year_has_no_highest_and_lowest() -> None:
    done = run("align", "Egypt", "Mali", "--from", "1970", "--to", "1970", "--by", "agreement")
    (line,) = [one for one in done.stdout.splitlines() if one.startswith("Egypt and Mali")]
    assert line.endswith(" in 1970.")


@pytest.mark.usefixtures("votes")
def test_years_that_are_not_covered_are_said_and_never_nought() -> None:
    done = run("align", "Egypt", "Mali", "--from", "1970", "--to", "1980")
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert any(line.startswith("1971 ") and "no roll call" in line for line in lines)
    assert any("1972-1980" in line and "the data are of 1969-1971" in line for line in lines)
    assert "1 of 11 years have a value" in done.stdout


@pytest.mark.usefixtures("votes")
def test_an_issue_on_which_nobody_voted_is_not_covered() -> None:
    done = run("align", "Egypt", "Mali", "--issue", "hr")
    assert "2 of 2 years have a value" in done.stdout
    assert "not covered in any year" in run("align", "Egypt", "Mali", "--issue", "nu").stdout


@pytest.mark.usefixtures("votes")
def test_the_series_is_written_as_csv(tmp_path: Path) -> None:
    target = tmp_path / "egypt.csv"
    assert run("align", "Egypt", "Mali", "-o", str(target)).exit_code == 0
    assert target.read_text("utf-8").splitlines()[0].startswith("year,value,low,high,error,n")


def test_actors_of_a_dossier_are_compared_by_what_they_did() -> None:
    words = ("align", "Delmar", "Corvia", "--measure", "acts", "--json")
    done = run(*words, dossier=DOSSIER)
    assert done.exit_code == 0, done.output
    said = json.loads(done.stdout)
    assert (said["measure"], said["by"], said["data"]) == ("acts", "kappa", [])
    whole = run(*words[:-1], dossier=DOSSIER)
    assert "the statements of the dossier" in whole.stdout


@pytest.mark.usefixtures("votes")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--measure", "kappa", "--by", "pi"], "votes by kappa, not by pi"),
        (["--measure", "arms", "--by", "pi"], "arms cannot be taken by pi"),
        (["--measure", "ideal", "--issue", "hr"], "--issue is for --measure votes"),
        (["--scale", "cow"], "--scale is for --measure alliances"),
        (["--channel", "defence"], "--channel is for --measure acts"),
        (["--as-known-on", "2020"], "--as-known-on is for --measure acts"),
        (["--measure", "cosine"], "is not one of"),
        (["--from", "long ago"], "is not a valid integer"),
    ],
)
def test_a_misuse_says_what_to_give(words: list[str], said: str) -> None:
    done = run("align", "Egypt", "Mali", *words)
    assert (done.exit_code, said in done.stderr) == (2, True), done.stderr


@pytest.mark.usefixtures("votes")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["Egipt", "Mali"], "Did you mean Egypt"),
        (["Egypt", "EGY"], "are one"),
        (["Egypt", "Mali", "--from", "1980", "--to", "1970"], "the first must be the earlier"),
        (["Egypt", "Mali", "--measure", "trade"], "No copy of"),
    ],
)
def test_a_failure_says_what_is_wrong(words: list[str], said: str) -> None:
    done = run("align", *words)
    assert done.exit_code == 1
    assert said in str(done.exception)


@pytest.mark.usefixtures("votes")
def test_align_on_a_day_is_the_row_of_its_year() -> None:
    whole = json.loads(run("align", "Egypt", "Mali", "--json").stdout)["series"]
    found = json.loads(run("align", "Egypt", "Mali", "--at", "1970-05", "--json").stdout)
    assert found["series"] == [row for row in whole if row["year"] == 1970]
    assert "votes: not covered in 1900." in run("align", "Egypt", "Mali", "--at", "1900").stdout
    both = run("align", "Egypt", "Mali", "--at", "1970", "--from", "1969")
    assert both.exit_code == 2
    assert "--at is one year, --from and --to many" in both.output


def test_align_of_acts_on_a_day_is_the_row_of_its_year_if_the_day_is_covered() -> None:
    dossier = al.open(DOSSIER)
    whole = dossier.align("Delmar", "Faroth").series
    found = dossier.align("Delmar", "Faroth", at="2009-03").series
    pd.testing.assert_frame_equal(found, whole[whole["year"] == 2009].reset_index(drop=True))
    done = run("align", "Delmar", "Faroth", "--measure", "acts", "--at", "2031", dossier=DOSSIER)
    assert "2031-12-31 is not covered: the dossier covers 2000-01-01" in str(done.exception)
