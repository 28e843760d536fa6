"""`/methods`: how every number is computed, read from the functions that compute it."""

import inspect
from typing import Any

from dash import get_app, html, register_page

from components import methods
from components.methods import Method
from components.provenance import indexed
from components.reader import Reader, open_reader, page_title
from components.shell import frame, skeleton
from components.trouble import calmly
from data.disclosure.noise import best_guess
from data.methods import method_of
from data.queries import METHOD_VERSION, QUESTIONS, ask
from data.text import Text

NAME = Text("วิธีคำนวณ", "Methods")
HEADING = Text("ตัวเลขแต่ละตัวคำนวณอย่างไร", "How each number is computed")

register_page(__name__, path="/methods", title=page_title(NAME))


@calmly
def layout(here: str | None = None, **query: Any) -> html.Div:
    """Return the page; without an address it is a skeleton that asks nothing."""
    if here is None:
        return skeleton((), ())
    reader = open_reader(query, ask, get_app().library)
    view = reader.view
    words = [
        html.H1(view.say(HEADING)),
        html.P(methods.version_line(view, METHOD_VERSION), className="subtitle"),
    ]
    crumbs = [(view.reference.root.name[view.lang], view.link("/", place="")), (view.say(NAME), "")]
    return frame(view, "/methods", crumbs, [html.Div(html.Div(words), className="page-head"), *sections(reader)])


def sections(reader: Reader) -> list:
    """Return the contents and every section."""
    view, found = reader.view, entries()
    choices = [methods.choices_section(view)] if view.reference.dimensions else []
    threshold = get_app().library.settings.threshold_of(reader.viewer.role)
    gate = methods.gate_section(view, best_guess(), threshold)
    parts = [*choices, gate, *(methods.method_section(view, entry) for entry in found)]
    return [indexed(methods.contents(view, found), parts)]


def entries() -> list[Method]:
    """Return one method per question."""
    return [
        Method(key, question.text, method_of(question.answer), _home(question.answer), question.parameters)
        for key, question in QUESTIONS.items()
    ]


def _home(answer: Any) -> str:
    function = inspect.unwrap(answer)
    return f"{function.__module__.replace('.', '/')}.py · {function.__name__}"
