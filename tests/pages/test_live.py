"""New data come to open pages: within five seconds, with nothing lost that the reader had set up."""

import csv
import shutil
import time
from pathlib import Path

import pytest

from server.access import accounts, sessions
from server.access.accounts import Wanted
from server.access.store import Store
from server.secret import new_secret
from tests.browsing import address, settled
from tests.conftest import run_module
from tests.pages.conftest import drawn
from tests.pages.seeing import click_area

SECONDS = 5
# Counts the drawings of every graph from now on, and marks every node so that one built anew is told apart.
WATCH = """() => {
    window.drawings = {};
    for (const graph of document.querySelectorAll(".js-plotly-plot")) {
        graph.on("plotly_afterplot", () => (window.drawings[graph.parentElement.id] = 1));
    }
    document.querySelectorAll("main *").forEach((node) => (node.kept = true));
}"""
GEO = "() => { const geo = document.querySelector('#map .js-plotly-plot')._fullLayout.geo; return [geo.center, geo.projection.rotation, geo.projection.scale]; }"

# What a button that zooms and pans does.
ZOOM = """() => window.Plotly.relayout(document.querySelector('#map .js-plotly-plot'),
    { "geo.projection.scale": 2, "geo.center": { lon: 101.2, lat: 7.1 } })"""


