"""Quality of the data: ten faults are planted, and each is found where it is."""

import pytest

from data.queries.quality import CHECKS, GRADE_FORMULA, GRADES, WEIGHTS
from tests.programmes import ROUND, Programme

HEADER = ("household_id", "survey_round", "county_code", "ward_code", "size", "children", "elderly", "disabled",
          "working_members", "head_age", "survey_date", "tpmap_listed", "verification", "income_month_baht")  # fmt: skip


def row(name, county="A", ward="A1", size=4, children=1, elderly=1, disabled=0, working=2, age=40,
        day="2026-01-15", listed=1, verification="verified_poor", income=1000):  # fmt: skip
    return (
        name,
        ROUND,
        county,
        ward,
        size,
        children,
        elderly,
        disabled,
        working,
        age,
        day,
        listed,
        verification,
        income,
    )


SOUND = [row(f"s{number}", age=30 + number, income=900 + 10 * number) for number in range(10)]
# County B: one household per fault.
FAULTS = {
    "members": row("f1", "B", "B1", children=3, elderly=2, age=31, income=911),
    "disabled": row("f2", "B", "B1", disabled=5, age=32, income=912),
    "working": row("f3", "B", "B1", working=5, age=33, income=913),
    "child_head": row("f4", "B", "B1", age=14, income=914),
    "survey_date": row("f5", "B", "B1", day="2099-12-31", age=35, income=915),
    "listed": row("f6", "B", "B1", verification="newly_found", age=36, income=916),
    "duplicate": row("f7", "B", "B1", age=38, income=918),
    "outlier": row("f8", "B", "B1", income=9_000_000, age=37),
    "unmatched": row("f9", "B", "", age=39, income=919),
}
TWIN = row("f10", "B", "B1", age=38, income=918)


@pytest.fixture(scope="module")
def programme(tmp_path_factory) -> Programme:
    programme = Programme(tmp_path_factory.mktemp("quality"), capitals=False, problems=False)
    rejected = [row("r1", county="Z"), row("r2", age=999), row("r3", county="Z")]
    programme.write("households.csv", HEADER, *SOUND, *FAULTS.values(), TWIN, *rejected)
    programme.load()
    return programme


def found(programme: Programme, question: str, key: str, column: str, code: str) -> dict:
    return {entry[key]: entry[column] for entry in programme.ask(question, by="county") if entry["code"] == code}


def test_every_planted_fault_is_found_once_and_where_it_is(programme):
    assert found(programme, "doubts", "check", "households", "B") == dict.fromkeys(CHECKS, 1)
    assert found(programme, "doubts", "check", "households", "A") == dict.fromkeys(CHECKS, 0)
    assert found(programme, "doubts", "check", "share", "B")["members"] == 1 / 10


def test_accounting_and_rejects_come_from_the_load(programme):
    [entry] = programme.ask("accounting")
    assert (entry["file"], entry["load"], entry["rows_read"], entry["accepted"], entry["rejected"]) == (
        "households.csv",
        1,
        23,
        20,
        3,
    )
    reasons = [(entry["column"], entry["reason"], entry["rows_rejected"]) for entry in programme.ask("rejects")]
    assert reasons == [("county_code", "unknown_area", 2), ("head_age", "out_of_range", 1)]


def test_completeness_counts_answers_of_the_columns_that_were_asked(programme):
    shares = found(programme, "completeness", "column", "share", "B")
    assert set(shares) == set(HEADER[4:]) and set(shares.values()) == {1.0}
    assert "debt_baht" not in shares


def test_freshness_is_told_in_days_to_the_load(programme):
    days = {
        entry["code"]: (entry["newest_survey_date"], entry["days"]) for entry in programme.ask("freshness", by="county")
    }
    assert days["A"][0] == "2026-01-15" and days["A"][1] > 0 and days["B"][1] < 0


def test_grades_follow_their_formula(programme):
    grades = {entry["code"]: entry for entry in programme.ask("grades", by="county")}
    sound, faulty = grades["A"], grades["B"]
    # A: nothing missing, nothing wrong, all placed; freshness 1 up to a year, (1095 - days) / 730 later.
    [days] = [entry["days"] for entry in programme.ask("freshness", by="county") if entry["code"] == "A"]
    fresh = min(1, (1095 - days) / 730)
    assert (sound["completeness"], sound["consistency"], sound["placed"]) == (1, 1, 1)
    assert sound["score"] == pytest.approx(0.85 + 0.15 * fresh)
    # B: six of ten impossible and one double: consistency 0.3; nine of ten placed; surveyed "after" the load: fresh.
    assert faulty["consistency"] == pytest.approx(0.3) and faulty["placed"] == pytest.approx(0.9)
    assert faulty["score"] == pytest.approx(0.40 + 0.30 * 0.3 + 0.15 * 0.9 + 0.15) and faulty["grade"] == "C"


def test_the_formula_in_words_is_the_one_in_force():
    assert sum(WEIGHTS.values()) == pytest.approx(1)
    for lang in ("th", "en"):
        assert all(f"{100 * weight:.0f}%" in GRADE_FORMULA[lang] for weight in WEIGHTS.values())
        assert all(f"{letter} ≥ {least:.2f}" in GRADE_FORMULA[lang] for letter, least in GRADES[:-1])
