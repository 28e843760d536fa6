"""The referral funnel: counts and step rates on bars, days between them, who waits and who left at their side."""

from components.bars import Bar
from components.card import Card
from components.cells import first_number, said
from components.classes import is_number
from components.graph import figure, hover, note
from components.sources import about, household_notes
from components.table import table
from components.theme import INK, NEED, OUTLINE, PLACE, SMALL, readable_on
from components.view import View
from data.entry import entry_words
from data.gate import HIDDEN, Cell, Released
from data.text import Text, number, percent

TITLE = Text("การส่งต่อ · {place} · {period}", "Referrals · {place} · {period}")
ALL_PERIODS = Text("ทุกปีที่เข้าระบบ", "entered in any year")
ENTERED_IN = Text("เข้าระบบ{period}", "entered in {period}")
SENTENCE = Text(
    "จำนวนเรื่องที่ถึงแต่ละขั้น ร้อยละของขั้นก่อน และวันมัธยฐานระหว่างขั้น",
    "Referrals that reached each stage, per cent of the stage before, median days between stages",
)
STAGES = {
    "identified": Text("พบความต้องการ", "Identified"),
    "verified": Text("สอบทานแล้ว", "Verified"),
    "referred": Text("ส่งต่อแล้ว", "Referred"),
    "accepted": Text("หน่วยงานรับเรื่อง", "Accepted"),
    "in_progress": Text("กำลังช่วยเหลือ", "In progress"),
    "helped": Text("ช่วยเหลือแล้ว", "Helped"),
}
DAYS = Text("{days} วัน", "{days} days")
ON_DAY = Text("มัธยฐานวันที่ {days}", "median day {days}")
STEP = Text("{rate} ของขั้นก่อน", "{rate} of the step before")
OF_ALL = Text("{rate} ของทั้งหมด", "{rate} of all")
WAITING, LEFT = Text("รออยู่ {n}", "{n} waiting"), Text("ออก {n}", "{n} left")
HEADS = (
    Text("ขั้น", "Stage"), Text("จำนวน", "Reached"), Text("จากขั้นก่อน", "Of step before"), Text("จากทั้งหมด", "Of all"),
    Text("วันมัธยฐานจากขั้นก่อน", "Median days from step before"), Text("วันมัธยฐานจากวันเข้าระบบ", "Median days from entry"),
)  # fmt: skip
END_HEADS = (Text("รออยู่ที่ขั้นนี้", "Waiting here"), Text("ออกจากขั้นนี้", "Left from here"))
ROW, TOP, WIDTH = 70, 26, 0.34
# A bar shorter than this share of the first has no room for its words inside.
ROOM = 0.42


def stage_name(stage: str, lang: str) -> str:
    """Return the word for a referral stage; one nobody named here keeps its key."""
    return STAGES[stage][lang] if stage in STAGES else stage


def period_words(view: View) -> str:
    """Return the entry period of the view as the last part of a title."""
    entered = view.selection.entered
    return view.say(ENTERED_IN, period=entry_words(entered)) if entered else view.say(ALL_PERIODS)


def funnel_card(view: View, released: Released, place: str, ends: Released | None = None, height: int = 0) -> Card:
    """Return the funnel of one place from rows of `funnel`, with those of `stage_ends` at its side."""
    title = view.say(TITLE, place=place, period=period_words(view))
    aside = {row["stage"]: row for row in ends.rows} if ends else {}
    entries = [stage_bar(row, view.lang, released.threshold) for row in released.rows]
    said_aside = [end_words(aside.get(row["stage"]), view.lang, released.threshold) for row in released.rows]
    sentences = [" · ".join(filter(None, (e.sentence, words))) for e, words in zip(entries, said_aside, strict=True)]
    return Card(
        id="funnel", title=title, sentence=view.say(SENTENCE), lang=view.lang,
        figure=funnel_figure(released.rows, said_aside, sentences, view.lang, released.threshold, demo=view.marked),
        alt=f"{title}: " + "; ".join(sentences), height=height or funnel_height(len(entries)),
        table=_table(view, title, released, aside), about=about(view, "funnel"),
        notes=household_notes(view, released, first_number(released.rows, "n_households")),
    )  # fmt: skip


def funnel_height(stages: int) -> int:
    """Return the height of the picture in px."""
    return TOP + ROW * max(stages, 2)


