"""What leaves a page as a file: pictures with their words and font, tables as they stand, a whole page as one ZIP."""

import base64
import csv
import io
import re
import zipfile
from datetime import date
from html import unescape
from statistics import correlation

import openpyxl
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Download, Page

from components.downloads import KINDS, STATUS
from components.graph import DEMO_MARK
from data.gate import HIDDEN
from data.text import year
from tests.browsing import both_langs, settled
from tests.pages.conftest import drawn

FIGURES = (("/?source=households", "map"), ("/?source=households", "ranked"), ("/province/94", "radar"))
figures = pytest.mark.parametrize(("path", "card"), FIGURES, ids=[card for _, card in FIGURES])

# Ink of the title line of a picture, column by column: how many pixels are darker than the middle.
INK = """async ([data, left, top, width, height, scale]) => {
    const image = new Image();
    image.src = data;
    await image.decode();
    const canvas = new OffscreenCanvas(width, height);
    const pen = canvas.getContext("2d");
    pen.drawImage(image, left * scale, top * scale, width * scale, height * scale, 0, 0, width, height);
    const pixels = pen.getImageData(0, 0, width, height).data;
    const columns = Array(width).fill(0);
    for (let at = 0; at < width * height; at += 1) if (pixels[4 * at] < 128) columns[at % width] += 1;
    return { columns, size: [image.naturalWidth, image.naturalHeight] };
}"""


def take(page: Page, card: str, kind: str) -> Download:
    """Choose one kind from the menu of a card."""
    page.locator(f"[data-download={card}]").click()
    with page.expect_download() as download:
        page.locator(f"[data-take={kind}]").click()
    return download.value


def shown_table(page: Page, card: str) -> list[list[str]]:
    """Return the cells of a card's table."""
    rows = "rows => rows.map(row => [...row.cells].map(cell => cell.textContent.trim()))"
    return page.eval_on_selector_all(f"#{card}-table tr", rows)


def open_book(download: Download) -> openpyxl.Workbook:
    """Return a workbook; the browser keeps it under a name without a kind."""
    return openpyxl.load_workbook(io.BytesIO(download.path().read_bytes()))


def data_address(kind: str, body: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(body).decode()}"


def smooth(columns: list[int]) -> list[float]:
    """Return means of three neighbours: a letter may stand half a pixel aside."""
    return [sum(columns[place : place + 3]) / 3 for place in range(len(columns) - 2)]


def likeness(one: list[int], other: list[int]) -> float:
    """Return the highest correlation of two rows of ink, one shifted by up to two pixels; from -1 to 1."""
    one, other = smooth(one), smooth(other)
    size = len(one) - 4
    return max(correlation(one[2 : 2 + size], other[shift : shift + size]) for shift in range(5))


@both_langs
@figures
def test_a_picture_carries_its_words_its_font_and_its_mark(visit, path, card, lang):
    page = visit(path, lang=lang)
    vector = take(page, card, "svg")
    text = vector.path().read_text(encoding="utf-8")
    # The browser reads it as XML without complaint.
    assert page.evaluate("t => !new DOMParser().parseFromString(t, 'image/svg+xml').querySelector('parsererror')", text)
    assert "@font-face" in text and "font/ttf;base64," in text
    words = unescape(re.sub(r"<[^>]+>", "", text.split("</style>", 1)[1].replace("</text>", " ")))
    # Lines are broken where the page breaks them.
    words = re.sub(r"\s", "", words)
    said = [page.locator(f"#{card}-{part}").inner_text() for part in ("title", "sentence", "notes")]
    for line in (DEMO_MARK[lang], *"\n".join(said).splitlines(), f"#{card}-card"):
        assert re.sub(r"\s", "", line) in words
    # The tail of its name is its day, in the reader's era.
    today = f"{year(date.today().year, lang)}-{date.today():%m-%d}"
    assert re.fullmatch(rf"[^\\/:*?\"<>|·\s]+_{today}\.svg", vector.suggested_filename)


@figures
def test_a_picture_is_as_large_as_its_vectors_and_shows_the_title_as_the_page_does(visit, path, card):
    page = visit(path, lang="th")
    vector = take(page, card, "svg").path().read_text(encoding="utf-8")
    width, height = (int(re.search(rf'<svg[^>]* {side}="(\d+)"', vector)[1]) for side in ("width", "height"))
    body = take(page, card, "png").path().read_bytes()
    title = page.locator(f"#{card}-title")
    box = title.bounding_box()
    line = int(box["width"]), 24
    picture = page.evaluate(INK, [data_address("image/png", body), 20, 20, *line, 2])
    assert picture["size"] == [2 * width, 2 * height]
    seen = page.evaluate(INK, [data_address("image/png", title.screenshot()), 0, 0, *line, 1])
    # Letters of a picture and letters of the page are the same shapes in the same places; boxes would not be.
    bare = re.sub(r"@font-face\{[^}]*\}", "", vector).encode()
    without = page.evaluate(INK, [data_address("image/svg+xml", bare), 20, 20, *line, 1])
    assert likeness(picture["columns"], seen["columns"]) > 0.9
    assert likeness(without["columns"], seen["columns"]) < 0.6


