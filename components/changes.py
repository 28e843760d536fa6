"""Changes against a line at zero: a dot with its interval as a thin whisker, and a hollow mark for the median."""

from dataclasses import dataclass

from components.classes import is_number
from components.graph import figure
from components.rows import reach, row_words
from components.theme import INK, MUTED, PLACE, SURFACE
from data.gate import HIDDEN, Cell
from data.text import UNDEFINED, Text, number

ROW, TOP, FOOT = 48, 30, 26
MARK, BELOW = 12, 0.16
INTERVAL = Text("{low} ถึง {high}", "{low} to {high}")
# Traces in drawing order.
WHISKERS, MEDIANS, DOTS, REACH = range(4)


@dataclass(frozen=True)
class Change:
    """words stand above the row with a muted `aside`; low and high: ends of the interval; median: a second, hollow mark."""

    words: str
    value: Cell
    low: Cell
    high: Cell
    shown: str
    sentence: str
    aside: str = ""
    median: Cell = None


def changes(entries: list[Change], lang: str, *, ticks: dict | None = None, demo: bool = False) -> dict:
    """Return the rows from the top. A change whose interval holds zero is grey: it may be none at all."""
    rows = list(range(len(entries)))
    known = [
        cell for entry in entries for cell in (entry.value, entry.low, entry.high, entry.median) if is_number(cell)
    ]
    low, high = min([0, *known]), max([0, *known])
    room = 0.06 * ((high - low) or 1)
    scale = [low - room, high + room]
    words = [
        part
        for row, entry in zip(rows, entries, strict=True)
        for part in row_words(row, entry.words, entry.aside, entry.shown)
    ]
    return figure(
        [
            _whiskers(entries),
            _dots(entries, "median"),
            _dots(entries, "value"),
            reach([entry.sentence for entry in entries], scale),
        ],
        lang,
        demo=demo,
        annotations=words,
        barmode="overlay",
        margin={"l": 4, "r": 4, "t": TOP, "b": FOOT},
        shapes=[_zero()],
        xaxis={"range": scale, "nticks": 5, **(ticks or {})},
        yaxis={"range": [len(rows) - 0.55, -0.5], "visible": False},
    )


def changes_height(rows: int) -> int:
    """Return the height of the picture in px."""
    return TOP + FOOT + ROW * max(rows, 2)


def signed(value: Cell, lang: str, threshold: int, decimals: int = 0) -> str:
    """Return a change with its sign, "–" for missing, the word for hidden."""
    if value is HIDDEN:
        return HIDDEN.text(threshold)[lang]
    if value is None:
        return UNDEFINED
    text = number(value, decimals)
    # Only what is not zero as it is shown has a sign.
    return f"+{text}" if value > 0 and any(digit in "123456789" for digit in text) else text


def interval(low: Cell, high: Cell, lang: str, decimals: int = 0) -> str:
    """Return `−87 to +2,222`, "" where there is none to show."""
    if not (is_number(low) and is_number(high)):
        return ""
    return INTERVAL.format(low=signed(low, lang, 0, decimals), high=signed(high, lang, 0, decimals))[lang]


def _ink(entry: Change) -> str:
    doubtful = is_number(entry.low) and is_number(entry.high) and entry.low <= 0 <= entry.high
    return MUTED if doubtful else PLACE


def _dots(entries: list[Change], which: str) -> dict:
    known = [(row, entry) for row, entry in enumerate(entries) if is_number(getattr(entry, which))]
    inks = [_ink(entry) for _, entry in known]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [getattr(entry, which) for _, entry in known],
        "y": [row + BELOW for row, _ in known],
        "marker": {
            "size": MARK if which == "value" else MARK - 3,
            "color": inks if which == "value" else SURFACE,
            "line": {"color": inks, "width": 2},
        },
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


def _whiskers(entries: list[Change]) -> dict:
    both = [(row, entry) for row, entry in enumerate(entries) if is_number(entry.low) and is_number(entry.high)]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [x for _, entry in both for x in (entry.low, entry.high, None)],
        "y": [y for row, _ in both for y in (row + BELOW, row + BELOW, None)],
        "line": {"color": MUTED, "width": 1.5},
        "hoverinfo": "skip",
    }


def _zero() -> dict:
    return {
        "type": "line", "xref": "x", "yref": "paper", "x0": 0, "x1": 0, "y0": 0, "y1": 1, "layer": "below",
        "line": {"color": INK, "width": 1.2, "dash": "dash"},
    }  # fmt: skip
