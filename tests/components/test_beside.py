"""Places side by side, spread, fifths, moves and the heat map from hand-made rows."""

from dataclasses import replace

import pytest

from components.beside import Series, place_dots, radars
from components.fifths import fifths_bars, fifths_card
from components.heat import heat_card
from components.lab import unit_control
from components.moves import moves_card
from components.side_controls import choices, places_control
from components.spread import spread_strips
from components.subjects import Side, subjects
from components.theme import CAPITALS, INK, LEVELS, PLACE_MARKS, PLACES, contrast
from data.gate import HIDDEN
from data.selection import MOST_PLACES, Selection

ALPHA = Series("Alpha", {"human": 2.0, "money": HIDDEN, "social": 3.0}, 50)
BETA = Series("Beta", {"human": 1.5, "money": 2.5, "social": 3.5}, 60)
ALL = Series("pilot mean", {"human": 2.2, "money": 1.8, "social": 2.0}, 200)


def test_every_place_has_a_line_of_its_own_and_a_missing_axis_is_a_gap(reference):
    middle, alpha, beta = radars([ALPHA, BETA], ALL, reference.capitals, "en")["data"]
    assert alpha["r"] == [2.0, None, 3.0, 2.0] and alpha["connectgaps"] is False
    assert beta["r"] == [1.5, 2.5, 3.5, 1.5] and middle["line"]["dash"] == "dash"
    assert (alpha["line"]["color"], beta["line"]["color"]) == PLACES[:2]
    assert (alpha["marker"]["symbol"], beta["marker"]["symbol"]) == PLACE_MARKS[:2]
    # Nothing is filled, so that nobody compares areas.
    assert not any("fill" in trace for trace in (alpha, beta))


def test_dots_show_the_numbers_of_the_radar(reference):
    tick, alpha, beta = place_dots([ALPHA, BETA], ALL, reference.capitals, "en")["data"]
    assert (tick["x"], alpha["x"], beta["x"]) == ([2.2, 1.8, 2.0], [2.0, None, 3.0], [1.5, 2.5, 3.5])


def test_marks_of_places_stand_out_on_white():
    assert len(PLACES) == len(PLACE_MARKS) == MOST_PLACES
    assert all(contrast(colour, "#FFFFFF") >= 3 for colour in PLACES)


def side(name: str, rows, released, question: str = "levels", hidden: int = 0) -> Side:
    return Side(name, name, released(list(rows), question, hidden=hidden))


def test_the_spread_has_a_strip_per_capital_scaled_to_its_own_top(released):
    rows = tuple(
        {"capital": key, "low": low, "high": low + 0.25, "share": share}
        for key, shares in {"human": (0.2, 0.4), "overall": (HIDDEN, 0.5)}.items()
        for low, share in zip((1.0, 1.25), shares, strict=True)
    )
    drawn = spread_strips([side("Nation", rows, released)], {"human": "Human", "overall": "Overall"}, (1.75, 2.5), "en")
    human, overall = drawn["data"]
    # 0.64 of a strip for the largest, half of that for half as many; a hidden step has no bar.
    assert human["y"] == pytest.approx([0.32, 0.64]) and overall["y"] == [None, pytest.approx(0.64)]
    assert (human["base"], overall["base"]) == (1, 0)
    assert human["x"] == [1.125, 1.375]
    assert (human["marker"]["color"], overall["marker"]["color"]) == (CAPITALS[0], INK)
    assert [line["x0"] for line in drawn["layout"]["shapes"]] == [1.75, 2.5]


FIFTHS = tuple(
    {"code": "N", "quintile": fifth, "level": level, "n_households": 40, "households": 40, "share": share}
    for fifth, shares in {1: (0.75, 0.25), 2: (HIDDEN, 0.5)}.items()
    for level, share in zip((1, 2), shares, strict=True)
)


