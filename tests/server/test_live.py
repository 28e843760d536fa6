"""/live tells the snapshot on screen to every worker at once, and how far a running load is."""

import json
import os
import time

from tests.programmes import HOUSEHOLDS, ROUND, Programme, plain
from tests.serving import get


def ask(url: str) -> dict:
    status, headers, body = get(f"{url}/live")
    assert status == 200 and headers["cache-control"] == "no-store"
    return json.loads(body)


def test_a_publication_is_seen_by_running_workers_within_five_seconds(tmp_path, start_server):
    programme = Programme(tmp_path)
    plain(programme)
    first = programme.load().snapshot
    settings = {"KAEJON_REFERENCE": str(programme.reference), "KAEJON_KEY_FILE": str(programme.settings.key_file)}
    settings |= {"KAEJON_WORKERS": "2"}
    url = start_server(programme.build, **settings).url
    assert ask(url)["snapshot"] == first and ask(url)["progress"] is None
    second = programme.load(programme.write("more.csv", HOUSEHOLDS, ("c", ROUND, "A", "", 1, ""))).snapshot
    end = time.monotonic() + 5
    seen = set()
    while time.monotonic() < end and seen != {second}:
        seen = {ask(url)["snapshot"] for _ in range(8)} | {json.loads(get(f"{url}/readyz")[2])["snapshot"]}
    assert seen == {second}
    words = {"pid": os.getpid(), "step": "build", "share": 0.6, "started": "2026-01-01T00:00:00+00:00"}
    (programme.build / "progress.json").write_text(json.dumps(words))
    assert ask(url)["progress"] == {"step": "build", "share": 0.6, "started": "2026-01-01T00:00:00+00:00"}
