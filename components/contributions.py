"""What poverty is made of: each area's M0 as a bar of 100 per cent, its dimensions side by side."""

from dash import html

from components.capitals import short_names
from components.card import Card
from components.classes import is_number
from components.graph import figure, hover, note
from components.lab_headline import item_weights, setting_words
from components.letters import shorten
from components.sources import about, household_notes
from components.table import table
from components.theme import HIDDEN_FILL, INK, MUTED, PROBLEMS, SMALL, SURFACE, categorical, readable_on
from components.view import View
from data.gate import HIDDEN, Cell, Released
from data.reference import Group
from data.text import UNDEFINED, Text, number

TITLE = Text("M0 มาจากมิติใด · {places} · {vintage}", "What M0 is made of · {places} · {vintage}")
SENTENCE = Text(
    "ร้อยละของ M0 ที่มาจากแต่ละมิติ ในครัวเรือนที่สำรวจ เรียงจาก M0 สูงสุด ตัวเลขขวาคือ M0",
    "Per cent of M0 from each dimension, among surveyed households, highest M0 first; M0 at the right",
)
PART = Text("{place}: {dimension} {share}% ของ M0", "{place}: {dimension} {share}% of M0")
HIDDEN_PART = Text("{place}: ส่วนที่ซ่อน {share}%", "{place}: hidden part {share}%")
HIDDEN_NAME = Text("ซ่อน", "hidden")
MORE = Text("แสดง {shown} จาก {all} แถว ที่เหลืออยู่ในตาราง", "{shown} of {all} rows are drawn; the table has the rest")
AREA = Text("พื้นที่", "Area")
LARGEST = Text("{place} M0 {value}: มากที่สุด{dimension} {share}%", "{place} M0 {value}: most from {dimension}, {share}%")
ALT_SOME = 5
ROW, TOP, FOOT = 27, 8, 22
MOST_ROWS = 24
SMALLEST_LABEL = 7.5
HALF = 0.5


def item_parts(rows: list[dict], m0: Cell, weights: dict[str, float] | None) -> dict[str, Cell]:
    """Return {indicator: per cent of M0} of one area.

    Where the gate keeps a contribution back but shows the censored headcount and M0, it is weight x headcount / M0;
    weights: {indicator: weight}, None where parts of a score are not weights (blanks re-weighted).
    """
    found = {}
    for row in rows:
        part = row["contribution_pct"]
        if part is HIDDEN and weights and is_number(row["censored"]) and is_number(m0) and m0:
            part = 100 * weights[row["indicator"]] * row["censored"] / m0
        found[row["indicator"]] = part
    return found


def dimension_parts(items: dict[str, Cell], groups: tuple[Group, ...]) -> dict[str, Cell] | None:
    """Return {dimension: per cent of M0, "": what is hidden} from `item_parts`; None where nobody is poor.

    A dimension is the sum of what may be seen of it; what is missing to 100 is hidden.
    """
    if not items or all(cell is None for cell in items.values()):
        return None
    parts = {
        group.key: sum(items[item.key] for item in group.items if is_number(items.get(item.key))) for group in groups
    }
    seen = sum(parts.values())
    return parts | {"": max(100 - seen, 0) if HIDDEN in items.values() else 0}


def by_area(rows: tuple[dict, ...]) -> dict[str, list[dict]]:
    """Return {area code: its rows}."""
    found: dict[str, list[dict]] = {}
    for row in rows:
        found.setdefault(row["code"], []).append(row)
    return found


def contribution_bars(
    parts: dict[str, dict[str, Cell] | None], names: dict[str, str], m0: dict[str, str], groups: tuple[Group, ...], lang: str, demo: bool = False
) -> dict:  # fmt: skip
    """Return the stacked bars, one per area from the top. parts: {code: {dimension: per cent}}; m0: {code: words}."""
    codes = list(parts)
    traces = [_trace(group, place, codes, parts, names, lang) for place, group in enumerate(groups)]
    if any(found and found[""] for found in parts.values()):
        traces.append(_hidden(codes, parts, names, lang))
    return figure(
        traces, lang, demo=demo, barmode="stack",
        margin={"l": 8, "r": 78, "t": TOP, "b": FOOT},
        xaxis={"range": [0, 100], "tickvals": [0, 50, 100], "ticksuffix": "%"},
        yaxis={
            "range": [max(len(codes), 3) - HALF, -HALF], "tickvals": list(range(len(codes))), "automargin": "width",
            "ticktext": [shorten(names[code], 22) for code in codes], "ticklabelstandoff": 4, "tickfont": {"color": INK, "size": SMALL},
        },
        annotations=[
            note(m0[code], x=1, xanchor="left", xshift=8, y=row, yref="y", font={"color": INK, "size": SMALL})
            for row, code in enumerate(codes)
        ],
    )  # fmt: skip


def _trace(group: Group, place: int, codes: list[str], parts: dict, names: dict[str, str], lang: str) -> dict:
    colour = categorical(PROBLEMS, place)
    values = [parts[code][group.key] if parts[code] else None for code in codes]
    said = [
        PART.format(place=names[code], dimension=group.name, share=number(value, 1))[lang] if value is not None else ""
        for code, value in zip(codes, values, strict=True)
    ]
    return {
        "type": "bar", "orientation": "h", "x": values, "y": list(range(len(codes))), "width": 0.74,
        "marker": {"color": colour, "line": {"color": SURFACE, "width": 1}},
        "text": [number(value) if value and value >= SMALLEST_LABEL else "" for value in values],
        "textposition": "inside", "insidetextanchor": "middle", "textangle": 0, "constraintext": "none",
        "textfont": {"color": readable_on(colour), "size": SMALL},
        "hovertext": [hover(words) for words in said], "hovertemplate": "%{hovertext}<extra></extra>",
    }  # fmt: skip


