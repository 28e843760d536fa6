"""Capitals, fifths, verification, funnel and change once more, in loops and exact fractions."""

from fractions import Fraction
from math import floor

from tests.data import plain

CAPITALS = {
    "human": {"h1": Fraction(3, 4), "h2": Fraction(1, 4)},
    "money": {"m1": Fraction(1, 2), "m2": Fraction(1, 2)},
}
PROBLEMS = {"ill": Fraction(1, 6), "hungry": Fraction(1, 3), "leak": Fraction(1, 2)}
DIMENSIONS = {"health": ("ill", "hungry"), "home": ("leak",)}
LINE = Fraction(1, 2)
STAGES = ("identified", "verified", "referred", "accepted", "in_progress", "helped")
POOR, UNREACHED = ("verified_poor", "newly_found"), ("not_found", "moved")


def capital(household: dict, name: str) -> Fraction | None:
    """Weighted mean of what was answered, None where less than half of the weight was; overall needs every capital."""
    if name == "overall":
        parts = [capital(household, key) for key in CAPITALS]
        return None if None in parts else sum(parts) / len(parts)
    answered = {key: weight for key, weight in CAPITALS[name].items() if household[key] is not None}
    whole = sum(answered.values())
    if whole < Fraction(1, 2):
        return None
    return sum(weight * Fraction(household[key]) for key, weight in answered.items()) / whole


def quantile(values: list, part: Fraction) -> Fraction:
    """The value at a part of the way through the sorted values, between two of them in proportion."""
    ordered, place = sorted(values), part * (len(values) - 1)
    low = floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def mean(pairs: list[tuple]) -> Fraction | None:
    """Mean of (value, weight)."""
    whole = sum((weight for _, weight in pairs), Fraction(0))
    return sum(value * weight for value, weight in pairs) / whole if whole else None


def capitals(households: list[dict], name: str, unit: str) -> dict:
    """Columns of the question of capitals for a list of surveyed households."""
    scored = [(capital(h, name), plain.people(h, unit)) for h in households if capital(h, name) is not None]
    average, values = mean(scored), [value for value, _ in scored]
    spread = (
        None if average is None else float(mean([((value - average) ** 2, weight) for value, weight in scored])) ** 0.5
    )
    quartiles = {
        name: quantile(values, Fraction(at, 4)) if values else None for at, name in enumerate(("q1", "median", "q3"), 1)
    }
    return {"n_households": len(scored), "mean": average, "sd": spread, **quartiles}


def fifths(households: list[dict]) -> dict[str, int]:
    """{household: fifth} of the verified poor with an overall score of one home area and round."""
    ranked = {h["household_id"]: capital(h, "overall") for h in households if h["verification"] in POOR}
    ranked = {key: score for key, score in ranked.items() if score is not None}
    return {
        key: 1 + 5 * sum(other < score for other in ranked.values()) // len(ranked) for key, score in ranked.items()
    }


def listed(household: dict) -> bool | None:
    """Whether a household is on the list; a newly found one never is; None where nobody knows."""
    if household["verification"] == "newly_found":
        return False
    return None if household["tpmap_listed"] == "" else household["tpmap_listed"] == 1


def ratio(part: Fraction, whole: Fraction) -> Fraction | None:
    return part / whole if whole else None


def verification(households: list[dict]) -> dict:
    """Columns of the question of verification for every household of an area and round."""

    def count(fits) -> Fraction:
        return sum((Fraction(h["weight"]) for h in households if fits(h)), Fraction(0))

    def surveyed(h: dict) -> bool:
        return h["verification"] not in UNREACHED

    def poor(h: dict) -> bool:
        return h["verification"] in POOR

    on_list, reached = count(listed), count(lambda h: listed(h) and surveyed(h))
    return {
        "listed": on_list,
        "surveyed_households": count(surveyed),
        "verified_poor_households": count(poor),
        **{
            kind: count(lambda h, kind=kind: h["verification"] == kind)
            for kind in ("newly_found", "not_poor", *UNREACHED)
        },
        "listed_surveyed": reached,
        "inclusion_error": ratio(count(lambda h: listed(h) and h["verification"] == "not_poor"), reached),
        "exclusion_error": ratio(
            count(lambda h: poor(h) and listed(h) is False), count(lambda h: poor(h) and listed(h) is not None)
        ),
        "coverage": ratio(reached, on_list),
    }


def overlap(households: list[dict]) -> dict[tuple[int, int, int], tuple[int, Fraction]]:
    """{(listed, card, poor): (households, weighted)} of surveyed households; a blank is no."""
    found: dict[tuple[int, int, int], tuple[int, Fraction]] = {}
    for h in households:
        part = (int(bool(listed(h))), int(h["welfare_card"] == 1), int(h["verification"] in POOR))
        n, weight = found.get(part, (0, Fraction(0)))
        found[part] = (n + 1, weight + Fraction(h["weight"]))
    return found


def funnel(referrals: list[list[tuple[str, str]]]) -> list[int]:
    """How many referrals, each a list of (stage, day), reached every stage or a later one."""
    furthest = [
        max((STAGES.index(stage) for stage, _ in events if stage in STAGES), default=-1) for events in referrals
    ]
    return [sum(place >= rank for place in furthest) for rank in range(len(STAGES))]


def measure(household: dict, name: str) -> tuple[Fraction, Fraction] | None:
    """(value, whom it stands for) of a household; None where it has none. Poverty counts persons, capitals households."""
    if name not in ("H", "M0"):
        score = capital(household, name.removeprefix("capital_"))
        return None if score is None else (score, Fraction(household["weight"]))
    score = plain.scores(household, PROBLEMS, DIMENSIONS, "drop")
    if score is None:
        return None
    poor = score > 0 and score >= LINE
    value = Fraction(int(poor)) if name == "H" else score * poor
    return value, plain.people(household, "persons")


def change(now: dict[str, dict], was: dict[str, dict], everybody_was: dict[str, dict], name: str) -> dict:
    """Columns of the question of change: households of an area now, those of the area then, and all of the round before."""
    after = [pair for h in now.values() if (pair := measure(h, name))]
    before = [pair for h in was.values() if (pair := measure(h, name))]
    same = [
        (measure(everybody_was[key], name), pair)
        for key, h in now.items()
        if key in everybody_was and (pair := measure(h, name)) and measure(everybody_was[key], name)
    ]
    return {
        "n_households": len(same),
        "n_before": len(before),
        "n_after": len(after),
        "before": mean(before),
        "after": mean(after),
        "panel_before": mean([then for then, _ in same]),
        "panel_after": mean([since for _, since in same]),
    }
