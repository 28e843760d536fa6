"""The legend of the map: every class with its number, range and count; what is in no class looks different and is counted."""

from math import isinf

from dash import html

from components.classes import Classes
from components.theme import ramp, readable_on
from components.view import View
from data.gate import HIDDEN, THRESHOLD
from data.indicators import Indicator, shown
from data.text import Text

MISSING = Text("ไม่มีข้อมูล", "No data")
NO_SHAPE = Text("ไม่มีรูปบนแผนที่", "No shape on the map")
UNMATCHED = Text("รูปที่ไม่ตรงกับพื้นที่ใด", "Shape of no area")
UNCERTAIN = Text("ไม่แน่นอน: ความคลาดเคลื่อนเกิน 20% ของค่า", "Uncertain: standard error above 20% of the value")
UNCERTAIN_CHANGE = Text("ไม่แน่นอน: ช่วงความเชื่อมั่น 95% คร่อมศูนย์", "Uncertain: the 95% interval holds zero")


def legend(
    classes: Classes, entry: Indicator, view: View, *, shapeless: int = 0, threshold: int = THRESHOLD, **more
) -> html.Div:
    """Return the classes from the ramp's low end to its high end with numbers, ranges and counts.

    more: `unmatched` shapes of the layer, how many areas are `uncertain`, and whether values are a `change`.
    """
    colours = ramp(entry.scale)
    lines = [
        _line(_range(part, entry, view.lang), part.count, _colours(colours[part.step]), mark=str(place))
        for place, part in enumerate(classes.classes, start=1)
    ]
    uncertain = UNCERTAIN_CHANGE if more.get("change") else UNCERTAIN
    rest = (
        (shown(0, entry, view.lang), len(classes.zero), "is-zero", "0"),
        (view.say(MISSING), len(classes.missing), "is-missing", ""),
        (HIDDEN.text(threshold)[view.lang], len(classes.hidden), "is-hidden", ""),
        (view.say(uncertain), more.get("uncertain", 0), "is-uncertain", ""),
        (view.say(NO_SHAPE), shapeless, "is-absent", ""),
        (view.say(UNMATCHED), more.get("unmatched", 0), "is-absent", ""),
    )
    lines += [_line(words, count, {}, kind, mark) for words, count, kind, mark in rest if count]
    return html.Div([html.P(entry.unit[view.lang], className="legend-unit"), html.Ul(lines)], className="legend")


def _colours(ground: str) -> dict[str, str]:
    return {"background": ground, "color": readable_on(ground)}


def _range(part, entry: Indicator, lang: str) -> str:
    if isinf(part.low) or isinf(part.high):
        return f"< {shown(part.high, entry, lang)}" if isinf(part.low) else f"≥ {shown(part.low, entry, lang)}"
    ends = [shown(value, entry, lang) for value in (part.low, part.high)]
    return ends[0] if ends[0] == ends[1] else "–".join(ends)


def _line(words: str, count: int, style: dict, kind: str = "", mark: str = "") -> html.Li:
    swatch = html.Span(mark, className=f"swatch {kind}".strip(), style=style)
    return html.Li([swatch, html.Span(words), html.Span(str(count), className="legend-count")])
