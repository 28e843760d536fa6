"""Classes of a measure over areas: what the map and its legend share."""

import itertools
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from math import inf

import numpy as np

from data.gate import HIDDEN, Cell

CLASS_COUNT = 5
# A diverging scale has a middle and this many steps to each side.
SIDE_STEPS = 2


@dataclass(frozen=True, slots=True)
class Class:
    """One class: where it starts and ends (infinite: open), how many areas it holds, its step on the ramp (0 to 4)."""

    low: float
    high: float
    count: int
    step: int


@dataclass(frozen=True, slots=True)
class Classes:
    """Areas sorted into classes. `place`: {code: index in `classes`}; zero, missing and hidden codes stand apart."""

    classes: tuple[Class, ...]
    place: dict[str, int]
    missing: tuple[str, ...]
    hidden: tuple[str, ...]
    zero: tuple[str, ...] = ()

    def step(self, code: str) -> int | None:
        """Return the step of an area on the ramp, None where it is in no class."""
        return self.classes[self.place[code]].step if code in self.place else None

    def mark(self, code: str) -> str:
        """Return the number that says the class of an area without its colour: 1 for the lowest, "" for none."""
        if code in self.zero:
            return "0"
        return str(self.place[code] + 1) if code in self.place else ""


@dataclass(frozen=True, slots=True)
class Group:
    """Values that share a class; `low` and `high` are what the legend says of it."""

    low: float
    high: float
    members: tuple[tuple[float, str], ...]


Ranked = list[tuple[float, str]]


def is_number(cell: Cell) -> bool:
    """Whether a released cell holds a value that can be drawn."""
    return cell is not None and cell is not HIDDEN


def classed(
    cells: dict[str, Cell], method: str = "", breaks: tuple[float, ...] = (), *, diverging=False, zero_apart=False
) -> Classes:
    """Sort areas into at most five classes.

    method: "" quantiles, "equal" intervals, "natural" breaks (Fisher-Jenks), "own" `breaks` (a value on a break belongs
    to the class above it); without breaks of one's own the quantiles stand. diverging: the classes lie symmetrically
    around zero. zero_apart: areas with nothing stand apart from areas with little. Hidden and missing cells take no part.
    """
    ranked = sorted((cell, code) for code, cell in cells.items() if is_number(cell) and not (zero_apart and cell == 0))
    own = breaks if method == "own" else ()
    if diverging and not own:
        groups, steps = _around_zero(ranked, method)
    else:
        groups = _between(ranked, own, -inf, inf) if own else METHODS.get(method, _quantiles)(ranked, CLASS_COUNT)
        steps = _spread(len(groups), CLASS_COUNT)
    return Classes(
        classes=tuple(
            Class(group.low, group.high, len(group.members), step) for group, step in zip(groups, steps, strict=True)
        ),
        place={code: index for index, group in enumerate(groups) for _, code in group.members},
        missing=tuple(code for code, cell in cells.items() if cell is None),
        hidden=tuple(code for code, cell in cells.items() if cell is HIDDEN),
        zero=tuple(code for code, cell in cells.items() if zero_apart and is_number(cell) and cell == 0),
    )


def _quantiles(ranked: Ranked, count: int) -> list[Group]:
    """Return classes of near-equal size; equal values always share one."""
    first_rank: dict[float, int] = {}
    for rank, (value, _) in enumerate(ranked):
        first_rank.setdefault(value, rank)
    found: dict[int, list[tuple[float, str]]] = {}
    for value, code in ranked:
        found.setdefault(first_rank[value] * count // len(ranked), []).append((value, code))
    return [_group(members) for members in found.values()]


def _equal(ranked: Ranked, count: int) -> list[Group]:
    """Return classes of equal width from the lowest value to the highest; one may be empty."""
    if not ranked or ranked[0][0] == ranked[-1][0]:
        return _quantiles(ranked, count)
    low, high = ranked[0][0], ranked[-1][0]
    return _between(ranked, tuple(low + (high - low) * part / count for part in range(1, count)), low, high)


def _natural(ranked: Ranked, count: int) -> list[Group]:
    """Return the classes whose values lie nearest to their means: Fisher's exact optimum of Jenks's natural breaks."""
    values, firsts = np.unique([value for value, _ in ranked], return_index=True)
    sizes = np.diff([*firsts, len(ranked)])
    ends = [firsts[start] for start in _fisher_starts(values, sizes, min(count, len(values)))] + [len(ranked)]
    return [_group(ranked[start:end]) for start, end in itertools.pairwise(ends)]


def _fisher_starts(values: np.ndarray, weights: np.ndarray, count: int) -> list[int]:
    """Return where each class of sorted values starts so that squared distances to the class means are least."""
    n = len(values)
    sums = [np.concatenate([[0.0], np.cumsum(weights * values**power)]) for power in range(3)]

    def spread(starts: np.ndarray, end: int) -> np.ndarray:
        size, total, squares = (part[end] - part[starts] for part in sums)
        return squares - total**2 / size

    cost = np.array([np.inf] + [spread(np.array([0]), end)[0] for end in range(1, n + 1)])
    came_from: list[np.ndarray] = []
    for part in range(2, count + 1):
        best, origin = np.full(n + 1, np.inf), np.zeros(n + 1, dtype=int)
        for end in range(part, n + 1):
            starts = np.arange(part - 1, end)
            totals = cost[starts] + spread(starts, end)
            best[end], origin[end] = totals.min(), starts[totals.argmin()]
        cost = best
        came_from.append(origin)
    starts, end = [], n
    for origin in reversed(came_from):
        end = int(origin[end])
        starts.append(end)
    return [0, *reversed(starts)] if n else []


METHODS: dict[str, Callable[[Ranked, int], list[Group]]] = {"equal": _equal, "natural": _natural}


def _between(ranked: Ranked, breaks: tuple[float, ...], low: float, high: float) -> list[Group]:
    """Return the classes between breaks from low to high, empty ones too."""
    edges = [low, *breaks, high]
    members: list[list[tuple[float, str]]] = [[] for _ in range(len(breaks) + 1)]
    for value, code in ranked:
        members[bisect_right(breaks, value)].append((value, code))
    return [Group(edges[part], edges[part + 1], tuple(found)) for part, found in enumerate(members)]


def _around_zero(ranked: Ranked, method: str) -> tuple[list[Group], list[int]]:
    """Return classes by distance from zero, mirrored, with their steps: the middle is no or little change."""
    far = sorted((abs(value), code) for value, code in ranked)
    if method == "equal":
        most = far[-1][0] if far else 0
        limits = (most / 5, 3 * most / 5)
    else:
        parts = METHODS.get(method, _quantiles)(far, SIDE_STEPS + 1)
        limits = tuple(part.low for part in parts[1:])
    found: dict[int, list[tuple[float, str]]] = {}
    for value, code in ranked:
        away = bisect_right(limits, abs(value))
        found.setdefault(SIDE_STEPS + (away if value > 0 else -away), []).append((value, code))
    return [_group(members) for _, members in sorted(found.items())], sorted(found)


def _group(members: list[tuple[float, str]]) -> Group:
    return Group(members[0][0], members[-1][0], tuple(members))


def _spread(used: int, count: int) -> list[int]:
    """Return ramp steps for fewer classes than steps: the ends are always used, one class takes the middle."""
    if used == 1:
        return [count // 2]
    return [round(index * (count - 1) / (used - 1)) for index in range(used)]
