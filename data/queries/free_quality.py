"""How good the data of a cohort are, behind the gate: answers per column with noise; dates are those of single households."""

from data.gate import HIDDEN
from data.queries import quality
from data.queries.noisy import counted, rate
from data.queries.scope import Scope

PROFILE = "household_profile"


def completeness(scope: Scope) -> list[dict]:
    """Households with an answer per column with noise; shares of the noisy count of everybody. Every column asked stands."""
    asked = quality.asked(scope)
    cells = {"all": "true"} | {name: f'"{name}" IS NOT NULL' for name in asked}
    found = counted(scope, cells, PROFILE, *scope.condition())
    return [
        {
            "code": code,
            "column": name,
            "n_households": entry["cells"]["all"].visible(),
            "filled": entry["cells"][name].visible(),
            "share": rate(entry["cells"][name].visible(), entry["cells"]["all"].visible()),
        }
        for code, entry in found.items()
        for name in asked
    ]


def freshness(scope: Scope) -> list[dict]:
    """Households with noise; the newest date of a few would be that of one of them, so it is not told."""
    found = counted(scope, {"all": "true"}, PROFILE, *scope.condition())
    return [
        {
            "code": code,
            "n_households": entry["cells"]["all"].visible(),
            "newest_survey_date": HIDDEN,
            "days": HIDDEN,
            "loaded_on": quality.loaded_on(scope).isoformat(),
        }
        for code, entry in found.items()
    ]
