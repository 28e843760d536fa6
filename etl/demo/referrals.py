"""Referrals: the poorest fifth goes to the agency in charge, step by step, with waits, exits and open cases."""

import numpy as np

from data.reference import Reference
from etl.demo.standing import Standing, chosen
from etl.demo.targets import PROGRAMME_HOUSEHOLDS, ProvinceTarget, largest_remainder, stream
from etl.demo.words import AGENCIES, NEEDS, SIDE_EXITS

# Households referred by mid-2022, of the households surveyed in all (`domain.md`).
REFERRED_HOUSEHOLDS = 15_696
LAST_DAY = np.datetime64("2026-10-31")
STAGES = ("identified", "verified", "referred", "accepted", "in_progress", "helped")
# Days to the next stage: median and spread of a lognormal; share that goes on, share that leaves by a side exit.
STEP_DAYS = (9, 14, 24, 18, 48)
STEP_SPREAD = (0.7, 0.8, 0.95, 0.8, 0.9)
GOES_ON = (0.955, 0.93, 0.82, 0.90, 0.88)
EXITS = (0.030, 0.035, 0.110, 0.035, 0.040)
# By quintile 0 (not ranked) to 5; the lowest is meant.
QUINTILE_WEIGHTS = np.array([0.0, 1.0, 0.06, 0.03, 0.015, 0.01])
SECOND_NEED = 0.14


def referred_households(targets: list[ProvinceTarget], households: int, seed: int) -> np.ndarray:
    """Return how many households of each province are referred; provinces differ, the total is the published share."""
    keen = stream(seed, 1).uniform(0.65, 1.35, len(targets))
    total = round(households * REFERRED_HOUSEHOLDS / PROGRAMME_HOUSEHOLDS)
    poor = np.array([target.households * (1 - target.not_poor_share) for target in targets])
    return largest_remainder(total, poor * keen)


def referral_events(
    rng: np.random.Generator, reference: Reference, target: ProvinceTarget, standing: Standing, count: int
) -> dict[str, np.ndarray]:
    """Return the event table of a province, ordered by referral and day."""
    first = np.sort(chosen(rng, count, QUINTILE_WEIGHTS[standing.quintile]))
    household = np.sort(np.concatenate([first, first[rng.random(len(first)) < SECOND_NEED]]))
    need = _needs(rng, reference, standing.needs[household], np.diff(household, prepend=-1) == 0)
    agency, level, pace = _agencies(rng, need)
    row, stage, day, reason = _events(rng, need, pace, _entry_days(rng, standing.surveyed_on[household]))
    ids = np.array([f"R{target.code}-{number:06d}" for number in range(1, len(household) + 1)], dtype="U16")
    order = np.lexsort((stage, day, row))
    row, stage = row[order], stage[order]
    return {
        "referral_id": ids[row],
        "household_id": standing.ids[household][row],
        "stage": np.array((*STAGES, *SIDE_EXITS))[stage],
        "event_date": day[order],
        "need": np.array(list(NEEDS))[need][row],
        "agency": agency[row],
        "agency_level": level[row],
        "amount_baht": _amounts(rng, need[row], stage),
        "reason": reason[order],
    }


def _events(rng: np.random.Generator, need: np.ndarray, pace: np.ndarray, entry: np.ndarray) -> tuple:
    """Return referral, stage or side exit (counted on from the stages), day and reason of every event."""
    days, reached, left_from = _history(rng, need, pace, entry)
    row, stage = np.nonzero(reached)
    out = np.flatnonzero(left_from >= 0)
    exit_day = days[out, left_from[out]] + rng.integers(2, 45, len(out))
    out, exit_day = out[exit_day <= LAST_DAY], exit_day[exit_day <= LAST_DAY]
    exits, reasons = _side_exits(rng, len(out))
    return (
        np.concatenate([row, out]),
        np.concatenate([stage, len(STAGES) + exits]),
        np.concatenate([days[row, stage], exit_day]),
        np.concatenate([np.full(len(row), "", dtype="U24"), reasons]),
    )


