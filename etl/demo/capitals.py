"""Answers to the capital indicators: whole scores from 1 to 4 whose province means hit the published scores.

A household has a standing common to all capitals (skewed: many just above the floor, few far up), one for each
capital, and an own part for each indicator; all three last over the rounds. Scores are cut from their sum. The cut
points of a province, round, capital and verification group are shifted until the mean, taken with the missing
answers, is the target. Shapes were tuned to the published levels (9/88/3/0 %) and standard deviations.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import NamedTuple

import numpy as np

from data.reference import Group
from etl.demo.panel import NEWLY_FOUND, NOT_POOR, VERIFIED_POOR, Panel, Visit

MISSING = 0


class Shape(NamedTuple):
    """How one capital spreads: weight of the common standing, of the shared part of its indicators, the distance of
    cut points in standard deviations, and the skewness of its own standing."""

    common: float
    shared: float
    spacing: float
    skewness: float


SHAPES = {
    "human": Shape(0.77, 0.20, 2.32, 0.13),
    "physical": Shape(0.94, 0.21, 1.67, 0.12),
    "financial": Shape(0.85, 0.90, 1.15, 1.26),
    "natural": Shape(0.90, 0.22, 1.70, 1.16),
    "social": Shape(0.60, 0.60, 0.95, 1.34),
}
COMMON_SKEWNESS = 1.5
STANDING_LASTS, INDICATOR_LASTS = 0.92, 0.80
DIFFICULTY_SD, PROVINCE_SD = 0.40, 0.15
# The not poor are a little better off than the verified poor, so little that both means stay near the published.
NOT_POOR_BETTER = 0.03
WIDEST_SHIFT, BISECTIONS = 12.0, 19


@dataclass(frozen=True, slots=True)
class Answers:
    """One round's answers by surveyed row: scores (rows × indicators, 0 = missing), capitals and overall (NaN)."""

    scores: np.ndarray
    capitals: np.ndarray
    overall: np.ndarray


def difficulties(rng: np.random.Generator, groups: tuple[Group, ...]) -> np.ndarray:
    """How easy each indicator is everywhere, in standard deviations, one per indicator in reference order."""
    return rng.normal(0, DIFFICULTY_SD, sum(len(group.items) for group in groups))


def whole_weights(weights: list[Fraction]) -> np.ndarray:
    """Return weights as whole numbers in the same proportions, so that sums are exact."""
    common = lcm(*(weight.denominator for weight in weights))
    return np.array([int(weight * common) for weight in weights], dtype=np.int64)


def lasting(rng: np.random.Generator, before: np.ndarray | None, share: float, shape: tuple) -> np.ndarray:
    """Standard normal values of a round that correlate with the round before."""
    fresh = rng.standard_normal(shape, dtype=np.float32)
    return fresh if before is None else np.float32(share) * before + np.float32((1 - share**2) ** 0.5) * fresh


def answer_rounds(rng: np.random.Generator, panel: Panel, groups: tuple[Group, ...], easy: np.ndarray) -> list[Answers]:
    """Answer all capital indicators in every round of a panel; `easy` comes from `difficulties`."""
    easy = (easy + rng.normal(0, PROVINCE_SD, len(easy))).astype(np.float32)
    standing = own = None
    rounds = []
    for visit in panel.visits:
        standing = lasting(rng, standing, STANDING_LASTS, (panel.size, 1 + len(groups)))
        own = lasting(rng, own, INDICATOR_LASTS, (panel.size, len(easy)))
        answered = _answered(rng, len(visit.who), groups)
        means = panel.target.means_in(visit.back)
        rounds.append(_answer(visit, groups, standing[visit.who], own[visit.who] + easy, answered, means))
    return rounds


