"""The figures of a research packet beside the same figures of the screen, as far as the viewer may see them, and why they differ."""

from dataclasses import dataclass, replace

from briefings import packet_words as words
from components.places import place_name
from components.reader import Reader
from data.gate import HIDDEN, Cell, Released
from data.indicators import overall_name
from data.packet.columns import BLANKS
from data.queries.microdata import Microdata
from data.reference import Reference
from data.text import Text

ALL = "all"
OVERALL = "overall"
# Below this two numbers are the same but for the last digits of a sum.
SAME = 1e-9
POVERTY = ("H", "A", "M0")


@dataclass(frozen=True)
class Deviation:
    """One figure of one place ("all": of the packet as a whole). screen: a number, None or HIDDEN; noisy: it carries noise.

    ranged: the cohort has conditions on numbers, which the packet judges by bands and steps.
    """

    place: str
    figure: str
    n: int
    packet: float | None
    screen: Cell
    noisy: bool
    ranged: bool = False

    @property
    def difference(self) -> float | None:
        """Packet minus screen, None where either has no number."""
        if self.screen is HIDDEN or self.screen is None or self.packet is None:
            return None
        return self.packet - self.screen

    @property
    def why(self) -> tuple[Text, ...]:
        """Why the two are not the same."""
        if self.screen is HIDDEN:
            return (words.OF_HIDING,)
        if self.difference is None or abs(self.difference) < SAME:
            return (words.OF_NOTHING,)
        own = (words.OF_STEPS,) if self.figure.startswith(("capital_", OVERALL)) else ()
        own += (words.OF_SIZES,) if self.figure.endswith("persons") else ()
        own += (words.OF_BANDS,) if self.ranged else ()
        return (*own, words.OF_ROWS, *((words.OF_NOISE,) if self.noisy else ()))


def figure_name(figure: str, reference: Reference) -> Text:
    """Return what a figure is called."""
    if figure in words.FIGURES:
        return words.FIGURES[figure]
    if figure == OVERALL:
        return overall_name(reference)
    for group in reference.capitals:
        if figure == f"capital_{group.key}":
            return group.name
    name, _, unit = figure.partition("_")
    return words.BY_UNIT.format(name=words.FIGURES[name], unit=words.FIGURES[unit])


def area_names(place: str, reference: Reference) -> Text:
    """Return what a place of a figure is called."""
    if place == ALL:
        return Text("ทั้งแฟ้ม", "whole packet")
    return BLANKS.get(place) or place_name(place, reference, reference.home_level)


def deviations(reader: Reader, taken: Microdata) -> list[Deviation]:
    """Return every figure of the packet with the screen's, the whole packet first, then by home-level area."""
    screen = _screen(reader)
    rank = {name: place for place, name in enumerate(_order(reader.view.reference))}
    ranged = any(condition.low or condition.high for condition in reader.view.selection.cohort)
    rows = [
        Deviation(row["place"], row["figure"], row["n"], row["value"], *screen.get((row["place"], row["figure"]), (None, False)), ranged)
        for row in taken.figures
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (row.place != ALL, row.place, rank.get(row.figure, len(rank))))


def _order(reference: Reference) -> list[str]:
    capitals = [*(f"capital_{group.key}" for group in reference.capitals), OVERALL]
    return [
        "households",
        "persons",
        *capitals,
        *(f"{name}_{unit}" for unit in ("households", "persons") for name in POVERTY),
    ]


def _screen(reader: Reader) -> dict[tuple[str, str], tuple[Cell, bool]]:
    """Return {(place, figure): (cell, whether it carries noise)} through the gate of who asks."""
    reference, place = reader.view.reference, reader.view.selection.place
    home = reference.levels.index(reference.home_level)
    depth = reference.levels.index(reference.areas[place].level) if place else -1
    found: dict[tuple[str, str], tuple[Cell, bool]] = {}
    if depth <= home:
        found |= _asked(reader, reference.home_level, {})
    whole = reference.levels[max(depth, 0)]
    return found | _asked(reader, whole, {place or reference.root.code: ALL})


def _asked(reader: Reader, by: str, names: dict[str, str]) -> dict[tuple[str, str], tuple[Cell, bool]]:
    """Ask by a level; names: {code: place of the figure}, empty for every code as it is."""
    found: dict[tuple[str, str], tuple[Cell, bool]] = {}

    def note(released: Released, columns: dict[str, str]) -> None:
        noisy = released.method.get("additive") == "no"
        for row in released.rows:
            place = names.get(row["code"]) if names else row["code"]
            for figure, column in columns.items() if place else ():
                found[place, figure] = (row[column], noisy)

    note(reader.ask("members", by=by), {"households": "households", "persons": "persons"})
    capitals = reader.ask("capitals", by=by)
    for key in {row["capital"] for row in capitals.rows}:
        own = tuple(row for row in capitals.rows if row["capital"] == key)
        note(replace(capitals, rows=own), {key if key == OVERALL else f"capital_{key}": "mean"})
    for unit in ("households", "persons"):
        note(reader.ask("poverty", by=by, unit=unit), {f"{name}_{unit}": name for name in POVERTY})
    return found
