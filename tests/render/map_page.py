"""What a reader does with the map and sees of it, for the tests in a browser."""

from __future__ import annotations

import datetime as dt
import re
from xml.etree import ElementTree as ET

from playwright.sync_api import Page, expect

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
