"""Facts of data sets in dossiers: new, confirming, competing, replaced whole."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

import allegiance as al
from allegiance.graph.datasets.importing import Given, ImportReport, ImportRequest, import_sets
from allegiance.graph.datasets.protocol import Fact, Reading
from allegiance.graph.datasets.registry import describe, load_dataset
from allegiance.graph.model.errors import DossierError, InputError, UnknownNameError
from allegiance.graph.store.build import build
from allegiance.graph.store.convert import convert
from allegiance.graph.store.merging import merge_actors
from allegiance.graph.store.review import check, review

ROOT = Path(__file__).parents[2]
EXTRACTS = Path(__file__).parent / "extracts"
DAY = dt.date(2026, 2, 17)
FILES = {
    "cline-coups": "Coup_Data_v2.1.2.csv",
    "powell-thyne-coups": "powell_thyne_coups_final.txt",
    "archigos-leaders": "1March_Archigos_4.1.txt",
}
STATES = """
@prefix : <https://example.org/archipelago/> .
@prefix al: <https://w3id.org/allegiance/ns#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:mali a al:State ; rdfs:label "Mali"@en ; al:iso3 "MLI" .
:paper a al:Source ; dcterms:title "T" ; dcterms:publisher "P" ; al:reliability "B" .
:pact a al:Statement ; rdfs:label "Asteria and Mali signed a pact."@en ; al:subject :asteria ;
    al:relation al:has_defence_agreement_with ; al:object :mali ; al:start "2005"^^xsd:gYear ;
    al:grade "B2" ; prov:wasDerivedFrom :paper .
"""


class Invented:
    """A data set of facts that are given to it."""

    name = "cow-like"
    columns: Mapping[str, str] = {}

    def __init__(self, *facts: Fact) -> None:
        self.given = facts

    def read(self, files: Sequence[Path]) -> Reading:
        return Reading(pd.DataFrame(), len(self.given))

    def facts(self, reading: Reading) -> Iterable[Fact]:
        return self.given


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the Sahel dossier."""
    return Path(shutil.copytree(ROOT / "data" / "sahel", tmp_path / "sahel"))


@pytest.fixture
def islands(tmp_path: Path) -> Path:
    """The invented dossier with Mali in it, and a pact of 2005 with Asteria."""
    source = ROOT / "tests" / "dossiers" / "archipelago"
    target = Path(shutil.copytree(source, tmp_path / "islands"))
    (target / "mali.ttl").write_text(STATES, "utf-8")
    return target


def bring(folder: Path, *names: str, **wanted: object) -> list[ImportReport]:
    given = [Given(describe(n), load_dataset(n), (EXTRACTS / FILES[n],)) for n in names]
    return import_sets(folder, given, ImportRequest(**wanted), day=DAY)  # type: ignore[arg-type]


def invent(folder: Path, *facts: Fact, **wanted: object) -> ImportReport:
    description = replace(describe("cline-coups"), name="cow-like")
    given = [Given(description, Invented(*facts), ())]
    (report,) = import_sets(folder, given, ImportRequest(**wanted), day=DAY)  # type: ignore[arg-type]
    return report


def pact(start: str, subject: str = "Asteria", target: str = "mali", **more: object) -> Fact:
    relation = "has_defence_agreement_with"
    return Fact("one", "A pact.", subject, relation, target, start, **more)  # type: ignore[arg-type]


def test_the_second_coup_of_mali_has_all_its_dates_and_every_voice(copy: Path) -> None:
    bring(copy, "cline-coups", "powell-thyne-coups")
    dossier = al.open(copy)
    powell = dossier.statement("powell-thyne-coups-432-2021-05-21-success")
    cline = dossier.statement("cline-coups-43205242021")
    assert (str(powell.start), str(cline.start)) == ("2021-05-21", "2021-05-24")
    assert set(powell.conflicts_with) == {"cline-coups-43205242021", "st-0064", "st-0065"}
    assert set(cline.conflicts_with) == {powell.id, "st-0065"}
    assert powell.sources == ("powell-thyne-coups",)
    assert str(cline.grade) == "A2"


