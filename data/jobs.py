"""Work that is done beside the web workers: a folder per job, seen only by who asked for it.

The folder holds what was asked, how far it is and the files made; a lock on one of its files tells that somebody works
at it, so a job whose worker died is known for dead by everybody.
"""

import fcntl
import hashlib
import hmac
import json
import os
import re
import secrets
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from data.text import LANGS, Text

ID = re.compile(r"[A-Za-z0-9_-]{43}")
QUEUED, RUNNING, DONE, FAILED, CANCELLED = "queued", "running", "done", "failed", "cancelled"
OPEN = (QUEUED, RUNNING)
DIED = Text("งานหยุดกลางคัน ลองใหม่อีกครั้ง", "The work ended before it was done; try again")
# A worker takes its lock within this time, or never.
SECONDS_TO_START = 60.0
SECONDS_TO_END = 10.0
POLL_SECONDS = 0.2


class Job:
    """One job in its folder; safe for processes: every file is replaced whole."""

    def __init__(self, folder: Path):
        self.folder = folder

    @property
    def id(self) -> str:
        """What nobody can guess."""
        return self.folder.name

    @property
    def request(self) -> dict[str, Any]:
        """What was asked for, and by whom."""
        return json.loads((self.folder / "request.json").read_text(encoding="utf-8"))

    def belongs_to(self, owner: str) -> bool:
        """Whether this owner asked for it."""
        return hmac.compare_digest(self.request["owner"], _digest(owner))

    def tell(self, **facts: Any) -> None:
        """Note how far the job is."""
        _write(self.folder / "state.json", {**self._noted(), **facts})

    def state(self) -> dict[str, Any]:
        """Return {"state", "done", "of", "files", "problem"}; a job whose worker is gone has failed."""
        found = self._noted()
        if found["state"] != DONE and self.is_cancelled:
            found |= {"state": CANCELLED, "problem": None}
        elif found["state"] in OPEN and self._is_dead():
            # What its worker noted last counts: it may have finished just now.
            found = self._noted()
            if found["state"] in OPEN:
                found |= {"state": FAILED, "problem": {lang: DIED[lang] for lang in LANGS}}
        return found

    @property
    def is_cancelled(self) -> bool:
        """Whether its owner wants no more of it."""
        return (self.folder / "cancel").exists()

    def file(self, name: str) -> Path | None:
        """Return a file that the finished job made, None for any other name."""
        found = self.state()
        return self.folder / name if found["state"] == DONE and name in found["files"] else None

    def cancel(self) -> None:
        """End the work and take away what it made so far; a finished job stays as it is."""
        if self._noted()["state"] not in OPEN:
            return
        (self.folder / "cancel").touch(mode=0o600)
        if not self._is_free():
            # The lock is held, so the number is still that of the worker.
            with suppress(OSError, ValueError):
                os.kill(int((self.folder / "pid").read_text()), signal.SIGTERM)

    @contextmanager
    def working(self) -> Iterator[None]:
        """Hold the lock of the job while it is worked at."""
        with (self.folder / "alive").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            (self.folder / "pid").write_text(str(os.getpid()))
            yield

    def _noted(self) -> dict[str, Any]:
        return json.loads((self.folder / "state.json").read_text(encoding="utf-8"))

    def _is_dead(self) -> bool:
        started = (self.folder / "pid").exists()
        waited = time.time() - (self.folder / "request.json").stat().st_mtime
        return (started or waited > SECONDS_TO_START) and self._is_free()

    def _is_free(self) -> bool:
        with (self.folder / "alive").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                return False
            return True


def create(room: Path, owner: str, request: dict[str, Any]) -> Job:
    """Make a job for an owner: a text that only the owner can send again."""
    job = Job(room / secrets.token_urlsafe(32))
    room.mkdir(mode=0o700, parents=True, exist_ok=True)
    job.folder.mkdir(mode=0o700)
    (job.folder / "alive").touch(mode=0o600)
    _write(job.folder / "state.json", {"state": QUEUED, "done": 0, "of": 0, "files": [], "problem": None})
    _write(job.folder / "request.json", {**request, "owner": _digest(owner)})
    return job


def find(room: Path, job_id: str, owner: str) -> Job | None:
    """Return the job of this id where it belongs to the owner, None for everybody else."""
    folder = room / job_id
    if not ID.fullmatch(job_id) or not (folder / "request.json").is_file():
        return None
    job = Job(folder)
    return job if job.belongs_to(owner) else None


def open_jobs(room: Path, owner: str) -> tuple[int, int]:
    """Return how many jobs are under way: of the owner, and of everybody."""
    jobs = [Job(path) for path in room.iterdir() if ID.fullmatch(path.name)] if room.is_dir() else []
    found = [job for job in jobs if (job.folder / "request.json").is_file() and job.state()["state"] in OPEN]
    return sum(job.belongs_to(owner) for job in found), len(found)


def sweep(room: Path, hours: float) -> int:
    """Take away jobs that nobody works at and that are older than some hours; return how many."""
    taken = 0
    for path in room.iterdir() if room.is_dir() else ():
        if ID.fullmatch(path.name) and time.time() - path.stat().st_mtime > 3600 * hours:
            with suppress(OSError, ValueError, KeyError):
                if Job(path).state()["state"] not in OPEN:
                    shutil.rmtree(path)
                    taken += 1
    return taken


def take_away(room: Path) -> int:
    """Take away every job with its files, ending those under way; return how many there were."""
    found = [path for path in room.iterdir() if ID.fullmatch(path.name)] if room.is_dir() else []
    for path in found:
        with suppress(OSError, ValueError, KeyError):
            Job(path).cancel()
        end = time.time() + SECONDS_TO_END
        # A worker that is told to end may still write a file into the folder.
        while path.exists() and time.time() < end:
            shutil.rmtree(path, ignore_errors=True)
            time.sleep(POLL_SECONDS if path.exists() else 0)
    return len(found)


@contextmanager
def turn(room: Path, places: int) -> Iterator[None]:
    """Wait until fewer than `places` jobs are drawn at the same time, and take one of the places."""
    while True:
        for number in range(places):
            lock = (room / f"place-{number}").open("w")
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                lock.close()
                continue
            with lock:
                yield
            return
        time.sleep(POLL_SECONDS)


def _digest(owner: str) -> str:
    return hashlib.sha256(owner.encode()).hexdigest()


def _write(path: Path, facts: dict[str, Any]) -> None:
    waiting = path.with_name(f".{path.name}.{os.getpid()}")
    with open(os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump(facts, file, ensure_ascii=False)
    waiting.replace(path)
