"""One measure over the programme's areas: what the map, the ranked dots and the tile *where* share."""

import json
from dataclasses import dataclass
from functools import cached_property

from dash import Patch, html

from components.card import Card
from components.choropleth import choropleth, recolour
from components.classes import Classes, is_number, quantile_classes
from components.legend import legend
from components.places import level_name
from components.profile import MEAN, median_word, quantile
from components.ranked_dots import dots_height, ranked_codes, ranked_dots
from components.sentences import area_sentences, measure_summary
from components.sources import RANKED, about, household_notes, missing_note, period_line, published_notes
from components.table import table
from components.view import View
from data.gate import Cell, Released
from data.indicators import Indicator, shown, value_of
from data.text import Text, period

TITLE = Text("{measure} · {places} · {vintage}", "{measure} · {places} · {vintage}")
RANKING = Text("อันดับ{level}", "{level} ranked")
PLACES = Text("{count} {level}", "{count} {level}")
MAP_HINT = Text(
    "แผนที่: แป้นลูกศรเลื่อนไปพื้นที่ข้างเคียง Enter เปิดแผงของพื้นที่ Esc ปิด",
    "Map: arrow keys move to the next area, Enter opens its panel, Esc closes it",
)
MAP_HEIGHT = 640


@dataclass(frozen=True)
class Measure:
    """released: rows of the entry's question by home level; programme: the same for the whole programme, or None."""

    view: View
    entry: Indicator
    released: Released
    programme: Released | None = None

    @cached_property
    def cells(self) -> dict[str, Cell]:
        """{code: cell} of every home-level area of the programme; None where there is no value."""
        found = value_of(self.entry, self.released.rows)
        return {area.code: found.get(area.code) for area in self.view.reference.home_areas}

    @cached_property
    def names(self) -> dict[str, str]:
        """{code: name}."""
        return {code: self.view.reference.areas[code].name[self.view.lang] for code in self.cells}

    @cached_property
    def classes(self) -> Classes:
        """The five quantile classes."""
        return quantile_classes(self.cells)

    @cached_property
    def line(self) -> tuple[float, str] | None:
        """Value and word of the dashed line: the programme's own rate, or the median of areas for what adds up."""
        own = self._programme_value
        if is_number(own):
            return own, self.view.say(MEAN)
        known = sorted(cell for cell in self.cells.values() if is_number(cell))
        return (quantile(known, 0.5), median_word(self.view, len(known))) if known else None

    @property
    def _programme_value(self) -> Cell:
        # A total over all areas is no yardstick for one of them.
        if self.programme is None or not self.entry.decimals:
            return None
        return next(iter(value_of(self.entry, self.programme.rows).values()), None)

    @cached_property
    def sentences(self) -> dict[str, str]:
        """{code: what hover, announcement and alt text say}."""
        return area_sentences(self.cells, self.names, self.entry, self.view, self.released.threshold)

    @property
    def worst(self) -> list[str]:
        """Codes with a value, the one of most concern first."""
        return [code for code in ranked_codes(self.cells, self.entry) if is_number(self.cells[code])]

    @property
    def vintage(self) -> str:
        """Round of household data, or period of the publication."""
        if self.view.households:
            return self.view.vintage
        return period(self.entry.match["period"], self.view.lang)

    @property
    def title(self) -> str:
        """Subject, place and vintage."""
        level = level_name(self.view.reference.home_level, many=True)
        places = PLACES.format(count=str(len(self.cells)), level=level)
        return self.view.say(TITLE, measure=self.entry.label, places=places, vintage=self.vintage)

    @property
    def sentence(self) -> str:
        """The selection in words, with the unit of the numbers."""
        whole = self.view.selection.at(place="")
        words = whole.describe(self.view.lang, self.view.reference, self.view.rounds)
        return f"{words} · {self.entry.unit[self.view.lang]}"

    @property
    def notes(self) -> list[str]:
        """The foot of both cards."""
        missing = missing_note(self.view, self.cells)
        if not self.view.households:
            rows = [row for row in self.released.rows if row["measure"] == self.entry.match["measure"]]
            rows = [row for row in rows if row["period"] == self.entry.match["period"]]
            return [missing, *published_notes(self.view, rows)]
        rows = self.programme.rows if self.programme else ()
        n = next((row["n_households"] for row in rows if _fits(row, self.entry)), None)
        return [missing, *household_notes(self.view, self.released, n)]

    @property
    def about(self):
        """The tab *about* of both cards."""
        more = [] if self.view.households else [period_line(self.view, self.entry.match["period"])]
        more += [self.view.say(RANKED, word=self.line[1])] if self.line else []
        return about(self.view, self.entry.question, released=self.released, more=more)

    def table(self, caption: str):
        """Return the numbers as a table, in the order of the ranking."""
        level = level_name(self.view.reference.home_level)[self.view.lang].capitalize()
        heads = ["#", level, f"{self.entry.label[self.view.lang]} ({self.entry.unit[self.view.lang]})"]
        cell = {
            code: shown(self.cells[code], self.entry, self.view.lang, self.released.threshold) for code in self.cells
        }
        codes = ranked_codes(self.cells, self.entry)
        rows = [[str(rank), self.names[code], cell[code]] for rank, code in enumerate(codes, start=1)]
        return table(caption, heads, rows, words=2)


