"""What a household may ask for, as the commands of the guide: to see what is kept, to have it corrected, to have it erased."""

import json
import subprocess
import sys

import pytest

from data import jobs
from data.audit import audit_file, breaks, entries
from data.key import hashed
from etl.identity import household_key
from tests.programmes import HOUSEHOLDS, ROUND, Programme, command, plain

WHY = ("--purpose", "asked in writing on 3 May")


@pytest.fixture
def programme(tmp_path) -> Programme:
    programme = Programme(tmp_path)
    plain(programme)
    head = ("referral_id", "household_id", "stage", "event_date", "need")
    programme.write("referrals.csv", head, ("r1", "a", "identified", "2026-01-05", "roof"))
    programme.load()
    return programme


def kept(programme: Programme, household: str = "a") -> dict:
    done = command(programme, "data", "household", household, *WHY)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_access_correction_and_erasure_as_the_guide_says(programme):
    found = kept(programme)
    # Of every table that knows it, its own rows alone.
    assert set(found) == {"household_profile", "referral_profile", "referrals"}
    [row] = found["household_profile"]
    assert (row["size"], row["county_code"], row["score_h1"], row["verification"]) == (3, "A", 2, "verified_poor")
    assert found["referrals"][0]["need"] == "roof" and "household_key" not in row
    assert found == kept(programme, hashed("a", household_key(programme.settings.key_file)))
    path = programme.write("corrected.csv", HOUSEHOLDS, ("a", ROUND, "A", "A1", 4, "verified_poor"))
    assert command(programme, "etl", "load", str(path)).returncode == 0
    [row] = kept(programme)["household_profile"]
    assert (row["size"], row["score_h1"]) == (4, 2)
    assert command(programme, "etl", "erase", "a").returncode == 0
    gone = command(programme, "data", "household", "a", *WHY)
    assert gone.returncode == 1 and gone.stdout == "" and "no such household" in gone.stderr
    assert kept(programme, "b")["household_profile"][0]["size"] == 2


def test_the_audit_keeps_that_it_happened_and_not_of_whom(programme):
    kept(programme)
    command(programme, "etl", "erase", "a")
    path = audit_file(programme.build)
    found = [(entry["event"], entry["where"], entry.get("purpose"), entry["rows"]) for entry in entries(path)]
    # One profile, one referral and one event shown; the same with the household's own row taken out: see `Erased.rows`.
    assert found[0] == ("household", "command", WHY[1], 3)
    assert found[1][:3] == ("erased", "command", None) and found[1][3] >= 3
    assert breaks(path) == [] and path.stat().st_mode & 0o777 == 0o600
    key = household_key(programme.settings.key_file)
    assert hashed("a", key) not in path.read_text() and hashed("a", key).removeprefix("kj_") not in path.read_text()


def test_everything_of_a_household_needs_a_reason_and_the_key_of_the_build(programme, tmp_path):
    assert command(programme, "data", "household", "a").returncode == 2
    programme.settings.key_file.write_text("00" * 32)
    assert command(programme, "data", "household", "a", *WHY).returncode == 1


def test_documents_and_packets_that_readers_asked_for_are_taken_away(programme):
    room = programme.settings.jobs
    made = jobs.create(room, "account napa", {"kind": "packet"})
    (made.folder / "packet.zip").write_bytes(b"rows")
    made.tell(state=jobs.DONE, files=["packet.zip"])
    waiting = jobs.create(room, "account napa", {"kind": "briefing"})
    # A worker that holds its job until it is told to end.
    code = f"import time, data.jobs as j\nwith j.Job(__import__('pathlib').Path({str(waiting.folder)!r})).working(): print('in', flush=True); time.sleep(60)"
    worker = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert worker.stdout.readline() == "in\n"
    assert made.file("packet.zip") is not None
    done = command(programme, "etl", "erase", "a")
    assert done.returncode == 0 and "2 documents of readers taken away" in done.stderr + done.stdout
    assert worker.wait(10) != 0
    assert not made.folder.exists() and not waiting.folder.exists()
    assert jobs.find(room, made.id, "account napa") is None
