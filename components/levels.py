"""Living levels of one place: one stacked bar and a key with every number."""

from dash import html

from components.card import Card
from components.classes import is_number
from components.graph import MARK_ROOM, figure
from components.table import table
from components.theme import LEVELS, SMALL, SURFACE, categorical, readable_on
from components.view import View
from data.gate import HIDDEN, THRESHOLD, Cell
from data.text import Text, number, percent

NAMES = {
    1: Text("อยู่ลำบาก", "in distress"),
    2: Text("อยู่ยาก", "struggling"),
    3: Text("อยู่พอได้", "getting by"),
    4: Text("อยู่ดี", "living well"),
}
OTHER = Text("ระดับ {level}", "level {level}")
HOUSEHOLDS = Text("ครัวเรือน", "households")
TITLE = Text("ระดับการดำรงชีพ · {place} · {vintage}", "Living levels · {place} · {vintage}")
SENTENCE = Text("ร้อยละของครัวเรือน จากคะแนนทุนรวม", "Per cent of households, from the overall capital score")
HEADS = (Text("ระดับ", "Level"), Text("ร้อยละ", "Per cent"), Text("ครัวเรือน", "Households"))
LEVEL_MEASURE = "bi_households_level_"
HEIGHT = 56
SMALLEST_LABEL = 0.07


def level_name(level: int, lang: str) -> str:
    """Return the word for a living level."""
    return (NAMES.get(level) or OTHER.format(level=str(level)))[lang]


def level_bar(rows: list[dict], lang: str, demo: bool = False) -> dict:
    """Return one stacked bar. rows: {"level", "households", "share"}; a hidden or missing share draws nothing."""
    return figure(
        [_part(row, lang) for row in rows if is_number(row["share"])],
        lang,
        demo=demo,
        barmode="stack",
        margin={"l": 0, "r": 0, "t": 4, "b": 4},
        xaxis={"range": [0, 1], "visible": False},
        yaxis={"visible": False},
    )


def _part(row: dict, lang: str) -> dict:
    colour = categorical(LEVELS, row["level"] - 1)
    share = percent(row["share"])
    return {
        "type": "bar", "orientation": "h", "x": [row["share"]], "y": [0], "width": 1,
        "marker": {"color": colour, "line": {"color": SURFACE, "width": 2}},
        "text": [share if row["share"] >= SMALLEST_LABEL else ""], "textposition": "inside", "insidetextanchor": "middle",
        "textangle": 0, "textfont": {"color": readable_on(colour), "size": SMALL},
        "hovertemplate": f"{level_name(row['level'], lang)} {share} · {number(row['households'])} {HOUSEHOLDS[lang]}<extra></extra>",
    }  # fmt: skip


def level_key(rows: list[dict], lang: str, threshold: int = THRESHOLD) -> html.Ul:
    """Return the key of the bar: swatch, name, share and households of every level."""
    return html.Ul([_entry(row, lang, threshold) for row in rows], className="key-list")


def _entry(row: dict, lang: str, threshold: int) -> html.Li:
    swatch = html.Span(className="swatch", style={"background": categorical(LEVELS, row["level"] - 1)})
    words = html.Span(f"{row['level']} {level_name(row['level'], lang)}")
    count = number(row["households"]) if is_number(row["households"]) else ""
    return html.Li([swatch, words, html.B(_share(row["share"], lang, threshold)), html.Span(count, className="muted")])


def _share(cell: Cell, lang: str, threshold: int) -> str:
    return HIDDEN.text(threshold)[lang] if cell is HIDDEN else percent(cell)


def levels_card(view: View, rows: list[dict], place: str, vintage: str, about, notes: list[str]) -> Card:
    """Return the card of living levels. rows: {"level", "households", "share"} of one place."""
    title = view.say(TITLE, place=place, vintage=vintage)
    words = [[level_name(row["level"], view.lang), _share(row["share"], view.lang, THRESHOLD)] for row in rows]
    counts = [
        number(row["households"]) if is_number(row["households"]) else words[at][1] for at, row in enumerate(rows)
    ]
    return Card(
        id="levels", title=title, sentence=view.say(SENTENCE), figure=level_bar(rows, view.lang, view.marked),
        alt=f"{title}: " + ", ".join(" ".join(pair) for pair in words), height=HEIGHT + MARK_ROOM * view.marked,
        extra=level_key(rows, view.lang), about=about, notes=notes, lang=view.lang,
        table=table(title, [view.say(head) for head in HEADS], [[*pair, n] for pair, n in zip(words, counts, strict=True)]),
    )  # fmt: skip


def published_levels(rows: tuple[dict, ...], code: str) -> tuple[list[dict], list[dict]]:
    """Return (rows as `level_bar` takes them, the published rows behind them) of one place; empty where there are none."""
    found = {row["measure"]: row for row in rows if row["code"] == code and row["measure"].startswith(LEVEL_MEASURE)}
    counts = {int(measure.removeprefix(LEVEL_MEASURE)): row["value"] for measure, row in found.items()}
    total = sum(counts.values()) if counts and None not in counts.values() else 0
    levels = [
        {"level": level, "households": count, "share": count / total if total else None}
        for level, count in sorted(counts.items())
    ]
    return levels, list(found.values())
