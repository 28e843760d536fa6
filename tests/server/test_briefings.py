"""Jobs of briefings: made beside the web workers, seen only by who asked, ended when they should be."""

import io
import json
import os
import shutil
import signal
import time
import zipfile
from collections.abc import Iterator

import pytest

from app import create_app
from briefings import chapters, formats
from components import briefing_form
from data import jobs
from data.settings import Settings
from server import briefings
from tests.waiting import SECONDS, ended

ZIP = {"place": "94", "lang": "en", "formats": "zip", "chapters": "search"}


@pytest.fixture
def settings(tmp_path, build_dir, key_settings) -> Iterator[Settings]:
    yield Settings(
        build=build_dir, key_file=key_settings["KAEJON_KEY_FILE"], jobs=tmp_path / "jobs", requests_per_minute=100000
    )
    # A warm browser ends with its room.
    shutil.rmtree(tmp_path / "jobs", ignore_errors=True)


@pytest.fixture
def make_client(settings):
    """Return a function that opens a browser of its own at a server with other settings."""

    def make(**changes):
        client = create_app(settings.model_copy(update=changes)).server.test_client()
        client.environ_base["HTTP_ORIGIN"] = "http://localhost"
        return client

    return make


@pytest.fixture
def waiting(monkeypatch):
    """No worker starts: jobs wait in the queue."""
    monkeypatch.setattr(briefings, "_start", lambda job, settings: None)


def ask(client, **values) -> dict:
    answer = client.post("/briefings/jobs", data={**ZIP, **values})
    assert answer.status_code == 202
    return answer.json


def test_the_words_of_the_form_are_those_of_the_room_and_of_the_door():
    assert tuple(briefing_form.CHAPTERS) == tuple(chapters.CHAPTERS) == briefings.CHAPTERS
    assert tuple(briefing_form.FORMATS) == tuple(formats.FORMATS) == briefings.FORMATS


def test_a_briefing_is_made_and_fetched_by_who_asked_and_by_nobody_else(make_client):
    client, other = make_client(), make_client()
    job = ask(client)
    state = ended(client, job)
    assert (state["state"], state["done"], state["of"], state["problem"]) == ("done", 1, 1, None)
    [name] = state["files"]
    address = f"/briefings/jobs/{job['id']}"
    answer = client.get(f"{address}/{name}")
    assert answer.status_code == 200 and "no-store" in answer.headers["Cache-Control"]
    facts = json.loads(zipfile.ZipFile(io.BytesIO(answer.data)).read("metadata.json"))
    assert facts["place"]["code"] == "94" and list(facts["files"]) == ["verification.csv"]
    ask(other)
    for path in (address, f"{address}/{name}"):
        assert other.get(path).status_code == 404
    assert other.post(f"{address}/cancel").status_code == 404
    for hidden in ("request.json", "state.json", "log.txt", "pid"):
        assert client.get(f"{address}/{hidden}").status_code == 404


def test_what_is_not_among_the_words_is_refused(make_client, waiting):
    client = make_client()
    for values in ({"formats": ""}, {"formats": "exe"}, {"chapters": "secrets"}):
        assert client.post("/briefings/jobs", data={**ZIP, **values}).status_code == 400
    for job in ("short", "x" * 43, "x" * 44):
        assert client.get(f"/briefings/jobs/{job}").status_code == 404


def test_a_page_of_another_site_can_ask_for_nothing(make_client, waiting):
    client = make_client()
    assert client.post("/briefings/jobs", data=ZIP, headers={"Origin": "https://elsewhere.example"}).status_code == 403


def test_a_waiting_job_can_be_cancelled_and_stays_so(make_client, waiting):
    client = make_client()
    job = ask(client)
    assert client.get(f"/briefings/jobs/{job['id']}").json["state"] == "queued"
    assert client.post(f"/briefings/jobs/{job['id']}/cancel").json["state"] == "cancelled"
    assert client.get(f"/briefings/jobs/{job['id']}").json["state"] == "cancelled"


def test_nobody_fills_the_queue(make_client, waiting):
    client = make_client()
    for _ in range(briefings.MOST_OPEN):
        last = ask(client)
    refused = client.post("/briefings/jobs", data=ZIP)
    assert refused.status_code == 429 and "wait for one" in refused.json["problem"]["en"]
    client.post(f"/briefings/jobs/{last['id']}/cancel")
    assert client.post("/briefings/jobs", data=ZIP).status_code == 202


