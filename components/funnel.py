"""A first referral funnel: counts, step rates and days since entry."""

from components.bars import Bar, bars, bars_height
from components.card import Card
from components.classes import is_number
from components.sources import about, household_notes
from components.table import table
from components.theme import PLACE
from components.view import View
from data.gate import HIDDEN, Released
from data.text import Text, number, percent

TITLE = Text("การส่งต่อ · {place} · ทุกรอบ", "Referrals · {place} · all rounds")
SENTENCE = Text(
    "จำนวนการส่งต่อที่ถึงแต่ละขั้น ร้อยละของขั้นก่อน และมัธยฐานของวันนับจากพบความต้องการ",
    "Referrals that reached each stage, per cent of the stage before, median days from entry",
)
STAGES = {
    "identified": Text("พบความต้องการ", "Identified"),
    "verified": Text("สอบทานแล้ว", "Verified"),
    "referred": Text("ส่งต่อแล้ว", "Referred"),
    "accepted": Text("หน่วยงานรับเรื่อง", "Accepted"),
    "in_progress": Text("กำลังช่วยเหลือ", "In progress"),
    "helped": Text("ช่วยเหลือแล้ว", "Helped"),
}
DAYS = Text("วันที่ {days}", "day {days}")
STEP = Text("{rate} ของขั้นก่อน", "{rate} of the step before")
HEADS = (
    Text("ขั้น", "Stage"), Text("จำนวน", "Reached"), Text("จากขั้นก่อน", "Of step before"),
    Text("จากทั้งหมด", "Of all"), Text("มัธยฐานวัน", "Median days"),
)  # fmt: skip


def stage_name(stage: str, lang: str) -> str:
    """Return the word for a referral stage; one nobody named here keeps its key."""
    return STAGES[stage][lang] if stage in STAGES else stage


def funnel_card(view: View, released: Released, place: str, height: int = 0) -> Card:
    """Return the funnel of one place from rows of `funnel`."""
    entries = [stage_bar(row, view.lang, released.threshold) for row in released.rows]
    title = view.say(TITLE, place=place)
    first = released.rows[0]["reached"] if released.rows else None
    n = next((row["n_households"] for row in released.rows), None)
    return Card(
        id="funnel", title=title, sentence=view.say(SENTENCE), lang=view.lang,
        figure=bars(entries, view.lang, colour=PLACE, whole=first if is_number(first) else None, demo=view.marked),
        alt=f"{title}: " + "; ".join(entry.sentence for entry in entries), height=height or bars_height(len(entries)),
        table=_table(view, title, released), about=about(view, "funnel"),
        notes=household_notes(view, released, n if is_number(n) else None),
    )  # fmt: skip


def stage_bar(row: dict, lang: str, threshold: int) -> Bar:
    """Return the bar of one stage: count at the right, step rate and days beside its name."""
    count = HIDDEN.text(threshold)[lang] if row["reached"] is HIDDEN else number(row["reached"])
    name, aside, words = stage_name(row["stage"], lang), [], []
    if is_number(row["step_rate"]):
        aside.append(percent(row["step_rate"], 0))
        words.append(STEP.format(rate=percent(row["step_rate"]))[lang])
    if is_number(row["median_days"]) and row["median_days"] > 0:
        aside.append(DAYS.format(days=number(row["median_days"]))[lang])
        words.append(aside[-1])
    return Bar(name, row["reached"], count, " · ".join([f"{name} {count}", *words]), " · ".join(aside))


def _table(view: View, caption: str, released: Released):
    hidden = HIDDEN.text(released.threshold)[view.lang]

    def cell(value, words) -> str:
        return hidden if value is HIDDEN else words(value)

    rows = [
        [
            stage_name(row["stage"], view.lang), cell(row["reached"], number), cell(row["step_rate"], percent),
            cell(row["overall_rate"], percent), cell(row["median_days"], number),
        ]
        for row in released.rows
    ]  # fmt: skip
    return table(caption, [view.say(head) for head in HEADS], rows)
