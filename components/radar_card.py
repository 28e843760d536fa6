"""The capitals of one place as a card: radar, the same numbers as dots, table."""

from collections.abc import Iterable

from dash import html

from components.capitals import capital_dots, capital_dots_height, capital_radar
from components.card import Card
from components.classes import is_number
from components.graph import graph
from components.profile import Profile
from components.sentences import capital_sentences, radar_summary
from components.sources import about, period_line, published_notes
from components.table import table
from components.view import View
from data.gate import HIDDEN, THRESHOLD, Cell
from data.text import Text, number, period

TITLE = Text("ทุน {count} ด้าน · {place} · {vintage}", "The {count} capitals · {place} · {vintage}")
SENTENCE = Text(
    "คะแนน 1–4 เส้นประและขีดคือ{word} แถบคือครึ่งกลาง", "Score 1–4; dashed line and ticks: {word}; band: the middle half"
)
GAPS = Text("ทุน {count} ด้านไม่มีคะแนน: เว้นว่าง ไม่ใช่ศูนย์", "Capitals without a score: {count}; missing, not zero")
HEADS = (Text("ทุน", "Capital"), Text("คะแนน", "Score"), Text("ครึ่งกลาง", "Middle half"))
RADAR_HEIGHT = 300


def radar_card(view: View, profile: Profile, place: str, vintage: str, words, notes: list[str]) -> Card:
    """Return the card of one place; a capital without a score is a gap in the line."""
    title = view.say(TITLE, count=str(len(profile.groups)), place=place, vintage=vintage)
    alt = radar_summary(profile, place, view)
    dots = capital_dots(profile, capital_sentences(profile, place, view), view.lang, view.marked)
    return Card(
        id="radar", title=title, sentence=view.say(SENTENCE, word=profile.word), alt=alt, height=RADAR_HEIGHT,
        figure=capital_radar(profile, place, view.lang, view.marked), table=_table(view, profile, title), about=words,
        extra=graph("capital-dots", dots, alt, capital_dots_height(profile)), lang=view.lang,
        notes=[_gaps(view, profile), *notes],
    )  # fmt: skip


def published_radar(view: View, profile: Profile, rows: Iterable[dict], place: str) -> Card:
    """Return the card of published scores. rows: of `published`, of any place and measure."""
    measures = {f"{group.key}_capital_score" for group in profile.groups}
    scores = [row for row in rows if row["measure"] in measures]
    newest = max((row["period"] for row in scores), default="")
    words = about(view, "published", more=[period_line(view, newest)] if newest else [])
    vintage = period(newest, view.lang) if newest else view.vintage
    return radar_card(view, profile, place, vintage, words, published_notes(view, scores))


def _gaps(view: View, profile: Profile) -> str:
    """Say how many capitals have no score, "" where all have; a hidden score is there."""
    gaps = sum(1 for group in profile.groups if profile.values.get(group.key) is None)
    return view.say(GAPS, count=str(gaps)) if gaps else ""


def _table(view: View, profile: Profile, caption: str) -> html.Div:
    def cell(value: Cell) -> str:
        if value is HIDDEN:
            return HIDDEN.text(THRESHOLD)[view.lang]
        return number(value if is_number(value) else None, 2)

    heads = [HEADS[0][view.lang], HEADS[1][view.lang], profile.word, HEADS[2][view.lang]]
    rows = [
        [
            group.name[view.lang], cell(profile.values.get(group.key)), cell(profile.middle.get(group.key)),
            f"{cell(profile.low.get(group.key))}–{cell(profile.high.get(group.key))}",
        ]
        for group in profile.groups
    ]  # fmt: skip
    return table(caption, heads, rows)
