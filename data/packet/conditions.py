"""Cohort and place of a research packet as conditions on what the packet tells.

A condition finer than the packet's own columns would tell more than they do: two packets that differ by one household
would give it away. So conditions are put on told values, never on those behind them, and what is not told is refused.
"""

from collections.abc import Iterable

from data.cohort import MISSING as NO_ANSWER
from data.cohort import Condition
from data.errors import Problem
from data.fields import Field, fields_for
from data.packet.anonymity import MISSING, WITHHELD
from data.packet.bands import AGE_BANDS, AGE_GROUPS, INCOMES, SIZE_BANDS, SIZES, edge_of
from data.packet.columns import packet_columns, place_levels, telling
from data.reference import Reference
from data.selection import Selection
from data.text import LANGS, Text

# Fields that a packet tells in bands, finest column first.
BANDS = {
    "size": (("size", SIZES), ("size_band", SIZE_BANDS)),
    "head_age": (("head_age_band", AGE_BANDS), ("head_age_group", AGE_GROUPS)),
    "income_month_baht": (("income_band", INCOMES),),
}
TOO_FINE = Text(
    "แฟ้มข้อมูลวิจัยไม่มีข้อมูลของเงื่อนไขนี้: {names}", "A research packet does not tell what this condition asks: {names}"
)
REMOVE = Text(
    "เอาเงื่อนไขออก หรือใช้พื้นที่ จำนวนสมาชิก เพศและอายุหัวหน้าครัวเรือน รายได้ ผลสอบทาน ทุน ระดับ หรือปัญหาแทน",
    "Remove it, or use place, size, the head's sex and age, income, verification, capitals, level or problems instead",
)
TOO_DEEP = Text(
    "แฟ้มข้อมูลวิจัยบอกพื้นที่ไม่ละเอียดเท่านี้: {names}", "A research packet does not tell places as small as this: {names}"
)
NO_BAND = Text(
    "ไม่มีช่วงใดของแฟ้มข้อมูลวิจัยอยู่ในเงื่อนไขนี้ทั้งช่วง: {name}", "No band of a research packet lies inside this condition: {name}"
)
USE_BANDS = Text("ช่วงที่มี: {bands}", "The bands are: {bands}")
GO_UP = Text("เลือกพื้นที่ระดับที่ใหญ่ขึ้น", "Choose the larger place that it lies in")


def told_fields(reference: Reference, item_scores: bool) -> dict[str, Field]:
    """Return the fields of a cohort that a packet can follow."""
    columns = {column.key for column in packet_columns(reference, item_scores)}
    return {key: entry for key, entry in fields_for(reference).items() if key in columns or key in BANDS}


def check_told(selection: Selection, reference: Reference, item_scores: bool) -> None:
    """Raise Problem where place or cohort ask for more than a packet tells."""
    fields, told = fields_for(reference), told_fields(reference, item_scores)
    fine = [fields[condition.field].label for condition in selection.cohort if condition.field not in told]
    if fine:
        raise Problem(
            TOO_FINE.format(names=listed(fine)), where="cohort", got=listed(fine).en,
            expected=listed(entry.label for entry in told.values()).en, todo=REMOVE,
        )  # fmt: skip
    for condition in selection.cohort:
        if is_range(condition) and not fitting(condition):
            bands = listed(band.label for band in BANDS[condition.field][0][1])
            raise Problem(
                NO_BAND.format(name=fields[condition.field].label), where="cohort", got=condition.to_text(),
                expected=bands.en, todo=USE_BANDS.format(bands=bands),
            )  # fmt: skip
    place = reference.areas.get(selection.place)
    below = reference.levels[reference.levels.index(place_levels(reference)[-1]) + 1 :]
    if place and place.level in below:
        raise Problem(
            TOO_DEEP.format(names=place.name), where="place", got=f"{place.code} ({place.level})",
            expected=", ".join(place_levels(reference)), todo=GO_UP,
        )  # fmt: skip


def is_range(condition: Condition) -> bool:
    """Whether a condition is a range of what a packet tells in bands."""
    return condition.field in BANDS and bool(condition.low or condition.high)


def fitting(condition: Condition) -> list[Text]:
    """Return the bands that lie inside a range as a whole: the households that a packet takes for it."""
    low, high = float(condition.low or "-inf"), float(condition.high or "inf")
    return [
        band.label
        for band in BANDS[condition.field][0][1]
        if (float("-inf") if band.low is None else band.low) >= low
        and (float("inf") if band.high is None else band.high) <= high
    ]


def listed(names: Iterable[Text]) -> Text:
    """Return names with commas between."""
    names = list(names)
    return Text(*(", ".join(name[lang] for name in names) for lang in LANGS))


def told_condition(selection: Selection, reference: Reference, homes: frozenset[str]) -> tuple[str, list]:
    """Return place, cohort and own areas as SQL over told values, with its values. homes: home-level codes, empty for all."""
    parts = [told_where(condition, reference) for condition in selection.cohort]
    levels = place_levels(reference)
    if selection.place and reference.areas[selection.place].level in levels:
        parts.append((f"{reference.areas[selection.place].level}_code = ?", [selection.place]))
    if homes:
        parts.append((f"list_contains(?, {reference.home_level}_code)", [sorted(homes)]))
    return " AND ".join(f"({sql})" for sql, _ in parts) or "true", [value for _, values in parts for value in values]


def told_where(condition: Condition, reference: Reference) -> tuple[str, list]:
    """Return one condition over told values: a band fits where it lies inside the range as a whole."""
    bands = BANDS.get(condition.field)
    column = bands[-1][0] if bands else condition.field
    if condition.state:
        return _state(condition, column, telling(reference)), []
    if condition.values:
        marks = ", ".join("?" * len(condition.values))
        return f"{column}::VARCHAR IN ({marks})", list(condition.values)
    ends = [
        (f"{_edge(bands, name) if bands else column} {sign} ?", float(end))
        for name, sign, end in (("low", ">=", condition.low), ("high", "<=", condition.high))
        if end
    ]
    return " AND ".join(sql for sql, _ in ends), [end for _, end in ends]


def _edge(bands: tuple, end: str) -> str:
    sql = "NULL"
    for column, entries in reversed(bands):
        sql = edge_of(column, entries, end, sql)
    return sql


def _state(condition: Condition, column: str, protected: list[str]) -> str:
    absent = condition.state == NO_ANSWER
    if column not in protected:
        return f"{column} IS {'' if absent else 'NOT '}NULL"
    # What is withheld was answered or not; nobody is told which.
    return f"{column} = '{MISSING}'" if absent else f"{column} NOT IN ('{MISSING}', '{WITHHELD}')"
