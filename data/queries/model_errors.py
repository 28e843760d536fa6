"""Sampling errors of changes in models, for surveys whose data name their PSUs; elsewhere households are the units."""

import numpy as np

from data.queries.design import NEWEST, RoundDesign, event_design, has_errors, moments, round_design
from data.queries.scope import Scope
from data.statistics.linearised import difference_error, plain_interval, ratio_errors

Ends = dict[str, float | None]


def _design(scope: Scope, base: int) -> RoundDesign | None:
    """The design of the earlier round, in whose areas and PSUs the households of both questions stand."""
    design = round_design(scope, base) if has_errors(scope.reference) else None
    return design if design and design.given else None


def income_ends(scope: Scope, source: str, values: list, keys: tuple[str, ...]) -> dict[tuple, Ends]:
    """Return {values of the key columns: ends of the mean change of income}; empty where households are the units.

    source: SQL of participations with household_key, the key columns, before, after and real. A household stands in the
    PSU it was seen in last, as its event stands in the area it was seen in last.
    """
    design = event_design(scope) if has_errors(scope.reference) else None
    if design is None or not design.given:
        return {}
    parts = {
        "y": "after - before",
        "x": "CASE WHEN before IS NOT NULL AND after IS NOT NULL THEN 1 END",
        "real_y": "real",
        "real_x": "CASE WHEN real IS NOT NULL THEN 1 END",
    }
    marked = f"""(
    SELECT income.*, row({", ".join(keys)}) AS cell, {design.columns}
    FROM ({source}) AS income JOIN {NEWEST} AS newest USING (household_key)
)"""
    sets = {"": ("y", "x"), "real_": ("real_y", "real_x")}
    cells, found = moments(scope, design, design.totals(parts, marked, "cell"), values, list(sets.values()), "cell")
    ends: dict[tuple, Ends] = {cell: {} for cell in cells}
    for mark, pair in sets.items():
        ratio, error = ratio_errors(found, design.design, *pair)
        for place, cell in enumerate(cells):
            low, high = plain_interval(ratio[place], error[place], design.design.degrees_of_freedom)
            ends[cell] |= _told(**{f"{mark}low": low, f"{mark}high": high})
    return ends


def capital_ends(scope: Scope, base: int, source: str, values: list, chosen: list[str]) -> dict[tuple, Ends]:
    """Return {(area, model group, capital): low and high of the mean change}; empty where households are the units.

    source: SQL of households with code, model_group, stratum, psu, b_ and a_ values of every chosen measure.
    """
    design = _design(scope, base)
    if design is None:
        return {}
    parts = {name: sql for measure in chosen for name, sql in _parts(measure, "true", "").items()}
    marked = f"(SELECT * REPLACE ({design.columns}), row(code, model_group) AS cell FROM ({source}))"
    sets = {name: (f"y_{name}", f"x_{name}") for name in chosen}
    totals = design.totals(parts, marked, "cell")
    cells, found = moments(scope, design, totals, values, list(sets.values()), "cell")
    freedom, ends = design.design.degrees_of_freedom, {}
    for name, pair in sets.items():
        ratio, error = ratio_errors(found, design.design, *pair)
        for place, cell in enumerate(cells):
            low, high = plain_interval(ratio[place], error[place], freedom)
            ends[*cell, name.removeprefix("capital_")] = _told(low=low, high=high)
    return ends


def comparison_ends(scope: Scope, base: int, cte: str, values: list, chosen: list[str]) -> dict[tuple, Ends]:
    """Return {(area, measure): se, low and high of the difference of two changes}; empty where households are the units.

    cte: SQL of `compared`, households with code, in_model, stratum, psu, b_ and a_ values.
    """
    design = _design(scope, base)
    if design is None:
        return {}
    sides = {"m": "in_model", "c": "NOT in_model"}
    parts = {
        name: sql
        for measure in chosen
        for mark, condition in sides.items()
        for name, sql in _parts(measure, condition, f"_{mark}").items()
    }
    totals = f"WITH {cte} {design.totals(parts, f'(SELECT * REPLACE ({design.columns}) FROM compared)', 'code')}"
    sets = {name: tuple(f"{part}_{name}_{mark}" for mark in sides for part in "yx") for name in chosen}
    codes, found = moments(scope, design, totals, values, list(sets.values()))
    ends = {}
    for name, four in sets.items():
        difference = found.ratio(*four[:2]) - found.ratio(*four[2:])
        error = difference_error(found, design.design, four[:2], four[2:])
        for place, code in enumerate(codes):
            low, high = plain_interval(difference[place], error[place], design.design.degrees_of_freedom)
            ends[code, name] = _told(se=error[place], low=low, high=high)
    return ends


def _parts(name: str, condition: str, mark: str) -> dict[str, str]:
    """SQL of a household's change and of whether it has one."""
    known = f"{condition} AND b_{name} IS NOT NULL AND a_{name} IS NOT NULL"
    return {
        f"y_{name}{mark}": f"CASE WHEN {known} THEN a_{name} - b_{name} END",
        f"x_{name}{mark}": f"CASE WHEN {known} THEN 1 END",
    }


def _told(**ends: float) -> Ends:
    return {name: None if np.isnan(value) else float(value) for name, value in ends.items()}
