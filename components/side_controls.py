"""Who stands side by side, as controls: a tick per place, a search for any other, and a group B."""

import json

import dash_bootstrap_components as dbc
from dash import dcc, html

from components.controls import choose_group
from components.finder import finder_words
from components.places import by_name
from components.subjects import GROUPS, most_places
from components.view import View
from data.reference import Area
from data.selection import MOST_PLACES
from data.text import Text

CHOOSE = Text("เทียบพื้นที่ (ไม่เกิน {most})", "Places side by side (at most {most})")
FULL = Text(
    "เลือกครบ {most} แห่งแล้ว เอาออกหนึ่งแห่งก่อนจึงจะเลือกแห่งอื่นได้",
    "{most} places are chosen; take one off to choose another",
)
OVER = Text(
    "แสดง {most} แห่งแรก เพราะกลุ่ม B ใช้หนึ่งในสี่ที่", "The first {most} are shown: group B takes one of the four places",
)  # fmt: skip
OTHER = Text("เพิ่มพื้นที่อื่น", "Add another place")
EXAMPLE = Text("ค้นหาอำเภอ ตำบล …", "Find a district, subdistrict, …")
GROUP_B, NO_GROUP = Text("กลุ่ม B", "Group B"), Text("ไม่เทียบ", "none")
BUILD = Text("สร้างกลุ่มเอง", "Build your own")


def places_control(view: View) -> html.Fieldset:
    """Return a tick for every region, every home-level area and every other chosen place, with a search that adds one."""
    chosen, most = list(view.selection.places), most_places(view)
    full = len(chosen) >= most
    options = [
        {"label": area.name[view.lang], "value": area.code, "disabled": full and area.code not in chosen}
        for area in choices(view)
    ]
    boxes = dbc.Checklist(id={"control": "places"}, options=options, value=chosen, inline=True, className="chips")
    words = {name: view.say(text, most="{most}") for name, text in (("full", FULL), ("over", OVER))}
    said = html.P(
        view.say(FULL, most=str(most)) if full else "", id="places-said", role="status", className="places-said",
        **{"data-words": json.dumps(words | {"most": MOST_PLACES}, ensure_ascii=False)},
    )  # fmt: skip
    legend = html.Legend(view.say(CHOOSE, most=str(MOST_PLACES)))
    return html.Fieldset(
        [legend, boxes, html.Div([_search(view), said], className="places-more")], className="places card-box"
    )


def choices(view: View) -> list[Area]:
    """Return the areas between the programme and its home level, those of the home level, and other chosen places."""
    reference = view.reference
    home = by_name(reference.home_areas, view.lang)
    upper = {up.code: up for area in home for up in reference.path(area.code)[1:-1]}
    known = [*by_name(tuple(upper.values()), view.lang), *home]
    return [*known, *(area for code in view.selection.places if (area := reference.areas[code]) not in known)]


def _search(view: View) -> html.Div:
    words = finder_words(view) | {"label": view.say(OTHER), "example": view.say(EXAMPLE)}
    attributes = {"data-finder": json.dumps(words, ensure_ascii=False), "data-lang": view.lang, "data-adds": "places"}
    return html.Div(id=f"place-adder-{view.lang}", className="finder place-adder", **attributes)


def group_controls(view: View) -> list:
    """Return the list of groups that stand beside the places, with the way to a group of one's own."""
    build = dcc.Link(
        view.say(BUILD), href=view.link("/cohorts"), id={"link": "/cohorts#against-title"}, className="way"
    )
    label = choose_group(view, GROUP_B, NO_GROUP, GROUPS)
    place = dbc.Input(id={"control": "against_place"}, type="hidden", value=view.selection.against_place or "-")
    return [html.Div([label, build, place], className="group-b")]
