"""Scenario files: what is read from them, and what is said of those that cannot be."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from allegiance.graph.model.errors import DossierError
from allegiance.graph.store.scenarios.reading import find_scenarios, read_scenario

SOUND = """title = "It holds"
question = "What if?"
window_end = 2027-01-01

[[remove]]
id = ["st-1", "st-2"]
why = "Neither happens."

[[change]]
id = "st-3"
start = 2022-05-01
weight = -0.5
asserted_by = ["one", "two"]
end = ""

[[remove]]
id = "st-4"
"""


def written(folder: Path, text: str, name: str = "holds.toml") -> Path:
    path = folder / "scenarios" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_entries_keep_their_order_lines_and_values_as_cells(tmp_path: Path) -> None:
    found = read_scenario(written(tmp_path, SOUND), folder=tmp_path)
    assert (found.name, found.title, found.question) == ("holds", "It holds", "What if?")
    assert found.path == Path("scenarios/holds.toml")
    assert found.window_end == dt.date(2027, 1, 1)
    assert [(s.kind, s.ids, s.line) for s in found.suppositions] == [
        ("remove", ("st-1", "st-2"), 5),
        ("change", ("st-3",), 9),
        ("remove", ("st-4",), 16),
    ]
    assert dict(found.suppositions[1].cells) == {
        "start": "2022-05-01",
        "weight": "-0.5",
        "asserted_by": "one|two",
        "end": "",
    }


def test_scenarios_are_found_by_name_and_nothing_else_is(tmp_path: Path) -> None:
    assert find_scenarios(tmp_path) == {}
    for name in ("b.toml", "a.toml", "notes.md"):
        written(tmp_path, SOUND, name)
    assert list(find_scenarios(tmp_path)) == ["a", "b"]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ('title = "x"\n[[remove]\n', 2, "is no TOML"),
        ('[[remove]]\nid = "a"\n', None, "needs a title"),
        ('title = "x"\n', None, "supposes nothing"),
        ('title = "x"\nquestoin = "y"\n[[remove]]\nid = "a"\n', None, "Did you mean question?"),
        ('title = "x"\nwindow_end = "soon"\n[[remove]]\nid = "a"\n', None, "window_end that is no"),
        ('title = "x"\n[[remove]]\nwhy = "y"\n', 2, "[[remove]] without an id"),
        ('title = "x"\n[[remove]]\nid = 5\n', 2, "[[remove]] without an id"),
        ('title = "x"\n[[remove]]\nid = "a"\nstart = "2020"\n', 2, "takes id and why alone"),
        ('title = "x"\n[[change]]\nid = "a"\nwhy = "y"\n', 2, "[[change]] that says nothing"),
        ('title = "x"\n[[change]]\nid = "a"\nend = true\n', 2, "wrong end: True is no text"),
        ('title = "x"\n[[change]]\nid = ["a"]\nend = ""\n', 2, "[[change]] without an id"),
        ('title = "x"\n[[add]]\nid = "a"\nsheet = "queries"\n', 2, "sheet that is none: 'queries'"),
        ('title = "x"\nadd = "a"\n', None, "has add that is no table"),
    ],
)
def test_a_mistake_is_told_at_its_line(
    tmp_path: Path, text: str, line: int | None, message: str
) -> None:
    path = written(tmp_path, text)
    with pytest.raises(DossierError) as caught:
        read_scenario(path, folder=tmp_path)
    assert any(p.line == line and message in p.message for p in caught.value.problems), str(
        caught.value
    )


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    text = 'question = 3\n[[remove]]\nwhy = "y"\n[[change]]\nid = "a"\n'
    with pytest.raises(DossierError) as caught:
        read_scenario(written(tmp_path, text), folder=tmp_path)
    assert len(caught.value.problems) == 4


def test_a_file_that_is_missing_or_not_utf8_is_named(tmp_path: Path) -> None:
    with pytest.raises(DossierError, match=r"none\.toml.*cannot be read"):
        read_scenario(tmp_path / "none.toml", folder=tmp_path)
    path = written(tmp_path, "")
    path.write_bytes(b'title = "\xff"')
    with pytest.raises(DossierError, match="not UTF-8"):
        read_scenario(path, folder=tmp_path)
