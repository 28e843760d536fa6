"""The figures of the poverty lab from hand-made rows: sums, hidden parts, ranks and cut-offs worked out by hand."""

from fractions import Fraction

import pytest

from components.bump import bump_lines, first_at, moved_line, rank_rows, steady_words
from components.contributions import contribution_bars, contributions_card, dimension_parts, item_parts
from components.headcounts import headcount_dots, ranked_items
from components.lab import cut_off_steps, least_weight, preset_shares, presets
from components.lab_headline import cut_off_words, lab_headline, rejected_words, setting_words
from components.split import levels_below, rows_level
from components.theme import HIDDEN_FILL, LINE, NEED, PROBLEMS
from components.together import combination_words, upset
from data.gate import HIDDEN


def share(code: str, indicator: str, dimension: str, part, censored=0.1, uncensored=0.2) -> dict:
    return {
        "code": code, "indicator": indicator, "dimension": dimension, "n_households": 50,
        "censored": censored, "uncensored": uncensored, "contribution_pct": part,
    }  # fmt: skip


def chosen(view, **changes):
    return type(view)(
        view.lang, view.selection.at(**changes), view.reference, view.rounds, demo=view.demo, made_at=view.made_at
    )


def test_a_dimension_adds_up_its_indicators_and_what_is_hidden_is_the_rest(reference):
    groups = reference.dimensions
    assert dimension_parts({"ill": 30.0, "leak": 70.0}, groups) == {"health": 30.0, "home": 70.0, "": 0}
    # 30 of 100 may be seen.
    assert dimension_parts({"ill": 30.0, "leak": HIDDEN}, groups) == {"health": 30.0, "home": 0, "": 70.0}
    assert dimension_parts({"ill": None, "leak": None}, groups) is None


def test_a_part_that_can_be_worked_out_of_what_is_shown_is_worked_out():
    rows = [share("A", "ill", "health", HIDDEN, 0.1), share("A", "leak", "home", HIDDEN, HIDDEN)]
    # 100 x 1/2 x 0.1 / 0.2 = 25.
    assert item_parts(rows, 0.2, {"ill": 0.5, "leak": 0.5}) == {"ill": pytest.approx(25), "leak": HIDDEN}
    assert item_parts(rows, 0.2, None)["ill"] is HIDDEN
    assert item_parts(rows, HIDDEN, {"ill": 0.5, "leak": 0.5})["ill"] is HIDDEN


def test_bars_stand_side_by_side_with_the_hidden_part_last(reference):
    parts = {"A": {"health": 30.0, "home": 0, "": 70.0}, "B": None, "C": {"health": 40.0, "home": 60.0, "": 0}}
    names = {"A": "Alpha", "B": "Beta", "C": "Gamma"}
    drawn = contribution_bars(parts, names, {"A": "0.100", "B": "–", "C": "0.200"}, reference.dimensions, "en")
    health, home, hidden = drawn["data"]
    assert (health["x"], home["x"], hidden["x"]) == ([30.0, None, 40.0], [0, None, 60.0], [70.0, None, None])
    assert [health["marker"]["color"], home["marker"]["color"]] == list(PROBLEMS[:2])
    assert hidden["marker"]["color"] == HIDDEN_FILL and hidden["marker"]["pattern"]["shape"] == "."
    assert drawn["layout"]["yaxis"]["ticktext"] == ["Alpha", "Beta", "Gamma"]
    assert [words["text"] for words in drawn["layout"]["annotations"]] == ["0.100", "–", "0.200"]
    assert drawn["layout"]["barmode"] == "stack" and drawn["layout"]["xaxis"]["range"] == [0, 100]


def test_the_place_stands_on_top_and_areas_go_by_m0_with_hidden_last(household_view, released):
    def both(code):
        return [share(code, "ill", "health", 40.0), share(code, "leak", "home", 60.0)]

    areas = released([*both("A"), *both("B"), *both("C")], "contributions")
    whole = released(both("N"), "contributions")
    object.__setattr__(areas, "method", {"k": "1/3", "additive": "no"})
    m0 = {"A": 0.1, "B": HIDDEN, "C": 0.3, "N": 0.2}
    names = {"A": "Alpha", "B": "Beta", "C": "Gamma", "N": "Nation"}
    card = contributions_card(household_view, areas, whole, m0, names, "Nation")
    assert card.figure["layout"]["yaxis"]["ticktext"] == ["Nation", "Gamma", "Alpha", "Beta"]
    assert any("need not add up" in note for note in card.notes)
    assert "Nation M0 0.200: most from Home, 60%" in card.alt


