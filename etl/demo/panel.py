"""Who is visited when: household ids, places, attrition, verification and lists of one province."""

from dataclasses import dataclass

import numpy as np

from data.reference import Reference
from etl.demo.targets import ProvinceTarget, largest_remainder

VERIFICATION = ("verified_poor", "newly_found", "not_poor", "not_found", "moved")
VERIFIED_POOR, NEWLY_FOUND, NOT_POOR, NOT_FOUND, MOVED = range(5)
SOURCE_LISTS = ("tpmap", "welfare_card", "community", "survey")
TPMAP, WELFARE_CARD, COMMUNITY, SURVEY = range(4)
LEAVING_PER_ROUND = 0.06
NOT_FOUND_OF_LISTED, MOVED_OF_LISTED = (0.015, 0.035), (0.008, 0.022)
LAST_YEAR = 2026


@dataclass(frozen=True, slots=True)
class Visit:
    """One survey round of a province. Arrays are by row; `who` and `absent` are places in the panel.

    The `who` were surveyed; the `absent` are on the TPMAP list, were visited and could not be surveyed.
    """

    round: int
    year: int
    back: int
    who: np.ndarray
    verification: np.ndarray
    listed: np.ndarray
    welfare_card: np.ndarray
    source: np.ndarray
    absent: np.ndarray
    absent_verification: np.ndarray


@dataclass(frozen=True, slots=True)
class Panel:
    """All households of a province that were ever visited, with ids and places, and the rounds they were in."""

    target: ProvinceTarget
    ids: np.ndarray
    district: np.ndarray
    subdistrict: np.ndarray
    village: np.ndarray
    visits: tuple[Visit, ...]

    @property
    def size(self) -> int:
        return len(self.ids)


def rounds_until_last(rounds: int) -> list[tuple[int, int, int]]:
    """Return (survey_round, year, rounds before the latest), ascending, one round a year up to 2026."""
    return [((LAST_YEAR - back) * 10 + 1, LAST_YEAR - back, back) for back in range(rounds - 1, -1, -1)]


def make_panel(rng: np.random.Generator, reference: Reference, target: ProvinceTarget, rounds: int) -> Panel:
    """Draw the panel of one province: the same number surveyed in every round, about 6 % leaving in between."""
    present, absent_first = _presence(rng, target, rounds)
    households = len(present) + absent_first
    order = {name: rng.random(households) for name in ("poor", "new", "listed", "card")}
    visits = []
    for at, (number, year, back) in enumerate(rounds_until_last(rounds)):
        surveyed = np.flatnonzero(present[:, at])
        verification = _verification(target, order["poor"][surveyed], order["new"][surveyed])
        lists = _lists(target, verification, order["listed"][surveyed], order["card"][surveyed])
        if at == 0:
            absent = np.arange(len(present), households)
        else:
            before = visits[-1]
            left = before.who[before.listed & ~present[before.who, at]]
            absent = rng.permutation(left)[: _absent_count(rng, int(lists[0].sum()))]
        status = np.where(rng.random(len(absent)) < 0.62, NOT_FOUND, MOVED).astype(np.int8)
        visits.append(Visit(number, year, back, surveyed, verification, *lists, np.sort(absent), status))
    ids = np.array([f"D{target.code}-{number:06d}" for number in range(1, households + 1)])
    return Panel(target, ids, *_places(rng, reference, target.code, households), tuple(visits))


def _presence(rng: np.random.Generator, target: ProvinceTarget, rounds: int) -> tuple[np.ndarray, int]:
    """Return households × rounds, True where surveyed, and how many more were visited in vain in round one."""
    n = target.households
    leaving = round(LEAVING_PER_ROUND * n)
    present = np.zeros((n + leaving * (rounds - 1), rounds), dtype=bool)
    now = np.arange(n)
    present[now, 0] = True
    for at in range(1, rounds):
        staying = np.sort(rng.permutation(now)[leaving:])
        joining = np.arange(n + leaving * (at - 1), n + leaving * at)
        now = np.concatenate([staying, joining])
        present[now, at] = True
    return present, _absent_count(rng, round(n * (1 - target.exclusion_error)))


