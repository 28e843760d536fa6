"""What a partition is made of: counts that add up to a known total, smallest first."""

from dataclasses import dataclass, replace

import numpy as np

from data.disclosure.parameters import THRESHOLD, WIDTH, sensitive_threshold


@dataclass(frozen=True)
class Cell:
    """One count of a partition, per leaf.

    count: in households, or in `unit` per household (score points of an indicator). sensitive: health and disability:
    a higher threshold, and zero is a secret too. exempt: no attribute of a household (an answer not given); only a
    partner of others. most: what the count can be at most; then what is left to it is protected likewise.
    people: distinct households where one can be counted twice (referrals). shadows: counts that the cell tells together
    with other tables; where one is small the cell is hidden. least: the threshold in households, of what is not sensitive.
    """

    name: str
    count: np.ndarray
    sensitive: bool = False
    exempt: bool = False
    unit: float = 1.0
    most: np.ndarray | None = None
    people: np.ndarray | None = None
    shadows: tuple[np.ndarray, ...] = ()
    least: int = THRESHOLD

    @property
    def threshold(self) -> float:
        """Threshold in the units of the count."""
        return self.unit * (sensitive_threshold(self.least) if self.sensitive else self.least)

    def reach(self, count: np.ndarray) -> np.ndarray:
        """How far a hidden count must be able to grow: to the threshold, and by the width."""
        return np.maximum(self.threshold - count, self.unit * WIDTH)

    def small(self, count: np.ndarray) -> np.ndarray:
        """Whether a count must be hidden: below the threshold, and zero where zero is a secret."""
        below = count < self.threshold - 1e-9
        return np.zeros_like(below) if self.exempt else below & ((count > 1e-9) | self.sensitive)


@dataclass(frozen=True)
class Partition:
    """Cells of one family of tables that add up to a total.

    totals: the cells of other partitions, (partition, cell), that tell the total; none: nobody knows it, and there is
    one cell. parts: cells of other partitions, (partition, cell), that add up to the first cell named by the partition:
    it is hidden in the smallest areas where one of them is, and above where one is and the total it is part of is known.
    base: the total in households where the cells count something else, `unit` of it per household at least.
    """

    name: str
    cells: tuple[Cell, ...]
    totals: tuple[tuple[str, str], ...] = ()
    parts: tuple[tuple[str, str], ...] = ()
    base: np.ndarray | None = None
    unit: float = 1.0

    @property
    def whole(self) -> np.ndarray:
        """The total in households, per leaf."""
        return sum(cell.count for cell in self.cells) if self.base is None else self.base

    def at(self, threshold: int) -> "Partition":
        """Return it with another threshold."""
        return replace(self, cells=tuple(replace(cell, least=threshold) for cell in self.cells))

    def in_order(self, names: tuple[str, ...] = ()) -> "Partition":
        """Return it with cells from small to large; sensitive ones first, exempt ones last. `names`: an order to keep."""

        def place(cell: Cell) -> tuple:
            kept = names.index(cell.name) if cell.name in names else -1
            return cell.exempt, kept, not cell.sensitive, float(cell.count.sum()), cell.name

        return replace(self, cells=tuple(sorted(self.cells, key=place)))
