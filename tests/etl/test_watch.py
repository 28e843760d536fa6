"""A watched folder: files are loaded when they have stopped growing, leave with a report, and are never loaded twice."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from data.errors import Problem
from data.ledger import read_ledger
from data.settings import ROOT
from etl.watch import Watched, empty_done, tick, watch, watching
from tests.programmes import HOUSEHOLDS, ROUND, Programme, command, write_csv

SCORES = ("household_id", "survey_round", "h1", "h2", "m1", "m2")
SETTLED = 0.05


@pytest.fixture
def programme(tmp_path) -> Programme:
    programme = Programme(tmp_path, problems=False)
    programme.settings.watch_settled_seconds = SETTLED
    return programme


@pytest.fixture
def watched(programme):
    heard = []
    with watching(programme.exports, programme.settings, heard.append) as found:
        found.heard = heard
        yield found


def households(programme: Programme, *names: str, file: str = "households.csv"):
    return programme.write(file, HOUSEHOLDS, *((name, ROUND, "A", "", 2, "verified_poor") for name in names))


def scores(programme: Programme, *names: str, file: str = "capitals.csv"):
    return programme.write(file, SCORES, *((name, ROUND, 2, 2, 2, 2) for name in names))


def settle(watched: Watched) -> None:
    """Let the folder be quiet long enough, then look once more."""
    watched.look(time.monotonic())
    time.sleep(SETTLED * 1.2)
    tick(watched)


def names(programme: Programme, folder: str = "") -> list[str]:
    return sorted(
        path.name for path in (programme.exports / folder).iterdir() if path.is_file() and path.name[0] != "."
    )


def profile(programme: Programme) -> list[tuple]:
    return programme.sql("SELECT count(*), count(overall) FROM household_profile")


def test_files_that_belong_together_are_loaded_together_and_leave_their_report(programme, watched):
    households(programme, "a", "b")
    scores(programme, "a")
    settle(watched)
    assert profile(programme) == [(2, 1)]
    assert (names(programme), len(read_ledger(programme.build))) == ([], 1)
    assert names(programme, "done") == ["capitals.csv.report.json", "households.csv.report.json"]
    report = json.loads((programme.exports / "done" / "households.csv.report.json").read_text())
    assert report["result"] == "loaded" and report["changes"]["households"]["new"] == 2
    for name in ("done", "failed"):
        assert (programme.exports / name).stat().st_mode & 0o777 == 0o700


def test_a_file_that_still_grows_is_left_alone(programme, watched):
    path = households(programme, "a")
    scores(programme, "a")
    watched.look(time.monotonic())
    for name in "bcd":
        time.sleep(SETTLED * 1.5)
        with path.open("a") as file:
            file.write(f"{name},{ROUND},A,,2,verified_poor\n")
        tick(watched)
        assert read_ledger(programme.build) == []
    settle(watched)
    assert profile(programme) == [(4, 1)]


def test_names_of_unfinished_and_foreign_files_are_passed_over(programme, watched):
    for name in (".households.csv", "households.csv.part", "~$book.xlsx", "notes.pdf", "households.csv.crdownload"):
        (programme.exports / name).write_text("x")
    settle(watched)
    assert watched.drops == {} and watched.heard == []


def test_answers_wait_for_their_households_and_fail_when_none_come(programme, watched):
    households(programme, "a")
    scores(programme, "a")
    settle(watched)
    scores(programme, "late", file="more.csv")
    scores(programme, "never", file="never.csv")
    settle(watched)
    assert names(programme) == ["more.csv", "never.csv"] and profile(programme) == [(1, 1)]
    households(programme, "late", file="next.csv")
    settle(watched)
    assert names(programme) == ["never.csv"] and profile(programme) == [(2, 2)]
    programme.settings.watch_waiting_seconds = 0
    tick(watched)
    assert names(programme, "failed") == ["never.csv", "never.csv.report.json"]


def test_the_first_households_wait_for_their_answers(programme, watched):
    households(programme, "a")
    settle(watched)
    assert names(programme) == ["households.csv"]
    scores(programme, "a")
    settle(watched)
    assert profile(programme) == [(1, 1)] and names(programme) == []


def test_a_bad_file_fails_alone_and_says_why(programme, watched):
    households(programme, "a")
    scores(programme, "a")
    (programme.exports / "bad.csv").write_text("x,y\n1,2\n")
    settle(watched)
    assert profile(programme) == [(1, 1)]
    assert names(programme, "failed") == ["bad.csv", "bad.csv.report.json"]
    report = json.loads((programme.exports / "failed" / "bad.csv.report.json").read_text())
    assert report["problem"]["th"] and report["problem"]["en"] and "bad.csv" in report["where"]


def test_the_same_file_dropped_again_changes_nothing(programme, watched):
    for _ in range(2):
        households(programme, "a")
        scores(programme, "a")
        settle(watched)
    assert [entry["result"] for entry in read_ledger(programme.build)] == ["loaded", "unchanged"]
    assert names(programme, "done")[0] == "2-capitals.csv.report.json"


def test_loaded_exports_are_kept_as_long_as_is_set(programme, watched):
    programme.settings.keep_done_seconds = 3600
    path = households(programme, "a")
    scores(programme, "a")
    settle(watched)
    kept = programme.exports / "done" / path.name
    empty_done(kept.parent, 3600)
    assert kept.exists()
    os.utime(kept, (time.time() - 3601, time.time() - 3601))
    empty_done(kept.parent, 3600)
    assert not kept.exists() and (kept.parent / f"{path.name}.report.json").exists()


def test_a_load_that_cannot_run_now_leaves_the_files_where_they_are(programme, watched):
    households(programme, "a")
    scores(programme, "a")
    memory, programme.settings.load_memory = programme.settings.load_memory, "1MB"
    settle(watched)
    assert names(programme) == ["capitals.csv", "households.csv"] and "broke off" in str(watched.heard[0])
    programme.settings.load_memory = memory
    settle(watched)
    assert names(programme) == [] and profile(programme) == [(1, 1)]


def test_a_folder_has_one_watcher(programme, watched):
    with pytest.raises(Problem, match="cannot be watched") as caught:
        watch(programme.exports, programme.settings, print, once=True)
    assert caught.value.got == "another watcher"


def test_a_folder_that_is_not_there_is_a_message(programme):
    done = command(programme, "etl", "watch", str(programme.exports / "nowhere"), "--once")
    assert done.returncode == 1 and "cannot be watched" in done.stderr and "Traceback" not in done.stderr


def test_once_loads_what_is_there(programme):
    households(programme, "a")
    scores(programme, "a")
    done = command(programme, "etl", "watch", str(programme.exports), "--once")
    assert done.returncode == 0 and "households.csv" in done.stderr
    assert profile(programme) == [(1, 1)] and names(programme) == []


def test_a_watcher_that_is_killed_and_started_again_loads_nothing_twice(programme):
    settings = {
        f"KAEJON_{name}".upper(): str(value) for name, value in programme.settings.model_dump(exclude_none=True).items()
    }
    words = [sys.executable, "-m", "etl", "watch", str(programme.exports)]
    write_csv(programme.exports / "help.csv", [("household_id", "kind", "date"), ("a", "x", "2026-01-01")])
    households(programme, "a")
    scores(programme, "a")
    for moment in (0.5, 0.8, 1.1, 1.4, 4.0):
        process = subprocess.Popen(words, cwd=ROOT, env={**os.environ, **settings}, stderr=subprocess.DEVNULL)
        end = time.monotonic() + 60
        time.sleep(moment)
        while moment == 4.0 and names(programme) and time.monotonic() < end:
            time.sleep(0.1)
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert names(programme) == [] and profile(programme) == [(1, 1)]
    assert programme.sql("SELECT count(*) FROM assistance_profile") == [(1,)]
    assert [entry["result"] for entry in read_ledger(programme.build)].count("loaded") == 1
