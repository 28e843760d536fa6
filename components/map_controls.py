"""What stands beside a map: buttons for everything a pointer can do with it, and how its classes are made."""

import dash_bootstrap_components as dbc
from dash import html

from components.controls import DEFAULT
from components.view import View
from data.text import Text

BUTTONS = Text("ย่อ ขยาย และเลื่อนแผนที่", "Zoom and move the map")
# what it does, sign, words
ZOOMS = (
    ("in", "+", Text("ขยายแผนที่", "Zoom in")),
    ("out", "−", Text("ย่อแผนที่", "Zoom out")),
    ("home", "⌂", Text("ดูทั้งแผนที่", "Show the whole map")),
)
PANS = (
    ("up", "↑", Text("เลื่อนแผนที่ขึ้น", "Move the map up")),
    ("left", "←", Text("เลื่อนแผนที่ไปทางซ้าย", "Move the map left")),
    ("right", "→", Text("เลื่อนแผนที่ไปทางขวา", "Move the map right")),
    ("down", "↓", Text("เลื่อนแผนที่ลง", "Move the map down")),
)
CLASSES = Text("แบ่งช่วงสี", "Classes")
METHODS = (
    (DEFAULT, Text("จำนวนพื้นที่เท่ากัน (ควอนไทล์)", "Equal counts (quantiles)")),
    ("equal", Text("ช่วงกว้างเท่ากัน", "Equal intervals")),
    ("natural", Text("จุดแบ่งธรรมชาติ (Jenks)", "Natural breaks (Jenks)")),
    ("own", Text("กำหนดเอง", "Your own breaks")),
)
EXPLAINED = {
    "": Text(
        "สี: แต่ละช่วงมีจำนวนพื้นที่ใกล้เคียงกัน (ควอนไทล์) ค่าที่เท่ากันอยู่ช่วงเดียวกันเสมอ",
        "Colours: classes of near-equal counts (quantiles); equal values always share one",
    ),
    "equal": Text(
        "สี: ช่วงกว้างเท่ากันจากค่าต่ำสุดถึงสูงสุด", "Colours: classes of equal width from the lowest value to the highest"
    ),
    "natural": Text(
        "สี: จุดแบ่งธรรมชาติที่ค่าในช่วงเดียวกันใกล้กันที่สุด (Fisher–Jenks)",
        "Colours: natural breaks, where values of one class lie nearest to each other (Fisher-Jenks)",
    ),
    "own": Text(
        "สี: จุดแบ่งที่ผู้อ่านกำหนด ค่าที่ตรงจุดแบ่งอยู่ช่วงบน", "Colours: the reader's own breaks; a value on a break belongs above it"
    ),
}
AROUND_ZERO = Text(
    "ช่วงสีสมมาตรรอบศูนย์ สีกลางคือเปลี่ยนน้อยหรือไม่เปลี่ยน",
    "Classes mirror each other around zero; the middle means little or no change",
)
UNCERTAINTY = Text(
    "ลายขีดบนแผนที่: ไม่แน่นอน คือความคลาดเคลื่อนมาตรฐานเกิน 20% ของค่า หรือช่วงความเชื่อมั่น 95% ของการเปลี่ยนแปลงคร่อมศูนย์",
    "Hatched on the map: uncertain, where the standard error is above 20% of the value, or the 95% interval of a change holds zero",
)
OWN = Text("จุดแบ่ง คั่นด้วยจุลภาค ไม่เกินสี่จุด", "Breaks, split by commas, four at most")
EXAMPLE = "20, 40, 60"


def map_buttons(view: View) -> html.Div:
    """Return the buttons over a map; those that move it show once it is zoomed."""
    zooms = [_button(view, "data-zoom", *entry) for entry in ZOOMS]
    pans = [_button(view, "data-pan", *entry) for entry in PANS]
    groups = [html.Div(zooms, className="map-zoom"), html.Div(pans, className="map-pan")]
    return html.Div(groups, role="group", className="map-buttons", **{"aria-label": view.say(BUTTONS)})


def _button(view: View, does: str, what: str, sign: str, words: Text) -> html.Button:
    label = {"aria-label": view.say(words), "title": view.say(words)}
    return html.Button(sign, type="button", className=f"map-button is-{what}", **{does: what}, **label)


def class_words(view: View, change: bool) -> list[str]:
    """Return how the classes on screen were made and what a hatch means, for the tab *about*."""
    chosen = view.selection.classes
    own = chosen == "own"
    method = chosen if view.selection.breaks or not own else ""
    words = [view.say(EXPLAINED[method])] + [view.say(AROUND_ZERO)] * (change and not own)
    return words + [view.say(UNCERTAINTY)] * (view.reference.sampling == "survey")


def class_chooser(view: View) -> html.Div:
    """Return how classes are made; the limits of one's own show where they are chosen."""
    chosen = view.selection
    options = [{"label": words[view.lang], "value": value} for value, words in METHODS]
    select = dbc.Select(
        id={"control": "classes"}, options=options, value=chosen.classes or DEFAULT, className="choice small"
    )
    limits = ", ".join(f"{limit:.10g}" for limit in chosen.breaks)
    own = dbc.Input(
        id={"control": "breaks"}, value=limits, type="text", debounce=True, placeholder=EXAMPLE, className="own-breaks"
    )
    return html.Div(
        [
            html.Label([html.Span(view.say(CLASSES)), select]),
            html.Label([html.Span(view.say(OWN)), own], className="own"),
        ],
        className="class-chooser",
    )
