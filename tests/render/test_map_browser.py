"""The map as a reader meets it: a real browser, a file on disk, no network."""

from __future__ import annotations

import dataclasses
import math
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from allegiance.graph.render.map import map_script, render_map
from allegiance.graph.render.mapdata import MapData
from allegiance.graph.render.page import script_hash
from allegiance.tests.render.map_page import SVG, figure, go_to, middle_of, says, slide_to, spots

Show = Callable[..., Page]


# What is in view


def test_the_map_opens_quietly_on_its_day(show: Show, small_html: str) -> None:
    page = show(small_html)
    says(page, 6, 6)
    expect(page.locator(".am-when")).to_have_text("10 May 2022")
    expect(page.locator(".am-legend")).to_contain_text("fainter: less certain")


def test_moving_the_slider_changes_what_is_in_view(small: Page) -> None:
    """Ties hold from start to end, the end excluded; acts for a year after their day."""
    for day, actors, edges in [
        ("2020-03-01", 2, 1),
        ("2020-06-01", 3, 2),
        ("2022-05-31", 6, 6),
        ("2022-06-01", 5, 5),
        ("2022-11-30", 5, 5),
        ("2022-12-01", 4, 4),
        ("2023-01-31", 5, 5),
    ]:
        slide_to(small, day)
        says(small, actors, edges)
    assert "31 January 2023" in small.locator(".am-when").inner_text()


def test_actors_stay_where_they_are_over_time(small: Page) -> None:
    before = spots(figure(small))
    slide_to(small, "2020-03-01")
    after = spots(figure(small))
    assert set(after) == {"Avalon", "Syldavia"}
    assert all(before[label] == spot for label, spot in after.items())


def test_a_typed_year_or_month_means_its_last_day(small: Page) -> None:
    for typed, words in [("2022-02", "28 February 2022"), ("2021", "31 December 2021"),
                         ("2021-6-5", "5 June 2021")]:  # fmt: skip
        go_to(small, typed)
        expect(small.locator(".am-when")).to_have_text(words)


def test_a_typed_date_that_is_none_is_explained(small: Page) -> None:
    for typed in ("soon", "2022-13", "2022-02-30", "<b>1</b>"):
        go_to(small, "2022-05-10")
        expect(small.get_by_role("alert")).to_have_text("")
        go_to(small, typed)
        expect(small.get_by_role("alert")).to_contain_text("2022-02-17")
        expect(small.get_by_label("Go to")).to_have_attribute("aria-invalid", "true")
        expect(small.locator(".am-when")).to_have_text("10 May 2022")


def test_a_date_outside_the_window_goes_to_its_rim_and_says_so(small: Page) -> None:
    go_to(small, "2031")
    expect(small.locator(".am-when")).to_have_text("31 December 2024")
    expect(small.get_by_role("alert")).to_contain_text("1 January 2020 to 31 December 2024")


def test_playing_moves_the_date_until_it_is_paused(small: Page) -> None:
    small.get_by_role("button", name="Play").click()
    expect(small.locator(".am-when")).not_to_have_text("10 May 2022")
    small.get_by_role("button", name="Pause").click()
    held = small.locator(".am-when").inner_text()
    assert held.startswith("1 ")
    small.wait_for_timeout(500)
    assert small.locator(".am-when").inner_text() == held


def test_shifts_are_marked_on_the_slider_and_can_be_jumped_to(small: Page) -> None:
    expect(small.locator(".am-band")).to_have_attribute("title", re.compile("turns from Avalon"))
    small.get_by_role("button", name="‹ Shift").click()
    expect(small.locator(".am-when")).to_have_text("20 February 2022")
    expect(small.locator(".am-shift")).to_have_text("Syldavia turns from Avalon to Borduria.")


def test_an_empty_day_says_what_to_do(show: Show, small_map: MapData) -> None:
    acts = tuple(one for one in small_map.statements if not one.tie)
    page = show(render_map(dataclasses.replace(small_map, statements=acts)))
    slide_to(page, "2020-02-01")
    expect(page.locator(".am-empty")).to_contain_text("Nothing is in view on 1 February 2020")


def test_a_map_without_any_actor_opens(show: Show, small_map: MapData) -> None:
    bare = MapData("Bare", "", small_map.window_start, small_map.window_end, ())
    says(show(render_map(bare)), 0, 0)


# Looks


