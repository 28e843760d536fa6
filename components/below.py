"""What lies inside a place: its map beside the ranking, and the way into each area."""

from dash import dcc, html

from components.card import Card
from components.measure import Measure, map_card, ranked_card
from components.places import by_name, level_name
from components.view import View
from data.text import Text

HEIGHT = 540
INSIDE = Text("{level}ใน{place}", "{level} of {place}")
# The ranking stands in the same place on every page, whatever the level.
RANKED, MAP = "districts", "place-map"


def inside_map(measure: Measure, layer: dict) -> Card:
    """Return the map of what is inside a place."""
    return map_card(measure, layer, MAP, HEIGHT)


def inside_ranking(measure: Measure) -> Card:
    """Return the ranking of what is inside a place."""
    return ranked_card(measure, RANKED, HEIGHT)


def below_box(measure: Measure, layer: dict | None) -> html.Div:
    """Return the map where there is a layer, and the ranked dots; without a layer the dots take the map's place."""
    drawn = [inside_map(measure, layer).render(MAP)] if layer else []
    cards = [*drawn, inside_ranking(measure).render(RANKED)]
    return html.Div(cards, className="below with-map" if layer else "below")


def place_links(view: View, code: str) -> html.Nav | None:
    """Return a link to each area inside a place, none for the lowest places."""
    inside = view.reference.children(code)
    if not inside:
        return None
    level = level_name(inside[0].level, many=True)
    title = view.say(INSIDE, level=level, place=view.reference.areas[code].name)
    title = title[0].upper() + title[1:]
    links = [
        html.Li(dcc.Link(area.name[view.lang], href=view.place_link(area.code))) for area in by_name(inside, view.lang)
    ]
    return html.Nav(
        [html.H2(title, id="inside-title"), html.Ul(links)],
        className="place-links",
        **{"aria-labelledby": "inside-title"},
    )
