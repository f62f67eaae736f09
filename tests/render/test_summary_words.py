"""What the sentences of a brief say: nothing that another part of the page contradicts."""

from __future__ import annotations

import re

import pytest

import allegiance as al
from allegiance.graph.analysis.indicators import dossier_indicators
from allegiance.graph.render.document import Document
from allegiance.graph.render.sections.leverage import leverage_section


@pytest.fixture(scope="module")
def dossier() -> al.Dossier:
    return al.open()


@pytest.fixture(scope="module")
def niger(dossier: al.Dossier) -> Document:
    return dossier.brief("Niger")


def read(page: Document) -> str:
    """The page's text as one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.html).split())


def test_one_who_denies_is_named_without_a_count(niger: Document) -> None:
    assert "France denies 1 statement about Niger." in niger.headlines


def test_most_often_is_said_only_where_deniers_are_left_out(dossier: al.Dossier) -> None:
    said = dossier.brief("Burkina Faso").headlines
    assert (
        "Someone denies 2 statements about Burkina Faso: MPSR under Traoré (1) and Ghana (1)."
        in said
    )


def test_what_one_patron_does_not_give_is_not_called_replaced_by_nothing(
    dossier: al.Dossier,
) -> None:
    # The Alliance of Sahel States is its pact of today: pacts are covered, if not by Russia.
    turn = dossier.turn("Burkina Faso", old="France", new="Russia", since="2022-10-01")
    section = leverage_section(turn.after, dossier.catalogue, turn)
    assert section is not None
    assert section.headlines[1] == (
        "Of the kinds of help that France gave, Russia now gives troops, but no pacts that are on "
        "record."
    )


def test_a_hold_that_may_not_have_been_the_strongest_says_so(niger: Document) -> None:
    # Leverage of France .04 and of Russia .02 on the eve of Niger's shift.
    [held] = [line for line in niger.headlines if "strongest hold" in line]
    assert re.search(r"France had it \(0\.04; it came first in \d\d% of the draws\)\.$", held)


def test_a_brief_compares_figures_year_by_year_where_none_are_of_the_last_day(
    niger: Document,
) -> None:
    # 1,500 French soldiers in 2023, about 100 Russians in April 2024: 7%.
    text = read(niger)
    assert (
        "troops 30 June 2023, then 31 December 2025 1,500 persons no data no data no data" in text
    )
    assert "troops 2024 1,500 persons 100 persons 7% 1,400 persons" in text


def test_a_brief_says_from_when_on_deliveries_and_acts_count(niger: Document) -> None:
    assert (
        "Deliveries and acts count from 1 January 2018 for 30 June 2023 and from 1 July 2023 for "
        "31 December 2025." in read(niger)
    )


def test_what_would_change_the_picture_tells_of_a_claim_once_and_of_what_is_overdue(
    niger: Document,
) -> None:
    text = read(niger)
    told = text[text.index("What would change the picture") : text.index("All statements about")]
    assert told.count("The last French troops departed Niamey on 22 December 2023") == 1
    assert "Overdue, with no outcome on record (due 17 September 2025): Niger announced" in told


def test_who_is_in_a_bloc_without_a_friendly_tie_is_set_apart(niger: Document) -> None:
    # France has no friend in the bloc of Niger and Russia in April 2025, and only the same foes.
    text = read(niger)
    told = text[text.index("Its bloc was") : text.index("Brokers (share")]
    held, _, loose = told.partition("it became ")[2].partition("(and, with no friendly tie in it")
    assert "Mali, Niger and Russia" in held
    assert "France" not in held
    assert "France" in loose.partition(")")[0]
    assert "France" not in told.partition("Newly in it:")[2].partition("No longer")[0]


def test_titles_of_scenarios_without_effect_are_quoted(niger: Document) -> None:
    assert "“Russia fails to pay” and “Sanctions bite”." in read(niger)


def test_the_weight_of_the_evidence_is_told_in_words(niger: Document) -> None:
    assert "an act of full weight that is surely true would weigh 1" in read(niger)


def test_indicators_have_their_capitals_in_charts_too(dossier: al.Dossier) -> None:
    own, _ = dossier_indicators(dossier.catalogue, "niger")
    names = {one.name.partition(",")[0] for one in own}
    assert {"arms TIV", "UNGA voting coincidence"} <= names
