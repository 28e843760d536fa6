"""Sampling errors of changes between two rounds, for programmes that are surveys."""

import numpy as np

from data.queries.design import RoundDesign, moments, number, round_design
from data.queries.measures import measures, people_of
from data.queries.rounds import base_round, two_rounds
from data.queries.scope import Scope
from data.statistics.linearised import difference_error, plain_interval, ratio_errors

Errors = dict[tuple[str, str], float | None]


def with_errors(scope: Scope, rows: list[dict]) -> list[dict]:
    """Return rows of `change` with standard errors and 95 % intervals of the change of everybody and of the same households.

    Everybody: the root of both rounds' squared errors, with the degrees of freedom of both. The same households: the
    difference linearised over the PSUs of the later round, in which each household stands beside itself.
    """
    base = base_round(scope)
    now, was = (round_design(scope, survey_round) for survey_round in (scope.round, base))
    after, before = (_cross_section(scope, base, survey_round) for survey_round in (scope.round, base))
    every = {key: _both(error, before.get(key)) for key, error in after.items()}
    both, one = now.design.degrees_of_freedom + was.design.degrees_of_freedom, now.design.degrees_of_freedom
    same = _panel(scope, base, now)
    return [row | _columns(row, "change", every, both) | _columns(row, "panel_change", same, one) for row in rows]


def _both(error: float | None, other: float | None) -> float | None:
    return None if error is None or other is None else (error**2 + other**2) ** 0.5


def _columns(row: dict, column: str, errors: Errors, freedom: int) -> dict[str, float | None]:
    names = [f"{column}_{part}" for part in ("se", "low", "high")]
    error, value = errors.get((row["code"], row["measure"])), row[column]
    if error is None or value is None:
        return dict.fromkeys(names)
    return dict(zip(names, (error, *plain_interval(value, error, freedom)), strict=True))


def _cross_section(scope: Scope, base: int, survey_round: int) -> Errors:
    """Return {(area, measure): standard error of the mean} of everybody in a round."""
    design, chosen = round_design(scope, survey_round), list(measures(scope))
    profile, values = two_rounds(scope, base)
    parts: dict[str, str] = {}
    for name in chosen:
        people = people_of(scope, name)
        parts |= {f"y_{name}": f"m_{name} * {people}", f"x_{name}": f"CASE WHEN m_{name} IS NOT NULL THEN {people} END"}
    source = f"(SELECT * REPLACE ({design.columns}) FROM both_rounds WHERE survey_round = {survey_round})"
    totals = f"WITH {profile} {design.totals(parts, source, 'code')}"
    sets = [(f"y_{name}", f"x_{name}") for name in chosen]
    codes, found = moments(scope, design, totals, values, sets)
    return _by_area(
        codes, {name: ratio_errors(found, design.design, *pair)[1] for name, pair in zip(chosen, sets, strict=True)}
    )


def _panel(scope: Scope, base: int, design: RoundDesign) -> Errors:
    """Return {(area, measure): standard error of the change} of the households with it in both rounds."""
    chosen = list(measures(scope))
    profile, values = two_rounds(scope, base)
    parts = {name: sql for measure in chosen for name, sql in _pair_parts(measure, people_of(scope, measure))}
    columns = ("weight", "size", *(f"m_{name}" for name in chosen))
    sides = ", ".join(f"{side}.{name} AS {name}_{side}" for side in ("now", "was") for name in columns)
    source = f"""(
    SELECT now.code AS code, now.stratum AS stratum, now.psu AS psu, {sides}
    FROM (SELECT * REPLACE ({design.columns}) FROM both_rounds WHERE survey_round = {scope.round}) AS now
    JOIN (FROM both_rounds WHERE survey_round = {base}) AS was USING (household_key)
)"""
    totals = f"WITH {profile} {design.totals(parts, source, 'code')}"
    sets = {name: tuple(f"{part}_{name}_{side}" for side in ("now", "was") for part in "yx") for name in chosen}
    codes, found = moments(scope, design, totals, values, list(sets.values()))
    return _by_area(
        codes, {name: difference_error(found, design.design, four[:2], four[2:]) for name, four in sets.items()}
    )


def _pair_parts(name: str, weight: str) -> list[tuple[str, str]]:
    both = f"m_{name}_now IS NOT NULL AND m_{name}_was IS NOT NULL"
    found = []
    for side in ("now", "was"):
        people = weight.replace("weight", f"weight_{side}").replace("size", f"size_{side}")
        found.append((f"y_{name}_{side}", f"CASE WHEN {both} THEN m_{name}_{side} * {people} END"))
        found.append((f"x_{name}_{side}", f"CASE WHEN {both} THEN {people} END"))
    return found


def _by_area(codes: list[str], errors: dict[str, np.ndarray]) -> Errors:
    return {(code, name): number(error[place]) for name, error in errors.items() for place, code in enumerate(codes)}
