"""The search for a place in the top bar: an empty box that `assets/finder.js` makes into a combobox."""

import json

from dash import html

from components.places import level_name
from components.view import View
from data.text import Text

LABEL = Text("ค้นหาพื้นที่", "Find a place")
EXAMPLE = Text("ค้นหาจังหวัด อำเภอ ตำบล", "Find a province, district, …")
RESULTS = Text("พื้นที่ที่พบ", "Places found")
NOTHING = Text("ไม่พบพื้นที่ที่ชื่อคล้ายคำนี้", "No place is called anything like this")
FOUND = Text("พบ {n} พื้นที่ ใช้แป้นลูกศรเลือก", "{n} places found, use the arrow keys")
FAILED = Text("ค้นหาไม่ได้ในขณะนี้ ลองอีกครั้ง", "The search does not answer now, try again")


def finder_words(view: View) -> dict:
    """Return the words that the script of a search needs."""
    reference = view.reference
    levels = (reference.home_level, *reference.lower_levels)
    words = {
        "label": LABEL, "example": EXAMPLE, "results": RESULTS, "nothing": NOTHING, "found": FOUND, "failed": FAILED,
    }  # fmt: skip
    said = {name: text[view.lang] for name, text in words.items()}
    return said | {"levels": {level: level_name(level)[view.lang] for level in levels}}


def place_search(view: View) -> html.Div:
    """Return the box with the words that the script needs; what is typed stays out of Dash and of the address."""
    attributes = {"data-finder": json.dumps(finder_words(view), ensure_ascii=False), "data-lang": view.lang}
    # Another language is another box: React would keep what the script has put into the old one.
    return html.Div(id=f"finder-{view.lang}", className="finder", **attributes)
