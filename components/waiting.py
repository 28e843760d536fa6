"""How long referrals take, how old the open ones are, and why others left: three cards of one place."""

from components.bars import Bar, bars, bars_height
from components.card import Card
from components.cells import first_number, said, shown_only, total
from components.classes import is_number
from components.funnel import period_words, stage_name
from components.pairs import Pair, pair_key, pairs, pairs_height
from components.sources import about, household_notes
from components.table import table
from components.theme import NEED
from components.view import View
from data.fields import STAGES as FIELD_STAGES
from data.gate import HIDDEN, Cell, Released
from data.text import Text, number, percent

DAYS_TITLE = Text("เวลาถึงแต่ละขั้น · {place} · {period}", "Time to each stage · {place} · {period}")
DAYS_SENTENCE = Text(
    "วันนับจากวันเข้าระบบ รวมเรื่องที่ยังไม่จบ เรื่องที่ออกไปแล้วนับว่าไม่ถึง",
    "Days from entry, open cases included; those that left count as not reached",
)
MEDIAN, NINTH = Text("ครึ่งหนึ่งถึงใน", "Half reached it within"), Text("เก้าในสิบถึงใน", "nine in ten within")
DAYS, NEVER = Text("{n} วัน", "{n} days"), Text("ยังไม่ถึง", "not reached")
WITHIN = Text("ภายใน {days} วัน", "Within {days} days")
WITHIN_ASIDE = Text("ใน 90 วัน {share}", "{share} in 90 days")
STAGE = Text("ขั้น", "Stage")
DAY_HEADS = (STAGE, Text("มัธยฐาน (วัน)", "Median (days)"), Text("เปอร์เซ็นไทล์ที่ 90 (วัน)", "90th percentile (days)"))
SHOWN_DAYS = (30, 90, 180)
DAY_COLUMNS = ("n_households", "median_days", "p90_days", "within_30", "within_90", "within_180")

AGE_TITLE = Text("อายุเรื่องที่ยังไม่จบ · {place} · {period}", "Age of open cases · {place} · {period}")
AGE_SENTENCE = Text(
    "วันนับจากวันเข้าระบบถึงวันของชุดข้อมูล เรื่องที่ยังไม่ได้รับความช่วยเหลือและยังไม่ออก",
    "Days from entry to the day of the data set; neither helped nor left",
)
AGES = {
    "0-7": Text("0–7 วัน", "0–7 days"),
    "8-30": Text("8–30 วัน", "8–30 days"),
    "31-90": Text("31–90 วัน", "31–90 days"),
    ">90": Text("มากกว่า 90 วัน", "more than 90 days"),
}
AGE_HEADS = (Text("อายุ", "Age"), Text("เรื่อง", "Referrals"), Text("ร้อยละ", "Per cent"))
NO_OPEN = Text("ไม่มีเรื่องค้าง", "No case is open")

EXIT_TITLE = Text("ออกโดยไม่ได้รับความช่วยเหลือ · {place} · {period}", "Left without help · {place} · {period}")
EXIT_SENTENCE = Text(
    "เรื่องที่ออกจากขั้นตอน ตามเหตุผล และร้อยละของเรื่องที่เข้าระบบทั้งหมด",
    "Referrals that left by a side exit, by reason, and per cent of all that entered",
)
NO_REASON = Text("ไม่ระบุเหตุผล", "no reason given")
EXIT = Text("{exit}: {reason}", "{exit}: {reason}")
EXIT_HEADS = (Text("ออกเพราะ", "Exit"), Text("เหตุผล", "Reason"), *AGE_HEADS[1:])
NO_EXIT = Text("ไม่มีเรื่องที่ออกนอกขั้นตอน", "No referral has left")
MOST_EXITS = 9


def exit_name(key: str, lang: str) -> str:
    """Return the word for a side exit; one nobody named keeps its key."""
    return (FIELD_STAGES[key][lang] if key in FIELD_STAGES else key).capitalize()


def days_card(view: View, released: Released, place: str, height: int = 0) -> Card:
    """Return the card of times from rows of `stage_days`."""
    title = view.say(DAYS_TITLE, place=place, period=period_words(view))
    entries = [_day_pair(row, view, released.threshold) for row in released.rows]
    return Card(
        id="days", title=title, sentence=view.say(DAYS_SENTENCE), lang=view.lang,
        figure=pairs(entries, view.lang, demo=view.marked), alt=f"{title}: " + "; ".join(e.sentence for e in entries),
        height=height or pairs_height(len(entries)), extra=pair_key(view.say(MEDIAN), view.say(NINTH)),
        table=_day_table(view, title, released), about=about(view, "stage_days"),
        notes=household_notes(view, shown_only(released, DAY_COLUMNS), first_number(released.rows, "n_households")),
    )  # fmt: skip


