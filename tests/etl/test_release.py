"""Releases: public roles see the last one, an area changes when ten of its households did, and single changes wait."""

import csv

import pytest

from data.errors import Problem
from data.gate import HIDDEN
from data.library import Library
from data.queries import QUESTIONS, ask
from data.queries.needs import NEEDS
from data.selection import Selection
from data.viewer import PUBLIC
from etl.release import due, forget_releases, release, release_if_due
from tests.programmes import ADMIN, ROUND, Programme, command

HEAD = ("household_id", "survey_round", "county_code", "ward_code", "size", "verification")
WARDS = {"A1": 40, "A2": 50, "B1": 60}


def households(**changed: str) -> list[tuple]:
    """Forty households in A1, fifty in A2, sixty in B1, all poor; `changed`: {household: verification}."""
    rows = [(f"{ward}x{i}", ROUND, ward[0], ward, 2) for ward, size in WARDS.items() for i in range(size)]
    return [(*row, changed.get(row[0], "verified_poor")) for row in rows]


@pytest.fixture
def programme(tmp_path) -> Programme:
    programme = Programme(tmp_path, capitals=False, problems=False)
    programme.write(
        "households.csv", HEAD, *households(**{f"{ward}x{i}": "not_poor" for ward in WARDS for i in range(12)})
    )
    programme.load()
    release(programme.settings)
    return programme


def change(programme: Programme, **changed: str) -> None:
    """Load what the field corrected."""
    programme.write("households.csv", HEAD, *(row for row in households(**changed) if row[0] in changed))
    programme.load()


def not_poor(programme: Programme, viewer=PUBLIC, by: str = "ward") -> dict[str, object]:
    rows = ask("verification", Selection(by=by), viewer, Library(programme.settings)).rows
    return {row["code"]: row["not_poor"] for row in rows}


def everything(programme: Programme) -> dict:
    """All that the public can fetch of the menu, every level and place."""
    library = Library(programme.settings)
    places, levels = ("", *library.reference().areas), library.reference().levels
    return {
        (name, place, by): ask(name, Selection(place=place, by=by), PUBLIC, library).rows
        for name in NEEDS
        if name in QUESTIONS and name not in ("accounting", "rejects", "freshness")
        for place in places
        for by in levels
        # Models belong to counties: inside a ward there is no table of them.
        if not (name == "models" and len(place) > 1)
    }


def test_public_roles_see_the_last_release_and_operators_the_newest(programme):
    change(programme, **{f"A1x{i}": "not_poor" for i in range(12, 30)})
    assert not_poor(programme) == {"A1": 12, "A2": 12, "B1": 12}
    assert not_poor(programme, ADMIN) == {"A1": 30, "A2": 12, "B1": 12}
    made = release(programme.settings)
    assert (made.held, made.fresh) == (0, True)
    assert not_poor(programme) == {"A1": 30, "A2": 12, "B1": 12}
    assert not_poor(programme, by="nation") == {"N": 54}


@pytest.mark.parametrize("kind", ["not_poor", "moved", "newly_found"])
def test_one_changed_household_changes_nothing_that_the_public_can_fetch(programme, kind):
    before = everything(programme)
    change(programme, A1x20=kind)
    assert release(programme.settings).held == 1
    assert everything(programme) == before
    assert (
        ask("verification", Selection(), ADMIN, Library(programme.settings)).rows
        != before["verification", "", "county"]
    )


def test_a_new_household_waits_until_ten_are_there(programme):
    before = everything(programme)
    for new in (9, 10):
        rows = [(f"new{i}", ROUND, "A", "A1", 2, "not_poor") for i in range(new)]
        programme.write("households.csv", HEAD, *rows)
        programme.load()
        assert release(programme.settings).held == (9 if new == 9 else 0)
        assert (everything(programme) == before) is (new == 9)
    assert not_poor(programme) == {"A1": 22, "A2": 12, "B1": 12}


def test_many_changes_in_one_ward_go_out_while_a_single_one_elsewhere_waits(programme):
    change(programme, B1x30="not_poor", **{f"A1x{i}": "not_poor" for i in range(12, 24)})
    assert release(programme.settings).held == 1
    assert not_poor(programme) == {"A1": 24, "A2": 12, "B1": 12}
    assert not_poor(programme, by="nation") == {"N": 48}, "24 + 12 + 12: the nation does not tell of the one in B1"
    # Nine more in B1: with the one that waited they are ten.
    change(programme, **{f"B1x{i}": "not_poor" for i in range(31, 40)})
    assert release(programme.settings).held == 0
    assert not_poor(programme) == {"A1": 24, "A2": 12, "B1": 22}


def test_a_household_that_moves_between_wards_stays_whole(programme):
    rows = [(f"A1x{i}", ROUND, "B", "B1", 2, "verified_poor") for i in range(12, 15)]
    programme.write("households.csv", HEAD, *rows)
    programme.load()
    assert release(programme.settings).held == 3
    library = Library(programme.settings)
    [nation] = ask("verification", Selection(by="nation"), PUBLIC, library).rows
    assert nation["surveyed_households"] == 150, "neither lost nor counted twice"


def test_what_was_hidden_stays_hidden_where_nothing_changed(tmp_path):
    programme = Programme(tmp_path, capitals=False, problems=False)
    few = {f"A1x{i}": "not_poor" for i in range(4)} | {
        f"{ward}x{i}": "not_poor" for ward in ("A2", "B1") for i in range(20)
    }
    programme.write("households.csv", HEAD, *households(**few))
    programme.load()
    release(programme.settings)
    assert not_poor(programme) == {"A1": HIDDEN, "A2": HIDDEN, "B1": 20}
    # A1 now has 24: alone it could be shown. With A2 unchanged and shown, the county's older total would tell the older 4.
    change(programme, **{f"A1x{i}": "not_poor" for i in range(4, 24)})
    release(programme.settings)
    assert not_poor(programme)["A2"] is HIDDEN


def test_the_second_release_of_a_snapshot_is_the_first(programme):
    assert release(programme.settings).fresh is False
    assert release_if_due(programme.settings) is None


def test_a_release_is_due_with_time_or_where_none_was_made(programme):
    change(programme, A1x20="moved")
    assert not due(programme.settings)
    programme.settings.release_every_hours = 0
    assert due(programme.settings)
    forget_releases(programme.build)
    programme.settings.release_every_hours = 24
    assert due(programme.settings)


def test_without_a_snapshot_there_is_nothing_to_release(tmp_path):
    programme = Programme(tmp_path, capitals=False, problems=False)
    with pytest.raises(Problem):
        release(programme.settings)


def test_the_release_outlives_its_snapshot(programme):
    programme.settings.keep_snapshots = 1
    for ward in ("A1", "A2"):
        change(programme, **{f"{ward}x20": "moved"})
    assert len(list((programme.build / "snapshots").glob("*.json"))) == 1
    assert not_poor(programme) == {"A1": 12, "A2": 12, "B1": 12}


def test_the_command_releases_and_a_load_does_where_it_is_due(programme, tmp_path):
    change(programme, A1x20="moved")
    done = command(programme, "etl", "release")
    assert done.returncode == 0 and "still stand as they were: 1" in done.stderr
    with (programme.exports / "households.csv").open("w", newline="") as file:
        csv.writer(file).writerows([HEAD, *households(A1x21="moved")])
    assert "released" not in command(programme, "etl", "load", str(programme.exports)).stderr