def test_a_worker_that_dies_fails_its_own_job_with_a_reason(make_client, settings):
    client = make_client()
    # The only place is taken, so the job waits with its worker alive.
    with jobs.turn(_room(settings), 1):
        job = ask(client)
        folder = settings.jobs / job["id"]
        limit = time.monotonic() + SECONDS
        while not (folder / "pid").exists() and time.monotonic() < limit:
            time.sleep(0.1)
        os.kill(int((folder / "pid").read_text()), signal.SIGKILL)
        state = ended(client, job)
    assert state["state"] == "failed" and "ended before it was done" in state["problem"]["en"]
    assert ended(client, ask(client))["state"] == "done"


def _room(settings: Settings):
    settings.jobs.mkdir(parents=True, exist_ok=True)
    return settings.jobs


def test_a_running_job_can_be_cancelled_and_one_that_takes_too_long_is_ended(make_client, tmp_path):
    browser = tmp_path / "browser"
    browser.write_text("#!/bin/sh\nsleep 300\n")
    browser.chmod(0o755)
    client = make_client(chromium=str(browser), job_minutes=0.1, job_places=2)
    slow, stopped = ask(client, formats="pdf"), ask(client, formats="pdf")
    assert client.post(f"/briefings/jobs/{stopped['id']}/cancel").json["state"] == "cancelled"
    state = ended(client, slow)
    assert state["state"] == "failed" and "longer than is allowed" in state["problem"]["en"]
    assert client.get(f"/briefings/jobs/{stopped['id']}").json["state"] == "cancelled"


def test_a_browser_that_crashes_fails_its_job_with_a_reason_in_both_languages(make_client, tmp_path):
    browser = tmp_path / "browser"
    browser.write_text("#!/bin/sh\nkill -9 $$\n")
    browser.chmod(0o755)
    client = make_client(chromium=str(browser))
    state = ended(client, ask(client, formats="pdf"))
    assert state["state"] == "failed" and "could not draw" in state["problem"]["en"]
    assert "เบราว์เซอร์" in state["problem"]["th"]


def test_one_warm_browser_serves_every_job_and_one_that_is_killed_at_work_fails_that_job_alone(make_client, tmp_path):
    # The first browser is killed while it draws; each start is a line.
    browser, starts = tmp_path / "browser", tmp_path / "starts"
    kill = f"if [ ! -e {starts} ]; then (sleep 0.2; kill -9 $$) & fi"
    browser.write_text(f'#!/bin/sh\n{kill}\necho $$ >> {starts}\nexec /usr/bin/chromium "$@"\n')
    browser.chmod(0o755)
    client = make_client(chromium=str(browser))
    states = [ended(client, ask(client, formats="pdf", chapters="search")) for _ in range(3)]
    assert [state["state"] for state in states] == ["failed", "done", "done"]
    assert "could not draw" in states[0]["problem"]["en"] and "Try again" in states[0]["problem"]["en"]
    first, second = starts.read_text().split()
    os.kill(int(second), 0)
    with pytest.raises(ProcessLookupError):
        os.kill(int(first), 0)
    # The press goes with the room, and takes its browser along.
    shutil.rmtree(tmp_path / "jobs")
    limit = time.monotonic() + SECONDS
    while time.monotonic() < limit:
        try:
            os.kill(int(second), 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    raise AssertionError("the browser outlived its room")


def test_old_jobs_go_and_open_ones_stay(tmp_path):
    old, kept = (jobs.create(tmp_path, "me", {}) for _ in range(2))
    old.tell(state=jobs.DONE)
    for job in (old, kept):
        os.utime(job.folder, (0, 0))
    jobs.sweep(tmp_path, 24)
    assert [path.name for path in tmp_path.iterdir()] == [kept.id]


def test_jobs_belong_to_their_owner(tmp_path):
    job = jobs.create(tmp_path, "account one", {"formats": ["zip"]})
    assert jobs.find(tmp_path, job.id, "account one").request["formats"] == ["zip"]
    assert jobs.find(tmp_path, job.id, "account two") is None and jobs.find(tmp_path, "..", "account one") is None
    assert "account one" not in (job.folder / "request.json").read_text()
    assert (job.folder / "request.json").stat().st_mode & 0o077 == 0 and job.folder.stat().st_mode & 0o077 == 0
