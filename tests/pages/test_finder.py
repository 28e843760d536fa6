"""The search for a place in the top bar, by keyboard and by pointer."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browsing import both_langs


def type_in(page, text: str) -> None:
    page.locator(".finder-input").click()
    page.keyboard.type(text)
    page.locator(".finder-list [role=option]").first.wait_for()


@both_langs
@pytest.mark.parametrize(
    ("typed", "name"), [("ปตานี", {"th": "ปัตตานี", "en": "Pattani"}), ("Pttani", {"th": "ปัตตานี", "en": "Pattani"})]
)
def test_a_misspelt_name_leads_to_its_page_by_keyboard(visit, lang, typed, name):
    page = visit("/", graphs=False, lang=lang)
    type_in(page, typed)
    box = page.locator(".finder-input")
    assert box.get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    chosen = page.locator(f"#{box.get_attribute('aria-activedescendant')}")
    assert chosen.get_attribute("aria-selected") == "true" and name[lang] in chosen.inner_text()
    page.keyboard.press("Enter")
    page.locator("h1", has_text=name[lang]).wait_for()
    page.wait_for_function("document.activeElement.id === 'main'")
    # Codes only: what was typed stands in no address.
    assert "/province/94" in page.url and "%" not in page.url and typed not in page.url


def test_arrows_go_around_and_escape_closes_and_then_clears(visit):
    page = visit("/", graphs=False, lang="en")
    type_in(page, "mueang")
    options = page.locator(".finder-list [role=option]")
    page.keyboard.press("ArrowUp")
    assert options.last.get_attribute("aria-selected") == "true"
    page.keyboard.press("ArrowDown")
    assert options.first.get_attribute("aria-selected") == "true"
    assert page.locator(".finder-list [aria-selected=true]").count() == 1
    page.keyboard.press("Escape")
    expect(page.locator(".finder-list")).to_be_hidden()
    assert page.locator(".finder-input").input_value() == "mueang"
    page.keyboard.press("Escape")
    assert page.locator(".finder-input").input_value() == ""


def test_a_finger_picks_a_district_and_the_view_goes_along(visit):
    page = visit("/province/94", width=360, graphs=False, lang="en", metric="H")
    type_in(page, "yaring")
    option = page.locator(".finder-list [role=option]", has_text="Pattani").first
    assert "district · South › Pattani" in option.inner_text()
    option.tap()
    page.locator("h1", has_text="Yaring").wait_for()
    assert page.url.endswith("/province/9409?lang=en&metric=H")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_nothing_found_is_said(visit):
    page = visit("/", graphs=False, lang="en")
    page.locator(".finder-input").click()
    page.keyboard.type("zzzzz")
    expect(page.locator(".finder-said")).to_have_text("No place is called anything like this")


@pytest.mark.parametrize("width", [1440, 360])
def test_axe_finds_nothing_while_the_list_is_open(visit, width):
    page = visit("/data", width=width, graphs=False, lang="th")
    type_in(page, "เมือง")
    page.keyboard.press("ArrowDown")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
