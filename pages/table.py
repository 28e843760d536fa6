"""`/table`: every area of a level with its numbers, to sort, filter and take along; the rows stay on the server."""

from typing import Any

from dash import (
    ALL,
    MATCH,
    ClientsideFunction,
    Input,
    Output,
    State,
    callback,
    clientside_callback,
    dcc,
    get_app,
    html,
    register_page,
)

from components.areas import ID, Areas, choosers, levels_of, topic_of
from components.card import empty_card
from components.grid_rows import page_of, sheet_of
from components.household_grid import ID as HOUSEHOLDS
from components.household_grid import asked_for, household_card, household_page
from components.parts import MEASURE
from components.reader import Reader, open_reader, page_title
from components.shell import frame, skeleton
from components.trouble import calmly
from data.queries import ask
from data.text import Text

NAME = Text("ตาราง", "Tables")
HEADING = Text("ตารางพื้นที่", "Table of areas")
NOTHING = Text("ยังไม่มีข้อมูลครัวเรือน", "There are no household data yet")
HOW_TO_LOAD = Text(
    "นำเข้าข้อมูลด้วย python -m etl load หรือลองข้อมูลสาธิตด้วย make demo",
    "Load data with python -m etl load, or try demo data with make demo",
)
WANTED, SHEET = f"{ID}-wanted", f"{ID}-sheet"

register_page(__name__, path="/table", title=page_title(NAME))


@calmly
def layout(here: str | None = None, **query: Any) -> html.Div:
    """Return the page; without an address it is a skeleton that asks nothing."""
    if here is None:
        return skeleton((), (f"{ID}-box",), (MEASURE, WANTED, SHEET))
    reader = open_reader({**query, "source": "households"}, ask, get_app().library)
    view = reader.view
    words = [html.H1(view.say(HEADING)), html.P(view.reference.name[view.lang], className="subtitle")]
    head = [html.Div(words), choosers(view)] if view.rounds else [html.Div(words)]
    children = [
        dcc.Store(id=WANTED), dcc.Store(id=SHEET),
        html.Div(head, className="page-head"), html.Div(body(reader), id=f"{ID}-box"),
    ]  # fmt: skip
    crumbs = [(view.reference.root.name[view.lang], view.link("/", place="")), (view.say(NAME), "")]
    return frame(view, "/table", crumbs, children, parts=(MEASURE,))


def body(reader: Reader) -> list:
    """Ask for the rows and return the frame of the table; the rows follow page by page."""
    view = reader.view
    if not view.rounds:
        return [empty_card(ID, view.say(HEADING), NOTHING, view.say(HOW_TO_LOAD), view.lang)]
    # Rows of single households are for those who may read them; the query gives nobody else a row.
    households = [household_card(view)] if reader.viewer.reads_households else []
    return [read_areas(reader).card(), *households]


def read_areas(reader: Reader) -> Areas:
    """Ask for the topic of the chosen measure by the chosen level."""
    view = reader.view
    level = view.selection.by if view.selection.by in levels_of(view.reference) else ""
    return Areas(view, reader.ask(topic_of(view), by=level))


def open_areas(query: dict) -> Areas:
    """Return the table of a selection store."""
    return read_areas(open_reader({**query, "source": "households"}, ask, get_app().library))


@callback(Output(f"{ID}-box", "children"), Input(MEASURE, "data"), prevent_initial_call=True)
def show_areas(query: dict) -> list:
    """Another level, topic or round: another table."""
    return body(open_reader({**query, "source": "households"}, ask, get_app().library))


@callback(
    Output({"grid": ID, "version": MATCH}, "getRowsResponse"),
    Input({"grid": ID, "version": MATCH}, "getRowsRequest"),
    State(MEASURE, "data"),
    prevent_initial_call=True,
)
def show_rows(request: dict, query: dict) -> dict:
    """Return the page of rows that the grid asks for."""
    areas = open_areas(query)
    return page_of(areas.rows, areas.columns, request)


@callback(
    Output({"grid": HOUSEHOLDS, "version": MATCH}, "getRowsResponse"),
    Input({"grid": HOUSEHOLDS, "version": MATCH}, "getRowsRequest"),
    State(MEASURE, "data"),
    prevent_initial_call=True,
)
def show_households(request: dict, query: dict) -> dict:
    """Return the page of households that the grid asks for."""
    reader = open_reader({**query, "source": "households"}, ask, get_app().library)
    return household_page(reader.ask("households", by="", **asked_for(request, reader.view)).rows, reader.view)


@callback(
    Output(SHEET, "data"),
    Input(WANTED, "data"),
    State({"grid": ID, "version": ALL}, "getRowsRequest"),
    State(MEASURE, "data"),
    prevent_initial_call=True,
)
def show_sheet(wanted: int, requests: list, query: dict) -> dict:
    """Return every row of the table for a file, in the order and under the filters on screen."""
    areas = open_areas(query)
    return {"ask": wanted, "rows": sheet_of(areas.rows, areas.columns, requests[0] if requests else None)}


clientside_callback(ClientsideFunction("grid", "arrive"), Input(SHEET, "data"), prevent_initial_call=True)
