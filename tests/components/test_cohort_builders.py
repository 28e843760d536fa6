"""The builder of a cohort in words, its number behind the gate, and two groups in pictures."""

import json
from dataclasses import replace

import pytest

from components.cohort import builder_parts, catalogue, group_sentence
from components.cohort_chip import cohort_chip
from components.sources import household_notes
from components.versus import Versus, difference_card, dots_card
from data.cohort import read_cohort
from data.gate import HIDDEN, UNTOLD

SENTENCES = [
    ("size:3..5", "household size 3–5 persons", "จำนวนสมาชิก 3–5 คน"),
    ("size:3..3", "household size 3 persons", "จำนวนสมาชิก 3 คน"),
    ("debt_baht:10000..", "debt 10,000 baht or more", "หนี้สิน ตั้งแต่ 10,000 บาทขึ้นไป"),
    ("land_rai:..2.5", "land 2.5 rai or less", "ที่ดิน ไม่เกิน 2.5 ไร่"),
    ("overall:2.50..", "Overall of 3 capitals 2.50 or more", "ทุนรวม 3 ด้าน ตั้งแต่ 2.50 ขึ้นไป"),
    ("head_sex:female", "sex of the head: female", "เพศหัวหน้าครัวเรือน: หญิง"),
    ("level:1,2", "living level: hard or difficult", "ระดับการดำรงชีพ: อยู่ลำบาก หรือ อยู่ยาก"),
    ("tpmap_listed:1", "on the TPMAP list", "อยู่ในรายชื่อ TPMAP"),
    ("tpmap_listed:0", "not on the TPMAP list", "ไม่อยู่ในรายชื่อ TPMAP"),
    ("deprived_ill:0", "not deprived: Not ill", "ไม่ขัดสน: ไม่ป่วย"),
    ("tpmap_listed:1,0", "on the TPMAP list: yes or no", "อยู่ในรายชื่อ TPMAP: ใช่ หรือ ไม่ใช่"),
    ("county_code:A,B", "county: Alpha or Beta", "พื้นที่ (county): เอ หรือ บี"),
    ("main_occupation:farmer", "main occupation: farmer", "อาชีพหลัก: farmer"),
    ("quintile:missing", "fifth by capital (1 lowest) not answered", "กลุ่มทุนหนึ่งในห้า (1 ต่ำสุด) ไม่มีคำตอบ"),
    ("quintile:known", "fifth by capital (1 lowest) answered", "กลุ่มทุนหนึ่งในห้า (1 ต่ำสุด) มีคำตอบ"),
]


@pytest.mark.parametrize(("text", "english", "thai"), SENTENCES)
def test_every_operator_is_a_sentence_in_both_languages(reference, text, english, thai):
    (condition,) = read_cohort(text, reference)
    assert (condition.describe("en", reference), condition.describe("th", reference)) == (english, thai)


def grouped(view, **changes):
    return view.__class__(view.lang, view.selection.at(**changes), view.reference, view.rounds, view.demo)


def test_the_sentence_of_a_group_names_place_and_conditions(household_view, reference):
    two = read_cohort("size:3..;head_sex:female", reference)
    chosen = grouped(household_view, cohort=two, place="A")
    assert group_sentence(chosen, "cohort") == (
        "Households of Alpha matching household size 3 persons or more and sex of the head: female"
    )
    assert group_sentence(chosen, "against") == "Everybody else in Alpha"
    assert group_sentence(grouped(chosen, against_place="B"), "against") == "Every household of Beta"
    assert group_sentence(household_view, "cohort") == "Every household of the whole programme"


def words_of(component) -> str:
    """Return the text of a component tree."""
    if component is None or isinstance(component, str):
        return component or ""
    inside = component if isinstance(component, list | tuple) else getattr(component, "children", None)
    parts = inside if isinstance(inside, list | tuple) else [inside]
    return " ".join(filter(None, (words_of(part) for part in parts)))


def test_the_live_number_says_hidden_and_that_counts_are_changed(household_view, released):
    row = {"code": "N", "n_households": HIDDEN, "households": HIDDEN, "persons": HIDDEN, "share": HIDDEN}
    shown = words_of(builder_parts(household_view, "cohort", released([row], "members"))[2])
    assert shown.count("hidden (n < 10)") == 2 and "%" not in shown
    row = {"code": "N", "n_households": 1200, "households": 1200, "persons": 4321, "share": 0.25}
    noisy = released([row], "members")
    noisy.method["additive"] = "no"
    shown = words_of(builder_parts(household_view, "cohort", noisy)[2])
    assert "1,200 households" in shown and "4,321 persons" in shown and "25.0%" in shown
    assert "changed slightly" in shown
    # A programme with several areas at its top has no single number.
    assert builder_parts(household_view, "cohort", released([row, row], "members"))[2] == []


