"""The poverty lab in a browser: what is moved changes the numbers and the address, and the address gives them back."""

import re

import pytest
from playwright.sync_api import Page

from tests.browsing import settled
from tests.pages.seeing import asked, trace

NUMBERS = ("H", "A", "M0", "n")


def numbers(page: Page) -> list[str]:
    """Return H, A, M0 and n as they stand on screen."""
    return [page.locator(f"#lab-{key} b").inner_text() for key in NUMBERS]


def changed(page: Page, act) -> list[str]:
    """Do something that changes the headline and return its new numbers."""
    before = page.locator("#lab-headline").inner_text()
    act()
    page.wait_for_function("words => document.querySelector('#lab-headline').innerText !== words", arg=before)
    settled(page)
    return numbers(page)


def open_items(page: Page) -> None:
    page.locator("#lab-items summary").click()


def test_the_slider_moves_k_in_numbers_words_and_address(visit):
    page = visit("/causes", lang="en")
    before = numbers(page)
    page.locator("#lab-range").focus()
    after = changed(page, lambda: page.keyboard.press("ArrowRight"))
    # One stop above 1/5 is 1/4: fewer are poor, and those who are, are poorer.
    assert page.url.endswith("k=1%2F4")
    assert float(after[0][:-1]) < float(before[0][:-1]) and float(after[1][:-1]) > float(before[1][:-1])
    assert page.locator("#lab-typed").input_value() == "1/4"
    assert page.locator("#lab-range").get_attribute("aria-valuetext") == "k = 1/4"
    assert "at least 1/4 (25%)" in page.locator("#lab-headline").inner_text()
    assert page.evaluate("document.activeElement.id") == "lab-range"


def test_another_k_asks_only_what_depends_on_it(visit):
    page = visit("/causes", lang="en")
    requests = asked(page, lambda: page.locator("[data-k='1/3']").click())
    outputs = " ".join(request.post_data for request in requests if request.method == "POST")
    for part in (
        "lab-headline.children",
        "contributions-title",
        "headcounts-title",
        "lab-map-title",
        "lab-ranked-title",
    ):
        assert part in outputs
    assert "together-title" not in outputs and "bump-title" not in outputs
    page.wait_for_function(
        "() => Math.abs(document.querySelector('#bump .js-plotly-plot').layout.shapes[0].x0 - 1 / 3) < 1e-9"
    )


def test_a_third_is_not_33_per_cent_and_nonsense_is_said(visit):
    page = visit("/causes", lang="en", k="1/3")
    field = page.locator("#lab-typed")
    field.fill("33%")
    page.evaluate("document.activeElement.blur()")
    page.wait_for_url("**k=33%2F100*")
    field.fill("7")
    page.evaluate("document.activeElement.blur()")
    page.locator("#lab-k-message.is-wrong").wait_for()
    assert "k=33%2F100" in page.url and field.get_attribute("aria-invalid") == "true"


def test_an_indicator_switched_off_changes_contributions_and_leaves_the_headcounts(visit):
    page = visit("/causes", lang="en")
    table = page.locator("#contributions-table").text_content()
    assert "Income per person" in page.locator("#headcounts-table").text_content()
    open_items(page)
    changed(page, lambda: page.locator("#lab-items input[value=household_income]").uncheck())
    page.wait_for_function("words => document.querySelector('#contributions-table').textContent !== words", arg=table)
    assert page.url.endswith("off=household_income")
    assert page.locator("#lab-items-count").inner_text() == "16 of 17"
    assert "1 switched off" in page.locator("#lab-headline").inner_text()
    page.wait_for_function(
        "() => !document.querySelector('#headcounts-table').textContent.includes('Income per person')"
    )


def test_a_whole_dimension_goes_and_comes_back_but_never_the_last_indicator(visit):
    page = visit("/causes", lang="en")
    open_items(page)
    whole = page.locator("[data-dimension]")
    changed(page, whole.first.click)
    assert page.locator("#lab-items-count").inner_text() == "13 of 17"
    changed(page, whole.first.click)
    assert "off=" not in page.url
    for place in range(4):
        changed(page, whole.nth(place).click)
    last = page.url
    whole.nth(4).click()
    page.locator("#lab-items-message", has_text="At least one must count").wait_for()
    settled(page)
    assert page.url == last


