"""Every question on ten households whose answers are worked out by hand."""

import pytest

from tests.programmes import ROUND, Programme

OLD = 20251
HOUSEHOLDS = [
    ("household_id", "survey_round", "county_code", "ward_code", "weight", "size", "tpmap_listed", "verification"),
    ("a", ROUND, "A", "A1", 1, 4, 1, "verified_poor"),
    ("b", ROUND, "A", "A1", 1, 2, 0, "verified_poor"),
    ("c", ROUND, "A", "A2", 2, 1, "", "newly_found"),
    ("d", ROUND, "A", "", 1, 3, 1, "not_poor"),
    ("e", ROUND, "A", "A2", 1, 5, 1, "not_found"),
    ("f", ROUND, "B", "B1", 1, 2, 1, "moved"),
    ("g", ROUND, "B", "B1", 3, 2, 1, "verified_poor"),
    ("h", ROUND, "B", "", 1, 1, 0, "not_poor"),
    ("a", OLD, "A", "A1", 1, 4, 1, "verified_poor"),
]
# h1 and h2 weigh 3/4 and 1/4 of human, m1 and m2 half of money each.
CAPITALS = [
    ("household_id", "survey_round", "h1", "h2", "m1", "m2"),
    ("a", ROUND, 1, 1, 1, 1),
    ("b", ROUND, 2, 2, 2, 4),
    ("c", ROUND, 3, 3, "", ""),
    ("d", ROUND, 4, 4, 4, 4),
    ("g", ROUND, 2, 2, 3, 3),
    ("a", OLD, 1, 1, 1, 1),
]
# In sixths: ill 1, hungry 2, leak 3. The default k of 1/2 is 3 sixths.
PROBLEMS = [
    ("household_id", "survey_round", "ill", "hungry", "leak"),
    ("a", ROUND, 1, 1, 1),  # 6
    ("b", ROUND, 1, 1, "na"),  # 3: exactly on the line
    ("c", ROUND, 0, 1, 0),  # 2
    ("d", ROUND, 0, 0, 0),  # 0
    ("g", ROUND, 1, "", 1),  # unknown: leaves the sample
    ("h", ROUND, 0, 0, 0),  # 0
    ("a", OLD, 0, 0, 0),
]


@pytest.fixture(scope="module")
def programme(tmp_path_factory) -> Programme:
    programme = Programme(tmp_path_factory.mktemp("questions"))
    programme.write("households.csv", *HOUSEHOLDS)
    programme.write("capitals.csv", *CAPITALS)
    programme.write("problems.csv", *PROBLEMS)
    events = [("r1", "a", stage, day) for stage, day in (("identified", "2026-01-01"), ("referred", "2026-01-11"))]
    events += [("r1", "a", "referred", "2026-02-11"), ("r2", "b", "identified", "2026-01-01")]
    events += [
        ("r2", "b", "helped", "2026-01-31"),
        ("r3", "g", "identified", "2026-01-01"),
        ("r3", "g", "returned", "2026-01-05"),
    ]
    programme.write("referrals.csv", ("referral_id", "household_id", "stage", "event_date"), *events)
    help_rows = [
        ("a", "health", "2026-01-01", 100),
        ("a", "health", "2026-02-01", 50),
        ("b", "health", "2026-01-01", ""),
    ]
    programme.write("assistance.csv", ("household_id", "kind", "date", "amount_baht"), *help_rows)
    programme.write(
        "models.csv", ("model_id", "county_code", "budget_baht"), ("m1", "A", 1000), ("m2", "A", 500), ("m3", "B", "")
    )
    programme.write("participation.csv", ("model_id", "household_id"), ("m1", "a"), ("m1", "b"), ("m3", "g"))
    assert programme.load().rejected == 0
    return programme


def rows(programme: Programme, question: str, *columns: str, **selection) -> list[tuple]:
    return [tuple(row[name] for name in columns) for row in programme.ask(question, **selection)]


def test_verification_counts_and_errors(programme):
    found = rows(
        programme,
        "verification",
        "code",
        "n_households",
        "listed",
        "surveyed_households",
        "surveyed_persons",
        "verified_poor_households",
        "verified_poor_persons",
        "newly_found",
        "not_poor",
        "not_found",
        "moved",
    )
    # A, weighted: listed a d e = 3; surveyed a b c(2) d = 5 with 4 + 2 + 2 + 3 = 11 persons; poor a b c = 4 with 8 persons.
    # B: listed f, g (3) = 4; surveyed g (3) and h (1) = 4 with 6 + 1 = 7 persons; poor g = 3 with 6 persons.
    assert found == [("A", 5, 3, 5, 11, 4, 8, 2, 1, 1, 0), ("B", 3, 4, 4, 7, 3, 6, 0, 1, 0, 1)]


