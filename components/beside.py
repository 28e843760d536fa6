"""Capitals of up to four places side by side: radar for the shape, dots for the numbers, never a rank by area."""

from dataclasses import dataclass

from dash import html

from components.capitals import DOTS_FOOT, DOTS_HEAD, HIGHEST, LOWEST, polar, radar_margin, ring, short_names
from components.card import Card
from components.classes import is_number
from components.graph import figure, graph, hover
from components.profile import MEAN
from components.sources import about, household_notes
from components.table import table
from components.theme import INK, LINE, PLACE_MARKS, PLACES, SMALL
from components.view import View
from data.gate import HIDDEN, Cell, Released
from data.reference import Group
from data.text import Text, number

TITLE = Text("ทุน {count} ด้าน · {places} · {vintage}", "The {count} capitals · {places} · {vintage}")
SENTENCE = Text(
    "คะแนน 1–4 ในครัวเรือนที่สำรวจ เส้นประคือ{word} อย่าจัดอันดับจากพื้นที่ของรูปเรดาร์",
    "Score 1–4 among surveyed households; dashed: {word}. Never rank by the area of a radar",
)
GAPS = Text("แกนที่ไม่มีคะแนนเว้นว่าง ไม่ใช่ 1 หรือ 0", "An axis without a score is a gap, not 1 or 0")
SAID = Text("{place}: {capital} {score}", "{place}: {capital} {score}")
CAPITAL, N = Text("ทุน", "Capital"), Text("n", "n")
RADAR_HEIGHT, ROW = 380, 40
DASHES = ("solid", "solid", "dot", "dashdot")


@dataclass(frozen=True)
class Series:
    """One place: its name and {capital: mean score}; n: households with the overall score."""

    name: str
    scores: dict[str, Cell]
    n: Cell = None


def series(name: str, released: Released) -> Series:
    """Build from rows of `capitals` of one place."""
    n = next((row["n_households"] for row in released.rows if row["capital"] == "overall"), None)
    return Series(name, {row["capital"]: row["mean"] for row in released.rows}, n)


def known(entry: Series, groups: tuple[Group, ...]) -> list[float | None]:
    """Return one number per capital, None for a gap."""
    return [entry.scores.get(group.key) if is_number(entry.scores.get(group.key)) else None for group in groups]


def radars(entries: list[Series], middle: Series, groups: tuple[Group, ...], lang: str, demo: bool = False) -> dict:
    """Return one line per place from 1 in the middle to 4 outside, the programme dashed; a missing axis is a gap."""
    names = short_names(groups, lang)
    labels = [names[group.key] for group in groups]
    traces = [{**ring(known(middle, groups), labels), "line": {"color": INK, "width": 1.4, "dash": "dash"}}]
    for place, entry in enumerate(entries):
        line = {"color": PLACES[place], "width": 2.5, "dash": DASHES[place]}
        marks = {"size": 9, "symbol": PLACE_MARKS[place], "color": PLACES[place]}
        traces.append(
            {
                **ring(known(entry, groups), labels),
                "mode": "lines+markers",
                "name": entry.name,
                "line": line,
                "marker": marks,
            }
        )
    return figure(traces, lang, demo=demo, polar=polar(labels), margin=radar_margin(names))


def place_dots(entries: list[Series], middle: Series, groups: tuple[Group, ...], lang: str, demo: bool = False) -> dict:
    """Return the same numbers as marks on one scale from 1 to 4, one row per capital, the programme as a tick."""
    names = short_names(groups, lang)
    rows = list(range(len(groups)))
    tick = {"symbol": "line-ns-open", "size": 18, "color": INK, "line": {"color": INK, "width": 2}}
    traces = [_marks(middle, rows, groups, lang, tick)]
    for place, entry in enumerate(entries):
        marks = {"size": 13, "symbol": PLACE_MARKS[place], "color": PLACES[place]}
        traces.append(_marks(entry, rows, groups, lang, marks))
    return figure(
        traces, lang, demo=demo, margin={"l": 8, "r": 12, "t": DOTS_HEAD, "b": DOTS_FOOT},
        xaxis={"range": [LOWEST - 0.1, HIGHEST + 0.06], "tickvals": [1, 2, 3, 4]},
        yaxis={
            "range": [len(rows) - 0.5, -0.5], "tickvals": rows, "ticktext": [names[group.key] for group in groups],
            "automargin": "width", "tickfont": {"color": INK, "size": SMALL}, "showgrid": True, "gridcolor": LINE,
        },
    )  # fmt: skip


def _marks(entry: Series, rows: list[int], groups: tuple[Group, ...], lang: str, marks: dict) -> dict:
    said = [
        SAID.format(place=entry.name, capital=group.name, score=number(value, 2))[lang]
        for group, value in zip(groups, known(entry, groups), strict=True)
    ]
    return {
        "type": "scatter", "mode": "markers", "x": known(entry, groups), "y": rows, "marker": marks, "cliponaxis": False,
        "hovertext": [hover(words) for words in said], "hovertemplate": "%{hovertext}<extra></extra>",
    }  # fmt: skip


def beside_card(view: View, entries: list[Series], middle: Series, released: Released) -> Card:
    """Return the card of all places; released: an answer of `capitals` for the foot."""
    groups = view.reference.capitals
    title = view.say(
        TITLE, count=str(len(groups)), places=", ".join(entry.name for entry in entries), vintage=view.vintage
    )
    lines = [
        view.say(SAID, place=entry.name, capital=group.name, score=score_text(view, entry.scores.get(group.key)))
        for entry in entries
        for group in groups
    ]
    alt = f"{title}: " + "; ".join(lines)
    dots = place_dots(entries, middle, groups, view.lang, view.marked)
    gaps = any(None in known(entry, groups) for entry in entries)
    return Card(
        id="cap-radar", title=title, sentence=view.say(SENTENCE, word=MEAN), alt=alt, height=RADAR_HEIGHT, lang=view.lang,
        figure=radars(entries, middle, groups, view.lang, view.marked), table=_table(view, title, [*entries, middle]),
        about=about(view, "capitals", released=released),
        extra=html.Div([places_key([entry.name for entry in entries]), graph("cap-dots", dots, alt, DOTS_HEAD + DOTS_FOOT + ROW * len(groups))]),
        notes=[view.say(GAPS) if gaps else "", *household_notes(view, released)],
    )  # fmt: skip


def score_text(view: View, cell: Cell) -> str:
    """Return a score as a reader sees it."""
    return HIDDEN.text()[view.lang] if cell is HIDDEN else number(cell, 2)


def places_key(names: list[str]) -> html.Ul:
    """Return the mark and colour of each place."""
    return html.Ul(
        [
            html.Li([html.Span(className=f"mark place-{place}", style={"background": PLACES[place]}), html.Span(name)])
            for place, name in enumerate(names)
        ],
        className="key-row",
    )


def _table(view: View, caption: str, entries: list[Series]):
    rows = [
        [group.name[view.lang], *(score_text(view, entry.scores.get(group.key)) for entry in entries)]
        for group in view.reference.capitals
    ]
    counts = [HIDDEN.text()[view.lang] if entry.n is HIDDEN else number(entry.n) for entry in entries]
    return table(caption, [view.say(CAPITAL), *(entry.name for entry in entries)], [*rows, [view.say(N), *counts]])
