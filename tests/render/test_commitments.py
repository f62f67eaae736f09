"""Promises in words, in a table, in a chart and as a section of the brief."""

from __future__ import annotations

import datetime as dt

import pytest

from allegiance.graph.analysis.commitments import Commitments, review_commitments
from allegiance.graph.model.dates import PartialDate
from allegiance.graph.model.statements import Actor, Commitment, Source
from allegiance.graph.render.commitments import (
    commitments_text,
    say_chain,
    say_commitments,
    tallies_table,
)
from allegiance.graph.render.commitments_chart import commitments_chart
from allegiance.graph.render.drawing import to_svg
from allegiance.graph.render.sections.commitments import commitments_section
from allegiance.graph.store.catalogue import Catalogue

AT = dt.date(2022, 1, 1)
HOSTILE = "<script>alert(1)</script>\u202egnp.\x1b[31m"


def promise(
    name: str, due: str | None, outcome: str, came: str | None = None, **more: str
) -> Commitment:
    return Commitment(
        id=name,
        label=more.get("label", f"Promise {name}."),
        promised_by=more.get("by", "north"),
        promised_to=more.get("to", "south"),
        promised_on=PartialDate.parse("2020-01-01"),
        due=due and PartialDate.parse(due),
        outcome=outcome,
        outcome_date=came and PartialDate.parse(came),
        sources=("s",),
        note=more.get("note", ""),
        kind=more.get("kind", "vote"),
        moved_to=more.get("moved_to"),
    )


def catalogue(*promises: Commitment) -> Catalogue:
    return Catalogue(
        actors={name: Actor(name, name.title(), "state") for name in ("north", "south")},
        sources={"s": Source("s", "s", "s press", "A", origin="s")},
        commitments={p.id: p for p in promises},
    )


@pytest.fixture
def known() -> Catalogue:
    return catalogue(
        promise("a", "2020-06-01", "met", "2020-06-01"),
        promise("b", "2020-06-01", "moved", "2020-06-01", moved_to="c"),
        promise("c", "2020-06-11", "missed", "2020-06-11"),
        promise("d", "2021-12-31", "open"),
        promise("e", "2023", "open", by="south", to="north"),
    )


@pytest.fixture
def found(known: Catalogue) -> Commitments:
    return review_commitments(known, at=AT, actor="north")


def test_the_sentences_say_both_sides_with_interval_and_bounds(
    known: Catalogue, found: Commitments
) -> None:
    by, to = say_commitments(found, known.label)
    # One in three: the 2.5% and 97.5% points of Beta(1.5, 2.5) are .039 and .823 (scipy).
    assert by == (
        "Promises by North: 4 in all; of 3 settled, 1 kept as promised (33%, 95% interval 4% to "
        "82%), 1 missed and 1 moved; open: 1 overdue, with no outcome on record. With what is "
        "overdue, it is 25% if all of that was broken, 50% if kept."
    )
    assert to == (
        "Promises to North: 1 in all; none of them settled, so nothing is said of how many are "
        "kept; open: 1 not due yet."
    )


@pytest.mark.parametrize(
    ("outcome", "became"), [("met", "kept as promised"), ("missed", "missed"), ("moved", "moved")]
)
def test_of_a_single_settled_promise_no_rate_is_told(outcome: str, became: str) -> None:
    # As of Chad's: "of 1 settled, 0 kept as promised (0%, 95% interval 0% to 85%) and 1 moved".
    whole = catalogue(promise("a", "2021-06-01", outcome, "2021-06-01"))
    [said] = say_commitments(review_commitments(whole, at=AT, actor="north"), whole.label)
    assert said == (
        f"Promises by North: 1 in all; the only one settled was {became}, which says little of "
        "the next."
    )


def test_a_chain_is_told_date_by_date(found: Commitments) -> None:
    [chain] = found.moved
    assert say_chain(chain) == (
        "Promise b, due 1 June 2020: moved on 1 January 2020 to 11 June 2020, put off by 10 days "
        "in all. It was missed."
    )


def test_a_threat_is_told_apart_and_never_leads() -> None:
    threat = promise("t", "2021-06-01", "missed", "2021-06-01", kind="threat")
    whole = catalogue(threat, promise("a", "2021-06-01", "met", "2021-06-01"))
    found = review_commitments(whole, at=AT, actor="north")
    said = say_commitments(found, whole.label)
    assert said[0].startswith("Promises by North: 1 in all; the only one settled was kept")
    assert said[1] == "Threats, counted apart for they are no promises: 1 not carried out."
    assert "not carried out 2021-06-01" in commitments_text(found, whole.label)
    section = commitments_section(found, whole)
    assert "Threats, counted apart" in section.markup
    assert not any("hreat" in line for line in section.headlines)
    alone = review_commitments(catalogue(threat), at=AT, actor="north")
    assert say_commitments(alone, str.title)[0].startswith("The dossier holds no promise by or to")
    assert commitments_section(alone, whole).headlines == ()


def test_without_promises_the_sentence_says_so() -> None:
    none = review_commitments(catalogue(), at=AT, actor="north")
    assert say_commitments(none, str.title) == [
        "The dossier holds no promise by or to North made by 1 January 2022."
    ]
    assert commitments_section(none, catalogue()).headlines == ()
    assert tallies_table([], str, of="kind") == "Nothing found."


def test_a_group_without_a_settled_promise_is_not_covered(known: Catalogue) -> None:
    text = tallies_table(review_commitments(known, at=AT).by("actor"), known.label, of="actor")
    [row] = [line for line in text.splitlines() if line.startswith("South")]
    assert row.count("not covered") == 2


def test_the_chart_shows_each_promise_once_and_is_the_same_each_time(found: Commitments) -> None:
    spec = commitments_chart(found.standings, at=AT)
    rows = spec["data"]["values"]
    assert [row["status"] for row in rows] == ["met", "moved", "missed", "overdue", "pending"]
    assert rows[3]["mark"] == "2021-12-31"
    assert rows[4]["mark"] == "2023-01-01"  # a year ahead, though it may be due later
    assert to_svg(spec) == to_svg(commitments_chart(found.standings, at=AT))


def test_hostile_text_stays_text_in_the_section_and_on_a_terminal() -> None:
    whole = catalogue(
        promise("a", "2021", "met", "2021", label=HOSTILE, note=HOSTILE, kind=HOSTILE)
    )
    found = review_commitments(whole, at=AT)
    markup = str(commitments_section(found, whole).markup)
    assert "<script" not in markup
    assert "\u202e" not in markup
    assert "\x1b" not in markup
    assert "\x1b" not in commitments_text(found, whole.label).split("made", 1)[1]


def test_the_section_leads_to_its_sources_and_says_how_each_stands(
    known: Catalogue, found: Commitments
) -> None:
    section = commitments_section(found, known)
    assert section.anchor == "promises"
    assert (*section.headlines, *section.details) == tuple(say_commitments(found, known.label))
    assert section.markup.count('href="#source-s"') == 5
    assert '<span class="tag overdue">overdue</span> 1 day</td>' in section.markup
