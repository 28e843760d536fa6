"""Cut-offs and combinations behind the gate: near the truth, the same as the poverty question, silent about few."""

import random

import pytest

from data.gate import HIDDEN
from data.library import Library
from data.queries import ask, free_poverty
from data.queries.kept import ANSWERS
from data.selection import Selection
from data.viewer import PUBLIC
from tests.programmes import ADMIN, ROUND, Programme


@pytest.fixture(scope="module")
def library(tmp_path_factory) -> Library:
    """300 households of Alpha and 12 of Beta; leaking roofs alone are rare: 4 of Alpha have nothing else."""
    programme = Programme(tmp_path_factory.mktemp("freecauses"), capitals=False)
    chance = random.Random(3)
    head = ("household_id", "survey_round", "county_code", "size")
    rows = [(f"h{i}", ROUND, "A" if i < 300 else "B", 1 + i % 4) for i in range(312)]
    programme.write("households.csv", head, *rows)
    answers = [(chance.randint(0, 1), chance.randint(0, 1), 0) for _ in range(150)]
    answers += [(1, chance.randint(0, 1), chance.randint(0, 1)) for _ in range(146)]
    answers += [(0, 0, 1)] * 4 + [(1, 1, 1)] * 12
    flags = [(f"h{i}", ROUND, *found) for i, found in enumerate(answers)]
    programme.write("problems.csv", ("household_id", "survey_round", "ill", "hungry", "leak"), *flags)
    programme.load()
    programme.settings.protect_menu = True
    return Library(programme.settings)


def told(library: Library, question: str, viewer=PUBLIC, **selection) -> list[dict]:
    return list(ask(question, Selection(**selection), viewer, library).rows)


def test_every_cut_off_is_the_free_poverty_question(library):
    for row in told(library, "cut_offs", unit="households"):
        if row["k"] in ("1/2", "7/10"):
            continue
        [same] = [
            found
            for found in told(library, "poverty", unit="households", k=Selection.from_query({"k": row["k"]}, library.reference()).k)
            if found["code"] == row["code"]
        ]  # fmt: skip
        assert [row[name] for name in ("n_households", "H", "A", "M0")] == [
            same[name] for name in ("n_households", "H", "A", "M0")
        ]


def test_cut_offs_stay_near_the_truth_and_rank_what_may_be_seen(library):
    exact = {(row["code"], row["k"]): row for row in told(library, "cut_offs", ADMIN, unit="households")}
    loose = {(row["code"], row["k"]): row for row in told(library, "cut_offs", unit="households")}
    assert exact.keys() == loose.keys()
    for key, row in loose.items():
        if key[0] == "A" and row["H"] is not HIDDEN:
            assert row["H"] == pytest.approx(exact[key]["H"], abs=0.05)
    # Everybody of Beta has every problem, so it ranks first where both can be seen: 12 households, noise at most 5.
    shown = [key[1] for key, row in loose.items() if key[0] == "B" and row["rank"] is not HIDDEN]
    assert all(loose["B", k]["rank"] == 1 for k in shown)
    assert all((row["rank"] is HIDDEN) == (row["M0"] is HIDDEN) for row in loose.values())


def test_another_cut_off_asks_the_database_nothing(library, monkeypatch):
    ANSWERS.clear()
    told(library, "poverty", k=Selection.from_query({"k": "1/3"}, library.reference()).k)
    opened, asked = library.opened(), []
    plain = type(opened).rows
    monkeypatch.setattr(type(opened), "rows", lambda self, *sql: asked.append(sql) or plain(self, *sql))
    rows = told(library, "poverty", k=Selection.from_query({"k": "2/3"}, library.reference()).k, unit="households")
    assert rows
    # Only which areas there are is asked again.
    assert all("DISTINCT" in sql[0] for sql in asked)


def test_combinations_are_near_the_truth_and_few_look_like_none(library):
    exact = {row["dimensions"]: row for row in told(library, "together", ADMIN, place="A")}
    loose = {row["dimensions"]: row for row in told(library, "together", place="A")}
    # Both dimensions, either, none: all four stand, whoever has them.
    assert set(loose) == {"", "health", "home", "health+home"}
    for name in ("health", "health+home"):
        assert abs(loose[name]["households"] - exact[name]["households"]) <= 5
        assert loose[name]["share"] == pytest.approx(exact[name]["share"], abs=0.04)
    # Four have a leaking roof and nothing else: hidden, as in Beta, where nobody does.
    assert exact["home"]["households"] == 4
    beta = {row["dimensions"]: row for row in told(library, "together", place="B")}
    assert loose["home"]["households"] is beta["home"]["households"] is HIDDEN
    assert loose["home"]["share"] is HIDDEN


def test_a_switched_off_indicator_changes_free_poverty(library):
    [all_on] = told(library, "poverty", place="A", unit="households", weights="indicators")
    [ill_off] = told(library, "poverty", place="A", unit="households", weights="indicators", off=("ill",))
    assert all_on["M0"] != ill_off["M0"]
    rows = told(library, "contributions", place="A", unit="households", off=("ill",))
    assert {row["indicator"]: row["contribution_pct"] for row in rows}["ill"] in (0, HIDDEN)


@pytest.mark.parametrize("missing", ["drop", "zero", "reweight"])
def test_the_programme_is_made_of_its_areas_and_says_the_same(library, monkeypatch, missing):
    chosen = {"by": "nation", "weights": "indicators", "missing": missing}
    ANSWERS.clear()
    rolled = told(library, "contributions", **chosen), told(library, "poverty", **chosen)
    ANSWERS.clear()
    monkeypatch.setattr(free_poverty, "_rolled_up", free_poverty._made_score_sums)
    asked = told(library, "contributions", **chosen), told(library, "poverty", **chosen)
    ANSWERS.clear()
    assert rolled == asked
    assert rolled[1][0]["code"] == "N"
