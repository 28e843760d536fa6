"""What changed between rounds: two cross-sections, and the same households."""

from data.queries.deprivation import Deprivation
from data.queries.scope import SURVEYED, Scope, quotient


def base_round(scope: Scope) -> int | None:
    """Return the round compared with: the one asked for, else the one before the round on screen, None where none is."""
    earlier = [number for number in scope.opened.snapshot.rounds if number < scope.round]
    return scope.selection.base if scope.selection.base in earlier else max(earlier, default=None)


def _measures(scope: Scope) -> dict[str, str]:
    """{measure: SQL of a household's value}: capitals, and poor or not with the score of the poor."""
    found = {}
    if scope.reference.capitals:
        found = {f"capital_{group.key}": f"capital_{group.key}" for group in scope.reference.capitals} | {
            "overall": "overall"
        }
    if scope.reference.dimensions:
        deprivation = Deprivation(scope)
        found["H"] = "CASE WHEN score IS NULL THEN NULL WHEN poor THEN 1.0 ELSE 0.0 END"
        found["M0"] = (
            f"CASE WHEN score IS NULL THEN NULL WHEN poor THEN score / {deprivation.weighting.whole}.0 ELSE 0.0 END"
        )
    return found


def change(scope: Scope) -> list[dict]:
    """Return one row per area and measure: the mean in both rounds, for everybody and for the same households.

    before, after, change: all surveyed households of each round with the measure (n_before, n_after). panel_before,
    panel_after, panel_change: only households with the measure in both, in the area they are in now (n_households).
    H and M0 count persons where sizes are known (sizes and weights of each round); capitals count households. No rows
    where there is no earlier round.
    """
    base = base_round(scope)
    measures = _measures(scope)
    if base is None or not measures:
        return []
    profile, values = _two_rounds(scope, base)
    parts = ",\n        ".join(_change_columns(name, _weight(scope, name)) for name in measures)
    sql = f"""
WITH {profile},
now AS (SELECT * FROM both_rounds WHERE survey_round = {scope.round}),
was AS (SELECT * FROM both_rounds WHERE survey_round = {base}),
cross_now AS (SELECT code, {", ".join(_cross(name, _weight(scope, name), "after") for name in measures)} FROM now GROUP BY code),
cross_was AS (SELECT code, {", ".join(_cross(name, _weight(scope, name), "before") for name in measures)} FROM was GROUP BY code),
panel AS (
    SELECT now.code, {parts}
    FROM now JOIN was USING (household_key)
    GROUP BY now.code
)
SELECT * FROM cross_now LEFT JOIN cross_was USING (code) LEFT JOIN panel USING (code) ORDER BY code
"""
    return [_change_row(row, name) for row in scope.rows(sql, values) for name in measures]


def _weight(scope: Scope, name: str) -> str:
    return Deprivation(scope).people if name in ("H", "M0") else "weight"


def _two_rounds(scope: Scope, base: int) -> tuple[str, list]:
    """SQL of the CTE `both_rounds`: one row per household and round with its area code and every measure."""
    condition, values = scope.every_round_condition()
    measures = ", ".join(f"{sql} AS m_{name}" for name, sql in _measures(scope).items())
    score, poor = ("NULL", "false")
    if scope.reference.dimensions:
        deprivation = Deprivation(scope)
        score, poor = deprivation.score, deprivation.poor
    cte = f"""
scored AS (
    SELECT *, {scope.code} AS code, {score} AS score
    FROM household_profile
    WHERE survey_round IN ({scope.round}, {base}) AND {condition} AND {SURVEYED}
),
both_rounds AS (
    SELECT household_key, survey_round, code, weight, size, {measures}
    FROM (SELECT *, {poor} AS poor FROM scored)
)"""
    return cte, values


def _cross(name: str, weight: str, when: str) -> str:
    known = f"FILTER (m_{name} IS NOT NULL)"
    return f"sum(m_{name} * {weight}) / nullif(sum({weight}) {known}, 0) AS {name}_{when}, count(m_{name}) AS {name}_n_{when}"


def _change_columns(name: str, weight: str) -> str:
    both = f"FILTER (now.m_{name} IS NOT NULL AND was.m_{name} IS NOT NULL)"
    sides = {"after": "now", "before": "was"}
    means = []
    for when, side in sides.items():
        people = weight.replace("weight", f"{side}.weight").replace("size", f"{side}.size")
        mean = f"sum({side}.m_{name} * {people}) {both} / nullif(sum({people}) {both}, 0)"
        means.append(f"{mean} AS {name}_panel_{when}")
    return f"count(*) {both} AS {name}_panel_n, {', '.join(means)}"


def _change_row(row: dict, name: str) -> dict:
    return {
        "code": row["code"],
        "measure": name,
        "n_households": row[f"{name}_panel_n"] or 0,
        "n_before": row[f"{name}_n_before"] or 0,
        "n_after": row[f"{name}_n_after"],
        "before": row[f"{name}_before"],
        "after": row[f"{name}_after"],
        "change": _difference(row[f"{name}_after"], row[f"{name}_before"]),
        "panel_before": row[f"{name}_panel_before"],
        "panel_after": row[f"{name}_panel_after"],
        "panel_change": _difference(row[f"{name}_panel_after"], row[f"{name}_panel_before"]),
    }


def _difference(after: float | None, before: float | None) -> float | None:
    return None if after is None or before is None else after - before


def transitions(scope: Scope) -> list[dict]:
    """Return one row per area and pair of living levels (before, after): the same households in both rounds.

    households add up to the panel; share is of those that were in the level before. Every pair stands, with 0.
    """
    base = base_round(scope)
    if base is None or not scope.reference.capitals:
        return []
    condition, values = scope.condition()
    sql = f"""
WITH now AS (
    SELECT household_key, {scope.code} AS code, level FROM household_profile
    WHERE {condition} AND {SURVEYED} AND level IS NOT NULL
),
was AS (
    SELECT household_key, level AS level_before FROM household_profile
    WHERE survey_round = {base} AND {SURVEYED} AND level IS NOT NULL
)
SELECT code, level_before, level AS level_after, count(*) AS households
FROM now JOIN was USING (household_key)
GROUP BY ALL
"""
    found = {
        (row["code"], row["level_before"], row["level_after"]): row["households"] for row in scope.rows(sql, values)
    }
    levels = range(1, len(scope.reference.level_bounds) + 2)
    codes = sorted({code for code, _, _ in found})
    return [row for code in codes for before in levels for row in _transition_rows(found, code, before, levels)]


def _transition_rows(found: dict, code: str, before: int, levels: range) -> list[dict]:
    counts = {after: found.get((code, before, after), 0) for after in levels}
    total = sum(counts.values())
    return [
        {
            "code": code,
            "level_before": before,
            "level_after": after,
            "n_households": n,
            "households": n,
            "share": quotient(n, total),
        }
        for after, n in counts.items()
    ]
