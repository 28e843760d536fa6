"""Operating models: by group, one by one, and what is proposed to provincial plans."""

from dash import html

from components.bars import Bar, bars, bars_height
from components.card import Card
from components.cells import said, shown_only, total
from components.classes import is_number
from components.sources import about, household_notes, snapshot_note
from components.table import table
from components.theme import PLACE, STRENGTH
from components.tiles import short_baht
from components.view import View
from data.gate import Cell, Released
from data.text import UNDEFINED, Text, number, year

GROUP_TITLE = Text("โมเดลแก้จนตามกลุ่ม · {place}", "Operating models by group · {place}")
GROUP_SENTENCE = Text(
    "จำนวนโมเดล ครัวเรือนที่เข้าร่วม และงบประมาณตามราคาปัจจุบัน", "Models, households in them, and their budget in nominal baht"
)
NO_GROUP = Text("ไม่ระบุกลุ่ม", "no group named")
EVERY_GROUP = Text("ทุกกลุ่ม", "All groups")
HOUSEHOLDS = Text("{n} ครัวเรือน", "{n} households")
GROUP_HEADS = (
    Text("กลุ่ม", "Group"), Text("โมเดล", "Models"), Text("ครัวเรือน", "Households"), Text("งบประมาณ (บาท)", "Budget (baht)"),
    Text("งบประมาณราคาคงที่ (บาท)", "Budget in real baht"),
)  # fmt: skip
IN_BOTH = Text(
    "ครัวเรือนที่อยู่สองกลุ่มนับทั้งสองกลุ่ม จึงห้ามบวกกัน", "A household in two groups counts in both, so groups never add up"
)
REAL_IN = Text("บาทคงที่ตามราคาปี {year} ({source})", "Real baht in prices of {year} ({source})")
NO_INDEX = Text(
    "ระบบอ้างอิงไม่มีดัชนีราคา จึงมีเฉพาะบาทตามราคาปัจจุบัน", "The reference has no price index, so baht are nominal only"
)

LIST_TITLE = Text("โมเดลแก้จนทีละโมเดล · {place}", "Operating models one by one · {place}")
LIST_SENTENCE = Text(
    "งบประมาณของแต่ละโมเดล มากที่สุดก่อน ตารางมีทุกโมเดล", "Budget of each model, the largest first; the table has them all"
)
LIST_HEADS = (
    Text("โมเดล", "Model"), Text("กลุ่ม", "Group"), Text("เริ่ม", "Began"), Text("งบประมาณ (บาท)", "Budget (baht)"),
    Text("ครัวเรือน", "Households"), Text("วัดซ้ำ", "Measured again"),
    Text("รายได้เปลี่ยนเฉลี่ย (บาท/เดือน)", "Mean income change (baht a month)"),
)  # fmt: skip
DRAWN = 10

PLAN_TITLE = Text("ข้อเสนอเข้าสู่แผนพัฒนาจังหวัด · {place}", "Proposals to provincial plans · {place}")
PLAN_SENTENCE = Text("จำนวนข้อเสนอตามสถานะ และงบประมาณที่เสนอ", "Proposals by their status, and the budget they ask for")
NO_STATUS = Text("ไม่ระบุสถานะ", "no status named")
ONE_BY_ONE = Text("ข้อเสนอทีละรายการตามงบประมาณที่เสนอ", "Each proposal with the budget it asks for")
PROPOSAL_HEADS = (
    Text("ข้อเสนอ", "Proposal"), Text("สถานะ", "Status"), Text("ปีของแผน", "Plan year"), Text("งบประมาณ (บาท)", "Budget (baht)"),
)  # fmt: skip
PLAN_HEADS = (
    Text("สถานะ", "Status"), Text("ปีของแผน", "Plan year"), Text("ข้อเสนอ", "Proposals"), Text("งบประมาณ (บาท)", "Budget (baht)"),
)  # fmt: skip


def price_note(view: View) -> str:
    """Return in which prices real baht are, or that the reference has no index."""
    prices = view.reference.prices
    if not prices.factors:
        return view.say(NO_INDEX)
    return view.say(REAL_IN, year=year(prices.year, view.lang), source=prices.source)