def test_inclusion_and_exclusion_error_and_coverage(programme):
    found = rows(programme, "verification", "inclusion_error", "exclusion_error", "coverage")
    # A: listed and surveyed a d, of whom d is not poor: 1/2. Poor a b c(2), not listed b and the newly found c(2): 3/4.
    # Coverage 2 of 3 listed. B: nobody listed is not poor; g listed; coverage g (3) of 4.
    assert found == [(1 / 2, 3 / 4, 2 / 3), (0, 0, 3 / 4)]


def test_higher_levels_divide_last(programme):
    found = rows(programme, "verification", "code", "n_households", "inclusion_error", "coverage", by="nation")
    # Listed and surveyed a d g(3) = 5, of whom d: 1/5, not the mean of 1/2 and 0. Coverage 5 of 7.
    assert found == [("N", 8, 1 / 5, 5 / 7)]


def test_areas_below_the_home_level_keep_an_unknown_group(programme):
    found = rows(programme, "verification", "code", "n_households", by="ward")
    assert found == [("A1", 2), ("A2", 2), ("B1", 2), ("unknown", 2)]


def test_capitals(programme):
    found = rows(programme, "capitals", "code", "capital", "n_households", "mean", "q1", "median", "q3")
    # A, human: a 1, b 2, c 3 twice, d 4 -> 13/5; quartiles of the households 1 2 3 4. Money: a 1, b 3, d 4; c unanswered.
    # Overall: a 1, b 2.5, d 4; c has no money and so no overall. B: g alone, weight 3; h has no answers.
    assert found == [
        ("A", "human", 4, 13 / 5, 1.75, 2.5, 3.25),
        ("A", "money", 3, 8 / 3, 2, 3, 3.5),
        ("A", "overall", 3, 2.5, 1.75, 2.5, 3.25),
        ("B", "human", 1, 2, 2, 2, 2),
        ("B", "money", 1, 3, 3, 3, 3),
        ("B", "overall", 1, 2.5, 2.5, 2.5, 2.5),
    ]


def test_capitals_by_persons_weigh_households_by_their_size(programme):
    found = rows(programme, "capitals", "capital", "mean", place="A", unit="persons")
    # Human: (4*1 + 2*2 + 2*1*3 + 3*4) / 11 = 26/11.
    assert found[0] == ("human", 26 / 11)


def test_standard_deviation_is_weighted(programme):
    [sd] = [row["sd"] for row in programme.ask("capitals", place="A") if row["capital"] == "human"]
    # Mean 13/5; squares (1 + 4 + 9*2 + 16)/5 = 39/5; variance 39/5 - 169/25 = 26/25.
    assert sd == pytest.approx((26 / 25) ** 0.5, abs=1e-12)


def test_levels(programme):
    found = rows(programme, "levels", "code", "level", "households", "share")
    # A: a overall 1 -> 1, b 2.5 -> 3, d 4 -> 4. B: g 2.5 -> 3, weight 3.
    assert found[:4] == [("A", 1, 1, 1 / 3), ("A", 2, 0, 0), ("A", 3, 1, 1 / 3), ("A", 4, 1, 1 / 3)]
    assert found[4:] == [("B", 1, 0, 0), ("B", 2, 0, 0), ("B", 3, 3, 1), ("B", 4, 0, 0)]


def test_poverty_by_persons_on_the_line_is_poor(programme):
    [a, b] = rows(
        programme,
        "poverty",
        "code",
        "n_households",
        "n_persons",
        "H",
        "A",
        "M0",
        "poor_households",
        "poor_persons",
        "missing_share",
    )
    # A: persons a 4, b 2, c 2, d 3 = 11; poor a (6/6) and b (3/6, on the line): H 6/11, A (4*1 + 2*1/2)/6 = 5/6, M0 5/11.
    assert a == ("A", 4, 11, 6 / 11, pytest.approx(5 / 6), pytest.approx(5 / 11), 2, 6, 0)
    # B: g leaves the sample, h is not poor: H = M0 = 0 and A is undefined; 1 of 2 surveyed households is missing.
    assert b == ("B", 1, 1, 0, None, 0, 0, 0, 1 / 2)


@pytest.mark.parametrize(
    ("selection", "headcount", "intensity"),
    [
        # A by households with weights 1, 1, 2, 1 and scores 6, 3, 2, 0 sixths.
        ({"unit": "households"}, 2 / 5, (1 + 1 / 2) / 2),
        ({"unit": "households", "k": "1/3"}, 4 / 5, (1 + 1 / 2 + 2 / 3) / 4),
        ({"unit": "households", "k": "33/100"}, 4 / 5, (1 + 1 / 2 + 2 / 3) / 4),
        ({"unit": "households", "k": "1"}, 1 / 5, 1),
        ({"unit": "households", "k": "1/6"}, 4 / 5, (1 + 1 / 2 + 2 / 3) / 4),
    ],
)
def test_the_cut_off_and_the_unit_change_who_is_counted(programme, selection, headcount, intensity):
    [row] = programme.ask("poverty", place="A", **selection)
    assert (row["H"], row["A"]) == (pytest.approx(headcount), pytest.approx(intensity))


