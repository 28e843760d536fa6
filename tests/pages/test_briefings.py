"""The page of briefings: what was chosen is asked for, its progress seen, its files fetched; links of documents."""

import io
import json
import zipfile

import pytest

from tests.browsing import settled

SECONDS = 90_000


@pytest.fixture(scope="module")
def url(start_server, build_dir, tmp_path_factory) -> str:
    """A server whose jobs stand in a folder of this test, and whose first browser dies at its work."""
    room = tmp_path_factory.mktemp("jobs")
    browser, started = room / "browser", room / "started"
    kill = f"if [ ! -e {started} ]; then (sleep 0.2; kill -9 $$) & fi"
    browser.write_text(f'#!/bin/sh\n{kill}\ntouch {started}\nexec /usr/bin/chromium "$@"\n')
    browser.chmod(0o755)
    return start_server(build_dir, KAEJON_JOBS=str(room / "jobs"), KAEJON_CHROMIUM=str(browser)).url


def choose(page, formats: set[str], chapters: set[str]) -> None:
    for group, wanted in (("formats", formats), ("chapters", chapters)):
        for box in page.locator(f"#briefing-{group} input").all():
            box.set_checked(box.get_attribute("value") in wanted)


def test_a_briefing_is_made_from_the_page_of_a_place(url, page):
    page.goto(f"{url}/province/94?lang=en")
    page.locator(".briefing-link").click()
    page.locator("#briefing-make").wait_for()
    assert "place=94" in page.url and page.locator("#briefings select").first.input_value() == "94"
    choose(page, {"zip"}, {"search"})
    page.locator("#briefing-make").click()
    page.locator(".briefing-state.done").wait_for(timeout=SECONDS)
    assert page.locator("#briefing-jobs b").inner_text() == "Pattani · English · ZIP"
    with page.expect_download() as download:
        page.locator(".briefing-file").click()
    archive = zipfile.ZipFile(io.BytesIO(download.value.path().read_bytes()))
    facts = json.loads(archive.read("metadata.json"))
    assert facts["place"]["code"] == "94" and "94" in facts["permalink"]
    page.reload()
    page.locator(".briefing-file").wait_for()


def test_what_failed_says_why_and_is_tried_again_and_what_is_not_wanted_any_more_is_cancelled(url, page):
    page.goto(f"{url}/briefings?place=94&lang=en")
    page.locator("#briefing-make").wait_for()
    choose(page, {"pdf"}, {"search"})
    page.locator("#briefing-make").click()
    page.locator(".briefing-state.failed").wait_for(timeout=SECONDS)
    assert "failed: The browser could not draw the document · Try again" in page.locator("#briefing-jobs").inner_text()
    page.get_by_role("button", name="Try again").click()
    page.locator(".briefing-file").wait_for(timeout=SECONDS)
    assert page.locator(".briefing-list li").count() == 2
    page.locator("#briefing-make").click()
    page.get_by_role("button", name="Cancel").click()
    page.locator(".briefing-state.cancelled").wait_for(timeout=SECONDS)


def test_nothing_chosen_is_said_and_nothing_is_asked(url, page):
    page.goto(f"{url}/briefings?lang=en")
    page.locator("#briefing-make").wait_for()
    choose(page, set(), {"who"})
    page.locator("#briefing-make").click()
    assert page.locator("#briefing-said").inner_text() == "Choose at least one format"
    assert page.locator("#briefing-jobs li").count() == 0


def test_a_link_of_a_document_says_what_it_opens(url, page, build_dir):
    snapshot = (build_dir / "current").read_text().strip()
    page.goto(f"{url}/province/94?lang=en&snapshot={snapshot}")
    page.locator(".pin-banner").wait_for()
    assert "still the newest" in page.locator(".pin-banner").inner_text()
    settled(page)
    assert f"snapshot={snapshot}" in page.url
    assert f"snapshot={snapshot}" in page.locator(".side-nav a[href^='/causes']").get_attribute("href")
    page.goto(f"{url}/province/94?lang=en&snapshot=20200101T000000-abcdef")
    page.locator(".pin-banner.gone").wait_for()
    assert "not kept any more" in page.locator(".pin-banner").inner_text()