def _answer(visit: Visit, groups, standing, own, answered, means) -> Answers:
    scores = np.zeros(own.shape, dtype=np.int8)
    capitals = np.full((len(own), len(groups)), np.nan)
    common = _skewed(standing[:, 0], COMMON_SKEWNESS)
    start = 0
    for at, group in enumerate(groups):
        shape, columns = SHAPES[group.key], slice(start, start + len(group.items))
        start = columns.stop
        mixed = shape.common * common + (1 - shape.common**2) ** 0.5 * _skewed(standing[:, 1 + at], shape.skewness)
        latent = shape.shared * mixed[:, None] + np.float32((1 - shape.shared**2) ** 0.5) * own[:, columns]
        whole = whole_weights([item.weight for item in group.items])
        weights, full = whole * answered[:, columns], int(whole.sum())
        for kind in (VERIFIED_POOR, NEWLY_FOUND, NOT_POOR):
            rows = np.flatnonzero(visit.verification == kind)
            target = means[at] + NOT_POOR_BETTER * (kind == NOT_POOR)
            scores[rows, columns] = calibrated(latent[rows], weights[rows], full, shape.spacing, target)
        scores[:, columns] *= answered[:, columns]
        capitals[:, at] = capital_values(scores[:, columns], weights, full)
    return Answers(scores, capitals, capitals.mean(axis=1))


def _skewed(normal: np.ndarray, skewness: float) -> np.ndarray:
    """Turn standard normal into a right-skewed variable of mean 0 and sd 1 (a shifted lognormal)."""
    if not skewness:
        return normal
    spread = np.expm1(skewness**2) * np.exp(skewness**2)
    return ((np.exp(skewness * normal) - np.exp(skewness**2 / 2)) / spread**0.5).astype(np.float32)


def _answered(rng: np.random.Generator, rows: int, groups: tuple[Group, ...]) -> np.ndarray:
    """True where there is an answer: about 1.5 % are missing, mostly together in one household or one capital."""
    per_capital = [len(group.items) for group in groups]
    gaps = np.where(rng.random(rows) < 0.04, 0.24, 0.005)
    share = np.repeat(gaps[:, None], sum(per_capital), axis=1).astype(np.float32)
    refused = np.where(rng.random(rows) < 0.006, rng.integers(0, len(groups), rows), -1)
    share[refused[:, None] == np.repeat(np.arange(len(groups)), per_capital)] = 0.7
    return rng.random(share.shape, dtype=np.float32) >= share


def capital_values(scores: np.ndarray, weights: np.ndarray, full: int) -> np.ndarray:
    """Weighted mean of the answered indicators, NaN where less than half of the `full` weight was answered.

    `weights` (rows × indicators) are whole numbers, 0 where the answer is missing.
    """
    answered = weights.sum(axis=1)
    values = (weights * scores).sum(axis=1) / np.maximum(answered, 1)
    return np.where(2 * answered >= full, values, np.nan)


def calibrated(latent: np.ndarray, weights: np.ndarray, full: int, spacing: float, target: float) -> np.ndarray:
    """Cut latent values (rows × indicators) into scores 1-4 whose mean capital is `target`, by bisection."""
    if not len(latent):
        return np.zeros(latent.shape, dtype=np.int8)
    answered = weights.sum(axis=1)
    counted = 2 * answered >= full
    counted = counted if counted.any() else np.ones(len(latent), dtype=bool)
    parts = (weights[counted] / np.maximum(answered[counted], 1)[:, None] / counted.sum()).astype(np.float32)
    seen = latent[counted]
    low, high = -WIDEST_SHIFT, WIDEST_SHIFT
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        mean = float((_cut(seen, middle, spacing) * parts).sum(dtype=np.float64))
        low, high = (middle, high) if mean < target else (low, middle)
    return _cut(latent, high, spacing)


def _cut(latent: np.ndarray, shift: float, spacing: float) -> np.ndarray:
    scores = np.ones(latent.shape, dtype=np.int8)
    for cut in (-spacing, 0.0, spacing):
        scores += latent > np.float32(cut - shift)
    return scores
