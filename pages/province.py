"""`/province/<code>`: one place of the home level or below on one page.

One address for all of them: a code says its level by itself, and places of every level are told by the same body.
"""

from dataclasses import replace
from typing import Any

from dash import Input, Output, State, callback, dcc, get_app, html, page_registry, register_page

from components.below import MAP, RANKED, below_box, inside_map, inside_ranking, place_links
from components.card import Card, empty_card, outputs
from components.causes import causes_or_why
from components.controls import metric_choosers, source_switch
from components.facts import Fact, household_facts, published_facts
from components.funnel import funnel_card
from components.help import help_card
from components.levels import levels_card, published_levels
from components.measure import Measure, recoloured
from components.models import groups_card, proposals_card
from components.parts import MEASURE, SCOPE
from components.places import below_home, has_page, level_name, place_crumbs, place_heading
from components.profile import Profile, household_profile, published_profiles
from components.radar_card import published_radar, radar_card
from components.reader import Reader, open_reader, page_title
from components.search import search_card
from components.shell import frame, lost, skeleton
from components.since import since_card
from components.sources import about, household_notes, period_line, published_notes
from components.story import how_sentence, story, where_sentence, who_sentence, why_sentence
from components.tiles import headline
from components.trouble import calmly
from components.view import HOW_TO_LOAD, View
from data.indicators import indicator
from data.layers import layer
from data.queries import ask
from data.selection import Selection
from data.text import Text, period

NAME = Text("จังหวัด", "Province")
HOME = Text("ภาพรวม", "Overview")
ONLY_HOUSEHOLDS = Text("รายละเอียดจากข้อมูลครัวเรือน", "Details from household data")
NOT_PUBLISHED = Text(
    "{lower} การสอบทาน สาเหตุ และการส่งต่อ ไม่มีในตัวเลขที่เผยแพร่",
    "{lower}, verification, causes and referrals are not among the published figures",
)
SHOW_HOUSEHOLDS = Text("ดูข้อมูลครัวเรือน", "Show household data")
QUESTIONS = (
    "verification",
    "capitals",
    "levels",
    "poverty",
    "contributions",
    "funnel",
    "stage_ends",
    "models",
    "assistance",
)
MORE_QUESTIONS = ("model_groups", "proposal_list", "change")
WAYS_ON = {
    "/capitals": Text("ทุนของพื้นที่นี้โดยละเอียด", "Capitals of this place in detail"),
    "/causes": Text("สาเหตุของพื้นที่นี้โดยละเอียด", "Causes of this place in detail"),
    "/referrals": Text("การส่งต่อของพื้นที่นี้โดยละเอียด", "Referrals of this place in detail"),
    "/models": Text("โมเดลแก้จนของพื้นที่นี้โดยละเอียด", "Operating models of this place in detail"),
}
BRIEFING = Text("ทำบทสรุป", "Make briefing")
ROW_HEIGHT, LOWER_HEIGHT = 540, 450

register_page(__name__, path_template="/province/<code>", title=page_title(NAME))


@calmly
def layout(here: str | None = None, code: str = "", **query: Any) -> html.Div:
    """Return the page of one area; an unknown code gets a calm page with the way home."""
    if here is None:
        return skeleton((MAP, RANKED), ("province-body",), ("here",))
    reader = open_reader({"source": "households", **query, "place": code}, ask, get_app().library)
    view = reader.view
    if not has_page(view.reference, code):
        return lost(replace(view, selection=Selection()), "/province")
    here = {"place": code}
    if view.reference.areas[code].level != view.reference.home_level:
        # Figures are published of the home level and above.
        here["source"] = "households"
        reader = open_reader({**query, **here}, ask, get_app().library)
        view = reader.view
    head = (
        [html.Div(place_heading(view, code))] + [source_switch(view)] * ("source" not in here) + [briefing_link(view)]
    )
    children = [
        dcc.Store(id="here", data=here),
        html.Div(head, className="page-head"),
        html.Div(body(reader), id="province-body"),
    ]
    # The place stands in the path, so the selection that the frame writes into the address goes without it.
    unplaced = replace(view, selection=view.selection.at(place=""))
    return frame(unplaced, "/province", place_crumbs(unplaced, code), children, parts=(SCOPE, MEASURE))


