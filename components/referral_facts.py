"""The headline of the referral page: how many entered, came to help, wait, left, and how long it took."""

from components.cells import said
from components.levels import HOUSEHOLDS
from components.view import View
from data.gate import Cell, Released
from data.text import Text, number, percent

ENTERED = Text("เรื่องที่เข้าระบบ", "Referrals entered")
BEHIND = Text("ครัวเรือนที่มีการส่งต่อ", "Households behind them")
HELPED = Text("ช่วยเหลือแล้ว", "Helped")
OPEN = Text("ยังรออยู่", "Still open")
LEFT = Text("ออกโดยไม่ได้รับความช่วยเหลือ", "Left without help")
HALF = Text("ครึ่งหนึ่งได้รับความช่วยเหลือใน", "Half were helped within")
NEVER = Text("กลุ่มทุนต่ำสุดที่ไม่เคยส่งต่อ", "Lowest fifth never referred")
REFERRALS, DAYS, NOT_REACHED = Text("เรื่อง", "referrals"), Text("วัน", "days"), Text("ยังไม่ถึง", "not reached")
OF_ALL = Text("{rate} ของทั้งหมด", "{rate} of all")


def referral_figures(view: View, funnel: Released, days: Released, never: Released) -> list[tuple[str, str, str, str]]:
    """Return (label, number, unit, "") from rows of one place of `funnel`, `stage_days` and `never_referred`."""
    first, last = funnel.rows[0], funnel.rows[-1]
    end = days.rows[-1] if days.rows else {}
    lowest = never.rows[0]["never_share"] if never.rows else None
    rate = last["overall_rate"]

    def figure(label: Text, cell: Cell, unit: Text | str, words=number) -> tuple[str, str, str, str]:
        shown = said(cell, view.lang, funnel.threshold, words)
        known = isinstance(cell, int | float)
        return view.say(label), shown, (unit if isinstance(unit, str) else view.say(unit)) if known else "", ""

    share = view.say(OF_ALL, rate=percent(rate, 0)) if isinstance(rate, int | float) else REFERRALS
    wait = figure(HALF, end.get("median_days"), DAYS)
    found = [
        figure(ENTERED, first["reached"], REFERRALS),
        figure(BEHIND, first["n_households"], HOUSEHOLDS),
        figure(HELPED, last["reached"], share),
        figure(OPEN, end.get("open"), REFERRALS),
        figure(LEFT, end.get("exited"), REFERRALS),
        wait if end.get("median_days") is not None else (wait[0], view.say(NOT_REACHED), "", ""),
    ]
    return [*found, figure(NEVER, lowest, "", percent)] if never.rows else found
