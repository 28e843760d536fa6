"""Figures of referrals from hand-made rows: bars, marks and squares stand where said, hidden and missing draw nothing."""

from dataclasses import replace
from datetime import datetime

import pytest

from components.controls import entry_chooser, place_chooser
from components.funnel import funnel_card, funnel_figure, period_words
from components.matrix import Square, equal_steps, matrix, squares_sentence
from components.needs import agencies_card, need_area_card, need_met_card
from components.pairs import FILLED, HOLLOW, JOINS, Pair, pairs
from components.referral_facts import referral_figures
from components.theme import MUTED, STRENGTH
from components.waiting import ageing_card, days_card, exits_card
from components.waiting_list import page_chooser, waiting_card
from data.gate import HIDDEN
from data.selection import Selection


def funnel_rows() -> list[dict]:
    """One hundred enter, 80 are verified, an unseen few are helped."""
    stages = (
        ("identified", 100, None, 1.0, 0, None),
        ("verified", 80, 0.8, 0.8, 9, 9),
        ("helped", HIDDEN, HIDDEN, HIDDEN, HIDDEN, HIDDEN),
    )
    return [
        {"stage": stage, "n_households": 95, "reached": reached, "step_rate": step, "overall_rate": overall, "median_days": days, "step_days": between}
        for stage, reached, step, overall, days, between in stages
    ]  # fmt: skip


def words(figure: dict) -> list[str]:
    return [note["text"] for note in figure["layout"]["annotations"]]


def test_the_funnel_draws_counts_against_the_first_and_no_bar_for_what_is_hidden():
    drawn = funnel_figure(funnel_rows(), ["", "", ""], ["a", "b", "c"], "en", 10)
    ground, front = drawn["data"]
    assert (ground["x"], front["x"]) == ([100] * 3, [100, 80, None])
    found = words(drawn)
    assert "<b>80</b> · 80%" in found and "80% of all" in found
    assert "<b>hidden (n < 10)</b>" in found
    # Days stand between the first two bars alone: the third are hidden.
    assert [text for text in found if text.startswith("↓")] == ["↓ 9 days"]


def test_a_short_bar_has_its_words_behind_it_and_a_long_one_inside():
    rows = funnel_rows()
    rows[1] = rows[1] | {"reached": 20, "step_rate": 0.2}
    notes = {note["text"]: note for note in funnel_figure(rows, [""] * 3, [""] * 3, "en", 10)["layout"]["annotations"]}
    assert notes["<b>100</b>"]["x"] == 0
    assert notes["<b>20</b> · 20%"]["x"] == pytest.approx(0.2)


def test_the_side_of_the_funnel_says_who_waits_and_who_left(household_view, released):
    ends = [
        {"stage": "identified", "n_households": 20, "referrals": 20, "open": 12, "exited": HIDDEN},
        {"stage": "verified", "n_households": HIDDEN, "referrals": HIDDEN, "open": HIDDEN, "exited": HIDDEN},
    ]
    card = funnel_card(household_view, released(funnel_rows(), "funnel"), "Alpha", released(ends, "stage_ends"))
    asides = [text for text in words(card.figure) if "◆" in text]
    assert len(asides) == 1 and asides[0].endswith("12 waiting")
    assert (
        "Identified 100 · 12 waiting" in card.alt
        and "Verified 80 · 80.0% of the step before · median day 9" in card.alt
    )
    assert card.title == "Referrals · Alpha · entered in any year"


def test_the_title_names_the_entry_period(household_view):
    chosen = replace(household_view, selection=Selection(source="households", entered="fy2025"))
    assert period_words(chosen) == "entered in fiscal year 2025"
    assert period_words(replace(chosen, lang="th")) == "เข้าระบบปีงบประมาณ 2568"


def test_pairs_draw_both_marks_and_join_them_only_where_both_are_known():
    entries = [
        Pair("One", 10, 40, "10 – 40", "One: both"),
        Pair("Two", 20, None, "20", "Two: first"),
        Pair("Three", HIDDEN, HIDDEN, "hidden (n < 10)", "Three hidden"),
    ]
    drawn = pairs(entries, "en")
    assert (drawn["data"][FILLED]["x"], drawn["data"][HOLLOW]["x"]) == ([10, 20], [40])
    assert drawn["data"][JOINS]["x"] == [10, 40, None]
    # The axis goes from 0 to the largest number, 40, with a little room on both sides.
    assert drawn["layout"]["xaxis"]["range"] == pytest.approx([-0.8, 41.6])
    assert "hidden (n < 10)" in words(drawn)


