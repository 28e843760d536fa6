"""Part 2, causes: multidimensional poverty after Alkire and Foster (2011), exact at the cut-off."""

from fractions import Fraction
from math import lcm

from data.queries.scope import SURVEYED, Scope, quotient, whole
from data.reference import Item

# Sampling errors; None for a full count.
ERRORS = ("H_se", "A_se", "M0_se", "H_low", "H_high", "M0_low", "M0_high")


def units_of(items: tuple[Item, ...]) -> tuple[dict[str, int], int]:
    """Return ({indicator: whole number of units}, units in 1): weights as integers over their common denominator."""
    whole_units = lcm(*(item.weight.denominator for item in items))
    return {item.key: int(item.weight * whole_units) for item in items}, whole_units


def _score(scope: Scope, units: dict[str, int]) -> str:
    """SQL of a household's deprivation score in units; NULL where the household leaves the sample."""
    if scope.selection.missing == "drop":
        # Made at load with the same units: adding seventeen columns per question costs six times as much.
        return "deprivation_units"
    terms = " + ".join(f"{weight} * coalesce(deprived_{key}, 0)" for key, weight in units.items() if weight)
    return f"CASE WHEN problems_answered > 0 THEN {terms} END"


def _people(scope: Scope) -> str:
    # Without household sizes, households are the only unit there is.
    return "households" if scope.selection.unit == "households" or not _has_sizes(scope) else "persons"


def _has_sizes(scope: Scope) -> bool:
    return bool(scope.opened.snapshot.manifest.get("sizes", True))


def _persons(scope: Scope) -> str:
    return "sum(weight * size)" if _has_sizes(scope) else "NULL::DOUBLE"


def _poor(k: Fraction, whole_units: int) -> str:
    """SQL: score/units >= k and score > 0, in integers, so that a household on the line is never lost to a rounding."""
    return f"score * {k.denominator} >= {k.numerator * whole_units} AND score > 0"


def poverty(scope: Scope) -> list[dict]:
    """Return H, A and M0 (0-1) per area among surveyed households, with counts; errors are None for a full count.

    H = poor people / people; A = mean score of the poor; M0 = H x A. n_households: households in the sample;
    missing_share: surveyed households left out for a blank answer. Nobody poor: H = M0 = 0 and A None; nobody at all:
    all None. Source: Alkire and Foster 2011; corner cases in metrics.md.
    """
    if not scope.reference.dimensions:
        return []
    units, whole_units = units_of(scope.reference.problem_items)
    condition, values = scope.condition()
    people = _people(scope)
    sql = f"""
WITH scored AS (
    SELECT {scope.code} AS code, {_score(scope, units)} AS score,
        count(*) AS n, sum(weight) AS households, {_persons(scope)} AS persons
    FROM household_profile
    WHERE {condition} AND {SURVEYED}
    GROUP BY ALL
),
final AS (
    SELECT
        code,
        sum(n)::BIGINT AS surveyed,
        coalesce(sum(n) FILTER (score IS NOT NULL), 0)::BIGINT AS n_households,
        sum(persons) FILTER (score IS NOT NULL) AS n_persons,
        sum({people}) FILTER (score IS NOT NULL) AS people,
        sum({people}) FILTER (poor) AS poor_people,
        sum({people} * score) FILTER (poor) AS poor_units,
        sum(households) FILTER (poor) AS poor_households,
        sum(persons) FILTER (poor) AS poor_persons
    FROM (SELECT *, {_poor(scope.selection.cut_off(scope.reference), whole_units)} AS poor FROM scored)
    GROUP BY code
)
SELECT * FROM final ORDER BY code
"""
    return [_poverty_row(row, whole_units) for row in scope.rows(sql, values)]


def _poverty_row(row: dict, whole_units: int) -> dict:
    poor_people = row["poor_people"] or 0
    defined = bool(row["people"])
    units = (row["poor_units"] or 0) / whole_units
    return {
        "code": row["code"],
        "n_households": row["n_households"],
        "n_persons": whole(row["n_persons"]),
        "H": quotient(poor_people, row["people"]),
        "A": quotient(units, poor_people),
        "M0": quotient(units, row["people"]),
        **dict.fromkeys(ERRORS),
        "poor_households": whole(row["poor_households"] or 0) if defined else None,
        "poor_persons": whole(row["poor_persons"] or (None if row["n_persons"] is None else 0)) if defined else None,
        "missing_share": quotient(row["surveyed"] - row["n_households"], row["surveyed"]),
    }


def contributions(scope: Scope) -> list[dict]:
    """Return one row per area and problem indicator, in reference order.

    uncensored: share of people deprived in it; censored: share who are poor and deprived in it (both 0-1);
    contribution_pct: 100 x weight x censored / M0, None where nobody is poor. Contributions of an area add up to 100.
    """
    if not scope.reference.dimensions:
        return []
    units, whole_units = units_of(scope.reference.problem_items)
    condition, values = scope.condition()
    people = "weight" if _people(scope) == "households" else "weight * size"
    deprived = ", ".join(f"sum({people} * deprived_{key}) AS sum_{key}" for key in units)
    sums = ", ".join(f"sum(sum_{key}) AS all_{key}, sum(sum_{key}) FILTER (poor) AS poor_{key}" for key in units)
    sql = f"""
WITH counted AS (
    SELECT code, {_poor(scope.selection.cut_off(scope.reference), whole_units)} AS poor,
        count(*) AS n, sum({people}) AS people, {deprived}
    FROM (SELECT *, {scope.code} AS code, {_score(scope, units)} AS score FROM household_profile WHERE {condition} AND {SURVEYED})
    WHERE score IS NOT NULL
    GROUP BY ALL
),
final AS (
    SELECT code, sum(n)::BIGINT AS n_households, sum(people) AS people, {sums}
    FROM counted
    GROUP BY code
)
SELECT * FROM final ORDER BY code
"""
    return [entry for row in scope.rows(sql, values) for entry in _contribution_rows(scope, row, units)]


def _contribution_rows(scope: Scope, row: dict, units: dict[str, int]) -> list[dict]:
    total = sum(units[key] * (row[f"poor_{key}"] or 0) for key in units)
    return [
        {
            "code": row["code"],
            "indicator": item.key,
            "dimension": group.key,
            "n_households": row["n_households"],
            "uncensored": quotient(row[f"all_{item.key}"] or 0, row["people"]),
            "censored": quotient(row[f"poor_{item.key}"] or 0, row["people"]),
            "contribution_pct": quotient(100 * units[item.key] * (row[f"poor_{item.key}"] or 0), total),
        }
        for group in scope.reference.dimensions
        for item in group.items
    ]
