"""Censored beside uncensored: who is deprived in an item, and who of them is poor."""

from dash import html

from components.card import Card
from components.classes import is_number
from components.graph import figure, hover, note
from components.lab_headline import setting_words
from components.letters import shorten
from components.sources import about, household_notes
from components.table import table
from components.theme import INK, LINE, MUTED, NEED, OUTLINE, SMALL, SURFACE
from components.view import View
from data.gate import HIDDEN, Cell, Released
from data.text import Text, percent

TITLE = Text("ขัดสนข้อใด ทั้งหมดและที่จน · {place} · {vintage}", "Deprived in each item, all and poor · {place} · {vintage}")
SENTENCE = Text(
    "วงกลม: ร้อยละที่ขัดสนในข้อนั้น (uncensored) จุดทึบ: ที่จนด้วย (censored) ในครัวเรือนที่สำรวจ",
    "Ring: per cent deprived in the item (uncensored); dot: of them also poor (censored); among surveyed households",
)
SAID = Text("{item}: ขัดสน {all} จนและขัดสน {poor}", "{item}: {all} deprived, {poor} poor and deprived")
HEADS = (
    Text("ข้อ (ไม่ผ่าน)", "Item (not met)"), Text("มิติ", "Dimension"), Text("ขัดสน", "Deprived"),
    Text("จนและขัดสน", "Poor and deprived"), Text("ส่วนร่วม %", "Contribution %"),
)  # fmt: skip
DOT, RING = Text("จนและขัดสน", "poor and deprived"), Text("ขัดสนทั้งหมด", "all deprived")
ROW, TOP = 40, 24
WORDS = 42
# Room for both numbers at the right, px.
NUMBERS = 112
ALT_SOME = 6


def ranked_items(rows: tuple[dict, ...]) -> list[dict]:
    """Return rows of `contributions` of one area, highest censored first, then what has no number."""
    known = [row for row in rows if is_number(row["censored"])]
    rest = [row for row in rows if not is_number(row["censored"])]
    return sorted(known, key=lambda row: -row["censored"]) + rest


def headcount_dots(
    rows: list[dict], items: dict[str, str], said: list[str], shown: list[str], lang: str, demo: bool = False
) -> dict:
    """Return rings and dots, one row per indicator with its words above; shown: the numbers at the right."""
    places = list(range(len(rows)))
    censored = [row["censored"] if is_number(row["censored"]) else None for row in rows]
    uncensored = [row["uncensored"] if is_number(row["uncensored"]) else None for row in rows]
    end = max([value for value in [*censored, *uncensored] if value], default=1)
    marks = {"type": "scatter", "mode": "markers", "y": places, "cliponaxis": False}
    words = {"hovertext": [hover(line) for line in said], "hovertemplate": "%{hovertext}<extra></extra>"}
    ring = {
        **marks,
        **words,
        "x": uncensored,
        "marker": {"size": 11, "color": SURFACE, "line": {"color": MUTED, "width": 2}},
    }
    dot = {**marks, **words, "x": censored, "marker": {"size": 11, "color": NEED[3]}}
    return figure(
        [_rails(places, end), _spans(places, censored, uncensored), ring, dot], lang, demo=demo,
        annotations=[part for row in places for part in _words(items[rows[row]["indicator"]], shown[row], row)],
        margin={"l": 8, "r": NUMBERS, "t": TOP, "b": 4},
        xaxis={"range": [0, end], "visible": False},
        yaxis={"range": [max(len(rows), 2) - 0.6, -0.45], "visible": False},
    )  # fmt: skip


def _rails(places: list[int], end: float) -> dict:
    return _lines([(0, end, y) for y in places], OUTLINE, 2)


def _spans(places: list[int], censored: list, uncensored: list) -> dict:
    found = zip(places, censored, uncensored, strict=True)
    return _lines([(low, high, y) for y, low, high in found if low is not None and high is not None], LINE, 5)


def _lines(spans: list[tuple], colour: str, width: int) -> dict:
    return {
        "type": "scatter", "mode": "lines", "hoverinfo": "skip", "line": {"color": colour, "width": width},
        "x": [x for low, high, _ in spans for x in (low, high, None)],
        "y": [y for *_, at in spans for y in (at, at, None)],
    }  # fmt: skip


def _words(item: str, shown: str, row: int) -> list[dict]:
    place = {"xref": "paper", "y": row, "yref": "y", "xanchor": "left", "font": {"color": INK, "size": SMALL}}
    return [
        note(shorten(item, WORDS), x=0, xshift=-6, yanchor="bottom", yshift=6, **place),
        note(shown, x=1, xshift=10, **place),
    ]


def headcounts_height(rows: int) -> int:
    """Return the height of the plot in px."""
    return TOP + ROW * max(rows, 2)


def headcounts_card(view: View, released: Released, place: str) -> Card:
    """Return the card of one place. released: rows of `contributions` at its own level."""
    items = {item.key: item.name[view.lang] for item in view.reference.problem_items}
    off = set(view.selection.off)
    rows = [row for row in ranked_items(released.rows) if row["indicator"] not in off]

    def cell(value: Cell, short: bool = False) -> str:
        if value is HIDDEN:
            return view.say(Text("ซ่อน", "hidden")) if short else view.say(HIDDEN.text(released.threshold))
        return percent(value)

    said = [
        view.say(SAID, item=items[row["indicator"]], all=cell(row["uncensored"]), poor=cell(row["censored"]))
        for row in rows
    ]
    shown = [f"<b>{cell(row['censored'], True)}</b> / {cell(row['uncensored'], True)}" for row in rows]
    title = view.say(TITLE, place=place, vintage=view.vintage)
    n = next((row["n_households"] for row in released.rows), None)
    return Card(
        id="headcounts", title=title, sentence=view.say(SENTENCE), lang=view.lang,
        figure=headcount_dots(rows, items, said, shown, view.lang, view.marked),
        alt=f"{title}: " + "; ".join(said[:ALT_SOME]), height=headcounts_height(len(rows)), extra=_key(view),
        table=_table(view, title, rows, items, cell),
        about=about(view, "contributions", released=released, more=[setting_words(view)]),
        notes=[*household_notes(view, released, n if is_number(n) else None)],
    )  # fmt: skip


def _key(view: View) -> html.Ul:
    marks = ((RING, "mark-ring"), (DOT, "mark-dot"))
    return html.Ul(
        [html.Li([html.Span(className=f"mark {kind}"), html.Span(view.say(name))]) for name, kind in marks],
        className="key-row",
    )


def _table(view: View, caption: str, rows: list[dict], items: dict[str, str], cell):
    dimensions = {group.key: group.name[view.lang] for group in view.reference.dimensions}
    cells = []
    for row in rows:
        part = row["contribution_pct"]
        share = cell(part if part is HIDDEN or part is None else part / 100)
        cells.append(
            [
                items[row["indicator"]],
                dimensions[row["dimension"]],
                cell(row["uncensored"]),
                cell(row["censored"]),
                share,
            ]
        )
    return table(caption, [view.say(head) for head in HEADS], cells, words=2)
