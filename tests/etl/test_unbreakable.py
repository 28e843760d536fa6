"""Loads that are killed, doubled or starved: the last good snapshot stays and the next load cleans up."""

import fcntl
import os
import random
import resource
import signal
import subprocess
import sys
import time

import pytest

from data.errors import Problem
from data.ledger import read_ledger
from data.library import Library
from data.settings import ROOT
from tests.programmes import ROUND, Programme, command
from tests.soaking import tell, times

ROWS = 60_000
HEADER = ("household_id", "survey_round", "county_code", "size")


@pytest.fixture
def programme(tmp_path) -> Programme:
    programme = Programme(tmp_path, capitals=False, problems=False)
    programme.write("households.csv", HEADER, *((f"a{i}", ROUND, "A", 1) for i in range(ROWS)))
    return programme


def start(programme: Programme, *words: str, **how) -> subprocess.Popen:
    """Start `python -m etl …` for a programme."""
    settings = {
        f"KAEJON_{name}".upper(): str(value) for name, value in programme.settings.model_dump(exclude_none=True).items()
    }
    command = [sys.executable, "-m", "etl", *words]
    return subprocess.Popen(command, cwd=ROOT, env={**os.environ, **settings}, stderr=subprocess.PIPE, text=True, **how)


def clean(programme: Programme) -> bool:
    """Whether the build folder holds complete snapshots and nothing else that a load makes on its way."""
    names = {path.name.split(".")[0] for path in (programme.build / "snapshots").iterdir()}
    complete = {path.stem for path in (programme.build / "snapshots").glob("*.json")}
    unfinished = [path for path in programme.build.iterdir() if path.name.startswith((".building", "progress"))]
    return names == complete and not unfinished


def parts(programme: Programme, number: int) -> str:
    """A file that changes 100 households and adds one: after it, sizes add up to a number of their own."""
    rows = [(f"a{i}", ROUND, "A", number + 1) for i in range(100)] + [(f"b{number}", ROUND, "B", 1)]
    return str(programme.write(f"part{number}.csv", HEADER, *rows))


def test_killed_at_any_moment_the_last_good_snapshot_serves(programme):
    whole = str(programme.exports / "households.csv")
    started = time.monotonic()
    assert start(programme, "load", whole).wait() == 0
    longest = time.monotonic() - started
    moments, kills = random.Random(4), times(8, 100)
    published = 0
    for number in range(1, kills + 1):
        fresh = number % 4 == 0
        words = ("load", "--fresh", whole) if fresh else ("load", parts(programme, number))
        before = Library(programme.settings).snapshot().id
        process = start(programme, *words)
        time.sleep(moments.uniform(0.2, 1.0) * longest)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        opened = Library(programme.settings).opened()
        [seen] = opened.rows(
            "SELECT count(*) AS n, count(DISTINCT size) AS sizes, max(size) AS size FROM household_profile"
        )
        assert opened.snapshot.id >= before
        # All of a part or nothing of it: at most one size beside 1, and never fewer households.
        assert seen["n"] >= ROWS and seen["sizes"] <= 2
        if not fresh and opened.snapshot.id != before:
            assert seen["size"] == number + 1
        published += opened.snapshot.id != before
    assert start(programme, "load", "--fresh", whole).wait() == 0
    assert clean(programme), "the next load clears the rest"
    numbers = [entry["number"] for entry in read_ledger(programme.build)]
    assert len(numbers) == len(set(numbers)), "no load is told twice"
    tell(f"{kills} kills: {published} came after the publication, every snapshot whole")


@pytest.mark.parametrize("most_bytes", [0, 10_000, 300_000, 1_000_000])
@pytest.mark.parametrize("how", ["fresh", "on top"])
def test_a_full_disk_is_a_message_and_changes_nothing(programme, most_bytes, how):
    # No file may grow beyond the limit, which is what a full disk does to a load that writes.
    good = programme.load().snapshot
    words = ("load", "--fresh", str(programme.exports)) if how == "fresh" else ("load", parts(programme, 1))
    limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))  # noqa: E731
    process = start(programme, *words, preexec_fn=limit)
    _, told = process.communicate()
    assert process.returncode == 1, told
    assert "Traceback" not in told and "what to do" in told and "วิธีแก้" in told
    assert Library(programme.settings).snapshot().id == good
    assert programme.load(programme.exports / "households.csv", fresh=True) and clean(programme)


@pytest.mark.parametrize("place", ["a file", "no rights"])
def test_a_build_folder_that_cannot_be_written_is_a_message(programme, tmp_path, place):
    (tmp_path / "file").write_text("")
    # Nobody, not even root, may make folders in /proc.
    build = {"a file": tmp_path / "file" / "build", "no rights": "/proc/kaejon"}[place]
    done = command(programme, "etl", "load", str(programme.exports), "--build", str(build))
    assert done.returncode == 1 and "cannot be written" in done.stderr and "Traceback" not in done.stderr


def test_a_load_builds_on_the_last_good_snapshot_and_says_so(programme):
    programme.write("households.csv", HEADER, ("a", ROUND, "A", 1))
    good = programme.load().snapshot
    bad = programme.load(programme.write("lost.csv", HEADER, ("b", ROUND, "A", 1))).snapshot
    database = programme.build / "snapshots" / f"{bad}.duckdb"
    database.write_bytes(database.read_bytes()[:5000])
    report = programme.load(programme.write("next.csv", HEADER, ("c", ROUND, "A", 1)))
    [note] = report.notes
    assert bad in note.where and good in note.expected
    assert programme.sql("SELECT count(*) FROM household") == [(2,)]
    # The file of the damaged load counts as not loaded.
    assert programme.load(programme.exports / "lost.csv").changes["households"].new == 1


def test_loads_at_once_are_told_apart(programme):
    programme.load()
    with (programme.build / "load.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(Problem, match="Another load"):
            programme.load()
    started = [start(programme, "load", parts(programme, number)) for number in range(times(3, 10))]
    told = [process.communicate()[1] for process in started]
    codes = [process.returncode for process in started]
    assert 0 in codes and set(codes) <= {0, 1}
    assert all("Another load" in text for code, text in zip(codes, told, strict=True) if code)
    assert programme.sql("SELECT count(*) FROM household") == [(ROWS + codes.count(0),)]
    tell(f"{len(codes)} loads at once: {codes.count(0)} loaded one after the other, the others were told to wait")


def test_a_clock_that_goes_back_makes_no_older_snapshot(programme):
    first = programme.load().snapshot
    folder = programme.build / "snapshots"
    ahead = "20990101T000000-abcdef"
    for path in list(folder.iterdir()):
        path.rename(folder / path.name.replace(first, ahead))
    (programme.build / "current").write_text(ahead)
    report = programme.load(programme.exports / "households.csv", fresh=True)
    assert report.snapshot > ahead
    assert programme.load(parts(programme, 1) and programme.exports / "part1.csv").snapshot > report.snapshot


def test_too_little_memory_is_a_message(programme):
    programme.settings.load_memory = "1MB"
    with pytest.raises(Problem, match="broke off"):
        programme.load()
    assert not (programme.build / "current").exists()


def test_a_key_that_cannot_be_read_is_a_message(programme):
    programme.settings.key_file.write_text("abc")
    with pytest.raises(Problem, match="household key"):
        programme.load()
