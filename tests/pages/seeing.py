"""Reading a page as a test: what a graph holds, what the browser asked for."""

import csv
from collections.abc import Callable

from playwright.sync_api import Page

from data.settings import ROOT
from tests.browsing import settled

THAI = "[\\u0E01-\\u0E5B]"


def trace(page: Page, graph: str, place: int) -> dict:
    """Return one trace as Plotly holds it."""
    return page.evaluate(
        "([graph, place]) => JSON.parse(JSON.stringify(document.querySelector(`#${graph} .js-plotly-plot`).data[place]))",
        [graph, place],
    )


def asked(page: Page, act: Callable[[], None]) -> list:
    """Do something and return the requests that it caused."""
    seen = []

    def note(request) -> None:
        seen.append(request)

    page.on("request", note)
    act()
    page.wait_for_timeout(300)
    settled(page)
    page.remove_listener("request", note)
    return seen


def published(code: str, measure: str, period: str) -> str:
    """Return a published value as the file has it."""
    with (ROOT / "data" / "reference" / "published_figures.csv").open(encoding="utf-8", newline="") as file:
        wanted = (code, measure, period)
        (value,) = [
            row["value"]
            for row in csv.DictReader(file)
            if (row["province_code"], row["measure"], row["period"]) == wanted
        ]
    return value


def click_area(page: Page, code: str) -> None:
    """Click a province on the map where Plotly has drawn it."""
    spot = page.evaluate(
        """code => {
            const graph = document.querySelector("#map .js-plotly-plot");
            const layers = graph.querySelectorAll(".choroplethlayer > .trace");
            const path = layers[1].querySelectorAll("path")[graph.data[1].locations.indexOf(code)];
            path.scrollIntoView({ block: "center", behavior: "instant" });
            const inside = path.getBoundingClientRect();
            const point = path.getPointAtLength(0).matrixTransform(path.getScreenCTM());
            const middle = [inside.x + inside.width / 2, inside.y + inside.height / 2];
            return [0.85 * middle[0] + 0.15 * point.x, 0.85 * middle[1] + 0.15 * point.y];
        }""",
        code,
    )
    page.mouse.move(*spot)
    page.wait_for_timeout(100)
    page.mouse.click(*spot)
