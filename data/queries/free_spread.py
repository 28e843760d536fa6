"""Spread over scores, levels and fifths behind the gate: noisy counts, and shares made of them."""

from collections.abc import Hashable, Iterator

from data.gate import HIDDEN
from data.queries.noisy import Counted, counted, rate
from data.queries.scope import SURVEYED, Scope
from data.queries.spread import FIFTHS, SCORES, STEPS, WIDTH, score_of, scores_of, step_of

# {what the share is of: (its SQL, {what the row says: its SQL})}
Cells = dict[Hashable, tuple[str, dict[Hashable, str]]]


def _spread(scope: Scope, cells: Cells) -> Iterator[tuple[str, Hashable, Hashable, dict]]:
    """Yield area, what the share is of, what the row says, and the noisy cell."""
    condition, values = scope.condition()
    asked = {(of, None): sql for of, (sql, _) in cells.items()}
    asked |= {(of, part): sql for of, (_, parts) in cells.items() for part, sql in parts.items()}
    found = counted(scope, asked, "household_profile", f"{condition} AND {SURVEYED}", values)
    for code, entry in found.items():
        for of, (_, parts) in cells.items():
            for part in parts:
                yield code, of, part, _cell(entry["cells"][of, part], entry["cells"][of, None])


def _cell(own: Counted, every: Counted) -> dict:
    households = own.households()
    return {
        "n_households": own.count if own.shown else HIDDEN,
        "households": households,
        "share": rate(households, every.households()),
    }


def capital_spread(scope: Scope) -> list[dict]:
    """Histogram of capitals with noise."""
    cells: Cells = {
        key: (f"{column} IS NOT NULL", {step: f"{step_of(column)} = {step}" for step in range(STEPS)})
        for key, column in scores_of(scope).items()
    }
    return [
        {"code": code, "capital": key, "low": 1 + WIDTH * step, "high": 1 + WIDTH * (step + 1), **cell}
        for code, key, step, cell in _spread(scope, cells)
    ]


def score_spread(scope: Scope) -> list[dict]:
    """Scores of indicators with noise."""
    cells: Cells = {
        (group.key, item.key): (
            f"score_{item.key} IS NOT NULL",
            {score: f"{score_of(f'score_{item.key}')} = {score}" for score in SCORES},
        )
        for group in scope.reference.capitals
        for item in group.items
    }
    return [
        {"code": code, "capital": capital, "indicator": key, "score": score, **cell}
        for code, (capital, key), score, cell in _spread(scope, cells)
    ]


def level_fifths(scope: Scope) -> list[dict]:
    """Fifths by living level with noise."""
    if not scope.reference.capitals:
        return []
    levels = range(1, len(scope.reference.level_bounds) + 2)
    cells: Cells = {
        fifth: (f"quintile = {fifth}", {level: f"quintile = {fifth} AND level = {level}" for level in levels})
        for fifth in FIFTHS
    }
    return [
        {"code": code, "quintile": fifth, "level": level, **cell} for code, fifth, level, cell in _spread(scope, cells)
    ]
