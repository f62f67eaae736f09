"""What the map tells of an actor or an edge, also to those without picture or mouse."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from allegiance.graph.render.map import render_map
from allegiance.graph.render.mapdata import MapData
from allegiance.tests.render.map_page import (
    click_canvas,
    evidence,
    figure,
    heading,
    middle_of,
    says,
    slide_to,
    spots,
    table,
)

Show = Callable[..., Page]


# Evidence


def test_a_click_on_an_actor_lists_its_statements_newest_first(small: Page) -> None:
    click_canvas(small, spots(figure(small))["Syldavia"])
    assert heading(small) == "Syldavia"
    assert evidence(small) == [
        "Syldavia expels the Avalonian trainers.",
        "Avalon freezes Syldavian accounts.",
        "Syldavia sends the Avalonian envoy home.",
        "Grey Company lands in Klow.",
        "Borduria arms Syldavia.",
        "Avalon trains the Syldavian guard.",
    ]
    expect(small.locator(".am-tilt svg")).to_be_visible()
    expect(small.locator(".am-tilt")).to_contain_text("1 January 2021: +0.50 (+0.30 to +0.70)")


def test_a_click_on_an_edge_shows_who_says_so_and_who_denies_it(small: Page) -> None:
    click_canvas(small, middle_of(figure(small), "Syldavia → Avalon: expels"))
    assert heading(small) == "Syldavia → Avalon"
    first = small.locator(".am-evidence > li").last
    expect(first).to_contain_text("17 February 2022")
    expect(first).to_contain_text("Asserted by Syldavia")
    expect(first).to_contain_text("Denied by Avalon: says that he left by himself")
    expect(first).to_contain_text("B2: usually reliable source, probably true")
    expect(first).to_contain_text("The Klow Courier: A report, 18 February 2022, reliability B")
    link = first.get_by_role("link", name="A report")
    expect(link).to_have_attribute("href", "https://example.org/klow")
    expect(link).to_have_attribute("rel", "noopener noreferrer nofollow")


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("../2018-01", "", "since January 2018 or before"),
        ("2018~", "2020/2021", "about 2018 to some time between 2020 and 2021"),
        ("201X", "", "since some time between 2010 and 2019"),
        ("2018-02-XX", "2020/..", "February 2018 to 2020 or later"),
    ],
)
def test_dates_in_doubt_are_said_in_words(
    show: Show, small_map: MapData, start: str, end: str, said: str
) -> None:
    ties = tuple(
        dataclasses.replace(one, start=start, end=end) if one.tie else one
        for one in small_map.statements
    )
    data = dataclasses.replace(small_map, statements=ties)
    page = show(render_map(data), at="#map:at=2021-03-01&sel=actor/syldavia")
    expect(page.locator(".am-evidence > li").filter(has_text="trains").first).to_contain_text(said)


def test_the_panel_can_keep_to_what_is_in_view(show: Show, small_html: str) -> None:
    page = show(small_html, at="#map:at=2020-03-01&sel=actor/syldavia")
    expect(page.locator(".am-panel h4")).to_have_text("6 statements, 1 in view on 1 March 2020")
    page.get_by_role("button", name="Only those in view").click()
    assert evidence(page) == ["Avalon trains the Syldavian guard."]


def test_a_click_beside_everything_clears_the_selection(show: Show, small_html: str) -> None:
    page = show(small_html, at="#map:at=2022-05-10&sel=actor/syldavia")
    click_canvas(page, (4, 300))
    expect(page.locator(".am-panel h3")).to_have_text("10 May 2022")
    page.locator(".am-heaviest button").first.click()
    expect(page.locator(".am-panel h3")).to_have_text("Borduria → Syldavia")


def test_an_actor_with_hundreds_of_statements_lists_them_by_and_by(
    show: Show, small_map: MapData
) -> None:
    many = tuple(
        dataclasses.replace(small_map.statements[0], id=f"x{n}", label=f"Case {n}.")
        for n in range(100)
    )
    page = show(render_map(dataclasses.replace(small_map, statements=many, focus="borduria")))
    assert len(evidence(page)) == 60
    page.get_by_role("button", name="Show more (40 left)").click()
    assert len(evidence(page)) == 100


# For those who do not see the picture, or hold no mouse


def test_the_tables_say_what_the_picture_shows_and_follow_the_date(small: Page) -> None:
    assert len(table(small, "Actors in view on 10 May 2022")) == 6
    assert ["Syldavia", "expels", "Avalon", "negative", "0.60", "0.80", "contested", "2"] in table(
        small, "Ties and acts"
    )
    box = small.locator(".am-tables").bounding_box()
    assert box["width"] <= 1
    small.get_by_role("button", name="Table").click()
    expect(small.locator(".am-tables table").first).to_be_in_viewport()
    slide_to(small, "2020-03-01")
    says(small, 2, 1)
    assert table(small, "Ties and acts in view on 1 March 2020") == [
        ["Avalon", "trains", "Syldavia", "positive", "0.60", "0.80", "", "1"]
    ]


def test_everything_can_be_reached_with_the_tab_key(show: Show, small_html: str) -> None:
    page = show(small_html)
    reached = []
    for _ in range(30):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate("document.activeElement.className || document.activeElement.id")
        )
    for wanted in ("am-play", "map-goto", "am-day", "map-find", "am-list", "am-canvas"):
        assert wanted in reached
    assert "vis-network" not in reached


def test_an_actor_is_chosen_from_the_list_by_keyboard(small: Page) -> None:
    small.locator(".am-canvas").focus()
    small.keyboard.press("Enter")
    for key in ("ArrowDown", "ArrowDown", "Enter"):
        small.keyboard.press(key)
    assert heading(small) == "Grey Company"
    expect(small.locator(".am-list [aria-selected=true]")).to_have_text("Grey Company")
    small.keyboard.press("Escape")
    assert heading(small) == "10 May 2022"


def test_the_arrow_keys_pan_and_plus_and_minus_zoom(small: Page) -> None:
    start = spots(figure(small))
    canvas = small.locator(".am-canvas")
    canvas.press("ArrowRight")
    panned = spots(figure(small))
    assert panned["Avalon"][0] == pytest.approx(start["Avalon"][0] - 60, abs=0.2)
    canvas.press("+")
    zoomed = spots(figure(small))
    gap = math.dist(start["Avalon"], start["Syldavia"])
    assert math.dist(zoomed["Avalon"], zoomed["Syldavia"]) == pytest.approx(1.3 * gap, rel=0.01)
    canvas.press("0")
    assert spots(figure(small))["Avalon"] == pytest.approx(start["Avalon"], abs=0.5)
