"""The table of areas: every place of a level with the measures of one topic, as rows for a grid."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import dash_bootstrap_components as dbc
from dash import html

from components.controls import DEFAULT
from components.grid import Column, grid_card
from components.places import UNKNOWN_CODE, counted, level_name, place_name, thai_order
from components.sources import household_notes
from components.view import View
from data.gate import Released
from data.indicators import HOUSEHOLDS, Indicator, indicator, indicators_for, shown, value_of
from data.reference import Reference
from data.text import Text

ID = "areas"
TOPICS = {
    "verification": Text("การค้นหาและสอบทาน", "Search and verification"),
    "capitals": Text("ทุน", "Capitals"),
    "poverty": Text("ความยากจนหลายมิติ", "Multidimensional poverty"),
    "models": Text("โมเดลแก้จน", "Operating models"),
}
LEVEL, TOPIC = Text("ระดับพื้นที่", "Level"), Text("หัวข้อ", "Topic")
TITLE = Text("{topic} · {places} · {vintage}", "{topic} · {places} · {vintage}")
HINT = Text(
    "เรียงได้ที่หัวคอลัมน์ กรองได้ที่เครื่องหมายข้างหัวคอลัมน์ ค่าที่ซ่อนอยู่ท้ายสุดเสมอและไม่ตรงกับตัวกรองใด",
    "Sort by the heads, filter by the sign beside them; hidden values always come last and match no filter",
)
COUNT = Indicator(
    "n_households", Text("ครัวเรือน (n)", "Households (n)"), HOUSEHOLDS, "", "n_households", 0, "", "households", "count"
)


def topics(reference: Reference) -> dict[str, list[Indicator]]:
    """Return {question: its measures} of household data, in menu order."""
    found: dict[str, list[Indicator]] = {}
    for entry in indicators_for("households", reference):
        found.setdefault(entry.question, []).append(entry)
    return found


def topic_of(view: View) -> str:
    """Return the question whose measures the table shows: that of the chosen measure."""
    return indicator("households", view.selection.metric, view.reference).question


def topic_name(question: str, view: View) -> Text:
    """Return what the measures of a question are called together; one that stands alone has its own name."""
    return TOPICS.get(question) or topics(view.reference)[question][0].label


def levels_of(reference: Reference) -> tuple[str, ...]:
    """Return the levels that can be listed: the home level and those below."""
    return (reference.home_level, *reference.lower_levels)


def choosers(view: View) -> html.Div:
    """Return the lists of levels and of topics."""
    level, *lower = levels_of(view.reference)
    names = [{"label": level_name(entry, many=True)[view.lang].capitalize(), "value": entry} for entry in lower]
    names.insert(0, {"label": level_name(level, many=True)[view.lang].capitalize(), "value": DEFAULT})
    first = {question: entries[0].key for question, entries in topics(view.reference).items()}
    kinds = [{"label": view.say(topic_name(question, view)), "value": key} for question, key in first.items()]
    kinds[0]["value"] = DEFAULT
    chosen = {next(iter(first)): DEFAULT}.get(topic_of(view), first[topic_of(view)])
    by = view.selection.by if view.selection.by in lower else DEFAULT
    lists = [_chooser(view, "by", LEVEL, names, by), _chooser(view, "metric", TOPIC, kinds, chosen)]
    return html.Div(lists, className="head-controls")


def _chooser(view: View, name: str, label: Text, options: list[dict], value: str) -> html.Label:
    select = dbc.Select(id={"control": name}, options=options, value=value, className="choice")
    return html.Label([html.Span(view.say(label)), select], className="metric")


@dataclass(frozen=True)
class Areas:
    """released: the rows of the topic's question by the level of the table."""

    view: View
    released: Released

    @property
    def level(self) -> str:
        """Level of the rows."""
        return self.released.selection.level(self.view.reference)

    @cached_property
    def entries(self) -> list[Indicator]:
        """The measures of the topic, after the number of households."""
        return [COUNT, *topics(self.view.reference)[self.released.question]]

    @cached_property
    def above(self) -> list[str]:
        """Levels between the home level and the rows, the nearest first."""
        levels = levels_of(self.view.reference)
        return list(reversed(levels[: levels.index(self.level)]))

    @cached_property
    def columns(self) -> list[Column]:
        """Name of the place, what it lies in, then numbers."""
        names = [Column(level, level_name(level)[self.view.lang].capitalize()) for level in (self.level, *self.above)]
        return names + [self._number(entry) for entry in self.entries]

    def _number(self, entry: Indicator) -> Column:
        lang, threshold = self.view.lang, self.released.threshold
        scale = 100 if entry.is_share else 1
        return Column(
            entry.key,
            entry.label[lang],
            lambda cell: shown(cell, entry, lang, threshold),
            lambda cell: round(scale * cell, entry.decimals),
            # The places of most concern come first, as everywhere.
            ("asc" if entry.better == "high" else "desc") if entry is self.entries[1] else "",
        )

    @cached_property
    def rows(self) -> list[dict]:
        """One row per place in the order of names: {level: name, …, measure: cell}; a place without rows is missing."""
        cells = {entry.key: self._cells(entry) for entry in self.entries}
        found = [self._row(code, cells) for code in self._codes]
        return sorted(found, key=self._order)

    def _cells(self, entry: Indicator) -> Mapping:
        first = self.entries[1]
        return value_of(entry, [row for row in self.released.rows if entry is not COUNT or _fits(row, first)])

    @cached_property
    def _codes(self) -> list[str]:
        reference, place = self.view.reference, self.view.selection.place
        home = {area.code for area in reference.home_areas}
        known = [
            area.code
            for area in reference.areas.values()
            if area.level == self.level
            and home & {up.code for up in reference.path(area.code)}
            and (not place or place in {up.code for up in reference.path(area.code)})
        ]
        return known + [UNKNOWN_CODE] * any(row["code"] == UNKNOWN_CODE for row in self.released.rows)

    def _row(self, code: str, cells: dict[str, Mapping]) -> dict:
        view = self.view
        path = {area.level: area.name[view.lang] for area in view.reference.path(code)} if code != UNKNOWN_CODE else {}
        names = {level: path.get(level, "") for level in self.above}
        return {self.level: place_name(code, view.reference, self.level)[view.lang], **names} | {
            key: found.get(code) for key, found in cells.items()
        }

    @property
    def _order(self) -> Callable[[dict], tuple]:
        return lambda row: tuple(thai_order(row[level]).casefold() for level in (self.level, *self.above))

    @property
    def version(self) -> str:
        """What the rows depend on, in codes."""
        query = self.view.selection.to_query() | {"snapshot": self.view.snapshot, "lang": self.view.lang}
        return f"{self.level} {self.released.question} " + " ".join(f"{key}={value}" for key, value in query.items())

    def card(self) -> html.Section:
        """Return the table in its frame."""
        view = self.view
        places = counted(len(self._codes), self.level)
        title = view.say(TITLE, topic=topic_name(self.released.question, view), places=places, vintage=view.vintage)
        sentence = view.selection.describe(view.lang, view.reference, view.rounds)
        notes = [view.say(HINT), *household_notes(view, self.released)]
        return grid_card(ID, self.version, title, sentence, self.columns, notes, view)


def _fits(row: dict, entry: Indicator) -> bool:
    return all(row.get(name) == value for name, value in entry.match.items())
