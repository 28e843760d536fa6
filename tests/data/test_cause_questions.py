"""Ranks over the cut-off and combinations of problems, on households counted by hand."""

import pytest

from tests.programmes import Programme

# In sixths: ill 1, hungry 2, leak 3.
ANSWERS = {
    "a": ("A", 1, 1, 1),
    "b": ("A", 0, 0, 0),
    "c": ("B", 0, 0, 1),
    "d": ("B", 1, 1, 0),
    "e": ("B", "", 0, 1),
    "f": ("B", "", "", 0),
}


@pytest.fixture(scope="module")
def programme(tmp_path_factory) -> Programme:
    programme = Programme(tmp_path_factory.mktemp("causes"), capitals=False)
    programme.write(
        "households.csv",
        ("household_id", "survey_round", "county_code"),
        *((name, 1, row[0]) for name, row in ANSWERS.items()),
    )
    programme.write(
        "problems.csv",
        ("household_id", "survey_round", "ill", "hungry", "leak"),
        *((name, 1, *row[1:]) for name, row in ANSWERS.items()),
    )
    programme.load()
    return programme


def test_ranks_change_with_the_cut_off(programme):
    found = {(row["code"], row["k"]): row for row in programme.ask("cut_offs")}
    # A: scores 6/6 and 0. B: 3/6 and 3/6 (e and f leave the sample). At k = 1/2 both have M0 = 1/2; above it only A is poor.
    half_a, half_b = found["A", "1/2"], found["B", "1/2"]
    assert (half_a["H"], half_a["M0"], half_a["rank"]) == (1 / 2, 1 / 2, 1)
    assert (half_b["H"], half_b["M0"], half_b["rank"]) == (1, 1 / 2, 1)
    assert (found["A", "11/20"]["rank"], found["B", "11/20"]["rank"], found["B", "11/20"]["A"]) == (1, 2, None)
    assert len(found) == 40


def test_each_cut_off_agrees_with_the_poverty_question(programme):
    for row in programme.ask("cut_offs"):
        same = next(found for found in programme.ask("poverty", k=row["k"]) if found["code"] == row["code"])
        assert (row["H"], row["A"], row["M0"]) == (same["H"], same["A"], same["M0"])


def test_problems_that_come_together(programme):
    found = {(row["code"], row["dimensions"]): (row["households"], row["share"]) for row in programme.ask("together")}
    # A: a in both, b in none. B: c home, d health, e home (hungry is answered 0, ill blank: not deprived as far as known).
    # f has no answer about health at all and is left out.
    assert found == {
        ("A", "health+home"): (1, 1 / 2),
        ("A", ""): (1, 1 / 2),
        ("B", "home"): (2, pytest.approx(2 / 3)),
        ("B", "health"): (1, pytest.approx(1 / 3)),
    }


def test_a_switched_off_indicator_does_not_make_a_combination(programme):
    found = {(row["code"], row["dimensions"]) for row in programme.ask("together", off=("leak",), place="A")}
    assert found == {("A", "health"), ("A", "")}
