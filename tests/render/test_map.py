from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
import pickle
import re
import subprocess
import sys
from html import unescape

import pytest

from allegiance.graph.model.errors import InputError
from allegiance.graph.render.map import map_fragment, map_script, memory_words, render_map
from allegiance.graph.render.mapdata import (
    MapActor,
    MapData,
    MapShift,
    MapSource,
    MapStatement,
    MapTilt,
)
from allegiance.graph.render.page import content_policy, script_hash, template_text

DAY = dt.date(2022, 2, 17)


def island(html: str) -> dict:
    return json.loads(re.search(r'class="am-data">(.*?)</script>', html, re.DOTALL).group(1))


def unpacked(column: list | dict) -> list:
    if isinstance(column, list):
        return column
    return [column["pool"][place] for place in column["at"]]


def test_equal_data_give_byte_equal_pages(small_map: MapData) -> None:
    assert render_map(small_map) == render_map(dataclasses.replace(small_map))


def test_another_process_makes_the_same_page(small_map: MapData) -> None:
    """Nothing hangs on the order of sets, which differs between processes."""
    code = (
        "import hashlib, pickle, sys; from allegiance.graph.render.map import render_map; "
        "data = pickle.load(sys.stdin.buffer); "
        "print(hashlib.sha256(render_map(data).encode()).hexdigest())"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], input=pickle.dumps(small_map), capture_output=True, check=True
    )
    assert (
        told.stdout.decode().strip() == hashlib.sha256(render_map(small_map).encode()).hexdigest()
    )


def test_the_policy_names_the_one_script_that_the_page_runs(small_map: MapData) -> None:
    html = render_map(small_map)
    policy = unescape(re.search(r'Security-Policy" content="([^"]*)"', html).group(1))
    scripts = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    assert policy == content_policy(scripts)
    assert f"script-src {script_hash(scripts[0])};" in policy
    assert len(scripts) == 1
    assert "connect-src" not in policy
    assert "unsafe-inline" not in policy.split("style-src")[0]


def test_the_page_refers_to_nothing_outside_itself(small_map: MapData) -> None:
    html = render_map(small_map)
    markup = re.sub(r"<script.*?</script>|<style>.*?</style>", "", html, flags=re.DOTALL)
    assert re.findall(r'(?:src|href|action|data)="([^"]*)"', markup) == ["data:,"]
    assert not re.search(r"@import|url\(", template_text("map.css"))
    assert "sourceMappingURL" not in html


def test_the_bundled_network_is_the_release_that_was_measured() -> None:
    assert "@version 9.1.2" in map_script()


def test_no_script_writes_markup_or_evaluates_text() -> None:
    own = map_script().rpartition("/* Elements and words.")[2]
    banned = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|srcdoc"
    assert not re.search(banned, own)


def test_days_travel_as_numbers_and_stay_as_written(small_map: MapData) -> None:
    """17 February 2022: 52 years of 365 days, 13 leap days, 47 days."""
    rows = island(render_map(small_map))["edges"]
    at = unpacked(rows["id"]).index("a1")
    assert unpacked(rows["first"])[at] == 52 * 365 + 13 + 47
    assert unpacked(rows["start"])[at] == "2022-02-17"


def test_the_window_is_half_open(small_map: MapData) -> None:
    low, high = island(render_map(small_map))["window"]
    assert high - low == (dt.date(2024, 12, 31) - dt.date(2020, 1, 1)).days


@pytest.mark.parametrize(
    ("at", "shown"),
    [(None, dt.date(2024, 12, 31)), (dt.date(1990, 1, 1), dt.date(2020, 1, 1)), (DAY, DAY)],
)
def test_the_map_opens_within_its_window(
    small_map: MapData, at: dt.date | None, shown: dt.date
) -> None:
    opened = island(render_map(dataclasses.replace(small_map, at=at)))["at"]
    assert opened == (shown - dt.date(1970, 1, 1)).days


def test_only_safe_links_travel(small_map: MapData) -> None:
    urls = ("https://me:pw@example.org/x", "javascript:alert(1)", None)
    sources = tuple(MapSource(f"s{n}", "P", "", url, "B") for n, url in enumerate(urls))
    told = dataclasses.replace(small_map.statements[0], sources=sources)
    html = render_map(dataclasses.replace(small_map, statements=(told,)))
    assert [source[3] for source in island(html)["sources"]] == ["https://example.org/x", "", ""]
    assert "javascript:alert" not in html


def test_a_source_cited_twice_is_written_once(small_map: MapData) -> None:
    assert len(island(render_map(small_map))["sources"]) == 1


