"""`/province`: every home-level area with its key figures and the way to its page."""

from typing import Any

from dash import Input, Output, callback, dcc, get_app, html, register_page

from components.controls import source_switch
from components.downloads import download_button
from components.facts import household_facts, published_facts
from components.panel import weakest_words
from components.parts import SCOPE
from components.places import by_name, counted, level_name
from components.profile import household_profile, published_profiles
from components.reader import Reader, open_reader, page_title
from components.shell import frame, skeleton
from components.sources import published_notes, snapshot_note
from components.table import table
from components.trouble import calmly
from data.queries import ask
from data.text import UNDEFINED, Text

NAME = Text("จังหวัด", "Provinces")
WEAKEST = Text("ทุนที่อ่อนที่สุด", "Weakest capital")
CAPTION = Text("ตัวเลขหลักของ {places}", "Key figures of {places}")
COLUMNS = ("poor_households", "poor_persons", "surveyed", "H", "overall", "models")
QUESTIONS = ("verification", "poverty", "capitals", "models")

register_page(__name__, path="/province", title=page_title(NAME))


@calmly
def layout(here: str | None = None, **query: Any) -> html.Div:
    """Return the list; without an address it is a skeleton that asks nothing."""
    if here is None:
        return skeleton((), ("provinces-body",))
    reader = open_reader(query, ask, get_app().library)
    view = reader.view
    level = view.reference.home_level
    heading = counted(len(view.reference.home_areas), level)
    words = [html.H1(view.say(heading)), html.P(view.reference.name[view.lang], className="subtitle")]
    children = [
        html.Div([html.Div(words), source_switch(view)], className="page-head"),
        html.Section(body(reader), id="provinces-body", className="card-box"),
    ]
    crumbs = [(view.reference.root.name[view.lang], view.link("/", place=""))]
    crumbs += [(level_name(level, many=True)[view.lang].capitalize(), "")]
    return frame(view, "/province", crumbs, children)


def body(reader: Reader) -> list:
    """Ask for the key figures of every area and return them as a table."""
    view = reader.view
    facts, weakest, notes = _household_rows(reader) if view.households else _published_rows(reader)
    keys = [key for key in COLUMNS if any(key in found for found in facts.values())]
    first = next(iter(facts.values()))
    heads = [level_name(view.reference.home_level)[view.lang].capitalize()]
    heads += [view.say(WEAKEST)] * bool(weakest) + [first[key].label[view.lang] for key in keys]
    rows = []
    for area in by_name(view.reference.home_areas, view.lang):
        link = dcc.Link(area.name[view.lang], href=view.place_link(area.code))
        words = [weakest.get(area.code) or UNDEFINED] * bool(weakest)
        rows.append([link, *words, *(facts[area.code][key].shown(view.lang) for key in keys)])
    caption = CAPTION.format(places=counted(len(rows), view.reference.home_level))
    head = html.Header(html.H2(caption[view.lang], id="provinces-title"))
    drawn = html.Div(
        table(caption[view.lang], heads, rows, words=1 + bool(weakest), whole=True), **{"data-rows": "provinces"}
    )
    notes = html.Div([html.Span(note) for note in notes], id="provinces-notes")
    return [head, drawn, html.Footer([notes, download_button("provinces", view.lang)])]


def _published_rows(reader: Reader) -> tuple[dict, dict, list[str]]:
    view = reader.view
    rows = reader.ask("published", place="", by="").rows
    facts = {area.code: published_facts(view, area.code, rows) for area in view.reference.home_areas}
    weakest = {code: weakest_words(view, profile) for code, profile in published_profiles(view, rows).items()}
    used = [row for found in facts.values() for fact in found.values() for row in fact.rows]
    return facts, weakest, published_notes(view, used)


def _household_rows(reader: Reader) -> tuple[dict, dict, list[str]]:
    view = reader.view
    found = {question: reader.ask(question, place="", by="").rows for question in QUESTIONS}
    by_code = {
        area.code: {question: [row for row in rows if row["code"] == area.code] for question, rows in found.items()}
        for area in view.reference.home_areas
    }
    facts = {code: household_facts(answers) for code, answers in by_code.items()}
    drop = {"H"} if not view.reference.dimensions else set()
    drop |= {"overall"} if not view.reference.capitals else set()
    facts = {code: {key: fact for key, fact in kept.items() if key not in drop} for code, kept in facts.items()}
    weakest = {}
    if view.reference.capitals:
        weakest = {
            code: weakest_words(view, household_profile(view, answers["capitals"], answers["capitals"]))
            for code, answers in by_code.items()
        }
    return facts, weakest, [snapshot_note(view)]


@callback(Output("provinces-body", "children"), Input(SCOPE, "data"), prevent_initial_call=True)
def show_provinces(query: dict) -> list:
    """Another source or round: the whole table."""
    return body(open_reader(query, ask, get_app().library))
