"""Small cells: hidden from those who may not see them, with the word for it, everywhere alike."""

import pytest

from data.gate import HIDDEN, THRESHOLD, release, without_small_counts
from data.indicators import Indicator, shown
from data.queries.kept import ANSWERS
from data.selection import Selection
from data.text import Text
from data.viewer import PUBLIC, Viewer
from tests.programmes import ROUND, Programme

COUNT = Indicator("x", Text("ก", "x"), Text("ก", "x"), "q", "H", 1, "low", "households", "need")


def released(n: int, viewer: Viewer):
    row = {"code": "A", "stage": "helped", "n_households": n, "H": 0.5}
    return release("q", Selection(), viewer, [row], snapshot="s", labels=("stage",))


@pytest.mark.parametrize(("n", "hidden"), [(0, False), (1, True), (9, True), (10, False)])
def test_a_row_below_the_threshold_is_hidden_whole(n, hidden):
    found = released(n, PUBLIC)
    assert found.hidden == int(hidden)
    assert (found.rows[0]["H"] is HIDDEN) is hidden and (found.rows[0]["n_households"] is HIDDEN) is hidden
    assert (found.rows[0]["code"], found.rows[0]["stage"]) == ("A", "helped")


@pytest.mark.parametrize(
    ("role", "hidden"), [("public", 1), ("policymaker", 1), ("researcher", 1), ("operator", 0), ("admin", 0)]
)
def test_only_operators_and_admins_see_small_cells(role, hidden):
    assert released(3, Viewer(role)).hidden == hidden


def test_the_threshold_does_not_fall():
    assert THRESHOLD >= 10


def test_hidden_reads_hidden_and_never_blank_or_zero():
    assert shown(HIDDEN, COUNT, "en") == "hidden (n < 10)"
    assert shown(HIDDEN, COUNT, "th") == "ซ่อน (n < 10)"
    assert shown(None, COUNT, "en") == "–"
    with pytest.raises(TypeError):
        float(HIDDEN)


def test_the_public_gets_hidden_rows_from_a_real_snapshot(tmp_path):
    programme = Programme(tmp_path, capitals=False, problems=False)
    rows = [(f"a{i}", ROUND, "A") for i in range(12)] + [(f"b{i}", ROUND, "B") for i in range(3)]
    programme.write("households.csv", ("household_id", "survey_round", "county_code"), *rows)
    programme.load()
    [a, b] = programme.ask("verification", viewer=PUBLIC)
    assert (a["n_households"], b["n_households"]) == (12, HIDDEN)
    programme.settings.protect_menu = True
    ANSWERS.clear()
    [a, b] = programme.ask("verification", viewer=PUBLIC)
    assert (a["n_households"], b["n_households"]) == (HIDDEN, HIDDEN), "15 in all: 12 would tell the other 3"
    assert programme.ask("verification")[1]["n_households"] == 3, "answers of one role are never another's"


def test_a_viewer_sees_no_area_outside_its_scope(tmp_path):
    programme = Programme(tmp_path, capitals=False, problems=False)
    programme.write(
        "households.csv", ("household_id", "survey_round", "county_code"), ("a", ROUND, "A"), ("b", ROUND, "B")
    )
    programme.load()
    scoped = Viewer("operator", frozenset({"B"}))
    assert [row["code"] for row in programme.ask("verification", viewer=scoped)] == ["B"]
    assert programme.ask("verification", viewer=scoped, place="A") == []
    assert programme.ask("verification", viewer=scoped, by="nation")[0]["n_households"] == 1


def test_small_counts_inside_a_row_are_hidden_with_what_is_computed_from_them():
    row = {
        "code": "A",
        "n_households": 50,
        "moved": 4,
        "not_found": 10,
        "newly_found": 0,
        "reached": 9,
        "step_rate": 0.9,
    }
    [found] = without_small_counts([row])
    assert found == {**row, "moved": HIDDEN, "reached": HIDDEN, "step_rate": HIDDEN}


def test_the_public_never_reads_a_small_count_from_a_real_snapshot(tmp_path):
    programme = Programme(tmp_path, capitals=False, problems=False)
    kinds = ["verified_poor"] * 30 + ["moved"] * 3
    rows = [(f"a{i}", ROUND, "A", kind) for i, kind in enumerate(kinds)]
    programme.write("households.csv", ("household_id", "survey_round", "county_code", "verification"), *rows)
    programme.load()
    [row] = programme.ask("verification", viewer=PUBLIC)
    assert (row["surveyed_households"], row["moved"], row["not_poor"]) == (30, HIDDEN, 0)
    assert programme.ask("verification")[0]["moved"] == 3
