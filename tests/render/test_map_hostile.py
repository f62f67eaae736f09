"""Text that would take the page over, in every field of every value: it must stay text."""

from __future__ import annotations

import dataclasses
import datetime as dt
import html
import json
import re
import typing
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import Browser, Page, expect

from allegiance.graph.render.map import map_fragment, render_map
from allegiance.graph.render.mapdata import (
    MapActor,
    MapData,
    MapShift,
    MapSource,
    MapStatement,
    MapTilt,
)

Show = Callable[..., Page]

HOSTILE = (
    "</script><img src=x onerror=window.pwned=1>",
    "</style></title></textarea><script>window.pwned=1</script>",
    "javascript:alert(1)",
    '"><svg onload=window.pwned=1>',
    "' onmouseover='window.pwned=1",
    "{{7*7}}{% raw %}${7*7}",
    "\u202eevil\u202c\u2066\u200f",
    "<!--<script>\u2028\u2029",
    "__proto__",
    "&lt;b&gt;&#0;\x00\x1b[31m\ud800",
)
FIXED = {
    "sign": -1, "weight": -0.5, "probability": 0.7, "tie": True, "contested": True,
    "start_day": dt.date(2021, 1, 1), "end_day": None, "date": dt.date(2021, 6, 1),
    "date_low": dt.date(2021, 5, 1), "date_high": dt.date(2021, 7, 1),
    "dates": (dt.date(2021, 1, 1),), "mean": (0.1,), "low": (0.0,), "high": (0.2,),
    "window_start": dt.date(2020, 1, 1), "window_end": dt.date(2023, 1, 1), "memory_days": 365,
    "at": dt.date(2022, 1, 1),
}  # fmt: skip


def poisoned(kind: type, bad: str, **more: object) -> object:
    """The value with the text in every field that takes text; fields it does not know fail."""
    told: dict[str, object] = {}
    for name, hint in typing.get_type_hints(kind).items():
        if name in more:
            told[name] = more[name]
        elif hint in (str, str | None):
            told[name] = bad
        elif hint == tuple[str, ...]:
            told[name] = (bad, bad + " 2")
        else:
            told[name] = FIXED[name]
    return kind(**told)


def hostile_map() -> MapData:
    actors, statements, shifts, tilts = [], [], [], []
    for number, bad in enumerate(HOSTILE):
        one, other = f"{bad}{number}", f"{bad}{number}b"
        actors.append(poisoned(MapActor, bad, id=one))
        actors.append(poisoned(MapActor, bad, id=other, patron=one))
        ends = {"subject": one, "object": other, "sources": (poisoned(MapSource, bad),)}
        for shape in ({"tie": True}, {"tie": False, "start_day": dt.date(2021, 12, 1)}):
            name = f"{bad}{number}{shape['tie']}"
            statements.append(poisoned(MapStatement, bad, id=name, **ends, **shape))
        shifts.append(poisoned(MapShift, bad, id=one, actor=one))
        tilts.append(poisoned(MapTilt, bad, actor=one))
    return poisoned(
        MapData, " ".join(HOSTILE), actors=tuple(actors), statements=tuple(statements),
        shifts=tuple(shifts), tilts=tuple(tilts), focus=None,
    )  # fmt: skip


SIGNS_OF_HARM = """(scripts) => {
  const found = [];
  if (typeof window.pwned !== "undefined") found.push("pwned");
  if (document.querySelectorAll("script").length !== scripts) found.push("script added");
  for (const one of document.querySelectorAll("*")) {
    for (const { name, value } of one.attributes) {
      if (name.startsWith("on")) found.push(`${one.tagName} ${name}`);
      const leads = ["href", "src", "action", "xlink:href"].includes(name);
      if (leads && !/^(https?:|data:,)/.test(value)) found.push(`${one.tagName} ${name}=${value}`);
    }
    if (/^(img|iframe|object|embed|base|link|meta|style|form|textarea)$/i.test(one.tagName)
        && one.closest("[data-allegiance-map]") && !one.matches(".am-goto"))
      found.push(one.tagName);
  }
  const text = document.body.innerText;
  if (/[\\u202a-\\u202e\\u2066-\\u2069\\u200f]/.test(text)) found.push("unseen controls");
  if (/\\b49\\b/.test(text)) found.push("template ran");
  if (({}).polluted !== undefined) found.push("prototype");
  return found;
}"""


def use_everything(page: Page) -> None:
    """Open what can be opened, so that every field is on the page."""
    page.locator(".am-filters > summary").click()
    page.locator(".am-present").evaluate("(one) => { one.open = true; }")
    page.locator(".am-group").evaluate_all("(all) => all.forEach((one) => { one.open = true; })")
    page.get_by_role("button", name="Table", exact=True).click()
    for bad in HOSTILE:
        page.get_by_label("Find an actor").fill(bad[:12])
        page.get_by_label("Find an actor").press("Enter")
    page.locator(".am-list").focus()
    for _ in range(2 * len(HOSTILE)):
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
    page.get_by_role("button", name="Only this actor and its neighbours").click()
    page.get_by_role("button", name="Close the evidence").click()
    page.get_by_label("Show", exact=True).select_option("0")
    page.locator(".am-heaviest button").first.click()
    page.get_by_label("Fold clients into their patrons").check()
    page.get_by_label("Fold clients into their patrons").uncheck()
    box = page.locator(".am-canvas").bounding_box()
    for step in range(12):
        page.mouse.move(box["x"] + box["width"] * step / 12, box["y"] + box["height"] / 2)


