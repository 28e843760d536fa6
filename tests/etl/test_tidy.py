"""What was kept long enough goes, each kind by its own setting, and nothing else does."""

import os
import re
import time

import pytest

from data import jobs
from data.audit import audit_file, breaks, entries, record
from data.settings import ROOT, Settings
from data.snapshot import pointed, published_ids
from etl.history import rollback
from etl.places import remember
from etl.tidy import tidy
from tests.programmes import HOUSEHOLDS, ROUND, Programme, command, plain

NOTHING = {"snapshots": 0, "loaded exports": 0, "failed exports": 0, "documents": 0, "audit entries": 0}
GUIDE = (ROOT / "docs" / "operate.md").read_text(encoding="utf-8")


@pytest.fixture
def programme(tmp_path) -> Programme:
    programme = Programme(tmp_path, capitals=False, problems=False)
    plain(programme)
    programme.load(programme.exports / "households.csv")
    return programme


def aged(path, seconds: float):
    os.utime(path, (time.time() - seconds,) * 2)
    return path


def test_snapshots_beyond_the_number_go_and_the_one_on_screen_stays(programme):
    for size in (4, 5, 6):
        programme.load(programme.write("more.csv", HOUSEHOLDS, ("a", ROUND, "A", "A1", size, "verified_poor")))
    first, second, third = published_ids(programme.build)
    rollback(first, programme.settings)
    assert tidy(programme.settings) == NOTHING
    programme.settings.keep_snapshots = 1
    # Of three the newest is kept, and the one on screen.
    assert tidy(programme.settings) == NOTHING | {"snapshots": 1}
    assert published_ids(programme.build) == [first, third] and pointed(programme.build) == first and second


@pytest.mark.parametrize(("room", "kind"), [("done", "loaded exports"), ("failed", "failed exports")])
def test_exports_go_after_their_time_and_their_reports_stay(programme, tmp_path, room, kind):
    folder = tmp_path / "dropped" / room
    folder.mkdir(parents=True)
    remember(programme.build, "watched", folder.parent)
    programme.settings.keep_done_seconds, programme.settings.keep_failed_days = 3600, 1 / 24
    for name, seconds in (("old.csv", 3660), ("new.csv", 3500), ("old.csv.report.json", 9999)):
        aged(folder / name, seconds) if (folder / name).write_text("x") else None
    assert tidy(programme.settings) == NOTHING | {kind: 1}
    assert sorted(path.name for path in folder.iterdir()) == ["new.csv", "old.csv.report.json"]


def test_documents_go_after_their_hours_and_one_that_is_under_way_stays(programme):
    programme.settings.keep_jobs_hours = 2
    made = [jobs.create(programme.settings.jobs, "somebody", {"kind": "packet"}) for _ in range(3)]
    for job in made[:2]:
        job.tell(state=jobs.DONE, files=[])
    for job, hours in zip(made, (2.1, 1.9, 2.1), strict=True):
        aged(job.folder, 3600 * hours)
    with made[2].working():
        aged(made[2].folder, 3600 * 2.1)
        assert tidy(programme.settings) == NOTHING | {"documents": 1}
    assert [job.folder.exists() for job in made] == [False, True, True]


def test_old_entries_of_the_audit_go_and_the_chain_holds(programme, monkeypatch):
    path = audit_file(programme.build)
    for number in range(3):
        record(path, event=f"{number}")
    programme.settings.audit_days = 1
    assert tidy(programme.settings) == NOTHING
    programme.settings.audit_days = 0
    assert tidy(programme.settings) == NOTHING | {"audit entries": 3}
    assert [entry["event"] for entry in entries(path)] == ["trimmed"] and breaks(path) == []


def test_the_command_says_what_went_and_every_kind_of_the_guide_has_its_setting(programme):
    done = command(programme, "etl", "tidy")
    assert done.returncode == 0 and done.stdout.splitlines() == [f"{kind}: 0" for kind in NOTHING]
    section = GUIDE.split("## How long things are kept")[1]
    named = {name.removeprefix("KAEJON_").lower() for name in re.findall(r"KAEJON_[A-Z_]+", section)}
    kept = {
        name for name in Settings.model_fields if name.startswith("keep_") or name in ("audit_days", "session_hours")
    }
    assert named == kept | {"idle_minutes"}
    assert "ExecStart=/srv/kaejon/.venv/bin/python -m etl tidy" in section and "OnCalendar=daily" in section
