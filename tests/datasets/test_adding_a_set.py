"""The page on data sets: adding one works as written, and every set is written about."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from pathlib import Path
from types import ModuleType

import allegiance as al
from allegiance.graph.datasets.importing import Given, ImportRequest, import_sets
from allegiance.graph.datasets.registry import read_descriptions
from allegiance.graph.store.ontology import ontology_quads

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "datasets.md").read_text("utf-8")
ADDING = (ROOT / "docs" / "datasets" / "adding.md").read_text("utf-8")


def shown(language: str) -> str:
    (block,) = re.findall(rf"```{language}\n(.*?)```", ADDING, re.DOTALL)
    return str(block)


def test_a_set_is_added_as_the_page_says(tmp_path: Path) -> None:
    table, data = tmp_path / "datasets.toml", tmp_path / "visits.csv"
    table.write_text(shown("toml"), "utf-8")
    data.write_text(shown("csv"), "utf-8")
    module = ModuleType("state_visits")
    exec(compile(shown("python"), "state_visits.py", "exec"), vars(module))
    (description,) = read_descriptions(table).values()
    folder = Path(shutil.copytree(ROOT / "data" / "sahel", tmp_path / "sahel"))
    given = [Given(description, module.StateVisits(), (data,))]
    (report,) = import_sets(folder, given, ImportRequest(), day=dt.date(2026, 2, 17))
    assert (report.rows, report.unresolved) == (2, {"COW 999, 2023": 1})
    assert report.statements + report.confirmed == 1
    visits = al.open(folder).statements(about="Mali", relation="visits")
    assert any("state-visits" in visit.sources for visit in visits)


def test_every_set_has_a_section_and_every_relation_named_exists() -> None:
    pages = "\n".join(p.read_text("utf-8") for p in (ROOT / "docs").rglob("*.md"))
    for name in read_descriptions():
        assert re.search(rf"^##+ (.* )?{name}(:| |$)", pages, re.MULTILINE), name
    relations = {str(quad.subject).rstrip(">").rpartition("#")[2] for quad in ontology_quads()}
    named = set(re.findall(r"`(\w+_(?:in|of|with))`", PAGE))
    assert named == {"takes_power_in", "attempts_coup_in", "plots_coup_in"}
    assert named <= relations
