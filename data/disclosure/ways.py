"""How far counts can be swapped: inside one release, and where the release before is known as well."""

from dataclasses import dataclass

import numpy as np

from data.disclosure.tree import OUTSIDE, Tree

ENDLESS = 1e12


@dataclass(frozen=True)
class Past:
    """The release before. moved: leaves where households changed since; hidden: how many of the smallest cells it hid."""

    moved: np.ndarray
    hidden: np.ndarray

    def kept(self, tree: Tree) -> np.ndarray:
        """Return how many of the smallest cells stay hidden in every node.

        A node that opens tells what its older group was less the others: it may where all of them moved on.
        """
        found = np.where(tree.total(self.moved.astype(float)) == 0, self.hidden, 0)
        leaf = tree.above[:, -1]
        for level in range(1, int(self.hidden.max(initial=0)) + 1):
            closed = self.hidden >= level
            group = tree.groups(closed)
            still = group[leaf][closed[leaf] & ~self.moved]
            held = closed & (group != OUTSIDE) & np.isin(group, still)
            found = np.where(held, np.maximum(found, level), found)
        return found


class Ways:
    """Sums over hidden leaves of a node, and over the other hidden leaves under its lowest open ancestor."""

    def __init__(self, tree: Tree, closed: np.ndarray):
        self.tree = tree
        self.group = tree.groups(closed)
        leaf = tree.above[:, -1]
        self.leaf_closed = closed[leaf].astype(float)
        self.leaf_group = self.group[leaf]
        self.leaf_depth = np.where(self.leaf_group == OUTSIDE, -1, tree.depth[self.leaf_group])

    def sums(self, own: np.ndarray, other: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return per cell and node: `own` over its leaves, `other` over the rest of its group.

        own, other: cells x leaves. The rest is infinite where no open ancestor tells the sum.
        """
        own = np.minimum(own, ENDLESS) * self.leaf_closed
        other = np.minimum(other, ENDLESS) * self.leaf_closed
        here, there = (np.zeros((len(own), len(self.tree.nodes))) for _ in range(2))
        for depth in range(self.tree.above.shape[1]):
            through = self.leaf_depth < depth
            column = self.tree.above[through, depth]
            here += self._sum(column, own[:, through])
            there += self._sum(column, other[:, through])
        inside = self.leaf_group != OUTSIDE
        group = self._sum(self.leaf_group[inside], other[:, inside])
        return here, np.where(self.group == OUTSIDE, np.inf, group[:, self.group] - there)

    def _sum(self, column: np.ndarray, values: np.ndarray) -> np.ndarray:
        size = len(self.tree.nodes)
        index = (np.arange(len(values))[:, None] * size + column).ravel()
        return np.bincount(index, values.ravel(), len(values) * size).reshape(len(values), size)

    def sums_after(self, own: np.ndarray, other: np.ndarray, rise: np.ndarray, past: Past, level: int):
        """Return the same where the release before is known, too, in which unchanged leaves have the same counts.

        A changed node can swap with changed leaves; with unchanged ones as far as changed leaves of their older group
        can make good for them there (`rise`, as they stand now). An unchanged node swaps with changed leaves, and with
        the unchanged ones of its own older group.
        """
        moved = past.moved.astype(float)
        own, other, rise = (np.minimum(values, ENDLESS) for values in (own, other, rise))
        here, _ = self.sums(own, other)
        here_moved, there = self.sums(own * moved, other * moved)
        changed = self.tree.total(moved) > 0
        older = _Older(self, past, level)
        for k in range(len(own)):
            still = other[k] * self.leaf_closed * (1 - moved)
            there[k] += np.where(changed, *older.lent(still, rise[k] * moved))
        return np.where(changed, here_moved, here), there


class _Older:
    """Unchanged leaves by the group they are in now and the one they were in before."""

    def __init__(self, ways: Ways, past: Past, level: int):
        self.ways, self.size = ways, len(ways.tree.nodes) + 1
        closed = past.hidden >= level
        leaf = ways.tree.above[:, -1]
        self.node_group = ways.tree.groups(closed) + 1
        self.leaf_group = np.where(closed[leaf], self.node_group[leaf], -1)
        self.inside = (self.leaf_group >= 0) & (ways.leaf_group != OUTSIDE)

    def lent(self, still: np.ndarray, rise: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return per node what unchanged leaves outside it lend to a changed node, and to an unchanged one."""
        grown = np.bincount(self.leaf_group[self.leaf_group >= 0], rise[self.leaf_group >= 0], self.size)
        # Group 0 stands for no known sum.
        grown[0] = ENDLESS
        pairs, sums = self._by_pair(self.ways.leaf_group, self.inside, still)
        now, was = pairs // self.size, pairs % self.size
        lent = np.bincount(now, np.minimum(sums, grown[was]), self.size - 1)
        group = np.maximum(self.ways.group, 0)
        to_changed, to_same = lent[group], self._look_up(pairs, sums, group * self.size + self.node_group)
        for depth in range(self.ways.tree.above.shape[1]):
            column = self.ways.tree.above[:, depth]
            through = self.inside & (self.ways.leaf_depth < depth)
            own, own_sums = self._by_pair(column, through, still)
            node, was = own // self.size, own % self.size
            whole = self._look_up(pairs, sums, group[node] * self.size + was)
            less = np.minimum(whole, grown[was]) - np.minimum(whole - own_sums, grown[was])
            to_changed = to_changed - np.bincount(node, less, self.size - 1)
            to_same = to_same - np.bincount(node, own_sums * (was == self.node_group[node]), self.size - 1)
        return np.maximum(to_changed, 0), np.maximum(to_same, 0)

    def _by_pair(self, now: np.ndarray, inside: np.ndarray, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        keys = now[inside] * self.size + self.leaf_group[inside]
        pairs, place = np.unique(keys, return_inverse=True)
        return pairs, np.bincount(place, values[inside], len(pairs))

    @staticmethod
    def _look_up(pairs: np.ndarray, sums: np.ndarray, keys: np.ndarray) -> np.ndarray:
        if not len(pairs):
            return np.zeros(len(keys))
        place = np.minimum(np.searchsorted(pairs, keys), len(pairs) - 1)
        return np.where(pairs[place] == keys, sums[place], 0.0)
