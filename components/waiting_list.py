"""Who has waited longest: a list for operators, and calm words for everybody else."""

from math import ceil

import dash_bootstrap_components as dbc
from dash import html

from components.card import empty_card
from components.controls import DEFAULT
from components.funnel import stage_name
from components.places import place_name
from components.sources import snapshot_note
from components.table import table
from components.view import View
from data.gate import Released
from data.text import UNDEFINED, Text, number

TITLE = Text("ใครรอนานที่สุด · {place}", "Who has waited longest · {place}")
SENTENCE = Text(
    "เรื่องที่ยังไม่จบ รอนานที่สุดก่อน นับวันจากวันเข้าระบบถึงวันของชุดข้อมูล",
    "Open referrals, the longest wait first; days from entry to the day of the data set",
)
WHO_MAY = Text("รายการทีละเรื่องเห็นได้เฉพาะผู้ปฏิบัติงานในพื้นที่ของตน", "Single cases are for operators, each in their own area")
INSTEAD = Text(
    "ภาพรวมของเรื่องที่รออยู่ดูได้จากอายุเรื่องที่ยังไม่จบและขั้นที่รออยู่ในแผนภาพการส่งต่อ",
    "How many wait, where and how long is told by the funnel and by the age of open cases on this page",
)
NONE = Text("ไม่มีเรื่องค้างในพื้นที่นี้", "No referral is open here")
NOTHING_TO_DO = Text("ทุกเรื่องได้รับความช่วยเหลือหรือออกจากขั้นตอนแล้ว", "All of them were helped or have left")
RANGE = Text("{first}–{last} จาก {total} เรื่อง", "{first}–{last} of {total} referrals")
HEADS = (
    Text("ครัวเรือน (รหัสที่แปลงแล้ว)", "Household (keyed code)"), Text("พื้นที่", "Area"), Text("ความต้องการ", "Need"),
    Text("หน่วยงาน", "Agency"), Text("ขั้นล่าสุด", "Stage"), Text("เข้าระบบ", "Entered"), Text("รอ (วัน)", "Waits (days)"),
    Text("อยู่ในขั้นนี้ (วัน)", "In this stage (days)"),
)  # fmt: skip
SHORT_ID = 15
SHOWN, PAGE = Text("แสดงลำดับที่", "Shown"), Text("{first}–{last}", "{first}–{last}")
# The query gives this many rows; who has waited less than ten thousand others is not on the list.
PAGE_SIZE, MOST_PAGES = 50, 200


def waiting_card(view: View, released: Released, place: str, allowed: bool) -> html.Section:
    """Return the list from rows of `waiting_list`. allowed: whether the reader is an operator of some area."""
    title = view.say(TITLE, place=place)
    if not allowed:
        return empty_card("waiting", title, WHO_MAY, view.say(INSTEAD), view.lang, "whole-row")
    if not released.rows:
        return empty_card("waiting", title, NONE, view.say(NOTHING_TO_DO), view.lang, "whole-row")
    needs = {need.key: need.name[view.lang] for need in view.reference.needs}
    rows = [_line(row, view, needs) for row in released.rows]
    first, last = released.rows[0], released.rows[-1]
    count = view.say(RANGE, first=number(first["rank"]), last=number(last["rank"]), total=number(first["total"]))
    head = [html.H2(title, id="waiting-title"), html.P(view.say(SENTENCE))]
    foot = html.Footer(html.Div([html.Span(count), html.Span(snapshot_note(view))]))
    return html.Section(
        [
            html.Header([*head, page_chooser(view, int(first["total"]))]),
            table(title, [view.say(head) for head in HEADS], rows, words=6),
            foot,
        ],
        id="waiting-card",
        className="card-box whole-row",
        **{"aria-labelledby": "waiting-title"},
    )


def page_chooser(view: View, total: int) -> html.Label | None:
    """Return the list of pages, the longest waits first; none where one page holds them all."""
    pages = min(ceil(total / PAGE_SIZE), MOST_PAGES)
    if pages < 2:
        return None
    options = [
        {"label": view.say(PAGE, first=number(1 + PAGE_SIZE * at), last=number(min(PAGE_SIZE * (at + 1), total))), "value": str(at + 1) if at else DEFAULT}
        for at in range(pages)
    ]  # fmt: skip
    page = view.selection.page
    select = dbc.Select(
        id={"control": "page"}, options=options, value=str(page) if page > 1 else DEFAULT, className="choice small"
    )
    return html.Label([html.Span(view.say(SHOWN)), select], className="metric")


def _line(row: dict, view: View, needs: dict[str, str]) -> list[str]:
    lower = [row.get(f"{level}_code") for level in reversed((view.reference.home_level, *view.reference.lower_levels))]
    area = next((place_name(code, view.reference)[view.lang] for code in lower if code), UNDEFINED)
    agency = view.reference.word("agency", row["agency"] or "")[view.lang]
    return [
        row["household_id"][:SHORT_ID], area, needs.get(row["need"], row["need"] or UNDEFINED), agency,
        stage_name(row["stage"], view.lang), view.on_day(str(row["entered_on"])[:10]), number(row["days_waiting"]),
        number(row["days_in_stage"]),
    ]  # fmt: skip