def test_the_matrix_colours_equal_parts_from_nothing_and_marks_hidden_and_missing():
    cells = {(0, 0): 0.0, (0, 1): 0.5, (1, 0): 1.0, (1, 1): HIDDEN}
    assert equal_steps(cells) == {(0, 0): 0, (0, 1): 2, (1, 0): 4}
    assert equal_steps({(0, 0): 0.0, (0, 1): 0.0}) == {(0, 0): 0, (0, 1): 0}
    squares = {place: Square(cell, "x", f"{place}") for place, cell in cells.items()} | {
        (2, 0): Square(None, "", "none")
    }
    first, second = matrix(["a", "b", "c"], ["p", "q"], squares, "en", scale="strength")["data"]
    assert first["marker"]["color"] == [STRENGTH[0], STRENGTH[4], MUTED]
    assert first["marker"]["pattern"]["shape"] == ["", "", "/"]
    assert (second["y"], second["marker"]["pattern"]["shape"]) == ([0, 1], ["", "."])
    assert squares_sentence(squares) == "(0, 0); (1, 0)"


def day_row(stage: str, median, ninth) -> dict:
    shares = dict.fromkeys(("within_30", "within_90", "within_180"), 0.25)
    return {"stage": stage, "n_households": 50, "median_days": median, "p90_days": ninth, "open": HIDDEN, "exited": HIDDEN, **shares}  # fmt: skip


def test_times_say_not_reached_where_fewer_than_half_or_nine_tenths_came(household_view, released):
    rows = [day_row("verified", 12, 46), day_row("referred", 30, None), day_row("helped", None, None)]
    card = days_card(household_view, released(rows, "stage_days", hidden=3), "Alpha")
    assert card.figure["data"][FILLED]["x"] == [12, 30] and card.figure["data"][HOLLOW]["x"] == [46]
    assert "<b>30 days</b> – not reached" in words(card.figure) and "not reached" in words(card.figure)
    # What the card does not show, such as who waits, is not counted as hidden on it.
    assert not any("hidden" in note for note in card.notes)


def test_open_cases_keep_the_order_of_their_age(household_view, released):
    ages = (("0-7", 0), ("8-30", 10), ("31-90", 30), (">90", HIDDEN))
    rows = [
        {"age": age, "n_households": n, "referrals": n, "share": HIDDEN if n is HIDDEN else n / 80} for age, n in ages
    ]
    card = ageing_card(household_view, released(rows, "ageing"), "Alpha")
    assert card.figure["data"][1]["x"] == [0, 10, 30, None]
    # The sum has a hidden part, so the ground ends at the longest bar and not at a wrong total.
    assert card.figure["data"][0]["x"] == [30] * 4
    assert "31–90 days: 30 · 37.5%" in card.alt and "more than 90 days hidden (n < 10)" in card.alt


def test_side_exits_stand_by_number_with_their_reasons_and_the_hidden_last(household_view, released):
    rows = [
        {"exit_stage": "returned", "reason": "died", "n_households": 1, "referrals": HIDDEN, "share": HIDDEN},
        {"exit_stage": "duplicate", "reason": "", "n_households": 20, "referrals": 20, "share": 0.2},
        {"exit_stage": "elsewhere", "reason": "strange", "n_households": 40, "referrals": 40, "share": 0.4},
    ]
    card = exits_card(household_view, released(rows, "exits"), "Alpha")
    assert card.figure["data"][1]["x"] == [40, 20, None]
    assert "Elsewhere: strange: 40 · 40.0%" in card.alt and "Duplicate: no reason given: 20" in card.alt


def test_agencies_stand_by_what_is_in_sight(household_view, released):
    def row(need, agency, n, share):
        return {"need": need, "agency": agency, "n_households": n, "referrals": n, "helped": n, "helped_share": share}

    rows = [
        row("roof", "x", HIDDEN, HIDDEN),
        row("roof", "y", 30, 0.5),
        row("cash", "y", 10, 0.1),
        row("cash", "", 60, 1.0),
    ]
    card = agencies_card(household_view, released(rows, "agencies"), "Alpha")
    assert card.figure["layout"]["yaxis"]["ticktext"] == ["no agency named", "y", "x"]
    assert card.figure["layout"]["xaxis"]["ticktext"] == ["cash", "roof"]
    assert {"30 · 50%", "10 · 10%", "60 · 100%"} <= set(words(card.figure))
    assert card.notes[0] == "hidden cells: 1"


