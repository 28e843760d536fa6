"""Horizontal bars with their words above and their number at the right: problems, steps of a referral, counts."""

from dataclasses import dataclass

from components.classes import is_number
from components.graph import figure, hover, note
from components.letters import LINE, fitted
from components.theme import INK, OUTLINE, SMALL
from data.gate import Cell
from data.text import UNDEFINED

ROW, TOP = 48, 28
BAR = 0.3


@dataclass(frozen=True)
class Bar:
    """words stand above the bar with a muted `aside`; shown is its number at the right; value its length or no number."""

    words: str
    value: Cell
    shown: str
    sentence: str
    aside: str = ""


def bars(
    entries: list[Bar],
    lang: str,
    *,
    colour: str,
    whole: float | None = None,
    demo: bool = False,
    line: int = LINE,
    room: int = 0,
) -> dict:
    """Return the bars from the top, each on a pale ground that ends at `whole` (else at the longest).

    A missing or hidden value draws no bar: its word stands at the right. line: letters that its words have room for; room: rows that
    the picture is high enough for, so that a few bars in it stay as thin as many.
    """
    rows = list(range(len(entries)))
    values = [entry.value if is_number(entry.value) else None for entry in entries]
    end = whole or max((value for value in values if value), default=1)
    plain = {"type": "bar", "orientation": "h", "y": rows, "width": BAR}
    ground = {**plain, "x": [end] * len(rows), "marker": {"color": OUTLINE}, "hoverinfo": "skip"}
    front = {
        **plain,
        "x": values,
        "marker": {"color": colour},
        "hovertext": [hover(entry.sentence) for entry in entries],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }
    words = [part for row, entry in zip(rows, entries, strict=True) for part in _words(entry, row, line)]
    return figure(
        [ground, front],
        lang,
        demo=demo,
        barmode="overlay",
        annotations=words,
        margin={"l": 4, "r": 4, "t": TOP, "b": 4},
        xaxis={"range": [0, end], "visible": False},
        yaxis={"range": [max(len(rows), room) - 0.7, -0.5], "visible": False},
    )


def bars_height(rows: int) -> int:
    """Return the height of a bar chart in px."""
    return TOP + ROW * max(rows, 2)


def _words(entry: Bar, row: int, line: int) -> list[dict]:
    place = {"xref": "paper", "y": row - BAR / 2, "yref": "y", "yanchor": "bottom", "yshift": 1}
    font = {"color": INK, "size": SMALL}
    return [
        note(fitted(entry.words, entry.aside, entry.shown, line), x=0, xanchor="left", font=font, **place),
        note(f"<b>{entry.shown or UNDEFINED}</b>", x=1, xanchor="right", font=font, **place),
    ]
