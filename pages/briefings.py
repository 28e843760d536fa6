"""`/briefings`: the numbers of a place as documents to take home."""

from typing import Any

from dash import get_app, html, register_page

from components.briefing_form import briefing_form
from components.card import empty_card
from components.parts import SCOPE
from components.reader import Reader, open_reader, page_title
from components.shell import frame, skeleton
from components.trouble import calmly
from components.view import HOW_TO_LOAD, NO_HOUSEHOLDS
from data.queries import ask
from data.text import Text

NAME = Text("บทสรุป", "Briefings")
HEADING = Text("บทสรุปสำหรับนำไปใช้", "Briefings to take home")

register_page(__name__, path="/briefings", title=page_title(NAME))


@calmly
def layout(here: str | None = None, **query: Any) -> html.Div:
    """Return the page; without an address it is a skeleton that asks nothing."""
    if here is None:
        return skeleton((), ())
    reader = open_reader({**query, "source": "households"}, ask, get_app().library)
    view = reader.view
    words = html.Div([html.H1(view.say(HEADING)), html.P(view.reference.name[view.lang], className="subtitle")])
    crumbs = [(view.reference.root.name[view.lang], view.link("/", place="")), (view.say(NAME), "")]
    return frame(view, "/briefings", crumbs, [html.Div(words, className="page-head"), body(reader)], parts=(SCOPE,))


def body(reader: Reader) -> html.Div:
    """Return the form, or how to load where there is nothing to tell of."""
    view = reader.view
    if not view.households:
        return html.Div(empty_card("briefings", view.say(NAME), NO_HOUSEHOLDS, view.say(HOW_TO_LOAD), view.lang))
    return briefing_form(view)
