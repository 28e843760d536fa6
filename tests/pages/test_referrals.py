"""The referral page in a browser: every control changes the cards and the address, and the address brings them back."""

import re

from tests.browsing import settled
from tests.pages.conftest import drawn
from tests.pages.seeing import asked

CARDS = ["funnel", "days", "ageing", "exits", "agencies", "met", "never", "met-areas", "waiting"]


def numbers(page, card: str) -> list[str]:
    """Return the cells of a card's table."""
    return page.locator(f"#{card}-table td.number").all_text_contents()


def digits(page, card: str) -> list[str]:
    """Return the cells of a card's table without their words."""
    return [re.sub(r"[^\d.,%]", "", cell) for cell in numbers(page, card)]


def choose(page, control: str, value: str) -> None:
    """Choose from a list and wait until the cards have followed."""
    before = page.locator("#funnel-title").text_content()
    page.locator(f"select[id*='{control}']").select_option(value)
    page.wait_for_function("words => document.querySelector('#funnel-title').textContent !== words", arg=before)
    drawn(page)


def test_every_card_stands_and_a_gated_reader_is_told_who_may_see_single_cases(visit):
    page = visit("/referrals", lang="en")
    cards = [card.get_attribute("id") for card in page.locator(".card-box[id$=-card]").all()]
    assert cards == [f"{name}-card" for name in CARDS]
    assert "Single cases are for operators" in page.locator("#waiting-card").inner_text()
    assert page.locator(".headline dl > div").count() <= 7
    assert page.locator(".demo-banner").is_visible()
    # Six stages; twenty provinces by share of their lowest fifth that was never referred, the most first.
    assert page.locator("#funnel-table tbody tr").count() == 6
    shares = [float(cell.rstrip("%")) for cell in numbers(page, "never") if cell.endswith("%")]
    assert shares == sorted(shares, reverse=True) and shares


def test_the_entry_period_changes_the_flow_and_the_address_and_leaves_the_rest(visit):
    page = visit("/referrals", lang="en")
    funnel, met = numbers(page, "funnel"), numbers(page, "met")
    requests = asked(page, lambda: choose(page, "entered", "fy2026"))
    assert "entered=fy2026" in page.url
    assert numbers(page, "funnel") != funnel and numbers(page, "met") == met
    # One answer for what happens to referrals; whom they reach was not asked again.
    posted = [request.post_data for request in requests if request.method == "POST"]
    assert sum("referral-flow" in body for body in posted) == 1
    assert not any("referral-reach.children" in body for body in posted)
    assert "fiscal year 2026" in page.locator("#funnel-title").inner_text()


def test_the_place_changes_every_card_and_the_address_brings_it_back(visit):
    page = visit("/referrals", lang="en")
    choose(page, "place", "94")
    page.locator("#never-title", has_text="Districts").wait_for()
    assert "place=94" in page.url
    shown = {card: numbers(page, card) for card in ("funnel", "never", "met-areas")}
    assert len(shown["never"]) == 12
    page.reload()
    drawn(page)
    assert {card: numbers(page, card) for card in shown} == shown
    page.locator(".side-nav a[href^='/data']").click()
    page.locator("#snapshot").wait_for()
    page.go_back()
    page.locator("#funnel-title", has_text="Pattani").wait_for()
    drawn(page)
    assert {card: numbers(page, card) for card in shown} == shown
    choose(page, "place", "-")
    assert "place=" not in page.url


def test_languages_swap_with_equal_numbers(visit):
    page = visit("/referrals?place=94", lang="en")
    english = {card: digits(page, card) for card in ("funnel", "never", "met")}
    page.locator("#lang-link").click()
    page.locator("html[lang=th]").wait_for()
    drawn(page)
    assert {card: digits(page, card) for card in english} == english
    assert "ปัตตานี" in page.locator("#funnel-title").inner_text()


def test_an_empty_period_is_a_calm_card(visit):
    page = visit("/referrals?entered=1999", lang="en", graphs=False)
    # A reader of the public is not told whether there were none or a few.
    assert "Too few referrals entered to be shown, or none" in page.locator("#flow-card").inner_text()
    settled(page)
    assert page.locator("#met-card").count() == 1


def test_the_way_to_search_and_verification(visit):
    page = visit("/referrals?place=94", lang="en")
    page.locator(".way-on a").click()
    page.wait_for_url("**/province/94*")
    page.locator("#search-card").wait_for()


def test_a_wide_matrix_scrolls_on_a_phone_by_itself(visit):
    page = visit("/referrals", 360, lang="en")
    box = page.locator("#agencies-picture")
    assert box.evaluate("box => box.scrollWidth > box.clientWidth") and box.get_attribute("tabindex") == "0"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_without_data_both_pages_are_calm_and_say_what_to_do(start_server, new_page, tmp_path):
    url = start_server(tmp_path).url
    page = new_page()
    for path in ("/referrals", "/models"):
        page.goto(f"{url}{path}?lang=en")
        settled(page)
        words = page.locator("main").inner_text()
        assert "There are no household data yet" in words and "python -m etl load" in words
