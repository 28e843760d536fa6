"""`/`: the four questions, the map, the ranking and the side panel of one place."""

from typing import Any

from dash import Input, Output, State, callback, get_app, html, register_page

from components import overview
from components.card import Card, outputs
from components.controls import metric_choosers, source_switch
from components.facts import household_facts, published_facts
from components.measure import Measure, map_card, ranked_card, recoloured
from components.panel import PANEL, empty_panel, place_panel
from components.parts import MEASURE, PLACED, SCOPE
from components.profile import Profile, household_profiles, published_profiles
from components.radar_card import published_radar, radar_card
from components.reader import Reader, open_reader, page_title
from components.shell import frame, skeleton
from components.sources import about, household_notes, published_notes, snapshot_note
from components.tiles import Tile, tile_band
from components.trouble import calmly
from components.view import PROGRAMME
from data.indicators import indicator
from data.layers import layer
from data.queries import ask
from data.text import Text

NAME = Text("ภาพรวม", "Overview")
HEADING = Text(
    "ใครจน อยู่ที่ไหน เพราะอะไร และจะพ้นความจนได้อย่างไร", "Who is poor, where, why, and how they can leave poverty"
)
NO_DATA = Text(
    "ยังไม่มีข้อมูลครัวเรือน หน้านี้แสดงตัวเลขที่เผยแพร่แล้ว นำเข้าข้อมูลด้วย python -m etl load หรือลองข้อมูลสาธิตด้วย make demo",
    "There are no household data yet; this page shows published figures. Load data with python -m etl load, or try "
    "demo data with make demo",
)
PROGRAMME_QUESTIONS = ("verification", "poverty", "contributions", "funnel", "models")
PLACE_QUESTIONS = ("verification", "capitals", "poverty", "models")

PARTS = (SCOPE, MEASURE, PLACED)

register_page(__name__, path="/", title=page_title(NAME))


@calmly
def layout(here: str | None = None, **query: Any) -> html.Div:
    """Return the page; without an address it is a skeleton that asks nothing."""
    if here is None:
        return skeleton(("map", "ranked"), ("tile-who", "tile-where", "tile-why", "tile-how", "panel"))
    reader = open_reader(query, ask, get_app().library)
    view = reader.view
    note = None if view.rounds else html.P(view.say(NO_DATA), className="calm-note")
    return frame(
        view, "/", [(view.reference.root.name[view.lang], "")], [_head(reader), note, *body(reader)], parts=PARTS
    )


def body(reader: Reader) -> list:
    """Ask for tiles, map, ranking and panel; nothing where the programme has neither households nor publications."""
    measure = read_measure(reader)
    if measure is None:
        return []
    cards = [_map(measure), ranked_card(measure).render("ranked"), _panel_box(reader)]
    return [
        tile_band(read_tiles(reader, measure), reader.view.lang),
        metric_choosers(reader.view),
        html.Div([card for card in cards if card], className="overview-grid"),
    ]


def _head(reader: Reader) -> html.Div:
    view = reader.view
    words = [html.H1(view.say(HEADING)), html.P(view.reference.name[view.lang], className="subtitle")]
    return html.Div([html.Div(words), source_switch(view)], className="page-head")


def _map(measure: Measure) -> html.Section | None:
    # Without boundaries of the home level the ranked dots take the place of the map.
    drawn = layer(get_app().library.settings.build, measure.view.reference.home_level)
    return map_card(measure, drawn).render("map") if drawn else None


def _panel_box(reader: Reader) -> html.Aside:
    label = {"aria-label": reader.view.say(PANEL)}
    return html.Aside(read_panel(reader), id="panel", className="card-box panel", **label)


def read_measure(reader: Reader) -> Measure | None:
    """Ask for the measure on the map, by home-level area and for the whole programme."""
    view = reader.view
    entry = indicator(view.selection.source, view.selection.metric, view.reference)
    if entry is None:
        return None
    whole = reader.ask_whole(entry.question) if view.households else None
    return Measure(view, entry, reader.ask(entry.question, place="", by=""), whole)


def read_tiles(reader: Reader, measure: Measure) -> list[Tile]:
    """Ask for the four tiles."""
    view = reader.view
    if not view.households:
        areas = reader.ask("published", place="", by="").rows
        return overview.published_tiles(view, reader.ask_whole("published").rows, areas, measure)
    answers = {name: reader.ask_whole(name).rows for name in PROGRAMME_QUESTIONS}
    return overview.household_tiles(view, answers, measure, read_profiles(reader))


