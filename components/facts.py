"""The headline numbers of one place, from published figures or from household data, in the same words."""

from collections.abc import Iterable
from dataclasses import dataclass

from components.classes import is_number
from components.levels import HOUSEHOLDS as HOUSEHOLDS_UNIT
from components.tiles import BAHT, short_baht
from components.view import View
from data.gate import HIDDEN, THRESHOLD, Cell
from data.indicators import PUBLISHED, latest_period
from data.text import Text, number, percent, period

POOR_HOUSEHOLDS = Text("ครัวเรือนยากจนที่ยืนยันแล้ว", "Verified poor households")
POOR_PERSONS = Text("สมาชิกครัวเรือนยากจน", "Members of poor households")
SURVEYED = Text("ครัวเรือนที่สำรวจ", "Surveyed households")
OVERALL = Text("ทุนรวม", "Overall capital")
H = Text("จนหลายมิติ (H) ในครัวเรือนที่สำรวจ", "Multidimensionally poor (H), among surveyed")
MODELS = Text("โมเดลแก้จน", "Operating models")
CHAINS = Text("ห่วงโซ่คุณค่า", "Value chains")
BUDGET = Text("งบประมาณโมเดล", "Budget of models")
IN_MODELS = Text("ครัวเรือนในโมเดล", "Households in models")
HELPED = Text("ครัวเรือนที่ได้รับความช่วยเหลือ", "Households helped")
PERSONS_UNIT, MODELS_UNIT = Text("คน", "persons"), Text("โมเดล", "models")
CHAINS_UNIT = Text("ห่วงโซ่", "chains")
SCORE_UNIT = Text("จาก 4", "of 4")

# fact key: (published measure, label, unit)
PUBLISHED_FACTS = {
    "poor_households": ("verified_poor_households", POOR_HOUSEHOLDS, HOUSEHOLDS_UNIT),
    "poor_persons": ("verified_poor_members", POOR_PERSONS, PERSONS_UNIT),
    "surveyed": ("surveyed_households", SURVEYED, HOUSEHOLDS_UNIT),
    "overall": ("overall_capital_score", OVERALL, SCORE_UNIT),
    "models": ("operating_models", MODELS, MODELS_UNIT),
    "chains": ("value_chains", CHAINS, CHAINS_UNIT),
    "budget": ("model_budget", BUDGET, BAHT),
    "helped": ("assisted_households_total", HELPED, HOUSEHOLDS_UNIT),
}
# fact key: (question, column, columns that must match, label, unit)
HOUSEHOLD_FACTS = {
    "poor_households": ("verification", "verified_poor_households", {}, POOR_HOUSEHOLDS, HOUSEHOLDS_UNIT),
    "poor_persons": ("verification", "verified_poor_persons", {}, POOR_PERSONS, PERSONS_UNIT),
    "surveyed": ("verification", "surveyed_households", {}, SURVEYED, HOUSEHOLDS_UNIT),
    "H": ("poverty", "H", {}, H, None),
    "overall": ("capitals", "mean", {"capital": "overall"}, OVERALL, SCORE_UNIT),
    "models": ("models", "models", {}, MODELS, MODELS_UNIT),
    "in_models": ("models", "households", {}, IN_MODELS, HOUSEHOLDS_UNIT),
    "budget": ("models", "budget_baht", {}, BUDGET, BAHT),
}


@dataclass(frozen=True)
class Fact:
    """One number of one place with its words; `rows` are the published rows it was read from; `period` in CE years."""

    label: Text
    value: Cell
    unit: Text | None
    period: str = ""
    rows: tuple[dict, ...] = ()

    def shown(self, lang: str, threshold: int = THRESHOLD) -> str:
        """Return the number as a reader sees it."""
        if self.value is HIDDEN:
            return HIDDEN.text(threshold)[lang]
        if self.unit is None:
            return percent(self.value)
        if self.unit is BAHT:
            return short_baht(self.value, lang)[0]
        return number(self.value, 2 if self.unit is SCORE_UNIT else 0)

    def triple(self, lang: str) -> tuple[str, str, str]:
        """Return (label, number, unit) for a list of figures."""
        return self.label[lang], self.shown(lang), self.unit_words(lang)

    def years(self, lang: str) -> str:
        """Return the period of a published figure in the reader's era, "" for household data."""
        return period(self.period, lang) if self.period else ""

    def unit_words(self, lang: str) -> str:
        """Return the unit of the number as it is shown, "" where there is no number."""
        if self.unit is None or not is_number(self.value):
            return ""
        return short_baht(self.value, lang)[1] if self.unit is BAHT else self.unit[lang]

    def words(self, lang: str) -> str:
        """Return number and unit."""
        return f"{self.shown(lang)} {self.unit_words(lang)}".strip()


def published_facts(view: View, code: str, rows: Iterable[dict]) -> dict[str, Fact]:
    """Return {key: fact} of one place, only what somebody published for the programme."""
    newest = {}
    own = {(row["measure"], row["period"]): row for row in rows if row["code"] == code}
    for key, (measure, label, unit) in PUBLISHED_FACTS.items():
        if measure not in PUBLISHED or measure not in view.reference.published_periods:
            continue
        wanted = latest_period(view.reference, measure)
        found = own.get((measure, wanted))
        newest[key] = Fact(label, found["value"] if found else None, unit, wanted, (found,) if found else ())
    return newest


def household_facts(answers: dict[str, Iterable[dict]]) -> dict[str, Fact]:
    """Return {key: fact} from the rows of one place by question; questions that were not asked are left out."""
    return {
        key: Fact(label, _cell(answers[question], column, match), unit)
        for key, (question, column, match, label, unit) in HOUSEHOLD_FACTS.items()
        if question in answers
    }


def _cell(rows: Iterable[dict], column: str, match: dict[str, str]) -> Cell:
    return next((row[column] for row in rows if all(row.get(name) == value for name, value in match.items())), None)
