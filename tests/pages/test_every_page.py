"""Every registered page, in both languages and at both widths, looked at once for all that must hold everywhere.

A visit costs more than what is looked at, so whoever adds a rule for all pages adds it to `RULES`.
"""

import json
import re
from importlib.resources import files

import pytest
from playwright.sync_api import expect

from components.reader import SITE
from data.reference import load_reference
from data.settings import ROOT
from tests.browsing import SECONDS, address, both_langs, both_widths, every_address, settled

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
SMALL = """() => [...document.querySelectorAll("button, select, .side-nav a, .segments label, .badge-link, .open-page")]
    .filter((one) => one.offsetParent && Math.min(one.offsetWidth, one.offsetHeight) < 24).map((one) => one.outerHTML)"""
# What moved without the reader, as a share of the window that moved by a share of it; 0.1 is called good.
MOVED = """window.moved = [];
new PerformanceObserver((list) => list.getEntries().forEach((one) => { if (!one.hadRecentInput) window.moved.push(one.value); }))
    .observe({ type: "layout-shift", buffered: true });"""
MOST_MOVED = 0.02
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
# The mark of demo data stands in both languages everywhere.
BOTH_LANGUAGES = ("ข้อมูลสาธิต / demo data", "demo data / ข้อมูลสาธิต", "Demo data / ข้อมูลสาธิต")
# Latin letters that Thai text keeps: names and abbreviations that have no Thai form, symbols, units, files, commands.
KEPT = set(
    """TPMAP QR PPAOS Jenks Shift PPPConnext PMU A B C D E H M k n CSV PNG SVG XLSX PDF PPTX ZIP ID SHA Enter Esc Excel GeoJSON Parquet
    OpenDocument MPI BI HAI QoL DiD CI SE Alkire Foster Hundepool Sweeney Fraser Wooton Giessing Aalen Johansen UpSet censored
    headcount uncensored Local Content Pro poor Value Chain Social Safety Net Area Based Industries union reweight drop
    zero python m etl load make demo data Natural Earth public domain geothai OFL admin states and provinces boundaries t difference differences in Sarabun SIL MIT Apache""".split()
)
# Names of publications stand as their publisher wrote them.
SOURCES = sorted(
    {figure.source for figure in load_reference(ROOT / "data" / "reference").published}, key=len, reverse=True
)
NAMES = [name for source in SOURCES for name in (source, source.split(" (")[0])]
FILE = re.compile(r"[\w./-]+\.(csv|toml|py|xlsx|zip|gz|geojson)\b|\b\d{8}T\d{6}-\w+")


def foreign(words: list[str], lang: str) -> set[str]:
    """Return what stands in the other language."""
    found = set()
    for text in words:
        for known in (*BOTH_LANGUAGES, *(NAMES if lang == "th" else ())):
            text = text.replace(known, "")
        text = FILE.sub(" ", re.sub(r"<[^>]*>|&\w+;", " ", text))
        found |= set(THAI.findall(text)) if lang == "en" else {word for word in LATIN.findall(text) if word not in KEPT}
    return found


def is_not(found, wanted) -> list:
    """Return what was found where it is not what was wanted."""
    return [] if found == wanted else [found]


def of_axe(page, _lang: str, _width: int) -> list:
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'], iframes: false })")["violations"]
    return [(one["id"], [node["html"][:160] for node in one["nodes"]][:3]) for one in found]


def of_words(page, lang: str, _width: int) -> list:
    words = page.evaluate(WORDS)
    assert len(words) > 10
    return sorted(foreign(words, lang))


def of_thai(page, lang: str, _width: int) -> list:
    words = set(THAI.findall(page.locator("body").inner_text()))
    # The link to the other language, and the mark of demo data in both.
    return sorted(words - {"ไทย", "ข้อมูลสาธิต"}) if lang == "en" else [] if len(words) > 5 else ["no Thai"]


def of_moves(page, _lang: str, _width: int) -> list:
    moved = sum(page.evaluate("window.moved"))
    return [moved] if moved >= MOST_MOVED else []


# Each returns what is wrong with an open page, nothing where all is well.
RULES = {
    "one heading": lambda page, _lang, _width: is_not(page.locator("h1").count(), 1),
    "the language is said": lambda page, lang, _width: is_not(page.locator("html").get_attribute("lang"), lang),
    "no wider than its window": lambda page, _lang, width: [
        wide for wide in [page.evaluate("document.documentElement.scrollWidth")] if wide > width
    ],
    "the title ends with the name": lambda page, lang, _width: is_not(page.title().split(" · ")[-1], SITE[lang]),
    "no number that is none": lambda page, _lang, _width: [
        word for word in page.locator("main").inner_text().lower().split() if word == "nan"
    ],
    "every picture has words": lambda page, _lang, _width: [
        words for one in page.locator(".picture").all() if len(words := one.get_attribute("aria-label") or "") <= 20
    ],
    "every target has room": lambda page, _lang, _width: page.evaluate(SMALL),
    "nothing moves": of_moves,
    "Thai is Thai": of_thai,
    "one language": of_words,
    "axe finds nothing": of_axe,
}


@both_widths
@both_langs
@pytest.mark.parametrize("path", every_address())
def test_a_page_keeps_every_rule(server_url, new_page, path, lang, width):
    # With its policy: what a page may not load or run is an error, which the window's watch reports.
    page = new_page(width, policy=True)
    page.add_init_script(MOVED)
    page.goto(address(server_url, path, lang=lang))
    settled(page)
    page.locator("h1").wait_for()
    expect(page.locator(".graph:not(:has(.main-svg))")).to_have_count(0, timeout=SECONDS * 1000)
    wrong = {name: found for name, rule in RULES.items() if (found := rule(page, lang, width))}
    assert wrong == {}, json.dumps(wrong, ensure_ascii=False, indent=1)


def test_the_rules_find_what_is_planted(server_url, new_page):
    page = new_page(360)
    page.add_init_script(MOVED)
    page.goto(f"{server_url}/methods?lang=en")
    settled(page)
    page.evaluate(
        """() => {
            document.documentElement.lang = "th";
            document.title = "Another site";
            const more = "<h1>จังหวัด nan</h1><p style='width: 500px'>wide</p><img src='/assets/icon.svg'><button>x</button>";
            document.querySelector("main").insertAdjacentHTML("afterbegin", more + "<div class='picture' aria-label='short'></div>");
        }"""
    )
    page.wait_for_function("window.moved.length > 0")
    assert [name for name, rule in RULES.items() if not rule(page, "en", 360)] == []


def test_the_test_of_language_finds_what_is_planted():
    assert foreign(["Poor households", "ข้อมูลสาธิต / demo data"], "en") == set()
    assert foreign(["จังหวัด of the north"], "en") == {"จังหวัด"}
    assert foreign(["ครัวเรือน TPMAP k = 1/3"], "th") == set()
    assert foreign(["ครัวเรือน poverty"], "th") == {"poverty"}
