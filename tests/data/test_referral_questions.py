"""Referral questions beyond the funnel, on a handful of cases whose days are counted by hand."""

import numpy as np
import pytest

from data.statistics.incidence import cumulative_incidence, day_reached
from tests.programmes import ROUND, Programme, write_csv

STAGES = ("verified", "referred", "accepted", "in_progress", "helped")


def days(*pairs: tuple[int, int]) -> np.ndarray:
    counts = np.zeros(12)
    for day, count in pairs:
        counts[day] += count
    return counts


def test_without_exits_and_open_cases_incidence_is_the_plain_share():
    incidence = cumulative_incidence(days((2, 1), (5, 3)), days(), days())
    assert list(incidence[[0, 1, 2, 4, 5, 11]]) == [0, 0, 0.25, 0.25, 1, 1]
    assert (day_reached(incidence, 0.25), day_reached(incidence, 0.5), day_reached(incidence, 0.9)) == (2, 5, 5)


def test_exits_compete_and_open_cases_are_censored():
    # Five cases: reached on day 2, exit on day 3, open since day 4, reached on day 6, open on day 9.
    incidence = cumulative_incidence(days((2, 1), (6, 1)), days((3, 1)), days((4, 1), (9, 1)))
    # Day 2: 1/5, surviving 4/5. Day 3: an exit leaves surviving 4/5 * 3/4 = 3/5. Day 6: two at risk: 1/5 + 3/5 * 1/2 = 1/2.
    assert incidence[2] == pytest.approx(1 / 5) and incidence[5] == pytest.approx(1 / 5)
    assert incidence[6] == pytest.approx(1 / 2) and incidence[11] == pytest.approx(1 / 2)
    assert day_reached(incidence, 0.5) == 6 and day_reached(incidence, 0.9) is None


HOUSEHOLDS = [
    ("household_id", "survey_round", "county_code", "verification", "tpmap_listed", "welfare_card"),
    ("a", ROUND, "A", "verified_poor", 1, 1),
    ("b", ROUND, "A", "verified_poor", 1, 0),
    ("c", ROUND, "A", "verified_poor", 0, 1),
    ("d", ROUND, "A", "verified_poor", "", ""),
    ("e", ROUND, "A", "verified_poor", 0, 0),
    ("f", ROUND, "A", "not_poor", 1, 0),
    ("g", ROUND, "A", "not_found", 1, 1),
]
CAPITALS = [
    ("household_id", "survey_round", "h1", "m1", "m2"),
    *((name, ROUND, score, score, score) for name, score in zip("abcde", (1, 1.5, 2, 3, 4), strict=True)),
]
PROBLEMS = [
    ("household_id", "survey_round", "ill", "hungry", "leak"),
    ("a", ROUND, 1, 0, 1),
    ("b", ROUND, 0, 1, 0),
    ("c", ROUND, 0, 0, 1),
    ("d", ROUND, 0, 0, 0),
]
# Entry is 1 January everywhere; the snapshot is made today, long after.
EVENTS = [
    ("referral_id", "household_id", "stage", "event_date", "need", "agency", "reason"),
    ("r1", "a", "identified", "2026-01-01", "clinic", "x", ""),
    ("r1", "a", "helped", "2026-01-11", "clinic", "x", ""),
    ("r2", "b", "identified", "2026-01-01", "clinic", "y", ""),
    ("r2", "b", "verified", "2026-01-05", "clinic", "y", ""),
    ("r2", "b", "returned", "2026-01-21", "clinic", "y", "no papers"),
    ("r3", "c", "identified", "2026-01-01", "roof", "x", ""),
    ("r3", "c", "verified", "2026-01-03", "roof", "x", ""),
]


@pytest.fixture(scope="module")
def programme(tmp_path_factory) -> Programme:
    programme = Programme(tmp_path_factory.mktemp("referrals"))
    write_csv(
        programme.reference / "needs.csv",
        [
            ("need", "dimension_key", "name_th", "name_en"),
            ("clinic", "health", "คลินิก", "Clinic"),
            ("roof", "home", "หลังคา", "Roof"),
            ("cash", "", "เงิน", "Cash"),
        ],
    )
    programme.write("households.csv", *HOUSEHOLDS)
    programme.write("capitals.csv", *CAPITALS)
    programme.write("problems.csv", *PROBLEMS)
    programme.write("referrals.csv", *EVENTS)
    programme.write(
        "assistance.csv",
        ("household_id", "kind", "date"),
        ("c", "roof", "2026-02-01"),
        ("d", "clinic", "2026-02-01"),
        ("a", "cash", "2026-02-01"),
    )
    assert programme.load().rejected == 0
    return programme


