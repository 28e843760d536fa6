"""An address that asks for a snapshot gets that one while it is kept, and the reader's own rights whatever it asks for."""

import pytest

from components.pin import pin_banner
from components.reader import open_reader
from data.library import Library
from data.queries import ask
from data.selection import Selection
from data.viewer import PUBLIC, VIEWER, Viewer
from etl.release import release
from tests.programmes import ADMIN, ROUND, Programme

HEAD = ("household_id", "survey_round", "county_code", "verification")


def households(count: int) -> list[tuple]:
    return [(f"h{number}", ROUND, "A", "verified_poor") for number in range(count)]


@pytest.fixture
def programme(tmp_path) -> Programme:
    return Programme(tmp_path, capitals=False, problems=False)


def load(programme: Programme, count: int) -> str:
    programme.write("households.csv", HEAD, *households(count))
    return programme.load(fresh=True).snapshot


def poor(library: Library, viewer: Viewer) -> int:
    [row] = ask("verification", Selection(by="nation"), viewer, library).rows
    return row["verified_poor_households"]


def opened(library: Library, viewer: Viewer, **query: str):
    token = VIEWER.set(viewer)
    try:
        return open_reader({"source": "households", **query}, ask, library)
    finally:
        VIEWER.reset(token)


def test_an_address_with_a_snapshot_gets_its_numbers_and_is_told_of_newer_ones(programme):
    first = load(programme, 40)
    library = Library(programme.settings)
    second = load(programme, 60)
    assert (poor(library, ADMIN), poor(library.at(first, ADMIN), ADMIN)) == (60, 40)
    pinned, newest = (opened(library, ADMIN, lang="en", snapshot=entry) for entry in (first, second))
    assert (pinned.view.snapshot, pinned.view.newer, newest.view.newer) == (first, True, False)
    assert pinned.ask("verification", by="nation").rows[0]["verified_poor_households"] == 40
    assert "there are newer data" in str(pin_banner(pinned.view)) and "Show the newest" in str(pin_banner(pinned.view))
    assert "still the newest" in str(pin_banner(newest.view))
    # Links inside the page stay with the snapshot; the one of the banner leaves it.
    assert f"snapshot={first}" in pinned.view.link("/causes") and "snapshot" not in str(pin_banner(pinned.view))
    assert pin_banner(opened(library, ADMIN).view) == []


def test_a_snapshot_that_is_gone_says_so_and_shows_the_newest(programme):
    first = load(programme, 40)
    library = Library(programme.settings)
    assert library.at(first, ADMIN)
    for count in (50, 60, 70):
        load(programme, count)
    gone = opened(library, ADMIN, lang="en", snapshot=first)
    assert library.at(first, ADMIN) is None and gone.view.gone == first and gone.view.pinned == ""
    assert gone.ask("verification", by="nation").rows[0]["verified_poor_households"] == 70
    assert first in str(pin_banner(gone.view)) and "not kept any more" in str(pin_banner(gone.view))


@pytest.mark.parametrize("text", ["../../etc/passwd", "x" * 5000, "20260101T000000-abcdef", "current"])
def test_whatever_else_an_address_asks_for_is_gone(programme, text):
    load(programme, 40)
    view = opened(Library(programme.settings), ADMIN, snapshot=text).view
    assert view.snapshot and len(view.gone) <= 22


def test_the_public_opens_what_was_released_and_nothing_else(programme):
    first = load(programme, 40)
    release(programme.settings)
    second = load(programme, 60)
    release(programme.settings)
    third = load(programme, 80)
    library = Library(programme.settings)
    assert poor(library, PUBLIC) == 60
    assert poor(library.at(first, PUBLIC), PUBLIC) == 40
    assert library.at(third, PUBLIC) is None and poor(library.at(third, ADMIN), ADMIN) == 80
    assert opened(library, PUBLIC, snapshot=third).view.snapshot == second


def test_as_many_releases_are_kept_as_snapshots(programme):
    for count in (20, 40, 60, 80):
        load(programme, count)
        release(programme.settings)
    kept = {path.name.split(".")[0] for path in (programme.build / "releases").iterdir()}
    assert len(kept) == programme.settings.keep_snapshots == 3
