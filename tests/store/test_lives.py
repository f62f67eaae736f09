"""Ties end with the life of a side, in the values and in the store alike."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from allegiance.graph.analysis.hindsight import catalogue_known_on
from allegiance.graph.dossier import Dossier
from allegiance.graph.store.build import Built, build
from allegiance.graph.store.rebuild import rebuild
from allegiance.tests.store.test_reduced import assert_same, reduced
from allegiance.tests.store.test_validity import assert_same_days, days

ARCHIPELAGO = Path(__file__).parents[1] / "dossiers" / "archipelago"
PERSON = ':envoy a al:Person ; rdfs:label "The envoy"@en ; al:activeUntil "{until}"^^xsd:date .\n'
TIE = """:ti-envoy a al:Statement ; rdfs:label "The envoy is sanctioned."@en ;
    al:subject :{subject} ; al:relation al:sanctions ; al:object :envoy ;
    al:start "{start}"^^xsd:date ; al:grade "B2" ; prov:wasDerivedFrom :gazette {more} .
"""


@pytest.fixture
def islands(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ARCHIPELAGO, tmp_path / "islands"))


def write(
    folder: Path,
    *,
    until: str = "2005-08-23",
    start: str = "2003-04-21",
    more: str = "",
    subject: str = "corvia",
) -> None:
    text = (folder / "ties.ttl").read_text(encoding="utf-8").partition("\n:")[0]
    (folder / "person.ttl").write_text(f"{text}\n{PERSON.format(until=until)}", encoding="utf-8")
    tie = TIE.format(start=start, more=more, subject=subject)
    (folder / "envoy.ttl").write_text(f"{text}\n{tie}", encoding="utf-8")


def held(built: Built) -> tuple[dt.date, dt.date]:
    """The first and the last day of the tie, the same in the store and in the values."""
    assert_same_days(built)
    return built.catalogue.statements["ti-envoy"].possible_days


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def test_a_tie_without_an_end_stands_until_its_side_ends(islands: Path) -> None:
    write(islands)
    built = build(islands)
    assert held(built) == (day("2003-04-21"), day("2005-08-23"))
    dossier = Dossier(islands, built)
    for question in ("active-on", "ties-standing", "what-would-change-the-picture"):
        told = [dossier.ask(question, at=at, actor="envoy") for at in ("2005-08-23", "2005-08-24")]
        assert [len(list(answer)) for answer in told] == [1, 0], question
    for at, there in (("2005-08-23", True), ("2005-08-24", False)):
        assert ("envoy" in dossier.snapshot(at)) is there


def test_an_end_of_its_own_stays(islands: Path) -> None:
    write(islands, more='; al:end "2004-01-01"^^xsd:date')
    assert held(build(islands)) == (day("2003-04-21"), day("2004-01-01"))


def test_a_tie_that_began_after_the_end_of_its_side_stood_on_its_start_alone(islands: Path) -> None:
    write(islands, start="2006-02-01")
    assert held(build(islands)) == (day("2006-02-01"), day("2006-02-01"))


@pytest.mark.parametrize("until", ["2004-01-01", "2007-01-01"])
def test_the_store_follows_an_edit_of_a_life(islands: Path, until: str) -> None:
    write(islands)
    built = build(islands)
    _ = built.catalogue
    write(islands, until=until)
    renewed = rebuild(built, islands)
    assert renewed.store is built.store
    assert held(renewed) == held(build(islands)) == (day("2003-04-21"), day(until))


def test_that_an_actor_ends_is_not_known_before_it_does(islands: Path) -> None:
    write(islands)
    built = build(islands)
    for known, until in (("2005-08-22", "9999-12-31"), ("2005-08-23", "2005-08-23")):
        store, catalogue = reduced(built, day(known))
        assert catalogue == catalogue_known_on(built.catalogue, day(known))
        assert catalogue.statements["ti-envoy"].possible_days[1] == day(until)
        assert_same(store, catalogue, built.settings.base)
        found = days(Built(built.settings, store, built.hashes), "holdsUntil")
        assert found["ti-envoy"] == (day(until),)
