"""Briefings on request: jobs in a queue beside the web workers, seen only by who asked for them."""

import os
import re
import secrets
import subprocess
import sys

from flask import Blueprint, Response, abort, g, jsonify, request, send_file

from data import jobs
from data.jobs import Job
from data.library import Library
from data.settings import ROOT, Settings
from data.text import Text, known_lang
from data.viewer import VIEWER

CHAPTERS = ("who", "where", "capitals", "causes", "search", "referrals", "models", "plans", "change")
FORMATS = ("pdf", "pptx", "png", "zip")
# Settings that a worker is told as this server has them, whatever stands in the environment.
TOLD = (
    "build", "reference", "host", "port", "public_address", "chromium", "jobs", "job_places", "job_minutes", "protect_menu",
    "query_threads", "query_memory", "query_seconds", "threshold", "threshold_policymaker", "threshold_researcher",
)  # fmt: skip
# What of the selection a briefing follows.
QUERY = ("place", "round", "cohort", "metric", "snapshot")
COOKIE_DAYS = 1
MOST_OPEN, MOST_OF_ALL = 3, 50
BUSY = Text("มีงานที่ยังไม่เสร็จมากเกินไป รอให้เสร็จหรือยกเลิกก่อน", "Too many documents are under way; wait for one or cancel it")


def briefing_routes(settings: Settings, library: Library) -> Blueprint:
    """Return the routes of jobs; a job of somebody else is 404, as one that never was."""
    routes = Blueprint("briefing_jobs", __name__)
    name = "__Host-kaejon-jobs" if settings.tls == "proxy" else "kaejon-jobs"

    @routes.post("/briefings/jobs")
    def ask() -> Response:
        asked = _asked(library)
        owner, token = _owner(name)
        jobs.sweep(settings.jobs, settings.keep_jobs_hours)
        own, every = jobs.open_jobs(settings.jobs, owner)
        if own >= MOST_OPEN or every >= MOST_OF_ALL:
            return _quiet(jsonify(problem={"th": BUSY.th, "en": BUSY.en}), 429)
        job = jobs.create(settings.jobs, owner, asked)
        _start(job, settings)
        response = _quiet(jsonify(id=job.id, **job.state()), 202)
        if token:
            response.set_cookie(
                name,
                token,
                max_age=86400 * COOKIE_DAYS,
                httponly=True,
                samesite="Strict",
                secure=settings.tls == "proxy",
            )
        return response

    @routes.get("/briefings/jobs/<job_id>")
    def state(job_id: str) -> Response:
        return _quiet(jsonify(_own(job_id).state()))

    @routes.post("/briefings/jobs/<job_id>/cancel")
    def cancel(job_id: str) -> Response:
        job = _own(job_id)
        job.cancel()
        return _quiet(jsonify(job.state()))

    @routes.get("/briefings/jobs/<job_id>/<file>")
    def fetch(job_id: str, file: str) -> Response:
        path = _own(job_id).file(file) or abort(404)
        return _quiet(send_file(path, as_attachment=True, download_name=file))

    def _own(job_id: str) -> Job:
        return jobs.find(settings.jobs, job_id, _owner(name)[0]) or abort(404)

    return routes


def _asked(library: Library) -> dict:
    """Read the form; whatever is not among the known words is a bad request."""
    form, viewer = request.form, VIEWER.get()
    chosen = {key: re.findall(r"[a-z]+", form.get(key, "")) for key in ("formats", "chapters")}
    formats, chapters = tuple(chosen["formats"]), tuple(chosen["chapters"]) or CHAPTERS
    if not formats or not set(formats) <= set(FORMATS) or not set(chapters) <= set(CHAPTERS):
        abort(400)
    if library.snapshot(viewer) is None:
        abort(409)
    rights = {
        "role": viewer.role,
        "provinces": sorted(viewer.provinces),
        "purpose": viewer.purpose,
        "account": viewer.account,
    }
    return {
        "query": {key: form[key] for key in QUERY if form.get(key)},
        "lang": known_lang(form.get("lang")),
        # In the order of the document, whatever the order of the form.
        "formats": [name for name in FORMATS if name in formats],
        "chapters": [name for name in CHAPTERS if name in chapters],
        "viewer": rights,
    }


def _owner(cookie: str) -> tuple[str, str]:
    """Return what names who asks, and the token to hand out where the browser has none yet."""
    if g.account is not None:
        return f"account {g.account.name}", ""
    token = request.cookies.get(cookie, "")
    fresh = "" if jobs.ID.fullmatch(token) else secrets.token_urlsafe(32)
    return f"browser {fresh or token}", fresh


def _start(job: Job, settings: Settings) -> None:
    """Start the worker of a job as a process of its own; it waits for its turn by itself."""
    told = {name: getattr(settings, name) for name in TOLD}
    own = {f"KAEJON_{name}".upper(): str(value) for name, value in told.items() if value is not None}
    log = os.open(job.folder / "log.txt", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        started = subprocess.Popen(
            [sys.executable, "-m", "briefings.work", str(job.folder)], cwd=ROOT, env={**os.environ, **own},
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    finally:
        os.close(log)
    WORKERS[:] = [worker for worker in WORKERS if worker.poll() is None] + [started]


# Asked for their end when the next one starts: an ended process stays in the table until somebody does.
WORKERS: list[subprocess.Popen] = []


def _quiet(response: Response, status: int = 200) -> Response:
    response.status_code = status
    response.cache_control.no_store = True
    return response
