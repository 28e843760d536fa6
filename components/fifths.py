"""Living levels of the verified poor by fifth of capital, of one place or of several beside each other."""

from dash import html

from components.card import Card
from components.cells import said
from components.classes import is_number
from components.graph import figure, hover
from components.levels import level_key, level_name
from components.sources import about, household_notes
from components.subjects import Side, joined
from components.table import table
from components.theme import CANVAS, INK, LEVELS, MUTED, SMALL, SURFACE, categorical, readable_on
from components.view import View
from data.gate import HIDDEN, Cell, Released
from data.text import UNDEFINED, Text, percent

FIFTHS = Text("ระดับการดำรงชีพตามกลุ่มทุน · {place} · {vintage}", "Living levels by fifth of capital · {place} · {vintage}")
FIFTHS_SENTENCE = Text(
    "ครัวเรือนที่ยืนยันว่ายากจน แบ่งห้ากลุ่มตามทุนรวมภายในแต่ละพื้นที่ 1 คือต่ำสุด (เป้าหมายการส่งต่อ)",
    "Verified poor households in fifths of overall capital inside each area; 1 is the lowest, the target of referral",
)
FIFTH, LEVEL = Text("กลุ่มที่ {fifth}", "Fifth {fifth}"), Text("ระดับ", "Level")
SHARE, HOUSEHOLDS_WORDS = Text("ร้อยละ", "Per cent"), Text("ครัวเรือน", "households")
FIFTHS_HEAD = Text("กลุ่มทุน", "Fifth")
NONE = (UNDEFINED, UNDEFINED)
OF_SIDE = Text("{fifth} · {place}", "{fifth} · {place}")
TOP, FOOT, ROW = 8, 26, 46
# Of several places: bars of a fifth stand together, with a gap to the next.
SIDE_ROW, GAP = 24, 0.7


def fifths_bars(sides: list[Side], lang: str, demo: bool = False) -> dict:
    """Return one stacked bar per fifth and place, the lowest fifth on top; rows of a side: {"quintile", "level", "share"}."""
    rows = [row for side in sides for row in side.released.rows]
    fifths, levels = sorted({row["quintile"] for row in rows}), sorted({row["level"] for row in rows})
    bars = [(fifth, side) for fifth in range(len(fifths)) for side in range(len(sides))]
    spots = [fifth * (len(sides) + GAP * (len(sides) > 1)) + side for fifth, side in bars]
    names = [_name(fifths[fifth], sides, side, lang) for fifth, side in bars]
    found = [
        {row["level"]: row["share"] for row in sides[side].released.rows if row["quintile"] == fifths[fifth]}
        for fifth, side in bars
    ]
    bars_of = [_level(level, spots, [one.get(level) for one in found], names, lang) for level in levels]
    return figure(
        [*bars_of, *_hidden(spots, found, names, lang)], lang, demo=demo, barmode="stack", margin={"l": 8, "r": 14, "t": TOP, "b": FOOT},
        xaxis={"range": [0, 1], "tickvals": [0, 0.5, 1], "tickformat": ".0%"},
        yaxis={
            "range": [max(spots, default=0) + 0.5, -0.5], "tickvals": spots, "automargin": "width", "ticktext": names,
            "tickfont": {"color": INK, "size": SMALL}, "showgrid": False,
        },
    )  # fmt: skip


def _name(fifth: int, sides: list[Side], side: int, lang: str) -> str:
    """Return the name of a bar: its fifth, with the place where there are several."""
    words = FIFTH.format(fifth=str(fifth))
    return OF_SIDE.format(fifth=words, place=sides[side].short)[lang] if len(sides) > 1 else words[lang]


def _level(level: int, spots: list[float], cells: list[Cell], names: list[str], lang: str) -> dict:
    colour = categorical(LEVELS, level - 1)
    shares = [cell if is_number(cell) else None for cell in cells]
    said_of = [
        f"{name}: {level_name(level, lang)} {_share(cell, lang)}" for name, cell in zip(names, cells, strict=True)
    ]
    return {
        "type": "bar", "orientation": "h", "x": shares, "y": spots, "width": 0.72 if len(spots) < 8 else 0.86,
        "marker": {"color": colour, "line": {"color": SURFACE, "width": 1}},
        "text": [percent(share, 0) if share and share > 0.08 else "" for share in shares], "textposition": "inside",
        "insidetextanchor": "middle", "textangle": 0, "textfont": {"color": readable_on(colour), "size": SMALL},
        "hovertext": [hover(words) for words in said_of], "hovertemplate": "%{hovertext}<extra></extra>",
    }  # fmt: skip


