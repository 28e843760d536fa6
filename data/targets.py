"""Targets of a programme: what a measure of an area is meant to be by a year."""

from dataclasses import dataclass
from pathlib import Path

from data.tables import ce_year, read_table, real_number, wrong


@dataclass(frozen=True, slots=True)
class Target:
    """measure: key of a household measure; year: CE; base_value and base_year: where it started, None where not said."""

    code: str
    measure: str
    year: int
    value: float
    base_value: float | None
    base_year: int | None
    source: str


def read_targets(path: Path, codes: set[str]) -> tuple[Target, ...]:
    """Read `targets.csv`: code, measure, year, value, optional base_value, base_year, source.

    Raises Problem for an area that the reference does not have, and for a target that stands twice.
    """
    if not path.is_file():
        return ()
    found: dict[tuple[str, str, int], Target] = {}
    for row in read_table(path, ("code", "measure", "year", "value")):
        if row["code"] not in codes:
            raise wrong("ไม่มีพื้นที่นี้", "There is no such area", path, row["code"], "a code of areas.csv")
        target = Target(
            row["code"],
            row["measure"],
            ce_year(path, row["year"]),
            real_number(path, row["value"]),
            real_number(path, row["base_value"]) if row.get("base_value") else None,
            ce_year(path, row["base_year"]) if row.get("base_year") else None,
            row.get("source", ""),
        )
        key = (target.code, target.measure, target.year)
        if key in found:
            raise wrong("เป้าหมายซ้ำ", "A target stands twice", path, key, "one per area, measure and year")
        found[key] = target
    return tuple(found.values())


def progress(target: Target, value: float | None) -> float | None:
    """Return the share of the way from the base to the target: 1 at the target, None without a base or a way."""
    if value is None or target.base_value is None or target.value == target.base_value:
        return None
    return (value - target.base_value) / (target.value - target.base_value)
