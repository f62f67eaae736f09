"""What is installed is what the folders hold, and importing it costs next to nothing."""

import doctest
import importlib
import pkgutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

import allegiance
from allegiance import graph

ROOT = Path(__file__).parents[1]
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
HEAVY = {"pandas", "numpy", "scipy", "networkx", "rdflib", "pyoxigraph", "rich", "click"}


def modules() -> list[str]:
    return [m.name for m in pkgutil.walk_packages(graph.__path__, "allegiance.graph.")]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel and a source distribution, built from the checkout."""
    target = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(target), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return target


def test_every_folder_with_code_is_a_listed_package() -> None:
    listed = set(SETTINGS["tool"]["setuptools"]["packages"])
    graph = ROOT / "graph"
    folders = {p.parent.relative_to(ROOT) for p in graph.rglob("__init__.py")}
    found = {"allegiance", "allegiance.commands"}
    found |= {".".join(("allegiance", *folder.parts)) for folder in folders}
    assert listed == found
    loose = {p.parent.relative_to(ROOT) for p in graph.rglob("*.py")} - folders
    assert not loose, "a folder under graph/ holds code but no __init__.py"


def test_the_root_holds_no_stray_module_that_would_ship() -> None:
    assert {p.name for p in ROOT.glob("*.py")} == {"__init__.py", "__main__.py", "cli.py"}


def test_the_wheel_holds_the_package_its_data_and_nothing_else(built: Path) -> None:
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        names = {n for n in wheel.namelist() if ".dist-info/" not in n}
    assert all(name.startswith("allegiance/") for name in names)
    for needed in (
        "allegiance/py.typed",
        "allegiance/cli.py",
        "allegiance/data/sahel/dossier.toml",
        "allegiance/data/sahel/statements-2022.ttl",
        "allegiance/ontology/core.ttl",
        "allegiance/ontology/views/kinds.rq",
        "allegiance/ontology/queries/who-overthrew-whom.rq",
        "allegiance/graph/render/templates/brief.html.jinja",
    ):
        assert needed in names
    assert not {name for name in names if name.startswith(("allegiance/tests", "allegiance/docs"))}
    shipped = {
        f"allegiance/{p.relative_to(ROOT).as_posix()}" for p in (ROOT / "graph").rglob("*.py")
    }
    assert shipped <= names


def test_the_source_distribution_holds_the_tests(built: Path) -> None:
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"tests/test_packaging.py", "Makefile", "constraints.txt", "CHANGELOG.md"} <= names


def test_importing_the_package_pulls_in_no_heavy_library() -> None:
    script = "import sys, allegiance; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert not HEAVY & set(done.stdout.split())


def test_asking_for_help_pulls_in_no_heavy_library_but_click() -> None:
    script = (
        "import sys; sys.argv = ['allegiance', '--help']\n"
        "from allegiance.cli import main\n"
        "try: main()\n"
        "except SystemExit as ended: print(ended.code, *sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    last = done.stdout.splitlines()[-1].split()
    assert last[0] == "0"
    assert not (HEAVY - {"click"}) & set(last)


def test_checking_pulls_in_no_library_of_the_analyses_in_text_or_in_json() -> None:
    script = (
        "import sys; sys.argv = ['allegiance', 'check', *sys.argv[1:], '-o', '-']\n"
        "from allegiance.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print()\n"
        "print(*sys.modules)\n"
    )
    for words in ([], ["--json"]):
        done = subprocess.run(
            [sys.executable, "-c", script, *words], capture_output=True, text=True, check=True
        )
        assert "single-source" in done.stdout
        assert not {"pandas", "scipy", "networkx"} & set(done.stdout.splitlines()[-1].split())


def test_dating_shifts_needs_no_tables_or_graphs_and_a_map_no_tables() -> None:
    script = (
        "import sys, allegiance\n"
        "dossier = allegiance.open()\n"
        "assert dossier.shifts('Mali')\n"
        "print(*sys.modules)\n"
        "assert dossier.map('Mali').html\n"
        "print(*sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    dated, mapped = (set(line.split()) for line in done.stdout.splitlines())
    assert not {"pandas", "networkx", "scipy.sparse", "jinja2"} & dated
    assert "pandas" not in mapped


def test_the_public_names_are_these() -> None:
    assert allegiance.__all__ == [
        "AllegianceError",
        "Dossier",
        "DossierError",
        "QueryError",
        "Shift",
        "open",
        "opinions",
        "segment",
        "segment_many",
        "shifts_frame",
        "similarity",
    ]
    for name in allegiance.__all__:
        assert getattr(allegiance, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        allegiance.nonsense  # noqa: B018 - the access is the test


def test_the_version_is_that_of_the_project_file() -> None:
    assert allegiance.__version__ == SETTINGS["project"]["version"]


@pytest.mark.parametrize("name", ["allegiance", *modules()])
def test_the_examples_in_docstrings_hold(name: str) -> None:
    module = importlib.import_module(name)
    options = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
    assert doctest.testmod(module, optionflags=options).failed == 0


def test_every_module_says_in_its_first_line_what_it_is_for() -> None:
    for name in modules():
        text = importlib.import_module(name).__doc__
        assert text, name
        assert text.strip().splitlines()[0].endswith((".", ":")), name
