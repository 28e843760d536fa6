"""The models page in a browser: place, earlier round and comparison group change what they name, and the address."""

from tests.browsing import settled
from tests.pages.conftest import drawn
from tests.pages.seeing import asked


def cards(page) -> list[str]:
    return [card.get_attribute("id").removesuffix("-card") for card in page.locator(".card-box[id$=-card]").all()]


def choose(page, control: str, value: str) -> None:
    page.locator(f"select[id*='\"{control}\"']").select_option(value)
    settled(page)


def table(page, card: str) -> list[str]:
    return page.locator(f"#{card}-table td").all_text_contents()


def test_every_card_stands_and_no_comparison_is_made_unasked(visit):
    page = visit("/models", lang="en")
    assert cards(page) == ["income", "income-change", "groups", "model-areas", "plans", "model-capitals", "comparison"]
    assert "No comparison group is chosen" in page.locator("#comparison-card").inner_text()
    assert page.locator(".headline dl > div").count() <= 7
    # A model belongs to one province, so that the twenty add up to the headline.
    counts = [int(cell) for cell in page.locator("#model-areas-table td.number").all_text_contents()]
    assert len(counts) == 20 and page.locator(".headline b").first.inner_text() == f"{sum(counts):,}"


def test_a_comparison_group_brings_the_difference_with_its_words(visit):
    page = visit("/models", lang="en")
    requests = asked(page, lambda: choose(page, "against", "quintile:5"))
    page.locator("#comparison-title", has_text="Beside households in no model").wait_for()
    page.locator("#comparison-table table").wait_for(state="attached")
    assert "not a randomised comparison" in page.locator("#comparison-sentence").inner_text()
    assert "against=quintile%3A5" in page.url
    posted = [request.post_data or "" for request in requests if request.method == "POST"]
    assert sum("model-comparison-box" in body for body in posted) == 1
    assert not any("model-what.children" in body for body in posted)
    shown = table(page, "comparison")
    page.reload()
    drawn(page)
    assert table(page, "comparison") == shown and len(shown) > 20
    choose(page, "against", "-")
    page.locator("#comparison-card .empty").wait_for()
    assert "against" not in page.url


def test_the_earlier_round_changes_capitals_and_the_address(visit):
    page = visit("/models", lang="en")
    before = page.locator("#model-capitals-title").inner_text()
    options = page.locator("select[id*='\"base\"'] option").all()
    choose(page, "base", options[-1].get_attribute("value"))
    page.wait_for_function("words => document.querySelector('#model-capitals-title').innerText !== words", arg=before)
    assert "base=" in page.url and "round 2024 to 2026" in page.locator("#model-capitals-title").inner_text()


def test_a_place_lists_its_models_one_by_one_in_both_languages(visit):
    page = visit("/models?place=94", lang="en")
    names = page.locator("#models-table tbody th").all_text_contents()
    assert "Less poverty between generations in a multicultural area" in names
    page.locator("#lang-link").click()
    page.locator("html[lang=th]").wait_for()
    drawn(page)
    assert page.locator("#models-table tbody th").count() == len(names)
    assert "place=94" in page.url and "ปัตตานี" in page.locator("#models-title").inner_text()