def _needs(rng: np.random.Generator, reference: Reference, problems: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Index into NEEDS: three times as likely where the household is deprived in the matching dimension."""
    keys = [group.key for group in reference.dimensions]
    weights = np.tile([share for share, *_ in NEEDS.values()], (len(second), 1))
    for at, (_, dimension, *_) in enumerate(NEEDS.values()):
        if dimension:
            weights[:, at] *= np.where(problems[:, keys.index(dimension)], 3.0, 1.0)
    need = _drawn(rng, weights)
    rows = np.flatnonzero(second)
    weights[rows, need[rows - 1]] = 0
    need[rows] = _drawn(rng, weights[rows])
    return need


def _drawn(rng: np.random.Generator, weights: np.ndarray) -> np.ndarray:
    """Draw one column per row in proportion to the row's weights."""
    edges = np.cumsum(weights, axis=1)
    return (rng.random(len(weights))[:, None] * edges[:, -1:] >= edges).sum(axis=1)


def _agencies(rng: np.random.Generator, need: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return agency, its level, and its pace in this province (1 = usual)."""
    agency, level = np.full(len(need), "", dtype="U32"), np.full(len(need), "", dtype="U8")
    pace = np.ones(len(need))
    for at, options in enumerate(AGENCIES.values()):
        rows = np.flatnonzero(need == at)
        shares = np.array([share for *_, share in options])
        which = rng.choice(len(options), len(rows), p=shares / shares.sum())
        agency[rows] = np.array([key for key, *_ in options])[which]
        level[rows] = np.array([where for _, where, _ in options])[which]
        pace[rows] = rng.lognormal(0, 0.3, len(options))[which]
    return agency, level, pace


def _entry_days(rng: np.random.Generator, surveyed_on: np.ndarray) -> np.ndarray:
    """Day of identification: within two months of one of the household's surveys."""
    there = ~np.isnat(surveyed_on)
    at = _drawn(rng, there * np.linspace(1.0, 1.6, surveyed_on.shape[1]))
    return surveyed_on[np.arange(len(at)), at] + rng.integers(1, 60, len(at))


def _history(rng: np.random.Generator, need: np.ndarray, pace: np.ndarray, entry: np.ndarray) -> tuple:
    """Return days (referrals × stages), which stages were reached in time, the stage left from (-1 none)."""
    steps, shape = len(STAGES) - 1, (len(need), len(STAGES) - 1)
    usual = np.array([pace for *_, pace, _ in NEEDS.values()])[need] * pace
    waits = np.exp(np.log(STEP_DAYS) + np.array(STEP_SPREAD) * rng.standard_normal(shape)) * usual[:, None]
    days = entry[:, None] + np.cumsum(np.column_stack([np.zeros(len(need)), np.ceil(waits)]), axis=1).astype(np.int64)
    luck = rng.random(shape)
    stops = luck >= np.array(GOES_ON)
    last = np.where(stops.any(axis=1), stops.argmax(axis=1), steps)
    reached = (np.arange(steps + 1) <= last[:, None]) & (days <= LAST_DAY)
    at = np.minimum(last, steps - 1)
    leaves = luck[np.arange(len(need)), at] < np.array(GOES_ON)[at] + np.array(EXITS)[at]
    left_from = np.where((last < steps) & leaves & (reached.sum(axis=1) == last + 1), last, -1)
    return days, reached, left_from


def _side_exits(rng: np.random.Generator, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Return places in SIDE_EXITS and reasons."""
    shares = np.array([share for share, _ in SIDE_EXITS.values()])
    which = rng.choice(len(shares), count, p=shares / shares.sum())
    reasons = np.full(count, "", dtype="U24")
    for at, (_, options) in enumerate(SIDE_EXITS.values()):
        rows = np.flatnonzero(which == at)
        reasons[rows] = np.array(options)[rng.integers(0, len(options), len(rows))]
    return which, reasons


def _amounts(rng: np.random.Generator, need: np.ndarray, stage: np.ndarray) -> np.ndarray:
    """Baht in hundreds where help arrived, else 0."""
    typical = np.array([baht for *_, baht in NEEDS.values()])[need]
    baht = 100 * np.round(typical * rng.lognormal(0, 0.45, len(need)) / 100)
    return np.where(stage == len(STAGES) - 1, np.maximum(baht, 100), 0).astype(np.int64)
