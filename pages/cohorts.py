"""`/cohorts`: build a cohort from any field, set it against another, see where it lives, take it along."""

from typing import Any

from dash import Input, Output, callback, get_app, html, register_page

from components.card import outputs
from components.cohort import builder, builder_parts, catalogue, cohort_control
from components.cohort_page import COHORT_SHARE, areas_card, citation, downloads, take_along
from components.measure import Measure
from components.packet_form import packet_form, packet_link
from components.parts import PLACED, part
from components.places import UNKNOWN_CODE
from components.reader import Reader, open_reader, page_title
from components.shell import frame, skeleton
from components.trouble import calmly
from components.versus import Versus, difference_card, dots_card
from data.cohort import exclude
from data.queries import ask
from data.text import Text

NAME = Text("กลุ่มศึกษา", "Cohorts")
HEADING = Text("สร้างกลุ่มศึกษาและเปรียบเทียบ", "Build a cohort and compare it")
SUBTITLE = Text(
    "เลือกเงื่อนไขใดก็ได้ของครัวเรือน ดูจำนวนทันที เทียบกับครัวเรือนอื่น แล้วนำกลุ่มไปดูในทุกหน้า",
    "Choose households by any of their answers, see at once how many fit, set them against others, take them to every page",
)
NO_DATA = Text(
    "ยังไม่มีข้อมูลครัวเรือน จึงสร้างกลุ่มศึกษาไม่ได้ นำเข้าข้อมูลด้วย python -m etl load หรือลองข้อมูลสาธิตด้วย make demo",
    "There are no household data yet, so there are no cohorts to build. Load data with python -m etl load, or try demo data "
    "with make demo",
)
HINT = Text(
    "เพิ่มเงื่อนไขให้กลุ่ม A หรือเลือกกลุ่ม B แล้วตัวเลขของสองกลุ่มจะแสดงเคียงกันที่นี่",
    "Add a condition to group A, or choose group B: their numbers then stand side by side here",
)
KINDS = ("capitals", "problems", "answers")
CARDS = tuple(f"{kind}-{side}" for kind in KINDS for side in ("dots", "difference"))
# What group A depends on; the comparison depends on everything but the measure on the map.
GROUP_A = part("metric", "against", "against_place")
BOXES = {"cohort": ("cohort-sentence", "cohort-chips", "cohort-live"), "against": ("against-sentence", "against-chips", "against-live")}  # fmt: skip

register_page(__name__, path="/cohorts", title=page_title(NAME))


def reading(query: dict) -> Reader:
    """Return the reader of household data: a cohort is made of nothing else."""
    return open_reader({**query, "source": "households"}, ask, get_app().library)


@calmly
def layout(here: str | None = None, **query: Any) -> html.Div:
    """Return the page; without an address it is a skeleton that asks nothing."""
    if here is None:
        boxes = (*BOXES["cohort"], *BOXES["against"], "compare-box", "citation")
        return skeleton(("areas", *CARDS), boxes, (GROUP_A, PLACED))
    reader = reading(query)
    view = reader.view
    crumbs = [(view.reference.root.name[view.lang], view.link("/", place="")), (view.say(NAME), "")]
    words = html.Div([html.H1(view.say(HEADING)), html.P(view.say(SUBTITLE), className="subtitle")])
    head = html.Div(
        [words, *([packet_link(view)] if view.rounds and reader.viewer.takes_packets else [])], className="page-head"
    )
    children = [head, *body(reader)] if view.rounds else [head, html.P(view.say(NO_DATA), className="calm-note")]
    return frame(view, "/cohorts", crumbs, children, parts=(GROUP_A, PLACED))


def body(reader: Reader) -> list:
    """Ask for everything on the page and build it."""
    view = reader.view
    cards = [
        html.Div(card.render(card.id), hidden=not shown, className="versus-half")
        for card, shown in zip(
            versus_cards(reader), [s for kind in KINDS for s in [has_kind(reader, kind)] * 2], strict=True
        )
    ]
    groups = [builder(view, name, members(reader, name)) for name in ("cohort", "against")]
    areas = areas_card(area_measure(reader)).render("areas")
    more = html.Div([take_along(view), downloads(view)], className="stack")
    packet = [packet_form(view, reader.viewer.purpose)] if reader.viewer.takes_packets else []
    return [
        catalogue(view, reader.ask("field_values", place="", by=view.reference.levels[0])),
        cohort_control(view, "against"),
        html.Div(groups, className="card-grid two"),
        html.Div([html.P(view.say(HINT), className="calm-note versus-hint"), html.Div(cards, className="card-grid two")],
                 id="compare-box", className=box_class(reader)),
        html.Div([areas, more], className="card-grid wide-narrow"),
        *packet,
    ]  # fmt: skip


