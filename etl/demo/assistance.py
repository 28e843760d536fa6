"""Help episodes 2020-2026, in the published proportions of provinces and kinds."""

from dataclasses import dataclass

import numpy as np

from data.reference import Reference
from etl.demo.standing import Standing, chosen
from etl.demo.targets import PROGRAMME_HOUSEHOLDS, ProvinceTarget, capped_shares, largest_remainder, published
from etl.demo.words import HELPERS

# Programme totals 2020-2026 (`domain.md`); provinces and kinds are published for 2026 only and give the proportions.
ASSISTED_HOUSEHOLDS, EPISODES, BAHT = 79_919, 247_240, 169_300_000
KINDS = {"health": "health", "education": "education", "living": "living", "access": "gov", "other": "other"}
YEARS = np.arange(2020, 2027)
YEAR_SHARES = np.array([0.01, 0.02, 0.04, 0.06, 0.08, 0.11, 0.68])
# More than the published households stand in the data of two provinces: a household's share is capped.
MOST_OF_PROVINCE, LEAST_EPISODES = 0.95, 1.1
# Episodes of 2026 are drawn up to the end of August: spreading them by days must not leave October.
LAST_START = 240


@dataclass(frozen=True, slots=True)
class Help:
    """What one province gives: households helped, and episodes and baht by kind in the order of KINDS."""

    households: int
    episodes: np.ndarray
    baht: np.ndarray


def help_plan(reference: Reference, targets: list[ProvinceTarget], households: int) -> list[Help]:
    """Share the programme totals, scaled to the number of households, over provinces and kinds."""
    surveyed = np.array([target.households for target in targets])
    there = (surveyed > 0)[:, None]
    given = _by_kind(reference, "assistance_episodes") * there
    scale = households / PROGRAMME_HOUSEHOLDS
    episodes = largest_remainder(round(EPISODES * scale), given.ravel()).reshape(given.shape)
    budgets = _by_kind(reference, "assistance_budget") * (episodes > 0)
    baht = 10 * largest_remainder(round(BAHT * scale / 10), budgets.ravel()).reshape(given.shape)
    caps = np.minimum(np.ceil(surveyed * MOST_OF_PROVINCE), np.ceil(episodes.sum(axis=1) / LEAST_EPISODES))
    assisted = np.nan_to_num(published(reference, "assisted_households_total", "2026")) + 1e-9
    helped = capped_shares(round(ASSISTED_HOUSEHOLDS * scale), assisted, caps.astype(np.int64))
    helped = np.maximum(helped, episodes.sum(axis=1) > 0)
    return [Help(int(n), episodes[at], baht[at]) for at, n in enumerate(helped)]


def _by_kind(reference: Reference, measure: str) -> np.ndarray:
    columns = [published(reference, f"{measure}_{name}", "2026") for name in KINDS.values()]
    return np.nan_to_num(np.stack(columns, axis=1))


def episode_table(rng: np.random.Generator, plan: Help, standing: Standing) -> dict[str, np.ndarray]:
    """Return the episode table of a province, ordered by household and day."""
    kind = np.repeat(np.arange(len(KINDS)), plan.episodes)
    household = _helped(rng, plan, standing)
    order = np.lexsort((kind, household))
    household, kind = household[order], kind[order]
    day = _days(rng, household, kind)
    table = {
        "household_id": standing.ids[household],
        "kind": np.array(list(KINDS))[kind],
        "date": day,
        "agency": _agencies(rng, kind),
        "amount_baht": _amounts(rng, kind, plan.baht),
    }
    order = np.lexsort((kind, day, household))
    return {name: values[order] for name, values in table.items()}


def _helped(rng: np.random.Generator, plan: Help, standing: Standing) -> np.ndarray:
    """Return one household per episode in random order: every helped household once, some much oftener."""
    poorer = np.exp(-1.2 * (np.nan_to_num(standing.overall, nan=2.0) - 2.0)) * standing.surveyed
    helped = chosen(rng, plan.households, poorer)
    more = largest_remainder(int(plan.episodes.sum()) - len(helped), rng.gamma(1.5, 1.0, len(helped)))
    return rng.permutation(np.repeat(helped, 1 + more))


def _agencies(rng: np.random.Generator, kind: np.ndarray) -> np.ndarray:
    """Agency of each episode; the first of a kind's agencies gives most."""
    agency = np.full(len(kind), "", dtype="U32")
    for at, options in enumerate(HELPERS.values()):
        rows = np.flatnonzero(kind == at)
        agency[rows] = np.array(options)[np.minimum(rng.geometric(0.6, len(rows)), len(options)) - 1]
    return agency


def _amounts(rng: np.random.Generator, kind: np.ndarray, budgets: np.ndarray) -> np.ndarray:
    """Split each kind's baht over its episodes, unevenly, in tens; 0 where the help was not in money."""
    baht = np.zeros(len(kind), dtype=np.int64)
    for at, budget in enumerate(budgets):
        rows = np.flatnonzero(kind == at)
        baht[rows] = 10 * largest_remainder(int(budget) // 10, rng.lognormal(0, 0.6, len(rows)))
    return baht


def _days(rng: np.random.Generator, household: np.ndarray, kind: np.ndarray) -> np.ndarray:
    """Days without repeats inside a household and kind: a later episode moves on day by day.

    Rows come sorted by household and kind.
    """
    year = rng.choice(YEARS, len(household), p=YEAR_SHARES)
    within = (rng.random(len(household)) * np.where(year == 2026, LAST_START, 365)).astype(np.int64)
    day = (year - 1970).astype("datetime64[Y]").astype("datetime64[D]").astype(np.int64) + within
    group = np.cumsum(np.concatenate([[0], (np.diff(household) != 0) | (np.diff(kind) != 0)]))[: len(household)]
    order = np.lexsort((day, group))
    day, place = day[order], np.arange(len(day))
    spaced = np.maximum.accumulate(day - place + group[order] * 100_000) + place - group[order] * 100_000
    result = np.empty_like(spaced)
    result[order] = spaced
    return result.astype("datetime64[D]")
