"""What holds an actor, in words, in tables and in the brief's section."""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import replace

import pytest

import allegiance as al
from allegiance.graph.analysis.indicators import indicator_words
from allegiance.graph.analysis.leverage.amounts import Amount
from allegiance.graph.analysis.leverage.isolation import Isolation
from allegiance.graph.analysis.leverage.reliance import Turn
from allegiance.graph.analysis.leverage.substitution import Cover
from allegiance.graph.render import leverage as say
from allegiance.graph.render.dependence_chart import Bar, dependence_chart
from allegiance.graph.render.drawing import to_svg
from allegiance.graph.render.sections.leverage import leverage_section

HOSTILE = "<script>alert(1)</script>\u202e"


@pytest.fixture(scope="module")
def dossier() -> al.Dossier:
    return al.open()


@pytest.fixture(scope="module")
def turn(dossier: al.Dossier) -> Turn:
    return dossier.turn("Mali", old=("France", "EU", "UN"), new="Russia", since="2021-07")


def test_amounts_say_their_range() -> None:
    assert say.say_amount(Amount(27, 27, 27), "TIV") == "27 TIV"
    assert say.say_amount(Amount(2.25, 2.25, 2.25), "TIV") == "2.25 TIV"
    assert say.say_amount(Amount(800, 850, 900), "persons") == "850 (800 to 900) persons"
    assert say.say_amount(Amount(800, 850, math.inf), "persons") == "at least 800 persons"


def test_what_is_not_known_is_said_to_be_so() -> None:
    old, new = Amount(800, 850, math.inf), Amount(2000, 2000, 2000)
    assert say.say_covered(Cover("aid", "aid", "EUR", old, None)) == "no data"
    open_end = Cover("troops", "troops", "persons", Amount(0, 0, math.inf), new)
    assert say.say_uncovered(open_end) == "not known"
    assert say.number(math.nan) == say.signed(math.nan) == say.span_of(math.nan, 1) == "no data"
    nobody = Isolation("x", dt.date(2020, 1, 1), math.nan, math.nan, (), 0)
    assert "not covered" in say.say_isolation(nobody, str)
    alone = Isolation("chad", dt.date(2025, 12, 31), 1.0, 0.0, (), 21)
    said = say.say_isolation(alone, str)
    # Before: "stands well with 0 (nobody)" and "at odds with 0% of them".
    assert said.endswith(
        "stands well with nobody: isolation 1.00. It is at odds with none of them."
    )


def test_tables_name_patrons_shares_and_what_they_are_made_of(
    dossier: al.Dossier, turn: Turn
) -> None:
    label = dossier.catalogue.label
    text = say.reliance_text(turn.before, label)
    assert re.search(r"arms TIV.*Russia\s+73%.*47 SIPRI TIV", text)
    assert "United Nations and European Union" not in text
    assert re.search(r"not counted", text)
    told = say.turn_text(turn, label)
    assert re.search(r"troops\s+replaced", told)
    assert "what Russia gives of what France, European Union and United Nations gave" in told


def test_text_from_a_dossier_cannot_drive_the_terminal(turn: Turn) -> None:
    text = say.leverage_table(turn.after.leverages, lambda _: "evil\x1b[31m\u202ename")
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_the_section_leads_with_who_holds_it_and_links_to_the_evidence(
    dossier: al.Dossier, turn: Turn
) -> None:
    section = leverage_section(turn.after, dossier.catalogue, turn)
    assert section is not None
    first, second = section.headlines
    assert first.startswith("On 31 December 2025 Russia has the strongest hold on Mali")
    assert "France had it" in first
    assert ", by troops, arms, pacts, trade and support; on 30 June 2021" in first
    kinds = "Of the kinds of help that France, European Union and United Nations gave, Russia now"
    assert second.startswith(kinds)
    assert 'href="#statement-ti-017"' in section.markup
    linked = set(re.findall(r'href="#source-([^"]+)"', section.markup))
    assert linked == section.sources
    assert "<svg" in section.markup


