"""Households in operating models before and after: income, capitals, and beside a comparison group where one is chosen."""

from dataclasses import replace

from dash import html

from components.card import Card
from components.cells import said, shown_only
from components.changes import Change, changes, changes_height, interval, signed
from components.classes import is_number
from components.models import group_name, price_note
from components.pairs import Pair, pair_key, pairs, pairs_height
from components.sources import about, household_notes
from components.table import table
from components.view import View
from data.gate import Cell, Released
from data.text import Text, number, percent

BEFORE, AFTER = Text("ก่อน", "before"), Text("หลัง", "after")
N_OF = Text("วัดซ้ำ {n} จาก {entry} ครัวเรือน", "{n} of {entry} households measured again")
N_SHORT = Text("{n} จาก {entry}", "{n} of {entry}")
NOT_AN_EFFECT = Text(
    "ไม่ใช่ผลของโมเดล เพราะไม่มีกลุ่มเปรียบเทียบ", "Not an effect of the models: there is no comparison group here"
)
REGRESSION = Text(
    "ครัวเรือนที่เข้าโมเดลในเดือนที่รายได้ต่ำมักดีขึ้นเองอยู่แล้ว (การถดถอยเข้าหาค่าเฉลี่ย)",
    "Households that joined in a bad month tend to rise by themselves (regression to the mean)",
)
INCOME_TITLE = Text("รายได้ก่อนและหลังเข้าโมเดล · {place}", "Income before and after joining · {place}")
INCOME_SENTENCE = Text(
    "บาทต่อเดือน ครัวเรือนเดียวกันที่วัดทั้งสองครั้ง ราคาปัจจุบัน", "Baht a month, the same households measured twice, nominal"
)
CHANGE_TITLE = Text("รายได้เปลี่ยนไปเท่าใด · {place}", "How much income changed · {place}")
CHANGE_SENTENCE = Text(
    "บาทต่อเดือน ค่าเฉลี่ยของครัวเรือนเดียวกันพร้อมช่วงความเชื่อมั่น 95% แบบคู่ และมัธยฐาน",
    "Baht a month: mean change of the same households with its paired 95 % interval, and the median",
)
MEAN, MEDIAN = Text("ค่าเฉลี่ย", "mean"), Text("มัธยฐาน", "median")
GREY = Text("สีเทา: ช่วงครอบศูนย์ อาจไม่เปลี่ยนเลย", "Grey: the interval holds zero, so there may be no change at all")
INCOME_HEADS = (
    Text("กลุ่ม", "Group"), Text("ตอนเข้า", "At entry"), Text("วัดซ้ำ", "Measured again"), Text("ขาดหาย", "Attrition"),
    Text("ก่อน", "Before"), Text("หลัง", "After"), Text("เปลี่ยนเฉลี่ย", "Mean change"), Text("ต่ำสุด 95%", "95 % low"),
    Text("สูงสุด 95%", "95 % high"), Text("เปลี่ยนมัธยฐาน", "Median change"),
)  # fmt: skip
REAL_HEADS = (
    Text("เปลี่ยนเฉลี่ย ราคาคงที่", "Mean change, real"), Text("ต่ำสุด 95% ราคาคงที่", "95 % low, real"),
    Text("สูงสุด 95% ราคาคงที่", "95 % high, real"), Text("n ราคาคงที่", "n, real"),
)  # fmt: skip
CHANGE_COLUMNS = ("mean_change", "low", "high", "median_change")
REAL_COLUMNS = ("real_change", "real_low", "real_high")
INCOME_COLUMNS = (
    ("n_entry", number), ("n_households", number), ("attrition", percent), ("mean_before", number), ("mean_after", number),
)  # fmt: skip
CAPITAL_TITLE = Text(
    "ทุนของครัวเรือนในโมเดล · {place} · {vintage}", "Capitals of households in models · {place} · {vintage}"
)
CAPITAL_SENTENCE = Text(
    "คะแนน 1–4 ของครัวเรือนเดียวกันในสองรอบสำรวจ", "Scores of 1 to 4 of the same households in two survey rounds"
)
CAPITAL_HEADS = (
    Text("ทุน", "Capital"), Text("รอบก่อน (ครัวเรือน)", "Round before (households)"), Text("ทั้งสองรอบ", "Both rounds"),
    Text("ขาดหาย", "Attrition"), Text("ก่อน", "Before"), Text("หลัง", "After"), Text("เปลี่ยนเฉลี่ย", "Mean change"),
    Text("ต่ำสุด 95%", "95 % low"), Text("สูงสุด 95%", "95 % high"),
)  # fmt: skip
OVERALL = Text("ทุนรวม", "Overall")
INCOME = Text("รายได้ต่อเดือน (บาท)", "Monthly income (baht)")
COMPARED_TITLE = Text(
    "เทียบกับครัวเรือนนอกโมเดล · {place} · {vintage}", "Beside households in no model · {place} · {vintage}"
)
COMPARED_SENTENCE = Text(
    "ผลต่างของการเปลี่ยนแปลง: ในโมเดล ลบด้วย {against} ไม่ใช่การเปรียบเทียบแบบสุ่ม",
    "Difference-in-differences: in models less {against}; not a randomised comparison",
)
SELECTED = Text(
    "ครัวเรือนในโมเดลถูกเลือกเข้ามา ผลต่างจึงอาจมาจากการเลือก ไม่ใช่จากโมเดล",
    "Households in models were chosen, so a difference may come from the choice and not from the models",
)
COMPARED_LINE = Text(
    "ในโมเดล {model} · นอกโมเดล {other}", "in models {model} · in none {other}"
)  # fmt: skip
DIFFERENCE = Text("ผลต่าง", "Difference")
COMPARED_HEADS = (
    Text("ตัววัด", "Measure"), Text("n ในโมเดล", "n in models"), Text("n นอกโมเดล", "n in none"),
    Text("ในโมเดลเปลี่ยน", "Change in models"), Text("นอกโมเดลเปลี่ยน", "Change in none"), DIFFERENCE,
    Text("ต่ำสุด 95%", "95 % low"), Text("สูงสุด 95%", "95 % high"),
)  # fmt: skip
INCOME_MEASURE = "income_month_baht"