def test_headcounts_go_by_the_censored_share_and_hidden_draws_no_dot():
    rows = (
        share("A", "ill", "health", 10.0, 0.1, 0.5),
        share("A", "leak", "home", HIDDEN, HIDDEN, 0.3),
        share("A", "wet", "home", 5.0, 0.2, 0.2),
    )
    ranked = ranked_items(rows)
    assert [row["indicator"] for row in ranked] == ["wet", "ill", "leak"]
    names = {"ill": "Ill", "leak": "Leak", "wet": "Wet"}
    rails, spans, ring, dot = headcount_dots(ranked, names, ["a", "b", "c"], ["x", "y", "z"], "en")["data"]
    assert (ring["x"], dot["x"]) == ([0.2, 0.5, 0.3], [0.2, 0.1, None])
    assert spans["x"] == [0.2, 0.2, None, 0.1, 0.5, None]
    assert rails["x"][:2] == [0, 0.5]
    assert dot["marker"]["color"] == NEED[3]


def test_combinations_are_rows_of_joined_dots(reference):
    groups = reference.dimensions
    rows = [
        {"dimensions": "health+home", "share": 0.5},
        {"dimensions": "home", "share": 0.3},
        {"dimensions": "", "share": 0.2},
    ]
    empty, joins, filled, bars = upset(rows, groups, ["a", "b", "c"], "en")["data"]
    assert list(zip(filled["x"], filled["y"], strict=True)) == [(0, 0), (1, 0), (1, 1)]
    assert joins["x"] == [0, 1, None] and joins["y"] == [0, 0, None]
    assert len(empty["x"]) == 6
    assert (bars["x"], bars["text"]) == ([0.5, 0.3, 0.2], ["50.0%", "30.0%", "20.0%"])
    assert [combination_words(row["dimensions"], groups, "en") for row in rows] == [
        "Health + Home",
        "Home only",
        "No dimension",
    ]


def over_k(code: str, ranks: dict[str, object]) -> list[dict]:
    return [
        {
            "code": code,
            "k": k,
            "n_households": 50,
            "H": 0.5,
            "A": 0.5,
            "M0": HIDDEN if rank is HIDDEN else 0.25,
            "rank": rank,
        }
        for k, rank in ranks.items()
    ]


RANKS = (
    *over_k("A", {"1/10": 1, "1/5": 1, "3/10": 1, "1/20": 2}),
    *over_k("B", {"1/20": 1, "1/10": 2, "1/5": 3, "3/10": HIDDEN}),
    *over_k("C", {"1/20": 3, "1/10": 3, "1/5": 2, "3/10": 2}),
)
NAMES = {"A": "Alpha", "B": "Beta", "C": "Gamma"}


def test_a_line_per_area_over_k_and_a_hidden_rank_is_a_gap():
    areas = rank_rows(RANKS)
    drawn = bump_lines(areas, NAMES, ["A"], Fraction(1, 5), "en")
    lines = {trace["customdata"][0]: trace for trace in drawn["data"]}
    assert lines["A"]["x"] == [0.05, 0.1, 0.2, 0.3]
    assert (lines["A"]["y"], lines["B"]["y"]) == ([2, 1, 1, 1], [1, 2, 3, None])
    assert lines["A"]["line"]["color"] == NEED[4] and lines["B"]["line"]["color"] == LINE
    # The strong line is drawn last, on top.
    assert drawn["data"][-1]["customdata"][0] == "A"
    # Each is named where it starts, at its rank for the lowest cut-off.
    axis = drawn["layout"]["yaxis"]
    assert dict(zip(axis["tickvals"], axis["ticktext"], strict=True)) == {2: "Alpha", 1: "Beta", 3: "Gamma"}
    assert drawn["layout"]["shapes"][0]["x0"] == 0.2


def test_another_cut_off_moves_only_the_line():
    [operation] = moved_line(Fraction(1, 3)).to_plotly_json()["operations"]
    assert operation["location"] == ["layout", "shapes"]
    assert operation["params"]["value"][0]["x0"] == pytest.approx(1 / 3)


