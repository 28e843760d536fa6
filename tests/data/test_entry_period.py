"""Referrals of one entry period: which days a year has, what it changes, and what a gated reader sees of it."""

from datetime import date

import pytest

from data.entry import entry_days, entry_periods, entry_words, read_entered
from data.gate import HIDDEN
from data.reference import load_reference
from data.selection import Selection
from data.viewer import PUBLIC, Viewer
from tests.programmes import ROUND, Programme

QUESTIONS = ("funnel", "stage_days", "stage_ends", "ageing", "exits", "agencies")


@pytest.mark.parametrize(
    ("text", "month", "read"),
    [
        ("2024", 10, "2024"),
        ("fy2024", 10, "fy2024"),
        ("fy2024", 1, "2024"),
        ("24", 10, ""),
        ("fy", 10, ""),
        ("3024", 10, ""),
    ],
)
def test_a_period_is_a_calendar_or_a_fiscal_year(text, month, read):
    assert read_entered(text, month) == read


def test_a_fiscal_year_ends_in_the_year_it_is_called_after():
    assert entry_days("fy2024", 10) == (date(2023, 10, 1), date(2024, 9, 30))
    assert entry_days("2024", 10) == (date(2024, 1, 1), date(2024, 12, 31))
    # From March on, the year before ends on the last day of February, which 2024 has 29 of.
    assert entry_days("fy2024", 3) == (date(2023, 3, 1), date(2024, 2, 29))
    assert (entry_words("fy2024").th, entry_words("2024").en) == ("ปีงบประมาณ 2567", "2024")


def test_the_periods_to_choose_from_end_with_the_day_of_the_data():
    assert entry_periods(2025, date(2026, 9, 30), 10) == ["fy2026", "fy2025", "2026", "2025"]
    assert entry_periods(2026, date(2026, 10, 1), 10) == ["fy2027", "fy2026", "2026"]
    assert entry_periods(2025, date(2026, 11, 1), 1) == ["2026", "2025"]


@pytest.fixture(scope="module")
def programme(tmp_path_factory) -> Programme:
    """Forty households of Alpha enter in 2024, one of Beta in November 2025; every fourth of the forty is helped."""
    programme = Programme(tmp_path_factory.mktemp("entry"), capitals=False, problems=False)
    toml = programme.reference / "reference.toml"
    toml.write_text(toml.read_text(encoding="utf-8") + "fiscal_month = 10\n", encoding="utf-8")
    homes = [(f"h{number}", ROUND, "A") for number in range(40)] + [("late", ROUND, "B")]
    programme.write("households.csv", ("household_id", "survey_round", "county_code"), *homes)
    events = []
    for number in range(40):
        events.append((f"r{number}", f"h{number}", "identified", "2024-02-01", "clinic", "x", ""))
        if number % 4 == 0:
            events.append((f"r{number}", f"h{number}", "helped", "2024-02-21", "clinic", "x", ""))
        if number % 4 == 1:
            events.append((f"r{number}", f"h{number}", "returned", "2024-03-01", "clinic", "x", "papers"))
    events.append(("rl", "late", "identified", "2025-11-05", "roof", "y", ""))
    head = ("referral_id", "household_id", "stage", "event_date", "need", "agency", "reason")
    programme.write("referrals.csv", head, *events)
    assert programme.load().rejected == 0
    programme.settings.protect_menu = True
    return programme


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_period_changes_every_question_about_referrals(programme, question):
    every = {row["code"] for row in programme.ask(question)}
    # Nobody of 2025 left by a side exit, so that question has Alpha alone even without a period.
    assert every == ({"A"} if question == "exits" else {"A", "B"})
    assert {row["code"] for row in programme.ask(question, entered="fy2024")} == {"A"}
    assert {row["code"] for row in programme.ask(question, entered="2025")} == every - {"A"}


def test_november_belongs_to_the_fiscal_year_after(programme):
    assert {row["code"] for row in programme.ask("funnel", entered="fy2026")} == {"B"}
    assert programme.ask("funnel", entered="fy2025") == []


def test_the_work_list_follows_the_period(programme):
    operator = Viewer("operator", frozenset({"B"}))
    assert [row["referral_id"] for row in programme.ask("waiting_list", operator, entered="fy2026")] == ["rl"]
    assert programme.ask("waiting_list", operator, entered="2024") == []


def test_a_gated_reader_sees_a_period_with_noise_and_a_single_case_never(programme):
    found = {row["stage"]: row for row in programme.ask("funnel", PUBLIC, entered="2024") if row["code"] == "A"}
    # 40 entered and 10 were helped; noise is at most 5, and what is below 10 is hidden.
    assert abs(found["identified"]["reached"] - 40) <= 5
    assert found["helped"]["reached"] is HIDDEN or abs(found["helped"]["reached"] - 10) <= 5
    [pair] = [row for row in programme.ask("agencies", PUBLIC, entered="2024") if row["code"] == "A"]
    assert abs(pair["referrals"] - 40) <= 5
    [old] = [
        row for row in programme.ask("ageing", PUBLIC, entered="2024") if (row["code"], row["age"]) == ("A", ">90")
    ]
    assert abs(old["referrals"] - 20) <= 5 and 0.5 < old["share"] <= 1
    for question in QUESTIONS:
        for row in programme.ask(question, PUBLIC, entered="fy2026"):
            numbers = [cell for name, cell in row.items() if isinstance(cell, int | float)]
            assert numbers == [], (question, row)


def test_days_of_a_period_come_from_enough_referrals_only(programme):
    found = {row["stage"]: row for row in programme.ask("stage_days", PUBLIC, entered="2024") if row["code"] == "A"}
    # Ten were helped, fewer than the thirty that a median needs.
    assert found["helped"]["median_days"] is HIDDEN and found["helped"]["within_90"] is HIDDEN
    assert found["verified"]["exited"] is HIDDEN


def test_what_a_question_does_not_depend_on_leaves_it_on_the_menu(programme):
    # The list of TPMAP has no entry period: with one, its exact count still stands.
    plain = programme.ask("verification", PUBLIC, by="nation")
    assert programme.ask("verification", PUBLIC, by="nation", entered="2024", k="1/3") == plain
    assert plain[0]["n_households"] == 41


def test_the_sentence_names_the_period(programme):
    reference = load_reference(programme.reference)
    chosen = Selection.from_query({"entered": "fy2024", "source": "households"}, reference)
    assert chosen.describe("en", reference).endswith("referrals entered in fiscal year 2024")
    assert chosen.describe("th", reference).endswith("เรื่องที่เข้าระบบในปีงบประมาณ 2567")
    assert Selection.from_query(chosen.to_query(), reference) == chosen


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_gated_reader_gets_rows_of_the_level_asked_for(programme, question):
    rows = programme.ask(question, PUBLIC, by="nation", entered="2024")
    assert {row["code"] for row in rows} == {"N"}
