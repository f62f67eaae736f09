"""A shared browser, a page that must stay quiet, and an invented dossier to draw."""

from __future__ import annotations

import datetime as dt
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from allegiance.graph.render.map import render_map
from allegiance.graph.render.mapdata import (
    MapActor,
    MapData,
    MapShift,
    MapSource,
    MapStatement,
    MapTilt,
)

NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SOURCE = MapSource("A report", "The Klow Courier", "2022-02-18", "https://example.org/klow", "B")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = next(filter(None, map(shutil.which, NAMES)), None)
        path = found or playwright.chromium.executable_path
        if not Path(path).exists():
            pytest.fail(
                f"No browser: none of {', '.join(NAMES)} is on the PATH, nor has Playwright one. "
                "Run: apt-get install chromium (or: playwright install chromium)"
            )
        opened = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield opened
        opened.close()


def listen(page: Page, file: Path, noises: list[str]) -> None:
    """Note all that a quiet page would not do."""
    page.on("console", lambda said: noises.append(f"console: {said.text}"))
    page.on("pageerror", lambda error: noises.append(f"error: {error}"))
    page.on("dialog", lambda asked: (noises.append(f"dialog: {asked.message}"), asked.dismiss()))
    page.on(
        "request",
        lambda sent: (
            None
            if sent.url.startswith((file.as_uri(), "blob:", "data:"))
            else noises.append(f"request: {sent.url}")
        ),
    )


