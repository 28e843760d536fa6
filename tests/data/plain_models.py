"""Changes of households in operating models once more: loops over pairs of values, exact but for roots."""

from collections import defaultdict
from fractions import Fraction
from math import sqrt

from scipy.special import betaincinv

from tests.data import plain, plain_numbers
from tests.data.plain_numbers import quantile, ratio

# What a household had before and after (None: not measured), and its (stratum, PSU); None where households are the units.
Pair = tuple[Fraction | None, Fraction | None, tuple[str, str]]
Design = dict[str, set[str]] | None


def t_quantile(degrees_of_freedom: float) -> float:
    """Two-sided 95 % quantile of t, by the beta function that its tails are."""
    return sqrt(degrees_of_freedom * (1 / betaincinv(degrees_of_freedom / 2, 0.5, 0.05) - 1))


def average(values: list[Fraction]) -> Fraction | None:
    return sum(values, Fraction(0)) / len(values) if values else None


def variance(values: list[Fraction]) -> Fraction | None:
    """Variance of a sample; None for fewer than two."""
    if len(values) < 2:
        return None
    return sum((value - average(values)) ** 2 for value in values) / (len(values) - 1)


def freedom(design: dict[str, set[str]]) -> int:
    return sum(map(len, design.values())) - len(design)


def domain(pairs: list[Pair]) -> plain.Domain:
    return [(*unit, float(after - before), 1.0) for before, after, unit in pairs]


def ends(pairs: list[Pair], design: Design) -> tuple[float | None, float | None]:
    """Interval of the mean change of pairs that have both values: paired t, over PSU totals where there is a design."""
    changes = [after - before for before, after, _ in pairs]
    if design:
        error = plain.linearised_error(domain(pairs), design)
        half = None if error is None else t_quantile(freedom(design)) * error
    else:
        spread = variance(changes)
        half = None if spread is None else t_quantile(len(changes) - 1) * sqrt(spread / len(changes))
    return (None, None) if half is None else (float(average(changes)) - half, float(average(changes)) + half)


def same_households(pairs: list[Pair], design: Design) -> dict:
    """n at entry, n measured again, attrition, and means before and after of those measured twice only."""
    entered = [pair for pair in pairs if pair[0] is not None]
    both = [pair for pair in entered if pair[1] is not None]
    low, high = ends(both, design)
    return {
        "n_entry": len(entered),
        "n_households": len(both),
        "attrition": ratio(Fraction(len(entered) - len(both)), Fraction(len(entered))),
        "mean_before": average([before for before, _, _ in both]),
        "mean_after": average([after for _, after, _ in both]),
        "mean_change": average([after - before for before, after, _ in both]),
        "low": low,
        "high": high,
    }


def income(keys: list[str], pairs: list[Pair], real: list[Pair], design: Design) -> dict:
    """Columns of income of one area, group or model; real: the same in baht of the newest year of the index.

    keys: the household of every pair; one in two models has two pairs and is one household.
    """
    entered = {key for key, pair in zip(keys, pairs, strict=True) if pair[0] is not None}
    again = {key for key, pair in zip(keys, pairs, strict=True) if None not in pair[:2]}
    changes = [after - before for before, after, _ in pairs if None not in (before, after)]
    in_real = [pair for pair in real if None not in pair[:2]]
    low, high = ends(in_real, design)
    return same_households(pairs, design) | {
        "median_change": quantile(changes, Fraction(1, 2)) if changes else None,
        "n_entry": len(entered),
        "n_households": len(again),
        "attrition": ratio(Fraction(len(entered) - len(again)), Fraction(len(entered))),
        "n_real": len({key for key, pair in zip(keys, real, strict=True) if None not in pair[:2]}),
        "real_change": average([after - before for before, after, _ in in_real]),
        "real_low": low,
        "real_high": high,
    }


def comparison(model: list[Pair], other: list[Pair], design: Design) -> dict:
    """Difference in differences: the change of the same households in models, less that of those they are set against."""
    sides = [[pair for pair in pairs if None not in pair[:2]] for pairs in (model, other)]
    told = [same_households(pairs, None) for pairs in sides]
    found = {"n_households": min(len(pairs) for pairs in sides)}
    for name, pairs, side in zip(("model", "comparison"), sides, told, strict=True):
        parts = {part: side[f"mean_{part}"] for part in ("before", "after", "change")}
        found |= {f"n_{name}": len(pairs)} | {f"{name}_{part}": value for part, value in parts.items()}
    if not all(sides):
        return found | dict.fromkeys(("difference", "se", "low", "high"))
    difference = told[0]["mean_change"] - told[1]["mean_change"]
    error, degrees = _linearised(sides, design) if design else _welch(sides)
    half = None if error is None else error * t_quantile(degrees)
    around = (
        {"low": None, "high": None}
        if half is None
        else {"low": float(difference) - half, "high": float(difference) + half}
    )
    return found | {"difference": difference, "se": error} | around


def _linearised(sides: list[list[Pair]], design: dict[str, set[str]]) -> tuple[float, int]:
    totals: plain.Totals = defaultdict(float)
    for pairs, sign in zip(sides, (1, -1), strict=True):
        for unit, total in plain.linearised_totals(domain(pairs)).items():
            totals[unit] += sign * total
    return plain.error_of(totals, design), freedom(design)


def _welch(sides: list[list[Pair]]) -> tuple[float | None, float]:
    """Error and degrees of freedom (Welch and Satterthwaite) of a difference of means of two independent samples."""
    spreads = [variance([after - before for before, after, _ in pairs]) for pairs in sides]
    if None in spreads:
        return None, 1
    parts = [spread / len(pairs) for spread, pairs in zip(spreads, sides, strict=True)]
    below = sum(part**2 / (len(pairs) - 1) for part, pairs in zip(parts, sides, strict=True))
    return sqrt(sum(parts)), float(sum(parts) ** 2 / below) if below else 1


def outcome(household: dict | None, measure: str) -> Fraction | None:
    """Income of the survey or a capital of a household, None where it was not surveyed or has none."""
    if household is None:
        return None
    if measure == "income_month_baht":
        return None if household[measure] is None else Fraction(household[measure])
    return plain_numbers.capital(household, measure.removeprefix("capital_"))
