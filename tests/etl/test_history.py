"""What was loaded, going back, taking a household out, changing the key, and what changed in between."""

import json

import pytest

from data.errors import Problem
from data.ledger import read_ledger
from data.library import Library
from etl import ledger
from etl.compare import compare_snapshots
from etl.erase import erase
from etl.history import history, rollback
from etl.rekey import rekey
from tests.programmes import HOUSEHOLDS, ROUND, Programme, command, plain

SCORES = ("household_id", "survey_round", "h1", "h2", "m1", "m2")
OLD = 20251


@pytest.fixture
def programme(tmp_path) -> Programme:
    programme = Programme(tmp_path)
    plain(programme)
    programme.load()
    return programme


def more(programme: Programme, *rows: tuple):
    return programme.load(programme.write("more.csv", HOUSEHOLDS, *rows))


def sizes(programme: Programme) -> list[int]:
    return [size for (size,) in programme.sql("SELECT size FROM household_profile ORDER BY 1")]


def test_every_load_is_in_the_ledger_with_its_accounting(programme):
    second = more(programme, ("b", ROUND, "B", "", 9, "not_poor"), ("c", ROUND, "Z", "", 1, ""))
    with pytest.raises(Problem):
        programme.load(programme.write("bad.csv", ("x", "y"), (1, 2)))
    programme.load(programme.exports / "households.csv")
    entries = history(programme.settings)
    assert [(entry["number"], entry["command"], entry["result"]) for entry in entries] == [
        (1, "load", "loaded"), (2, "load", "loaded"), (3, "load", "failed"), (4, "load", "unchanged"),
    ]  # fmt: skip
    [file] = entries[1]["files"]
    assert (file["file"], file["rows_read"], file["accepted"], file["rejected"]) == ("more.csv", 2, 1, 1)
    assert len(file["sha256"]) == 64 and entries[1]["who"] and entries[1]["seconds"] > 0
    assert entries[1]["changes"]["households"] == {"new": 0, "changed": 1, "unchanged": 0}
    assert [entry["on_screen"] for entry in entries] == [False, True, False, True]
    assert (entries[1]["base"], entries[1]["snapshot"]) == (entries[0]["snapshot"], second.snapshot)
    done = command(programme, "etl", "history")
    assert done.returncode == 0 and done.stdout.count("\n") == 4 and f"{second.snapshot} *" in done.stdout
    assert json.loads(command(programme, "etl", "history", "--json").stdout) == history(programme.settings)


def test_a_torn_line_is_passed_over_and_mended(programme):
    path = programme.build / "loads.jsonl"
    path.write_bytes(path.read_bytes() + b'{"number": 2, "at": "2026')
    assert [entry["number"] for entry in read_ledger(programme.build)] == [1]
    more(programme, ("c", ROUND, "B", "", 1, ""))
    assert [entry["number"] for entry in read_ledger(programme.build)] == [1, 2]


def test_a_load_that_was_killed_before_its_line_is_written_later(programme):
    more(programme, ("c", ROUND, "B", "", 1, ""))
    path = programme.build / "loads.jsonl"
    first, second, _ = path.read_text().split("\n")
    path.write_text(first + "\n")
    ledger.recover(programme.build)
    found = read_ledger(programme.build)[1]
    assert found["recovered"] and found["changes"] == json.loads(second)["changes"]


def test_rolling_back_puts_an_older_snapshot_on_screen_and_later_loads_build_on_it(programme):
    first = programme.manifest["id"]
    wrong = more(programme, ("a", ROUND, "A", "A1", 99, "verified_poor"))
    assert rollback(first[:-2], programme.settings) == first
    assert sizes(programme) == [2, 3]
    more(programme, ("b", ROUND, "B", "", 5, "not_poor"))
    assert sizes(programme) == [3, 5]
    # The file of the load that was taken back counts as never loaded.
    path = programme.write("again.csv", HOUSEHOLDS, ("a", ROUND, "A", "A1", 99, "verified_poor"))
    assert programme.load(path).result == "loaded"
    assert history(programme.settings)[2]["base"] == wrong.snapshot
    done = command(programme, "etl", "rollback", "19990101")
    assert done.returncode == 1 and wrong.snapshot in done.stderr and "etl history" in done.stderr


def test_a_reader_that_is_open_follows_a_rollback(programme):
    first = programme.manifest["id"]
    library = Library(programme.settings)
    more(programme, ("c", ROUND, "B", "", 1, ""))
    assert library.snapshot().id != first
    rollback(first, programme.settings)
    assert library.snapshot().id == first