def test_who_stays_first_is_said(household_view):
    areas = rank_rows(RANKS)
    assert first_at(areas, Fraction(1, 5)) == ["A", "C", "B"]
    assert steady_words(household_view, areas, NAMES, ["A", "C"]) == [
        "Alpha ranks first from k = 1/10 to 3/10",
        "Gamma ranks between 2 and 3",
    ]


def test_the_slider_stops_at_any_indicator_twentieths_and_thirds(reference):
    steps = cut_off_steps(reference, Fraction(1, 8))
    assert steps[0] == Fraction(1, 8) and steps[-1] == 1
    assert {Fraction(1, 3), Fraction(2, 3), Fraction(3, 20)} <= set(steps) and Fraction(1, 10) not in steps
    assert steps == sorted(steps)


def test_presets_name_union_and_intersection_under_the_weights_in_force(household_view):
    # Two indicators of 1/2 each: one deprivation reaches any k up to 1/2.
    assert least_weight(household_view) == Fraction(1, 2)
    assert [name for _, name in presets(household_view)][-1] == "all indicators"
    alone = chosen(household_view, off=("ill",))
    assert least_weight(alone) == 1
    assert cut_off_words(chosen(household_view, k=Fraction(1, 2))) == "poor with at least one deprivation"
    assert (
        cut_off_words(chosen(household_view, k=Fraction(3, 4)))
        == "poor when deprived in at least 3/4 (75%) of all weights"
    )
    assert cut_off_words(chosen(household_view, k=Fraction(1))) == "poor only when deprived in everything"
    assert "1 switched off" in setting_words(alone) and "own weights" in setting_words(
        chosen(household_view, weights="ill:1")
    )


def test_weights_that_do_not_add_up_are_named_with_their_sum(household_view):
    [said] = rejected_words(household_view, {"weights": "ill:1/2,leak:1/3"})
    assert "= 5/6" in said and "must add up to 1" in said
    assert "k" in rejected_words(household_view, {"k": "7"})[0]
    assert rejected_words(household_view, {"weights": ""}) == []


def poverty_row(**changes) -> dict:
    errors = dict.fromkeys(("H_low", "H_high", "A_low", "A_high", "M0_low", "M0_high"))
    row = {"code": "N", "n_households": 90, "n_persons": 200, "H": 0.25, "A": 0.5, "M0": 0.125, "poor_households": 20, "poor_persons": 50, "missing_share": 0.1}  # fmt: skip
    return row | errors | changes


def said(view, released, **changes) -> str:
    return str(lab_headline(view, released([poverty_row(**changes)], "poverty")))


def test_the_headline_says_interval_or_full_count_and_what_was_kept(household_view, released):
    words = said(household_view, released)
    for part in (
        "25.0%",
        "50.0%",
        "0.125",
        "full count: no interval",
        "90.0% of those surveyed",
        "20 households, 50 persons",
    ):
        assert part in words
    assert "counting persons" in words and "not the area's poverty rate" in words


def test_a_survey_shows_its_interval(household_view, released):
    object.__setattr__(household_view.reference, "sampling", "survey")
    words = said(household_view, released, H_low=0.2, H_high=0.3, A_low=HIDDEN, A_high=HIDDEN)
    assert "95 %: 20.0%–30.0%" in words and "counts carry noise" in words


def test_nobody_poor_has_no_intensity_and_hidden_reads_hidden(household_view, released):
    nobody = said(household_view, released, H=0.0, A=None, M0=0.0)
    assert "nobody is poor at this cut-off" in nobody and "children='–'" in nobody
    assert "hidden (n < 10)" in said(household_view, released, H=HIDDEN, M0=HIDDEN)
    assert "no sizes are known" in said(household_view, released, n_persons=None, poor_persons=None)


def test_a_place_is_split_by_the_level_below_it(household_view):
    assert levels_below(household_view) == ["county"]
    assert levels_below(chosen(household_view, place="A")) == ["ward"]
    assert levels_below(chosen(household_view, place="A1")) == ["ward"]
    # A level above the place cannot split it.
    assert rows_level(chosen(household_view, place="A", by="county")) == "ward"
    assert rows_level(chosen(household_view, by="county")) == "county"


def test_every_preset_tells_the_fields_of_own_weights_its_shares(household_view):
    shares = preset_shares(household_view.reference)
    # Two dimensions with one indicator each: a half, whatever is equal.
    assert shares == {key: {"ill": "1/2", "leak": "1/2"} for key in ("-", "dimensions", "indicators")}
