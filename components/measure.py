"""One measure over the programme's areas: what the map, the ranked dots and the tile *where* share."""

import json
from dataclasses import dataclass, replace
from functools import cached_property

from dash import Patch, html

from components.card import Card
from components.choropleth import choropleth, recolour
from components.classes import Classes, classed, is_number
from components.legend import legend
from components.map_controls import class_chooser, class_words, map_buttons
from components.places import counted, level_name, place_name
from components.profile import MEAN, median_word, quantile
from components.ranked_dots import dots_height, ranked_codes, ranked_dots
from components.sentences import area_sentences, measure_summary
from components.sources import RANKED, about, household_notes, missing_note, period_line, published_notes
from components.table import table
from components.theme import diverges
from components.view import View
from data.gate import HIDDEN, Cell, Released
from data.indicators import SCORE, Indicator, shown, value_of
from data.text import Text, period

TITLE = Text("{measure} · {places} · {vintage}", "{measure} · {places} · {vintage}")
RANKING = Text("อันดับ{level}", "{level} ranked")
WHOLE_PLACE = Text("ทั้ง{level}", "whole {level}")
MAP_HINT = Text(
    "แผนที่: แป้นลูกศรเลื่อนไปพื้นที่ข้างเคียง Enter เปิด Esc ปิดหรือขึ้นไปหนึ่งระดับ + และ − ย่อขยาย 0 ดูทั้งหมด Shift กับลูกศรเลื่อนแผนที่",
    "Map: arrow keys move to the next area, Enter opens it, Esc closes it or goes one level up; + and − zoom, 0 shows all, "
    "Shift with an arrow moves the map",
)
CREDIT = Text("ขอบเขต: {source}", "Boundaries: {source}")
MAP_HEIGHT = 720
# Width by height of a map beside a ranking.
FRAME = 0.66
# A standard error above this share of its number is uncertain (the coefficient of variation that statistics offices mark).
WIDE = 0.2


@dataclass(frozen=True)
class Measure:
    """released: rows of the entry's question by `level`; whole: the same for what the areas are part of, or None.

    `codes` are the areas to show, those of the programme's home level where none are given.
    """

    view: View
    entry: Indicator
    released: Released
    whole: Released | None = None
    codes: tuple[str, ...] = ()
    place: str = ""

    @property
    def level(self) -> str:
        """Level of the areas."""
        return self.released.selection.level(self.view.reference)

    @cached_property
    def cells(self) -> dict[str, Cell]:
        """{code: cell} of every area; None where there is no value."""
        found = value_of(self.entry, self.released.rows)
        home = [area.code for area in self.view.reference.home_areas]
        return {code: found.get(code) for code in self.codes or home}

    @cached_property
    def names(self) -> dict[str, str]:
        """{code: name}."""
        return {code: place_name(code, self.view.reference, self.level)[self.view.lang] for code in self.cells}

    @cached_property
    def classes(self) -> Classes:
        """The classes that the reader chose; zero stands apart where it means nothing of something."""
        chosen, entry = self.view.selection, self.entry
        limits = tuple(limit / 100 for limit in chosen.breaks) if entry.is_share else chosen.breaks
        apart = not entry.is_change and entry.unit is not SCORE
        return classed(self.cells, chosen.classes, limits, diverging=diverges(entry.scale), zero_apart=apart)

    @cached_property
    def uncertain(self) -> list[str]:
        """Codes whose number is uncertain: a standard error above a fifth of it; of a change, an interval that holds zero."""
        found = [row for row in self.rows if row["code"] in self.cells and is_number(row[self.entry.column])]
        return [row["code"] for row in found if _is_uncertain(row, self.entry)]

    @cached_property
    def line(self) -> tuple[float, str] | None:
        """Value and word of the dashed line: the programme's own rate, or the median of areas for what adds up."""
        own = self._whole_value
        if is_number(own):
            return own, self.view.say(self._whole_word)
        known = sorted(cell for cell in self.cells.values() if is_number(cell))
        return (quantile(known, 0.5), median_word(self.view, len(known), self.level)) if known else None

    @property
    def _whole_word(self) -> Text:
        return WHOLE_PLACE.format(level=level_name(self.view.reference.areas[self.place].level)) if self.place else MEAN

    @property
    def _whole_value(self) -> Cell:
        # A total over all areas is no yardstick for one of them.
        if self.whole is None or not self.entry.decimals:
            return None
        return next(iter(value_of(self.entry, self.whole.rows).values()), None)

    @cached_property
    def sentences(self) -> dict[str, str]:
        """{code: what hover, announcement and alt text say}."""
        return area_sentences(self.cells, self.names, self.entry, self.view, self.level, self.released.threshold)

    @property
    def worst(self) -> list[str]:
        """Codes with a value, the one of most concern first."""
        return [code for code in ranked_codes(self.cells, self.entry) if is_number(self.cells[code])]

    def shown(self, code: str) -> str:
        """Return the number of an area as a reader sees it."""
        return shown(self.cells[code], self.entry, self.view.lang, self.released.threshold)

    @property
    def vintage(self) -> str:
        """Round of household data, or period of the publication."""
        if self.view.households:
            return self.view.vintage
        return period(self.entry.match["period"], self.view.lang)

    @property
    def title(self) -> str:
        """Subject, place and vintage."""
        places = counted(len(self.cells), self.level)
        return self.view.say(TITLE, measure=self.entry.label, places=places, vintage=self.vintage)

    @property
    def sentence(self) -> str:
        """The selection in words, with the unit of the numbers."""
        words = self.view.selection.at(place=self.place).describe(self.view.lang, self.view.reference, self.view.rounds)
        return f"{words} · {self.entry.unit[self.view.lang]}"

    @cached_property
    def rows(self) -> list[dict]:
        """The rows of the measure itself, without others of the same question."""
        return [row for row in self.released.rows if _fits(row, self.entry)]

    @property
    def notes(self) -> list[str]:
        """The foot of both cards."""
        missing = missing_note(self.view, self.cells, self.level)
        if not self.view.households:
            return [missing, *published_notes(self.view, self.rows)]
        rows = self.whole.rows if self.whole else ()
        n = next((row["n_households"] for row in rows if _fits(row, self.entry)), None)
        hidden = sum(cell is HIDDEN for cell in self.cells.values())
        return [missing, *household_notes(self.view, replace(self.released, hidden=hidden), n)]

    @property
    def about(self):
        """The tab *about* of both cards."""
        more = [] if self.view.households else [period_line(self.view, self.entry.match["period"])]
        more += [self.view.say(RANKED, word=self.line[1])] if self.line else []
        more += class_words(self.view, self.entry.is_change)
        return about(self.view, self.entry.question, released=self.released, more=more)

    def alt(self, title: str) -> str:
        """Return what a picture of this measure says to those who do not see it."""
        return measure_summary(title, self.cells, self.names, self.entry, self.view, self.level, self.line)

    def table(self, caption: str):
        """Return the numbers as a table, in the order of the ranking."""
        level = level_name(self.level)[self.view.lang].capitalize()
        heads = ["#", level, f"{self.entry.label[self.view.lang]} ({self.entry.unit[self.view.lang]})"]
        cell = {
            code: shown(self.cells[code], self.entry, self.view.lang, self.released.threshold) for code in self.cells
        }
        codes = ranked_codes(self.cells, self.entry)
        rows = [[str(rank), self.names[code], cell[code]] for rank, code in enumerate(codes, start=1)]
        return table(caption, heads, rows, words=2)


