"""What changed since the last round: everybody surveyed in each round, and the same households in both; two numbers."""

from functools import partial

from dash import html

from components.card import Card
from components.cells import said
from components.changes import Change, changes, changes_height, interval, signed
from components.classes import is_number
from components.pairs import pair_key
from components.sources import about, household_notes
from components.table import table
from components.view import View
from data.gate import HIDDEN, Cell, Released
from data.indicators import overall_name
from data.text import Text, number, percent

TITLE = Text("เปลี่ยนไปจากรอบก่อน · {place} · {rounds}", "What changed since the last round · {place} · {rounds}")
SENTENCE = Text(
    "ครัวเรือนเดียวกันในสองรอบ และทุกครัวเรือนที่สำรวจในแต่ละรอบ เป็นตัวเลขคนละชุด",
    "The same households in both rounds, and all surveyed in each: two different numbers",
)
SAME, ALL = Text("ครัวเรือนเดียวกัน", "same households"), Text("ทุกครัวเรือนที่สำรวจ", "all surveyed")
WITHIN = Text("ช่วงความเชื่อมั่น 95%: {ends}", "95% interval {ends}")
N_SAME = Text("n = {n}", "n = {n}")
N_ALL = Text("n = {before} → {after}", "n = {before} → {after}")
POVERTY = {
    "H": Text("จนหลายมิติ (H) จุดร้อยละ", "Multidimensionally poor (H), percentage points"),
    "M0": Text("ดัชนีความยากจนหลายมิติ (M0) คูณ 1,000", "Multidimensional index (M0) times 1,000"),
}
# Shares are told in percentage points and the index in thousandths; scores as they are.
TIMES = {"H": 100, "M0": 1000}
HEADS = (
    Text("ตัววัด", "Measure"), Text("รอบก่อน", "Before"), Text("รอบนี้", "After"), Text("เปลี่ยน", "Change"), Text("n รอบก่อน", "n before"),
    Text("n รอบนี้", "n after"), Text("ก่อน (เดียวกัน)", "Before (same)"), Text("หลัง (เดียวกัน)", "After (same)"),
    Text("เปลี่ยน (เดียวกัน)", "Change (same)"), Text("n เดียวกัน", "n same"),
)  # fmt: skip


def since_card(view: View, released: Released, place: str, height: int = 0) -> Card:
    """Return the card from rows of `change`: scores drawn on one axis, poverty in words above them."""
    title = view.say(TITLE, place=place, rounds=view.two_rounds)
    entries = [_change(row, view, released.threshold) for row in released.rows if row["measure"] not in POVERTY]
    poverty = [_change(row, view, released.threshold) for row in released.rows if row["measure"] in POVERTY]
    drawn = entries or poverty
    said_first = [html.P(entry.sentence, className="income-line") for entry in poverty] if entries else []
    return Card(
        id="since", title=title, sentence=view.say(SENTENCE), lang=view.lang,
        figure=changes(drawn, view.lang, demo=view.marked), alt=f"{title}: " + "; ".join(e.sentence for e in (*poverty, *entries)),
        height=height or changes_height(len(drawn)), extra=[pair_key(view.say(SAME), view.say(ALL)), *said_first],
        table=_table(view, title, released), about=about(view, "change"), notes=household_notes(view, released),
    )  # fmt: skip


def measure_name(view: View, measure: str) -> str:
    """Return the name of a capital, the overall score or a measure of poverty."""
    if measure in POVERTY:
        return view.say(POVERTY[measure])
    names = {f"capital_{group.key}": group.name[view.lang] for group in view.reference.capitals}
    return names.get(measure) or overall_name(view.reference)[view.lang]


def _change(row: dict, view: View, threshold: int) -> Change:
    """Return the filled mark of the same households and the hollow one of everybody."""
    name, decimals = measure_name(view, row["measure"]), 1 if row["measure"] in POVERTY else 2
    same, every, low, high = (
        _times(row[column], row["measure"])
        for column in ("panel_change", "change", "panel_change_low", "panel_change_high")
    )
    first, second = (signed(cell, view.lang, threshold, decimals) for cell in (same, every))
    n = view.say(N_SAME, n=said(row["n_households"], view.lang, threshold))
    both = view.say(N_ALL, **{side: said(row[f"n_{side}"], view.lang, threshold) for side in ("before", "after")})
    shown = f"<b>{first}</b> · {second}" if HIDDEN not in (same, every) else second if same is HIDDEN else first
    within = interval(low, high, view.lang, decimals)
    told = f"{first} ({view.say(WITHIN, ends=within)}, {n})" if within else f"{first} ({n})"
    sentence = f"{name}: {view.say(SAME)} {told} · {view.say(ALL)} {second} ({both})"
    return Change(name, same, low, high, shown, sentence, n if is_number(row["n_households"]) else "", every)


def _times(cell: Cell, measure: str) -> Cell:
    return cell * TIMES.get(measure, 1) if is_number(cell) else cell


def _table(view: View, caption: str, released: Released):
    def line(row: dict) -> list[str]:
        written = percent if row["measure"] == "H" else partial(number, decimals=3 if row["measure"] == "M0" else 2)
        decimals = 1 if row["measure"] in POVERTY else 2

        def cell(name: str, words=number) -> str:
            return said(row[name], view.lang, released.threshold, words)

        def sign(name: str) -> str:
            ends = interval(
                *(_times(row[f"{name}_{end}"], row["measure"]) for end in ("low", "high")), view.lang, decimals
            )
            change = signed(_times(row[name], row["measure"]), view.lang, released.threshold, decimals)
            return f"{change} ({ends})" if ends else change

        return [
            measure_name(view, row["measure"]), cell("before", written), cell("after", written), sign("change"), cell("n_before"),
            cell("n_after"), cell("panel_before", written), cell("panel_after", written), sign("panel_change"), cell("n_households"),
        ]  # fmt: skip

    return table(caption, [view.say(head) for head in HEADS], [line(row) for row in released.rows])
