"""Deprivations in the problem indicators: likelier where the matching capital is weak.

Each answer is cut from a standard normal variable that lasts over the rounds. One shift for a province and round
makes H at the reference's default k the target of the province, over persons.
"""

from fractions import Fraction
from statistics import NormalDist

import numpy as np

from data.reference import Group, Reference
from etl.demo.capitals import Answers, lasting, whole_weights
from etl.demo.panel import Panel
from etl.demo.people import Members
from etl.demo.targets import PILOT_MEANS

NOT_DEPRIVED, DEPRIVED, NOT_APPLICABLE, BLANK = range(4)
# Shares of households deprived where the question applies; ours, by the order TPMAP publishes for Thailand.
BASE_SHARES = {
    "birth_weight": 0.07,
    "safe_food": 0.12,
    "medicine_use": 0.08,
    "exercise": 0.26,
    "secure_dwelling": 0.23,
    "drinking_water": 0.07,
    "use_water": 0.10,
    "tidy_home": 0.19,
    "preschool_care": 0.07,
    "compulsory_education": 0.06,
    "upper_secondary": 0.14,
    "literacy": 0.12,
    "working_age_income": 0.40,
    "older_age_income": 0.30,
    "household_income": 0.56,
    "elderly_care": 0.09,
    "disability_care": 0.15,
}
# Share of households with children that have one of the age asked about.
OF_AGE = {"birth_weight": 0.10, "preschool_care": 0.33, "compulsory_education": 0.68, "upper_secondary": 0.26}
# dimension -> (capitals that matter, how strongly one sd of their mean pulls)
MATCHING = {
    "health": (("human",), 0.62),
    "living": (("physical",), 0.62),
    "education": (("human",), 0.68),
    "income": (("financial",), 0.62),
    "access": (("human", "social"), 1.5),
}
CAPITAL_SD = {"human": 0.29, "physical": 0.31, "financial": 0.66, "natural": 0.28, "social": 0.49}
PROVINCE_SD, LASTS = 0.22, 0.72
WORSE_PER_ROUND = 0.008
BISECTIONS = 14


def deprivations(
    rng: np.random.Generator, reference: Reference, panel: Panel, answers: list[Answers], members: list[Members]
) -> list[np.ndarray]:
    """Return one array per round, surveyed rows × problem indicators, of the four codes of this module."""
    items, base = reference.problem_items, _base(reference.dimensions)
    base += rng.normal(0, PROVINCE_SD, len(items))
    of_age = rng.random((panel.size, len(items)), dtype=np.float32)
    rounds, luck = [], None
    for visit, answer, people in zip(panel.visits, answers, members, strict=True):
        luck = lasting(rng, luck, LASTS, (panel.size, len(items)))
        leaning = base - _pull(reference.dimensions, reference.capitals, answer.capitals) + luck[visit.who]
        applies = _applies(reference, people, of_age[visit.who])
        asked = _asked(rng, leaning.shape)
        kept = (asked | ~applies).all(axis=1)
        target = panel.target.poverty_share + WORSE_PER_ROUND * visit.back
        deprived = leaning + _shift(reference, leaning[kept], applies[kept], people.size[kept], target) > 0
        rounds.append(np.select([~applies, ~asked, deprived], [NOT_APPLICABLE, BLANK, DEPRIVED]).astype(np.int8))
    return rounds


def _base(dimensions: tuple[Group, ...]) -> np.ndarray:
    """Where the average household leans in each indicator, so that about the base share is deprived."""
    normal = NormalDist()
    leaning = [
        normal.inv_cdf(BASE_SHARES[item.key]) * (1 + MATCHING[group.key][1] ** 2) ** 0.5
        for group in dimensions
        for item in group.items
    ]
    return np.array(leaning)


def _pull(dimensions: tuple[Group, ...], capitals: tuple[Group, ...], values: np.ndarray) -> np.ndarray:
    """What better capitals take off each leaning (rows × problem indicators); a capital counts up to two sd."""
    keys = [group.key for group in capitals]
    mean, sd = np.array([PILOT_MEANS[key] for key in keys]), np.array([CAPITAL_SD[key] for key in keys])
    above = np.nan_to_num(np.clip((values - mean) / sd, -2, 2))
    matching = [MATCHING[group.key] for group in dimensions]
    columns = [strength * above[:, [keys.index(key) for key in those]].mean(axis=1) for those, strength in matching]
    return np.repeat(np.stack(columns, axis=1), [len(group.items) for group in dimensions], axis=1)


def _applies(reference: Reference, members: Members, of_age: np.ndarray) -> np.ndarray:
    """True where the household has the child, elder, worker or disabled member the indicator is about."""
    some = dict.fromkeys(OF_AGE, members.children > 0)
    some |= dict.fromkeys(("literacy", "working_age_income"), members.of_working_age > 0)
    some |= dict.fromkeys(("older_age_income", "elderly_care"), members.elderly > 0)
    some |= {"disability_care": members.disabled > 0}
    everyone = np.ones(len(members.size), dtype=bool)
    columns = [
        some.get(item.key, everyone) & (of_age[:, at] < OF_AGE.get(item.key, 1.0))
        for at, item in enumerate(reference.problem_items)
    ]
    return np.stack(columns, axis=1)


def _asked(rng: np.random.Generator, shape: tuple[int, int]) -> np.ndarray:
    """True where there is an answer: about 1 % are blank, most of them together in one household."""
    gaps = np.where(rng.random(shape[0]) < 0.042, 0.30, 0.0015)
    return rng.random(shape, dtype=np.float32) >= gaps[:, None].astype(np.float32)


def _shift(reference: Reference, leaning: np.ndarray, applies: np.ndarray, size: np.ndarray, target: float) -> float:
    """Return what to add to every leaning so that `target` of the persons are poor at the default k, by bisection."""
    weights = whole_weights([item.weight for item in reference.problem_items])
    cut_off = Fraction(reference.default_k) * int(weights.sum())
    least = -(-cut_off.numerator // cut_off.denominator)
    leaning = np.where(applies, leaning, -np.inf).astype(np.float32)
    weights, persons = weights.astype(np.float32), max(int(size.sum()), 1)
    low, high = -1.5, 1.5
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        poor = ((leaning > np.float32(-middle)) * weights).sum(axis=1) >= least
        low, high = (low, middle) if size[poor].sum() > target * persons else (middle, high)
    return (low + high) / 2
