"""Areas as a tree of numbers: sums of leaves over every area above them."""

from collections.abc import Iterable

import numpy as np

UNKNOWN = "unknown@"
OUTSIDE = -1


class Tree:
    """Nodes are areas of every level; `nodes[i]` is a code, or `unknown@<parent>` where lower areas are blank.

    above[leaf, depth]: node of that depth over a leaf; parent[node] is OUTSIDE at the top; depth[node] from 0.
    """

    def __init__(self, paths: Iterable[tuple[str | None, ...]]):
        self.index: dict[str, int] = {}
        self.nodes: list[str] = []
        parents: list[int] = []
        depths: list[int] = []
        self.leaf_index: dict[tuple[str | None, ...], int] = {}
        above: list[list[int]] = []
        for path in paths:
            line: list[int] = []
            for depth, name in enumerate(self._names(path)):
                if name not in self.index:
                    self.index[name] = len(self.nodes)
                    self.nodes.append(name)
                    parents.append(line[-1] if line else OUTSIDE)
                    depths.append(depth)
                line.append(self.index[name])
            self.leaf_index[path] = len(above)
            above.append(line)
        levels = len(above[0]) if above else 1
        self.above = np.array(above, dtype=int).reshape(len(above), levels)
        self.parent, self.depth = np.array(parents, dtype=int), np.array(depths, dtype=int)
        self.leaves = len(above)
        self.children: dict[int, list[int]] = {}
        for node, parent in enumerate(parents):
            self.children.setdefault(parent, []).append(node)
        # The leaf a node is, OUTSIDE where it is an area above.
        self.leaf_of = np.full(len(self.nodes), OUTSIDE)
        if len(above):
            self.leaf_of[self.above[:, -1]] = np.arange(self.leaves)

    @staticmethod
    def _names(path: tuple[str | None, ...]) -> list[str]:
        names: list[str] = []
        for code in path:
            names.append(code if code is not None else UNKNOWN + (names[-1] if names else ""))
        return names

    def total(self, values: np.ndarray) -> np.ndarray:
        """Sum leaf values (last axis) to every node."""
        flat = values.reshape(-1, self.leaves)
        found = np.zeros((len(flat), len(self.nodes)))
        for row, leaf_values in enumerate(flat):
            for depth in range(self.above.shape[1]):
                found[row] += np.bincount(self.above[:, depth], leaf_values, len(self.nodes))
        return found.reshape(*values.shape[:-1], len(self.nodes))

    def leaves_below(self, node: int) -> np.ndarray:
        """Indices of the leaves of a node."""
        return np.flatnonzero(self.above[:, self.depth[node]] == node)

    def groups(self, closed: np.ndarray) -> np.ndarray:
        """Return for every node its lowest open ancestor (OUTSIDE where there is none)."""
        found = self.parent.copy()
        for depth in range(1, self.above.shape[1]):
            here = np.flatnonzero(self.depth == depth)
            over = self.parent[here]
            found[here] = np.where(closed[over], found[over], over)
        return found
