"""What changed between two survey rounds: capitals as pairs, every measure in the table, both sets of households named."""

from components.card import Card
from components.cells import said, shown_only
from components.changes import interval, signed
from components.classes import is_number
from components.pairs import Pair, pair_key, pairs, pairs_height
from components.sources import about, household_notes
from components.table import table
from components.view import View
from data.gate import Cell, Released
from data.indicators import overall_name
from data.text import Text, number, percent

TITLE = Text("เปลี่ยนไปจากรอบก่อน · {place} · {vintage}", "What changed since the last round · {place} · {vintage}")
SENTENCE = Text(
    "คะแนนทุน 1–4 ของทุกครัวเรือนที่สำรวจในแต่ละรอบ ตารางมีครัวเรือนเดียวกันด้วย",
    "Capital scores of 1 to 4, all households surveyed in each round; the table has the same households, too",
)
H, M0 = Text("จนหลายมิติ (H)", "Multidimensionally poor (H)"), Text("ดัชนี M0", "Index M0")
HEADS = (
    Text("ตัววัด", "Measure"), Text("รอบก่อน", "Round before"), Text("รอบนี้", "This round"), Text("ต่าง", "Change"),
    Text("n รอบก่อน", "n before"), Text("n รอบนี้", "n now"), Text("ครัวเรือนเดียวกัน: ก่อน", "Same households: before"),
    Text("หลัง", "after"), Text("ต่าง", "change"), Text("n เดียวกัน", "n same"),
)  # fmt: skip
COLUMNS = (
    "before",
    "after",
    "change",
    "n_before",
    "n_after",
    "panel_before",
    "panel_after",
    "panel_change",
    "n_households",
)
CHANGES, COUNTS = ("change", "panel_change"), ("n_before", "n_after", "n_households")


def measure_names(view: View) -> dict[str, Text]:
    """Return {measure of `change`: its words}."""
    found = {f"capital_{group.key}": group.name for group in view.reference.capitals}
    return {**found, "overall": overall_name(view.reference), "H": H, "M0": M0}


def rounds_card(view: View, released: Released, place: str, height: int = 0) -> Card:
    """Return the card of rows of `change`."""
    title = view.say(TITLE, place=place, vintage=view.two_rounds)
    names = measure_names(view)
    scores = [row for row in released.rows if row["measure"] not in ("H", "M0")]
    entries = [_pair(row, names[row["measure"]][view.lang], view, released.threshold) for row in scores]
    before, after = (view.name_of(entry) for entry in (view.base_round, view.chosen_round))
    lines = [_line(row, names[row["measure"]][view.lang], view, released.threshold) for row in released.rows]
    return Card(
        id="rounds", title=title, sentence=view.say(SENTENCE), lang=view.lang,
        figure=pairs(entries, view.lang, start=1, end=4, demo=view.marked),
        alt=f"{title}: " + "; ".join(entry.sentence for entry in entries), height=height or pairs_height(len(entries)),
        extra=pair_key(after, before), table=table(title, [view.say(head) for head in HEADS], lines),
        about=about(view, "change"), notes=household_notes(view, shown_only(released, COLUMNS)),
    )  # fmt: skip


def _pair(row: dict, name: str, view: View, threshold: int) -> Pair:
    before, after = (said(row[key], view.lang, threshold, _score) for key in ("before", "after"))
    both = is_number(row["before"]) and is_number(row["after"])
    shown = f"{before} → <b>{after}</b>" if both else after
    return Pair(name, row["after"], row["before"], shown, f"{name}: {before} → {after}")


def _score(value: float) -> str:
    return number(value, 2)


def _line(row: dict, name: str, view: View, threshold: int) -> list[str]:
    return [name, *(_cell(row["measure"], key, row[key], view, threshold) + _within(row, key, view) for key in COLUMNS)]


def _within(row: dict, key: str, view: View) -> str:
    """The 95 % interval of a change in brackets, nothing where there is none."""
    share = 100 if row["measure"] == "H" else 1
    low, high = (row.get(f"{key}_{end}") for end in ("low", "high"))
    if not (is_number(low) and is_number(high)):
        return ""
    return f" ({interval(share * low, share * high, view.lang, _decimals(row['measure']))})"


def _decimals(measure: str) -> int:
    return {"H": 1, "M0": 3}.get(measure, 2)


def _cell(measure: str, key: str, cell: Cell, view: View, threshold: int) -> str:
    if key in COUNTS:
        return said(cell, view.lang, threshold)
    if key in CHANGES:
        share = measure == "H"
        moved = 100 * cell if share and is_number(cell) else cell
        return signed(moved, view.lang, threshold, _decimals(measure))
    words = {"H": percent, "M0": lambda value: number(value, 3)}.get(measure, _score)
    return said(cell, view.lang, threshold, words)
