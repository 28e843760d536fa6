"""Free questions behind the gate: the same rows as the menu's, made of noisy counts.

Rates are made of noisy counts, so rows need not add up. A question without a noisy form tells nothing but its places.
"""

from collections.abc import Callable

from data.queries import (
    free_change,
    free_cohorts,
    free_models,
    free_poverty,
    free_quality,
    free_reach,
    free_referrals,
    free_spread,
)
from data.queries.capitals import OVERALL
from data.queries.noisy import Counted, counted, mean, rate
from data.queries.protection import areas, hidden_grid, hidden_rows
from data.queries.scope import SURVEYED, VERIFIED_POOR, Scope
from data.queries.verification import LISTED

PROFILE = "household_profile"


def free_rows(name: str, scope: Scope, question) -> list[dict]:
    """Return the rows of a free question with noise. Every area with households stands, shown or hidden."""
    if name not in NOISY:
        return hidden_grid(scope, question)
    rows = NOISY[name](scope)
    if name in COMPLETE:
        return rows
    if not rows:
        return hidden_grid(scope, question, areas(scope))
    # An area that appears only when somebody fits would tell that somebody does.
    shown = {row["code"] for row in rows}
    missing = [code for code in areas(scope) if code not in shown]
    like = [row for row in rows if row["code"] == rows[0]["code"]]
    blank = hidden_rows([row | {"code": code} for code in missing for row in like], question.labels)
    return sorted([*rows, *blank], key=lambda row: row["code"])


def free_method(name: str) -> dict[str, str]:
    """Return what the method of a free answer says: its rows need not add up, or there is nothing but places in them."""
    return {"additive": "no"} if name in NOISY else {"noisy_form": "no"}


def verification(scope: Scope) -> list[dict]:
    """Counts of households and persons with noise, errors and coverage made of them."""
    condition, values = scope.condition()
    cells = {
        "everybody": "true",
        "listed": LISTED,
        "surveyed": SURVEYED,
        "poor": VERIFIED_POOR,
        **{kind: f"verification = '{kind}'" for kind in ("newly_found", "not_poor", "not_found", "moved")},
        "listed_surveyed": f"{LISTED} AND {SURVEYED}",
        "listed_not_poor": f"{LISTED} AND verification = 'not_poor'",
        "poor_not_listed": f"{VERIFIED_POOR} AND NOT coalesce({LISTED}, false)",
    }
    found = counted(scope, cells, PROFILE, condition, values)
    return [_verification_row(code, entry["cells"]) for code, entry in found.items()]


def _verification_row(code: str, cells: dict[str, Counted]) -> dict:
    households = {name: cell.households() for name, cell in cells.items()}
    counts = ("newly_found", "not_poor", "not_found", "moved", "listed_surveyed")
    return {
        "code": code,
        "n_households": cells["everybody"].visible(),
        "listed": households["listed"],
        "surveyed_households": households["surveyed"],
        "surveyed_persons": cells["surveyed"].people(),
        "verified_poor_households": households["poor"],
        "verified_poor_persons": cells["poor"].people(),
        **{name: households[name] for name in counts},
        "inclusion_error": rate(households["listed_not_poor"], households["listed_surveyed"]),
        "exclusion_error": rate(households["poor_not_listed"], households["poor"]),
        "coverage": rate(households["listed_surveyed"], households["listed"]),
    }


def levels(scope: Scope) -> list[dict]:
    """Households per living level with noise; shares of the noisy count of all with a level."""
    if not scope.reference.capitals:
        return []
    condition, values = scope.condition()
    names = {level: f"level_{level}" for level in range(1, len(scope.reference.level_bounds) + 2)}
    cells = {"known": "level IS NOT NULL"} | {name: f"level = {level}" for level, name in names.items()}
    found = counted(scope, cells, PROFILE, f"{condition} AND {SURVEYED}", values)
    return [
        {
            "code": code,
            "level": level,
            "n_households": entry["cells"][name].visible(),
            "households": entry["cells"][name].households(),
            "share": rate(entry["cells"][name].households(), entry["cells"]["known"].households()),
        }
        for code, entry in found.items()
        for level, name in names.items()
    ]


def capitals(scope: Scope) -> list[dict]:
    """Means, spread and quartiles to a step, from enough households only."""
    groups = [group.key for group in scope.reference.capitals]
    columns = {key: f"capital_{key}" for key in groups} | ({OVERALL: OVERALL} if groups else {})
    if not columns:
        return []
    condition, values = scope.condition()
    weight = "weight * size" if scope.selection.unit == "persons" else "weight"
    more = ", ".join(
        f"sum({weight} * {column}) AS y_{key}, sum({weight} * {column} * {column}) AS y2_{key},"
        f" sum({weight}) FILTER ({column} IS NOT NULL) AS x_{key},"
        f" quantile_cont({column}, [0.25, 0.5, 0.75]) AS q_{key}"
        for key, column in columns.items()
    )
    cells = {key: f"{column} IS NOT NULL" for key, column in columns.items()}
    found = counted(scope, cells, PROFILE, f"{condition} AND {SURVEYED}", values, more)
    return [_capital_row(code, key, entry) for code, entry in found.items() for key in columns]


def _capital_row(code: str, key: str, entry: dict) -> dict:
    cell, known = entry["cells"][key], entry[f"x_{key}"]
    average = entry[f"y_{key}"] / known if known else None
    spread = max(entry[f"y2_{key}"] / known - average**2, 0) ** 0.5 if known else None
    numbers = {
        "mean": average,
        "sd": spread,
        **dict(zip(("q1", "median", "q3"), entry[f"q_{key}"] or (None,) * 3, strict=True)),
    }
    shown = {name: mean(value, cell.count) for name, value in numbers.items()}
    return {"code": code, "capital": key, "n_households": cell.visible(), **shown}


NOISY: dict[str, Callable[[Scope], list[dict]]] = {
    "verification": verification,
    "levels": levels,
    "capitals": capitals,
    "poverty": free_poverty.poverty,
    "contributions": free_poverty.contributions,
    "cut_offs": free_poverty.cut_offs,
    "together": free_poverty.together,
    "capital_spread": free_spread.capital_spread,
    "score_spread": free_spread.score_spread,
    "level_fifths": free_spread.level_fifths,
    "transitions": free_change.transitions,
    "change": free_change.change,
    "decomposition": free_change.decomposition,
    "funnel": free_referrals.funnel,
    "stage_days": free_referrals.stage_days,
    "ageing": free_referrals.ageing,
    "exits": free_referrals.exits,
    "agencies": free_referrals.agencies,
    "never_referred": free_reach.never_referred,
    "need_met": free_reach.need_met,
    "overlap": free_reach.overlap,
    "weak_points": free_reach.weak_points,
    "assistance": free_reach.assistance,
    "models": free_models.models_of,
    "model_income": free_models.model_income,
    "completeness": free_quality.completeness,
    "freshness": free_quality.freshness,
    "members": free_cohorts.members,
    "field_values": free_cohorts.field_values,
    "compare": free_cohorts.compare,
    "stage_ends": free_referrals.stage_ends,
    "model_list": free_models.model_list,
    "model_groups": free_models.model_groups,
    "model_capitals": free_models.model_capitals,
    "model_comparison": free_models.model_comparison,
}
# Their rows are public facts or those of the menu, and stand whatever the cohort; or they see to their areas themselves.
MODELS = ("models", "model_list", "model_groups", "model_capitals", "model_comparison")
COMPLETE = frozenset(
    {"ageing", "exits", "stage_ends", "agencies", "assistance", "compare", "members", "field_values", *MODELS}
)
