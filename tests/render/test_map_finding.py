"""Finding and filtering on the map, and what its address keeps."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from allegiance.graph.render.map import render_map
from allegiance.graph.render.mapdata import MapData
from allegiance.tests.render.map_page import (
    choose,
    click_canvas,
    evidence,
    figure,
    go_to,
    heading,
    middle_of,
    says,
    spots,
    table,
)

Show = Callable[..., Page]


# Finding and filtering


def test_search_knows_aliases_without_case_and_accents(small: Page) -> None:
    for typed, label in [
        ("ruri", "Ruritania"),
        ("KLOW", "Syldavia"),
        ("szohod", "Borduria"),
        ("cote d’emer", "Emerald Coast"),
        ("company", "Grey Company"),
    ]:
        small.get_by_label("Find an actor").fill(typed)
        expect(small.locator(".am-found [role=option]").first).to_contain_text(label)
        small.get_by_label("Find an actor").press("Enter")
        assert heading(small) == label


def test_search_says_when_there_is_no_such_actor(small: Page) -> None:
    small.get_by_label("Find an actor").fill("Freedonia")
    expect(small.locator(".am-found")).to_contain_text("No actor of that name")


def test_an_actor_without_an_edge_can_be_found_and_is_drawn(small: Page) -> None:
    choose(small, "Hermit")
    says(small, 6, 6)
    assert "Hermit Kingdom" in spots(figure(small))


def test_each_filter_takes_out_what_it_names_and_gives_it_back(small: Page) -> None:
    small.locator(".am-filters > summary").click()
    for group, value, actors, edges in [
        ("Sign", "negative", 6, 4),
        ("Channel", "economy", 6, 5),
        ("Source grade", "D,", 5, 5),
        ("Kind of actor", "private military", 5, 5),
        ("Relation", "arms", 5, 5),
    ]:
        part = small.locator(".am-group").filter(has=small.get_by_text(group, exact=True))
        part.locator("summary").click()
        part.locator("label").filter(has_text=value).locator("input").uncheck()
        says(small, actors, edges)
        expect(small.locator(".am-filter-note")).to_have_text("(1 off)")
        part.get_by_role("button", name="None").click()
        says(small, 0, 0)
        small.get_by_role("button", name="Show all again").click()
        says(small, 6, 6)


def test_an_edge_is_drawn_by_the_statements_that_pass(show: Show, small_html: str) -> None:
    """One edge holds two statements of different channels; without one the other remains."""
    page = show(small_html, at="#map:at=2022-05-10&no-channel=diplomacy")
    says(page, 4, 5)
    rows = [row for row in table(page, "Ties and acts") if row[1] == "expels"]
    assert [row[-1] for row in rows] == ["1"]


def test_only_an_actor_and_its_neighbours_by_depth(small: Page) -> None:
    choose(small, "Borduria")
    small.get_by_role("button", name="Only this actor and its neighbours").click()
    says(small, 2, 1)
    small.get_by_label("Show", exact=True).select_option("2")
    says(small, 4, 5)
    small.get_by_role("button", name="Show everyone again").click()
    says(small, 6, 6)


def test_a_focus_opens_on_the_actor_its_neighbours_and_its_evidence(
    show: Show, small_map: MapData
) -> None:
    page = show(render_map(dataclasses.replace(small_map, focus="syldavia")))
    says(page, 4, 5)
    expect(page.locator(".am-panel h3")).to_have_text("Syldavia")


def test_clients_fold_into_their_patrons_and_back(show: Show, small_map: MapData) -> None:
    """Grey Company is Borduria's: its landing becomes Borduria's, its pay a loop and hidden."""
    pay = dataclasses.replace(
        small_map.statements[0],
        id="pay",
        subject="borduria",
        relation="pays",
        object="grey-company",
    )
    data = dataclasses.replace(small_map, statements=(*small_map.statements, pay))
    page = show(render_map(data))
    says(page, 6, 7)
    page.get_by_label("Fold clients into their patrons").check()
    says(page, 5, 6)
    assert ["Borduria", "deploys to", "Syldavia"] in [
        row[:3] for row in table(page, "Ties and acts")
    ]
    choose(page, "Borduria")
    assert "Grey Company lands in Klow." in evidence(page)
    page.get_by_label("Fold clients into their patrons").uncheck()
    says(page, 6, 7)


def test_a_circle_of_patrons_does_not_hang_the_page(show: Show, small_map: MapData) -> None:
    circle = {"avalon": "borduria", "borduria": "avalon"}
    actors = tuple(
        dataclasses.replace(one, patron=circle.get(one.id, one.patron)) for one in small_map.actors
    )
    page = show(render_map(dataclasses.replace(small_map, actors=actors)))
    says(page, 6, 6)


# State in the address


def test_the_address_keeps_date_filters_and_selection(show: Show, small_html: str) -> None:
    page = show(small_html)
    go_to(page, "2022-05-20")
    page.locator(".am-filters > summary").click()
    page.locator(".am-group summary").nth(1).click()
    page.locator(".am-values label").filter(has_text="economy").locator("input").uncheck()
    choose(page, "Szohôd")
    page.get_by_role("button", name="Only this actor and its neighbours").click()
    page.get_by_label("Show", exact=True).select_option("2")
    page.get_by_label("Fold clients").check()
    expect(page).to_have_url(re.compile("fold=1"))
    again = show(small_html, at="#" + page.url.partition("#")[2])
    says(again, 3, 4)
    assert heading(again) == "Borduria"
    expect(again.locator(".am-when")).to_have_text("20 May 2022")
    expect(again.locator(".am-filter-note")).to_have_text("(1 off)")


def test_the_address_keeps_a_selected_edge(show: Show, small_html: str) -> None:
    page = show(small_html)
    click_canvas(page, middle_of(figure(page), "Avalon → Syldavia: sanctions"))
    expect(page).to_have_url(re.compile("sel=edge"))
    again = show(small_html, at="#" + page.url.partition("#")[2])
    assert evidence(again) == ["Avalon freezes Syldavian accounts."]


@pytest.mark.parametrize(
    "address",
    [
        "#<img src=x onerror=window.pwned=1>",
        "#map:at=<svg onload=alert(1)>&sel=actor/__proto__&around=constructor&depth=1e9",
        "#map:at=99999-99&sel=edge/%25E0%25A4%25A/x/y&no-kind=__proto__&no-sign=7&fold=2",
        "#map:sel=edge/borduria/arms&around=toString&depth=-1&table=yes",
        "#map:%E0%A4%A",
        "#map:" + "no-kind=state&" * 3000,
        "#elsewhere",
    ],
)
def test_a_hostile_or_broken_address_is_ignored(show: Show, small_html: str, address: str) -> None:
    page = show(small_html, at=address)
    says(page, 6, 6)
    expect(page.locator(".am-panel h3")).to_have_text("10 May 2022")
    assert page.evaluate("typeof window.pwned") == "undefined"
