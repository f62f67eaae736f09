"""Balance at the command line and in the brief."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import allegiance as al
from allegiance.cli import cli
from allegiance.graph.analysis.balance.tension import BalanceSettings
from allegiance.graph.render.sections.balance import balance_section

QUICK = ("--draws", "20", "--shuffles", "5")


def run(*words: str) -> Result:
    done = CliRunner().invoke(cli, ["balance", *words])
    assert done.exit_code == 0, done.output
    return done


@pytest.fixture(scope="module")
def dossier() -> al.Dossier:
    return al.open()


def test_a_day_is_told_in_words_with_what_it_rests_on() -> None:
    told = run("--at", "2021", *QUICK).stdout
    assert "On 31 December 2021: " in told
    assert "Mali stands with European Union and with Russia, who oppose each other." in told
    assert "st-0082" in told
    assert "80% of draws" in told


def test_as_many_actors_are_told_of_as_a_state_stands_alone_among(dossier: al.Dossier) -> None:
    # Of the 22 of that day Côte d'Ivoire has mixed dealings only: no edge, and no bloc.
    told = run(*QUICK).stdout
    assert "22 actors (1 of them with mixed or neutral dealings only), 36 edges, 27 of them" in told
    found = json.loads(run("--json", *QUICK).stdout)
    assert found["actors"] == 21
    assert found["unplaced"] == list(dossier.blocs("2025-12-31").unplaced) == ["cote-divoire"]
    assert dossier.isolation("Mali", "2025-12-31").others + 1 == 22


def test_a_day_as_json_has_every_number_and_nothing_else_on_standard_output() -> None:
    found = json.loads(run("--at", "2021-12-31", "--json", *QUICK).stdout)
    assert found["at"] == "2021-12-31"
    assert {"T", "K", "F", "L", "exact", "weighted", "spreads", "null", "tensions"} <= set(found)
    assert found["null"]["shuffles"] == 5
    assert found["tensions"][0]["torn"] == "mali"


def test_without_a_day_it_is_the_last_one_covered(dossier: al.Dossier) -> None:
    found = json.loads(run("--json", *QUICK).stdout)
    assert found["at"] == "2025-12-31"
    assert dossier.balance(settings=BalanceSettings(draws=1, shuffles=0)).at.year == 2025


def test_through_time_there_is_a_row_a_year_and_a_sentence_a_tension() -> None:
    told = run("--by", "year", "--draws", "2").stdout
    assert all(f"{year}-12-31" in told for year in range(2012, 2026))
    assert "2021-12-31: Mali stands with" in told


def test_through_time_it_goes_to_a_spreadsheet_or_a_chart(tmp_path: Path) -> None:
    run("--by", "year", "--draws", "2", "-o", str(tmp_path / "b.csv"))
    lines = (tmp_path / "b.csv").read_text("utf-8").splitlines()
    assert lines[0].startswith("date,actors,edges,negative,triads,T,K,F,F_low,F_high,L")
    assert len(lines) == 15
    run("--by", "year", "--draws", "2", "-o", str(tmp_path / "b.svg"))
    assert (tmp_path / "b.svg").read_text("utf-8").startswith("<svg")


def test_what_was_not_yet_known_makes_no_tension() -> None:
    found = json.loads(run("--as-known-on", "2020", "--json", *QUICK).stdout)
    assert found["at"] == "2020-12-31"
    assert found["tensions"] == []


def test_a_day_and_a_period_at_once_are_misuse() -> None:
    done = CliRunner().invoke(cli, ["balance", "--at", "2021", "--by", "year"])
    assert done.exit_code == 2
    assert "give one of them" in done.output


def test_the_section_leads_with_the_latest_likely_tension(dossier: al.Dossier) -> None:
    course = dossier.balances(settings=BalanceSettings(shuffles=0, spreads=False))
    section = balance_section(course, "mali", dossier.catalogue)
    assert section is not None
    assert section.details == (
        "On 31 December 2021 Mali stood with European Union and with Russia, "
        "who opposed each other (76%).",
    )
    assert "<svg" in section.markup
    assert balance_section([], "mali", dossier.catalogue) is None


def test_each_statement_of_a_tension_says_which_way_it_counts(dossier: al.Dossier) -> None:
    day = dossier.balance("2024-12-31", settings=BalanceSettings(draws=1, shuffles=0))
    section = balance_section([day], "niger", dossier.catalogue)
    assert section is not None
    # Both are given for "ECOWAS and Niger stand together (+0.53)".
    assert "it was quitting ECOWAS immediately. <i>hostile</i>" in section.markup
    assert "personal and political ones in force. <i>friendly</i>" in section.markup


def test_hostile_words_of_a_dossier_are_text_in_the_section(tmp_path: Path) -> None:
    """Three states with a script for a name, and statements between them; see docs/dossiers.md."""
    (tmp_path / "dossier.toml").write_text(
        'title = "t"\nbase = "https://example.org/x/"\npoles = []\n'
        "[window]\nstart = 2020-01-01\nend = 2021-01-01\n",
        "utf-8",
    )
    evil = "<script>alert(1)</script>"
    names = "".join(f':{n} a al:State ; rdfs:label "{evil} {n}"@en .\n' for n in "abc")
    pairs = (("a", "b", "1.0"), ("a", "c", "1.0"), ("b", "c", "-1.0"))
    acts = "".join(
        f":s{n} a al:Statement ; al:subject :{one} ; al:relation al:visits ; al:object :{other} ;"
        f' al:weight "{weight}"^^xsd:decimal ; al:start "2020-12-01"^^xsd:date ; al:grade "A1" ;'
        f' rdfs:label "{evil}"@en ; prov:wasDerivedFrom :src .\n'
        for n, (one, other, weight) in enumerate(pairs)
    )
    source = (
        ':src a al:Source ; dcterms:title "t"@en ; dcterms:publisher "p" ; al:reliability "A" .\n'
    )
    prefixes = (
        "@prefix : <https://example.org/x/> .\n@prefix al: <https://w3id.org/allegiance/ns#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "@prefix dcterms: <http://purl.org/dc/terms/> .\n"
        "@prefix prov: <http://www.w3.org/ns/prov#> .\n"
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
    )
    (tmp_path / "all.ttl").write_text(prefixes + names + source + acts, "utf-8")
    dossier = al.open(tmp_path)
    course = dossier.balances(settings=BalanceSettings(shuffles=0, spreads=False))
    section = balance_section(course, "a", dossier.catalogue)
    assert section is not None
    assert "stood with" in section.markup
    assert "<script" not in section.markup
    assert "&lt;script&gt;" in section.markup
