"""Operating models behind the gate: names and budgets are public facts; households in them are counted with noise.

Income and capitals are means to their step from enough households only. There are no rows below the home level: which
small areas the households of a model live in is nobody's business.
"""

from data.disclosure.parameters import MEAN_FROM
from data.gate import HIDDEN, Cell
from data.queries import incomes, model_change, models
from data.queries.noisy import NOBODY, baht, counted, mean, rate
from data.queries.rounds import base_round
from data.queries.scope import Scope
from data.selection import Selection

INCOME_CELLS = {
    "households": "true",
    "entry": "before IS NOT NULL",
    "measured": "before IS NOT NULL AND after IS NOT NULL",
    "real": "real IS NOT NULL",
}


def _income_cells(scope: Scope, *part: str) -> dict[str, str]:
    """SQL of the cells over participations, in which a household of an area and part counts once, in two models, too."""
    grain = ", ".join((scope.code, *part, "household_key"))
    once = f"row_number() OVER (PARTITION BY {grain}, {{sql}}) = 1 AND {{sql}}"
    return {name: once.format(sql=f"({sql})") for name, sql in INCOME_CELLS.items()}


def _public(scope: Scope, question) -> list[dict]:
    """Rows of a question whatever the cohort: which models there are is a public fact."""
    return question(Scope(scope.opened, Selection(place=scope.selection.place, by=scope.selection.by), scope.viewer))


def _is_low(scope: Scope) -> bool:
    return models.by_household(Scope(scope.opened, scope.selection.at(cohort=()), scope.viewer))


def _income_counts(scope: Scope, part: str) -> dict[tuple[str, str], dict]:
    """Noisy counts and true means of income by area of the model and `part`; the gate decides what is shown of them."""
    levels = ", ".join(f"{level}_code" for level in (*scope.reference.upper_levels, scope.reference.home_level))
    source = f"""(
        SELECT * FROM (SELECT model_id, coalesce(model_group, '') AS model_group, {levels} FROM model_profile)
        JOIN (SELECT model_id, household_key, {incomes.measured(scope)} FROM participation_profile) USING (model_id)
    )"""
    condition, values = scope.event_condition()
    found = counted(scope, _income_cells(scope, part), source, condition, values, incomes.SUMS, part)
    rows = f"SELECT {scope.code} AS code, * FROM {source} WHERE {condition}"
    return _with_ends(found, incomes.income_ends(scope, rows, values, ("code", part)))


def _with_ends(found: dict, ends: dict[tuple, dict]) -> dict:
    """Return entries with the ends of their intervals, where a survey's design gives them."""
    return {
        key: entry | {"ends": ends.get(key if isinstance(key, tuple) else (key,), {})} for key, entry in found.items()
    }


def _income(entry: dict | None) -> dict[str, Cell]:
    if entry is None:
        entry = {"cells": dict.fromkeys(INCOME_CELLS, NOBODY)}
    cells = entry["cells"]
    shown = {name: cell.visible() for name, cell in cells.items()}
    n, known = cells["measured"].count, cells["measured"].count >= MEAN_FROM
    exact = incomes.income_of(entry) | entry["ends"] if known else {}
    kept = rate(shown["measured"], shown["entry"])
    names = ("mean_before", "mean_after", "mean_change", "median_change")
    ends = ("low", "high", "real_change", "real_low", "real_high")
    counts = {name: n if not name.startswith("real") else cells["real"].count for name in (*names, *ends)}
    means = {name: baht(exact.get(name), count) for name, count in counts.items()}
    return {
        "n_entry": shown["entry"],
        "n_households": shown["measured"],
        **{name: means[name] for name in names},
        "attrition": HIDDEN if kept is HIDDEN else None if kept is None else 1 - kept,
        "low": means["low"],
        "high": means["high"],
        "n_real": shown["real"],
        **{name: means[name] for name in ends[2:]},
    }


def models_of(scope: Scope) -> list[dict]:
    """Households in models with noise; which models somebody of a cohort is in would tell of single households."""
    if _is_low(scope):
        return []
    condition, values = scope.event_condition()
    source = f"(SELECT * FROM {_once(scope)} WHERE first)"
    found = counted(scope, {"households": "true"}, source, condition, values)
    rows = []
    for code in sorted({row["code"] for row in _public(scope, models.models)}):
        households = found[code]["cells"]["households"].visible() if code in found else HIDDEN
        none = {"budget_baht": None, "budget_real_baht": None}
        rows.append({"code": code, "n_households": households, "models": HIDDEN, "households": households} | none)
    return rows


def _once(scope: Scope) -> str:
    """SQL of participations, each household's first one of an area marked."""
    return f"""(
        SELECT *, row_number() OVER (PARTITION BY {scope.code}, household_key ORDER BY model_id) = 1 AS first
        FROM participation_profile
    )"""


def model_income(scope: Scope) -> list[dict]:
    """Income before and after by area, from enough households only."""
    if _is_low(scope):
        return []
    condition, values = scope.event_condition()
    levels = ", ".join(f"{level}_code" for level in (*scope.reference.upper_levels, scope.reference.home_level))
    source = f"(SELECT {levels}, household_key, {incomes.measured(scope)} FROM participation_profile WHERE {condition})"
    found = counted(scope, _income_cells(scope), source, "before IS NOT NULL", values, incomes.SUMS)
    rows = f"SELECT {scope.code} AS code, * FROM {source} WHERE before IS NOT NULL"
    found = _with_ends(found, incomes.income_ends(scope, rows, values, ("code",)))
    return [{"code": code} | _income(entry) for code, entry in found.items()]