def test_hostile_text_in_every_field_stays_text(show: Show) -> None:
    page = show(render_map(hostile_map()))
    use_everything(page)
    assert page.evaluate(SIGNS_OF_HARM, 2) == []
    choices = page.locator(".am-list li")
    expect(
        choices.filter(has_text="</script><img src=x onerror=window.pwned=1>")
    ).not_to_have_count(0)
    choices.filter(has_text="⟨U+202E⟩evil").first.click()
    expect(page.locator(".am-panel h3")).to_have_text("⟨U+202E⟩evil⟨U+202C⟩⟨U+2066⟩⟨U+200F⟩")
    for part in (".am-sentence", ".am-date", ".am-denied", ".am-fact", ".am-sources", ".am-tilt"):
        expect(page.locator(".am-panel").locator(part).first).to_contain_text("⟨U+202E⟩")
    assert page.evaluate(SIGNS_OF_HARM, 2) == []


def test_hostile_text_stays_text_in_the_saved_pictures(show: Show) -> None:
    page = show(render_map(hostile_map()))
    with page.expect_download() as saved:
        page.get_by_role("button", name="SVG", exact=True).click()
    assert re.fullmatch(r"[a-z0-9-]+\.svg", saved.value.suggested_filename)
    root = ET.fromstring(Path(saved.value.path()).read_text(encoding="utf-8"))
    kinds = {part.tag.rpartition("}")[2] for part in root.iter()}
    assert kinds == {"svg", "title", "rect", "text", "clipPath", "g", "path", "circle"}
    assert not [name for part in root.iter() for name in part.attrib if name.startswith("on")]
    with page.expect_download() as saved:
        page.get_by_role("button", name="PNG", exact=True).click()
    assert Path(saved.value.path()).read_bytes().startswith(b"\x89PNG")


def test_hostile_text_survives_the_way_through_the_address(show: Show) -> None:
    page = show(render_map(hostile_map()))
    page.locator(".am-list li").first.click()
    label = page.locator(".am-panel h3").inner_text()
    expect(page).to_have_url(re.compile("sel=actor"))
    again = show(render_map(hostile_map()), at="#" + page.url.partition("#")[2])
    expect(again.locator(".am-panel h3")).to_have_text(label)
    assert again.evaluate(SIGNS_OF_HARM, 2) == []


def test_hostile_text_cannot_leave_a_fragment(show: Show) -> None:
    part = map_fragment(hostile_map())
    page = show(
        "<!doctype html><html><head><meta charset='utf-8'>"
        f"<style>{part.styles}</style></head><body>"
        f"{part.markup}<script>{part.scripts[0]}</script></body></html>"
    )
    assert page.evaluate(SIGNS_OF_HARM, 2) == []


@pytest.fixture
def unprotected(browser: Browser, tmp_path: Path) -> typing.Iterator[Callable[[str], list[str]]]:
    """Open a page without its policy and without asking for quiet; say what went wrong in it."""
    context = browser.new_context()

    def harm(page_html: str) -> list[str]:
        bare = re.sub(r"<meta http-equiv[^>]*>", "", page_html)
        file = tmp_path / "bare.html"
        file.write_text(bare, encoding="utf-8")
        page = context.new_page()
        page.goto(file.as_uri())
        page.wait_for_timeout(300)
        return page.evaluate(SIGNS_OF_HARM, 2)

    yield harm
    context.close()


def test_escaping_alone_holds_without_the_policy(
    unprotected: Callable[[str], list[str]],
) -> None:
    assert unprotected(render_map(hostile_map())) == []


def test_without_escaping_the_same_text_would_take_the_page_over(
    unprotected: Callable[[str], list[str]],
) -> None:
    """The check above can fail: undo one of the two kinds of escaping, and it does."""
    page_html = render_map(hostile_map())
    island = re.search(r'class="am-data">(.*?)</script>', page_html, re.DOTALL).group(1)
    raw = json.dumps(json.loads(island), ensure_ascii=False)
    assert "pwned" in unprotected(page_html.replace(island, raw))
    title = re.search(r"<h1[^>]*>(.*?)</h1>", page_html, re.DOTALL).group(1)
    assert "pwned" in unprotected(page_html.replace(title, html.unescape(title)))


def test_every_text_field_of_the_map_is_poisoned() -> None:
    """A field that is added later is poisoned, too, or fails here."""
    for kind in (MapSource, MapActor, MapStatement, MapShift, MapTilt, MapData):
        told = poisoned(kind, "x", **({"actors": (), "statements": (), "shifts": (), "tilts": (),
                                       "focus": None, "sources": ()}))  # fmt: skip
        for field in dataclasses.fields(kind):
            assert hasattr(told, field.name)
