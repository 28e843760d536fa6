"""Which cells are hidden beside a small one: those that cost the fewest large areas."""

import numpy as np

from data.disclosure.cells import Cell, Partition
from data.disclosure.suppression import Suppression
from data.disclosure.tree import Tree


def hidden(counts: dict[tuple[str, str, str], int]) -> set[str]:
    """Areas in which one count of a nation, its regions and their towns is hidden."""
    tree = Tree(counts)
    partition = Partition("count", (Cell("count", np.array([*counts.values()], dtype=float)),))
    state = Suppression(tree, partition, np.zeros(len(tree.nodes), dtype=bool), np.full(tree.leaves, np.inf), None)
    state.protect()
    return {tree.nodes[node] for node in np.flatnonzero(state.hidden)}


def test_a_region_whose_towns_are_hidden_anyway_goes_before_one_that_would_lose_another():
    # X has 5, below the threshold of 10, so another region must hide 5 to grow by. Y is the smaller one, but would lose
    # a town of its own with it; in Z two towns of 6 hide each other anyway, and what is hidden there is enough.
    counts = {
        ("N", "X", "X1"): 5,
        ("N", "Y", "Y1"): 20,
        ("N", "Z", "Z1"): 6,
        ("N", "Z", "Z2"): 6,
        ("N", "Z", "Z3"): 40,
    }
    assert hidden(counts) == {"X", "X1", "Z", "Z1", "Z2"}


def test_where_nothing_is_hidden_anyway_the_smallest_goes():
    counts = {("N", "X", "X1"): 5, ("N", "Y", "Y1"): 20, ("N", "Z", "Z1"): 30}
    assert hidden(counts) == {"X", "X1", "Y", "Y1"}
