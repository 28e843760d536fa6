"""Spread of scores, levels by fifth: counted by hand, with and without weights, and with noise for the public."""

from collections import defaultdict

import pytest

from data.gate import HIDDEN
from data.viewer import PUBLIC
from tests.programmes import ROUND, Programme

HEAD = ("household_id", "survey_round", "county_code", "weight", "verification")
# name: (weight, kind, h1, h2, m1, m2); human is 3/4 h1 + 1/4 h2.
PEOPLE = {
    "a": (1, "verified_poor", 1, 1, 1, 1),
    "b": (2, "verified_poor", 1, 2, 2, 2),
    "c": (1, "verified_poor", 2, 2, 3, 3),
    "d": (1, "not_poor", 4, 4, 4, 4),
    "e": (1, "verified_poor", 3.5, 3.5, "", ""),
    "f": (5, "moved", 1, 1, 1, 1),
}


def made(folder, weighted: bool) -> Programme:
    programme = Programme(folder, problems=False)
    rows = [(name, ROUND, "A", person[0] if weighted else 1, person[1]) for name, person in PEOPLE.items()]
    programme.write("households.csv", HEAD, *rows)
    answers = [(name, ROUND, *person[2:]) for name, person in PEOPLE.items()]
    programme.write("capitals.csv", ("household_id", "survey_round", "h1", "h2", "m1", "m2"), *answers)
    assert programme.load().rejected == 0
    return programme


@pytest.fixture(scope="module", params=[True, False], ids=["weights", "no weights"])
def world(request, tmp_path_factory) -> tuple[Programme, int]:
    """The programme, and the weight of b."""
    return made(tmp_path_factory.mktemp("spread"), request.param), 2 if request.param else 1


def test_histogram_of_a_capital(world):
    programme, b = world
    rows = [row for row in programme.ask("capital_spread") if row["capital"] == "human"]
    # a 1, b 1.25, c 2, d 4 (the last step), e 3.5; f moved away and was not surveyed.
    assert [(row["low"], row["high"]) for row in rows][::11] == [(1, 1.25), (3.75, 4)]
    found = {row["low"]: (row["n_households"], row["households"]) for row in rows if row["n_households"]}
    assert found == {1: (1, 1), 1.25: (1, b), 2: (1, 1), 3.5: (1, 1), 3.75: (1, 1)}
    assert {row["low"]: row["share"] for row in rows}[1.25] == pytest.approx(b / (4 + b))
    overall = [row for row in programme.ask("capital_spread") if row["capital"] == "overall"]
    # e has no money and so no overall.
    assert sum(row["n_households"] for row in overall) == 4


def test_scores_of_an_indicator(world):
    programme, b = world
    rows = {row["score"]: row for row in programme.ask("score_spread") if row["indicator"] == "h1"}
    # a and b 1, c 2, e 3.5 counts with 3, d 4.
    assert [rows[score]["households"] for score in (1, 2, 3, 4)] == [1 + b, 1, 1, 1]
    assert rows[1]["share"] == pytest.approx((1 + b) / (4 + b)) and rows[1]["capital"] == "human"


def test_levels_by_fifth_are_those_of_the_verified_poor(world):
    programme, _ = world
    rows = {(row["quintile"], row["level"]): row for row in programme.ask("level_fifths")}
    # Ranked: a 1, b (1.25 + 2)/2 = 1.625, c 2.5; d is not poor. Of three, the lowest two stand in fifths 1 and 2 or 3.
    assert sum(row["n_households"] for row in rows.values()) == 3
    assert (rows[1, 1]["households"], rows[1, 1]["share"], rows[1, 2]["share"]) == (1, 1, 0)
    assert {key: row["households"] for key, row in rows.items() if row["households"] and key[0] > 1}[4, 3] == 1
    assert len(rows) == 20


def test_every_spread_adds_up_to_the_households_that_have_it(world):
    programme, _ = world
    known = {row["capital"]: row["n_households"] for row in programme.ask("capitals")}
    total = defaultdict(int)
    for row in programme.ask("capital_spread"):
        total[row["capital"]] += row["n_households"]
    assert total == known
    shares = defaultdict(float)
    for question in ("score_spread", "level_fifths"):
        for row in programme.ask(question):
            shares[question, row.get("indicator", row.get("quintile"))] += row["share"] or 0
    assert set(map(round, shares.values())) <= {0, 1}


def test_without_capitals_there_is_no_spread(tmp_path):
    programme = Programme(tmp_path, capitals=False, problems=False)
    programme.write("households.csv", ("household_id", "survey_round", "county_code"), ("a", 1, "A"))
    programme.load()
    assert [programme.ask(name) for name in ("capital_spread", "score_spread", "level_fifths")] == [[], [], []]


def test_the_public_sees_large_steps_with_noise_and_no_small_ones(tmp_path):
    programme = Programme(tmp_path, problems=False)
    programme.settings.protect_menu = True
    names = [f"h{i}" for i in range(64)]
    programme.write("households.csv", HEAD, *((name, ROUND, "A", 1, "verified_poor") for name in names))
    scores = [(name, ROUND, *[1 if i < 60 else 4] * 4) for i, name in enumerate(names)]
    programme.write("capitals.csv", ("household_id", "survey_round", "h1", "h2", "m1", "m2"), *scores)
    programme.load()
    rows = {row["low"]: row for row in programme.ask("capital_spread", viewer=PUBLIC) if row["capital"] == "human"}
    assert abs(rows[1]["households"] - 60) <= 5 and 0.8 < rows[1]["share"] <= 1
    assert (rows[3.75]["households"], rows[2]["households"], rows[2]["share"]) == (HIDDEN, HIDDEN, HIDDEN)
    rows = {(row["indicator"], row["score"]): row for row in programme.ask("score_spread", viewer=PUBLIC)}
    assert abs(rows["m1", 1]["households"] - 60) <= 5 and rows["m1", 4]["households"] is HIDDEN
