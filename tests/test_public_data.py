"""Public data on the command line: from a list of sets to what the pages show."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest

from allegiance.tests.command_line import Done, Run, runner

ROOT = Path(__file__).parents[1]
EXTRACTS = ROOT / "tests" / "datasets" / "extracts"
POWELL = EXTRACTS / "powell_thyne_coups_final.txt"


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run the command line in a folder of its own, with the extracts as the copies at hand."""

    call = runner(tmp_path, tmp_path / "cache")

    def with_copies(*words: str, copies: str = str(EXTRACTS)) -> Done:
        return call(*words, ALLEGIANCE_CACHE=copies)

    return with_copies


@pytest.fixture
def copy(tmp_path: Path) -> str:
    return str(shutil.copytree(ROOT / "data" / "sahel", tmp_path / "sahel"))


def test_the_list_says_what_there_is_and_what_is_at_hand(run: Run, tmp_path: Path) -> None:
    rows = {row["name"]: row for row in json.loads(run("datasets", "--json").stdout)}
    assert rows["cline-coups"]["at_hand"] == "yes"
    assert rows["cline-coups"]["covers"] == "1945-01-01 to 2022-12-31"
    assert "Peyton" in rows["cline-coups"]["citation"]
    none = json.loads(run("datasets", "leaders", "--json", copies="").stdout)
    assert {row["name"]: row["at_hand"] for row in none}["archigos-leaders"] == "no"
    assert run("datasets", "coups", "-o", "sets.csv").returncode == 0
    with (tmp_path / "sets.csv").open(encoding="utf-8", newline="") as file:
        assert "licence" in next(csv.reader(file))
    assert "powell-thyne-coups" in run("datasets", "thyne").stdout


def test_the_name_of_a_set_shows_what_to_cite_and_how_to_get_it(run: Run) -> None:
    told = run("datasets", "cline-coups", copies="").stdout
    assert "citation: Peyton, Bajjalieh" in told
    assert "at hand: no" in told
    assert "to be had: Download Coup_Data_v2.1.2.csv" in told
    assert "to be had: Get it: allegiance fetch cow-trade" in run("datasets", "cow-trade").stdout


def test_an_import_is_seen_in_statements_questions_map_and_brief(
    run: Run, copy: str, tmp_path: Path
) -> None:
    done = run("-d", copy, "import", "coups")
    assert done.returncode == 0, done.stderr
    assert "cline-coups: 17 rows read, 17 facts in them." in done.stdout
    assert "powell-thyne-coups: 15 rows read, 13 facts in them." in done.stdout
    assert "codes that stand for no state then: COW 399 in 1999 (1)" in done.stdout
    name = "powell-thyne-coups-432-2021-05-21-success"
    told = run("-d", copy, "statements", "--id", name).stdout
    assert "Jonathan Powell and Clayton Thyne, no date, B" in told
    assert "competes: A coup succeeded in Mali on 2021-05-24, by the Cline Center." in told
    asked = run("-d", copy, "ask", "who-overthrew-whom", "actor=Mali", "--format", "csv").stdout
    assert name in asked
    dates = run("-d", copy, "ask", "competing-dates", "actor=Mali", "--format", "csv").stdout
    assert "2021-05-21" in dates
    assert run("-d", copy, "map", "Mali", "-o", "map.html").returncode == 0
    assert run("-d", copy, "brief", "Mali", "-o", "brief.html").returncode == 0
    for page in ("map.html", "brief.html"):
        assert name in (tmp_path / page).read_text("utf-8")
    assert run("-d", copy, "explain", "mali:france:russia:1").returncode == 0
    (shift,) = json.loads(run("-d", copy, "shifts", "Mali", "--json").stdout)
    (plain,) = json.loads(run("shifts", "Mali", "--json").stdout)
    near = shift.pop("upheavals")
    assert {key: plain[key] for key in shift} == shift  # coups weigh nothing by themselves
    second = next(one for one in near if "2021-05-21" in one["date"])
    assert second["date"] == "2021-05-21 or 2021-05-24 or 2021-05-25"
    assert second["statements"][0] == name
    assert name in run("-d", copy, "shifts", "Mali").stdout


