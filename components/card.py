"""One anatomy for every figure: title, sentence, chart | table | about, note, source."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from dash import Input, Output, callback, html

from components.downloads import download_button
from components.graph import graph
from components.parts import Part
from data.text import Text

TABS = {
    "chart": Text("แผนภูมิ", "Chart"),
    "table": Text("ตาราง", "Table"),
    "about": Text("ที่มา", "About"),
}
TABS_LABEL = Text("มุมมองของ: {title}", "Views of: {title}")


@dataclass(frozen=True)
class Card:
    """What one card says. `extra` stands under the picture (legend, key); `notes` are short sentences at the foot."""

    id: str
    title: str
    sentence: str
    figure: dict | None
    alt: str
    height: int
    table: Any
    about: Any
    notes: list[str]
    lang: str
    extra: Any = None
    picture: dict = field(default_factory=dict)
    over: tuple = ()

    def render(self, className: str = "") -> html.Section:
        """Return the card as a component."""
        return html.Section(
            [self._head(), *self._panels(), self._foot()],
            id=f"{self.id}-card",
            className=f"card-box {className}".strip(),
            **{"aria-labelledby": f"{self.id}-title"},
        )

    def values(self, figure: Any) -> list:
        """Return what a callback sends for `outputs(id)`; `figure` may be a patch."""
        return [self.title, self.sentence, figure, self.alt, self.extra, self.table, self.about, self._notes()]

    def _head(self) -> html.Header:
        words = [html.H2(self.title, id=f"{self.id}-title"), html.P(self.sentence, id=f"{self.id}-sentence")]
        tabs = [self._tab(key, name[self.lang]) for key, name in TABS.items()]
        label = TABS_LABEL.format(title=self.title)[self.lang]
        return html.Header([*words, html.Div(tabs, role="tablist", className="tabs", **{"aria-label": label})])

    def _tab(self, key: str, name: str) -> html.Button:
        chosen = key == "chart"
        return html.Button(
            name,
            id=f"{self.id}-tab-{key}",
            type="button",
            role="tab",
            tabIndex=0 if chosen else -1,
            **{"aria-selected": str(chosen).lower(), "aria-controls": f"{self.id}-panel-{key}"},
        )

    def _panels(self) -> list[html.Div]:
        drawing = graph(self.id, self.figure, self.alt, self.height, **self.picture)
        chart = [drawing, *self.over, html.Div(self.extra, id=f"{self.id}-extra", className="card-extra")]
        bodies = {
            "chart": html.Div(chart, className="card-chart"),
            "table": html.Div(self.table, id=f"{self.id}-table", className="card-table", **{"data-rows": self.id}),
            "about": html.Div(self.about, id=f"{self.id}-about", className="card-about"),
        }
        return [
            html.Div(
                body,
                id=f"{self.id}-panel-{key}",
                role="tabpanel",
                className="card-panel",
                hidden=key != "chart",
                **{"aria-labelledby": f"{self.id}-tab-{key}"},
            )
            for key, body in bodies.items()
        ]

    def _foot(self) -> html.Footer:
        notes = html.Div(self._notes(), id=f"{self.id}-notes")
        return html.Footer([notes, download_button(self.id, self.lang)])

    def _notes(self) -> list[html.Span]:
        return [html.Span(note) for note in self.notes if note]


def outputs(id: str) -> list[Output]:
    """Return what a callback may change of a drawn card, in the order of `Card.values`."""
    parts = (
        (f"{id}-title", "children"), (f"{id}-sentence", "children"), (id, "figure"), (f"{id}-picture", "aria-label"),
        (f"{id}-extra", "children"), (f"{id}-table", "children"), (f"{id}-about", "children"), (f"{id}-notes", "children"),
    )  # fmt: skip
    return [Output(component, prop) for component, prop in parts]


def redrawn(id: str, part: Part, build: Callable[[dict], Card], grows: bool = False) -> None:
    """Draw a card anew whenever a part of the selection changes; build: makes it from the query that the part holds.

    grows: whether its height changes with what it shows.
    """
    sizes = [Output(id, "style"), Output(f"{id}-picture", "style")] * grows

    @callback(*outputs(id), *sizes, Input(part, "data"), prevent_initial_call=True)
    def show(query: dict) -> list:
        card = build(query)
        heights = [{"height": f"{card.height}px"}, {"minHeight": f"{card.height}px"}] * grows
        return [*card.values(card.figure), *heights]


def empty_card(id: str, title: str, why: Text, todo: Any, lang: str, className: str = "") -> html.Section:
    """Return a calm card that says why there is nothing and what to do."""
    words = [html.P(why[lang], className="empty-why"), html.P(todo, className="empty-todo")]
    return html.Section(
        [html.Header(html.Div(html.H2(title, id=f"{id}-title"))), html.Div(words, className="empty")],
        id=f"{id}-card",
        className=f"card-box {className}".strip(),
        **{"aria-labelledby": f"{id}-title"},
    )
