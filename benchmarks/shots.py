"""`python -m benchmarks.shots`: a picture of every page, in both languages at both widths, and a contact sheet of them."""

import html
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, sync_playwright

from benchmarks.pages import serve_here
from data.settings import ROOT
from tests.browsing import FLAGS, WIDTHS, address, settled

FOLDER = ROOT / "shots"
THUMB = {1440: 420, 360: 160}
SHEET = """<!doctype html><meta charset="utf-8"><style>body{{font:14px sans-serif;margin:16px}}figure{{display:inline-block;
vertical-align:top;margin:8px}}img{{display:block;border:1px solid}}</style>{figures}"""


def main() -> None:
    """Take the pictures of the snapshot on screen and say where they are."""
    FOLDER.mkdir(exist_ok=True)
    with serve_here() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        pictures = [
            (_shot(browser, url, path, lang, width), width)
            for path in _paths(browser, url)
            for lang in ("th", "en")
            for width in WIDTHS
        ]
        _sheet(browser, pictures)
        browser.close()
    print(f"{len(pictures)} pictures and contact.png in {FOLDER.relative_to(ROOT)}/")


def _paths(browser: Browser, url: str) -> list[str]:
    page = browser.new_page()
    page.goto(url)
    settled(page)
    found = page.eval_on_selector_all(".side-nav a", "all => all.map((link) => link.getAttribute('href'))")
    page.close()
    return list(dict.fromkeys([*found, "/?source=households", "/province/94", "/no-such-page"]))


def _shot(browser: Browser, url: str, path: str, lang: str, width: int) -> Path:
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(address(url, path, lang=lang))
    settled(page)
    # Figures below the fold are drawn when they come into view.
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": width, "height": max(height, 900)})
    page.wait_for_timeout(1500)
    parts = urlsplit(path)
    name = "-".join(
        part for part in (parts.path.strip("/").replace("/", "-") or "home", parts.query.replace("=", "-")) if part
    )
    target = FOLDER / f"{name}-{lang}-{width}.png"
    page.screenshot(path=target, full_page=True)
    page.close()
    return target


def _sheet(browser: Browser, pictures: list[tuple[Path, int]]) -> None:
    figures = "".join(
        f'<figure><img src="{path.name}" width="{THUMB[width]}"><figcaption>{html.escape(path.stem)}</figcaption></figure>'
        for path, width in pictures
    )
    (FOLDER / "contact.html").write_text(SHEET.format(figures=figures), encoding="utf-8")
    page = browser.new_page(viewport={"width": 2400, "height": 1200})
    page.goto((FOLDER / "contact.html").as_uri())
    page.wait_for_load_state("networkidle")
    page.screenshot(path=FOLDER / "contact.png", full_page=True)
    page.close()


if __name__ == "__main__":
    main()
