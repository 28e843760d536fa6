"""The capitals page in a browser: places side by side, in the address and back."""

import re

from playwright.sync_api import Page

from tests.browsing import settled
from tests.pages.seeing import trace


def tick(page: Page, code: str) -> None:
    title = page.locator("#cap-radar-title").inner_text()
    page.locator(f".chips input[value='{code}']").check(force=True)
    page.wait_for_function("words => document.querySelector('#cap-radar-title').innerText !== words", arg=title)
    settled(page)


def test_ticked_places_stand_side_by_side_and_in_the_address(visit):
    page = visit("/capitals", lang="en")
    assert "Whole programme" in page.locator("#cap-radar-title").inner_text()
    tick(page, "94")
    tick(page, "47")
    assert "places=94%2C47" in page.url
    assert "Pattani, Sakon Nakhon" in page.locator("#cap-radar-title").inner_text()
    page.wait_for_function("() => document.querySelector('#cap-radar .js-plotly-plot').data.length === 3")
    # The programme, then both places; five axes and back to the first.
    assert len(trace(page, "cap-radar", 2)["r"]) == 6
    page.wait_for_function("() => document.querySelectorAll('#cap-heat-table thead th').length === 3")
    cells = page.locator("#cap-radar-table td.number").all_text_contents()
    page.reload()
    page.locator("#cap-radar-card").wait_for()
    settled(page)
    assert page.locator("#cap-radar-table td.number").all_text_contents() == cells
    page.locator("#lang-link").click()
    page.locator("h1", has_text="ทุนของครัวเรือน").wait_for()
    settled(page)
    assert [re.sub("ซ่อน.*", "", cell) for cell in page.locator("#cap-radar-table td.number").all_text_contents()] == [
        re.sub("hidden.*", "", cell) for cell in cells
    ]  # fmt: skip


def test_persons_and_an_older_round_change_the_numbers(visit):
    page = visit("/capitals", lang="en")
    cells = page.locator("#cap-radar-table td.number").all_text_contents()
    page.locator(".segments label", has_text="persons").click()
    page.wait_for_function(
        "before => [...document.querySelectorAll('#cap-radar-table td.number')].map((c) => c.textContent).join() !== before",
        arg=",".join(cells),
    )
    assert "unit=persons" in page.url
    heat = page.locator("#cap-heat-table").text_content()
    page.locator(".round select").select_option(index=2)
    page.wait_for_function("words => document.querySelector('#cap-heat-table').textContent !== words", arg=heat)


def test_every_indicator_and_the_warning_about_areas_are_there(visit):
    page = visit("/capitals", lang="en")
    assert page.locator("#cap-heat-table tbody tr").count() == 37
    assert "Never rank by the area" in page.locator("#cap-radar-sentence").inner_text()
    assert "matched n" in page.locator("#cap-moves-notes").inner_text()


def test_four_stand_side_by_side_on_every_card_and_a_fifth_cannot_be_ticked(visit):
    page = visit("/capitals", lang="en", places="94,47")
    adder = page.locator(".place-adder input")
    adder.fill("mueng pattani")
    page.locator("#finder-places-list li", has_text="Mueang Pattani").click()
    page.wait_for_url("**places=94%2C47%2C9401*")
    page.locator(".group-b select").select_option("quintile:1")
    page.locator("#cap-radar-title", has_text="Group B: lowest fifth by capital").wait_for()
    settled(page)
    # Two provinces, the district that was searched for, and the group: no more room.
    assert page.locator(".chips input:not(:checked)").first.is_disabled()
    assert page.locator("#places-said").inner_text() == "3 places are chosen; take one off to choose another"
    names = ["Pattani", "Sakon Nakhon", "Mueang Pattani", "Group B"]
    assert page.locator("#cap-heat-table thead th").all_text_contents()[1:] == names
    for card in ("radar", "spread", "fifths", "moves"):
        assert all(name in page.locator(f"#cap-{card}-title").inner_text() for name in names[:3])
    assert page.locator("#cap-spread-table thead th").all_text_contents()[2:] == names
    assert page.locator("#cap-moves-table tbody tr").count() == 16
    page.locator(".group-b select").select_option("-")
    page.locator("#cap-radar-title", has_text="Group B").wait_for(state="detached")
    assert "against" not in page.url
    assert not page.locator(".chips input:not(:checked)").first.is_disabled()
    assert page.locator("#places-said").inner_text() == ""


def test_an_oldest_round_has_no_moves_and_says_so(visit):
    page = visit("/capitals", lang="en")
    page.locator(".round select").select_option("20241")
    page.locator("#cap-moves-sentence", has_text="both this round and an earlier one").wait_for()
