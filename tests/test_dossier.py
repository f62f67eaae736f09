"""A dossier opened from Python: names, findings, networks, results as triples, errors."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from pathlib import Path

import networkx as nx
import pytest
import rdflib

import allegiance as al
from allegiance.graph.analysis.evidence import EvidenceSettings
from allegiance.graph.model.errors import DossierError, InputError, UnknownNameError

INVENTED = Path(__file__).parent / "dossiers" / "archipelago"


@pytest.fixture(scope="module")
def dossier() -> al.Dossier:
    return al.open()


def test_the_shipped_dossier_opens_where_none_is_named(dossier: al.Dossier) -> None:
    assert dossier.actor("Mali").id == "mali"
    assert dossier.poles() == ("france", "russia")


def test_the_environment_names_another_dossier(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLEGIANCE_DOSSIER", str(INVENTED))
    assert al.open().settings.base == "https://example.org/archipelago/"


def test_poles_are_given_as_a_list_or_as_text(dossier: al.Dossier) -> None:
    assert dossier.poles("FRA, Russie") == dossier.poles(["France", "Russia"])


def test_the_graph_is_an_rdflib_dataset_over_the_same_triples(dossier: al.Dossier) -> None:
    query = "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a <https://w3id.org/allegiance/ns#Commitment> }"
    assert isinstance(dossier.graph, rdflib.Dataset)
    (row,) = dossier.graph.query(query)
    assert int(row[0]) == len(dossier.catalogue.commitments) == 39


def test_shifts_can_be_asked_for_in_sparql(dossier: al.Dossier) -> None:
    answer = dossier.query(
        "SELECT ?actor ?date ?low ?high ?p { ?s a al:Shift ; al:actor ?actor ; al:date ?date ;"
        " al:dateLow ?low ; al:dateHigh ?high ; al:probability ?p } ORDER BY ?date"
    )
    found = dossier.shifts()
    assert [row["actor"].rpartition("/")[2] for row in answer] == [s.actor for s in found]
    assert [row["date"] for row in answer] == [shift.date for shift in found]


def test_each_carrying_statement_of_a_shift_is_reached_in_sparql(dossier: al.Dossier) -> None:
    (shift,) = dossier.shifts("Mali")
    answer = dossier.query("SELECT ?st { ?s al:actor :mali ; al:carriedBy ?st }")
    assert {row["st"].rpartition("/")[2] for row in answer} == set(shift.statements)


def test_what_was_known_before_the_turn_shows_no_alert(dossier: al.Dossier) -> None:
    early = EvidenceSettings(as_known_on=dt.date(2019, 1, 1))
    assert not any(shift.alert for shift in dossier.shifts("Mali", evidence=early))


def test_explain_takes_a_shift_or_its_id_and_refuses_what_is_none(dossier: al.Dossier) -> None:
    (shift,) = dossier.shifts("Mali")
    assert dossier.explain(shift).shift == dossier.explain(shift.id).shift == shift
    with pytest.raises(UnknownNameError, match="mali:france:russia:1"):
        dossier.explain("mali:france:russia:7")


def test_the_network_change_of_mali_shows_russia_as_a_new_friend(dossier: al.Dossier) -> None:
    (shift,) = dossier.shifts("Mali")
    change = dossier.network_change(shift)
    assert change is not None
    changed = {neighbour.actor: neighbour.change for neighbour in change.neighbours}
    assert changed["russia"] == "new friend"
    assert changed["france"] == "turned hostile"
    assert "russia" in change.after.bloc
    assert "france" in change.left_bloc


def test_a_snapshot_is_a_networkx_graph_with_what_every_edge_needs(dossier: al.Dossier) -> None:
    snapshot = dossier.snapshot("2022-02-17")
    assert isinstance(snapshot, nx.MultiDiGraph)
    for _, _, edge in snapshot.edges(data=True):
        assert {"sign", "weight", "relation", "statement"} <= edge.keys()
    with pytest.raises(InputError, match="covers 2012-01-01 to 2025-12-31"):
        dossier.snapshot("2030")


def test_a_tilt_needs_two_poles_and_knows_its_period(dossier: al.Dossier) -> None:
    assert len(dossier.tilt("Mali", by="year")) == 14
    with pytest.raises(InputError, match="two poles"):
        dossier.tilt("Mali", ("France", "Russia", "ECOWAS"))


def test_a_shift_frame_has_a_row_a_shift(dossier: al.Dossier) -> None:
    frame = al.shifts_frame(dossier.shifts())
    assert list(frame["actor"]) == ["mali", "burkina-faso", "niger"]
    assert (frame["before_mean"] < frame["after_mean"]).all()


def test_statements_about_an_actor_include_those_of_its_clients(dossier: al.Dossier) -> None:
    about = {s.id for s in dossier.statements(about="Mali")}
    assert "st-0107" in about  # the junta, which rolls up to Mali, expels the ambassador
    assert all(s.relation.id == "ousts" for s in dossier.statements(relation="ousts"))


def test_a_document_is_saved_whole_or_not_at_all(dossier: al.Dossier, tmp_path: Path) -> None:
    page = dossier.map("Mali", at="2022-09", depth=1)
    assert page.save(tmp_path / "map.html").read_text(encoding="utf-8") == page.html
    with pytest.raises(InputError, match="Cannot write"):
        page.save(tmp_path / "missing" / "map.html")


def test_another_measure_than_acts_is_refused(dossier: al.Dossier) -> None:
    with pytest.raises(InputError, match="Measures are: acts"):
        dossier.shifts("Mali", measure="votes")


def test_the_id_of_a_shift_keeps_its_channel_and_what_was_known(dossier: al.Dossier) -> None:
    known = dt.date(2023, 1, 1)
    settings = EvidenceSettings(channel="defence", as_known_on=known)
    (shift,) = dossier.shifts("Mali", evidence=settings)
    assert shift.id == "mali:france:russia:defence:1@2023-01-01"
    assert dossier.explain(shift.id).shift == shift


def test_a_change_that_is_sure_but_small_is_said_to_be_both() -> None:
    from allegiance.graph.analysis.changes import ShiftSettings
    from allegiance.graph.render.words import say_nothing_found

    dossier = al.open()
    course = dossier.course("Mali", settings=ShiftSettings(least_size=1.5))
    said = say_nothing_found(course, dossier.catalogue.label)
    assert "changed in the first quarter of 2021" in said
    assert "less than the 1.5" in said


def test_as_it_was_known_everything_in_the_dossier_follows(dossier: al.Dossier) -> None:
    then = dossier.as_known_on("2022-02")
    last = dt.date(2022, 2, 28)
    assert then.window == (dt.date(2012, 1, 1), dt.date(2022, 3, 1))
    assert {s.id for s in then.statements()} < {s.id for s in dossier.statements()}
    assert {s.id for s in then.sources()} < {s.id for s in dossier.sources()}
    assert all(s.date is None or s.date.earliest <= last for s in then.sources())
    count = "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a al:Statement }"
    assert next(iter(then.query(count)))["n"] == len(then.statements())
    assert "as known on 2022-02-28" in then.map("Mali", depth=1).html
    assert dossier.catalogue.as_known_on is None


def test_as_it_was_known_the_findings_are_those_of_evidence_known_then(dossier: al.Dossier) -> None:
    day = dt.date(2023, 1, 1)
    then = dossier.as_known_on(day)
    settings = EvidenceSettings(as_known_on=day)
    assert then.shifts("Mali") == dossier.shifts("Mali", evidence=settings)
    assert then.tilt("Mali").equals(dossier.tilt("Mali", evidence=settings))
    (shift,) = then.shifts("Mali")
    assert shift.id.endswith("@2023-01-01")
    assert then.explain(shift.id) == dossier.explain(shift.id) == then.explain(shift.id[:-11])


def test_what_is_known_of_what_was_known_is_what_was_known_first(dossier: al.Dossier) -> None:
    early = dossier.as_known_on("2018-01-01")
    assert early.as_known_on("2024-01-01").catalogue == early.catalogue
    assert early.as_known_on("2024-01-01").known_day == dt.date(2018, 1, 1)


def test_shifts_as_they_were_known_can_be_asked_for_in_sparql(dossier: al.Dossier) -> None:
    then = dossier.as_known_on("2023-01-01")
    rows = list(then.query("SELECT ?s ?p { ?s a al:Shift ; al:probability ?p }"))
    found = then.shifts()
    assert [float(row["p"]) for row in rows] == pytest.approx([s.probability for s in found])
    assert len(list(dossier.query("SELECT ?s { ?s a al:Shift }"))) == len(dossier.shifts())


def test_before_the_window_nothing_was_known(dossier: al.Dossier) -> None:
    with pytest.raises(InputError, match="Nothing was known on 2011-12-31"):
        dossier.as_known_on("2011")


@pytest.mark.parametrize("at", ["2011-12-31", "2026", "1950"])
def test_a_day_outside_the_window_is_not_covered_whatever_is_asked(
    dossier: al.Dossier, at: str
) -> None:
    for ask in (
        lambda: dossier.statements(at=at),
        lambda: dossier.actors(at=at),
        lambda: dossier.snapshot(at),
        lambda: dossier.map(at=at),
        lambda: dossier.ask("active-on", at=at),
        lambda: dossier.ask("forces-present", at=at),
    ):
        with pytest.raises(InputError, match="is not covered: the dossier covers 2012-01-01 to"):
            ask()


def test_actors_are_those_of_the_day(dossier: al.Dossier) -> None:
    everyone = {actor.id for actor in dossier.actors()}
    early = {actor.id for actor in dossier.actors(at="2013-01-01")}
    assert "mali" in early
    assert early < everyone
    assert "mali-transition" not in early


def test_a_shift_known_on_two_days_is_that_of_the_earlier(dossier: al.Dossier) -> None:
    early = dossier.as_known_on("2023-01-01")
    found = early.explain("mali:france:russia:1@2024-01-01").shift
    assert found.id == "mali:france:russia:1@2023-01-01"


def test_a_refreshed_dossier_tells_what_its_files_say_now(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(INVENTED, tmp_path / "islands"))
    dossier = al.open(folder)
    query = "SELECT ?shift { ?shift a al:Shift }"
    assert len(dossier.query(query)) == len(dossier.shifts()) > 0
    path = folder / "sources.ttl"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r'reliability "[A-F]"', 'reliability "F"', text), encoding="utf-8")
    dossier = dossier.refresh()
    assert dossier.shifts() == al.open(folder).shifts() == []
    assert len(dossier.query(query)) == 0
    path.write_text(text, encoding="utf-8")
    assert len(dossier.refresh().query(query)) == len(al.open(INVENTED).shifts())


def test_a_dossier_is_as_it_was_when_its_files_are_wrong_now(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(INVENTED, tmp_path / "islands"))
    dossier = al.open(folder)
    before = set(dossier.store)
    path = folder / "sources.ttl"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(":gazette a", ":gazete a", 1), encoding="utf-8")
    with pytest.raises(DossierError, match="gazette"):
        dossier.refresh()
    assert set(dossier.store) == before
    path.write_text(text, encoding="utf-8")
    assert dossier.refresh().store is dossier.store


def test_what_was_known_on_a_day_stays_so_when_refreshed(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(INVENTED, tmp_path / "islands"))
    dossier = al.open(folder).as_known_on("2008-06-01")
    path = folder / "statements.ttl"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('al:grade "B1"', 'al:grade "E5"', 1), encoding="utf-8")
    renewed = dossier.refresh()
    assert renewed.known_day == dossier.known_day
    assert renewed.catalogue == al.open(folder).as_known_on("2008-06-01").catalogue
