"""What goes to a file: its ending says what it holds, or the command refuses."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from python_calamine import CalamineWorkbook

from allegiance.cli import cli
from allegiance.graph.render.console import emit
from allegiance.graph.render.notation import as_json_text
from allegiance.graph.store.sheets.listed import MOST_TEXT, write_listed

ARCHIPELAGO = Path(__file__).parent / "dossiers" / "archipelago"
Call = Callable[..., Result]
TABLES = [
    (["shifts", "Delmar"], "id,actor,from,to,poles,"),
    (["actors", "Delmar"], "id,label,kind,names"),
    (["relations", "troops"], "id,label,kind,channel,weight,plover,cameo,uses,own,labels"),
    (["sources"], "id,publisher,title,date,"),
    (["statements", "--about", "Delmar"], "id,start,end,subject,relation,"),
    (["tilt", "Delmar", "--poles", "asteria,borealis"], "date,mean,low,high,towards_first,"),
    (["check", "--verbose"], "file,line,column,cell,severity,code,message"),
    (["ask"], "name,question,parameters"),
    (["query", "SELECT ?s ?p { ?s ?p ?o } LIMIT 2"], "s,p"),
    (["datasets", "coups"], "name,title,what,publisher,covers"),
]
TEXTS = [
    ["explain", "delmar:asteria:borealis:corvia:1"],
    ["merge", "corvia", "asteria"],
    ["import", "coups"],
]


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for built stores that is not the user's."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def call(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    """Run the command line on the invented dossier, in an empty folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))

    def run(*words: str) -> Result:
        return CliRunner().invoke(cli, ["-d", str(ARCHIPELAGO), *words])

    return run


@pytest.mark.parametrize(("command", "first"), TABLES)
def test_a_file_that_ends_in_csv_is_csv(call: Call, command: list[str], first: str) -> None:
    done = call(*command, "-o", "rows.csv")
    assert done.exit_code == 0, done.output
    assert done.stdout == ""
    with Path("rows.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert ",".join(rows[0]).startswith(first)
    assert len(rows) > 1
    assert {len(row) for row in rows} == {len(rows[0])}


@pytest.mark.parametrize(("command", "first"), TABLES)
def test_a_file_that_ends_in_xlsx_is_a_workbook_of_the_same_rows(
    call: Call, command: list[str], first: str
) -> None:
    call(*command, "-o", "rows.csv")
    done = call(*command, "-o", "rows.xlsx")
    assert done.exit_code == 0, done.output
    rows = CalamineWorkbook.from_path("rows.xlsx").get_sheet_by_index(0).to_python()
    assert ",".join(map(str, rows[0])).startswith(first)
    with Path("rows.csv").open(encoding="utf-8", newline="") as file:
        assert len(rows) == len(list(csv.reader(file)))


@pytest.mark.parametrize("command", [*(command for command, _ in TABLES), TEXTS[0]])
def test_a_file_that_ends_in_json_holds_what_json_prints(call: Call, command: list[str]) -> None:
    done = call(*command, "-o", "found.json")
    assert done.exit_code == 0, done.output
    assert json.loads(Path("found.json").read_text("utf-8")) == json.loads(
        call(*command, "--json").stdout
    )


@pytest.mark.parametrize("command", TEXTS)
@pytest.mark.parametrize("ending", ["csv", "tsv", "xlsx"])
def test_text_does_not_go_to_a_file_that_is_called_a_table(
    call: Call, command: list[str], ending: str
) -> None:
    done = call(*command, "-o", f"text.{ending}")
    assert done.exit_code == 2
    assert "This is text, not a table" in done.stderr
    assert not Path(f"text.{ending}").exists()


@pytest.mark.parametrize("command", ["brief", "map"])
@pytest.mark.parametrize("ending", ["csv", "json", "txt", "svg", "pdf"])
def test_a_page_does_not_go_to_a_file_that_is_called_data(
    call: Call, command: str, ending: str
) -> None:
    done = call(command, "Delmar", "-o", f"page.{ending}")
    assert done.exit_code == 2
    assert f"Write {command}.html" in done.stderr


@pytest.mark.parametrize(
    ("command", "takes"),
    [
        *((command, ".json, .csv, .tsv, .xlsx or text (.txt, .md)") for command, _ in TABLES[:7]),
        *((command, ".json or text (.txt, .md)") for command in TEXTS),
        (["precedents", "Delmar"], ".json or text (.txt, .md)"),
        (["brokers"], ".json, .csv, .tsv, .xlsx or text (.txt, .md)"),
        (["balance"], ".json, .csv, .tsv, .xlsx, .svg or text (.txt, .md)"),
        (["blocs"], ".json, .csv, .tsv, .xlsx, .svg or text (.txt, .md)"),
        (["ask"], ".json, .csv, .tsv, .xlsx, .xml, .srx, .ttl, .nt or text (.txt, .md)"),
    ],
)
@pytest.mark.parametrize("ending", ["html", "PNG"])
def test_a_file_that_a_command_cannot_make_is_refused_with_those_it_can(
    call: Call, command: list[str], takes: str, ending: str
) -> None:
    done = call(*command, "-o", f"found.{ending}")
    assert done.exit_code == 2
    assert f"found.{ending} would not be what its name says: this writes {takes}." in done.stderr
    assert not Path(f"found.{ending}").exists()


@pytest.mark.parametrize(("command", "ending"), [("brokers", "svg"), ("shifts", "ttl")])
def test_a_picture_or_a_graph_is_made_only_by_who_can(
    call: Call, command: str, ending: str
) -> None:
    assert call(command, "-o", f"found.{ending}").exit_code == 2
    assert not Path(f"found.{ending}").exists()


@pytest.mark.parametrize("name", ["found.txt", "found.md", "found", "found.v2", "found.2022-01"])
def test_text_goes_to_a_file_whose_name_says_so_or_nothing(call: Call, name: str) -> None:
    done = call("actors", "Delmar", "-o", name)
    assert done.exit_code == 0, done.stderr
    assert "Delmar" in Path(name).read_text("utf-8")


def test_a_day_and_periods_at_once_are_misuse(call: Call) -> None:
    for command in ("blocs", "brokers", "balance"):
        done = call(command, "--at", "2010", "--by", "year")
        assert done.exit_code == 2
        assert "--at is one day, --by many: give one of them." in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ["actors", "--json", "-o", "x.csv"],
        ["query", "ASK { ?s ?p ?o }", "--format", "turtle", "-o", "x.nt"],
        ["balance", "--json", "-o", "x.svg"],
        ["query", "ASK { ?s ?p ?o }", "--format", "csv", "-o", "x.xlsx"],
    ],
)
def test_two_notations_at_once_are_misuse(call: Call, words: list[str]) -> None:
    done = call(*words)
    assert done.exit_code == 2
    assert "choose another ending" in done.stderr
    assert not Path(words[-1]).exists()