def body(reader: Reader) -> list:
    """Ask for everything on the page and build it."""
    return household_body(reader) if reader.view.households else published_body(reader)


def published_body(reader: Reader) -> list:
    """Return what was published of the place, and where the rest would come from."""
    view, code = reader.view, reader.view.selection.place
    released = reader.ask("published", place="", by="")
    name = view.reference.areas[code].name[view.lang]
    facts = published_facts(view, code, released.rows)
    profile = published_profiles(view, released.rows).get(code)
    entry = indicator("published", view.selection.metric, view.reference)
    rank = Measure(view, entry, released).sentences.get(code) if entry else None
    parts = {
        "who": who_sentence(view, facts), "where": [rank] if rank else [],
        "why": why_sentence(view, profile), "how": how_sentence(view, facts),
    }  # fmt: skip
    notes = published_notes(view, [row for fact in facts.values() for row in fact.rows])
    figures = [(*fact.triple(view.lang), fact.years(view.lang)) for fact in facts.values()]
    radar = [published_radar(view, profile, released.rows, name).render("radar")] if profile else []
    stack = html.Div([*_published_levels(view, released.rows, name), _where_more(view)], className="stack")
    cards = html.Div([*radar, stack], className="card-grid two")
    return [headline(figures, notes, view.lang), story(view, name, parts), cards]


def _published_levels(view: View, rows: tuple[dict, ...], name: str) -> list[html.Section]:
    levels, behind = published_levels(rows, view.selection.place)
    if not levels:
        return []
    years = period(behind[0]["period"], view.lang)
    words = about(view, "published", more=[period_line(view, behind[0]["period"])])
    return [levels_card(view, levels, name, years, words, published_notes(view, behind)).render()]


def _where_more(view: View) -> html.Section:
    lower = level_name(below_home(view.reference) or "", many=True)
    why = NOT_PUBLISHED.format(lower=Text(lower.th, lower.en.capitalize()))
    todo = view.say(HOW_TO_LOAD)
    if view.rounds:
        href = view.link(f"/province/{view.selection.place}", source="households", place="")
        todo = dcc.Link(view.say(SHOW_HOUSEHOLDS), href=href, className="open-page inline")
    return empty_card("more", view.say(ONLY_HOUSEHOLDS), why, todo, view.lang)


def household_body(reader: Reader) -> list:
    """Return the place from household data: headline, story, and the cards of the four parts."""
    view, code = reader.view, reader.view.selection.place
    name = view.reference.areas[code].name[view.lang]
    found = {question: reader.ask_place(question) for question in QUESTIONS}
    facts = household_facts({question: released.rows for question, released in found.items()})
    districts = below_measure(reader)
    profile = _profile(reader, found) if view.reference.capitals else None
    parts = {
        "who": who_sentence(view, facts, found["verification"]), "where": where_sentence(districts),
        "why": why_sentence(view, profile, found["contributions"]), "how": how_sentence(view, facts, found["funnel"]),
    }  # fmt: skip
    shown = [fact for key, fact in facts.items() if key != "budget" and _has_question(key, view)]
    notes = household_notes(view, found["verification"])
    return [
        headline([(*fact.triple(view.lang), "") for fact in shown], notes, view.lang),
        html.Div([story(view, name, parts), *_levels(reader, found, name)], className="card-grid wide-narrow"),
        place_links(view, code),
        metric_choosers(view) if districts else None,
        html.Div(_cards(reader, found, facts, districts, profile, name), className="card-grid three"),
        _ways_on(view),
    ]


def _has_question(key: str, view: View) -> bool:
    needs = {"H": view.reference.dimensions, "overall": view.reference.capitals}
    return bool(needs.get(key, True))


def _profile(reader: Reader, found: dict) -> Profile:
    whole = reader.ask_whole("capitals").rows
    return household_profile(reader.view, found["capitals"].rows, whole)


