"""Publication and progress as open pages see them."""

import json
import subprocess
import sys

from data.live import progress, status
from etl.load import load
from tests.programmes import HOUSEHOLDS, ROUND, Programme, plain


def test_status_names_the_snapshot_on_screen_and_when_it_was_made(tmp_path):
    programme = Programme(tmp_path)
    assert status(programme.build) == {"snapshot": None, "made_at": None, "progress": None}
    plain(programme)
    programme.load()
    manifest = programme.manifest
    assert status(programme.build) == {"snapshot": manifest["id"], "made_at": manifest["made_at"], "progress": None}
    programme.load(programme.write("more.csv", HOUSEHOLDS, ("c", ROUND, "A", "", 1, "")))
    assert status(programme.build)["snapshot"] == programme.manifest["id"] != manifest["id"]


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
    words = {"pid": child.pid, "step": "build", "share": 0.6, "started": "2026-01-01T00:00:00+00:00"}
    (tmp_path / "progress.json").write_text(json.dumps(words))
    assert progress(tmp_path) is None
    (tmp_path / "progress.json").write_text("{")
    assert progress(tmp_path) is None
