"""Findings in words: what is listed and what is not, what stands, who denies, who succeeded."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from allegiance.graph.analysis.attribution import Explanation
from allegiance.graph.dossier import Dossier, open_dossier
from allegiance.graph.model.errors import InputError, UnknownNameError
from allegiance.graph.render import words
from allegiance.graph.render.document import Document
from allegiance.graph.render.sections.successions import successions_section
from allegiance.graph.render.tables import explanation_text

ROOT = Path(__file__).parents[2]
LAST = dt.date(2025, 12, 31)
Page = Callable[[str], Document]


@pytest.fixture(scope="module")
def sahel_dossier() -> Dossier:
    return open_dossier(ROOT / "data" / "sahel")


@pytest.fixture(scope="module")
def page_of(sahel_dossier: Dossier) -> Page:
    """The brief on an actor, written once."""
    return cache(sahel_dossier.brief)


@pytest.fixture(scope="module")
def early(sahel_dossier: Dossier) -> Explanation:
    """The turn of Mali as known in the middle of 2021, when it was not listed."""
    return sahel_dossier.explain("mali:france:russia:1@2021-06-30")


def told(explanation: Explanation, dossier: Dossier) -> str:
    catalogue = dossier.catalogue
    return explanation_text(explanation, catalogue.label, catalogue.claims)


def test_a_shift_that_is_not_listed_may_have_been_and_says_what_it_falls_short_of(
    early: Explanation, sahel_dossier: Dossier
) -> None:
    view = sahel_dossier.as_known_on("2021-06-30")
    assert view.shifts("Mali") == []
    text = told(early, view)
    assert not early.listed
    assert early.to_dict()["listed"] is False
    assert "Mali may have moved from France towards Russia" in text
    assert "probably moved" not in text
    probability = words.percent(early.shift.probability)
    assert f"It is not listed as a shift: its probability is {probability}, less than 55%" in text
    assert f"its size is {early.shift.size:+.2f}, less than 0.5 either way" in text
    assert "it would not be listed" not in text


def test_what_is_only_too_small_is_not_called_unlikely(early: Explanation) -> None:
    likely = replace(early, shift=replace(early.shift, probability=0.6))
    said = words.say_unlisted(likely)
    assert "size" in said
    assert "probability" not in said


def test_a_listed_shift_says_nothing_of_falling_short(early: Explanation) -> None:
    large = replace(early, shift=replace(early.shift, probability=0.6, size=0.7))
    assert large.listed
    assert words.say_unlisted(large) == ""


def test_one_statement_speaks_and_two_speak(early: Explanation) -> None:
    shift = early.shift
    alone = replace(early, shift=replace(shift, statements=shift.statements[:1]))
    said = words.say_confidence(alone, str)
    assert said.startswith("1 statement speaks for it, on the word of")
    assert " speak for it" in words.say_confidence(early, str)


def test_the_brief_tells_denials_with_grade_and_sources_and_who_succeeded_whom(
    page_of: Page,
) -> None:
    page = page_of("Mali")
    html = page.html
    assert "Africa Corps (Russia) succeeded Wagner Group (2023)." in page.details
    assert "Deutsche Welle via allAfrica (7 June 2025, reliability B)" in html
    assert '<dd>Russia <span class="grade">counts as D3, with a stake</span>' in html
    denial = html.index('<dd>Russia <span class="grade">')
    assert 'href="#source-' in html[denial : denial + 300]


def test_only_successions_of_those_it_is_about_are_told(sahel_dossier: Dossier) -> None:
    catalogue = sahel_dossier.catalogue
    assert successions_section(catalogue, {"mali"}) is None
    section = successions_section(catalogue, {"wagner"})
    assert section is not None
    assert section.details == ("Africa Corps (Russia) succeeded Wagner Group (2023).",)
    # Chad never dealt with either: the section is there, and does not lead its page.
    aside = successions_section(catalogue, {"wagner", "chad"}, near={"chad"})
    assert aside is not None
    assert aside.details == ()
    assert "Africa Corps (Russia) succeeded" in aside.markup


def test_a_statement_that_is_there_but_was_not_known_yet_is_said_so(sahel_dossier: Dossier) -> None:
    view = sahel_dossier.as_known_on("2021-06-30")
    with pytest.raises(InputError, match="st-0081 was not known yet on 2021-06-30"):
        view.statement("st-0081")
    with pytest.raises(UnknownNameError):
        view.statement("st-nowhere")


@pytest.mark.parametrize(
    ("actor", "held"),
    [
        ("Denmark", "nothing of it that counts for or against one of them. An answer takes"),
        ("Senegal", "too little about it: its evidence weighs 0.6 in all, from 1 quarter. An"),
    ],
)
def test_who_is_not_covered_is_said_with_what_an_answer_would_take(
    sahel_dossier: Dossier, actor: str, held: str
) -> None:
    said = words.say_nothing_found(sahel_dossier.course(actor), sahel_dossier.catalogue.label)
    assert f"is not covered between France and Russia: the dossier holds {held}" in said
    # 2 and 4 are the settings' least_mass and least_bins.
    needs = "evidence that weighs 2 in all, as 2 acts of full weight that are surely true would"
    assert f"An answer takes {needs}, from at least 4 quarters." in said
    assert "0.0" not in said


def test_what_is_not_nothing_is_not_told_as_nothing(page_of: Page) -> None:
    html = page_of("Niger").html
    # st-0270, on the arrival of Africa Corps, weighs -0.003 or so.
    assert ">-0.00<" not in html
    assert '<td class="num">almost 0</td>' in html
    assert "</span> 0%</td>" not in html
    assert (words.say_part(0.003), words.say_part(0.0)) == ("under 1%", "0%")


def test_accounts_that_do_not_fit_together_are_told_once(page_of: Page) -> None:
    html = page_of("Mali").html
    part = html[html.index("Accounts that do not fit together") : html.index('id="others"')]
    # Of the founding of the G5 Sahel a group of two stood above the group of six that holds it.
    assert part.count("Mali helped create the G5 Sahel at a summit in Nouakchott") == 1


def test_the_channels_of_a_brief_say_what_an_answer_would_take(page_of: Page) -> None:
    html = page_of("Niger").html
    assert "means too little evidence. An answer takes evidence that weighs 2 in all" in html


@pytest.mark.parametrize("actor", ["Mali", "Niger"])
def test_no_sentence_of_a_brief_writes_a_date_in_figures(page_of: Page, actor: str) -> None:
    page = re.sub(r"(?s)<(script|style|svg)\b.*?</\1>", " ", page_of(actor).html)
    prose = re.sub(r"<[^>]*>", " ", page)
    assert "What it supposes" in prose or actor != "Mali"
    assert re.findall(r".{30}(?<![\w-])(?:19|20)\d\d-(?:0[1-9]|1[0-2])\b.{20}", prose) == []
