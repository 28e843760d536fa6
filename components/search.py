"""Search and verification of one place: what became of the list, and both of its errors."""

from dash import dcc, html

from components.bars import Bar, bars, bars_height
from components.card import Card
from components.classes import is_number
from components.sources import about, household_notes
from components.table import table
from components.theme import PLACE
from components.tiles import word_kind
from components.view import View
from data.gate import HIDDEN, Cell, Released
from data.text import Text, number, percent

TITLE = Text("ค้นหาและสอบทาน · {place} · {vintage}", "Search and verification · {place} · {vintage}")
SENTENCE = Text("จำนวนครัวเรือนตามผลการสอบทานในพื้นที่", "Households by the outcome of verification in the village")
COUNTS = {
    "listed": Text("อยู่ในรายชื่อ TPMAP", "On the TPMAP list"),
    "surveyed_households": Text("สำรวจแล้ว", "Surveyed"),
    "verified_poor_households": Text("ยืนยันว่ายากจน", "Verified poor"),
    "newly_found": Text("พบใหม่ ไม่อยู่ในรายชื่อใด", "Newly found, on no list"),
    "not_poor": Text("สำรวจแล้วไม่จน", "Surveyed, not poor"),
    "not_found": Text("ไม่พบครัวเรือน", "Not found"),
    "moved": Text("ย้ายออก", "Moved away"),
}
SHARES = {
    "coverage": Text("รายชื่อที่สำรวจแล้ว", "Of the list, surveyed"),
    "inclusion_error": Text("อยู่ในรายชื่อแต่ไม่จน", "Listed, but not poor"),
    "exclusion_error": Text("จนแต่ไม่อยู่ในรายชื่อ", "Poor, but not listed"),
}
FOUND_BEFORE = Text("ใครถูกค้นพบและใครตกหล่นก่อนการส่งต่อ:", "Who was found and who was missed before any referral:")
SEARCH_LINK = Text("ค้นหาและสอบทาน", "Search and verification")
LOWER_BOUND = Text(
    "จนแต่ไม่อยู่ในรายชื่อ นับจากครัวเรือนที่สำรวจ จึงเป็นค่าต่ำสุด",
    "Poor but not listed is counted among surveyed households, so it is a lower bound",
)
HEADS = (Text("ผล", "Outcome"), Text("ครัวเรือน / ร้อยละ", "Households / per cent"))


def search_link(view: View) -> html.P:
    """Return the way to search and verification: of the chosen place, or of all on the overview."""
    place = view.selection.place
    href = view.place_link(place) if place else view.link("/", source="households", metric="exclusion_error")
    return html.P([html.Span(view.say(FOUND_BEFORE)), dcc.Link(view.say(SEARCH_LINK), href=href)], className="way-on")


def search_card(view: View, released: Released, place: str, height: int = 0) -> Card:
    """Return the card of one place from its row of `verification`."""
    row = released.rows[0] if released.rows else dict.fromkeys((*COUNTS, *SHARES, "n_households"))
    entries = [_bar(name[view.lang], row[key], view.lang, released.threshold) for key, name in COUNTS.items()]
    shares = {name[view.lang]: _cell(row[key], view.lang, released.threshold, percent) for key, name in SHARES.items()}
    title = view.say(TITLE, place=place, vintage=view.vintage)
    n = row["n_households"] if is_number(row["n_households"]) else None
    rows = [[entry.words, entry.shown] for entry in entries] + [list(pair) for pair in shares.items()]
    return Card(
        id="search", title=title, sentence=view.say(SENTENCE), lang=view.lang,
        figure=bars(entries, view.lang, colour=PLACE, demo=view.marked),
        alt=f"{title}: " + "; ".join(entry.sentence for entry in entries), height=height or bars_height(len(entries)),
        extra=html.Dl(
            [html.Div([html.Dt(name), html.Dd(html.B(value, className=word_kind(value, view.lang) or None))]) for name, value in shares.items()],
            className="figure-list three",
        ),
        table=table(title, [view.say(head) for head in HEADS], rows), about=about(view, "verification"),
        notes=[view.say(LOWER_BOUND), *household_notes(view, released, n)],
    )  # fmt: skip


def _bar(name: str, cell: Cell, lang: str, threshold: int) -> Bar:
    count = _cell(cell, lang, threshold, number)
    return Bar(name, cell, count, f"{name} {count}")


def _cell(cell: Cell, lang: str, threshold: int, words) -> str:
    return HIDDEN.text(threshold)[lang] if cell is HIDDEN else words(cell)