def test_a_blank_answer_may_count_as_not_deprived(programme):
    [row] = programme.ask("poverty", place="B", missing="zero", unit="households")
    # g: ill and leak = 4/6 with weight 3, h 0: H 3/4, A 2/3.
    assert (row["n_households"], row["H"], row["A"]) == (2, 3 / 4, pytest.approx(2 / 3))


def test_contributions_add_up_to_the_index(programme):
    found = rows(
        programme, "contributions", "indicator", "dimension", "uncensored", "censored", "contribution_pct", place="A"
    )
    # Persons 11. Deprived: ill a 4 + b 2 = 6; hungry a b c = 8; leak a 4. Poor are a and b: censored 6, 6, 4.
    # Units x censored: 1*6 + 2*6 + 3*4 = 30 = 6 * 11 * M0 (5/11).
    assert found == [
        ("ill", "health", 6 / 11, 6 / 11, pytest.approx(20)),
        ("hungry", "health", 8 / 11, 6 / 11, pytest.approx(40)),
        ("leak", "home", 4 / 11, 4 / 11, pytest.approx(40)),
    ]


def test_contributions_are_undefined_where_nobody_is_poor(programme):
    assert {row["contribution_pct"] for row in programme.ask("contributions", place="B")} == {None}


def test_the_round_is_the_latest_unless_chosen(programme):
    assert [row["n_households"] for row in programme.ask("verification", place="A")] == [5]
    assert [row["n_households"] for row in programme.ask("verification", place="A", round=OLD)] == [1]
    [old] = programme.ask("poverty", place="A", round=OLD)
    assert (old["H"], old["A"], old["M0"]) == (0, None, 0)


def test_the_place_restricts_rows(programme):
    assert {row["code"] for row in programme.ask("capitals", place="A1", by="ward")} == {"A1"}
    assert programme.ask("verification", place="A1")[0]["n_households"] == 2


def test_the_funnel_never_rises_and_counts_repeated_events_once(programme):
    found = rows(programme, "funnel", "stage", "reached", "step_rate", "overall_rate", "median_days", by="nation")
    # Three referrals enter. r1 reached referred after 10 days (its second date does not count), r2 helped after 30,
    # r3 stayed identified and was returned. Reached = this stage or a later one.
    assert found == [
        ("identified", 3, None, 1, 0),
        ("verified", 2, 2 / 3, 2 / 3, None),
        ("referred", 2, 1, 2 / 3, 10),
        ("accepted", 1, 1 / 2, 1 / 3, None),
        ("in_progress", 1, 1, 1 / 3, None),
        ("helped", 1, 1, 1 / 3, 30),
    ]


def test_assistance_counts_households_once_per_kind(programme):
    assert rows(programme, "assistance", "code", "kind", "households", "episodes", "amount_baht") == [
        ("A", "health", 2, 3, 150)
    ]


def test_models_by_home_area_and_below(programme):
    assert rows(programme, "models", "code", "models", "households", "budget_baht") == [
        ("A", 2, 2, 1500),
        ("B", 1, 1, None),
    ]
    assert rows(programme, "models", "code", "models", "households", "budget_baht", by="ward") == [
        ("A1", 1, 2, None),
        ("B1", 1, 1, None),
    ]


def test_without_sizes_households_are_the_only_unit(tmp_path):
    programme = Programme(tmp_path, capitals=False)
    programme.write("households.csv", ("household_id", "survey_round", "county_code"), ("a", 1, "A"), ("b", 1, "A"))
    programme.write("problems.csv", ("household_id", "survey_round", "leak"), ("a", 1, 1), ("b", 1, 0))
    programme.load()
    # Two indicators of three were never asked: nobody has all answers unless blanks count as not deprived.
    [row] = programme.ask("poverty", missing="zero")
    assert (row["H"], row["n_persons"], row["poor_persons"]) == (1 / 2, None, None)
    [found] = programme.ask("verification")
    assert (found["surveyed_households"], found["surveyed_persons"]) == (2, None)


def test_rounds_are_labelled_by_ce_years(tmp_path):
    programme = Programme(tmp_path, capitals=False, problems=False)
    header = ("household_id", "survey_round", "county_code", "survey_year")
    programme.write("households.csv", header, ("a", 20251, "A", ""), ("a", 20261, "A", 2569), ("a", 7, "A", 2024))
    programme.load()
    # Given in พ.ศ., given in CE, and read off the round.
    assert programme.manifest["rounds"] == [
        {"round": 7, "year": 2024},
        {"round": 20251, "year": 2025},
        {"round": 20261, "year": 2026},
    ]
