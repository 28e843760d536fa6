"""How the scores of every capital spread over households, of one place or of several beside each other."""

from dataclasses import dataclass

from components.beside import DASHES, places_key
from components.capitals import short_names
from components.card import Card
from components.classes import is_number
from components.graph import figure, hover, note
from components.sources import about, household_notes
from components.subjects import Side, joined
from components.table import table
from components.theme import CAPITALS, INK, LINE, PLACES, SMALL, categorical
from components.view import View
from data.gate import HIDDEN, Cell
from data.indicators import overall_name
from data.text import UNDEFINED, Text, number, percent

SPREAD = Text("การกระจายของคะแนนทุน · {place} · {vintage}", "How capital scores spread · {place} · {vintage}")
SPREAD_SENTENCE = Text(
    "ร้อยละของครัวเรือนที่สำรวจในแต่ละช่วง 0.25 คะแนน เส้นตั้งคือขอบของระดับการดำรงชีพ",
    "Per cent of surveyed households in each quarter of a score; upright lines: bounds of the living levels",
)
STEP = Text("{capital} {low}–{high}: {share}", "{capital} {low}–{high}: {share}")
MOST_AT = Text("{capital} มากที่สุดที่ {low}–{high} ({share})", "{capital} most at {low}–{high} ({share})")
CAPITAL, FROM, SHARE = Text("ทุน", "Capital"), Text("ช่วงคะแนน", "Score"), Text("ร้อยละ", "Per cent")
STRIP, TOP, FOOT = 74, 8, 26


def spread_strips(
    sides: list[Side], names: dict[str, str], bounds: tuple[float, ...], lang: str, demo: bool = False
) -> dict:
    """Return a strip per capital, one above the other, on one scale from 1 to 4; hidden steps draw nothing.

    A histogram for one place, a stepped line each for several. Rows of a side: {"capital", "low", "high", "share"};
    names: {capital: words}, `overall` last.
    """
    keys = list(names)
    traces = []
    for place, key in enumerate(keys):
        own = [[row for row in side.released.rows if row["capital"] == key] for side in sides]
        known = [row["share"] for rows in own for row in rows if is_number(row["share"])]
        strip = _Strip(names[key], len(keys) - 1 - place, max(known, default=1) or 1, lang)
        if len(sides) == 1:
            traces.append(strip.bars(own[0], INK if key == "overall" else categorical(CAPITALS, place)))
        else:
            traces += [
                strip.line(rows, side.name, PLACES[at], DASHES[at])
                for at, (rows, side) in enumerate(zip(own, sides, strict=True))
            ]
    levels = [
        {
            "type": "line",
            "x0": bound,
            "x1": bound,
            "y0": 0,
            "y1": 1,
            "yref": "paper",
            "line": {"color": LINE, "width": 1},
        }
        for bound in bounds
    ]
    return figure(
        traces, lang, demo=demo, barmode="overlay", bargap=0, shapes=levels, margin={"l": 8, "r": 8, "t": TOP, "b": FOOT},
        xaxis={"range": [1, 4], "tickvals": [1, 2, 3, 4]},
        yaxis={"range": [0, len(keys)], "visible": False},
        annotations=[
            note(names[key], x=0, xanchor="left", y=len(keys) - place - 0.06, yref="y", yanchor="top", font={"color": INK, "size": SMALL})
            for place, key in enumerate(keys)
        ],
    )  # fmt: skip


@dataclass(frozen=True)
class _Strip:
    """base: where it stands; most: the share that fills it."""

    name: str
    base: int
    most: float
    lang: str

    def _heights(self, rows: list[dict]) -> list[float | None]:
        return [row["share"] / self.most * 0.64 if is_number(row["share"]) else None for row in rows]

    def _said(self, rows: list[dict], place: str = "") -> list[str]:
        return [
            hover(
                STEP.format(
                    capital=f"{self.name} · {place}" if place else self.name, low=number(row["low"], 2),
                    high=number(row["high"], 2), share=_share(row["share"], self.lang),
                )[self.lang]
            )
            for row in rows
        ]  # fmt: skip

    def bars(self, rows: list[dict], colour: str) -> dict:
        """Return the histogram of one place."""
        return {
            "type": "bar", "x": [(row["low"] + row["high"]) / 2 for row in rows], "width": 0.23, "base": self.base,
            "y": self._heights(rows), "marker": {"color": colour}, "hovertext": self._said(rows),
            "hovertemplate": "%{hovertext}<extra></extra>",
        }  # fmt: skip

    def line(self, rows: list[dict], place: str, colour: str, dash: str) -> dict:
        """Return the stepped line of one place among others; a hidden step is a gap."""
        ends = [(end, height, words) for row, height, words in zip(rows, self._heights(rows), self._said(rows, place), strict=True)
                for end in (row["low"], row["high"])]  # fmt: skip
        return {
            "type": "scatter", "mode": "lines", "x": [end for end, _, _ in ends],
            "y": [None if height is None else self.base + height for _, height, _ in ends], "connectgaps": False,
            "line": {"color": colour, "width": 2, "dash": dash}, "hovertext": [words for *_, words in ends],
            "hovertemplate": "%{hovertext}<extra></extra>",
        }  # fmt: skip


def _share(cell: Cell, lang: str) -> str:
    return HIDDEN.text()[lang] if cell is HIDDEN else percent(cell)


def spread_card(view: View, sides: list[Side]) -> Card:
    """Return the card of one place or of several beside each other. sides: rows of `capital_spread`."""
    names = short_names(view.reference.capitals, view.lang) | {"overall": overall_name(view.reference)[view.lang]}
    title = view.say(SPREAD, place=", ".join(side.name for side in sides), vintage=view.vintage)
    several, released = len(sides) > 1, joined(side.released for side in sides)
    cells = [
        {(row["capital"], row["low"]): _share(row["share"], view.lang) for row in side.released.rows} for side in sides
    ]
    steps = {(row["capital"], row["low"]): row["high"] for row in released.rows}
    rows = [
        [names[key], f"{number(low, 2)}–{number(high, 2)}", *(one.get((key, low), UNDEFINED) for one in cells)]
        for (key, low), high in steps.items()
    ]
    heads = [view.say(CAPITAL), view.say(FROM), *([side.short for side in sides] if several else [view.say(SHARE)])]
    return Card(
        id="cap-spread", title=title, sentence=view.say(SPREAD_SENTENCE), lang=view.lang,
        figure=spread_strips(sides, names, view.reference.level_bounds, view.lang, view.marked),
        alt=f"{title}: " + "; ".join(line for side in sides for line in _most(view, side, names, several)),
        height=TOP + FOOT + STRIP * len(names), about=about(view, "capital_spread", released=released),
        extra=places_key([side.name for side in sides]) if several else None,
        table=table(title, heads, rows, words=2), notes=household_notes(view, released),
    )  # fmt: skip


def _most(view: View, side: Side, names: dict[str, str], several: bool) -> list[str]:
    """Return where most households stand: of every capital, of several places for the overall score alone."""
    found = []
    for key in ["overall"] if several else names:
        own = [row for row in side.released.rows if row["capital"] == key and is_number(row["share"])]
        if own:
            top = max(own, key=lambda row: row["share"])
            words = {"low": number(top["low"], 2), "high": number(top["high"], 2), "share": percent(top["share"])}
            said = view.say(MOST_AT, capital=names[key], **words)
            found.append(f"{side.name}: {said}" if several else said)
    return found