def marked(programme: Programme) -> None:
    """Three poor households of county A; `gone` carries a mark in a free column and in every event file."""
    rows = [(name, ROUND, "A", size, "verified_poor", mark) for name, size, mark in
            (("stays1", 1, "x"), ("gone", 2, "QQMARKQQ"), ("stays2", 3, "y"))]  # fmt: skip
    programme.write(
        "households.csv", ("household_id", "survey_round", "county_code", "size", "verification", "village_code"), *rows
    )
    programme.write("capitals.csv", SCORES, *((name, ROUND, *[score] * 4) for name, score in
                                              (("stays1", 2), ("gone", 1), ("stays2", 3))))  # fmt: skip
    programme.write("problems.csv", ("household_id", "survey_round", "ill"), *((row[0], ROUND, 1) for row in rows))
    programme.write("referrals.csv", ("referral_id", "household_id", "stage", "event_date", "need"),
                    ("r1", "gone", "helped", "2026-01-01", "QQMARKQQ"))  # fmt: skip
    programme.write("help.csv", ("household_id", "kind", "date"), ("gone", "QQMARKQQ", "2026-01-01"))
    programme.write("models.csv", ("model_id", "county_code"), ("m", "A"))
    programme.write("participation.csv", ("model_id", "household_id"), ("m", "gone"), ("m", "stays1"))


def everywhere(programme: Programme) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(programme.build.rglob("*")) if path.is_file())


@pytest.mark.parametrize("stored", [False, True])
def test_erasing_a_household_leaves_nothing_of_it(tmp_path, stored):
    programme = Programme(tmp_path)
    marked(programme)
    programme.load()
    wanted = "gone"
    if stored:
        [(digest,)] = programme.sql("SELECT household_id FROM household SEMI JOIN referrals USING (household_key)")
        wanted = "kj_" + str(digest).replace("-", "")
    more(programme, ("stays2", ROUND, "A", "", 4, "verified_poor"))
    assert b"QQMARKQQ" in everywhere(programme)
    before = [entry["snapshot"] for entry in read_ledger(programme.build)]
    done = command(programme, "etl", "erase", wanted)
    assert done.returncode == 0, done.stderr
    assert wanted not in done.stderr + done.stdout and "2 older snapshots" in done.stderr
    bytes_left = everywhere(programme)
    assert b"QQMARKQQ" not in bytes_left and wanted.encode() not in bytes_left
    kept = {path.stem for path in (programme.build / "snapshots").glob("*.json")}
    assert kept == {programme.manifest["id"]} and not kept & set(before)
    # Two poor households are left, with overall scores 2 and 3: places 0 and 1 of 2 -> fifths 1 and 3.
    found = programme.sql("SELECT overall, quintile, size FROM household_profile ORDER BY 1")
    assert found == [(2.0, 1, 1), (3.0, 3, 4)]
    assert programme.sql("SELECT households FROM model_profile") == [(1,)]
    for table in ("referrals", "referral_profile", "assistance_profile"):
        assert programme.sql(f"SELECT count(*) FROM {table}") == [(0,)]
    assert programme.manifest["checks"] and set(programme.manifest["checks"].values()) == {0}
    assert read_ledger(programme.build)[-1]["rows"]["household_profile"] == 1


def test_erasing_takes_rejected_rows_along(programme):
    more(programme, ("c", ROUND, "B", "", 1, ""), ("d", ROUND, "Z", "", 1, ""))
    [(cells,)] = programme.sql("SELECT cells FROM rejects")
    assert "kj_" in cells
    done = erase("d", programme.settings)
    assert done.rows == {"rejects": 1} and programme.sql("SELECT count(*) FROM rejects") == [(0,)]
    assert sizes(programme) == [1, 2, 3]


def test_erasing_what_is_nowhere_and_what_is_all_there_is(programme):
    with pytest.raises(Problem, match="No kept snapshot"):
        erase("nobody", programme.settings)
    erase("a", programme.settings)
    with pytest.raises(Problem, match="only household"):
        erase("b", programme.settings)
    assert sizes(programme) == [2]


def test_a_household_that_only_older_snapshots_hold_takes_them_away(programme):
    first = programme.manifest["id"]
    more(programme, ("c", ROUND, "B", "", 1, ""))
    rollback(first, programme.settings)
    done = erase("c", programme.settings)
    assert (done.snapshot, len(done.removed)) == (first, 1)