def funnel_figure(rows, asides: list[str], sentences: list[str], lang: str, threshold: int, demo: bool = False) -> dict:
    """Return the bars from the top. rows: of `funnel`; asides: who waits and who left, per row; sentences: per row."""
    whole = first_number(rows, "reached") or 1
    places = list(range(len(rows)))
    plain = {"type": "bar", "orientation": "h", "y": places, "width": WIDTH}
    ground = {**plain, "x": [whole] * len(places), "marker": {"color": OUTLINE}, "hoverinfo": "skip"}
    front = {
        **plain,
        "x": [row["reached"] if is_number(row["reached"]) else None for row in rows],
        "marker": {"color": PLACE},
        "hovertext": [hover(sentence) for sentence in sentences],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }
    words = [part for place, row in enumerate(rows) for part in _words(place, row, whole, lang, threshold)]
    words += [part for place in places[:-1] for part in _between(place, rows[place + 1], asides[place], lang)]
    return figure(
        [ground, front], lang, demo=demo, barmode="overlay", annotations=words,
        margin={"l": 4, "r": 4, "t": TOP, "b": 4}, xaxis={"range": [0, whole], "visible": False},
        yaxis={"range": [len(places) - 0.75, -0.4], "visible": False},
    )  # fmt: skip


def _words(place: int, row: dict, whole: float, lang: str, threshold: int) -> list[dict]:
    """Name above the bar, share of all at the right, count and step rate on the bar or just behind it."""
    count = said(row["reached"], lang, threshold)
    step = f" · {percent(row['step_rate'], 0)}" if is_number(row["step_rate"]) else ""
    length = row["reached"] / whole if is_number(row["reached"]) else 0
    inside = length >= ROOM
    ink = readable_on(PLACE) if inside else INK
    above = {"xref": "paper", "y": place - WIDTH / 2, "yref": "y", "yanchor": "bottom", "yshift": 1}
    found = [
        note(stage_name(row["stage"], lang), x=0, xanchor="left", font={"color": INK, "size": SMALL}, **above),
        note(
            f"<b>{count}</b>{step}", x=0 if inside else length, xref="paper", xanchor="left", xshift=8, y=place, yref="y",
            font={"color": ink, "size": SMALL},
        ),
    ]  # fmt: skip
    if place and is_number(row["overall_rate"]):
        words = OF_ALL.format(rate=percent(row["overall_rate"], 0))[lang]
        found.append(note(words, x=1, xanchor="right", **above))
    return found


def _between(place: int, after: dict, aside: str, lang: str) -> list[dict]:
    """Days to the next stage at the left; at the right a small mark for those who wait or left."""
    below = {"xref": "paper", "y": place + WIDTH / 2, "yref": "y", "yanchor": "top", "yshift": -1}
    found = []
    if is_number(after["step_days"]):
        days = DAYS.format(days=number(after["step_days"]))[lang]
        found.append(note(f"↓ {days}", x=0, xanchor="left", xshift=8, **below))
    if aside:
        mark = f'<span style="color:{NEED[3]}">◆</span> '
        found.append(note(mark + aside, x=1, xanchor="right", **below))
    return found


def end_words(row: dict | None, lang: str, threshold: int) -> str:
    """Return `45 waiting · 12 left`, "" where nobody knows; what is hidden is named once."""
    if row is None:
        return ""
    if row["open"] is HIDDEN and row["exited"] is HIDDEN:
        return ""
    parts = ((WAITING, row["open"]), (LEFT, row["exited"]))
    return " · ".join(words.format(n=said(cell, lang, threshold))[lang] for words, cell in parts if cell is not HIDDEN)


def stage_bar(row: dict, lang: str, threshold: int) -> Bar:
    """Return one stage in words: count, step rate and the day it was reached."""
    count = said(row["reached"], lang, threshold)
    name, aside, words = stage_name(row["stage"], lang), [], []
    if is_number(row["step_rate"]):
        aside.append(percent(row["step_rate"], 0))
        words.append(STEP.format(rate=percent(row["step_rate"]))[lang])
    if is_number(row["median_days"]) and row["median_days"] > 0:
        aside.append(ON_DAY.format(days=number(row["median_days"]))[lang])
        words.append(aside[-1])
    return Bar(name, row["reached"], count, " · ".join([f"{name} {count}", *words]), " · ".join(aside))


def _table(view: View, caption: str, released: Released, aside: dict[str, dict]):
    def cell(value: Cell, words=number) -> str:
        return said(value, view.lang, released.threshold, words)

    heads = [*HEADS, *(END_HEADS if aside else ())]
    rows = [
        [
            stage_name(row["stage"], view.lang), cell(row["reached"]), cell(row["step_rate"], percent),
            cell(row["overall_rate"], percent), cell(row["step_days"]), cell(row["median_days"]),
            *([cell(aside.get(row["stage"], {}).get(name)) for name in ("open", "exited")] if aside else ()),
        ]
        for row in released.rows
    ]  # fmt: skip
    return table(caption, [view.say(head) for head in heads], rows)
