"""Thresholds by role: settings move them, floors hold them, and each has its own protected menu."""

import json

import pytest
from pydantic import ValidationError

from data.cohort import read_cohort
from data.disclosure.parameters import FLOORS, SENSITIVE_THRESHOLD, THRESHOLD, sensitive_threshold
from data.disclosure.releases import read_release
from data.errors import Problem
from data.gate import HIDDEN
from data.library import Library
from data.queries import ask
from data.selection import Selection
from data.settings import Settings
from data.viewer import PUBLIC, Viewer
from etl.release import release
from tests.etl.test_release import households
from tests.programmes import ADMIN, ROUND, Programme

POLICY, RESEARCH = Viewer("policymaker"), Viewer("researcher")
HEAD = ("household_id", "survey_round", "county_code", "ward_code", "size", "verification")


@pytest.fixture
def programme(tmp_path) -> Programme:
    """Seven of 40 households of A1 are not poor, twenty each of A2 and B1."""
    programme = Programme(tmp_path, capitals=False, problems=False)
    few = {f"A1x{i}": "not_poor" for i in range(7)}
    few |= {f"{ward}x{i}": "not_poor" for ward in ("A2", "B1") for i in range(20)}
    programme.write("households.csv", HEAD, *households(**few))
    programme.load()
    programme.settings.threshold_policymaker = 5
    return programme


def not_poor(programme: Programme, viewer: Viewer, **selection) -> dict[str, object]:
    rows = ask("verification", Selection(by="ward", **selection), viewer, Library(programme.settings)).rows
    return {row["code"]: row["not_poor"] for row in rows}


def test_no_default_falls():
    assert (THRESHOLD, SENSITIVE_THRESHOLD) >= (10, 20) and SENSITIVE_THRESHOLD >= 20
    assert FLOORS["public"] >= 10 and min(FLOORS.values()) >= 5
    assert set(FLOORS) == {"public", "policymaker", "researcher"}, "every role that stands behind the gate has a floor"
    assert [Settings().threshold_of(role) for role in FLOORS] == [10, 10, 10]


@pytest.mark.parametrize("name", ["threshold", "threshold_policymaker", "threshold_researcher"])
def test_no_setting_goes_below_its_floor(name):
    role = name.partition("_")[2] or "public"
    with pytest.raises(ValidationError):
        Settings(**{name: FLOORS[role] - 1})
    forced = Settings()
    setattr(forced, name, 1)
    assert forced.threshold_of(role) == FLOORS[role], "set past the check it still does not count"
    with pytest.raises(Problem):
        Viewer(role, threshold=FLOORS[role] - 1)


def test_a_higher_threshold_of_the_public_is_that_of_the_others_too():
    settings = Settings(threshold=15)
    assert [settings.threshold_of(role) for role in FLOORS] == [15, 15, 15] and settings.thresholds == (15,)
    assert Settings(threshold_policymaker=5).thresholds == (5, 10)


@pytest.mark.parametrize(("threshold", "sensitive"), [(5, 20), (10, 20), (15, 30)])
def test_health_and_disability_never_take_the_lower_threshold(threshold, sensitive):
    assert sensitive_threshold(threshold) == sensitive


def test_each_role_sees_cells_from_its_own_threshold(programme):
    release(programme.settings)
    assert sorted(read_release(programme.build, Library(programme.settings).snapshot().id).menus) == [5, 10]
    assert not_poor(programme, PUBLIC) == {"A1": HIDDEN, "A2": HIDDEN, "B1": 20}
    assert not_poor(programme, RESEARCH) == {"A1": HIDDEN, "A2": HIDDEN, "B1": 20}
    assert not_poor(programme, POLICY) == {"A1": 7, "A2": 20, "B1": 20}
    assert ask("verification", Selection(), POLICY, Library(programme.settings)).threshold == 5


def test_without_a_release_the_menu_is_protected_for_each_threshold_too(programme):
    assert (not_poor(programme, PUBLIC)["A1"], not_poor(programme, POLICY)["A1"]) == (HIDDEN, 7)


def test_who_asks_with_a_threshold_of_ones_own_gets_that_of_the_settings(programme):
    release(programme.settings)
    programme.settings.threshold_policymaker = None
    assert not_poor(programme, Viewer("policymaker", threshold=5))["A1"] is HIDDEN


def test_a_threshold_set_after_the_release_hides_until_its_menu_is_made(programme):
    programme.settings.threshold_policymaker = None
    release(programme.settings)
    programme.settings.threshold_policymaker = 5
    assert not_poor(programme, POLICY)["A1"] is HIDDEN, "the menu of the next higher threshold serves"


def test_a_menu_made_later_opens_nothing_that_was_hidden(programme):
    programme.settings.threshold_policymaker = None
    release(programme.settings)
    programme.settings.threshold_policymaker = 5
    assert release(programme.settings).fresh
    # The county's older total is known: 27 less the 20 of A2 was told to nobody, and is not now.
    assert not_poor(programme, POLICY) == {"A1": HIDDEN, "A2": HIDDEN, "B1": 20}
    assert release(programme.settings).fresh is False


def test_a_higher_threshold_without_its_menu_shows_nothing(programme):
    release(programme.settings)
    programme.settings.threshold = 15
    assert set(not_poor(programme, PUBLIC).values()) == {HIDDEN}


def test_a_higher_threshold_is_in_force_with_the_next_release(programme):
    release(programme.settings)
    programme.settings.threshold = 15
    assert release(programme.settings).fresh
    assert not_poor(programme, PUBLIC)["B1"] == 20


def test_free_questions_take_the_threshold_of_who_asks(programme):
    rows = [(f"s{i}", ROUND, "B", "B1", 9, "not_poor") for i in range(8)]
    programme.write("more.csv", HEAD, *rows)
    programme.load(programme.exports / "more.csv")
    release(programme.settings)
    library = Library(programme.settings)
    nine = Selection(by="nation", cohort=read_cohort("size:9..9", library.reference()))
    [public], [policy], [exact] = (
        ask("verification", nine, viewer, library).rows for viewer in (PUBLIC, POLICY, ADMIN)
    )
    assert exact["n_households"] == 8
    # The same noise for everybody: only who may see it differs.
    seen = policy["n_households"]
    assert seen is not HIDDEN and 5 <= seen <= 13
    assert public["n_households"] is HIDDEN if seen < 10 else public["n_households"] == seen


def test_an_older_release_with_one_menu_is_that_of_everybody(programme):
    release(programme.settings)
    snapshot = Library(programme.settings).snapshot().id
    path = programme.build / "releases" / f"{snapshot}.menu.json"
    written = json.loads(path.read_text())
    written["patterns"] = written.pop("menus")["10"]
    path.write_text(json.dumps(written))
    assert [*read_release(programme.build, snapshot).menus] == [10]
    assert not_poor(programme, POLICY) == not_poor(programme, PUBLIC)
