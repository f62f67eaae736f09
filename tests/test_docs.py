"""What the documentation shows works as shown."""

import datetime as dt
import re
import shlex
from pathlib import Path

import click
import pytest

import allegiance as al
from allegiance.cli import cli

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
SPARQL = re.findall(r"```sparql\n(.*?)```", (ROOT / "docs" / "queries.md").read_text("utf-8"), re.S)


@pytest.fixture(scope="module")
def dossier() -> al.Dossier:
    return al.open()


@pytest.mark.parametrize("query", SPARQL)
def test_every_sparql_example_finds_something(dossier: al.Dossier, query: str) -> None:
    assert len(dossier.query(query)) > 0


def test_the_python_example_of_the_readme_runs(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    (code,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.S)
    exec(compile(code, "README.md", "exec"), {})
    assert (tmp_path / "mali.html").exists()


def test_the_dossier_of_the_docs_is_well_formed(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "dossiers.md").read_text("utf-8")
    (settings,) = re.findall(r"```toml\n(.*?)```", text, re.S)
    turtle = "\n".join(re.findall(r"```turtle\n(.*?)```", text, re.S))
    (tmp_path / "dossier.toml").write_text(settings, "utf-8")
    (tmp_path / "all.ttl").write_text(turtle, "utf-8")
    dossier = al.open(tmp_path)
    assert {s.id for s in dossier.statements(about="Delmar")} == {"st-1", "st-2", "st-3", "ti-1"}
    assert dossier.catalogue.rollup.root("lantern", at=dt.date(2005, 1, 1)) == "asteria"
    assert len(dossier.catalogue.commitments) == len(dossier.catalogue.measures) == 1


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_shown_parses(page: Path) -> None:
    shown = re.findall(r"^    (allegiance .*?)(?:\s+#.*)?$", page.read_text("utf-8"), re.M)
    for line in shown:
        words = shlex.split(line)[1:]
        words = words[2:] if words[0] == "-d" else words
        command = cli.commands[words[0]]
        context = click.Context(command, info_name=words[0])
        command.parse_args(context, words[1:])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_to_a_file_leads_to_one(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text("utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target


def test_every_page_on_a_method_is_listed_where_a_reader_looks() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    methods = (ROOT / "docs" / "methods.md").read_text("utf-8")
    for page in sorted((ROOT / "docs" / "methods").glob("*.md")):
        assert f"(docs/methods/{page.name})" in readme
        assert f"(methods/{page.name})" in methods
