"""The map as a reader meets it: a real browser, a file on disk, no network."""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
import re
import struct
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import Browser, Page, expect

from allegiance.graph.render.map import map_fragment, map_script, render_map
from allegiance.graph.render.mapdata import MapData
from allegiance.graph.render.page import content_policy, inline_script, script_hash

Show = Callable[..., Page]
SVG = "{http://www.w3.org/2000/svg}"
HEAD = 58  # the height of the title above the picture in a saved figure


def says(page: Page, actors: int, edges: int) -> None:
    words = f"{actors} actors and {edges} edge{'s' if edges != 1 else ''} in view"
    expect(page.locator(".am-count")).to_contain_text(words)


def go_to(page: Page, day: str) -> None:
    page.get_by_label("Go to").fill(day)
    page.get_by_label("Go to").press("Enter")


def slide_to(page: Page, day: str) -> None:
    page.locator(".am-day").fill(str((dt.date.fromisoformat(day) - dt.date(1970, 1, 1)).days))


def heading(page: Page) -> str:
    return page.locator(".am-panel h3").inner_text()


def evidence(page: Page) -> list[str]:
    return page.locator(".am-evidence .am-sentence").all_inner_texts()


def table(page: Page, caption: str) -> list[list[str]]:
    rows = page.locator(".am-tables table").filter(has_text=caption).locator("tbody tr")
    return [row.locator("td").all_text_contents() for row in rows.all()]


def figure(page: Page) -> ET.Element:
    with page.expect_download() as saved:
        page.get_by_role("button", name="SVG").click()
    return ET.parse(saved.value.path()).getroot()


def spots(drawing: ET.Element) -> dict[str, tuple[float, float]]:
    """Where each actor stands on the canvas, by label."""
    found = {}
    for path in drawing.iter(f"{SVG}path"):
        place = re.match(r"translate\(([-\d.]+) ([-\d.]+)\)", path.get("transform", ""))
        if place:
            label = path.find(f"{SVG}title").text.rpartition(" (")[0]
            found[label] = (float(place[1]), float(place[2]))
    return found


def middle_of(drawing: ET.Element, words: str) -> tuple[float, float]:
    """The middle of the curve of the edge whose title holds the words."""
    for path in drawing.iter(f"{SVG}path"):
        title = path.find(f"{SVG}title")
        if title is not None and words in title.text:
            x0, y0, x1, y1, x2, y2 = map(float, re.findall(r"-?[\d.]+", path.get("d")))
            return (x0 + 2 * x1 + x2) / 4, (y0 + 2 * y1 + y2) / 4
    raise AssertionError(words)


def click_canvas(page: Page, spot: tuple[float, float]) -> None:
    page.locator(".am-canvas").click(position={"x": spot[0], "y": spot[1]})


def choose(page: Page, label: str) -> None:
    page.get_by_label("Find an actor").fill(label)
    page.get_by_label("Find an actor").press("Enter")


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
    assert heading(page) == "Syldavia"


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


def test_the_panel_can_keep_to_what_is_in_view(show: Show, small_html: str) -> None:
    page = show(small_html, at="#map:at=2020-03-01&sel=actor/syldavia")
    expect(page.locator(".am-panel h4")).to_have_text("6 statements, 1 in view on 1 March 2020")
    page.get_by_role("button", name="Only those in view").click()
    assert evidence(page) == ["Avalon trains the Syldavian guard."]


def test_a_click_beside_everything_clears_the_selection(show: Show, small_html: str) -> None:
    page = show(small_html, at="#map:at=2022-05-10&sel=actor/syldavia")
    click_canvas(page, (4, 300))
    assert heading(page) == "10 May 2022"
    page.locator(".am-heaviest button").first.click()
    assert heading(page) == "Borduria → Syldavia"


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
    assert heading(page) == "10 May 2022"
    assert page.evaluate("typeof window.pwned") == "undefined"


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


# Pictures


