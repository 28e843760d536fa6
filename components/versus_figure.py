"""The two pictures of a comparison: a dot for either group, and the difference with its interval."""

from collections.abc import Iterable
from math import floor, log10

from components.classes import is_number
from components.graph import figure, hover, note
from components.letters import shorten
from components.theme import BORDER, CLEAR, INK, LINE, MUTED, PLACE, SMALL, SURFACE

ROW, HEAD, FOOT = 48, 34, 28
# Names stand above their row, so that a phone has room for both.
RISE, LONGEST_NAME = 0.48, 36
ROOM, DIFFERENCE_ROOM = 104, 118
SCALES = {"capitals": (1, 4), "answers": (0, 1)}


def versus_height(rows: int) -> int:
    """Return the height of either figure in px."""
    return HEAD + FOOT + ROW * max(rows, 3)


def dots(versus) -> dict:
    """Return the dots of A and B, the numbers of both at the right."""
    a, b = _places(versus, "a"), _places(versus, "b")
    rows = list(range(len(versus.rows)))
    stems = {
        "type": "scatter", "mode": "lines", "hoverinfo": "skip", "line": {"color": LINE, "width": 3},
        "x": [x for pair in zip(a, b, strict=True) for x in (*pair, None)], "y": [y for row in rows for y in (row, row, None)],
    }  # fmt: skip
    marks = [
        _marks(b, rows, {"size": 14, "color": SURFACE, "symbol": "square", "line": {"color": INK, "width": 2}}),
        _marks(a, rows, {"size": 9, "color": PLACE, "line": {"color": PLACE, "width": 1}}),
    ]
    low, high = SCALES.get(versus.kind) or (0, _top(a + b))
    axis = {"range": [low - 0.04 * (high - low), high + 0.04 * (high - low)], "nticks": 5}
    ticks = {"capitals": {"tickvals": [1, 2, 3, 4]}, "answers": {"tickvals": [0]}, "problems": {"tickformat": ".0%"}}
    words = [(versus.shown(row["a"], row["measure"]), versus.shown(row["b"], row["measure"])) for row in versus.rows]
    numbers = [part for row, pair in enumerate(words) for part in _numbers(row, pair)]
    heads = [_head(text, shift) for text, shift in zip("AB", (ROOM // 2, ROOM), strict=True)]
    return _drawn(versus, [stems, *marks], axis | ticks[versus.kind], [*numbers, *heads], ROOM)


def differences(versus) -> dict:
    """Return the differences around zero, with whiskers where there are intervals."""
    rows = list(range(len(versus.rows)))
    scales = [_own_scale(versus, row) for row in versus.rows]

    def places(column: str) -> list[float | None]:
        pairs = zip(versus.rows, scales, strict=True)
        return [row[column] / scale if is_number(row[column]) else None for row, scale in pairs]

    at, low, high = places("difference"), places("low"), places("high")
    marks = _marks(at, rows, {"size": 11, "color": INK, "symbol": "diamond"})
    if any(end is not None for end in high):
        ends = zip(low, at, high, strict=True)
        arms = [(None, None) if up is None else (up - x, x - down) for down, x, up in ends]
        marks["error_x"] = {"type": "data", "color": BORDER, "thickness": 1.5, "width": 5} | {
            "array": [up for up, _ in arms], "arrayminus": [down for _, down in arms],
        }  # fmt: skip
    reach = max((abs(value) for value in (*at, *low, *high) if value is not None), default=0) or 1
    axis = {"range": [-1.15 * reach, 1.15 * reach], "zeroline": True, "zerolinecolor": INK, "zerolinewidth": 1}
    numbers = [
        note(
            _narrow(versus.difference(row)), x=1, xanchor="right", xshift=DIFFERENCE_ROOM, y=place, yref="y",
            align="right", font={"color": INK if is_number(row["difference"]) else MUTED, "size": SMALL},
        )
        for place, row in enumerate(versus.rows)
    ]  # fmt: skip
    head = _head(versus.difference_head, DIFFERENCE_ROOM)
    return _drawn(versus, [marks], axis | _ticks(reach, versus.kind), [*numbers, head], DIFFERENCE_ROOM)


def _places(versus, column: str) -> list[float | None]:
    """Return where the dots of a column stand; where rows have units of their own, as parts of the larger of the two."""
    return [row[column] / _own_scale(versus, row) if is_number(row[column]) else None for row in versus.rows]


def _own_scale(versus, row: dict) -> float:
    known = [abs(row[name]) for name in "ab" if is_number(row[name])]
    return max(known, default=1) or 1.0 if versus.kind == "answers" else 1.0


def _top(values: Iterable[float | None]) -> float:
    return max((value for value in values if value is not None), default=1) or 1


def _marks(values: list[float | None], rows: list[int], marker: dict) -> dict:
    return {
        "type": "scatter", "mode": "markers", "x": values, "y": rows, "marker": marker, "hoverinfo": "skip",
        "cliponaxis": False,
    }  # fmt: skip


def _numbers(row: int, pair: tuple[str, str]) -> list[dict]:
    place = {"x": 1, "xanchor": "right", "y": row, "yref": "y", "font": {"color": INK, "size": SMALL}}
    if pair[0] == pair[1] and not pair[1][:1].isdigit():
        # The same word for both stands once.
        return [note(pair[1], xshift=ROOM, **place | {"font": {"color": MUTED, "size": SMALL}})]
    return [
        note(words, align="right", xshift=shift, **place)
        for words, shift in ((f"<b>{_narrow(pair[0])}</b>", ROOM // 2), (_narrow(pair[1]), ROOM))
    ]


def _narrow(text: str) -> str:
    """Return a number above its interval; of a word, what stands before its bracket, which the notes explain."""
    number, bracket, rest = text.partition(" (")
    return f"{number}<br>({rest}" if bracket and any(letter.isdigit() for letter in number) else number


def _head(text: str, shift: int) -> dict:
    return note(f"<b>{text}</b>", x=1, xanchor="right", xshift=shift, y=1, yanchor="bottom", yshift=4)


def _ticks(reach: float, kind: str) -> dict:
    """Return zero and one round step to either side; rows with scales of their own only share their zero."""
    if kind == "answers":
        return {"tickvals": [0], "ticktext": ["0"]}
    power = 10 ** floor(log10(reach))
    step = max(part * power for part in (1, 2, 5) if part * power <= reach * 1.000001)
    words = f"{step * 100:.10g}" if kind == "problems" else f"{step:.10g}"
    return {"tickvals": [-step, 0, step], "ticktext": [f"−{words}", "0", f"+{words}"]}


def _drawn(versus, traces: list[dict], axis: dict, annotations: list[dict], room: int) -> dict:
    rows = list(range(len(versus.rows)))
    low, high = axis["range"]
    # A bar without ink makes the whole row speak.
    whole = {
        "type": "bar", "orientation": "h", "base": low, "x": [high - low] * len(rows), "y": rows, "width": 1,
        "marker": {"color": CLEAR}, "hovertemplate": "%{hovertext}<extra></extra>",
        "hovertext": [hover(sentence) for sentence in versus.sentences()],
    }  # fmt: skip
    names = [
        note(
            shorten(name, LONGEST_NAME), x=0, xanchor="left", y=row - RISE, yref="y", yanchor="middle",
            font={"color": INK, "size": SMALL}, bgcolor=SURFACE, borderpad=1,
        )
        for row, name in enumerate(versus.names)
    ]  # fmt: skip
    return figure(
        [*traces, whole],
        versus.view.lang,
        demo=versus.view.marked,
        margin={"l": 8, "r": room + 6, "t": HEAD, "b": FOOT},
        xaxis=axis,
        yaxis={"range": [max(len(rows), 3) - 0.5, -0.7], "visible": False},
        annotations=[*names, *annotations],
        barmode="overlay",
    )
