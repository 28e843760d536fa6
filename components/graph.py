"""The one place that makes a graph: its settings, its accessible name, its mark."""

from dash import dcc, html

from components.letters import wrapped
from components.theme import MUTED, SMALL, TEMPLATE, WARNING_TEXT
from data.text import Text

# Without the first two a reader could upload a chart to a cloud with one click.
CONFIG = {
    "showSendToCloud": False,
    "displaylogo": False,
    "plotlyServerURL": "",
    "displayModeBar": False,
    "showTips": False,
    "doubleClick": False,
    "scrollZoom": False,
    "responsive": True,
}
DEMO_MARK = Text("ข้อมูลสาธิต / demo data", "demo data / ข้อมูลสาธิต")
MARK_ROOM = 22
HOVER_WIDTH = 42


def graph(id: str, figure: dict, alt: str, height: int, **wrapper) -> html.Div:
    """Return a graph of fixed height in a wrapper that a screen reader reads as one picture with `alt`."""
    drawing = dcc.Graph(id=id, figure=figure, config=CONFIG, style={"height": f"{height}px"}, className="graph")
    wrapper = {"id": f"{id}-picture", "role": "img", "aria-label": alt, "className": "picture"} | wrapper
    return html.Div(drawing, **wrapper, style={"minHeight": f"{height}px"})


def figure(data: list[dict], lang: str, *, demo: bool = False, **layout) -> dict:
    """Return a figure as a plain dict in the house template; demo data carry their mark inside the picture."""
    layout = {"template": TEMPLATE, **layout}
    if demo:
        margin = {**TEMPLATE["layout"]["margin"], **layout.get("margin", {})}
        layout |= {"margin": {**margin, "b": margin["b"] + MARK_ROOM}, "title": mark(lang, demo)}
    return {"data": data, "layout": layout}


def mark(lang: str, demo: bool) -> dict:
    """Return the title that says demo data at the foot of a picture, or an empty one."""
    return {
        "text": DEMO_MARK[lang] if demo else "",
        "font": {"color": WARNING_TEXT, "size": SMALL},
        **{"x": 1, "xanchor": "right", "xref": "container", "pad": {"b": 5, "r": 4}},
        **{"y": 0, "yanchor": "bottom", "yref": "container"},
    }


def hover(sentence: str) -> str:
    """Return a sentence as the short lines of a hover label: its parts, each wrapped at spaces; the name is bold."""
    name, colon, rest = sentence.partition(": ")
    parts = rest.split(" · ") if colon else sentence.split(" · ")
    lines = [line for part in parts for line in wrapped(part, HOVER_WIDTH)]
    return "<br>".join([f"<b>{name}</b>"] * bool(colon) + lines)


def note(text: str, **changes) -> dict:
    """Return an annotation without an arrow."""
    plain = {
        "text": text,
        "showarrow": False,
        "font": {"color": MUTED, "size": SMALL},
        "xref": "paper",
        "yref": "paper",
    }
    return {**plain, **changes}
