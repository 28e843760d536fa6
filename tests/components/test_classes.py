"""Quantile classes: near-equal sizes, ties together, missing and hidden apart."""

import pytest

from components.classes import quantile_classes
from data.gate import HIDDEN


def parts(found):
    return [(part.low, part.high, part.count, part.step) for part in found.classes]


def test_ten_values_make_five_pairs():
    found = quantile_classes({str(value): value for value in range(10)})
    assert parts(found) == [(0, 1, 2, 0), (2, 3, 2, 1), (4, 5, 2, 2), (6, 7, 2, 3), (8, 9, 2, 4)]
    assert (found.place["0"], found.place["9"]) == (0, 4)


def test_equal_values_share_a_class():
    # Ranks 0 0 0 3 4 of 5, so classes 0 0 0 3 4: three classes, spread over the ramp as steps 0, 2, 4.
    found = quantile_classes({"a": 1, "b": 1, "c": 1, "d": 2, "e": 3})
    assert parts(found) == [(1, 1, 3, 0), (2, 2, 1, 2), (3, 3, 1, 4)]


def test_one_value_takes_the_middle_of_the_ramp():
    assert parts(quantile_classes({"a": 7, "b": 7})) == [(7, 7, 2, 2)]


def test_missing_and_hidden_take_no_part():
    found = quantile_classes({"a": 1, "b": None, "c": HIDDEN, "d": 0})
    # Zero is a value: two values are ranks 0 and 1 of 2, classes 0 and 2, steps 0 and 4.
    assert parts(found) == [(0, 0, 1, 0), (1, 1, 1, 4)]
    assert (found.missing, found.hidden) == (("b",), ("c",))
    assert set(found.place) == {"a", "d"}


@pytest.mark.parametrize("cells", [{}, {"a": None}])
def test_nothing_makes_no_class(cells):
    assert quantile_classes(cells).classes == ()
