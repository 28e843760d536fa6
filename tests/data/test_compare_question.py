"""Two groups against each other: values by hand, errors against loops over PSUs."""

import random
from collections import defaultdict
from math import sqrt

import pytest

from data.cohort import Condition
from tests.programmes import Programme

KEYS = ("ill", "hungry", "leak")


def found_in(programme: Programme, measure: str, **selection) -> dict:
    return next(row for row in programme.ask("compare", **selection) if row["measure"] == measure)


def test_places_and_cohorts_side_by_side(tmp_path):
    programme = Programme(tmp_path)
    programme.write(
        "households.csv",
        ("household_id", "survey_round", "county_code", "size"),
        ("a", 1, "A", 1),
        ("b", 1, "A", 4),
        ("c", 1, "B", 2),
    )
    programme.write(
        "capitals.csv", ("household_id", "survey_round", "h1", "m1"), ("a", 1, 1, 1), ("b", 1, 2, 2), ("c", 1, 4, 4)
    )
    programme.write(
        "problems.csv", ("household_id", "survey_round", *KEYS), ("a", 1, 1, 1, 1), ("b", 1, 0, 0, 0), ("c", 1, 1, 1, 1)
    )
    programme.load()
    places = found_in(programme, "overall", place="A", against_place="B")
    assert [places[name] for name in ("n_a", "n_b", "a", "b", "difference", "se")] == [2, 1, 1.5, 4, -2.5, None]
    # By persons: households of four or more in A against everybody else in A, the one person who is poor.
    large = found_in(programme, "H", place="A", cohort=(Condition("size", "4"),))
    assert (large["n_a"], large["n_b"], large["a"], large["b"], large["difference"]) == (1, 1, 0, 1, -1)
    # Its depth is all of the index where it is poor; nobody poor has none.
    deep = found_in(programme, "A", place="A", cohort=(Condition("size", "4"),))
    assert (deep["n_a"], deep["a"], deep["b"], deep["difference"]) == (0, None, 1, None)
    size = found_in(programme, "size", place="A", cohort=(Condition("size", "4"),))
    assert (size["a"], size["b"], size["difference"]) == (4, 1, 3)
    # Of three households a and c are ill: of the 5 persons of A one, of the 2 of B both.
    ill = found_in(programme, "deprived_ill", place="A", against_place="B")
    assert (ill["a"], ill["b"]) == (pytest.approx(1 / 5), 1)
    against = found_in(programme, "overall", cohort=(Condition("size", "4"),), against=(Condition("size", "", "3"),))
    assert (against["a"], against["b"]) == (2, 2.5)


def test_an_empty_group_has_no_difference(tmp_path):
    programme = Programme(tmp_path, problems=False, sampling="survey")
    programme.write("households.csv", ("household_id", "survey_round", "county_code"), ("a", 1, "A"), ("b", 1, "A"))
    programme.write("capitals.csv", ("household_id", "survey_round", "h1"), ("a", 1, 1), ("b", 1, 3))
    programme.load()
    row = found_in(programme, "capital_human", place="A", against_place="B")
    assert (row["a"], row["b"], row["difference"], row["se"], row["low"]) == (2, None, None, None, None)


@pytest.mark.parametrize("overlapping", [False, True])
def test_the_error_of_a_difference_is_that_of_its_linearised_value(tmp_path, overlapping):
    choose = random.Random(11)
    rows = [
        (
            f"h{i}",
            1,
            choose.choice("AB"),
            choose.choice([1, 2.5]),
            choose.randint(1, 5),
            choose.choice(["s1", "s2"]),
            f"p{choose.randint(1, 6)}",
        )
        for i in range(200)
    ]
    answers = {row[0]: [choose.randint(0, 1) for _ in KEYS] for row in rows}
    programme = Programme(tmp_path, capitals=False, sampling="survey")
    programme.write(
        "households.csv", ("household_id", "survey_round", "county_code", "weight", "size", "stratum", "psu"), *rows
    )
    programme.write(
        "problems.csv",
        ("household_id", "survey_round", *KEYS),
        *((name, 1, *answer) for name, answer in answers.items()),
    )
    programme.load()
    cohorts = {"cohort": (Condition("size", "2"),), "against": (Condition("size", "", "4" if overlapping else "1"),)}
    row = found_in(programme, "H", **cohorts)

    # Poor at k = 1/2 of sixths 1, 2, 3.
    people = [
        (
            r[5],
            r[6],
            r[4] >= 2,
            r[4] <= (4 if overlapping else 1),
            r[3] * r[4],
            sum(u * d for u, d in zip((1, 2, 3), answers[r[0]], strict=True)) >= 3,
        )
        for r in rows
    ]
    totals = {}
    for index in (2, 3):
        x = sum(p[4] for p in people if p[index])
        totals[index] = (sum(p[4] * p[5] for p in people if p[index]) / x, x)
    psus = defaultdict(float)
    for p in people:
        value = sum(
            sign * p[4] * (p[5] - totals[index][0]) / totals[index][1] for index, sign in ((2, 1), (3, -1)) if p[index]
        )
        psus[p[0], p[1]] += value
    variance = 0.0
    for stratum in ("s1", "s2"):
        inside = [total for (name, _), total in psus.items() if name == stratum]
        mean = sum(inside) / len(inside)
        variance += len(inside) / (len(inside) - 1) * sum((total - mean) ** 2 for total in inside)
    assert row["difference"] == pytest.approx(totals[2][0] - totals[3][0])
    assert row["se"] == pytest.approx(sqrt(variance))
    assert row["low"] < row["difference"] < row["high"]
