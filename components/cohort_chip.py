"""The cohort under the top bar of every page: what it is, where it is changed, how it is taken off."""

from dash import dcc, html

from components.cohort import cohort_control
from components.view import View
from data.text import Text

COHORT = Text("กลุ่มศึกษา", "Cohort")
EDIT = Text("แก้ไข", "Edit")
REMOVE = Text("เอาออก", "Remove")
REMOVE_LABEL = Text("เอากลุ่มศึกษาออก กลับไปดูทุกครัวเรือน", "Remove the cohort and show all households")
REMOVED = Text("เอากลุ่มศึกษาออกแล้ว แสดงทุกครัวเรือน", "Cohort removed: all households are shown")
NOT_PUBLISHED = Text("ไม่มีผลกับตัวเลขที่เผยแพร่", "does not apply to published figures")
NOT_HERE = Text("ไม่มีผลกับหน้านี้", "does not apply to this page")
BUILDER = "/cohorts"


def cohort_chip(view: View, path: str, applies: bool) -> html.Aside:
    """Return the chip, unseen without a cohort and on the page that builds it; its control is on every page."""
    selection = view.selection
    unseen = not selection.cohort or path == BUILDER
    words = selection.cohort_words(view.lang, view.reference)
    cases = [html.Span(view.say(NOT_PUBLISHED), className="cohort-off only-published")]
    if not applies:
        cases = [html.Span(view.say(NOT_HERE), className="cohort-off")]
    remove = html.Button(
        view.say(REMOVE), type="button", className="quiet-button",
        **{"data-drop-cohort": view.say(REMOVED), "aria-label": view.say(REMOVE_LABEL)},
    )  # fmt: skip
    edit = dcc.Link(view.say(EDIT), href=view.link(BUILDER), id={"link": f"{BUILDER}#cohort-title"})
    line = [html.B(view.say(COHORT)), html.Span(words, className="cohort-words"), *cases, edit, remove]
    return html.Aside(
        [*line, cohort_control(view)], id="cohort-chip", className="cohort-chip", hidden=unseen,
        **{"aria-label": view.say(COHORT)},
    )  # fmt: skip
