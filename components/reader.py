"""What a page knows of its reader: the view on screen, and the one way to ask for rows."""

from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

from components.places import UNKNOWN_CODE, areas_below
from components.subjects import Side, Subject, subjects
from components.view import View
from data.gate import Released
from data.selection import Selection
from data.text import Text, known_lang
from data.viewer import ROLE_NAMES, VIEWER, Viewer

# Language of the request under way: page titles are asked for without it.
LANG: ContextVar[str] = ContextVar("lang", default="th")
SITE = Text("แก้จน", "Kaejon")
# An address may hold anything; what is said of it is no longer than an id.
LONGEST_ID = 22


@dataclass(frozen=True)
class Reader:
    """view: for builders; ask(question, **changes of the selection) -> Released: for pages only; viewer: who asks.

    library: what the answers are read from, one snapshot alone where the address asks for that one.
    """

    view: View
    answer: Callable[..., Released]
    viewer: Viewer
    library: Any = None

    def ask(self, question: str, **changes: Any) -> Released:
        """Answer a question for the reader's selection with some fields changed. Raises Problem without a snapshot."""
        return self.answer(question, self.view.selection.at(**changes), self.viewer)

    def ask_place(self, question: str) -> Released:
        """Answer a question for the chosen place as a whole: rows of its own code."""
        place = self.view.selection.place
        return self.ask(question, by=self.view.reference.areas[place].level)

    def ask_newest(self, question: str, by: str = "") -> Released:
        """Answer a question for the whole programme in the newest round, whatever else was chosen."""
        return self.answer(question, Selection(by=by), self.viewer)

    def ask_here(self, question: str) -> Released:
        """Answer a question for the chosen place, or for the whole programme where none is chosen."""
        return self.ask_place(question) if self.view.selection.place else self.ask_whole(question)

    def ask_of(self, subject: Subject, question: str) -> Released:
        """Answer a question for one of those side by side as a whole."""
        changes = subject.changes(self.view)
        return self.ask(question, **changes) if subject.code else self.ask_whole(question, **changes)

    def sides(self, question: str) -> list[Side]:
        """Answer a question for all that stand side by side."""
        return [Side(one.name, one.short, self.ask_of(one, question)) for one in subjects(self.view)]

    def ask_below(self, question: str) -> tuple[Released, list[str]]:
        """Answer a question by the areas right below the place, with their codes; households of no known area come last."""
        place, level, codes = areas_below(self.view.reference, self.view.selection.place)
        released = self.ask(question, place=place, by=level)
        unknown = bool(place) and any(row["code"] == UNKNOWN_CODE for row in released.rows)
        return released, [*codes, UNKNOWN_CODE] if codes and unknown else codes

    def ask_whole(self, question: str, **changes: Any) -> Released:
        """Answer a question for the whole programme: rows of one code, none where its top level has several areas."""
        released = self.ask(question, **{"place": "", "by": self.view.reference.levels[0], **changes})
        return released if len({row["code"] for row in released.rows}) <= 1 else replace(released, rows=())


def open_reader(query: Mapping[str, Any], ask: Callable[..., Released], library: Any) -> Reader:
    """Return the reader of a URL query or a selection store; whatever the client sent falls back where it is unknown."""
    viewer = VIEWER.get()
    library, pin = _pinned(str(query.get("snapshot") or ""), library, viewer)
    snapshot, reference = library.snapshot(viewer), library.reference(viewer)
    lang = known_lang(query.get("lang"))
    LANG.set(lang)
    selection = Selection.from_query(query, reference)
    who = _who(viewer) if library.settings.sign_in else {}
    answer = partial(_ask, ask, library)
    if snapshot is None:
        view = View(lang, selection.at(source="published"), reference, **who, **pin)
        return Reader(view, answer, viewer, library)
    if not reference.published:
        selection = selection.at(source="households")
    facts = (snapshot.rounds, snapshot.demo, snapshot.made_at, snapshot.id)
    return Reader(View(lang, selection, reference, *facts, **who, **pin), answer, viewer, library)


def _who(viewer: Viewer) -> dict[str, Any]:
    until = datetime.fromtimestamp(viewer.until, UTC).date() if viewer.until else None
    return {"account": viewer.account, "role": ROLE_NAMES[viewer.role], "until": until}


def _pinned(wanted: str, library: Any, viewer: Viewer) -> tuple[Any, dict[str, Any]]:
    """Return the library of the asked-for snapshot with what the view says of it; the newest where it is not kept."""
    if not wanted:
        return library, {}
    newest, kept = library.snapshot(viewer), library.at(wanted, viewer)
    if kept is None:
        return library, {"gone": wanted[:LONGEST_ID]}
    return kept, {"pinned": wanted, "newer": newest is not None and newest.id != wanted}


def _ask(ask: Callable[..., Released], library: Any, question: str, selection: Selection, viewer: Viewer) -> Released:
    return ask(question, selection, viewer, library)


def page_title(name: Text) -> Callable[..., str]:
    """Return the function that Dash asks for a page's title, in the language of the request."""
    return lambda **_: f"{name[LANG.get()]} · {SITE[LANG.get()]}"
