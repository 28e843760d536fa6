"""`/models`: the operating models by group and place, and what became of the same households before and after."""

from typing import Any

from dash import Input, Output, callback, get_app, html, register_page

from components.card import empty_card
from components.controls import against_chooser, base_chooser, place_chooser
from components.measure import Measure, ranked_card
from components.model_change import capital_card, change_card, comparison_card, income_card
from components.model_facts import model_figures
from components.models import groups_card, list_card, plan_card
from components.parts import CAPITALS, MODELS, PLACED, SCOPE
from components.places import chosen_name
from components.reader import Reader, open_reader, page_title
from components.shell import frame, skeleton
from components.sources import household_notes
from components.tiles import headline
from components.trouble import calmly
from components.view import HOW_TO_LOAD, NO_HOUSEHOLDS
from data.indicators import MODELS as COUNTED
from data.queries import ask
from data.text import Text

NAME = Text("โมเดลแก้จน", "Operating models")
HEADING = Text(
    "โมเดลแก้จน: อยู่ที่ไหน ใครเข้าร่วม และก่อนหลังต่างกันอย่างไร",
    "Operating models: where they are, who is in them, before and after",
)
NOTHING = Text("ยังไม่มีโมเดลแก้จนในพื้นที่นี้", "There are no operating models here yet")
NOTHING_TODO = Text(
    "เลือกพื้นที่อื่น หรือนำเข้าไฟล์โมเดลด้วย python -m etl load",
    "Choose another place, or load files of models with python -m etl load",
)
CAPITALS_NAME = Text("ทุนของครัวเรือนในโมเดล", "Capitals of households in models")
ONE_ROUND = Text("มีรอบสำรวจเพียงรอบเดียว", "There is no earlier survey round")
TWO_NEEDED = Text(
    "เมื่อนำเข้ารอบสำรวจถัดไป จะเห็นครัวเรือนเดียวกันในสองรอบที่นี่",
    "Once another round is loaded, the same households in two rounds are shown here",
)
COMPARISON_NAME = Text("เทียบกับครัวเรือนนอกโมเดล", "Beside households in no model")
NO_GROUP = Text("ยังไม่ได้เลือกกลุ่มเปรียบเทียบ", "No comparison group is chosen")
CHOOSE_GROUP = Text(
    "เลือกกลุ่มเปรียบเทียบด้านบนเพื่อดูผลต่างของการเปลี่ยนแปลง ซึ่งไม่ใช่การเปรียบเทียบแบบสุ่ม",
    "Choose a comparison group above to see a difference-in-differences; it is not a randomised comparison",
)
NOT_HERE = Text("ไม่มีตัวเลขที่แสดงได้ในพื้นที่นี้", "There are no numbers to show for this place")
WIDER = Text("ลองเลือกจังหวัดหรือทั้งโครงการ", "Try the province or the whole programme")
ROW_HEIGHT, PAIR_HEIGHT = 560, 380
PARTS = (SCOPE, MODELS, CAPITALS, PLACED)
BOXES = ("model-what", "model-capitals-box", "model-comparison-box")

register_page(__name__, path="/models", title=page_title(NAME))


def read(query: dict[str, Any]) -> Reader:
    """Open the reader: this page knows household data only."""
    return open_reader({**query, "source": "households"}, ask, get_app().library)


@calmly
def layout(here: str | None = None, **query: Any) -> html.Div:
    """Return the page; without an address it is a skeleton that asks nothing."""
    if here is None:
        return skeleton((), BOXES, PARTS[1:])
    reader = read(query)
    view = reader.view
    words = [html.H1(view.say(HEADING)), html.P(view.reference.name[view.lang], className="subtitle")]
    choosers = html.Div([place_chooser(view), base_chooser(view), against_chooser(view)], className="head-controls")
    pair = [html.Div(capitals(reader), id=BOXES[1]), html.Div(comparison(reader), id=BOXES[2])]
    children = [
        html.Div([html.Div(words), choosers if view.households else None], className="page-head"),
        html.Div(what(reader), id=BOXES[0]),
        html.Div(pair, className="card-grid two"),
    ]
    crumbs = [(view.reference.root.name[view.lang], view.link("/", place="")), (view.say(NAME), "")]
    return frame(view, "/models", crumbs, children, parts=PARTS)


