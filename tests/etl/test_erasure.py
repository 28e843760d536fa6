"""An erased household is nowhere afterwards and does not come back; a crosswalk lies beside the key alone."""

import csv
import json

import pytest

from data.errors import Problem
from data.key import hashed
from etl.blocked import LIST
from etl.erase import erase
from etl.history import rollback
from etl.identity import household_key
from etl.rekey import rekey
from etl.release import release
from etl.watch import watching
from tests.programmes import HOUSEHOLDS, ROUND, Programme, command, counts, plain, reasons

SCORES = ("household_id", "survey_round", "h1", "h2", "m1", "m2")
LONG = ("household_id", "survey_round", "indicator", "score")


@pytest.fixture
def programme(tmp_path) -> Programme:
    programme = Programme(tmp_path)
    plain(programme)
    programme.load()
    return programme


def rejects(programme: Programme) -> list[tuple]:
    return programme.sql("SELECT line, value, reason, cells FROM rejects ORDER BY line")


@pytest.mark.parametrize("fresh", [False, True])
def test_an_erased_household_is_turned_away_with_its_reason_and_nothing_of_it_is_kept(programme, fresh):
    erase("a", programme.settings)
    # Line 2 is the erased one, line 3 too with a size that is none; only their lines are kept.
    path = programme.write("next.csv", HOUSEHOLDS, ("a", ROUND, "A", "", 3, ""), (" a ", ROUND + 10, "A", "", "QQ", ""),
                           ("b", ROUND, "B", "", 7, "not_poor"))  # fmt: skip
    scores = programme.write("scores.csv", SCORES, ("b", ROUND, 2, 2, 2, 2), ("a", ROUND, 2, 2, 2, 2))
    report = programme.load(path, scores, fresh=fresh)
    assert counts(report, "next.csv") == (3, 1, 2, 0) and counts(report, "scores.csv") == (2, 1, 1, 0)
    assert reasons(report, "next.csv") == [(2, "", "erased_household"), (3, "", "erased_household")]
    assert reasons(report, "scores.csv") == [(3, "", "erased_household")]
    assert [entry[1:] for entry in rejects(programme)] == [("", "erased_household", "")] * 3
    assert programme.sql("SELECT size FROM household_profile") == [(7,)]


def test_long_answers_of_an_erased_household_are_turned_away(programme):
    erase("a", programme.settings)
    report = programme.load(programme.write("long.csv", LONG, ("a", ROUND, "h1", 2), ("b", ROUND, "h1", 2)))
    assert reasons(report, "long.csv") == [(2, "", "erased_household")]
    assert counts(report, "long.csv") == (2, 1, 1, 0)


def test_the_list_holds_keyed_hashes_alone_and_is_its_owners(programme):
    stored = hashed("a", household_key(programme.settings.key_file))
    erase("a", programme.settings)
    path = programme.build / LIST
    [(_, digest)] = [line.split() for line in path.read_text().splitlines()]
    assert "kj_" + digest == stored and path.stat().st_mode & 0o777 == 0o600


def test_an_erasure_that_is_refused_blocks_nothing(programme):
    erase("a", programme.settings)
    with pytest.raises(Problem, match="only household"):
        erase("b", programme.settings)
    report = programme.load(programme.write("b.csv", HOUSEHOLDS, ("b", ROUND, "B", "", 9, "")))
    assert counts(report, "b.csv") == (1, 1, 0, 0)


def test_a_household_that_only_a_release_shows_is_erased_too(programme):
    first = programme.manifest["id"]
    with_c = programme.load(programme.write("c.csv", HOUSEHOLDS, ("c", ROUND, "B", "", 1, ""))).snapshot
    release(programme.settings)
    rollback(first, programme.settings)
    for path in (programme.build / "snapshots").glob(f"{with_c}*.*"):
        path.unlink() if path.is_file() else None
    assert list((programme.build / "releases").glob("*.duckdb"))
    erase("c", programme.settings)
    assert not (programme.build / "releases").exists() and not (programme.build / "released").exists()


