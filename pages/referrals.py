"""`/referrals`: how far referrals come and how long they take, what they answer, and whom they never reach."""

from dataclasses import replace
from typing import Any

from dash import Input, Output, callback, get_app, html, register_page

from components.card import empty_card
from components.controls import entry_chooser, place_chooser
from components.funnel import funnel_card
from components.measure import Measure, ranked_card
from components.needs import agencies_box, need_area_card, need_met_card
from components.parts import PLACED, REACH, SCOPE
from components.places import chosen_name
from components.reader import Reader, open_reader, page_title
from components.referral_facts import referral_figures
from components.search import search_link
from components.shell import frame, skeleton
from components.sources import household_notes
from components.tiles import headline
from components.trouble import calmly
from components.view import HOW_TO_LOAD, NO_HOUSEHOLDS, View
from components.waiting import ageing_card, days_card, exits_card
from components.waiting_list import waiting_card
from data.entry import entry_words
from data.gate import HIDDEN
from data.indicators import NEVER_REFERRED
from data.queries import ask
from data.text import Text

NAME = Text("การส่งต่อ", "Referrals")
HEADING = Text(
    "การส่งต่อ: ไปถึงไหน ใช้เวลาเท่าใด ใครยังรอ", "Referrals: how far they come, how long they take, who still waits"
)
NOTHING = Text("ไม่มีเรื่องที่เข้าระบบ", "No referral has entered")
NOTHING_IN = Text("ไม่มีเรื่องที่เข้าระบบใน{period}", "No referral entered in {period}")
FEW = Text("เรื่องที่เข้าระบบมีน้อยเกินกว่าจะแสดง หรือไม่มีเลย", "Too few referrals entered to be shown, or none")
FEW_TODO = Text("เลือกพื้นที่ที่กว้างขึ้นหรือช่วงเวลาอื่น", "Choose a wider place or another period")
NOTHING_TODO = Text(
    "เลือกพื้นที่หรือช่วงเวลาอื่น หรือนำเข้าไฟล์การส่งต่อด้วย python -m etl load",
    "Choose another place or period, or load a file of referrals with python -m etl load",
)
FLOW_QUESTIONS = ("funnel", "stage_ends", "stage_days", "ageing", "exits", "agencies", "never_referred")
FLOW_HEIGHT, LOWER_HEIGHT, REACH_HEIGHT = 470, 400, 560
PARTS = (SCOPE, PLACED, REACH)

register_page(__name__, path="/referrals", title=page_title(NAME))


def read(query: dict[str, Any]) -> Reader:
    """Open the reader: this page knows household data only."""
    return open_reader({**query, "source": "households"}, ask, get_app().library)


@calmly
def layout(here: str | None = None, **query: Any) -> html.Div:
    """Return the page; without an address it is a skeleton that asks nothing."""
    if here is None:
        return skeleton((), ("referral-flow", "referral-reach"), PARTS[1:])
    reader = read(query)
    view = reader.view
    words = [html.H1(view.say(HEADING)), html.P(view.reference.name[view.lang], className="subtitle")]
    choosers = html.Div([place_chooser(view), entry_chooser(view)], className="head-controls")
    children = [
        html.Div([html.Div(words), choosers if view.households else None], className="page-head"),
        html.Div(flow(reader), id="referral-flow"),
        html.Div(reach(reader), id="referral-reach"),
    ]
    crumbs = [(view.reference.root.name[view.lang], view.link("/", place="")), (view.say(NAME), "")]
    return frame(view, "/referrals", crumbs, children, parts=PARTS)


def flow(reader: Reader) -> list:
    """Ask for what happens to referrals, of the chosen entry period."""
    view = reader.view
    if not view.households:
        return [empty_card("flow", view.say(NAME), NO_HOUSEHOLDS, view.say(HOW_TO_LOAD), view.lang)]
    found = {question: reader.ask_here(question) for question in FLOW_QUESTIONS}
    if not found["funnel"].rows:
        return [empty_card("flow", view.say(NAME), _nothing(view), view.say(NOTHING_TODO), view.lang, "whole-row")]
    if all(row["reached"] is HIDDEN for row in found["funnel"].rows):
        return [empty_card("flow", view.say(NAME), FEW, view.say(FEW_TODO), view.lang, "whole-row")]
    name = chosen_name(view)
    figures = referral_figures(view, found["funnel"], found["stage_days"], found["never_referred"])
    top = [
        funnel_card(view, found["funnel"], name, found["stage_ends"], FLOW_HEIGHT),
        days_card(view, found["stage_days"], name, FLOW_HEIGHT),
    ]
    lower = [ageing_card(view, found["ageing"], name, LOWER_HEIGHT)] if found["ageing"].rows else []
    lower += [exits_card(view, found["exits"], name, LOWER_HEIGHT)] if found["exits"].rows else []
    return [
        headline(figures, household_notes(view, found["funnel"]), view.lang),
        html.Div([card.render(card.id) for card in (*top, *lower)], className="card-grid two"),
        html.Div(agencies_box(view, found["agencies"], name), className="card-grid"),
    ]


def _nothing(view: View) -> Text:
    entered = view.selection.entered
    return NOTHING_IN.format(period=entry_words(entered)) if entered else NOTHING


def reach(reader: Reader) -> list:
    """Ask whom referrals reach: needs met, the lowest fifth never referred, and who waits longest."""
    view = reader.view
    if not view.households:
        return []
    met, (areas, codes) = reader.ask_here("need_met"), reader.ask_below("need_met")
    cards = [need_met_card(view, met, chosen_name(view), REACH_HEIGHT).render("met")] if met.rows else []
    cards += [ranked_card(measure, "never", REACH_HEIGHT).render("never")] if (measure := never_measure(reader)) else []
    wide = [need_area_card(view, areas, codes).render("met-areas")] if areas.rows and codes else []
    waits = reader.ask_here("waiting_list")
    if view.selection.page > 1 and not waits.rows:
        # The page of a longer list: this one begins with the longest wait.
        reader = replace(reader, view=replace(view, selection=view.selection.at(page=1)))
        view, waits = reader.view, reader.ask_here("waiting_list")
    return [
        html.Div(cards, className="card-grid two"),
        html.Div(wide, className="card-grid"),
        html.Div(waiting_card(view, waits, chosen_name(view), reader.viewer.has_work_list), className="card-grid"),
        search_link(view),
    ]


def never_measure(reader: Reader) -> Measure | None:
    """Ask for the lowest fifth never referred, by the areas right below the place; None where nobody is ranked."""
    view, entry = reader.view, NEVER_REFERRED
    released, codes = reader.ask_below(entry.question)
    if not released.rows or not codes:
        return None
    around = released.selection.place
    whole = (
        reader.ask(entry.question, place=around, by=view.reference.areas[around].level)
        if around
        else reader.ask_whole(entry.question)
    )
    return Measure(view, entry, released, whole, tuple(codes), place=around)


@callback(Output("referral-flow", "children"), Input(PLACED, "data"), prevent_initial_call=True)
def show_flow(query: dict) -> list:
    """Another place, round, cohort or entry period: what happens to referrals."""
    return flow(read(query))


@callback(Output("referral-reach", "children"), Input(REACH, "data"), prevent_initial_call=True)
def show_reach(query: dict) -> list:
    """Another place, round or cohort: whom referrals reach."""
    return reach(read(query))
