"""What a reader can choose. Every control is `{"control": name}`; one script turns them into selection and address."""

import dash_bootstrap_components as dbc
from dash import html

from components.view import View
from data.indicators import indicators_for
from data.text import Text

SOURCE = Text("แหล่งตัวเลข", "Source of the numbers")
PUBLISHED = Text("ตัวเลขที่เผยแพร่", "Published figures")
HOUSEHOLDS = Text("ข้อมูลครัวเรือน", "Household data")
METRIC = Text("ตัวชี้วัดบนแผนที่และอันดับ", "Measure on map and ranking")
ROUND = Text("รอบสำรวจ", "Survey round")
# What a list sends for its first entry, which stays out of the address; a list cannot send nothing.
DEFAULT = "-"
LATEST = Text("{name} (ล่าสุด)", "{name} (latest)")


def source_switch(view: View) -> html.Div:
    """Return the switch between published figures and household data; without a snapshot the second is off."""
    options = [
        {"label": view.say(PUBLISHED), "value": "published", "disabled": not view.reference.published},
        {"label": view.say(HOUSEHOLDS), "value": "households", "disabled": not view.rounds},
    ]
    radio = dbc.RadioItems(
        id={"control": "source"}, options=options, value=view.selection.source, className="segments", inline=True
    )
    return html.Div(radio, role="radiogroup", className="switch", **{"aria-label": view.say(SOURCE)})


def metric_choosers(view: View) -> html.Div:
    """Return one list of measures per source; the style sheet shows the one that belongs to the source on screen."""
    return html.Div([_metric_chooser(view, source) for source in ("published", "households")], className="metrics")


def _metric_chooser(view: View, source: str) -> html.Label:
    entries = indicators_for(source, view.reference)
    # The first measure is the default and stays out of the address.
    options = [
        {"label": entry.label[view.lang], "value": entry.key if place else DEFAULT}
        for place, entry in enumerate(entries)
    ]
    chosen = view.selection.metric if view.selection.source == source else ""
    value = chosen if chosen in {option["value"] for option in options} else DEFAULT
    select = dbc.Select(id={"control": f"metric-{source}"}, options=options, value=value, className="choice")
    return html.Label([html.Span(view.say(METRIC)), select], className=f"metric only-{source}")


def round_chooser(view: View) -> html.Label | None:
    """Return the list of survey rounds, newest first, none where there is no snapshot."""
    if not view.rounds:
        return None
    newest, *older = sorted(view.rounds, reverse=True)
    options = [{"label": view.say(LATEST, name=view.name_of(newest)), "value": DEFAULT}]
    options += [{"label": view.name_of(entry), "value": str(entry)} for entry in older]
    chosen = view.selection.round
    value = str(chosen) if chosen in older else DEFAULT
    select = dbc.Select(id={"control": "round"}, options=options, value=value, className="choice small")
    return html.Label([html.Span(view.say(ROUND)), select], className="round only-households")
