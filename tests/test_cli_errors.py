"""What the command line says where something is wrong: no traceback, a status, a mend."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

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


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["shifts", "Frnce"], 1, "Did you mean France"),
        (["shifts", "CNSP"], 1, "can mean"),
        (["shifts", "France", "--poles", "France,Russia"], 1, "against itself"),
        (["shifts", "Mali", "--poles", "France"], 1, "two poles"),
        (["shifts", "Mali", "--as-known-on", "2022-13-01"], 1, "is no date"),
        (["map", "--at", "1999"], 1, "is not covered"),
        (["map", "--depth", "1"], 1, "goes with an actor"),
        (["explain", "mali:france:russia:9"], 1, "No shift"),
        (["explain", "nonsense"], 1, "No shift"),
        (["query", "SELECT nonsense {"], 1, "Error"),
        (["query", "no-such-file.rq"], 1, "neither a query nor a file"),
        (["ask", "who-overthrew-whom", "actor"], 2, "KEY=VALUE"),
        (["ask", "who-overthrew-whom", "colour=red"], 1, "colour"),
        (["shifts", "--measure", "votes"], 2, "--measure"),
        (["nonsense"], 2, "No such command"),
        (["new", "mine", "--xlsx", "--sheets"], 2, "Choose one: --sheets for CSV files, or --xlsx"),
        (["-d", "no-such-folder", "shifts"], 1, "is no folder"),
        (["statements", "--relation", "expells_envoy_of"], 1, "expels_envoy_of"),
    ],
)
def test_bad_input_gets_a_clear_error_and_no_traceback(
    run: Run, words: list[str], status: int, said: str
) -> None:
    done = run(*words)
    assert done.returncode == status, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("words", "see"),
    [
        (["statements", "--about", "qqqqqq"], "actors"),
        (["statements", "--relation", "qqqqqq"], "relations"),
        (["statements", "--id", "qqqqqq"], "statements"),
        (["merge", "--undo", "qqqqqq"], "actors"),
        (["ask", "qqqqqq"], "ask"),
    ],
)
def test_a_command_to_see_is_one_for_the_dossier_that_was_asked(
    run: Run, tmp_path: Path, words: list[str], see: str
) -> None:
    copy_islands(tmp_path).rename(tmp_path / "my islands")
    done = run("-d", "my islands", *words)
    assert done.returncode == 1
    assert done.stderr.rstrip().endswith(f"See: allegiance -d 'my islands' {see}")


def test_a_broken_dossier_lists_its_problems_with_file_and_line(run: Run, broken: Path) -> None:
    path = broken / "statements.ttl"
    path.write_text(path.read_text(encoding="utf-8") + "\n:x nowhere:y :z .\n", encoding="utf-8")
    lines = path.read_text(encoding="utf-8").count("\n")
    for command in (["check"], ["shifts"], ["brief", "Delmar"]):
        done = run("-d", str(broken), *command)
        assert done.returncode == 1
        text = done.stdout + done.stderr
        assert f"statements.ttl:{lines}:" in text
        assert "Traceback" not in text
    assert not list(broken.parent.glob("*.html"))


def test_a_missing_source_and_a_circle_of_links_are_both_named(run: Run, broken: Path) -> None:
    (broken / "more.ttl").write_text(
        "@prefix : <https://example.org/archipelago/> .\n"
        "@prefix al: <https://w3id.org/allegiance/ns#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
        ':a a al:State ; rdfs:label "A"@en .\n'
        ':b a al:State ; rdfs:label "B"@en .\n'
        ':l1 a al:Link ; al:subject :a ; al:relation al:part_of ; al:object :b ; al:grade "B2" .\n'
        ':l2 a al:Link ; al:subject :b ; al:relation al:part_of ; al:object :a ; al:grade "B2" .\n',
        encoding="utf-8",
    )
    done = run("-d", str(broken), "check")
    assert done.returncode == 1
    assert "more.ttl:7" in done.stdout
    assert "needs a source" in done.stdout
    assert "circle" in done.stdout


def test_an_unreadable_file_is_named(run: Run, broken: Path) -> None:
    (broken / "loop.ttl").symlink_to(broken / "loop.ttl")
    done = run("-d", str(broken), "shifts")
    assert done.returncode == 1
    assert "loop.ttl" in done.stderr
    assert "cannot be read" in done.stderr


def test_a_folder_that_takes_nothing_gets_an_error_and_keeps_nothing(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("kept", encoding="utf-8")
    done = run("map", "Mali", "-o", "file/map.html")
    assert done.returncode == 1
    assert "Cannot write" in done.stderr
    assert (tmp_path / "file").read_text(encoding="utf-8") == "kept"


def test_a_read_only_folder_gets_an_error_and_nothing_is_lost(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "sealed"
    folder.mkdir()
    folder.chmod(0o555)
    if os.access(folder, os.W_OK):  # root may write anywhere but to the kernel's own folders
        folder = Path("/proc/self")
    for word, name in (("map", "out.html"), ("brief", "out.html"), ("shifts", "out.txt")):
        done = run(word, "Mali", "-o", str(folder / name))
        assert done.returncode == 1
        assert "Cannot write" in done.stderr
        assert not (folder / name).exists()


@pytest.mark.parametrize(
    "words", [("brief", "Mali"), ("map",), ("shifts",), ("query", "SELECT * { ?s ?p ?o }")]
)
def test_a_place_that_takes_no_file_is_told_before_any_work_is_done(
    run: Run, broken: Path, words: tuple[str, ...]
) -> None:
    for place, why in (("nowhere/out", "there is no folder"), (str(broken), "it is a folder")):
        done = run("-d", str(broken), *words, "-o", place)
        assert done.returncode == 1
        assert "Cannot write" in done.stderr
        assert why in done.stderr
        assert len(done.stderr.splitlines()) == 1


def test_a_closed_pipe_is_no_error(tmp_path: Path) -> None:
    script = f"{sys.executable} -m allegiance statements | head -n 1; echo ${{PIPESTATUS[0]}}"
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path)}
    done = subprocess.run(
        ["bash", "-c", script], capture_output=True, text=True, check=True, env=environment
    )
    assert done.stdout.splitlines()[-1] == "0"
    assert "Traceback" not in done.stderr


def test_every_command_explains_itself(run: Run) -> None:
    listed = run("--help").stdout
    for name in (
        "brief",
        "map",
        "shifts",
        "explain",
        "tilt",
        "query",
        "ask",
        "actors",
        "check",
        "import",
    ):
        assert name in listed
        assert "Usage:" in run(name, "--help").stdout


def test_text_from_a_dossier_cannot_drive_the_terminal(run: Run, broken: Path) -> None:
    path = broken / "actors.ttl"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"Delmar"@en', '"Del\\u001b]0;PWN\\u0007mar"@en'), "utf-8")
    for command in (
        ["shifts"],
        ["brief", "delmar"],
        ["actors"],
        ["explain", "delmar:asteria:borealis:1"],
    ):
        done = run("-d", str(broken), *command)
        assert "\x1b" not in done.stdout + done.stderr, command


def test_a_broken_question_is_named_by_check_and_does_not_stop_the_others(
    run: Run, broken: Path
) -> None:
    (broken / "queries").mkdir(exist_ok=True)
    (broken / "queries" / "plain.rq").write_text("SELECT * { ?s ?p ?o }", encoding="utf-8")
    assert "plain.rq" in run("-d", str(broken), "check").stdout
    done = run("-d", str(broken), "ask", "who-denies-what")
    assert done.returncode == 0
    assert "plain.rq" in run("-d", str(broken), "ask").stderr


def test_a_full_disk_is_an_error_without_a_traceback(run: Run) -> None:
    if not Path("/dev/full").exists():  # other systems have no such device
        return
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "allegiance", "ask"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
        )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
