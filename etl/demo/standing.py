"""What the events of a province need to know of its households, each at its latest survey."""

from dataclasses import dataclass

import numpy as np

from etl.demo.panel import NOT_POOR, Panel
from etl.demo.problems import DEPRIVED

UNRANKED = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """By household of the panel; households that were never surveyed are not `surveyed` and have no quintile.

    quintile 1 lowest to 5 highest overall score among the verified poor, 0 for the others; needs: deprived in
    anything of a dimension (households × dimensions); surveyed_on: day of a round (households × rounds) or NaT.
    """

    ids: np.ndarray
    surveyed: np.ndarray
    quintile: np.ndarray
    overall: np.ndarray
    needs: np.ndarray
    income: np.ndarray
    surveyed_on: np.ndarray


def latest_standing(
    panel: Panel, overall: list, deprived: list, income: list, days: list, items: list[int]
) -> Standing:
    """Collect the latest answers of every household; `items` counts the indicators of each dimension."""
    n, edges = panel.size, np.cumsum([0, *items[:-1]])
    score, earned = np.full(n, np.nan), np.zeros(n, dtype=np.int64)
    poor, needs = np.zeros(n, dtype=bool), np.zeros((n, len(items)), dtype=bool)
    surveyed_on = np.full((n, len(panel.visits)), np.datetime64("NaT"), dtype="datetime64[D]")
    for at, visit in enumerate(panel.visits):
        score[visit.who], earned[visit.who] = overall[at], income[at]
        poor[visit.who] = visit.verification != NOT_POOR
        needs[visit.who] = np.logical_or.reduceat(deprived[at] == DEPRIVED, edges, axis=1)
        surveyed_on[visit.who, at] = days[at]
    surveyed = ~np.isnat(surveyed_on).all(axis=1)
    quintile = _quintiles(score, poor & ~np.isnan(score))
    return Standing(panel.ids, surveyed, quintile, score, needs, earned, surveyed_on)


def _quintiles(score: np.ndarray, ranked: np.ndarray) -> np.ndarray:
    quintile = np.full(len(score), UNRANKED, dtype=np.int8)
    rows = np.flatnonzero(ranked)
    order = rows[np.argsort(score[rows], kind="stable")]
    quintile[order] = 1 + 5 * np.arange(len(order)) // max(len(order), 1)
    return quintile


def chosen(rng: np.random.Generator, count: int, weights: np.ndarray) -> np.ndarray:
    """Draw different households without replacement, likelier where the weight is larger; none of weight 0."""
    possible = np.flatnonzero(weights > 0)
    waits = rng.exponential(1.0, len(possible)) / weights[possible]
    return possible[np.argsort(waits, kind="stable")[:count]]
