"""Intervals of changes in models, in a survey whose data name PSUs: by hand, over PSU totals."""

import pytest

from data.gate import HIDDEN
from data.viewer import PUBLIC
from tests.programmes import Programme

OLD, NEW = 20251, 20261
# t with 4 PSUs less 1 stratum.
T3 = 3.182446
# In stratum s PSUs p and q hold the four households of the model, u and v the four of the comparison.
# (PSU, score before, score now, income before, income after); income of the survey is the same.
PEOPLE = {
    "a": ("p", 1, 3, 1000, 1400), "b": ("p", 2, 3, 1000, 1600), "c": ("q", 2, 2, 2000, 2000), "d": ("q", 1, 2, 1000, 1200),
    "e": ("u", 1, 2, 1000, 1100), "f": ("u", 2, 3, 1000, 1100), "g": ("v", 3, 3, 1000, 1300), "h": ("v", 2, 3, 1000, 1300),
}  # fmt: skip
IN_MODEL = "abcd"


def programme(folder, sampling: str, psus: bool = True) -> Programme:
    made = Programme(folder, problems=False, sampling=sampling)
    head = ("household_id", "survey_round", "county_code", "income_month_baht", "verification", "stratum", "psu")
    made.write(
        "households.csv",
        head,
        *(
            (name, when, "A", income, "verified_poor", "s", psu if psus else "")
            for name, (psu, _, _, before, after) in PEOPLE.items()
            for when, income in ((OLD, before), (NEW, after))
        ),
    )
    made.write(
        "capitals.csv",
        ("household_id", "survey_round", "h1", "h2", "m1", "m2"),
        *((name, when, *[score] * 4) for name, row in PEOPLE.items() for when, score in ((OLD, row[1]), (NEW, row[2]))),
    )
    made.write("models.csv", ("model_id", "county_code", "model_group"), ("m", "A", "Chain"))
    columns = ("model_id", "household_id", "income_before_month", "income_after_month")
    made.write("participation.csv", columns, *(("m", name, *PEOPLE[name][3:]) for name in IN_MODEL))
    assert made.load().rejected == 0
    return made


@pytest.fixture(scope="module")
def survey(tmp_path_factory) -> Programme:
    return programme(tmp_path_factory.mktemp("survey"), "survey")


def test_income_of_models_moves_in_psus(survey):
    # Changes 400, 600 in p and 0, 200 in q: mean 300. z per PSU: (1000 - 600)/4 = 100 and -100, u and v stay with 0.
    # Four PSUs: variance 4/3 x (100^2 + 100^2) = 80000/3.
    half = T3 * (80000 / 3) ** 0.5
    for question in ("model_income", "model_groups", "model_list"):
        [row] = survey.ask(question)
        assert (row["mean_change"], row["n_households"]) == (300, 4)
        assert (row["low"], row["high"]) == pytest.approx((300 - half, 300 + half), abs=1e-3)


def test_capitals_of_models_move_in_psus(survey):
    # Changes 2, 1 in p and 0, 1 in q: mean 1. z: (3 - 2)/4 and (1 - 2)/4; variance 4/3 x 2/16 = 1/6.
    rows = [row for row in survey.ask("model_capitals") if row["capital"] == "overall"]
    assert [row["model_group"] for row in rows] == ["*", "Chain"]
    for row in rows:
        half = T3 * (1 / 6) ** 0.5
        assert (row["mean_change"], row["low"], row["high"]) == pytest.approx((1, 1 - half, 1 + half), abs=1e-6)


def test_a_comparison_is_the_difference_of_two_domains_of_one_design(survey):
    # Comparison: changes 1, 1 in u and 0, 1 in v: mean 3/4; z: (2 - 3/2)/4 = 1/8 and -1/8, taken off.
    # Totals 1/4, -1/4, -1/8, 1/8: variance 4/3 x (2/16 + 2/64) = 5/24.
    [row] = [row for row in survey.ask("model_comparison") if row["measure"] == "overall"]
    half = T3 * (5 / 24) ** 0.5
    assert (row["difference"], row["se"]) == pytest.approx((1 / 4, (5 / 24) ** 0.5))
    assert (row["low"], row["high"]) == pytest.approx((1 / 4 - half, 1 / 4 + half), abs=1e-6)


@pytest.mark.parametrize(("sampling", "psus"), [("census", True), ("survey", False)])
def test_without_psus_households_are_the_units(tmp_path, sampling, psus):
    # Changes 400, 600, 0, 200: variance 200000/3, error of the mean sqrt(200000/12); t with 3 is the same.
    [row] = programme(tmp_path, sampling, psus).ask("model_income")
    half = T3 * (200000 / 12) ** 0.5
    assert (row["low"], row["high"]) == pytest.approx((300 - half, 300 + half), abs=1e-3)


def test_behind_the_gate_four_households_tell_nothing(survey):
    survey.settings.protect_menu = True
    for question in ("model_income", "model_groups", "model_capitals", "model_comparison"):
        rows = survey.ask(question, PUBLIC)
        assert rows and all(row["low"] is HIDDEN and row["high"] is HIDDEN for row in rows), question