def income_rows(income: Released, groups: Released) -> list[dict]:
    """Return rows of income, those of all models first, then by group."""
    return [*({**row, "model_group": "*"} for row in income.rows), *groups.rows]


def income_card(view: View, income: Released, groups: Released, place: str, height: int = 0) -> Card:
    """Return income before and after from rows of `model_income` and `model_groups`."""
    title = view.say(INCOME_TITLE, place=place)
    rows = income_rows(income, groups)
    entries = [_income_pair(row, view, income.threshold) for row in rows]
    return Card(
        id="income", title=title, sentence=view.say(INCOME_SENTENCE), lang=view.lang,
        figure=pairs(entries, view.lang, ticks={"tickformat": ","}, demo=view.marked),
        alt=f"{title}: " + "; ".join(entry.sentence for entry in entries), height=height or pairs_height(len(entries)),
        extra=pair_key(view.say(AFTER), view.say(BEFORE)), table=_income_table(view, title, rows, income.threshold),
        about=about(view, "model_income"), notes=[view.say(NOT_AN_EFFECT), price_note(view), *_notes(view, income, groups)],
    )  # fmt: skip


def _income_pair(row: dict, view: View, threshold: int) -> Pair:
    name = group_name(view, row["model_group"])
    before, after = (said(row[column], view.lang, threshold) for column in ("mean_before", "mean_after"))
    shown = f"{before} → <b>{after}</b>" if is_number(row["mean_before"]) and is_number(row["mean_after"]) else after
    sentence = f"{name}: {view.say(BEFORE)} {before} · {view.say(AFTER)} {after} · {n_words(row, view, threshold)}"
    aside = (
        view.say(N_SHORT, n=number(row["n_households"]), entry=said(row["n_entry"], view.lang, threshold))
        if is_number(row["n_households"])
        else ""
    )
    return Pair(name, row["mean_after"], row["mean_before"], shown, sentence, aside)