def group_name(view: View, key: str) -> str:
    """Return the word for a model group; "*" is all of them."""
    if key == "*":
        return view.say(EVERY_GROUP)
    return view.reference.word("model_group", key)[view.lang] if key else view.say(NO_GROUP)


def baht_words(value: Cell, lang: str, threshold: int) -> str:
    """Return an amount with its unit, in millions from one million up."""
    return " ".join(short_baht(value, lang)) if is_number(value) else said(value, lang, threshold)


def groups_card(view: View, released: Released, place: str, height: int = 0) -> Card:
    """Return the card of model groups from rows of `model_groups`, the one with most models first."""
    title = view.say(GROUP_TITLE, place=place)
    rows = sorted(released.rows, key=lambda row: -row["models"] if is_number(row["models"]) else 0)
    entries = [_group_bar(row, view, released.threshold) for row in rows]
    columns = ("models", "households", "budget_baht", "budget_real_baht")[: 4 if view.reference.prices.factors else 3]
    lines = [
        [group_name(view, row["model_group"]), *(said(row[name], view.lang, released.threshold) for name in columns)]
        for row in rows
    ]
    return Card(
        id="groups", title=title, sentence=view.say(GROUP_SENTENCE), lang=view.lang,
        figure=bars(entries, view.lang, colour=PLACE, demo=view.marked), alt=f"{title}: " + "; ".join(e.sentence for e in entries),
        height=height or bars_height(len(entries)), table=table(title, [view.say(head) for head in GROUP_HEADS[: 1 + len(columns)]], lines),
        extra=_budgets(rows, view, released.threshold), about=about(view, "models"), notes=[view.say(IN_BOTH), price_note(view), *household_notes(view, shown_only(released, columns))],
    )  # fmt: skip


def _group_bar(row: dict, view: View, threshold: int) -> Bar:
    name, count = group_name(view, row["model_group"]), said(row["models"], view.lang, threshold)
    households = view.say(HOUSEHOLDS, n=said(row["households"], view.lang, threshold))
    parts = [households] if is_number(row["households"]) else []
    aside = " · ".join(parts)
    parts += [baht_words(row["budget_baht"], view.lang, threshold)] if is_number(row["budget_baht"]) else []
    return Bar(name, row["models"], count, " · ".join([f"{name}: {count}", *parts]), aside)


def _budgets(rows: list[dict], view: View, threshold: int) -> html.Dl | None:
    """Return the budget of each group, none where a place is below the level that has budgets."""
    known = [row for row in rows if row["budget_baht"] is not None]
    if not known:
        return None
    pairs = [
        (group_name(view, row["model_group"]), baht_words(row["budget_baht"], view.lang, threshold)) for row in known
    ]
    return html.Dl([html.Div([html.Dt(name), html.Dd(amount)]) for name, amount in pairs], className="budget-list")


def list_card(view: View, released: Released, place: str, height: int = 0) -> Card:
    """Return the models of one place from rows of `model_list`: the largest budgets as bars, all of them in the table."""
    title = view.say(LIST_TITLE, place=place)
    rows = sorted(released.rows, key=lambda row: -(row["budget_baht"] if is_number(row["budget_baht"]) else 0))
    entries = [_model_bar(row, view, released.threshold) for row in rows[:DRAWN]]
    return Card(
        id="models", title=title, sentence=view.say(LIST_SENTENCE), lang=view.lang,
        figure=bars(entries, view.lang, colour=STRENGTH[3], demo=view.marked),
        alt=f"{title}: " + "; ".join(entry.sentence for entry in entries), height=height or bars_height(len(entries)),
        table=table(title, [view.say(head) for head in LIST_HEADS], [_model_line(row, view, released.threshold) for row in rows], words=3),
        about=about(view, "models"), notes=household_notes(view, shown_only(released, ("households", "n_households", "mean_change"))),
    )  # fmt: skip


def model_name(row: dict, view: View) -> str:
    """Return the name of a model in the reader's language, else in the other, else its key."""
    own, other = ("name_th", "name_en") if view.lang == "th" else ("name_en", "name_th")
    return row[own] or row[other] or row["model_id"]