def test_what_two_sets_tell_alike_is_one_statement_with_two_sources(copy: Path) -> None:
    bring(copy, "cline-coups")
    (report,) = bring(copy, "powell-thyne-coups")
    dossier = al.open(copy)
    assert report.confirmed == 3
    first = dossier.statement("cline-coups-43208182020")
    assert set(first.sources) == {"cline-coups", "powell-thyne-coups"}
    assert "powell-thyne-coups-432-2020-08-18-success" not in dossier.catalogue.statements
    assert len(dossier.catalogue.beliefs.origins(first)) == 2


def test_a_set_is_one_voice_with_the_source_of_the_dossier_that_is_the_set(copy: Path) -> None:
    bring(copy, "cline-coups", "powell-thyne-coups")
    bring(copy, "cline-coups", "powell-thyne-coups")
    dossier = al.open(copy)
    sources = dossier.catalogue.sources
    assert sources["cline-coups"].origin == sources["ds-cline"].origin == "cline-coups-origin"
    assert sources["powell-thyne-coups"].origin == "powell-thyne-coups"
    assert check(copy) == []


def test_an_origin_that_the_dossier_gives_is_taken(islands: Path) -> None:
    page = describe("cline-coups").page.replace("https://", "http://www.") + "/"
    text = (
        STATES.replace(
            ":paper a al:Source ;",
            f":paper a al:Source ; schema:url <{page}> ; al:origin :centre ;",
        )
        + ':centre a al:Origin ; rdfs:label "Centre"@en .\n'
    )
    schema = "@prefix schema: <https://schema.org/> .\n"
    (islands / "mali.ttl").write_text(schema + text, "utf-8")
    assert invent(islands, pact("2005", "mali", "asteria")).confirmed == 1
    dossier = al.open(islands)
    assert dossier.catalogue.sources["cow-like"].origin == "centre"
    assert dossier.catalogue.beliefs.origins(dossier.statement("pact")) == {"centre"}
    assert check(islands) == []


def test_findings_stay_as_they_were_and_nothing_is_wrong_with_the_files(copy: Path) -> None:
    before = [shift.to_dict() for shift in al.open(copy).shifts()]
    warned = {str(p.message) for p in review(copy).warnings}
    bring(copy, "cline-coups", "powell-thyne-coups", "archigos-leaders")
    assert [shift.to_dict() for shift in al.open(copy).shifts()] == before
    found = review(copy)
    assert found.errors == ()
    new = [p for p in found.warnings if str(p.message) not in warned]
    assert {p.code for p in new} <= {"single-source"}


def test_importing_again_gives_the_same_bytes_whatever_was_imported_since(copy: Path) -> None:
    names = ("cline-coups", "powell-thyne-coups")
    bring(copy, *names)
    bring(copy, "archigos-leaders")
    text = {n: (copy / "imported" / f"{n}.ttl").read_bytes() for n in FILES}
    others = {p: p.read_bytes() for p in copy.glob("*.ttl")}
    bring(copy, *FILES)
    assert {n: (copy / "imported" / f"{n}.ttl").read_bytes() for n in FILES} == text
    assert {p: p.read_bytes() for p in copy.glob("*.ttl")} == others


def test_the_head_of_the_file_says_where_it_is_from(copy: Path) -> None:
    bring(copy, "powell-thyne-coups", since=dt.date(2020, 1, 1), until=dt.date(2022, 1, 1))
    text = (copy / "imported" / "powell-thyne-coups.ttl").read_text("utf-8")
    head = text.partition("@prefix")[0]
    for said in ("Cite: Powell, Thyne (2011)", "sha256 ", "2020-01-01 to 2021-12-31", "2026-02-17"):
        assert said in head
    assert "2012" not in text.partition("@prefix")[2]


