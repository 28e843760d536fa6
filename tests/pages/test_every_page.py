"""Every registered page, in both languages and at both widths: one language only, and nothing that axe finds.

One window is used for all of a language and width, so that the whole takes seconds a page.
"""

import json
import re
from importlib.resources import files

import pytest

from data.reference import load_reference
from data.settings import ROOT
from tests.browsing import address, both_langs, both_widths, every_address, settled

THAI = re.compile("[ก-๛]+")
LATIN = re.compile(r"[A-Za-z][A-Za-z'’]*")
# Everything a reader can see or be told: text, names, hints, options, alt texts, names of files.
WORDS = """() => {
    const found = [];
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
        const parent = walk.currentNode.parentElement;
        if (parent.closest("script, style, noscript, template, code, #lang-link")) continue;
        const text = walk.currentNode.textContent.trim();
        if (text) found.push(text);
    }
    for (const node of document.querySelectorAll("body *")) {
        if (node.closest("#lang-link")) continue;
        for (const name of ["aria-label", "title", "alt", "placeholder", "download", "label", "aria-description", "aria-valuetext"]) {
            const text = node.getAttribute(name);
            if (text && text.trim()) found.push(text);
        }
    }
    for (const graph of document.querySelectorAll(".js-plotly-plot")) {
        for (const trace of graph.data || []) for (const key of ["text", "hovertext", "name"]) found.push(...[trace[key] || []].flat().map(String));
    }
    return [document.title, ...new Set(found)];
}"""
# The mark of demo data stands in both languages everywhere.
BOTH_LANGUAGES = ("ข้อมูลสาธิต / demo data", "demo data / ข้อมูลสาธิต", "Demo data / ข้อมูลสาธิต")
# Latin letters that Thai text keeps: names and abbreviations that have no Thai form, symbols, units, files, commands.
KEPT = set(
    """TPMAP QR PPAOS Jenks Shift PPPConnext PMU A B C D E H M k n CSV PNG SVG XLSX PDF PPTX ZIP ID SHA Enter Esc Excel GeoJSON Parquet
    OpenDocument MPI BI HAI QoL DiD CI SE Alkire Foster Hundepool Fraser Wooton Giessing Aalen Johansen UpSet censored
    headcount uncensored Local Content Pro poor Value Chain Social Safety Net Area Based Industries union reweight drop
    zero python m etl load make demo data Natural Earth public domain geothai OFL admin states and provinces boundaries t difference differences in Sarabun SIL MIT Apache""".split()
)
# Names of publications stand as their publisher wrote them.
SOURCES = sorted(
    {figure.source for figure in load_reference(ROOT / "data" / "reference").published}, key=len, reverse=True
)
NAMES = [name for source in SOURCES for name in (source, source.split(" (")[0])]
FILE = re.compile(r"[\w./-]+\.(csv|toml|py|xlsx|zip|gz|geojson)\b|\b\d{8}T\d{6}-\w+")


@pytest.fixture(scope="module")
def window(browser):
    """One window for all pages of this module."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    yield context.new_page()
    context.close()


def open_page(window, server_url: str, path: str, lang: str, width: int = 1440):
    window.set_viewport_size({"width": width, "height": 900})
    window.goto(address(server_url, path, lang=lang))
    settled(window)
    window.locator("h1").wait_for()
    return window


def foreign(words: list[str], lang: str) -> set[str]:
    """Return what stands in the other language."""
    found = set()
    for text in words:
        for known in (*BOTH_LANGUAGES, *(NAMES if lang == "th" else ())):
            text = text.replace(known, "")
        text = FILE.sub(" ", re.sub(r"<[^>]*>|&\w+;", " ", text))
        found |= set(THAI.findall(text)) if lang == "en" else {word for word in LATIN.findall(text) if word not in KEPT}
    return found


@both_langs
@pytest.mark.parametrize("path", every_address())
def test_a_page_speaks_one_language(window, server_url, path, lang):
    page = open_page(window, server_url, path, lang)
    words = page.evaluate(WORDS)
    assert len(words) > 10
    assert foreign(words, lang) == set()


def test_the_test_of_language_finds_what_is_planted():
    assert foreign(["Poor households", "ข้อมูลสาธิต / demo data"], "en") == set()
    assert foreign(["จังหวัด of the north"], "en") == {"จังหวัด"}
    assert foreign(["ครัวเรือน TPMAP k = 1/3"], "th") == set()
    assert foreign(["ครัวเรือน poverty"], "th") == {"poverty"}


@both_widths
@both_langs
@pytest.mark.parametrize("path", every_address())
def test_axe_finds_nothing(window, server_url, path, lang, width):
    page = open_page(window, server_url, path, lang, width)
    page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'], iframes: false })")
    told = [(one["id"], [node["html"][:160] for node in one["nodes"]][:3]) for one in found["violations"]]
    assert told == [], json.dumps(told, ensure_ascii=False, indent=1)
