"""Small cells: hidden from those who may not see them, with the word for it, everywhere alike."""

import pytest

from data.cohort import Condition
from data.gate import HIDDEN, THRESHOLD, release
from data.indicators import Indicator, shown
from data.library import Library
from data.queries import QUESTIONS, ask
from data.queries.free import NOISY
from data.queries.kept import ANSWERS
from data.queries.needs import NEEDS
from data.selection import Selection
from data.text import Text
from data.viewer import PUBLIC, Viewer
from etl.release import release as release_snapshot
from tests.crowd import crowd
from tests.programmes import ADMIN, ROUND, Programme

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
    assert (a["n_households"], b["n_households"]) == (HIDDEN, HIDDEN), "15 in all: 12 would tell the other 3"
    assert programme.ask("verification", viewer=PUBLIC, by="nation")[0]["n_households"] == 15
    assert programme.ask("verification")[1]["n_households"] == 3, "answers of one role are never another's"


def test_without_a_release_and_without_protection_the_public_sees_nothing(tmp_path):
    programme = Programme(tmp_path, capitals=False, problems=False)
    rows = [(f"a{i}", ROUND, "A") for i in range(30)]
    programme.write("households.csv", ("household_id", "survey_round", "county_code"), *rows)
    programme.load()
    programme.settings.protect_menu = False
    assert [programme.ask(name, viewer=PUBLIC) for name in QUESTIONS if name != "published"] == [[]] * (
        len(QUESTIONS) - 1
    )
    release_snapshot(programme.settings)
    ANSWERS.clear()
    assert programme.ask("verification", viewer=PUBLIC)[0]["n_households"] == 30


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


def test_the_public_never_reads_a_small_count_from_a_real_snapshot(tmp_path):
    programme = Programme(tmp_path, capitals=False, problems=False)
    kinds = ["verified_poor"] * 30 + ["moved"] * 3
    rows = [(f"a{i}", ROUND, "A", kind) for i, kind in enumerate(kinds)]
    programme.write("households.csv", ("household_id", "survey_round", "county_code", "verification"), *rows)
    programme.load()
    [row] = programme.ask("verification", viewer=PUBLIC)
    assert (row["surveyed_households"], row["moved"], row["not_poor"]) == (30, HIDDEN, 0)
    assert row["n_households"] is HIDDEN, "33 in all would tell the three that moved"
    assert programme.ask("verification")[0]["moved"] == 3


@pytest.fixture(scope="module")
def crowded(tmp_path_factory) -> Library:
    programme = crowd(tmp_path_factory.mktemp("crowd"), 3)
    programme.write("models.csv", ("model_id", "county_code", "model_group"), ("m1", "A", "g"), ("m2", "B", "g"))
    programme.write(
        "participation.csv",
        ("model_id", "household_id", "income_before_month", "income_after_month"),
        *(("m1", f"h{number}", 1000, 1500) for number in range(20)),
    )
    programme.load()
    release_snapshot(programme.settings)
    return Library(programme.settings)


def told(library: Library, name: str, viewer: Viewer = PUBLIC, **selection) -> tuple[dict, ...]:
    return ask(name, Selection(**selection), viewer, library).rows


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_every_question_is_on_the_menu_or_noisy_or_hidden(crowded, name):
    # Whatever is in neither tells the public nothing but where its rows stand.
    for selection in ({}, {"by": "ward"}, {"place": "A"}, {"cohort": COHORTS[0]}):
        rows = told(crowded, name, **selection)
        free = "cohort" in selection and "cohort" in QUESTIONS[name].parameters
        if name in NOISY or (name in NEEDS and not free) or name == "published":
            continue
        keep = {"code", *QUESTIONS[name].labels}
        assert {cell for row in rows for column, cell in row.items() if column not in keep} <= {HIDDEN}


COHORTS = tuple((Condition("size", str(size), str(size)),) for size in (3, 150))


@pytest.mark.parametrize("name", sorted(name for name in QUESTIONS if "cohort" in QUESTIONS[name].parameters))
def test_which_rows_there_are_does_not_tell_whether_anybody_fits(crowded, name):
    keep = ("code", *QUESTIONS[name].labels)
    for place in ({}, {"place": "A1", "by": "ward"}, {"place": "C", "by": "ward"}):
        some, nobody = (
            [tuple(row[column] for column in keep) for row in told(crowded, name, cohort=cohort, **place)]
            for cohort in COHORTS
        )
        assert sorted(map(str, some)) == sorted(map(str, nobody)), place


@pytest.mark.parametrize(("name", "column"), [("assistance", "kind"), ("agencies", "need")])
def test_that_nobody_needs_a_clinic_is_not_told(crowded, name, column):
    """Help and referrals for health stand in every area, hidden where there are none or few."""
    exact = {
        (row["code"], *(row[label] for label in QUESTIONS[name].labels))
        for row in told(crowded, name, ADMIN, by="ward")
    }
    rows = told(crowded, name, by="ward")
    clinics = {row["code"] for row in rows if row[column] == "clinic"}
    wards = {row["code"] for row in told(crowded, "verification", ADMIN, by="ward")}
    assert clinics == wards
    for row in rows:
        if (row["code"], *(row[label] for label in QUESTIONS[name].labels)) not in exact:
            assert row[column] == "clinic" and {row[name] for name in row if name.startswith(("n_", "ref"))} == {HIDDEN}
