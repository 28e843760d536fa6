"""`/capitals`: places side by side, every indicator, how households spread, and how they move between rounds."""

from typing import Any

from dash import get_app, html, register_page

from components.beside import Series, beside_card, series
from components.card import Card, empty_card, redrawn
from components.fifths import fifths_card
from components.heat import heat_card, heat_of_sides
from components.lab import unit_control
from components.moves import moves_card, no_moves_card
from components.parts import BESIDE, COUNTED
from components.places import areas_below, counted, place_name
from components.profile import MEAN
from components.reader import Reader, open_reader, page_title
from components.shell import frame, skeleton
from components.side_controls import group_controls, places_control
from components.spread import spread_card
from components.subjects import subjects
from components.trouble import calmly
from data.queries import ask
from data.text import Text

NAME = Text("ทุน", "Capitals")
HEADING = Text("ทุนของครัวเรือน: เทียบพื้นที่ การกระจาย และการเปลี่ยนแปลง", "Capitals of households: places, spread and change")
SUBTITLE = Text("คะแนน 1–4 ในครัวเรือนที่สำรวจ", "Scores of 1 to 4 among surveyed households")
NO_DATA = Text("ยังไม่มีข้อมูลครัวเรือน", "There are no household data yet")
LOAD = Text(
    "นำเข้าข้อมูลด้วย python -m etl load หรือลองข้อมูลสาธิตด้วย make demo",
    "Load data with python -m etl load, or try demo data with make demo",
)
NO_CAPITALS = Text("โครงการนี้ไม่มีตัวชี้วัดทุน", "This programme has no capital indicators")
ADD_CAPITALS = Text(
    "เพิ่ม capital_indicators.csv ในโฟลเดอร์อ้างอิง แล้วนำเข้า capitals.csv",
    "Add capital_indicators.csv to the reference folder and load capitals.csv",
)
CARDS = ("cap-radar", "cap-heat", "cap-spread", "cap-fifths", "cap-moves")

register_page(__name__, path="/capitals", title=page_title(NAME))


@calmly
def layout(here: str | None = None, **query: Any) -> html.Div:
    """Return the page; without an address it is a skeleton that asks nothing."""
    if here is None:
        return skeleton(CARDS, (), (BESIDE, COUNTED))
    reader = read(query)
    view = reader.view
    words = [html.H1(view.say(HEADING)), html.P(view.say(SUBTITLE), className="subtitle")]
    children = [html.Div(html.Div(words), className="page-head"), *body(reader)]
    crumbs = [(view.reference.root.name[view.lang], view.link("/", place="")), (view.say(NAME), "")]
    return frame(view, "/capitals", crumbs, children, parts=(BESIDE, COUNTED))


def read(query: dict) -> Reader:
    """Return the reader: this page is about households."""
    return open_reader({**query, "source": "households"}, ask, get_app().library)


def body(reader: Reader) -> list:
    """Ask for everything on the page and build it; calm words where there is nothing to ask."""
    view = reader.view
    if not view.households:
        return [empty_card("cap-empty", view.say(NO_DATA), NO_DATA, view.say(LOAD), view.lang)]
    if not view.reference.capitals:
        return [empty_card("cap-empty", view.say(NO_CAPITALS), NO_CAPITALS, view.say(ADD_CAPITALS), view.lang)]
    return [
        html.Div(
            [places_control(view), *group_controls(view), unit_control(view, "households")], className="places-row"
        ),
        html.Div([beside(reader).render("radar"), spread(reader).render()], className="card-grid two"),
        html.Div([fifths(reader).render(), moves(reader).render()], className="card-grid two"),
        html.Div([heat(reader).render()], className="card-grid"),
    ]


def beside(reader: Reader) -> Card:
    """Ask for the capitals of every side."""
    view, whole, sides = reader.view, reader.ask_whole("capitals"), reader.sides("capitals")
    middle = Series(view.say(MEAN), series("", whole).scores, series("", whole).n)
    entries = [series(side.name, side.released) for side in sides]
    return beside_card(view, entries, middle, sides[0].released)


def spread(reader: Reader) -> Card:
    """Ask how the scores of every side spread."""
    return spread_card(reader.view, reader.sides("capital_spread"))


def fifths(reader: Reader) -> Card:
    """Ask for the living levels of the fifths of every side."""
    return fifths_card(reader.view, reader.sides("level_fifths"), reader.sides("levels")[0].released)


def moves(reader: Reader) -> Card:
    """Ask how households of every side moved between levels; calm words where there is no earlier round."""
    view = reader.view
    if view.base_round is None:
        return no_moves_card(view)
    pairs = zip(reader.sides("transitions"), reader.sides("levels"), strict=True)
    known = [pair for pair in pairs if pair[0].released.rows]
    return (
        moves_card(view, [moved for moved, _ in known], [levels for _, levels in known])
        if known
        else no_moves_card(view)
    )


def heat(reader: Reader) -> Card:
    """Ask for every indicator of the sides, or of all areas below the one place."""
    view, found = reader.view, subjects(reader.view)
    if len(found) > 1:
        sides = reader.sides("weak_points")
        return heat_of_sides(view, sides)
    _, level, below = areas_below(view.reference, found[0].code)
    released = reader.ask("weak_points", place=found[0].code, by=level)
    names = {code: place_name(code, view.reference, level)[view.lang] for code in below}
    return heat_card(view, released, names, counted(len(names), level)[view.lang])


redrawn("cap-radar", BESIDE, lambda query: beside(read(query)))
redrawn("cap-heat", COUNTED, lambda query: heat(read(query)))
redrawn("cap-spread", COUNTED, lambda query: spread(read(query)))
redrawn("cap-fifths", COUNTED, lambda query: fifths(read(query)), grows=True)
redrawn("cap-moves", COUNTED, lambda query: moves(read(query)), grows=True)
