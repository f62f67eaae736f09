"""The top of a brief: a few sentences by weight, and what is left out with why."""

from __future__ import annotations

import itertools

import pytest
from markupsafe import Markup

import allegiance as al
from allegiance.graph.analysis.actor_profile import profile_actor
from allegiance.graph.render.brief import render_brief
from allegiance.graph.render.page import Fragment
from allegiance.graph.render.sections.section import Missing, Section
from allegiance.graph.render.summary import MOST, Line, lead

MAP = Fragment(Markup(""), styles="", scripts=())


@pytest.fixture(scope="module")
def dossier() -> al.Dossier:
    return al.open()


def test_the_finding_leads_and_the_rest_follows_by_weight_whatever_the_order() -> None:
    lines = [
        Line("found", "method", leads=True),
        Line("how sure", "shift-1"),
        Line("denied", "contested"),
        Line("given", "leverage"),
        Line("promised", "promises"),
        Line("aside", "others", detail=True),
    ]
    for order in itertools.permutations(lines):
        assert [line.text for line in lead(order)] == [line.text for line in lines[:-1]]


def test_no_brief_leads_with_more_than_a_few_sentences() -> None:
    lines = [Line(f"{number}", "leverage") for number in range(20)]
    assert [line.text for line in lead(lines)] == [str(n) for n in range(MOST)]


def test_the_briefs_of_the_dossier_lead_with_a_few_and_lose_nothing(dossier: al.Dossier) -> None:
    for actor in ("Mali", "Central African Republic"):
        page = dossier.brief(actor, "France,Russia")
        assert 1 < len(page.headlines) <= MOST
        assert not set(page.headlines) & set(page.details)
        assert page.html.count("<li") - page.html.count("<link") > len(page.headlines)


def written(dossier: al.Dossier, *sections: Section, missing: tuple[Missing, ...] = ()) -> str:
    catalogue = dossier.catalogue
    profile = profile_actor(catalogue, "chad", ("france", "russia"), window=dossier.window)
    page = render_brief(
        profile, catalogue, title="T", map_part=MAP, sections=sections, missing=missing
    )
    return page.html


def test_a_section_tells_what_does_not_lead(dossier: al.Dossier) -> None:
    many = tuple(f"Sentence number {n}." for n in range(MOST + 1))
    own = Section("leverage", "Own", Markup("<p>own</p>"), headlines=many, details=("Detail.",))
    _, _, body = written(dossier, own).partition('id="leverage"')
    assert f"<p>{many[-1]}</p>" in body
    assert "<p>Detail.</p>" in body
    assert f"<p>{many[0]}</p>" not in body
    told = Section("leverage", "Own", Markup(""), details=("Detail.",), says_itself=True)
    assert "Detail." not in written(dossier, told)


def test_what_is_left_out_is_told_with_why_and_stays_text(dossier: al.Dossier) -> None:
    missing = (Missing("precedents", "no step"), Missing("what if", "<b>none</b>"))
    html = written(dossier, missing=missing)
    assert "precedents (no step); what if (&lt;b&gt;none&lt;/b&gt;)." in html
    assert "Not in this brief" not in written(dossier)


def test_the_brief_of_a_state_without_steps_says_that_it_has_no_precedents(
    dossier: al.Dossier,
) -> None:
    html = dossier.brief("Central African Republic", "France,Russia").html
    assert 'id="precedents"' not in html
    assert "precedents (nothing of it is coded as a step" in html
