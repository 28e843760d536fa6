"""Cell-key noise: small whole numbers added to counts, always the same for the same households and question.

Every household has a random record key; the keys of a cell's households add up, modulo 2**24, to its cell key, which
picks a number from a fixed table of greatest entropy. Source: Fraser and Wooton 2005, *A proposed method for
confidentialising tabular output to protect against differencing*; Giessing 2016 for the tables.
"""

import hashlib
from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate
from math import exp

from scipy.optimize import brentq

from data.disclosure.parameters import CELL_NOISE, KEY_BITS, QUESTION_NOISE

KEYS = 1 << KEY_BITS


@lru_cache(maxsize=8)
def chances(most: int, variance: float) -> tuple[float, ...]:
    """Return the chance of every step from -most to most: the table of greatest entropy with mean 0 and this variance."""
    steps = range(-most, most + 1)

    def spread(rate: float) -> float:
        weights = [exp(-rate * step * step) for step in steps]
        return sum(weight * step * step for weight, step in zip(weights, steps, strict=True)) / sum(weights)

    rate = brentq(lambda given: spread(given) - variance, -5, 5)
    weights = [exp(-rate * step * step) for step in steps]
    return tuple(weight / sum(weights) for weight in weights)


def step(key: int, most: int, variance: float) -> int:
    """Return the step that a key picks from a table."""
    bounds = _bounds(most, variance)
    return min(bisect_right(bounds, (key % KEYS) / KEYS), 2 * most) - most


@lru_cache(maxsize=8)
def _bounds(most: int, variance: float) -> tuple[float, ...]:
    return tuple(accumulate(chances(most, variance)))


def noisy(count: int, cell_key: int, question_key: int) -> int:
    """Return a count with its noise, never below 0; 0 stays 0."""
    if not count:
        return 0
    mixed = hashlib.blake2b(f"{cell_key % KEYS}:{question_key % KEYS}".encode(), digest_size=KEY_BITS // 8)
    second = int.from_bytes(mixed.digest(), "big")
    return max(count + step(cell_key, *CELL_NOISE) + step(second, *QUESTION_NOISE), 0)


def difference_chances(changed: bool) -> dict[int, float]:
    """Return the chances of the difference of two noisy counts of a pair of questions that differ by one household.

    changed: the household is in the cell, so that its count differs by 1 and both parts of the noise are drawn anew;
    otherwise only the second part is.
    """
    second = _sum(QUESTION_NOISE, QUESTION_NOISE)
    if not changed:
        return second
    found: dict[int, float] = {}
    for first, chance in _sum(CELL_NOISE, CELL_NOISE).items():
        for other, more in second.items():
            found[1 + first + other] = found.get(1 + first + other, 0) + chance * more
    return found


def _sum(one: tuple[int, float], other: tuple[int, float]) -> dict[int, float]:
    found: dict[int, float] = {}
    for a, chance in enumerate(chances(*one), start=-one[0]):
        for b, more in enumerate(chances(*other), start=-other[0]):
            found[a + b] = found.get(a + b, 0) + chance * more
    return found


def best_guess() -> float:
    """Return how often an attacker is right at best who asks a pair and says whether the household is in the cell.

    The better of both likelihoods, each answer as likely as the other beforehand; 0.5 is a coin.
    """
    inside, outside = difference_chances(True), difference_chances(False)
    return sum(max(inside.get(value, 0), outside.get(value, 0)) for value in {*inside, *outside}) / 2