def _model_bar(row: dict, view: View, threshold: int) -> Bar:
    name, group = model_name(row, view), group_name(view, row["model_group"] or "")
    baht = baht_words(row["budget_baht"], view.lang, threshold)
    return Bar(name, row["budget_baht"], baht, f"{name}: {group} · {baht}")


def _model_line(row: dict, view: View, threshold: int) -> list[str]:
    began = view.on_day(str(row["start_date"])[:10]) if row["start_date"] else UNDEFINED
    numbers = ("budget_baht", "households", "n_households", "mean_change")
    return [
        model_name(row, view), group_name(view, row["model_group"] or ""), began,
        *(said(row[name], view.lang, threshold) for name in numbers),
    ]  # fmt: skip


def plan_card(view: View, released: Released, place: str, height: int = 0) -> Card:
    """Return the card of proposals from rows of `proposals`: by status over all plan years, year by year in the table."""
    title = view.say(PLAN_TITLE, place=place)
    found: dict[str, list[dict]] = {}
    for row in released.rows:
        found.setdefault(row["status"], []).append(row)
    order = sorted(found, key=lambda status: -sum(row["proposals"] for row in found[status]))
    entries = [_status_bar(status, found[status], view, released.threshold) for status in order]
    lines = [
        [status_name(view, row["status"]), year(row["plan_year"], view.lang) if row["plan_year"] else UNDEFINED]
        + [said(row[name], view.lang, released.threshold) for name in ("proposals", "budget_baht")]
        for status in order
        for row in found[status]
    ]
    return Card(
        id="plans", title=title, sentence=view.say(PLAN_SENTENCE), lang=view.lang,
        figure=bars(entries, view.lang, colour=STRENGTH[3], demo=view.marked),
        alt=f"{title}: " + "; ".join(entry.sentence for entry in entries), height=height or bars_height(len(entries)),
        table=table(title, [view.say(head) for head in PLAN_HEADS], lines, words=2), about=about(view, "proposals"),
        notes=[snapshot_note(view)],
    )  # fmt: skip


def proposals_card(view: View, released: Released, place: str, height: int = 0) -> Card:
    """Return the proposals of one place one by one from rows of `proposal_list`, the largest budgets drawn."""
    title = view.say(PLAN_TITLE, place=place)
    rows = sorted(released.rows, key=lambda row: -(row["budget_baht"] or 0))
    entries = [_proposal_bar(row, view, released.threshold) for row in rows[:DRAWN]]
    lines = [[_proposal_title(row, view), *_proposal_facts(row, view), number(row["budget_baht"])] for row in rows]
    return Card(
        id="plans", title=title, sentence=view.say(ONE_BY_ONE), lang=view.lang,
        figure=bars(entries, view.lang, colour=STRENGTH[3], demo=view.marked),
        alt=f"{title}: " + "; ".join(entry.sentence for entry in entries), height=height or bars_height(len(entries)),
        table=table(title, [view.say(head) for head in PROPOSAL_HEADS], lines, words=3), about=about(view, "proposals"),
        notes=[snapshot_note(view)],
    )  # fmt: skip


def _proposal_title(row: dict, view: View) -> str:
    own, other = ("title_th", "title_en") if view.lang == "th" else ("title_en", "title_th")
    return row[own] or row[other] or row["proposal_id"]


def _proposal_facts(row: dict, view: View) -> list[str]:
    return [status_name(view, row["status"]), year(row["plan_year"], view.lang) if row["plan_year"] else UNDEFINED]


def _proposal_bar(row: dict, view: View, threshold: int) -> Bar:
    name, baht = _proposal_title(row, view), baht_words(row["budget_baht"], view.lang, threshold)
    facts = _proposal_facts(row, view)
    return Bar(name, row["budget_baht"], baht, f"{name}: {' · '.join(facts)} · {baht}")


def status_name(view: View, status: str) -> str:
    """Return the word for the status of a proposal."""
    return view.reference.word("plan_status", status)[view.lang] if status else view.say(NO_STATUS)


def _status_bar(status: str, rows: list[dict], view: View, threshold: int) -> Bar:
    name, count = status_name(view, status), total(row["proposals"] for row in rows)
    budget = baht_words(total(row["budget_baht"] for row in rows), view.lang, threshold)
    return Bar(name, count, number(count), f"{name}: {number(count)} · {budget}", budget)
