"""What a reader can choose. Every control is `{"control": name}`; one script turns them into selection and address."""

import dash_bootstrap_components as dbc
from dash import html

from components.places import by_name
from components.view import PROGRAMME, View
from data.cohort import cohort_text, read_cohort
from data.entry import entry_periods, entry_words
from data.indicators import indicators_for
from data.text import Text

SOURCE = Text("แหล่งตัวเลข", "Source of the numbers")
PUBLISHED = Text("ตัวเลขที่เผยแพร่", "Published figures")
HOUSEHOLDS = Text("ข้อมูลครัวเรือน", "Household data")
METRIC = Text("ตัวชี้วัดบนแผนที่และอันดับ", "Measure on map and ranking")
PLACE = Text("พื้นที่", "Place")
ENTERED = Text("เข้าระบบใน", "Entered in")
ANY_PERIOD = Text("ทุกปี", "any year")
COMPARED_WITH = Text("เทียบกับรอบ", "Compared with round")
SET_AGAINST = Text("กลุ่มเปรียบเทียบ", "Comparison group")
NO_GROUP = Text("ไม่เทียบ", "none")
# Households in no model that models may be set against, as cohorts.
AGAINST = {
    "verification:verified_poor,newly_found": Text("ยากจนที่ยืนยันแล้ว ไม่อยู่ในโมเดล", "verified poor in no model"),
    "quintile:5": Text("กลุ่มทุนสูงสุดหนึ่งในห้า ไม่อยู่ในโมเดล", "highest fifth by capital in no model"),
}
ROUND = Text("รอบสำรวจ", "Survey round")
# What a list sends for its first entry, which stays out of the address; a list cannot send nothing.
DEFAULT = "-"
LATEST = Text("{name} (ล่าสุด)", "{name} (latest)")


def place_chooser(view: View) -> html.Label:
    """Return the list of places: the whole programme, its home-level areas by name, and the chosen place if it is lower."""
    areas = by_name(view.reference.home_areas, view.lang)
    chosen = view.reference.areas.get(view.selection.place)
    if chosen and chosen not in areas:
        areas = [*areas, chosen]
    options = [{"label": view.say(PROGRAMME), "value": DEFAULT}]
    options += [{"label": area.name[view.lang], "value": area.code} for area in areas]
    select = dbc.Select(
        id={"control": "place"}, options=options, value=view.selection.place or DEFAULT, className="choice"
    )
    return html.Label([html.Span(view.say(PLACE)), select], className="metric")


def entry_chooser(view: View) -> html.Label | None:
    """Return the list of periods in which referrals entered: fiscal years, then calendar years, newest first."""
    if not view.rounds:
        return None
    periods = entry_periods(min(view.rounds.values()), view.made_at.date(), view.reference.fiscal_month)
    chosen = view.selection.entered
    periods += [chosen] if chosen and chosen not in periods else []
    options = [{"label": view.say(ANY_PERIOD), "value": DEFAULT}]
    options += [{"label": entry_words(key)[view.lang].capitalize(), "value": key} for key in periods]
    select = dbc.Select(id={"control": "entered"}, options=options, value=chosen or DEFAULT, className="choice")
    return html.Label([html.Span(view.say(ENTERED)), select], className="metric")


def base_chooser(view: View) -> html.Label | None:
    """Return the list of earlier rounds to compare with, the one before first; none where there is at most one."""
    if len(view.earlier_rounds) < 2:
        return None
    first, *older = view.earlier_rounds
    options = [{"label": view.name_of(first), "value": DEFAULT}]
    options += [{"label": view.name_of(entry), "value": str(entry)} for entry in older]
    value = DEFAULT if view.base_round == first else str(view.base_round)
    select = dbc.Select(id={"control": "base"}, options=options, value=value, className="choice")
    return html.Label([html.Span(view.say(COMPARED_WITH)), select], className="metric")


def against_chooser(view: View) -> html.Label:
    """Return the list of groups to set households in models against."""
    return choose_group(view, SET_AGAINST, NO_GROUP, AGAINST)


def choose_group(view: View, name: Text, nobody: Text, groups: dict[str, Text]) -> html.Label:
    """Return a list of groups B, none first; one of the address stays on it. groups: {cohort as in an address: words}."""
    own = cohort_text(view.selection.against)
    found = {cohort_text(read_cohort(text, view.reference)): words for text, words in groups.items()}
    found = {text: view.say(words) for text, words in found.items() if text}
    if own and own not in found:
        found[own] = view.selection.at(cohort=view.selection.against).cohort_words(view.lang, view.reference)
    options = [{"label": view.say(nobody), "value": DEFAULT}]
    options += [{"label": words, "value": text} for text, words in found.items()]
    select = dbc.Select(id={"control": "against"}, options=options, value=own or DEFAULT, className="choice")
    return html.Label([html.Span(view.say(name)), select], className="metric")


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