def test_what_has_no_form_with_noise_says_so_at_the_foot_and_not_that_households_are_few(household_view, released):
    row = {"code": "N", "n_households": HIDDEN, "grade": HIDDEN, "score": HIDDEN}
    answer = replace(released([row], "grades"), hidden=1)
    assert any("hidden rows: 1 (n < 10)" in note for note in household_notes(household_view, answer))
    notes = household_notes(household_view, replace(answer, method={"noisy_form": "no"}))
    assert UNTOLD.en in notes and not any("n <" in note for note in notes)


def test_the_catalogue_lists_values_that_occur_and_no_text_of_the_other_language(household_view, released):
    rows = [{"code": "N", "field": "main_occupation", "value": "farmer", "n_households": 12}]
    packed = catalogue(household_view, released(rows, "field_values")).to_plotly_json()["props"]["data-catalogue"]
    fields = {entry["key"]: entry for entry in json.loads(packed)["fields"]}
    assert fields["main_occupation"]["values"] == [["farmer", "farmer"]]
    assert fields["county_code"]["values"][0] == ["A", "Alpha"]
    assert not any("\u0e01" <= letter <= "\u0e5b" for letter in packed)


def test_the_chip_is_seen_only_with_a_cohort_and_off_the_page_that_builds_it(household_view, reference):
    chosen = grouped(household_view, cohort=read_cohort("size:3..", reference))
    assert cohort_chip(household_view, "/", True).hidden
    assert not cohort_chip(chosen, "/", True).hidden
    assert cohort_chip(chosen, "/cohorts", True).hidden
    assert "does not apply to this page" in words_of(cohort_chip(chosen, "/data", False))


def versus_row(measure: str, a, b, difference, low=None, high=None) -> dict:
    counts = {"n_households": 40, "n_a": 40, "n_b": 60}
    return {
        "code": "N",
        "measure": measure,
        "a": a,
        "b": b,
        "difference": difference,
        "low": low,
        "high": high,
    } | counts


ROWS = [
    versus_row("capital_human", 2.0, 2.5, -0.5, -0.8, -0.2),
    versus_row("overall", HIDDEN, 2.0, HIDDEN, HIDDEN, HIDDEN),
    versus_row("H", 0.25, 0.5, -0.25),
    versus_row("M0", 0.125, None, None),
    versus_row("income_month_baht", 5000, 10000, -5000),
]


def test_two_groups_are_drawn_and_said(household_view, released):
    found = Versus(household_view, released(ROWS, "compare"), "capitals", True)
    card = dots_card(found, "capitals-dots")
    _, b, a, *_ = card.figure["data"]
    assert (a["x"], b["x"]) == ([2.0, None], [2.5, 2.0])
    assert "Human capital: A 2.00 · B 2.50 · difference −0.50 (−0.80 to −0.20)" in card.alt
    words = [entry["text"] for entry in card.figure["layout"]["annotations"]]
    assert "<b>2.00</b>" in words and "<b>hidden</b>" in words
    assert "A and B are different households (independent)" in card.notes and "hidden rows: 1 (n < 10)" in card.notes
    whiskers = difference_card(found, "capitals-difference").figure["data"][0]["error_x"]
    assert whiskers["array"] == [pytest.approx(0.3), None] and whiskers["arrayminus"] == [pytest.approx(0.3), None]


def test_shares_differ_by_points_and_answers_have_their_own_scale(household_view, released):
    shares = Versus(household_view, released(ROWS, "compare"), "problems", False)
    assert [shares.difference(row) for row in shares.rows] == ["−25.0", "–"]
    assert "may be in both" in " ".join(shares.notes)
    answers = Versus(household_view, released(ROWS, "compare"), "answers", False)
    assert dots_card(answers, "x").figure["data"][2]["x"] == [0.5]
    assert answers.names == ["Monthly income (baht)"]
    assert "no difference" in difference_card(Versus(household_view, released([], "compare"), "answers", True), "x").alt


def test_a_full_count_has_no_interval_and_says_so(household_view, released):
    found = Versus(household_view, released(ROWS[2:3], "compare"), "problems", True)
    assert "full count" in words_of(found.table("caption"))
    assert "error_x" not in difference_card(found, "x").figure["data"][0]
