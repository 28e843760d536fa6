"""The legend counts every area once, says each class without colour, and names what is in none."""

from dataclasses import replace

import pytest

from components.classes import classed
from components.legend import legend
from components.map_controls import class_words
from components.measure import Measure
from data.gate import HIDDEN
from data.indicators import CHANGE_H, SCORE, Indicator, shown
from data.selection import Selection
from data.text import Text

COUNT = Indicator(
    "n", Text("ครัวเรือน", "Households"), Text("ครัวเรือน", "households"), "q", "n", 0, "low", "households", "need"
)
CELLS = {"A": 0, "B": 5, "C": 7, "D": None, "E": HIDDEN, "F": HIDDEN}


def lines(drawn) -> list[tuple[str, str, str]]:
    """Return (mark on the swatch, words, count) of each line."""
    return [tuple(part.children for part in line.children) for line in drawn.children[1].children]


def test_classes_zero_missing_hidden_and_strangers_are_told_apart(household_view):
    found = classed(CELLS, zero_apart=True)
    drawn = legend(found, COUNT, household_view, shapeless=2, unmatched=3, uncertain=1)
    assert lines(drawn) == [
        ("1", "5", "1"),
        ("2", "7", "1"),
        ("0", "0", "1"),
        ("", "No data", "1"),
        ("", "hidden (n < 10)", "2"),
        ("", "Uncertain: standard error above 20% of the value", "1"),
        ("", "No shape on the map", "2"),
        ("", "Shape of no area", "3"),
    ]
    kinds = [line.children[0].className for line in drawn.children[1].children]
    assert len({*kinds[2:6]}) == 4


def test_what_is_nowhere_has_no_line(household_view):
    assert [words for _, words, _ in lines(legend(classed({"A": 1}), COUNT, household_view))] == ["1"]


def measured(view, released, entry, rows):
    return Measure(view, entry, released([{"code": code, **row} for code, row in rows.items()], entry.question))


def test_a_number_is_uncertain_where_its_error_is_more_than_a_fifth_of_it(household_view, released):
    entry = Indicator("s", Text("ก", "A"), SCORE, "q", "H", 2, "low", "households", "need")
    rows = {
        # 0.05 of 0.25 is exactly a fifth; 0.06 is more; a full count has no error; a hidden number has none either.
        "A": {"H": 0.25, "H_se": 0.05}, "B": {"H": 0.25, "H_se": 0.06}, "C": {"H": 0.25, "H_se": None},
        "D": {"H": HIDDEN, "H_se": HIDDEN}, "E": {"H": None, "H_se": None},
    }  # fmt: skip
    assert measured(household_view, released, entry, rows).uncertain == ["B"]


def test_the_foot_counts_the_areas_that_the_card_hides_and_no_others(household_view, released):
    entry = Indicator("s", Text("ก", "A"), SCORE, "q", "H", 2, "low", "households", "need")
    # B hides its number; A hides only what the card does not show; C is none of the card's areas.
    rows = [{"code": "A", "H": 0.2, "A": HIDDEN}, {"code": "B", "H": HIDDEN}, {"code": "C", "H": HIDDEN}]
    card = Measure(household_view, entry, released(rows, "q", hidden=3), codes=("A", "B"))
    assert [note for note in card.notes if "hidden" in note] == ["hidden rows: 1 (n < 10)"]


def test_a_change_is_uncertain_where_its_interval_holds_zero(household_view, released):
    rows = {
        "A": {"measure": "H", "panel_change": 0.02, "panel_change_low": -0.01, "panel_change_high": 0.05},
        "B": {"measure": "H", "panel_change": 0.02, "panel_change_low": 0.01, "panel_change_high": 0.03},
    }
    assert measured(household_view, released, CHANGE_H, rows).uncertain == ["A"]


@pytest.mark.parametrize(
    ("cell", "words"),
    [(0.0234, "+2.3"), (-0.0234, "−2.3"), (0.0, "0.0"), (0.0001, "0.0"), (None, "–"), (HIDDEN, "hidden (n < 10)")],
)
def test_a_change_carries_its_sign(cell, words):
    assert shown(cell, CHANGE_H, "en") == words


def test_the_tab_about_says_how_the_classes_were_made(household_view):
    def words(change=False, **drawn) -> str:
        return " | ".join(class_words(replace(household_view, selection=Selection(**drawn)), change))

    assert "quantiles" in words() and "equal width" in words(classes="equal") and "Jenks" in words(classes="natural")
    # Without limits of one's own the quantiles stand.
    assert "quantiles" in words(classes="own") and "own breaks" in words(classes="own", breaks=(1.0,))
    assert "around zero" in words(change=True) and "around zero" not in words()
    # A full count has no error to speak of.
    assert "Hatched" not in words()
    survey = replace(household_view, reference=replace(household_view.reference, sampling="survey"))
    assert "Hatched" in " ".join(class_words(survey, False))
