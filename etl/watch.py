"""A folder that is watched: what is dropped is loaded once it has stopped growing, and leaves with its report."""

import contextlib
import fcntl
import json
import os
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from data.errors import Problem
from data.settings import Settings
from data.text import LANGS, Text
from etl.load import BrokenOff, load
from etl.places import WATCHED, remember
from etl.publish import Busy
from etl.reading import SUFFIXES
from etl.report import LoadReport, NotYet

DONE, FAILED, REPORT = "done", "failed", ".report.json"
# Names that programs use while they still write.
TEMPORARY = (".part", ".tmp", ".crdownload", ".filepart", ".partial", ".swp", "~")
# Files that go on arriving do not keep those that are ready waiting longer than this many settling times.
PATIENCE = 10
ORPHAN = "unknown_household"
Tell = Callable[[Problem | LoadReport], None]


@dataclass
class Drop:
    """A file in the watched folder: its size and time of change, since when they are the same, since when it is there."""

    mark: tuple[int, int]
    since: float
    seen: float


@dataclass
class Watched:
    """A watched folder and what is known of its files; `waiting` are those whose households have not come yet."""

    folder: Path
    settings: Settings
    tell: Tell
    drops: dict[Path, Drop] = field(default_factory=dict)
    waiting: dict[Path, float] = field(default_factory=dict)

    def look(self, now: float) -> None:
        """Note which files are there and whether they changed."""
        there = {path: mark for path in self.folder.iterdir() if (mark := _mark(path)) is not None}
        for path, mark in there.items():
            known = self.drops.get(path)
            if known is None or known.mark != mark:
                self.drops[path] = Drop(mark, now, known.seen if known else now)
                self.waiting.pop(path, None)
        for gone in set(self.drops) - set(there):
            self.drops.pop(gone)
            self.waiting.pop(gone, None)

    def ready(self, now: float) -> list[Path]:
        """Return the files to load together: all that are settled, once none is still growing or they waited enough."""
        settled = self.settings.watch_settled_seconds
        quiet = [path for path, drop in self.drops.items() if now - drop.since >= settled]
        growing = len(quiet) < len(self.drops)
        fresh = [path for path in quiet if path not in self.waiting]
        patient = any(now - self.drops[path].seen < PATIENCE * settled for path in fresh)
        return sorted(quiet) if fresh and not (growing and patient) else []


def _mark(path: Path) -> tuple[int, int] | None:
    """Size and time of change of a file that can be an export, None for anything else."""
    name = path.name.lower()
    if name.startswith((".", "~$")) or name.endswith(TEMPORARY) or not name.endswith(SUFFIXES):
        return None
    try:
        found = path.lstat()
    except OSError:
        return None
    return (found.st_size, found.st_mtime_ns) if path.is_file() and not path.is_symlink() else None


@contextlib.contextmanager
def watching(folder: Path, settings: Settings, tell: Tell) -> Iterator[Watched]:
    """Hold a folder for one watcher and make its `done` and `failed`. Raises Problem where it is missing or held."""
    try:
        for name in (DONE, FAILED):
            (folder / name).mkdir(mode=0o700, exist_ok=True)
            (folder / name).chmod(0o700)
        lock = (folder / ".watch.lock").open("w")
    except OSError as error:
        raise _unwatchable(folder, error.strerror or str(error), "a folder this user may write") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise _unwatchable(folder, "another watcher", "one watcher per folder") from error
        remember(settings.build, WATCHED, folder)
        yield Watched(folder, settings, tell)


def _unwatchable(folder: Path, got: str, expected: str) -> Problem:
    return Problem(
        Text("เฝ้าโฟลเดอร์นี้ไม่ได้", "The folder cannot be watched"),
        where=str(folder),
        got=got,
        expected=expected,
        todo=Text("ตรวจชื่อและสิทธิ์ของโฟลเดอร์", "Check the name and the rights of the folder"),
    )


def watch(folder: Path, settings: Settings, tell: Tell, *, once: bool = False) -> None:
    """Load what is dropped until stopped; `once`: what is there and has settled now."""
    pause = min(1.0, max(settings.watch_settled_seconds / 4, 0.02))
    with watching(folder, settings, tell) as watched:
        watched.look(time.monotonic())
        if once:
            time.sleep(settings.watch_settled_seconds)
        while True:
            tick(watched)
            empty_done(folder / DONE, settings.keep_done_seconds)
            if once:
                return
            time.sleep(pause)