def read_profiles(reader: Reader) -> dict[str, Profile]:
    """Return {code: capitals} of every home-level area and, under "", of the whole programme."""
    view = reader.view
    if not view.reference.capitals:
        return {}
    if not view.households:
        return published_profiles(view, reader.ask("published", place="", by="").rows)
    return household_profiles(view, reader.ask("capitals", place="", by="").rows, reader.ask_whole("capitals").rows)


def read_panel(reader: Reader) -> list:
    """Ask for the side panel: the chosen place, or the whole programme and how to choose one."""
    view, place = reader.view, reader.view.selection.place
    profiles = read_profiles(reader)
    if place not in {area.code for area in view.reference.home_areas}:
        measure = read_measure(reader)
        worst = [(code, measure.names[code]) for code in measure.worst[:3]]
        return empty_panel(view, profiles.get(""), _capitals(reader, profiles.get(""), ""), worst)
    if view.households:
        return _household_panel(reader, place, profiles.get(place))
    rows = reader.ask("published", place="", by="").rows
    facts = published_facts(view, place, rows)
    wanted = [key for key in ("poor_households", "poor_persons", "overall", "models") if key in facts]
    used = [row for key in wanted for row in facts[key].rows]
    figures = [facts[key].triple(view.lang) for key in wanted]
    profile = profiles.get(place)
    card = _capitals(reader, profile, place)
    return place_panel(view, place, profile, card, figures, published_notes(view, used, short=True))


def _capitals(reader: Reader, profile: Profile | None, place: str) -> Card | None:
    """Ask for what stands behind the capitals of the panel; None where there are none."""
    view = reader.view
    if profile is None:
        return None
    name = view.reference.areas[place].name[view.lang] if place else view.say(PROGRAMME)
    if not view.households:
        return published_radar(view, profile, reader.ask("published", place="", by="").rows, name)
    released = reader.ask_place("capitals") if place else reader.ask_whole("capitals")
    n = next((row["n_households"] for row in released.rows), None)
    return radar_card(view, profile, name, view.vintage, about(view, "capitals"), household_notes(view, released, n))


def _household_panel(reader: Reader, place: str, profile: Profile | None) -> list:
    view = reader.view
    answers = {name: reader.ask(name, by="").rows for name in PLACE_QUESTIONS}
    facts = household_facts(answers)
    wanted = ["poor_households", "poor_persons"] + ["H"] * bool(view.reference.dimensions)
    wanted += ["overall"] * bool(view.reference.capitals)
    figures = [facts[key].triple(view.lang) for key in wanted]
    card = _capitals(reader, profile, place)
    return place_panel(view, place, profile, card, figures, [] if card else [snapshot_note(view)])


@callback(*outputs("map"), Input(MEASURE, "data"), prevent_initial_call=True)
def show_map(query: dict) -> list:
    """Another measure, source or round: recolour the map; its geometry stays where it is."""
    measure = read_measure(open_reader(query, ask, get_app().library))
    drawn = layer(get_app().library.settings.build, measure.view.reference.home_level)
    return map_card(measure, drawn).values(recoloured(measure, drawn))


@callback(
    *outputs("ranked"),
    Output("tile-where", "children"),
    Input(MEASURE, "data"),
    State("place", "data"),
    prevent_initial_call=True,
)
def show_ranking(query: dict, place: str | None) -> list:
    """Another measure, source or round: redraw the ranking, name the places of most concern."""
    reader = open_reader({**query, "place": place or ""}, ask, get_app().library)
    measure = read_measure(reader)
    ranked = ranked_card(measure)
    where = overview.where_tile(measure, read_profiles(reader))
    return [*ranked.values(ranked.figure), where.parts(reader.view.lang)]


@callback(
    Output("tile-who", "children"),
    Output("tile-why", "children"),
    Output("tile-how", "children"),
    Input(SCOPE, "data"),
    prevent_initial_call=True,
)
def show_tiles(query: dict) -> list:
    """Another source or round: the tiles that do not follow the measure."""
    reader = open_reader(query, ask, get_app().library)
    who, _, why, how = read_tiles(reader, read_measure(reader))
    return [tile.parts(reader.view.lang) for tile in (who, why, how)]


@callback(Output("panel", "children"), Input(PLACED, "data"), prevent_initial_call=True)
def show_panel(query: dict) -> list:
    """Another place, source or round: the side panel."""
    return read_panel(open_reader(query, ask, get_app().library))