def test_a_map_leaves_with_its_hatches(visit):
    page = visit("/?source=households", lang="th")
    text = take(page, "map", "svg").path().read_text(encoding="utf-8")
    hidden = page.locator("path.choroplethlocation[data-kind=hidden]").count()
    assert hidden > 0
    # Every hidden province and the swatch of the legend.
    assert text.count('fill="url(#kj-hidden)"') == hidden + 1
    assert "var(--" not in text


def test_the_chart_is_taken_while_the_table_is_open(visit):
    page = visit("/province/94", lang="en")
    before = take(page, "radar", "png").path().read_bytes()
    page.locator("#radar-tab-table").click()
    assert take(page, "radar", "png").path().read_bytes() == before
    assert page.locator("#radar-table table").is_visible()


@both_langs
@figures
def test_the_csv_is_the_table_that_is_shown(visit, path, card, lang):
    page = visit(path, lang=lang)
    body = take(page, card, "csv").path().read_bytes()
    assert body.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    shown = shown_table(page, card)
    assert rows[: len(shown)] == shown
    assert rows[len(shown)] == [""] or rows[len(shown)] == []
    about = [row[0] for row in rows[len(shown) + 1 :]]
    assert about[0] == page.locator(f"#{card}-title").inner_text()
    assert any(DEMO_MARK["th"] in line or DEMO_MARK["en"] in line for line in about)


@both_langs
def test_the_spreadsheet_is_the_table_that_is_shown(visit, lang):
    page = visit("/province/94", lang=lang)
    book = open_book(take(page, "districts", "xlsx"))
    assert book.sheetnames == [STATUS["table"][lang], STATUS["about"][lang]]
    sheet = book.worksheets[0]
    read = [["" if cell.value is None else str(cell.value) for cell in row] for row in sheet.iter_rows()]
    shown = shown_table(page, "districts")
    assert read == [[cell.replace(",", "") for cell in row] for row in shown]
    # Counts are numbers, what is hidden stays a word.
    kinds = {type(row[2].value) for row in sheet.iter_rows(min_row=2)}
    assert kinds == {int, str}
    assert HIDDEN.text()[lang] in {row[2].value for row in sheet.iter_rows(min_row=2)}
    assert book.worksheets[1]["A1"].value == page.locator("#districts-title").inner_text()


# text on screen -> (cell of the CSV, value and format in the spreadsheet)
CELLS = {
    "=1+1": ("'=1+1", "=1+1", "@"),
    "@SUM(A1)": ("'@SUM(A1)", "@SUM(A1)", "@"),
    "-cmd": ("'-cmd", "-cmd", "@"),
    "+3.5": ("+3.5", 3.5, "0.0"),
    "−0.25": ("-0.25", -0.25, "0.00"),
    "1,234,567": ("1,234,567", 1234567, "#,##0"),
    "45.3%": ("45.3%", 0.453, "0.0%"),
    "007": ("007", "007", "@"),
    "–": ("–", "–", "@"),
    'ซ่อน (n < 10) & "x"': ('ซ่อน (n < 10) & "x"', 'ซ่อน (n < 10) & "x"', "@"),
}


def test_formulas_are_disarmed_and_numbers_stay_numbers(visit):
    page = visit("/province/94", lang="th")
    fill = """texts => document.querySelectorAll("#districts-table tbody td.number").forEach((cell, place) => {
        if (place < texts.length) cell.textContent = texts[place];
    })"""
    page.evaluate(fill, list(CELLS))
    lines = list(csv.reader(io.StringIO(take(page, "districts", "csv").path().read_text(encoding="utf-8-sig"))))
    sheet = open_book(take(page, "districts", "xlsx")).worksheets[0]
    for place, (in_csv, value, form) in enumerate(CELLS.values()):
        assert lines[place + 1][2] == in_csv
        cell = sheet.cell(place + 2, 3)
        assert (cell.value, cell.number_format) == (value, form)
        assert cell.data_type == ("n" if isinstance(value, int | float) else "s")