def members(reader: Reader, name: str):
    """Ask how many households are in a group, None where group B is everybody else."""
    selection, reference = reader.view.selection, reader.view.reference
    if name == "against" and not comparing_chosen(selection):
        return None
    chosen = selection.place if name == "cohort" else selection.against_place or selection.place
    level = reference.areas[chosen].level if chosen else reference.levels[0]
    return reader.ask("members", place=chosen, by=level, cohort=getattr(selection, name))


def comparing_chosen(selection) -> bool:
    """Whether group B is chosen, rather than everybody else."""
    return bool(selection.against or selection.against_place)


def box_class(reader: Reader) -> str:
    """Return the class of the comparison: idle while there is nobody else to compare with."""
    selection = reader.view.selection
    return "versus" if selection.cohort or comparing_chosen(selection) else "versus idle"


def has_kind(reader: Reader, kind: str) -> bool:
    """Whether the programme has capitals, or problems."""
    reference = reader.view.reference
    return bool({"capitals": reference.capitals, "problems": reference.dimensions}.get(kind, True))


def versus_cards(reader: Reader) -> list:
    """Ask for the comparison and return its six cards."""
    selection, reference = reader.view.selection, reader.view.reference
    other = selection.against_place or selection.place
    places = [[area.code for area in reference.path(code)] if code else [] for code in (selection.place, other)]
    beside = bool(selection.place and other) and selection.place not in places[1] and other not in places[0]
    apart = not comparing_chosen(selection) or beside or exclude(selection.cohort, selection.against)
    released = reader.ask("compare", by="")
    families = [Versus(reader.view, released, kind, apart) for kind in KINDS]
    return [
        card for v in families for card in (dots_card(v, f"{v.kind}-dots"), difference_card(v, f"{v.kind}-difference"))
    ]


def area_measure(reader: Reader) -> Measure:
    """Ask where the cohort lives: the home level, or the level below the chosen place."""
    view = reader.view
    reference, place = view.reference, view.selection.place
    levels = reference.levels
    own = levels.index(reference.areas[place].level) if place else -1
    level = reference.home_level if own < levels.index(reference.home_level) else levels[min(own + 1, len(levels) - 1)]
    released = reader.ask("members", by=level)
    if level == reference.home_level:
        return Measure(view, COHORT_SHARE, released, codes=tuple(row["code"] for row in released.rows))
    codes = tuple(row["code"] for row in released.rows if row["code"] != UNKNOWN_CODE)
    return Measure(view, COHORT_SHARE, released, codes=codes, place=place)


@callback(*(Output(box, "children") for box in BOXES["cohort"]), Input(GROUP_A, "data"), prevent_initial_call=True)
def show_cohort(query: dict) -> list:
    """Another condition or place of A: its sentence, its chips, how many fit."""
    reader = reading(query)
    return builder_parts(reader.view, "cohort", members(reader, "cohort"))


@callback(*(Output(box, "children") for box in BOXES["against"]), Input(PLACED, "data"), prevent_initial_call=True)
def show_against(query: dict) -> list:
    """Another group B: the same."""
    reader = reading(query)
    return builder_parts(reader.view, "against", members(reader, "against"))


@callback(
    *(output for card in CARDS for output in outputs(card)), Output("compare-box", "className"),
    Input(PLACED, "data"), prevent_initial_call=True,
)  # fmt: skip
def show_comparison(query: dict) -> list:
    """Another group: both sides over all measures."""
    reader = reading(query)
    return [value for card in versus_cards(reader) for value in card.values(card.figure)] + [box_class(reader)]


@callback(*outputs("areas"), Output("citation", "children"), Input(GROUP_A, "data"), prevent_initial_call=True)
def show_areas(query: dict) -> list:
    """Another group A: where it lives, and how it is cited."""
    reader = reading(query)
    card = areas_card(area_measure(reader))
    return [*card.values(card.figure), citation(reader.view)]
