"""Counts of a free question with their noise: one SQL for all cells, and the rules for what may be made of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from data.disclosure.noise import noisy
from data.disclosure.parameters import BAHT_STEP, KEY_BITS, MEAN_FROM, SCORE_STEP, THRESHOLD
from data.gate import HIDDEN, Cell
from data.queries.scope import Scope

# The last 24 bits of the stored household id, itself a keyed hash that is never served: hashing it once more took nine
# tenths of a question's time. As whole DOUBLEs their sums are exact for half a billion households, in any order, and a
# third of the cost of 128-bit integers.
RECORD_KEY = f"('0x' || right(household_id::VARCHAR, {KEY_BITS // 4}))::BIGINT::DOUBLE"
PEOPLE = 0.05


@dataclass(frozen=True)
class Counted:
    """One cell: its noisy count of households, and weighted households and persons made of it. least: the threshold."""

    count: int
    weight: float = 0.0
    persons: float | None = None
    least: int = THRESHOLD

    @property
    def shown(self) -> bool:
        """Whether the cell may be seen at all."""
        return self.count >= self.least

    def visible(self) -> Cell:
        """Return the noisy count."""
        return self.count if self.shown else HIDDEN

    def households(self) -> Cell:
        """Return weighted households: the noisy count times the mean weight, to two digits."""
        return self._sized(self.count * float(f"{self.weight:.2g}")) if self.shown else HIDDEN

    def people(self) -> Cell:
        """Return persons: the noisy count times the mean size, which needs as many households as any mean."""
        if self.persons is None:
            return None if self.shown else HIDDEN
        return self._sized(self.count * rounded(self.persons, PEOPLE)) if self.count >= MEAN_FROM else HIDDEN

    @staticmethod
    def _sized(value: float) -> float | int:
        value = round(value, 6)
        return int(value) if value.is_integer() else value


NOBODY = Counted(0)


def rounded(value: float, step: float) -> float:
    """Return a value to the nearest step."""
    return round(round(value / step) * step, 10)


def mean(value: float | None, count: int, step: float = SCORE_STEP) -> Cell:
    """Return a mean or median to its step; HIDDEN where too few households stand behind it."""
    if count < MEAN_FROM:
        return HIDDEN
    return None if value is None else rounded(value, step)


def baht(value: float | None, count: int) -> Cell:
    """Return a mean or median of money."""
    return mean(value, count, BAHT_STEP)


def rate(part: Cell, whole: Cell) -> Cell:
    """Return part / whole of noisy numbers, never above 1; hidden where either is."""
    if part is HIDDEN or whole is HIDDEN:
        return HIDDEN
    return None if part is None or not whole else min(part / whole, 1.0)


def counted(
    scope: Scope, cells: dict[str, str], source: str, condition: str, values: Iterable, more: str = "", part: str = ""
) -> dict[Any, dict]:
    """Return {area code: {"cells": {name: Counted}, and the columns of `more`}} for SQL conditions over a source.

    source, `more` and `part` as in `sums`; with a part keys are (area code, part).
    """
    return {
        (row["code"], row[part]) if part else row["code"]: row
        | {"cells": _noisy(row, list(cells), scope.viewer.threshold)}
        for row in sums(scope, cells, source, condition, values, more, part)
    }


def sums(
    scope: Scope, cells: dict[str, str], source: str, condition: str, values: Iterable, more: str = "", part: str = ""
) -> list[dict]:
    """Return one row per area before the noise: per cell (by its place) households n, keys k, weights w and persons p.

    source: a table with household_key, households with their weight where it ends in `household_profile`; its rows may be
    fewer than households or more. `more`: further aggregates.
    part: a column that splits areas further.
    """
    weight, size = (
        ("weight", "size" if scope.unweighted else "weight * size")
        if source.endswith("household_profile")
        else ("1", "NULL::DOUBLE")
    )
    grain = f"code, {part}" if part else "code"
    plain = weight == "1" or scope.unweighted
    flags = ", ".join(
        f"coalesce({sql}, false)::INTEGER::DOUBLE AS c{place}" for place, sql in enumerate(cells.values())
    )
    parts = ",\n    ".join(_sums(f"c{place}", place, plain) for place in range(len(cells)))
    sql = f"""
WITH chosen AS (
    SELECT *, {scope.code} AS code, {weight}::DOUBLE AS cell_weight, {size}::DOUBLE AS cell_size, {flags}
    FROM {source}
    WHERE {condition}
),
keyed AS (
    SELECT chosen.*, {RECORD_KEY} AS record_key FROM chosen JOIN household USING (household_key)
)
SELECT {grain}, sum(record_key) AS question_key, {parts}{", " + more if more else ""}
FROM keyed
GROUP BY {grain}
ORDER BY {grain}
"""
    return scope.rows(sql, list(values))


def _sums(flag: str, place: int, plain: bool) -> str:
    """SQL of one cell's households, keys, weights and persons: sums of products, for flags are cheaper than filters."""
    weights = f"sum({flag})" if plain else f"sum({flag} * cell_weight)"
    persons = f"sum({flag} * cell_size)"
    return (
        f"sum({flag}) AS n{place}, sum({flag} * record_key) AS k{place}, {weights} AS w{place}, {persons} AS p{place}"
    )


def _noisy(row: dict, names: list[str], least: int) -> dict[str, Counted]:
    question = row["question_key"]
    return {
        name: with_noise(*(row[f"{part}{place}"] for part in "nkwp"), question, least)
        for place, name in enumerate(names)
    }


def with_noise(n: float, key: float, weight: float, persons: float | None, question_key: float, least: int) -> Counted:
    """Return the cell of n households with these sums; persons is None where no sizes are known."""
    if not n:
        return Counted(0, least=least)
    return Counted(noisy(int(n), int(key), int(question_key)), weight / n, persons / n if persons else None, least)
