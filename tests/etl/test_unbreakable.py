"""Loads that are killed, doubled or starved: the last good snapshot stays and the next load cleans up."""

import fcntl
import os
import random
import signal
import subprocess
import sys
import time

import pytest

from data.errors import Problem
from data.library import Library
from data.settings import ROOT
from tests.programmes import ROUND, Programme, command


@pytest.fixture
def programme(tmp_path) -> Programme:
    programme = Programme(tmp_path, capitals=False, problems=False)
    rows = [(f"a{i}", ROUND, "A") for i in range(60_000)]
    programme.write("households.csv", ("household_id", "survey_round", "county_code"), *rows)
    return programme


def test_killed_at_any_moment_the_last_good_snapshot_serves(programme):
    good = programme.load().snapshot
    started = time.monotonic()
    assert command(programme, "etl", "load", "--fresh", str(programme.exports)).returncode == 0
    whole = time.monotonic() - started
    moments = random.Random(4)
    words = [sys.executable, "-m", "etl", "load", "--fresh", str(programme.exports)]
    settings = {f"KAEJON_{name}".upper(): str(value) for name, value in programme.settings.model_dump().items()}
    for _ in range(6):
        process = subprocess.Popen(words, cwd=ROOT, env={**os.environ, **settings}, stderr=subprocess.DEVNULL)
        time.sleep(moments.uniform(0.3, 1.0) * whole)
        process.send_signal(signal.SIGKILL)
        process.wait()
        opened = Library(programme.settings).opened()
        assert opened.snapshot.id >= good
        assert opened.rows("SELECT count(*) AS n FROM household_profile") == [{"n": 60_000}]
    programme.load()
    left = {path.name.split(".")[0] for path in (programme.build / "snapshots").iterdir()}
    assert left == {path.stem for path in (programme.build / "snapshots").glob("*.json")}, (
        "the next load clears the rest"
    )


def test_two_loads_at_once_are_told_apart(programme):
    programme.load()
    with (programme.build / "load.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(Problem, match="Another load"):
            programme.load()


def test_a_clock_that_goes_back_makes_no_older_snapshot(programme):
    first = programme.load().snapshot
    folder = programme.build / "snapshots"
    ahead = "20990101T000000-abcdef"
    for path in list(folder.iterdir()):
        path.rename(folder / path.name.replace(first, ahead))
    (programme.build / "current").write_text(ahead)
    assert programme.load(fresh=True).snapshot > ahead


def test_too_little_memory_is_a_message(programme):
    programme.settings.load_memory = "1MB"
    with pytest.raises(Problem, match="broke off"):
        programme.load()
    assert not (programme.build / "current").exists()


def test_a_key_that_cannot_be_read_is_a_message(programme):
    programme.settings.key_file.write_text("abc")
    with pytest.raises(Problem, match="household key"):
        programme.load()
