"""The command line as a user meets it: results, errors, exit status, pipes."""

import json
import os
import sys
from pathlib import Path

import pytest

from allegiance import cli
from allegiance.tests.command_line import Run, copy_islands, runner


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for built stores that is not the user's."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def run(tmp_path: Path, cache: Path) -> Run:
    return runner(tmp_path, cache)


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    return copy_islands(tmp_path)


def test_shifts_of_mali_prints_one_json_document_and_nothing_else(run: Run) -> None:
    done = run("shifts", "Mali", "--poles", "France,Russia", "--json", fresh=True)
    assert done.returncode == 0, done.stderr
    (shift,) = json.loads(done.stdout)
    assert (shift["actor"], shift["from"], shift["to"]) == ("mali", "france", "russia")
    assert "2020-08-01" <= shift["date"] <= "2022-02-17"
    assert shift["date_low"] <= shift["date"] <= shift["date_high"]
    assert shift["probability"] > 0.88


def test_shifts_for_everyone_says_what_fell_short(run: Run) -> None:
    done = run("shifts")
    assert done.returncode == 0
    assert [a for a in ("Mali", "Burkina Faso", "Niger") if a not in done.stdout] == []
    assert "No shift of Chad" in done.stdout
    as_json = run("shifts", "Senegal", "--json")
    assert json.loads(as_json.stdout) == []
    assert "Senegal is not covered" in as_json.stderr


