"""Two numbers per row on one axis, joined by a line: median and 90th percentile, referred and helped, before and after."""

from collections.abc import Callable
from dataclasses import dataclass

from dash import html

from components.classes import is_number
from components.graph import figure
from components.rows import reach, row_words
from components.theme import LINE, PLACE, SURFACE
from data.gate import Cell

ROW, TOP, FOOT = 48, 30, 26
MARK, LINE_BELOW = 12, 0.16
# Traces in drawing order.
JOINS, HOLLOW, FILLED, REACH = range(4)


@dataclass(frozen=True)
class Pair:
    """words stand above the row with a muted `aside`; shown at its right; filled and hollow are the two numbers."""

    words: str
    filled: Cell
    hollow: Cell
    shown: str
    sentence: str
    aside: str = ""


def pairs(
    entries: list[Pair],
    lang: str,
    *,
    end: float = 0,
    start: float = 0,
    ticks: dict | None = None,
    colour: str = PLACE,
    demo: bool = False,
) -> dict:
    """Return the rows from the top. What is missing or hidden draws no mark: its word stands at the right.

    start, end: of the axis, end 0 for the largest number; ticks: settings of the axis such as `tickformat`.
    """
    rows = list(range(len(entries)))
    known = [cell for entry in entries for cell in (entry.filled, entry.hollow) if is_number(cell)]
    end = end or max([*known, start]) or 1
    scale = [start - 0.02 * (end - start), start + 1.04 * (end - start)]
    words = [
        part
        for row, entry in zip(rows, entries, strict=True)
        for part in row_words(row, entry.words, entry.aside, entry.shown)
    ]
    return figure(
        [
            _joins(entries),
            _marks(entries, "hollow", colour),
            _marks(entries, "filled", colour),
            reach([entry.sentence for entry in entries], scale),
        ],
        lang,
        demo=demo,
        annotations=words,
        barmode="overlay",
        margin={"l": 4, "r": 4, "t": TOP, "b": FOOT},
        xaxis={"range": scale, "nticks": 5, **(ticks or {})},
        yaxis={"range": [len(rows) - 0.55, -0.5], "visible": False},
    )


def pairs_height(rows: int) -> int:
    """Return the height of the picture in px."""
    return TOP + FOOT + ROW * max(rows, 2)


def _marks(entries: list[Pair], which: str, colour: str) -> dict:
    known = [(row, getattr(entry, which)) for row, entry in enumerate(entries) if is_number(getattr(entry, which))]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [value for _, value in known],
        "y": [row + LINE_BELOW for row, _ in known],
        "marker": {"size": MARK, "color": colour if which == "filled" else SURFACE, "line": {"color": colour, "width": 2}},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }  # fmt: skip


def _joins(entries: list[Pair]) -> dict:
    both = [(row, e) for row, e in enumerate(entries) if is_number(e.filled) and is_number(e.hollow)]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [x for _, entry in both for x in (entry.filled, entry.hollow, None)],
        "y": [y for row, _ in both for y in (row + LINE_BELOW, row + LINE_BELOW, None)],
        "line": {"color": LINE, "width": 4},
        "hoverinfo": "skip",
    }


def pair_key(filled: str, hollow: str) -> html.Ul:
    """Return what the two marks mean."""
    entries = ((filled, "mark filled"), (hollow, "mark hollow"))
    return html.Ul([html.Li([html.Span(className=mark), words]) for words, mark in entries], className="mark-key")


def pair_sentence(name: str, parts: list[tuple[str, Cell]], written: Callable[[Cell], str]) -> str:
    """Return `name: first 12 · second 46`."""
    return f"{name}: " + " · ".join(f"{word} {written(cell)}" for word, cell in parts)
