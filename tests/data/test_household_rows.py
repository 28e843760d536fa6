"""Single households: a page in order for those who may see them, nothing for anybody else."""

import pytest

from data.cohort import Condition, read_cohort
from data.library import Library
from data.viewer import Viewer
from tests.programmes import ADMIN, ROUND, Programme

OPERATOR = Viewer("operator", frozenset({"A"}))
STRANGERS = [
    Viewer("public"),
    Viewer("policymaker"),
    Viewer("researcher", frozenset({"A"}), "a study"),
    Viewer("operator"),
]


@pytest.fixture(scope="module", params=[False, True])
def programme(request, tmp_path_factory) -> Programme:
    programme = Programme(tmp_path_factory.mktemp("rows"), problems=False)
    programme.settings.protect_menu = request.param
    rows = [
        (f"h{i:03}", ROUND, "A" if i < 60 else "B", "A1" if i < 2 else "", i if i else "", f"{i % 3}")
        for i in range(70)
    ]
    head = ("household_id", "survey_round", "county_code", "ward_code", "debt_baht", "main_occupation")
    programme.write("households.csv", head, *rows)
    programme.write("capitals.csv", ("household_id", "survey_round", "h1"), ("h001", ROUND, 3))
    events = [
        ("r1", "h001", "identified", "2026-01-10"), ("r1", "h001", "verified", "2026-01-20"),
        ("r2", "h002", "identified", "2026-01-05"), ("r3", "h003", "identified", "2026-01-01"),
        ("r3", "h003", "helped", "2026-02-01"), ("r4", "h004", "identified", "2026-01-02"),
        ("r4", "h004", "returned", "2026-01-03"), ("r5", "h065", "identified", "2026-01-01"),
    ]  # fmt: skip
    programme.write("referrals.csv", ("referral_id", "household_id", "stage", "event_date"), *events)
    assert programme.load().rejected == 0
    return programme


def test_pages_hold_fifty_in_order_and_say_how_many_there_are(programme):
    first = programme.ask("households", sort="-debt_baht")
    second = programme.ask("households", sort="-debt_baht", page=2)
    # 69 down to 20, then 19 down to 1, and the one without a debt last.
    assert [row["debt_baht"] for row in first] == list(range(69, 19, -1))
    assert [row["debt_baht"] for row in second] == [*range(19, 0, -1), None]
    assert [row["rank"] for row in second] == list(range(51, 71)) and {row["total"] for row in second} == {70}
    assert programme.ask("households", sort="debt_baht")[0]["debt_baht"] == 1
    assert programme.ask("households", page=3) == []


def test_rows_carry_keyed_ids_areas_and_every_field(programme):
    [row] = programme.ask("households", cohort=(Condition("capital_human", "3"),))
    assert row["household_id"].startswith("kj_") and len(row["household_id"]) == 35
    assert (row["code"], row["county_code"], row["ward_code"], row["score_h1"]) == ("A", "A", "A1", 3)
    assert (row["total"], row["in_model"], row["level"]) == (1, False, None)


def test_filters_and_places_narrow_the_rows(programme):
    reference = Library(programme.settings).reference()
    assert programme.ask("households", place="B")[0]["total"] == 10
    assert {row["code"] for row in programme.ask("households", place="A", by="ward")} == {"A1", "unknown"}
    chosen = programme.ask(
        "households", cohort=read_cohort("main_occupation:2;debt_baht:..5", reference), sort="debt_baht"
    )
    # Occupation 2 is i = 2, 5, 8 …; debts to 5.
    assert [row["debt_baht"] for row in chosen] == [2, 5]


def test_an_operator_reads_the_own_areas_and_nothing_else(programme):
    assert {row["code"] for row in programme.ask("households", viewer=OPERATOR)} == {"A"}
    assert programme.ask("households", viewer=OPERATOR)[0]["total"] == 60
    assert programme.ask("households", viewer=OPERATOR, place="B") == []


@pytest.mark.parametrize("question", ["households", "waiting_list"])
@pytest.mark.parametrize("viewer", STRANGERS, ids=lambda viewer: viewer.role)
def test_everybody_else_gets_nothing(programme, question, viewer):
    assert programme.ask(question, viewer=viewer) == []
    assert programme.ask(question, viewer=viewer, cohort=(Condition("debt_baht", "1"),)) == []


def test_who_waits_longest_stands_first(programme):
    rows = programme.ask("waiting_list", viewer=OPERATOR)
    # r3 was helped, r4 left, r5 is in Beta: r2 of the 5th before r1 of the 10th of January.
    assert [(row["referral_id"], row["stage"], row["total"], row["rank"]) for row in rows] == [
        ("r2", "identified", 2, 1),
        ("r1", "verified", 2, 2),
    ]
    assert rows[0]["days_waiting"] - rows[1]["days_waiting"] == 5
    assert rows[1]["days_waiting"] - rows[1]["days_in_stage"] == 10
    assert rows[0]["household_id"].startswith("kj_")


def test_an_admin_has_no_work_list(programme):
    assert programme.ask("waiting_list", viewer=ADMIN) == []


def test_one_household_is_found_by_its_stored_id_inside_the_own_areas_only(programme):
    [row] = programme.ask("households", cohort=(Condition("capital_human", "3"),))
    wanted = row["household_id"]
    [found] = programme.ask("household", household=wanted)
    assert (found["survey_round"], found["county_code"], found["score_h1"]) == (ROUND, "A", 3)
    [own] = programme.ask("household", viewer=OPERATOR, household=wanted)
    assert own == found
    assert programme.ask("household", viewer=Viewer("operator", frozenset({"B"})), household=wanted) == []
    assert [programme.ask("household", viewer=viewer, household=wanted) for viewer in STRANGERS] == [[]] * len(
        STRANGERS
    )
    assert programme.ask("household", household="kj_" + "0" * 32) == [] and programme.ask("household") == []