def test_the_svg_is_the_picture_with_its_title_date_and_legend(small: Page) -> None:
    drawing = figure(small)
    texts = [text.text for text in drawing.iter(f"{SVG}text")]
    assert texts[:2] == ["Syldavia between Avalon and Borduria", "10 May 2022"]
    assert {"Avalon", "Syldavia", "positive", "≠"} <= set(texts)
    assert len(spots(drawing)) == 6
    assert "http" not in ET.tostring(drawing, encoding="unicode").replace(
        "http://www.w3.org/2000/svg", ""
    )


def test_the_png_is_the_same_picture_at_twice_the_size(small: Page) -> None:
    drawing = figure(small)
    with small.expect_download() as saved:
        small.get_by_role("button", name="PNG").click()
    data = Path(saved.value.path()).read_bytes()
    assert saved.value.suggested_filename == "syldavia-between-avalon-and-borduria-2022-05-10.png"
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    size = struct.unpack(">II", data[16:24])
    assert size == (2 * int(drawing.get("width")), 2 * int(drawing.get("height")))
    assert len(data) > 20_000


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


# As a section of a longer page


def longer_page(parts: list, *, body: str = "") -> str:
    scripts = list(dict.fromkeys(script for part in parts for script in part.scripts))
    return "".join(
        (
            '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Report</title>',
            f'<meta http-equiv="Content-Security-Policy" content="{content_policy(scripts)}">',
            "<style>p { color: rgb(1, 2, 3); } button { color: rgb(200, 0, 0); }</style>",
            *(f"<style>{styles}</style>" for styles in {part.styles for part in parts}),
            '</head><body><p id="mine">Text</p><button id="press">x</button><table><tr>',
            '<td id="cell">1</td></tr></table>',
            body,
            *(part.markup for part in parts),
            "<p>After</p>",
            *(inline_script(script) for script in scripts),
            "</body></html>",
        )
    )


STYLES_OF = """() => ["mine", "press", "cell"].map((id) => {
  const style = getComputedStyle(document.getElementById(id));
  return [style.color, style.font, style.padding, style.border, style.background];
})"""
NAMES_OF = "() => Object.getOwnPropertyNames(window).sort()"


def test_two_maps_in_a_longer_page_leave_it_and_each_other_alone(
    show: Show, small_map: MapData
) -> None:
    earlier = dataclasses.replace(small_map, at=dt.date(2020, 3, 1))
    parts = [
        map_fragment(small_map, element_id="one"),
        map_fragment(earlier, element_id="two"),
    ]
    bare = show(longer_page([], body='<i class="am-count">x</i>'))
    page = show(longer_page(parts))
    assert page.evaluate(STYLES_OF) == bare.evaluate(STYLES_OF)
    assert page.evaluate(NAMES_OF) == bare.evaluate(NAMES_OF)
    expect(page.locator("#one .am-count")).to_contain_text("6 actors")
    expect(page.locator("#two .am-count")).to_contain_text("2 actors")
    page.locator("#two .am-list li").first.click()
    expect(page.locator("#two .am-panel h3")).to_have_text("Avalon")
    expect(page.locator("#one .am-panel h3")).to_have_text("10 May 2022")
    ids = page.evaluate("() => [...document.querySelectorAll('[id]')].map((one) => one.id)")
    assert len(ids) == len(set(ids))


def test_every_style_rule_is_scoped_to_the_map(show: Show, small_map: MapData) -> None:
    page = show(longer_page([map_fragment(small_map)]))
    selectors = page.evaluate(
        """() => {
          const out = [];
          const walk = (rules) => { for (const rule of rules) {
            if (rule.selectorText) out.push(...rule.selectorText.split(","));
            if (rule.cssRules && !rule.selectorText) walk(rule.cssRules);
          } };
          walk(document.styleSheets[1].cssRules);
          return out.map((selector) => selector.trim());
        }"""
    )
    assert len(selectors) > 100
    assert [one for one in selectors if not re.match(r"\.am(?![\w-])", one)] == []


def test_the_wheel_scrolls_the_longer_page_until_the_map_has_the_focus(
    show: Show, small_map: MapData
) -> None:
    page = show(longer_page([map_fragment(small_map)]))
    page.locator(".am-canvas").hover()
    page.mouse.wheel(0, 120)
    page.wait_for_function("() => window.scrollY > 0")