def what(reader: Reader) -> list:
    """Ask for the models, their households and baht, and for income before and after."""
    view = reader.view
    if not view.households:
        return [empty_card("groups", view.say(NAME), NO_HOUSEHOLDS, view.say(HOW_TO_LOAD), view.lang)]
    models, groups, income = (reader.ask_here(name) for name in ("models", "model_groups", "model_income"))
    if not models.rows:
        return [empty_card("groups", view.say(NAME), NOTHING, view.say(NOTHING_TODO), view.lang)]
    name = chosen_name(view)
    top = [groups_card(view, groups, name, PAIR_HEIGHT)] if groups.rows else []
    top += where(reader, name)
    before = [build(view, income, groups, name) for build in (income_card, change_card) if income.rows]
    plans = reader.ask_here("proposals")
    wide = [plan_card(view, plans, name).render("whole-row" if groups.rows else "plans")] if plans.rows else []
    return [
        headline(model_figures(view, models, income), household_notes(view, models), view.lang),
        html.Div([*(card.render(card.id) for card in (*before, *top)), *wide], className="card-grid two"),
    ]


def where(reader: Reader, name: str) -> list:
    """Ask where models are: ranked areas of the programme; one by one inside a place."""
    view = reader.view
    if view.selection.place:
        listed = reader.ask_here("model_list")
        return [list_card(view, listed, name, ROW_HEIGHT)] if listed.rows else []
    released, codes = reader.ask_below("models")
    return [ranked_card(Measure(view, COUNTED[0], released, None, tuple(codes)), "model-areas", ROW_HEIGHT)]


def capitals(reader: Reader) -> Any:
    """Ask for capitals of the same households in two rounds."""
    view = reader.view
    if not view.households or not view.reference.capitals:
        return None
    if view.base_round is None:
        return empty_card("model-capitals", view.say(CAPITALS_NAME), ONE_ROUND, view.say(TWO_NEEDED), view.lang)
    released = reader.ask_here("model_capitals")
    if not any(row["model_group"] == "*" for row in released.rows):
        return empty_card("model-capitals", view.say(CAPITALS_NAME), NOT_HERE, view.say(WIDER), view.lang)
    return capital_card(view, released, chosen_name(view), view.two_rounds, PAIR_HEIGHT).render("model-capitals")


def comparison(reader: Reader) -> Any:
    """Ask for the difference of two changes, only where a comparison group is chosen."""
    view = reader.view
    if not view.households or view.base_round is None:
        return None
    title = view.say(COMPARISON_NAME)
    if not view.selection.against:
        return empty_card("comparison", title, NO_GROUP, view.say(CHOOSE_GROUP), view.lang)
    released = reader.ask_here("model_comparison")
    if not released.rows:
        return empty_card("comparison", title, NOT_HERE, view.say(WIDER), view.lang)
    return comparison_card(view, released, chosen_name(view), view.two_rounds, PAIR_HEIGHT).render("comparison")


@callback(Output(BOXES[0], "children"), Input(MODELS, "data"), prevent_initial_call=True)
def show_models(query: dict) -> list:
    """Another place, round or cohort: the models and income."""
    return what(read(query))


@callback(Output(BOXES[1], "children"), Input(CAPITALS, "data"), prevent_initial_call=True)
def show_capitals(query: dict) -> Any:
    """Another place, cohort or pair of rounds: capitals of the same households."""
    return capitals(read(query))


@callback(Output(BOXES[2], "children"), Input(PLACED, "data"), prevent_initial_call=True)
def show_comparison(query: dict) -> Any:
    """Another place, cohort, pair of rounds or comparison group: the difference of both changes."""
    return comparison(read(query))
