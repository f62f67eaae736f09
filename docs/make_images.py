"""Make the pictures of the README anew: ``python docs/make_images.py`` (needs a Chromium)."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

import allegiance as al

FOLDER = Path(__file__).parent / "images"
NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")


def main() -> None:
    """Write the tilt chart out of the brief of Mali, and the map of September 2022."""
    dossier = al.open()
    found = next(filter(None, map(shutil.which, NAMES)), None)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        brief = dossier.brief("Mali").save(Path(folder) / "brief.html")
        world = dossier.map("Mali", at="2022-09").save(Path(folder) / "map.html")
        path = found or playwright.chromium.executable_path
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        page = browser.new_page(viewport={"width": 1120, "height": 900})
        page.goto(brief.as_uri())
        page.locator("#tilt figure svg").screenshot(path=FOLDER / "tilt.png")
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(world.as_uri())
        page.locator(".am-count").first.wait_for()
        page.wait_for_timeout(1000)  # the camera comes to rest
        page.screenshot(path=FOLDER / "map.png")
        browser.close()


if __name__ == "__main__":
    main()
