"""How places and their levels are called, whatever the programme."""

from dash import html

from components.view import PROGRAMME, View
from data.reference import Area, Reference
from data.text import Text, thai_order

# Code that the query layer gives to households whose area below the home level is blank.
UNKNOWN_CODE = "unknown"

LEVELS = {
    "country": (Text("ประเทศ", "country"), Text("ประเทศ", "countries")),
    "region": (Text("ภาค", "region"), Text("ภาค", "regions")),
    "province": (Text("จังหวัด", "province"), Text("จังหวัด", "provinces")),
    "district": (Text("อำเภอ", "district"), Text("อำเภอ", "districts")),
    "subdistrict": (Text("ตำบล", "subdistrict"), Text("ตำบล", "subdistricts")),
    "village": (Text("หมู่บ้าน", "village"), Text("หมู่บ้าน", "villages")),
}
OTHER_LEVEL = (Text("พื้นที่", "area"), Text("พื้นที่", "areas"))


def level_name(level: str, many: bool = False) -> Text:
    """Return the word for a level; a level nobody named here is an area."""
    return LEVELS.get(level, OTHER_LEVEL)[many]


def counted(count: int, level: str) -> Text:
    """Return `20 จังหวัด / 20 provinces`."""
    word = level_name(level, many=count != 1)
    return Text(f"{count:,} {word.th}", f"{count:,} {word.en}")


def place_name(code: str, reference: Reference, level: str = "") -> Text:
    """Return the name of an area; rows without an area of their level are named so."""
    if code in reference.areas:
        return reference.areas[code].name
    word = level_name(level or reference.home_level)
    return Text(f"ไม่ทราบ{word.th}", f"{word.en.capitalize()} unknown")


def chosen_name(view: View) -> str:
    """Return the name of the chosen place, or of the whole programme."""
    place = view.selection.place
    return place_name(place, view.reference)[view.lang] if place else view.say(PROGRAMME)


def below_home(reference: Reference) -> str:
    """Return the level right below the home level, or "" where the home level is the lowest."""
    return next(iter(reference.lower_levels), "")


def has_page(reference: Reference, code: str) -> bool:
    """Whether a code has a page of its own: places of the home level and below."""
    return code in reference.areas and reference.areas[code].level in (reference.home_level, *reference.lower_levels)


def areas_below(reference: Reference, place: str) -> tuple[str, str, list[str]]:
    """Return (place asked for, level, codes) of the areas right below a place.

    The lowest places stand among their neighbours, and without a place those of the home level; no codes for a home-level
    area that has nothing below it.
    """
    if not place:
        return "", reference.home_level, [area.code for area in reference.home_areas]
    here = reference.areas[place]
    around = here if reference.children(place) else reference.areas.get(here.parent_code)
    if around is None or (around is not here and here.level == reference.home_level):
        return place, here.level, []
    inside = reference.children(around.code)
    return around.code, inside[0].level, [area.code for area in inside]


def place_crumbs(view: View, code: str) -> list[tuple[str, str]]:
    """Return (name, address) of everything above a place, and its own name: what has no page has no address."""
    *above, here = view.reference.path(code)
    links = [
        (area.name[view.lang], view.place_link(area.code) if has_page(view.reference, area.code) else "")
        for area in above[1:]
    ]
    return [(view.reference.root.name[view.lang], view.link("/", place="")), *links, (here.name[view.lang], "")]


def place_heading(view: View, code: str) -> list:
    """Return the name of a place and, below it, its level and what it is a part of."""
    *above, here = view.reference.path(code)
    level = level_name(here.level)[view.lang].capitalize()
    words = " · ".join([level, *(area.name[view.lang] for area in reversed(above[1:]))])
    return [html.H1(here.name[view.lang]), html.P(words, className="subtitle")]


def by_name(areas: tuple[Area, ...], lang: str) -> list[Area]:
    """Return areas sorted by name as a reader of the language expects."""
    return sorted(areas, key=lambda area: thai_order(area.name.th) if lang == "th" else area.name.en.casefold())
