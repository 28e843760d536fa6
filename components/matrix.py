"""Rows against columns: a cell has a colour by its class and its number in words; missing and hidden look different."""

from dataclasses import dataclass

from dash import html

from components.classes import is_number
from components.graph import MARK_ROOM, figure, hover, note
from components.letters import shorten, wrapped
from components.theme import INK, MUTED, SMALL, SURFACE, ramp, readable_on
from data.gate import HIDDEN, Cell
from data.text import Text

ROW, HEAD, FOOT = 34, 58, 4
LONGEST_NAME, COLUMN_LETTERS, COLUMN_LINES = 38, 13, 3
LOW_TO_HIGH = Text("ต่ำไปสูง", "low to high")
HIDDEN_KEY = Text("ซ่อน", "hidden")
# On a phone the picture is wider than the screen: the keyboard must be able to scroll it.
WIDE = {"className": "picture wide-picture", "tabIndex": 0}
NOTHING_KEY = Text("ไม่มีเรื่อง", "none")


@dataclass(frozen=True)
class Square:
    """value decides the colour; shown is the number in the cell; sentence what hover and alt text say."""

    value: Cell
    shown: str
    sentence: str


def matrix(
    rows: list[str],
    columns: list[str],
    squares: dict[tuple[int, int], Square],
    lang: str,
    *,
    scale: str,
    demo: bool = False,
    letters: int = COLUMN_LETTERS,
) -> dict:
    """Return the matrix, rows from the top. squares: {(row, column): square}; a pair without one stays empty.

    letters: of a line of the names of columns.
    """
    steps = equal_steps({place: square.value for place, square in squares.items()})
    colours = ramp(scale)
    data = [_column(column, rows, squares, steps, colours) for column in range(len(columns))]
    return figure(
        data,
        lang,
        demo=demo,
        barmode="overlay",
        bargap=0,
        annotations=[_number(place, square, steps, colours) for place, square in squares.items() if square.shown],
        margin={"l": 8, "r": 4, "t": HEAD, "b": FOOT},
        xaxis={
            "range": [0, len(columns)], "side": "top", "showgrid": False, "tickfont": {"color": MUTED, "size": SMALL},
            "tickvals": [column + 0.5 for column in range(len(columns))], "tickangle": 0,
            "ticktext": ["<br>".join(wrapped(name, letters)[:COLUMN_LINES]) for name in columns],
        },
        yaxis={
            "range": [len(rows) - 0.5, -0.5], "tickvals": list(range(len(rows))), "automargin": "width",
            "ticktext": [shorten(name, LONGEST_NAME) for name in rows], "tickfont": {"color": INK, "size": SMALL},
        },
    )  # fmt: skip


def equal_steps(cells: dict[tuple[int, int], Cell]) -> dict[tuple[int, int], int]:
    """Return the step from 0 to 4 of every number on five equal parts from nothing to the largest; nothing is always 0."""
    known = {place: cell for place, cell in cells.items() if is_number(cell)}
    most = max(known.values(), default=0)
    return {place: min(int(5 * cell / most), 4) if most else 0 for place, cell in known.items()}


def matrix_height(rows: int, demo: bool = False) -> int:
    """Return the height of the picture in px."""
    return HEAD + FOOT + ROW * max(rows, 2) + MARK_ROOM * demo


def row_names(rows: list[str], head: int = HEAD, pitch: float = 0) -> html.Ol:
    """Return the names that stay in sight on a phone, where a wide picture moves under them; alt text and table have them.

    head: px above the first row; pitch: px of a row.
    """
    pitch = pitch or ROW * max(len(rows), 2) / len(rows)
    names = [html.Li(name, style={"height": f"{pitch}px", "lineHeight": f"{pitch}px"}) for name in rows]
    return html.Ol(names, className="row-names", style={"paddingTop": f"{head}px"}, **{"aria-hidden": "true"})


def _column(column: int, rows: list[str], squares: dict, steps: dict, colours: tuple[str, ...]) -> dict:
    places = [(row, column) for row in range(len(rows)) if (row, column) in squares]
    hidden = [squares[place].value is HIDDEN for place in places]
    return {
        "type": "bar",
        "orientation": "h",
        "base": column,
        "x": [1] * len(places),
        "y": [row for row, _ in places],
        "width": 1,
        "marker": {
            # Where colours are a list, Plotly draws a pattern in the colour of its bar and leaves out its ground.
            "color": [colours[steps[place]] if place in steps else MUTED for place in places],
            "line": {"color": SURFACE, "width": 2},
            "pattern": {
                "shape": ["." if one else "" if place in steps else "/" for place, one in zip(places, hidden, strict=True)],
                "size": 6, "solidity": 0.16, "fillmode": "replace", "fgopacity": 1,
            },
        },
        "hovertext": [hover(squares[place].sentence) for place in places],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }  # fmt: skip


def _number(place: tuple[int, int], square: Square, steps: dict, colours: tuple[str, ...]) -> dict:
    row, column = place
    colour = readable_on(colours[steps[place]]) if place in steps else MUTED
    return note(
        square.shown, x=column + 0.5, xref="x", y=row, yref="y", font={"color": colour, "size": SMALL}
    )  # fmt: skip


def matrix_key(squares: dict[tuple[int, int], Square], lang: str, words: str, *, scale: str) -> html.Ul:
    """Return what the colours mean, with hidden and missing only where there are any."""
    swatches = [html.Span(className="swatch", style={"background": colour}) for colour in ramp(scale)]
    entries = [html.Li([*swatches, f"{words}: {LOW_TO_HIGH[lang]}"])]
    values = [square.value for square in squares.values()]
    if HIDDEN in values:
        entries.append(html.Li([html.Span(className="swatch is-hidden"), HIDDEN_KEY[lang]]))
    if None in values:
        entries.append(html.Li([html.Span(className="swatch is-missing"), NOTHING_KEY[lang]]))
    return html.Ul(entries, className="mark-key")


def squares_sentence(squares: dict[tuple[int, int], Square]) -> str:
    """Return both ends of a matrix in words for its alt text, "" where no cell has a number."""
    known = sorted((square for square in squares.values() if is_number(square.value)), key=lambda square: square.value)
    return "; ".join(square.sentence for square in dict.fromkeys((known[0], known[-1]))) if known else ""


def hidden_squares(squares: dict[tuple[int, int], Square]) -> int:
    """Return how many cells are hidden."""
    return sum(1 for square in squares.values() if square.value is HIDDEN)
