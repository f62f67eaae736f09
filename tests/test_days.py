"""What a dossier says of a day, and as known on a day: the same from Python and by command."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path

import pytest

import allegiance as al
from allegiance.graph.analysis.bins import Period
from allegiance.graph.model.errors import InputError
from allegiance.graph.render.listing import relation_rows
from allegiance.graph.render.tilt import say_tilt
from allegiance.tests.command_line import Run, runner

INVENTED = Path(__file__).parent / "dossiers" / "archipelago"


@pytest.fixture(scope="module")
def dossier() -> al.Dossier:
    return al.open()


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return runner(tmp_path_factory.mktemp("folder"), tmp_path_factory.mktemp("cache"))


def test_of_days_after_what_was_known_nothing_is_said_and_the_window_is_not_blamed(
    dossier: al.Dossier,
) -> None:
    then = dossier.as_known_on("2022")
    for ask in (
        lambda: then.statements(at="2023-05-05"),
        lambda: then.snapshot("2023-05-05"),
        lambda: then.ask("active-on", at="2023-05-05"),
        lambda: then.ask("what-came-first", actor="Mali", since="2023-05-05"),
        lambda: then.turn("Mali", old="France", new="Russia", since="2023-05-05"),
    ):
        with pytest.raises(InputError, match="not covered as known on 2022-12-31") as refused:
            ask()
        # The window is that of data/sahel/dossier.toml.
        assert (
            "All in all the dossier covers 2012-01-01 to 2025-12-31: ask for a day up to 2022-12"
            in str(refused.value)
        )
    with pytest.raises(InputError, match="2031-12-31 is not covered: the dossier covers 2012"):
        then.statements(at="2031")
    assert then.ask("what-came-first", actor="Mali", since="2022-11", until="2031").rows


def test_actors_as_known_on_a_day_leave_out_those_that_began_later(dossier: al.Dossier) -> None:
    then = dossier.as_known_on("2022")
    listed = {actor.id for actor in then.actors()}
    # By data/sahel/actors.ttl both began in 2023; Wagner was there since 2014.
    assert {"aes", "africa-corps"}.isdisjoint(listed)
    assert "wagner" in listed
    assert then.actors("Africa Corps") == then.actors("aes") == []
    assert [actor.id for actor in then.later_actors("Africa Corps")] == ["africa-corps"]
    assert {"aes", "africa-corps"} <= {actor.id for actor in dossier.as_known_on("2024").actors()}
    assert dossier.later_actors() == []


def test_that_an_actor_ended_was_not_known_before(dossier: al.Dossier) -> None:
    # Takuba ended in June 2022: see data/sahel/actors.ttl.
    assert dossier.actor("Takuba").active_until is not None
    then = dossier.as_known_on("2021")
    assert then.actor("Takuba").active_until is None
    assert [actor.active_until for actor in then.actors("takuba")] == [None]


def test_an_actor_that_a_claim_announces_is_known_before_it_begins(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(INVENTED, tmp_path / "islands"))
    with (folder / "statements.ttl").open("a", encoding="utf-8") as file:
        file.write(
            ':compact a al:Bloc ; rdfs:label "Compact"@en ; al:activeFrom "2012"^^xsd:gYear .\n'
            ':st-99 a al:Statement ; rdfs:label "Delmar founded the Compact."@en ; '
            "al:subject :compact ; al:relation al:is_founded_by ; al:object :delmar ; "
            'al:start "2009-04-01"^^xsd:date ; al:grade "B1" ; prov:wasDerivedFrom :times .\n'
        )
    dossier = al.open(folder)
    assert dossier.as_known_on("2009-03").actors("Compact") == []
    assert [a.id for a in dossier.as_known_on("2009-04").actors("Compact")] == ["compact"]
    assert dossier.as_known_on("2009-04").actors("Compact", at="2009-04") == []


def test_relations_count_the_uses_that_were_known(dossier: al.Dossier) -> None:
    def uses(view: al.Dossier) -> int:
        return sum(row["uses"] for row in relation_rows(view.relations(), view.catalogue))

    assert uses(dossier.as_known_on("2015")) == len(dossier.as_known_on("2015").catalogue.claims)
    assert uses(dossier.as_known_on("2015")) < uses(dossier)


@pytest.mark.parametrize("by", ["month", "quarter", "year"])
def test_the_tilt_on_a_day_is_the_row_of_the_period_that_holds_it(
    dossier: al.Dossier, by: Period
) -> None:
    whole = dossier.tilt("Mali", by=by)
    for day in ("2012-01-01", "2022-02-17", "2022-03-31", "2025-12-31"):
        (row,) = dossier.tilt("Mali", by=by, at=day).to_dict("records")
        index = sum(whole["date"] <= day) - 1
        assert row == whole.iloc[index].to_dict()
    assert dossier.tilt("Mali", by=by, at="2022").equals(
        dossier.tilt("Mali", by=by, at=dt.date(2022, 12, 31))
    )


def test_the_tilt_on_a_day_that_is_not_covered_is_refused(dossier: al.Dossier) -> None:
    with pytest.raises(InputError, match="2031-12-31 is not covered: the dossier covers"):
        dossier.tilt("Mali", at="2031")
    with pytest.raises(InputError, match="not covered as known on 2021-12-31"):
        dossier.as_known_on("2021").tilt("Mali", at="2022-02-17")


def test_the_command_gives_the_tilt_on_a_day_in_words_table_and_json(
    dossier: al.Dossier, run: Run
) -> None:
    (row,) = dossier.tilt("Mali", at="2022-02-17").to_dict("records")
    found = json.loads(run("tilt", "Mali", "--at", "2022-02-17", "--json").stdout)
    assert (found["at"], found["by"]) == ("2022-02-17", "quarter")
    assert found["series"] == [row | {"date": "2022-01-01"}]
    text = run("tilt", "Mali", "--at", "2022-02-17").stdout
    said = f"{row['mean']:+.2f} (80% band {row['low']:+.2f} to {row['high']:+.2f})"
    assert f"On 17 February 2022 the tilt of Mali was {said}" in text
    assert "on the side of Russia. This is the level of the first quarter of 2022" in text
    assert text.count("2022-01-01") == 1
    lines = run("tilt", "Mali", "--at", "2022-02", "-o", "-").stdout.splitlines()
    assert lines[0].startswith("On 28 February 2022")


def test_a_day_without_evidence_of_its_own_or_on_either_side_is_told_so() -> None:
    row = {"date": "2020-01-01", "mean": 0.1, "low": -0.2, "high": 0.4}
    nothing = {"towards_first": 0.0, "towards_second": 0.0}
    about = {"actor": "c", "poles": ("a", "b"), "at": dt.date(2020, 3, 1), "by": "year"}
    said = say_tilt(row | nothing, str.upper, **about)  # type: ignore[arg-type]
    assert "On 1 March 2020 the tilt of C was +0.10 (80% band -0.20 to +0.40)" in said
    assert "scale from -1 (A) to +1 (B): the band holds 0" in said
    assert said.endswith(
        "Nothing tells of 2020 itself: its level is that of the periods around it."
    )
    towards_a = row | nothing | {"low": -0.4, "high": -0.2, "towards_first": 0.5}
    assert "on the side of A. This" in say_tilt(towards_a, str.upper, **about)  # type: ignore[arg-type]


def test_who_is_not_covered_has_no_tilt_on_a_day_and_is_told_so(run: Run) -> None:
    found = run("tilt", "Senegal", "--at", "2022")
    assert "Senegal is not covered between France and Russia" in found.stdout
    (row,) = json.loads(run("tilt", "Senegal", "--at", "2022", "--json").stdout)["series"]
    assert row["mean"] is row["low"] is row["high"] is None


def test_commands_take_what_was_known_on_a_day(run: Run) -> None:
    assert "Africa Corps" in run("actors", "Corps").stdout
    done = run("actors", "Corps", "--as-known-on", "2022")
    assert "africa-corps" not in done.stdout
    done = run("actors", "Africa Corps", "--as-known-on", "2022", "--json")
    assert json.loads(done.stdout) == []
    assert "Not known yet on 2022-12-31: Africa Corps (Russia) (africa-corps)." in done.stderr
    (now,) = json.loads(run("relations", "expels_envoy_of", "--json").stdout)
    told = run("relations", "expels_envoy_of", "--as-known-on", "2022", "--json").stdout
    assert 0 < json.loads(told)[0]["uses"] < now["uses"]


def test_what_was_too_little_then_is_told_of_that_day(run: Run) -> None:
    done = run("tilt", "Mali", "--as-known-on", "2013", "--at", "2013-06")
    said = "the dossier as known on 31 December 2013 holds nothing of it that counts"
    assert f"Mali is not covered between France and Russia: {said}" in done.stdout


def test_a_claim_of_later_days_is_not_counted_as_known_before(tmp_path: Path, run: Run) -> None:
    folder = Path(shutil.copytree(INVENTED, tmp_path / "islands"))
    with (folder / "statements.ttl").open("a", encoding="utf-8") as file:
        file.write(
            ':st-99 a al:Statement ; rdfs:label "Corvia will leave Delmar in 2012."@en ; '
            "al:subject :corvia ; al:relation al:withdraws_from ; al:object :delmar ; "
            'al:start "2012"^^xsd:gYear ; al:recorded "2009-04-01"^^xsd:date ; al:grade "B1" ; '
            "prov:wasDerivedFrom :times .\n"
        )
    done = run("statements", "--as-known-on", "2010", "-d", str(folder))
    said = "1 that do not hold from 2000-01-01 to 2010-12-31"
    assert f"Not covered as known on 2010-12-31, so not counted: {said}." in done.stderr
    assert "Not covered" not in run("statements", "-d", str(folder)).stderr
