"""`/causes`: the poverty lab. What the reader moves is asked again, the rest stands."""

from dataclasses import replace
from typing import Any

from dash import (
    ALL,
    ClientsideFunction,
    Input,
    Output,
    Patch,
    State,
    callback,
    clientside_callback,
    get_app,
    html,
    register_page,
)

from components.bump import bump_card, moved_line
from components.card import Card, empty_card, outputs, redrawn
from components.contributions import contributions_card
from components.headcounts import headcounts_card
from components.lab import (
    blank_controls,
    cut_off_steps,
    lab_controls,
    lab_metric,
    least_weight,
    preset_buttons,
    steps_data,
)
from components.lab_headline import LABEL, lab_headline, rejected_words
from components.measure import Measure, map_card, ranked_card
from components.parts import ALL_OF_IT, COMBINED, EVERYWHERE, HERE, LAB, OVER_K, PLACED, WEIGHED, WHERE
from components.places import place_name
from components.reader import Reader, open_reader, page_title
from components.shell import frame, skeleton
from components.split import level_options, level_value, own_level, place_options, place_words, rows_level, up_from
from components.together import together_card
from components.trouble import calmly
from data.gate import Cell, Released
from data.indicators import Indicator, indicator
from data.layers import layer
from data.queries import ask
from data.text import Text

NAME = Text("สาเหตุ", "Causes")
HEADING = Text("ทำไมจึงจน: ปัญหาหลายมิติ", "Why people are poor: problems in many dimensions")
NO_DATA = Text("ยังไม่มีข้อมูลครัวเรือน", "There are no household data yet")
LOAD = Text(
    "นำเข้าข้อมูลด้วย python -m etl load หรือลองข้อมูลสาธิตด้วย make demo",
    "Load data with python -m etl load, or try demo data with make demo",
)
NO_PROBLEMS = Text("โครงการนี้ไม่มีมิติปัญหา", "This programme has no problem dimensions")
ADD_PROBLEMS = Text(
    "เพิ่ม problem_indicators.csv ในโฟลเดอร์อ้างอิง แล้วนำเข้า problems.csv",
    "Add problem_indicators.csv to the reference folder and load problems.csv",
)
HEIGHT = 600
CARDS = ("contributions", "headcounts", "together", "bump", "lab-map", "lab-ranked")

register_page(__name__, path="/causes", title=page_title(NAME))


@calmly
def layout(here: str | None = None, **query: Any) -> html.Div:
    """Return the page; without an address it is a skeleton that asks nothing."""
    if here is None:
        return html.Div([skeleton(CARDS, ("lab-headline",), LAB), *blank_controls()])
    reader = read(query)
    view = reader.view
    words = [html.H1(view.say(HEADING)), html.P(view.say(LABEL), className="subtitle")]
    children = [html.Div(html.Div(words), className="page-head"), *body(reader, query)]
    crumbs = [(view.reference.root.name[view.lang], view.link("/", place="")), (view.say(NAME), "")]
    return frame(view, "/causes", crumbs, children, parts=LAB)


def read(query: dict) -> Reader:
    """Return the reader: this page is about households."""
    return open_reader({**query, "source": "households"}, ask, get_app().library)


def body(reader: Reader, query: dict) -> list:
    """Ask for everything on the page and build it; calm words where there is nothing to ask."""
    view = reader.view
    if not view.households:
        return [empty_card("lab-empty", view.say(NO_DATA), NO_DATA, view.say(LOAD), view.lang)]
    if not view.reference.dimensions:
        return [empty_card("lab-empty", view.say(NO_PROBLEMS), NO_PROBLEMS, view.say(ADD_PROBLEMS), view.lang)]
    notes = [html.P(said, className="calm-note") for said in rejected_words(view, query)]
    cards = [contributions(reader), headcounts(reader), combined(reader), over_k(reader)]
    places = [card.render(kind) for kind, card in (("map", mapped(reader)), ("ranked", ranked(reader))) if card]
    return [
        *notes,
        lab_controls(view),
        html.Section(headline(reader), id="lab-headline", className="headline lab-headline"),
        html.Div([card.render(card.id) for card in cards], className="card-grid two lab-grid"),
        html.Div(places, className="card-grid two" if len(places) > 1 else "card-grid"),
    ]


def of_place(reader: Reader, question: str) -> Released:
    """Ask about the chosen place as one row, the whole programme where none is chosen."""
    view = reader.view
    return reader.ask(question, by=own_level(view)) if view.selection.place else reader.ask_whole(question)


def of_areas(reader: Reader, question: str, **changes: Any) -> tuple[Released, dict[str, str]]:
    """Ask about the areas inside the place; return the answer and {code: name}."""
    view, level = reader.view, rows_level(reader.view)
    released = reader.ask(question, by=level, **changes)
    codes = dict.fromkeys(row["code"] for row in released.rows)
    return released, {code: place_name(code, view.reference, level)[view.lang] for code in codes}


def headline(reader: Reader) -> list:
    """Ask for H, A and M0 of the place."""
    return lab_headline(reader.view, of_place(reader, "poverty"))


