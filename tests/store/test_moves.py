"""A promise that was moved leads to the one in its place: checked, converted, refreshed."""

from __future__ import annotations

from pathlib import Path

import pytest

from allegiance.graph.analysis.hindsight import catalogue_known_on
from allegiance.graph.dossier import open_dossier
from allegiance.graph.model.dates import as_day
from allegiance.graph.model.errors import DossierError
from allegiance.graph.store.build import build
from allegiance.graph.store.convert import convert
from allegiance.graph.store.review import check

SETTINGS = """title = "Promises"
base = "https://example.org/p/"
window = { start = 2020-01-01, end = 2024-01-01 }
"""
HEAD = """@prefix : <https://example.org/p/> .
@prefix al: <https://w3id.org/allegiance/ns#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:north a al:State ; rdfs:label "North"@en .
:south a al:State ; rdfs:label "South"@en .
:paper a al:Source ; dcterms:title "T"@en ; dcterms:publisher "P" ; al:reliability "B" .
"""


def promise(name: str, on: str, *, moved_to: str = "", outcome: str = "moved") -> str:
    more = f"al:movedTo :{moved_to} ; " if moved_to else ""
    return (
        f':{name} a al:Commitment ; rdfs:label "A promise {name}."@en ; al:promisedBy :north ;'
        f' al:promisedTo :south ; al:promisedOn "{on}"^^xsd:date ; al:outcome "{outcome}" ;'
        f' {more}al:kind "vote" ; prov:wasDerivedFrom :paper .\n'
    )


def dossier(folder: Path, *promises: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "dossier.toml").write_text(SETTINGS, "utf-8")
    (folder / "all.ttl").write_text(HEAD, "utf-8")
    (folder / "commitments.ttl").write_text("".join([HEAD.split(":north a")[0], *promises]))
    return folder


CHAIN = (
    promise("c1", "2020-03-01", moved_to="c2"),
    promise("c2", "2021-03-01", moved_to="c3"),
    promise("c3", "2022-03-01", outcome="open"),
)


def moves(folder: Path) -> dict[str, str | None]:
    return {name: c.moved_to for name, c in open_dossier(folder).catalogue.commitments.items()}


def test_a_chain_forward_in_time_is_sound(tmp_path: Path) -> None:
    assert check(dossier(tmp_path, *CHAIN)) == []
    assert moves(tmp_path) == {"c1": "c2", "c2": "c3", "c3": None}


@pytest.mark.parametrize(
    ("promises", "message"),
    [
        (
            (CHAIN[0], promise("c2", "2021-03-01", moved_to="c1")),
            "closes a circle of promises that are moved: c1 -> c2 -> c1",
        ),
        ((promise("c1", "2020-03-01", moved_to="c1"),), "closes a circle of promises"),
        (
            (CHAIN[0], promise("c2", "2019-03-01", outcome="open")),
            "c1 (2020-03-01) is moved to c2, which was promised before it (2019-03-01)",
        ),
        (
            (promise("c1", "2020-03-01", moved_to="c2", outcome="met"), CHAIN[1], CHAIN[2]),
            "has an al:movedTo, so its al:outcome is",
        ),
        ((promise("c1", "2020-03-01", moved_to="c9"),), "names 'c9' as al:movedTo"),
        ((promise("c1", "2020-03-01", moved_to="north"),), "that is not one commitment"),
    ],
)
def test_what_is_wrong_with_a_move_is_said(
    tmp_path: Path, promises: tuple[str, ...], message: str
) -> None:
    folder = dossier(tmp_path, *promises)
    told = [problem.message for problem in check(folder)]
    assert any(message in line for line in told), told
    with pytest.raises(DossierError):
        build(folder)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_moves_and_kinds_survive_sheets(tmp_path: Path, form: str) -> None:
    before = open_dossier(dossier(tmp_path / "turtle", *CHAIN)).catalogue.commitments
    sheets, back = tmp_path / "sheets", tmp_path / "back"
    convert(tmp_path / "turtle", sheets, to=form)
    convert(sheets, back, to="turtle")
    assert open_dossier(sheets).catalogue.commitments == before
    assert open_dossier(back).catalogue.commitments == before
    assert {c.kind for c in before.values()} == {"vote"}


@pytest.mark.parametrize(
    "changed",
    [
        promise("c2", "2021-03-01", moved_to="c1"),  # a circle
        promise("c2", "2019-03-01", moved_to="c3"),  # before the one that it replaces
    ],
)
def test_an_edit_that_breaks_a_chain_is_refused(tmp_path: Path, changed: str) -> None:
    opened = open_dossier(dossier(tmp_path, *CHAIN))
    assert opened.catalogue.commitments["c1"].moved_to == "c2"
    dossier(tmp_path, CHAIN[0], changed, CHAIN[2])
    with pytest.raises(DossierError):
        opened.refresh()


def test_an_edit_that_lengthens_a_chain_is_followed(tmp_path: Path) -> None:
    opened = open_dossier(dossier(tmp_path, CHAIN[0], promise("c2", "2021-03-01")))
    dossier(tmp_path, *CHAIN)
    assert opened.refresh().catalogue == open_dossier(tmp_path).catalogue


def test_a_successor_that_was_not_known_yet_is_not_named(tmp_path: Path) -> None:
    whole = open_dossier(dossier(tmp_path, *CHAIN)).catalogue
    known = catalogue_known_on(whole, as_day("2021-02-28")).commitments
    assert {name: (c.outcome, c.moved_to) for name, c in known.items()} == {"c1": ("moved", None)}
    known = catalogue_known_on(whole, as_day("2021-03-01")).commitments
    assert {name: c.moved_to for name, c in known.items()} == {"c1": "c2", "c2": None}


def test_the_store_of_an_earlier_day_knows_no_later_move() -> None:
    query = "SELECT ?c { ?c al:movedTo ?d }"
    assert len(open_dossier().query(query)) == 4
    assert len(open_dossier().as_known_on("2022-01-07").query(query)) == 0
