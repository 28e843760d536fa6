"""Figures from hand-made numbers: what is missing stays missing, what is hidden stays hidden, lines stand where said."""

import pytest

from components.bars import Bar, bars
from components.capitals import capital_dots, capital_radar, short_names
from components.choropleth import AREAS, CURSOR, MARKS, OUTLINES, SELECTED, UNCERTAIN, choropleth, recolour
from components.classes import classed
from components.levels import level_bar, published_levels
from components.profile import Profile, published_profiles
from components.ranked_dots import DOTS, LEFT, RIGHT, RING, STEMS, ranked_codes, ranked_dots
from components.theme import HIDDEN_FILL, LEVELS, MISSING_FILL, NEED, STRENGTH, ZERO_FILL
from data.gate import HIDDEN
from data.indicators import SCORE, SHARE, Indicator
from data.text import Text

SCORES = Indicator("s", Text("คะแนน", "Score"), SCORE, "capitals", "mean", 2, "high", "households", "strength")
NEEDS = Indicator("n", Text("ความจน", "Poverty"), SHARE, "poverty", "H", 1, "low", "households", "need")
CELLS = {"A": 2.0, "B": 3.0, "C": None, "D": HIDDEN, "E": 1.0}
NAMES = {"A": "Alpha", "B": "Beta", "C": "Gamma", "D": "Delta", "E": "Epsilon"}
SAID = {code: f"{name}: words" for code, name in NAMES.items()}
LAYER = {"url": "/boundaries/county.geojson?v=1", "codes": ["A", "B", "C", "D", "X", "Y"], "bounds": [0, 0, 10, 20]}
LAYER |= {"points": {"A": [1, 2], "B": [3, 4], "C": [5, 6], "D": [7, 8], "X": [9, 9]}}


def numbers(drawn: dict) -> list[str]:
    """Return the column of numbers of a dot plot, from the top."""
    column = [note for note in drawn["layout"]["annotations"] if note.get("xanchor") == "right"]
    return [note["text"] for note in sorted(column, key=lambda note: note["y"])]


def test_the_map_fills_the_areas_and_outlines_the_rest():
    drawn = choropleth(LAYER, classed(CELLS), SAID, SCORES, "en", place="B")
    outlines, areas = drawn["data"][OUTLINES], drawn["data"][AREAS]
    assert outlines["locations"] == ["X", "Y"]
    assert areas["locations"] == ["A", "B", "C", "D", "E"]
    # Three values in three classes: 1.0 step 0, 2.0 step 2, 3.0 step 4; missing is 5, hidden 6.
    assert areas["z"] == [2, 4, 5, 6, 0]
    assert areas["text"][0] == "<b>Alpha</b><br>words"
    assert {trace["geojson"] for trace in drawn["data"][:MARKS]} == {LAYER["url"]}
    assert drawn["data"][SELECTED]["locations"] == ["B"]
    assert drawn["data"][CURSOR]["locations"] == []


def test_classes_are_said_without_colour_and_uncertain_areas_are_hatched():
    drawn = choropleth(LAYER, classed(CELLS | {"X": 0.0}, zero_apart=True), SAID, SCORES, "en", uncertain=["B"])
    marks = drawn["data"][MARKS]
    # E (1.0) is class 1, A (2.0) class 2, B (3.0) class 3; E has no point, C and D no class, X nothing of it.
    assert dict(zip(marks["text"], zip(marks["lon"], marks["lat"], strict=True), strict=True)) == {
        "2": (1, 2), "3": (3, 4), "0": (9, 9),
    }  # fmt: skip
    assert drawn["data"][UNCERTAIN]["locations"] == ["B"]


def test_the_map_colours_are_five_steps_then_missing_hidden_and_zero():
    drawn = choropleth(LAYER, classed(CELLS), SAID, NEEDS, "en")
    colours = [colour for _, colour in drawn["data"][AREAS]["colorscale"]]
    assert colours[::2] == colours[1::2] == [*NEED, MISSING_FILL, HIDDEN_FILL, ZERO_FILL]
    assert [edge for edge, _ in drawn["data"][AREAS]["colorscale"]][::2] == pytest.approx([i / 8 for i in range(8)])


def test_the_map_needs_nothing_but_its_frame():
    geo = choropleth(LAYER, classed(CELLS), SAID, SCORES, "en")["layout"]["geo"]
    # 2 % of 10 degrees and of 20 degrees on each side.
    assert (geo["lonaxis"]["range"], geo["lataxis"]["range"]) == ([-0.2, 10.2], [-0.4, 20.4])
    assert not any(geo[name] for name in ("showcoastlines", "showland", "showlakes", "showcountries"))


