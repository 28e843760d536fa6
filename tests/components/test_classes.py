"""Classes: four ways to make them, ties together, zero, missing and hidden apart, changes around zero."""

import itertools

import pytest

from components.classes import classed
from data.gate import HIDDEN


def parts(found):
    return [(part.low, part.high, part.count, part.step) for part in found.classes]


def test_ten_values_make_five_pairs():
    found = classed({str(value): value for value in range(10)})
    assert parts(found) == [(0, 1, 2, 0), (2, 3, 2, 1), (4, 5, 2, 2), (6, 7, 2, 3), (8, 9, 2, 4)]
    assert (found.place["0"], found.place["9"]) == (0, 4)


def test_equal_values_share_a_class():
    # Ranks 0 0 0 3 4 of 5, so classes 0 0 0 3 4: three classes, spread over the ramp as steps 0, 2, 4.
    found = classed({"a": 1, "b": 1, "c": 1, "d": 2, "e": 3})
    assert parts(found) == [(1, 1, 3, 0), (2, 2, 1, 2), (3, 3, 1, 4)]


def test_one_value_takes_the_middle_of_the_ramp():
    assert parts(classed({"a": 7, "b": 7})) == [(7, 7, 2, 2)]


def test_missing_and_hidden_take_no_part():
    found = classed({"a": 1, "b": None, "c": HIDDEN, "d": 0})
    # Zero is a value: two values are ranks 0 and 1 of 2, classes 0 and 2, steps 0 and 4.
    assert parts(found) == [(0, 0, 1, 0), (1, 1, 1, 4)]
    assert (found.missing, found.hidden) == (("b",), ("c",))
    assert set(found.place) == {"a", "d"}


@pytest.mark.parametrize("cells", [{}, {"a": None}])
def test_nothing_makes_no_class(cells):
    assert classed(cells).classes == ()


NINE = {str(place): value for place, value in enumerate([1, 2, 3, 10, 11, 12, 30, 31, 32])}


def test_equal_intervals_are_of_equal_width_and_may_be_empty():
    # From 0 to 10 in fifths: 0, 2, 4, 6, 8, 10; a value on a break belongs above it.
    found = classed({"a": 0, "b": 2, "c": 3, "d": 10}, "equal")
    assert parts(found) == [(0, 2, 1, 0), (2, 4, 2, 1), (4, 6, 0, 2), (6, 8, 0, 3), (8, 10, 1, 4)]
    assert parts(classed({"a": 5, "b": 5}, "equal")) == [(5, 5, 2, 2)]


def test_natural_breaks_find_the_three_heaps():
    # Three heaps of three in five classes: every heap stays whole or is split inside, never across.
    found = classed(NINE, "natural")
    heaps = [{value // 10 for value in NINE.values() if part.low <= value <= part.high} for part in found.classes]
    assert all(len(heap) == 1 for heap in heaps)
    assert sum(part.count for part in found.classes) == 9 and len(found.classes) == 5


@pytest.mark.parametrize("values", [[1, 2, 4, 7, 11, 16, 22], [5, 5, 5, 6, 9, 9, 20, 21], [3.5, -1, 0, 8, 2, 2]])
def test_natural_breaks_are_the_best_of_all_splits(values):
    found = classed(dict(enumerate(values)), "natural")
    ranked = sorted(values)

    def spread(ends) -> float:
        edges = [0, *ends, len(ranked)]
        pieces = [ranked[low:high] for low, high in itertools.pairwise(edges)]
        return sum(sum((value - sum(piece) / len(piece)) ** 2 for value in piece) for piece in pieces)

    splits = itertools.combinations(range(1, len(ranked)), len(found.classes) - 1)
    ends = list(itertools.accumulate(part.count for part in found.classes))[:-1]
    assert spread(ends) == pytest.approx(min(spread(split) for split in splits))


def test_breaks_of_ones_own_stand_even_where_nobody_is():
    found = classed({"a": 1, "b": 20, "c": 25, "d": None}, "own", (10, 20, 30))
    inf = float("inf")
    assert parts(found) == [(-inf, 10, 1, 0), (10, 20, 0, 1), (20, 30, 2, 3), (30, inf, 0, 4)]
    # Without breaks the quantiles stand.
    assert classed(NINE, "own") == classed(NINE)


def test_zero_stands_apart_where_it_means_nothing():
    found = classed({"a": 0, "b": 1, "c": 2, "d": 0.0}, zero_apart=True)
    assert (found.zero, found.place) == (("a", "d"), {"b": 0, "c": 1})
    assert [found.mark(code) for code in "abcd"] == ["0", "1", "2", "0"]
    assert found.step("a") is None


@pytest.mark.parametrize("method", ["", "equal", "natural"])
def test_changes_keep_their_side_of_zero(method):
    cells = {"a": -9.0, "b": -4.0, "c": -0.5, "d": 0.0, "e": 0.5, "f": 4.0, "g": 9.0}
    steps = [classed(cells, method, diverging=True).step(code) for code in cells]
    # Mirrored: what lies as far below zero as another above it has the mirrored step.
    assert steps == sorted(steps)
    assert [4 - step for step in reversed(steps)] == steps
    assert steps[3] == 2 and steps[0] == 0 and steps[-1] == 4


def test_a_rise_everywhere_takes_no_colour_of_a_fall():
    found = classed({"a": 1.0, "b": 2.0, "c": 3.0, "d": 4.0, "e": 5.0}, "equal", diverging=True)
    # A fifth of 5 is the middle, three fifths the end: below 1, below 3, and above.
    assert [found.step(code) for code in "abcde"] == [3, 3, 4, 4, 4]
