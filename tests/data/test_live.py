"""Publication and progress as open pages see them."""

import json
import os
import subprocess
import sys
from datetime import datetime

from data.library import Library
from data.live import progress, status
from data.viewer import PUBLIC, Viewer
from etl.load import load
from etl.release import release
from tests.programmes import ADMIN, HOUSEHOLDS, ROUND, Programme, plain


def test_status_names_the_snapshot_on_screen_and_when_it_was_made(tmp_path):
    programme = Programme(tmp_path)
    library = Library(programme.settings)

    def seen(viewer: Viewer = PUBLIC) -> dict:
        return status(library.snapshot(viewer), programme.build)

    assert seen() == {"snapshot": None, "made_at": None, "progress": None}
    plain(programme)
    programme.load()
    manifest = programme.manifest
    assert seen()["snapshot"] == manifest["id"] and seen()["progress"] is None
    assert datetime.fromisoformat(seen()["made_at"]) == datetime.fromisoformat(manifest["made_at"])
    release(programme.settings)
    programme.load(programme.write("more.csv", HOUSEHOLDS, ("c", ROUND, "A", "", 1, "")))
    # Until it is released, a load is nothing to public readers.
    assert seen()["snapshot"] == manifest["id"] and seen(ADMIN)["snapshot"] == programme.manifest["id"]
    release(programme.settings)
    assert seen()["snapshot"] == programme.manifest["id"] != manifest["id"]


def test_a_running_load_tells_its_steps_and_leaves_no_file(tmp_path):
    programme = Programme(tmp_path)
    plain(programme)
    seen = []
    hear = lambda step, share: seen.append((share, progress(programme.build)))  # noqa: E731
    load([programme.exports], programme.settings, hear)
    assert progress(programme.build) is None and not list(programme.build.glob("progress*"))
    shares = [share for share, _ in seen]
    assert shares == sorted(shares) and shares[0] >= 0 and shares[-1] == 1
    # What a page reads is the step before the one that is just being told.
    told = [found["share"] for _, found in seen if found]
    assert len(told) >= 5 and told == sorted(told)


def test_a_killed_load_leaves_no_progress(tmp_path):
    child = subprocess.Popen([sys.executable, "-c", "pass"])
    child.wait()
    words = {"pid": os.getpid(), "step": "สมชาย.csv", "share": 0.2, "started": "2026-01-01T00:00:00+00:00"}
    (tmp_path / "progress.json").write_text(json.dumps(words))
    # A file may be called anything: its name is not told.
    assert progress(tmp_path) == {"step": "read", "share": 0.2, "started": "2026-01-01T00:00:00+00:00"}
    words = {"pid": child.pid, "step": "build", "share": 0.6, "started": "2026-01-01T00:00:00+00:00"}
    (tmp_path / "progress.json").write_text(json.dumps(words))
    assert progress(tmp_path) is None
    (tmp_path / "progress.json").write_text("{")
    assert progress(tmp_path) is None