def test_fifths_are_stacked_from_the_lowest_and_hidden_is_dotted(released):
    first, second, dots = fifths_bars([side("Nation", FIFTHS, released)], "en")["data"]
    assert (first["x"], second["x"]) == ([0.75, None], [0.25, 0.5])
    assert (first["marker"]["color"], second["marker"]["color"]) == LEVELS[:2]
    assert second["text"] == ["25%", "50%"]
    # Level 1 of fifth 2 is hidden: dots fill what the known half leaves.
    assert dots["x"] == [None, 0.5] and dots["marker"]["pattern"]["shape"] == "."


def test_the_alt_text_of_fifths_does_not_tell_what_is_hidden(household_view, released):
    rows = [{"code": "N", "level": 1, "n_households": 40, "households": 40, "share": 1.0}]
    card = fifths_card(household_view, [side("Nation", FIFTHS, released, "level_fifths")], released(rows, "levels"))
    assert "Fifth 1 in distress 75.0%" in card.alt and "Fifth 2 in distress" not in card.alt


def move(before: int, after: int, households) -> dict:
    return {
        "code": "N",
        "level_before": before,
        "level_after": after,
        "n_households": households,
        "households": households,
        "share": 0.5,
    }


def test_moves_add_up_to_the_matched_n_and_both_n_are_printed(household_view, released):
    rows = [{"code": "N", "level": level, "n_households": n} for level, n in ((1, 30), (2, 90))]
    levels = [side("Nation", rows, released)]
    moves = [move(1, 1, 20), move(1, 2, 15), move(2, 1, 12), move(2, 2, 33)]
    card = moves_card(household_view, [side("Nation", moves, released, "transitions")], levels)
    # 20 + 15 + 12 + 33 = 80 of 30 + 90 = 120.
    assert card.notes[0] == "matched n = 80 · n of this round = 120"
    moves[1] = move(1, 2, HIDDEN)
    hidden = moves_card(household_view, [side("Nation", moves, released, "transitions", 1)], levels)
    # What is hidden cannot be had from the sum.
    assert hidden.notes[0].startswith("matched n = hidden (n < 10)")


def test_the_heat_map_shades_from_one_and_keeps_missing_apart(household_view, released):
    rows = [
        {
            "code": code,
            "capital": "human",
            "indicator": "h1",
            "n_households": 50,
            "mean": mean,
            "weak_share": 0.5,
            "gap_pct": 100.0,
        }
        for code, mean in (("A", 1.0), ("B", 4.0), ("C", HIDDEN), ("D", None))
    ]
    names = {"A": "Alpha", "B": "Beta", "C": "Gamma", "D": "Delta"}
    card = heat_card(household_view, released(rows, "weak_points", hidden=1), names, "4 areas")
    shapes = [trace["marker"]["pattern"]["shape"] for trace in card.figure["data"]]
    assert shapes == [[""], [""], ["."], ["/"]]
    assert card.figure["layout"]["xaxis"]["ticktext"] == ["Alpha", "Beta", "Gamma", "Delta"]
    assert "Alpha: H one 1.00" in card.alt and "Beta: H one 4.00" in card.alt and "Gamma" not in card.alt


def test_places_in_an_address_are_known_codes_at_most_four(reference):
    asked = {"places": "A,B,nowhere,A,C,D,E"}
    found = Selection.from_query(asked, reference)
    assert found.places == ("A", "B", "C", "D")
    assert found.to_query()["places"] == "A,B,C,D"
    assert Selection.from_query({"places": "nowhere"}, reference).to_query() == {}


def test_capitals_count_households_unless_the_reader_says_persons(household_view):
    radio = unit_control(household_view, "households").children[1]
    assert [option["value"] for option in radio.options] == ["-", "persons"] and radio.value == "-"
    assert [option["value"] for option in unit_control(household_view).children[1].options] == ["-", "households"]