def test_another_measure_sends_classes_and_words_but_no_geometry():
    operations = recolour(LAYER, classed(CELLS), SAID, SCORES, "en").to_plotly_json()["operations"]
    places = {tuple(operation["location"]) for operation in operations}
    assert places == {
        ("layout", "title"), ("data", AREAS, "marker", "line", "color"), ("data", MARKS),
        *(("data", AREAS, name) for name in ("z", "text", "colorscale")),
        *(("data", UNCERTAIN, name) for name in ("locations", "z")),
    }  # fmt: skip
    assert LAYER["url"] not in str(operations)


def test_ranking_starts_with_the_place_of_most_concern():
    assert ranked_codes(CELLS, SCORES) == ["E", "A", "B", "C", "D"]
    assert ranked_codes(CELLS, NEEDS) == ["B", "A", "E", "C", "D"]


def test_dots_list_missing_as_missing_and_hidden_as_hidden():
    drawn = ranked_dots(CELLS, NAMES, SAID, SCORES, "en", classes=classed(CELLS), line=(2.5, "pilot mean"))
    dots = drawn["data"][DOTS]
    assert (dots["x"], dots["customdata"]) == ([1.0, 2.0, 3.0], ["E", "A", "B"])
    assert dots["marker"]["color"] == [STRENGTH[0], STRENGTH[2], STRENGTH[4]]
    assert drawn["layout"]["yaxis"]["ticktext"] == ["Epsilon", "Alpha", "Beta", "Gamma", "Delta"]
    assert numbers(drawn) == ["1.00", "2.00", "3.00", "no data", "hidden (n < 10)"]
    # Rows can be picked with and without a number; what is missing or hidden ends at the edge and has no ink.
    left, right = drawn["data"][LEFT], drawn["data"][RIGHT]
    assert left["customdata"] == right["customdata"] == ["E", "A", "B", "C", "D"]
    assert left["marker"]["color"] == right["marker"]["color"] == "rgba(0,0,0,0)"
    # From 0.9 and from 3.1 to 1, 2, 3 and for the last two to 0.9.
    assert left["x"] == pytest.approx([0.1, 1.1, 2.1, 0, 0])
    assert right["x"] == pytest.approx([-2.1, -1.1, -0.1, -2.2, -2.2])


def test_the_dashed_line_stands_at_the_mean_with_its_word():
    drawn = ranked_dots(CELLS, NAMES, SAID, SCORES, "en", line=(2.5, "pilot mean"))
    (line,) = drawn["layout"]["shapes"]
    assert (line["x0"], line["x1"], line["line"]["dash"]) == (2.5, 2.5, "dash")
    assert any(note["text"] == "pilot mean 2.50" and note["x"] == 2.5 for note in drawn["layout"]["annotations"])
    assert drawn["data"][STEMS]["x"] == [2.5, 1.0, None, 2.5, 2.0, None, 2.5, 3.0, None]


def test_axes_start_at_their_natural_zero():
    scores = ranked_dots(CELLS, NAMES, SAID, SCORES, "en")["layout"]["xaxis"]["range"]
    # Scores from 1 to 3 span 2: 5 % of it on both sides; shares from 0 to 3 span 3.
    assert scores == pytest.approx([0.9, 3.1])
    assert ranked_dots(CELLS, NAMES, SAID, NEEDS, "en")["layout"]["xaxis"]["range"] == pytest.approx([-0.15, 3.15])


def test_the_ring_is_round_the_chosen_place():
    drawn = ranked_dots(CELLS, NAMES, SAID, SCORES, "en", place="A")
    assert (drawn["data"][RING]["x"], drawn["data"][RING]["y"]) == ([2.0], [1])
    assert ranked_dots(CELLS, NAMES, SAID, SCORES, "en", place="C")["data"][RING]["x"] == []


def profile(reference, **values) -> Profile:
    middle = {"human": 2.5, "money": 1.5, "social": 2.0}
    low, high = ({key: value + shift for key, value in middle.items()} for shift in (-0.5, 0.5))
    return Profile(reference.capitals, values, middle, low, high, "pilot mean")


def test_the_radar_closes_and_is_filled_where_all_is_known(reference):
    drawn = capital_radar(profile(reference, human=2.0, money=1.0, social=3.0), "Alpha", "en")
    place = drawn["data"][-1]
    assert place["r"] == [2.0, 1.0, 3.0, 2.0]
    assert place["fill"] == "toself" and place["fillcolor"].endswith(",0.15)")
    assert place["theta"][0] == "Human<br><b>2.00</b>"
    middle = drawn["data"][-2]
    assert (middle["r"], middle["line"]["dash"]) == ([2.5, 1.5, 2.0, 2.5], "dash")
    axis = drawn["layout"]["polar"]["radialaxis"]
    assert (axis["range"], axis["tickvals"]) == ([1, 4], [1, 2, 3, 4])


