"""A briefing as data: one place in chapters of cards, sentences and numbers, from which every format is made."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from briefings.charts import Chart
from components.card import Card
from components.graph import DEMO_MARK
from components.places import chosen_name
from components.reader import Reader, open_reader
from components.sources import COUNT, snapshot_note
from components.view import HOW_TO_LOAD, NO_HOUSEHOLDS, View
from data.errors import Problem
from data.gate import HIDDEN, Released
from data.library import Library
from data.queries import ask
from data.queries.ask import METHOD_VERSION
from data.settings import Settings
from data.text import LANGS, Text, number, year
from data.viewer import VIEWER, Viewer

TITLE = Text("บทสรุป{place} · {vintage}", "Briefing: {place} · {vintage}")
HIDDEN_NOTE = Text(
    "ตัวเลขของกลุ่มเล็กกว่า {threshold} ครัวเรือนไม่แสดง และบางตัวเลขมีค่ารบกวน เพื่อปกป้องครัวเรือน",
    "Numbers of groups below {threshold} households are hidden, and some carry noise, to protect households",
)
NOT_GATED = Text(
    "เอกสารนี้แสดงตัวเลขกลุ่มเล็กตามสิทธิ์ของผู้ขอ ห้ามเผยแพร่ต่อ",
    "This document shows small groups by the right of who asked for it; do not pass it on",
)
FILTERS = Text("สิ่งที่เลือก: {words}", "Selection: {words}")
DATA_SET = Text("ชุดข้อมูล {id} · วิธีรุ่น {version}", "Data set {id} · method version {version}")
MADE_FOR = Text("ทำให้ผู้ใช้ {account}", "Made for {account}")
SOURCE = Text("ระบบแก้จน จากข้อมูลครัวเรือนของโครงการ", "Kaejon, from the household data of the programme")


@dataclass(frozen=True)
class Figure:
    """card: as on the page; chart: its numbers for a native chart, None where there are none; answers: {file: rows}."""

    card: Card
    chart: Chart | None
    answers: dict[str, Released]


@dataclass(frozen=True)
class Chapter:
    """One question that the briefing answers: sentences, then figures."""

    key: str
    title: str
    sentences: list[str]
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True)
class Briefing:
    """view: language, selection and snapshot; headline: (label, number, unit); link: permalink of the same numbers."""

    view: View
    viewer: Viewer
    place: str
    headline: list[tuple[str, str, str]]
    chapters: tuple[Chapter, ...]
    link: str

    @property
    def title(self) -> str:
        """What the document is about."""
        return self.view.say(TITLE, place=self.place, vintage=self.view.vintage)

    @property
    def answers(self) -> dict[str, Released]:
        """{file: rows} of every figure, in order."""
        found = (figure.answers for chapter in self.chapters for figure in chapter.figures)
        return {name: released for answers in found for name, released in answers.items()}

    @property
    def filters(self) -> str:
        """The selection in words."""
        view = self.view
        return view.selection.describe(view.lang, view.reference, view.rounds)

    @property
    def n(self) -> int | None:
        """Surveyed households behind the place, None where it is missing or hidden."""
        found = self.answers.get("verification")
        cell = found.rows[0]["surveyed_households"] if found and found.rows else None
        return None if cell is None or cell is HIDDEN else int(cell)

    @property
    def made_for(self) -> str:
        """Who asked for the document, "" where nobody signed in."""
        return self.view.say(MADE_FOR, account=self.viewer.account) if self.viewer.account else ""

    @property
    def demo_mark(self) -> str:
        """The mark of made-up data, "" where they are real."""
        return DEMO_MARK[self.view.lang] if self.view.marked else ""

    @property
    def foot(self) -> str:
        """The small print of every page: demo mark, subject, snapshot and who asked."""
        return " · ".join(part for part in (self.demo_mark, self.title, self.view.snapshot, self.made_for) if part)

    @property
    def protection(self) -> str:
        """What is hidden in the document, or that nothing is."""
        if not self.viewer.gated:
            return self.view.say(NOT_GATED)
        threshold = max((released.threshold for released in self.answers.values()), default=0)
        return self.view.say(HIDDEN_NOTE, threshold=str(threshold))

    @property
    def sources(self) -> list[str]:
        """The lines that every format carries: selection, snapshot, method, source, what is hidden."""
        view = self.view
        counted = [view.say(COUNT, n=number(self.n))] if self.n is not None else []
        asked = [self.made_for] if self.made_for else []
        return [
            view.say(FILTERS, words=self.filters), *counted, snapshot_note(view),
            view.say(DATA_SET, id=view.snapshot, version=METHOD_VERSION), view.say(SOURCE), self.protection, *asked,
        ]  # fmt: skip


def open_for(query: Mapping[str, Any], lang: str, library: Library, viewer: Viewer) -> Reader:
    """Return the reader of a briefing: household data, through the same gate as the pages.

    Raises Problem where there are no household data.
    """
    VIEWER.set(viewer)
    newest = library.snapshot(viewer)
    # One snapshot from the first chapter to the last, whatever is published in between.
    pin = {"snapshot": query.get("snapshot") or (newest.id if newest else "")}
    reader = open_reader({**query, **pin, "lang": lang, "source": "households"}, ask, library)
    if not reader.view.households:
        raise Problem(NO_HOUSEHOLDS, todo=HOW_TO_LOAD)
    return reader


def build(reader: Reader, makers: Iterable[Callable[[Reader, str], Chapter | None]], headline: list) -> Briefing:
    """Ask for every chapter and put the briefing together; a chapter without anything to say is left out.

    headline: (label, number, unit) of the place.
    """
    place = chosen_name(reader.view)
    found = tuple(chapter for make in makers if (chapter := make(reader, place)) is not None)
    return Briefing(reader.view, reader.viewer, place, headline, found, permalink(reader.view, reader.library.settings))


def origin(view: View) -> dict[str, Any]:
    """Return what numbers or rows are of, for machines: filters in words, round, snapshot, method, reference, sources, demo."""
    describe = view.selection.describe
    return {
        "filters": {lang: describe(lang, view.reference, view.rounds) for lang in LANGS},
        "round": view.chosen_round,
        "round_year": {lang: year(view.rounds[view.chosen_round], lang) for lang in LANGS},
        "snapshot": view.snapshot,
        "snapshot_made_at": view.made_at.isoformat(),
        "method_version": METHOD_VERSION,
        "reference": view.reference.id,
        "sources": {lang: SOURCE[lang] for lang in LANGS},
        "demo": view.demo,
    }


def permalink(view: View, settings: Settings, path: str = "") -> str:
    """Return the address that opens the same selection on the same snapshot: of a page, else of the place."""
    base = settings.public_address.rstrip("/") or f"http://{settings.host}:{settings.port}"
    pinned = replace(view, pinned=view.snapshot, selection=view.selection.at(round=view.chosen_round))
    place = view.selection.place
    home = view.reference.levels.index(view.reference.home_level)
    if path or not place:
        return base + pinned.link(path or "/")
    below = view.reference.levels.index(view.reference.areas[place].level) >= home
    return base + (pinned.place_link(place) if below else pinned.link("/causes"))