def tick(watched: Watched) -> None:
    """Look at the folder, load what is ready, and give up on files whose households did not come in time."""
    now = time.monotonic()
    watched.look(now)
    if batch := watched.ready(now):
        take(watched, batch)
    limit = watched.settings.watch_waiting_seconds
    for path in [path for path, since in watched.waiting.items() if now - since >= limit]:
        _leave(watched, path, FAILED, _failed(_no_households(path)))


def take(watched: Watched, batch: list[Path]) -> None:
    """Load files together; one that a Problem names is failed and the others are tried again."""
    while batch:
        try:
            report = load(batch, watched.settings)
        except (Busy, BrokenOff) as problem:
            # Not the files' fault: they stay and are tried again once they have settled anew.
            watched.tell(problem)
            _try_again(watched, batch)
            return
        except Problem as problem:
            named = [path for path in batch if _names(problem, path)]
            if isinstance(problem, NotYet) or len(named) != 1 or len(batch) == 1:
                _refused(watched, batch, problem)
                return
            watched.tell(problem)
            _leave(watched, named[0], FAILED, _failed(problem))
            batch = [path for path in batch if path != named[0]]
        else:
            watched.tell(report)
            _settle(watched, batch, report)
            return


def _names(problem: Problem, path: Path) -> bool:
    """Whether a Problem says that it lies in this file."""
    return re.search(rf"(^|[/\s]){re.escape(path.name)}($|[,:\s])", problem.where) is not None


def _try_again(watched: Watched, batch: list[Path]) -> None:
    now = time.monotonic()
    for path in batch:
        if path in watched.drops:
            watched.drops[path].since = watched.drops[path].seen = now


def _refused(watched: Watched, batch: list[Path], problem: Problem) -> None:
    """Files that cannot be loaded as they are: waiting for what they lack, or tried one by one."""
    if isinstance(problem, NotYet):
        for path in batch:
            watched.waiting.setdefault(path, time.monotonic())
        return
    watched.tell(problem)
    if len(batch) > 1:
        for path in batch:
            take(watched, [path])
        return
    _leave(watched, batch[0], FAILED, _failed(problem))


def _settle(watched: Watched, batch: list[Path], report: LoadReport) -> None:
    """Move loaded files away; one with rows whose households have not come yet stays and waits for them."""
    orphans = {entry.file for entry in report.files for reject in entry.rejects if reject.reason == ORPHAN}
    told = report.as_json() | {"notes": [_failed(note) for note in report.notes]}
    told["rejects"] = [
        {"file": entry.file, "line": reject.line, "column": reject.column, "reason": reject.reason}
        for entry in report.files
        for reject in entry.rejects
    ]
    for path in batch:
        if any(name == path.name or name.startswith(f"{path.name}:") for name in orphans):
            watched.waiting.setdefault(path, time.monotonic())
        else:
            _leave(watched, path, DONE, told)


def _leave(watched: Watched, path: Path, where: str, told: dict) -> None:
    """Write a file's report and move the file beside it; a loaded one that is not to be kept is deleted instead."""
    folder = watched.folder / where
    name = _free_name(folder, path.name)
    waiting = folder / f".{name}{REPORT}"
    waiting.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
    os.replace(waiting, folder / f"{name}{REPORT}")
    if where == DONE and not watched.settings.keep_done_seconds:
        path.unlink(missing_ok=True)
    else:
        os.replace(path, folder / name)
        os.utime(folder / name)
    watched.drops.pop(path, None)
    watched.waiting.pop(path, None)


def _free_name(folder: Path, name: str) -> str:
    number, free = 1, name
    while (folder / free).exists() or (folder / f"{free}{REPORT}").exists():
        number += 1
        free = f"{number}-{name}"
    return free


def _failed(problem: Problem) -> dict:
    words = {lang: problem.what[lang] for lang in LANGS}
    return {"result": "failed", "problem": words, "where": problem.where, "expected": problem.expected}


def _no_households(path: Path) -> Problem:
    return Problem(
        Text("ครัวเรือนของไฟล์นี้ไม่มาตามเวลา", "The households of this file did not come in time"),
        where=str(path),
        got="rows whose households no file named",
        expected="a households file within KAEJON_WATCH_WAITING_SECONDS",
        todo=Text("วางไฟล์นี้พร้อมไฟล์ households อีกครั้ง", "Drop it again together with its households file"),
    )


def empty_done(done: Path, seconds: float) -> int:
    """Delete exports that were kept long enough and return how many; their reports stay."""
    taken = 0
    for path in done.iterdir() if done.is_dir() else ():
        if path.name.endswith(REPORT) or not path.is_file():
            continue
        if time.time() - path.stat().st_mtime >= seconds:
            path.unlink(missing_ok=True)
            taken += 1
    return taken
