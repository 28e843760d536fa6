"""A whole programme of another country, as files only: every number worked out by hand from the rows in `tests/isle`."""

import json
from math import exp, log

import pytest

from data.queries import QUESTIONS
from data.settings import Settings
from tests.programmes import Programme, command

ISLE = Settings().reference.parent.parent / "tests" / "isle"
# Student's t for 4 PSUs less 2 strata, 97.5 %.
T2 = 4.302653
EIGHTEENTH, HOME = 1 / 18, ("power", "toilet", "water", "floor", "fuel", "goods")


@pytest.fixture(scope="module")
def isle(tmp_path_factory) -> Programme:
    programme = Programme(tmp_path_factory.mktemp("isle"))
    programme.settings = programme.settings.model_copy(update={"reference": ISLE / "reference"})
    programme.reference = ISLE / "reference"
    report = programme.load(ISLE / "exports")
    assert report.rejected == 0
    return programme


def by_code(rows: list[dict]) -> dict[str, dict]:
    return {row["code"]: row for row in rows}


def test_who_sits_on_the_cut_off_of_eighteenths_is_poor(isle):
    # Scores: a six homes = 6/18 = 1/3; c ill and three homes = 1/3; d 5/18; e 1/2; b, f, h nothing; g did not answer.
    # Persons (weight x size): a 8, b 4, c 6, d 2, e 15, f 3, h 4 = 42. Poor: a, c, e = 29.
    # Points: 8/3 + 6/3 + 15/2 = 73/6.
    [row] = isle.ask("poverty", by="isle")
    assert (row["n_households"], row["n_persons"], row["poor_persons"]) == (7, 42, 29)
    assert (row["H"], row["A"], row["M0"]) == pytest.approx((29 / 42, 73 / 174, 73 / 252))
    assert row["missing_share"] == 1 / 8
    # Just above a third nobody but e is left; at 33 % all three are.
    assert (
        isle.ask("poverty", by="isle", k="1/3")[0]["H"]
        == row["H"]
        == isle.ask("poverty", by="isle", k="33/100")[0]["H"]
    )
    assert isle.ask("poverty", by="isle", k="34/100")[0]["H"] == pytest.approx(15 / 42)


def test_shires_add_up_to_the_isle(isle):
    rows = by_code(isle.ask("poverty"))
    # North: 8 + 6 of 20, points 14/3. South: 15 of 22, points 15/2.
    north, south = rows["NORTH"], rows["SOUTH"]
    assert (north["H"], north["A"], north["M0"]) == pytest.approx((14 / 20, 1 / 3, 7 / 30))
    assert (south["H"], south["A"], south["M0"]) == pytest.approx((15 / 22, 1 / 2, 15 / 44))
    parishes = by_code(isle.ask("poverty", by="parish"))
    assert {code: row["n_persons"] for code, row in parishes.items()} == {"N1": 12, "N2": 8, "S1": 18, "unknown": 4}


def test_errors_come_from_the_strata_and_their_psus(isle):
    # z = (y - H x) / 42 per PSU, times 1764: -12 and 20 (urban), 108 and -116 (rural); two PSUs a stratum, so each
    # stratum's variance is the square of the difference: (32^2 + 224^2) / 1764^2.
    [row] = isle.ask("poverty", by="isle")
    error = 51200**0.5 / 1764
    assert row["H_se"] == pytest.approx(error)
    half = T2 * error / (29 / 42 * 13 / 42)
    ends = [1 / (1 + exp(-(log(29 / 13) + sign * half))) for sign in (-1, 1)]
    assert (row["H_low"], row["H_high"]) == pytest.approx(tuple(ends), abs=1e-6)
    # North is a domain of the design: (8 - 0.7 x 12)/20 = -0.02 and (6 - 0.7 x 8)/20 = 0.02; the rural PSUs stay with 0.
    assert by_code(isle.ask("poverty"))["NORTH"]["H_se"] == pytest.approx(0.04)


def test_contributions_are_those_of_the_weights(isle):
    rows = {(row["code"], row["indicator"]): row for row in isle.ask("contributions")}
    # South: e alone, three sixths of a half. North, points 14/3: ill 6/6; power, toilet, water (8 + 6)/18; the others 8/18.
    thirds = {
        key: 100 / 3 if key in ("ill", "meals", "years") else 0 for key in ("ill", "meals", "years", "attend", *HOME)
    }
    assert {key: rows["SOUTH", key]["contribution_pct"] for key in thirds} == pytest.approx(thirds)
    points = {"ill": 1, "meals": 0, "years": 0, "attend": 0}
    points |= {key: (14 if key in HOME[:3] else 8) * EIGHTEENTH for key in HOME}
    expected = {key: 100 * value / (14 / 3) for key, value in points.items()}
    assert {key: rows["NORTH", key]["contribution_pct"] for key in expected} == pytest.approx(expected)
    assert sum(expected.values()) == pytest.approx(100)
    # d is ill but not poor: 8 of 20 persons are deprived, 6 of them poor.
    assert (rows["NORTH", "ill"]["uncensored"], rows["NORTH", "ill"]["censored"]) == pytest.approx((0.4, 0.3))


def test_needs_are_met_by_the_help_that_the_programme_names(isle):
    rows = {(row["code"], row["dimension"]): row for row in isle.ask("need_met")}
    # Weighted households. North: c and d are ill, c was given a doctor. South: e and g, and e was referred and helped.
    assert [rows["NORTH", "health"][name] for name in ("deprived", "referred", "helped")] == [2, 0, 1]
    assert [rows["SOUTH", "health"][name] for name in ("deprived", "referred", "helped")] == [4, 3, 3]
    # a was sent to a teacher without lacking school; nobody is helped with a home.
    assert rows["SOUTH", "school"]["referred"] == 0 and rows["NORTH", "home"]["helped"] == 0
    assert {row["stage"]: row["reached"] for row in isle.ask("funnel", by="isle")} == {
        "identified": 2, "verified": 1, "referred": 1, "accepted": 1, "in_progress": 1, "helped": 1,
    }  # fmt: skip


def test_without_capitals_questions_about_them_have_no_rows(isle):
    for question in ("capitals", "levels", "weak_points", "level_fifths", "transitions", "model_capitals"):
        assert isle.ask(question) == [], question


@pytest.mark.parametrize("question", sorted(QUESTIONS))
def test_every_question_speaks_of_the_areas_of_the_isle(isle, question):
    codes = {row.get("code", "") for row in isle.ask(question)}
    assert codes <= {"I", "NORTH", "SOUTH", "unknown", ""}


def test_the_command_line_needs_no_more_than_the_folder(isle):
    done = command(isle, "data", "ask", "poverty", "by=shire", "k=1/3", "unit=persons", "--role", "admin", "--json")
    rows = by_code(json.loads(done.stdout)["rows"])
    assert rows["NORTH"]["M0"] == pytest.approx(7 / 30) and rows["SOUTH"]["H"] == pytest.approx(15 / 22)
