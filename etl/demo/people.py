"""What the households are: members, head, work, land, income and debt, over the rounds of one province."""

from dataclasses import dataclass

import numpy as np

from etl.demo.panel import LAST_YEAR, Panel, Visit
from etl.demo.targets import largest_remainder

LARGEST_SIZE = 15
EDUCATION = ("none", "primary", "lower_secondary", "upper_secondary", "vocational", "bachelor")
OCCUPATIONS = ("farming", "labour", "trade", "employee", "handicraft", "fishing", "none")
FARMING, NO_WORK = 0, 6
SEA_PROVINCES = frozenset({"93", "94", "96"})
INCOME_LASTS = 0.85


@dataclass(frozen=True, slots=True)
class Heads:
    """What stays with a household: one value per household of the panel; ages are those of the last year."""

    size: np.ndarray
    female: np.ndarray
    age: np.ndarray
    education: np.ndarray
    occupation: np.ndarray
    children: np.ndarray
    elderly_others: np.ndarray
    disabled: np.ndarray
    land_rai: np.ndarray
    debt: np.ndarray


@dataclass(frozen=True, slots=True)
class Members:
    """Members of the surveyed households of one round, by row."""

    size: np.ndarray
    children: np.ndarray
    elderly: np.ndarray
    disabled: np.ndarray
    working: np.ndarray

    @property
    def of_working_age(self) -> np.ndarray:
        return self.size - self.children - self.elderly


def draw_heads(rng: np.random.Generator, panel: Panel) -> Heads:
    """Draw what stays with a household; household size is spread around the province's published mean."""
    n, mean = panel.size, panel.target.size_mean
    spread = rng.gamma(6.0, (mean - 1) / 6.0, n)
    size = np.clip(1 + rng.poisson(spread), 1, LARGEST_SIZE)
    age = np.clip(rng.normal(57, 13, n).round(), 21, 96).astype(np.int64)
    occupation = _occupation(rng, age, panel.target.code)
    landless = (occupation != FARMING) & (rng.random(n) < 2 / 3)
    return Heads(
        size=size,
        female=rng.random(n) < 0.44,
        age=age,
        education=_education(rng, age),
        occupation=occupation,
        children=rng.binomial(size - 1, 0.27),
        elderly_others=rng.binomial(size - 1, np.where(age >= 58, 0.28, 0.12)),
        disabled=np.minimum(rng.binomial(size, 0.033) + (rng.random(n) < 0.002 * np.maximum(age - 40, 0)), size),
        land_rai=np.where(landless, 0, rng.gamma(1.4, 4.5, n)).round(1),
        debt=rng.standard_normal(n),
    )


def _education(rng: np.random.Generator, age: np.ndarray) -> np.ndarray:
    """Index into EDUCATION; the older the head, the shorter the schooling."""
    old, young = np.array([0.13, 0.97, 0.985, 0.995, 0.998]), np.array([0.04, 0.50, 0.74, 0.90, 0.96])
    share = np.clip((age - 35) / 30, 0, 1)[:, None]
    return (rng.random(len(age))[:, None] > share * old + (1 - share) * young).sum(axis=1)


def _occupation(rng: np.random.Generator, age: np.ndarray, code: str) -> np.ndarray:
    """Index into OCCUPATIONS; heads over 70 often have none, fishing is at the sea."""
    shares = np.array([0.46, 0.29, 0.08, 0.06, 0.03, 0.08 if code in SEA_PROVINCES else 0.0, 0.08])
    drawn = rng.choice(len(OCCUPATIONS), len(age), p=shares / shares.sum())
    return np.where((age > 70) & (rng.random(len(age)) < 0.55), NO_WORK, drawn)


def members_of(rng: np.random.Generator, panel: Panel, visit: Visit, heads: Heads) -> Members:
    """Members in one round; sizes add up to the published mean size times the households."""
    who = visit.who
    size = np.clip(heads.size[who] + rng.choice((-1, 0, 1), len(who), p=(0.03, 0.94, 0.03)), 1, LARGEST_SIZE)
    size = _nudged(rng, size, round(panel.target.size_mean * len(who)))
    children = np.minimum(heads.children[who], size - 1)
    old_head = heads.age[who] - (LAST_YEAR - visit.year) >= 60
    elderly = old_head + np.minimum(heads.elderly_others[who], size - 1 - children)
    disabled = np.minimum(heads.disabled[who], size)
    working = rng.binomial(size - children - elderly, 0.78) + rng.binomial(elderly, 0.18)
    return Members(size, children, elderly, disabled, working)


def _nudged(rng: np.random.Generator, size: np.ndarray, total: int) -> np.ndarray:
    """Change single sizes by one until they add up."""
    size = size.copy()
    while off := total - int(size.sum()):
        room = np.flatnonzero((size < LARGEST_SIZE) if off > 0 else (size > 1))
        if not len(room):
            break
        size[rng.permutation(room)[: abs(off)]] += np.sign(off)
    return size


def incomes(heads: Heads, visit: Visit, members: Members, financial: np.ndarray, own: np.ndarray) -> np.ndarray:
    """Monthly baht of the surveyed households, in hundreds: from financial capital, members at work, own luck."""
    better = np.clip(np.nan_to_num(financial, nan=1.9) - 1.92, -0.9, 1.6)
    schooling = 0.06 * heads.education[visit.who]
    logarithm = 8.55 + 0.42 * better + 0.30 * np.log1p(members.working) + schooling + 0.42 * own
    return np.maximum(100 * np.round(np.exp(logarithm - 0.02 * visit.back) / 100), 600).astype(np.int64)


def debts(heads: Heads, who: np.ndarray, income: np.ndarray) -> np.ndarray:
    """Baht owed, in thousands; a third owe nothing."""
    owed = 1000 * np.round(income * np.exp(1.6 + 0.9 * heads.debt[who]) / 1000)
    return np.where(heads.debt[who] < -0.45, 0, owed).astype(np.int64)


def survey_days(rng: np.random.Generator, year: int, count: int) -> np.ndarray:
    """Days of the year's survey, from February to August; field work comes in waves."""
    start = np.datetime64(f"{year}-02-01")
    waves = largest_remainder(count, rng.uniform(0.5, 1.5, 30))
    return start + rng.permutation(np.repeat(np.arange(30) * 7, waves)) + rng.integers(0, 5, count)