def test_several_places_share_each_strip_and_its_scale(released):
    rows = {
        "Alpha": [{"capital": "human", "low": 1.0, "high": 1.25, "share": 0.2}],
        "Beta": [
            {"capital": "human", "low": 1.0, "high": 1.25, "share": HIDDEN},
            {"capital": "human", "low": 1.25, "high": 1.5, "share": 0.4},
        ],
    }
    sides = [side(name, found, released, "capital_spread") for name, found in rows.items()]
    alpha, beta = spread_strips(sides, {"human": "Human"}, (), "en")["data"]
    # The largest share of both, 0.4, fills 0.64 of the strip; half of it is half as high. A hidden step is a gap.
    assert alpha["x"] == [1.0, 1.25] and alpha["y"] == pytest.approx([0.32, 0.32])
    assert beta["y"] == [None, None, pytest.approx(0.64), pytest.approx(0.64)] and beta["connectgaps"] is False
    assert (alpha["line"]["color"], beta["line"]["color"]) == PLACES[:2]


def test_fifths_of_several_places_stand_together_fifth_by_fifth(household_view, released):
    sides = [side(name, FIFTHS, released, "level_fifths") for name in ("Alpha", "Beta")]
    drawn = fifths_bars(sides, "en")
    first = drawn["data"][0]
    # Two bars of a fifth, then a gap of 0.7: 0, 1, then 2.7, 3.7.
    assert first["y"] == pytest.approx([0, 1, 2.7, 3.7]) and first["x"] == [0.75, 0.75, None, None]
    names = ["Fifth 1 · Alpha", "Fifth 1 · Beta", "Fifth 2 · Alpha", "Fifth 2 · Beta"]
    assert drawn["layout"]["yaxis"]["ticktext"] == names
    card = fifths_card(household_view, sides, released([{"code": "N", "level": 1}], "levels"))
    assert (
        "Beta Fifth 1 in distress 75.0%" in card.alt.replace("Per cent · ", "")
        and "Fifth 2 in distress" not in card.alt
    )


def test_moves_of_several_places_are_shares_of_the_level_before(household_view, released):
    levels = [side(name, [{"code": "N", "level": 1, "n_households": 40}], released) for name in ("Alpha", "Beta")]
    alpha = [{**move(1, 1, 30), "share": 0.75}, {**move(1, 2, 10), "share": 0.25}]
    beta = [move(1, 1, HIDDEN) | {"share": HIDDEN}, {**move(1, 2, 20), "share": 0.5}]
    sides = [side("Alpha", alpha, released, "transitions"), side("Beta", beta, released, "transitions", 1)]
    card = moves_card(household_view, sides, levels)
    assert [text["text"] for text in card.figure["layout"]["annotations"]] == ["75%", "25%", "50%"]
    assert card.notes[:2] == [
        "Alpha: matched n = 40 · n of this round = 40",
        "Beta: matched n = hidden (n < 10) · n of this round = 40",
    ]


def test_group_b_stands_last_and_takes_one_of_the_four(household_view):
    chosen = Selection.from_query({"places": "A,B,C,D", "against": "quintile:1"}, household_view.reference)
    view = replace(household_view, selection=chosen)
    found = subjects(view)
    assert [one.name for one in found] == ["Alpha", "Beta", "Gamma", "Group B: lowest fifth by capital"]
    asked = found[-1].changes(view)
    assert asked["cohort"] == chosen.against and (asked["place"], asked["by"]) == ("", "nation")
    there = replace(view, selection=chosen.at(against_place="E"))
    assert subjects(there)[-1].changes(there)["place"] == "E"
    assert [one.name for one in subjects(household_view)] == ["Whole programme (5 areas)"]


def test_a_fifth_place_cannot_be_ticked_and_the_reader_is_told(household_view):
    four = replace(household_view, selection=Selection(places=("A", "B", "C", "A1")))
    _, boxes, more = places_control(four).children
    # The ward that was searched for is on the list, too.
    assert [(option["value"], option["disabled"]) for option in boxes.options] == [
        ("A", False), ("B", False), ("D", True), ("E", True), ("C", False), ("A1", False)
    ]  # fmt: skip
    assert "4 places are chosen" in more.children[1].children
    three = places_control(replace(four, selection=Selection(places=("A", "B", "C"))))
    assert not any(option["disabled"] for option in three.children[1].options)
    assert three.children[2].children[1].children == ""
    assert [area.code for area in choices(household_view)] == ["A", "B", "D", "E", "C"]