def _levels(reader: Reader, found: dict, name: str) -> list:
    view, rows = reader.view, list(found["levels"].rows)
    if not rows:
        return []
    notes = household_notes(view, found["levels"])
    return [levels_card(view, rows, name, view.vintage, about(view, "levels"), notes).render()]


def _cards(reader: Reader, found: dict, facts: dict[str, Fact], districts: Measure | None, profile, name: str) -> list:
    view = reader.view
    below = [below_box(districts, map_layer(districts))] if districts else []
    cards: list = []
    if profile:
        notes = household_notes(
            view, found["capitals"], next((row["n_households"] for row in found["capitals"].rows), None)
        )
        cards.append(radar_card(view, profile, name, view.vintage, about(view, "capitals"), notes))
    causes = [causes_or_why(view, found["contributions"], name, ROW_HEIGHT)] if found["contributions"].rows else []
    lower = [search_card(view, found["verification"], name)]
    if found["funnel"].rows:
        lower.append(funnel_card(view, found["funnel"], name, found["stage_ends"], LOWER_HEIGHT))
    lower += [help_card(view, found["assistance"], facts, name)] if found["assistance"].rows else []
    upper, rest = ([card.render(card.id) for card in part] for part in (cards, [*lower, *_more_cards(reader, name)]))
    return [*below, *upper, *causes, *rest]


def _more_cards(reader: Reader, name: str) -> list[Card]:
    """Ask for models by group, proposals to the plan of the place, and what changed since the last round."""
    builders = (groups_card, proposals_card, since_card)
    found = [reader.ask_place(question) for question in MORE_QUESTIONS]
    return [build(reader.view, rows, name) for build, rows in zip(builders, found, strict=True) if rows.rows]


def _ways_on(view: View) -> html.P:
    """Return the way to referrals and models of this place."""
    place = view.selection.place
    links = [dcc.Link(view.say(words), href=view.link(path, place=place)) for path, words in WAYS_ON.items()]
    return html.P(links, className="way-on")


def briefing_link(view: View) -> dcc.Link | None:
    """Return the button that makes a briefing of the place, none where this server has no such page."""
    if not any(page["path"] == "/briefings" for page in page_registry.values()):
        return None
    return dcc.Link(view.say(BRIEFING), href=view.link("/briefings"), className="open-page inline briefing-link")


def below_measure(reader: Reader) -> Measure | None:
    """Ask for the chosen measure by the areas right below the place; the lowest places stand among their neighbours."""
    view = reader.view
    entry = indicator("households", view.selection.metric, view.reference)
    released, codes = reader.ask_below(entry.question)
    if not codes:
        return None
    around = released.selection.place
    whole = reader.ask(entry.question, place=around, by=view.reference.areas[around].level)
    return Measure(view, entry, released, whole, tuple(codes), place=around)


def map_layer(measure: Measure) -> dict | None:
    """Return the boundary layer of the areas of a measure, None where nobody added one."""
    return layer(get_app().library.settings.build, measure.level, measure.view.reference, measure.place)


@callback(
    Output("province-body", "children"),
    Input(SCOPE, "data"),
    State("selection", "data"),
    State("here", "data"),
    prevent_initial_call=True,
)
def show_province(_scope: dict, query: dict, here: dict) -> list:
    """Another source or round: the whole body."""
    return body(open_reader({**query, **here}, ask, get_app().library))


@callback(*outputs(MAP), Input(MEASURE, "data"), State("here", "data"), prevent_initial_call=True)
def show_map_inside(query: dict, here: dict) -> list:
    """Another measure or other classes: recolour the map of what is inside; its geometry and its view stay."""
    measure = below_measure(open_reader({**query, **here}, ask, get_app().library))
    drawn = map_layer(measure)
    return inside_map(measure, drawn).values(recoloured(measure, drawn))


@callback(*outputs(RANKED), Input(MEASURE, "data"), State("here", "data"), prevent_initial_call=True)
def show_ranking_inside(query: dict, here: dict) -> list:
    """Another measure or other classes: the ranking of what is inside."""
    ranked = inside_ranking(below_measure(open_reader({**query, **here}, ask, get_app().library)))
    return ranked.values(ranked.figure)
