"""The table of areas in a browser: sorted, filtered and paged on the server, taken along as a whole."""

import csv
import io
import json

from playwright.sync_api import Page

from components.grid import PAGE_ROWS
from components.grid_words import LOCALE
from data.gate import HIDDEN
from tests.browsing import both_langs, both_widths, settled
from tests.pages.seeing import asked

ROWS = ".ag-center-cols-container [role=row]"
HID = {lang: HIDDEN.text()[lang] for lang in ("th", "en")}


def rows_there(page: Page) -> Page:
    """Wait until the first rows are in the grid."""
    settled(page)
    page.wait_for_function("s => [...document.querySelectorAll(s)].some(row => row.innerText.trim())", arg=ROWS)
    return page


def column(page: Page, key: str) -> list[str]:
    """Return the texts of a column, in the order of the rows that are drawn."""
    return page.evaluate(
        """key => [...document.querySelectorAll(`[role=gridcell][col-id="${key}"]`)]
            .sort((one, other) => one.parentElement.getAttribute("row-index") - other.parentElement.getAttribute("row-index"))
            .map(cell => cell.innerText)""",
        key,
    )


def sort(page: Page, key: str) -> list:
    """Click a head and return the answers of the server."""
    return answers(page, lambda: page.locator(f".ag-header-cell[col-id='{key}'] .ag-header-cell-label").click())


def answers(page: Page, act) -> list[dict]:
    """Return what the server sent to the grid while something was done."""
    sent = [request for request in asked(page, act) if "_dash-update-component" in request.url]
    found = [json.loads(request.response().body())["response"] for request in sent]
    return [part["getRowsResponse"] for answer in found for part in answer.values() if "getRowsResponse" in part]


def numbers(texts: list[str]) -> list[float]:
    return [float(text.replace(",", "").rstrip("%")) for text in texts if text[:1].isdigit()]


@both_widths
@both_langs
def test_the_table_opens_with_the_places_of_most_concern(visit, lang, width):
    page = rows_there(visit("/table", width, graphs=False, lang=lang))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    shown = numbers(column(page, "verified_poor_households"))
    assert len(shown) > 2 and shown == sorted(shown, reverse=True)
    # Twenty provinces; the grid's own words are in the reader's language.
    assert LOCALE["of"][lang] in page.locator(".ag-paging-row-summary-panel").inner_text()
    assert "20" in page.locator(".ag-paging-row-summary-panel").inner_text()


def test_one_page_of_thousands_of_rows_travels(visit):
    page = rows_there(visit("/table", graphs=False, lang="en", by="subdistrict"))
    assert "2,399 subdistricts" in page.locator("#areas-title").inner_text()
    first = column(page, "subdistrict")
    turned = answers(page, lambda: page.locator("[ref=btNext], [data-ref=btNext]").click())
    assert [len(answer["rowData"]) for answer in turned] == [PAGE_ROWS]
    assert turned[0]["rowCount"] == 2399
    assert not set(column(page, "subdistrict")[:5]) & set(first[:5])


def test_hidden_rows_come_last_in_both_directions(visit):
    page = rows_there(visit("/table", graphs=False, lang="en"))
    # The table opens downwards; each click turns the order.
    for down in (False, True):
        rows = sort(page, "verified_poor_households")[-1]["rowData"]
        cells = [row["verified_poor_households"] for row in rows]
        known = numbers(cells)
        assert known == sorted(known, reverse=down) and len(set(known)) > 5
        hidden = [row["province"] for row in rows if row["verified_poor_households"] == HID["en"]]
        assert hidden and cells[-len(hidden) :] == [HID["en"]] * len(hidden)
        assert hidden == sorted(hidden)


def test_a_number_filter_never_matches_what_is_hidden(visit):
    page = rows_there(visit("/table", graphs=False, lang="en"))
    page.locator(".ag-header-cell[col-id='verified_poor_households'] .ag-header-cell-filter-button").click()
    page.locator(".ag-filter input[type=number], .ag-filter input.ag-number-field-input").first.fill("0")
    found = answers(page, lambda: page.get_by_role("button", name=LOCALE["applyFilter"].en).click())
    cells = [row["verified_poor_households"] for row in found[-1]["rowData"]]
    assert cells and HID["en"] not in cells and len(cells) < 20


def test_order_and_limits_of_numbers_stand_in_the_address_and_words_do_not(visit):
    page = rows_there(visit("/table", graphs=False, lang="en"))
    sort(page, "verified_poor_persons")
    page.locator(".ag-header-cell[col-id='verified_poor_persons'] .ag-header-cell-filter-button").click()
    page.locator(".ag-filter input[type=number], .ag-filter input.ag-number-field-input").first.fill("300")
    found = answers(page, lambda: page.get_by_role("button", name=LOCALE["applyFilter"].en).click())[-1]
    page.wait_for_url("**g-areas=*300*")
    assert 2 < found["rowCount"] < 20
    shown = there(page, found["rowCount"])
    page.reload()
    rows_there(page)
    assert there(page, found["rowCount"]) == shown
    page.locator("#lang-link").click()
    page.locator("#frame[lang=th]").wait_for()
    assert there(page, found["rowCount"]) == shown


def there(page: Page, count: int) -> list[str]:
    """Wait for so many rows and return the numbers of the column they are ordered by."""
    page.wait_for_function("([rows, count]) => document.querySelectorAll(rows).length === count", arg=[ROWS, count])
    settled(page)
    return column(page, "verified_poor_persons")


def test_a_topic_and_a_level_change_the_table_and_stand_in_the_address(visit):
    page = rows_there(visit("/table", graphs=False, lang="en"))
    page.locator("select[id*=metric]").select_option(label="Capitals")
    page.wait_for_url("**metric=capital_overall**")
    page.locator(".ag-header-cell[col-id=capital_human]").wait_for()
    page.locator("select[id*='\"by\"']").select_option(label="Districts")
    page.wait_for_url("**by=district**")
    page.locator(".ag-header-cell[col-id=district]").wait_for()
    title = page.locator("#areas-title").inner_text()
    page.reload()
    rows_there(page)
    assert page.locator("#areas-title").inner_text() == title


@both_langs
def test_the_whole_table_is_taken_along_as_it_is_sorted_and_filtered(visit, lang):
    page = rows_there(visit("/table", graphs=False, lang=lang, by="district"))
    page.locator("[data-download=areas]").click()
    with page.expect_download() as download:
        page.locator("[data-take=csv]").click()
    rows = list(csv.reader(io.StringIO(download.value.path().read_text(encoding="utf-8-sig"))))
    table = rows[1 : next(place for place, row in enumerate(rows) if not any(row))]
    count = int(page.locator("#areas-title").inner_text().split("·")[1].split()[0].replace(",", ""))
    assert len(table) == count
    assert [row[0] for row in table[:5]] == column(page, "district")[:5]
    assert any(HID[lang] in row for row in table)


def test_only_pages_with_a_grid_fetch_its_script(visit):
    page = visit("/", lang="en")
    sent = asked(page, lambda: page.locator(".side-nav a", has_text="Provinces").click())
    assert not any("dash_ag_grid" in request.url for request in sent)
    assert page.evaluate("performance.getEntriesByType('resource').some(e => e.name.includes('dash_ag_grid'))") is False
    sent = asked(page, lambda: page.locator(".side-nav a", has_text="Tables").click())
    rows_there(page)
    assert page.evaluate("performance.getEntriesByType('resource').some(e => e.name.includes('dash_ag_grid'))") is True