def test_everything_is_counted(copy: Path) -> None:
    (report,) = bring(copy, "powell-thyne-coups")
    outside = report.left_out["outside 2012-01-01 to 2025-12-31"]
    assert (report.rows, report.facts, outside) == (15, 13, 4)
    made = report.statements + report.confirmed
    assert made + sum(report.left_out.values()) + sum(report.unresolved.values()) == report.rows
    assert report.added[0] == "coup-makers-in-burkina-faso-not-named"


def test_a_leader_is_the_person_of_the_dossier_only_by_full_name(copy: Path) -> None:
    bring(copy, "archigos-leaders", since=dt.date(1960, 1, 1))
    dossier = al.open(copy)
    assert dossier.statement("archigos-leaders-MLI-2012-1").subject == "sanogo"
    assert dossier.statement("archigos-leaders-MLI-2012-2").subject == "dioncounda-traore"
    first = dossier.statement("archigos-leaders-MLI-1968").subject
    assert dossier.catalogue.actors[first].label == "Traore (Mali, born 1936)"


def test_a_family_name_alone_is_nobody(copy: Path) -> None:
    actors = copy / "actors.ttl"
    person = '\n:someone a al:Person ; rdfs:label "Deby"@en .\n'
    actors.write_text(actors.read_text("utf-8") + person, "utf-8")
    bring(copy, "archigos-leaders", since=dt.date(1960, 1, 1))
    assert al.open(copy).statement("archigos-leaders-CHA-1990").subject != "someone"


def test_a_set_that_has_nothing_for_a_dossier_leaves_nothing_odd(islands: Path) -> None:
    before = len(review(islands).warnings)
    (report,) = bring(islands, "powell-thyne-coups", only=("Asteria",))
    assert (report.statements, report.confirmed) == (0, 0)
    found = review(islands)
    assert (found.errors, len(found.warnings)) == ((), before)


def test_only_those_asked_for_come_in(copy: Path) -> None:
    (report,) = bring(copy, "powell-thyne-coups", only=("Chad",))
    assert report.statements == 1
    assert report.left_out["none of the actors asked for"] == 8
    with pytest.raises(UnknownNameError, match="Did you mean"):
        bring(copy, "powell-thyne-coups", only=("Chadd",))


def test_states_are_added_only_if_asked_and_where_the_other_side_is_known(islands: Path) -> None:
    facts = (pact("2006", target="kenya"), replace(pact("2006", "peru", "kenya"), key="two"))
    report = invent(islands, *facts)
    assert (report.statements, report.unknown) == (0, {"kenya": 2, "peru": 1})
    report = invent(islands, *facts, add_actors=True)
    assert (report.statements, report.added) == (1, ("kenya",))
    kenya = al.open(islands).actor("Kenya")
    assert (kenya.iso3, kenya.kind) == ("KEN", "state")


def test_an_added_actor_stays_while_another_import_speaks_of_it(islands: Path) -> None:
    invent(islands, pact("2006", target="kenya"), add_actors=True)
    (islands / "more.ttl").write_text(
        STATES.partition(":mali")[0]
        + ':x a al:Statement ; rdfs:label "X"@en ; al:subject :mali ; al:relation al:praises ;'
        ' al:object :kenya ; al:start "2007"^^xsd:gYear ; al:grade "B2" ;'
        " prov:wasDerivedFrom :paper .",
        "utf-8",
    )
    invent(islands)
    assert check(islands) == []
    assert al.open(islands).actor("kenya").label == "Kenya"


def test_an_added_actor_that_was_merged_stays_for_the_record_of_it(islands: Path) -> None:
    invent(islands, pact("2006", target="kenya"), add_actors=True)
    built = build(islands)
    actors = built.actors
    merge_actors(islands, built, actors["mali"], actors["kenya"], day=DAY, force=True)
    assert check(islands) == []
    report = invent(islands, pact("2006", target="kenya"), add_actors=True)
    assert (report.statements, report.added) == (1, ())
    assert check(islands) == []
    assert al.open(islands).statement("cow-like-one").object == "mali"
    invent(islands)
    assert check(islands) == []