def _hidden(codes: list[str], parts: dict, names: dict[str, str], lang: str) -> dict:
    values = [parts[code][""] or None if parts[code] else None for code in codes]
    said = [
        HIDDEN_PART.format(place=names[code], share=number(value, 1))[lang]
        for code, value in zip(codes, values, strict=True)
    ]
    return {
        "type": "bar", "orientation": "h", "x": values, "y": list(range(len(codes))), "width": 0.74,
        "marker": {
            "color": HIDDEN_FILL, "line": {"color": MUTED, "width": 1},
            "pattern": {"shape": ".", "fgcolor": MUTED, "bgcolor": HIDDEN_FILL, "size": 5},
        },
        "hovertext": [hover(words) for words in said], "hovertemplate": "%{hovertext}<extra></extra>",
    }  # fmt: skip


def contributions_height(rows: int) -> int:
    """Return the height of the bars in px."""
    return TOP + FOOT + ROW * max(rows, 3)


def dimension_key(groups: tuple[Group, ...], lang: str, hidden: bool = False) -> html.Ul:
    """Return swatch and name of every dimension."""
    entries = [
        html.Li([html.Span(className="swatch", style={"background": categorical(PROBLEMS, place)}), html.Span(name)])
        for place, name in enumerate(short_names(groups, lang).values())
    ]
    if hidden:
        entries.append(html.Li([html.Span(className="swatch is-hidden"), html.Span(HIDDEN_NAME[lang])]))
    return html.Ul(entries, className="key-row")


def contributions_card(
    view: View, released: Released, whole: Released, m0: dict[str, Cell], names: dict[str, str], places: str
) -> Card:
    """Return the card, the place itself on top of its areas.

    released, whole: rows of `contributions` by area and of the place; m0, names: {code: cell or words} of all of them.
    """
    groups, lang = view.reference.dimensions, view.lang
    first, rows = by_area(whole.rows), by_area(released.rows)
    codes = [*first, *sorted(rows.keys() - first.keys(), key=lambda code: _order(m0.get(code), code))]
    rows |= first
    weights = item_weights(view) if view.selection.missing != "reweight" else None
    items = {code: item_parts(rows[code], m0.get(code), weights) for code in codes}
    parts = {code: dimension_parts(items[code], groups) for code in codes}
    words = {code: m0_text(view, released, m0.get(code)) for code in codes}
    drawn = {code: parts[code] for code in codes[:MOST_ROWS]}
    title = view.say(TITLE, places=places, vintage=view.vintage)
    hidden = any(found and found[""] for found in drawn.values())
    more = view.say(MORE, shown=str(len(drawn)), all=str(len(parts))) if len(parts) > len(drawn) else ""
    return Card(
        id="contributions", title=title, sentence=view.say(SENTENCE), lang=lang,
        figure=contribution_bars(drawn, names, words, groups, lang, view.marked),
        alt=_alt(view, title, drawn, names, words), height=contributions_height(len(drawn)),
        extra=dimension_key(groups, lang, hidden), table=_table(view, title, released, parts, items, names, words),
        about=about(view, "contributions", released=released, more=[setting_words(view)]),
        notes=[more, *household_notes(view, released)],
    )  # fmt: skip


def _order(cell: Cell, code: str) -> tuple[float, str]:
    return (-cell if is_number(cell) else 1, code)


def m0_text(view: View, released: Released, cell: Cell) -> str:
    """Return an M0 as a reader sees it; hidden in one word where room is small."""
    return view.say(HIDDEN_NAME) if cell is HIDDEN else number(cell, 3)


def _alt(view: View, title: str, parts: dict, names: dict[str, str], m0: dict[str, str]) -> str:
    said = []
    for code, found in list(parts.items())[:ALT_SOME]:
        seen = {key: value for key, value in (found or {}).items() if key}
        if any(seen.values()):
            top = max(seen, key=seen.get)
            group = next(group for group in view.reference.dimensions if group.key == top)
            said.append(
                view.say(LARGEST, place=names[code], value=m0[code], dimension=group.name, share=number(seen[top]))
            )
    return f"{title}: " + ("; ".join(said) or UNDEFINED)


def _table(
    view: View, caption: str, released: Released, parts: dict, items: dict, names: dict[str, str], m0: dict[str, str]
):
    groups = view.reference.dimensions
    heads = [view.say(AREA), "M0", *(f"{group.name[view.lang]} (%)" for group in groups)]

    def cell(code: str, group: Group) -> str:
        if parts[code] is None:
            return UNDEFINED
        own = [items[code].get(item.key) for item in group.items]
        if HIDDEN not in own:
            return number(parts[code][group.key], 1)
        hidden = view.say(HIDDEN.text(released.threshold))
        return f"≥ {number(parts[code][group.key], 1)}" if any(is_number(part) for part in own) else hidden

    rows = [[names[code], m0[code], *(cell(code, group) for group in groups)] for code in parts]
    return table(caption, heads, rows)
