"""What browser tests of pages share: opening a page and reading what Plotly has drawn."""

from collections.abc import Callable
from urllib.parse import parse_qsl

import pytest
from playwright.sync_api import Page

from tests.browsing import address, settled

DRAWN = """() => {
    const graphs = [...document.querySelectorAll(".graph")];
    return graphs.length > 0 && graphs.every((graph) => graph.querySelector(".main-svg"));
}"""


@pytest.fixture
def visit(server_url: str, new_page) -> Callable[..., Page]:
    """Return a function `visit(address, width=1440, graphs=True, **query)` that opens a page and waits for it.

    The address may carry parameters of its own. With graphs, it waits until all of them are drawn.
    """

    def go(path: str, width: int = 1440, graphs: bool = True, **query: str) -> Page:
        page = new_page(width)
        path, _, own = path.partition("?")
        page.goto(address(server_url, path, **query, **dict(parse_qsl(own))))
        settled(page)
        page.locator("h1").wait_for()
        return drawn(page) if graphs else page

    return go


def drawn(page: Page) -> Page:
    """Wait until every graph of a page is drawn."""
    settled(page)
    page.wait_for_function(DRAWN)
    return page