def _fits(row: dict, entry: Indicator) -> bool:
    return all(row.get(name) == value for name, value in entry.match.items())


def _is_uncertain(row: dict, entry: Indicator) -> bool:
    error, low, high = (row.get(f"{entry.column}_{part}") for part in ("se", "low", "high"))
    if entry.is_change:
        return is_number(low) and is_number(high) and low <= 0 <= high
    return is_number(error) and error > WIDE * abs(row[entry.column])


def map_card(measure: Measure, layer: dict, id: str = "map", height: int = MAP_HEIGHT) -> Card:
    """Return the map with its legend and its buttons; the picture takes the keyboard."""
    view, entry = measure.view, measure.entry
    shapeless = sum(1 for code in measure.cells if code not in layer["codes"])
    return Card(
        id=id, title=measure.title, sentence=measure.sentence, alt=measure.alt(measure.title), height=height,
        figure=choropleth(
            layer, measure.classes, measure.sentences, entry, view.lang, place=view.selection.place, demo=view.marked,
            uncertain=measure.uncertain, frame=FRAME if measure.place else 0,
        ),
        extra=legend(
            measure.classes, entry, view, shapeless=shapeless, threshold=measure.released.threshold,
            unmatched=layer["unmatched"], uncertain=len(measure.uncertain), change=entry.is_change,
        ),
        table=measure.table(measure.title), about=measure.about, notes=[*measure.notes, credit(layer, view)],
        lang=view.lang, picture=keyboard(layer, measure), over=(*_readout(view), map_buttons(view), class_chooser(view)),
    )  # fmt: skip


def credit(layer: dict, view: View) -> str:
    """Return who drew the boundaries, for the foot of a map."""
    return view.say(CREDIT, source=layer["credit"]) + (f" ({layer['licence']})" if layer["licence"] else "")


def _readout(view: View) -> tuple:
    """Return the hint for the keyboard and the line that names the area it stands on, for eyes and ears."""
    hint = html.P(view.say(MAP_HINT), id="map-hint", className="map-hint")
    return hint, html.Div(id="map-readout", className="map-readout", role="status")


def keyboard(layer: dict, measure: Measure) -> dict:
    """Return what makes the picture of the map a place for the keyboard."""
    points = {code: layer["points"][code] for code in measure.cells if code in layer["points"]}
    return {
        "role": "application",
        "tabIndex": 0,
        "aria-describedby": "map-hint",
        "data-points": json.dumps(points, separators=(",", ":")),
        "data-picks": "page" if measure.place else "place",
        "className": "picture map-picture",
    }


def recoloured(measure: Measure, layer: dict) -> Patch:
    """Return the patch that another measure means for a drawn map."""
    view = measure.view
    return recolour(
        layer, measure.classes, measure.sentences, measure.entry, view.lang, view.marked, uncertain=measure.uncertain
    )


def ranked_card(measure: Measure, id: str = "ranked", height: int = MAP_HEIGHT) -> Card:
    """Return the ranked dots, worst first, with the programme's line; inside a place a pick opens the page of an area."""
    view, entry = measure.view, measure.entry
    ranking = view.say(RANKING, level=level_name(measure.level, many=view.lang == "en")).capitalize()
    title = f"{ranking}: {entry.label[view.lang]} · {measure.vintage}"
    dots = ranked_dots(
        measure.cells, measure.names, measure.sentences, entry, view.lang, classes=measure.classes, line=measure.line,
        place=view.selection.place, threshold=measure.released.threshold, demo=view.marked,
    )  # fmt: skip
    return Card(
        id=id, title=title, sentence=measure.sentence, figure=dots, alt=measure.alt(title), lang=view.lang,
        height=max(height, dots_height(len(measure.cells))), table=measure.table(title), about=measure.about,
        notes=measure.notes, picture={"data-picks": "page" if measure.place else "place"},
    )  # fmt: skip
