"""The same numbers once more, as plainly as they can be written: loops over households and exact fractions."""

from collections import defaultdict
from fractions import Fraction
from math import sqrt


def scores(household: dict, weights: dict, dimensions: dict, missing: str) -> Fraction | None:
    """Deprivation score of a household; None where it leaves the sample. Answers are 1, 0, "na" or None."""
    answers = {key: (0 if household[key] == "na" else household[key]) for key in weights}
    if missing == "drop":
        if any(answers[key] is None for key in weights if weights[key]):
            return None
        return sum((weights[key] * answers[key] for key in weights if weights[key]), Fraction(0))
    if missing == "zero":
        if all(answer is None for answer in answers.values()):
            return None
        return sum((weights[key] * (answers[key] or 0) for key in weights), Fraction(0))
    total = Fraction(0)
    for keys in dimensions.values():
        used = [key for key in keys if weights[key]]
        if not used:
            continue
        answered = [key for key in used if answers[key] is not None]
        if not answered:
            return None
        inside = sum(weights[key] * answers[key] for key in answered) / sum(weights[key] for key in answered)
        total += inside * sum(weights[key] for key in used)
    return total


def people(household: dict, unit: str) -> Fraction:
    return Fraction(household["weight"]) * (household["size"] if unit == "persons" else 1)


def poverty(households: list[dict], weights: dict, dimensions: dict, k: Fraction, unit: str, missing: str) -> dict:
    """H, A, M0, n and missing share of a list of surveyed households."""
    everyone = poor = depth = Fraction(0)
    n = 0
    for household in households:
        score = scores(household, weights, dimensions, missing)
        if score is None:
            continue
        n += 1
        everyone += people(household, unit)
        if score > 0 and score >= k:
            poor += people(household, unit)
            depth += people(household, unit) * score
    return {
        "n_households": n,
        "H": poor / everyone if everyone else None,
        "A": depth / poor if poor else None,
        "M0": depth / everyone if everyone else None,
        "missing_share": Fraction(len(households) - n, len(households)) if households else None,
    }


def contributions(
    households: list[dict], weights: dict, dimensions: dict, k: Fraction, unit: str, missing: str
) -> dict:
    """{indicator: (uncensored, censored, contribution in per cent)} of a list of surveyed households."""
    everyone, points = Fraction(0), dict.fromkeys(weights, Fraction(0))
    deprived, poor_and_deprived = dict(points), dict(points)
    for household in households:
        score = scores(household, weights, dimensions, missing)
        if score is None:
            continue
        n = people(household, unit)
        everyone += n
        poor = score > 0 and score >= k
        for keys in dimensions.values():
            used = sum(weights[key] for key in keys)
            answered = sum(weights[key] for key in keys if household[key] is not None)
            for key in keys:
                if household[key] != 1:
                    continue
                deprived[key] += n
                if poor:
                    poor_and_deprived[key] += n
                    points[key] += n * weights[key] * (used / answered if missing == "reweight" and weights[key] else 1)
    total = sum(points.values())
    return {
        key: (
            deprived[key] / everyone if everyone else None,
            poor_and_deprived[key] / everyone if everyone else None,
            100 * points[key] / total if total else None,
        )
        for key in weights
    }


Domain = list[tuple[str, str, float, float]]
Totals = dict[tuple[str, str], float]


def linearised_error(domain: Domain, design: dict[str, set[str]]) -> float | None:
    """Standard error of sum(y)/sum(x) over (stratum, psu, y, x), every PSU of the design staying with total 0."""
    totals = linearised_totals(domain)
    return None if totals is None else error_of(totals, design)


def linearised_totals(domain: Domain) -> Totals | None:
    """{(stratum, psu): total of (y - R x)/X}; None where X is 0."""
    total_y, total_x = sum(row[2] for row in domain), sum(row[3] for row in domain)
    if not total_x:
        return None
    totals: Totals = defaultdict(float)
    for stratum, psu, y, x in domain:
        totals[stratum, psu] += (y - total_y / total_x * x) / total_x
    return totals


def error_of(totals: Totals, design: dict[str, set[str]]) -> float:
    """Standard error of the sum of PSU totals; a PSU without one has 0, a lone one is centred at the grand mean."""
    variance = 0.0
    everything = [totals.get((stratum, psu), 0.0) for stratum, psus in design.items() for psu in psus]
    grand = sum(everything) / len(everything)
    for stratum, psus in design.items():
        inside = [totals.get((stratum, psu), 0.0) for psu in psus]
        if len(inside) == 1:
            variance += (inside[0] - grand) ** 2
        else:
            mean = sum(inside) / len(inside)
            variance += len(inside) / (len(inside) - 1) * sum((total - mean) ** 2 for total in inside)
    return sqrt(variance)
