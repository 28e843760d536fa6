"""Every page in a real browser, in both languages and at both widths: nothing leaves the machine, nothing complains."""

import pytest

from tests.browsing import Watch, address, both_langs, both_widths, every_address, settled

PAGES = every_address()


@both_widths
@both_langs
@pytest.mark.parametrize("path", PAGES)
def test_a_page_opens(server_url, new_page, path, lang, width):
    page = new_page(width, policy=True)
    page.goto(address(server_url, path, lang=lang))
    settled(page)
    assert page.locator("h1").count() == 1
    assert page.locator("html").get_attribute("lang") == lang
    # No page is wider than its window.
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@both_langs
def test_pages_stay_calm_without_a_snapshot(start_server, new_page, tmp_path, lang):
    url = start_server(tmp_path).url
    page = new_page()
    for path in ("/", "/province/94"):
        page.goto(address(url, path, lang=lang))
        settled(page)
        assert "python -m etl load" in page.locator("body").inner_text()


def test_an_unknown_page_says_so(server_url, new_page):
    page = new_page()
    page.goto(f"{server_url}/nowhere")
    settled(page)
    assert page.locator("a[href='/']").count() >= 1


def test_the_watch_finds_a_request_that_leaves(server_url, browser):
    watch = Watch(browser.new_context())
    page = watch.context.new_page()
    page.goto(f"{server_url}/healthz")
    page.evaluate("fetch('http://elsewhere.invalid/x').catch(() => 0)")
    page.evaluate("console.error('a complaint')")
    complaints = watch.close()
    assert any("elsewhere.invalid" in line for line in complaints)
    assert any("a complaint" in line for line in complaints)
