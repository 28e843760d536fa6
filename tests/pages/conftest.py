"""What browser tests of pages share: opening a page and reading what Plotly has drawn."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browsing import address, settled

DRAWN = "document.querySelectorAll('.graph').length > 0 && [...document.querySelectorAll('.graph')].every(g => g.querySelector('.main-svg'))"


@pytest.fixture
def visit(server_url: str, new_page) -> Callable[..., Page]:
    """Return a function `visit(path, width=1440, **query)` that opens a page and waits until its graphs are drawn."""

    def go(path: str, width: int = 1440, **query: str) -> Page:
        page = new_page(width)
        page.goto(address(server_url, path, **query))
        return drawn(page)

    return go


def drawn(page: Page) -> Page:
    """Wait until every graph of a page is drawn."""
    settled(page)
    page.wait_for_function(DRAWN)
    return page
