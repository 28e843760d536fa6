"""`/capitals`: places side by side, every indicator, how households spread, and how they move between rounds."""

from dataclasses import replace
from typing import Any

from dash import get_app, html, register_page

from components.beside import Series, beside_card, places_control, series
from components.card import Card, empty_card, redrawn
from components.lab import unit_control
from components.parts import BESIDE, COUNTED
from components.places import areas_below, counted, place_name
from components.profile import MEAN
from components.reader import Reader, open_reader, page_title
from components.shell import frame, skeleton
from components.split import place_words
from components.spread import fifths_card, heat_card, moves_card, spread_card
from components.trouble import calmly
from data.gate import Released
from data.queries import ask
from data.selection import Selection
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
MOVES = Text("การเปลี่ยนระดับระหว่างรอบ", "Moves between levels")
ONE_ROUND = Text("ยังไม่มีรอบก่อนหน้าให้เทียบ", "There is no earlier round to compare with")
NEXT_ROUND = Text("ตารางนี้จะมีเมื่อนำเข้ารอบถัดไป", "This table appears when another round is loaded")
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
    moved = moves(reader)
    last = moved.render() if moved else empty_card("moves", view.say(MOVES), ONE_ROUND, view.say(NEXT_ROUND), view.lang)
    return [
        html.Div([places_control(view), unit_control(view, "households")], className="places-row"),
        html.Div([beside(reader).render("radar"), spread(reader).render()], className="card-grid two"),
        html.Div([fifths(reader).render(), last], className="card-grid two"),
        html.Div([heat(reader).render("wide-heat")], className="card-grid"),
    ]


def codes(reader: Reader) -> tuple[str, ...]:
    """Return the places side by side: those ticked, else the one on screen, else the whole programme ("")."""
    selection = reader.view.selection
    return selection.places or (selection.place,)


def of(reader: Reader, question: str, code: str) -> Released:
    """Ask about one place as a whole; "" is the programme."""
    if not code:
        return reader.ask_whole(question)
    return reader.ask(question, place=code, by=reader.view.reference.areas[code].level)


def name_of(reader: Reader, code: str) -> str:
    """Return the name of a place."""
    view = reader.view
    return place_name(code, view.reference)[view.lang] if code else place_words(replace(view, selection=Selection()))


def beside(reader: Reader) -> Card:
    """Ask for the capitals of every place."""
    view, whole = reader.view, of(reader, "capitals", "")
    entries = [series(name_of(reader, code), of(reader, "capitals", code)) for code in codes(reader)]
    middle = Series(view.say(MEAN), series("", whole).scores, series("", whole).n)
    return beside_card(view, entries, middle, of(reader, "capitals", codes(reader)[0]))


def spread(reader: Reader) -> Card:
    """Ask how the scores of the first place spread."""
    first = codes(reader)[0]
    return spread_card(reader.view, of(reader, "capital_spread", first), name_of(reader, first))


def fifths(reader: Reader) -> Card:
    """Ask for the living levels of the fifths of the first place."""
    first = codes(reader)[0]
    return fifths_card(
        reader.view, of(reader, "level_fifths", first), of(reader, "levels", first), name_of(reader, first)
    )


def moves(reader: Reader) -> Card | None:
    """Ask how households of the first place moved between levels; None with one round only."""
    first = codes(reader)[0]
    released = of(reader, "transitions", first)
    if not released.rows:
        return None
    return moves_card(reader.view, released, of(reader, "levels", first), name_of(reader, first))


def heat(reader: Reader) -> Card:
    """Ask for every indicator of the places side by side, or of all areas below the one place."""
    view = reader.view
    chosen = [code for code in codes(reader) if code]
    if len(chosen) > 1:
        answers = [of(reader, "weak_points", code) for code in chosen]
        rows = tuple(row for answer in answers for row in answer.rows)
        hidden = sum(answer.hidden for answer in answers)
        released = Released(
            "weak_points", answers[0].selection, rows, answers[0].snapshot, hidden, answers[0].threshold
        )
        names = {code: name_of(reader, code) for code in chosen}
        return heat_card(view, released, names, ", ".join(names.values()))
    place = chosen[0] if chosen else ""
    _, level, below = areas_below(view.reference, place)
    released = reader.ask("weak_points", place=place, by=level)
    names = {code: place_name(code, view.reference, level)[view.lang] for code in below}
    return heat_card(view, released, names, counted(len(names), level)[view.lang])


redrawn("cap-radar", BESIDE, lambda query: beside(read(query)))
redrawn("cap-heat", COUNTED, lambda query: heat(read(query)))
redrawn("cap-spread", COUNTED, lambda query: spread(read(query)))
redrawn("cap-fifths", COUNTED, lambda query: fifths(read(query)))
redrawn("cap-moves", COUNTED, lambda query: moves(read(query)))
