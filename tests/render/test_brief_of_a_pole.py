"""The brief of a pole: who moved towards it or away from it, and whom it holds."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

import allegiance as al
from allegiance.graph.model.errors import InputError
from allegiance.graph.render.document import Document
from allegiance.graph.render.sections.holds import holds_section

HOSTILE = "<script>alert(1)</script>\u202e"


@pytest.fixture(scope="module")
def dossier() -> al.Dossier:
    return al.open()


@pytest.fixture(scope="module")
def france(dossier: al.Dossier) -> Document:
    return dossier.brief("France", "France,Russia")


def test_it_says_who_is_listed_as_moving_away_and_that_it_has_no_tilt(france: Document) -> None:
    first = france.headlines[0]
    assert first.startswith("France is a pole here: others are measured against it")
    # The three shifts of the dossier are all from France to Russia.
    assert re.search(
        r"Mali \(2021, .*Niger \(2023, \d+%\) are listed as moving away from it", first
    )
    assert first.endswith("nobody is listed as moving towards it.")
    assert france.title.startswith("France, a pole beside Russia")


def test_its_sections_are_those_that_a_pole_can_have(france: Document) -> None:
    found = set(re.findall(r'<section id="([\w-]+)"', france.html))
    assert found >= {"leverage", "blocs", "balance", "promises", "others", "evidence", "missing"}
    assert not found & {"tilt", "shift-1", "channels", "outcomes", "precedents", "scenarios"}
    assert "a pole is not measured between poles" in france.html
    assert "Who moved between the poles" in france.html


def test_it_holds_those_whom_their_own_briefs_name(dossier: al.Dossier, france: Document) -> None:
    [held] = [line for line in france.headlines if "strongest hold" in line]
    # As in the brief of Chad: leverage 0.28, by support of which nothing stands.
    assert "on Chad (0.28, of which nothing stands), by leverage" in held
    lost = held.partition("before their shifts France was first with ")[2]
    for name in ("Mali", "Burkina Faso", "Niger"):
        brief = dossier.brief(name, "France,Russia")
        [line] = [one for one in brief.headlines if "strongest hold" in one]
        [before] = re.findall(r"France had it \((0\.\d\d)\b", line)
        assert f"{name} ({before})" in lost


def test_one_pole_alone_measures_nobody(dossier: al.Dossier) -> None:
    with pytest.raises(InputError, match="France needs another pole beside it"):
        dossier.brief("France", "France")


def test_who_holds_nobody_any_more_is_said_to(dossier: al.Dossier) -> None:
    turn = dossier.turn("Mali", old=["France"], new="Russia", since="2021-01-01")
    section = holds_section([(turn.after, turn.before)], "france", dossier.catalogue)
    assert section is not None
    [line] = section.headlines
    assert "nobody is held most strongly by France of these poles" in line
    assert "; before its shift France was first with Mali (0.16)." in line


def test_who_holds_nobody_has_no_such_section(dossier: al.Dossier) -> None:
    found = [(dossier.leverage("Mali", "France,Russia"), None)]
    assert holds_section(found, "china", dossier.catalogue) is None
    assert holds_section([], "france", dossier.catalogue) is None


def test_a_hostile_name_stays_text(dossier: al.Dossier) -> None:
    actors = dict(dossier.catalogue.actors)
    for name in ("mali", "russia"):
        actors[name] = replace(actors[name], label=HOSTILE)
    found = [(dossier.leverage("Mali", "France,Russia"), None)]
    section = holds_section(found, "russia", replace(dossier.catalogue, actors=actors))
    assert section is not None
    assert "<script" not in section.markup
    assert "\u202e" not in section.markup