def model_list(scope: Scope) -> list[dict]:
    """Every model with its facts; households and income with noise."""
    if _is_low(scope):
        return []
    found = _income_counts(scope, "model_id")
    return [_with_counts(row, found.get((row["code"], row["model_id"]))) for row in _public(scope, incomes.model_list)]


def model_groups(scope: Scope) -> list[dict]:
    """Every group with its models and budget; households and income with noise."""
    if _is_low(scope):
        return []
    found = _income_counts(scope, "model_group")
    return [
        _with_counts(row, found.get((row["code"], row["model_group"]))) for row in _public(scope, incomes.model_groups)
    ]


def _with_counts(row: dict, entry: dict | None) -> dict:
    return row | {"households": entry["cells"]["households"].visible() if entry else HIDDEN} | _income(entry)


def model_capitals(scope: Scope) -> list[dict]:
    """Capitals of households in models, from enough households only."""
    base = base_round(scope)
    chosen = [name for name in model_change.outcomes(scope) if name != model_change.INCOME]
    if base is None or not chosen or _is_low(scope):
        return []
    raw, values = model_change.grouped_panel(scope, base, chosen)
    more = ", ".join(model_change.sums(name) for name in chosen)
    level = f"{scope.selection.level(scope.reference)}_code"
    cells = {f"entry_{name}": f"b_{name} IS NOT NULL" for name in chosen}
    cells |= {f"both_{name}": f"b_{name} IS NOT NULL AND a_{name} IS NOT NULL" for name in chosen}
    source = f"(SELECT * EXCLUDE (code), code AS {level} FROM ({raw}))"
    found = counted(scope, cells, source, "true", values, more, "model_group")
    ends = model_change.capital_ends(scope, base, raw, values, chosen)
    groups = {(row["code"], row["model_group"]) for row in _public(scope, incomes.model_groups)}
    groups |= {(code, model_change.EVERY_GROUP) for code, _ in groups}
    return [_capital_row(key, found.get(key), name, ends) for key in sorted(groups) for name in chosen]


def _capital_row(key: tuple[str, str], entry: dict | None, name: str, ends: dict) -> dict:
    capital = name.removeprefix("capital_")
    labels = dict(zip(("code", "model_group"), key, strict=True)) | {"capital": capital}
    numbers = ("mean_before", "mean_after", "mean_change", "low", "high")
    if entry is None:
        return labels | dict.fromkeys(("n_households", "n_entry", "attrition", *numbers), HIDDEN)
    both, start = entry["cells"][f"both_{name}"], entry["cells"][f"entry_{name}"]
    exact = model_change.capital_row(entry, name) | ends.get((*key, capital), {})
    kept = rate(both.visible(), start.visible())
    return labels | {
        "n_households": both.visible(),
        "n_entry": start.visible(),
        "attrition": HIDDEN if kept is HIDDEN else None if kept is None else 1 - kept,
        **{column: mean(exact[column], both.count) for column in numbers},
    }


def model_comparison(scope: Scope) -> list[dict]:
    """The difference of two changes, from enough households on either side only."""
    base = base_round(scope)
    if base is None or _is_low(scope):
        return []
    chosen = list(model_change.outcomes(scope))
    cte, values = model_change.two_groups(scope, base, chosen)
    level = f"{scope.selection.level(scope.reference)}_code"
    source = f"(WITH {cte} SELECT * EXCLUDE (code), code AS {level} FROM compared)"
    cells = {
        f"{name}_{mark}": f"{'' if mark == 'm' else 'NOT '}in_model AND b_{name} IS NOT NULL AND a_{name} IS NOT NULL"
        for name in chosen
        for mark in "mc"
    }
    found = counted(scope, cells, source, "true", values, model_change.both_sums(chosen))
    codes = sorted({row["code"] for row in _public(scope, models.models)})
    ends = model_change.comparison_ends(scope, base, cte, values, chosen)
    return [_comparison_row(code, found.get(code), name, ends) for code in codes for name in chosen]


def _comparison_row(code: str, entry: dict | None, name: str, ends: dict) -> dict:
    sizes = [entry["cells"][f"{name}_{mark}"] if entry else NOBODY for mark in "mc"]
    least = min(sizes, key=lambda cell: cell.count)
    counts = {"n_households": least.visible(), "n_model": sizes[0].visible(), "n_comparison": sizes[1].visible()}
    step = baht if name == model_change.INCOME else mean
    known = least.count >= MEAN_FROM
    exact = model_change.comparison_row(entry, name) | ends.get((code, name), {}) if known else {}
    columns = [f"{side}_{when}" for side in ("model", "comparison") for when in ("before", "after", "change")]
    own = dict(zip(columns, [sizes[0].count] * 3 + [sizes[1].count] * 3, strict=True))
    numbers = own | dict.fromkeys(("difference", "se", "low", "high"), least.count)
    return (
        {"code": code, "measure": name}
        | counts
        | {c: step(exact.get(c), n) if exact else HIDDEN for c, n in numbers.items()}
    )
