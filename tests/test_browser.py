"""Pages without data or without an address, and the watch that every window of a test is under."""

from tests.browsing import Watch, address, both_langs, settled


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
    watch = Watch(browser.new_page())
    page = watch.page
    page.goto(f"{server_url}/healthz")
    page.evaluate("fetch('http://elsewhere.invalid/x').catch(() => 0)")
    page.evaluate("console.error('a complaint')")
    with page.expect_popup() as opened:
        page.evaluate("window.open('/healthz')")
    opened.value.evaluate("console.error('of a window that it opened')")
    complaints = watch.close()
    assert any("elsewhere.invalid" in line for line in complaints)
    assert any("a complaint" in line for line in complaints)
    assert any("of a window that it opened" in line for line in complaints)