def _day(cell: Cell, lang: str, threshold: int, words: Text | None = None) -> str:
    if cell is None:
        return NEVER[lang]
    return said(cell, lang, threshold, lambda value: (words or DAYS).format(n=number(value))[lang])


def _day_pair(row: dict, view: View, threshold: int) -> Pair:
    lang, name = view.lang, stage_name(row["stage"], view.lang)
    median, ninth = (_day(row[column], lang, threshold) for column in ("median_days", "p90_days"))
    share = row["within_90"]
    aside = view.say(WITHIN_ASIDE, share=percent(share, 0)) if is_number(share) else ""
    sentence = f"{name}: {view.say(MEDIAN)} {median} · {view.say(NINTH)} {ninth}"
    shown = median if median == ninth else f"<b>{median}</b> – {ninth}"
    return Pair(name, row["median_days"], row["p90_days"], shown, sentence, aside)


def _day_table(view: View, caption: str, released: Released):
    heads = [view.say(head) for head in DAY_HEADS] + [view.say(WITHIN, days=str(days)) for days in SHOWN_DAYS]
    plain = Text("{n}", "{n}")
    rows = [
        [
            stage_name(row["stage"], view.lang),
            *(_day(row[name], view.lang, released.threshold, plain) for name in ("median_days", "p90_days")),
            *(said(row[f"within_{days}"], view.lang, released.threshold, percent) for days in SHOWN_DAYS),
        ]
        for row in released.rows
    ]
    return table(caption, heads, rows)


def ageing_card(view: View, released: Released, place: str, height: int = 0) -> Card:
    """Return the card of open cases from rows of `ageing`, the youngest first."""
    title = view.say(AGE_TITLE, place=place, period=period_words(view))
    entries = [
        _count_bar(
            AGES[row["age"]][view.lang] if row["age"] in AGES else row["age"], row, view.lang, released.threshold
        )
        for row in released.rows
    ]
    whole = total(row["referrals"] for row in released.rows)
    rows = [[entry.words, *_counts(row, view.lang, released.threshold)] for entry, row in zip(entries, released.rows, strict=True)]  # fmt: skip
    return Card(
        id="ageing", title=title, sentence=view.say(AGE_SENTENCE), lang=view.lang,
        figure=bars(entries, view.lang, colour=NEED[3], whole=whole or None, demo=view.marked),
        alt=f"{title}: " + ("; ".join(e.sentence for e in entries) or view.say(NO_OPEN)),
        height=height or bars_height(len(entries)), table=table(title, [view.say(head) for head in AGE_HEADS], rows),
        about=about(view, "ageing"), notes=household_notes(view, released),
    )  # fmt: skip


def exits_card(view: View, released: Released, place: str, height: int = 0) -> Card:
    """Return the card of side exits from rows of `exits`, the most common first; hidden ones come last."""
    title = view.say(EXIT_TITLE, place=place, period=period_words(view))
    rows = sorted(released.rows, key=lambda row: row["referrals"] if is_number(row["referrals"]) else -1, reverse=True)
    names = [_exit_words(row, view) for row in rows]
    entries = [
        _count_bar(view.say(EXIT, exit=exit, reason=reason), row, view.lang, released.threshold)
        for (exit, reason), row in zip(names, rows, strict=True)
    ]
    lines = [[*name, *_counts(row, view.lang, released.threshold)] for name, row in zip(names, rows, strict=True)]
    drawn = entries[:MOST_EXITS]
    return Card(
        id="exits", title=title, sentence=view.say(EXIT_SENTENCE), lang=view.lang,
        figure=bars(drawn, view.lang, colour=NEED[2], demo=view.marked),
        alt=f"{title}: " + ("; ".join(entry.sentence for entry in drawn) or view.say(NO_EXIT)),
        height=height or bars_height(len(drawn)), about=about(view, "exits"),
        table=table(title, [view.say(head) for head in EXIT_HEADS], lines, words=2),
        notes=household_notes(view, released),
    )  # fmt: skip


def _exit_words(row: dict, view: View) -> tuple[str, str]:
    reason = view.reference.word("reason", row["reason"])[view.lang] if row["reason"] else view.say(NO_REASON)
    return exit_name(row["exit_stage"], view.lang), reason


def _counts(row: dict, lang: str, threshold: int) -> list[str]:
    return [said(row["referrals"], lang, threshold), said(row["share"], lang, threshold, percent)]


def _count_bar(name: str, row: dict, lang: str, threshold: int) -> Bar:
    """Return a bar of referrals with its share beside the name."""
    count, share = _counts(row, lang, threshold)
    if row["referrals"] is HIDDEN:
        return Bar(name, HIDDEN, count, f"{name} {count}")
    known = is_number(row["share"])
    return Bar(
        name, row["referrals"], count, f"{name}: {count}" + (f" · {share}" if known else ""), share if known else ""
    )
