"""Real visits in Chromium that send every callback of the pages, and the requests they sent."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from playwright.sync_api import Page, Request, sync_playwright

from components.parts import BESIDE, CAPITALS, COUNTED, LAB, MEASURE, MODELS, PLACED, REACH, SCOPE, Part, part
from data.indicators import indicators_for
from data.reference import Reference
from tests.browsing import FLAGS, settled

UPDATE = "/_dash-update-component"
SOURCES = ("published", "households")
SOME = 3
SET_STORE = "([id, data]) => window.dash_clientside.set_props(id, {data})"

# A page brings what stands at its address; here it is asked for, so that the answer can be measured by itself.
ASKING = """new MutationObserver(() => document.querySelector("script[data-answer='_dash-update-component']")?.remove())
    .observe(document, { childList: true, subtree: true });"""

# An address, and what the reader then chooses on that page: stores, such as parts of the selection, with their new content.
Visit = tuple[str, list[tuple[Part | str, Any]]]
# What no visit can send here, and why.
EXCUSED = {
    "place-map-title": "there is a map of a place only where a layer of districts was added",
    "households": "rows of households are for operators, who sign in",
}


@dataclass(frozen=True, slots=True)
class Callback:
    """One request that a browser sent: the output it renews, the page it came from, and the whole body."""

    output: str
    page: str
    body: bytes

    @property
    def name(self) -> str:
        """Short name for the report."""
        return f"{self.output.strip('.').split('...')[0]} of {self.page}"


def visits(reference: Reference) -> Iterator[Visit]:
    """Yield visits that together send every callback: each source and metric, some places, each province's page."""
    scopes = [(SCOPE, {"source": source}) for source in reversed(SOURCES)]
    metrics = [
        {"source": source, "metric": entry.key} for source in SOURCES for entry in indicators_for(source, reference)
    ]
    some = reference.home_areas[:SOME]
    places = [{"source": source, "place": area.code} for source in SOURCES for area in some]
    yield "/", [*scopes, *((MEASURE, chosen) for chosen in metrics), *((PLACED, chosen) for chosen in places)]
    yield from ((f"/?{urlencode(chosen)}", []) for chosen in [*metrics[-SOME:], *places])
    yield "/cohorts", list(_cohorts(some[0].code))
    yield "/province", scopes
    # Another snapshot, of which the frame and every page are told; another level, topic and file of the tables.
    yield "/data", [("snapshot", "20260101T000000-000000")]
    yield (
        "/table",
        [
            *(
                (MEASURE, {"source": "households", **chosen})
                for chosen in ({"by": "district"}, {"metric": "capital_overall"})
            ),
            ("areas-wanted", 1),
        ],
    )
    own = [{"place": area.code} for area in some] + [{"entered": "2025"}]
    yield (
        "/models",
        [(store, chosen) for store in (MODELS, CAPITALS, PLACED) for chosen in [own[0], {"against": "quintile:5"}]],
    )
    yield "/referrals", [(store, chosen) for store in (PLACED, REACH) for chosen in own]
    inside = [(MEASURE, chosen) for chosen in metrics[-SOME:]]
    yield from ((f"/province/{area.code}", [*scopes, *inside]) for area in some)
    yield from ((f"/province/{area.code}?source=households", []) for area in reference.home_areas)
    if reference.capitals:
        few = [{"places": ",".join(area.code for area in some[:count])} for count in range(1, SOME + 1)]
        yield "/capitals", [(name, {"source": "households", **chosen}) for chosen in few for name in (BESIDE, COUNTED)]
    if reference.dimensions:
        yield "/causes", [(name, {"source": "households", **chosen}) for chosen in lab_moves(reference) for name in LAB]


def lab_moves(reference: Reference) -> Iterator[dict[str, str]]:
    """Yield what readers of the poverty lab do: other cut-offs, the unit, weights, an indicator less, a place."""
    yield from ({"k": k} for k in ("1/3", "1/4", "1/20"))
    yield from ({"unit": "households"}, {"weights": "indicators"}, {"missing": "zero"}, {"metric": "M0"})
    yield {"off": reference.problem_items[-1].key}
    yield {"place": reference.home_areas[0].code}


def _cohorts(place: str) -> Iterator[tuple[Part, dict]]:
    """Yield cohorts as a reader builds them, condition by condition, then set against a place and another cohort."""
    texts = ("head_sex:female", "debt_baht:10000..;head_sex:female", "debt_baht:10000..;head_sex:female;tpmap_listed:0")
    for text in texts:
        chosen = {"source": "households", "cohort": text}
        for of_place in ({}, {"place": place}):
            yield part("metric", "against", "against_place"), chosen | of_place
            yield PLACED, chosen | of_place
        yield PLACED, chosen | {"against": "head_sex:male", "against_place": place}


def capture(url: str, planned: Iterator[Visit]) -> list[Callback]:
    """Return every different callback that Chromium sends on the visits."""
    found = {callback.body: callback for action in actions(url, planned) for callback in action}
    return list(found.values())


def actions(url: str, planned: Iterator[Visit], cookie: str = "") -> list[list[Callback]]:
    """Return the callbacks that Chromium sends for each page it opens and each choice it makes there; cookie: `name=value`."""
    found: list[list[Callback]] = []
    waiting: set[Request] = set()

    def note(request: Request) -> None:
        if request.method == "POST" and urlsplit(request.url).path == UPDATE:
            waiting.add(request)
            body = request.post_data_buffer
            found[-1].append(Callback(json.loads(body)["output"], _page(request.headers["referer"]), body))

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        page = browser.new_page(extra_http_headers={"Cookie": cookie} if cookie else {})
        page.add_init_script(ASKING)
        page.on("request", note)
        page.on("requestfinished", lambda request: waiting.discard(request))
        page.on("requestfailed", lambda request: waiting.discard(request))
        for address, choices in planned:
            found.append([])
            page.goto(url + address)
            settled(page)
            for choice in choices:
                found.append([])
                page.evaluate(SET_STORE, choice)
                _quiet(page, waiting)
        browser.close()
    return [action for action in found if action]


def _quiet(page: Page, waiting: set[Request]) -> None:
    """Wait until the page has had time to ask and has its answers."""
    page.wait_for_timeout(60)
    settled(page)
    while waiting:
        page.wait_for_timeout(20)


def _page(address: str) -> str:
    return "/" + "/".join("<code>" if part.isdigit() else part for part in urlsplit(address).path.split("/")[1:])
