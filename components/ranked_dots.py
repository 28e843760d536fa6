"""Places ranked by one measure: a dot each, its number beside it, what is missing listed as missing."""

from components.classes import Classes, is_number
from components.graph import figure, hover, note
from components.theme import BORDER, CLEAR, INK, LINE, MUTED, SMALL, SURFACE, ZERO_FILL, ramp
from data.gate import HIDDEN, THRESHOLD, Cell
from data.indicators import SCORE, Indicator, shown
from data.text import Text

ROW, HEAD, FOOT = 26, 26, 30
# Room for the column of numbers at the right, px.
NUMBERS = 58
MISSING = Text("ไม่มีข้อมูล", "no data")
# Traces in drawing order; `assets/map.js` knows dots and ring by their places.
STEMS, DOTS, RING, LEFT, RIGHT = range(5)


def ranked_codes(cells: dict[str, Cell], entry: Indicator) -> list[str]:
    """Return codes from the one most in need: lowest first where high is better, else highest; no value comes last."""
    known = [code for code in cells if is_number(cells[code])]
    known.sort(key=lambda code: cells[code], reverse=entry.better != "high")
    rest = [code for code in cells if not is_number(cells[code])]
    return known + sorted(rest, key=lambda code: cells[code] is HIDDEN)


def dots_height(rows: int) -> int:
    """Return the height of a ranked dot plot in px, 24 px a row and more."""
    return HEAD + FOOT + ROW * max(rows, 3)


def ranked_dots(
    cells: dict[str, Cell], names: dict[str, str], sentences: dict[str, str], entry: Indicator, lang: str, **more
) -> dict:
    """Return the dot plot of one measure over places.

    cells: {code: released cell}; names and sentences: {code: words}; more: `classes` (colours as on the map),
    `line` (value, word) of the pilot mean, `place` (selected code), `threshold` of the gate, `demo`.
    """
    codes = ranked_codes(cells, entry)
    drawn = [code for code in codes if is_number(cells[code])]
    line = more.get("line")
    dots = _dots(drawn, cells, entry, more.get("classes"))
    chosen = [code for code in drawn if code == more.get("place")]
    start = line[0] if line else _start(entry)
    scale = _range(cells, drawn, start, entry)
    rows = len(codes)
    return figure(
        [_stems(drawn, cells, start), dots, _ring(chosen, cells, drawn), *_rows(codes, cells, sentences, scale)],
        lang,
        demo=more.get("demo", False),
        margin={"l": 8, "r": NUMBERS + 4, "t": HEAD, "b": FOOT},
        xaxis={"range": scale, "nticks": 4, "tickformat": _tick_format(entry), "visible": bool(drawn or line)},
        yaxis={
            "range": [max(rows, 3) - 0.5, -0.5], "tickvals": list(range(rows)), "automargin": "width",
            "ticktext": [names[code] for code in codes], "tickfont": {"color": INK, "size": SMALL},
        },
        shapes=[_mean_line(line[0])] if line else [],
        annotations=([_mean_word(line, entry, lang)] if line else [])
        + _numbers(codes, cells, entry, lang, more.get("threshold", THRESHOLD)),
        barmode="overlay",
    )  # fmt: skip


def _start(entry: Indicator) -> float:
    return 1.0 if entry.unit is SCORE else 0.0


def _tick_format(entry: Indicator) -> str:
    if entry.is_share:
        return ".1%" if entry.is_change else ".0%"
    return f".{entry.decimals - 1}f" if entry.decimals else ","


def _range(cells: dict, drawn: list[str], start: float, entry: Indicator) -> list[float]:
    low = min([cells[code] for code in drawn if entry.is_change] + [_start(entry)])
    high = max([cells[code] for code in drawn] + [start], default=1)
    span = (high - low) or 1
    return [low - 0.05 * span, high + 0.05 * span]


def _dots(drawn: list[str], cells: dict, entry: Indicator, classes: Classes | None) -> dict:
    colours = ramp(entry.scale)
    # A dot in no class stands for nothing: it is empty.
    steps = [classes.step(code) if classes else 3 for code in drawn]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [cells[code] for code in drawn],
        "y": list(range(len(drawn))),
        "marker": {
            "size": 12,
            "color": [ZERO_FILL if step is None else colours[step] for step in steps],
            "line": {"color": BORDER, "width": 1},
        },
        "customdata": drawn,
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


def _stems(drawn: list[str], cells: dict, start: float) -> dict:
    steps = [(place, code) for place, code in enumerate(drawn)]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [x for _, code in steps for x in (start, cells[code], None)],
        "y": [y for place, _ in steps for y in (place, place, None)],
        "line": {"color": LINE, "width": 2},
        "hoverinfo": "skip",
    }


def _ring(chosen: list[str], cells: dict, drawn: list[str]) -> dict:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [cells[code] for code in chosen],
        "y": [drawn.index(code) for code in chosen],
        "marker": {"size": 19, "color": CLEAR, "line": {"color": INK, "width": 2}},
        "hoverinfo": "skip",
    }


def _rows(codes: list[str], cells: dict, sentences: dict, scale: list[float]) -> list[dict]:
    """Return bars without ink from both edges to the dot: the whole row can be read and picked, with or without a dot."""
    ends = [cells[code] if is_number(cells[code]) else scale[0] for code in codes]
    return [
        {
            "type": "bar",
            "orientation": "h",
            "base": edge,
            "x": [end - edge for end in ends],
            "y": list(range(len(codes))),
            "width": 1,
            "marker": {"color": CLEAR},
            "hovertext": [hover(sentences[code]) for code in codes],
            "hovertemplate": "%{hovertext}<extra></extra>",
            "customdata": codes,
        }
        for edge in scale
    ]


def _mean_line(value: float) -> dict:
    return {
        "type": "line", "xref": "x", "yref": "paper", "x0": value, "x1": value, "y0": 0, "y1": 1, "layer": "below",
        "line": {"color": INK, "width": 1.2, "dash": "dash"},
    }  # fmt: skip


def _mean_word(line: tuple[float, str], entry: Indicator, lang: str) -> dict:
    words = f"{line[1]} {shown(line[0], entry, lang)}"
    return note(words, x=line[0], xref="x", y=1, yanchor="bottom", font={"color": INK, "size": SMALL})


def _numbers(codes: list[str], cells: dict, entry: Indicator, lang: str, threshold: int) -> list[dict]:
    """Return a column of numbers at the right; where there is none, the word for missing or hidden stands instead."""
    words = [MISSING[lang] if cells[code] is None else shown(cells[code], entry, lang, threshold) for code in codes]
    colours = [INK if is_number(cells[code]) else MUTED for code in codes]
    return [
        note(
            text,
            x=1,
            xanchor="right",
            xshift=NUMBERS,
            y=row,
            yref="y",
            font={"color": colour, "size": SMALL},
            bgcolor=SURFACE,
            borderpad=0,
        )
        for row, (text, colour) in enumerate(zip(words, colours, strict=True))
    ]
