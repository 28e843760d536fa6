"""Five whole tasks by keyboard alone: every step is a key press, and what is read is what stands on the screen."""

import csv
from io import StringIO

from tests.browsing import settled
from tests.pages.conftest import drawn

HERE = """(selector) => {
    const here = document.activeElement;
    if (!here || here === document.body) return false;
    const seen = getComputedStyle(here), box = here.getBoundingClientRect();
    return here.matches(selector) && seen.visibility !== 'hidden' && box.width > 0;
}"""
RING = "() => { const s = getComputedStyle(document.activeElement); return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2 }"
MOST_TABS = 150


def tab_to(page, selector: str, key: str = "Tab") -> None:
    """Press Tab until the focus stands on what a selector means; a reader must see where it is."""
    for _ in range(MOST_TABS):
        page.keyboard.press(key)
        if page.evaluate(HERE, selector):
            assert page.evaluate(RING), f"no focus ring on {selector}"
            return
    raise AssertionError(f"{selector} is not reached by {key}")


def choose(page, wanted: str) -> None:
    """Move a list with the focus to an option by its arrow keys."""
    for _ in range(MOST_TABS):
        if page.evaluate("() => document.activeElement.value") == wanted:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{wanted} is not in the list")


def text_here(page) -> str:
    return page.evaluate("() => document.activeElement.innerText")


def test_find_the_worst_province(visit):
    page = visit("/", lang="en")
    tab_to(page, ".worst-list li:first-child a")
    name = text_here(page)
    # Pattani has the most verified poor households of those published.
    assert name == "Pattani"
    page.keyboard.press("Enter")
    page.locator("h1", has_text=name).wait_for()
    assert "/province/94" in page.url


def test_read_the_radar_of_a_province(visit):
    page = visit("/province/94", lang="en", source="published")
    tab_to(page, "#radar-tab-chart")
    # The picture says its numbers to those who hear the page, and the table shows them.
    said = page.locator("#radar-picture").get_attribute("aria-label")
    page.keyboard.press("ArrowRight")
    assert page.evaluate(HERE, "#radar-tab-table") and page.locator("#radar-panel-table").is_visible()
    tab_to(page, "#radar-panel-table .table-box")
    cells = page.locator("#radar-panel-table tbody tr").first.locator("th, td").all_inner_texts()
    # Human capital of Pattani as published for 2026.
    assert cells[0] == "Human capital" and f"{cells[0]} {cells[1]}" in said
    assert 1 <= float(cells[1]) <= 4


def test_filter_a_cohort(visit):
    page = visit("/", lang="en")
    tab_to(page, ".side-nav a[href*='/cohorts']")
    page.keyboard.press("Enter")
    page.locator("#cohort-add").wait_for()
    settled(page)
    tab_to(page, "#cohort-add")
    page.keyboard.press("Enter")
    assert page.evaluate(HERE, "#cohort-editor [data-part=field]")
    choose(page, "size")
    tab_to(page, "#cohort-editor [data-part=operator]")
    choose(page, "from")
    tab_to(page, "#cohort-editor [data-part=low]")
    page.keyboard.type("5")
    tab_to(page, "#cohort-editor button[type=submit]")
    page.keyboard.press("Enter")
    assert page.evaluate(HERE, "#cohort-add")
    page.locator("#cohort-chips li").wait_for()
    settled(page)
    assert page.locator("#cohort-sentence").inner_text().endswith("matching household size 5 persons or more")
    assert int(page.locator("#cohort-live b").first.inner_text().replace(",", "")) > 0
    # How many there are of all may itself be hidden: their share of all says that they are fewer.
    share = page.locator("#cohort-live .live-share").inner_text()
    assert 0 < float(share.partition("%")[0]) < 100
    # And back: the chip is removed by its own button.
    tab_to(page, "#cohort-chips [data-remove=size]", "Shift+Tab")
    page.keyboard.press("Space")
    page.locator("#cohort-chips li").wait_for(state="detached")
    assert page.evaluate(HERE, "#cohort-add")


def test_export_the_csv_of_a_cohort(visit):
    page = visit("/cohorts", lang="en", cohort="size:5..")
    shown = page.locator("#areas-table tbody tr").first.locator("th, td").all_text_contents()
    tab_to(page, "#areas-download")
    page.keyboard.press("Enter")
    assert page.evaluate(HERE, "[role=menuitem]")
    for _ in range(MOST_TABS):
        if page.evaluate(HERE, "[data-take=csv]"):
            break
        page.keyboard.press("ArrowDown")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename.endswith(".csv")
    rows = list(csv.reader(StringIO(download.value.path().read_text(encoding="utf-8-sig"))))
    assert [cell.replace("−", "-") for cell in shown] == rows[1]
    assert any("household size 5 persons or more" in cell for row in rows for cell in row)
    # The menu gives the focus back to its button.
    assert page.evaluate(HERE, "#areas-download")


def test_change_the_language(visit):
    page = visit("/cohorts", cohort="size:5..")
    numbers = page.locator("#cohort-live b").all_inner_texts()
    tab_to(page, "#lang-link")
    page.keyboard.press("Enter")
    page.locator("h1", has_text="Build a cohort").wait_for()
    drawn(page)
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("#cohort-live b").all_inner_texts() == numbers
    tab_to(page, "#lang-link")
    page.keyboard.press("Enter")
    page.locator("h1", has_text="สร้างกลุ่มศึกษา").wait_for()
    assert page.locator("html").get_attribute("lang") == "th"