def test_a_crosswalk_carries_every_household_to_the_new_key(programme, tmp_path):
    before = programme.sql("SELECT household_id FROM household")
    old_key = programme.settings.key_file.read_text()
    crosswalk = tmp_path / "crosswalk.csv"
    crosswalk.write_text("household_id\na\n")
    with pytest.raises(Problem, match="not complete") as caught:
        rekey(programme.settings, crosswalk)
    assert caught.value.got.startswith("1 ")
    assert programme.settings.key_file.read_text() == old_key
    crosswalk.write_text("household_id\na\nb\n")
    assert rekey(programme.settings, crosswalk).households == 2
    after = programme.sql("SELECT household_id FROM household")
    assert not {*before} & {*after} and programme.settings.key_file.read_text() != old_key
    assert programme.settings.key_file.stat().st_mode & 0o777 == 0o600
    # A later load meets its households.
    report = more(programme, ("a", ROUND, "A", "A1", 7, "verified_poor"), ("b", ROUND, "B", "", 2, "not_poor"))
    counted = report.changes["households"]
    assert (counted.new, counted.changed, counted.unchanged) == (0, 1, 1)


def test_without_a_crosswalk_a_new_panel_starts_and_old_rounds_are_closed(programme):
    done = command(programme, "etl", "rekey")
    assert done.returncode == 0 and "new panel" in done.stderr and str(ROUND) in done.stderr
    with pytest.raises(Problem, match="closed"):
        more(programme, ("a", ROUND, "A", "", 3, ""))
    programme.load(programme.write("next.csv", HOUSEHOLDS, ("a", ROUND + 10, "A", "", 8, "")))
    assert sizes(programme) == [2, 3, 8]
    assert programme.sql("SELECT count(*) FROM household") == [(3,)]


@pytest.mark.parametrize("published", [False, True])
def test_a_key_change_that_was_killed_is_finished_or_undone(programme, published):
    key = programme.settings.key_file
    waiting, old = key.with_name("household.key.new"), key.read_text()
    if published:
        rekey(programme.settings)
        new = key.read_text()
        waiting.write_text(new)
        key.write_text(old)
    else:
        waiting.write_text("ab" * 32 + "\n")
    programme.load(programme.write("next.csv", HOUSEHOLDS, ("z", ROUND + 10, "A", "", 8, "")))
    assert not waiting.exists()
    assert key.read_text() == (new if published else old)


def test_comparing_two_snapshots_tells_what_each_change_did(programme):
    first = programme.manifest["id"]
    # a: size 3 -> 6 (a correction); c: new; b in a new round.
    programme.write("next.csv", HOUSEHOLDS, ("a", ROUND, "A", "A1", 6, "verified_poor"),
                    ("c", ROUND, "B", "", 4, "verified_poor"), ("b", ROUND + 10, "B", "", 2, "newly_found"))  # fmt: skip
    programme.write("scores.csv", SCORES, ("c", ROUND, 1, 1, 1, 1))
    programme.write("ills.csv", ("household_id", "survey_round", "ill", "hungry", "leak"), ("c", ROUND, 1, 1, 1))
    second = programme.load(*(programme.exports / name for name in ("next.csv", "scores.csv", "ills.csv"))).snapshot
    found = compare_snapshots(first, second, programme.settings)
    assert found.counts == {"new_households": 1, "corrections": 1, "new_round": 1, "gone": 0, "unchanged": 1}
    now, later = found.rounds
    assert [now[side]["verified_poor_households"] for side in ("before", "corrected", "after")] == [1, 1, 2]
    # human: a 1.75, b 4, c 1. The correction of a's size does not touch it.
    assert [now[side]["mean_human"] for side in ("before", "corrected", "after")] == [2.875, 2.875, 2.25]
    # Only a (1 of 6 units: not poor at 1/2) and c (6 of 6: poor) have a score; sizes 3, then 6, and 4 of c.
    assert [now[side]["H"] for side in ("before", "corrected", "after")] == [0, 0, 0.4]
    assert [now[side]["M0"] for side in ("before", "corrected", "after")] == [0, 0, 0.4]
    assert (later["round"], later["before"], later["after"]["verified_poor_households"]) == (ROUND + 10, None, 1)
    done = command(programme, "etl", "compare", first, second, "--json")
    assert json.loads(done.stdout)["counts"] == found.counts


def test_the_figures_of_a_comparison_are_those_of_the_pages(programme):
    first = programme.manifest["id"]
    second = more(programme, ("a", ROUND, "A", "A1", 6, "verified_poor")).snapshot
    [entry] = compare_snapshots(first, second, programme.settings).rounds
    [poverty] = programme.ask("poverty", by="nation")
    [verification] = programme.ask("verification", by="nation")
    means = {f"mean_{row['capital']}": row["mean"] for row in programme.ask("capitals", by="nation")}
    assert (entry["after"]["H"], entry["after"]["M0"]) == (poverty["H"], poverty["M0"])
    assert entry["after"]["verified_poor_households"] == verification["verified_poor_households"]
    assert {name: entry["after"][name] for name in ("mean_human", "mean_money")}.items() <= means.items()