@both_langs
def test_a_page_leaves_as_one_zip(visit, lang):
    page = visit("/province/94", lang=lang)
    seen = """() => {
        window.seen = [];
        const bar = document.querySelector(".take-page progress");
        new MutationObserver(() => window.seen.push([bar.hidden, bar.value, bar.max])).observe(bar, { attributes: true });
    }"""
    page.evaluate(seen)
    with page.expect_download() as download:
        page.locator("[data-take-page]").click()
    assert download.value.suggested_filename.endswith(".zip")
    titles = page.locator(".card-box:has([data-download]) h2").all_inner_texts()
    with zipfile.ZipFile(download.value.path()) as packed:
        assert packed.testzip() is None
        names = packed.namelist()
        assert [name[:3] + name[-4:] for name in names] == [
            f"{place:02}_{kind}" for place in range(1, len(titles) + 1) for kind in (".png", ".csv")
        ]
        for place, title in enumerate(titles):
            assert packed.read(names[2 * place]).startswith(b"\x89PNG")
            assert title in packed.read(names[2 * place + 1]).decode("utf-8-sig").replace('""', '"')
    steps = page.evaluate("window.seen")
    page.wait_for_function("window.seen.at(-1)[0] === true")
    assert [False, len(titles) - 1, len(titles)] in steps


@pytest.mark.parametrize("width", [1440, 360])
def test_the_menu_works_by_keyboard_and_stays_in_the_window(visit, width):
    page = visit("/", width, lang="th")
    button = page.locator("[data-download=ranked]")
    button.focus()
    page.keyboard.press("ArrowDown")
    kinds = [kind[0] for kind in KINDS if kind]
    assert page.evaluate("document.activeElement.dataset.take") == kinds[0]
    box = page.locator("#download-menu").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= width
    assert button.get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.dataset.take") == kinds[-1]
    page.keyboard.press("Escape")
    assert page.locator("#download-menu").is_hidden()
    assert page.evaluate("document.activeElement.dataset.download") == "ranked"
    page.keyboard.press("Enter")
    page.keyboard.press("End")
    page.keyboard.press("Home")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename.endswith(".png")
    assert page.evaluate("document.activeElement.dataset.download") == "ranked"


def test_a_copied_link_gives_the_same_card_of_the_same_view(visit, new_page):
    page = visit("/", lang="en")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("select[id*=metric-published]").select_option("human_capital_score")
    page.wait_for_url("**metric=**")
    settled(page)
    title = page.locator("#ranked-title").inner_text()
    page.locator("[data-download=ranked]").click()
    page.locator("[data-take=link]").click()
    page.locator("#download-status", has_text=STATUS["copiedlink"]["en"]).wait_for()
    link = page.evaluate("navigator.clipboard.readText()")
    assert link.endswith("#ranked-card") and "metric=human_capital_score" in link and "lang=en" in link
    other = new_page(360)
    other.goto(link)
    drawn(other)
    assert other.locator("#ranked-title").inner_text() == title
    other.wait_for_function("Math.abs(document.getElementById('ranked-card').getBoundingClientRect().top) < 120")


def test_a_picture_is_copied(visit):
    page = visit("/", lang="en")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("[data-download=map]").click()
    page.locator("[data-take=copy]").click()
    page.locator("#download-status", has_text=STATUS["copiedpicture"]["en"]).wait_for()
    kinds = page.evaluate("navigator.clipboard.read().then(items => items.flatMap(item => item.types))")
    assert kinds == ["image/png"]


def test_a_failure_is_told_calmly(server_url, new_page):
    page = new_page(allow=("Failed to load resource",))
    page.goto(f"{server_url}/?lang=en")
    drawn(page)
    page.route("**/fonts/*", lambda route: route.abort())
    page.locator("[data-download=map]").click()
    page.locator("[data-take=png]").click()
    page.locator("#download-status", has_text=STATUS["failed"]["en"]).wait_for()
    # With the font back the next try works.
    page.unroute("**/fonts/*")
    assert take(page, "map", "png").path().read_bytes().startswith(b"\x89PNG")


def test_cards_that_are_not_seen_stay_out_of_the_zip(visit):
    page = visit("/province/94", lang="en")
    page.evaluate("document.getElementById('radar-card').style.visibility = 'hidden'")
    with page.expect_download() as download:
        page.locator("[data-take-page]").click()
    with zipfile.ZipFile(download.value.path()) as packed:
        names = packed.namelist()
        assert not any("capitals" in name for name in names) and len(names) > 4
        # Thai names must not depend on what the unpacker takes for its own letters.
        assert {(entry.create_system, entry.flag_bits) for entry in packed.infolist()} == {(3, 0x800)}


@pytest.mark.parametrize(("path", "width"), [("/", 1440), ("/table", 360)])
def test_nothing_bars_the_way_to_an_open_menu(visit, path, width):
    page = visit(path, width, graphs=False, lang="th")
    page.locator("[data-download]").first.click()
    page.locator("#download-menu").wait_for()
    found = Axe().run(page).response["violations"]
    assert [(entry["id"], entry["nodes"][0]["html"]) for entry in found] == []
