"""How: operating models of one place and the help its households got."""

from dash import html

from components.bars import Bar, bars, bars_height
from components.card import Card
from components.facts import Fact
from components.sources import about, household_notes
from components.table import table
from components.theme import PLACE
from components.tiles import word_kind
from components.view import View
from data.gate import HIDDEN, Released
from data.text import Text, number

TITLE = Text("โมเดลแก้จนและความช่วยเหลือ · {place} · ทุกปี", "Operating models and help · {place} · all years")
SENTENCE = Text(
    "ครัวเรือนที่ได้รับความช่วยเหลือแต่ละด้าน ครัวเรือนหนึ่งอยู่ได้หลายด้าน จึงไม่รวมกัน",
    "Households helped, by kind; a household can stand in several kinds, so they never add up",
)
KINDS = {
    "health": Text("สุขภาพ", "Health"),
    "education": Text("การศึกษา", "Education"),
    "living": Text("ความเป็นอยู่", "Living conditions"),
    "access": Text("การเข้าถึงบริการรัฐ", "Access to state services"),
    "other": Text("อื่น ๆ", "Other"),
}
HEADS = (Text("ด้าน", "Kind"), Text("ครัวเรือน", "Households"), Text("ครั้ง", "Episodes"), Text("บาท", "Baht"))
EPISODES = Text("{n} ครั้ง", "{n} episodes")


def help_card(view: View, released: Released, facts: dict[str, Fact], place: str, height: int = 0) -> Card:
    """Return the card of one place from rows of `assistance` and the facts on its models."""
    entries = [_bar(row, view.lang, released.threshold) for row in released.rows]
    title = view.say(TITLE, place=place)
    models = [facts[key].triple(view.lang) for key in ("models", "in_models", "budget") if key in facts]
    return Card(
        id="help", title=title, sentence=view.say(SENTENCE), lang=view.lang,
        figure=bars(entries, view.lang, colour=PLACE, demo=view.marked),
        alt=f"{title}: " + "; ".join(entry.sentence for entry in entries), height=height or bars_height(len(entries)),
        extra=html.Dl(
            [html.Div([html.Dt(name), html.Dd([html.B(value, className=word_kind(value, view.lang) or None), html.Span(unit)])]) for name, value, unit in models],
            className="figure-list three",
        ),
        table=_table(view, title, released), about=about(view, "models"), notes=household_notes(view, released),
    )  # fmt: skip


def _bar(row: dict, lang: str, threshold: int) -> Bar:
    name = KINDS[row["kind"]][lang] if row["kind"] in KINDS else row["kind"]
    if row["households"] is HIDDEN:
        words = HIDDEN.text(threshold)[lang]
        return Bar(name, HIDDEN, words, f"{name} {words}")
    count, episodes = number(row["households"]), EPISODES.format(n=number(row["episodes"]))[lang]
    return Bar(name, row["households"], count, f"{name} {count} · {episodes}", episodes)


def _table(view: View, caption: str, released: Released):
    hidden = HIDDEN.text(released.threshold)[view.lang]
    rows = [
        [_bar(row, view.lang, released.threshold).words]
        + [hidden if row[name] is HIDDEN else number(row[name]) for name in ("households", "episodes", "amount_baht")]
        for row in released.rows
    ]
    return table(caption, [view.say(head) for head in HEADS], rows)