def test_kept_exports_of_watched_folders_that_hold_the_household_are_deleted(programme, tmp_path):
    folder = tmp_path / "dropped"
    folder.mkdir()
    with watching(folder, programme.settings, print):
        pass
    with_it, without = (HOUSEHOLDS, ("a", ROUND, "A", "", 3, "")), (HOUSEHOLDS, ("b", ROUND, "B", "", 2, ""))
    kept = {"done/with.csv": with_it, "done/without.csv": without, "failed/long.csv": (LONG, ("a", ROUND, "h1", 9)),
            "failed/unread.csv": (("x", "y"), ("a", 1))}  # fmt: skip
    for name, rows in kept.items():
        with (folder / name).open("w", newline="") as file:
            csv.writer(file).writerows(rows)
    (folder / "done" / "with.csv.report.json").write_text("{}")
    done = erase("a", programme.settings)
    # The one that cannot be read is taken to hold it.
    assert sorted(done.files) == ["long.csv", "unread.csv", "with.csv"]
    left = sorted(path.name for path in folder.rglob("*.*") if path.is_file() and path.name[0] != ".")
    assert left == ["with.csv.report.json", "without.csv"]


def crosswalk(programme: Programme, name: str = "codes.csv") -> dict[str, str]:
    with (programme.settings.key_file.parent / name).open(encoding="utf-8", newline="") as file:
        return {row["household_id"]: row["stored_id"] for row in csv.DictReader(file)}


def test_a_load_writes_the_crosswalk_beside_the_key_for_its_owner_alone(programme):
    key = household_key(programme.settings.key_file)
    # Loaded before, so that only the crosswalk is new; then a file with a bad row and a stored id.
    done = command(programme, "etl", "load", str(programme.exports / "households.csv"), "--crosswalk", "codes.csv")
    assert done.returncode == 0, done.stderr
    assert crosswalk(programme) == {name: hashed(name, key) for name in "ab"}
    assert (programme.settings.key_file.parent / "codes.csv").stat().st_mode & 0o777 == 0o600
    more = programme.write("more.csv", HOUSEHOLDS, (" c ", ROUND, "A", "", 1, ""), ("d", ROUND, "Z", "", 1, ""),
                           (hashed("e", key), ROUND, "B", "", 1, ""), ("short",), ("f", ROUND, "B", "", 1, ""))  # fmt: skip
    programme.load(more, crosswalk=programme.settings.key_file.parent / "codes.csv")
    assert crosswalk(programme) == {name: hashed(name, key) for name in "abcf"}
    written = b"".join(path.read_bytes() for path in programme.build.rglob("*") if path.is_file())
    assert b"household_id,stored_id" not in written


def test_a_crosswalk_may_not_lie_where_the_web_workers_read(programme):
    with pytest.raises(Problem, match="may not lie in the build folder"):
        programme.load(crosswalk=programme.build / "codes.csv")
    assert not (programme.build / "codes.csv").exists()


def test_an_erased_household_leaves_the_crosswalks(programme):
    programme.load(crosswalk=programme.settings.key_file.parent / "codes.csv")
    assert erase("a", programme.settings).files == ("codes.csv",)
    assert list(crosswalk(programme)) == ["b"]


def test_a_change_of_key_carries_the_list_as_far_as_the_crosswalk_names_it(programme, tmp_path):
    programme.load(programme.write("c.csv", HOUSEHOLDS, ("c", ROUND, "B", "", 1, "")))
    for name in "ac":
        erase(name, programme.settings)
    (tmp_path / "codes.csv").write_text("household_id\na\nb\n")
    assert rekey(programme.settings, tmp_path / "codes.csv").forgotten == 1
    report = programme.load(
        programme.write("next.csv", HOUSEHOLDS, ("a", ROUND, "A", "", 1, ""), ("c", ROUND, "B", "", 1, ""))
    )
    assert reasons(report, "next.csv") == [(2, "", "erased_household")]
    done = command(programme, "etl", "rekey")
    assert "1 erased households" in done.stderr


def test_places_are_remembered_once(programme):
    path = programme.settings.key_file.parent / "codes.csv"
    for _ in range(2):
        programme.load(crosswalk=path)
    assert json.loads((programme.build / "places.json").read_text()) == {"crosswalks": [str(path)]}