def test_a_patron_who_is_absent_or_oneself_is_no_patron(small_map: MapData) -> None:
    actors = (
        MapActor("a", "A", "state", patron="a"),
        MapActor("b", "B", "state", patron="nobody"),
        MapActor("c", "C", "state", patron="a"),
    )
    told = MapData("T", "", DAY, dt.date(2023, 1, 1), actors)
    assert unpacked(island(render_map(told))["nodes"]["patron"]) == [-1, -1, 0]


def test_ten_thousand_statements_stay_small(large_map: MapData) -> None:
    """Beyond the script, below 200 bytes a statement with its sentence."""
    html = render_map(large_map)
    assert len(html.encode()) - len(map_script().encode()) < 200 * len(large_map.statements)


def test_a_map_without_statements_can_be_drawn() -> None:
    html = render_map(MapData("Empty", "", DAY, dt.date(2023, 1, 1), ()))
    assert island(html)["edges"] == {}


def test_a_fragment_has_the_id_it_was_given_and_the_script_of_all_maps(small_map: MapData) -> None:
    part = map_fragment(small_map, element_id="the-map")
    assert part.scripts == (map_script(),)
    assert 'id="the-map"' in part.markup
    assert "<script>" not in part.markup
    assert "<h1" not in part.markup
    assert part.styles == template_text("map.css")


@pytest.mark.parametrize("name", ["", "1st", 'a"b', "a b", "a\n"])
def test_a_fragment_refuses_an_id_that_no_element_can_have(small_map: MapData, name: str) -> None:
    with pytest.raises(InputError, match="letters, digits"):
        map_fragment(small_map, element_id=name)


@pytest.mark.parametrize(
    ("days", "words"),
    [(365, "a year"), (366, "a year"), (730, "2 years"), (90, "90 days"), (1, "a day")],
)
def test_the_memory_of_acts_is_said_in_words(days: int, words: str) -> None:
    assert memory_words(days) == words


def test_the_page_says_how_long_acts_stay(small_map: MapData) -> None:
    html = render_map(dataclasses.replace(small_map, memory_days=90))
    assert "Acts stay in view for 90 days; ties from their start to their end." in html


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"sign": 2}, "sign 2"),
        ({"weight": 1.5}, "weight 1.5"),
        ({"weight": float("nan")}, "weight nan"),
        ({"probability": -0.1}, "probability -0.1"),
        ({"end_day": dt.date(2000, 1, 1), "start_day": DAY}, "before its start"),
    ],
)
def test_a_statement_that_cannot_be_drawn_is_refused(
    small_map: MapData, change: dict[str, object], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        dataclasses.replace(small_map.statements[0], **change)


def stray(data: MapData) -> MapStatement:
    return dataclasses.replace(data.statements[0], id="new", subject="nobody")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda data: {"window_end": data.window_start}, "not after"),
        (lambda data: {"memory_days": 0}, "at least 1"),
        (lambda data: {"actors": data.actors * 2}, "Two actors"),
        (lambda data: {"statements": data.statements * 2}, "Two statements"),
        (lambda data: {"statements": (stray(data),)}, "no actor 'nobody', named by statement"),
        (lambda data: {"focus": "nobody"}, "named by the focus"),
        (lambda data: {"shifts": (MapShift("s", "nobody", DAY, DAY, DAY, ""),)}, "shift 's'"),
        (lambda data: {"tilts": (MapTilt("nobody", (), (), (), (), "A", "B"),)}, "a tilt"),
    ],
)
def test_a_map_that_does_not_hold_together_is_refused(
    small_map: MapData, change: object, message: str
) -> None:
    with pytest.raises(InputError, match=message):
        dataclasses.replace(small_map, **change(small_map))


def test_a_shift_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(InputError, match="is before"):
        MapShift("s", "a", DAY, DAY, dt.date(2021, 1, 1), "")


@pytest.mark.parametrize("mean", [(), (float("inf"),)])
def test_a_tilt_of_unequal_or_infinite_values_is_refused(mean: tuple[float, ...]) -> None:
    with pytest.raises(InputError, match=r"values of mean|not finite"):
        MapTilt("a", (DAY,), mean, (0.0,), (0.0,), "A", "B")


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(share * p for share, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("place", [0, 1, 2], ids=["light", "dark by system", "dark by choice"])
def test_colours_meet_wcag_aa(place: int) -> None:
    """WCAG 2.2: 4.5 for text, 3 for what a picture is made of."""
    blocks = re.findall(r"\{([^{}]*--am-paper[^{}]*)\}", template_text("map.css"))
    colours = dict(re.findall(r"--am-(\w+): (#\w{6})", blocks[place]))
    for ground in ("paper", "panel"):
        for text in ("ink", "muted", "focus", "positive", "negative"):
            assert contrast(colours[text], colours[ground]) >= 4.5, (text, ground)
        for mark in ("node", "accent", "neutral"):
            assert contrast(colours[mark], colours[ground]) >= 3, (mark, ground)
    assert contrast(colours["ink"], colours["wash"]) >= 4.5