def contributions(reader: Reader) -> Card:
    """Ask for what M0 of each area is made of."""
    view = reader.view
    released, names = of_areas(reader, "contributions")
    whole = of_place(reader, "contributions")
    poverty = (*of_areas(reader, "poverty")[0].rows, *of_place(reader, "poverty").rows)
    m0: dict[str, Cell] = {row["code"]: row["M0"] for row in poverty}
    names |= {row["code"]: place_name(row["code"], view.reference, own_level(view))[view.lang] for row in whole.rows}
    return contributions_card(view, released, whole, m0, names, place_words(view))


def headcounts(reader: Reader) -> Card:
    """Ask for the headcounts of every item in the place."""
    return headcounts_card(reader.view, of_place(reader, "contributions"), place_words(reader.view))


def combined(reader: Reader) -> Card:
    """Ask which problems come together in the place."""
    return together_card(reader.view, of_place(reader, "together"), place_words(reader.view))


def over_k(reader: Reader) -> Card:
    """Ask for the ranks over the cut-off."""
    released, names = of_areas(reader, "cut_offs", k=None)
    return bump_card(reader.view, released, names, rows_level(reader.view))


def mapped(reader: Reader) -> Card | None:
    """Ask for the map of what lies inside the place; without a layer of that, of the home level; None without any."""
    view, build = reader.view, get_app().library.settings.build
    entry = indicator("households", lab_metric(view), view.reference)
    inside = layer(build, rows_level(view), view.reference, view.selection.place)
    drawn = inside or layer(build, view.reference.home_level)
    if not drawn:
        return None
    measure = _inside(reader, entry) if inside else _home(reader, entry)
    card = map_card(measure, drawn, "lab-map", HEIGHT)
    return replace(card, picture={**card.picture, "data-picks": "place", "data-up": up_from(view)})


def _inside(reader: Reader, entry: Indicator) -> Measure:
    released, names = of_areas(reader, "poverty")
    return Measure(
        reader.view, entry, released, of_place(reader, "poverty"), tuple(names), place=reader.view.selection.place
    )


def _home(reader: Reader, entry: Indicator) -> Measure:
    return Measure(reader.view, entry, reader.ask("poverty", place="", by=""), reader.ask_whole("poverty"))


def ranked(reader: Reader) -> Card:
    """Ask for the ranking of the areas inside the place."""
    view = reader.view
    entry = indicator("households", lab_metric(view), view.reference)
    measure = _inside(reader, entry)
    return ranked_card(measure, "lab-ranked", HEIGHT)


@callback(Output("lab-headline", "children"), Input(HERE, "data"), prevent_initial_call=True)
def show_headline(query: dict) -> list:
    """Another place or way of measuring: the three numbers."""
    return headline(read(query))


redrawn("contributions", PLACED, lambda query: contributions(read(query)))
redrawn("headcounts", HERE, lambda query: headcounts(read(query)))
redrawn("together", COMBINED, lambda query: combined(read(query)))


@callback(*outputs("bump"), Input(OVER_K, "data"), State("selection", "data"), prevent_initial_call=True)
def show_bump(query: dict, selection: dict) -> list:
    """Another place, level or other weights: the ranks over every k."""
    card = over_k(read({**query, "k": selection.get("k", "")}))
    return card.values(card.figure)


@callback(Output("bump", "figure", allow_duplicate=True), Input(HERE, "data"), prevent_initial_call=True)
def show_cut_off(query: dict) -> Patch:
    """Another k: only the dashed line moves."""
    view = read(query).view
    return moved_line(view.selection.cut_off(view.reference))


@callback(
    *outputs("lab-map"), Output("lab-map-picture", "data-points"), Output("lab-map-picture", "data-up"),
    Input(EVERYWHERE, "data"), prevent_initial_call=True,
)  # fmt: skip
def show_map(query: dict) -> list:
    """Another place, level or way of measuring: the map; graphs that come again as they are drawn are left alone."""
    card = mapped(read(query))
    return [*card.values(card.figure), card.picture["data-points"], card.picture["data-up"]]


redrawn("lab-ranked", ALL_OF_IT, lambda query: ranked(read(query)))


@callback(
    Output("lab-presets", "children"), Output("lab-k", "data-lab"), Output("lab-range", "max"),
    Input(WEIGHED, "data"), State("selection", "data"), prevent_initial_call=True,
)  # fmt: skip
def show_presets(_: dict, selection: dict) -> list:
    """Other weights: what "any indicator" means, and where the slider stops."""
    view = read(selection).view
    steps = cut_off_steps(view.reference, least_weight(view))
    return [preset_buttons(view), steps_data(view), len(steps) - 1]


@callback(
    Output("place-list", "options"), Output("place-list", "value"),
    Output({"control": "by"}, "options"), Output({"control": "by"}, "value"),
    Input(WHERE, "data"), State("selection", "data"), prevent_initial_call=True,
)  # fmt: skip
def show_place_lists(_: dict, selection: dict) -> list:
    """Another place: what lies below it, and the levels it can be split by."""
    view = read(selection).view
    return [place_options(view), view.selection.place or "-", level_options(view), level_value(view)]


clientside_callback(
    ClientsideFunction("kaejon_lab", "off"),
    Output({"control": "off"}, "value"),
    Output("lab-items-count", "children"),
    Output("lab-items-message", "children"),
    Input({"lab-items": ALL}, "value"),
    State({"lab-items": ALL}, "options"),
    prevent_initial_call=True,
)
