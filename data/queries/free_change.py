"""Transitions between living levels behind the gate: a matrix of small counts, told with noise and never exactly."""

from data.gate import HIDDEN, Cell
from data.queries.change import base_round
from data.queries.noisy import Counted, counted, rate
from data.queries.scope import SURVEYED, Scope


def transitions(scope: Scope) -> list[dict]:
    """Households per pair of levels with noise; shares of the noisy count of those in the level before."""
    base = base_round(scope)
    if base is None or not scope.reference.capitals:
        return []
    levels = range(1, len(scope.reference.level_bounds) + 2)
    condition, values = scope.condition()
    source = f"""(
        SELECT now.*, was.level_before
        FROM (SELECT * FROM household_profile WHERE {condition} AND {SURVEYED} AND level IS NOT NULL) AS now
        JOIN (
            SELECT household_key, level AS level_before FROM household_profile
            WHERE survey_round = {base} AND {SURVEYED} AND level IS NOT NULL
        ) AS was USING (household_key)
    ) AS household_profile"""
    cells = {(before, None): f"level_before = {before}" for before in levels}
    cells |= {(b, a): f"level_before = {b} AND level = {a}" for b in levels for a in levels}
    found = counted(scope, cells, source, "true", values)
    return [
        {
            "code": code,
            "level_before": before,
            "level_after": after,
            "n_households": _count(entry["cells"][before, after]),
            "households": _count(entry["cells"][before, after]),
            "share": rate(_count(entry["cells"][before, after]), _count(entry["cells"][before, None])),
        }
        for code, entry in found.items()
        for before in levels
        for after in levels
    ]


def _count(cell: Counted) -> Cell:
    return cell.count if cell.shown else HIDDEN
