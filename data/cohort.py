"""A cohort: conditions on fields of the wide table, as they stand in an address, in SQL and in a sentence."""

import re
from dataclasses import dataclass

from data.fields import NOTHING, Field, fields_for
from data.indicators import SCORE
from data.reference import Reference
from data.text import Text, number

MISSING, KNOWN = "missing", "known"
NUMBER = r"-?\d{1,12}(?:\.\d{1,6})?"
RANGE = re.compile(rf"({NUMBER})?\.\.({NUMBER})?")
# Words of either language as exports have them; what separates conditions is not among the letters.
CODE = re.compile(r"[A-Za-z0-9_ก-๛-](?:[A-Za-z0-9_ก-๛ ./()-]{0,58}[A-Za-z0-9_ก-๛.)-])?")
MOST_CONDITIONS = 20
MOST_VALUES = 40

WORDS = {
    MISSING: Text("ไม่มีคำตอบ", "not answered"),
    KNOWN: Text("มีคำตอบ", "answered"),
}


@dataclass(frozen=True, slots=True, order=True)
class Condition:
    """One condition: a range (both ends included, either may be open), a set of codes, or missing/known."""

    field: str
    low: str = ""
    high: str = ""
    values: tuple[str, ...] = ()
    state: str = ""

    def to_text(self) -> str:
        """Return the condition as it stands in an address: `size:3..5`, `level:1,2`, `debt_baht:missing`."""
        if self.state:
            return f"{self.field}:{self.state}"
        return f"{self.field}:{','.join(self.values)}" if self.values else f"{self.field}:{self.low}..{self.high}"

    def where(self, reference: Reference) -> tuple[str, list]:
        """Return SQL with bound values; the column comes from the registry."""
        entry = fields_for(reference)[self.field]
        if self.state:
            return f"{entry.column} IS {'' if self.state == MISSING else 'NOT '}NULL", []
        if self.values:
            marks = ", ".join("?" * len(self.values))
            return f"{entry.column} IN ({marks})", [_bound(entry, value) for value in self.values]
        ends = [(sign, float(end)) for sign, end in ((">=", self.low), ("<=", self.high)) if end]
        return " AND ".join(f"{entry.column} {sign} ?" for sign, _ in ends), [end for _, end in ends]

    def describe(self, lang: str, reference: Reference) -> str:
        """Return the condition in words."""
        entry = fields_for(reference)[self.field]
        if self.state:
            return f"{entry.label[lang]} {WORDS[self.state][lang]}"
        if entry.kind == "flag" and len(self.values) == 1:
            return (entry.label if self.values == ("1",) else entry.negative)[lang]
        if self.values:
            names = [entry.values[value][lang] if value in entry.values else value for value in self.values]
            return f"{entry.label[lang]}: {Text(' หรือ ', ' or ')[lang].join(names)}"
        return f"{entry.label[lang]} {self._range(entry)[lang]}"

    def _range(self, entry: Field) -> Text:
        # A score says by itself what it is counted in.
        unit = Text(*(f" {entry.unit[lang]}" if entry.unit not in (NOTHING, SCORE) else " " for lang in ("th", "en")))
        low, high = (number(float(end), len(end.partition(".")[2])) if end else "" for end in (self.low, self.high))
        if low and high:
            both = low if self.low == self.high else f"{low}–{high}"
            return Text(*(f"{both}{unit[lang]}".rstrip() for lang in ("th", "en")))
        if low:
            return Text(f"ตั้งแต่ {low}{unit.th}ขึ้นไป", f"{low}{unit.en.rstrip()} or more")
        return Text(f"ไม่เกิน {high}{unit.th}".rstrip(), f"{high}{unit.en.rstrip()} or less")


def _bound(entry: Field, value: str) -> object:
    if entry.kind == "flag":
        return value == "1"
    return int(value) if entry.kind == "choice" and value.isdigit() else value


def read_cohort(text: str, reference: Reference) -> tuple[Condition, ...]:
    """Read `field:condition;field:condition`. What is not known is left out; the order is that of the fields.

    A field stands once (its last condition counts).
    """
    fields = fields_for(reference)
    found: dict[str, Condition] = {}
    for part in text.split(";")[:MOST_CONDITIONS]:
        key, _, given = part.partition(":")
        condition = _read(fields[key], given) if key in fields else None
        if condition:
            found[key] = condition
    return tuple(found[key] for key in fields if key in found)


def _read(entry: Field, given: str) -> Condition | None:
    if given in (MISSING, KNOWN):
        return Condition(entry.key, state=given)
    if entry.kind == "number":
        ends = RANGE.fullmatch(given)
        low, high = (ends[1] or "", ends[2] or "") if ends else ("", "")
        if not (low or high) or (low and high and float(low) > float(high)):
            return None
        return Condition(entry.key, low, high)
    values = [value for value in given.split(",")[:MOST_VALUES] if CODE.fullmatch(value)]
    if entry.values and entry.kind != "code":
        values = [value for value in entry.values if value in values]
    return Condition(entry.key, values=tuple(dict.fromkeys(values))) if values else None


def cohort_text(conditions: tuple[Condition, ...]) -> str:
    """Return conditions as they stand in an address."""
    return ";".join(condition.to_text() for condition in conditions)


def exclude(one: tuple[Condition, ...], other: tuple[Condition, ...]) -> bool:
    """Return whether no household can fit both cohorts, because some field cannot have both answers."""
    by_field = {condition.field: condition for condition in other}
    return any(_excludes(condition, by_field[condition.field]) for condition in one if condition.field in by_field)


def _excludes(one: Condition, other: Condition) -> bool:
    if MISSING in (one.state, other.state):
        return one.state != other.state
    if one.values and other.values:
        return not set(one.values) & set(other.values)
    ends = [(float(entry.low or "-inf"), float(entry.high or "inf")) for entry in (one, other)]
    return max(low for low, _ in ends) > min(high for _, high in ends)
