"""What changed since the last round: two numbers with both n, poverty apart from scores; proposals one by one."""

from dataclasses import replace

import pytest

from components.causes import causes_or_why
from components.changes import DOTS, MEDIANS, WHISKERS
from components.models import proposals_card
from components.since import since_card
from data.gate import HIDDEN
from data.selection import Selection


@pytest.fixture
def two_rounds(household_view):
    return replace(household_view, rounds={20251: 2025, 20261: 2026}, selection=Selection(source="households"))


NO_ERRORS = {f"{name}_{part}": None for name in ("change", "panel_change") for part in ("se", "low", "high")}


def row(measure: str, change, panel_change) -> dict:
    """Fifty before, sixty after, forty in both."""
    return {
        "measure": measure, "n_households": 40, "n_before": 50, "n_after": 60, "before": 0.5, "after": 0.4, "change": change,
        "panel_before": 0.5, "panel_after": 0.3, "panel_change": panel_change, **NO_ERRORS,
    }  # fmt: skip


def test_the_same_households_and_all_surveyed_are_two_numbers_with_their_n(two_rounds, released):
    rows = [
        row("capital_human", 0.04, 0.02),
        row("overall", HIDDEN, 0.01),
        row("H", -0.1, -0.2),
        row("M0", -0.001, HIDDEN),
    ]
    card = since_card(two_rounds, released(rows, "change"), "Alpha")
    assert card.title == "What changed since the last round · Alpha · round 2025 to 2026"
    assert card.figure["data"][DOTS]["x"] == [0.02, 0.01] and card.figure["data"][MEDIANS]["x"] == [0.04]
    assert "Human capital: same households +0.02 (n = 40) · all surveyed +0.04 (n = 50 → 60)" in card.alt
    # A tenth of a share is ten percentage points; a thousandth of the index is one.
    assert "points: same households −20.0 (n = 40) · all surveyed −10.0" in card.alt
    assert "times 1,000: same households hidden (n < 10) (n = 40) · all surveyed −1.0" in card.alt
    table = str(card.table)
    assert "50.0%" in table and "0.400" in table and "+0.04" in table


def test_a_survey_draws_the_interval_of_the_same_households_and_writes_both(two_rounds, released):
    found = row("H", -0.1, -0.2)
    found |= {"change_low": -0.15, "change_high": -0.05, "panel_change_low": -0.45, "panel_change_high": 0.05}
    answer = replace(released([found], "change"), method={"lone_strata": "2"})
    card = since_card(two_rounds, answer, "Alpha")
    assert any("Strata with a single sampling unit: 2" in note for note in card.notes)
    # The whisker holds zero, so the mark is grey; in percentage points: -45 to +5, 25 on either side of -20.
    assert card.figure["data"][WHISKERS]["x"] == [-45.0, 5.0, None]
    assert "same households −20.0 (95% interval −45.0 to +5.0, n = 40)" in card.alt
    assert "−10.0 (−15.0 to −5.0)" in str(card.table) and "−20.0 (−45.0 to +5.0)" in str(card.table)


def test_without_capitals_poverty_is_drawn(two_rounds, released):
    card = since_card(two_rounds, released([row("H", -0.1, -0.2)], "change"), "Alpha")
    assert card.figure["data"][DOTS]["x"] == [-20.0] and len(card.extra) == 1


def test_proposals_stand_by_budget_with_status_and_year(household_view, released):
    def proposal(key, status, budget):
        return {"proposal_id": key, "title_th": "", "title_en": "", "model_id": "M1", "plan_year": 2027, "status": status, "budget_baht": budget}  # fmt: skip

    rows = released(
        [proposal("P1", "", 900), proposal("P2", "in_plan", 5_000_000), proposal("P3", "x", None)], "proposal_list"
    )
    card = proposals_card(household_view, rows, "Alpha")
    assert card.figure["data"][1]["x"] == [5_000_000, 900, None]
    assert card.alt.startswith(
        "Proposals to provincial plans · Alpha: P2: in_plan · 2027 · 5.0 million baht; P1: no status named"
    )


def test_hidden_causes_leave_calm_words_instead_of_an_empty_picture(household_view, released):
    hidden = {"indicator": "ill", "dimension": "health", "n_households": 40, "censored": HIDDEN, "uncensored": HIDDEN}
    shown = hidden | {"indicator": "leak", "dimension": "home", "censored": 0.3, "uncensored": 0.4}
    rows = released([hidden], "contributions")
    assert "No item can be shown" in str(causes_or_why(household_view, rows, "Alpha"))
    rows = replace(released([hidden, shown], "contributions"), method={"k": "1/5"})
    assert "Not met “No leak” (Home): 30.0%" in str(causes_or_why(household_view, rows, "Alpha"))
