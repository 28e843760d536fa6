"""What rounds and groups are compared by: capitals, and poverty by problems."""

from data.queries.deprivation import Deprivation
from data.queries.scope import Scope


def measures(scope: Scope) -> dict[str, str]:
    """Return {measure: SQL of a household's value}: capitals, and poor or not with the score of the poor."""
    found = {}
    if scope.reference.capitals:
        found = {f"capital_{group.key}": f"capital_{group.key}" for group in scope.reference.capitals} | {
            "overall": "overall"
        }
    if scope.reference.dimensions:
        deprivation = Deprivation(scope)
        found["H"] = "CASE WHEN score IS NOT NULL THEN poor::INTEGER END"
        found["M0"] = f"CASE WHEN poor THEN score / {deprivation.whole} WHEN score IS NOT NULL THEN 0::DOUBLE END"
    return found


def people_of(scope: Scope, name: str) -> str:
    """Return SQL of whom a household stands for in a measure: persons for poverty, itself for capitals."""
    if name in ("H", "M0"):
        people = Deprivation(scope).people
        return people.removeprefix("weight * ") if scope.unweighted else people
    return "1" if scope.unweighted else "weight"
