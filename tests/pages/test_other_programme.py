"""Another programme on the same pages: two counties, no boundaries, nothing published; with and without capitals."""

import pytest

from tests.browsing import address, settled
from tests.programmes import Programme, plain

# These have no switch of their source: they are about everything or about households.
ONE_SOURCE = (
    "/data",
    "/table",
    "/capitals",
    "/causes",
    "/referrals",
    "/referrals?place=A",
    "/models",
    "/models?place=A",
    "/cohorts",
)
PATHS = ("/", "/province", "/province/A", *ONE_SOURCE)


@pytest.fixture(scope="module")
def small(tmp_path_factory, start_server) -> str:
    """The address of a server over a loaded programme with capitals and problems."""
    programme = Programme(tmp_path_factory.mktemp("small"))
    plain(programme)
    programme.load()
    return start_server(programme.build, KAEJON_REFERENCE=str(programme.reference)).url


@pytest.fixture(scope="module")
def bare(tmp_path_factory, start_server) -> str:
    """The address of a server over households alone: no capitals, no problems, no sizes, no referrals."""
    programme = Programme(tmp_path_factory.mktemp("bare"), capitals=False, problems=False)
    head = ("household_id", "survey_round", "county_code", "verification")
    rows = [(f"h{number}", 20261, "A" if number < 12 else "B", "verified_poor") for number in range(24)]
    programme.write("households.csv", head, *rows)
    programme.load()
    return start_server(programme.build, KAEJON_REFERENCE=str(programme.reference)).url


@pytest.mark.parametrize("lang", ["th", "en"])
@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("server", ["small", "bare"])
def test_every_page_stands(request, new_page, server, path, lang):
    page = new_page()
    page.goto(address(request.getfixturevalue(server), path, lang=lang))
    settled(page)
    page.locator("h1").wait_for()
    text = page.locator("main").inner_text()
    assert "จังหวัด" not in text and "province" not in text.lower()
    # Household data are on screen without being asked for, because nothing was published.
    assert path in ONE_SOURCE or page.locator(".segments input[value=households]").is_checked()


def test_without_boundaries_the_ranked_dots_take_the_place_of_the_map(new_page, bare):
    page = new_page()
    page.goto(address(bare, "/", lang="en"))
    page.locator("#ranked .main-svg").first.wait_for()
    assert page.locator("#map-card").count() == 0
    # Twelve verified poor households in each county.
    assert page.locator("#ranked-table td.number").all_text_contents() == ["12", "12"]
    page.locator(".metric.only-households select").select_option("models")
    page.wait_for_function("document.querySelector('#ranked-title').textContent.includes('Operating models')")


def test_cards_without_indicators_stay_away(new_page, bare):
    page = new_page()
    page.goto(address(bare, "/province/A", lang="en"))
    page.locator("#search-card").wait_for()
    assert page.locator("#radar-card, #levels-card, #causes-card").count() == 0
    assert "capital" not in page.locator(".headline").inner_text().lower()


def test_small_groups_are_hidden_on_every_page(new_page, small):
    page = new_page()
    # One household in each county, so every number of a county is hidden.
    page.goto(address(small, "/", lang="en"))
    page.locator("#ranked .main-svg").first.wait_for()
    assert page.locator("#ranked-table td.number").all_text_contents() == ["hidden (n < 10)"] * 2
    page.goto(address(small, "/province/A", lang="en"))
    page.locator("#search-card").wait_for()
    assert page.locator(".headline b").first.inner_text() == "hidden (n < 10)"
