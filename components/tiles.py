"""The four questions as four tiles: who, where, why, how."""

from dataclasses import dataclass
from typing import Any

from dash import html

from data.gate import HIDDEN
from data.text import Text, number

WHO, WHERE = Text("ใคร", "Who"), Text("ที่ไหน", "Where")
WHY, HOW = Text("ทำไม", "Why"), Text("อย่างไร", "How")
BAHT, MILLION_BAHT = Text("บาท", "baht"), Text("ล้านบาท", "million baht")
HEADLINE = Text("ตัวเลขหลัก", "Headline figures")
FOUR = Text("สี่คำถาม: ใคร ที่ไหน ทำไม อย่างไร", "Four questions: who, where, why, how")


@dataclass(frozen=True)
class Tile:
    """question: one of the four; kicker says what is counted; hero is the number or word; lines stand under it."""

    id: str
    question: Text
    kicker: str
    hero: Any
    unit: str
    lines: list[Any]
    source: str

    def parts(self, lang: str) -> list:
        """Return what stands in the tile."""
        words = [html.Span(self.question[lang], className="question"), html.Span(self.kicker, className="kicker")]
        hero = (
            [
                html.Span(self.hero, className=f"hero {word_kind(self.hero, lang)}".strip()),
                html.Span(self.unit, className="unit"),
            ]
            if self.hero
            else None
        )
        lines = [line if hasattr(line, "children") else html.P(line) for line in self.lines if line]
        return [
            html.H2(words),
            html.P(hero, className="hero-line") if hero else None,
            html.Div(lines, className="tile-lines"),
            html.P(self.source, className="tile-source") if self.source else None,
        ]


def tile_band(tiles: list[Tile], lang: str) -> html.Section:
    """Return the tiles side by side; each can be replaced on its own."""
    boxes = [html.Div(tile.parts(lang), id=tile.id, className="tile") for tile in tiles]
    return html.Section(boxes, className="tile-band", **{"aria-label": FOUR[lang]})


def short_baht(value: float | None, lang: str) -> tuple[str, str]:
    """Return an amount of money and its unit: millions from one million up, plain baht below."""
    if value is None or abs(value) < 1_000_000:
        return number(value), BAHT[lang]
    return number(value / 1_000_000, 1), MILLION_BAHT[lang]


def headline(figures: list[tuple[str, str, str, str]], notes: list[str], lang: str) -> html.Section:
    """Return the headline numbers of one place in a row: (label, number, unit, years), and where they come from."""
    boxes = [_headline_figure(*figure, lang) for figure in figures]
    foot = html.P([html.Span(note) for note in notes], className="headline-notes")
    return html.Section([html.Dl(boxes), foot], className="headline", **{"aria-label": HEADLINE[lang]})


def word_kind(value: Any, lang: str) -> str:
    """Return the class of a large number: the word for a hidden one is no larger than other words."""
    return "is-word" if str(value).startswith(HIDDEN.text()[lang]) else ""


def _headline_figure(label: str, value: str, unit: str, years: str, lang: str) -> html.Div:
    when = [html.Dd(years)] if years else []
    return html.Div(
        [html.Dt(label), html.Dd([html.B(value, className=word_kind(value, lang) or None), html.Span(unit)]), *when]
    )