def test_no_shift_is_a_table_with_a_header_alone(call: Call) -> None:
    done = call("shifts", "Faroth", "-o", "none.csv")
    assert done.exit_code == 0, done.output
    [header] = Path("none.csv").read_text("utf-8").splitlines()
    assert header.startswith("id,actor,from,to,poles,")


def test_cells_of_a_workbook_are_numbers_or_text_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    row = [-2.5, float("nan"), None, "=1+1", "a\x1bb", "two\nlines", True, 10**20]
    data = write_listed(["n"] * len(row), [row])
    assert data == write_listed(["n"] * len(row), [row])
    path.write_bytes(data)
    [_, cells] = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert cells == [-2.5, "", "", "'=1+1", "a\\x1bb", "two\nlines", True, str(10**20)]


def test_a_text_too_long_for_a_cell_is_said() -> None:
    from allegiance.graph.model.errors import InputError

    write_listed(["x"], [["y" * MOST_TEXT]])
    with pytest.raises(InputError, match=f"{MOST_TEXT + 1} characters .* -o x.csv"):
        write_listed(["x"], [["y" * (MOST_TEXT + 1)]])


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_no_control_character_reaches_a_terminal_and_a_pipe_gets_data_as_they_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    raw = "a\tb\r\n\x1b]0;x\x07\x9b\u202e\n"
    for stream, seen in ((Terminal(), "a\tb\n\\x1b]0;x\\x07\\x9b\\u202e\n"), (io.StringIO(), raw)):
        monkeypatch.setattr("sys.stdout", stream)
        emit(raw, None, raw=True)
        assert stream.getvalue() == seen


def test_json_escapes_what_drives_a_terminal_and_says_the_same() -> None:
    hostile = ["\x9b31m\x7f\u202e\u2028", "\x1b", "é"]
    written = as_json_text(hostile)
    assert written.replace("\n", "").isprintable()
    assert "é" in written
    assert json.loads(written) == hostile