def test_explain_names_the_statements_and_what_falls_without_a_source(run: Run) -> None:
    done = run("explain", "mali:france:russia:1", "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    shares = sum(carrier["share"] for carrier in found["statements"])
    assert shares == pytest.approx(1)
    assert found["lowest_probability"] <= found["shift"]["probability"]


def test_tilt_prints_a_row_a_period(run: Run) -> None:
    done = run("tilt", "MLI", "--by", "year", "--json")
    assert len(json.loads(done.stdout)["series"]) == 14


def test_a_query_answers_in_the_format_asked_for(run: Run) -> None:
    text = "SELECT ?s WHERE { ?s al:relation al:expels_envoy_of } ORDER BY ?s"
    assert run("query", text, "--format", "csv").stdout.splitlines()[0] == "s"
    assert "<sparql" in run("query", text, "--format", "xml").stdout
    assert json.loads(run("query", text, "--json").stdout)["results"]["bindings"]


def test_a_query_is_read_from_a_file_or_standard_input(run: Run, tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_text("ASK { ?s a al:Statement }", encoding="utf-8")
    from_file = run("query", "q.rq")
    piped = run("query", "-", given="ASK { ?s a al:Statement }")
    assert from_file.stdout == piped.stdout
    assert "true" in piped.stdout


def test_a_query_that_reaches_out_is_refused(run: Run) -> None:
    done = run("query", "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")
    assert done.returncode == 1
    assert "SERVICE" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_named_question_is_answered_and_a_wrong_name_corrected(run: Run) -> None:
    done = run("ask", "who-overthrew-whom", "actor=Mali")
    assert done.returncode == 0, done.stderr
    assert "Goïta" in done.stdout
    wrong = run("ask", "who-overthrew-who")
    assert wrong.returncode == 1
    assert "who-overthrew-whom" in wrong.stderr


def test_brief_writes_one_page_and_prints_the_headlines(run: Run, tmp_path: Path) -> None:
    done = run("brief", "Mali", "--poles", "France,Russia", "-o", "mali.html", fresh=True)
    assert done.returncode == 0, done.stderr
    assert "Mali moved from France to Russia" in done.stdout
    page = (tmp_path / "mali.html").read_text(encoding="utf-8")
    assert "Content-Security-Policy" in page


def test_map_writes_one_page(run: Run, tmp_path: Path) -> None:
    done = run("map", "Mali", "--at", "2022-02", "--depth", "1", "-o", "m.html")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "m.html").stat().st_size > 100_000


def test_the_ending_of_the_file_chooses_the_notation_of_an_answer(run: Run, tmp_path: Path) -> None:
    run("query", "SELECT ?s { ?s al:relation al:ousts }", "-o", "out.csv")
    assert (tmp_path / "out.csv").read_text(encoding="utf-8").startswith("s\n")


def test_statements_in_force_on_a_day_say_how_sure_that_is(run: Run) -> None:
    done = run("statements", "--about", "Mali", "--at", "2022-02-17", "--json")
    rows = json.loads(done.stdout)
    assert {row["holds"] for row in rows} == {"certainly", "possibly"}
    asked = run("ask", "active-on", "at=2022-02-17", "actor=Mali", "--format", "csv")
    assert len(asked.stdout.splitlines()) == len(rows) + 1
    assert "certainly" in run("statements", "--at", "2022-02-17").stdout


def test_what_does_not_count_is_said_beside_the_table(run: Run, broken: Path) -> None:
    path = broken / "dossier.toml"
    path.write_text(path.read_text("utf-8").replace("2000-01-01", "2009-01-01"), "utf-8")
    done = run("-d", str(broken), "statements")
    assert "Not covered, so not counted" in done.stderr
    rows = json.loads(run("-d", str(broken), "statements", "--json").stdout)
    assert {row["covered"] for row in rows} == {True, False}


@pytest.mark.parametrize(
    "words",
    [
        ["statements", "--at", "2031"],
        ["actors", "--at", "1999"],
        ["map", "--at", "2026-01-01"],
        ["ask", "active-on", "at=2031-01-01"],
        ["statements", "--as-known-on", "2020", "--at", "2031"],
    ],
)
def test_a_day_that_is_not_covered_is_an_error_and_no_empty_list(
    run: Run, words: list[str]
) -> None:
    done = run(*words)
    assert done.returncode == 1
    assert "is not covered: the dossier covers 2012-01-01 to" in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize(
    "words",
    [
        ["statements", "--json"],
        ["sources", "--json"],
        ["query", "SELECT ?s { ?s a al:Source }", "--json"],
        ["ask", "who-denies-what", "--json"],
        ["shifts", "Mali", "--json"],
        ["tilt", "Mali", "--json"],
        ["explain", "mali:france:russia:1", "--json"],
    ],
)
def test_as_known_on_narrows_every_command_that_reads_claims(run: Run, words: list[str]) -> None:
    now, then = (run(*words, *more) for more in ([], ["--as-known-on", "2023-01-01"]))
    assert (now.returncode, then.returncode) == (0, 0), then.stderr
    assert json.loads(then.stdout) != json.loads(now.stdout)
    assert len(then.stdout) < len(now.stdout) * 1.1
    early = run(*words, "--as-known-on", "2011")
    assert early.returncode == 1
    assert "Nothing was known on 2011-12-31" in early.stderr


def test_pages_say_as_of_when_they_know(run: Run, tmp_path: Path) -> None:
    for name in ("map", "brief"):
        done = run(name, "Mali", "--as-known-on", "2023-01-01", "-o", "page.html")
        assert done.returncode == 0, done.stderr
        page = (tmp_path / "page.html").read_text(encoding="utf-8")
        assert "as known on 2023-01-01" in page


def test_a_merge_is_recorded_followed_by_all_and_taken_back(run: Run, broken: Path) -> None:
    before = {path.name: path.read_bytes() for path in broken.iterdir()}
    kept, dropped = "faroth", "gavria"
    done = run("-d", str(broken), "merge", kept, dropped, "--reason", "One and the same", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["kept"] == kept
    undoing = f"Take it back: allegiance -d {broken} merge --undo {dropped}"
    assert undoing in done.stderr
    [row] = json.loads(run("-d", str(broken), "actors", dropped, "--json").stdout)
    assert (row["id"], row["merged"]) == (kept, [dropped])
    undone = run("-d", str(broken), "merge", "--undo", dropped)
    assert undone.returncode == 0, undone.stderr
    assert {path.name: path.read_bytes() for path in broken.iterdir()} == before


@pytest.mark.parametrize("words", [["Mali"], ["Mali", "Niger", "--undo", "x"], []])
def test_a_merge_that_is_half_said_is_misuse(run: Run, words: list[str]) -> None:
    assert run("merge", *words).returncode == 2


def test_an_actor_that_is_missed_is_asked_about_beside_an_empty_list(run: Run) -> None:
    missed = run("actors", "Wagnr Group")
    assert (missed.returncode, missed.stdout) == (0, "Nothing found.\n")
    assert missed.stderr == "Did you mean Wagner Group?\n"
    assert run("actors", "zzzzzz").stderr == ""
    assert json.loads(run("actors", "Wagnr Group", "--json").stdout) == []


def test_a_successor_is_listed_with_whom_it_follows(run: Run) -> None:
    [row] = json.loads(run("actors", "Africa Corps (Russia)", "--json").stdout)
    assert row["succeeds"] == ["Wagner Group (2023)"]
    [row] = json.loads(run("actors", "432", "--json").stdout)
    assert row["id"] == "mali"


def test_warnings_do_not_fail_a_check_unless_it_is_strict(run: Run, broken: Path) -> None:
    done = run("-d", str(broken), "check")
    assert done.returncode == 0
    assert "[unjudged-statement]" in done.stdout
    assert "statements that rest on one origin: 27 of 69; --verbose lists them" in done.stdout
    assert done.stdout.endswith("nothing is wrong, 30 warnings.\n")
    assert run("-d", str(broken), "check", "--strict").returncode == 1
    assert run("-d", str(broken), "check", "--verbose").stdout.count("[single-source]") == 27
    rows = json.loads(run("-d", str(broken), "check", "--json").stdout)
    assert sum(row["code"] == "single-source" for row in rows) == 27
    assert {row["severity"] for row in rows} == {"warning"}


def test_shifts_say_which_contested_claim_they_hang_on(run: Run) -> None:
    said = run("shifts", "Mali").stdout
    assert "hangs most, of what is contested, on: By accounts of Western governments" in said
    assert "P 87% if this falls, and no alert any more." in said


def test_one_statement_is_shown_with_its_voices(run: Run) -> None:
    said = run("statements", "--id", "st-0081").stdout
    assert said.startswith("st-0081, December 2021 to 6 June 2025, B2: By accounts")
    assert "  - denied by Russia (counts as D3, with a stake)" in said
    [row] = json.loads(run("statements", "--id", "st-0081", "--json").stdout)
    assert {denial["by"] for denial in row["voices"]["denials"]} >= {"Russia"}
    missed = run("statements", "--id", "st-81")
    assert missed.returncode == 1
    assert "Did you mean" in missed.stderr


def test_a_dossier_is_started_checked_and_kept_another_way(run: Run, tmp_path: Path) -> None:
    done = run("new", "straits", "--sheets")
    assert (done.returncode, done.stdout) == (0, "")
    assert "allegiance -d straits check" in done.stderr
    assert "straits: nothing is wrong, " in run("-d", "straits", "check").stdout
    assert run("convert", "straits", "book", "--to", "xlsx").returncode == 0
    assert "Marea moved from Norland" in run("-d", "book", "brief", "Marea").stdout
    again = run("new", "straits")
    assert again.returncode == 1
    assert "is not empty" in again.stderr


def test_check_names_the_cell_in_json(run: Run, tmp_path: Path) -> None:
    run("new", "straits", "--sheets")
    path = tmp_path / "straits" / "commitments.csv"
    path.write_text(path.read_text("utf-8").replace("missed", "mised"), "utf-8")
    done = run("-d", "straits", "check", "--json")
    assert done.returncode == 1
    [problem] = [row for row in json.loads(done.stdout) if row["severity"] == "error"]
    assert (problem["line"], problem["column"], problem["cell"]) == (2, "outcome", None)
    assert "Did you mean missed?" in problem["message"]


def test_a_merge_can_be_taken_back_in_a_converted_dossier(run: Run, tmp_path: Path) -> None:
    run("new", "straits")
    twin = (
        "@prefix al: <https://w3id.org/allegiance/ns#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        '<marea-2> a al:State ; rdfs:label "Marea again"@en .\n'
    )
    (tmp_path / "straits" / "twin.ttl").write_text(twin, "utf-8")
    merged = run("-d", "straits", "merge", "marea", "marea-2", "--reason", "One")
    assert "1 statement, 0 links" in merged.stdout or "0 statements, 0 links" in merged.stdout
    assert merged.returncode == 0, merged.stderr
    assert run("convert", "straits", "book", "--to", "xlsx").returncode == 0
    undone = run("-d", "book", "merge", "--undo", "marea-2")
    assert undone.returncode == 0, undone.stderr
    assert not (tmp_path / "book" / "merges.ttl").exists()


def test_a_dossier_is_not_converted_into_itself(run: Run, tmp_path: Path) -> None:
    run("new", "straits")
    done = run("convert", "straits", "straits/inner")
    assert done.returncode == 1
    assert "lies in straits" in done.stderr
    assert not (tmp_path / "straits" / "inner").exists()


def test_a_choice_that_a_question_does_not_offer_is_an_error(run: Run) -> None:
    done = run("ask", "active-on", "at=2022-02-17", "holds=Certainly")
    assert done.returncode == 1
    assert "Write certainly or possibly" in done.stderr


def test_a_command_keeps_to_one_thread_unless_told_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "argv", ["allegiance", "relations", "--help"])
    for told, kept in ((None, "1"), ("2", "2")):
        monkeypatch.setenv("OPENBLAS_NUM_THREADS", told or "")
        if told is None:
            monkeypatch.delenv("OPENBLAS_NUM_THREADS")
        with pytest.raises(SystemExit):
            cli.main()
        assert os.environ["OPENBLAS_NUM_THREADS"] == kept