def test_a_file_given_by_name_is_read_and_the_report_is_one_document(run: Run, copy: str) -> None:
    words = ("import", "powell-thyne-coups", str(POWELL), "--since", "2021", "--until", "2021")
    done = run("-d", copy, *words, "--json", copies="")
    (report,) = json.loads(done.stdout)
    assert (report["rows"], report["statements"], report["competing"]) == (15, 2, 2)
    assert report["left_out"]["outside 2021-01-01 to 2021-12-31"] == 11


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        (("import", "cline-coups"), 1, "The shipped dossier is not written to"),
        (("-d", "COPY", "import", "clime-coups"), 1, "Did you mean cline-coups"),
        (("-d", "COPY", "import", "coups", str(POWELL)), 2, "Name the one of FILE"),
        (("-d", "COPY", "import", "cline-coups", str(POWELL)), 1, "Expected is the coups of the C"),
        (("-d", "COPY", "import", "cline-coups", "none.csv"), 1, "cannot be read"),
        (
            ("-d", "COPY", "import", "coups", "--since", "2023", "--until", "2021"),
            1,
            "Nothing lies",
        ),
        (("-d", "COPY", "import", "coups", "--since", "spring"), 1, "spring"),
        (("import", "gdelt1", "x.csv"), 1, "counted, never asserted"),
        (("import", "ideal-points", "--since", "2000"), 2, "choose among them do nothing"),
        (
            ("-d", "COPY", "import", "cline-coups", "--relation", "visits"),
            1,
            "cline-coups has no 'visits'. It has: attempts_coup_in, plots_coup_in, takes_power_in",
        ),
        (("fetch", "cline-coups"), 1, "cannot be fetched. Download Coup_Data"),
        (("fetch",), 2, "Missing argument"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line(
    run: Run, copy: str, words: tuple[str, ...], status: int, says: str
) -> None:
    done = run(*(copy if word == "COPY" else word for word in words))
    assert done.returncode == status
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert not (Path(copy) / "imported").exists()


def test_a_table_is_kept_for_measures_and_no_dossier_is_touched(run: Run, tmp_path: Path) -> None:
    points = EXTRACTS / "IdealpointestimatesAll_Apr2020.csv"
    missing = run("import", "ideal-points", copies="")
    assert missing.returncode == 1
    assert "Then: allegiance import ideal-points FILE" in missing.stderr
    done = run("import", "ideal-points", str(points), copies="")
    assert done.returncode == 0, done.stderr
    assert "It makes no statements" in done.stdout
    assert "--measure ideal" in done.stdout
    (row,) = json.loads(run("datasets", "ideal-points", "--json", copies="").stdout)
    assert (row["gives"], row["at_hand"]) == ("table", "yes")
    (report,) = json.loads(run("import", "ideal-points", "--json", copies="").stdout)
    assert report["measures"] == ["ideal"]
    assert Path(report["kept"][0]).is_relative_to(tmp_path / "cache")


def test_only_the_relations_that_are_asked_for_come_in(run: Run, copy: str) -> None:
    done = run("-d", copy, "import", "cline-coups", "--relation", "takes_power_in", "--json")
    (report,) = json.loads(done.stdout)
    assert report["left_out"]["a relation that was not asked for"] > 0
    text = (Path(copy) / "imported" / "cline-coups.ttl").read_text("utf-8")
    assert "only takes_power_in." in text
    assert "al:plots_coup_in" not in text


def test_a_dossier_that_cannot_take_an_import_is_told(run: Run, copy: str) -> None:
    (Path(copy) / "imported").write_text("a file", "utf-8")
    done = run("-d", copy, "import", "coups")
    assert done.returncode == 1
    assert "Cannot make the folder" in done.stderr
    assert "Traceback" not in done.stderr


def test_sets_of_own_files_are_not_said_to_be_at_hand(run: Run) -> None:
    rows = {row["name"]: row for row in json.loads(run("datasets", "--json").stdout)}
    assert rows["gdelt1"]["at_hand"] == "as you have them"
    assert rows["gdelt1"]["gives"] == "events"


def test_without_a_copy_the_way_to_one_is_told(run: Run, copy: str) -> None:
    done = run("-d", copy, "import", "powell-thyne-coups", copies="")
    assert done.returncode == 1
    assert "Get it: allegiance fetch powell-thyne-coups" in done.stderr


def test_fetch_says_what_is_at_hand_already(run: Run) -> None:
    done = run("fetch", "powell-thyne-coups", "--json")
    (row,) = json.loads(done.stdout)
    assert (row["state"], row["file"]) == ("at hand", str(POWELL))