def n_words(row: dict, view: View, threshold: int) -> str:
    """Return `70 of 170 households measured again`."""
    n, entry = (said(row[name], view.lang, threshold) for name in ("n_households", "n_entry"))
    return view.say(N_OF, n=n, entry=entry)


def _income_table(view: View, caption: str, rows: list[dict], threshold: int):
    """Return the numbers of both cards; real baht only where the reference has a price index."""
    real = bool(view.reference.prices.factors)
    signs = (*CHANGE_COLUMNS, *(REAL_COLUMNS if real else ()))
    lines = [
        [
            group_name(view, row["model_group"]),
            *(said(row[name], view.lang, threshold, words) for name, words in INCOME_COLUMNS),
            *(signed(row[name], view.lang, threshold) for name in signs),
            *([said(row["n_real"], view.lang, threshold)] if real else ()),
        ]
        for row in rows
    ]
    return table(caption, [view.say(head) for head in (*INCOME_HEADS, *(REAL_HEADS if real else ()))], lines)


def _notes(view: View, income: Released, groups: Released) -> list[str]:
    columns = [*(name for name, _ in INCOME_COLUMNS), *CHANGE_COLUMNS]
    every = replace(groups, rows=(*income.rows, *groups.rows))
    return household_notes(view, shown_only(every, columns))


def change_card(view: View, income: Released, groups: Released, place: str, height: int = 0) -> Card:
    """Return the change of income with its interval from the same rows."""
    title = view.say(CHANGE_TITLE, place=place)
    rows = income_rows(income, groups)
    entries = [_income_change(row, view, income.threshold) for row in rows]
    return Card(
        id="income-change", title=title, sentence=view.say(CHANGE_SENTENCE), lang=view.lang,
        figure=changes(entries, view.lang, ticks={"tickformat": ","}, demo=view.marked),
        alt=f"{title}: " + "; ".join(entry.sentence for entry in entries), height=height or changes_height(len(entries)),
        extra=[pair_key(view.say(MEAN), view.say(MEDIAN)), html.P(view.say(GREY), className="key-note")],
        table=_income_table(view, title, rows, income.threshold), about=about(view, "model_income"),
        notes=[view.say(REGRESSION), *_notes(view, income, groups)],
    )  # fmt: skip


def _income_change(row: dict, view: View, threshold: int) -> Change:
    return _change(row, group_name(view, row["model_group"]), view, threshold, 0, row["median_change"])


def _change(row: dict, name: str, view: View, threshold: int, decimals: int, median: Cell = None) -> Change:
    value = signed(row["mean_change"], view.lang, threshold, decimals)
    ends = interval(row["low"], row["high"], view.lang, decimals)
    shown = f"<b>{value}</b> ({ends})" if ends else value
    parts = [f"{view.say(MEAN)} {value}" + (f" ({ends})" if ends else "")]
    parts += [f"{view.say(MEDIAN)} {signed(median, view.lang, threshold, decimals)}"] if is_number(median) else []
    sentence = f"{name}: " + " · ".join([*parts, n_words(row, view, threshold)])
    return Change(name, row["mean_change"], row["low"], row["high"], shown, sentence, median=median)


def capital_names(view: View) -> dict[str, str]:
    """Return {capital: name}, the overall score last."""
    return {group.key: group.name[view.lang] for group in view.reference.capitals} | {"overall": view.say(OVERALL)}