def _hidden(spots: list[float], found: list[dict[int, Cell]], names: list[str], lang: str) -> list[dict]:
    """Return what is hidden of each bar as dots in the rest of it, none where nothing is hidden."""
    rest = [
        max(1 - sum(cell for cell in cells.values() if is_number(cell)), 0) if HIDDEN in cells.values() else None
        for cells in found
    ]
    if not any(rest):
        return []
    words = [hover(f"{name}: {HIDDEN.text()[lang]}") for name in names]
    dots = {"shape": ".", "fgcolor": MUTED, "bgcolor": CANVAS, "size": 6, "solidity": 0.16, "fillmode": "replace"}
    return [
        {
            "type": "bar", "orientation": "h", "x": rest, "y": spots, "width": 0.72 if len(spots) < 8 else 0.86,
            "marker": {"color": CANVAS, "pattern": {**dots, "fgopacity": 1}, "line": {"color": SURFACE, "width": 1}},
            "hovertext": words, "hovertemplate": "%{hovertext}<extra></extra>",
        }
    ]  # fmt: skip


def _share(cell: Cell, lang: str) -> str:
    return HIDDEN.text()[lang] if cell is HIDDEN else percent(cell)


def fifths_height(sides: int) -> int:
    """Return the height of the picture in px."""
    return TOP + FOOT + (ROW * 5 if sides == 1 else int(SIDE_ROW * (5 * sides + 4 * GAP)))


def fifths_card(view: View, sides: list[Side], levels: Released) -> Card:
    """Return the card. sides: rows of `level_fifths`; levels: rows of `levels` of the first, for the key."""
    title = view.say(FIFTHS, place=", ".join(side.name for side in sides), vintage=view.vintage)
    several = len(sides) > 1
    cells = [
        {(row["quintile"], row["level"]): _cells(row, side, view.lang) for row in side.released.rows} for side in sides
    ]
    rows = [
        [view.say(FIFTH, fifth=str(fifth)), level_name(level, view.lang), *(cell for one in cells for cell in one.get((fifth, level), NONE))]
        for fifth, level in dict.fromkeys(key for one in cells for key in one)
    ]  # fmt: skip
    heads = [view.say(head) for head in (FIFTHS_HEAD, LEVEL)]
    counted = [SHARE, HOUSEHOLDS_WORDS]
    heads += [
        OF_SIDE.format(fifth=head, place=side.short)[view.lang] if several else view.say(head)
        for side in sides
        for head in counted
    ]
    alt = "; ".join(f"{heads[2 + at]} {row[0]} {row[1]} {row[2 + at]}" if several else " ".join(row[:3])
                    for row in rows for at in range(0, len(row) - 2, 2) if row[2 + at] not in (HIDDEN.text()[view.lang], UNDEFINED))  # fmt: skip
    own = [row["level"] for row in levels.rows]
    released = joined(side.released for side in sides)
    return Card(
        id="cap-fifths", title=title, sentence=view.say(FIFTHS_SENTENCE), lang=view.lang, alt=f"{title}: {alt}",
        figure=fifths_bars(sides, view.lang, view.marked), height=fifths_height(len(sides)),
        extra=level_names(own, released.hidden > 0, view.lang) if several else level_key(list(levels.rows), view.lang),
        table=table(title, heads, rows, words=2), about=about(view, "level_fifths", released=released),
        notes=household_notes(view, released),
    )  # fmt: skip


def _cells(row: dict, side: Side, lang: str) -> tuple[str, str]:
    return _share(row["share"], lang), said(row["households"], lang, side.released.threshold)


def level_names(levels: list[int], hidden: bool, lang: str) -> html.Ul:
    """Return the colours of the levels with their names alone: the numbers of several places stand in the bars."""
    entries = [
        html.Li(
            [
                html.Span(className="swatch", style={"background": categorical(LEVELS, level - 1)}),
                level_name(level, lang),
            ]
        )
        for level in levels
    ]
    dots = [html.Li([html.Span(className="swatch is-hidden"), HIDDEN.text()[lang]])] * hidden
    return html.Ul([*entries, *dots], className="mark-key")
