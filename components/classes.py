"""Quantile classes of a measure over areas: what the map and its legend share."""

from dataclasses import dataclass

from data.gate import HIDDEN, Cell

CLASS_COUNT = 5


@dataclass(frozen=True, slots=True)
class Class:
    """One class: its lowest and highest value, how many areas it holds, its step on the ramp (0 to 4)."""

    low: float
    high: float
    count: int
    step: int


@dataclass(frozen=True, slots=True)
class Classes:
    """Areas sorted into classes. `place`: {code: index in `classes`}; missing and hidden codes stand apart."""

    classes: tuple[Class, ...]
    place: dict[str, int]
    missing: tuple[str, ...]
    hidden: tuple[str, ...]


def is_number(cell: Cell) -> bool:
    """Whether a released cell holds a value that can be drawn."""
    return cell is not None and cell is not HIDDEN


def quantile_classes(cells: dict[str, Cell], count: int = CLASS_COUNT) -> Classes:
    """Sort areas into at most `count` classes of near-equal size; equal values always share a class.

    Hidden and missing cells take no part in the breaks.
    """
    ranked = sorted((cell, code) for code, cell in cells.items() if is_number(cell))
    first_rank: dict[float, int] = {}
    for rank, (value, _) in enumerate(ranked):
        first_rank.setdefault(value, rank)
    groups: dict[int, list[tuple[float, str]]] = {}
    for value, code in ranked:
        groups.setdefault(first_rank[value] * count // len(ranked), []).append((value, code))
    steps = _spread(len(groups), count)
    return Classes(
        classes=tuple(
            Class(members[0][0], members[-1][0], len(members), step)
            for members, step in zip(groups.values(), steps, strict=True)
        ),
        place={code: index for index, members in enumerate(groups.values()) for _, code in members},
        missing=tuple(code for code, cell in cells.items() if cell is None),
        hidden=tuple(code for code, cell in cells.items() if cell is HIDDEN),
    )


def _spread(used: int, count: int) -> list[int]:
    """Return ramp steps for fewer classes than steps: the ends are always used, one class takes the middle."""
    if used == 1:
        return [count // 2]
    return [round(index * (count - 1) / (used - 1)) for index in range(used)]