def test_needs_met_show_referred_and_helped_by_dimension_and_area(household_view, released):
    def row(code, dimension, referred, helped):
        return {
            "code": code, "dimension": dimension, "n_households": 200, "deprived": 200, "referred": 1, "helped": 1,
            "referred_share": referred, "helped_share": helped,
        }  # fmt: skip

    rows = [row("A", "health", 0.10, 0.05), row("A", "home", 0.20, HIDDEN)]
    card = need_met_card(household_view, released(rows, "need_met"), "Alpha")
    assert (card.figure["data"][FILLED]["x"], card.figure["data"][HOLLOW]["x"]) == ([0.05], [0.10, 0.20])
    assert "10.0% → <b>5.0%</b>" in words(card.figure) and "20.0% → hidden (n < 10)" in words(card.figure)
    areas = released([*rows, row("B", "home", 0.2, 0.4)], "need_met", Selection(by="county"))
    wide = need_area_card(household_view, areas, ["B", "A"])
    assert wide.figure["layout"]["yaxis"]["ticktext"] == ["Beta", "Alpha"]
    health, home = wide.figure["data"]
    # Beta has no row for health: missing, not hidden.
    assert health["marker"]["pattern"]["shape"] == ["/", ""]
    assert home["marker"]["pattern"]["shape"] == ["", "."]


def test_the_headline_says_not_reached_and_hidden_in_words(household_view, released):
    days = [{"stage": "helped", "median_days": None, "open": 30, "exited": HIDDEN}]
    never = [{"never_share": 0.25}]
    found = referral_figures(household_view, *(released(rows) for rows in (funnel_rows(), days, never)))
    assert [figure[1] for figure in found] == [
        "100",
        "95",
        "hidden (n < 10)",
        "30",
        "hidden (n < 10)",
        "not reached",
        "25.0%",
    ]
    assert len(found) <= 7


def test_single_cases_are_for_operators_only(household_view, released):
    row = {
        "code": "A", "rank": 1, "total": 1, "household_id": "kj_0123456789abcdef", "county_code": "A", "ward_code": "A1",
        "need": "roof", "agency": "x", "stage": "verified", "entered_on": "2026-01-05", "days_waiting": 320, "days_in_stage": 300,
    }  # fmt: skip
    listed = str(waiting_card(household_view, released([row], "waiting_list"), "Alpha", allowed=True))
    assert "Alpha One" in listed and "320" in listed and "5 Jan 2026" in listed and "kj_0123456789ab" in listed
    refused = str(waiting_card(household_view, released([], "waiting_list"), "Alpha", allowed=False))
    assert "Single cases are for operators" in refused and "kj_" not in refused
    assert "No referral is open here" in str(waiting_card(household_view, released([], "waiting_list"), "Alpha", True))


def test_the_choosers_offer_places_and_periods_and_keep_what_the_address_says(household_view):
    chosen = replace(
        household_view,
        selection=Selection(source="households", place="A1", entered="2019"),
        made_at=datetime(2026, 11, 1),
    )
    places = place_chooser(chosen).children[1]
    assert [option["value"] for option in places.options] == ["-", "A", "B", "D", "E", "C", "A1"]
    assert places.value == "A1"
    periods = entry_chooser(chosen).children[1]
    assert [option["value"] for option in periods.options] == ["-", "2026", "2019"] and periods.value == "2019"


def test_the_waiting_list_is_read_page_by_page(household_view):
    assert page_chooser(household_view, 50) is None
    select = page_chooser(household_view, 120).children[1]
    assert [(option["label"], option["value"]) for option in select.options] == [
        ("1–50", "-"), ("51–100", "2"), ("101–120", "3")
    ]  # fmt: skip
    third = replace(household_view, selection=household_view.selection.at(page=3))
    assert (select.value, page_chooser(third, 120).children[1].value) == ("-", "3")
    # Two hundred pages are the longest list.
    assert len(page_chooser(household_view, 1_000_000).children[1].options) == 200