class Place:
    """A build folder of its own with a server over it, and the next export that changes one province."""

    def __init__(self, folder: Path, demo: Path, settings: dict[str, str]):
        self.build, self.exports, self.next = folder / "build", demo, folder / "next"
        access = {"KAEJON_STORE": str(folder / "server.sqlite"), "KAEJON_SECRET_KEY_FILE": str(folder / "server.key")}
        self.settings = {**settings, **access, "KAEJON_BUILD": str(self.build), "KAEJON_SIGN_IN": "true"}

    def sign_in(self) -> str:
        """Return the session of an administrator, who sees every load at once; public roles wait for a release."""
        new_secret(Path(self.settings["KAEJON_SECRET_KEY_FILE"]))
        with Store(Path(self.settings["KAEJON_STORE"])).reading():
            account = accounts.create(Wanted("boss", "admin"), "", frozenset())
            return sessions.begin(account, complete=True)

    def load(self, folder: Path) -> float:
        """Load a folder and return the moment of its publication."""
        done = run_module("etl", "load", str(folder), "--no-release", **self.settings)
        assert done.returncode == 0, done.stdout + done.stderr
        return (self.build / "current").stat().st_mtime

    def change(self, before: str, after: str) -> int:
        """Write the newest round of Pattani with another verification; return how many households that is."""
        self.next.mkdir(exist_ok=True)
        shutil.copy(self.exports / "demo.toml", self.next)
        with (self.exports / "households.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = [row for row in csv.DictReader(file) if row["province_code"] == "94"]
        newest = max(row["survey_round"] for row in rows)
        rows = [row for row in rows if row["survey_round"] == newest]
        changed = [row for row in rows if row["verification"] == before]
        with (self.next / "households.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(row | {"verification": after} if row in changed else row for row in rows)
        return len(changed)


@pytest.fixture
def place(tmp_path, demo_dir, build_dir, key_settings) -> Place:
    place = Place(tmp_path, demo_dir, key_settings)
    shutil.copytree(build_dir, place.build)
    return place


def poor(page) -> int:
    return int(page.locator("#tile-who .hero").inner_text().replace(",", ""))


def open_page(place: Place, start_server, new_page, path: str, **more):
    session = place.sign_in()
    url = start_server(place.build, **place.settings).url
    page = new_page(**more)
    page.context.add_cookies([{"name": "kaejon", "value": session, "url": url}])
    page.goto(address(url, path, lang="en"))
    drawn(page)
    page.evaluate(WATCH)
    return page


def test_the_overview_takes_new_data_and_loses_nothing(place, start_server, new_page):
    page = open_page(place, start_server, new_page, "/?source=households")
    click_area(page, "94")
    page.locator("#panel .open-page").wait_for()
    unmoved = page.evaluate(GEO)
    page.evaluate(ZOOM)
    page.locator("#ranked-tab-table").click()
    page.locator("#map-tab-about").focus()
    page.evaluate("window.scrollTo(0, 300)")
    settled(page)
    page.evaluate(WATCH)
    seen = (poor(page), page.url, page.evaluate(GEO), page.evaluate("scrollY"))
    assert seen[2] != unmoved
    moved = place.change("newly_found", "not_poor")
    published = place.load(place.next)
    page.wait_for_function(
        "words => document.querySelector('#tile-who .hero').innerText === words",
        arg=f"{seen[0] - moved:,}",
        timeout=9000,
    )
    seconds = time.time() - published
    assert moved > 10 and seconds <= SECONDS, seconds
    assert page.locator("#news").inner_text().startswith("New data ")
    assert page.locator("#news").get_attribute("role") == "status"
    settled(page)
    assert (poor(page), page.url, page.evaluate(GEO), page.evaluate("scrollY")) == (seen[0] - moved, *seen[1:])
    assert page.evaluate("document.activeElement.id") == "map-tab-about"
    assert page.locator("#ranked-table table").is_visible() and page.locator("#panel .open-page").is_visible()
    assert "ranked" in page.evaluate("window.drawings")
    assert page.evaluate("document.querySelector('#panel .open-page').kept")


def test_a_place_takes_new_data_in_the_same_cards(place, start_server, new_page):
    page = open_page(place, start_server, new_page, "/province/94")
    page.locator("#causes-tab-table").click()
    page.locator("#funnel-tab-about").focus()
    page.evaluate("window.scrollTo(0, 600)")
    badge = page.locator(".badge-time").inner_text()
    before = page.locator("#search-table").text_content()
    place.change("newly_found", "not_found")
    page.evaluate("window.drawings = {}")
    place.load(place.next)
    page.wait_for_function(
        "words => document.querySelector('#search-table').textContent !== words", arg=before, timeout=9000
    )
    settled(page)
    assert page.evaluate("[document.activeElement.id, scrollY]") == ["funnel-tab-about", 600]
    assert page.locator("#causes-table table").is_visible()
    assert page.locator(".badge-time").inner_text() >= badge
    # Referrals and help did not change, so their pictures were left alone; those searched for did.
    assert (
        {"search"}
        <= set(page.evaluate("window.drawings"))
        <= {"levels", "districts", "radar", "capital-dots", "causes", "search", "since"}
    )
    assert page.evaluate("[...document.querySelectorAll('main .card-box')].every((card) => card.kept)")


def test_nothing_is_asked_while_nobody_looks_and_little_where_nobody_answers(server_url, new_page):
    page = new_page(allow=("ERR_FAILED",))
    page.clock.install()
    asked = []
    page.route("**/live", lambda route: (asked.append(0), route.abort()))
    page.goto(server_url)
    settled(page)
    pass_seconds(page, 8)
    # After 2 s, 4 s more, 8 s more.
    assert len(asked) == 2
    page.unroute("**/live")
    page.on("request", lambda request: asked.append(0) if request.url.endswith("/live") else None)
    look = "hidden => { Object.defineProperty(document, 'hidden', { configurable: true, value: hidden }); document.dispatchEvent(new Event('visibilitychange')); }"
    page.evaluate(look, True)
    before = len(asked)
    pass_seconds(page, 60)
    assert len(asked) == before
    page.evaluate(look, False)
    page.wait_for_timeout(200)
    assert len(asked) == before + 1


def pass_seconds(page, seconds: int) -> None:
    """Let the page's clock go on; what it asks for meanwhile is answered in real time."""
    for _ in range(2 * seconds):
        page.clock.run_for(500)
        page.wait_for_timeout(10)
