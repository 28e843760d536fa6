"""Group A against group B: a dot for each over every measure, and the difference with its interval."""

from dataclasses import dataclass
from functools import cached_property

from components.card import Card
from components.cells import shown_only
from components.classes import is_number
from components.sources import about, household_notes
from components.table import table
from components.versus_figure import differences, dots, versus_height
from components.versus_words import (
    APART,
    BOTH,
    COUNTS,
    DIFFERENCE,
    FULL,
    GROUPS,
    HEADS,
    HIDDEN_ROWS,
    KINDS,
    NO_TEST,
    NOTHING_SHOWN,
    OWN_SCALE,
    PLAIN,
    POINTS,
    SAID,
    SUMMARY,
    TITLES,
    WHISKER,
    WITHIN,
    measure_name,
)
from components.view import View
from data.gate import HIDDEN, Cell, Released
from data.text import UNDEFINED, number, percent


@dataclass(frozen=True)
class Versus:
    """One family of measures of the question `compare`. kind: `capitals`, `problems` or `answers`; apart: no household is in both."""

    view: View
    released: Released
    kind: str
    apart: bool

    @cached_property
    def rows(self) -> list[dict]:
        """The rows of the family, in the order of the reference."""
        return [row for row in self.released.rows if KINDS[self.kind](row["measure"])]

    @property
    def names(self) -> list[str]:
        """What each row measures, with its unit where rows have units of their own."""
        return [measure_name(row["measure"], self.view, unit=self.kind == "answers") for row in self.rows]

    def shown(self, cell: Cell, measure: str, signed: bool = False) -> str:
        """Return a number of one measure as a reader sees it; shares as per cent, their differences as points."""
        if cell is HIDDEN:
            return HIDDEN.text(self.released.threshold)[self.view.lang]
        if cell is None:
            return UNDEFINED
        sign = "+" if signed and cell > 0 else ""
        if self.kind == "problems" and measure != "M0":
            return sign + (number(100 * cell, 1) if signed else percent(cell))
        decimals = 3 if measure == "M0" else 0 if measure.endswith("_baht") else 2
        return sign + number(cell, decimals)

    def interval(self, row: dict) -> str:
        """Return the interval of the difference in words, "" where there is none."""
        if row["low"] is HIDDEN:
            return HIDDEN.text(self.released.threshold)[self.view.lang]
        if row["low"] is None:
            return ""
        return WITHIN.format(
            low=self.shown(row["low"], row["measure"], True), high=self.shown(row["high"], row["measure"], True)
        )[self.view.lang]

    def difference(self, row: dict) -> str:
        """Return the difference of a row with its interval."""
        return f"{self.shown(row['difference'], row['measure'], True)} {self.interval(row) if is_number(row['low']) else ''}".strip()

    def sentences(self) -> list[str]:
        """Return what hover and alt text say of each row."""
        return [
            self.view.say(
                SAID, name=name, a=self.shown(row["a"], row["measure"]), b=self.shown(row["b"], row["measure"]),
                difference=self.difference(row),
            )
            for name, row in zip(self.names, self.rows, strict=True)
        ]  # fmt: skip

    @property
    def difference_head(self) -> str:
        """What the column of differences is called."""
        return self.view.say(POINTS if self.kind == "problems" else PLAIN)

    @property
    def notes(self) -> list[str]:
        """The foot of both cards."""
        view, counts = self.view, [row for row in self.rows if is_number(row["n_a"]) and is_number(row["n_b"])]
        notes = []
        if counts:
            most = [number(max(row[f"n_{side}"] for row in counts)) for side in "ab"]
            notes.append(view.say(COUNTS, a=most[0], b=most[1]))
        notes.append(view.say(APART if self.apart else BOTH))
        hidden = sum(row["a"] is HIDDEN or row["b"] is HIDDEN for row in self.rows)
        if hidden:
            notes.append(view.say(HIDDEN_ROWS, rows=str(hidden), threshold=str(self.released.threshold)))
        return [*notes, *household_notes(view, shown_only(self.released, ()))]

    @property
    def about(self):
        """The tab *about* of both cards."""
        census = self.view.reference.sampling == "census"
        more = [] if census else [self.view.say(WHISKER), self.view.say(NO_TEST)]
        more += [self.view.say(OWN_SCALE)] * (self.kind == "answers")
        return about(self.view, "compare", more=more)

    def table(self, caption: str):
        """Return all numbers of the family."""
        rows = [
            [
                name, self.shown(row["a"], row["measure"]), self.shown(row["b"], row["measure"]),
                self.shown(row["difference"], row["measure"], True), self._interval_cell(row),
                *(self._count(row[column]) for column in ("n_a", "n_b")),
            ]
            for name, row in zip(self.names, self.rows, strict=True)
        ]  # fmt: skip
        return table(caption, [self.view.say(head) for head in HEADS], rows)

    def _interval_cell(self, row: dict) -> str:
        full = row["low"] is None and self.view.reference.sampling == "census"
        return FULL[self.view.lang] if full else self.interval(row) or UNDEFINED

    def _count(self, cell: Cell) -> str:
        return HIDDEN.text(self.released.threshold)[self.view.lang] if cell is HIDDEN else number(cell)


def dots_card(versus: Versus, id: str) -> Card:
    """Return the dots of A and B."""
    title = f"{versus.view.say(TITLES[versus.kind])} · {versus.view.vintage}"
    return _card(versus, id, title, dots(versus))


def difference_card(versus: Versus, id: str) -> Card:
    """Return the differences with their intervals."""
    title = f"{versus.view.say(DIFFERENCE)}: {versus.view.say(TITLES[versus.kind])} · {versus.view.vintage}"
    return _card(versus, id, title, differences(versus))


def _card(versus: Versus, id: str, title: str, drawing: dict) -> Card:
    view = versus.view
    return Card(
        id=id, title=title, sentence=view.say(GROUPS[versus.kind]), figure=drawing, alt=summary(versus, title),
        height=versus_height(len(versus.rows)), table=versus.table(title), about=versus.about, notes=versus.notes,
        lang=view.lang,
    )  # fmt: skip


def summary(versus: Versus, title: str) -> str:
    """Return the alt text: the largest difference either way, and how many rows say nothing."""
    known = [
        (row["difference"] / _scale(row), name, row)
        for name, row in zip(versus.names, versus.rows, strict=True)
        if is_number(row["difference"])
    ]
    if not known:
        return versus.view.say(NOTHING_SHOWN, title=title)
    _, name, row = max(known, key=lambda entry: abs(entry[0]))
    said = versus.view.say(
        SAID, name=name, a=versus.shown(row["a"], row["measure"]), b=versus.shown(row["b"], row["measure"]),
        difference=versus.difference(row),
    )  # fmt: skip
    return versus.view.say(SUMMARY, title=title, most=said, rows=str(len(known)))


def _scale(row: dict) -> float:
    return max(abs(row["a"]), abs(row["b"])) or 1.0