def _absent_count(rng: np.random.Generator, listed: int) -> int:
    """A few per cent of the listed, on top of the surveyed."""
    return round(listed * (rng.uniform(*NOT_FOUND_OF_LISTED) + rng.uniform(*MOVED_OF_LISTED)))


def _lowest(count: int, order: np.ndarray, among: np.ndarray) -> np.ndarray:
    """True for the `count` rows of `among` that come first in `order`."""
    rows = np.flatnonzero(among)
    chosen = np.zeros(len(order), dtype=bool)
    chosen[rows[np.argsort(order[rows], kind="stable")[:count]]] = True
    return chosen


def _verification(target: ProvinceTarget, poor_order: np.ndarray, new_order: np.ndarray) -> np.ndarray:
    """Not poor in the published share; of the verified poor a share that stood on no list."""
    everyone = np.ones(len(poor_order), dtype=bool)
    not_poor = _lowest(round(target.not_poor_share * len(poor_order)), poor_order, everyone)
    newly_found = _lowest(round(target.newly_found_share * (~not_poor).sum()), new_order, ~not_poor)
    return np.where(not_poor, NOT_POOR, np.where(newly_found, NEWLY_FOUND, VERIFIED_POOR)).astype(np.int8)


def _lists(target: ProvinceTarget, verification: np.ndarray, listed_order: np.ndarray, card: np.ndarray) -> tuple:
    """Return (TPMAP-listed, welfare card, source list) with the target errors.

    Exclusion error = verified poor and not listed / verified poor; inclusion error = listed and not poor / listed.
    With few households that are not poor the inclusion error stays below its target: nine tenths are listed at most.
    """
    not_poor = verification == NOT_POOR
    listed_poor = round((1 - target.exclusion_error) * (~not_poor).sum())
    wrongly = round(target.inclusion_error / (1 - target.inclusion_error) * listed_poor)
    wrongly = min(wrongly, int(0.9 * not_poor.sum()))
    listed = _lowest(listed_poor, listed_order, verification == VERIFIED_POOR)
    listed |= _lowest(wrongly, listed_order, not_poor)
    welfare = (card < np.where(listed, 0.88, 0.62)) & (verification != NEWLY_FOUND)
    source = np.select([listed, verification == NEWLY_FOUND, welfare], [TPMAP, SURVEY, WELFARE_CARD], COMMUNITY)
    return listed, welfare, source.astype(np.int8)


def _places(rng: np.random.Generator, reference: Reference, code: str, count: int) -> tuple[np.ndarray, ...]:
    """Return district, subdistrict and village codes; a few places hold most households."""
    districts = reference.children(code)
    skewed = rng.lognormal(0, 0.6, len(districts)) * np.array([len(reference.children(d.code)) for d in districts])
    placed = []
    for district, households in zip(districts, largest_remainder(count, skewed), strict=True):
        subdistricts = reference.children(district.code)
        shares = largest_remainder(int(households), rng.lognormal(0, 0.8, len(subdistricts)))
        placed.append(np.repeat(np.array([s.code for s in subdistricts], dtype="U16"), shares))
    subdistrict = rng.permutation(np.concatenate(placed))
    parents = {s.code: d.code for d in districts for s in reference.children(d.code)}
    kinds, which = np.unique(subdistrict, return_inverse=True)
    district = np.array([parents[kind] for kind in kinds], dtype="U16")[which]
    villages = np.minimum(1 + rng.geometric(0.22, count), 15) - 1
    number = np.array([f"{village:02d}" for village in range(16)])[villages]
    return district, subdistrict, np.char.add(subdistrict, number)
