"""Figures of operating models from hand-made rows: changes with their intervals, the same households, no effect claimed."""

from dataclasses import replace

import pytest

from components.cells import shown_only, total
from components.changes import DOTS, MEDIANS, WHISKERS, Change, changes, interval, signed
from components.controls import against_chooser, base_chooser
from components.model_change import capital_card, change_card, comparison_card, income_card
from components.model_facts import model_figures
from components.models import groups_card, list_card, plan_card
from components.pairs import FILLED, HOLLOW
from components.theme import MUTED, PLACE
from data.cohort import Condition
from data.gate import HIDDEN
from data.prices import Prices
from data.selection import Selection


def words(figure: dict) -> list[str]:
    return [note["text"] for note in figure["layout"]["annotations"]]


def income_row(**more) -> dict:
    """Ten of twenty households rose from 1,000 to 1,100 baht on average, the median by 40."""
    row = {
        "n_entry": 20, "n_households": 10, "attrition": 0.5, "mean_before": 1000.0, "mean_after": 1100.0, "mean_change": 100.0,
        "low": -20.0, "high": 220.0, "median_change": 40.0, "n_real": HIDDEN, "real_change": HIDDEN, "real_low": HIDDEN,
        "real_high": HIDDEN,
    }  # fmt: skip
    return row | more


def test_changes_stand_against_zero_with_whiskers_and_grey_where_the_interval_holds_it():
    entries = [
        Change("One", 2.0, 1.0, 3.0, "+2", "One +2", median=1.5),
        Change("Two", -1.0, -2.0, 0.5, "−1", "Two −1"),
        Change("Three", HIDDEN, HIDDEN, HIDDEN, "hidden (n < 10)", "Three hidden"),
    ]
    drawn = changes(entries, "en")
    assert drawn["data"][WHISKERS]["x"] == [1.0, 3.0, None, -2.0, 0.5, None]
    assert drawn["data"][DOTS]["x"] == [2.0, -1.0] and drawn["data"][DOTS]["marker"]["color"] == [PLACE, MUTED]
    assert drawn["data"][MEDIANS]["x"] == [1.5]
    # From -2 to 3: 6 % of 5 on both sides.
    assert drawn["layout"]["xaxis"]["range"] == pytest.approx([-2.3, 3.3])
    assert (drawn["layout"]["shapes"][0]["x0"], "hidden (n < 10)" in words(drawn)) == (0, True)


def test_changes_have_signs_unless_they_are_nothing():
    assert [signed(value, "en", 10) for value in (1067.4, -87.0, 0.2, 0, None, HIDDEN)] == [
        "+1,067", "−87", "0", "0", "–", "hidden (n < 10)",
    ]  # fmt: skip
    assert interval(-87.4, 2222, "en") == "−87 to +2,222" and interval(None, 1, "en") == ""
    assert interval(-0.05, 0.1, "th", 2) == "−0.05 ถึง +0.10"


def test_a_sum_with_a_hidden_part_is_hidden_and_a_card_counts_only_what_it_shows(released):
    assert total([1, 2, None]) == 3 and total([1, HIDDEN]) is HIDDEN
    rows = released([{"a": 1, "b": HIDDEN}, {"a": HIDDEN, "b": 2}], hidden=2)
    assert (shown_only(rows, ["a"]).hidden, shown_only(rows, ["a", "b"]).hidden) == (1, 2)


def test_income_says_who_was_measured_again_and_claims_no_effect(household_view, released):
    income = released([income_row()], "model_income")
    groups = released([income_row(model_group="goats", mean_after=HIDDEN, mean_change=HIDDEN, low=HIDDEN, high=HIDDEN)])
    before = income_card(household_view, income, groups, "Alpha")
    assert (before.figure["data"][HOLLOW]["x"], before.figure["data"][FILLED]["x"]) == ([1000.0, 1000.0], [1100.0])
    assert "All groups: before 1,000 · after 1,100 · 10 of 20 households measured again" in before.alt
    assert "Not an effect of the models: there is no comparison group here" in before.notes
    assert any("no price index" in note for note in before.notes)
    change = change_card(household_view, income, groups, "Alpha")
    assert (
        "All groups: mean +100 (−20 to +220) · median +40" in change.alt and "goats: mean hidden (n < 10)" in change.alt
    )
    assert any("regression to the mean" in note for note in change.notes)
    table = str(change.table)
    assert "50.0%" in table and "real" not in table


def test_real_baht_stand_in_the_table_where_there_is_a_price_index(household_view, reference, released):
    priced = replace(household_view, reference=replace(reference, prices=Prices({2024: 100, 2026: 110}, "a bureau")))
    income = released([income_row(real_change=80.0, real_low=-30.0, real_high=190.0, n_real=10)], "model_income")
    card = income_card(priced, income, released([]), "Alpha")
    assert "Mean change, real" in str(card.table) and "+80" in str(card.table)
    assert "Real baht in prices of 2026 (a bureau)" in card.notes


