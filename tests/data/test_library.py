"""Readers follow the pointer, refuse what is damaged and keep the last good snapshot."""

import pytest

from data.errors import Problem
from data.library import Library
from data.queries import ask
from data.selection import Selection
from data.viewer import PUBLIC
from tests.programmes import ROUND, Programme


@pytest.fixture
def programme(tmp_path) -> Programme:
    programme = Programme(tmp_path, capitals=False, problems=False)
    programme.write("households.csv", ("household_id", "survey_round", "county_code"), ("a", ROUND, "A"))
    return programme


def point_at(programme: Programme, text: str) -> None:
    (programme.build / "current").write_text(text)


def test_without_a_snapshot_households_are_a_problem_and_published_figures_answer(programme):
    library = Library(programme.settings)
    assert library.snapshot() is None and library.reference().home_level == "county"
    with pytest.raises(Problem) as caught:
        ask("verification", Selection(), PUBLIC, library)
    assert caught.value.todo
    assert ask("published", Selection(), PUBLIC, library).rows == ()


def test_a_new_snapshot_is_followed_while_the_old_connection_still_reads(programme):
    first = programme.load().snapshot
    library = Library(programme.settings)
    old = library.opened()
    second = programme.load(fresh=True).snapshot
    assert library.snapshot().id == second != first
    assert old.rows("SELECT count(*) AS n FROM household_profile") == [{"n": 1}]


@pytest.mark.parametrize("damage", ["cut off", "no manifest", "no such id", "no id", "nothing", "not a database"])
def test_a_damaged_snapshot_leaves_the_last_good_one(programme, damage):
    good = programme.load().snapshot
    library = Library(programme.settings)
    assert library.snapshot().id == good
    bad = programme.load(fresh=True).snapshot
    folder = programme.build / "snapshots"
    match damage:
        case "cut off":
            (folder / f"{bad}.duckdb").write_bytes((folder / f"{bad}.duckdb").read_bytes()[:5000])
        case "not a database":
            (folder / f"{bad}.duckdb").write_bytes(b"x" * (folder / f"{bad}.duckdb").stat().st_size)
        case "no manifest":
            (folder / f"{bad}.json").unlink()
        case "no such id":
            point_at(programme, "20990101T000000-abcdef")
        case "no id":
            point_at(programme, "../../etc/passwd")
        case "nothing":
            (programme.build / "current").unlink()
    for _ in range(2):
        assert library.snapshot().id == good
        assert ask("verification", Selection(), PUBLIC, library).snapshot == good
    if damage in ("cut off", "no manifest", "not a database"):
        assert Library(programme.settings).snapshot().id == good, "a fresh process falls back, too"


def test_the_snapshot_carries_its_own_reference(programme):
    programme.load()
    (programme.reference / "reference.toml").unlink()
    assert Library(programme.settings).reference().name.en == "Small programme"


def test_a_query_that_takes_too_long_is_stopped_with_words(programme):
    programme.load()
    programme.settings.query_seconds = 0.2
    opened = Library(programme.settings).opened()
    with pytest.raises(Problem) as caught:
        opened.rows("SELECT sum(hash(a.range * b.range)) FROM range(1000000) a, range(100000) b")
    assert "0.2 s" in caught.value.got
    assert opened.rows("SELECT 1 AS one") == [{"one": 1}]


def test_the_connection_can_neither_write_nor_read_files(programme):
    programme.load()
    opened = Library(programme.settings).opened()
    for sql in (
        "DELETE FROM household_profile",
        "SELECT * FROM read_text('/etc/passwd')",
        "SET enable_external_access=true",
    ):
        with pytest.raises(Exception, match=r"read-only|disabled|locked"):
            opened.rows(sql)
