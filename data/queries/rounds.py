"""Two survey rounds side by side: which one is compared with, and the measures of every household in both."""

from data.queries.deprivation import Deprivation
from data.queries.measures import measures
from data.queries.scope import SURVEYED, Scope


def base_round(scope: Scope) -> int | None:
    """Return the round compared with: the one asked for, else the one before the round on screen, None where none is."""
    earlier = [number for number in scope.opened.snapshot.rounds if number < scope.round]
    return scope.selection.base if scope.selection.base in earlier else max(earlier, default=None)


def two_rounds(scope: Scope, base: int) -> tuple[str, list]:
    """SQL of the CTE `both_rounds`: one row per household and round with its area code, design and every measure."""
    condition, values = scope.every_round_condition()
    columns = ", ".join(f"{sql} AS m_{name}" for name, sql in measures(scope).items())
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
    SELECT household_key, survey_round, code, weight, size, stratum, psu, {columns}
    FROM (SELECT *, {poor} AS poor FROM scored)
)"""
    return cte, values