def capital(name: str, change: float, group: str = "*") -> dict:
    return {
        "model_group": group, "capital": name, "n_households": 40, "n_entry": 50, "attrition": 0.2, "mean_before": 2.0,
        "mean_after": 2.0 + change, "mean_change": change, "low": change - 0.05, "high": change + 0.05,
    }  # fmt: skip


def test_capitals_are_those_of_all_models_together(household_view, released):
    rows = [capital("human", 0.1), capital("overall", 0.02), capital("human", 0.9, "goats")]
    card = capital_card(household_view, released(rows, "model_capitals"), "Alpha", "round 2025 to 2026")
    assert card.figure["data"][DOTS]["x"] == [0.1, 0.02]
    assert card.figure["data"][DOTS]["marker"]["color"] == [PLACE, MUTED]
    assert "Human capital: mean +0.10 (+0.05 to +0.15) · 40 of 50 households measured again" in card.alt
    assert card.title.endswith("round 2025 to 2026")


def test_the_comparison_says_what_it_is_not(household_view, released):
    def row(measure, difference):
        return {
            "measure": measure, "n_households": 40, "n_model": 40, "n_comparison": 60, "model_change": 0.2,
            "comparison_change": 0.1, "difference": difference, "low": difference - 1, "high": difference + 1,
        }  # fmt: skip

    against = (Condition("quintile", values=("5",)),)
    chosen = replace(household_view, selection=Selection(source="households", against=against))
    rows = released([row("income_month_baht", 500), row("capital_human", 0.1)], "model_comparison")
    card = comparison_card(chosen, rows, "Alpha", "round 2025 to 2026")
    assert "not a randomised comparison" in card.sentence and "fifth by capital (1 lowest): 5" in card.sentence
    # Baht and scores share no axis: only scores are drawn, income is said.
    assert card.figure["data"][DOTS]["x"] == [0.1]
    assert "Monthly income (baht): Difference +500 (+499 to +501)" in card.alt and "+500" in str(card.extra)
    assert "ไม่ใช่การเปรียบเทียบแบบสุ่ม" in comparison_card(replace(chosen, lang="th"), rows, "เอ", "รอบ").sentence


def test_groups_and_models_and_proposals(household_view, released):
    facts = {"households": 30, "budget_baht": 2_500_000, "budget_real_baht": None}
    groups = released(
        [{"model_group": "a", "models": 3, **facts}, {"model_group": "", "models": 7, **facts}], "model_groups"
    )
    card = groups_card(household_view, groups, "Alpha")
    assert card.figure["data"][1]["x"] == [7, 3]
    assert "no group named: 7 · 30 households · 2.5 million baht" in card.alt
    model = {"name_th": "แพะ", "name_en": "", "model_id": "M1", "model_group": "a", "start_date": None, **facts}
    listed = list_card(household_view, released([model | income_row(households=HIDDEN)], "model_list"), "Alpha")
    assert "แพะ: a · 2.5 million baht" in listed.alt
    plans = [
        {"status": status, "plan_year": ce_year, "proposals": count, "budget_baht": 1000}
        for status, ce_year, count in (("proposed", 2026, 1), ("funded", 2026, 2), ("funded", 2027, 3))
    ]
    card = plan_card(household_view, released(plans, "proposals"), "Alpha")
    assert card.figure["data"][1]["x"] == [5, 1] and "funded: 5 · 2,000 baht" in card.alt


def test_the_headline_has_at_most_seven_figures(household_view, released):
    models = released([{"models": 44, "households": 170, "budget_baht": 49_200_000}], "models")
    found = model_figures(household_view, models, released([income_row()], "model_income"))
    assert [figure[1] for figure in found] == ["44", "170", "49.2", "10", "50.0%", "+100", "+40"]
    none = model_figures(household_view, models, released([], "model_income"))
    assert [figure[1] for figure in none][3:] == ["–"] * 4


def test_the_choosers_keep_the_round_and_group_of_the_address(household_view):
    rounds = {20241: 2024, 20251: 2025, 20261: 2026}
    view = replace(household_view, rounds=rounds, selection=Selection(source="households", base=20241))
    assert (view.base_round, view.two_rounds) == (20241, "round 2024 to 2026")
    select = base_chooser(view).children[1]
    assert ([option["value"] for option in select.options], select.value) == (["-", "20241"], "20241")
    assert base_chooser(replace(view, rounds={20261: 2026})) is None
    own = replace(view, selection=Selection(source="households", against=(Condition("size", "4"),)))
    select = against_chooser(own).children[1]
    assert select.value == "size:4.." and select.options[-1]["label"] == "household size 4 persons or more"
    assert select.options[0]["value"] == "-" and len(select.options) == 4