def _fits(row: dict, entry: Indicator) -> bool:
    return all(row.get(name) == value for name, value in entry.match.items())


def map_card(measure: Measure, layer: dict) -> Card:
    """Return the map with its legend; the picture takes the keyboard."""
    view = measure.view
    alt = measure_summary(measure.title, measure.cells, measure.names, measure.entry, view, measure.line)
    shapeless = sum(1 for code in measure.cells if code not in layer["codes"])
    return Card(
        id="map", title=measure.title, sentence=measure.sentence, alt=alt, height=MAP_HEIGHT, lang=view.lang,
        figure=choropleth(
            layer, measure.classes, measure.sentences, measure.entry, view.lang,
            place=view.selection.place, demo=view.marked,
        ),
        extra=legend(measure.classes, measure.entry, view, shapeless=shapeless, threshold=measure.released.threshold),
        table=measure.table(alt), about=measure.about, notes=measure.notes, picture=keyboard(view, layer, measure), over=_readout(view),
    )  # fmt: skip


def _readout(view: View) -> tuple:
    """Return the hint for the keyboard and the line that names the area it stands on, for eyes and ears."""
    hint = html.P(view.say(MAP_HINT), id="map-hint", className="map-hint")
    return hint, html.Div(id="map-readout", className="map-readout", role="status")


def keyboard(view: View, layer: dict, measure: Measure) -> dict:
    """Return what makes the picture of the map a place for the keyboard."""
    points = {code: layer["points"][code] for code in measure.cells if code in layer["points"]}
    return {
        "role": "application",
        "tabIndex": 0,
        "aria-describedby": "map-hint",
        "data-points": json.dumps(points, separators=(",", ":")),
        "data-picks": "place",
        "className": "picture map-picture",
    }


def ranked_card(measure: Measure) -> Card:
    """Return the ranked dots, worst first, with the programme's line."""
    view = measure.view
    ranking = view.say(RANKING, level=level_name(view.reference.home_level, many=view.lang == "en"))
    title = f"{ranking.capitalize()}: {measure.entry.label[view.lang]} · {measure.vintage}"
    alt = measure_summary(title, measure.cells, measure.names, measure.entry, view, measure.line)
    dots = ranked_dots(
        measure.cells, measure.names, measure.sentences, measure.entry, view.lang,
        classes=measure.classes, line=measure.line, place=view.selection.place,
        threshold=measure.released.threshold, demo=view.marked,
    )  # fmt: skip
    return Card(
        id="ranked", title=title, sentence=measure.sentence, figure=dots, alt=alt, lang=view.lang,
        height=max(MAP_HEIGHT, dots_height(len(measure.cells))), table=measure.table(alt), about=measure.about,
        notes=measure.notes, picture={"data-picks": "place"},
    )  # fmt: skip


def recoloured(measure: Measure) -> Patch:
    """Return the patch that another measure means for a drawn map."""
    return recolour(measure.classes, measure.sentences, measure.entry, measure.view.lang, measure.view.marked)
