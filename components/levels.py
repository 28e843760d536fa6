"""Living levels of one place: one stacked bar and a key with every number."""

from dash import html

from components.classes import is_number
from components.graph import figure
from components.theme import LEVELS, SMALL, SURFACE, categorical, readable_on
from data.gate import HIDDEN, Cell
from data.text import Text, number, percent

NAMES = {
    1: Text("อยู่ลำบาก", "in distress"),
    2: Text("อยู่ยาก", "struggling"),
    3: Text("อยู่พอได้", "getting by"),
    4: Text("อยู่ดี", "living well"),
}
OTHER = Text("ระดับ {level}", "level {level}")
HOUSEHOLDS = Text("ครัวเรือน", "households")
HEIGHT = 64
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


def level_key(rows: list[dict], lang: str, threshold: int = 10) -> html.Ul:
    """Return the key of the bar: swatch, name, share and households of every level."""
    return html.Ul([_entry(row, lang, threshold) for row in rows], className="key-list")


def _entry(row: dict, lang: str, threshold: int) -> html.Li:
    swatch = html.Span(className="swatch", style={"background": categorical(LEVELS, row["level"] - 1)})
    words = html.Span(f"{row['level']} {level_name(row['level'], lang)}")
    return html.Li(
        [swatch, words, html.B(_share(row["share"], lang, threshold)), html.Span(_count(row), className="muted")]
    )


def _share(cell: Cell, lang: str, threshold: int) -> str:
    return HIDDEN.text(threshold)[lang] if cell is HIDDEN else percent(cell)


def _count(row: dict) -> str:
    return number(row["households"]) if is_number(row["households"]) else ""
