"""The map as a section of a longer page."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from allegiance.graph.render.map import map_fragment
from allegiance.graph.render.mapdata import MapData
from allegiance.graph.render.page import content_policy, inline_script

Show = Callable[..., Page]


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