def test_days_to_each_stage(programme):
    found = {row["stage"]: row for row in programme.ask("stage_days")}
    # verified or later: c on day 2, b on day 4, a (helped at once) on day 10: half of three is passed on day 4.
    assert (found["verified"]["median_days"], found["verified"]["p90_days"]) == (4, 10)
    # referred or later: only a on day 10, b left on day 20, c is still open: one third, never half.
    assert (found["referred"]["median_days"], found["referred"]["exited"], found["referred"]["open"]) == (None, 1, 1)
    assert found["helped"]["within_30"] == pytest.approx(1 / 3)
    assert tuple(found) == STAGES


def test_open_cases_by_age(programme):
    found = {row["age"]: (row["referrals"], row["share"]) for row in programme.ask("ageing")}
    # Only c is open, since January.
    assert found == {"0-7": (0, 0), "8-30": (0, 0), "31-90": (0, 0), ">90": (1, 1)}


def test_side_exits_with_their_reasons(programme):
    [row] = programme.ask("exits")
    assert (row["exit_stage"], row["reason"], row["referrals"], row["share"]) == ("returned", "no papers", 1, 1 / 3)


def test_where_referrals_wait_and_leave(programme):
    found = {row["stage"]: (row["referrals"], row["open"], row["exited"]) for row in programme.ask("stage_ends")}
    # b left from "verified", c waits there; a was helped and stands nowhere.
    assert found["verified"] == (2, 1, 1)
    assert all(found[stage] == (0, 0, 0) for stage in ("identified", "referred", "accepted", "in_progress"))


def test_days_between_stages_are_counted_from_the_stage_before(programme):
    found = {row["stage"]: row for row in programme.ask("funnel")}
    # From entry: b on day 4, c on day 2: median 3, and the same from the stage before. a has no date but its last one:
    # day 10 from entry, unknown from the stage before.
    assert (found["verified"]["median_days"], found["verified"]["step_days"]) == (3, 3)
    assert (found["helped"]["median_days"], found["helped"]["step_days"]) == (10, None)
    assert found["identified"]["step_days"] is None


def test_needs_and_agencies(programme):
    found = [
        (row["need"], row["agency"], row["referrals"], row["helped"], row["helped_share"])
        for row in programme.ask("agencies")
    ]
    assert found == [("clinic", "x", 1, 1, 1), ("clinic", "y", 1, 0, 0), ("roof", "x", 1, 0, 0)]


def test_the_lowest_fifth_never_referred(programme):
    [row] = programme.ask("never_referred")
    # Five verified poor with 1, 1.5, 2, 3, 4: the lowest fifth is a, who was referred.
    assert (row["lowest_fifth"], row["never_referred"], row["never_share"]) == (1, 0, 0)


def test_needs_met(programme):
    found = {row["dimension"]: row for row in programme.ask("need_met")}
    # Health: a and b are deprived, both referred to a clinic, a was helped (d got a clinic without being deprived).
    assert [found["health"][name] for name in ("deprived", "referred", "helped", "helped_share")] == [2, 2, 1, 1 / 2]
    # Home: a and c are deprived; c was referred and given a roof; a's cash answers no dimension.
    assert [found["home"][name] for name in ("deprived", "referred", "helped", "referred_share")] == [2, 1, 1, 1 / 2]


def test_the_eight_parts_of_the_lists(programme):
    found = {(row["listed"], row["card"], row["poor"]): row["households"] for row in programme.ask("overlap")}
    assert found == {
        (1, 1, 1): 1,
        (1, 1, 0): 0,
        (1, 0, 1): 1,
        (1, 0, 0): 1,
        (0, 1, 1): 1,
        (0, 1, 0): 0,
        (0, 0, 1): 2,
        (0, 0, 0): 0,
    }
    # g was not found and so not surveyed: six surveyed households in all.
    assert sum(found.values()) == 6


def test_without_needs_in_the_reference_there_is_no_answer(tmp_path):
    programme = Programme(tmp_path, capitals=False)
    programme.write("households.csv", ("household_id", "survey_round", "county_code"), ("a", 1, "A"))
    programme.write("problems.csv", ("household_id", "survey_round", "ill"), ("a", 1, 1))
    programme.load()
    assert programme.ask("need_met") == []
