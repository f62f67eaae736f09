"""The brief in a real browser: quiet, complete, traceable, and deaf to hostile text."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from allegiance.graph.dossier import Dossier, open_dossier
from allegiance.graph.store.settings import SHIPPED

Show = Callable[..., Page]
INVENTED = Path(__file__).parents[1] / "dossiers" / "archipelago"
HOSTILE = '</script><img src=x onerror=window.pwned=1>\\u202e\\"><svg onload=window.pwned=1>{{7*7}}'

LINK = "https://user:secret@example.org/a?q='onmouseover='window.pwned=1"
# Every property whose text a brief shows.
TEXTS = (
    r"(rdfs:label|skos:altLabel|dcterms:title|dcterms:publisher|al:note|al:unit|al:attribution"
    r"|al:indicator|al:bound)"
)


@pytest.fixture(scope="module")
def mali() -> str:
    return Dossier(SHIPPED, open_dossier(SHIPPED).built).brief("Mali").html


@pytest.fixture
def poisoned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Dossier:
    """The invented dossier with hostile text in every label, note, title, publisher and link."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    source = INVENTED
    target = tmp_path / "poisoned"
    target.mkdir()
    for path in source.glob("*.t*ml"):
        (target / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    settings = target / "dossier.toml"
    told = settings.read_text(encoding="utf-8")
    settings.write_text(told.replace('title = "', f'title = "{HOSTILE}', 1), encoding="utf-8")
    for path in source.glob("*.ttl"):
        text = path.read_text(encoding="utf-8")
        text = re.sub(rf'{TEXTS} "', lambda found: f'{found[1]} "{HOSTILE}', text)
        text = re.sub(r"schema:url <[^>]*> ;", "", text)
        text = text.replace("a al:Source ;", f"a al:Source ; schema:url <{LINK}> ;")
        if "@prefix schema:" not in text:
            text = "@prefix schema: <https://schema.org/> .\n" + text
        (target / path.name).write_text(text, encoding="utf-8")
    return open_dossier(target)


def test_nothing_of_a_printed_brief_is_cut_off(show: Show, mali: str) -> None:
    page = show(mali)
    page.set_viewport_size({"width": 718, "height": 1000})  # A4 without margins of a centimetre
    page.emulate_media(media="print")
    wide = """[...document.querySelectorAll("main table, main figure svg")]
        .filter(one => one.checkVisibility() && one.getBoundingClientRect().right > 718)
        .map(one => one.closest("section").id)"""
    assert page.evaluate(wide) == []


def test_the_brief_of_mali_says_what_moved_when_and_how_surely(show: Show, mali: str) -> None:
    page = show(mali)
    lead = page.locator(".headlines .lead").first
    expect(lead).to_contain_text("Mali moved from France to Russia")
    expect(lead).to_contain_text(re.compile(r"very likely, 9\d%"))
    expect(lead).to_contain_text("with a probability of 80%")


def test_every_link_to_a_statement_or_a_source_leads_to_it(show: Show, mali: str) -> None:
    page = show(mali)
    missing = page.evaluate(
        """() => [...document.querySelectorAll('.brief a[href^="#"]')]
            .map((a) => decodeURIComponent(a.getAttribute('href').slice(1)))
            .filter((id) => /^(statement|source)-/.test(id) && !document.getElementById(id))"""
    )
    assert missing == []
    assert page.locator('.brief a[href^="#source-"]').count() > 100


def test_the_tilt_chart_the_map_and_the_contested_claims_are_on_the_page(
    show: Show, mali: str
) -> None:
    page = show(mali)
    expect(page.locator("#tilt svg")).to_be_visible()
    expect(page.locator("#map-section canvas").first).to_be_visible()
    contested = page.locator("#contested")
    expect(contested).to_contain_text("Wagner")
    expect(contested).to_contain_text("Russia")
    expect(page.locator("#promises")).to_contain_text("missed")
    expect(page.locator("#others")).to_contain_text("Burkina Faso probably moved from France")


def test_the_page_is_not_wider_than_a_narrow_screen(show: Show, mali: str) -> None:
    page = show(mali, width=400)
    assert page.evaluate("document.documentElement.scrollWidth") <= 400


def test_the_text_of_every_chart_can_be_read_on_a_narrow_screen(show: Show, mali: str) -> None:
    page = show(mali, width=390)
    charts = """[...document.querySelectorAll("main figure svg")].map(chart => {
        const shrunk = chart.getBoundingClientRect().width / chart.viewBox.baseVal.width;
        const sizes = [...chart.querySelectorAll("text")].map(
            text => shrunk * parseFloat(getComputedStyle(text).fontSize));
        return [chart.closest("section").id, Math.min(...sizes)];
    }).filter(([, least]) => least > 0 && least < Infinity)"""
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    least = dict(page.evaluate(charts))
    assert {"tilt", "balance", "scenarios"} <= set(least)
    # Before: 4 to 5 pixels, for charts were as narrow as the screen.
    assert min(least.values()) >= 9, least
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_links_out_are_http_and_do_not_tell_where_they_were_followed(show: Show, mali: str) -> None:
    page = show(mali)
    links = page.locator("#sources a[href]").evaluate_all(
        "(all) => all.map((a) => [a.getAttribute('href'), a.rel])"
    )
    assert links
    assert all(re.match(r"https?://", address) for address, _ in links)
    assert all("noopener" in rel and "noreferrer" in rel for _, rel in links)


def test_hostile_text_in_a_dossier_stays_text(show: Show, poisoned: Dossier) -> None:
    page = show(poisoned.brief("delmar").html)
    assert page.evaluate("window.pwned") is None
    assert page.locator("img, [onerror], [onload], [onmouseover]").count() == 0
    assert "{{7*7}}" in page.locator("h1").inner_text()
    assert "\u202e" not in page.locator("body").inner_text()
    links = page.locator("a[href^=http]").evaluate_all("(all) => all.map((a) => a.href)")
    assert links
    assert not any("secret" in link for link in links)


def test_a_brief_with_three_poles_names_the_pole_that_each_statement_counts_for(
    show: Show,
) -> None:
    page = show(open_dossier(INVENTED).brief("Elspan").html)
    expect(page.locator(".headlines .lead")).to_contain_text("from Borealis to Corvia")
    expect(page.locator("#tilt figcaption")).to_contain_text("-1 Borealis, +1 Corvia")
    rows = page.locator(".shift tbody tr").filter(has_text="Corvian Guard has stood")
    expect(rows.first).to_contain_text("with Corvia")
    expect(rows.first.locator(".bar")).to_have_class(re.compile("side1"))
    rows = page.locator(".shift tbody tr").filter(has_text="suspended its cooperation")
    expect(rows.first).to_contain_text("against Borealis")


def test_an_actor_that_is_not_covered_gets_a_brief_that_says_so(
    show: Show, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = show(open_dossier(SHIPPED).brief("Senegal").html)
    expect(page.locator(".headlines")).to_contain_text("Senegal is not covered")
    expect(page.locator(".headlines")).to_contain_text("no finding that nothing happened")


def test_equal_input_gives_an_equal_page(mali: str) -> None:
    assert open_dossier(SHIPPED).brief("Mali").html == mali
