"""The legend of the map: every class with its range and count; missing and hidden look different from each other."""

from dash import html

from components.classes import Classes
from components.theme import ramp
from components.view import View
from data.gate import HIDDEN, THRESHOLD
from data.indicators import Indicator, shown
from data.text import Text

MISSING = Text("ไม่มีข้อมูล", "No data")
NO_SHAPE = Text("ไม่มีรูปบนแผนที่", "No shape on the map")


def legend(
    classes: Classes, entry: Indicator, view: View, *, shapeless: int = 0, threshold: int = THRESHOLD
) -> html.Div:
    """Return the classes from the ramp's low end to its high end with ranges and counts."""
    colours = ramp(entry.scale)
    lines = [
        _line(_range(part, entry, view.lang), part.count, {"background": colours[part.step]})
        for part in classes.classes
    ]
    rest = (
        (view.say(MISSING), len(classes.missing), "is-missing"),
        (HIDDEN.text(threshold)[view.lang], len(classes.hidden), "is-hidden"),
        (view.say(NO_SHAPE), shapeless, ""),
    )
    lines += [_line(words, count, {}, kind) for words, count, kind in rest if count]
    return html.Div([html.P(entry.unit[view.lang], className="legend-unit"), html.Ul(lines)], className="legend")


def _range(part, entry: Indicator, lang: str) -> str:
    ends = [shown(value, entry, lang) for value in (part.low, part.high)]
    return ends[0] if ends[0] == ends[1] else "–".join(ends)


def _line(words: str, count: int, style: dict, kind: str = "") -> html.Li:
    swatch = html.Span(className=f"swatch {kind}".strip(), style=style)
    return html.Li([swatch, html.Span(words), html.Span(str(count), className="legend-count")])