def test_a_missing_axis_is_a_gap_and_never_one_or_zero(reference):
    drawn = capital_radar(profile(reference, human=2.0, social=HIDDEN), "Alpha", "en")
    place = drawn["data"][-1]
    assert place["r"] == [2.0, None, None, 2.0]
    assert place["connectgaps"] is False and "fill" not in place
    assert place["theta"][1] == "Money<br><b>–</b>"


def test_capital_dots_show_the_numbers_of_the_radar(reference):
    said = dict.fromkeys(("human", "money", "social"), "words")
    drawn = capital_dots(profile(reference, human=2.0, money=1.0), said, "en")
    assert drawn["data"][-1]["x"] == [2.0, 1.0, None]
    assert [note["text"] for note in drawn["layout"]["annotations"]] == ["2.00", "1.00", "–"]
    assert drawn["layout"]["xaxis"]["tickvals"] == [1, 2, 3, 4]


def test_names_lose_the_word_that_all_share(reference):
    assert list(short_names(reference.capitals, "en").values()) == ["Human", "Money", "Social"]
    assert list(short_names(reference.capitals, "th").values()) == ["มนุษย์", "การเงิน", "สังคม"]


def test_the_published_profile_has_quartiles_over_areas_with_a_score(view, reference):
    rows = [
        {"code": code, "measure": "human_capital_score", "period": "2026", "value": value}
        for code, value in {"A": 2.0, "B": 3.0, "C": 1.0, "D": None}.items()
    ]
    profiles = published_profiles(view, tuple(rows))
    found = profiles["A"]
    # Of 1, 2, 3: median 2, quartiles 1.5 and 2.5; D takes no part.
    assert (found.low["human"], found.middle["human"], found.high["human"]) == (1.5, 2.0, 2.5)
    assert found.values == {"human": 2.0, "money": None, "social": None}
    assert found.weakest.key == "human"
    assert found.word == "median of 3 areas"
    assert profiles["D"].weakest is None
    # The programme itself is its median.
    assert profiles[""].values["human"] == 2.0


def test_levels_have_their_colours_and_hidden_draws_nothing():
    rows = [
        {"level": 1, "households": 90, "share": 0.9},
        {"level": 2, "households": 5, "share": 0.05},
        {"level": 3, "households": HIDDEN, "share": HIDDEN},
    ]
    drawn = level_bar(rows, "en")["data"]
    assert [trace["x"] for trace in drawn] == [[0.9], [0.05]]
    assert [trace["marker"]["color"] for trace in drawn] == [LEVELS[0], LEVELS[1]]
    # Only a part of at least 7 % has room for its number.
    assert [trace["text"] for trace in drawn] == [["90.0%"], [""]]


def test_published_levels_are_shares_of_their_sum():
    rows = tuple(
        {"code": "A", "measure": f"bi_households_level_{level}", "value": value, "period": "2020-2022"}
        for level, value in ((1, 30.0), (2, 60.0), (3, 10.0), (4, 0.0))
    )
    levels, behind = published_levels(rows, "A")
    assert [row["share"] for row in levels] == [0.3, 0.6, 0.1, 0.0]
    assert len(behind) == 4
    assert published_levels(rows, "B") == ([], [])


def test_bars_end_at_their_value_and_hidden_has_a_word_instead():
    entries = [Bar("One", 30, "30", "One 30", "50%"), Bar("Two", HIDDEN, "hidden (n < 10)", "Two hidden")]
    drawn = bars(entries, "en", colour=NEED[3], whole=60)
    ground, front = drawn["data"]
    assert (ground["x"], front["x"]) == ([60, 60], [30, None])
    assert numbers(drawn) == ["<b>30</b>", "<b>hidden (n < 10)</b>"]


def test_few_bars_in_a_high_picture_stay_as_thin_as_many():
    entries = [Bar("One", 30, "30", "One 30")]
    # A row of its own down to 0.3 below it, or the room of nine rows.
    assert bars(entries, "en", colour=NEED[3])["layout"]["yaxis"]["range"] == [pytest.approx(0.3), -0.5]
    assert bars(entries, "en", colour=NEED[3], room=9)["layout"]["yaxis"]["range"] == [pytest.approx(8.3), -0.5]