@pytest.fixture
def show(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """Open HTML from disk; afterwards nothing may have been fetched, logged, thrown or asked."""
    noises: list[str] = []
    contexts = []

    def opened(
        html: str, *, at: str = "", width: int = 1280, height: int = 900, dark: bool = False
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
        )
        contexts.append(context)
        page = context.new_page()
        file = tmp_path / f"map{len(contexts)}.html"
        file.write_bytes(html.encode("utf-8"))
        listen(page, file, noises)
        page.goto(file.as_uri() + at)
        page.locator(".am-count").first.wait_for()
        return page

    yield opened
    for context in contexts:
        context.close()
    assert noises == []


@pytest.fixture(scope="session")
def shared(
    browser: Browser, small_html: str, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Page, list[str]]:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    file = tmp_path_factory.mktemp("map") / "small.html"
    file.write_bytes(small_html.encode("utf-8"))
    noises: list[str] = []
    listen(page, file, noises)
    page.goto(file.as_uri())
    return page, noises


@pytest.fixture
def small(shared: tuple[Page, list[str]]) -> Iterator[Page]:
    """The small map as it opens, on one page for all tests: put back, not loaded again."""
    page, noises = shared
    page.evaluate("() => { location.hash = `map:n=${performance.now()}`; }")
    page.locator("details").evaluate_all(
        "(all) => all.forEach((one) => { one.open = one.matches('.am-present'); })"
    )
    page.get_by_label("Find an actor").fill("")
    page.get_by_label("Go to").fill("")
    page.get_by_label("Go to").press("Enter")
    page.mouse.move(0, 0)
    page.locator(".am-count").get_by_text("on 10 May 2022").wait_for()
    yield page
    assert noises == []


def actor(name: str, kind: str = "state", *aliases: str, patron: str | None = None) -> MapActor:
    return MapActor(name.lower().replace(" ", "-"), name, kind, aliases, patron)


def statement(
    name: str,
    triple: str,
    label: str,
    *,
    start: str,
    end: str = "",
    tie: bool = False,
    sign: int = 1,
    weight: float = 0.6,
    channel: str = "defence",
    grade: str = "B2",
    **more: object,
) -> MapStatement:
    subject, relation, target = triple.split()
    return MapStatement(
        id=name,
        subject=subject,
        relation=relation,
        relation_label=relation.replace("_", " "),
        object=target,
        label=label,
        start=start,
        end=end,
        start_day=dt.date.fromisoformat((start + "-01-01")[:10]) if start else None,
        end_day=dt.date.fromisoformat(end) if end else None,
        tie=tie,
        sign=sign,
        weight=sign * weight,
        probability=0.8,
        channel=channel,
        grade=grade,
        sources=(SOURCE,),
        **more,
    )


@pytest.fixture(scope="session")
def small_map() -> MapData:
    """Six states, a company in Borduria's pay, a resolution; 2020 to 2024."""
    actors = (
        actor("Avalon", "state", "Kingdom of Avalon"),
        actor("Borduria", "state", "Szohôd"),
        actor("Syldavia", "state", "Zyldavië", "Klow"),
        actor("Ruritania", "state"),
        actor("Emerald Coast", "state", "Côte d'Émeraude"),
        actor("Grey Company", "pmsc", patron="borduria"),
        actor("Resolution 1", "resolution"),
        actor("Hermit Kingdom", "state"),
    )
    statements = (
        statement("t1", "borduria arms syldavia", "Borduria arms Syldavia.",
                  start="2020-06-01", end="2022-06-01", tie=True, weight=0.9),
        statement("t2", "avalon trains syldavia", "Avalon trains the Syldavian guard.",
                  start="", tie=True, grade="A1"),
        statement("a1", "syldavia expels avalon", "Syldavia sends the Avalonian envoy home.",
                  start="2022-02-17", sign=-1, channel="diplomacy", contested=True,
                  asserted_by=("Syldavia",), denied_by=("Avalon",),
                  denial="says that he left by himself"),
        statement("a2", "syldavia expels avalon", "Syldavia expels the Avalonian trainers.",
                  start="2022-05-02", sign=-1),
        statement("a3", "avalon sanctions syldavia", "Avalon freezes Syldavian accounts.",
                  start="2022-03-01", sign=-1, channel="economy", grade="C3"),
        statement("a4", "grey-company deploys_to syldavia", "Grey Company lands in Klow.",
                  start="2021-12-01", grade="D4"),
        statement("a5", "ruritania abstains_on resolution-1", "Ruritania abstains.",
                  start="2022-03-02", sign=0, channel="diplomacy"),
        statement("a6", "emerald-coast signs_with ruritania", "A treaty of commerce.",
                  start="2023-01-10", channel="economy"),
    )  # fmt: skip
    day = dt.date
    return MapData(
        title="Syldavia between Avalon and Borduria",
        subtitle="An invented dossier",
        window_start=day(2020, 1, 1),
        window_end=day(2025, 1, 1),
        actors=actors,
        statements=statements,
        shifts=(
            MapShift("s1", "syldavia", day(2022, 2, 20), day(2022, 1, 5), day(2022, 4, 1),
                     "Syldavia turns from Avalon to Borduria."),
        ),
        tilts=(
            MapTilt("syldavia", (day(2021, 1, 1), day(2022, 1, 1), day(2023, 1, 1)),
                    (0.5, None, -0.5), (0.3, None, -0.7), (0.7, None, -0.3),
                    "Avalon", "Borduria"),
        ),
        at=day(2022, 5, 10),
    )  # fmt: skip


@pytest.fixture(scope="session")
def small_html(small_map: MapData) -> str:
    return render_map(small_map)


@pytest.fixture(scope="session")
def large_map() -> MapData:
    """2,000 actors and 10,000 statements, a tenth of which stand for good."""
    chance = random.Random(7)
    kinds = ("state", "government", "armed_force", "company", "person")
    actors = tuple(
        MapActor(f"a{i}", f"Actor {i}", kinds[i % 5], (f"Alias {i}",)) for i in range(2000)
    )
    made = []
    for number in range(10_000):
        one = min(int(chance.paretovariate(0.9)), 1999)
        other = (one + 1 + chance.randrange(1999)) % 2000
        day = dt.date(2012, 1, 1) + dt.timedelta(days=chance.randrange(5000))
        made.append(
            statement(
                f"st{number}",
                f"a{one} relation_{number % 30} a{other}",
                f"Actor {one} deals with actor {other}, case {number} of the invented register.",
                start=day.isoformat(),
                tie=number % 10 == 0,
                sign=chance.choice((-1, 0, 1)),
                channel=("defence", "diplomacy", "economy")[number % 3],
            )
        )
    return MapData(
        title="A large map",
        subtitle="Generated",
        window_start=dt.date(2012, 1, 1),
        window_end=dt.date(2026, 1, 1),
        actors=actors,
        statements=tuple(made),
    )
