"""The hidden cells of one family of tables: computed once per release, asked per row."""

from dataclasses import dataclass, field

import numpy as np

from data.disclosure.cells import Partition
from data.disclosure.suppression import CLOSE, Suppression
from data.disclosure.tree import OUTSIDE, Tree
from data.disclosure.ways import Past

MOST_ROUNDS = 12


@dataclass(frozen=True, slots=True)
class Need:
    """What a column tells of a row: the sum of some cells of a partition."""

    family: str
    partition: str
    cells: frozenset[str]


@dataclass(frozen=True)
class Pattern:
    """Hidden cells of one partition. names: small to large; hidden: {node: (how many, bits of those hidden)}."""

    names: tuple[str, ...]
    hidden: dict[str, tuple[int, int]]

    def shows(self, cells: frozenset[str], node: str) -> bool:
        """Whether the sum of some cells is public: none of them is hidden, or all that are, and the total is known."""
        count, bits = self.hidden.get(node, (0, 0))
        asked = sum(1 << place for place, name in enumerate(self.names) if name in cells)
        if bits & asked == 0:
            return True
        return count <= len(self.names) and bits & ~asked == 0


@dataclass
class Family:
    """Tables that share a tree of areas and counts: a survey round, or the events.

    before: patterns of the release before; unchanged: leaves where no household changed since then. What was public
    there is known, and helps to hide nothing; what was hidden there stays hidden, or it would tell the older numbers.
    inside: patterns of the same tables for a lower threshold. What they hide is hidden here, too: whoever may see them
    sees these as well, and learns nothing more.
    """

    tree: Tree
    partitions: list[Partition]
    before: dict[str, Pattern] = field(default_factory=dict)
    unchanged: np.ndarray | None = None
    inside: dict[str, Pattern] = field(default_factory=dict)

    def protect(self) -> dict[str, Pattern]:
        """Return {partition: pattern}; a total that its cells need hidden is hidden before them in the next round."""
        ordered = [part.in_order(self._order(part.name)) for part in self.partitions]
        asked: dict[str, dict[str, set[int]]] = {}
        for _ in range(MOST_ROUNDS):
            done: dict[str, Suppression] = {}
            stuck = False
            for part in ordered:
                state = self._suppress(part, done, asked.get(part.name, {}))
                done[part.name] = state
                stuck |= self._pass_up(part, state, asked)
            if not stuck:
                break
        return {name: self._pattern(state) for name, state in done.items()}

    def _order(self, name: str) -> tuple[str, ...]:
        known = self.inside.get(name) or self.before.get(name)
        return known.names if known else ()

    def _suppress(self, part: Partition, done: dict, asked: dict[str, set[int]]) -> Suppression:
        forced = np.zeros(len(self.tree.nodes), dtype=bool)
        for name, cell in part.totals:
            parent = done[name]
            place = [entry.name for entry in parent.cells].index(cell) + 1
            forced |= parent.hidden >= place
        spare = part.unit * np.maximum(self._known_total(part, done) - part.whole, 0)
        state = Suppression(self.tree, part, forced, spare, self._past(part))
        names = [cell.name for cell in part.cells]
        hidden = self.inside[part.name].hidden if part.name in self.inside else {}
        for node, (count, _) in hidden.items():
            state.hide(count, {self.tree.nodes.index(node)})
        for cell, nodes in asked.items():
            state.hide(names.index(cell) + 1, nodes)
        state.hide(len(names), self._telling(part, done))
        state.protect()
        return state

    def _telling(self, part: Partition, done: dict[str, Suppression]) -> set[int]:
        """Nodes where the partition would tell a hidden one of its parts."""
        leaf = self.tree.leaf_of != OUTSIDE
        found: set[int] = set()
        for name, cell in part.parts:
            other = done[name]
            hidden = other.hidden > [entry.name for entry in other.cells].index(cell)
            found |= {int(node) for node in np.flatnonzero(hidden & (leaf | (other.hidden < other.full)))}
        return found

    def _known_total(self, part: Partition, done: dict[str, Suppression]) -> np.ndarray:
        """Per leaf the nearest total above a partition's own that is public; infinite where none is."""
        if not part.totals:
            return np.full(self.tree.leaves, np.inf)
        parent = done[part.totals[0][0]]
        leaf_hidden = parent.hidden[self.tree.above[:, -1]]
        return np.where(leaf_hidden >= parent.full, self._known_total(parent.partition, done), parent.partition.whole)

    def _past(self, part: Partition) -> Past | None:
        """What the release before hid of a partition; None where it had none."""
        pattern = self.before.get(part.name)
        if pattern is None or self.unchanged is None:
            return None
        found = np.array([pattern.hidden.get(node, (0, 0))[0] for node in self.tree.nodes], dtype=int)
        # Cells that are new count as the smallest.
        fresh = len(part.cells) - len(pattern.names)
        return Past(~self.unchanged, np.clip(np.where(found, found + fresh, 0), 0, len(part.cells) + 1))

    @staticmethod
    def _pass_up(part: Partition, state: Suppression, asked: dict) -> bool:
        new = False
        for name, cell in part.totals[:1]:
            nodes = asked.setdefault(name, {}).setdefault(cell, set())
            new |= bool(state.stuck - nodes)
            nodes |= state.stuck
        return new

    def _pattern(self, state: Suppression) -> Pattern:
        places = 1 << np.arange(len(state.cells), dtype=object)
        told = _told_zeros(self.tree, state)
        hidden = {}
        for node in np.flatnonzero(state.hidden):
            count = int(state.hidden[node])
            secret = (np.arange(1, len(state.cells) + 1) <= count) & ~told[:, node]
            hidden[self.tree.nodes[node]] = (count, int(sum(places[secret])))
        return Pattern(tuple(cell.name for cell in state.cells), hidden)


def _told_zeros(tree: Tree, state: Suppression) -> np.ndarray:
    """Cells that are zero in every hidden leaf below a visible number: hiding them hides nothing."""
    found = np.zeros(state.at_node.shape, dtype=bool)
    for k, cell in enumerate(state.cells):
        if cell.sensitive:
            continue
        closed = state.hidden > k
        group = tree.groups(closed)
        leaf = tree.above[:, -1]
        inside = closed[leaf] & (group[leaf] != OUTSIDE)
        sums = np.bincount(group[leaf][inside], state.count[k][inside], len(tree.nodes))
        found[k] = closed & (group != OUTSIDE) & (sums[group] < CLOSE) & (state.at_node[k] < CLOSE)
    return found