def capital_card(view: View, released: Released, place: str, vintage: str, height: int = 0) -> Card:
    """Return capitals of households in any model from rows of `model_capitals`. vintage: both rounds in words."""
    title = view.say(CAPITAL_TITLE, place=place, vintage=vintage)
    names = capital_names(view)
    rows = [row for row in released.rows if row["model_group"] == "*"]
    entries = [_change(row, names[row["capital"]], view, released.threshold, 2) for row in rows]
    lines = [
        [names[row["capital"]]]
        + [said(row[name], view.lang, released.threshold) for name in ("n_entry", "n_households")]
        + [said(row["attrition"], view.lang, released.threshold, percent)]
        + [said(row[name], view.lang, released.threshold, lambda value: number(value, 2)) for name in ("mean_before", "mean_after")]
        + [signed(row[name], view.lang, released.threshold, 2) for name in ("mean_change", "low", "high")]
        for row in rows
    ]  # fmt: skip
    return Card(
        id="model-capitals", title=title, sentence=view.say(CAPITAL_SENTENCE), lang=view.lang,
        figure=changes(entries, view.lang, demo=view.marked), alt=f"{title}: " + "; ".join(e.sentence for e in entries),
        height=height or changes_height(len(entries)), extra=html.P(view.say(GREY), className="key-note"),
        table=table(title, [view.say(head) for head in CAPITAL_HEADS], lines), about=about(view, "model_capitals"),
        notes=[view.say(NOT_AN_EFFECT), *household_notes(view, released)],
    )  # fmt: skip


def comparison_card(view: View, released: Released, place: str, vintage: str, height: int = 0) -> Card:
    """Return the difference of two changes from rows of `model_comparison`: capitals drawn, income in words above them."""
    against = view.selection.at(cohort=view.selection.against).cohort_words(view.lang, view.reference)
    title = view.say(COMPARED_TITLE, place=place, vintage=vintage)
    names = capital_names(view)
    scores = [row for row in released.rows if row["measure"] != INCOME_MEASURE]
    entries = [
        _difference(row, names[row["measure"].removeprefix("capital_")], view, released.threshold, 2) for row in scores
    ]
    income = [
        _difference(row, view.say(INCOME), view, released.threshold, 0)
        for row in released.rows
        if row["measure"] == INCOME_MEASURE
    ]
    lines = [_compared_line(row, names, view, released.threshold) for row in released.rows]
    return Card(
        id="comparison", title=title, sentence=view.say(COMPARED_SENTENCE, against=against), lang=view.lang,
        figure=changes(entries, view.lang, demo=view.marked), alt=f"{title}: " + "; ".join(e.sentence for e in (*income, *entries)),
        height=height or changes_height(len(entries)),
        extra=[*(html.P(entry.sentence, className="income-line") for entry in income), html.P(view.say(GREY), className="key-note")],
        table=table(title, [view.say(head) for head in COMPARED_HEADS], lines), about=about(view, "model_comparison"),
        notes=[view.say(SELECTED), *household_notes(view, released)],
    )  # fmt: skip


def _difference(row: dict, name: str, view: View, threshold: int, decimals: int) -> Change:
    value = signed(row["difference"], view.lang, threshold, decimals)
    ends = interval(row["low"], row["high"], view.lang, decimals)
    model, other = (
        signed(row[column], view.lang, threshold, decimals) for column in ("model_change", "comparison_change")
    )
    parts = view.say(COMPARED_LINE, model=model, other=other)
    shown = f"<b>{value}</b> ({ends})" if ends else value
    sentence = f"{name}: {view.say(DIFFERENCE)} {value}" + (f" ({ends})" if ends else "") + f" · {parts}"
    return Change(name, row["difference"], row["low"], row["high"], shown, sentence)


def _compared_line(row: dict, names: dict[str, str], view: View, threshold: int) -> list[str]:
    income = row["measure"] == INCOME_MEASURE
    name = view.say(INCOME) if income else names[row["measure"].removeprefix("capital_")]
    counts = [said(row[column], view.lang, threshold) for column in ("n_model", "n_comparison")]
    columns = ("model_change", "comparison_change", "difference", "low", "high")
    return [name, *counts, *(signed(row[column], view.lang, threshold, 0 if income else 2) for column in columns)]
