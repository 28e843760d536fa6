"""What the reader chose: one object that speaks URL, SQL and prose. Language is not part of it."""

import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from fractions import Fraction

from data.cohort import Condition, cohort_text, read_cohort
from data.entry import ENTERED, entry_words, read_entered
from data.errors import Problem
from data.exact import share
from data.fields import fields_for
from data.indicators import indicators_for
from data.key import HEX_DIGITS, PREFIX
from data.reference import Reference
from data.text import Text, year
from data.weights import PRESETS, own_text, own_weights, weighting

SOURCES = ("published", "households")
# Blank: what the question counts by itself (poverty: persons; capitals: households).
UNITS = ("", "persons", "households")
MISSING = ("drop", "zero", "reweight")
# Blank: quantiles.
CLASS_METHODS = ("", "equal", "natural", "own")
MOST_BREAKS = 4
MAX_ROUND = 99_999_999
MAX_PAGE = 999_999
# More lines than these cannot be told apart in one picture.
MOST_PLACES = 4
STORED_ID = re.compile(f"{PREFIX}[0-9a-f]{{{HEX_DIGITS}}}")
# A text longer than any value of ours is cut before it is looked at.
LONGEST = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Place, grain, round, source, metric and poverty parameters.

    place: area code, "" for the whole programme. places: codes of areas side by side, at most four. by: level of the rows, "" for the home level.
    round: survey round, None for the latest. k: exact poverty cut-off, None for the reference's default.
    entered: calendar year (`2024`) or fiscal year (`fy2024`) in which referrals entered, "" for all of them.
    household: stored id of one household (`kj_` and 32 digits), "" for none; it never stands in the address of a page.
    classes: how a map sorts areas into classes; breaks: class limits of one's own, as shown (33 for 33 per cent).
    sort: field that household rows are ordered by, "-" before it for downwards. page: of household rows, from 1.
    """

    place: str = ""
    places: tuple[str, ...] = ()
    by: str = ""
    round: int | None = None
    source: str = "published"
    metric: str = ""
    k: Fraction | None = None
    unit: str = ""
    missing: str = "drop"
    weights: str = ""
    off: tuple[str, ...] = ()
    cohort: tuple[Condition, ...] = ()
    base: int | None = None
    against: tuple[Condition, ...] = ()
    against_place: str = ""
    entered: str = ""
    sort: str = ""
    page: int = 1
    household: str = ""
    classes: str = ""
    breaks: tuple[float, ...] = ()

    @classmethod
    def from_query(cls, query: Mapping[str, object], reference: Reference) -> "Selection":
        """Read URL parameters. Never raises: an unknown value falls back, an unknown key is ignored."""
        text = {key: str(value)[:LONGEST] for key, value in query.items() if isinstance(value, str | int | float)}
        source = _one_of(text.get("source"), SOURCES)
        metrics = tuple(entry.key for entry in indicators_for(source, reference))
        return cls(
            place=text.get("place", "") if text.get("place") in reference.areas else "",
            places=_places(text.get("places", ""), reference),
            by=_one_of(text.get("by"), ("", *reference.levels)),
            round=_round(text.get("round", "")),
            base=_round(text.get("base", "")),
            source=source,
            metric=_one_of(text.get("metric"), ("", *metrics)),
            k=share(text.get("k", "")),
            unit=_one_of(text.get("unit"), UNITS),
            missing=_one_of(text.get("missing"), MISSING),
            cohort=read_cohort(text.get("cohort", ""), reference),
            against=read_cohort(text.get("against", ""), reference),
            against_place=text.get("against_place", "") if text.get("against_place") in reference.areas else "",
            entered=read_entered(text.get("entered", ""), reference.fiscal_month),
            household=text.get("household", "") if STORED_ID.fullmatch(text.get("household", "")) else "",
            sort=text.get("sort", "") if text.get("sort", "").removeprefix("-") in fields_for(reference) else "",
            page=_page(text.get("page", "")),
            classes=_one_of(text.get("classes"), CLASS_METHODS),
            breaks=_breaks(text.get("breaks", "")),
            **_weights(text, reference),
        )

    def to_query(self) -> dict[str, str]:
        """Return URL parameters, only what differs from the default."""
        blank = Selection()
        changed = {
            entry.name: getattr(self, entry.name)
            for entry in fields(self)
            if getattr(self, entry.name) != getattr(blank, entry.name)
        }
        written = {
            "breaks": ",".join(f"{limit:.10g}" for limit in self.breaks),
            "off": ",".join(self.off),
            "places": ",".join(self.places),
            "cohort": cohort_text(self.cohort),
            "against": cohort_text(self.against),
        }
        return {name: written.get(name, str(value)) for name, value in changed.items()}

    def at(self, **changes) -> "Selection":
        """Return a copy with some fields changed."""
        return replace(self, **changes)

    def level(self, reference: Reference) -> str:
        """Level of the rows."""
        return self.by or reference.home_level

    def cut_off(self, reference: Reference) -> Fraction:
        """Poverty cut-off in force."""
        return self.k or share(reference.default_k) or Fraction(1, 3)

    def where(self, reference: Reference) -> tuple[str, list]:
        """Return place and cohort as a SQL condition over `household_profile`, with its values; queries bind the round."""
        parts = [self.where_place(reference), *(condition.where(reference) for condition in self.cohort)]
        return " AND ".join(f"({sql})" for sql, _ in parts), [value for _, values in parts for value in values]

    def where_place(self, reference: Reference) -> tuple[str, list]:
        """Return the place alone as a SQL condition over any table with area codes."""
        # The level comes from the reference, never from the reader.
        return (f"{reference.areas[self.place].level}_code = ?", [self.place]) if self.place else ("true", [])

    def describe(self, lang: str, reference: Reference, rounds: Mapping[int, int] | None = None) -> str:
        """Return the sentence that stands under every chart and in every export.

        rounds: {round: CE year of its survey}; without it a round is named by its number.
        """
        words = [self._place_words(lang, reference), self._source_words(lang, rounds or {})]
        if self.cohort and self.source != "published":
            words.append(Text("เฉพาะ ", "only ")[lang] + self.cohort_words(lang, reference))
        if self.entered and self.source != "published":
            words.append(ENTERED.format(period=entry_words(self.entered))[lang])
        return " · ".join(words)

    def cohort_words(self, lang: str, reference: Reference) -> str:
        """Return the conditions of the cohort as one sentence part."""
        return Text(" และ ", " and ")[lang].join(condition.describe(lang, reference) for condition in self.cohort)

    def _place_words(self, lang: str, reference: Reference) -> str:
        if self.place:
            return reference.areas[self.place].name[lang]
        count = len(reference.home_areas)
        return Text(f"ทั้งโครงการ {count} พื้นที่", f"Whole programme, {count} areas")[lang]

    def _source_words(self, lang: str, rounds: Mapping[int, int]) -> str:
        if self.source == "published":
            return Text("ตัวเลขที่เผยแพร่แล้ว", "Published figures")[lang]
        chosen = self.round or max(rounds, default=None)
        if chosen is None:
            return Text("ข้อมูลครัวเรือน", "Household data")[lang]
        name = year(rounds[chosen], lang) if chosen in rounds else str(chosen)
        return Text(f"ข้อมูลครัวเรือน รอบ {name}", f"Household data, round {name}")[lang]


def _one_of(value: str | None, allowed: tuple[str, ...]) -> str:
    return value if value in allowed else allowed[0]


def _round(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and 0 < int(text) <= MAX_ROUND else None


def _breaks(text: str) -> tuple[float, ...]:
    """Read class limits: up to four numbers that rise; anything else is none."""
    try:
        found = tuple(float(part) for part in text.split(",") if part.strip()) if text.isascii() else ()
    except ValueError:
        return ()
    rising = all(low < high for low, high in itertools.pairwise(found))
    return found if rising and len(found) <= MOST_BREAKS and all(abs(limit) < 1e12 for limit in found) else ()


def _places(text: str, reference: Reference) -> tuple[str, ...]:
    known = (code for code in text.split(",") if code in reference.areas)
    return tuple(dict.fromkeys(known))[:MOST_PLACES]


def _page(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and 0 < int(text) <= MAX_PAGE else 1


def _weights(text: Mapping[str, str], reference: Reference) -> dict[str, object]:
    """Read `weights` and `off`; where they cannot be used together, the reference's own weights stand."""
    known = {item.key for item in reference.problem_items}
    off = tuple(sorted(known & set(text.get("off", "").split(","))))
    given = text.get("weights", "")
    try:
        preset = own_text(own_weights(given, reference)) if ":" in given else _one_of(given, tuple(PRESETS))
        if preset or off:
            weighting(reference, preset, off)
    except Problem:
        return {}
    return {"weights": preset, "off": off}