def test_weights_by_preset_and_by_hand(visit):
    page = visit("/causes", lang="en")
    before = numbers(page)
    after = changed(page, lambda: page.locator("#lab-weights").select_option("indicators"))
    assert after[2] != before[2] and "weights=indicators" in page.url
    page.locator("#lab-weights").select_option("own")
    field = page.locator("[data-item=birth_weight] input")
    # Seventeen shares of 1/17 make 1; one of them as 1/2 makes 1/2 + 16/17 = 49/34.
    field.wait_for()
    page.locator("#lab-sum").wait_for()
    for box in page.locator("#lab-editor [data-item] input").all():
        box.fill("1/17")
    field.fill("1/2")
    assert page.locator("#lab-sum").inner_text() == "Sum 49/34: must be 1"
    assert page.locator("#lab-apply").is_disabled()
    page.locator("#lab-scale").click()
    page.wait_for_function("() => !document.querySelector('#lab-apply').disabled")
    # 1/2 of 49/34 is 17/49.
    assert field.input_value() == "17/49"
    changed(page, page.locator("#lab-apply").click)
    assert "birth_weight%3A17%2F49" in page.url
    assert "own weights" in page.locator("#lab-headline").inner_text()


def test_weights_that_do_not_add_up_are_refused_with_their_sum(visit):
    page = visit("/causes", lang="en", weights="birth_weight:1/2,literacy:1/3")
    assert "= 5/6" in page.locator(".calm-note").inner_text()
    assert "weights of the reference" in page.locator("#lab-headline").inner_text()


def test_unit_and_treatment_of_blanks_are_named_and_change_the_numbers(visit):
    page = visit("/causes", lang="en")
    persons = numbers(page)
    households = changed(page, lambda: page.locator(".segments label", has_text="households").click())
    assert households[0] != persons[0] and "unit=households" in page.url
    assert "counting households" in page.locator("#lab-headline").inner_text()
    zero = changed(page, lambda: page.locator("select", has_text="leave the household out").select_option("zero"))
    # Whoever left a blank comes in.
    assert int(zero[3].replace(",", "")) > int(households[3].replace(",", ""))
    assert "count as not deprived" in page.locator("#lab-headline").inner_text()


def test_a_place_has_districts_side_by_side(visit):
    page = visit("/causes", lang="en")
    changed(page, lambda: page.locator("#place-list").select_option("94"))
    assert "place=94" in page.url and "Pattani" in page.locator("#lab-headline h2").inner_text()
    page.wait_for_function("() => document.querySelector('#lab-ranked-title').textContent.includes('Districts')")
    page.wait_for_function("() => document.querySelectorAll('#contributions-table tbody tr').length >= 12")
    levels = page.locator("select", has_text="subdistrict").last
    levels.select_option("subdistrict")
    page.wait_for_function("() => document.querySelector('#lab-ranked-title').textContent.includes('Subdistricts')")
    assert "by=subdistrict" in page.url


def test_the_map_picks_the_place(visit):
    page = visit("/causes", lang="en")
    changed(page, lambda: page.evaluate("window.kaejon.set('place', '47')"))
    assert page.locator("#place-list").input_value() == "47"
    page.wait_for_function(
        "() => String(document.querySelector('#lab-map .js-plotly-plot').data[2].locations) === '47'"
    )


@pytest.mark.parametrize(
    "query", [{"k": "1/3", "unit": "households", "metric": "M0"}, {"off": "literacy", "place": "47"}]
)
def test_reload_and_language_keep_the_view(visit, query):
    page = visit("/causes", **query)
    seen = numbers(page)
    page.reload()
    page.locator("#lab-H").wait_for()
    settled(page)
    assert numbers(page) == seen
    assert page.locator("#lab-typed").input_value() == query.get("k", "1/5")
    cells = page.locator("#contributions-table td.number").all_text_contents()
    page.locator("#lang-link").click()
    page.locator("h1", has_text="Why people are poor").wait_for()
    settled(page)
    assert [re.sub(r"hidden.*", "", cell) for cell in numbers(page)] == [re.sub(r"ซ่อน.*", "", cell) for cell in seen]
    english = page.locator("#contributions-table td.number").all_text_contents()
    assert [re.sub(r"hidden.*", "", cell) for cell in english] == [re.sub(r"ซ่อน.*", "", cell) for cell in cells]


def test_back_and_forward_give_the_same_view(visit):
    page = visit("/causes", lang="en")
    there = changed(page, lambda: page.locator("[data-k='1/3']").click())
    page.locator(".side-nav a", has_text="Data").click()
    page.wait_for_url("**/data*")
    page.go_back()
    page.locator("#lab-H").wait_for()
    settled(page)
    assert "k=1%2F3" in page.url and numbers(page) == there
    page.go_forward()
    page.wait_for_url("**/data*")


def test_it_says_what_it_is_not_and_that_free_rows_need_not_add_up(visit):
    page = visit("/causes", lang="en", k="1/3")
    text = page.locator("main").inner_text()
    assert text.count("not the area's poverty rate") >= 2
    assert "rows need not add up" in text
    assert "full count" in page.locator("#lab-H").inner_text()
    assert trace(page, "bump", 0)["type"] == "scatter"