@pytest.mark.parametrize(("width", "dark"), [(1400, False), (900, True), (400, False)])
def test_nothing_overlaps_or_runs_out_at_any_width(
    show: Show, small_map: MapData, width: int, dark: bool
) -> None:
    data = dataclasses.replace(small_map, focus="syldavia")
    page = show(render_map(data), width=width, height=850, dark=dark)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    boxes = [
        page.locator(part).bounding_box()
        for part in (".am-top", ".am-time", ".am-canvas", ".am-legend", ".am-panel", ".am-search")
    ]
    for at, one in enumerate(boxes):
        assert one["width"] > 100
        for other in boxes[:at]:
            apart_x = one["x"] + one["width"] <= other["x"] + 1 or (
                other["x"] + other["width"] <= one["x"] + 1
            )
            apart_y = one["y"] + one["height"] <= other["y"] + 1 or (
                other["y"] + other["height"] <= one["y"] + 1
            )
            assert apart_x or apart_y, (one, other)


def ground(page: Page) -> str:
    return page.locator(".am").evaluate("(root) => getComputedStyle(root).backgroundColor")


def test_dark_and_light_follow_the_system_and_the_button(show: Show, small_html: str) -> None:
    light = show(small_html)
    dark = show(small_html, dark=True)
    assert ground(light) == "rgb(251, 250, 247)"
    assert ground(dark) == "rgb(21, 24, 27)"
    dark.get_by_role("button", name="Light").click()
    assert ground(dark) == ground(light)
    assert figure(dark).find(f"{SVG}rect").get("fill") == "#fbfaf7"


def test_sign_is_told_by_dash_as_well_as_by_colour(small: Page) -> None:
    looks = {}
    for path in figure(small).iter(f"{SVG}path"):
        title = path.find(f"{SVG}title")
        if title is not None and "→" in title.text:
            looks[title.text] = (path.get("stroke"), path.get("stroke-dasharray"))
    arms = looks["Borduria → Syldavia: arms (1 statement)"]
    expels = looks["Syldavia → Avalon: expels (2 statements, contested)"]
    abstains = looks["Ruritania → Resolution 1: abstains on (1 statement)"]
    assert len({arms, expels, abstains}) == 3
    assert arms[1] is None
    assert expels[1] != abstains[1]


def test_parallel_edges_are_kept_apart(small: Page) -> None:
    drawing = figure(small)
    middles = [
        middle_of(drawing, words)
        for words in ("Avalon: expels", "Syldavia: trains", "Syldavia: sanctions")
    ]
    for at, one in enumerate(middles):
        assert all(math.dist(one, other) > 8 for other in middles[:at])


# Scale


def test_a_large_map_follows_the_slider_and_keeps_its_labels_apart(
    show: Show, large_map: MapData, browser: Browser, tmp_path: Path
) -> None:
    page = show(render_map(large_map))
    before = page.locator(".am-count").inner_text()
    page.locator(".am-day").evaluate(
        """(slider) => {
             slider.value = 16000 + 250 * 11;
             slider.dispatchEvent(new Event("input"));
           }"""
    )
    expect(page.locator(".am-count")).not_to_have_text(before)
    with page.expect_download() as saved:
        page.get_by_role("button", name="SVG").click()
    file = tmp_path / "figure.svg"
    file.write_bytes(Path(saved.value.path()).read_bytes())
    drawing = browser.new_page()
    drawing.goto(file.as_uri())
    boxes = drawing.evaluate(
        """() => [...document.querySelectorAll("text[paint-order]")].map((text) => {
             const { x, y, width, height } = text.getBBox();
             return [x, y + 2, x + width, y + height - 2];
           })"""
    )
    drawing.close()
    assert len(boxes) > 30
    for at, one in enumerate(boxes):
        for other in boxes[:at]:
            apart = (
                one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
            )
            assert apart, (one, other)


def test_another_vis_network_with_its_parts_renamed_still_follows_the_slider(
    show: Show, small_html: str
) -> None:
    """Then the map goes the slower, public way."""
    script = map_script()
    vis, mark, own = script.partition("/* Elements and words.")
    other = (
        vis.replace("edgeIndices", "edgeRoster").replace("refreshNeeded", "isStale") + mark + own
    )
    html = small_html.replace(script, other)
    page = show(html.replace(script_hash(script)[1:-1], script_hash(other)[1:-1]))
    before = page.locator(".am-canvas canvas").evaluate("(canvas) => canvas.toDataURL()")
    slide_to(page, "2020-03-01")
    says(page, 2, 1)
    after = page.locator(".am-canvas canvas").evaluate("(canvas) => canvas.toDataURL()")
    plain = show(small_html)
    assert before == plain.locator(".am-canvas canvas").evaluate("(canvas) => canvas.toDataURL()")
    slide_to(plain, "2020-03-01")
    says(plain, 2, 1)
    assert after == plain.locator(".am-canvas canvas").evaluate("(canvas) => canvas.toDataURL()")
    assert before != after
