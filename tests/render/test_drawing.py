"""Charts drawn beside a page: the same as those drawn here, whatever becomes of the process."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

import allegiance as al
from allegiance.graph.render import drawing
from allegiance.graph.render.drawing import Spec, draw, drawn_beside, to_svg

ROOT = Path(__file__).parents[2]


def bars(*heights: int) -> Spec:
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "data": {"values": [{"a": place, "b": height} for place, height in enumerate(heights)]},
        "mark": "bar",
        "encoding": {
            "x": {"field": "a", "type": "ordinal"},
            "y": {"field": "b", "type": "quantitative"},
        },
    }


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """The processes that are started."""
    found: list[subprocess.Popen[bytes]] = []
    real = subprocess.Popen

    def popen(*words: object, **options: object) -> subprocess.Popen[bytes]:
        found.append(real(*words, **options))  # type: ignore[call-overload]
        return found[-1]

    monkeypatch.setattr(drawing.subprocess, "Popen", popen)
    return found


def test_charts_drawn_beside_a_page_are_those_drawn_here(
    started: list[subprocess.Popen[bytes]],
) -> None:
    with drawn_beside() as fill:
        page = f"<p>{to_svg(bars(1, 2))}</p><p>{to_svg(bars(3))}</p>{to_svg(bars(1, 2))}"
        assert "<path" not in page
        filled = fill(page)
    one, other = draw(bars(1, 2)), draw(bars(3))
    assert filled == f"<p>{one}</p><p>{other}</p>{one}"
    assert to_svg(bars(3)) == other
    (process,) = started
    assert process.returncode is not None


def test_a_process_that_ends_early_costs_no_chart(started: list[subprocess.Popen[bytes]]) -> None:
    with drawn_beside() as fill:
        (process,) = started
        process.kill()
        process.wait()
        assert fill(to_svg(bars(4))) == draw(bars(4))


def test_where_no_process_can_be_started_charts_are_drawn_here(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(drawing.sys, "executable", "/nowhere/python")
    with drawn_beside() as fill:
        assert fill(to_svg(bars(4))) == draw(bars(4))


def test_a_chart_that_cannot_be_drawn_is_an_error_and_leaves_no_process(
    started: list[subprocess.Popen[bytes]],
) -> None:
    with pytest.raises(ValueError, match="conversion failed"), drawn_beside() as fill:
        fill(to_svg({"$schema": bars()["$schema"], "mark": "nonsense"}))
    assert started[0].returncode is not None


def test_a_brief_has_all_its_charts_and_no_empty_place() -> None:
    page = al.open(ROOT / "tests" / "dossiers" / "archipelago").brief("elspan").html
    assert "data-drawn" not in page
    assert page.count("<svg") >= 5
