"""The page of data: everything that was loaded adds up, every grade stands, and a running load is seen."""

import csv
import io
import json
import os

from data.library import Library
from data.reference import load_reference
from data.settings import ROOT, Settings
from etl.contracts import dictionary
from tests.browsing import both_langs
from tests.conftest import DEMO_HOUSEHOLDS

SECTIONS = [
    "snapshot",
    "grades-card",
    "completeness-card",
    "progress",
    "doubts",
    "files",
    "rejects",
    "history",
    "beside",
]
SECTIONS += ["published", "dictionary", "capitals", "problems", "boundaries", "licences"]


def numbers(row) -> list[int]:
    return [int(cell.replace(",", "")) for cell in row.locator("td.number").all_inner_texts()]


@both_langs
def test_every_section_is_there_and_reached_from_the_top(visit, lang):
    page = visit("/data", lang=lang)
    links = page.locator(".contents a")
    assert [link.get_attribute("href") for link in links.all()] == [f"#{id}" for id in SECTIONS]
    assert all(page.locator(f"#{id} h2").count() == 1 for id in SECTIONS)
    links.nth(7).click()
    page.wait_for_function("Math.abs(document.querySelector('#history').getBoundingClientRect().y) < 120")


def test_rows_read_are_accepted_rejected_and_blank(visit):
    page = visit("/data", lang="en")
    rows = page.locator("#files tbody tr").all()
    assert len(rows) == 8
    assert all(read == accepted + rejected + blank for read, accepted, rejected, blank in map(numbers, rows))
    # The only load read what all files hold together.
    first = page.locator("#history tbody tr").first.locator("td.number").all_inner_texts()
    assert int(first[1].replace(",", "")) == sum(numbers(row)[0] for row in rows)
    # A file may be called anything: its name is not told to everybody.
    assert ".csv" not in page.locator("#files").inner_text()


def test_every_province_has_its_grade_and_the_formula_stands_above(visit):
    page = visit("/data", lang="en")
    assert "40% completeness" in page.locator("#grades-sentence").inner_text()
    page.locator("#grades-tab-table").click()
    grades = page.locator("#grades-table tbody tr td:nth-child(2)").all_inner_texts()
    assert len(grades) == 20 and set(grades) <= set("ABCDE") | {"hidden (n < 10)"}
    assert any(grade in "ABCDE" for grade in grades)
    badge = page.locator("#badge a")
    badge.locator(".badge-grade", has_text="quality").wait_for()
    assert badge.get_attribute("href").startswith("/data")


def test_published_figures_stand_beside_ours(visit):
    page = visit("/data", lang="en")
    surveyed = (
        page.locator("#beside tbody tr", has_text="Surveyed households").first.locator("td.number").all_inner_texts()
    )
    assert surveyed == ["306,388 households", f"{DEMO_HOUSEHOLDS:,} households"]


def test_the_dictionary_is_the_contract_that_the_snapshot_was_loaded_by(visit, build_dir):
    page = visit("/data", lang="en")
    wanted = [(entry["table"], entry["column"]) for entry in dictionary(load_reference(ROOT / "data" / "reference"))]
    codes = [row.locator("code").all_inner_texts()[:2] for row in page.locator("#dictionary tbody tr").all()]
    assert [tuple(pair) for pair in codes] == wanted
    assert "another column" not in page.locator("#dictionary").inner_text()
    manifest = Library(Settings(build=build_dir)).snapshot().manifest
    assert [(entry["table"], entry["column"]) for entry in manifest["dictionary"]] == wanted


def test_a_running_load_is_seen(visit, build_dir):
    page = visit("/data", lang="en")
    line, bar = page.locator("#progress p"), page.locator("#progress progress")
    assert line.inner_text() == "No load is running" and bar.is_hidden()
    words = {"pid": os.getpid(), "step": "someone.csv", "share": 0.25, "started": "2026-01-01T00:00:00+00:00"}
    path = build_dir / "progress.json"
    path.write_text(json.dumps(words))
    try:
        page.locator("#progress p", has_text="reading files · 25%").wait_for(timeout=5000)
        assert bar.is_visible() and bar.evaluate("bar => bar.value") == 0.25
    finally:
        path.unlink()
    page.locator("#progress p", has_text="No load is running").wait_for(timeout=5000)


def test_the_tables_of_the_page_are_taken_along(visit):
    page = visit("/data", lang="en")
    buttons = page.locator("section:has([data-rows]) [data-download]")
    names = buttons.evaluate_all("all => all.map((one) => one.dataset.download)")
    assert {"files", "history", "dictionary", "capitals", "problems", "beside", "published"} <= set(names)
    page.locator("[data-download=capitals]").click()
    with page.expect_download() as download:
        page.locator("[data-take=csv]").click()
    rows = list(csv.reader(io.StringIO(download.value.path().read_text(encoding="utf-8-sig"))))
    # A head, and a line for each of 37 indicators.
    assert [len(row) > 1 for row in rows[:38]] == [True] * 38 and not any(rows[38])
    contents = page.locator(".contents")
    page.mouse.wheel(0, 4000)
    page.wait_for_function("scrollY > 2000")
    # The way to every section stays in sight.
    assert contents.evaluate("nav => nav.getBoundingClientRect().top") >= 0
