"""Any other address: one calm page with the way home."""

from typing import Any

from dash import get_app, html, register_page

from components.reader import open_reader, page_title
from components.shell import lost, skeleton
from components.trouble import calmly
from data.queries import ask
from data.text import Text

NAME = Text("ไม่พบหน้านี้", "Page not found")

register_page(__name__, title=page_title(NAME))


@calmly
def layout(here: str | None = None, **query: Any) -> html.Div:
    """Return the page; without an address it is a skeleton that asks nothing."""
    if here is None:
        return skeleton((), ())
    return lost(open_reader(query, ask, get_app().library).view, "")