def test_the_same_tie_from_two_sides_counts_once(islands: Path) -> None:
    def mass() -> float:
        table = al.open(islands).evidence("Mali", ("Asteria", "Borealis")).table()
        return float(table["total"].sum())

    alone = mass()
    assert invent(islands, pact("2005", "mali", "asteria")).confirmed == 1
    dossier = al.open(islands)
    assert set(dossier.statement("pact").sources) == {"paper", "cow-like"}
    confirmed = mass()
    assert alone < confirmed < 1.35 * alone  # two sources are believed more, one event stays one
    report = invent(islands, pact("2004-12-24", "mali", "asteria"))
    assert (report.competing, report.confirmed) == (1, 0)
    assert al.open(islands).statement("pact").conflicts_with == ("cow-like-one",)
    assert mass() < 1.35 * alone


def test_an_import_that_would_leave_another_without_ground_is_refused(copy: Path) -> None:
    bring(copy, "cline-coups")
    bring(copy, "powell-thyne-coups")
    before = (copy / "imported" / "cline-coups.ttl").read_bytes()
    with pytest.raises(InputError, match=r"powell-thyne-coups.ttl speaks of what .* Remove it"):
        bring(copy, "cline-coups", only=("Chad",))
    assert (copy / "imported" / "cline-coups.ttl").read_bytes() == before
    bring(copy, "cline-coups", "powell-thyne-coups", only=("Chad",))
    assert check(copy) == []


def test_a_broken_import_of_old_is_replaced(copy: Path) -> None:
    bring(copy, "cline-coups")
    (copy / "imported" / "cline-coups.ttl").write_text("this is no Turtle", "utf-8")
    bring(copy, "cline-coups")
    assert check(copy) == []


def test_a_dossier_in_sheets_takes_an_import_too(tmp_path: Path) -> None:
    sheets = convert(ROOT / "data" / "sahel", tmp_path / "sheets", to="csv")
    bring(sheets, "powell-thyne-coups")
    assert (sheets / "imported" / "powell-thyne-coups.ttl").exists()
    names = al.open(sheets).catalogue.statements
    assert "powell-thyne-coups-432-2021-05-21-success" in names
    back = convert(sheets, tmp_path / "back", to="csv")
    assert al.open(back).catalogue.statements.keys() == names.keys()


def test_the_shipped_dossier_is_not_written_to() -> None:
    with pytest.raises(InputError, match="Work on a copy"):
        bring(ROOT / "data" / "sahel", "cline-coups")
    assert not (ROOT / "data" / "sahel" / "imported").exists()


def test_a_broken_dossier_is_told_and_not_written_to(islands: Path) -> None:
    (islands / "mali.ttl").write_text(STATES.replace(":paper a al:Source ;", ""), "utf-8")
    with pytest.raises(DossierError, match=r"mali\.ttl"):
        invent(islands, pact("2005"))
    assert not (islands / "imported").exists()


def test_an_id_that_is_taken_is_refused(islands: Path) -> None:
    text = STATES.replace(":paper", ":cow-like")
    (islands / "mali.ttl").write_text(text, "utf-8")
    with pytest.raises(InputError, match="something else called 'cow-like'"):
        invent(islands, pact("2005"))


def test_words_of_a_set_cannot_break_out_of_the_file(islands: Path) -> None:
    evil = '"@en . :mali a :Hacked . # \\ \n'
    fact = replace(pact("2006"), label=evil, key="a b/../c", note=evil)
    report = invent(islands, fact, replace(fact, start="2007-03", end="2008"))
    assert report.statements == 2
    dossier = al.open(islands)
    assert dossier.statement("cow-like-a-b-c").label == evil
    assert str(dossier.statement("cow-like-a-b-c-2").end) == "2008"
