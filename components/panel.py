"""The side panel: one place at a glance, with its radar, its numbers and the way to its own page."""

from dash import dcc, html

from components.card import Card
from components.profile import Profile
from components.view import PROGRAMME, View
from data.text import Text, number

OPEN = Text("เปิดหน้าของ{name}", "Open the page of {name}")
CLOSE = Text("ปิดแผงของ{name}", "Close the panel of {name}")
PANEL = Text("พื้นที่ที่เลือก", "Selected place")
PICK = Text("เลือกพื้นที่เพื่อดูรายละเอียด", "Pick a place to see more")
PICK_HOW = Text(
    "คลิกพื้นที่บนแผนที่หรือจุดในอันดับ หรือกดแป้นลูกศรบนแผนที่แล้วกด Enter",
    "Click a place on the map or a dot in the ranking, or move over the map with the arrow keys and press Enter",
)
WEAKEST = Text("ทุนที่อ่อนที่สุด", "Weakest capital")
NO_SCORES = Text("ไม่มีคะแนนทุนของพื้นที่นี้", "There are no capital scores for this place")
OF_FOUR = Text("{score} จาก 4", "{score} of 4")
# The name is read out when another place is chosen.
ANNOUNCED = {"aria-live": "polite"}


def place_panel(
    view: View,
    code: str,
    profile: Profile | None,
    card: Card | None,
    figures: list[tuple[str, str, str]],
    notes: list[str],
) -> list:
    """Return the panel of a place.

    figures: (label, number, unit) in order of weight; profile and its card: None without capitals.
    """
    area = view.reference.areas[code]
    name = area.name[view.lang]
    parent = view.reference.areas.get(area.parent_code)
    close = html.Button(
        "×", type="button", className="close", **{"data-close-place": "1", "aria-label": view.say(CLOSE, name=name)}
    )
    head = [html.H2([name, html.Small(parent.name[view.lang] if parent else "")], **ANNOUNCED), close]
    link = dcc.Link(view.say(OPEN, name=name), href=view.place_link(code), className="open-page")
    return [
        html.Header(head),
        html.Dl([_figure(*figure) for figure in figures], className="figure-list"),
        *(_capitals(view, profile, card) if profile else []),
        link,
        html.Footer([html.Span(note) for note in notes if note]) if any(notes) else None,
    ]


def _figure(label: str, value: str, unit: str) -> html.Div:
    return html.Div([html.Dt(label), html.Dd([html.B(value), html.Span(unit)])])


def _capitals(view: View, profile: Profile, card: Card) -> list:
    weakest = profile.weakest
    if weakest is None:
        return [html.P(view.say(NO_SCORES), className="no-scores")]
    score = number(profile.values[weakest.key], 2)
    words = [html.Span(view.say(WEAKEST)), html.B(weakest.name[view.lang]), html.Span(view.say(OF_FOUR, score=score))]
    return [html.P(words, className="weakest"), card.render("inner")]


def empty_panel(view: View, programme: Profile | None, card: Card | None, suggestions: list[tuple[str, str]]) -> list:
    """Return the panel before a choice: the whole programme, how to choose, and the places most in need as buttons."""
    buttons = [
        html.Button(name, type="button", className="suggestion", **{"data-place": code}) for code, name in suggestions
    ]
    name = view.say(PROGRAMME)
    return [
        html.Header(
            html.H2([name, html.Small(programme.word if programme and not view.households else "")], **ANNOUNCED)
        ),
        *(_capitals(view, programme, card) if programme else []),
        html.Div(
            [
                html.P(view.say(PICK), className="pick"),
                html.P(view.say(PICK_HOW), className="muted"),
                html.Div(buttons, className="suggestions") if buttons else None,
            ],
            className="pick-box",
        ),
    ]


def weakest_words(view: View, profile: Profile) -> str:
    """Return `Social capital 1.59`, "" where no score is known."""
    weakest = profile.weakest
    return f"{weakest.name[view.lang]} {number(profile.values[weakest.key], 2)}" if weakest else ""
