"""What pages show: provinces with and without scores, the source, the list, the data page, pages that are none."""

import re

from components.shell import PAGES
from data.text import UNDEFINED
from tests.browsing import address, both_langs
from tests.pages.conftest import drawn
from tests.pages.seeing import published, trace


@both_langs
def test_a_province_shows_its_published_figures(visit, lang):
    page = visit("/province/94", lang=lang, source="published")
    text = page.locator(".headline").inner_text()
    for measure, period in (("verified_poor_households", "2020-2026"), ("operating_models", "2020-2026")):
        assert f"{float(published('94', measure, period)):,.0f}" in text
    scores = trace(page, "radar", 3)["r"]
    capitals = ("human", "physical", "financial", "natural", "social")
    wanted = [float(published("94", f"{capital}_capital_score", "2026")) for capital in capitals]
    assert scores == [*wanted, wanted[0]]
    assert page.locator(".demo-banner").is_hidden()


def test_a_province_without_scores_has_gaps_and_says_so(visit):
    page = visit("/province/30", lang="en", source="published")
    assert trace(page, "radar", 3)["r"] == [None] * 6
    assert "missing, not zero" in page.locator("#radar-notes").inner_text()
    assert page.locator("#radar-table td.number").first.text_content() == UNDEFINED


@both_langs
def test_a_province_shows_its_households_on_one_page(visit, lang):
    # The address needs no source: the page of a place is about its households.
    page = visit("/province/94", lang=lang)
    cards = [card.get_attribute("id") for card in page.locator(".card-box[id$=-card]").all()]
    assert cards == [
        f"{name}-card"
        for name in ("levels", "districts", "radar", "causes", "search", "funnel", "help", "groups", "plans", "since")
    ]
    assert page.locator(".story dt").count() == 4
    assert page.locator(".demo-banner").is_visible()
    marks = page.locator(".gtitle").all_text_contents()
    assert len(marks) == page.locator(".graph").count()
    assert all("demo data" in mark for mark in marks)
    # Twelve districts, each a dot or a word.
    assert page.locator("#districts-table tbody tr").count() >= 12


def test_the_source_switch_changes_a_province(visit):
    page = visit("/province/94", lang="en", source="published")
    page.locator(".segments input[value=households]").check(force=True)
    page.locator("#funnel-card").wait_for()
    drawn(page)
    assert page.url.endswith("/province/94?lang=en")
    page.reload()
    page.locator("#funnel-card").wait_for()
    page.locator(".segments input[value=published]").check(force=True)
    page.locator("#funnel-card").wait_for(state="detached")
    assert page.url.endswith("/province/94?lang=en&source=published")
    page.reload()
    page.locator("#more-card").wait_for()


def test_the_list_leads_to_every_province(visit):
    page = visit("/province", graphs=False)
    links = page.locator("#provinces-body tbody a")
    assert links.count() == 20
    links.first.click()
    page.wait_for_url("**/province/*")
    page.locator(".headline").wait_for()


def test_navigation_marks_where_it_is(visit):
    page = visit("/")
    for path, _, _ in PAGES[1:]:
        # A page of households alone names its source to pages that show something else first.
        page.locator(f".side-nav a[href='{path}'], .side-nav a[href^='{path}?']").click()
        page.wait_for_url(re.compile(rf"{path}(\?source=households)?$"))
        page.locator(f".side-nav a.here[href^='{path}']").wait_for()


def test_the_data_page_says_where_numbers_come_from(visit):
    page = visit("/data", graphs=False, lang="en")
    page.locator("#files table").wait_for()
    for row in page.locator("#files tbody tr").all():
        read, accepted, rejected, blank = (
            int(cell.replace(",", "")) for cell in row.locator("td.number").all_inner_texts()
        )
        assert read == accepted + rejected + blank
    assert page.locator("#capitals tbody tr").count() == 37
    assert page.locator("#problems tbody tr").count() == 17
    assert "made up" in page.locator("#snapshot").inner_text()
    published_lines = page.locator("#published tbody tr").all_inner_texts()
    assert any("15\t5" in line for line in published_lines)


@both_langs
def test_an_unknown_province_is_a_calm_page_with_the_way_home(visit, server_url, lang):
    page = visit("/province/xx", graphs=False, lang=lang)
    page.locator(".lost .open-page").click()
    page.wait_for_url(address(server_url, "/", lang=lang))
    page.locator(".tile-band").wait_for()


def test_no_picture_offers_a_cloud(visit):
    page = visit("/province/94", lang="en", source="households")
    assert page.locator(".modebar-btn").count() == 0
    uploads = page.evaluate(
        "[...document.querySelectorAll('.js-plotly-plot')].filter(g => g._context.showSendToCloud || g._context.plotlyServerURL)"
    )
    assert uploads == []


def test_the_browser_asks_for_boundaries_once(server_url, new_page):
    page = new_page()
    seen = []
    page.on("request", lambda request: seen.append(request.url))
    page.goto(address(server_url, "/"))
    drawn(page)
    page.wait_for_function("document.querySelectorAll('path.choroplethlocation').length >= 77")
    assert len([url for url in seen if "/boundaries/" in url]) == 1
    assert not any("topojson" in url for url in seen)
