"""dossier.toml: what it must say, and what is said when it does not."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from allegiance.graph.model.errors import DossierError
from allegiance.graph.store.settings import DossierSettings, read_settings

GOOD = {
    "title": '"The islands"',
    "base": '"https://example.org/islands/"',
    "window": "{ start = 2000-01-01, end = 2016-01-01 }",
    "poles": '["asteria", "borealis"]',
    "licence": '"Apache-2.0"',
}


def write(folder: Path, fields: dict[str, str]) -> Path:
    lines = [f"{name} = {value}" for name, value in fields.items()]
    (folder / "dossier.toml").write_text("\n".join(["# A dossier", *lines]), encoding="utf-8")
    return folder


def problems(folder: Path) -> list[tuple[int | None, str]]:
    with pytest.raises(DossierError) as caught:
        read_settings(folder)
    assert {problem.file for problem in caught.value.problems} == {folder / "dossier.toml"}
    return [(problem.line, problem.message) for problem in caught.value.problems]


def test_settings_are_read_as_they_are_written(tmp_path: Path) -> None:
    assert read_settings(write(tmp_path, GOOD)) == DossierSettings(
        title="The islands",
        base="https://example.org/islands/",
        window_start=dt.date(2000, 1, 1),
        window_end=dt.date(2016, 1, 1),
        poles=("asteria", "borealis"),
        licence="Apache-2.0",
    )


def test_poles_and_licence_can_be_left_out(tmp_path: Path) -> None:
    few = {name: GOOD[name] for name in ("title", "base", "window")}
    settings = read_settings(write(tmp_path, few))
    assert (settings.poles, settings.licence) == ((), "")


def test_a_byte_order_mark_is_no_error(tmp_path: Path) -> None:
    text = write(tmp_path, GOOD) / "dossier.toml"
    text.write_text("\ufeff" + text.read_text(encoding="utf-8"), encoding="utf-8")
    assert read_settings(tmp_path).title == "The islands"


def test_a_base_may_end_in_a_hash(tmp_path: Path) -> None:
    settings = read_settings(write(tmp_path, GOOD | {"base": '"http://example.org/d#"'}))
    assert settings.base == "http://example.org/d#"


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("title", "3", "needs a title"),
        ("title", '" "', "needs a title"),
        ("base", '"example.org/"', "needs a base"),
        ("base", '"https://example.org"', "needs a base"),
        ("base", '"ftp://example.org/"', "needs a base"),
        ("base", '"https:///"', "needs a base"),
        ("base", '"https://example.org/my dossier/"', "needs a base"),
        ("base", '"https://example.org/<x>/"', "needs a base"),
        ("base", '""', "needs a base"),
        ("base", "7", "needs a base"),
        ("poles", '"asteria"', "poles that are no list of ids"),
        ("poles", '["asteria", 3]', "poles that are no list of ids"),
        ("licence", "2", "a licence that is no text"),
        ("window", '"2000 to 2016"', "needs the window"),
        ("window", "{ start = 2000-01-01 }", "not days"),
        ("window", "{ start = 2000, end = 2016 }", "not days"),
        ("window", "{ start = 2000-01-01T00:00:00, end = 2016-01-01 }", "not days"),
        ("window", "{ start = 2016-01-01, end = 2000-01-01 }", "ends (2000-01-01) before it"),
        ("window", "{ start = 2000-01-01, end = 2000-01-01 }", "before it starts"),
        (
            "titel",
            '"x"',
            "unknown field 'titel'; known are base, licence, poles, silence,",
        ),
    ],
)
def test_a_wrong_field_is_named_with_its_line(
    tmp_path: Path, field: str, value: str, message: str
) -> None:
    fields = GOOD | {field: value}
    [(line, told)] = problems(write(tmp_path, fields))
    assert message in told
    assert line == list(fields).index(field) + 2


@pytest.mark.parametrize("field", ["title", "base", "window"])
def test_a_field_that_is_missing_has_no_line(tmp_path: Path, field: str) -> None:
    [(line, told)] = problems(write(tmp_path, {k: v for k, v in GOOD.items() if k != field}))
    assert told.startswith("needs")
    assert field in told
    assert line is None


def test_a_window_written_as_a_table_is_found_too(tmp_path: Path) -> None:
    text = 'title = "x"\nbase = "http://x.org/"\n[window]\nstart = 2001-01-01\nend = 2000-01-01\n'
    (tmp_path / "dossier.toml").write_text(text, encoding="utf-8")
    [(line, told)] = problems(tmp_path)
    assert line == 3
    assert "before it starts" in told


def test_everything_wrong_is_told_at_once(tmp_path: Path) -> None:
    told = problems(write(tmp_path, {"titel": '"x"', "base": "1", "poles": "2", "licence": "3"}))
    assert len(told) == 6  # the unknown field, and title, base, poles, licence, window


def test_a_file_that_is_no_toml_says_where(tmp_path: Path) -> None:
    (tmp_path / "dossier.toml").write_text('title = "x"\nbase = \n', encoding="utf-8")
    [(line, told)] = problems(tmp_path)
    assert line == 2
    assert told.startswith("is no TOML: Invalid value")


def test_a_file_that_is_cut_off_is_no_toml(tmp_path: Path) -> None:
    (tmp_path / "dossier.toml").write_text('title = "x', encoding="utf-8")
    [(_, told)] = problems(tmp_path)
    assert told.startswith("is no TOML")


def test_a_file_that_is_not_utf_8_says_at_which_byte(tmp_path: Path) -> None:
    (tmp_path / "dossier.toml").write_bytes(b"# \xe9\n")
    assert problems(tmp_path) == [(None, "is not UTF-8 (byte 3); save it as UTF-8")]


def test_a_folder_without_the_file_is_no_dossier(tmp_path: Path) -> None:
    [(line, told)] = problems(tmp_path)
    assert line is None
    assert told == (
        "cannot be read (No such file or directory); a dossier is a folder with a dossier.toml"
    )
