"""Which place is looked at and what it is split by: two lists, the second with the levels below the first."""

import dash_bootstrap_components as dbc
from dash import html

from components.controls import DEFAULT
from components.places import by_name, counted, has_page, level_name
from components.view import View
from data.text import Text

PLACE, LEVEL = Text("พื้นที่", "Place"), Text("แยกตาม", "By")
ALL = Text("ทั้งโครงการ", "Whole programme")


def place_control(view: View) -> html.Label:
    """Return the list of places: the programme, its home areas, and what lies below the chosen one."""
    select = dbc.Select(
        id="place-list", options=place_options(view), value=view.selection.place or DEFAULT, className="choice small"
    )
    return html.Label([html.Span(view.say(PLACE)), select], className="lab-field")


def place_options(view: View) -> list[dict]:
    """Return the places that can be chosen from here, each indented by its depth."""
    reference, place = view.reference, view.selection.place
    found = [{"label": view.say(ALL), "value": DEFAULT}]
    path = {area.code for area in reference.path(place)} if place else set()
    for area in by_name(reference.home_areas, view.lang):
        found.append({"label": area.name[view.lang], "value": area.code})
        if area.code in path:
            found += _below(view, area.code, path, 1)
    if place and place not in {option["value"] for option in found}:
        found.insert(1, {"label": reference.areas[place].name[view.lang], "value": place})
    return found


def _below(view: View, code: str, path: set[str], depth: int) -> list[dict]:
    found = []
    for area in by_name(view.reference.children(code), view.lang):
        found.append({"label": "\u2003" * depth + area.name[view.lang], "value": area.code})
        found += _below(view, area.code, path, depth + 1) if area.code in path else []
    return found


def levels_below(view: View) -> list[str]:
    """Return the levels that the place can be split by, the default first."""
    reference, place = view.reference, view.selection.place
    if not place:
        return [reference.home_level, *reversed(reference.upper_levels[1:])]
    below = reference.levels[reference.levels.index(reference.areas[place].level) + 1 :]
    if reference.home_level in below:
        return [reference.home_level, *(level for level in below if level in reference.upper_levels)]
    return list(below) or [reference.areas[place].level]


def rows_level(view: View) -> str:
    """Return the level of the areas side by side: the chosen one where it lies below the place."""
    allowed = levels_below(view)
    return view.selection.by if view.selection.by in allowed else allowed[0]


def own_level(view: View) -> str:
    """Return the level of the place itself."""
    place = view.selection.place
    return view.reference.areas[place].level if place else view.reference.levels[0]


def up_from(view: View) -> str:
    """Return the place above the chosen one, "" from the home level up: there the whole programme is."""
    reference, place = view.reference, view.selection.place
    above = reference.areas[place].parent_code if place else ""
    return above if has_page(reference, above) else ""


def level_control(view: View) -> html.Label:
    """Return the list of levels to split by."""
    select = dbc.Select(
        id={"control": "by"}, options=level_options(view), value=level_value(view), className="choice small"
    )
    return html.Label([html.Span(view.say(LEVEL)), select], className="lab-field")


def level_options(view: View) -> list[dict]:
    """Return the levels below the place; the first is the default."""
    return [
        {"label": level_name(level)[view.lang], "value": level if place else DEFAULT}
        for place, level in enumerate(levels_below(view))
    ]


def level_value(view: View) -> str:
    """Return the chosen level as its list has it."""
    level = rows_level(view)
    return DEFAULT if level == levels_below(view)[0] else level


def place_words(view: View) -> str:
    """Return the name of the place."""
    place = view.selection.place
    if place:
        return view.reference.areas[place].name[view.lang]
    return f"{view.say(ALL)} ({counted(len(view.reference.home_areas), view.reference.home_level)[view.lang]})"
