"""The pictures that the map saves."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

from playwright.sync_api import Page

from allegiance.tests.render.map_page import SVG, figure, spots

Show = Callable[..., Page]


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
