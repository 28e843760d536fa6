"""A change between two rounds of a cohort behind the gate: near the truth, equal to the poverty question, silent about few."""

import random

import pytest

from data.cohort import read_cohort
from data.gate import HIDDEN
from data.library import Library
from data.queries import ask
from data.selection import Selection
from data.viewer import PUBLIC
from tests.programmes import ADMIN, Programme

ROUNDS = (20261, 20262)
# 300 households of Alpha in the first round; 40 of them live in Beta in the second, 60 left and 50 are new in Alpha.
STAYED, MOVED, LEFT, NEW = 200, 40, 60, 50


@pytest.fixture(scope="module")
def library(tmp_path_factory) -> Library:
    programme = Programme(tmp_path_factory.mktemp("freechange"))
    chance = random.Random(12)
    first = [(f"h{n}", ROUNDS[0], "A") for n in range(STAYED + MOVED + LEFT)]
    second = [(f"h{n}", ROUNDS[1], "B" if n >= STAYED else "A") for n in range(STAYED + MOVED)]
    second += [(f"new{n}", ROUNDS[1], "A") for n in range(NEW)]
    head = ("household_id", "survey_round", "county_code", "size", "debt_baht")
    rows = [(*home, 1 + n % 4, n % 300) for n, home in enumerate([*first, *second])]
    programme.write("households.csv", head, *rows)
    scores = [(*home[:2], *(chance.randint(1, 4) for _ in range(4))) for home in [*first, *second]]
    programme.write("capitals.csv", ("household_id", "survey_round", "h1", "h2", "m1", "m2"), *scores)
    flags = [(*home[:2], *(chance.randint(0, 1) for _ in range(3))) for home in [*first, *second]]
    programme.write("problems.csv", ("household_id", "survey_round", "ill", "hungry", "leak"), *flags)
    programme.load()
    programme.settings.protect_menu = True
    return Library(programme.settings)


def told(library: Library, question: str, viewer=PUBLIC, cohort: str = "debt_baht:0..299", **selection) -> dict:
    chosen = Selection(cohort=read_cohort(cohort, library.reference()), **selection)
    return {(row["code"], row.get("measure")): row for row in ask(question, chosen, viewer, library).rows}


def test_counts_are_near_and_means_to_their_step(library):
    exact, loose = (told(library, "change", viewer) for viewer in (ADMIN, PUBLIC))
    assert exact.keys() == loose.keys()
    for (code, name), row in loose.items():
        truth = exact[code, name]
        for column in ("n_households", "n_before", "n_after"):
            assert row[column] is HIDDEN or abs(row[column] - truth[column]) <= 5
        for column in ("before", "after", "panel_before", "panel_after"):
            if row[column] is not HIDDEN:
                step = 0.1 if name in ("H", "M0") else 0.0251
                assert row[column] == pytest.approx(truth[column], abs=step), (code, name, column)
    assert exact["A", "overall"]["n_households"] == STAYED
    assert all(cell is not HIDDEN for cell in loose["A", "overall"].values())


def test_who_moved_is_compared_where_they_live_now(library):
    for name in ("overall", "H"):
        row = told(library, "change", unit="households")["B", name]
        # Nobody lived in Beta before: the round before has nothing to tell, the same households have.
        assert row["before"] is HIDDEN and row["change"] is HIDDEN
        assert abs(row["n_households"] - MOVED) <= 5 and row["panel_change"] is not HIDDEN


def test_poverty_is_that_of_its_own_question(library):
    change = told(library, "change")
    for code in "AB":
        now = told(library, "poverty")[code, None]
        assert (change[code, "H"]["after"], change[code, "M0"]["after"]) == (now["H"], now["M0"])
    then = told(library, "poverty", round=ROUNDS[0])["A", None]
    assert (change["A", "H"]["before"], change["A", "M0"]["before"]) == (then["H"], then["M0"])


def test_parts_of_a_change_are_those_of_the_numbers_shown_and_no_load_is_told(library):
    change = told(library, "change")
    for key, row in told(library, "decomposition").items():
        assert row["shown_before"] is HIDDEN and row["corrections"] is HIDDEN
        if key[0] == "A":
            assert row["left"] + row["real"] + row["joined"] == pytest.approx(row["change"])
            assert row["real"] == change[key]["panel_change"]
            assert abs(row["n_left"] - LEFT - MOVED) <= 10 and abs(row["n_joined"] - NEW) <= 10


@pytest.mark.parametrize("question", ["change", "decomposition"])
def test_of_four_households_nothing_is_told(library, question):
    for row in told(library, question, cohort="debt_baht:0..3").values():
        # Of a full count there are no errors, and everybody knows it.
        known = ("code", "measure", *(name for name in row if name.endswith(("_se", "_low", "_high"))))
        assert all(cell is HIDDEN for name, cell in row.items() if name not in known)
