"""Why: the problem indicators that most people fail, as bars."""

from dash import html

from components.bars import Bar, bars, bars_height
from components.card import Card, empty_card
from components.classes import is_number
from components.letters import LINE
from components.sources import about, household_notes
from components.table import table
from components.theme import NEED
from components.view import View
from data.gate import HIDDEN, Released
from data.text import Text, percent

TITLE = Text("ข้อที่ไม่ผ่านมากที่สุด · {place} · {vintage}", "Most common problems · {place} · {vintage}")
SENTENCE = Text(
    "ร้อยละของคนที่จนหลายมิติและไม่ผ่านข้อนั้น ในครัวเรือนที่สำรวจ",
    "Per cent of people who are multidimensionally poor and fail the item, among surveyed households",
)
FAILED = Text("ไม่ผ่าน: {item}", "Not met: {item}")
CAUSE = Text("ไม่ผ่าน “{item}” ({dimension}): {share}", "Not met “{item}” ({dimension}): {share}")
NONE_SHOWN = Text("ไม่มีข้อใดที่แสดงได้ เพราะครัวเรือนมีน้อยเกินไป", "No item can be shown: there are too few households")
WIDER = Text("ดูพื้นที่ที่กว้างขึ้น", "Look at a wider place")
HEADS = (
    Text("ข้อ (ไม่ผ่าน)", "Item (not met)"), Text("มิติ", "Dimension"),
    Text("จนและไม่ผ่าน", "Poor and not met"), Text("ไม่ผ่านทั้งหมด", "All not met"),
)  # fmt: skip
COUNT = 9


def top_causes(rows: tuple[dict, ...], count: int = COUNT) -> list[dict]:
    """Return the rows of `contributions` with the highest censored share first; undefined and hidden ones drop out."""
    known = [row for row in rows if is_number(row["censored"])]
    return sorted(known, key=lambda row: row["censored"], reverse=True)[:count]


def causes_card(view: View, released: Released, place: str, height: int = 0, line: int = LINE) -> Card:
    """Return the card of the most common problems of one place. line: letters that the name of a problem has room for."""
    items = {item.key: item.name[view.lang] for item in view.reference.problem_items}
    dimensions = {group.key: group.name[view.lang] for group in view.reference.dimensions}
    entries = [_bar(row, items, dimensions, view) for row in top_causes(released.rows)]
    title = view.say(TITLE, place=place, vintage=view.vintage)
    n = next((row["n_households"] for row in released.rows), None)
    return Card(
        id="causes", title=title, sentence=view.say(SENTENCE), lang=view.lang,
        figure=bars(entries, view.lang, colour=NEED[3], demo=view.marked, line=line, room=COUNT if height else 0),
        alt=f"{title}: " + "; ".join(entry.sentence for entry in entries), height=height or bars_height(len(entries)),
        table=_table(view, title, released, items, dimensions), about=about(view, "contributions", released=released),
        notes=household_notes(view, released, n if is_number(n) else None),
    )  # fmt: skip


def causes_or_why(view: View, released: Released, place: str, height: int = 0) -> html.Section:
    """Return the drawn card, or calm words where every number is hidden or undefined."""
    if top_causes(released.rows):
        return causes_card(view, released, place, height).render("causes")
    title = view.say(TITLE, place=place, vintage=view.vintage)
    return empty_card("causes", title, NONE_SHOWN, view.say(WIDER), view.lang, "causes")


def _bar(row: dict, items: dict[str, str], dimensions: dict[str, str], view: View) -> Bar:
    share = percent(row["censored"])
    item = items[row["indicator"]]
    sentence = view.say(CAUSE, item=item, dimension=dimensions[row["dimension"]], share=share)
    return Bar(item, row["censored"], share, sentence)


def _table(view: View, caption: str, released: Released, items: dict[str, str], dimensions: dict[str, str]):
    def cell(value) -> str:
        return HIDDEN.text(released.threshold)[view.lang] if value is HIDDEN else percent(value)

    rows = [
        [items[row["indicator"]], dimensions[row["dimension"]], cell(row["censored"]), cell(row["uncensored"])]
        for row in released.rows
    ]
    return table(caption, [view.say(head) for head in HEADS], rows, words=2)