def test_names_in_the_section_and_its_chart_are_inert(dossier: al.Dossier, turn: Turn) -> None:
    catalogue = dossier.catalogue
    actors = {
        name: replace(actor, label=HOSTILE if name == "france" else actor.label)
        for name, actor in catalogue.actors.items()
    }
    section = leverage_section(turn.after, replace(catalogue, actors=actors), turn)
    assert section is not None
    assert "<script" not in section.markup
    assert "\u202e" not in section.markup


def test_an_actor_that_nobody_gives_anything_has_no_section(dossier: al.Dossier) -> None:
    assert leverage_section(dossier.leverage("Benin"), dossier.catalogue) is None


def test_an_actor_without_a_shift_is_shown_as_it_stands(dossier: al.Dossier) -> None:
    section = leverage_section(dossier.leverage("Chad"), dossier.catalogue)
    assert section is not None
    assert "gives of what" not in section.markup
    # France's men left on 30 January 2025; what counts is that Macron backed the junta in 2021.
    [headline] = section.headlines
    assert headline.startswith(
        "On 31 December 2025 nothing stands of what France gave Chad, though by the acts since 1 "
        "January 2021 its hold is the strongest of these poles (leverage 0.28,"
    )
    assert headline.endswith("): by support alone, the last of it on 23 April 2021.")


def test_bars_are_drawn_in_order_with_the_rest_that_nobody_told() -> None:
    bars = [Bar("trade", "after", (("Russia", 0.4),)), Bar("arms", "after", (("Mars", 1.0),))]
    chart = dependence_chart(bars, old="France", new="Russia")
    rows = chart["data"]["values"]
    assert [(row["bar"], row["label"]) for row in rows] == [
        ("trade, after", "Russia 40%"),
        ("trade, after", "not told 60%"),
        ("arms, after", "Mars 100%"),
    ]
    assert rows[1]["end"] == 1.0
    assert to_svg(chart) == to_svg(dependence_chart(bars, old="France", new="Russia"))


def test_the_bars_leave_room_for_their_names() -> None:
    bars = [Bar("troops (by statements)", "31 December 2025", (("Russia", 1.0),))]
    axis = dependence_chart(bars, old="France", new="Russia")["encoding"]["y"]["axis"]
    assert axis["minExtent"] >= 6.5 * len("troops (by statements), 31 December 2025")


def test_the_letters_of_an_indicator_that_stand_for_words_are_capitals() -> None:
    assert indicator_words("arms_tiv") == "arms TIV"
    assert indicator_words("payment_usd_month") == "payment USD month"
    assert indicator_words("trade_share") == "trade share"


def test_a_figure_is_not_named_by_its_unit_twice(dossier: al.Dossier, turn: Turn) -> None:
    assert say.say_measured("payment_usd_total", "USD million") == "payment total"
    assert say.say_measured("arms_tiv", "SIPRI TIV million") == "arms"
    assert say.say_measured("troops", "persons") == "troops"
    section = leverage_section(turn.after, dossier.catalogue, turn)
    assert section is not None
    # Before: "payment USD month, 10.8 USD million a month".
    assert "Mali to Wagner Group: payment, 10.8 USD million a month." in section.markup


def test_figures_of_a_day_say_of_which_days_they_are(dossier: al.Dossier) -> None:
    # Russia's 100 men of January 2024 are no figure of the end of 2025: "in all 400, no data".
    html = dossier.brief("Burkina Faso").html
    days = "<td>30 September 2022, then 31 December 2025</td>"
    assert f"<td>troops</td>{days}<td>400 persons</td><td>no data</td>" in html
    assert "<td>troops</td><td>in all</td>" not in html
    # "Replaced", at 75%, stands above "7%" or "25%" covered: it speaks of some, not of how much.
    assert '"replaced" is a kind of which Russia gives some, however little, and France' in html
