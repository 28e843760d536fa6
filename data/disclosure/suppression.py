"""Complementary suppression: which cells of a partition are hidden in which areas, so that none can be worked out.

A partition splits a known total into cells, in every area of a tree, and an area is the sum of the areas below it.
Cells are ordered by size over the whole programme. Where a cell is too small it is hidden with all smaller ones
(`hidden[area]` says how many), so hidden cells of two areas overlap, and households can be swapped between them:
k up and others down here, k down and the others up there, with every visible number unchanged. How far a cell can go
by such swaps is a sum of minima, exact for two cells, and never more than a linear programme over all public numbers
finds: what holds here holds against the attacker. Where that is too little, the next smallest sibling is hidden, too,
then a cell more, then the area above. Source: Hundepool et al. 2012, chapter 4; hypercube method, Giessing 2004.
"""

import numpy as np

from data.disclosure.cells import Partition
from data.disclosure.tree import OUTSIDE, Tree
from data.disclosure.ways import ENDLESS, Past, Ways

CLOSE = 1e-6
MOST_PASSES = 400


class Suppression:
    """State of one partition. hidden[node]: how many of the smallest cells are hidden; cells + 1 with their total."""

    def __init__(self, tree: Tree, partition: Partition, forced: np.ndarray, spare: np.ndarray, past: Past | None):
        """forced: nodes whose total is hidden; spare: what it could grow by there, per leaf; past: the release before."""
        self.tree, self.partition = tree, partition
        self.cells = partition.cells
        self.count = np.array([cell.count for cell in self.cells], dtype=float).reshape(len(self.cells), tree.leaves)
        self.most = np.array(
            [np.full(tree.leaves, np.inf) if cell.most is None else cell.most for cell in self.cells]
        ).reshape(self.count.shape)
        self.at_node = tree.total(self.count)
        self.full = len(self.cells) + 1
        self.hidden = np.where(forced, self.full, 0)
        self.forced, self.spare, self.past = forced, spare, past
        # How many of the smallest cells can be hidden at all: what an unchanged node showed before is known.
        self.limit = np.full(len(tree.nodes), self.full)
        if past is not None:
            same = tree.total(past.moved.astype(float)) == 0
            self.limit = np.where(same, past.hidden, self.full)
            self.hidden = np.maximum(self.hidden, past.kept(tree))
        self.stuck: set[int] = set()
        self._lost: set[tuple[str, int, int]] = set()
        self._set_needs()

    def _set_needs(self) -> None:
        """How much every small cell (up) and every small rest of a capped cell (down) must be able to move.

        No further than a total that everybody knows: a count can never be above it.
        """
        spare = self.tree.total(np.minimum(self.spare, ENDLESS)) * self.forced
        room = self.at_node.sum(0) - self.at_node + (spare if self.partition.totals else ENDLESS)
        most = self.tree.total(np.minimum(self.most, ENDLESS)) + spare
        room = np.minimum(room, np.maximum(most - self.at_node, 0))
        self.up, self.down = np.zeros_like(self.at_node), np.zeros_like(self.at_node)
        for k, cell in enumerate(self.cells):
            x = self.at_node[k]
            people = x if cell.people is None else cell.unit * self.tree.total(cell.people)
            self.up[k] = np.where(cell.small(np.minimum(x, people)), np.minimum(cell.reach(x), room[k]), 0)
            rests = [*cell.shadows] if cell.most is None else [cell.most - cell.count, *cell.shadows]
            for rest in rests:
                left = self.tree.total(rest)
                need = np.where(cell.small(left) & ~self.forced, np.minimum(cell.reach(left), x), 0)
                self.down[k] = np.maximum(self.down[k], need)

    @property
    def secret(self) -> np.ndarray:
        """How many of the smallest cells nobody knows, per node."""
        return np.minimum(self.hidden, self.limit)

    def hide(self, place: int, nodes: set[int]) -> None:
        """Hide the cells up to `place` in some nodes, whatever they count."""
        for node in nodes:
            self.hidden[node] = max(self.hidden[node], self._at_least(np.array(place)))

    def protect(self) -> None:
        """Hide until every need is met. `stuck` keeps nodes where that is impossible: their total must be hidden."""
        small = (self.up > 0) | (self.down > 0)
        # The last small cell decides; one cell alone is the total less the others.
        last = np.where(small.any(0), len(self.cells) - np.argmax(small[::-1], axis=0), 0)
        self.hidden = np.maximum(self.hidden, self._at_least(last))
        for node in np.flatnonzero(self.hidden):
            self._open_a_way_down(node)
        for _ in range(MOST_PASSES):
            if not self._repair():
                self.stuck = {int(node) for cells in self._failing().values() for node in np.nonzero(cells)[1]}
                return
        raise RuntimeError(f"suppression of {self.partition.name} does not settle")

    def _at_least(self, cells: np.ndarray) -> np.ndarray:
        """A single cell is never hidden alone: with a known total it could be worked out."""
        if len(self.cells) == 1:
            return np.where(cells > 0, self.full, 0)
        return np.where(cells > 0, np.maximum(cells, 2), 0)

    def _levels(self) -> range:
        return range(1, 2) if len(self.cells) == 1 else range(2, len(self.cells) + 1)

    def moves(self) -> tuple[np.ndarray, np.ndarray]:
        """Return how far every hidden cell can go up and down in every node; fills `here` and `there` per direction.

        here: what the node's own leaves allow, there: what the other hidden leaves of its group allow, at its level.
        """
        shape = self.at_node.shape
        self.here = {"up": np.zeros(shape), "down": np.zeros(shape)}
        self.there = {"up": np.zeros(shape), "down": np.zeros(shape)}
        secret = self.secret
        own_level = np.minimum(secret, self._levels()[-1])
        for level in self._levels():
            top = own_level == level
            if not top.any():
                continue
            ways = Ways(self.tree, secret >= level)
            for partners in self._partner_sets(level):
                rise, fall = self._leaf_moves(level, partners)
                for direction, own, other in (("up", rise, fall), ("down", fall, rise)):
                    sums = ways.sums(own, other)
                    if self.past is not None:
                        sums = ways.sums_after(own, other, rise if direction == "up" else fall, self.past, level)
                    self._improve(direction, level, top, *sums)
        return tuple(np.minimum(self.here[way], self.there[way]) for way in ("up", "down"))

    def _improve(self, direction: str, level: int, top: np.ndarray, here: np.ndarray, there: np.ndarray) -> None:
        """Keep the better way of every cell and node of a level."""
        best_here, best_there = self.here[direction][:level], self.there[direction][:level]
        better = top & (np.minimum(here, there) > np.minimum(best_here, best_there))
        better |= top & (best_here == 0) & (best_there == 0)
        best_here[better], best_there[better] = here[better], there[better]

    def _partner_sets(self, level: int) -> list[list[int]]:
        """Cells that others may be swapped with: all; where counts are capped, also all but one, and single ones."""
        every = list(range(level))
        if level == 1 or np.isinf(self.most[:level]).all():
            return [every]
        large = every[-3:]
        return [every, *([j for j in every if j != out] for out in large if level > 2), *([j] for j in large)]

    def _leaf_moves(self, level: int, partners: list[int]) -> tuple[np.ndarray, np.ndarray]:
        """How far each of the `level` hidden cells can rise and fall in each leaf against the partners."""
        count, room = self.count[:level], self.most[:level] - self.count[:level]
        inside = np.isin(np.arange(level), partners)[:, None]
        supply = np.where(inside, count, 0.0)
        supply = supply.sum(0) - supply
        partner_room = np.where(inside, room, np.inf)
        if level == self._levels()[-1]:
            leaf_hidden = self.secret[self.tree.above[:, -1]]
            spare = np.where(leaf_hidden >= self.full, self.spare, 0.0)
            supply, room = supply + spare, room + spare
        alone = [] if level == 1 or len(partners) > 1 else partners
        fall = np.minimum(count, _least_other(partner_room))
        fall[alone] = 0
        return np.maximum(np.minimum(room, supply), 0), np.maximum(fall, 0)

    def _failing(self) -> dict[str, np.ndarray]:
        """Cells x nodes that cannot move as far as they must, or not at all."""
        up, down = self.moves()
        inside = np.arange(1, len(self.cells) + 1)[:, None] <= self.secret
        pinned = inside & (self.up == 0) & (self.at_node > CLOSE) & (up + down < CLOSE)
        return {
            "up": inside & ((up + CLOSE < self.up) | pinned),
            "down": inside & (down + CLOSE < self.down),
        }

    def _repair(self) -> bool:
        """Mend one failing need per group and return whether anything failed."""
        failing = self._failing()
        mended: set[tuple[int, int]] = set()
        changed = False
        for direction, cells in failing.items():
            need = np.maximum(self.up if direction == "up" else self.down, 1.0)
            for k, node in zip(*np.nonzero(cells), strict=True):
                if (direction, k, node) in self._lost:
                    continue
                changed |= self._mend(int(k), int(node), direction, need[k, node], mended)
        return changed

    def _mend(self, k: int, node: int, direction: str, need: float, mended: set) -> bool:
        level = min(int(self.secret[node]), self._levels()[-1])
        if self.here[direction][k, node] + CLOSE < need:
            return self._widen(k, node, level, direction, need)
        group = self._group(node, level)
        if (group, level) in mended:
            return True
        mended.add((group, level))
        missing = need - self.there[direction][k, node]
        return self._close_beside(k, node, group, level, direction, missing)

    def _group(self, node: int, level: int) -> int:
        group = self.tree.parent[node]
        while group != OUTSIDE and self.secret[group] >= level:
            group = self.tree.parent[group]
        return int(group)

    def _widen(self, k: int, node: int, level: int, direction: str, need: float) -> bool:
        """The node's own hidden leaves allow too little: hide more leaves below it, then a cell more."""
        if self.tree.leaf_of[node] == OUTSIDE:
            back = "down" if direction == "up" else "up"
            missing = need - self.here[direction][k, node]
            child = self._candidate(self._open_below(node, level), k, level, back, missing)
            if child is not None:
                self._close(child, level, k, back, missing)
                return True
        if self.hidden[node] < min(len(self.cells), self.limit[node]):
            for each in self._closed_below(node, level):
                self.hidden[each] = max(self.hidden[each], level + 1)
            return True
        self._lost.add((direction, k, node))
        return True

    def _open_below(self, node: int, level: int) -> list[int]:
        """Open nodes below a closed one, each the highest of its line."""
        found: list[int] = []
        for child in self.tree.children.get(node, ()):
            found += self._open_below(child, level) if self.secret[child] >= level else [child]
        return found

    def _closed_below(self, node: int, level: int) -> list[int]:
        found = [node]
        for child in self.tree.children.get(node, ()):
            if self.secret[child] >= level:
                found += self._closed_below(child, level)
        return found

    def _close_beside(self, k: int, node: int, group: int, level: int, direction: str, missing: float) -> bool:
        """The other hidden leaves of the group allow too little: hide a sibling, then the area above."""
        child = self._candidate(self._open_below(group, level), k, level, direction, missing)
        if child is not None:
            self._close(child, level, k, direction, missing)
        elif group != OUTSIDE and self.limit[group] >= level:
            self._set(group, level)
        else:
            self._lost.add((direction, k, node))
        return True

    def _candidate(self, nodes: list[int], k: int, level: int, direction: str, missing: float) -> int | None:
        """The node whose hiding costs least: one with enough hidden below it, else the smallest that brings enough,
        else the one that brings most; None where none brings anything.

        So numbers of large areas are the last to go: where their small areas are hidden anyway, no other has to be.
        """
        nodes = [node for node in nodes if self.limit[node] >= level]
        brings = self._brings(k, level, direction)
        found = [(float(brings[self.tree.leaves_below(node)].sum()), node) for node in nodes]
        found = [(value, node) for value, node in found if value > CLOSE]
        enough = [node for value, node in found if value + CLOSE >= missing]
        if enough:
            ready = self._ready(brings, level)
            return min(enough, key=lambda node: (ready[node] + CLOSE < missing, self.at_node[:, node].sum(), node))
        return max(found)[1] if found else None

    def _brings(self, k: int, level: int, direction: str) -> np.ndarray:
        """How far the other leaves can go against a cell's direction, per leaf, where they may be hidden."""
        rise, fall = self._leaf_moves(level, list(range(level)))
        return (fall if direction == "up" else rise)[k] * (self.limit[self.tree.above[:, -1]] >= level)

    def _ready(self, brings: np.ndarray, level: int) -> np.ndarray:
        """What hidden leaves bring, per node that is their lowest open ancestor: they would count once it is hidden."""
        closed = self.secret >= level
        leaf = self.tree.above[:, -1]
        group = self.tree.groups(closed)[leaf]
        inside = closed[leaf] & (group != OUTSIDE)
        return np.bincount(group[inside], brings[inside], len(self.tree.nodes))

    def _close(self, node: int, level: int, k: int, direction: str, missing: float) -> None:
        ready = self._ready(self._brings(k, level, direction), level)
        self._set(node, level)
        # What is hidden below a node may be enough; else a way down to a leaf is opened.
        while self.tree.leaf_of[node] == OUTSIDE and ready[node] + CLOSE < missing:
            children = self.tree.children[node]
            best = self._candidate(children, k, level, direction, missing)
            node = best if best is not None else max(children, key=lambda child: self.at_node[:, child].sum())
            self._set(node, level)

    def _set(self, node: int, level: int) -> None:
        least = self.full if len(self.cells) == 1 else level
        self.hidden[node] = max(self.hidden[node], least)

    def _open_a_way_down(self, node: int) -> None:
        """A hidden area with all areas below it open would be their sum."""
        level = int(self.hidden[node])
        while self.tree.leaf_of[node] == OUTSIDE:
            children = self.tree.children[node]
            if not any(self.hidden[child] >= level for child in children):
                best = max(children, key=lambda child: self.at_node[:, child].sum())
                self.hidden[best] = level
            node = max(
                (child for child in children if self.hidden[child] >= level), key=lambda c: self.at_node[:, c].sum()
            )


def _least_other(room: np.ndarray) -> np.ndarray:
    """Per leaf and cell the least room among the other cells; infinite where there is no other."""
    if len(room) == 1:
        return np.full(room.shape, np.inf)
    two = np.partition(room, 1, axis=0)
    return np.where(np.arange(len(room))[:, None] == np.argmin(room, axis=0), two[1], two[0])
