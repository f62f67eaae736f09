"""What was measured before and after a shift: the command, the section of the brief, its words."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

import allegiance as al
from allegiance.cli import cli
from allegiance.graph.analysis.indicators import CONFLICTS, COUPS, public_indicators
from allegiance.graph.analysis.outcomes import Cut, Outcomes
from allegiance.graph.render.drawing import to_svg
from allegiance.graph.render.outcomes import NO_CAUSE, outcomes_text, say_claims, say_outcome
from allegiance.graph.render.outcomes_chart import outcomes_chart
from allegiance.graph.render.sections.outcomes import outcomes_section

SHIFT = "mali:france:russia:1"
EXTRACTS = Path(__file__).parent / "datasets" / "extracts"
HOSTILE = "<script>alert(1)</script>\u202egnp.\x1b[31m"


@pytest.fixture(scope="module")
def dossier() -> al.Dossier:
    return al.open()


@pytest.fixture(scope="module")
def found(dossier: al.Dossier) -> Outcomes:
    cut = Cut.first(dossier.course("Mali"))
    assert cut is not None
    return dossier.outcomes(cut, public=False)


@pytest.fixture
def no_sets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ALLEGIANCE_CACHE", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


def test_a_comparison_says_that_it_is_no_cause_and_how_others_moved(
    found: Outcomes, dossier: al.Dossier
) -> None:
    text = outcomes_text(replace(found, missing=(CONFLICTS,)), dossier.catalogue.label)
    assert NO_CAUSE in text
    assert f"{CONFLICTS} is not at hand. Get it: allegiance fetch {CONFLICTS}" in text
    assert say_outcome(found.told[0]) == (
        "UNGA voting coincidence, Mali to United States (share of votes): 0.227 before and 0.307 "
        "after, +0.08 (+0.0204 to +0.14); a change is shown at 1 of 1 places where the date may be "
        "put. The median change of 9 others is +0.14: they moved as far, so nothing of it need be "
        "its own."
    )
    assert "5, of which 3 are denied. Near the date 0 before and 5 after" in text
    assert found.to_dict()["causal"] is False


def test_the_section_leads_with_it_and_escapes_what_it_shows(
    found: Outcomes, dossier: al.Dossier
) -> None:
    section = outcomes_section(found, dossier.catalogue)
    assert section is not None
    assert section.markup.index("does not say that the shift caused") < section.markup.index("<svg")
    assert 'href="#statement-st-0149"' in section.markup
    named = [replace(o, indicator=replace(o.indicator, name=HOSTILE)) for o in found.outcomes]
    hostile = outcomes_section(replace(found, outcomes=tuple(named)), dossier.catalogue)
    assert hostile is not None
    for sign in ("<script", "\u202e", "\x1b"):
        assert sign not in hostile.markup


def test_with_nothing_to_compare_there_is_no_headline_of_it(
    found: Outcomes, dossier: al.Dossier
) -> None:
    section = outcomes_section(found, dossier.catalogue)
    assert section is not None
    [headline] = section.details
    assert headline.endswith("That says nothing about causes.")
    short = replace(found, outcomes=tuple(o for o in found.outcomes if not o.told))
    section = outcomes_section(short, dossier.catalogue)
    assert section is not None
    assert section.details == ()


def test_without_a_claim_before_no_upper_end_is_made_up(found: Outcomes) -> None:
    # None before and five after: the ratio has a lower end, 1.64, and no upper one to speak of.
    assert found.claim_change is not None
    said = say_claims(found.claims, found.claim_change, "Mali")
    assert said.endswith("the rate after is at least 1.64 times that before (95% interval).")
    assert ": 5, of which 3 are denied. Near" in said
    denied = [claim for claim in found.claims if claim.statement.denials]
    agreed = [claim for claim in found.claims if not claim.statement.denials]
    one = say_claims((*agreed, denied[0]), found.claim_change, "Mali")
    assert ": 3, of which 1 is denied. Near" in one
    # Before: "1, of which 0 are denied".
    assert ": 1, none denied. Near" in say_claims((agreed[0],), found.claim_change, "Niger")
    few = replace(found.claim_change, n_after=1, low=0.343, high=5174.0)
    assert say_claims(found.claims, few, "Niger").endswith(
        "0 before and 1 after, too few to tell whether they became more or fewer."
    )


def test_there_is_no_section_where_nothing_is_measured_or_claimed(
    found: Outcomes, dossier: al.Dossier
) -> None:
    nothing = replace(found, outcomes=(), claims=(), claim_change=None)
    assert outcomes_section(nothing, dossier.catalogue) is None


def test_equal_findings_make_equal_charts(found: Outcomes) -> None:
    first, again = (
        to_svg(
            outcomes_chart(found.told, date=found.date, low=found.date_low, high=found.date_high)
        )
        for _ in range(2)
    )
    assert first == again


@pytest.mark.usefixtures("no_sets")
def test_the_command_prints_one_document_and_names_sets_that_are_missing() -> None:
    done = CliRunner().invoke(cli, ["outcomes", SHIFT, "--json"], catch_exceptions=False)
    told = json.loads(done.stdout)
    assert (told["shift"], told["actor"], told["causal"]) == (SHIFT, "mali", False)
    assert told["missing"] == [CONFLICTS, COUPS]
    votes = told["outcomes"][0]
    assert (votes["n_before"], votes["n_after"], votes["others"]) == (3, 3, 9)
    assert told["outcomes"][-1]["low"] is None


def test_public_sets_count_every_year_that_they_cover(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "ucdp-prio-acd-221.csv").write_bytes(
        (EXTRACTS / "ucdp-prio-acd-221.csv").read_bytes()
    )
    monkeypatch.setenv("ALLEGIANCE_CACHE", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    [conflicts], missing = public_indicators("mali")
    assert missing == [COUPS]
    years = {o.first.year: o.value for o in conflicts.observations}
    rows = (EXTRACTS / "ucdp-prio-acd-221.csv").read_text("utf-8").splitlines()
    assert len(years) == max(years) - min(years) + 1  # no gap: a year without a row is a 0
    assert len(rows) - 1 >= sum(years.values())
    assert 0.0 in years.values()
