"""`python -m briefings.work FOLDER`: one job of the queue, in a process of its own, so that a crash fails it alone."""

import logging
import os
import signal
import sys
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

from briefings.formats import write
from briefings.packet import Wanted, write_packet
from briefings.press import pressed
from data import audit, jobs
from data.errors import Problem
from data.jobs import Job
from data.library import Library
from data.queries.microdata import PARTS
from data.settings import Settings, read_settings
from data.text import LANGS, Text
from data.viewer import ANSWERED, Viewer

log = logging.getLogger("kaejon.briefings")

BROKEN = Text("ทำเอกสารไม่สำเร็จ", "The document could not be made")
TOO_LONG = Text(
    "ใช้เวลานานเกินกำหนด ลองเลือกบทหรือรูปแบบน้อยลง", "It took longer than is allowed; try fewer chapters or formats"
)


def work(folder: Path) -> None:
    """Wait for a turn, make the files and note the end, whatever it is."""
    # Whoever started this, the web worker, is also whom the warm browser stays for.
    settings, job, server = read_settings(), Job(folder), os.getppid()
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGALRM, _too_long)
    with job.working():
        # Cancelled before there was anybody to stop.
        if job.is_cancelled:
            return
        try:
            with jobs.turn(folder.parent, settings.job_places):
                signal.alarm(max(1, round(60 * settings.job_minutes)))
                _make(job, settings, server)
        except Problem as problem:
            job.tell(state=jobs.FAILED, problem=_said(problem.what, problem.todo))
        except Exception:
            log.exception("job %s failed", job.id)
            job.tell(state=jobs.FAILED, problem=_said(BROKEN))


def _make(job: Job, settings: Settings, server: int) -> None:
    asked = job.request
    who = asked["viewer"]
    viewer = Viewer(who["role"], frozenset(who["provinces"]), who["purpose"], who["account"])
    ANSWERED.set([])
    if asked["kind"] == "packet":
        _packet(job, asked, settings, viewer)
    else:
        _briefing(job, asked, settings, viewer, partial(pressed, job.folder.parent, settings.chromium, server))


def _briefing(job: Job, asked: dict, settings: Settings, viewer: Viewer, by: Callable) -> None:
    made: list[str] = []

    def tell(path: Path) -> None:
        made.append(path.name)
        job.tell(done=len(made))

    job.tell(state=jobs.RUNNING, of=len(asked["formats"]))
    write(
        asked["query"],
        asked["lang"],
        Library(settings),
        viewer,
        asked["formats"],
        asked["chapters"],
        job.folder,
        tell,
        by,
    )
    _record(settings, viewer, event="briefing")
    job.tell(state=jobs.DONE, files=made)


def _packet(job: Job, asked: dict, settings: Settings, viewer: Viewer) -> None:
    done = 0

    def tell() -> None:
        nonlocal done
        done += 1
        job.tell(done=done)

    job.tell(state=jobs.RUNNING, of=PARTS)
    wanted = Wanted(asked["query"], asked["purpose"], date.fromisoformat(asked["until"]) if asked["until"] else None)

    def record(**facts: Any) -> None:
        _record(settings, viewer, **facts)
        job.tell(rows=facts["rows"])

    path = write_packet(wanted, Library(settings), viewer, job.folder, record, tell)
    job.tell(state=jobs.DONE, files=[path.name])


def _record(settings: Settings, viewer: Viewer, **facts: Any) -> None:
    """Note what a signed-in person is answered before the files can be fetched; what cannot be recorded is not given."""
    if viewer.account:
        rights = {"role": viewer.role, "provinces": sorted(viewer.provinces), "purpose": viewer.purpose}
        path = audit.audit_file(settings.build)
        audit.record(path, where="web", who=viewer.account, **rights, **facts, answers=ANSWERED.get())


def _said(what: Text, todo: Text | None = None) -> dict[str, str]:
    return {lang: " · ".join(text[lang] for text in (what, todo) if text) for lang in LANGS}


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


def _too_long(_signal: int, _frame: FrameType | None) -> None:
    raise Problem(TOO_LONG)


if __name__ == "__main__":
    os.umask(0o077)
    work(Path(sys.argv[1]))
